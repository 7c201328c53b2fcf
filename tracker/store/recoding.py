"""Reading everything anew: what a new version of the coder has not read yet, by number, so that a long walk can be
resumed, and its readings that wait (are staged) beside those that count until they are swapped in together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from tracker.store import queries
from tracker.store.articles import DueArticle
from tracker.store.connection import Conn


def due_after(conn: Conn, coder_version: str, after: int, limit: int) -> list[DueArticle]:
    """The next articles whose words this coder version has not coded, beyond the number `after`."""
    with conn.cursor(row_factory=class_row(DueArticle)) as cursor:
        values = {"coder_version": coder_version, "after": after, "limit": limit}
        return cursor.execute(queries.load("articles")["recode_after"], values, prepare=False).fetchall()


def last_article(conn: Conn) -> int:
    """The highest number of an article, 0 where there is none."""
    row = conn.execute(queries.load("articles")["last_article"]).fetchone()
    return int(row[0]) if row else 0


def any_staged(conn: Conn, coder_version: str) -> bool:
    """Whether readings by this coder version wait to be swapped in."""
    row = conn.execute(queries.load("articles")["any_staged"], {"coder_version": coder_version}).fetchone()
    return bool(row and row[0])


def staged(conn: Conn, coder_version: str) -> int:
    """How many readings by this coder version wait to be swapped in."""
    row = conn.execute(queries.load("articles")["staged"], {"coder_version": coder_version}).fetchone()
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True)
class Progress:
    """A re-coding under way: `done` of `total` articles are read anew and wait; whole, they are joined to events."""

    coder_version: str
    since: datetime
    done: int
    total: int


def progress(conn: Conn, young: datetime) -> Progress | None:
    """How far a re-coding is, None where there is none; `young`: since when articles are read anew by the service."""
    with conn.cursor(row_factory=class_row(Progress)) as cursor:
        return cursor.execute(queries.load("articles")["progress"], {"since": young}, prepare=False).fetchone()


def swap_in(conn: Conn, coder_version: str) -> list[int]:
    """Make the waiting readings of this version those that count; answers their articles, to be matched in the same
    transaction. What other versions left waiting is dropped."""
    known, values = queries.load("articles"), {"coder_version": coder_version}
    for name in ("drop_staged_mentions", "drop_staged"):
        conn.execute(known[name], values)
    return sorted(row[0] for row in conn.execute(known["swap_in"], values).fetchall())


def being_swapped(conn: Conn, article_ids: Sequence[int], coder_version: str) -> set[int]:
    """Those of these articles whose reading by this version is just being swapped in."""
    values = {"article_ids": list(article_ids), "coder_version": coder_version}
    return {row[0] for row in conn.execute(queries.load("articles")["being_swapped"], values).fetchall()}
