"""The service: a scheduler that leads by an advisory lock, and workers that do what is due.

Every process may try to lead; the one that holds the lock runs the clock (APScheduler's home), the others stand by
and take over when its connection dies. What is due is read from the database: a missed tick only makes work late.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from tracker import clock
from tracker.delivering import run_due
from tracker.fetch import Fetcher
from tracker.pipeline.catalog import sync
from tracker.pipeline.code import code_due, match_due
from tracker.pipeline.direct import budgets
from tracker.pipeline.poll import poll_feed
from tracker.pipeline.read import read_article
from tracker.pipeline.workers import Workers
from tracker.settings import Settings
from tracker.store import feeds, leader
from tracker.store.connection import Pool, open_pool

log = logging.getLogger("tracker.service")

_STANDBY_S = 5.0


class Service:
    """One process of the service. `leads`: whether it may hold the scheduler; `works`: whether it polls and codes."""

    def __init__(self, settings: Settings, url: str, *, leads: bool = True, works: bool = True) -> None:
        self._settings = settings
        self._url = url
        self._leads = leads
        self._works = works
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Finish the work in hand and end."""
        self._stop.set()

    async def run(self) -> None:
        """Run until `stop`, SIGTERM or SIGINT."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in loops
                loop.add_signal_handler(name, self.stop)
        pool = open_pool(self._url, size=self._settings.schedule.workers + 6)
        try:
            await self._serve(pool)
        finally:
            pool.close()
        log.info("stopped")

    async def _serve(self, pool: Pool) -> None:
        tasks = []
        if self._leads:
            tasks.append(asyncio.create_task(self._lead(pool)))
        if self._works:
            tasks.append(asyncio.create_task(self._work(pool)))
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
        self._stop.set()
        stopping.cancel()
        _, late = await asyncio.wait(tasks, timeout=self._settings.schedule.stop_within_s)
        for task in late:
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result

    # ------------------------------------------------------------ scheduler

    async def _lead(self, pool: Pool) -> None:
        """Hold the lock or wait for it; while it is held, run the clock."""
        while not self._stop.is_set():
            holder = await asyncio.to_thread(leader.try_lead, self._url)
            if holder is None:
                await self._pause(_STANDBY_S)
                continue
            log.info("this process leads the scheduler")
            clockwork = self._clockwork(pool)
            clockwork.start()
            try:
                while not self._stop.is_set() and await asyncio.to_thread(holder.holds):
                    await self._pause(1.0)
            finally:
                clockwork.shutdown(wait=False)
                await asyncio.to_thread(holder.release)

    def _clockwork(self, pool: Pool) -> Any:
        """Short ticks; due times live in tables. Late ticks are made up for by one, never by many."""
        made = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        made.add_job(self._guarded(self._sync, pool), "date")
        made.add_job(self._guarded(self._digest, pool), "interval", seconds=60)
        made.add_job(self._guarded(self._upkeep, pool), "interval", hours=6)
        return made

    def _guarded(self, job: Callable[[Pool], Awaitable[None]], pool: Pool) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            try:
                await job(pool)
            except Exception:
                log.exception("%s failed; it is tried again at its next time", job.__name__.strip("_"))

        return run

    async def _sync(self, pool: Pool) -> None:
        def put() -> int:
            with pool.connection() as conn:
                return sync(conn, self._settings, clock.now())

        fresh = await asyncio.to_thread(put)
        if fresh:
            log.info("%d configured feeds are new", fresh)

    async def _digest(self, pool: Pool) -> None:
        if self._settings.smtp.host:
            summary = await asyncio.to_thread(run_due, self._settings, pool, clock.now(), stopping=self._stop.is_set)
            if summary.words:
                log.info("mail: %s", summary.words)

    async def _upkeep(self, pool: Pool) -> None:
        days = self._settings.retention.fetch_log_days
        if days:

            def drop() -> int:
                with pool.connection() as conn:
                    return feeds.drop_log(conn, clock.now() - timedelta(days=days))

            log.info("retention: %d rows of the fetch log dropped", await asyncio.to_thread(drop))

    # ------------------------------------------------------------ worker

    async def _work(self, pool: Pool) -> None:
        """Poll and read in one loop, code and match in another; each finishes its round before it ends."""
        with Workers(self._settings) as workers:
            async with Fetcher(budgets(self._settings)) as fetcher:
                await asyncio.gather(
                    self._loop("polling", lambda: self._poll_round(pool, fetcher, workers)),
                    self._loop("reading", lambda: self._read_round(pool, fetcher, workers)),
                    self._loop("coding", lambda: self._code_round(pool, workers)),
                )

    async def _loop(self, name: str, work: Callable[[], Awaitable[int]]) -> None:
        """Do rounds until stopped; rest when a round found nothing, and after a failure, which is logged."""
        while not self._stop.is_set():
            try:
                done = await work()
            except Exception:
                log.exception("%s failed; trying again", name)
                done = 0
            if not done:
                await self._pause(self._settings.schedule.tick_s)

    async def _poll_round(self, pool: Pool, fetcher: Fetcher, workers: Workers) -> int:
        own = self._settings

        def claim() -> list[feeds.DueFeed]:
            with pool.connection() as conn:
                return feeds.claim_due(conn, clock.now(), limit=own.schedule.workers, per_host=own.fetch.per_host)

        due = await asyncio.to_thread(claim)
        await asyncio.gather(*(poll_feed(feed, own, pool, fetcher, workers, clock.now()) for feed in due))
        return len(due)

    async def _read_round(self, pool: Pool, fetcher: Fetcher, workers: Workers) -> int:
        def claim() -> list[feeds.DueRead]:
            with pool.connection() as conn:
                return feeds.claim_reads(conn, clock.now(), self._settings.schedule.workers)

        due = await asyncio.to_thread(claim)
        await asyncio.gather(*(read_article(each, self._settings, pool, fetcher, workers, clock.now()) for each in due))
        return len(due)

    async def _code_round(self, pool: Pool, workers: Workers) -> int:
        version = await workers.coder_version()
        done = await code_due(self._settings, pool, workers, version, clock.now())
        await match_due(pool, clock.now())
        return done

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)
