"""The service: a scheduler that leads by an advisory lock, and workers that do the jobs it hands out.

Every process may try to lead; the one that holds the lock runs the clock (APScheduler's home), the others stand by
and take over when its connection dies. What is due is read from the database: a missed tick or a lost job only makes
work late.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from tracker import clock
from tracker.delivering import run_due
from tracker.fetch import Fetcher
from tracker.pipeline.catalog import sync
from tracker.pipeline.code import code_due, seek_coding
from tracker.pipeline.direct import budgets
from tracker.pipeline.handout import CODE, FETCH, MATCH, SWAP, hand_out
from tracker.pipeline.ledger import Ledger
from tracker.pipeline.poll import poll_feed
from tracker.pipeline.read import read_article
from tracker.pipeline.upkeep import keep_up
from tracker.pipeline.workers import Workers
from tracker.settings import Settings
from tracker.store import feeds, leader
from tracker.store.connection import Conn, DatabaseAway, Pool, open_pool
from tracker.store.jobs import Handler, Jobs

log = logging.getLogger("tracker.service")

Taken = TypeVar("Taken")

_CONNECTIONS = 14
Tick = Callable[[], Awaitable[None]]

_STANDBY_S = 5.0
_AGAIN_S = 30.0
_HEARTBEAT_S = 10.0
_SEEK_S = 15.0
_GRACE_S = 3.0
"""How long before its own end the service lets jobs go that are still running."""


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
        pool = open_pool(self._url, size=_CONNECTIONS)
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
        made.add_job(self._guarded(self._sync, pool, once=True), "date")
        made.add_job(self._guarded(self._upkeep, pool, once=True), "date")
        made.add_job(self._guarded(self._hand_out, pool), "interval", seconds=self._settings.schedule.tick_s)
        made.add_job(self._guarded(self._digest, pool), "interval", seconds=60)
        made.add_job(self._guarded(self._upkeep, pool), "interval", hours=6)
        return made

    def _guarded(self, job: Callable[[Pool], Awaitable[None]], pool: Pool, *, once: bool = False) -> Tick:
        """The job as a tick that does not fail; `once`: it is tried until it is done."""
        name = job.__name__.strip("_")

        async def run() -> None:
            with contextlib.suppress(asyncio.CancelledError):  # the lead is lost; the next to hold it goes on
                while not await self._done(name, job(pool)) and once and not self._stop.is_set():
                    await self._pause(_AGAIN_S)

        return run

    async def _done(self, name: str, work: Awaitable[None]) -> bool:
        try:
            await work
        except DatabaseAway as error:
            log.warning("%s waits for the database (%s)", name, str(error).strip().splitlines()[0])
        except Exception:
            log.exception("%s failed; it is tried again", name)
        else:
            return True
        return False

    async def _sync(self, pool: Pool) -> None:
        def put() -> int:
            with pool.connection() as conn:
                return sync(conn, self._settings, clock.now())

        fresh = await asyncio.to_thread(put)
        if fresh:
            log.info("%d configured feeds are new", fresh)

    async def _hand_out(self, pool: Pool) -> None:
        def put() -> int:
            with pool.connection() as conn:
                return hand_out(conn, self._settings, clock.now())

        made = await asyncio.to_thread(put)
        if made:
            log.debug("%d jobs handed out", made)

    async def _digest(self, pool: Pool) -> None:
        if self._settings.smtp.host:
            summary = await asyncio.to_thread(run_due, self._settings, pool, clock.now(), stopping=self._stop.is_set)
            if summary.words:
                log.info("mail: %s", summary.words)

    async def _upkeep(self, pool: Pool) -> None:
        done = await asyncio.to_thread(keep_up, self._settings, pool, clock.now(), stopping=self._stop.is_set)
        if done.words:
            log.info("upkeep: %s", done.words)

    # ------------------------------------------------------------ worker

    async def _work(self, pool: Pool) -> None:
        """Do jobs: many that ask servers at once, and one each of coding, matching and swapping readings in; each is
        finished before the end."""
        own = self._settings.schedule
        within = max(1.0, own.stop_within_s - _GRACE_S)
        with Workers(self._settings) as workers:
            async with Fetcher(budgets(self._settings)) as fetcher:
                handlers = self._handlers(pool, fetcher, workers)
                async with Jobs(self._url, handlers, heartbeat_s=_HEARTBEAT_S) as jobs:
                    await asyncio.gather(
                        jobs.work([FETCH], at_once=own.workers, stop=self._stop, within_s=within),
                        jobs.work([CODE], at_once=1, stop=self._stop, within_s=within),
                        jobs.work([MATCH], at_once=1, stop=self._stop, within_s=within),
                        jobs.work([SWAP], at_once=1, stop=self._stop, within_s=within),
                        self._seek(pool, workers, jobs),
                    )

    def _handlers(self, pool: Pool, fetcher: Fetcher, workers: Workers) -> dict[str, Handler]:
        """What does each kind of job. A job whose work was done by another in the meantime finds nothing to do."""
        settings = self._settings
        ledger = Ledger(pool)

        async def poll(feed_id: int, host: str) -> None:
            feed = await asyncio.to_thread(_taken, pool, feeds.take_feed, feed_id)
            if feed is not None:
                await poll_feed(feed, settings, pool, fetcher, workers, ledger, clock.now(), queue=True)

        async def read(article_id: int, host: str) -> None:
            article = await asyncio.to_thread(_taken, pool, feeds.take_read, article_id)
            if article is not None:
                await read_article(article, settings, pool, fetcher, workers, clock.now(), queue=True)

        async def code() -> None:
            await code_due(settings, pool, workers, await workers.coder_version(), clock.now(), queue=True)

        async def match() -> None:
            await workers.match(self._url, clock.now())

        async def swap() -> None:
            await workers.swap(self._url, await workers.coder_version(), clock.now())

        return {"poll": poll, "read": read, "code": code, "match": match, "swap": swap}

    async def _seek(self, pool: Pool, workers: Workers, jobs: Jobs) -> None:
        """Now and then: jobs of dead workers are taken up, and coding is handed out where a job for it was lost."""
        while not self._stop.is_set():
            await self._done("looking for lost work", self._sought(pool, workers, jobs))
            await self._pause(_SEEK_S)

    async def _sought(self, pool: Pool, workers: Workers, jobs: Jobs) -> None:
        taken = await jobs.take_up()
        if taken:
            log.warning("%d jobs of a worker that is gone are taken up", taken)
        await seek_coding(self._settings, pool, await workers.coder_version(), clock.now())

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)


def _taken(pool: Pool, take: Callable[[Conn, int, datetime], Taken], number: int) -> Taken:
    with pool.connection() as conn:
        return take(conn, number, clock.now())
