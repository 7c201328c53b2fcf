"""The page over a million events: first byte, size, and fifty readers at once.

Uses the database of the timeline's benchmark (TRACKER_BENCH_EVENTS sets another number of events). Limits: first byte
150 ms at the median, 300 KB a page, 100 pages a second with 50 readers on two cores. Times are of pages made anew.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.bench_timeline import EVENTS
from tests.bench.bench_timeline import _generate as generate
from tracker.store.connection import connect, database_url, stop_embedded
from tracker.store.migrate import migrate

PORT = 18_499
PAGES = (
    "/", "/?dyad=USA-KOR", "/?q=word7+word40", "/?kind=visit&status=planned", "/?as_of=2025-06-01",
    "/?actor=usa&by=actor", "/?place=KOR+town+3", "/?source=p17", "/actors",
    "/actors/USA", "/dyads/USA/CHN", "/calendar", "/map", "/map?country=KOR", "/events/1000", "/health", "/digests",
    "/subscribe", "/chart/timeline.json", "/chart/timeline.json?by=actor", "/chart/curve.json?codes=USA",
    "/atom.xml", "/atom.xml?country=KOR", "/calendar.ics", "/calendar.ics?country=KOR", "/api/v1/timeline?country=KOR",
    "/api/v1/timeline?limit=200", "/api/v1/timeline?limit=200&format=csv", "/api/v1/actors", "/api/v1/stats",
)  # fmt: skip
_SELDOM = (
    "actor=nobody", "actor=rare+person", "country=QQQ", "country=QQA", "country=NIC", "dyad=QQA-QQB", "place=nowhere",
    "place=Rare+Town", "status=ongoing", "status=hypothetical", "kind=release&status=hypothetical", "source=nobody",
    "source=Rare+Post", "q=nosuchword", "q=zyzzyva", "q=word1+word2+word3+word4", "actor=cuba&country=NIC&kind=release",
    "country=QQO", "actor=old+regime", "place=Old+City", "q=oldword",
    "actor=usa&kind=visit&status=happened&q=word1&since=2018-01-01&until=2024-01-01",
)  # fmt: skip
_FORMS = ("/map?", "/chart/timeline.json?", "/api/v1/timeline?", "/api/v1/timeline?format=csv&",
          "/?after=MjAxOC0wMy0wMXwyMDAwMA&")  # fmt: skip
SELDOM = (
    *(f"/?{asked}" for asked in _SELDOM), *(f"/?as_of=2024-01-01&{asked}" for asked in _SELDOM),
    *(f"{form}{asked}" for form in _FORMS for asked in _SELDOM[:6]),
)  # fmt: skip
"""Addresses that ask for what few events have, and old ones, or none, or tens of thousands of old ones."""
_TOGETHER = (
    "source=p68&kind=arms_transfer", "source=f17&kind=visit", "source=f17", "source=p69&country=IND&since=2019-01-08",
    "source=p63&q=word49&until=2021-03-27", "kind=arrest&actor=grc&since=2018-04-05", "kind=protest&actor=esp",
    "q=word11&actor=can&status=denied", "q=word11&kind=data_sharing&country=GBR", "place=USA+town+3&kind=visit",
    "actor=mex&country=JPN&since=2021-10-19", "kind=exercise,withdrawal&actor=kor", "status=alleged,cancelled",
    "dyad=IRN-USA&q=word17",
)  # fmt: skip
TOGETHER = (
    *(f"/?{asked}" for asked in _TOGETHER), *(f"/?as_of=2025-06-01&{asked}" for asked in _TOGETHER),
    *(f"/map?as_of=2024-01-01&{asked}" for asked in (*_TOGETHER[:6], "q=word1")),
    *(f"/chart/timeline.json?order=oldest&{asked}" for asked in (*_TOGETHER[:6], "actor=ukr")),
    *(f"{form}{asked}" for form in ("/calendar?", "/calendar.ics?", "/atom.xml?") for asked in _TOGETHER[:6]),
    *(f"/api/v1/timeline?limit=200&format=csv&order=oldest&{asked}" for asked in _TOGETHER[:6]),
)  # fmt: skip
"""Addresses with several filters, of which none alone leaves few events."""
FIRST_BYTE_MS = 150
PAGE_BYTES = 300_000
READERS = 50
PAGES_PER_SECOND = 100
_SECONDS = 10


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="tracker-bench-web-"))
    try:
        url = database_url(folder)
        migrate(url)
        with connect(url, autocommit=True) as conn:
            generate(conn)
            _hide_seldom(conn)
        _measure(url)
    finally:
        stop_embedded(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _hide_seldom(conn: Any) -> None:
    """Give forty events of the first days what no other event has, and a twenty-fifth of all the same, long ago."""
    conn.execute("SET session_replication_role = replica")
    conn.execute(
        "UPDATE event SET countries = '{QQA,QQB}', names = '{rare person,qqa,qqb}', place = 'Rare Town',"
        " place_country = 'QQA', status = 'hypothetical', words = words || 'zyzzyva'::tsvector"
        " WHERE event_id BETWEEN 1001 AND 1040"
    )
    conn.execute(
        "UPDATE event SET countries = ARRAY['QQO', countries[1]], names = '{old regime,qqo}', place = 'Old City',"
        " place_country = 'QQO', words = words || 'oldword'::tsvector WHERE event_id BETWEEN %s / 10 AND %s * 14 / 100",
        (EVENTS, EVENTS),
    )
    conn.execute(
        "UPDATE event_mention SET publisher = 'Rare Post', family = 'rare' WHERE event_id BETWEEN 1001 AND 1040"
    )
    conn.execute("SET session_replication_role = origin")
    conn.execute("VACUUM ANALYZE event, event_mention")


def _measure(url: str) -> None:
    environment = {**os.environ, "TRACKER_DATABASE_URL": url}
    server = subprocess.Popen([sys.executable, "-m", "tracker", "web", "--port", str(PORT)], env=environment)
    base = f"http://127.0.0.1:{PORT}"
    try:
        _wait(base)
        answered = [page for page in PAGES if _time(base, page)]
        for page in (*SELDOM, *TOGETHER):
            _time(base, page)
        first, every = answered[:4], [page for page in answered if "." not in page and "/api/" not in page]
        for pages, what in ((first, "the first pages"), (every, "all pages in turn")):
            _crowd(base, pages, what, alike=True)
            _crowd(base, pages, f"{what}, no two of the same address", alike=False)
    finally:
        server.terminate()
        server.wait(20)


def _wait(base: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the page does not start")


def _time(base: str, page: str) -> bool:
    """Whether the page answers at all; one that takes longer than statements may is an error to its reader."""
    took, size = [], 0
    try:
        urllib.request.urlopen(base + page, timeout=30).read()
    except urllib.error.HTTPError as error:
        print(f"{page}: answers {error.code} (OVER THE LIMIT)", flush=True)
        return False
    for turn in range(12):
        began = time.perf_counter()
        # an address of its own each time, so that it is made anew
        with urllib.request.urlopen(f"{base}{page}{'&' if '?' in page else '?'}turn={turn}", timeout=30) as answer:
            answer.read(1)
            took.append((time.perf_counter() - began) * 1000)
            size = 1 + len(answer.read())
    middle = statistics.median(took[2:])
    good = "ok" if middle <= FIRST_BYTE_MS and size <= PAGE_BYTES else "OVER THE LIMIT"
    print(f"{page}: first byte {middle:.1f} ms of {FIRST_BYTE_MS}, {size / 1000:.0f} KB of 300 ({good})", flush=True)
    return True


def _crowd(base: str, pages: Sequence[str], what: str, *, alike: bool) -> None:
    """Fifty readers going through these pages for ten seconds. Where they are `alike`, a page is made once in the
    seconds for which the tracker keeps it; else every address differs, and each is made for its reader alone."""
    counts = [0] * READERS
    end = time.monotonic() + _SECONDS

    def read(number: int) -> None:
        while time.monotonic() < end:
            page = pages[(number + counts[number]) % len(pages)]
            apart = "" if alike else f"{'&' if '?' in page else '?'}reader={number}.{counts[number]}"
            urllib.request.urlopen(base + page + apart, timeout=30).read()
            counts[number] += 1

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    rate = sum(counts) / _SECONDS
    good = "ok" if rate >= PAGES_PER_SECOND else "UNDER THE LIMIT"
    print(f"{READERS} readers of {what}: {rate:.0f} pages/s of {PAGES_PER_SECOND} wanted ({good})", flush=True)
