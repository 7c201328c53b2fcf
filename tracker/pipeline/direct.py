"""The whole job once, in this process, to completion: poll → read → code → match."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker import clock
from tracker.fetch import Budgets, Fetcher
from tracker.pipeline.code import code_due, match_due
from tracker.pipeline.ledger import Ledger
from tracker.pipeline.pages import PageText
from tracker.pipeline.poll import Polled, poll_feed
from tracker.pipeline.read import read_article
from tracker.pipeline.workers import Killed, Workers
from tracker.settings import Settings
from tracker.store import feeds
from tracker.store.connection import Pool, open_pool
from tracker.store.feeds import Pace

Progress = Callable[[str, int, int, str], None]
Now = Callable[[], datetime]
_AHEAD = 16
"""How much is claimed at a time, for each task that runs at once."""


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one round did. `failed`: (address, what happened) of feeds without a good answer."""

    feeds: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    new: int = 0
    changed: int = 0
    read: int = 0
    coded: int = 0
    events_new: int = 0
    events_changed: int = 0


def budgets(settings: Settings) -> Budgets:
    """The fetch settings as budgets of one request."""
    own = settings.fetch
    agent = own.user_agent + (f" ({own.contact})" if own.contact else "")
    return Budgets(
        user_agent=agent, connect_s=own.connect_timeout_s, total_s=own.total_timeout_s, wire_bytes=own.max_wire_bytes,
        body_bytes=own.max_body_bytes, ratio=own.max_inflate_ratio, redirects=own.max_redirects, proxy=own.proxy,
        allow_private=own.allow_private,
    )  # fmt: skip


async def poll_once(
    settings: Settings,
    url: str,
    *,
    now: Now = clock.now,
    on_progress: Progress | None = None,
    only: Sequence[int] | None = None,
) -> PollReport:
    """Poll every due feed (or those with ids in `only`, due or not), read new pages, code and match.

    `url` is a migrated database's. `on_progress(stage, done, total, note)` is called as work gets done; stages are
    "poll", "read", "code", "match".
    """
    tell = on_progress or (lambda stage, done, total, note: None)
    pool = open_pool(url, size=settings.schedule.workers + 2)
    try:
        with Workers(settings) as workers:
            async with Fetcher(budgets(settings)) as fetcher:
                polled = await _poll(settings, pool, fetcher, workers, now, tell, only)
                read = await _read(settings, pool, fetcher, workers, now, tell)
            version = await workers.coder_version()
            coded = 0
            while done := await code_due(settings, pool, workers, version, now()):
                coded += done
                tell("code", coded, coded, "")
            tell("match", 0, 1, "")
            matched = await match_due(pool, now())
            tell("match", 1, 1, "")
    finally:
        pool.close()
    return PollReport(
        feeds=len(polled),
        failed=tuple((p.feed.url, _failure(p)) for p in polled if not p.outcome.good),
        new=sum(p.new for p in polled),
        changed=sum(p.changed for p in polled),
        read=read,
        coded=coded,
        events_new=matched.new,
        events_changed=matched.changed,
    )


def _failure(polled: Polled) -> str:
    return f"{polled.outcome.value}: {polled.detail}" if polled.detail else polled.outcome.value


async def _poll(
    settings: Settings,
    pool: Pool,
    fetcher: Fetcher,
    workers: Workers,
    now: Now,
    tell: Progress,
    only: Sequence[int] | None,
) -> list[Polled]:
    if only is not None:
        with pool.connection() as conn:
            feeds.make_due(conn, now(), only)
    polled: list[Polled] = []
    ledger = Ledger(pool)
    while True:
        with pool.connection() as conn:
            due = feeds.claim_due(
                conn, now(), Pace(settings.fetch.per_host), limit=settings.schedule.workers * _AHEAD, feed_ids=only
            )
        if not due:
            return polled
        total = len(polled) + len(due)

        async def one(feed: feeds.DueFeed, total: int = total) -> None:
            polled.append(await poll_feed(feed, settings, pool, fetcher, workers, ledger, now()))
            tell("poll", len(polled), total, feed.title or feed.url)

        await _all(settings.schedule.workers, [one(feed) for feed in due])


async def _read(settings: Settings, pool: Pool, fetcher: Fetcher, workers: Workers, now: Now, tell: Progress) -> int:
    done = 0
    while True:
        with pool.connection() as conn:
            due = feeds.claim_reads(
                conn, now(), Pace(settings.fetch.per_host), limit=settings.schedule.workers * _AHEAD
            )
        if not due:
            return done

        async def one(article: feeds.DueRead) -> None:
            nonlocal done
            await read_article(article, settings, pool, fetcher, workers, now())
            done += 1
            tell("read", done, done, article.url)

        await _all(settings.schedule.workers, [one(article) for article in due])


async def _all(at_once: int, jobs: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run jobs, a few at a time; an error in one is raised when all are done."""
    gate = asyncio.Semaphore(at_once)

    async def gated(job: Coroutine[Any, Any, None]) -> None:
        async with gate:
            await job

    results = await asyncio.gather(*(gated(job) for job in jobs), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def read_page(settings: Settings, url: str) -> PageText | str:
    """The article at an address, or one line that says why there is none."""
    async with Fetcher(budgets(settings)) as fetcher:
        fetched = await fetcher.get(url, page=True)
    if not fetched.outcome.good:
        return f"{fetched.outcome.value}: {fetched.detail}"
    with Workers(settings) as workers:
        page = await workers.page(fetched.body, fetched.headers.get("content-type"), fetched.url)
    return f"cannot be read: {page.why}" if isinstance(page, Killed) else page
