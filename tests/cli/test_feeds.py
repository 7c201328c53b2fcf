"""The list of feeds from the command line: how each is, in words; taken off, paused and resumed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tracker import clock
from tracker.cli import build
from tracker.errors import InputError

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Line:
    """The command line on a database of its own."""

    def __init__(self, database: str, config: Path) -> None:
        self._env = {"TRACKER_DATABASE_URL": database, "TRACKER_CONFIG": str(config)}

    def __call__(self, *words: str) -> str:
        done = CliRunner().invoke(build(), ["feeds", *words], env=self._env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())


@pytest.fixture
def feeds(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    rows = "".join(
        f"- {{url: 'https://h{n}.example/f', title: Feed {n}, publisher: P, family: p, country: NOR}}\n"
        for n in range(1, 6)
    )
    (tmp_path / "feeds.yaml").write_text(f"feeds:\n{rows}")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Line(database, tmp_path)


def test_status_says_in_words_how_each_feed_is(feeds: Line, conn: Any) -> None:
    assert feeds("status").count("not polled yet") == 5
    polled = "last_polled_at = %(then)s, next_poll_at = %(next)s"
    values = {"then": NOW - HOUR, "next": NOW + 2 * HOUR, "long": NOW - 100 * HOUR}
    conn.execute(f"UPDATE feed SET {polled}, last_outcome = 'ok', last_success_at = %(then)s, gaps = 1", values)
    conn.execute(
        """UPDATE feed SET last_outcome = 'missing', last_detail = 'HTTP 404 Not Found', failures = 3, gaps = 0,
                           last_success_at = %(long)s, added_at = %(long)s WHERE title = 'Feed 2'""",
        values,
    )
    conn.execute("UPDATE feed SET failures = 1, last_success_at = NULL WHERE title = 'Feed 3'")
    conn.execute("UPDATE feed SET state = 'gone' WHERE title = 'Feed 4'")
    conn.execute("UPDATE feed SET state = 'paused' WHERE title = 'Feed 5'")
    conn.execute(
        """INSERT INTO feed_entry SELECT feed_id, n::text, n, NULL, NULL, '', %(then)s, %(then)s
             FROM feed, generate_series(1, 12) n WHERE title IN ('Feed 1', 'Feed 2')""",
        values,
    )
    conn.commit()
    said = feeds("status")
    assert "Feed 1 ok; polled 1 h ago, next in 2 h; 12.0 new a day; 1 gap " in said, "a feed of one day"
    assert "Feed 2 missing (HTTP 404 Not Found); 3 failures in a row, last good 4 d ago; polled 1 h ago" in said
    assert "2.9 new a day" in said, "a feed of four days"
    assert "1 failure in a row, never good so far" in said
    assert "Feed 4 gone: its server says it is no more (410)" in said
    assert "Feed 5 paused by hand" in said
    assert len(json.loads(feeds("status", "--format", "json"))) == 5


def test_feeds_are_paused_resumed_and_removed_by_address_or_number(feeds: Line, conn: Any) -> None:
    feeds("list")
    numbers = {row["title"]: row["feed_id"] for row in json.loads(feeds("list", "--format", "json"))}
    assert "paused" in feeds("pause", "https://h1.example/f")
    assert "removed" in feeds("remove", str(numbers["Feed 2"]))
    conn.execute("UPDATE feed SET state = 'gone' WHERE title = 'Feed 3'")
    conn.commit()
    for title in ("Feed 1", "Feed 3"):
        feeds("resume", str(numbers[title]))
    rows = {row["title"]: row for row in json.loads(feeds("list", "--format", "json"))}
    assert "Feed 2" not in rows, "what was taken off stays off though it is configured"
    assert {rows[title]["state"] for title in rows} == {"active"}
    assert rows["Feed 1"]["next_poll_at"].startswith("2026-11-20 12:00"), "resumed, it is due at once"
    with pytest.raises(InputError, match="no such feed"):
        feeds("pause", "https://nowhere.example/")


def test_a_feed_is_added_by_its_address_or_that_of_a_page_that_names_it(
    feeds: Line, conn: Any, wild: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_FETCH_ALLOW_PRIVATE", f"127.0.0.1:{wild.port}")
    feed = "<rss version='2.0'><channel><title>News of {}</title><item><title>A</title></item></channel></rss>"
    link = "<link rel=alternate type='application/rss+xml' href='{}'>"
    served = {
        "/feed": feed.format("one"), "/world.xml": feed.format("two"), "/empty": "<!doctype html><p>Nothing.</p>",
        "/page": "<!doctype html>" + link.format("/broken") + link.format("world.xml"),
        "/lost": "<!doctype html>" + link.format("/broken"), "/broken": "<!doctype html><p>No feed.</p>",
    }  # fmt: skip
    for path, body in served.items():
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        wild.answers(path, (head + body).encode())
    wild.answers("/gone", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    assert feeds("discover", wild.url("/page")).split() == [wild.url("/broken"), wild.url("/world.xml")]
    assert feeds("discover", wild.url("/feed")) == wild.url("/feed")
    assert feeds("add", wild.url("/feed"), "--country", "NOR") == f"added: {wild.url('/feed')} (News of one)"
    assert feeds("add", wild.url("/feed")).startswith("known already")
    assert feeds("add", wild.url("/page")) == f"added: {wild.url('/world.xml')} (News of two)"
    for path, words in (("/empty", "a web page, not a feed"), ("/lost", "cannot be had"), ("/gone", "HTTP 404")):
        with pytest.raises(InputError, match=words):
            feeds("add", wild.url(path))
    assert conn.execute("SELECT count(*) FROM feed WHERE origin = 'user'").fetchone() == (2,)


def test_lists_of_other_readers_come_in_and_go_out(feeds: Line, tmp_path: Path) -> None:
    outlines = (
        '<outline text="World"><outline type="rss" text="One" xmlUrl="https://one.example/f"/>'
        '<outline type="rss" text="Known" xmlUrl="https://h1.example/f"/></outline>'
        '<outline type="rss" text="Odd" xmlUrl="file:///etc/passwd"/><outline text="nothing"/>'
    )
    feeds("list")
    theirs = tmp_path / "theirs.opml"
    theirs.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>")
    assert feeds("import", str(theirs)) == "2 feeds read, 1 of them new", "the odd one costs only itself"
    assert feeds("import", str(theirs)) == "2 feeds read, 0 of them new"
    mine = tmp_path / "mine.opml"
    mine.write_text(feeds("export"))
    assert feeds("import", str(mine)) == "6 feeds read, 0 of them new"
    theirs.write_text("<html/>")
    with pytest.raises(InputError, match="no OPML"):
        feeds("import", str(theirs))
