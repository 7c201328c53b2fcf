"""Reading an article's page: robots.txt, fetch, extraction; the feed's own words stay where the page gives none."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

from tracker.feeds import schedule
from tracker.feeds.outcome import Outcome
from tracker.fetch import Fetched, Fetcher
from tracker.pipeline.handout import hand_out_coding
from tracker.pipeline.pages import PageText
from tracker.pipeline.turn import host_of, turn
from tracker.pipeline.workers import Killed, Workers
from tracker.settings import Settings
from tracker.store import articles, feeds
from tracker.store.connection import Pool
from tracker.store.feeds import DueRead

_TRIES = 3
_AGAIN = (timedelta(minutes=5), timedelta(hours=1))
_FUTURE = timedelta(hours=26)
_LESS = 0.5
_PASSING = (Outcome.TIMEOUT, Outcome.NO_ANSWER, Outcome.BROKEN, Outcome.SERVER_ERROR, Outcome.LIMITED, Outcome.NO_NAME)


async def read_article(
    due: DueRead,
    settings: Settings,
    pool: Pool,
    fetcher: Fetcher,
    workers: Workers,
    now: datetime,
    *,
    queue: bool = False,
) -> str:
    """Read a claimed article's page; answers its new read state: read, kept (the feed's words stay), or due again.

    `queue`: hand the article to the coders, in the transaction that stores its words.
    """
    found = await _page(due, settings, pool, fetcher, workers, now)
    if isinstance(found, _Held):
        await asyncio.to_thread(_put_back, pool, due, found)
        return "due"
    page, detail, again = found

    def store() -> str:
        with pool.connection() as conn, conn.transaction():
            state = "due" if again else "kept"
            published, source = _moment(page.published if page else None)
            known = articles.words_of(conn, due.article_id)
            if page is not None and _says_more(page, known):
                title = (known["title"] if known else None) or page.title
                articles.put_words(conn, due.article_id, title, page.text, "page", now)
                state = "read"
            feeds.finish_read(
                conn,
                due,
                state,
                detail=detail,
                again=again,
                published_at=published,
                published_from=source,
                published_doubt="lies in the future" if published and published > now + _FUTURE else None,
            )
            if queue and state != "due":
                hand_out_coding(conn)
            return state

    return await asyncio.to_thread(store)


@dataclass(frozen=True, slots=True)
class _Held:
    """The host wants no request until a moment; `newly`: it has just said so."""

    until: datetime
    newly: str | None = None


_Tried = tuple[PageText | None, str | None, datetime | None]
"""A page, what is wrong with it, and when to try again."""


def _put_back(pool: Pool, due: DueRead, held: _Held) -> None:
    with pool.connection() as conn, conn.transaction():
        if held.newly:
            feeds.hold_host(conn, host_of(due.url), held.until, held.newly)
        feeds.put_back_read(conn, due, held.until)


def _says_more(page: PageText, known: dict[str, Any] | None) -> bool:
    """Whether the page's text takes the place of what is known: not where less of the article got through than the feed
    itself carries."""
    if page.problem or not page.text:
        return False
    if known is None or known["body_from"] != "feed":
        return True
    return len(page.text) > len(known["body"]) * (1 if page.wall else _LESS)


async def _page(
    due: DueRead, settings: Settings, pool: Pool, fetcher: Fetcher, workers: Workers, now: datetime
) -> _Tried | _Held:
    """The page, what is wrong with it, and when to try again; or that its host is to be left alone."""
    again = now + _AGAIN[min(due.read_tries, len(_AGAIN)) - 1] if due.read_tries < _TRIES else None
    barred = await _barred(due.url, settings, pool, fetcher, now, again)
    if barred is not None:
        return barred
    held = await turn(due.url, settings, pool, now)
    if held is not None:
        return _Held(held)
    fetched = await fetcher.get(due.url, page=True)
    if fetched.outcome is not Outcome.OK:
        passing = fetched.outcome in _PASSING
        if passing and again and (asked := _asked_to_wait(fetched, now)):
            return asked
        return None, f"{fetched.outcome.value}: {fetched.detail}", again if passing else None
    if host_of(fetched.url) != host_of(due.url):
        barred = await _barred(fetched.url, settings, pool, fetcher, now, again)
        if isinstance(barred, tuple):
            return barred
    page = await workers.page(fetched.body, fetched.headers.get("content-type"), fetched.url)
    if isinstance(page, Killed):
        return None, f"the page could not be read: {page.why}", None
    return page, page.problem or (f"behind {page.wall}: perhaps not whole" if page.wall else None), None


def _asked_to_wait(fetched: Fetched, now: datetime) -> _Held | None:
    wait = schedule.retry_after(fetched.headers.get("retry-after"), now)
    limited = wait and fetched.outcome is Outcome.LIMITED
    return _Held(now + wait, fetched.detail or "asked to wait") if wait and limited else None


async def _barred(
    url: str, settings: Settings, pool: Pool, fetcher: Fetcher, now: datetime, again: datetime | None
) -> _Tried | _Held | None:
    """Why a page may not be read (RFC 9309), now or ever; None where it may. A robots.txt that is not there forbids
    nothing; while its server fails, everything waits."""
    if not settings.fetch.robots:
        return None
    parts = urlsplit(url)
    host = f"{parts.scheme}://{parts.netloc}"

    def known() -> str | None:
        with pool.connection() as conn:
            return feeds.robots(conn, host, now)

    body = await asyncio.to_thread(known)
    if body is None:
        held = await turn(url, settings, pool, now)
        if held is not None:
            return _Held(held)
        fetched = await fetcher.get(f"{host}/robots.txt", page=True)
        if fetched.outcome in _PASSING:
            waits = _asked_to_wait(fetched, now) if again else None
            return waits or (None, f"robots.txt cannot be had: {fetched.outcome.value}", again)
        body = fetched.body[:500_000].decode("utf-8", "replace") if fetched.outcome is Outcome.OK else ""
        body = body.replace("\0", "")

        def keep() -> None:
            with pool.connection() as conn:
                feeds.put_robots(conn, host, body or "", now)

        await asyncio.to_thread(keep)
    agent = settings.fetch.user_agent.split("/")[0]
    return None if Protego.parse(body).can_fetch(url, agent) else (None, "robots.txt asks not to read this page", None)


def _moment(published: datetime | date | None) -> tuple[datetime | None, str]:
    if published is None or isinstance(published, datetime):
        return published, "page"
    return datetime.combine(published, time(12), UTC), "page:day"
