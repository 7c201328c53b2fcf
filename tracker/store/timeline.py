"""Reading the timeline, as it is known now or as it was known at any moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, LiteralString

from psycopg.rows import dict_row

from tracker.model import Event, EventDate, Evidence, Source, Status, TimelineFilter
from tracker.store import queries
from tracker.store.connection import Conn, read_only
from tracker.store.events import to_event
from tracker.store.records import to_evidence

__all__ = ["EvidenceRow", "Version", "add_sources", "evidence", "one", "read", "read_only", "statement", "versions"]

_FEW = 500
# mentions of a source up to which its events are looked up one by one; those of others turn up soon enough on the way
# back through the timeline
_SELDOM = 10_000
_RANKED, _UNRANKED = ("columns", "ranked"), ("columns", "unranked")
# what is asked beside the index of parties, in forms that no other index offers
_BESIDE_YEARS = {"countries": "countries_among", "dyad": "dyad_among"}
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
    in_full: bool = True,
) -> list[Event]:
    """Events that fit, by first day; `limit` 0 gives all. `after` is the (first day, id) of the last event seen.

    Not in full, for lists that show neither: without the articles behind each event, and with a significance that
    leaves out novelty, which takes longer to find than all the rest.
    """
    columns = _RANKED if in_full else _UNRANKED
    text, values = statement(conn, wanted, limit=limit, after=after, order=order, columns=columns)
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(text, values, prepare=False).fetchall()
    events = [to_event(row) for row in rows]
    return add_sources(conn, events, wanted.as_of) if in_full else events


def statement(
    conn: Conn,
    wanted: TimelineFilter,
    *,
    limit: int = 50,
    after: tuple[date | None, int] | None = None,
    order: str = "newest",
    columns: tuple[str, ...] = _RANKED,
    also: tuple[str, ...] = (),
) -> tuple[LiteralString, dict[str, Any]]:
    """The SQL that `read` asks, and its values; `columns` and `also` name the columns and further conditions in SQL."""
    known = queries.load("timeline")
    select: LiteralString = "\n".join(known[name] for name in columns)
    names, values = _filters(wanted, many=not limit or limit > _FEW)
    names = [*_looked_up(conn, names, values), *also]
    if wanted.as_of is None:
        names = _in_order(names, order, planned=wanted.statuses == (Status.PLANNED.value,))
    if after is not None:
        names.append("after_newest" if order == "newest" else "after_oldest")
        values |= {"day": after[0], "id": after[1]}
    tail: LiteralString = known["newest" if order == "newest" else "oldest"]
    if limit:
        tail += "\nLIMIT %(limit)s"
        values["limit"] = limit
    where: LiteralString = " AND ".join(known[name] for name in names)
    if wanted.as_of is None:
        return f"{select}\nWHERE {where}\n{tail}", values
    # the days before that moment and the days after are asked apart: for the latter the few events that were known
    # ahead have an index of their own, so that everything that came later need not be passed over
    past: LiteralString = f"({select}\nWHERE {where}\n AND {known['before_then']}\n{tail})"
    ahead: LiteralString = f"({select}\nWHERE {where}\n AND {known['after_then']}\n{tail})"
    return "\n".join(("SELECT * FROM (", past, "UNION ALL", ahead, ") AS known_then", tail)), values


def _in_order(names: list[str], order: str, planned: bool) -> list[str]:
    """The conditions with bounds that the index of this order carries: what comes before the first day asked for, and
    after the last, need not be read. What is planned has an index that carries both, and by no other is a stretch of
    days found as soon."""
    if planned and "since" in names:
        bounds = {"since": "ends_after", "until": "starts_by"}
        return [bounds.get(name, name) for name in names]
    if order == "oldest" and "since" in names:
        return [*(name for name in names if name != "since"), "ends_after"]
    return [*names, "starts_by"] if order == "newest" and "until" in names else names


def _filters(wanted: TimelineFilter, many: bool) -> tuple[list[str], dict[str, Any]]:
    """Names of the conditions that a filter asks for, and their values."""
    values: dict[str, Any] = {
        "as_of": wanted.as_of,
        "actor": wanted.actor,
        "countries": list(wanted.countries) or None,
        "dyad": list(wanted.dyad) if wanted.dyad else None,
        "party_years": _party_years(wanted, many),
        "kinds": list(wanted.kinds) or None,
        "statuses": list(wanted.statuses) or None,
        "place": wanted.place,
        "since": wanted.since,
        "until": wanted.until,
        "source": wanted.source,
        "search": wanted.search,
        "min_significance": wanted.min_significance,
    }
    names = [name for name, value in values.items() if value is not None]
    if "party_years" in names:
        names = [_BESIDE_YEARS.get(name, name) for name in names if name not in ("since", "until")]
    if wanted.as_of is None:
        names.insert(0, "now")
    return names, values


def _looked_up(conn: Conn, names: list[str], values: dict[str, Any]) -> list[str]:
    """The conditions, with those replaced whose value turns out to be seldom (or nowhere): no index of the timeline
    leads to these, so that they would be looked for through all of it."""
    if "source" not in names:
        return names
    asked = {"source": values["source"], "bound": _SELDOM + 1}
    # planned anew each time: what is quickest depends on the values
    rows = conn.execute(queries.load("timeline")["events_of_source"], asked, prepare=False).fetchall()
    if len(rows) > _SELDOM:
        return names
    values["seldom_source"] = sorted({row[0] for row in rows})
    return ["seldom_source" if name == "source" else name for name in names]


def _party_years(wanted: TimelineFilter, many: bool) -> list[str] | None:
    """Keys of the index of parties (tracker_party_years in SQL) for a dyad, or for `many` events of some countries,
    over at most ten years as they are known now. A few of a country are found sooner by walking back from the newest
    one."""
    if not wanted.since or not wanted.until or wanted.as_of is not None:
        return None
    if wanted.dyad:
        return _keys_of_years(["-".join(sorted(wanted.dyad))], wanted.since, wanted.until)
    return _keys_of_years(wanted.countries, wanted.since, wanted.until) if wanted.countries and many else None


def _keys_of_years(parties: Sequence[str], since: date, until: date) -> list[str] | None:
    """Keys of the index of parties for these days, both inclusive; None for more than ten years."""
    years = range(since.year, until.year + 1)
    return [*(f"{party}:{year}" for party in parties for year in years), "*"] if len(years) <= 10 else None


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
