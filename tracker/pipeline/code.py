"""Coding what is due and joining it to events."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from tracker.matching import Matched, match_unmatched, swap_in
from tracker.pipeline.handout import hand_out_coding, hand_out_matching, hand_out_swapping
from tracker.pipeline.workers import Workers
from tracker.settings import Settings
from tracker.store import articles, recoding
from tracker.store.articles import DueArticle
from tracker.store.connection import Conn, Pool


async def code_due(
    settings: Settings,
    pool: Pool,
    workers: Workers,
    version: str,
    now: datetime,
    *,
    days: int | None = None,
    queue: bool = False,
) -> int:
    """Code one batch of due articles, the newest first; answers how many. `days`: how far back (None: the setting).
    Where none is left, what a new coder version read anew takes the place of the old readings.

    `queue`: claim them from other workers, hand their matching out in the transaction that stores the codings, and hand
    out the swap, which takes long.
    """
    since = now - timedelta(days=settings.coder.recode_days if days is None else days)

    def due() -> list[DueArticle]:
        with pool.connection() as conn, conn.transaction():
            if not queue:
                return articles.due_for_coding(conn, version, since, settings.coder.batch)
            taken = articles.claim_for_coding(conn, version, since, settings.coder.batch, now)
            if len(taken) == settings.coder.batch:
                hand_out_coding(conn)  # there may be more, for whoever is free
            return taken

    batch = await asyncio.to_thread(due)
    if not batch:
        await asyncio.to_thread(_swap_if_whole, pool, version, since, now, queue)
        return 0
    codings = await workers.code([article.as_input() for article in batch])

    def store() -> int:
        with pool.connection() as conn, conn.transaction():
            # an edit of what is being swapped in is coded again when that is over: its lease ends by itself
            later = recoding.being_swapped(conn, [article.article_id for article in batch], version)
            stored = [pair for pair in zip(batch, codings, strict=True) if pair[0].article_id not in later]
            for article, coding in stored:
                articles.put_coding(conn, article.article_id, article.version, coding, version, now)
            if queue:
                articles.end_coding_lease(conn, [article.article_id for article, _ in stored])
                hand_out_matching(conn)
            return len(stored)

    return await asyncio.to_thread(store)


def _swap_if_whole(pool: Pool, version: str, since: datetime, now: datetime, queue: bool) -> None:
    with pool.connection() as conn:
        if not _whole(conn, version, since):
            return
        if queue:
            hand_out_swapping(conn)
        else:
            swap_in(conn, version, now)


def _whole(conn: Conn, version: str, since: datetime) -> bool:
    """Nothing is due and nobody is at work on anything: new readings that wait are whole."""
    return recoding.any_staged(conn, version) and not articles.due_for_coding(conn, version, since, 1)


def swap_due(conn: Conn, settings: Settings, version: str, now: datetime) -> None:
    """Put new readings in place of the old ones, if they are whole."""
    if _whole(conn, version, now - timedelta(days=settings.coder.recode_days)):
        conn.commit()
        swap_in(conn, version, now)


async def seek_coding(settings: Settings, pool: Pool, version: str, now: datetime) -> bool:
    """Hand coding out where anything waits for it: a new coder version, its readings that are whole, or a job that was
    lost."""
    since = now - timedelta(days=settings.coder.recode_days)

    def seek() -> bool:
        with pool.connection() as conn, conn.transaction():
            waits = bool(articles.due_for_coding(conn, version, since, 1)) or recoding.any_staged(conn, version)
            return waits and hand_out_coding(conn) > 0

    return await asyncio.to_thread(seek)


async def match_due(pool: Pool, now: datetime) -> Matched:
    """Join everything that is coded and not yet matched."""

    def match() -> Matched:
        with pool.connection() as conn:
            return match_unmatched(conn, now)

    return await asyncio.to_thread(match)
