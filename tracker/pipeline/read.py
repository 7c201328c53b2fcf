"""Reading an article's page: robots.txt, fetch, extraction; the feed's own words stay where the page gives none."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from protego import Protego

from tracker.feeds.outcome import Outcome
from tracker.fetch import Fetcher
from tracker.pipeline.pages import PageText
from tracker.pipeline.workers import Killed, Workers
from tracker.settings import Settings
from tracker.store import articles, feeds
from tracker.store.connection import Pool
from tracker.store.feeds import DueRead

_TRIES = 3
_AGAIN = (timedelta(minutes=5), timedelta(hours=1))
_PASSING = (Outcome.TIMEOUT, Outcome.NO_ANSWER, Outcome.BROKEN, Outcome.SERVER_ERROR, Outcome.LIMITED, Outcome.NO_NAME)


async def read_article(
    due: DueRead, settings: Settings, pool: Pool, fetcher: Fetcher, workers: Workers, now: datetime
) -> str:
    """Read a claimed article's page; answers its new read state: read, kept (the feed's words stay), or due again."""
    page, detail, again = await _page(due, settings, pool, fetcher, workers, now)

    def store() -> str:
        with pool.connection() as conn, conn.transaction():
            state = "due" if again else "kept"
            published, source = _moment(page.published if page else None)
            if page is not None and page.text and not page.problem:
                known = articles.words_of(conn, due.article_id)
                title = (known["title"] if known else None) or page.title
                articles.put_words(conn, due.article_id, title, page.text, "page", now)
                state = "read"
            feeds.finish_read(
                conn,
                due.article_id,
                state,
                detail=detail,
                again=again,
                published_at=published,
                published_from=source,
            )
            return state

    return await asyncio.to_thread(store)


async def _page(
    due: DueRead, settings: Settings, pool: Pool, fetcher: Fetcher, workers: Workers, now: datetime
) -> tuple[PageText | None, str | None, datetime | None]:
    """The page, what is wrong with it, and when to try again."""
    if settings.fetch.robots and not await _allowed(due.url, settings, pool, fetcher, now):
        return None, "robots.txt asks not to read this page", None
    fetched = await fetcher.get(due.url, page=True)
    if fetched.outcome is not Outcome.OK:
        retry = fetched.outcome in _PASSING and due.read_tries < _TRIES
        again = now + _AGAIN[min(due.read_tries, len(_AGAIN)) - 1] if retry else None
        return None, f"{fetched.outcome.value}: {fetched.detail}", again
    page = await workers.page(fetched.body, fetched.headers.get("content-type"), fetched.url)
    if isinstance(page, Killed):
        return None, f"the page could not be read: {page.why}", None
    return page, page.problem, None


async def _allowed(url: str, settings: Settings, pool: Pool, fetcher: Fetcher, now: datetime) -> bool:
    """Whether robots.txt lets us read a page (RFC 9309); one that cannot be fetched forbids nothing."""
    parts = urlsplit(url)
    host = f"{parts.scheme}://{parts.netloc}"

    def known() -> str | None:
        with pool.connection() as conn:
            return feeds.robots(conn, host, now)

    body = await asyncio.to_thread(known)
    if body is None:
        fetched = await fetcher.get(f"{host}/robots.txt", page=True)
        body = fetched.body[:500_000].decode("utf-8", "replace") if fetched.outcome is Outcome.OK else ""
        body = body.replace("\0", "")

        def keep() -> None:
            with pool.connection() as conn:
                feeds.put_robots(conn, host, body or "", now)

        await asyncio.to_thread(keep)
    agent = settings.fetch.user_agent.split("/")[0]
    return bool(Protego.parse(body).can_fetch(url, agent))


def _moment(published: datetime | date | None) -> tuple[datetime | None, str]:
    if published is None or isinstance(published, datetime):
        return published, "page"
    return datetime.combine(published, time(12), UTC), "page:day"
