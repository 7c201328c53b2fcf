"""Polling one feed: fetch, parse, decide, store in one transaction."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from tracker.feeds import schedule
from tracker.feeds.dates import read_date
from tracker.feeds.entry import FeedEntry, ParsedFeed
from tracker.feeds.identity import better_rule, entry_hash, entry_key, shared_links
from tracker.feeds.outcome import Outcome
from tracker.fetch import Fetched, Fetcher
from tracker.pipeline.pages import plain_text
from tracker.pipeline.workers import Killed, Workers
from tracker.settings import Settings
from tracker.store import articles, feeds
from tracker.store.articles import NewArticle
from tracker.store.connection import Conn, Pool
from tracker.store.feeds import DueFeed

log = logging.getLogger("tracker.poll")

# servers that lie about "not modified" are asked without validators once a day
_UNCONDITIONAL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll gave."""

    feed: DueFeed
    outcome: Outcome
    detail: str | None = None
    entries: int = 0
    new: int = 0
    changed: int = 0
    gap: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    """Outcome of fetching and parsing together."""

    outcome: Outcome
    detail: str | None
    fetched: Fetched
    parsed: ParsedFeed | None
    body_hash: str | None
    unconditional: bool


async def poll_feed(
    feed: DueFeed, settings: Settings, pool: Pool, fetcher: Fetcher, workers: Workers, now: datetime
) -> Polled:
    """Poll a claimed feed. Whatever the server does, the outcome is stored and the feed has its next time."""
    answer = await _ask(feed, fetcher, workers, now)

    def store() -> Polled:
        with pool.connection() as conn:
            return _store(conn, feed, answer, settings, now)

    polled = await asyncio.to_thread(store)
    level = logging.INFO if polled.outcome.good else logging.WARNING
    log.log(
        level,
        "%s: %s%s, %d new",
        feed.url,
        polled.outcome.value,
        f" ({polled.detail})" if polled.detail else "",
        polled.new,
    )
    return polled


async def _ask(feed: DueFeed, fetcher: Fetcher, workers: Workers, now: datetime) -> _Answer:
    last = feed.unconditional_at
    unconditional = last is None or now - last > _UNCONDITIONAL
    fetched = await fetcher.get(
        feed.url,
        etag=None if unconditional else feed.etag,
        last_modified=None if unconditional else feed.last_modified,
    )
    if fetched.outcome is not Outcome.OK:
        return _Answer(fetched.outcome, fetched.detail, fetched, None, feed.body_hash, unconditional)
    digest = hashlib.sha256(fetched.body).hexdigest()[:32]
    if digest == feed.body_hash:
        return _Answer(Outcome.SAME, None, fetched, None, digest, unconditional)
    parsed = await workers.parse(fetched.body, fetched.headers.get("content-type"), fetched.url)
    if isinstance(parsed, Killed):
        return _Answer(Outcome.PARSER, parsed.why, fetched, None, feed.body_hash, unconditional)
    if parsed.problem:
        outcome = Outcome.EMPTY if parsed.kind == "empty" else Outcome.NOT_A_FEED
        return _Answer(outcome, parsed.problem, fetched, None, feed.body_hash, unconditional)
    return _Answer(Outcome.OK, "; ".join(parsed.notes) or None, fetched, parsed, digest, unconditional)


def _store(conn: Conn, feed: DueFeed, answer: _Answer, settings: Settings, now: datetime) -> Polled:
    """Entries, outcome and next poll in one transaction: all of it or nothing."""
    with conn.transaction():
        keys, rule, new, changed = feed.last_keys, feed.identity_rule, 0, 0
        entries: tuple[FeedEntry, ...] = answer.parsed.entries if answer.parsed else ()
        gap = False
        if answer.parsed is not None:
            links = [entry.link for entry in entries if entry.link]
            rule = better_rule(entries, feed.identity_rule, feeds.known_links(conn, feed.feed_id, links))
            keys = [entry_key(entry, rule) for entry in entries]
            gap = rule == feed.identity_rule and schedule.is_gap(keys, feed.last_keys)
            new, changed = _put_entries(conn, feed, entries, keys, settings, now)
        values = _outcome(feed, answer, settings, now, gap, len(entries), new)
        values |= {"last_keys": keys[:500], "identity_rule": rule, "changed": changed}
        feeds.record(conn, values)
        _hold_host(conn, feed, answer, now)
    return Polled(feed, answer.outcome, answer.detail, len(entries), new, changed, gap)


def _put_entries(
    conn: Conn, feed: DueFeed, entries: Sequence[FeedEntry], keys: Sequence[str], settings: Settings, now: datetime
) -> tuple[int, int]:
    """Store entries that are new or edited; answers how many of each."""
    known = feeds.known_entries(conn, feed.feed_id, keys)
    new = changed = 0
    done: set[str] = set()
    shared = shared_links(entries)
    for entry, key in zip(entries, keys, strict=True):
        if key in done:
            continue
        done.add(key)
        digest = entry_hash(entry)
        own = entry.link is None or entry.link in shared  # its link does not tell it from other items
        before = known.get(key) or (None if own else feeds.entry_by_link(conn, feed.feed_id, entry.link))
        if before is not None and before[1] == digest and key in known:
            continue
        given = before[0] if before else None
        article_id, fresh = _put_article(conn, feed, entry, given, key if own else None, settings, now)
        feeds.put_entry(conn, feed.feed_id, key, article_id, entry.guid, entry.link, digest, now)
        edited = before is not None and before[1] != digest
        changed += edited
        new += before is None and fresh
    feeds.touch_entries(conn, feed.feed_id, [key for key in keys if key in known], now)
    return new, changed


def _put_article(
    conn: Conn,
    feed: DueFeed,
    entry: FeedEntry,
    article_id: int | None,
    own: str | None,
    settings: Settings,
    now: datetime,
) -> tuple[int, bool]:
    """The article of an entry, with the feed's own words until its page is read. `own`: the key of an entry whose link
    is none of its own; then there is no page to read either."""
    when = read_date(entry.published or entry.updated, country=feed.country, zone=feed.zone, now=now)
    title = plain_text(entry.title or "") or None
    body = plain_text(entry.body)
    reads = settings.fetch.full_text and own is None
    if article_id is not None:
        if reads:
            feeds.read_again(conn, article_id, now)
        else:
            articles.put_words(conn, article_id, title, body or title or "", "feed", now)
        return article_id, False
    stored = articles.put(
        conn,
        NewArticle(
            url=entry.link or feed.url,
            key=own and f"{feed.feed_id} {own}",
            title=title,
            body=body or title or "",
            body_from="feed",
            published_at=when.at,
            published_raw=entry.published or entry.updated,
            published_from="feed" if when.at else "none",
            published_doubt=when.doubt,
            publisher=feed.publisher,
            family=feed.family,
            country=feed.country,
            zone=feed.zone,
            tier=feed.tier,
            read_state="due" if reads else "kept",
        ),
        now,
    )
    return stored.article_id, stored.fresh


def _outcome(
    feed: DueFeed, answer: _Answer, settings: Settings, now: datetime, gap: bool, entries: int, new: int
) -> dict[str, Any]:
    """The columns that a poll changes."""
    bounds = schedule.Bounds(settings.schedule.min_interval_s, settings.schedule.max_interval_s)
    good = answer.outcome.good
    fetched = answer.fetched
    hint = _hint(feed, answer)
    failures = 0 if good else feed.failures + 1
    interval = feed.interval_s
    if good:
        interval = schedule.next_interval(feed.interval_s, new, max(entries, 1), gap, hint, bounds)
        wait = timedelta(seconds=interval)
    else:
        wait = timedelta(seconds=schedule.after_failure(answer.outcome, failures, bounds))
        asked = schedule.retry_after(fetched.headers.get("retry-after"), now)
        if asked is not None and answer.outcome is Outcome.LIMITED:
            wait = max(asked, timedelta(seconds=60))
    values = _moves(feed, answer, now) | _goes(feed, answer, now)
    fresh = answer.outcome is Outcome.OK
    return values | {
        "feed_id": feed.feed_id, "old_url": feed.url, "outcome": answer.outcome.value, "detail": answer.detail,
        "now": now,
        "next_poll_at": now + wait, "interval_s": interval, "hint_s": hint, "failures": failures, "good": good,
        "etag": fetched.headers.get("etag") if fresh else feed.etag,
        "last_modified": fetched.headers.get("last-modified") if fresh else feed.last_modified,
        "body_hash": answer.body_hash, "gap": gap, "new_share": new / entries if entries else 0.0,
        "unconditional_at": now if answer.unconditional and good else feed.unconditional_at,
        "title": answer.parsed.title if answer.parsed else None, "status": fetched.status, "bytes": fetched.wire_bytes,
        "seconds": fetched.seconds, "entries": entries, "new": new,
        "late_s": max(0.0, (now - feed.was_due).total_seconds()),
    }  # fmt: skip


def _hint(feed: DueFeed, answer: _Answer) -> int | None:
    hints = [schedule.cache_hint(dict(answer.fetched.headers)), answer.parsed.hint_s if answer.parsed else feed.hint_s]
    return max((hint for hint in hints if hint), default=None)


def _moves(feed: DueFeed, answer: _Answer, now: datetime) -> dict[str, Any]:
    """A permanent redirect moves the address after seven days of saying the same; to https of the same at once."""
    target = answer.fetched.permanent if answer.outcome.good else feed.moved_to
    if not target or target == feed.url:
        return {"url": feed.url, "moved_to": None, "moved_since": None}
    if target == feed.url.replace("http://", "https://", 1):
        return {"url": target, "moved_to": None, "moved_since": None}
    since = feed.moved_since if feed.moved_to == target and feed.moved_since else now
    if now - since >= schedule.MOVED_AFTER:
        return {"url": target, "moved_to": None, "moved_since": None}
    return {"url": feed.url, "moved_to": target, "moved_since": since}


def _goes(feed: DueFeed, answer: _Answer, now: datetime) -> dict[str, Any]:
    """410 ends a feed when it says so again two days later."""
    if answer.outcome is not Outcome.GONE:
        return {"gone_since": None, "state": feed.state}
    since = feed.gone_since or now
    return {"gone_since": since, "state": "gone" if now - since >= schedule.GONE_AFTER else feed.state}


def _hold_host(conn: Conn, feed: DueFeed, answer: _Answer, now: datetime) -> None:
    """429 and 503 with Retry-After are the host's word: its other feeds wait as well."""
    wait = schedule.retry_after(answer.fetched.headers.get("retry-after"), now)
    host = urlsplit(feed.url).hostname
    if answer.outcome is Outcome.LIMITED and wait and host:
        feeds.hold_host(conn, host, now + wait, answer.detail or "asked to wait")
