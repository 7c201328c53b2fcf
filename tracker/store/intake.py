"""Many articles at once, by COPY; what they come to is the same as storing them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.events.reprints import wire_of
from tracker.store import queries
from tracker.store.articles import NewArticle, Stored, content_hash, identity, put, put_words, storable
from tracker.store.connection import Conn


def put_many(conn: Conn, articles: Sequence[NewArticle], now: datetime) -> list[Stored]:
    """Store articles that come with their words, in the order given. Repeating it changes nothing."""
    if not articles:
        return []
    first: dict[str, int] = {}
    for n, article in enumerate(articles):
        first.setdefault(identity(article), n)
    at_once = sorted(first.values())
    stored = dict(zip(at_once, _copy(conn, [articles[n] for n in at_once], now), strict=True))
    for n, article in enumerate(articles):
        if n not in stored:  # an address that stands in the batch again, perhaps with other words
            stored[n] = put(conn, article, now)
    return [stored[n] for n in range(len(articles))]


def _copy(conn: Conn, articles: Sequence[NewArticle], now: datetime) -> list[Stored]:
    known = queries.load("articles")
    conn.execute(known["incoming"])
    conn.execute("TRUNCATE incoming")
    with conn.cursor().copy(known["copy_incoming"]) as copy:
        for n, each in enumerate(articles):
            copy.write_row(
                (n, each.url, identity(each), each.publisher, each.family, each.country, each.zone, each.tier,
                 each.published_at, each.published_raw, each.published_from, each.published_doubt, each.updated_at,
                 now, each.read_state, now if each.read_state == "due" else None, wire_of(each.body or ""))
            )  # fmt: skip
    ids = {int(row[0]): (int(row[1]), bool(row[2])) for row in conn.execute(known["take_incoming"]).fetchall()}
    stored = [Stored(*ids[n], changed=False) for n in range(len(articles))]
    fresh = [(s.article_id, a) for s, a in zip(stored, articles, strict=True) if s.fresh and a.body is not None]
    _copy_words(conn, fresh, now)
    changed = {
        s.article_id
        for s, a in zip(stored, articles, strict=True)
        if not s.fresh and a.body is not None and put_words(conn, s.article_id, a.title, a.body, a.body_from, now)
    } | {article_id for article_id, _ in fresh}
    return [Stored(s.article_id, s.fresh, s.article_id in changed) for s in stored]


def _copy_words(conn: Conn, fresh: Sequence[tuple[int, NewArticle]], now: datetime) -> None:
    """First versions of the words of new articles. Signatures are made when they are coded; polling has no time."""
    with conn.cursor().copy(queries.load("articles")["copy_versions"]) as copy:
        for article_id, each in fresh:
            title, body = storable(each.title), storable(each.body) or ""
            digest = content_hash(title, body)
            copy.write_row((article_id, 1, f"[{now.isoformat()},)", title, body, each.body_from, digest))
