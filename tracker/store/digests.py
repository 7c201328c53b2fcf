"""The ledger of mails and what a digest reads. States: due, composed, handed_over, then sent, deferred or suppressed.

Each step is one transaction that says what may follow, so that a process killed between two of them leaves a row that
another finds: `due` is composed again, `composed` is handed over, `handed_over` is handed over again with the same
Message-ID once its lease has ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, LiteralString

from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from tracker.digest.message import Body
from tracker.digest.select import Candidate, Told, told_from_json
from tracker.digest.wanted import Wanted, from_json
from tracker.model import Event
from tracker.store import queries
from tracker.store.connection import Conn
from tracker.store.events import to_event
from tracker.store.subscribers import Alert, plan_of, to_alert
from tracker.store.timeline import add_sources

__all__ = ["plan_of"]

# a version may be committed a little after the moment it bears; what was told already is recognised by its version
_OVERLAP = timedelta(minutes=15)
_MAX_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A row for the ledger."""

    subscriber_id: int
    purpose: str
    local_day: date
    slot: str
    message_id: str
    due_at: datetime
    state: str = "due"
    window_from: datetime | None = None
    window_to: datetime | None = None
    edition_id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Digests to compose that differ at most in what their readers were told before."""

    wanted: Wanted
    locale: str
    zone: str
    empty_days: str
    local_day: date
    watermark: datetime | None
    delivery_ids: tuple[int, ...]
    subscriber_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A mail that readers share. `events` are ids with what a reader knows after it."""

    key: str
    purpose: str
    local_day: date
    body: Body
    events: tuple[tuple[int, Told], ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """One mail to one reader, at the moment of handing over."""

    delivery_id: int
    subscriber_id: int
    purpose: str
    message_id: str
    edition_id: int
    tries: int
    window_to: datetime | None
    address: str
    name: str | None
    format: str


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed that has been failing."""

    feed: str
    last_outcome: str | None
    last_detail: str | None
    last_success_at: datetime | None
    failures: int


@dataclass(frozen=True, slots=True)
class LedgerRow:
    delivery_id: int
    purpose: str
    local_day: date
    state: str
    tries: int
    due_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    detail: str | None
    address: str
    subject: str | None


def _sql(name: str) -> LiteralString:
    return queries.load("digests")[name]


# ---------------------------------------------------------------- what is due


def due_subscribers(conn: Conn, now: datetime, limit: int) -> list[dict[str, Any]]:
    """Active readers whose time has come, locked until the transaction ends."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_sql("due_subscribers"), {"now": now, "limit": limit}).fetchall()


def enter(conn: Conn, entries: Sequence[Entry], now: datetime) -> int:
    """Put rows into the ledger; answers how many were not there before. A new digest supersedes unsent older ones."""
    new = 0
    with conn.cursor() as cursor:
        for each in entries:
            values = {name: getattr(each, name) for name in Entry.__slots__} | {"now": now}
            if each.purpose == "digest":
                cursor.execute(_sql("supersede"), values)
            new += cursor.execute(_sql("enter"), values).fetchone() is not None
    return new


def set_next_due(conn: Conn, due: Sequence[tuple[int, datetime]]) -> None:
    with conn.cursor() as cursor:
        cursor.executemany(_sql("set_next_due"), [{"subscriber_id": key, "next_due_at": at} for key, at in due])


# ---------------------------------------------------------------- composing


def due_groups(conn: Conn, limit: int = 10) -> list[Group]:
    """Digests that wait to be composed, shared work together."""
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_sql("due_groups"), {"limit": limit}).fetchall()
    return [
        Group(
            from_json(row["filters"]),
            row["locale"],
            row["zone"],
            row["empty_days"],
            row["local_day"],
            row["watermark"],
            tuple(row["delivery_ids"]),
            tuple(row["subscriber_ids"]),
        )
        for row in rows
    ]


def signatures(conn: Conn, subscriber_ids: Sequence[int], event_ids: Sequence[int]) -> dict[int, str]:
    """By reader, what they know of these events, as a text that is equal for equal knowledge."""
    values = {"subscriber_ids": list(subscriber_ids), "event_ids": list(event_ids)}
    return {int(row[0]): str(row[1]) for row in conn.execute(_sql("told_signatures"), values).fetchall()}


def told(conn: Conn, subscriber_id: int, event_ids: Sequence[int]) -> dict[int, Told]:
    values = {"subscriber_id": subscriber_id, "event_ids": list(event_ids)}
    return {int(row[0]): told_from_json(row[1]) for row in conn.execute(_sql("told"), values).fetchall()}


def put_edition(conn: Conn, edition: Edition, now: datetime) -> int:
    """Store a mail; the same key gives the same edition."""
    body = edition.body
    values = {
        "key": edition.key,
        "purpose": edition.purpose,
        "local_day": edition.local_day,
        "now": now,
        "subject": body.subject,
        "plain": body.plain,
        "html": body.html,
        "chart": body.chart,
        "chart_dark": body.chart_dark,
        "calendar": body.calendar,
        "events": Jsonb([{"id": key, **state.to_json()} for key, state in edition.events]),
    }
    row = conn.execute(_sql("add_edition"), values).fetchone()
    assert row is not None
    return int(row[0])


def body_of(conn: Conn, edition_id: int) -> Body:
    with conn.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_sql("edition"), {"edition_id": edition_id}).fetchone()
    assert row is not None
    return Body(row["subject"], row["plain"], row["html"], row["chart"], row["chart_dark"], row["calendar"])


def mark_composed(
    conn: Conn,
    delivery_ids: Sequence[int],
    edition_id: int | None,
    window: tuple[datetime, datetime],
    now: datetime,
) -> None:
    """Tie deliveries to their edition; without one they are closed in silence."""
    values = {
        "delivery_ids": list(delivery_ids),
        "edition_id": edition_id,
        "window_from": window[0],
        "window_to": window[1],
        "now": now,
    }
    conn.execute(_sql("kept_silent" if edition_id is None else "composed"), values)


def mark_not_composed(conn: Conn, delivery_ids: Sequence[int], detail: str) -> None:
    """Close deliveries that cannot be composed; the readers' watermarks stay, so the next digest tells it all."""
    conn.execute(_sql("not_composed"), {"delivery_ids": list(delivery_ids), "detail": detail[:300]})


def forget_departed(conn: Conn) -> None:
    conn.execute(_sql("forget_departed"))


# ---------------------------------------------------------------- handing over


def claim(conn: Conn, now: datetime, lease: timedelta, limit: int) -> list[tuple[int, int]]:
    """Take mails for a lease: (delivery, edition), readers of one edition together."""
    values = {"now": now, "claim": now, "lease_from": now - lease, "limit": limit}
    rows = conn.execute(_sql("claim"), values).fetchall()
    return sorted(((int(row[0]), int(row[1])) for row in rows), key=lambda pair: (pair[1], pair[0]))


def release(conn: Conn, delivery_ids: Sequence[int], claim: datetime) -> None:
    """Give back what was claimed and not touched."""
    conn.execute(_sql("release"), {"delivery_ids": list(delivery_ids), "claim": claim})


def hand_over(conn: Conn, delivery_id: int, claim: datetime, now: datetime) -> Parcel | None:
    """Write that the mail is being handed over, before it is; None when the reader has left or the claim is lost."""
    values = {"delivery_id": delivery_id, "claim": claim, "now": now}
    with conn.cursor(row_factory=class_row(Parcel)) as cursor:
        parcel = cursor.execute(_sql("hand_over"), values).fetchone()
    if parcel is None:
        conn.execute(_sql("not_wanted"), values)
    return parcel


def mark_sent(conn: Conn, delivery_id: int, now: datetime, detail: str) -> None:
    conn.execute(_sql("sent"), {"delivery_id": delivery_id, "now": now, "detail": detail[:300]})


def mark_again(conn: Conn, delivery_id: int, *, unknown: bool, next_try_at: datetime, detail: str) -> None:
    """To be tried again. `unknown`: the server may have taken it, so the same mail goes again and no newer one."""
    values = {"delivery_id": delivery_id, "next_try_at": next_try_at, "detail": detail[:300]}
    conn.execute(_sql("again"), values | {"state": "handed_over" if unknown else "deferred"})


def mark_given_up(conn: Conn, delivery_id: int, detail: str) -> None:
    conn.execute(_sql("given_up"), {"delivery_id": delivery_id, "detail": detail[:300]})


def bounced(conn: Conn, message_id: str, detail: str) -> int | None:
    """The reader whose mail came back; None for a mail that is not ours."""
    row = conn.execute(_sql("bounced"), {"message_id": message_id, "detail": detail[:300]}).fetchone()
    return int(row[0]) if row else None


def ledger(conn: Conn, limit: int = 50) -> list[LedgerRow]:
    """The newest mails and what became of them."""
    with conn.cursor(row_factory=class_row(LedgerRow)) as cursor:
        return cursor.execute(_sql("ledger"), {"limit": limit}).fetchall()


def waiting(conn: Conn) -> int:
    """Mails whose fate is open."""
    row = conn.execute(_sql("waiting")).fetchone()
    return int(row[0]) if row else 0


# ---------------------------------------------------------------- reading the timeline


def _wanted(wanted: Wanted) -> dict[str, Any]:
    return {
        "countries": list(wanted.countries) or None,
        "kinds": list(wanted.kinds) or None,
        "statuses": list(wanted.statuses) or None,
        "actors": list(wanted.actors) or None,
        "search": wanted.search,
        "min_significance": wanted.min_significance,
        "min_sources": wanted.min_sources,
    }


def _read(conn: Conn, query: str, ending: LiteralString, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts: list[LiteralString] = [_sql(query), _sql("wanted"), ending]
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute("\n".join(parts), values, prepare=False).fetchall()


def changed(conn: Conn, wanted: Wanted, since: datetime | None, until: datetime) -> list[Candidate]:
    """Events that became known or changed in the window, as they stood at its end, most significant first."""
    early = datetime(1970, 1, 1, tzinfo=until.tzinfo) if since is None else since - _OVERLAP
    values = _wanted(wanted) | {"since": early, "until": until, "limit": _MAX_CANDIDATES}
    rows = _read(conn, "changed", "ORDER BY significance DESC, event_id LIMIT %(limit)s", values)
    events = add_sources(conn, [to_event(row) for row in rows], until)
    return [Candidate(event, row["withdrawn"]) for event, row in zip(events, rows, strict=True)]


def ahead(conn: Conn, wanted: Wanted, today: date, days: int, until: datetime, limit: int) -> list[Event]:
    """The most significant of what is planned for the next days, in the order of days; what has begun before today
    and what takes longer than the view (somewhen this year) comes last."""
    last = today + timedelta(days=days)
    values = _wanted(wanted) | {"first": today, "last": last, "until": until, "limit": limit}
    ending: LiteralString = (
        "AND upper(during) <= %(last)s::date + 31 ORDER BY significance DESC, event_id LIMIT %(limit)s"
    )
    events = [to_event(row) for row in _read(conn, "ahead", ending, values)]
    return sorted(events, key=lambda event: (_first_day(event, today), _days(event), event.id))


def _first_day(event: Event, today: date) -> date:
    return max(event.date.interval.start, today) if event.date.interval else date.max


def _days(event: Event) -> int:
    return event.date.interval.days if event.date.interval else 0


def activity(conn: Conn, wanted: Wanted, first: date, last: date, until: datetime) -> list[tuple[date, int, int]]:
    """(day, cooperation, conflict) for days with events."""
    values = _wanted(wanted) | {"first": first, "last": last, "until": until}
    rows = _read(conn, "activity", "GROUP BY 1 ORDER BY 1", values)
    return [(row["day"], row["cooperation"], row["conflict"]) for row in rows]


def troubled_feeds(conn: Conn, limit: int = 8) -> list[FeedState]:
    with conn.cursor(row_factory=class_row(FeedState)) as cursor:
        return cursor.execute(_sql("troubled_feeds"), {"limit": limit}).fetchall()


def gaps(conn: Conn, since: datetime, until: datetime) -> int:
    """Polls in the window that found a feed had moved on without us."""
    row = conn.execute(_sql("gaps"), {"since": since, "until": until}).fetchone()
    return int(row[0]) if row else 0


# ---------------------------------------------------------------- double opt-in


def questions(conn: Conn, subscriber_id: int) -> int:
    """How often a reader was asked to confirm."""
    row = conn.execute(_sql("questions"), {"subscriber_id": subscriber_id}).fetchone()
    return int(row[0]) if row else 0


# ---------------------------------------------------------------- alerts


def alerts_to_check(conn: Conn, now: datetime) -> list[Alert]:
    """Alerts that do not rest, locked until the transaction ends; equal questions stand together."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return [to_alert(row) for row in cursor.execute(_sql("alerts_to_check"), {"now": now}).fetchall()]


def alerted(conn: Conn, alert: Alert, event_ids: Sequence[int]) -> set[int]:
    values = {"subscriber_id": alert.subscriber_id, "alert_id": alert.id, "event_ids": list(event_ids)}
    return {int(row[0]) for row in conn.execute(_sql("alerted"), values).fetchall()}


def mark_checked(conn: Conn, alert: Alert, now: datetime, *, raised: bool) -> None:
    values = {"alert_id": alert.id, "now": now, "raised_at": now if raised else None}
    conn.execute(_sql("alert_checked"), values)
