"""Events in the database: candidates for a mention, versions, members. Deciding is done in tracker.events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from psycopg.rows import class_row, dict_row, scalar_row
from psycopg.types.json import Jsonb

from tracker.events.filing import sought, sought_as_news
from tracker.events.match import SAME_NEWS, Link
from tracker.events.told import Told
from tracker.model import Event, EventType, Status
from tracker.store import queries
from tracker.store.connection import Asked, Conn
from tracker.store.records import (
    actor_rows,
    countries_of,
    evidence_row,
    to_actors,
    to_event_date,
    to_evidence,
    to_mention,
    to_place,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A mention as evidence for an event: where it stands, with what the page shows of its article."""

    article_id: int
    mention_no: int
    told: Told
    url: str
    title: str | None
    publisher: str | None
    family: str | None

    @property
    def at(self) -> tuple[int, int]:
        """Its article and its number there."""
        return self.article_id, self.mention_no


def told_by(conn: Conn, article_ids: Sequence[int]) -> Asked[list[Member]]:
    """All mentions of articles by their newest coding."""
    cursor = conn.cursor(row_factory=dict_row)
    cursor.execute(queries.load("events")["told"], {"article_ids": list(article_ids)}, prepare=True)
    return lambda: [to_member(row) for row in cursor.fetchall()]


def to_member(row: dict[str, Any]) -> Member:
    """A mention with its article from a row of the queries told, at_hand and leads."""
    told = Told(
        key=(row["url_key"], row["mention_no"]),
        mention=to_mention(row),
        published=row["published_at"],
        independent_key=row["independent_key"],
        tier=row["tier"],
        headline=row["article_title"] or "",
        opening=row["opening"],
        lead_kinds=frozenset(row["lead_kinds"]),
    )
    return Member(
        row["article_id"], row["mention_no"], told, row["url"], row["article_title"], row["publisher"], row["family"]
    )


@dataclass(frozen=True)
class AtHand:
    """Mentions, each with its event; of the events `in_part` there may be more."""

    found: Sequence[dict[str, Any]]

    @cached_property
    def rows(self) -> Sequence[tuple[int, Member]]:
        return [(row["event_id"], to_member(row)) for row in self.found]

    @property
    def in_part(self) -> set[int]:
        return {row["event_id"] for row in self.found if row["in_part"]}


def at_hand(conn: Conn, told: Sequence[Told], event_ids: Collection[int]) -> Asked[AtHand]:
    """The mentions that make up these events now, and of all other events those to which one of `told` may be tied."""
    times = [each.published for each in told if each.published is not None]
    values = {
        "keys": sorted(set().union(*map(sought, told))),
        "news": sorted(set().union(*map(sought_as_news, told))),
        "first": min(times) - SAME_NEWS if times else None,
        "last": max(times) + SAME_NEWS if times else None,
        "event_ids": sorted(event_ids),
    }
    cursor = conn.cursor(row_factory=dict_row)
    cursor.execute(queries.load("events")["at_hand"], values, prepare=True)
    return lambda: AtHand(cursor.fetchall())


def events_of(conn: Conn, article_ids: Sequence[int]) -> Asked[set[int]]:
    """Events that these articles are evidence for now."""
    cursor = conn.cursor(row_factory=scalar_row)
    cursor.execute(queries.load("events")["events_of_articles"], {"article_ids": list(article_ids)}, prepare=True)
    return lambda: set(cursor.fetchall())


def lock(conn: Conn, *, repeatable: bool) -> None:
    """One matcher at a time, until the transaction ends: events are joined from all that is known. Its statements ask
    for a few things by their numbers, so they are planned once for any of them, not each time anew. `repeatable`:
    whether all that it does will be done again if it is lost."""
    conn.execute(queries.load("events")["lock"], {"repeatable": repeatable}, prepare=True)


def lock_to_swap(conn: Conn) -> None:
    """The same, for a transaction that takes long: until it ends, new articles may be shown but not matched."""
    conn.execute(queries.load("events")["lock_to_swap"])


def count_rest(conn: Conn) -> None:
    """Count what such a transaction has changed."""
    conn.execute(queries.load("events")["count_rest"])


def lock_to_show(conn: Conn) -> None:
    """One at a time, until the transaction ends."""
    conn.execute(queries.load("events")["lock_to_show"])


def swapping(conn: Conn) -> bool:
    """Whether readings are being swapped in; where not, they will not be before the transaction ends."""
    row = conn.execute(queries.load("events")["swapping"]).fetchone()
    return bool(row and row[0])


def next_ids(conn: Conn, count: int) -> list[int]:
    """Numbers for new events."""
    rows = conn.execute(queries.load("events")["next_ids"], {"count": count}).fetchall() if count else []
    return [int(row[0]) for row in rows]


def open_events(conn: Conn, event_ids: Collection[int]) -> Asked[dict[int, dict[str, Any]]]:
    """Open versions as rows, by event id."""
    if not event_ids:
        return dict
    cursor = conn.cursor(row_factory=dict_row)
    cursor.execute(queries.load("events")["open_events"], {"event_ids": sorted(event_ids)}, prepare=True)
    return lambda: {row["event_id"]: row for row in cursor.fetchall()}


def corrections_of(conn: Conn, event_ids: Collection[int]) -> Asked[list[dict[str, Any]]]:
    """Corrections by people that still hold, oldest first."""
    if not event_ids:
        return list
    cursor = conn.cursor(row_factory=dict_row)
    values = {"event_ids": sorted(event_ids)}
    return cursor.execute(queries.load("events")["corrections_of"], values, prepare=True).fetchall


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided on an event."""

    event_id: int
    action: str
    payload: Mapping[str, Any]
    author: str
    reason: str


def add_correction(conn: Conn, correction: Correction, now: datetime, *, waits: bool) -> int:
    """Store a correction, one that `waits` as not in effect; answers its number."""
    values = asdict(correction) | {"payload": Jsonb(dict(correction.payload)), "now": now, "waits": waits}
    (number,) = conn.execute(queries.load("events")["add_correction"], values).fetchone() or (0,)
    return int(number)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A correction that has not taken effect, and the events that it is about."""

    correction_id: int
    made_at: datetime
    event_ids: Sequence[int]


def corrections_waiting(conn: Conn) -> list[Waiting]:
    with conn.cursor(row_factory=class_row(Waiting)) as cursor:
        return cursor.execute(queries.load("events")["corrections_waiting"]).fetchall()


def mark_applied(conn: Conn, correction_ids: Sequence[int], now: datetime) -> None:
    conn.execute(queries.load("events")["mark_applied"], {"correction_ids": list(correction_ids), "now": now})


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an event to be stored. `after`: the start of the version that it follows; `keys`: those under which
    its mentions are filed; `text`: what full-text search looks through."""

    event: Event
    change: str
    after: datetime
    text: str
    source_count: int
    keys: Collection[str] = ()
    withdrawn: bool = False
    corrected_by: str | None = None


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What may change of an event without a new version: its confidence, significance and counts, and its keys."""

    event: Event
    source_count: int
    keys: Collection[str]


def put_versions(conn: Conn, versions: Sequence[Version], now: datetime) -> None:
    """Close the open versions of these events and open these, all together."""
    known = queries.load("events")
    later = [each.event.id for each in versions if each.event.version > 1]
    if later:
        conn.execute(known["close_events"], {"event_ids": later, "now": now}, prepare=True)
    if versions:
        rows = Jsonb([_version_row(each) for each in versions])
        conn.execute(known["add_events"], {"rows": rows, "now": now}, prepare=True)


def _version_row(version: Version) -> dict[str, Any]:
    event = version.event
    when, place = event.date, event.place
    names = {
        part.lower() for actor in (*event.actors, *event.recipients) for part in (actor.name, actor.person) if part
    }
    return {
        "event_id": event.id, "version": event.version, "after": version.after.isoformat(), "change": version.change,
        "kind": event.kind, "type": event.type.value, "mode": event.mode, "contexts": list(event.contexts),
        "cameo": event.cameo, "status": event.status.value,
        "first_day": when.interval.start.isoformat() if when.interval else None,
        "end_day": when.interval.end.isoformat() if when.interval else None,
        "granularity": when.granularity.value if when.granularity else None, "date_value": when.value,
        "date_edtf": when.edtf, "date_text": when.text, "basis": when.basis.value,
        "actors": actor_rows(event.actors), "recipients": actor_rows(event.recipients),
        "countries": countries_of(event.actors, event.recipients), "names": sorted(names),
        "place": place.name if place else None, "place_country": place.country if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None, "object": event.object,
        "title": event.title, "said_by": event.said_by,
        "evidence": evidence_row(event.evidence) if event.evidence else {},
        "confidence": event.confidence, "significance": event.significance, "source_count": version.source_count,
        "independent_sources": event.independent_sources,
        "first_reported": event.first_reported.isoformat() if event.first_reported else None,
        "corrected_by": version.corrected_by, "withdrawn": version.withdrawn, "text": version.text,
        "filed": sorted(version.keys),
    }  # fmt: skip


def refresh(conn: Conn, changes: Sequence[Refreshed]) -> None:
    """Bring the open versions of events up to date without new ones."""
    rows = [
        {
            "event_id": each.event.id, "confidence": each.event.confidence, "significance": each.event.significance,
            "source_count": each.source_count, "filed": sorted(each.keys),
            "first_reported": each.event.first_reported.isoformat() if each.event.first_reported else None,
        }
        for each in changes
    ]  # fmt: skip
    if rows:
        conn.execute(queries.load("events")["refresh_events"], {"rows": Jsonb(rows)}, prepare=True)


def put_members(
    conn: Conn, evidence: Mapping[int, Sequence[tuple[Member, Link]]], now: datetime, *, beside: bool = False
) -> None:
    """Make exactly these mentions the open evidence of these events, all in one statement; `beside`: add them to it."""
    rows = [
        {
            "event_id": event_id, "article_id": m.article_id, "mention_no": m.mention_no,
            "score": found.score, "reasons": list(found.reasons), "lead": m.told.mention.lead,
            "publisher": m.publisher, "family": m.family, "url": m.url, "title": m.title,
            "published_at": m.told.published.isoformat() if m.told.published else None,
            "independent_key": m.told.independent_key,
            "quotes": [evidence_row(each) for each in (m.told.mention.evidence, *m.told.mention.more_evidence)],
            "read_reasons": list(m.told.mention.reasons),
        }
        for event_id, tied in evidence.items()
        for m, found in tied
    ]  # fmt: skip
    values = {"event_ids": [] if beside else list(evidence), "rows": Jsonb(rows), "now": now}
    conn.execute(queries.load("events")["put_members"], values, prepare=True)


def to_event(row: dict[str, Any]) -> Event:
    """An event from its row; sources are added by the timeline."""
    place = {"name": row["place"], "country": row["place_country"], "lat": row["lat"], "lon": row["lon"]}
    return Event(
        id=row["event_id"],
        version=row["version"],
        kind=row["kind"],
        type=EventType(row["type"]),
        mode=row["mode"],
        contexts=tuple(row["contexts"]),
        cameo=row["cameo"],
        status=Status(row["status"]),
        actors=to_actors(row["actors"]),
        recipients=to_actors(row["recipients"]),
        place=to_place(place) if row["place"] else None,
        date=to_event_date(row),
        title=row["title"],
        confidence=row["confidence"],
        significance=row["significance"],
        object=row["object"],
        evidence=to_evidence(row["evidence"]) if row["evidence"] else None,
        said_by=row["said_by"],
        independent_sources=row["independent_sources"],
        first_reported=row["first_reported"],
        last_changed=row["known"].lower,
        change=row["change"],
    )
