"""Articles that are sources of an event by how they open. Deciding is done in tracker.events.echo."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg.rows import class_row, dict_row, scalar_row
from psycopg.types.json import Jsonb

from tracker.events.echo import Opening
from tracker.store import queries
from tracker.store.connection import Asked, Conn
from tracker.store.events import Member, to_member


@dataclass(frozen=True, slots=True)
class Telling:
    """Which mention of another article an article tells of best among those of one family of kinds, and how well."""

    article_id: int
    family: str
    of_article: int
    of_mention: int
    score: float
    reason: str


def openings(conn: Conn, article_ids: Collection[int]) -> Asked[dict[int, Opening]]:
    """How matched articles open, by id; none for articles in other languages."""
    if not article_ids:
        return dict
    cursor = conn.cursor(row_factory=dict_row)
    cursor.execute(queries.load("echoes")["openings"], {"article_ids": list(article_ids)}, prepare=True)
    return lambda: {
        row["article_id"]: Opening(row["url_key"], row["title"] or "", row["opening"], row["published_at"])
        for row in cursor.fetchall()
    }


def filed(conn: Conn, article_ids: Collection[int]) -> Asked[dict[int, Collection[int]]]:
    """The keys under which articles are filed, by id."""
    if not article_ids:
        return dict
    cursor = conn.execute(queries.load("echoes")["filed"], {"article_ids": list(article_ids)}, prepare=True)
    return lambda: dict(cursor.fetchall())


def file_stories(conn: Conn, keys: Mapping[int, Collection[int]]) -> None:
    """File articles under the keys of their openings."""
    rows = [{"article_id": article_id, "keys": sorted(its)} for article_id, its in keys.items()]
    if rows:
        conn.execute(queries.load("echoes")["file_stories"], {"rows": Jsonb(rows)}, prepare=True)


def sharing(conn: Conn, keys: Collection[int]) -> Asked[set[int]]:
    """Articles filed under any of some keys."""
    if not keys:
        return set
    cursor = conn.cursor(row_factory=scalar_row)
    cursor.execute(queries.load("echoes")["sharing"], {"keys": sorted(keys)}, prepare=False)
    return lambda: set(cursor.fetchall())


def echoing(conn: Conn, article_ids: Collection[int], event_ids: Collection[int]) -> Asked[dict[str, set[int]]]:
    """Articles that told of a mention of these articles ("lost"), those of these that tell of something ("own"), and
    sources of these events by what they tell of ("held")."""
    values = {"article_ids": list(article_ids), "event_ids": list(event_ids)}
    cursor = conn.execute(queries.load("echoes")["echoing"], values, prepare=True)

    def answer() -> dict[str, set[int]]:
        found: dict[str, set[int]] = {"lost": set(), "own": set(), "held": set()}
        for article_id, why in cursor.fetchall():
            found[why].add(article_id)
        return found

    return answer


def told_of(conn: Conn, article_ids: Collection[int]) -> Asked[dict[tuple[int, str], Telling]]:
    """What articles tell of now, by article and family."""
    if not article_ids:
        return dict
    cursor = conn.cursor(row_factory=class_row(Telling))
    cursor.execute(queries.load("echoes")["told_of"], {"article_ids": list(article_ids)}, prepare=True)
    return lambda: {(row.article_id, row.family): row for row in cursor.fetchall()}


def leads(conn: Conn, article_ids: Collection[int]) -> Asked[list[Member]]:
    """The news of articles: their lead mentions that are evidence for events now."""
    if not article_ids:
        return list
    cursor = conn.cursor(row_factory=dict_row)
    cursor.execute(queries.load("echoes")["leads"], {"article_ids": list(article_ids)}, prepare=True)
    return lambda: [to_member(row) for row in cursor.fetchall()]


def mentions(conn: Conn, article_ids: Collection[int]) -> Asked[list[Member]]:
    """All mentions of articles, whether in the opening or further down."""
    if not article_ids:
        return list
    cursor = conn.cursor(row_factory=dict_row)
    cursor.execute(queries.load("echoes")["mentions"], {"article_ids": list(article_ids)}, prepare=True)
    return lambda: [to_member(row) for row in cursor.fetchall()]


def forget(conn: Conn, article_ids: Collection[int]) -> None:
    """Forget what articles told of."""
    conn.execute(queries.load("echoes")["forget"], {"article_ids": list(article_ids)}, prepare=True)


def keep(conn: Conn, tellings: Iterable[Telling]) -> None:
    """Store what articles tell of, in place of what they told of that family before."""
    rows = [asdict(telling) for telling in tellings]
    if rows:
        conn.execute(queries.load("echoes")["keep"], {"rows": Jsonb(rows)}, prepare=True)


def put_sources(conn: Conn, article_ids: Collection[int], now: datetime) -> set[int]:
    """Make articles sources of the events that hold what they tell of; answers the events whose sources changed."""
    values = {"article_ids": list(article_ids), "now": now}
    with conn.cursor(row_factory=scalar_row) as cursor:
        return set(cursor.execute(queries.load("echoes")["put_echoes"], values, prepare=True).fetchall())


def urls(conn: Conn, event_id: int) -> set[str]:
    """Addresses of the articles that are sources of an event only by how they open."""
    with conn.cursor(row_factory=scalar_row) as cursor:
        return set(cursor.execute(queries.load("echoes")["echo_urls"], {"event_id": event_id}).fetchall())


def count_sources(conn: Conn, event_ids: Collection[int]) -> None:
    """Bring the number of articles behind events up to date."""
    conn.execute(queries.load("echoes")["count_sources"], {"event_ids": list(event_ids)}, prepare=True)
