"""Who holds people of whom an article only says that they were arrested or sentenced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.drafts import Draft
from tracker.extract.memory import BODIES
from tracker.extract.scene import Scene
from tracker.extract.sides import countries
from tracker.extract.syntax import Tree, frame, nominal_links
from tracker.model import Actor, EventType

_OF_STATE = frozenset("GOV MIL LEG JUD COP ELI OPP PTY SPY".split())
"""Sectors of those whom their own land arrests, where nothing says otherwise."""
_OPERATION = frozenset("operation raid sweep crackdown case swoop search".split())

_TOLD_OF_IT = frozenset("arrest seizure abduction release accusation investigation".split())


def by_authorities(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    """The draft with the land that arrests: that of the place, of whoever arrested others "in the same raid", of the
    story where foreigners are held in it, of those held themselves."""
    sides = draft.sides
    held = countries(sides.recipients) - BODIES
    if draft.kind != "arrest" or sides.actors or not held:
        return draft
    captors = _same_operation(draft, scene.tree, before) or _in_one_breath(draft, before)
    captors = captors or _of_land(draft, scene, held)
    return replace(draft, sides=replace(sides, actors=captors, guessed=True)) if captors else draft


def _of_land(draft: Draft, scene: Scene, held: set[str]) -> tuple[Actor, ...]:
    there = scene.cast.opening(draft.token) or (draft.place.country if draft.place is not None else None)
    if there is not None:
        return (scene.as_actor(there),)
    if len(held) != 1:
        return ()
    land = next(iter(held))
    if not draft.sides.guessed and _are_strangers(draft):
        host = scene.ground(held) or scene.aim(held)
        if host is not None:
            return (host,)
    public = any(a.person is not None or a.sector in _OF_STATE for a in draft.sides.recipients)
    told_there = land in {scene.cast.ground, scene.cast.about}
    # of people of no land that is named the place has said where they are
    return (scene.as_actor(land),) if public or told_there or draft.sides.guessed else ()


def _in_one_breath(draft: Draft, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """ "Chad banned the party; 300 of its members were arrested": by whoever turned on them in the same sentence."""
    for told in reversed(before):
        if (told.part, told.sentence) != (draft.part, draft.sentence):
            break
        if told.type is EventType.COERCE and told.token < draft.token and len(countries(told.sides.actors)) == 1:
            return told.sides.actors
    return ()


def _are_strangers(draft: Draft) -> bool:
    """ "Ten Chadian students": people of a nationality, nobody of state among them."""
    return all(a.person is None and a.office is None and a.sector not in _OF_STATE for a in draft.sides.recipients)


def _same_operation(draft: Draft, tree: Tree, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """ "Arrested in the same raid": by whoever arrested, charged or let go others before."""
    args = frame(tree, draft.cand.verb)
    linked = [j for _, j in (*args.obliques, *(link for p in args.patients for link in nominal_links(tree, p)))]
    if not any(tree.keys[j] in _OPERATION and any(tree.lower[c] == "same" for c in tree.children[j]) for j in linked):
        return ()
    for told in reversed(before):
        if told.token < draft.token and told.kind in _TOLD_OF_IT and countries(told.sides.actors):
            return told.sides.actors
    return ()
