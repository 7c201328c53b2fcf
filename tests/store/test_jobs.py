"""Jobs: made with what makes them due or not at all, queued once, taken up again when their worker is gone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tracker.feeds.catalog import FeedRow
from tracker.pipeline.handout import hand_out
from tracker.settings import load
from tracker.store import feeds, upkeep
from tracker.store.jobs import Job, Jobs, defer

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Connection = psycopg.Connection[Any]


def waiting(conn: Connection) -> list[tuple[Any, ...]]:
    return conn.execute(
        "SELECT queueing_lock, lock, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
    ).fetchall()


def put_feeds(conn: Connection, *addresses: str) -> None:
    for address in addresses:
        feeds.put(conn, FeedRow(address, address, "P", "p", "NOR", "en", "UTC", 3), "user", NOW)


def test_a_job_is_made_with_its_transaction_or_not_at_all(conn: Connection) -> None:
    with pytest.raises(RuntimeError), conn.transaction():
        assert defer(conn, [Job("code", "code", "code")]) == 1
        raise RuntimeError
    assert waiting(conn) == []


def test_nothing_is_queued_twice(conn: Connection) -> None:
    job = Job("poll", "fetch", "poll 1", {"feed_id": 1, "host": "h"}, "h#0")
    assert [defer(conn, [job, job]), defer(conn, [job]), len(waiting(conn))] == [1, 0, 1]


def test_due_feeds_become_jobs_once_and_no_host_gets_more_than_it_can_be_asked(conn: Connection) -> None:
    crowd = [f"http://crowd.example/{n}" for n in range(40)]
    put_feeds(conn, "http://alone.example/feed", *crowd)
    settings = load(env={"TRACKER_FETCH_HOST_SPACING_S": "1", "TRACKER_SCHEDULE_TICK_S": "5"})
    later = NOW + timedelta(days=2)
    assert hand_out(conn, settings, later) == 11  # one alone, and as many of the crowd as two ticks have seconds
    assert hand_out(conn, settings, later) == 0
    locks = {row[1] for row in waiting(conn) if "crowd" in row[1]}
    assert locks == {f"crowd.example#{n}" for n in range(settings.fetch.per_host)}


def test_a_host_that_asked_to_wait_gets_no_jobs(conn: Connection) -> None:
    put_feeds(conn, "http://busy.example/a", "http://busy.example/b", "http://free.example/c")
    later = NOW + timedelta(days=2)
    feeds.hold_host(conn, "busy.example", later + timedelta(hours=1), "Retry-After")
    assert hand_out(conn, load(env={}), later) == 1
    assert hand_out(conn, load(env={}), later + timedelta(hours=2)) == 2


def test_waiting_as_a_host_asked_is_not_being_late(conn: Connection) -> None:
    put_feeds(conn, "http://busy.example/a", "http://free.example/c")
    hour = timedelta(hours=1)
    feeds.hold_host(conn, "busy.example", NOW + 2 * hour, "Retry-After")
    claimed = feeds.claim_due(conn, NOW + 3 * hour, feeds.Pace(9), limit=9)
    assert {feed.host: feed.due_at for feed in claimed} == {"busy.example": NOW + 2 * hour, "free.example": NOW}


def test_jobs_of_a_dead_worker_are_taken_up(database: str, conn: Connection) -> None:
    defer(conn, [Job("poll", "fetch", "poll 7", {"feed_id": 7})])
    worker = conn.execute("SELECT procrastinate_register_worker_v1()").fetchone()
    conn.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    conn.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", worker)
    conn.commit()
    done: list[int] = []

    async def poll(feed_id: int) -> None:
        done.append(feed_id)

    async def run() -> int:
        stop = asyncio.Event()
        async with Jobs(database, {"poll": poll}, heartbeat_s=1.0) as jobs:
            taken = await jobs.take_up()
            working = asyncio.create_task(jobs.work(["fetch"], at_once=2, stop=stop, within_s=1.0))
            for _ in range(300):
                if done:
                    break
                await asyncio.sleep(0.05)
            stop.set()
            await working
            return taken

    assert asyncio.run(run()) == 1
    assert done == [7]
    assert conn.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)


def test_jobs_that_failed_for_good_are_dropped_with_the_fetch_log(conn: Connection) -> None:
    defer(conn, [Job("poll", "fetch", "a"), Job("poll", "fetch", "b")])
    conn.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE queueing_lock = 'a'")
    assert upkeep.drop_log(conn, datetime.now(UTC) + timedelta(days=1)) == 0
    assert [row[0] for row in waiting(conn)] == ["b"]
    assert conn.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (1,)
