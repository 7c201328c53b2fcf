"""One round over ten thousand feeds by the service itself: scheduler, jobs, workers, parsers, coder, PostgreSQL.

A local server plays 200 hosts (127.0.1.1 and on) with realistic answers: 60 % unchanged (304), 30 % with a new item,
8 % failing (500, 404, a web page, a connection that breaks), 2 % hostile (drip, endless body, gzip bomb, redirects
without end). Every feed has its place in one hour, and those that fail or bring news come again within it; nothing of
the service is set otherwise than it is by default, but that pages are not read, for there are none. Limits: every feed
polled within the hour and a minute, lag p95 60 s, and memory that does not grow from the first half to the second.
TRACKER_BENCH_FEEDS and TRACKER_BENCH_WINDOW set another number and another time: 1,667 feeds in 600 s keep the pace.
In a shorter time than its feeds need, time-outs weigh more than in life: hostile feeds hold their slots for thirty
seconds however short the hour is.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

FEEDS = int(os.environ.get("TRACKER_BENCH_FEEDS", "10000"))
WINDOW_S = int(os.environ.get("TRACKER_BENCH_WINDOW", "3600"))
HOSTS, SPACING_S = 200, min(1.0, WINDOW_S / 3600 * 10_000 / FEEDS)
LAG_S, GROWTH = 60, 1.15
_PATIENCE_S = 240
_BOMB = gzip.compress(b"<rss>" + b" " * 60_000_000)


def kind_of(number: int) -> str:
    """What a feed answers, the same every time."""
    draw = random.Random(number).random()
    for kind, share in (
        ("same", 0.60), ("new", 0.30), ("500", 0.02), ("404", 0.02), ("html", 0.02), ("broken", 0.02), ("drip", 0.005),
        ("endless", 0.005), ("bomb", 0.005),
    ):  # fmt: skip
        draw -= share
        if draw < 0:
            return kind
    return "loop"


def address(number: int, port: int) -> str:
    return f"http://{host(number % HOSTS)}:{port}/feed/{number}"


def host(number: int) -> str:
    return f"127.0.1.{number + 1}"


def item(number: int) -> bytes:
    link = f"https://n{number}.example/{random.Random(number).random()}"
    words = "Norway and Chad held talks in Oslo on Monday about aid, the foreign ministry said. " * 4
    return (
        f"<rss version='2.0'><channel><title>F{number}</title><item><title>Norway and Chad hold talks {number}</title>"
        f"<link>{link}</link><guid>{link}</guid><pubDate>Mon, 09 Nov 2026 10:00:00 GMT</pubDate>"
        f"<description>{words}</description></item></channel></rss>"
    ).encode()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            asked = await reader.readuntil(b"\r\n\r\n")
            path = asked.split(b" ", 2)[1].decode()
            number = int(path.split("/")[2])
            if not await _play(kind_of(number), number, path, writer):
                break
    except (asyncio.IncompleteReadError, ConnectionError, ValueError):
        pass
    writer.close()


async def _play(kind: str, number: int, path: str, writer: asyncio.StreamWriter) -> bool:
    """Answer one request; whether the connection goes on."""

    def put(status: str, body: bytes = b"", more: str = "") -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nContent-Type: text/xml\r\n{more}\r\n"
        writer.write(head.encode() + body)

    if kind == "same":
        writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n')
    elif kind == "new":
        put("200 OK", item(number), 'ETag: "y"\r\n')
    elif kind in ("500", "404"):
        put(f"{kind} Sorry")
    elif kind == "html":
        put("200 OK", b"<!doctype html><html><body>Moved to our new site</body></html>")
    elif kind == "bomb":
        put("200 OK", _BOMB, "Content-Encoding: gzip\r\n")
    elif kind == "loop":
        put("302 Found", more=f"Location: {path}x\r\n")
    elif kind == "broken":
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<rss>")
    else:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        while kind in ("drip", "endless"):
            writer.write(b"<" if kind == "drip" else b"<item>" * 20_000)
            await writer.drain()
            await asyncio.sleep(1.0 if kind == "drip" else 0)
    await writer.drain()
    return kind != "broken"


def serve() -> None:
    """The server's process: prints its port, answers until it is ended."""

    async def run() -> None:
        first = await asyncio.start_server(answer, host(0), 0)
        port = first.sockets[0].getsockname()[1]
        await asyncio.start_server(answer, [host(n) for n in range(1, HOSTS)], port)
        print(port, flush=True)
        await first.serve_forever()

    asyncio.run(run())


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    server = subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        _round(folder, int(server.stdout.readline()))
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _round(folder: Path, port: int) -> None:
    from tracker.feeds.catalog import FeedRow
    from tracker.store import feeds
    from tracker.store.connection import connect, database_url, stop_embedded
    from tracker.store.migrate import migrate

    (folder / "config").mkdir()
    (folder / "config" / "feeds.yaml").write_text("feeds: []\n")
    url = database_url(folder / "data")
    environment = {
        **os.environ, "TRACKER_CONFIG": str(folder / "config"), "TRACKER_DATA_DIR": str(folder / "data"),
        "TRACKER_DATABASE_URL": url, "TRACKER_FETCH_FULL_TEXT": "false", "TRACKER_LOG_LEVEL": "ERROR",
        "TRACKER_FETCH_ALLOW_PRIVATE": ",".join(host(n) for n in range(HOSTS)),
        "TRACKER_FETCH_HOST_SPACING_S": f"{SPACING_S:.3f}",
    }  # fmt: skip
    try:
        migrate(url)
        begins = datetime.now(UTC) + timedelta(seconds=15)
        with connect(url) as conn:
            for n in range(FEEDS):
                feeds.put(conn, FeedRow(address(n, port), f"F{n}", f"p{n % 400}", f"f{n % 150}", "NOR"), "user", begins)
            begins = datetime.now(UTC) + timedelta(seconds=10)
            conn.execute(
                "UPDATE feed SET etag = '\"x\"', unconditional_at = %s,"
                " next_poll_at = %s + random() * make_interval(secs => %s)",
                (begins, begins, WINDOW_S),
            )
        service = subprocess.Popen([sys.executable, "-m", "tracker", "run"], env=environment)
        try:
            _watch(url, service.pid, begins)
        finally:
            service.terminate()
            service.wait(30)
    finally:
        stop_embedded(folder / "data")


def _watch(url: str, pid: int, begins: datetime) -> None:
    """Wait until every feed was polled, and tell how it went."""
    from tracker.store.connection import connect

    memory: list[tuple[float, float]] = []
    with connect(url, autocommit=True) as conn:
        while True:
            time.sleep(5)
            passed = (datetime.now(UTC) - begins).total_seconds()
            (left,) = conn.execute("SELECT count(*) FROM feed WHERE last_polled_at IS NULL").fetchone() or (0,)
            memory.append((passed, polling_mb(pid)))
            if not left or passed > WINDOW_S + _PATIENCE_S:
                break
        rows = conn.execute("SELECT late_s, outcome FROM fetch_log").fetchall()
        articles = conn.execute("SELECT count(*) FROM article").fetchone()
    late = sorted(row[0] for row in rows)
    lag = late[int(0.95 * len(late))] if late else 0.0
    half = [mb for at, mb in memory if 0 < at <= WINDOW_S / 2], [mb for at, mb in memory if at > WINDOW_S / 2]
    growth = max(half[1]) / max(half[0]) if all(half) else 0.0
    done = passed <= WINDOW_S + 60 and not left
    print(f"{len(rows):,} polls in {passed:.0f} s of {WINDOW_S} + 60 ({_verdict(done)}), {left} feeds left")
    print("outcomes: " + ", ".join(f"{name} {n}" for name, n in Counter(row[1] for row in rows).most_common()))
    print(f"articles stored: {articles[0] if articles else 0:,}")
    print(f"lag p50 {late[len(late) // 2]:.1f} s, worst {late[-1]:.1f} s", end=", ")
    print(f"p95 {lag:.1f} s of {LAG_S} ({_verdict(lag <= LAG_S)})")
    print("memory of the polling process and its parsers, MB PSS: ", end="")
    print(", ".join(f"{at:.0f} s {mb:.0f}" for at, mb in memory[:: max(1, len(memory) // 8)]), end="; ")
    print(f"second half against the first {growth:.2f} of {GROWTH} ({_verdict(growth <= GROWTH)})")


def polling_mb(pid: int) -> float:
    """PSS of a process and its parsers; what codes and matches is known by giving way to polling, and left out."""
    import psutil

    from tests.bench.bench_polling import pss_mb

    try:
        own = psutil.Process(pid)
        children = [each for each in own.children() if "python" in each.name() and each.nice() == own.nice()]
    except psutil.NoSuchProcess:
        return 0.0
    return pss_mb(pid) + sum(pss_mb(child.pid) for child in children)


def _verdict(good: bool) -> str:
    return "ok" if good else "OVER THE LIMIT"


if __name__ == "__main__":
    serve()
