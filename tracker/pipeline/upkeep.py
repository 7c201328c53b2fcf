"""Keeping house: the fetch log's months made ahead, and what is kept no longer let go, a little at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.settings import Settings
from tracker.store import upkeep
from tracker.store.connection import Pool

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Upkept:
    """What was done: months of the fetch log made and dropped, and versions of articles whose words were let go."""

    months_made: int = 0
    months_dropped: int = 0
    words_let_go: int = 0

    @property
    def words(self) -> str:
        """All of it in one line; empty where nothing was done."""
        told = (
            (self.months_made, "months of the fetch log made"),
            (self.months_dropped, "months of the fetch log dropped"),
            (self.words_let_go, "old texts let go"),
        )
        return ", ".join(f"{count} {what}" for count, what in told if count)


def keep_up(
    settings: Settings,
    pool: Pool,
    now: datetime,
    *,
    stopping: Callable[[], bool] = lambda: False,
    batch: int = _BATCH,
) -> Upkept:
    """Do what is due; each step is a transaction of its own, and `stopping` is asked between them."""
    own = settings.retention
    with pool.connection() as conn:
        made = upkeep.make_months(conn, now)
    dropped = 0
    with pool.connection() as conn:
        upkeep.drop_robots(conn, now)
        if own.fetch_log_days:
            dropped = upkeep.drop_log(conn, now - timedelta(days=own.fetch_log_days))
    gone = _let_go(pool, now - timedelta(days=own.raw_text_days), now, stopping, batch) if own.raw_text_days else 0
    return Upkept(made, dropped, gone)


def _let_go(pool: Pool, before: datetime, now: datetime, stopping: Callable[[], bool], batch: int) -> int:
    done, after = 0, upkeep.BEGIN
    while not stopping():
        with pool.connection() as conn:
            taken = upkeep.let_go(conn, before, now, after, batch)
        done += len(taken)
        if len(taken) < batch:
            break
        after = taken[-1]
    return done
