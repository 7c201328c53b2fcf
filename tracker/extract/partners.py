"""With whom something is done whose clause names one side only: in answer to somebody, joined to a pact by "and"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.cast_words import MEDIATE, WITHIN
from tracker.extract.drafts import Draft
from tracker.extract.memory import BODIES
from tracker.extract.scene import Scene
from tracker.extract.sides import PAIR, countries
from tracker.extract.syntax import case_of, subtree
from tracker.model import Actor, EventType

_SHARED = frozenset("agreement meeting cooperation data_sharing aid arms_transfer concession".split())
"""Kinds that are done with, or for, somebody else."""
_GIVEN = frozenset("agreement cooperation aid arms_transfer".split())
"""Of these what may answer somebody who was told of before."""
_MEDIATING = frozenset("mediate mediator mediation broker arbitrate".split())
_HOSTING = MEDIATE | {"chair", "lead", "attend", "oversee", "join"}
_SOON = 3
"""How many sentences before the talks that somebody hosts may have been told."""
_QUARRELS = frozenset((EventType.ACCUSE, EventType.THREATEN, EventType.ASSAULT, EventType.COERCE))


def with_partner(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    """The draft with its other side, where what is promised, the clause that it is joined to or the sentence before
    tells it."""
    sides = draft.sides
    if draft.promised and not sides.actors and len(sides.countries()) == 1:
        givers = _turned_to(draft, before, sides.countries())  # "met Chad's envoy and was assured that …"
        return replace(draft, sides=replace(sides, actors=givers, guessed=True)) if givers else draft
    own = countries(sides.actors)
    known = countries(sides.recipients) - own
    if draft.kind not in _SHARED or len(own) != 1 or (known and not sides.guessed):
        return draft
    if draft.kind == "meeting" and (guests := _guests(draft, scene, before, own)):
        return replace(draft, sides=replace(sides, actors=(*sides.actors, *guests), guessed=True))
    if draft.kind == "meeting" and (own <= BODIES or len(sides.actors) > 1):
        return draft
    partners = _joined(draft, scene, before, own)
    if not known:
        if _mediates(draft, scene):
            return replace(draft, sides=replace(sides, recipients=scene.both(own), guessed=True))
        partners = partners or _promised_about(draft, scene, own) or _turned_to(draft, before, own)
        partners = partners or _called_on(draft, scene, own) or _there(draft, scene, own)
        if not partners and draft.promised and (aim := scene.aim(own)) is not None:
            partners = (aim,)
    if not partners:
        return draft
    if draft.rule.mutual and not draft.promised and not draft.cand.form.startswith("agree to"):
        return replace(draft, sides=replace(sides, actors=(*sides.actors, *partners), guessed=True))
    return replace(draft, sides=replace(sides, recipients=partners, guessed=True))


def _guests(draft: Draft, scene: Scene, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """ "Oman hosted the talks", "which Kenya chaired": those who were told to talk or agree just before."""
    tree, noun = scene.tree, draft.token
    if tree.keys[draft.cand.verb] not in _HOSTING or not any(tree.lower[c] == "the" for c in tree.children[noun]):
        return ()
    for told in reversed(before):
        if told.part != draft.part or told.sentence < draft.sentence - _SOON:
            break
        others = tuple(a for a in told.sides.actors if a.country and a.country not in own)
        if told.token < noun and told.rule.mutual and len(countries(others)) >= PAIR:
            return others
    return ()


def _mediates(draft: Draft, scene: Scene) -> bool:
    """ "Offered to mediate", "its good offices": to both sides of the story."""
    tree, verb = scene.tree, draft.cand.verb
    offered = [*tree.children[verb], *(c for j in tree.children[verb] for c in tree.children[j])]
    return draft.promised and any(tree.keys[c] in _MEDIATING for c in offered)


def _joined(draft: Draft, scene: Scene, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """ "Chad signed a pact with Togo and opened talks on another": with the same."""
    tree, verb = scene.tree, draft.cand.verb
    first = tree.heads[verb] if tree.deps[verb] == "conj" else verb
    for told in reversed(before):
        if (told.part, told.sentence) != (draft.part, draft.sentence):
            break
        if told.cand.verb == first != verb:
            return _other(told, own)
    return ()


def _promised_about(draft: Draft, scene: Scene, own: set[str]) -> tuple[Actor, ...]:
    """ "Chad agreed to host Togolese troops": whoever alone stands in what is promised."""
    tree, cast, verb = scene.tree, scene.cast, draft.cand.verb
    if draft.kind != "agreement" or draft.cand.nominal:
        return ()
    said = [c for c in tree.children[verb] if tree.deps[c] in ("xcomp", "ccomp")]
    named = [cast.at[i] for c in said for i in subtree(tree, c) if i in cast.at and tree.deps[i] != "nsubj"]
    others = [a for a in named if a.country and a.country not in own]
    return (others[0],) if len(countries(others)) == 1 else ()


def _turned_to(draft: Draft, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """ "Chad asked Togo for help. Togo promised two boats": whoever it has just had to do with."""
    if draft.kind not in _GIVEN:
        return ()
    for told in reversed(before):
        if told.part != draft.part or told.sentence < draft.sentence - 1:
            break
        if told.token < draft.token and told.type not in _QUARRELS and (others := _other(told, own)):
            return others
    return ()


def _called_on(draft: Draft, scene: Scene, own: set[str]) -> tuple[Actor, ...]:
    """ "Chad's president told Togo's parliament of the famine. Togo promised wheat": whoever led that sentence."""
    if draft.kind not in _GIVEN:
        return ()
    memory = scene.cast.memory
    told = [s for s in memory.before(draft.token) if s.sentence == draft.sentence - 1 + memory.base]
    if not any(s.actor.country in own for s in told):
        return ()
    leading = [s.actor for s in told if s.subject and s.actor.country and s.actor.country not in own]
    return (leading[0],) if len(countries(leading)) == 1 else ()


def _there(draft: Draft, scene: Scene, own: set[str]) -> tuple[Actor, ...]:
    """ "The minister, who was in Lome on Saturday, promised boats": the land of the only town that is named."""
    if draft.kind not in _GIVEN:
        return ()
    tree, cast = scene.tree, scene.cast
    towns = (i for i in range(*tree.sentences[draft.sentence]) if tree.pos[i] == "PROPN" and case_of(tree, i) in WITHIN)
    named = (cast.named.get(i) for i in towns)
    lands = countries([a for a in named if a is not None and a.person is None and a.sector in (None, "GOV")])
    return (scene.as_actor(lands.pop()),) if len(lands) == 1 and lands.isdisjoint(own) else ()


def _other(told: Draft, own: set[str]) -> tuple[Actor, ...]:
    """Who else takes part in what was told between two, one of them these countries."""
    everyone = (*told.sides.actors, *told.sides.recipients)
    if len(countries(everyone)) != PAIR or not countries(everyone) & own:
        return ()
    return tuple(a for a in everyone if a.country and a.country not in own)
