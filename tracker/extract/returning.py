"""Whom a noun takes up again of those told of before: "the farmer", "the attackers", "the captives", "the firm"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from tracker.extract.crafts import craft_before
from tracker.extract.given_names import is_woman
from tracker.extract.lands import Named
from tracker.extract.memory import BODIES, Memory, Seen
from tracker.extract.regions import army_in
from tracker.extract.sides import countries, has_own_names
from tracker.extract.syntax import Tree, case_of
from tracker.model import Actor

_REACH = 9
"""Sentences back to which a noun takes up somebody."""
_NEAR = 3
"""Those back to which one does that fits many."""
_WOMEN = frozenset("woman girl mother wife widow daughter sister actress schoolgirl nun".split())
_MEN = frozenset("man boy father husband son brother schoolboy".split())
# what somebody may be called by, of no trade
_ANYONE = frozenset(
    "man woman boy girl teenager youth youngster child pensioner tourist traveller foreigner national citizen"
    " expatriate father mother businessman student couple pair duo brother sister victim aid".split()
)
# of these the one may take up the other
_TRADES = tuple(
    frozenset(words.split())
    for words in (
        "journalist reporter correspondent columnist writer blogger editor photographer photojournalist cameraman"
        " publisher newsman broadcaster author novelist anchor",
        "doctor physician surgeon medic nurse",
        "lawyer attorney advocate barrister jurist",
        "activist dissident campaigner blogger oppositionist laureate defender critic",
        "cleric priest imam bishop sheikh ayatollah preacher monk pastor rabbi archbishop cardinal missionary mufti",
        "pilot airman aviator flyer crew officer",
        "sailor seaman crew crewman mariner fisherman captain seafarer",
        "student pupil teenager youth boy girl schoolgirl schoolboy child undergraduate youngster",
        "worker labourer laborer employee engineer miner contractor technician staff expatriate carpenter driver",
        "businessman tycoon banker executive billionaire magnate entrepreneur oligarch trader boss",
        "academic researcher scholar professor scientist lecturer teacher economist historian physicist adviser",
        "refugee migrant",
        "smuggler trafficker dealer",
        "policeman officer",
        "colonel officer soldier captain",
        "lieutenant officer soldier",
        "soldier officer serviceman conscript recruit",
        "couple pair spouse",
        "tourist holidaymaker traveller visitor backpacker hiker",
        "farmer peasant herder",
        "monitor observer inspector",
        "expert specialist",
        "prince royal",
        "singer musician rapper artist",
        "footballer player athlete",
    )
)
_PERSONS = _ANYONE.union(*_TRADES)
_SOLDIERS = frozenset(
    "soldier troop serviceman commando marine paratrooper trooper conscript force gunner peacekeeper".split()
)
_THEIR_OWN = frozenset("crowd delegation resolution".split())
_FIGHTERS = frozenset(
    "rebel insurgent militant guerrilla extremist jihadist jihadi islamist separatist terrorist fighter gunman"
    " militiaman secessionist assailant attacker pirate bandit raider mutineer".split()
)
_STRIKERS = frozenset(
    "attacker assailant gunman bomber kidnapper captor hijacker raider abductor killer perpetrator shooter".split()
)
_INVADERS = frozenset("invader occupier aggressor".split())
_TAKERS = frozenset("kidnapper captor hijacker abductor".split())
_STRUCK = frozenset("victim survivor casualty".split())
_TAKEN = frozenset("captive hostage prisoner detainee inmate abductee internee".split())
_CHARGED = frozenset("suspect defendant accused convict fugitive".split())
_CROWDS = frozenset("protester demonstrator marcher rioter striker activist".split())
_HOUSES = frozenset("embassy consulate mission compound".split())
_FIRMS = frozenset(
    "firm company carrier airline operator conglomerate giant maker manufacturer corporation group bank".split()
)
_PAPERS = frozenset("newspaper daily broadcaster channel station network weekly tabloid".split())
_RULERS = frozenset("strongman dictator autocrat populist statesman".split())
_ABOARD = frozenset("crew pilot captain skipper crewman".split())
_STATE = frozenset("GOV MIL COP JUD LEG SPY".split())
_OUTLAWS = frozenset("REB UAF PRM CRM IMG ISM".split())
_PEOPLE = frozenset("OPP EDU CVL LAB SOC REL UNK AGR".split())
_COLLECTIVE = frozenset("crew couple family team group staff gang mob crowd pair".split())
_KNOWN = _PERSONS | _SOLDIERS | _FIGHTERS | _STRIKERS | _TAKERS | _STRUCK | _TAKEN | _CHARGED | _CROWDS | _INVADERS
_KNOWN |= _FIRMS | _PAPERS | _RULERS | _ABOARD | _COLLECTIVE | _THEIR_OWN
_TELLS_APART = frozenset(("of", "from", "in", "at", "for", "with", "on", "near", "outside", "by", "behind"))


def taken_up(cast: Named, i: int) -> list[Actor]:
    """Whom the definite noun at token i means of those told of before, if it is of people or firms."""
    tree = cast.tree
    if tree.pos[i] != "NOUN" or _is_told_apart(tree, i):
        return []
    key, plural = tree.keys[i], tree.tags[i] == "NNS"
    if key in _HOUSES or (i not in cast.at and key not in _KNOWN):
        return []  # of things it isn't known whose they are
    beside = {tree.keys[c] for c in tree.children[i] if tree.deps[c] == "compound"}
    if beside:
        return _nearest(cast, i, lambda s: key in s.nouns and beside <= s.nouns and _may_be(s, key, plural), _REACH)
    if found := _in_deeds(cast.memory, key):
        again = _nearest(cast, i, lambda s: key in s.nouns and _may_be(s, key, plural), _REACH)
        return again or found
    if key in _ABOARD and (craft := craft_before(cast, i)):
        return craft
    for fits, reach in _sorts(key, plural):
        if found := _nearest(cast, i, fits, reach):
            return found
    return []


def _is_told_apart(tree: Tree, i: int) -> bool:
    """Whether what stands with a noun tells which ones are meant: "the soldiers in Goma", "the men who came"."""
    for c in tree.children[i]:
        if tree.deps[c] == "nmod" and case_of(tree, c) in _TELLS_APART:
            return True
        if tree.deps[c] in ("acl", "acl:relcl") and tree.words[c - 1] != ",":
            return not any(tree.words[k] == "," for k in range(i, c))
    return False


def _in_deeds(memory: Memory, key: str) -> list[Actor]:
    """Those who struck or took somebody last, and those who were struck, taken or charged."""
    if key in _TAKERS:
        return _last(deed.doers for deed in memory.taken)
    if key in _INVADERS:
        return _last(deed.doers for deed in memory.blows if countries(deed.doers) - countries(deed.others))
    if key in _STRIKERS:
        return _last(deed.doers for deed in memory.blows if not any(a.sector in _STATE for a in deed.doers))
    if key in _STRUCK:
        return _last(deed.others for deed in memory.blows)
    return _last(deed.others for deed in memory.taken) if key in _TAKEN | _CHARGED else []


def _last(sides: Iterable[tuple[Actor, ...]]) -> list[Actor]:
    """The last of these that holds somebody."""
    return next((list(side) for side in reversed(list(sides)) if side), [])


def _sorts(key: str, plural: bool) -> Iterator[tuple[Callable[[Seen], bool], int]]:
    """What to look for, one after the other, and how many sentences back."""
    yield (lambda s: key in s.nouns and _may_be(s, key, plural)), _REACH
    alike = frozenset().union(*(trade for trade in _TRADES if key in trade)) - _ANYONE
    if alike:
        yield (lambda s: not alike.isdisjoint(s.nouns) and _may_be(s, key, plural)), _REACH
    if key in _SOLDIERS and plural:
        yield (lambda s: s.actor.sector == "MIL" and s.actor.person is None and not army_in(s.actor.country)), _NEAR
    if key in _FIGHTERS:
        yield (lambda s: not _FIGHTERS.isdisjoint(s.nouns) or s.actor.sector in _OUTLAWS), _REACH
    if key in _CROWDS and plural:
        yield (lambda s: s.plural and s.actor.sector in _PEOPLE), _NEAR
    if key in _FIRMS and not plural:
        yield (lambda s: s.actor.sector == "BUS" and s.actor.person is None), _REACH
    if key in _PAPERS and not plural:
        yield (lambda s: s.actor.sector == "JRN" and s.actor.person is None and not s.plural), _REACH
    if key in _RULERS and not plural:
        yield (lambda s: s.actor.person is not None and bool(s.actor.office)), _REACH
    if key in _ANYONE:
        yield (lambda s: _is_private(s) and _may_be(s, key, plural)), _NEAR


def _may_be(seen: Seen, key: str, plural: bool) -> bool:
    """Whether one or several, a woman or a man, are named as the noun has it; soldiers are of a land that has any."""
    if key in _SOLDIERS and army_in(seen.actor.country):
        return False
    if plural != seen.plural and seen.nouns.isdisjoint(_COLLECTIVE):
        return False
    female = not _WOMEN.isdisjoint(seen.nouns) or (" " in seen.actor.name and is_woman(seen.actor))
    male = not _MEN.isdisjoint(seen.nouns)
    return not (key in _WOMEN and male and not female) and not (key in _MEN and female)


def _is_private(seen: Seen) -> bool:
    """Somebody of no office."""
    actor = seen.actor
    if actor.person is not None or actor.sector in _STATE or actor.country in BODIES:
        return False
    return has_own_names(actor) or not seen.nouns.isdisjoint(_PERSONS | _FIGHTERS | _STRIKERS)


def _nearest(cast: Named, i: int, fits: Callable[[Seen], bool], reach: int) -> list[Actor]:
    """The last one that fits, one that led its clause before others of its sentence."""
    here = cast.tree.sentence_of[i] + cast.memory.base
    best: Seen | None = None
    for seen in cast.memory.before(i, 10 * reach):
        if seen.sentence < here - reach or (best is not None and seen.sentence != best.sentence):
            break
        if seen.actor.country and fits(seen) and (best is None or (seen.subject and not best.subject)):
            best = seen
    return [best.actor] if best is not None else []


def introduced(cast: Named, i: int, actor: Actor) -> str | None:
    """The land of a private person who was named before, or is the one that the words before bring in: "freed a Dane.
    Ole Holm, 46, was held …"."""
    tree, memory = cast.tree, cast.memory
    if tree.pos[i] != "PROPN" or actor.person is not None:
        return None
    family = actor.name.split()[-1].lower()
    if family in memory.homes:
        return memory.homes[family]
    for seen in memory.before(i, 10 * _REACH):
        if seen.actor.country and _family(seen.actor.name) == family:
            return seen.actor.country
    if " " not in actor.name or actor.sector in _STATE or not _has_age(tree, i):
        return None
    before = _nearest(cast, i, lambda s: _is_private(s) and not has_own_names(s.actor), _NEAR - 1)
    return before[0].country if before else None


@lru_cache(maxsize=4096)
def _family(name: str) -> str:
    """The last word of a name in lower case, "" where it has no capital."""
    last = name.split()[-1] if name.strip() else ""
    return last.lower() if last[:1].isupper() else ""


def _has_age(tree: Tree, i: int) -> bool:
    """ "Ole Holm, 46," or "46-year-old Ole Holm"."""
    return any(
        tree.words[c].isdecimal() and len(tree.words[c]) == 2 and tree.words[c - 1] == "," for c in tree.children[i]
    )
