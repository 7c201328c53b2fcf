"""What may belong together, loaded from the database: articles to be matched, and the events that they may change.

Questions are sent as early as may be and answered as late: in a pipeline the server works on one while the answer to
another is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.events.filing import theme
from tracker.events.match import link
from tracker.events.told import Told
from tracker.store import events
from tracker.store.connection import Asked, Conn
from tracker.store.events import AtHand, Member

Held = dict[int, list[Member]]
"""The mentions that make up events now, by event."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of articles to be matched: what they tell, and the events that they were evidence for."""

    told: Asked[list[Member]]
    events: Asked[set[int]]


def ask(conn: Conn, article_ids: Sequence[int]) -> Known:
    return Known(events.told_by(conn, article_ids), events.events_of(conn, article_ids))


@dataclass(frozen=True, slots=True)
class Standing:
    """Events to be taken apart: their mentions, their versions that stand, and what people decided on them."""

    held: Held
    open: dict[int, dict[str, Any]]
    corrections: list[dict[str, Any]]


def standing_of(conn: Conn, held: Held) -> Asked[Standing]:
    versions, corrections = events.open_events(conn, held), events.corrections_of(conn, held)
    return lambda: Standing(held, versions(), corrections())


def touched(conn: Conn, own: set[int], fresh: Sequence[Member], replaced: set[int], at_hand: AtHand) -> Held:
    """The events that these articles were evidence for, and those of which some mention is linked to a fresh one, with
    their mentions; no other event can be changed by them. `at_hand`: the mentions of the former, and of all that the
    fresh ones may belong to.

    The keys under which events are filed narrow; the same test that joins mentions decides. One whose days are unsure
    and whose event loses evidence may now belong elsewhere, so it is looked after like a fresh one.
    """
    seeking, loaded = [member.told for member in fresh], [at_hand]
    loose = [
        m.told for event_id, m in at_hand.rows if event_id in own and m.told.loose and m.article_id not in replaced
    ]
    if loose:
        seeking += loose
        loaded.append(events.at_hand(conn, loose, ())())
    rows = [row for each in loaded for row in each.rows]
    linked = _linked(seeking, rows)
    in_part = (linked - own) & {event_id for each in loaded for event_id in each.in_part}
    rest = events.at_hand(conn, [], in_part)().rows if in_part else ()
    return _by_event((*rows, *rest), own | linked)


def _linked(seeking: Iterable[Told], rows: Iterable[tuple[int, Member]]) -> set[int]:
    """Events of which some mention is linked to one of those sought for: those of other themes are not, nor those of
    other countries, where both name some."""
    filed: dict[tuple[str, str | None], list[tuple[int, Told]]] = defaultdict(list)
    for event_id, member in rows:
        for country in member.told.countries or (None,):
            filed[theme(member.told.mention.kind), country].append((event_id, member.told))
    linked: set[int] = set()
    for each in seeking:
        name = theme(each.mention.kind)
        keys = [(name, None), *((name, country) for country in each.countries)]
        for key in keys if each.countries else [key for key in filed if key[0] == name]:
            for event_id, other in filed.get(key, ()):
                if event_id not in linked and link(each, other).holds:
                    linked.add(event_id)
    return linked


def evidence_of(conn: Conn, event_ids: Iterable[int]) -> Held:
    """Events with their mentions, and no others."""
    ids = set(event_ids)
    return _by_event(events.at_hand(conn, [], ids)().rows, ids)


def _by_event(rows: Iterable[tuple[int, Member]], event_ids: Collection[int]) -> Held:
    """The mentions of each of these events, each once however often it was loaded."""
    held: dict[int, dict[tuple[int, int], Member]] = {event_id: {} for event_id in event_ids}
    for event_id, member in rows:
        if event_id in held:
            held[event_id].setdefault(member.at, member)
    return {event_id: list(members.values()) for event_id, members in held.items()}
