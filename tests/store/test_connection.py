"""Connections outlive a server that restarts: nobody is given one of before."""

from __future__ import annotations

from contextlib import ExitStack

from tracker.store.connection import connect, open_pool


def test_after_a_restart_every_connection_of_a_pool_works(database: str) -> None:
    pool = open_pool(database, size=4)
    try:
        with ExitStack() as held:
            numbers = [held.enter_context(pool.connection()).info.backend_pid for _ in range(4)]
        with connect(database, autocommit=True) as other:
            # as a restart does: all sessions end
            other.execute("SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s::int[]) AS pid", (numbers,))
        with ExitStack() as held:
            taken = [held.enter_context(pool.connection()) for _ in range(4)]
            assert [conn.execute("SELECT 1").fetchone() for conn in taken] == [(1,)] * 4
            assert not {conn.info.backend_pid for conn in taken} & set(numbers)
    finally:
        pool.close()
