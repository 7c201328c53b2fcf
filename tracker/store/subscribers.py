"""Who gets the digest: adding, confirming, leaving, alerts, and the secret behind signed links."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from tracker.digest.due import Plan, next_due
from tracker.digest.wanted import Wanted, from_json
from tracker.digest.wishes import Wishes
from tracker.store import queries
from tracker.store.connection import Conn


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A reader as stored. `state`: pending, active, unsubscribed, suppressed or removed."""

    id: int
    wishes: Wishes
    state: str
    state_reason: str | None
    added_at: datetime
    confirmed_at: datetime | None
    watermark: datetime | None
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Alert:
    """A standing question. Events known after `checked_until` have not been looked at."""

    id: int
    subscriber_id: int
    words: str
    rule: Wanted
    cooldown_s: int
    checked_until: datetime
    last_raised_at: datetime | None
    locale: str = "en"
    zone: str = "UTC"


def _to_subscriber(row: dict[str, Any]) -> Subscriber:
    return Subscriber(
        id=row["subscriber_id"],
        wishes=Wishes(
            address=row["address"],
            name=row["name"],
            plan=plan_of(row),
            locale=row["locale"],
            format=row["format"],
            empty_days=row["empty_days"],
            wanted=from_json(row["filters"]),
        ),
        state=row["state"],
        state_reason=row["state_reason"],
        added_at=row["added_at"],
        confirmed_at=row["confirmed_at"],
        watermark=row["watermark"],
        next_due_at=row["next_due_at"],
    )


def plan_of(row: dict[str, Any]) -> Plan:
    return Plan(row["zone"], row["hour"], row["minute"], tuple(row["weekdays"]))


def _values(wishes: Wishes) -> dict[str, Any]:
    return {
        "address": wishes.address,
        "name": wishes.name,
        "zone": wishes.plan.zone,
        "hour": wishes.plan.hour,
        "minute": wishes.plan.minute,
        "weekdays": list(wishes.plan.weekdays),
        "locale": wishes.locale,
        "format": wishes.format,
        "empty_days": wishes.empty_days,
        "filters": Jsonb(wishes.wanted.to_json()),
    }


def add(conn: Conn, wishes: Wishes, now: datetime) -> int | None:
    """Enter a pending reader; None when the address is known already, whatever its state."""
    row = conn.execute(queries.load("digests")["add_subscriber"], _values(wishes) | {"now": now}).fetchone()
    return int(row[0]) if row else None


def edit(conn: Conn, subscriber: Subscriber, wishes: Wishes, now: datetime) -> None:
    """Change all but the address."""
    due = next_due(wishes.plan, now).at if subscriber.state == "active" else None
    values = _values(wishes) | {"subscriber_id": subscriber.id, "next_due_at": due}
    conn.execute(queries.load("digests")["edit_subscriber"], values)


def everyone(conn: Conn) -> list[Subscriber]:
    """All readers but removed ones, by address."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return [_to_subscriber(row) for row in cursor.execute(queries.load("digests")["subscribers"]).fetchall()]


def by_id(conn: Conn, subscriber_id: int) -> Subscriber | None:
    return _one(conn, "subscriber", {"subscriber_id": subscriber_id})


def by_address(conn: Conn, address: str) -> Subscriber | None:
    return _one(conn, "subscriber_by_address", {"address": address})


def _one(conn: Conn, query: str, values: dict[str, Any]) -> Subscriber | None:
    with conn.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(queries.load("digests")[query], values).fetchone()
    return _to_subscriber(row) if row else None


def newcomers(conn: Conn, since: datetime) -> int:
    """Readers who were added since then and have not confirmed."""
    row = conn.execute(queries.load("digests")["newcomers"], {"since": since}).fetchone()
    return int(row[0]) if row else 0


def confirm(conn: Conn, subscriber: Subscriber, now: datetime) -> bool:
    """Make a pending reader an active one; false when they are not pending."""
    values = {"subscriber_id": subscriber.id, "now": now, "next_due_at": next_due(subscriber.wishes.plan, now).at}
    return conn.execute(queries.load("digests")["confirm"], values).fetchone() is not None


def leave(conn: Conn, subscriber_id: int, reason: str, state: str = "unsubscribed") -> bool:
    """End a subscription; what waits to be sent is dropped with it. False when it had ended before."""
    with conn.transaction():
        values = {"subscriber_id": subscriber_id, "state": state, "reason": reason[:300]}
        left = conn.execute(queries.load("digests")["leave"], values).fetchone() is not None
        conn.execute(queries.load("digests")["drop_open"], {"subscriber_id": subscriber_id, "reason": reason[:300]})
    return left


def come_back(conn: Conn, subscriber: Subscriber, now: datetime) -> bool:
    """Undo leaving, by the reader's own hand."""
    values = {"subscriber_id": subscriber.id, "now": now, "next_due_at": next_due(subscriber.wishes.plan, now).at}
    return conn.execute(queries.load("digests")["come_back"], values).fetchone() is not None


def add_alert(conn: Conn, subscriber_id: int, words: str, rule: Wanted, cooldown_s: int, now: datetime) -> int:
    """A new standing question, which looks at what becomes known from now on."""
    values = {"subscriber_id": subscriber_id, "words": words, "rule": Jsonb(rule.to_json()), "cooldown_s": cooldown_s}
    row = conn.execute(queries.load("digests")["add_alert"], values | {"now": now}).fetchone()
    assert row is not None
    return int(row[0])


def drop_alerts(conn: Conn, subscriber_id: int) -> None:
    conn.execute(queries.load("digests")["drop_alerts"], {"subscriber_id": subscriber_id})


def alerts_of(conn: Conn, subscriber_ids: Sequence[int]) -> list[Alert]:
    with conn.cursor(row_factory=dict_row) as cursor:
        values = {"subscriber_ids": list(subscriber_ids)}
        return [to_alert(row) for row in cursor.execute(queries.load("digests")["alerts_of"], values).fetchall()]


def to_alert(row: dict[str, Any]) -> Alert:
    return Alert(
        row["alert_id"],
        row["subscriber_id"],
        row["words"],
        from_json(row["rule"]),
        row["cooldown_s"],
        row["checked_until"],
        row["last_raised_at"],
        row.get("locale", "en"),
        row.get("zone", "UTC"),
    )


def secret(conn: Conn, given: str, now: datetime) -> str:
    """What links and Message-IDs are signed with: the configured secret, else one made once and kept."""
    if given:
        return given
    conn.execute(queries.load("digests")["secret"], {"secret": secrets.token_urlsafe(32), "now": now})
    row = conn.execute(queries.load("digests")["read_secret"]).fetchone()
    assert row is not None
    return str(row[0])
