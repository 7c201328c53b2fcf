"""The service is killed again and again, its database with it: no article is lost, none comes twice, work goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import StoreError
from tracker.store.connection import connect, stop_embedded

pytestmark = pytest.mark.drill

_PATIENCE_S = 90
"""How long to wait for a sign of life after a kill before the next, on a machine that is busy elsewhere."""

KILLS = int(os.environ.get("TRACKER_DRILL_KILLS", "50"))
FEEDS = 4
PER_POLL = 2
MOST = 40
"""Entries that a feed brings in all, two more at every poll."""

ITEM = """<item><title>Norway and Chad hold talks {f}-{n}</title><link>{base}/page/{f}/{n}</link>
<guid isPermaLink="false">item-{f}-{n}</guid><pubDate>Mon, 09 Nov 2026 10:{n:02}:00 +0000</pubDate>
<description>short</description></item>"""
PAGE = """<html><body><article><h1>Talks {f}-{n}</h1><p>OSLO — The foreign ministers of Norway and Chad held talks in
Oslo on Monday about aid and migration, the Norwegian foreign ministry said.</p><p>They will meet again in Ndjamena
in May, the ministry added, and both sides called meeting {n} of round {f} useful and frank.</p></article></body>
</html>"""


class Publisher(BaseHTTPRequestHandler):
    shown: dict[str, int] = {}

    def do_GET(self) -> None:
        base = f"http://{self.headers['Host']}"
        parts = self.path.strip("/").split("/")
        if parts[0] == "feed":
            count = self.shown[parts[1]] = min(MOST, self.shown.get(parts[1], 0) + PER_POLL)
            items = "".join(ITEM.format(f=parts[1], n=n, base=base) for n in reversed(range(count)))
            body, kind = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>", "application/rss+xml"
        elif parts[0] == "page":
            body, kind = PAGE.format(f=parts[1], n=parts[2]), "text/html"
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None: ...


class Site:
    """Processes that an init system would keep alive: each is started again when it is gone."""

    def __init__(self, environment: dict[str, str], data: Path) -> None:
        self._environment, self._data = environment, data
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tracker", *words], env=self._environment, capture_output=True, text=True
        )

    def database(self) -> str:
        """The server's address; it is started where it is down."""
        environment = {k: v for k, v in self._environment.items() if k != "TRACKER_DATABASE_URL"}
        for _ in range(60):
            said = subprocess.run(
                [sys.executable, "-m", "tracker", "db", "url"], env=environment, capture_output=True, text=True
            )
            url = said.stdout.strip()
            if said.returncode == 0:
                with suppress(StoreError), connect(url):
                    return url
            time.sleep(0.5)  # what is left of the killed server has to end before another can begin
        raise AssertionError(said.stderr)

    def keep(self, *names: str) -> None:
        for name in names:
            old = self._running.get(name)
            if old is None or old.poll() is not None:
                with (self._data / f"{name}.log").open("ab") as log:
                    self._running[name] = subprocess.Popen(
                        [sys.executable, "-m", "tracker", name.split("-")[0]], env=self._environment, stderr=log
                    )

    def kill(self, name: str) -> None:
        if name == "postgres":
            os.kill(int((self._data / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            self.database()
            return
        process = self._running[name]
        process.kill()
        process.wait()

    def end(self) -> None:
        for process in self._running.values():
            process.kill()
            process.wait()
        stop_embedded(self._data)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    config = tmp_path / "config"
    config.mkdir()
    rows = "".join(
        f"- {{url: 'http://{host}/feed/{n}', title: T{n}, publisher: T, family: t, country: NOR}}\n"
        for n in range(FEEDS)
    )
    (config / "feeds.yaml").write_text(f"feeds:\n{rows}")
    environment = {
        **os.environ,
        "TRACKER_CONFIG": str(config),
        "TRACKER_DATA_DIR": str(tmp_path / "data"),
        "TRACKER_FETCH_ALLOW_PRIVATE": host,
        "TRACKER_FETCH_HOST_SPACING_S": "0",
        "TRACKER_FETCH_PER_HOST": "8",
        "TRACKER_SCHEDULE_TICK_S": "0.3",
        "TRACKER_SCHEDULE_MIN_INTERVAL_S": "2",
        "TRACKER_SCHEDULE_FIRST_INTERVAL_S": "2",
        "TRACKER_SCHEDULE_MAX_INTERVAL_S": "4",
    }
    environment.pop("TRACKER_DATABASE_URL", None)
    made = Site(environment, tmp_path / "data")
    environment["TRACKER_DATABASE_URL"] = made.database()
    try:
        yield made
    finally:
        made.end()
        server.shutdown()
        server.server_close()


def counts(url: str) -> dict[str, int]:
    """What the database holds; nothing while it is down."""
    try:
        with connect(url) as conn:
            row = conn.execute(
                """SELECT (SELECT count(*) FROM article), (SELECT count(DISTINCT url) FROM article),
                          (SELECT count(*) FROM article_version), (SELECT count(*) FROM feed_entry),
                          (SELECT count(*) FROM article WHERE read_state = 'read'),
                          (SELECT count(*) FROM coding WHERE outcome = 'coded'), (SELECT count(*) FROM coding),
                          (SELECT count(*) FROM coding WHERE matched_at IS NULL), (SELECT count(*) FROM fetch_log)"""
            ).fetchone()
    except StoreError:
        return {}
    assert row is not None
    names = ("articles", "addresses", "versions", "entries", "read", "coded", "codings", "unmatched", "polls")
    return dict(zip(names, map(int, row), strict=True))


def at_work(site: Site, url: str, names: tuple[str, ...]) -> bool:
    """Wait until something was done since now, by processes that are alive; false where nothing is."""
    end = time.monotonic() + _PATIENCE_S
    before: dict[str, int] = {}
    while time.monotonic() < end:
        site.keep(*names)
        now = counts(url)
        before = before or now
        if now and now != before:
            return True
        time.sleep(0.1)
    return False


def test_killed_at_random_moments_nothing_is_lost_and_nothing_comes_twice(site: Site) -> None:
    chance = random.Random(20261120)
    names = ("scheduler", "worker-1", "worker-2")
    url = site.database()
    assert site.command("db", "migrate").returncode == 0
    idle = 0
    for kill in range(KILLS):
        site.keep(*names)
        idle += not at_work(site, url, names)
        time.sleep(chance.uniform(0.0, 4.0))
        name = chance.choice((*names, "postgres"))
        site.kill(name)
        print(f"kill {kill + 1}, {name}: {counts(url)}", flush=True)
    assert idle <= KILLS // 10, "kills that met nobody at work prove nothing"
    wanted = FEEDS * MOST
    end = time.monotonic() + 600
    now: dict[str, int] = {}
    while time.monotonic() < end:
        site.keep(*names)
        now = counts(url)
        if now.get("coded") == wanted and now.get("unmatched") == 0:
            break
        time.sleep(1.0)
    print(now)
    assert now["articles"] == now["addresses"] == now["entries"] == wanted
    assert now["read"] == now["coded"] == now["codings"] == wanted
    with connect(url) as conn:
        doubled = conn.execute(
            """SELECT article_id, mention_no FROM event_mention WHERE upper_inf(known)
                GROUP BY 1, 2 HAVING count(*) > 1"""
        ).fetchall()
    assert doubled == []
