"""Bringing a database to today's schema: sql/migrations in order, then procrastinate's own tables.

Migrations are append-only and run once each, in one transaction each, under an advisory lock so that several
processes may start at once.
"""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from tracker import resources
from tracker.errors import MigrationError
from tracker.store.connection import Conn, connect

_LOCK = 7_241_001
_LEDGER = """
CREATE TABLE IF NOT EXISTS migration (
    name        text PRIMARY KEY,
    applied_at  timestamptz NOT NULL DEFAULT now()
)
"""


@dataclass(frozen=True, slots=True)
class MigrationState:
    """Which migrations stand in the database, and which are still to come."""

    applied: tuple[str, ...]
    pending: tuple[str, ...]


def migrate(url: str) -> tuple[str, ...]:
    """Apply what is missing; answers the names applied. Raises MigrationError naming the file that failed."""
    with connect(url, autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        try:
            conn.execute(_LEDGER)
            return tuple(name for name in state(conn).pending if _apply(conn, name))
        finally:
            conn.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


def state(conn: Conn) -> MigrationState:
    """What is applied and what is pending, in order."""
    known = conn.execute("SELECT to_regclass('migration') IS NOT NULL").fetchone()
    rows = conn.execute("SELECT name FROM migration ORDER BY applied_at, name").fetchall() if known and known[0] else []
    applied = tuple(str(row[0]) for row in rows)
    return MigrationState(applied, tuple(name for name in _all() if name not in applied))


@cache
def _all() -> tuple[str, ...]:
    files = sorted(path.name for path in (resources.folder("sql") / "migrations").glob("*.sql"))
    return (*files, *_job_steps())


def _job_steps() -> tuple[str, ...]:
    """procrastinate's schema: whole at first, its own migrations when the library is newer than the tables."""
    return (f"procrastinate {importlib.metadata.version('procrastinate')}",)


def _apply(conn: Conn, name: str) -> bool:
    try:
        with conn.transaction():
            if name.startswith("procrastinate "):
                _apply_jobs(conn, name)
            else:
                text = (resources.folder("sql") / "migrations" / name).read_text(encoding="utf-8")
                conn.execute(sql.SQL(text))  # our own packaged file
            conn.execute("INSERT INTO migration (name) VALUES (%s)", (name,))
    except psycopg.Error as error:
        raise MigrationError(f"migration {name} failed: {str(error).splitlines()[0]}; nothing of it was kept") from None
    return True


def _apply_jobs(conn: Conn, name: str) -> None:
    from procrastinate.schema import SchemaManager

    row = conn.execute("SELECT max(name) FROM migration WHERE name LIKE 'procrastinate %%'").fetchone()
    before = row[0] if row else None
    if before is None:
        conn.execute(sql.SQL(SchemaManager.get_schema()))
        return
    installed = _version(str(before))
    for path in sorted(Path(SchemaManager.get_migrations_path()).iterdir()):
        if path.name.endswith(".sql") and installed < _version(path.name) <= _version(name):
            conn.execute(sql.SQL(path.read_text(encoding="utf-8")))


def _version(text: str) -> tuple[int, ...]:
    """(3, 5, 0) from "procrastinate 3.5.0" or "03.05.00_01_pre_….sql"."""
    digits = text.removeprefix("procrastinate ").split("_")[0].removesuffix(".sql")
    return tuple(int(part) for part in digits.split(".")[:3] if part.isdigit())
