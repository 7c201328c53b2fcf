"""The service as a process: two of them share the work, the second takes over, SIGTERM ends in good order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tracker.store.connection import connect

ITEM = """<item><title>Norway and Chad hold talks {n}</title><link>{base}/page{n}</link>
<guid isPermaLink="false">item-{n}</guid><pubDate>Mon, 09 Nov 2026 10:0{n}:00 +0000</pubDate>
<description>short</description></item>"""
PAGE = """<html><body><article><h1>Talks {n}</h1><p>OSLO — The foreign ministers of Norway and Chad held talks in Oslo
on Monday about aid and migration, the Norwegian foreign ministry said.</p><p>They will meet again in Ndjamena in May,
the ministry added, and both sides called the meeting number {n} useful and frank.</p></article></body></html>"""


class Publisher(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        base = f"http://{self.headers['Host']}"
        if self.path == "/feed":
            items = "".join(ITEM.format(n=n, base=base) for n in range(5))
            body, kind = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>", "application/rss+xml"
        elif self.path.startswith("/page"):
            body, kind = PAGE.format(n=self.path[5:]), "text/html"
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture
def environment(database: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    (tmp_path / "feeds.yaml").write_text(
        f"feeds:\n- {{url: 'http://{host}/feed', title: T, publisher: T, family: t, country: NOR}}\n"
    )
    yield {
        **os.environ,
        "TRACKER_CONFIG": str(tmp_path),
        "TRACKER_DATABASE_URL": database,
        "TRACKER_SCHEDULE_TICK_S": "0.2",
        "TRACKER_LOG_FORMAT": "json",
        "TRACKER_FETCH_ALLOW_PRIVATE": host,
        "TRACKER_FETCH_HOST_SPACING_S": "0",
    }
    server.shutdown()
    server.server_close()


def start(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen([sys.executable, "-m", "tracker", "run"], env=environment, stderr=out)


def until(true: Any, seconds: float = 200) -> bool:
    """Wait for a condition; the time is a limit for broken code, not an expectation."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


def test_the_service_reads_what_a_feed_brings_and_ends_in_good_order(
    environment: dict[str, str], database: str, tmp_path: Path
) -> None:
    logs = [tmp_path / "first.log", tmp_path / "second.log"]
    first = start(environment, logs[0])
    second = start(environment, logs[1])

    def told(log: Path, words: str) -> bool:
        return words in log.read_text()

    def count(question: str) -> int:
        with connect(database) as conn:
            row = conn.execute(question).fetchone()  # type: ignore[arg-type]
            return int(row[0]) if row else 0

    leads = "leads the scheduler"
    try:
        assert until(lambda: count("SELECT count(*) FROM coding WHERE matched_at IS NOT NULL") == 5)
        assert count("SELECT count(*) FROM article WHERE read_state = 'read'") == 5
        assert count("SELECT count(*) FROM feed_entry") == 5
        assert count("SELECT count(*) FROM timeline WHERE countries @> ARRAY['NOR', 'TCD']") >= 1
        assert until(lambda: any(told(log, leads) for log in logs))
        leading, standing = (first, second) if told(logs[0], leads) else (second, first)
        assert not all(told(log, leads) for log in logs), "one process leads, the other stands by"
        leading.kill()
        leading.wait()
        assert until(lambda: all(told(log, leads) for log in logs)), "the other takes over"
        began = time.monotonic()
        standing.send_signal(signal.SIGTERM)
        assert standing.wait(30) == 0
        assert time.monotonic() - began < 25
        said = [line for log in logs for line in log.read_text().splitlines()]
        # Python's own helper of a killed process has its say in words
        rows = [json.loads(line) for line in said if "resource_tracker" not in line and not line.startswith(" ")]
        assert all({"time", "level", "logger", "message"} <= set(row) for row in rows)
        polls = [row for row in rows if row["logger"] == "tracker.poll"]
        assert {"outcome": "ok", "new": 5, "status": 200}.items() <= polls[0].items()
        assert polls[0]["feed"].endswith("/feed") and polls[0]["bytes"] > 0
    finally:
        for process in (first, second):
            if process.poll() is None:
                process.kill()
                process.wait()
