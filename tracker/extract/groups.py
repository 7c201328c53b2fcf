"""Of which several an article speaks again: "they", "the two sides", "both leaders"."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from tracker.extract.lands import Named, ties_between
from tracker.extract.memory import BODIES
from tracker.extract.regions import are_close
from tracker.extract.sides import PAIR
from tracker.extract.syntax import Tree, case_of, frame, governor_clause, subtree
from tracker.model import Actor

THEM = frozenset("they them their themselves".split())
GROUPS = THEM | {"both", "either", "neither"}
PAIRS = frozenset(
    "side country nation leader state minister party government neighbour neighbor capital official chief"
    " president army navy military coastguard parliament ministry power rival foe ally delegation counterpart pair duo"
    " defense premier diplomat man woman ally general commander faction camp".split()
)
# these may be of one country
_FACTIONS = frozenset("side party general commander rival faction camp".split())
_AT_ODDS = frozenset("army navy military coastguard commander general neighbour neighbor rival foe adversary".split())
# these are people before they are countries
PEOPLE = frozenset(
    "leader minister official chief president counterpart premier diplomat man woman general commander".split()
)


def led_before(cast: Named, i: int) -> list[Actor]:
    """ "They", after a sentence that several parties or people in the plural led: those."""
    tree, number = cast.tree, cast.tree.sentence_of[i] - 1
    while number >= 0 and tree.pos[tree.sentences[number][0]] == "SPACE":
        number -= 1
    if number < 0:
        return []
    start, end = tree.sentences[number]
    root = next((k for k in range(start, end) if tree.heads[k] == k and tree.pos[k] != "SPACE"), start)
    above = frame(tree, root)
    suffered = above.passive and not above.agents  # "two men were jailed. They had …"
    leading = above.patients if suffered else above.agents
    if len(leading) < 2 and not any(tree.tags[j] == "NNS" and tree.keys[j] in PAIRS for j in leading):
        return []
    found = [a for j in leading for a in cast.actors(j, depth=2)]
    return found if len({a.country for a in found if a.country}) >= 2 else []


def leaders(cast: Named, i: int) -> list[Actor]:
    """ "They" and "their": the several actors that lead the clause around or the one that reports it."""
    tree = cast.tree
    clause, steps = governor_clause(tree, i), 0
    while steps < 4:
        subjects = [j for j in frame(tree, clause).agents if j != i and tree.lower[j] not in GROUPS]
        found = [a for j in subjects if j in cast.at or tree.keys[j] in PAIRS for a in cast.actors(j, depth=2)]
        if len({a.country for a in found if a.country}) >= 2:
            return found
        if tree.heads[clause] == clause:
            break
        clause, steps = governor_clause(tree, tree.heads[clause]), steps + 1
    return []


def named_together(cast: Named, i: int) -> list[Actor]:
    """ "They", after "sent the presidents of Chad, Togo and Mali to both": the three or more that the sentence before
    names in one breath, if it names no other."""
    here = cast.tree.sentence_of[i] + cast.memory.base
    near = [s for s in cast.memory.before(i) if s.sentence == here - 1 and s.actor.country and s.breath >= 0]
    lands = {s.actor.country: s.actor for s in reversed(near)}
    together = len({s.breath for s in near}) == 1 and len(lands) > PAIR
    return list(lands.values()) if together and any(s.actor.person or s.actor.office for s in near) else []


def crowd(cast: Named, i: int) -> list[Actor]:
    """ "They": the armed men, protesters or officials that alone led the sentence before or the clause above."""
    here = cast.tree.sentence_of[i] + cast.memory.base
    led = [s for s in cast.memory.before(i) if s.subject and s.sentence in (here, here - 1)]
    last = [s for s in led if s.sentence == (led[0].sentence if led else here)]
    if len(last) > 1 and sum(s.plural for s in last) == 1:
        last = [s for s in last if s.plural]
    if len(last) != 1 or not last[0].plural or last[0].sentence < cast.memory.base:
        return []
    return [a for a in cast.actors(last[0].token, depth=2) if a.country is not None]


def _says_where(tree: Tree, k: int) -> bool:
    """ "The two sides met in Cairo": Egypt may still be one of them."""
    return tree.deps[k] in ("obl", "nmod") and case_of(tree, k) in ("in", "at", "near", "outside")


def band(cast: Named, i: int) -> list[Actor]:
    """ "Militants stormed the base before all of them were shot": those who led the clause, whosever they are."""
    here = cast.tree.sentence_of[i] + cast.memory.base
    led = [s for s in cast.memory.before(i) if s.sentence == here and s.subject and s.plural]
    return [led[0].actor] if len(led) == 1 and led[0].actor.sector in ("UAF", "REB", "CRM", "OPP") else []


def _met(cast: Named, i: int) -> list[Actor]:
    """ "Chad's king met Togo's and the two agreed to …": those of the clause that theirs is joined to."""
    tree = cast.tree
    clause = governor_clause(tree, i)
    if tree.deps[clause] not in ("conj", "parataxis") or i not in frame(tree, clause).agents:
        return []
    args = frame(tree, tree.heads[clause])
    told = [*args.agents, *args.patients, *(j for case, j in args.obliques if case == "with")]
    lands = {a.country: a for j in told for a in cast.actors(j, depth=2) if a.country}
    return list(lands.values()) if len(lands) == PAIR else []


def _just_named(cast: Named, i: int) -> list[Actor]:
    """ "Flew to Lome for a meeting of the two countries' ministers": the two lands that the words before name."""
    tree = cast.tree
    if not tree.deps[i].startswith("nmod") or tree.pos[tree.heads[i]] not in ("NOUN", "PROPN"):
        return []
    start, _ = tree.sentences[tree.sentence_of[i]]
    named = {a.country: a for k in range(start, i) if (a := cast.named.get(k)) is not None and a.country}
    return list(named.values()) if len(named) == PAIR and not BODIES & set(named) else []


def _next_to_each_other(cast: Named, apart: set[str | None]) -> list[Actor]:
    """The two lands that are named most of those that lie side by side."""
    last = {s.actor.country: s.actor for s in cast.memory.seen if s.actor.country not in {None, *BODIES, *apart}}
    times = Counter(s.actor.country for s in cast.memory.seen if s.actor.country in last)
    pairs = [(one, two) for one, two in combinations(times, PAIR) if are_close(one, two)]
    best = max(pairs, key=lambda pair: min(times[pair[0]], times[pair[1]]), default=None)
    return [last[land] for land in best] if best is not None else []


def group(cast: Named, i: int, size: int, *, lands: bool = False) -> list[Actor]:
    """The last `size` actors of different countries, persons of one country counted once.

    A country that the same sentence names after "the two sides" is none of them.
    """
    if size == PAIR and (near := _met(cast, i) or _just_named(cast, i)):
        return near
    _, end = cast.tree.sentences[cast.tree.sentence_of[i]]
    after = [k for k in range(i + 1, end) if k in cast.at and not _says_where(cast.tree, k)]
    apart = {cast.at[k].country for k in after}
    doing = frame(cast.tree, governor_clause(cast.tree, i)).agents
    if i in doing:
        # what another clause of the sentence does is no word about who they are
        here = {k for c in doing for k in subtree(cast.tree, c)}
        clause = governor_clause(cast.tree, i)
        inner = {
            k
            for c in cast.tree.children[clause]
            if cast.tree.deps[c] in ("conj", "parataxis")
            for k in subtree(cast.tree, c)
        }
        below = set(subtree(cast.tree, clause)) - inner - here
        apart = {cast.at[k].country for k in after if k in below}
    else:
        # "the bloc urged both sides": the bloc is none of them; what another clause says of others is another matter
        clause = governor_clause(cast.tree, i)
        apart = {cast.at[k].country for k in after if governor_clause(cast.tree, k) == clause}
        apart |= {a.country for j in doing if (a := cast.at.get(j)) is not None}
    key = cast.tree.keys[i]
    if size == PAIR and key in ("neighbour", "neighbor") and (near := _next_to_each_other(cast, apart)):
        return near
    if (
        size == PAIR
        and case_of(cast.tree, i) == "between"
        and i not in doing
        and (both := ties_between(cast, i, doing))
    ):
        return both
    people, told = key in PEOPLE, i not in doing and cast.tree.lower[i] not in THEM
    sides, armed = key in _FACTIONS, key in _AT_ODDS
    return cast.memory.group(size, apart, i, lands=lands, people=people, sides=sides, armed=armed, told=told)
