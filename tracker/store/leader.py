"""One scheduler leads: whoever's session holds an advisory lock, which PostgreSQL frees the moment the session dies."""

from __future__ import annotations

from contextlib import suppress

import psycopg

from tracker.store.connection import Conn, connect

LOCK = 7_241_003


class Holder:
    """The lead, as long as its connection lives."""

    def __init__(self, conn: Conn) -> None:
        self._conn = conn

    def holds(self) -> bool:
        """Whether the connection, and with it the lock, is still ours."""
        try:
            self._conn.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def release(self) -> None:
        with suppress(psycopg.Error):
            self._conn.close()


def try_lead(url: str) -> Holder | None:
    """The lead, or None while another process holds it or the database is away."""
    try:
        conn = connect(url, autocommit=True)
        row = conn.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
    except Exception:  # noqa: BLE001 - the database may be restarting; the caller tries again
        return None
    if row and row[0]:
        return Holder(conn)
    conn.close()
    return None
