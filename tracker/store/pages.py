"""Reading for the web page: what its tables, curves and lists need beyond the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row, dict_row, scalar_row

from tracker.store import leader, queries

Conn = Connection[Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """A country or body with its number of events and their mean score (−9 … +10)."""

    code: str
    events: int
    score: float


@dataclass(frozen=True, slots=True)
class Month:
    month: date
    events: int
    score: float


def first_known(conn: Conn) -> datetime | None:
    """When anything was first known."""
    row = conn.execute(queries.load("pages")["horizon"]).fetchone()
    found: datetime | None = row[0] if row else None
    return found


def total(conn: Conn) -> int:
    """Number of events in the timeline, at most 10,001."""
    with conn.cursor(row_factory=scalar_row) as cursor:
        found: int = cursor.execute(queries.load("pages")["total"]).fetchone() or 0
    return found


def actors(conn: Conn, since: date, until: date, limit: int = 100) -> list[Tally]:
    with conn.cursor(row_factory=class_row(Tally)) as cursor:
        values = {"since": since, "until": until, "limit": limit}
        return cursor.execute(queries.load("pages")["actors"], values).fetchall()


def partners(conn: Conn, code: str, since: date, until: date, limit: int = 20) -> list[Tally]:
    """With whom the country or body `code` had events that began on these days."""
    with conn.cursor(row_factory=class_row(Tally)) as cursor:
        values = {"code": code, "since": since, "until": until, "limit": limit}
        return cursor.execute(queries.load("pages")["partners"], values).fetchall()


def scores(conn: Conn, types: Sequence[str]) -> list[tuple[str, float]]:
    """The score of each PLOVER type, the most cooperative first."""
    return list(conn.execute(queries.load("pages")["scores"], {"types": list(types)}))


def curve(conn: Conn, code: str, partner: str, since: date, until: date) -> list[Month]:
    """Mean score per month of the events of a country or body, or of those with a partner (empty: of all)."""
    with conn.cursor(row_factory=class_row(Month)) as cursor:
        values = {"code": code, "partner": partner, "since": since, "until": until}
        return cursor.execute(queries.load("pages")["curve"], values).fetchall()


def related(conn: Conn, event_id: int, countries: Sequence[str], since: date, until: date) -> list[int]:
    """Ids of events of the same countries near in time."""
    with conn.cursor(row_factory=scalar_row) as cursor:
        values = {"event_id": event_id, "countries": list(countries), "since": since, "until": until}
        # planned anew each time: a plan for any days at all would read far too much
        return cursor.execute(queries.load("pages")["related"], values, prepare=False).fetchall()


def feeds(conn: Conn, limit: int = 500) -> list[dict[str, Any]]:
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(queries.load("pages")["feeds"], {"limit": limit}).fetchall()


def health(conn: Conn, now: datetime) -> dict[str, Any]:
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(queries.load("pages")["health"], {"now": now}).fetchone() or {}
    return found | alive(conn)


def digests(conn: Conn, limit: int = 60) -> list[dict[str, Any]]:
    """Digests that were sent, newest first, without their readers' addresses."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(queries.load("pages")["digests"], {"limit": limit}).fetchall()


def digest(conn: Conn, delivery_id: int) -> dict[str, Any] | None:
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(queries.load("pages")["digest"], {"delivery_id": delivery_id}).fetchone()


def alive(conn: Conn) -> dict[str, Any]:
    """`scheduler`: whether any process leads it; `workers`: how many are heard. Raises where the database is away."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(queries.load("pages")["alive"], {"lead": leader.LOCK}).fetchone() or {}


def metrics(conn: Conn, now: datetime) -> dict[str, Any]:
    """What Prometheus is told."""
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(queries.load("pages")["metrics"], {"now": now}).fetchone() or {}
    living = alive(conn)
    return found | {"scheduler_leading": living["scheduler"], "workers_alive": living["workers"]}
