"""Sides that the clause of an event does not name: who announces it, who provoked it, who was fought, who is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.extract.cast import Cast
from tracker.extract.sides import THREE, countries, same_as_any
from tracker.extract.siting import RETURNED
from tracker.extract.supporting import ON_REQUEST
from tracker.extract.syntax import (
    Frame,
    Tree,
    case_like,
    case_of,
    conjuncts,
    frame,
    governor_clause,
    nominal_links,
    subtree,
)
from tracker.extract.triggers import Candidate
from tracker.model import Actor, EventType

_DECIDED = (EventType.AID, EventType.COOPERATE, EventType.SANCTION, EventType.RETREAT, EventType.COERCE)
REACTING = frozenset(("condemnation", "protest", "recall", "endorsement", "strike"))
RETALIATING = frozenset(("sanctions", "expulsion", "restriction", "rejection"))
_GROUNDS = frozenset(("over", "for", "because", "after", "following"))
_QUARRELS = frozenset("dispute row feud quarrel spat standoff stand-off conflict".split())
_ENVOYS = frozenset("ambassador envoy charge chargé".split())
_ANNOUNCING = frozenset("announce order declare decide decree propose".split())
_JOINTLY = frozenset(("together", "along", "jointly"))
_ALONG = frozenset(("along", "with"))
_JOINED = frozenset(("joined", "accompanied"))
_TRANSPARENT = frozenset(
    "round series number set part batch wave package day tranche shipment delivery load type kind dozen".split()
)
_TRILATERAL = frozenset("trilateral tripartite three-way three-nation three-country".split())
_CLAUSES = 4
_WITHIN_CLAUSES = frozenset("ccomp xcomp acl acl:relcl advcl conj obj obl nmod nsubj".split())
_EACH = frozenset(("each", "other"))
_SUFFERED = frozenset(
    "kidnapping abduction arrest detention killing assassination murder imprisonment execution deportation".split()
)
_FIGHTS = frozenset(
    "clash battle fighting attack raid ambush firefight shootout shelling skirmish fight exchange".split()
)


def announcers(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """ "Chad announced that drills would be held": nobody is named in the clause, so they are the announcer's."""
    if beside := _who_did_the_first(cand, tree, cast):
        return beside
    head = tree.heads[cand.verb]
    ahead = any(tree.lower[c] in ("will", "would") for c in tree.children[cand.verb])
    said = tree.keys[head] == "say" and ahead and is_decided(cand, tree)  # "Chad said that they would be freed"
    if tree.deps[cand.verb] != "ccomp" or not (said or tree.keys[head] in _ANNOUNCING):
        return []
    return [a for j in frame(tree, head).agents for a in cast.actors(j)]


def _who_did_the_first(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """ "The test that Chad carried out and the launch of a rocket": whoever did the first deed did the second."""
    first = tree.heads[cand.token]
    if not cand.nominal or tree.deps[cand.token] != "conj" or tree.pos[first] != "NOUN":
        return []
    clauses = [c for c in tree.children[first] if tree.deps[c] == "acl:relcl" and c < cand.token]
    return [a for c in clauses for j in frame(tree, c).agents if j != first for a in cast.actors(j)]


def is_decided(cand: Candidate, tree: Tree) -> bool:
    """Whether it is done by nobody named, and of a sort that whoever announces it does."""
    return cand.rule.type in _DECIDED and (cand.light or not cand.nominal) and frame(tree, cand.verb).passive


def is_returned(tree: Tree, verb: int) -> bool:
    """ "Accused each other", "traded fire with one another": each does it to the rest."""
    args = frame(tree, verb)
    told = [*args.patients, *(j for _, j in args.obliques)]
    each = any(tree.lower[c] == "each" for j in args.agents for c in (j, *tree.children[j]))
    if each and any(tree.lower[j] in ("other", "others") for j in told):
        return True  # "each side accused the other"
    whose = [c for j in told for c in tree.children[j] if tree.deps[c] == "nmod:poss"]  # "each other's envoys"
    return any({tree.lower[j], *(tree.lower[c] for c in tree.children[j])} >= _EACH for j in (*told, *whose))


def beside_them(
    cand: Candidate, tree: Tree, cast: Cast, doers: list[Actor], others: list[Actor]
) -> tuple[list[Actor], list[Actor]]:
    """Both sides, with whoever shares the subject's part: "asked for it together with Chad", "Niger, along with Chad,
    condemned it", "was expelled along with two Chadians"."""
    args = frame(tree, cand.verb)
    led, hit = (args.patients, ()) if args.passive else (args.agents, args.patients)
    joined = [j for j in _joining(tree, cand.verb) if not (cand.rule.mutual and case_of(tree, j) == "alongside")]
    told = max(hit, default=0)
    # "expelled two Chadians along with a Malian": who is named after them is one of them
    theirs = [j for j in joined if told and told < j and _is_along(tree, j)]
    ours = [j for j in joined if j not in theirs and "along" not in cand.form]
    if not cand.nominal or cand.light:
        ours += [j for noun in led for j in _joining(tree, noun)]
        theirs += [j for noun in hit for j in _joining(tree, noun)]
    partners, beside = _meant(ours, tree, cast), _meant(theirs, tree, cast) if others else []
    if args.passive:
        return doers, [*others, *partners]
    return [*doers, *partners], [*(a for a in others if a not in partners), *beside]


def joined_in(tree: Tree, verb: int) -> set[int]:
    """The words for whoever is said to join in what a clause tells."""
    heads = (verb, *frame(tree, verb).agents)
    return {k for head in heads for j in _joining(tree, head) for k in subtree(tree, j)}


def _meant(tokens: Sequence[int], tree: Tree, cast: Cast) -> list[Actor]:
    return [a for j in tokens for k in conjuncts(tree, j) for a in cast.actors(k) if a.country]


def _joining(tree: Tree, head: int) -> Iterator[int]:
    """Whoever is said to join a verb or its subject: "together with Chad", "alongside Chad", "joined by Chad"."""
    for c in tree.children[head]:
        if tree.deps[c].startswith(("obl", "nmod")) and _is_beside(tree, c):
            yield c
        elif tree.deps[c] == "advmod" and tree.lower[c] in _JOINTLY:
            yield from (g for g in tree.children[c] if tree.deps[g].startswith(("obl", "nmod")) and _is_with(tree, g))
        elif tree.deps[c] == "acl" and tree.lower[c] in _JOINED and tree.pos[head] in ("NOUN", "PROPN", "PRON"):
            yield from (j for case, j in frame(tree, c).obliques if case == "by")


def _is_beside(tree: Tree, noun: int) -> bool:
    marks = [c for c in tree.children[noun] if tree.deps[c] == "case"]
    words = {tree.lower[c] for c in marks}
    jointly = "with" in words and tree.lower[min(marks) - 1] in _JOINTLY
    return "alongside" in words or _is_along(tree, noun) or jointly


def _is_along(tree: Tree, noun: int) -> bool:
    return {tree.lower[c] for c in tree.children[noun] if tree.deps[c] == "case"} >= _ALONG


def _is_with(tree: Tree, noun: int) -> bool:
    return case_of(tree, noun) == "with"


def is_suffered(tree: Tree, noun: int) -> bool:
    """ "Their kidnapping", "his arrest": done to whoever a pronoun before it means, unless it says to whom."""
    if tree.keys[noun] not in _SUFFERED or any(case in ("of", "by") for case, _ in nominal_links(tree, noun)):
        return False
    return any(tree.deps[c] == "nmod:poss" and tree.pos[c] == "PRON" for c in tree.children[noun])


def there(cand: Candidate, tree: Tree, cast: Cast, doers: list[Actor]) -> list[Actor]:
    """ "Flew to Cairo and reopened the embassy there": the place named last that is not the doer's own."""
    around = [*tree.children[cand.verb], *(subtree(tree, cand.token) if cand.nominal else ())]
    if not any(tree.lower[c] == "there" and tree.deps[c] == "advmod" for c in around):
        return []
    own = countries(doers)
    return cast.memory.last(lambda a: a.person is None and a.country not in {None, *own}, cand.token)


def coordinated(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """ "Chad's president and Togo's, who held talks on Monday": the clause says more of both."""
    noun = tree.heads[cand.verb]
    if tree.deps[cand.verb] != "acl:relcl" or tree.deps[noun] != "conj":
        return []
    return [a for j in conjuncts(tree, tree.heads[noun]) for a in cast.actors(j)]


def working_with(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """ "Is working with Chad to share data": with whoever the clause above does its part."""
    above = tree.heads[cand.verb]
    if tree.deps[cand.verb] not in ("advcl", "xcomp") or case_like(tree, cand.verb) != "to":
        return []
    return [a for case, j in frame(tree, above).obliques if case == "with" for a in cast.actors(j)]


def all_three(cand: Candidate, tree: Tree, cast: Cast, known: set[str]) -> list[Actor]:
    """ "The next trilateral meeting": the three of whom the article tells; of whom some are `known`."""
    if not cand.nominal or not any(tree.lower[c] in _TRILATERAL for c in tree.children[cand.token]):
        return []
    tellers = told_by_several(cand, tree, cast)
    if len(known | countries(tellers)) == THREE:
        return tellers  # "the two ministers also stressed trilateral cooperation with Japan"
    circle = list(cast.memory.circle)
    return circle if len(circle) == THREE else cast.memory.group(THREE, (), cand.token, lands=True)


def told_by_several(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """ "The three said that the pact would include exercises": the several that lead the nearest clause above whose
    subject is known."""
    clause = cand.verb
    for _ in range(_CLAUSES):
        found = [a for j in frame(tree, clause).agents if j != cand.token for a in cast.actors(j)]
        if lands := countries(found):
            return found if len(lands) > 1 else []
        if tree.deps[clause] not in _WITHIN_CLAUSES:
            return []
        clause = governor_clause(tree, tree.heads[clause])
    return []


def revenged(cand: Candidate, tree: Tree, cast: Cast) -> tuple[list[Actor], list[Actor], str] | None:
    """ "Chad shelled Niger in retaliation for the bombing of its embassy": Niger had bombed Chad."""
    noun = cand.token
    if tree.keys[tree.heads[noun]] not in RETURNED or case_of(tree, noun) not in ("for", "to"):
        return None
    args = frame(tree, cand.verb)
    avengers = [a for j in args.agents for a in cast.actors(j)]
    told = [*args.patients, *(j for case, j in args.obliques if case in ("at", "on", "against", "in"))]
    links = nominal_links(tree, noun)
    dealt = [a for case, j in links if case == "by" for a in cast.actors(j)]
    dealt = dealt or [a for j in told if noun not in subtree(tree, j) for a in cast.actors(j)]
    dealt = [a for a in dealt if a.country not in countries(avengers)]
    return (dealt, avengers, "whom it is revenge on") if dealt and countries(avengers) else None


def _does_likewise(tree: Tree, clause: int) -> bool:
    """ "As did Mali"."""
    helpers = [clause, *(c for c in tree.children[clause] if tree.deps[c].startswith("aux"))]
    return any(c and tree.lower[c - 1] == "as" and tree.pos[c] == "AUX" for c in helpers)


_OCCASIONS = ("after", "when", "because", "as", "since")


def provokers(verb: int, tree: Tree, cast: Cast, doers: list[Actor]) -> list[Actor]:
    """ "Chad protested after Sudan closed the border": whoever did what the clause beside it tells."""
    out: list[Actor] = []
    for c in tree.children[verb]:
        if tree.deps[c] == "advcl" and case_like(tree, c) in _OCCASIONS and not _does_likewise(tree, c):
            out += [
                a
                for j in frame(tree, c).agents
                for a in cast.actors(j)
                if a.country and not same_as_any(a, tuple(doers))
            ]
    return out or _blamed_for(verb, tree, cast, doers)


def _blamed_for(verb: int, tree: Tree, cast: Cast, doers: list[Actor]) -> list[Actor]:
    """ "Expelled two envoys over Chad's hacking", "because of Chadian raids": whose deed it is that is answered."""
    deeds = [j for case, j in frame(tree, verb).obliques if case in _GROUNDS and tree.pos[j] == "NOUN"]
    whose = [c for j in deeds for c in tree.children[j] if tree.deps[c] in ("nmod:poss", "amod")]
    named = (a for c in whose for a in cast.actors(c, depth=3))
    return [a for a in named if a.country and a.country not in countries(doers)]


def opponents(args: Frame, tree: Tree, cast: Cast) -> list[Actor]:
    """Who is meant by nobody named: "was criticized over its dispute with Chad" is by Chad, "killed in a clash with
    rebels" by them."""
    fought = [
        a
        for case, j in args.obliques
        if case in ("in", "during") and tree.keys[j] in _FIGHTS
        for c, k in nominal_links(tree, j)
        if c in ("with", "by")
        for a in cast.actors(k)
    ]
    if fought:
        return fought
    hosts = [a for p in args.patients for c, k in nominal_links(tree, p) if c == "to" for a in cast.actors(k)]
    if hosts and any(tree.keys[p] in _ENVOYS for p in args.patients):
        return hosts  # "Russia's ambassador to Romania was summoned"
    return [
        a
        for case, j in args.obliques
        if case in ("over", "for", "about", "in") and tree.keys[j] in _QUARRELS
        for c, k in nominal_links(tree, j)
        if c == "with"
        for a in cast.actors(k)
    ]


def whole(tree: Tree, noun: int) -> int:
    """ "Two days of talks": the noun that carries the talks in their clause."""
    head = tree.heads[noun]
    if tree.deps[noun] == "nmod" and case_of(tree, noun) == "of" and tree.keys[head] in _TRANSPARENT:
        return head
    return noun


def moved_by(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """ "NATO met at Chad's request", "at the invitation of Chad": whoever does what was asked for."""
    if case_of(tree, cand.token) != "at" or tree.keys[cand.token] not in ON_REQUEST:
        return []
    return [a for j in frame(tree, cand.verb).agents for a in cast.actors(j)]
