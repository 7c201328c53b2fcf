"""A local publisher whose answers a test sets, and polling of it at any time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import hypothesis
import pytest

from tracker import settings
from tracker.feeds.catalog import FeedRow
from tracker.fetch import Fetcher
from tracker.pipeline import direct
from tracker.pipeline.poll import Polled
from tracker.pipeline.workers import Workers
from tracker.store import feeds
from tracker.store.connection import connect, open_pool

# a busy machine must not fail them
hypothesis.settings.register_profile("calm", deadline=None, max_examples=50)
hypothesis.settings.load_profile("calm")

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
Answer = tuple[int, dict[str, str], bytes]


class Publisher:
    """A local server whose answers a test sets by path: (status, headers, body)."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                sent = {k.lower(): v for k, v in self.headers.items()}
                owner.asked.append((self.path, sent))
                answer = owner.answers.get(self.path, (404, {}, b"nothing"))
                status, headers, body = answer(sent) if callable(answer) else answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    running = Publisher()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture(scope="session")
def parsers() -> Iterator[Workers]:
    """Parser processes for all tests of a session; those that code are never started."""
    with Workers(settings.load(env={})) as workers:
        yield workers


class Polling:
    """Polls feeds of the publisher, and shows what the database then holds."""

    def __init__(self, database: str, publisher: Publisher, workers: Workers) -> None:
        self.database, self.publisher, self.workers = database, publisher, workers
        self.environment = {
            "TRACKER_FETCH_ALLOW_PRIVATE": publisher.host,
            "TRACKER_FETCH_FULL_TEXT": "false",
            "TRACKER_FETCH_PER_HOST": "99",
            "TRACKER_FETCH_HOST_SPACING_S": "0",
        }

    def add(self, *paths: str, at: datetime = NOW, country: str = "KOR", zone: str = "Asia/Seoul") -> None:
        with connect(self.database) as conn:
            for path in paths:
                row = FeedRow(self.publisher.url(path), path, path, path, country, zone=zone)
                feeds.put(conn, row, "user", at)

    def round(self, *paths: str, at: datetime = NOW, **row: str) -> dict[str, Polled]:
        """Add these paths, poll every feed once at a given time; what came of it by path."""
        self.add(*paths, at=at, **row)
        return asyncio.run(self._round(at))

    def one(self, body: bytes, *, at: datetime = NOW, path: str = "/f", **headers: str) -> Polled:
        """Answer with a body and poll it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.publisher.answers[path] = (200, named, body)
        return self.round(path, at=at)[path]

    async def _round(self, at: datetime) -> dict[str, Polled]:
        loaded = settings.load(env=self.environment)
        with connect(self.database) as conn:
            ids = [row["feed_id"] for row in feeds.listed(conn, at)]
        pool = open_pool(self.database, size=4)
        try:
            async with Fetcher(direct.budgets(loaded)) as fetcher:
                polled = await direct._poll(loaded, pool, fetcher, self.workers, lambda: at, lambda *_: None, ids)
        finally:
            pool.close()
        base = self.publisher.url("")
        return {one.feed.url.removeprefix(base): one for one in polled}

    def read(self, *, at: datetime = NOW) -> int:
        """Read every page that waits at a given time; answers how many were tried."""
        return asyncio.run(self._read(at))

    async def _read(self, at: datetime) -> int:
        loaded = settings.load(env=self.environment)
        pool = open_pool(self.database, size=4)
        try:
            async with Fetcher(direct.budgets(loaded)) as fetcher:
                return await direct._read(loaded, pool, fetcher, self.workers, lambda: at, lambda *_: None)
        finally:
            pool.close()

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with connect(self.database) as conn:
            return conn.execute(question).fetchall()  # type: ignore[arg-type]


@pytest.fixture
def reading(database: str, publisher: Publisher, parsers: Workers) -> Polling:
    """The same where pages are read."""
    made = Polling(database, publisher, parsers)
    made.environment["TRACKER_FETCH_FULL_TEXT"] = "true"
    return made


@pytest.fixture
def polling(database: str, publisher: Publisher, parsers: Workers) -> Polling:
    return Polling(database, publisher, parsers)
