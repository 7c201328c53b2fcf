"""Reading article pages: what robots.txt and Retry-After ask, walls before articles, their times, near-duplicates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tracker.matching import match_unmatched
from tracker.model import Coding
from tracker.pipeline.pages import read_html
from tracker.store import articles
from tracker.store.articles import NewArticle
from tracker.store.connection import connect

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = (
    "The foreign ministers of Norway and Chad met in Oslo on Thursday to talk about aid, fishing and migration.",
    "They agreed to open an office in the Chadian capital before the end of next year, an official said on leaving.",
    "It was the first such meeting in eleven years, and both sides called it frank, useful and somewhat too long.",
    "A joint commission will look at what was promised in earlier rounds and never done, and report by the summer.",
)
ARTICLE = "".join(f"<p>{words}</p>" for words in WORDS)


def page(inner: str, head: str = "") -> bytes:
    return (
        f"<html><head><title>Talks in Oslo</title>{head}</head><body><article>{inner}</article></body></html>".encode()
    )


def feed(*links: str, text: str = "Short words of the feed.", date: str = "") -> bytes:
    day = f"<pubDate>{date}</pubDate>" if date else ""
    items = "".join(
        f"<item><title>Talks {n}</title><link>{link}</link>{day}<description>{text}</description></item>"
        for n, link in enumerate(links)
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def one(reading: Any, publisher: Any, body: bytes, *, at: datetime = NOW, **of_feed: str) -> tuple[Any, ...]:
    """Poll a feed of one item, read its page; (read_state, read_detail, body_from, body, published_from)."""
    publisher.answers |= {
        "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, body),
        "/f": (200, {}, feed(publisher.url("/page"), **of_feed)),
    }
    reading.round("/f", at=at)
    reading.read(at=at)
    return tuple(
        reading.ask(
            """SELECT read_state, read_detail, body_from, body, published_from
                 FROM article JOIN article_version USING (article_id) WHERE upper_inf(known)"""
        )[0]
    )


def test_the_page_takes_the_place_of_the_feeds_few_words(reading: Any, publisher: Any) -> None:
    state, detail, source, body, _ = one(reading, publisher, page(ARTICLE))
    assert (state, detail, source) == ("read", None, "page")
    assert WORDS[0] in body and WORDS[3] in body
    assert reading.ask("SELECT version FROM article_version") == [(1,)], "the feed's words only stood in for it"


COOKIES = (
    "<p>We value your privacy. We and our 842 partners store and access information on your device and process "
    "personal data such as unique identifiers for personalised ads and content.</p><p>You can accept all or manage "
    "your choices at any time in our privacy policy. Some partners rely on their legitimate interest and do not ask "
    "for consent.</p>"
)


@pytest.mark.parametrize(
    ("inner", "head", "words"),
    [
        (COOKIES, "", "consent page"),
        ("<p>Before you continue to the site</p><button>Accept all</button>", "", "consent page"),
        ("<p>Please enable JavaScript and cookies to go on.</p>", "", "check for robots"),
        ("<p>Subscribe now to read the whole story.</p><p>Already a subscriber? Sign in.</p>", "", "paywall"),
        ("<p>Soon.</p>", '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>', "paywall"),
        ("<p>Soon.</p>", '<meta property="article:content_tier" content="locked">', "paywall"),
        ("", "", "no article"),
    ],
)
def test_walls_are_recognised_and_the_feeds_words_stay(
    reading: Any, publisher: Any, inner: str, head: str, words: str
) -> None:
    state, detail, source, body, _ = one(reading, publisher, page(inner, head))
    assert (state, source, body) == ("kept", "feed", "Short words of the feed.")
    assert words in detail


def test_a_redirect_to_a_place_that_asks_for_consent_is_no_article(reading: Any, publisher: Any) -> None:
    publisher.answers |= {
        "/consent/ask": (200, {"Content-Type": "text/html"}, page(ARTICLE)),
        "/page": (302, {"Location": "/consent/ask"}, b""),
        "/f": (200, {}, feed(publisher.url("/page"))),
    }
    reading.round("/f")
    reading.read()
    assert reading.ask("SELECT read_state, read_detail FROM article") == [("kept", "a consent page")]


def test_the_opening_before_a_paywall_is_used_where_it_says_more_than_the_feed(reading: Any, publisher: Any) -> None:
    locked = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    state, detail, source, _, _ = one(reading, publisher, page(ARTICLE, locked))
    assert (state, source) == ("read", "page")
    assert "paywall" in detail
    long = " ".join(WORDS * 2)
    publisher.answers |= {"/g": (200, {}, feed(publisher.url("/other"), text=long))}
    publisher.answers |= {"/other": (200, {"Content-Type": "text/html"}, page(ARTICLE, locked))}
    reading.round("/g")
    reading.read()
    assert reading.ask(
        "SELECT read_state, body FROM article JOIN article_version USING (article_id) WHERE url LIKE '%/other'"
    ) == [("kept", long)]


def test_an_article_about_privacy_is_an_article(reading: Any, publisher: Any) -> None:
    law = "<p>The court said that the cookie policy of the firm and its 300 partners broke the law of the union.</p>"
    assert one(reading, publisher, page(law + ARTICLE))[:3] == ("read", None, "page")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-11-19T08:30:00+02:00">',
        '<script type="application/ld+json">{"datePublished": "2026-11-19T06:30:00Z"}</script>',
        '<time itemprop="datePublished" datetime="2026-11-19T07:30:00+01:00">Thursday</time>',
        '<time datetime="2026-11-19T07:30:00+01:00" pubdate>Thursday</time>',
    ],
)
def test_undated_items_are_dated_by_their_page(reading: Any, publisher: Any, head: str) -> None:
    assert one(reading, publisher, page(ARTICLE, head))[4] == "page"
    assert reading.ask("SELECT published_at, first_seen_at FROM article") == [
        (datetime(2026, 11, 19, 6, 30, tzinfo=UTC), NOW)
    ]


def test_what_nobody_dates_stays_undated(reading: Any, publisher: Any) -> None:
    assert one(reading, publisher, page(ARTICLE))[4] == "none"
    assert reading.ask("SELECT published_at, first_seen_at FROM article") == [(None, NOW)]


def test_the_feeds_date_stays_and_a_future_one_of_the_page_is_flagged(reading: Any, publisher: Any) -> None:
    later = '<meta property="article:published_time" content="2027-02-01T08:30:00Z">'
    assert one(reading, publisher, page(ARTICLE, later), date="Thu, 19 Nov 2026 04:00:00 GMT")[4] == "feed"
    assert reading.ask("SELECT published_at FROM article") == [(datetime(2026, 11, 19, 4, tzinfo=UTC),)]
    publisher.answers |= {"/g": (200, {}, feed(publisher.url("/other"))), "/other": publisher.answers["/page"]}
    reading.round("/g")
    reading.read()
    assert "future" in reading.ask("SELECT published_doubt FROM article WHERE url LIKE '%/other'")[0][0]


def robots(publisher: Any, status: int, body: bytes = b"", **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    publisher.answers["/robots.txt"] = (status, named, body)


def asked(publisher: Any) -> list[str]:
    return [path for path, _ in publisher.asked if path != "/f"]


@pytest.mark.parametrize("agent", ["*", "tracker"])
def test_robots_txt_is_obeyed_and_asked_once_a_day(reading: Any, publisher: Any, agent: str) -> None:
    reading.environment["TRACKER_SCHEDULE_WORKERS"] = "1"
    robots(publisher, 200, f"User-agent: {agent}\nDisallow: /page\nAllow: /pages\n".encode())
    publisher.answers["/pages"] = (200, {"Content-Type": "text/html"}, page(ARTICLE))
    publisher.answers["/f"] = (200, {}, feed(publisher.url("/page"), publisher.url("/pages")))
    reading.round("/f")
    reading.read()
    assert asked(publisher) == ["/robots.txt", "/pages"]
    states = reading.ask("SELECT read_state FROM article ORDER BY url")
    assert states == [("kept",), ("read",)]
    publisher.answers["/f"] = (200, {}, feed(publisher.url("/pages?2")))
    publisher.answers["/pages?2"] = publisher.answers["/pages"]
    reading.round("/f", at=NOW + 2 * HOUR)
    reading.read(at=NOW + 2 * HOUR)
    assert asked(publisher)[2:] == ["/pages?2"]
    publisher.answers["/f"] = (200, {}, feed(publisher.url("/pages?3")))
    publisher.answers["/pages?3"] = publisher.answers["/pages"]
    reading.round("/f", at=NOW + 2 * DAY)
    reading.read(at=NOW + 2 * DAY)
    assert asked(publisher)[3:] == ["/robots.txt", "/pages?3"]


def test_robots_txt_counts_where_a_page_moved_to_as_well(reading: Any, publisher: Any) -> None:
    publisher.answers |= {"/page": (302, {"Location": publisher.url("/else").replace("127.0.0.1", "localhost")}, b"")}
    publisher.answers |= {"/f": (200, {}, feed(publisher.url("/page")))}
    publisher.answers |= {"/else": (200, {"Content-Type": "text/html"}, page(ARTICLE))}

    def by_host(sent: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        return (200, {}, b"User-agent: *\nDisallow: /") if sent["host"].startswith("localhost") else (404, {}, b"")

    publisher.answers["/robots.txt"] = by_host
    reading.environment["TRACKER_FETCH_ALLOW_PRIVATE"] += f",{publisher.host.replace('127.0.0.1', 'localhost')}"
    reading.round("/f")
    reading.read()
    assert reading.ask("SELECT read_state, read_detail FROM article") == [
        ("kept", "robots.txt asks not to read this page")
    ]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_forbids_nothing(reading: Any, publisher: Any, status: int) -> None:
    robots(publisher, status)
    assert one(reading, publisher, page(ARTICLE))[0] == "read"


def test_while_robots_txt_cannot_be_had_pages_wait(reading: Any, publisher: Any) -> None:
    robots(publisher, 500)
    assert one(reading, publisher, page(ARTICLE))[0] == "due"
    assert asked(publisher) == ["/robots.txt"]
    robots(publisher, 200, b"User-agent: *\nAllow: /")
    assert reading.read(at=NOW + HOUR) == 1
    assert reading.ask("SELECT read_state FROM article") == [("read",)]


def test_a_page_whose_robots_txt_never_comes_is_left_in_the_end(reading: Any, publisher: Any) -> None:
    robots(publisher, 500)
    one(reading, publisher, page(ARTICLE))
    for hours in range(1, 20):
        reading.read(at=NOW + hours * 2 * HOUR)
    assert "/page" not in asked(publisher)
    assert reading.ask("SELECT read_state, body_from FROM article JOIN article_version USING (article_id)") == [
        ("kept", "feed")
    ]


@pytest.mark.parametrize("path", ["/robots.txt", "/page"])
@pytest.mark.parametrize("words", ["7200", "Fri, 20 Nov 2026 14:00:00 GMT"])
def test_retry_after_on_a_page_holds_its_host(reading: Any, publisher: Any, path: str, words: str) -> None:
    publisher.answers |= {
        "/page": (200, {"Content-Type": "text/html"}, page(ARTICLE)),
        "/second": (200, {"Content-Type": "text/html"}, page(ARTICLE)),
        "/f": (200, {}, feed(publisher.url("/page"), publisher.url("/second"))),
    }
    good = publisher.answers.get(path, (404, {}, b""))
    publisher.answers[path] = (429, {"Retry-After": words}, b"")
    reading.environment["TRACKER_SCHEDULE_WORKERS"] = "1"
    reading.round("/f")
    reading.read()
    before = len(publisher.asked)
    assert reading.read(at=NOW + HOUR) == 0, "nothing of the host is even handed out"
    assert len(publisher.asked) == before
    publisher.answers[path] = good
    reading.read(at=NOW + 3 * HOUR)
    assert reading.ask("SELECT read_state FROM article") == [("read",), ("read",)]


@pytest.mark.parametrize(("status", "state"), [(404, "kept"), (403, "kept"), (410, "kept"), (500, "due"), (503, "due")])
def test_pages_that_fail_are_tried_again_where_that_may_help(
    reading: Any, publisher: Any, status: int, state: str
) -> None:
    publisher.answers |= {"/page": (status, {}, b"no"), "/f": (200, {}, feed(publisher.url("/page")))}
    reading.round("/f")
    reading.read()
    assert reading.ask("SELECT read_state FROM article") == [(state,)]
    for hours in (1, 3, 6, 9):
        reading.read(at=NOW + hours * HOUR)
    assert reading.ask("SELECT read_state, body FROM article JOIN article_version USING (article_id)") == [
        ("kept", "Short words of the feed.")
    ]


def test_a_page_on_a_private_address_is_not_asked_for(reading: Any, publisher: Any) -> None:
    publisher.answers["/f"] = (200, {}, feed("http://127.0.0.1:9/secret", "http://169.254.169.254/latest"))
    reading.round("/f")
    reading.read()
    states = reading.ask("SELECT read_state, read_detail FROM article")
    assert [state for state, _ in states] == ["kept", "kept"]
    assert all("private address" in detail for _, detail in states)


def test_an_edited_entry_has_its_page_read_again_and_becomes_a_version(reading: Any, publisher: Any) -> None:
    one(reading, publisher, page(ARTICLE))
    one(reading, publisher, page(ARTICLE.replace("eleven", "twelve")), at=NOW + 2 * HOUR, text="Other words.")
    rows = reading.ask("SELECT version, body_from, body LIKE '%twelve%' FROM article_version ORDER BY version")
    assert rows == [(1, "page", False), (2, "page", True)]
    assert reading.ask("SELECT count(*) FROM article") == [(1,)]


def test_an_edit_of_the_feeds_words_counts_where_the_page_cannot_be_read(reading: Any, publisher: Any) -> None:
    publisher.answers["/a"] = (403, {}, b"")
    words = "They met in Oslo on {} and agreed on nothing, the ministry said."
    for number, day in enumerate(("Monday", "Monday", "Tuesday")):
        body = feed(publisher.url("/a"), text=words.format(day))
        publisher.answers["/f"] = (200, {}, body + b" " * number)
        reading.round("/f", at=NOW + number * DAY)
        reading.read(at=NOW + number * DAY)
    rows = reading.ask(
        "SELECT version, body_from, body LIKE '%Tuesday%', upper_inf(known) FROM article_version ORDER BY 1"
    )
    assert rows == [(1, "feed", False, False), (2, "feed", True, True)]
    assert reading.ask("SELECT read_state FROM article") == [("kept",)]


def test_near_duplicates_of_two_publishers_are_marked(reading: Any, publisher: Any) -> None:
    long = ARTICLE * 3
    other = "".join(f"<p>Sentence {n} of quite another report.</p>" for n in range(30))
    publisher.answers |= {
        "/a": (200, {"Content-Type": "text/html"}, page(long)),
        "/b": (200, {"Content-Type": "text/html"}, page(long.replace("somewhat", "rather"))),
        "/c": (200, {"Content-Type": "text/html"}, page(other)),
        "/one": (200, {}, feed(publisher.url("/a"), date="Thu, 19 Nov 2026 04:00:00 GMT")),
        "/two": (200, {}, feed(publisher.url("/b"), publisher.url("/c"), date="Thu, 19 Nov 2026 05:00:00 GMT")),
    }  # fmt: skip
    reading.round("/one", "/two")
    reading.read()
    with connect(reading.database) as conn:
        for number, version in conn.execute("SELECT article_id, version FROM article_version").fetchall():
            articles.put_coding(conn, number, version, Coding(str(number), (), language="en"), "coder", NOW)
        match_unmatched(conn, NOW)
    rows = reading.ask(
        """SELECT right(a.url, 1), right(o.url, 1) FROM article a LEFT JOIN article o ON o.article_id = a.reprint_of
            ORDER BY 1"""
    )
    assert rows == [("a", None), ("b", "a"), ("c", None)]


def test_near_duplicates_that_are_stored_at_the_same_moment_are_marked_when_they_are_matched(database: str) -> None:
    """Two transactions do not see each other's words."""
    body = " ".join(f"{words} ({n})" for n in range(4) for words in WORDS)
    with connect(database) as one, connect(database) as two, connect(database) as three:
        numbers = []
        for conn, name, hour in ((one, "late", 9), (two, "first", 5), (three, "last", 11)):
            at = datetime(2026, 11, 19, hour, tzinfo=UTC)
            stored = articles.put(conn, NewArticle(f"https://{name}.example/1", name, body, "page", at), NOW)
            articles.put_coding(conn, stored.article_id, 1, Coding(name, (), language="en"), "coder", NOW)
            numbers.append(stored.article_id)
        for conn in (one, two, three):
            conn.commit()
        question = "SELECT article_id, reprint_of FROM article ORDER BY published_at"
        assert [row[1] for row in one.execute(question).fetchall()] == [None] * 3
        match_unmatched(one, NOW)
        late, first, last = numbers
        assert one.execute(question).fetchall() == [(first, None), (late, first), (last, first)]
        match_unmatched(one, NOW)
        assert articles.unmatched(one) == []


def test_what_is_no_page_is_told() -> None:
    assert "pdf" in (read_html(b"%PDF-1.7", "application/pdf", "https://n.example/x").problem or "")
    assert read_html(b"", "text/html", "https://n.example/x").problem
    assert read_html(b"\x00\xff<p", None, "https://n.example/x").problem
