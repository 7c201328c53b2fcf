"""Events as lists, charts and maps show them: a line each, without the articles, the parties and the rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from tracker.model import Basis, EventDate, Granularity, Interval, Status, TimelineFilter
from tracker.store import queries
from tracker.store.connection import Conn, days_as_text
from tracker.store.finding import rows


@dataclass(frozen=True, slots=True)
class Listed:
    """What a line about an event says; `quote`: the sentence that reports it; `countries`: codes of the parties."""

    id: int
    version: int
    title: str
    kind: str
    status: Status
    date: EventDate
    place: str | None
    independent_sources: int
    change: str
    quote: str | None
    countries: tuple[str, ...]

    def __hash__(self) -> int:
        # lines that were drawn are remembered by what they say, and many are looked up for one page
        return hash((self.id, self.version))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mark in a chart says; `countries`: codes of the parties."""

    id: int
    title: str
    kind: str
    status: Status
    interval: Interval
    independent_sources: int
    countries: tuple[str, ...]


class Spot(NamedTuple):
    """Where an event takes place: degrees (WGS 84) and the name of the place. A map has many."""

    id: int
    lon: float
    lat: float
    place: str


def listed(
    conn: Conn,
    wanted: TimelineFilter,
    *,
    limit: int,
    after: tuple[date | None, int] | None = None,
    order: str = "newest",
    begins: date | None = None,
) -> list[Listed]:
    """Events that fit, by first day, at most `limit`, which begin on the day `begins` or later. `after` is the (first
    day, id) of the last event seen."""
    found = rows(conn, wanted, columns=("listed",), limit=limit, after=after, order=order, begins=begins)
    return [_listed(row) for row in found]


def listed_by_id(conn: Conn, event_ids: Sequence[int], as_of: datetime | None = None) -> list[Listed]:
    """These events as they are (or were) known, in the order given; withdrawn ones are left out."""
    known = queries.load("timeline")
    text = f"{known['listed']}\n  FROM event\nWHERE {known['as_of' if as_of else 'now']} AND {known['ids']}"
    with conn.cursor() as cursor:
        days_as_text(cursor)
        found = {row[0]: _listed(row) for row in cursor.execute(text, {"ids": list(event_ids), "as_of": as_of})}
    return [found[key] for key in event_ids if key in found]


def marks(conn: Conn, wanted: TimelineFilter, *, limit: int, order: str = "newest") -> list[Mark]:
    """Events that fit and have days, by first day."""
    found = rows(conn, wanted, columns=("charted",), limit=limit, order=order)
    return [
        Mark(key, title, kind, Status(status), Interval(start, end), sources, tuple(countries))
        for key, title, kind, status, start, end, sources, countries, _ in found
        if start and end
    ]


def spots(conn: Conn, wanted: TimelineFilter, limit: int, begins: date | None = None) -> list[Spot]:
    """Places of the events that fit and whose place has coordinates, the latest first, down to the day `begins`."""
    found = rows(conn, wanted, columns=("spots",), limit=limit, begins=begins, also=("placed",))
    return [Spot(*row[:4]) for row in found]


def _listed(row: Iterable[Any]) -> Listed:
    (key, version, title, kind, status, start, end, granularity, value, edtf, words, basis, place, sources, change,
     quote, countries, _) = row  # fmt: skip
    when = EventDate(
        interval=Interval(start, end) if start and end else None,
        granularity=Granularity(granularity) if granularity else None,
        value=value,
        edtf=edtf,
        text=words,
        basis=Basis(basis),
    )
    return Listed(
        key, version, title, kind, Status(status), when, place, sources, change, quote, tuple(countries)
    )  # fmt: skip
