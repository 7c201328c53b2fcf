"""What is made ahead of time and what is let go, in the database."""

from __future__ import annotations

from datetime import datetime

from tracker.events.remains import remains
from tracker.store import queries
from tracker.store.connection import Conn

Place = tuple[int, int]
"""An article and a version of its words."""

BEGIN: Place = (0, 0)


def make_months(conn: Conn, now: datetime, ahead: int = 2) -> int:
    """Partitions of the fetch log for this month and those ahead; answers how many are new."""
    row = conn.execute(queries.load("upkeep")["log_months"], {"now": now, "ahead": ahead}).fetchone()
    return int(row[0]) if row else 0


def drop_log(conn: Conn, before: datetime) -> int:
    """Drop the months of the fetch log that end before a moment, and jobs that failed for good before it; answers how
    many months."""
    known = queries.load("upkeep")
    conn.execute(known["drop_failed_jobs"], {"before": before})
    row = conn.execute(known["drop_log"], {"before": before}).fetchone()
    return int(row[0]) if row else 0


def drop_robots(conn: Conn, now: datetime) -> int:
    """Forget robots.txt files that are asked for again anyway."""
    return conn.execute(queries.load("upkeep")["drop_robots"], {"now": now}).rowcount


def let_go(conn: Conn, before: datetime, now: datetime, after: Place = BEGIN, limit: int = 200) -> list[Place]:
    """Let go of the next words after a place that have been known since before a moment; answers whose they were.

    Opening and evidence stay (see `tracker.events.remains`). Words that wait to be read, coded or matched stay whole.
    """
    known = queries.load("upkeep")
    values = {"before": before, "now": now, "article_id": after[0], "version": after[1], "limit": limit}
    rows = conn.execute(known["old_words"], values).fetchall()
    with conn.cursor() as cursor:
        cursor.executemany(
            known["let_go"],
            [
                {"article_id": number, "version": version, "now": now, "body": remains(body, said)}
                for number, version, body, said in rows
            ],
        )
    return [(int(number), int(version)) for number, version, _, _ in rows]
