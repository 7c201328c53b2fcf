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
    """A feed that was claimed for polling, with its memory of the last good answer."""

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
    was_due: datetime


@dataclass(frozen=True, slots=True)
class DueRead:
    """An article whose page waits to be read."""

    article_id: int
    url: str
    read_tries: int
    published_at: datetime | None
    country: str | None
    zone: str


def put(conn: Conn, row: FeedRow, origin: str, now: datetime, *, interval_s: int = 3600, revive: bool = False) -> bool:
    """Put a feed into the list, or bring its description up to date; true when it is new."""
    values = {name: getattr(row, name) for name in FeedRow.__slots__}
    values |= {"origin": origin, "now": now, "interval_s": interval_s, "revive": revive}
    found = conn.execute(queries.load("feeds")["upsert_feed"], values).fetchone()
    conn.execute(queries.load("feeds")["upsert_publisher"], values)
    assert found is not None
    return bool(found[1])


def claim_due(
    conn: Conn, now: datetime, *, limit: int, per_host: int, feed_ids: Sequence[int] | None = None
) -> list[DueFeed]:
    """Claim feeds whose time has come. A claim is a lease: a feed whose worker dies is due again after ten minutes."""
    values = {"now": now, "limit": limit, "per_host": per_host, "feed_ids": list(feed_ids) if feed_ids else None}
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(queries.load("feeds")["claim_due"], values).fetchall()
    return [DueFeed(**{name: row[name] for name in DueFeed.__slots__}) for row in rows]


def make_due(conn: Conn, now: datetime, feed_ids: Sequence[int] | None = None) -> None:
    """Make feeds due at once; all active ones without ids."""
    conn.execute(queries.load("feeds")["make_due"], {"now": now, "feed_ids": list(feed_ids) if feed_ids else None})


def record(conn: Conn, values: dict[str, Any]) -> None:
    """Store what came of a poll (columns of feed and of fetch_log by name). An address that another feed has already
    is not taken over."""
    known = queries.load("feeds")
    taken = conn.execute(known["address_taken"], values).fetchone()
    if taken and taken[0]:
        values = values | {"url": values["old_url"], "moved_to": None, "moved_since": None}
    conn.execute(known["record_outcome"], values)
    conn.execute(known["log_fetch"], values)


def hold_host(conn: Conn, host: str, not_before: datetime, reason: str) -> None:
    """Leave a host alone until a moment."""
    conn.execute(queries.load("feeds")["hold_host"], {"host": host, "not_before": not_before, "reason": reason})


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


def claim_reads(conn: Conn, now: datetime, limit: int) -> list[DueRead]:
    with conn.cursor(row_factory=namedtuple_row) as cursor:
        rows = cursor.execute(queries.load("feeds")["claim_reads"], {"now": now, "limit": limit}).fetchall()
    return [DueRead(*row) for row in rows]


def finish_read(
    conn: Conn,
    article_id: int,
    state: str,
    *,
    detail: str | None,
    again: datetime | None = None,
    published_at: datetime | None = None,
    published_from: str = "page",
) -> None:
    values = {"article_id": article_id, "state": state, "detail": detail, "again": again}
    values |= {"published_at": published_at, "published_from": published_from}
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


def drop_log(conn: Conn, before: datetime) -> int:
    """Delete fetch log rows older than a moment."""
    return conn.execute(queries.load("feeds")["drop_log"], {"before": before}).rowcount


def rebase(conn: Conn, base: str, now: datetime) -> None:
    """Move the demo's feeds to the address that its server has this time."""
    conn.execute(queries.load("feeds")["rebase"], {"base": base})
