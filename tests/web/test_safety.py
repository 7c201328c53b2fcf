"""What an attacker tries against the page, and that it gets them nothing."""

from __future__ import annotations

import asyncio
import csv
import io
import logging
import re
import socket
import time
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import psycopg
import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from psycopg.types.json import Jsonb

from tracker import settings
from tracker.cli.web import WAIT_S
from tracker.feeds.catalog import FeedRow
from tracker.store import feeds, subscribers
from tracker.store.connection import open_pool
from tracker.web.app import create_app, static_url
from tracker.web.security import Attempts, from_here, host_known, safe_link, token_fits

TOKEN = "open sesame"
HERE = {"Origin": "http://127.0.0.1:8080"}
HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>\"' onmouseover=window.hacked=1 x='{{7*7}}"
    "</title></style><svg onload=window.hacked=1>\u202egnp.exe\u2066\u200b\ufeff&lt;b&gt;\r\nATTENDEE:x\r\n]]>"
)
LINKS = ("javascript:window.hacked=1", "data:text/html,<script>window.hacked=1</script>", " JaVaScRiPt:1", "vbscript:x",
         "//evil.example/x", "http:///x", "file:///etc/passwd", "https://[::1", "")  # fmt: skip


def poison(url: str, text: str = HOSTILE, link: str = LINKS[0]) -> None:
    """Every word that comes from feeds, and what is read out of it, turned hostile."""
    quote = {"part": "text", "start": 0, "end": len(text), "text": text, "trigger": "x", "trigger_start": 1,
             "trigger_end": 9}  # fmt: skip
    actor = [{"name": text, "country": "KOR", "sector": "GOV", "person": text, "office": text}]
    with psycopg.connect(url) as conn:
        conn.execute(
            "UPDATE event SET title = %(t)s, place = %(t)s, object = %(t)s, said_by = %(t)s, date_text = %(t)s,"
            " change = %(t)s, evidence = %(q)s, actors = %(a)s, recipients = %(a)s, lat = 1, lon = 1",
            {"t": text, "q": Jsonb(quote), "a": Jsonb(actor)},
        )
        conn.execute(
            "UPDATE event_mention SET url = %s, title = %s, publisher = %s, quotes = %s, reasons = %s",
            (link, text, text, Jsonb([quote]), [text]),
        )
        feeds.put(conn, FeedRow("https://h.example/f", "F", "p", "p", "KOR"), "user", datetime.now(UTC))
        conn.execute("UPDATE feed SET title = %s, last_outcome = 'http', last_detail = %s", (text, text))


PAGES = ("/", "/?by=actor", "/events/1", "/map", "/calendar", "/actors/KOR", "/dyads/AUS/PHL", "/health")


@pytest.mark.parametrize("link", LINKS)
def test_a_hostile_feed_has_no_power_over_pages(client: Any, seeded_database: str, link: str) -> None:
    poison(seeded_database, link=link)
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200
        assert not re.search(r"<(script|img|svg|style|title)[^>]*hacked", answer.text)
        assert "<script>" not in answer.text
        assert "<img" not in answer.text
        assert not re.search(r'href="(?!https?://|/|#|\?)', answer.text), "links lead here or to the web"
        assert "49" not in re.findall(r"x=&#39;(\d+)", answer.text), "nothing of it is worked out"


def test_a_hostile_feed_has_no_power_over_exports(client: Any, seeded_database: str) -> None:
    poison(seeded_database, "=cmd|'/c calc'!A0;=1+1" + HOSTILE)
    ElementTree.fromstring(client.get("/atom.xml").content)
    calendar = Calendar.from_ical(client.get("/calendar.ics").content)
    entries = list(calendar.walk("VEVENT"))
    assert entries
    assert not any("attendee" in entry for entry in entries)
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/timeline?format=csv").text)))
    assert rows
    for row in rows:
        assert not any((cell or "").startswith(("=", "+", "@", "\t", "\r")) for cell in row.values())
        assert ";=" not in row["actors"].removeprefix("'=cmd|'/c calc'!A0;=1+1"), "no second name begins a formula"
    assert client.get("/chart/timeline.json").json()["data"]["values"]


@pytest.mark.parametrize("text", ["A" * 200_000, "\u202e\u202d" * 500, "\u0301" * 3_000, "😀" * 5_000, " "])
def test_huge_and_odd_titles_break_no_page(client: Any, seeded_database: str, text: str) -> None:
    poison(seeded_database, text)
    for path in (*PAGES, "/atom.xml", "/calendar.ics", "/chart/timeline.json", "/api/v1/timeline?limit=5"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("link", LINKS)
def test_no_link_but_to_the_web(link: str) -> None:
    assert safe_link(link) is None


class _Alone(HTMLParser):
    """Finds text that turns the line around outside of elements that keep it to themselves."""

    KEEPS = frozenset("bdi h1 h3 blockquote del ins title li".split())

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "br", "input"):
            self.open.append("bdi" if ("class", "quote") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "\u202e" in data:
            self.kept += 1
            near = self.open[::-1][:3]
            if not self.KEEPS.intersection(near) or near[0] in ("p", "dd", "td", "h2"):
                self.found.append(f"{self.open}: {data[:40]}")


@pytest.mark.parametrize("path", ["/", "/map", "/calendar", "/events/1", "/health"])
def test_words_of_feeds_cannot_turn_the_line_around(client: Any, seeded_database: str, path: str) -> None:
    poison(seeded_database, "\u202eabc")
    parser = _Alone()
    parser.feed(client.get(path).text)
    assert parser.kept
    assert parser.found == []


# ---------------------------------------------------------------- hosts, requests, caches


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8080", "localhost", "[::1]:80", "web:8080", "a.localhost", "t.example", None]
)
def test_names_we_go_by(host: str | None) -> None:
    assert host_known(host, {"t.example"})


@pytest.mark.parametrize("host", ["evil.example", "t.example.evil.example", "[::1", "127.0.0.1.evil.example", ":80"])
def test_names_we_do_not_go_by(host: str) -> None:
    assert not host_known(host, {"t.example"})


def test_a_rebound_name_gets_nothing(client: Any) -> None:
    for path in ("/", "/api/v1/timeline", "/static/site.css"):
        answer = client.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 421
        assert "evil" not in answer.text
        assert "content-security-policy" in answer.headers


def test_no_address_is_made_from_what_a_request_claims(client: Any) -> None:
    claims = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "evil", "Forwarded": "host=evil.example"}
    for path in ("/", "/atom.xml", "/calendar.ics", "/api/v1/timeline?limit=3"):
        plain, claimed = client.get(path), client.get(path, headers=claims)
        assert "evil" not in claimed.text
        assert "evil" not in str(claimed.headers)
        assert len(plain.text) == len(claimed.text)


@pytest.mark.parametrize(
    "path",
    ["/static/..%2f..%2fapp.py", "/static/%2e%2e%2fapp.py", "/static//etc/passwd",
     "/static/%00", "/static/site.css%00.js", "/static/..%5capp.py", "/static/" + "a" * 3_000, "/static/world.svg/"],
)  # fmt: skip
def test_static_files_are_only_ours(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "def " not in answer.text


def test_only_the_right_version_is_kept_for_ever(client: Any) -> None:
    assert "immutable" in client.get(static_url("site.css")).headers["cache-control"]
    for path in ("/static/site.css", "/static/site.css?v=0123456789ab"):
        assert client.get(path).headers["cache-control"] == "no-cache"
    assert client.get("/").headers["cache-control"] == "no-cache"


def test_too_large_a_request_is_refused(client: Any) -> None:
    assert client.post("/bounces", content=b"x" * 2_500_000).status_code == 413
    assert client.post("/events/1/correct", data={"reason": "x" * 2_500_000}, headers=HERE).status_code == 413
    assert client.post("/events/1/correct", data={"reason": "x" * 9_000}, headers=HERE).status_code == 422


@pytest.mark.parametrize(
    "query",
    ["q=" + "*" * 500, "q=%25%25%25", "q=" + "a+OR+" * 80, 'q="', "q=-", "q=(((:*", "q=" + "-" * 200, "q=a" + "+-" * 90,
     "actor=%25", "place=%5C",
     "source='", "q=%00", "country=" + ",".join(["KOR"] * 500), "kind=visit&" * 200, "as_of=9999-12-31",
     "since=0001-01-01",
     "until=9999-12-31", "as_of=9999-12-30", "as_of=9999-12-31T23:00:00-05:00", "as_of=0001-01-01T00:00:00%2B05:00",
     "since=0001-01-01&until=0001-01-01&as_of=0001-01-01", "since=9999-12-31&until=0001-01-01",
     "limit=500", "after=%00", "by=actor"],
)  # fmt: skip
def test_no_question_breaks_a_page(client: Any, query: str) -> None:
    for path in ("/", "/api/v1/timeline", "/chart/timeline.json", "/map", "/calendar", "/calendar.ics", "/atom.xml"):
        assert client.get(f"{path}?{query}").status_code in (200, 422)


def test_a_question_that_takes_too_long_is_ended(seeded_database: str) -> None:
    loaded = settings.load(env={"TRACKER_WEB_STATEMENT_TIMEOUT_MS": "200"})
    pool = open_pool(seeded_database, size=2)
    try:
        client = TestClient(create_app(loaded, pool, ("visit",)), base_url="http://127.0.0.1:8080")
        with psycopg.connect(seeded_database) as conn:
            conn.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
            began = time.monotonic()
            answer = client.get("/")
        assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
        assert "<h1>No answer just now</h1>" in answer.text and "<p>This question takes too long" in answer.text
        assert "Traceback" not in answer.text
        assert time.monotonic() - began < 20
        assert client.get("/").status_code == 200
    finally:
        pool.close()


def test_a_database_that_is_away_is_told_soon_and_found_again_when_it_is_back(
    seeded_database: str, server: str
) -> None:
    name = psycopg.conninfo.conninfo_to_dict(seeded_database)["dbname"]
    loaded = settings.load(env={"TRACKER_WEB_KEEP_S": "0", "TRACKER_WEB_TOKEN": TOKEN})
    pool = open_pool(seeded_database, size=2, wait_s=0.2)
    form = {"action": "reject", "author": "Ann", "reason": "no such visit", "token": TOKEN}
    own = {"Origin": "http://127.0.0.1:8080"}
    try:
        client = TestClient(create_app(loaded, pool, ("visit",)), base_url="http://127.0.0.1:8080")
        assert client.get("/").status_code == 200
        with psycopg.connect(server, autocommit=True) as conn:
            conn.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            conn.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
            try:
                for path in ("/", "/map", "/events/1", "/health", "/api/v1/timeline", "/calendar.ics"):
                    answer = client.get(path)
                    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
                    assert "in a few seconds" in answer.text and "Traceback" not in answer.text
                wrote = client.post("/events/1/correct", data=form, headers=own)
                assert wrote.status_code == 503 and "try again" in wrote.text
            finally:
                conn.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        for _ in range(100):
            if client.get("/").status_code == 200:
                break
        assert client.get("/").status_code == 200
        assert "no such visit" not in client.get("/events/1").text
    finally:
        pool.close()


def test_only_what_is_the_same_for_all_is_packed(seeded_database: str) -> None:
    pool = open_pool(seeded_database, size=2)
    try:
        loaded = settings.load(env={"TRACKER_WEB_KEEP_S": "30", "TRACKER_WEB_TOKEN": TOKEN})
        client = TestClient(create_app(loaded, pool, ("visit",)), base_url="http://127.0.0.1:8080")
        plain = {"Accept-Encoding": "identity"}
        for path in ("/", "/events/1", "/map", "/atom.xml", "/api/v1/timeline", "/static/site.css", "/static/vega.js"):
            got, as_is, head = client.get(path), client.get(path, headers=plain), client.head(path)
            assert got.headers["content-encoding"] == "gzip" and "content-encoding" not in as_is.headers
            assert got.content == as_is.content and got.headers["vary"] == "Accept-Encoding"
            assert int(got.headers["content-length"]) < len(as_is.content) / 2
            same = ("content-length", "content-encoding", "etag", "content-type")
            assert head.content == b"" and all(head.headers[name] == got.headers[name] for name in same)
            again = client.get(path, headers={"If-None-Match": got.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
        # what holds a signed link or takes an address; what it weighs must tell nothing of it
        for path in ("/subscribe", "/subscription/unsubscribe/1.wrong", "/subscription/confirm/1.wrong"):
            assert "content-encoding" not in client.get(path).headers
    finally:
        pool.close()


def test_nobody_waits_longer_for_a_page_than_for_a_word() -> None:
    assert 1 <= WAIT_S <= 3


def test_whoever_goes_away_in_the_middle_is_no_failure(client: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        pytest.fail(f"nobody is there for {message}")

    scope = {"type": "http", "method": "POST", "path": "/bounces", "query_string": b"", "headers": []}
    with caplog.at_level(logging.INFO):
        asyncio.run(client.app(scope, gone, send))
    assert not caplog.records


def test_whoever_sends_nonsense_fills_no_log_with_tracebacks(address: str, caplog: pytest.LogCaptureFixture) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    head = b"POST /subscribe HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    with caplog.at_level(logging.INFO), socket.create_connection((host, port), 5) as sent:
        sent.sendall(head + b"zz\r\n")
        assert sent.recv(100).startswith(b"HTTP/1.1 400")
        while sent.recv(1000):
            pass
        sent.close()
        assert httpx.get(f"{address}/healthz").status_code == 200
    told = [record for record in caplog.records if not record.name.startswith("httpx")]
    assert told and len(told) <= 3 and not any(record.exc_info for record in told)


@pytest.mark.parametrize("days", ["[0001-01-01,0001-01-02)", "[9999-12-30,9999-12-31)", "[0001-01-01,9999-12-31)"])
def test_days_at_the_ends_of_the_calendar_break_nothing(client: Any, seeded_database: str, days: str) -> None:
    with psycopg.connect(seeded_database) as conn:
        conn.execute("UPDATE event SET during = %s", (days,))
    others = (
        "/atom.xml",
        "/calendar.ics",
        "/chart/timeline.json",
        "/api/v1/timeline",
        "/?order=oldest",
        "/?since=2026-01-01",
    )
    for path in (*PAGES, *others):
        assert client.get(path).status_code == 200, path


# ---------------------------------------------------------------- writes


@pytest.mark.parametrize("days", [("0001-01-01", ""), ("2026-01-01", "9999-12-31"), ("2026-02-30", ""), ("2", "1")])
def test_days_that_the_calendar_does_not_have_are_refused(client: Any, days: tuple[str, str]) -> None:
    form = {"action": "correct", "author": "Eve", "reason": "none", "token": TOKEN, "start": days[0], "end": days[1]}
    answer = client.post("/events/1/correct", data=form, headers=HERE)
    assert answer.status_code == 422 and "days: " in answer.text


def test_tokens_cannot_be_guessed_quickly(client: Any) -> None:
    form = {"action": "reject", "author": "Eve", "reason": "none"}
    for n in range(10):
        assert client.post("/events/1/correct", data=form | {"token": f"guess {n}"}, headers=HERE).status_code == 403
    answer = client.post("/events/1/correct", data=form | {"token": TOKEN}, headers=HERE)
    assert answer.status_code == 429, "even the right one has to wait now"
    assert client.get("/api/v1/events/1").json()["status"]


def test_attempts_are_forgotten_after_a_minute_and_counted_together() -> None:
    attempts = Attempts(each=2, together=3, within_s=60)
    for at in (0.0, 1.0):
        assert not attempts.too_many("a", at)
        attempts.failed("a", at)
    assert attempts.too_many("a", 2.0)
    assert not attempts.too_many("b", 2.0)
    attempts.failed("b", 2.0)
    assert attempts.too_many("c", 3.0), "many guessers are one attack"
    assert not attempts.too_many("c", 61.0)
    assert not attempts.too_many("a", 61.5)


def test_an_unset_token_fits_nothing() -> None:
    assert not token_fits("", "")
    assert not token_fits("x", "")
    assert token_fits("é", "é")


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin", "host": "a"}, True),
        ({"sec-fetch-site": "same-site", "host": "a", "origin": "http://a"}, False),
        ({"sec-fetch-site": "cross-site", "host": "a", "origin": "http://a"}, False),
        ({"origin": "null", "host": "a"}, False),
        ({"origin": "http://a.evil.example", "host": "a"}, False),
        ({"origin": "http://evil.example/a", "host": "a"}, False),
        ({"referer": "http://a/events/1", "host": "a"}, True),
        ({"host": "a"}, False),
        ({}, False),
    ],
)
def test_forms_of_other_sites_are_known(headers: dict[str, str], ours: bool) -> None:
    assert from_here(headers) is ours


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_no_other_site_can_subscribe_anybody(client: Any, seeded_database: str, headers: dict[str, str]) -> None:
    answer = client.post("/subscribe", data={"address": "victim@example.org"}, headers=headers)
    assert answer.status_code == 403
    with psycopg.connect(seeded_database) as conn:
        assert subscribers.by_address(conn, "victim@example.org") is None


def test_a_correction_leads_only_back_here(client: Any) -> None:
    form = {"action": "merge", "author": "Ann", "reason": "same", "token": TOKEN}
    for into in ("//evil.example", "https://evil.example", "2@evil.example", "2/../../x", "-2", "²", "9" * 30):
        answer = client.post("/events/1/correct", data=form | {"into": into}, headers=HERE, follow_redirects=False)
        assert answer.status_code == 422
        assert "location" not in answer.headers


def test_a_correction_is_stored_without_bytes_that_no_text_has(client: Any, seeded_database: str) -> None:
    form = {"action": "reject", "author": "\0Ann\0", "reason": "sa\0me", "token": TOKEN}
    assert client.post("/events/1/correct", data=form, headers=HERE, follow_redirects=False).status_code == 303
    with psycopg.connect(seeded_database) as conn:
        assert conn.execute("SELECT author, reason FROM correction").fetchall() == [("Ann", "same")]
    assert client.post("/events/1/correct", data=form | {"author": "\0 \0"}, headers=HERE).status_code == 422


def test_what_breaks_is_logged_without_secrets(
    client: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("tracker.web.subscriptions.reader_of", broken)
    with caplog.at_level(logging.DEBUG):
        answer = client.get("/subscription/confirm/7.secret%0Aforged%20line")
    assert answer.status_code == 500
    assert "out of order" not in answer.text
    assert "out of order" in caplog.text
    assert "secret" not in "".join(record.getMessage() for record in caplog.records if record.name == "tracker.web")
    assert "forged line" not in "".join(r.getMessage() for r in caplog.records if r.name == "tracker.web")
