"""Reading the timeline, as it is known now or as it was known at any moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from psycopg.rows import dict_row

from tracker.model import Event, EventDate, Evidence, Source, TimelineFilter
from tracker.store import queries
from tracker.store.connection import Conn, read_only
from tracker.store.events import to_event
from tracker.store.finding import rows
from tracker.store.records import to_evidence

__all__ = ["EvidenceRow", "Version", "add_sources", "evidence", "moved", "one", "read", "read_only", "versions"]

_RANKED, _UNRANKED = ("columns", "ranked"), ("columns", "unranked")
_FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One article's mention behind an event, with why it was read and joined so."""

    url: str
    title: str | None
    publisher: str | None
    published: datetime | None
    independent_key: str
    text_of: int
    """The article whose text this one carries: itself, or the one it reprints."""
    wire: str | None
    family: str | None
    score: float
    quotes: tuple[Evidence, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an event: when it became known, why, and its facts in words."""

    version: int
    known_from: datetime
    change: str
    facts: dict[str, str]
    withdrawn: bool


def read(
    conn: Conn,
    wanted: TimelineFilter,
    *,
    limit: int = 50,
    after: tuple[date | None, int] | None = None,
    order: str = "newest",
    begins: date | None = None,
    also: tuple[str, ...] = (),
    in_full: bool = True,
) -> list[Event]:
    """Events that fit, by first day; `limit` 0 gives all. `after` is the (first day, id) of the last event seen;
    `begins` leaves out those that began before that day, `also` names further conditions in SQL.

    Not in full, for lists that show neither: without the articles behind each event, and with a significance that
    leaves out novelty, which takes longer to find than all the rest.
    """
    columns = _RANKED if in_full else _UNRANKED
    found = rows(
        conn,
        wanted,
        columns=columns,
        limit=limit,
        after=after,
        order=order,
        begins=begins,
        also=also,
        row_factory=dict_row,
    )
    events = [to_event(row) for row in found]
    return add_sources(conn, events, wanted.as_of) if in_full else events


def one(conn: Conn, event_id: int, as_of: datetime | None = None) -> Event | None:
    """One event with its sources, also a withdrawn one; None where it is not (or was not yet) known."""
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(queries.load("timeline")["versions"], {"event_id": event_id}).fetchall()
    moment = as_of or _FOREVER
    for row in reversed(rows):
        if row["known"].lower <= moment:
            return add_sources(conn, [to_event(row)], as_of)[0]
    return None


def versions(conn: Conn, event_id: int, as_of: datetime | None = None) -> list[Version]:
    """The history of an event up to a moment, oldest version first."""
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(queries.load("timeline")["versions"], {"event_id": event_id}).fetchall()
    moment = as_of or _FOREVER
    return [_version(row) for row in rows if row["known"].lower <= moment]


def moved(conn: Conn, event_id: int) -> list[int]:
    """Events that hold now what was told of this one, which may have left the timeline for them."""
    return [row[0] for row in conn.execute(queries.load("timeline")["moved"], {"event_id": event_id})]


def _version(row: dict[str, Any]) -> Version:
    event = to_event(row)
    facts = {
        "title": event.title,
        "status": event.status.value,
        "kind": event.kind,
        "type": event.type.value,
        "date": _days(event.date),
        "actors": ", ".join(actor.name for actor in event.actors),
        "recipients": ", ".join(actor.name for actor in event.recipients),
        "place": event.place.name if event.place else "",
    }
    return Version(event.version, row["known"].lower, row["change"], facts, row["withdrawn"])


def _days(when: EventDate) -> str:
    if when.interval is None:
        return "unknown"
    first, last = when.interval.start.isoformat(), when.interval.last.isoformat()
    return first if first == last else f"{first} … {last}"


def evidence(conn: Conn, event_id: int, as_of: datetime | None = None) -> list[EvidenceRow]:
    """The mentions behind an event, the oldest report first."""
    values = {"event_id": event_id, "moment": as_of or _FOREVER}
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(queries.load("timeline")["evidence"], values).fetchall()
    return [
        EvidenceRow(
            row["url"],
            row["title"],
            row["publisher"],
            row["published_at"],
            row["independent_key"],
            row["text_of"],
            row["wire"],
            row["family"],
            row["score"],
            tuple(to_evidence(each) for each in row["quotes"]),
            (*row["read_reasons"], *row["match_reasons"]),
        )
        for row in rows
    ]


def add_sources(conn: Conn, events: Sequence[Event], as_of: datetime | None) -> list[Event]:
    """Events with the articles behind them, as they were known then."""
    values = {"event_ids": [event.id for event in events], "moment": as_of or _FOREVER}
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(queries.load("timeline")["sources"], values).fetchall()
    by_event: dict[int, list[Source]] = {}
    for row in rows:
        source = Source(
            row["url"],
            row["title"],
            row["publisher"],
            row["published_at"],
            row["lead"],
            row["family"],
            row["article_id"],
        )
        by_event.setdefault(row["event_id"], []).append(source)
    return [replace(event, sources=tuple(by_event.get(event.id, ()))) for event in events]
