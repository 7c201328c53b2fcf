"""Reading everything anew: what a new version of the coder has not read yet, by number, so that a long walk can be
resumed, and its readings that wait (are staged) beside those that count until they are swapped in together."""

from __future__ import annotations

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


def swap_in(conn: Conn, coder_version: str) -> None:
    """Make the waiting readings of this version those that count, to be matched in the same transaction; what other
    versions left waiting is dropped."""
    known, values = queries.load("articles"), {"coder_version": coder_version}
    for name in ("drop_staged_mentions", "drop_staged", "swap_in"):
        conn.execute(known[name], values)
