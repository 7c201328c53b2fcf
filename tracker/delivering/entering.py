"""Entering what is due: digests by the readers' clocks, alerts by the timeline, questions to confirm."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.delivering.composing import known_after
from tracker.digest import wording
from tracker.digest.compose import Frame
from tracker.digest.due import Plan, last_due, next_due, zone_of
from tracker.digest.message import UNSUBSCRIBE, Body, mailbox, message_id
from tracker.digest.render import confirmation, render
from tracker.digest.select import Candidate, is_background, select
from tracker.digest.tokens import CONFIRM_DAYS
from tracker.errors import InputError
from tracker.model import Status
from tracker.settings import Settings
from tracker.store import digests, subscribers
from tracker.store.connection import Conn, Pool
from tracker.store.digests import Edition, Entry
from tracker.store.subscribers import Alert, Subscriber, plan_of

log = logging.getLogger("tracker.digest")

_BATCH = 500
_MAX_ALERT_EVENTS = 10
# an alert tells of news; an older event that gains another report does not ring again
_ALERT_DAYS = timedelta(days=3)
# while nothing happens, an alert is not written every minute; looking back a little again costs less
_ALERT_LOOKBACK = timedelta(hours=1)
# somebody who never answers is not asked for ever, whoever types their address into the form
_MAX_QUESTIONS = 3


def domain_of(settings: Settings) -> str:
    """The domain of our own address, which Message-IDs bear."""
    return str(mailbox(settings.digest.sender).domain)


def enter_due(pool: Pool, settings: Settings, now: datetime) -> int:
    """Give every reader whose time has come a row in the ledger; answers how many."""
    entered = 0
    while True:
        with pool.connection() as conn:
            rows = digests.due_subscribers(conn, now, _BATCH)
            if not rows:
                return entered
            secret = subscribers.secret(conn, settings.digest.secret.get_secret_value(), now)
            entries = [entry for row in rows if (entry := _digest_entry(row, settings, secret, now))]
            entered += digests.enter(conn, entries, now)
            digests.set_next_due(conn, [(row["subscriber_id"], _next(row, now)) for row in rows])


def _next(row: dict[str, Any], now: datetime) -> datetime:
    try:
        return next_due(plan_of(row), now).at
    except InputError as error:
        # one reader's broken wishes must not keep the others waiting
        log.error("reader %d gets no digest: %s", row["subscriber_id"], error)
        return now + timedelta(days=1)


def _digest_entry(row: dict[str, Any], settings: Settings, secret: str, now: datetime) -> Entry | None:
    try:
        due = last_due(plan_of(row), now)
    except InputError:
        return None
    # a time that lay before the reader confirmed is not owed
    if due is None or (row["confirmed_at"] and due.at < row["confirmed_at"] and row["next_due_at"] is None):
        return None
    identity = message_id("digest", due.day.isoformat(), row["subscriber_id"], secret, domain_of(settings))
    return Entry(row["subscriber_id"], "digest", due.day, "", identity, due.at)


# ---------------------------------------------------------------- alerts


def enter_alerts(pool: Pool, settings: Settings, now: datetime) -> int:
    """Answer every alert that something new fits; answers how many mails that makes."""
    raised = 0
    found: dict[tuple[str, datetime], list[Candidate]] = {}
    with pool.connection() as conn:
        alerts = digests.alerts_to_check(conn, now)
        secret = subscribers.secret(conn, settings.digest.secret.get_secret_value(), now) if alerts else ""
        for alert in alerts:
            key = (alert.rule.key, alert.checked_until)
            if key not in found:
                found[key] = digests.changed(conn, alert.rule, alert.checked_until, now)
            fresh = _fresh(conn, alert, found[key], now)
            if fresh:
                _raise(conn, settings, alert, fresh, secret, now)
                raised += 1
            if found[key] or alert.checked_until < now - _ALERT_LOOKBACK:
                digests.mark_checked(conn, alert, now, raised=bool(fresh))
    return raised


def _fresh(conn: Conn, alert: Alert, candidates: Sequence[Candidate], now: datetime) -> list[Candidate]:
    """Events that this alert has not told of."""
    recent = [
        candidate
        for candidate in candidates
        if not candidate.withdrawn
        and not is_background(candidate.event, now)
        and (
            candidate.event.first_reported is None
            or candidate.event.first_reported > now - _ALERT_DAYS
            or candidate.event.status is Status.PLANNED
        )
    ]
    known = digests.alerted(conn, alert, [candidate.event.id for candidate in recent]) if recent else set()
    return [candidate for candidate in recent if candidate.event.id not in known]


def _raise(
    conn: Conn, settings: Settings, alert: Alert, candidates: Sequence[Candidate], secret: str, now: datetime
) -> None:
    """Compose the alert's mail and enter it."""
    local = now.astimezone(zone_of(alert.zone))
    frame = Frame(
        day=local.date(),
        since=alert.checked_until,
        until=local,
        locale=alert.locale,
        zone=alert.zone,
        wanted=alert.rule,
        base_url=settings.digest.base_url.rstrip("/"),
        alert=wording.clean(alert.words, 80),
    )
    selection = select(candidates, {}, since=alert.checked_until, until=now, limit=_MAX_ALERT_EVENTS)
    rendered = render(selection, (), frame)
    ids = ",".join(str(candidate.event.id) for candidate in candidates)
    parts = ("alert", alert.rule.key, alert.words, alert.locale, alert.zone, alert.checked_until, now, ids)
    made = Edition(
        key=hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest(),
        purpose="alert",
        local_day=frame.day,
        body=Body(rendered.subject, rendered.plain, rendered.html),
        events=known_after(candidates, selection),
    )
    slot = f"{alert.id}@{now.astimezone(UTC):%Y%m%dT%H%M%S}"
    identity = message_id("alert", slot, alert.subscriber_id, secret, domain_of(settings))
    entry = Entry(
        alert.subscriber_id, "alert", frame.day, slot, identity, now, "composed", alert.checked_until, now,
        digests.put_edition(conn, made, now),
    )  # fmt: skip
    digests.enter(conn, [entry], now)


# ---------------------------------------------------------------- double opt-in


def enter_confirmation(conn: Conn, settings: Settings, subscriber: Subscriber, now: datetime) -> bool:
    """Ask a pending reader by mail whether they want the digest; at most once a day and three times in all."""
    if subscriber.state != "pending" or digests.questions(conn, subscriber.id) >= _MAX_QUESTIONS:
        return False
    secret = subscribers.secret(conn, settings.digest.secret.get_secret_value(), now)
    day = now.astimezone(UTC).date()
    wishes = subscriber.wishes
    rendered = confirmation(
        link=UNSUBSCRIBE, plan=plan_words(wishes.plan), wanted=wishes.wanted.words, days=CONFIRM_DAYS
    )
    made = Edition(
        key=f"confirm|{subscriber.id}|{day}",
        purpose="confirm",
        local_day=day,
        body=Body(rendered.subject, rendered.plain, rendered.html),
    )
    identity = message_id("confirm", day.isoformat(), subscriber.id, secret, domain_of(settings))
    entry = Entry(
        subscriber.id, "confirm", day, "", identity, now, "composed", None, None, digests.put_edition(conn, made, now)
    )
    return digests.enter(conn, [entry], now) > 0


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def plan_words(plan: Plan) -> str:
    """ "every day at 07:00 (Europe/Berlin)"."""
    days = sorted(set(plan.weekdays))
    which = {(1, 2, 3, 4, 5, 6, 7): "every day", (1, 2, 3, 4, 5): "on weekdays"}.get(
        tuple(days), "on " + wording.listed([_DAYS[day - 1] for day in days], 7)
    )
    return f"{which} at {plan.hour:02}:{plan.minute:02} ({plan.zone})"
