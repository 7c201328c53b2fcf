"""Entries of feeds in the database, a whole poll at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.store import queries
from tracker.store.connection import Conn


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry as it is remembered: which article it is and the hash of what it said."""

    key: str
    article_id: int
    guid: str | None
    link: str | None
    content_hash: str


def by_link(conn: Conn, feed_id: int, links: Sequence[str]) -> dict[str, tuple[int, str]]:
    """(article id, content hash) of stored entries by link: a new guid on an old link is no new item."""
    rows = conn.execute(queries.load("entries")["by_link"], {"feed_id": feed_id, "links": list(links)}).fetchall()
    return {row[0]: (int(row[1]), row[2]) for row in rows}


def put(conn: Conn, feed_id: int, entries: Sequence[KeptEntry], now: datetime) -> None:
    """Remember entries; each key once."""
    if not entries:
        return
    values = {
        "feed_id": feed_id, "now": now, "keys": [e.key for e in entries],
        "article_ids": [e.article_id for e in entries],
        "guids": [e.guid for e in entries], "links": [e.link for e in entries],
        "hashes": [e.content_hash for e in entries],
    }  # fmt: skip
    conn.execute(queries.load("entries")["add"], values)
