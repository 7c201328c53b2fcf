"""Articles that a new version of the coder has not read yet, by number, so that a long walk can be resumed."""

from __future__ import annotations

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
