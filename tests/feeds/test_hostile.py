"""A round over servers that do what no server should: each costs its own slot, and what can be read is stored once."""

from __future__ import annotations

import asyncio
import gzip
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import psutil
import pytest

from tracker import settings
from tracker.feeds.outcome import Outcome
from tracker.pipeline.processes import Processes
from tracker.pipeline.workers import Killed, Workers
from tracker.store import feeds
from tracker.store.connection import connect

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OK = b"HTTP/1.1 200 OK\r\n"


def item(name: str, guid: str = "", words: str = "Some words.") -> str:
    return (
        f"<item><guid isPermaLink='false'>{guid or name}</guid><title>{name}</title>"
        f"<link>http://n.example/{name}</link><description>{words}</description></item>"
    )


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>T</title>{''.join(items)}</channel></rss>".encode()


def answer(body: bytes, *headers: str) -> bytes:
    lines = [*headers, f"Content-Length: {len(body)}", "Connection: close"]
    return OK + "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chain() -> bytes:
    """Entities of entities: half a kilobyte that stands for a billion words."""
    own = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'lol'}'>" for n in range(10))
    return f"<!DOCTYPE rss [{own}]>".encode() + rss(item("chain", words="&e9;"))


def endless(piece: bytes, pause: float) -> Callable[[bytes, asyncio.StreamWriter], Any]:
    async def send(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"\r\n")
        while piece:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        await asyncio.sleep(60)

    return send


def redirect(target: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


UTF, EURO = rss(item("é", words="é" * 50)), rss(item("€uro", words="“so”"))
READ = {
    "/good": (rss(item("a"), item("b")), 2),
    "/one-guid": (rss(*(item(f"n{n}", guid="same") for n in range(5))), 5),
    "/ampersand": (rss(item("amp", words="Guns & roses")), 1),
    "/cut": (rss(item("x"), item("y"), item("z"))[:-40], 2),
    "/latin": (UTF.decode().encode("latin-1"), 1),
    "/five-megabytes": (rss(item("long", words="word " * 1_000_000), item("short")), 2),
    "/flood": (rss(*(item(str(n), words="") for n in range(20_000))), 2_000),
    "/chain": (chain(), 1),
    "/windows": (EURO.decode().encode("cp1252"), 1),
}
FAIL = {
    "/gzip-bomb": (Outcome.BOMB, answer(gzip.compress(bytes(1_000_000_000 // 8)), "Content-Encoding: gzip")),
    "/brotli-bomb": (Outcome.BOMB, answer(brotli.compress(bytes(60_000_000), quality=1), "Content-Encoding: br")),
    "/empty": (Outcome.EMPTY, answer(b"")),
    "/page": (Outcome.NOT_A_FEED, answer(b"<!doctype html><html><body>Sorry</body></html>", "Content-Type: text/xml")),
    "/loop": (Outcome.REDIRECTS, redirect("/loop")),
    "/rubbish": (Outcome.BROKEN, b"\x00\x01\x02\r\n\r\n"),
    "/short": (Outcome.BROKEN, OK + b"Content-Length: 5000\r\n\r\n<rss>"),
    "/drip": (Outcome.TIMEOUT, endless(b"<", 0.05)),
    "/stall": (Outcome.TIMEOUT, endless(b"", 0)),
    "/infinite": (Outcome.TOO_BIG, endless(b"x" * 50_000, 0)),
}


@pytest.fixture
def hostile(polling: Any, wild: Any) -> Any:
    """Polling of the wild server, whose address stands for the publisher's."""
    polling.publisher = wild
    polling.environment |= {
        "TRACKER_FETCH_ALLOW_PRIVATE": f"127.0.0.1:{wild.port}",
        "TRACKER_FETCH_TOTAL_TIMEOUT_S": "6",
        "TRACKER_FETCH_MAX_WIRE_BYTES": "10000000",
        "TRACKER_SCHEDULE_WORKERS": "32",
    }
    return polling


def test_each_hostile_feed_costs_its_own_slot_and_has_its_outcome(hostile: Any, wild: Any) -> None:
    for path, (body, _) in READ.items():
        wild.answers(path, answer(body))
    for path, (_, behaviour) in FAIL.items():
        if isinstance(behaviour, bytes):
            wild.answers(path, behaviour)
        else:
            wild.paths[path] = behaviour
    wild.answers("/inward", redirect(wild.url("/secret", "localhost")))
    wild.answers("/metadata", redirect("http://169.254.169.254/latest/meta-data/"))
    wild.answers("/file", redirect("file:///etc/passwd"))
    inward = {"/inward": Outcome.PRIVATE, "/metadata": Outcome.PRIVATE, "/file": Outcome.NOT_HTTP}
    polled = hostile.round(*READ, *FAIL, *inward)
    assert {path: (one.outcome, one.new) for path, one in polled.items() if path in READ} == {
        path: (Outcome.OK, count) for path, (_, count) in READ.items()
    }
    expected = {path: outcome for path, (outcome, _) in FAIL.items()} | inward
    assert {path: one.outcome for path, one in polled.items() if path not in READ} == expected
    assert not any(b"/secret" in request for request in wild.asked)
    rows = hostile.ask("SELECT state, next_poll_at, last_outcome, claimed_at FROM feed")
    assert all(state == "active" and following > NOW and claim is None for state, following, _, claim in rows)
    assert hostile.ask("SELECT count(*) FROM fetch_log") == [(len(rows),)]
    # the same again gives nothing new
    again = hostile.round(at=NOW + 3 * 24 * HOUR)
    assert sum(one.new + one.changed for one in again.values()) == 0
    assert hostile.ask("SELECT max(length(body)) < 500000 FROM article_version") == [(True,)]
    titles = {row[0] for row in hostile.ask("SELECT title FROM article_version")}
    assert {"é", "€uro"} <= titles


def begun() -> set[int]:
    """The processes that this one has begun."""
    found = psutil.Process().children()
    return {child.pid for child in found if "spawn_main" in " ".join(child.cmdline())}


SLOW = b"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>%s</feed>" % b"".join(
    b"<entry><id>e%d</id><title>Entry %d</title><link href='http://n.example/e%d'/>"
    b"<content type='html'>%s</content></entry>"
    % (n, n, n, b"&lt;p&gt;Words &lt;b&gt;of&lt;/b&gt; an entry.&lt;/p&gt;" * 80)
    for n in range(1_500)
)


# elements in elements, each with a base of its own: feedparser joins them all at every one
SLOWEST = b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<a xml:base='b/'>" * 600_000 + b"</feed>"


def test_a_parser_killed_in_mid_feed_costs_that_poll_and_loses_no_item(polling: Any, publisher: Any) -> None:
    before = begun()
    with Workers(settings.load(env={"TRACKER_SCHEDULE_PARSE_SOON_S": "20"})) as workers:
        polling.workers = workers
        polling.one(rss(item("warm")), path="/warm")
        (number,) = begun() - before
        parser = psutil.Process(number)
        publisher.answers |= {"/slow": (200, {"ETag": '"1"'}, SLOW)}
        publisher.answers |= {f"/f{n}": (200, {}, rss(item(f"i{n}"))) for n in range(6)}
        killed = threading.Event()

        def kill() -> None:
            used = parser.cpu_times().user
            while "/slow" not in [path for path, _ in publisher.asked] or parser.cpu_times().user < used + 0.3:
                time.sleep(0.01)
            parser.send_signal(signal.SIGKILL)
            killed.set()

        threading.Thread(target=kill, daemon=True).start()
        polled = polling.round("/slow", *(f"/f{n}" for n in range(6)))
        assert killed.is_set()
        assert polled["/slow"].outcome is Outcome.PARSER
        assert all(polled[f"/f{n}"].new == 1 for n in range(6)), "the round goes on"
        assert polling.ask("SELECT last_outcome, failures, etag FROM feed WHERE url LIKE '%/slow'") == [
            (Outcome.PARSER.value, 1, None)
        ]
        later = polling.round(at=NOW + 24 * HOUR)
        assert (later["/slow"].outcome, later["/slow"].new) == (Outcome.OK, 1_500)


def test_parsers_killed_while_they_wait_are_begun_anew(polling: Any, publisher: Any) -> None:
    before = begun()
    with Workers(settings.load(env={})) as workers:
        polling.workers = workers
        for number in range(4):
            path = f"/f{number}"
            assert polling.one(rss(item(str(number))), path=path, at=NOW + number * 10 * HOUR).new == 1
            for parser in begun() - before:
                psutil.Process(parser).send_signal(signal.SIGKILL)


def test_a_process_that_stands_still_is_replaced() -> None:
    before = begun()

    async def twice() -> list[Any]:
        given = [await processes.run(20, len, "ab")]
        for number in begun() - before:
            psutil.Process(number).send_signal(signal.SIGSTOP)
        return [*given, await processes.run(0.1, len, "abc")]

    processes = Processes(1, int, patience_s=2)
    try:
        assert asyncio.run(twice()) == [2, 3]
    finally:
        processes.stop()
    assert begun() == before


async def _parse(env: dict[str, str], *bodies: bytes) -> list[Any]:
    with Workers(settings.load(env=env)) as workers:
        return [await workers.parse(body, None, "https://n.example/f") for body in bodies]


def test_a_parser_that_takes_too_long_is_ended() -> None:
    (slow,) = asyncio.run(_parse({"TRACKER_SCHEDULE_PARSE_TIMEOUT_S": "0.05"}, SLOW * 3))
    assert isinstance(slow, Killed) and "0.05 s" in slow.why


def test_a_feed_that_takes_long_to_parse_keeps_no_other_waiting() -> None:
    limits = {"PARSE_SOON_S": "2", "PARSE_TIMEOUT_S": "8", "PARSE_MEMORY_MB": "4000"}  # so that time runs out first
    loaded = settings.load(env={f"TRACKER_SCHEDULE_{name}": value for name, value in limits.items()})
    order: list[str] = []

    async def run() -> list[Any]:
        with Workers(loaded) as workers:

            async def one(name: str, body: bytes) -> Any:
                given = await workers.parse(body, None, f"https://n.example/{name}")
                order.append(name)
                return given

            await one("first", rss(item("a")))
            slow = [asyncio.create_task(one(f"slow {n}", SLOWEST)) for n in range(2)]
            quick = [asyncio.create_task(one(f"quick {n}", rss(item("a")))) for n in range(6)]
            return await asyncio.gather(*slow, *quick)

    given = asyncio.run(run())
    assert [isinstance(each, Killed) for each in given] == [True] * 2 + [False] * 6
    assert order[-2:] == ["slow 0", "slow 1"]


def test_what_takes_longer_than_most_is_parsed_all_the_same() -> None:
    (slow,) = asyncio.run(_parse({"TRACKER_SCHEDULE_PARSE_SOON_S": "0.05"}, SLOW))
    assert len(slow.entries) == 1_500


def test_a_parser_has_no_more_memory_than_allowed_and_the_next_feed_is_read() -> None:
    small = rss(item("a"))
    first, big, last = asyncio.run(_parse({"TRACKER_SCHEDULE_PARSE_MEMORY_MB": "120"}, small, SLOW * 12, small))
    assert isinstance(big, Killed)
    assert not isinstance(first, Killed) and not isinstance(last, Killed), (first, last)


@pytest.mark.parametrize("target", ["https", "elsewhere"])
def test_https_of_the_same_address_is_taken_at_once(polling: Any, publisher: Any, target: str) -> None:
    """Who answers with a permanent redirect is heard; that https answers is seen by the poll itself."""
    from tracker.fetch import Fetched
    from tracker.pipeline import poll

    polling.add("/f")
    with connect(polling.database) as conn:
        feed = feeds.claim_due(conn, NOW, feeds.Pace(9), limit=1)[0]
    to = feed.url.replace("http:", "https:") if target == "https" else "https://else.example/f"
    fetched = Fetched(Outcome.OK, to, 200, permanent=to)
    answered = poll._Answer(Outcome.SAME, None, fetched, None, None, False)
    values = poll._outcome(feed, answered, settings.load(env={}), NOW, gap=False, entries=0, new=0)
    expected = (to, None, None) if target == "https" else (feed.url, to, NOW)
    assert (values["url"], values["moved_to"], values["moved_since"]) == expected


def test_a_move_that_is_taken_back_moves_nothing(polling: Any, publisher: Any) -> None:
    publisher.answers |= {
        "/old": (301, {"Location": "/new"}, b""),
        "/new": (200, {}, rss(item("m"))),
    }
    polling.round("/old")
    assert polling.ask("SELECT moved_to IS NOT NULL FROM feed") == [(True,)]
    publisher.answers["/old"] = (200, {}, rss(item("m"), item("n")))
    polling.round(at=NOW + 4 * 24 * HOUR)
    assert polling.ask("SELECT moved_to FROM feed") == [(None,)]
    publisher.answers["/old"] = (301, {"Location": "/new"}, b"")
    polling.round(at=NOW + 8 * 24 * HOUR)
    assert polling.ask("SELECT url FROM feed") == [(publisher.url("/old"),)], "the week begins anew"
    polling.round(at=NOW + 16 * 24 * HOUR)
    assert polling.ask("SELECT url FROM feed") == [(publisher.url("/new"),)]


def test_gone_once_and_back_again_is_not_gone(polling: Any, publisher: Any) -> None:
    for days, status in enumerate((410, 200, 410, 404, 410)):
        publisher.answers["/f"] = (status, {}, rss(item("a")) if status == 200 else b"")
        polling.round("/f", at=NOW + days * 24 * HOUR)
        assert polling.ask("SELECT state FROM feed") == [("active",)]
    polling.round(at=NOW + 7 * 24 * HOUR)
    assert polling.ask("SELECT state FROM feed") == [("gone",)]
    before = len(publisher.asked)
    polling.round(at=NOW + 30 * 24 * HOUR)
    assert len(publisher.asked) == before, "what is gone is left alone"


def test_a_feed_that_was_missing_for_a_month_comes_back(polling: Any, publisher: Any) -> None:
    publisher.answers["/f"] = (404, {}, b"")
    for days in range(0, 60, 3):
        polling.round("/f", at=NOW + days * 24 * HOUR)
    publisher.answers["/f"] = (200, {}, rss(item("a")))
    assert polling.round(at=NOW + 63 * 24 * HOUR)["/f"].new == 1
    assert polling.ask("SELECT failures, state FROM feed") == [(0, "active")]
