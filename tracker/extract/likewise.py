"""Whom a deed is done to that only goes on with another: "broke off ties and recalled its envoy", "Togo did so too"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.drafts import Draft
from tracker.extract.memory import BODIES
from tracker.extract.sides import countries
from tracker.extract.syntax import Tree, frame
from tracker.extract.unsaid import ENVOYS
from tracker.model import Actor, EventType

BACK = 2
"""How many sentences before an answer the deed may stand."""
FAR = 20
"""The same where the answer names what sort of deed it was ("the threat")."""
AGAINST = frozenset(
    "sanctions expulsion recall threat accusation condemnation demand arrest strike restriction seizure".split()
)
"""Kinds of what is done to somebody, or said against him."""
_DIPLOMATIC = frozenset(("expulsion", "recall", "condemnation"))
_SEVERAL = 2
_TURNED = frozenset("sanctions expulsion recall condemnation accusation".split())
_TOWARDS = frozenset("to into in through toward towards near off across".split())
_TIES = frozenset("tie relation contact asset consulate embassy".split())  # of two countries


def in_one_breath(draft: Draft, tree: Tree, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """ "Criticised Chad and broke off ties", "detained two Chadians and deported them": the same are meant."""
    verb = draft.cand.verb
    first = tree.heads[verb]
    if tree.deps[verb] != "conj" or any(tree.deps[c].startswith("nsubj") for c in tree.children[verb]):
        return ()
    meant = _TIES | (ENVOYS if draft.kind in _DIPLOMATIC else frozenset())
    if any(tree.keys[j] not in meant and tree.pos[j] != "PRON" for j in frame(tree, verb).patients):
        return ()  # "condemned Chad and detained dozens of protesters"
    own = countries(draft.sides.actors)
    for told in before:
        if told.part == draft.part and told.cand.verb == first and told.kind in AGAINST:
            others = told.sides.recipients
            return others if own == countries(told.sides.actors) and countries(others) else ()
    return ()


def went_on(draft: Draft, before: Sequence[Draft]) -> Draft:
    """ "He was taken to prison and charged": by whoever held the same people before."""
    people = {a.person or a.name for a in draft.sides.recipients if a.country}
    for told in reversed(before):
        if told.sentence < draft.sentence - FAR:
            break
        same = told.type in (EventType.COERCE, EventType.ACCUSE) or told.kind == "abduction"
        if same and told.sides.actors and people & {a.person or a.name for a in told.sides.recipients}:
            return replace(draft, sides=replace(draft.sides, actors=told.sides.actors))
    return draft


def likewise(draft: Draft, before: Sequence[Draft]) -> Draft:
    """ "Chad cut ties with Niger; Togo recalled its envoy": from the country that others turned against just before."""
    if turned_on := blamed(draft, before):
        return replace(draft, sides=replace(draft.sides, recipients=turned_on))
    own = {a.country for a in draft.sides.actors}
    for told in reversed(before):
        if told.token >= draft.token or told.kind not in _TURNED:
            continue
        others = tuple(a for a in told.sides.recipients if a.country not in {None, *own, *BODIES})
        if others:
            return replace(draft, sides=replace(draft.sides, recipients=others))
    return draft


def to_the_same(draft: Draft, tree: Tree, before: Sequence[Draft]) -> Draft:
    """ "Kenyan troops landed in Goma. Burundi had deployed a battalion earlier": to the same land."""
    own = {a.country for a in draft.sides.actors}
    told = next((d for d in reversed(before) if d.kind == draft.kind and d.token < draft.token), None)
    if told is None or told.sentence < draft.sentence - BACK or own & {a.country for a in told.sides.actors}:
        return draft
    if any(case in _TOWARDS for case, _ in frame(tree, draft.cand.verb).obliques):
        return draft  # it says itself where they go
    others = tuple(a for a in told.sides.recipients if a.country not in {None, *own})
    return replace(draft, sides=replace(draft.sides, recipients=others, guessed=True)) if others else draft


def blamed(draft: Draft, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """Whom others have turned against most so far: where the deed itself was not told, it is likely theirs."""
    own = {a.country for a in draft.sides.actors}
    turned = [a for d in before if d.kind in _TURNED for a in d.sides.recipients if a.country not in {None, *own}]
    ranked = Counter(a.country for a in turned).most_common(2)
    if not ranked or ranked[0][1] < _SEVERAL or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return ()
    return (next(a for a in reversed(turned) if a.country == ranked[0][0]),)
