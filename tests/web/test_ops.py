"""What those who keep the service running see: figures that are true, and a word when the database is away."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from tracker import settings
from tracker.feeds.catalog import FeedRow
from tracker.knowledge import load_lexicon
from tracker.store import feeds, leader
from tracker.store.articles import NewArticle, put
from tracker.store.connection import connect, open_pool
from tracker.web.app import create_app


def served(url: str) -> tuple[TestClient, Any]:
    pool = open_pool(url, size=2)
    return TestClient(
        create_app(settings.load(env={}), pool, tuple(load_lexicon(None).kinds)), base_url="http://127.0.0.1:8080"
    ), pool


def figures(client: TestClient) -> dict[str, float]:
    text = client.get("/metrics").text
    families = list(text_string_to_metric_families(text))
    assert all(" " in family.documentation for family in families), "each says what it means"
    return {sample.name: sample.value for family in families for sample in family.samples}


@pytest.fixture
def busy(conn: Any, database: str) -> Any:
    now = datetime.now(UTC)
    minutes = timedelta(minutes=1)
    for n in range(4):
        feeds.put(conn, FeedRow(f"https://h{n}.example/f", f"F{n}", f"p{n}", f"p{n}", "KOR"), "user", now)
    conn.execute("UPDATE feed SET failures = 2, next_poll_at = %s WHERE feed_id = 1", (now + 60 * minutes,))
    conn.execute("UPDATE feed SET gaps = 3, state = 'paused' WHERE feed_id = 2")
    feeds.hold_host(conn, "h3.example", now + 60 * minutes, "Retry-After")
    feeds.hold_host(conn, "h2.example", now - minutes, "Retry-After")
    for late, changed, new in ((0, 0, 2), (0, 1, 0), (40, 2, 1)):
        conn.execute(
            """INSERT INTO fetch_log (fetched_at, feed_id, outcome, late_s, changed_entries, new_entries)
               VALUES (%s, 1, 'ok', %s, %s, %s)""",
            (now - minutes, late, changed, new),
        )
    conn.execute("INSERT INTO fetch_log (fetched_at, feed_id, outcome, late_s) VALUES (%s, 1, 'ok', 999)",
                 (now - 2 * 60 * minutes,))  # fmt: skip
    dates = (("feed", now, None), ("page", now, None), ("none", None, None), ("ingest", now, None),
             ("feed", now + 999 * minutes, "lies in the future"))  # fmt: skip
    for n, (source, at, doubt) in enumerate(dates):
        article = NewArticle(
            f"https://n.example/{n}", f"T{n}", f"words {n}", "feed", at, published_from=source, published_doubt=doubt,
            read_state="due" if n == 0 else "kept",
        )  # fmt: skip
        put(conn, article, now)
    conn.execute("UPDATE article SET reprint_of = 1 WHERE article_id = 2")
    conn.commit()
    client, pool = served(database)
    yield client
    pool.close()


def test_figures_for_prometheus_are_true(busy: TestClient) -> None:
    found = figures(busy)
    expected = {
        "feeds_active": 3, "feeds_failing": 1, "feeds_due": 2, "gaps_total": 3, "hosts_cooling_down": 1,
        "polls_last_hour": 3, "new_entries_last_hour": 3, "edited_entries_last_day": 3, "articles_last_day": 5,
        "reprints_last_day": 1, "date_fallbacks_last_day": 2, "undated_last_day": 1, "future_dates_last_day": 1,
        "articles_unread": 1, "queue_jobs": 0, "corrections_total": 0, "scheduler_leading": 0, "workers_alive": 0,
    }  # fmt: skip
    assert {name: found[f"tracker_{name}"] for name in expected} == expected
    assert 30 < found["tracker_poll_lag_p95_seconds"] <= 40


def test_healthz_says_who_is_at_work_and_soon_when_the_database_is_away(database: str) -> None:
    client, pool = served(database)
    assert client.get("/healthz").json() == {"ok": True, "scheduler": False, "workers": 0}
    holder = leader.try_lead(database)
    assert holder is not None
    with connect(database) as conn:
        conn.execute("SELECT procrastinate_register_worker_v1()")
    assert client.get("/healthz").json() == {"ok": True, "scheduler": True, "workers": 1}
    assert figures(client)["tracker_scheduler_leading"] == 1
    holder.release()
    with connect(database) as conn:
        conn.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    assert client.get("/healthz").json() == {"ok": True, "scheduler": False, "workers": 0}
    pool.close()
    away, pool = served("postgresql://nobody@127.0.0.1:1/none")
    try:
        began = time.monotonic()
        answer = away.get("/healthz")
        assert (answer.status_code, answer.json()["ok"]) == (503, False)
        assert "database" in answer.json()["detail"]
        assert time.monotonic() - began < 10, "not when the pool has lost its patience"
    finally:
        pool.close()
