"""Polling real answers of a real server: everything once, edits as versions, one bad feed costs only itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ODD, PLAIN = "Thu,19 Nov 2026 4:35:5 GMT+9", "Thu, 19 Nov 2026 04:35:05 +0900"
PAGE = b"<html><head><link rel=alternate type='application/rss+xml' href='/good'></head></html>"
SAVED = Path(__file__).parents[3] / "shared" / "feeds"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rss(*items: str, more: str = "") -> bytes:
    return f"<rss version='2.0'><channel><title>T</title>{more}{''.join(items)}</channel></rss>".encode()


def item(guid: str, title: str = "", link: str = "", date: str = "", text: str = "Some words.") -> str:
    day = f"<pubDate>{date}</pubDate>" if date else ""
    name = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    return (
        f"<item>{name}<title>{title or f'Title of {guid}'}</title>"
        f"<link>{link or f'http://n.example/{guid}'}</link>{day}<description>{text}</description></item>"
    )


def test_polling_again_adds_nothing_and_edits_become_versions(polling: Any) -> None:
    first = polling.one(rss(item("a"), item("b", date=ODD), item("c")))
    assert (first.new, first.changed) == (3, 0)
    assert polling.ask("SELECT count(*), count(published_at) FROM article") == [(3, 1)], "undated ones included"
    again = polling.one(rss(item("a"), item("c"), item("b", date=ODD)), at=NOW + 2 * HOUR)
    assert (again.new, again.changed) == (0, 0)
    edited = polling.one(rss(item("a", text="Other words."), item("b", date=PLAIN)), at=NOW + 4 * HOUR)
    assert (edited.new, edited.changed) == (0, 1)
    assert polling.ask("SELECT count(*) FROM article") == [(3,)]
    assert polling.ask("SELECT max(version) FROM article_version") == [(2,)]
    when = polling.ask("SELECT published_at FROM article WHERE published_at IS NOT NULL")[0][0]
    assert when == datetime(2026, 11, 18, 19, 35, 5, tzinfo=UTC), "the first publication time is kept"
    assert polling.ask("SELECT published_raw FROM article WHERE published_at IS NOT NULL") == [(ODD,)]


def test_one_bad_feed_costs_only_itself(polling: Any, publisher: Any) -> None:
    publisher.answers |= {
        "/good": (200, {}, rss(item("g"))),
        "/html": (200, {"Content-Type": "text/html"}, PAGE),
        "/empty": (200, {}, b""),
        "/cut": (200, {}, rss(item("x"), item("y"))[:-60]),
        "/amp": (200, {}, rss(item("z", title="Guns & roses"))),
        "/gone": (410, {}, b""),
    }
    polled = polling.round(*publisher.answers, "/missing")
    failed = {path: one for path, one in polled.items() if not one.outcome.good}
    assert set(failed) == {"/html", "/empty", "/gone", "/missing"}
    assert "/good" in failed["/html"].detail, "the feed that the page names is told"
    assert (polled["/good"].new, polled["/cut"].new, polled["/amp"].new) == (1, 1, 1)
    assert all("\n" not in (one.detail or "") for one in failed.values())
    for url, state, failures, following in polling.ask("SELECT url, state, failures, next_poll_at FROM feed"):
        assert state == "active", "nothing is given up at the first failure"
        assert following > NOW, url
        assert (failures > 0) == (url.removeprefix(publisher.url("")) in failed)


def test_gone_twice_two_days_apart_ends_a_feed_and_moves_take_a_week(polling: Any, publisher: Any) -> None:
    publisher.answers |= {
        "/gone": (410, {}, b""),
        "/old": (301, {"Location": publisher.url("/mid")}, b""),
        "/mid": (308, {"Location": "/new"}, b""),
        "/new": (200, {}, rss(item("m"))),
        "/away": (302, {"Location": "/new"}, b""),
    }
    polling.round("/gone", "/old", "/away")
    for days in (1, 3, 8):
        polling.round(at=NOW + timedelta(days=days))
    rows = dict(polling.ask("SELECT url, state FROM feed"))
    assert rows[publisher.url("/gone")] == "gone"
    assert publisher.url("/new") in rows, "after seven days the address has moved"
    assert publisher.url("/old") not in rows
    assert publisher.url("/away") in rows, "a passing redirect moves nothing"
    assert polling.ask("SELECT count(*) FROM article") == [(1,)]


def test_validators_are_sent_back_and_a_server_that_always_says_304_is_found_out(polling: Any, publisher: Any) -> None:
    def lying(sent: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if "if-none-match" in sent or "if-modified-since" in sent:
            return 304, {}, b""
        return 200, {"ETag": '"1"', "Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"}, rss(*map(item, stock))

    stock = ["a"]
    publisher.answers["/f"] = lying
    assert polling.round("/f")["/f"].new == 1
    stock.append("b")
    assert polling.round(at=NOW + HOUR)["/f"].outcome == "not modified"
    sent = publisher.asked[-1][1]
    assert sent["if-none-match"] == '"1"'
    assert sent["if-modified-since"] == "Fri, 20 Nov 2026 10:00:00 GMT"
    assert sent["user-agent"].startswith("tracker/")
    assert polling.round(at=NOW + 2 * DAY)["/f"].new == 1, "now and then it is asked without validators"


def test_an_etag_that_changes_with_every_answer_costs_no_parsing(polling: Any) -> None:
    body = rss(item("a"))
    polling.one(body, ETag='"1"')
    assert polling.one(body, ETag='"2"', at=NOW + HOUR).outcome == "same body"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("words", ["7200", "Fri, 20 Nov 2026 14:00:00 GMT"])
def test_retry_after_holds_the_whole_host(polling: Any, publisher: Any, status: int, words: str) -> None:
    publisher.answers |= {"/f": (status, {"Retry-After": words}, b""), "/g": (200, {}, rss(item("g")))}
    polling.round("/f")
    due = polling.ask("SELECT next_poll_at FROM feed")[0][0]
    assert due == NOW + 2 * HOUR
    polling.round("/g", at=NOW + HOUR)
    assert [path for path, _ in publisher.asked] == ["/f"], "its other feeds wait as well"
    assert polling.round(at=NOW + 3 * HOUR)["/g"].new == 1


def test_what_shares_nothing_with_the_last_poll_is_a_gap_and_is_asked_sooner(polling: Any) -> None:
    assert not polling.one(rss(*map(item, "abc"))).gap
    before = polling.ask("SELECT interval_s FROM feed")[0][0]
    assert polling.one(rss(*map(item, "xyz")), at=NOW + 2 * HOUR).gap
    assert polling.ask("SELECT gaps FROM feed") == [(1,)]
    assert polling.ask("SELECT interval_s FROM feed")[0][0] < before


def test_hints_of_the_publisher_are_followed_within_bounds(polling: Any) -> None:
    polling.one(rss(item("a"), more="<ttl>180</ttl>"))
    assert polling.ask("SELECT interval_s FROM feed") == [(10_800,)]
    polling.one(rss(item("a"), more="<ttl>900000</ttl>"), at=NOW + DAY, Cache_Control="max-age=99999999")
    assert polling.ask("SELECT interval_s FROM feed")[0][0] <= 86_400


@pytest.mark.parametrize("leap", [-400 * DAY, 3650 * DAY])
def test_a_clock_that_jumps_loses_and_doubles_nothing(polling: Any, leap: timedelta) -> None:
    polling.one(rss(item("a"), item("b")))
    assert polling.one(rss(item("b"), item("c")), at=NOW + leap).new == 1
    assert polling.one(rss(item("c"), item("d")), at=NOW + HOUR).new == 1
    assert polling.ask("SELECT count(*) FROM article") == [(4,)]
    due = polling.ask("SELECT next_poll_at FROM feed")[0][0]
    assert NOW < due <= NOW + HOUR + DAY


def test_one_guid_for_all_hides_nothing(polling: Any) -> None:
    def same(*names: str) -> bytes:
        return rss(*(item("same", title=name, link=f"http://n.example/{name}") for name in names))

    assert polling.one(same("a", "b", "c", "d")).new == 4
    again = polling.one(same("e", "a", "b", "c"), at=NOW + HOUR)
    assert (again.new, again.changed) == (1, 0)
    assert polling.ask("SELECT count(*) FROM article") == [(5,)]


def test_guids_that_flap_on_old_links_are_no_new_items(polling: Any) -> None:
    def flapping(turn: int, *names: str) -> bytes:
        return rss(*(item(f"{name}-{turn}", title=name, link=f"http://n.example/{name}") for name in names))

    assert polling.one(flapping(1, "a", "b", "c")).new == 3
    for turn in (2, 3):
        again = polling.one(flapping(turn, "a", "b", "c"), at=NOW + turn * HOUR)
        assert (again.new, again.changed, again.gap) == (0, 0, False)
    assert polling.one(flapping(4, "d", "a", "b"), at=NOW + 4 * HOUR).new == 1
    assert polling.ask("SELECT count(*) FROM article") == [(4,)]


def test_counters_at_guids_mean_the_same_item(polling: Any) -> None:
    polling.one(rss(item("http://n.example/1#0", link="http://n.example/1", title="T")))
    again = polling.one(rss(item("http://n.example/1#1", link="http://n.example/1", title="T")), at=NOW + HOUR)
    assert (again.new, again.changed, again.gap) == (0, 0, False)


def test_links_whose_tracking_changes_are_the_same_item(polling: Any) -> None:
    for hour in range(3):
        links = (f"http://n.example/story?reference={n}&utm_term={hour}&ref=rss{hour}" for n in range(3))
        body = rss(*(item("", title=f"T{n}", link=link.replace("&", "&amp;")) for n, link in enumerate(links)))
        polled = polling.one(body, at=NOW + 30 * hour * HOUR)
        assert (polled.new, polled.changed, polled.gap) == (0 if hour else 3, 0, False)
    assert polling.ask("SELECT count(*) FROM feed_entry") == [(3,)]


def test_items_without_guid_or_link_are_told_apart_and_found_again(polling: Any) -> None:
    bare = "<item><title>{}</title><pubDate>Thu, 19 Nov 2026 04:35:05 GMT</pubDate><description>x</description></item>"
    body = rss(*(bare.format(name) for name in ("One", "Two", "Three")))
    assert polling.one(body).new == 3
    assert polling.one(body + b"<!-- -->", at=NOW + HOUR).new == 0
    linked = rss(*(item("", title=name, link=f"http://n.example/{name}") for name in ("x", "y")))
    assert polling.one(linked, path="/g").new == 2
    assert polling.one(linked + b"\n", path="/g", at=NOW + HOUR).new == 0


def test_one_link_for_all_items_hides_nothing(polling: Any) -> None:
    front = rss(*(item(name, link="http://n.example/") for name in ("a", "b", "c", "d")))
    assert polling.one(front).new == 4
    again = polling.one(front + b" ", at=NOW + HOUR)
    assert (again.new, again.changed) == (0, 0)
    assert polling.ask(
        "SELECT count(*), count(DISTINCT title) FROM article JOIN article_version USING (article_id)"
    ) == [(4, 4)]


@pytest.mark.parametrize(
    ("date", "at", "doubt"),
    [
        ("Thu,19 Nov 2026 4:35:5 GMT+9", "2026-11-18T19:35:05", None),
        ("Thu, 19 Nov 2026 04:35:05 KST", "2026-11-18T19:35:05", None),
        ("2026/11/19", "2026-11-18T15:00:00", "no zone; taken in the feed's own"),
        ("Thu, 19 Nov 2026 04:35:05 IST", "2026-11-18T23:05:05", "IST could be several zones"),
        ("the other day", None, "cannot be read: 'the other day'"),
    ],
)
def test_odd_dates_are_stored_with_their_words_and_what_is_doubtful(
    polling: Any, date: str, at: str | None, doubt: str | None
) -> None:
    polling.one(rss(item("a", date=date)))
    found, raw, source, said, seen = polling.ask(
        "SELECT published_at, published_raw, published_from, published_doubt, first_seen_at FROM article"
    )[0]
    expected = datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None
    assert (found, raw, source, said, seen) == (expected, date, "feed" if at else "none", doubt, NOW)


def test_the_first_publication_time_is_kept_when_a_feed_bumps_it(polling: Any) -> None:
    polling.one(rss(item("a", date=PLAIN)))
    later = rss(item("a", date="Fri, 20 Nov 2026 09:00:00 GMT", text="Other words."))
    assert polling.one(later, at=NOW + 2 * HOUR).changed == 1
    assert polling.ask("SELECT published_at FROM article") == [(datetime(2026, 11, 18, 19, 35, 5, tzinfo=UTC),)]


def test_a_future_date_is_flagged_and_kept(polling: Any) -> None:
    polling.one(rss(item("a", date="Thu, 19 Nov 2099 04:35:05 GMT")))
    doubt, raw = polling.ask("SELECT published_doubt, published_raw FROM article")[0]
    assert "future" in doubt
    assert "2099" in raw


@pytest.mark.skipif(not SAVED.is_dir(), reason="no saved feeds here")
def test_saved_feeds_are_stored_whole_and_once(polling: Any, publisher: Any) -> None:
    files = [*sorted(SAVED.glob("*.xml")), *sorted(SAVED.glob("*.rss"))]
    publisher.answers |= {f"/{file.name}": (200, {}, file.read_bytes()) for file in files}
    first = polling.round(*publisher.answers)
    assert not [path for path, one in first.items() if not one.outcome.good]
    count = polling.ask("SELECT count(*) FROM feed_entry")
    again = polling.round(at=NOW + 2 * DAY)
    assert not any(one.new or one.changed for one in again.values())
    assert polling.ask("SELECT count(*) FROM feed_entry") == count
    korean = "SELECT count(*), count(published_at) FROM article WHERE publisher LIKE '/koreatimes%'"
    total, dated = polling.ask(korean)[0]
    assert total == dated > 0


@pytest.mark.skipif(not (SAVED / "replay").is_dir(), reason="no saved feeds here")
@pytest.mark.parametrize("name", ["aljazeera", "mehr"])
def test_replayed_polls_give_no_duplicates_and_record_edits(polling: Any, name: str) -> None:
    new = changed = 0
    for file in sorted((SAVED / "replay").glob(f"{name}.*.xml")):
        at = datetime.strptime(file.name.split(".")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        polled = polling.one(file.read_bytes(), at=at)
        assert polled.outcome.good
        new, changed = new + polled.new, changed + polled.changed
    assert (new, changed) == counted(name), "as counted by other means"
    assert polling.ask("SELECT count(*), count(DISTINCT url_key) FROM article") == [(new, new)]
    versions = polling.ask("SELECT count(*) FROM article_version WHERE version > 1")[0][0]
    assert versions == changed


def counted(name: str) -> tuple[int, int]:
    """New items and edits that the saved polls of a feed hold, told by their links."""
    said: dict[str, str] = {}
    new = edits = 0
    for file in sorted((SAVED / "replay").glob(f"{name}.*.xml")):
        for each in ElementTree.parse(file).getroot().iter("item"):
            link = each.findtext("link") or ""
            words = " ".join(f"{each.findtext('title')} {each.findtext('description')}".split())
            new += link not in said
            edits += said.get(link, words) != words
            said[link] = words
    assert new
    return new, edits


@pytest.mark.skipif(not SAVED.is_dir(), reason="no saved feeds here")
def test_one_story_edited_twice_is_one_article_of_several_versions(polling: Any) -> None:
    for number in (1, 2, 3):
        body = (SAVED / f"rss2email.nodejs-update{number}.xml").read_bytes()
        polling.one(body, at=NOW + number * HOUR)
    assert polling.ask("SELECT count(*) - count(DISTINCT url_key) FROM article") == [(0,)]
    assert polling.ask("SELECT max(version) > 1 FROM article_version") == [(True,)]
