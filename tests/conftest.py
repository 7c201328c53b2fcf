"""Real PostgreSQL for every test that asks: one embedded server per session, a cloned database per test; and a server
on raw sockets that does what no server should."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tracker.store.connection import connect, database_url, open_pool, stop_embedded
from tracker.store.migrate import migrate

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """URL of the session's server (TRACKER_TEST_DATABASE_URL takes another one)."""
    given = os.environ.get("TRACKER_TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="tracker-tests-"))
    try:
        url = database_url(folder)
        with connect(url, autocommit=True) as conn:
            conn.execute("ALTER SYSTEM SET fsync = off")
            conn.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        stop_embedded(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _with_name(url: str, name: str) -> str:
    return psycopg.conninfo.make_conninfo(url, dbname=name)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """Name of a migrated database that tests clone."""
    name = f"template_{os.getpid()}"
    with connect(server, autocommit=True) as conn:
        conn.execute(f"DROP DATABASE IF EXISTS {name}")
        conn.execute(f"CREATE DATABASE {name}")
    migrate(_with_name(server, name))
    return name


def _clone(server: str, template: str) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with connect(server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield _with_name(server, name)
    with connect(server, autocommit=True) as conn:
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(server: str, template: str) -> Iterator[str]:
    """URL of a fresh migrated database."""
    yield from _clone(server, template)


@pytest.fixture
def conn(database: str) -> Iterator[Any]:
    """An open connection to a fresh migrated database."""
    with connect(database) as opened:
        yield opened


@pytest.fixture
def pool(database: str) -> Iterator[Any]:
    opened = open_pool(database, size=4)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def seed_codings() -> list[tuple[Any, Any]]:
    """(NewArticle, Coding) for every sample article, coded once per session."""
    import json
    from datetime import datetime

    import trafilatura

    from tracker import resources, settings
    from tracker.coding import Coder
    from tracker.model import ArticleInput
    from tracker.store.articles import NewArticle

    seeds = resources.folder("seeds")
    articles = []
    for line in (seeds / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        html = (seeds / "pages" / f"{row['page']}.html").read_text(encoding="utf-8")
        family = row["publisher"].lower().removeprefix("the ").replace(" ", "-")
        articles.append(
            NewArticle(
                url=f"https://{family}.example/{row['page']}",
                title=row["title"],
                body=trafilatura.extract(html, include_comments=False) or "",
                body_from="page",
                published_at=datetime.fromisoformat(row["published"]) if row["published"] else None,
                published_from="feed",
                publisher=row["publisher"],
                family=family,
            )
        )
    coder = Coder(settings.load(env={}))
    inputs = [ArticleInput(a.url, a.body or "", a.title, a.published_at, a.publisher) for a in articles]
    return list(zip(articles, coder.code(inputs), strict=True))


@pytest.fixture(scope="session")
def seeded_template(server: str, template: str, seed_codings: list[tuple[Any, Any]]) -> str:
    """Name of a database that holds the sample articles, coded and matched, for tests to clone."""
    from datetime import UTC, datetime

    from tracker.matching import match_unmatched
    from tracker.store.articles import put, put_coding

    name = f"seeded_{os.getpid()}"
    with connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    now = datetime(2026, 11, 21, 6, tzinfo=UTC)
    with connect(_with_name(server, name)) as conn:
        for article, coding in seed_codings:
            put_coding(conn, put(conn, article, now).article_id, 1, coding, "test", now)
        conn.commit()
        match_unmatched(conn, now)
    return name


@pytest.fixture
def seeded_database(server: str, seeded_template: str) -> Iterator[str]:
    """URL of a database that holds the sample articles."""
    yield from _clone(server, seeded_template)


@pytest.fixture
def seeded(seeded_database: str) -> Iterator[Any]:
    """A connection to a database that holds the sample articles."""
    with connect(seeded_database) as opened:
        yield opened


Behaviour = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class Wild:
    """A local server whose behaviour a test sets by path: a coroutine that is given the request and the writer."""

    def __init__(self) -> None:
        self.paths: dict[str, Behaviour] = {}
        self.asked: list[bytes] = []
        self.connections = 0
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait(5)

    def _run(self, ready: threading.Event) -> None:
        async def start() -> None:
            self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
            self.port = self.server.sockets[0].getsockname()[1]
            ready.set()

        self.loop.run_until_complete(start())
        self.loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while (first := await reader.readexactly(1)) != b"\x16":  # that would be TLS, which it does not speak
                request = first + await reader.readuntil(b"\r\n\r\n")
                self.asked.append(request)
                path = request.split()[1].decode()
                await self.paths[path](request, writer)
                await writer.drain()
                if writer.is_closing():
                    return
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def answers(self, path: str, *pieces: bytes) -> str:
        """Answer a path with these bytes as they stand, then close; gives the address."""

        async def answer(_: bytes, writer: asyncio.StreamWriter) -> None:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            writer.close()

        self.paths[path] = answer
        return self.url(path)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def stop(self) -> None:
        def end() -> None:
            self.server.close()
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.loop.call_soon(self.loop.stop)

        self.loop.call_soon_threadsafe(end)


@pytest.fixture
def wild() -> Iterator[Wild]:
    running = Wild()
    yield running
    running.stop()
