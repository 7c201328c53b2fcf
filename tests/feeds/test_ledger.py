"""Outcomes that brought nothing are stored together, and each answers for itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from tracker import settings
from tracker.feeds.catalog import FeedRow
from tracker.feeds.outcome import Outcome
from tracker.fetch import Fetched
from tracker.pipeline import poll
from tracker.pipeline.ledger import Ledger
from tracker.store import feeds
from tracker.store.feeds import DueFeed, Pace

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def claimed(conn: Any) -> list[DueFeed]:
    for n in range(6):
        feeds.put(conn, FeedRow(f"http://h{n}.example/f", f"F{n}", f"p{n}", f"p{n}", "KOR"), "user", NOW)
    due = feeds.claim_due(conn, NOW, Pace(9), limit=9)
    conn.commit()
    return due


def unchanged(feed: DueFeed) -> dict[str, Any]:
    fetched = Fetched(Outcome.NOT_MODIFIED, feed.url, 304)
    answer = poll._Answer(Outcome.NOT_MODIFIED, None, fetched, None, None, False)
    values = poll._outcome(feed, answer, settings.load(env={}), NOW, gap=False, entries=0, new=0)
    return values | {"last_keys": None, "identity_rule": feed.identity_rule, "changed": 0}


def put_all(pool: Any, entries: list[tuple[DueFeed, dict[str, Any]]]) -> list[Any]:
    async def run() -> list[Any]:
        ledger = Ledger(pool)
        return await asyncio.gather(*(ledger.put(*entry) for entry in entries), return_exceptions=True)

    return asyncio.run(run())


def test_all_that_wait_are_stored_and_logged_once(conn: Any, pool: Any, claimed: list[DueFeed]) -> None:
    entries = [(feed, unchanged(feed)) for feed in claimed]
    assert put_all(pool, entries) == [True] * 6
    assert put_all(pool, entries) == [False] * 6  # the claims count no more
    stored = conn.execute("SELECT last_outcome, claimed_at, next_poll_at > %s FROM feed", (NOW,)).fetchall()
    assert stored == [(Outcome.NOT_MODIFIED.value, None, True)] * 6
    assert conn.execute("SELECT count(*) FROM fetch_log").fetchone()[0] == 6


def test_one_that_cannot_be_stored_takes_no_other_with_it(conn: Any, pool: Any, claimed: list[DueFeed]) -> None:
    entries = [(feed, unchanged(feed)) for feed in claimed]
    entries[2][1]["state"] = "nonsense"
    answers = put_all(pool, entries)
    assert [answer is True for answer in answers] == [True, True, False, True, True, True]
    assert isinstance(answers[2], psycopg.errors.CheckViolation)
    assert conn.execute("SELECT count(*) FROM feed WHERE claimed_at IS NULL").fetchone()[0] == 5


def test_an_address_moves_in_company_too(conn: Any, pool: Any, claimed: list[DueFeed]) -> None:
    entries = [(feed, unchanged(feed)) for feed in claimed]
    entries[1][1]["url"] = "https://h1.example/f"
    entries[3][1]["url"] = claimed[0].url  # another feed's
    assert put_all(pool, entries) == [True] * 6
    urls = {row[0] for row in conn.execute("SELECT url FROM feed").fetchall()}
    assert "https://h1.example/f" in urls and claimed[3].url in urls and len(urls) == 6
