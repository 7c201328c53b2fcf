"""One run of the sender: enter, compose, hand over, read what came back. Called every minute by the scheduler."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.delivering.bounces import take_bounces
from tracker.delivering.composing import compose_due
from tracker.delivering.entering import enter_alerts, enter_due
from tracker.delivering.handing import hand_over_due
from tracker.digest.retry import Fate
from tracker.errors import MailError
from tracker.settings import Settings
from tracker.store import digests
from tracker.store.connection import Pool

log = logging.getLogger("tracker.digest")


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run did, in mails. `waiting` are those whose fate is still open."""

    due: int = 0
    alerts: int = 0
    composed: int = 0
    sent: int = 0
    deferred: int = 0
    refused: int = 0
    unknown: int = 0
    bounced: int = 0
    waiting: int = 0

    @property
    def words(self) -> str:
        """ "3 due, 3 composed, 3 sent"; empty where nothing was done."""
        parts = {name: getattr(self, name) for name in self.__slots__}
        return ", ".join(f"{count} {name}" for name, count in parts.items() if count)


def run_due(
    settings: Settings,
    pool: Pool,
    now: datetime,
    *,
    budget_s: float = 600.0,
    stopping: Callable[[], bool] = lambda: False,
) -> Summary:
    """Do everything that is due at `now` within `budget_s` seconds; what is left is found by the next run.

    `stopping` is asked between two mails: when it says yes, the run ends after those under way.

    Without a mail server in the settings nothing is entered or sent: nobody is owed a mail that cannot go out.
    Raises MailError when the settings cannot work (a wrong DKIM key).
    """
    if not settings.smtp.host:
        return Summary()
    clock = ticking(now)
    started = time.monotonic()
    bounced = _bounces(pool, settings, now)
    due = enter_due(pool, settings, now)
    alerts = enter_alerts(pool, settings, now)
    with pool.connection() as conn:
        digests.forget_departed(conn)
    composed = compose_due(pool, settings, now, stopping)
    left = max(0.0, budget_s - (time.monotonic() - started))
    fates = hand_over_due(pool, settings, clock, left, stopping)
    with pool.connection() as conn:
        waiting = digests.waiting(conn)
    return Summary(
        due=due,
        alerts=alerts,
        composed=composed,
        sent=fates[Fate.SENT],
        deferred=fates[Fate.DEFERRED] + fates[Fate.UNREACHABLE],
        refused=fates[Fate.REFUSED] + fates[Fate.NO_SUCH_READER],
        unknown=fates[Fate.UNKNOWN],
        bounced=bounced,
        waiting=waiting,
    )


def _bounces(pool: Pool, settings: Settings, now: datetime) -> int:
    """A mailbox that cannot be read is told and holds up nobody's digest."""
    try:
        return take_bounces(pool, settings, now)
    except MailError as error:
        log.error("%s", error)
        return 0


def ticking(now: datetime) -> Callable[[], datetime]:
    """A clock that goes on from `now` by itself, so that sending times are true in a long run."""
    started = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - started)
