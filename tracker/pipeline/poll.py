"""Polling one feed: fetch, parse, decide, store in one transaction."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tracker.feeds import schedule
from tracker.feeds.dates import read_date
from tracker.feeds.entry import FeedEntry, ParsedFeed
from tracker.feeds.identity import better_rule, entry_hash, entry_key, shared_links
from tracker.feeds.outcome import Outcome
from tracker.fetch import Fetched, Fetcher
from tracker.pipeline.handout import hand_out_reads
from tracker.pipeline.ledger import Ledger
from tracker.pipeline.pages import plain_text
from tracker.pipeline.turn import host_of, turn
from tracker.pipeline.workers import Killed, Workers
from tracker.settings import Settings
from tracker.store import articles, entries, feeds
from tracker.store.articles import NewArticle
from tracker.store.connection import Conn, Pool
from tracker.store.entries import KeptEntry
from tracker.store.feeds import DueFeed
from tracker.store.intake import put_many

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
    feed: DueFeed,
    settings: Settings,
    pool: Pool,
    fetcher: Fetcher,
    workers: Workers,
    ledger: Ledger,
    now: datetime,
    *,
    queue: bool = False,
) -> Polled:
    """Poll a claimed feed. Whatever the server does, the outcome is stored and the feed has its next time.

    `queue`: hand the pages of new entries to the workers, in the transaction that stores them.
    """
    held = await turn(feed.url, settings, pool, now, feed.claimed_at)
    if held is not None:
        return await asyncio.to_thread(_put_back, pool, feed, held)
    answer = await _ask(feed, fetcher, workers, now)

    def store() -> Polled:
        with pool.connection() as conn:
            return _store(conn, feed, answer, settings, now, queue)

    if answer.parsed is None and answer.outcome is not Outcome.LIMITED:
        polled = await _record(ledger, feed, answer, settings, now)
    else:
        polled = await asyncio.to_thread(store)
    _tell(polled, answer)
    return polled


def _tell(polled: Polled, answer: _Answer) -> None:
    """A line in the log, with what a program wants to know as `facts`."""
    level = logging.INFO if polled.outcome.good else logging.WARNING
    if not log.isEnabledFor(level):
        return
    fetched = answer.fetched
    facts = {
        "feed": polled.feed.url, "feed_id": polled.feed.feed_id, "outcome": polled.outcome.value,
        "detail": polled.detail, "status": fetched.status, "bytes": fetched.wire_bytes,
        "seconds": round(fetched.seconds, 3), "entries": polled.entries, "new": polled.new, "changed": polled.changed,
        "gap": polled.gap,
    }  # fmt: skip
    detail = f" ({polled.detail})" if polled.detail else ""
    log.log(
        level, "%s: %s%s, %d new", polled.feed.url, polled.outcome.value, detail, polled.new, extra={"facts": facts}
    )


def _put_back(pool: Pool, feed: DueFeed, held: datetime) -> Polled:
    with pool.connection() as conn:
        feeds.put_back_feed(conn, feed, held)
    return Polled(feed, Outcome.LIMITED, f"its host asked to be left alone until {held:%d %b %H:%M} UTC")


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


def _store(
    conn: Conn, feed: DueFeed, answer: _Answer, settings: Settings, now: datetime, queue: bool = False
) -> Polled:
    """Entries, outcome, next poll and the jobs to read them in one transaction: all of it or nothing."""
    with conn.transaction():
        if not feeds.holds(conn, feed):
            return _too_late(feed, answer)
        keys, rule, new, changed = feed.last_keys, feed.identity_rule, 0, 0
        found: tuple[FeedEntry, ...] = answer.parsed.entries if answer.parsed else ()
        gap = False
        if answer.parsed is not None:
            links = [entry.link for entry in found if entry.link]
            rule = better_rule(found, feed.identity_rule, feeds.known_links(conn, feed.feed_id, links))
            keys = [entry_key(entry, rule) for entry in found]
            gap = rule == feed.identity_rule and schedule.is_gap(keys, feed.last_keys)
            new, changed = _put_entries(conn, feed, found, keys, settings, now)
        values = _outcome(feed, answer, settings, now, gap, len(found), new)
        feeds.record(conn, feed, values | {"last_keys": keys[:500], "identity_rule": rule, "changed": changed})
        _hold_host(conn, feed, answer, now)
        if queue and settings.fetch.full_text and (new or changed):
            hand_out_reads(conn, settings, now, {host_of(entry.link) for entry in found if entry.link})
    return Polled(feed, answer.outcome, answer.detail, len(found), new, changed, gap)


async def _record(ledger: Ledger, feed: DueFeed, answer: _Answer, settings: Settings, now: datetime) -> Polled:
    """The outcome of a poll that brought no entries."""
    values = _outcome(feed, answer, settings, now, gap=False, entries=0, new=0)
    values |= {"last_keys": None, "identity_rule": feed.identity_rule, "changed": 0}
    stored = await ledger.put(feed, values)
    return Polled(feed, answer.outcome, answer.detail) if stored else _too_late(feed, answer)


def _too_late(feed: DueFeed, answer: _Answer) -> Polled:
    return Polled(feed, answer.outcome, "polled by another worker meanwhile")


def _put_entries(
    conn: Conn, feed: DueFeed, found: Sequence[FeedEntry], keys: Sequence[str], settings: Settings, now: datetime
) -> tuple[int, int]:
    """Store entries that are new or edited; answers how many of each."""
    known = feeds.known_entries(conn, feed.feed_id, keys)
    by_link = entries.by_link(conn, feed.feed_id, [entry.link for entry in found if entry.link])
    shared = shared_links(found)
    kept: list[KeptEntry] = []
    fresh: dict[str, tuple[FeedEntry, NewArticle]] = {}
    links: dict[str, str] = {}
    twice: list[tuple[str, FeedEntry]] = []
    changed = 0
    for key, entry in dict(zip(reversed(keys), reversed(found), strict=True)).items():
        own = entry.link is None or entry.link in shared  # its link does not tell it from other items
        before = known.get(key) or (None if own else by_link.get(entry.link or ""))
        digest = entry_hash(entry)
        if before is None and not own and links.setdefault(entry.link or "", key) != key:
            twice.append((key, entry))
        elif before is None:
            fresh[key] = entry, _article(feed, entry, key if own else None, settings, now)
        elif before[1] != digest or key not in known:
            _edit(conn, entry, before[0], own, settings, now)
            kept.append(KeptEntry(key, before[0], entry.guid, entry.link, digest))
            changed += before[1] != digest
    stored = dict(zip(fresh, put_many(conn, [article for _, article in fresh.values()], now), strict=True))
    new = [(key, entry, stored[key]) for key, (entry, _) in fresh.items()]
    new += [(key, entry, stored[links[entry.link or ""]]) for key, entry in twice]
    kept += [KeptEntry(key, its.article_id, entry.guid, entry.link, entry_hash(entry)) for key, entry, its in new]
    entries.put(conn, feed.feed_id, kept, now)
    feeds.touch_entries(conn, feed.feed_id, [key for key in keys if key in known], now)
    return sum(its.fresh for its in stored.values()), changed


def _edit(conn: Conn, entry: FeedEntry, article_id: int, own: bool, settings: Settings, now: datetime) -> None:
    """The feed's new words, which count until the page is read again, and for good where it gives no article."""
    if settings.fetch.full_text and not own:
        feeds.read_again(conn, article_id, now)
    title = plain_text(entry.title or "") or None
    articles.put_words(conn, article_id, title, plain_text(entry.body) or title or "", "feed", now)


def _article(feed: DueFeed, entry: FeedEntry, key: str | None, settings: Settings, now: datetime) -> NewArticle:
    """The article of an entry, with the feed's own words until its page is read. `key`: that of an entry whose link is
    none of its own; then there is no page to read either."""
    when = read_date(entry.published or entry.updated, country=feed.country, zone=feed.zone, now=now)
    title = plain_text(entry.title or "") or None
    reads = settings.fetch.full_text and key is None
    return NewArticle(
        url=entry.link or feed.url,
        key=key and f"{feed.feed_id} {key}",
        title=title,
        body=plain_text(entry.body) or title or "",
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
    )


def _outcome(
    feed: DueFeed, answer: _Answer, settings: Settings, now: datetime, gap: bool, entries: int, new: int
) -> dict[str, Any]:
    """The columns that a poll changes."""
    bounds = schedule.Bounds(settings.schedule.min_interval_s, settings.schedule.max_interval_s)
    good = answer.outcome.good
    fetched = answer.fetched
    hint = _hint(feed, answer, now)
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
        "outcome": answer.outcome.value, "detail": answer.detail, "now": now,
        "next_poll_at": now + wait, "interval_s": interval, "hint_s": hint, "failures": failures, "good": good,
        "etag": fetched.headers.get("etag") if fresh else feed.etag,
        "last_modified": fetched.headers.get("last-modified") if fresh else feed.last_modified,
        "body_hash": answer.body_hash, "gap": gap, "new_share": new / entries if entries else 0.0,
        "unconditional_at": now if answer.unconditional and good else feed.unconditional_at,
        "title": answer.parsed.title if answer.parsed else None, "status": fetched.status, "bytes": fetched.wire_bytes,
        "seconds": fetched.seconds, "entries": entries, "new": new,
        "late_s": max(0.0, (now - feed.due_at).total_seconds()),
    }  # fmt: skip


def _hint(feed: DueFeed, answer: _Answer, now: datetime) -> int | None:
    hints = [schedule.cache_hint(answer.fetched.headers, now), answer.parsed.hint_s if answer.parsed else feed.hint_s]
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
    host = host_of(feed.url)
    if answer.outcome is Outcome.LIMITED and wait and host:
        feeds.hold_host(conn, host, now + wait, answer.detail or "asked to wait")
