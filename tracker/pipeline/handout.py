"""Handing out work: what is due becomes jobs, in the transaction that claims it.

A host is given no more jobs than it can be asked within two ticks at its spacing, and `per_host` locks, so that no more
than that many of its jobs run at once, on however many machines.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tracker.settings import Settings
from tracker.store import articles, feeds
from tracker.store.connection import Conn
from tracker.store.feeds import DueFeed, DueRead, Pace
from tracker.store.jobs import Job, defer

FETCH, CODE, MATCH, SWAP = "fetch", "code", "match", "swap"

_MOST = 500
_PER_HOST = 100
_URGENT = 10
_ALL = Job("code", CODE, key="code")


def hand_out(conn: Conn, settings: Settings, now: datetime) -> int:
    """Queue what is due in polling, reading and matching; answers how many jobs that made."""
    with conn.transaction():
        feeds.give_up_reads(conn, now)
        polls = feeds.claim_due(conn, now, _pace(settings), limit=_MOST)
        made = defer(conn, [_poll(feed, settings) for feed in polls])
    with conn.transaction():
        made += hand_out_reads(conn, settings, now)
        if articles.unmatched(conn, 1):
            made += hand_out_matching(conn)
    return made


def hand_out_reads(conn: Conn, settings: Settings, now: datetime, hosts: Iterable[str] | None = None) -> int:
    """Queue pages that wait to be read, of some hosts or of all."""
    chosen = None if hosts is None else sorted(set(hosts))
    due = feeds.claim_reads(conn, now, _pace(settings), limit=_MOST, hosts=chosen)
    return defer(conn, [_read(article, settings) for article in due])


def hand_out_coding(conn: Conn) -> int:
    """Queue a batch of coding. Which articles it takes is decided when it begins: those that wait then."""
    return defer(conn, [_ALL])


def hand_out_matching(conn: Conn) -> int:
    """Queue matching of everything that is coded by then; only one runs at a time."""
    return defer(conn, [Job("match", MATCH, key="match", lock="match")])


def hand_out_swapping(conn: Conn) -> int:
    """Queue putting new readings in place of the old ones."""
    return defer(conn, [Job("swap", SWAP, key="swap", lock="swap")])


def _pace(settings: Settings) -> Pace:
    ahead = max(2 * settings.schedule.tick_s, 2.0)
    return Pace(_PER_HOST, settings.fetch.host_spacing_s, ahead, queued=True)


def _poll(feed: DueFeed, settings: Settings) -> Job:
    args = {"feed_id": feed.feed_id, "host": feed.host}
    return Job("poll", FETCH, f"poll {feed.feed_id}", args, _lock(feed, settings), _URGENT)


def _read(article: DueRead, settings: Settings) -> Job:
    args = {"article_id": article.article_id, "host": article.host}
    return Job("read", FETCH, f"read {article.article_id}", args, _lock(article, settings))


def _lock(due: DueFeed | DueRead, settings: Settings) -> str:
    return f"{due.host}#{due.place % settings.fetch.per_host}"
