"""Polling: 200 feeds of 30 entries (71 KB each) from one local server, everything stored, against `reader`.

The peer runs in a Python of its own (TRACKER_BENCH_PEER, a path; else a temporary venv is made with pip) on the same
server in the same run. Both fetch eight at a time. Figures: entries a second of a first round, feeds a second of
rounds where nothing changed (304; the two take turns, the median of each counts, for a round is short and a machine
seldom calm), and the memory (PSS) of the polling process and its parsers.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

FEEDS, ENTRIES, SIZE, AT_ONCE = 200, 30, 71_000, 8
PEER = ("reader==3.26", "sgmllib3k", "requests")
LIMIT_PSS_MB, WANTED, WARM_ROUNDS = 250, 1.5, 15
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_WORDS = """minister talks border troops agreement sanctions president visit protest strike ceasefire summit envoy court
region army police statement parliament election trade tariff export embassy treaty hostage missile drone navy aid
refugee accord dispute council vote bill spokesman official capital province village river port bridge hospital
school factory pipeline grid harbour convoy patrol exercise satellite launch test reactor inspector agency fund loan
debt budget currency market price grain oil gas coal steel chip network data breach arrest trial verdict appeal
amnesty exile opposition coalition cabinet resignation appointment speech letter call meeting delegation""".split()

_READER = """
import json, resource, sys, time
from reader import make_reader
urls, at_once = json.loads(sys.stdin.readline()), int(sys.argv[2])
reader = make_reader(sys.argv[1])
for url in urls:
    reader.add_feed(url)
print("ready", flush=True)
for _ in sys.stdin:
    began = time.perf_counter()
    reader.update_feeds(workers=at_once, scheduled=False)
    taken = time.perf_counter() - began
    print(json.dumps({"taken": taken, "entries": reader.get_entry_counts().total,
                      "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)
"""


def feed(number: int) -> bytes:
    """A feed of the size that is wanted, the same at every call."""
    draw = random.Random(number)
    items = []
    for n in range(ENTRIES):
        words = [draw.choice(_WORDS) for _ in range(1000)]
        link = f"https://n{number}.example/2026/11/{n}-{'-'.join(words[:6])}"
        text, at = "", 10
        while len(text) < SIZE // ENTRIES - 480:
            length = draw.randint(20, 60)
            text, at = f"{text}<p>{' '.join(words[at : at + length])}.</p>\n", at + length
        when = (NOW - timedelta(minutes=n * 17 + number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        items.append(
            f"<item><title>{' '.join(words[:9]).capitalize()}</title><link>{link}</link>"
            f"<guid isPermaLink='true'>{link}</guid><pubDate>{when}</pubDate><category>World</category>"
            f"<dc:creator>Staff</dc:creator><description><![CDATA[{text}]]></description></item>"
        )
    head = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    return f"{head}<channel><title>Feed {number}</title>{''.join(items)}</channel></rss>".encode()


def serve() -> None:
    """The server's process: prints its port, answers until it is ended."""
    bodies = [feed(n) for n in range(FEEDS)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                asked = await reader.readuntil(b"\r\n\r\n")
                number = int(asked.split(b" ", 2)[1].rsplit(b"/", 1)[1])
                tag = b'"%d"' % number
                if b"if-none-match: " + tag in asked.lower():
                    writer.write(b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n\r\n")
                else:
                    body = bodies[number]
                    head = b"HTTP/1.1 200 OK\r\nETag: %s\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n"
                    writer.write(head % (tag, len(body)) + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(run())


def peer_python(folder: Path) -> str:
    """A Python that has the peer."""
    given = os.environ.get("TRACKER_BENCH_PEER")
    if given:
        return given
    subprocess.run([sys.executable, "-m", "venv", folder / "peer"], check=True)
    python = str(folder / "peer" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", *PEER], check=True)
    return python


class Peer:
    """The peer's process, which does a round when it is told to."""

    def __init__(self, urls: list[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            [peer_python(folder), "-c", _READER, str(folder / "reader.sqlite"), str(AT_ONCE)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.mb = 0.0
        self._say(json.dumps(urls))

    def _say(self, line: str) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None
        print(line, file=self._process.stdin, flush=True)
        return self._process.stdout.readline()

    def round(self) -> float:
        found = json.loads(self._say(""))
        assert found["entries"] == FEEDS * ENTRIES, found
        self.mb = found["mb"]
        return float(found["taken"])

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


class Memory:
    """The most PSS that this process and its children, the parsers, had together."""

    def __init__(self) -> None:
        self.most_mb = 0.0
        self._end = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        import psutil

        me = psutil.Process()
        while not self._end.wait(1.0):  # looking costs some milliseconds, which are ours too
            ours = [p.pid for p in me.children() if "spawn_main" in " ".join(p.cmdline())]
            self.most_mb = max(self.most_mb, sum(map(pss_mb, [me.pid, *ours])))

    def stop(self) -> float:
        self._end.set()
        return self.most_mb


def pss_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def measure(urls: list[str], folder: Path, peer: Peer) -> tuple[list[float], list[float], float]:
    """Seconds of our rounds and of the peer's, the cold one first, and the most memory that ours took."""
    from tracker import settings
    from tracker.feeds.catalog import FeedRow
    from tracker.store import feeds
    from tracker.store.connection import connect, database_url, stop_embedded
    from tracker.store.migrate import migrate

    host = urls[0].split("/")[2]
    loaded = settings.load(
        env={
            "TRACKER_DATA_DIR": str(folder), "TRACKER_FETCH_ALLOW_PRIVATE": host, "TRACKER_FETCH_PER_HOST": "999",
            "TRACKER_FETCH_HOST_SPACING_S": "0", "TRACKER_FETCH_FULL_TEXT": "false",
            "TRACKER_SCHEDULE_WORKERS": str(AT_ONCE), "TRACKER_SCHEDULE_PARSERS": "2",
        }
    )  # fmt: skip
    url = os.environ.get("TRACKER_BENCH_DATABASE_URL") or database_url(folder)
    try:
        migrate(url)
        with connect(url) as conn:
            for n, address in enumerate(urls):
                feeds.put(conn, FeedRow(address, f"Feed {n}", f"n{n}", f"n{n}", "USA"), "user", NOW)
        memory = Memory()
        rounds, theirs = asyncio.run(_rounds(loaded, url, peer))
        most = memory.stop()
        with connect(url) as conn:
            stored = conn.execute(
                "SELECT count(*), count(published_at) FROM article JOIN article_version USING (article_id)"
            )
            assert stored.fetchone() == (FEEDS * ENTRIES, FEEDS * ENTRIES)
    finally:
        stop_embedded(folder)
    return rounds, theirs, most


async def _rounds(loaded: object, url: str, peer: Peer) -> tuple[list[float], list[float]]:
    from tracker.fetch import Fetcher
    from tracker.pipeline import direct
    from tracker.pipeline.workers import Workers
    from tracker.store import feeds
    from tracker.store.connection import open_pool

    pool = open_pool(url, size=AT_ONCE + 2)
    rounds, theirs = [], []
    with Workers(loaded) as workers:  # type: ignore[arg-type]
        async with Fetcher(direct.budgets(loaded)) as fetcher:  # type: ignore[arg-type]
            with pool.connection() as conn:
                ids = [row["feed_id"] for row in feeds.listed(conn, NOW)]
            for hour in range(1 + WARM_ROUNDS):
                now = NOW + timedelta(hours=hour)
                began = time.perf_counter()
                polled = await direct._poll(loaded, pool, fetcher, workers, lambda now=now: now, lambda *_: None, ids)
                rounds.append(time.perf_counter() - began)
                assert len(polled) == FEEDS and all(one.outcome.good for one in polled)
                assert all(one.new == (ENTRIES if not hour else 0) for one in polled)
                theirs.append(peer.round())
    pool.close()
    return rounds, theirs


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    server = subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        urls = [f"http://127.0.0.1:{port}/feed/{n}" for n in range(FEEDS)]
        print(f"{FEEDS} feeds of {ENTRIES} entries, {sum(map(len, map(feed, range(9)))) // 9:,} bytes each")
        peer = Peer(urls, folder)
        own, theirs, most = measure(urls, folder, peer)
        peer.end()
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
    entries, warm, peers = FEEDS * ENTRIES, statistics.median(own[1:]), statistics.median(theirs[1:])
    print(f"cold: {entries / own[0]:,.0f} entries/s; reader 3.26 {entries / theirs[0]:,.0f}", end="; ")
    print(f"{theirs[0] / own[0]:.2f} times (wanted {WANTED})")
    print(f"warm: {FEEDS / warm:,.0f} feeds/s; reader 3.26 {FEEDS / peers:,.0f}; {peers / warm:.2f} times", end=" ")
    print(f"(wanted {WANTED}; medians of {WARM_ROUNDS}, best {min(theirs[1:]) / min(own[1:]):.2f})")
    print(f"memory: {most:.0f} MB PSS (limit {LIMIT_PSS_MB}); reader {peer.mb:.0f} MB RSS")


if __name__ == "__main__":
    serve()
