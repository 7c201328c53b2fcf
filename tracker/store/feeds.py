"""Feeds in the database: the list, what is due, what came of a poll, entries and their articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row, namedtuple_row

from tracker.feeds.catalog import FeedRow
from tracker.store import queries
from tracker.store.connection import Conn


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed that was claimed for polling, with its memory of the last good answer.

    `claimed_at` names the claim: an outcome is stored only while it is the last one. `due_at`: for what time it was
    due; `place`: how many of its host were handed out before it, itself included.
    """

    feed_id: int
    url: str
    title: str | None
    publisher: str | None
    family: str | None
    country: str | None
    language: str
    zone: str
    tier: int
    state: str
    interval_s: int
    hint_s: int | None
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    last_keys: list[str]
    identity_rule: str
    unconditional_at: datetime | None
    failures: int
    gone_since: datetime | None
    moved_to: str | None
    moved_since: datetime | None
    claimed_at: datetime
    due_at: datetime
    host: str
    place: int


@dataclass(frozen=True, slots=True)
class DueRead:
    """An article whose page waits to be read."""

    article_id: int
    url: str
    read_tries: int
    published_at: datetime | None
    country: str | None
    zone: str
    lease: datetime
    host: str
    place: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How hosts are asked: at most `per_host` at once, one per `spacing_s`; `ahead_s`: for how many seconds requests
    are handed out at a time; `queued`: jobs that wait count."""

    per_host: int
    spacing_s: float = 0.0
    ahead_s: float = 0.0
    queued: bool = False


LEASE_S = 600


def put(conn: Conn, row: FeedRow, origin: str, now: datetime, *, interval_s: int = 3600, revive: bool = False) -> bool:
    """Put a feed into the list, or bring its description up to date; true when it is new."""
    values = {name: getattr(row, name) for name in FeedRow.__slots__}
    values |= {"origin": origin, "now": now, "interval_s": interval_s, "revive": revive}
    found = conn.execute(queries.load("feeds")["upsert_feed"], values).fetchone()
    conn.execute(queries.load("feeds")["upsert_publisher"], values)
    assert found is not None
    return bool(found[1])


def claim_due(
    conn: Conn, now: datetime, pace: Pace, *, limit: int, feed_ids: Sequence[int] | None = None
) -> list[DueFeed]:
    """Claim feeds whose time has come, those waiting longest first.

    A claim is a lease: a feed whose worker dies is due again after ten minutes.
    """
    values = _paced(pace, now, limit) | {"feed_ids": list(feed_ids) if feed_ids else None}
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(queries.load("feeds")["claim_due"], values).fetchall()
    return sorted((_due_feed(row) for row in rows), key=lambda feed: (feed.due_at, feed.place))


def _paced(pace: Pace, now: datetime, limit: int) -> dict[str, Any]:
    return {
        "now": now, "limit": limit, "per_host": pace.per_host, "spacing_s": pace.spacing_s, "ahead_s": pace.ahead_s,
        "queued": pace.queued, "lease_s": LEASE_S,
    }  # fmt: skip


def _due_feed(row: dict[str, Any]) -> DueFeed:
    return DueFeed(**{name: row[name] for name in DueFeed.__slots__})


def take_feed(conn: Conn, feed_id: int, now: datetime) -> DueFeed | None:
    """The feed of a job; None where it was polled already, paused or removed meanwhile."""
    with conn.cursor(row_factory=dict_row) as cursor:
        values = {"feed_id": feed_id, "now": now, "lease_s": LEASE_S}
        row = cursor.execute(queries.load("feeds")["take_feed"], values).fetchone()
    return _due_feed(row) if row else None


def put_back_feed(conn: Conn, feed: DueFeed, again: datetime) -> None:
    """The feed could not be polled now."""
    values = {"feed_id": feed.feed_id, "claimed_at": feed.claimed_at, "again": again}
    conn.execute(queries.load("feeds")["put_back_feed"], values)


def holds(conn: Conn, feed: DueFeed) -> bool:
    """Whether this claim is still the last one; the row stays locked until the transaction ends."""
    values = {"feed_id": feed.feed_id, "claimed_at": feed.claimed_at}
    return conn.execute(queries.load("feeds")["holds_feed"], values).fetchone() is not None


def make_due(conn: Conn, now: datetime, feed_ids: Sequence[int] | None = None) -> None:
    """Make feeds due at once; all active ones without ids."""
    conn.execute(queries.load("feeds")["make_due"], {"now": now, "feed_ids": list(feed_ids) if feed_ids else None})


def record(conn: Conn, feed: DueFeed, values: dict[str, Any]) -> bool:
    """Store what came of a poll (columns of feed and of fetch_log by name); false where the claim counts no more.

    An address that another feed has already is not taken over.
    """
    known = queries.load("feeds")
    values = values | {"feed_id": feed.feed_id, "claimed_at": feed.claimed_at}
    if values["url"] != feed.url:
        taken = conn.execute(known["address_taken"], values).fetchone()
        if taken and taken[0]:
            values = values | {"url": feed.url, "moved_to": None, "moved_since": None}
    return conn.execute(known["record_outcome"], values).rowcount == 1


def record_many(conn: Conn, outcomes: Sequence[tuple[DueFeed, dict[str, Any]]]) -> list[bool]:
    """The same for several that keep their addresses and brought nothing, in one exchange with the server: all of them
    or none. Nobody waits for the disk: what a crash of the server takes with it is polled again when the claim ends."""
    known = queries.load("feeds")["record_outcome"]
    with conn.pipeline(), conn.transaction():
        conn.execute("SET LOCAL synchronous_commit = off")
        sent = [
            conn.execute(known, values | {"feed_id": feed.feed_id, "claimed_at": feed.claimed_at})
            for feed, values in outcomes
        ]
    return [cursor.rowcount == 1 for cursor in sent]


def hold_host(conn: Conn, host: str, not_before: datetime, reason: str) -> None:
    """Leave a host alone until a moment."""
    conn.execute(queries.load("feeds")["hold_host"], {"host": host, "not_before": not_before, "reason": reason})


def ask_host(conn: Conn, host: str, spacing_s: float, now: datetime) -> tuple[float, datetime | None]:
    """Reserve the next moment for a request to a host: (seconds to wait for it, until when the host wants no request).

    All processes reserve in the same row, so the spacing holds whoever asks; the clock is the database's.
    """
    row = conn.execute(queries.load("feeds")["ask_host"], {"host": host, "spacing_s": spacing_s, "now": now}).fetchone()
    assert row is not None
    return float(row[0]), row[1]


def held_until(conn: Conn, host: str, now: datetime) -> datetime | None:
    """Until when a host wants no request; None where it may be asked."""
    row = conn.execute(queries.load("feeds")["held_until"], {"host": host, "now": now}).fetchone()
    return row[0] if row else None


def known_entries(conn: Conn, feed_id: int, keys: Sequence[str]) -> dict[str, tuple[int, str]]:
    """(article id, content hash) of entries that are stored, by key."""
    rows = conn.execute(queries.load("feeds")["known_entries"], {"feed_id": feed_id, "keys": list(keys)}).fetchall()
    return {row[0]: (int(row[1]), row[2]) for row in rows}


def known_links(conn: Conn, feed_id: int, links: Sequence[str]) -> list[tuple[str, str]]:
    """(guid, link) of stored entries with these links."""
    rows = conn.execute(queries.load("feeds")["known_links"], {"feed_id": feed_id, "links": list(links)}).fetchall()
    return [(row[0], row[1]) for row in rows]


def entry_by_link(conn: Conn, feed_id: int, link: str | None) -> tuple[int, str] | None:
    """(article id, content hash) of the stored entry with this link: a new guid on an old link is no new item."""
    if not link:
        return None
    row = conn.execute(queries.load("feeds")["entry_by_link"], {"feed_id": feed_id, "link": link}).fetchone()
    return (int(row[1]), row[2]) if row else None


def put_entry(
    conn: Conn,
    feed_id: int,
    key: str,
    article_id: int,
    guid: str | None,
    link: str | None,
    content_hash: str,
    now: datetime,
) -> None:
    values = {"feed_id": feed_id, "entry_key": key, "article_id": article_id, "guid": guid, "link": link}
    conn.execute(queries.load("feeds")["put_entry"], values | {"content_hash": content_hash, "now": now})


def touch_entries(conn: Conn, feed_id: int, keys: Sequence[str], now: datetime) -> None:
    conn.execute(queries.load("feeds")["touch_entries"], {"feed_id": feed_id, "keys": list(keys), "now": now})


def read_again(conn: Conn, article_id: int, now: datetime) -> None:
    """The page of an edited entry is due again."""
    conn.execute(queries.load("feeds")["read_again"], {"article_id": article_id, "now": now})


def claim_reads(
    conn: Conn, now: datetime, pace: Pace, *, limit: int, hosts: Sequence[str] | None = None
) -> list[DueRead]:
    """Claim articles whose page waits to be read, of some hosts or of all, by the same kind of lease."""
    values = _paced(pace, now, limit) | {"hosts": None if hosts is None else list(hosts)}
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        rows = cursor.execute(queries.load("feeds")["claim_reads"], values).fetchall()
    return sorted((DueRead(*row) for row in rows), key=lambda article: article.place)


def take_read(conn: Conn, article_id: int, now: datetime) -> DueRead | None:
    """The article of a job; None where it was read already."""
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        values = {"article_id": article_id, "now": now, "lease_s": LEASE_S}
        row = cursor.execute(queries.load("feeds")["take_read"], values).fetchone()
    return DueRead(*row) if row else None


def put_back_read(conn: Conn, article: DueRead, again: datetime) -> None:
    """The page could not be asked for now."""
    values = {"article_id": article.article_id, "lease": article.lease, "again": again}
    conn.execute(queries.load("feeds")["put_back_read"], values)


def give_up_reads(conn: Conn, now: datetime) -> int:
    """Articles whose reading never came to an end keep the feed's words; answers how many."""
    return conn.execute(queries.load("feeds")["give_up_reads"], {"now": now}).rowcount


def finish_read(
    conn: Conn,
    article: DueRead,
    state: str,
    *,
    detail: str | None,
    again: datetime | None = None,
    published_at: datetime | None = None,
    published_from: str = "page",
    published_doubt: str | None = None,
) -> None:
    """Store what came of reading. An article that became due again meanwhile stays due."""
    values = {
        "article_id": article.article_id,
        "lease": article.lease,
        "state": state,
        "detail": detail,
        "again": again,
    }
    values |= {"published_at": published_at, "published_from": published_from, "published_doubt": published_doubt}
    conn.execute(queries.load("feeds")["finish_read"], values)


def robots(conn: Conn, host: str, now: datetime) -> str | None:
    """The host's robots.txt where a fresh copy is kept."""
    row = conn.execute(queries.load("feeds")["get_robots"], {"host": host, "now": now}).fetchone()
    return row[0] if row else None


def put_robots(conn: Conn, host: str, body: str, now: datetime) -> None:
    conn.execute(queries.load("feeds")["put_robots"], {"host": host, "body": body, "now": now})


def listed(conn: Conn, now: datetime) -> list[dict[str, Any]]:
    """All feeds that were not removed."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(queries.load("feeds")["list"], {"now": now}).fetchall()


def set_state(conn: Conn, which: str, state: str, now: datetime) -> list[tuple[int, str]]:
    """Pause, resume or remove the feed with this address or number; answers what was changed."""
    values = {"which": which, "state": state, "now": now}
    return [(int(row[0]), row[1]) for row in conn.execute(queries.load("feeds")["set_state"], values).fetchall()]


def rebase(conn: Conn, base: str, now: datetime) -> None:
    """Move the demo's feeds to the address that its server has this time."""
    conn.execute(queries.load("feeds")["rebase"], {"base": base})
