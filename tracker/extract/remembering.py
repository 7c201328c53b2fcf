"""What later sentences may lean on of the events told so far: who has been helped, and who has turned on whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product

from tracker.extract.drafts import Draft
from tracker.extract.memory import BLOW, BODIES, Deed, Memory
from tracker.extract.sides import PAIR, countries, has_own_names
from tracker.model import EventType

_HELPING = frozenset(("aid", "arms_transfer", "endorsement"))
_TAKING = frozenset(("arrest", "abduction"))
_TURNED_ON = frozenset(
    (EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.THREATEN, EventType.ACCUSE, EventType.REJECT)
)


def remember(told: Sequence[Draft], memory: Memory) -> None:
    """Keep what the events of a sentence say of the countries' dealings."""
    for draft in told:
        doers, others = (countries(side) - set(BODIES) for side in (draft.sides.actors, draft.sides.recipients))
        if draft.rule.mutual and draft.kind != "clash" and len(draft.sides.countries()) >= PAIR:
            memory.met = tuple({a.country: a for a in reversed(draft.sides.actors) if a.country}.values())
            memory.circle = memory.met if len(memory.met) > PAIR else memory.circle
        _remember_people(draft, memory)
        if draft.kind in _HELPING:
            memory.helped.update(a.country for a in draft.sides.recipients if a.country)
        if draft.kind == "clash" and not others:
            fights: Iterable[tuple[str, ...]] = combinations(doers, 2) if len(doers) > 1 else product(doers)
        elif draft.type in _TURNED_ON:
            fights = product(doers, others)
        else:
            continue
        for lands in fights:
            memory.quarrels[frozenset(lands)] += BLOW if draft.type is EventType.ASSAULT else 1


def _remember_people(draft: Draft, memory: Memory) -> None:
    """Keep who struck and took whom, and of which land those are who are called by names of their own."""
    actors, others = ([a for a in side if a.country] for side in (draft.sides.actors, draft.sides.recipients))
    if draft.type is EventType.ASSAULT and (actors or others):
        memory.blows.append(Deed(tuple(actors), tuple(others)))
    if draft.kind in _TAKING and (actors or others):
        memory.taken.append(Deed(tuple(actors), tuple(others)))
    for actor in () if draft.sides.guessed else (*actors, *others):
        if actor.person is None and actor.country and has_own_names(actor):
            memory.homes.setdefault(actor.name.split()[-1].lower(), actor.country)
