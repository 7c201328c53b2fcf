"""Whom words point back at: pronouns, "the two sides", "the junta", "its neighbour", "the bloc"."""

from __future__ import annotations

from tracker.extract.crafts import let_through, whose_craft
from tracker.extract.given_names import is_woman
from tracker.extract.groups import GROUPS, PAIRS, PEOPLE, band, crowd, group, leaders, led_before, named_together
from tracker.extract.lands import (
    FRIENDS,
    KOREAS,
    NAMESAKES,
    PARTISAN,
    RULERS,
    Named,
    colonial_ruler,
    issuer_of,
    korea_of,
    land_meant,
    ruler_of_land,
    tied_to,
    town_before,
    who,
)
from tracker.extract.memory import ALL, BODIES
from tracker.extract.parts import RELATIVES, called, suspected, taken_to_task, whole
from tracker.extract.returning import taken_up
from tracker.extract.sides import THREE, countries
from tracker.extract.someone import OFFICE_WORDS, is_person
from tracker.extract.speaking import SPEAKERS, issuer, ours, quoted, sayer
from tracker.extract.syntax import Tree, frame, governor_clause, nominal_links, subtree
from tracker.model import Actor

_PERSONS = frozenset("he she him her his himself herself".split())
_NEAR = 8
"""Among how many mentions a woman whose name is known as one is sought; names of others are not known."""
_PAPERS = frozenset("statement communique communiqué declaration".split())
_SOON = 3
"""Sentences within which those who met are "the ministers"."""
_POINTING = frozenset("the these those its their".split())
_SHE = frozenset("she her herself".split())
_THINGS = frozenset("it its itself".split())
_PORTFOLIOS = frozenset("prime foreign defence defense interior finance vice deputy trade energy justice".split())
_ARMED = frozenset("rebel insurgent militant militia guerrilla insurgency".split())
_BLOCS = frozenset(
    "league bloc union alliance organization organisation body agency council court commission mission".split()
)
_GROUPINGS = frozenset("group movement party faction".split())
_SENT_OUT = frozenset("mission force forces troops peacekeepers envoy envoys observers monitors".split())
_ALLIED = ("EUR", "IGO", "UNO")
# the United Nations are no alliance
_LEAGUES = {"league": ("IGO",), "alliance": ("IGO",), "bloc": ("EUR", "IGO"), "union": ("EUR", "IGO")}
_ENVOYS = frozenset(
    "ambassador envoy diplomat consul pilot crew soldier citizen national fisherman fishermen sailor".split()
)
_TURNED_ON = frozenset("expel summon capture seize arrest detain kill shoot jail abduct".split())
_STRIKING = frozenset(
    "bomb strike hit attack shell raid target invade bombard ram storm burn torch trash ransack vandalise loot".split()
)
_LANDS = frozenset(
    "country kingdom nation republic state island regime government military army ministry islamic emirate sultanate"
    " monarchy archipelago emirate".split()
)
_TALKING = frozenset(
    "delegation leader minister president premier negotiator envoy government army military head party".split()
)
_WELCOMED = frozenset("host guest visitor".split())
_HONOURS = frozenset("highness majesty excellency".split())
_SEIZERS = frozenset("junta general ruler regime putschist".split())
_MARKING = frozenset(("det", "nummod", "amod", "det:predet", "nmod:poss"))
_NEWLY = frozenset("new interim transitional provisional caretaker".split())
_IN_POWER = frozenset("government authority administration cabinet regime ruler leadership".split())
_BOTH = frozenset("sides duo pair neighbours neighbors rivals foes".split())
_ATTENDING = frozenset("participants attendees delegates signatories".split())
_CROWDS = _BOTH | _ATTENDING
_NEIGHBOURS = frozenset("neighbour neighbor rival foe adversary".split())
_COUNTING = frozenset("two both either neither three".split())
_SINGLING = frozenset("the this that colonial northern southern".split())
_TAKING_UP = _PAPERS | _HONOURS | _NEIGHBOURS | _WELCOMED | FRIENDS
"""Nouns that may mean somebody told of before without any of these before them."""
_LAND_WORDS = frozenset("country nation neighbour neighbor state".split())
_GATHERINGS = frozenset("session summit meeting assembly conference council".split())
_CLAUSES = 4
"""How many clauses up a relative pronoun may stand below the one that says more of its noun."""
_PRONOUNS = _PERSONS | _THINGS | GROUPS
_PARTS_OF_LANDS = {"strip": ("PSE",), "enclave": ("PSE",), "territory": ("HKG", "PSE", "MAC", "KOS")}
_TOWNS = frozenset("city town village province port".split())


def _is_restricted(tree: Tree, i: int) -> bool:
    """Whether a relative clause without a comma says which ones are meant."""
    for c in tree.children[i]:
        if tree.deps[c] == "acl:relcl":
            first = min(subtree(tree, c))
            return "," not in (tree.lower[first], tree.lower[first - 1])
    return False


def pointed(cast: Named, i: int) -> list[Actor]:
    """Whom the pronoun or definite noun phrase headed by token i means; empty where it points at nobody known."""
    tree, word = cast.tree, cast.tree.lower[i]
    if word in NAMESAKES:
        return [Actor(name, country) for country, name in NAMESAKES[word]]
    if tree.pos[i] in ("PRON", "DET") or word in _PRONOUNS:
        return _by_pronoun(cast, i)
    marks = {
        tree.lower[c]
        for c in tree.children[i]
        if tree.deps[c] in _MARKING and not (c and tree.lower[c - 1] == "-")  # not "twenty-two parties"
    }
    if not marks.isdisjoint(_COUNTING):
        return _counted(cast, i, marks)
    is_new = marks.isdisjoint(_SINGLING) and tree.keys[i] not in _TAKING_UP and word not in _CROWDS
    return [] if is_new else _definite(cast, i, marks)


def _by_pronoun(cast: Named, i: int) -> list[Actor]:
    tree, last = cast.tree, cast.memory.last
    word = tree.lower[i]
    if (those := whole(cast, i)) is not None:
        return those
    if held := suspected(cast, i):
        return held
    if word in SPEAKERS:
        return quoted(cast, i) or (issuer(cast, i) if word == "we" else [])
    if word == "what":
        return called(cast, i)
    if word in ("its", "their") and (target := taken_to_task(cast, i)):
        return target
    if word == "whose" or word in RELATIVES:
        return _antecedent(cast, i)
    own = _doers(cast, i)
    if word in _PERSONS:

        def fits(actor: Actor) -> bool:
            return is_person(actor) and (is_woman(actor) if word in _SHE else not is_woman(actor))

        said = sayer(cast, i, fits)
        if said or not own:
            before = _fronted(tree, i) | _acting(tree, i)
            near = last(fits, i, _NEAR if word in _SHE else ALL, before, single=True)
            return said or near or last(is_person, i, skip=before, single=True) or last(is_person, i, skip=before)
        if again := _same_person(cast, i, own):
            return again
        doers = {a.name for a in own}
        within = _NEAR if word in _SHE else ALL
        near = last(lambda a: fits(a) and a.name not in doers, i, within, _acting(tree, i))
        near = near or last(lambda a: is_person(a) and a.name not in doers, i)
        return near or last(lambda a: is_person(a) and a.country not in countries(own), i)
    if word == "it" and (craft := let_through(cast, i)):
        return craft
    if word in _THINGS:
        said = sayer(cast, i, lambda a: not is_person(a) and a.country is not None)
        if not said and (body := sayer(cast, i, lambda a: a.country in BODIES)):
            return [Actor(word, body[0].country)]  # "the alliance's chief said it stood by its member"
        apart = {None, *countries(own), *_hosts(cast, i)}
        things = said or last(lambda a: a.person is None and not a.office and a.country not in apart, i)
        return things or last(lambda a: a.person is None and not a.office, i)
    if word in GROUPS:
        said = sayer(cast, i, lambda a: a.country is not None and a.person is None and a.sector is not None)
        if said:
            return said
        several = leaders(cast, i) or led_before(cast, i) or named_together(cast, i) or crowd(cast, i) or band(cast, i)
        several = several or group(cast, i, 2)
        return several or last(lambda a: a.person is None, i)
    return []


def _hosts(cast: Named, i: int) -> set[str | None]:
    """ "Its embassy in Tehran" is not Iran's."""
    tree, owned = cast.tree, cast.tree.heads[i]
    if tree.deps[i] != "nmod:poss" or tree.keys[owned] not in _ENVOYS | {"embassy", "consulate", "mission"}:
        return set()
    linked = [*nominal_links(tree, owned), *frame(tree, governor_clause(tree, owned)).obliques]
    return {cast.named[k].country for case, k in linked if case in ("in", "to") and k in cast.named}


def _same_person(cast: Named, i: int, own: list[Actor]) -> list[Actor]:
    """ "Togo's king rang him, and Mali's saw him in Bamako": the first "him" of the sentence, unless he does it."""
    tree = cast.tree
    start, _ = tree.sentences[tree.sentence_of[i]]
    before = next((j for j in range(start, i) if tree.lower[j] == tree.lower[i] and tree.deps[j] == "obj"), None)
    found = cast.actors(before, depth=2) if before is not None else []
    return [] if {a.name for a in found} & {a.name for a in own} else found


def _antecedent(cast: Named, i: int) -> list[Actor]:
    """ "Chad, with which Niger agreed to …": the noun that the clause of a relative pronoun says more of."""
    tree = cast.tree
    clause, steps = governor_clause(tree, i), 0
    while tree.deps[clause] in ("xcomp", "ccomp", "conj") and steps < _CLAUSES:
        clause, steps = tree.heads[clause], steps + 1
    return cast.actors(tree.heads[clause]) if tree.deps[clause] == "acl:relcl" else []


def _fronted(tree: Tree, i: int) -> frozenset[int]:
    """ "In a call with Merkel he said": whoever stands before the subject in a phrase of its clause is not meant."""
    if not tree.deps[i].startswith("nsubj"):
        return frozenset()
    before = (c for c in tree.children[tree.heads[i]] if c < i and tree.deps[c].startswith("obl"))
    return frozenset(k for c in before for k in subtree(tree, c))


def _acting(tree: Tree, i: int) -> frozenset[int]:
    """ "The prime minister received Guterres and asked him": whoever asks is not the one who is asked."""
    if tree.deps[i] not in ("obj", "iobj", "obl"):
        return frozenset()
    return frozenset(k for j in frame(tree, governor_clause(tree, i)).agents if j != i for k in subtree(tree, j))


def _doers(cast: Named, i: int) -> list[Actor]:
    """Who does something to "him" or "it", or expels "its envoy": none of them is meant by the pronoun."""
    tree = cast.tree
    owned = tree.heads[i]
    verb = tree.keys[tree.heads[owned]]
    envoys = tree.deps[i] == "nmod:poss" and (
        (tree.keys[owned] in _ENVOYS and verb in _TURNED_ON) or (verb in _STRIKING and tree.deps[owned] == "obj")
    )
    objects = tree.deps[i] in ("obj", "iobj", "obl") and tree.lower[i] in ("him", "her", "it")
    if not (envoys or objects):
        return []
    doing = frame(tree, governor_clause(tree, i)).agents
    return [a for j in doing if j != i for a in who(cast, j) if a.country is not None]


def _counted(cast: Named, i: int, marks: set[str]) -> list[Actor]:
    """ "The two sides", "both countries", "the three leaders", "the two agreed"."""
    tree = cast.tree
    key = tree.keys[i]
    if tree.lower[i] == "two":
        return group(cast, i, 2)
    if "our" in marks and not marks & {"three"}:
        return ours(cast, i)
    if _is_restricted(tree, i):
        return []  # "the three countries that still recognise Taipei" are told by that, not by what was named
    if key in PEOPLE and "two" in marks and not marks & _POINTING:
        return []  # "two ministers will fly to Moscow": nobody told of before
    if key in PAIRS and marks & {"two", "both", "either", "neither"}:
        return group(cast, i, 2, lands=key in _LAND_WORDS)
    if key in (PAIRS | {"ally"}) and "three" in marks:
        circle = list(cast.memory.circle)
        return circle if len(circle) == THREE else group(cast, i, THREE, lands=True) or group(cast, i, THREE)
    return _definite(cast, i, marks)


def _definite(cast: Named, i: int, marks: set[str]) -> list[Actor]:
    """ "The delegations", "its neighbour", "the minister", "the bloc", "the rebels", "the country"."""
    tree, last = cast.tree, cast.memory.last
    word, key, children = tree.lower[i], tree.keys[i], tree.children[i]
    if key in _PAPERS and any(tree.lower[c] == "joint" for c in children):
        return list(cast.memory.met)  # "their joint statement"
    if word == "two" and "the" in marks:
        return group(cast, i, 2)  # "the two agreed"
    alone = not any(tree.deps[c] == "compound" for c in children)  # "the coup leaders" are no pair
    if key in _TALKING and marks == {"the"} and tree.tags[i] == "NNS" and alone:
        if key in PEOPLE and (body := _gathered_body(cast, i)):
            return body  # "the ministers", after a session of the bloc
        if circle := _just_met(cast, i):
            return circle
        pair = cast.memory.last_pair(people=key in PEOPLE)
        if pair:
            return pair
    if "all" in marks:
        return []  # "urged all sides"
    if key in RULERS and "colonial" in marks:
        return colonial_ruler(cast, _owners(cast, children))
    if key in PAIRS and (korea := next((k for k in KOREAS if f"{k}ern" in marks), None)):
        return korea_of(cast, korea)  # "his southern counterpart"
    if word in _ATTENDING and marks <= {"the"}:
        return cast.memory.gathered(i)
    if word in _BOTH and not any(tree.deps[c] in ("nmod", "amod") for c in children):
        return group(cast, i, 2)
    if key in _HONOURS and any(tree.deps[c] == "nmod:poss" for c in children):
        return last(is_person, i)
    named = any(c in cast.at and cast.at[c].country not in (None, *BODIES) for c in children)
    if any(tree.lower[c] in _PERSONS and tree.deps[c] == "nmod:poss" for c in children) and key in _NEIGHBOURS:
        return []  # "his rival" is a person
    tied = key in _NEIGHBOURS or (key in FRIENDS and tree.tags[i] == "NN")
    if tied and not named and (owners := _owners(cast, children)):
        return tied_to(cast, i, owners)
    if key == "host" and (owners := _owners(cast, children)) and (land := _destination(cast, i, owners)):
        return [Actor(word, land, "GOV")]
    if key in _WELCOMED and (owners := _owners(cast, children)):
        return last(lambda a: is_person(a) and a.country not in owners, i)
    if named or not marks & {"the", "this", "that"}:
        return []
    if any(tree.deps[c] == "nmod:poss" for c in children):
        return []
    if any(tree.deps[c] == "compound" and key not in _LANDS for c in children):
        return taken_up(cast, i)
    return _by_sort(cast, i) or taken_up(cast, i)


def _just_met(cast: Named, i: int) -> list[Actor]:
    """ "The ministers", after three or more met in the last sentences, all of whom have been named since or none."""
    near = cast.tree.sentence_of[i] + cast.memory.base - _SOON
    circle = cast.memory.circle
    lands = {a.country for a in circle}
    since = {s.actor.country for s in cast.memory.before(i) if s.sentence >= near and s.actor.country and not s.place}
    return list(circle) if lands <= since else []


def _destination(cast: Named, i: int, owners: set[str | None]) -> str | None:
    """ "Will leave for Dakar to see his host": the land that the sentence has taken him to."""
    here = cast.tree.sentence_of[i] + cast.memory.base
    near = (s.actor for s in cast.memory.before(i) if s.sentence == here and s.actor.person is None)
    return next(
        (a.country for a in near if a.country not in {None, *owners, *BODIES} and a.sector in (None, "GOV")), None
    )


def _gathered_body(cast: Named, i: int) -> list[Actor]:
    """The body whose session, summit or meeting the sentence before tells of."""
    tree = cast.tree
    number = tree.sentence_of[i] - 1
    start, end = tree.sentences[max(number, 0)]
    for j in range(start, end if number >= 0 else start):
        if tree.keys[j] not in _GATHERINGS:
            continue
        near = [c for c in subtree(tree, j) if c in cast.at and tree.heads[c] == j]
        body = next((a for a in (cast.at[c] for c in near) if a.country in _ALLIED and a.person is None), None)
        if body is not None:
            return [body]
    return []


def _by_sort(cast: Named, i: int) -> list[Actor]:
    """ "The minister", "the bloc", "the rebels", "the Gulf state": the last one of the sort that the noun names."""
    tree, last = cast.tree, cast.memory.last
    word, key = tree.lower[i], tree.keys[i]
    if _holds_new_power(tree, i):
        ousted = last(lambda a: a.sector == "ELI" and a.country is not None, i, ALL) if key in _IN_POWER else []
        land = ousted[0].country if ousted else cast.memory.junta()
        return [Actor(word, land, "GOV")] if land else []
    if craft := whose_craft(cast, i):
        return craft
    if key in OFFICE_WORDS:
        if tree.words[i][:1].isupper() and (home := issuer_of(cast)) is not None:
            # "the Minister" in an official text is its own
            own = last(lambda a: _holds(a, key) and a.country == home, i, ALL)
            if own:
                return own
        full = {tree.lower[c] for c in tree.children[i]} & _PORTFOLIOS
        key, full = ("minister", {"prime"}) if key == "pm" else (key, full)
        named = last(lambda a: _holds(a, key) and _has_portfolio(a, full), i, ALL) if full else []
        return named or last(lambda a: _holds(a, key), i) or ruler_of_land(cast, i)
    if key in _GROUPINGS and tree.tags[i] != "NNS":
        wide = key == "group"  # a movement is no body of states
        return last(lambda a: a.country is not None and (a.sector in PARTISAN or (wide and _is_bloc(a))), i)
    if key in _BLOCS and not _has_own_name(tree, i):
        sorts = _LEAGUES.get(key, _ALLIED)
        named = last(lambda a: a.country in sorts and a.person is None and key in a.name.lower().split(), i, ALL)
        return named or last(lambda a: a.country in sorts and a.person is None, i, ALL)
    if key in _ARMED:
        return last(lambda a: a.country is not None and a.sector in ("REB", "UAF", "IMG", "ISM"), i)
    if word in KOREAS:
        return korea_of(cast, word)
    if key in _TOWNS and tree.tags[i] != "NNS":
        return town_before(cast, i)
    if word in _PARTS_OF_LANDS:
        return last(lambda a: a.country in _PARTS_OF_LANDS[word], i, ALL)
    return land_meant(cast, i) if key in _LANDS else []


def _has_own_name(tree: Tree, i: int) -> bool:
    """ "The Constitutional Court": another one than the court spoken of before."""
    return tree.pos[i] == "PROPN" and any(
        tree.deps[c] in ("amod", "compound") and tree.pos[c] in ("PROPN", "ADJ") and tree.words[c][:1].isupper()
        for c in tree.children[i]
    )


def _holds_new_power(tree: Tree, i: int) -> bool:
    """ "The generals", "the new government": whoever seized or was given power where the article is about."""
    key = tree.keys[i]
    if key in _SEIZERS and (tree.tags[i] == "NNS" or key in ("junta", "regime")):
        return True
    return key in _IN_POWER and any(tree.lower[c] in _NEWLY for c in tree.children[i])


def _has_portfolio(actor: Actor, full: set[str]) -> bool:
    """Whether somebody's title holds these words: "the prime minister" is no foreign minister."""
    title = f"{actor.office or ''} {actor.name}".lower().replace("defense", "defence").split()
    return {word.replace("defense", "defence") for word in full} <= set(title)


def _holds(actor: Actor, key: str) -> bool:
    title = (actor.office or "").lower()
    if key == "general" and "secretary" in f"{title} {actor.name.lower()}":
        return False
    return key in title or key in actor.name.lower()


def _is_bloc(actor: Actor) -> bool:
    """A body of states or an aid group itself, not its mission, its troops or who speaks for it."""
    itself = actor.person is None and actor.name.split()[-1].lower() not in _SENT_OUT
    return itself and actor.country in (*_ALLIED, "NGO")


def _owners(cast: Named, children: list[int]) -> set[str | None]:
    return {a.country for c in children if cast.tree.deps[c] == "nmod:poss" for a in cast.actors(c, depth=3)}
