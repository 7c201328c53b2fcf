"""Archives come in whole, whatever is wrong with a row and whenever the command is stopped."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tracker.cli.ingest import _rows, take_in
from tracker.feeds.catalog import FeedRow
from tracker.feeds.outlets import Outlets, domain_of
from tracker.model import (
    Actor,
    ArticleInput,
    Basis,
    Coding,
    EventDate,
    EventType,
    Evidence,
    Granularity,
    Interval,
    Mention,
    Status,
    TimelineFilter,
)  # fmt: skip
from tracker.store import timeline
from tracker.store.articles import NewArticle, put, sign_anew
from tracker.store.intake import put_many

DAY = date(2026, 3, 2)
OUTLETS = Outlets(
    [
        FeedRow("https://feeds.vellmark.example.co.uk/world", "World", "The Vellmark Post", "vellmark", "GBR", tier=2),
        FeedRow("https://one.pipes.example/a", "A", "Aurel News", "aurel", "ROU"),
        FeedRow("https://two.pipes.example/b", "B", "Brine News", "brine", "NLD"),
    ]
)


class FakeCoder:
    """Reads one launch in every article, on the day that its number says; stops the program at one of them."""

    version = "fake"

    def __init__(self, stop_at: int | None = None) -> None:
        self.coded, self._stop_at = 0, stop_at

    def code(self, articles: Iterable[ArticleInput]) -> Iterator[Coding]:
        for article in articles:
            if self.coded == self._stop_at:
                raise KeyboardInterrupt
            self.coded += 1
            day = DAY + timedelta(int(article.text.split()[0]) % 5 * 7)
            yield Coding(article.id, (launch(day),), language="en")


def launch(day: date) -> Mention:
    text = "Ostrany fired a rocket over the bay."
    when = EventDate(Interval(day, day + timedelta(1)), Granularity.DAY, None, None, None, Basis.EXPLICIT)
    return Mention(
        kind="missile_launch", type=EventType.MOBILIZE, mode="weapons", contexts=(), cameo="15",
        status=Status.HAPPENED, actors=(Actor("Ostrany", "PRK", "MIL"),), recipients=(), place=None, date=when,
        evidence=Evidence("text", 0, len(text), text, "fired", 8, 13), confidence=0.8, lead=True,
    )  # fmt: skip


def archive(folder: Path, count: int) -> Path:
    path = folder / "archive.jsonl"
    lines = [
        json.dumps(
            {
                "url": f"https://outlet{n % 7}.example/{n}",
                "title": f"Report {n}",
                "text": f"{n} " + " ".join(f"w{n}x{k}" for k in range(40)),
                "published": f"2026-03-{2 + n % 25:02d}T09:00:00Z",
                "publisher": f"Outlet {n % 7}",
            }
        )
        for n in range(count)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def ingest(conn: Any, path: Path, coder: Any, batch: int = 10) -> Counter[str]:
    counts: Counter[str] = Counter()
    take_in(conn, _rows(path, OUTLETS, counts, lambda size: None), coder, counts, batch=batch)
    return counts


def state(conn: Any) -> list[Any]:
    tables = [conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("article", "coding", "mention")]
    events = [
        (event.kind, event.date.interval, event.independent_sources, sorted(s.url for s in event.sources))
        for event in timeline.read(conn, TimelineFilter(), limit=0)
    ]
    return [*tables, sorted(events, key=str)]


@pytest.mark.parametrize("stop_at", [0, 10, 17, 42])
def test_stopped_halfway_and_started_again_is_the_same_as_one_run(conn: Any, tmp_path: Path, stop_at: int) -> None:
    path = archive(tmp_path, 45)
    with pytest.raises(KeyboardInterrupt):
        ingest(conn, path, FakeCoder(stop_at))
    conn.rollback()
    again = FakeCoder()
    counts = ingest(conn, path, again)
    assert counts["stored"] + counts["known"] == 45
    assert again.coded == 45 - stop_at // 10 * 10, "what a finished batch has coded is not coded again"
    stopped = state(conn)
    conn.execute("TRUNCATE article, feed_entry, event, event_mention CASCADE")
    ingest(conn, path, FakeCoder())
    assert state(conn) == stopped
    assert stopped[:3] == [45, 45, 45]
    assert len(stopped[3]) == 5


def test_ingesting_again_changes_nothing(conn: Any, tmp_path: Path) -> None:
    path = archive(tmp_path, 25)
    ingest(conn, path, FakeCoder())
    before = state(conn)
    again = FakeCoder()
    assert ingest(conn, path, again)["known"] == 25
    assert (state(conn), again.coded) == (before, 0)


def test_progress_tells_of_what_is_stored_and_coded_not_of_what_is_only_read(conn: Any, tmp_path: Path) -> None:
    counts, told = Counter[str](), list[tuple[int, int]]()
    read: list[int] = []
    path = archive(tmp_path, 25)

    def tell() -> None:
        told.append((counts["coded"], sum(read)))
        read.clear()

    take_in(conn, _rows(path, OUTLETS, counts, read.append), FakeCoder(), counts, tell, batch=10)
    assert [coded for coded, _ in told] == [10, 20, 25, 25]
    assert sum(size for _, size in told) == path.stat().st_size


@pytest.mark.parametrize(
    ("published", "moment", "source"),
    [
        ("2026-03-06", "2026-03-06T12:00:00+00:00", "ingest:day"),
        ("2026-03-06T00:00:00", "2026-03-06T12:00:00+00:00", "ingest:day"),
        ("2026-03-06T00:00:01", "2026-03-06T00:00:01+00:00", "ingest"),
        ("2026-03-06T00:00:00Z", "2026-03-06T00:00:00+00:00", "ingest"),
    ],
)
def test_midnight_without_a_zone_is_a_day_and_no_zone_moves_it(
    conn: Any, tmp_path: Path, published: str, moment: str, source: str
) -> None:
    path = tmp_path / "archive.jsonl"
    path.write_text(json.dumps({"url": "https://a.example/1", "text": "1 words", "published": published}) + "\n")
    ingest(conn, path, FakeCoder())
    row = conn.execute("SELECT published_at, published_from FROM article").fetchone()
    assert row == (datetime.fromisoformat(moment), source)


def test_a_bad_row_is_one_line_and_the_rest_goes_on(conn: Any, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "archive.jsonl"
    good = {"url": "https://a.example/1", "text": "1 words", "published": "2026-03-02"}
    rows = [
        "{not json", "[1]", json.dumps({"text": "no address"}), json.dumps(good | {"url": "  "}),
        json.dumps(good | {"text": 7}), json.dumps(good | {"published": "the day before"}),
        json.dumps(good | {"url": "https://a.example/\0"}), json.dumps(good | {"publisher": "\ud800"}),
        "", json.dumps(good), json.dumps(good | {"url": "https://a.example/2", "title": "NUL \0 in it"}),
    ]  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")
    counts = ingest(conn, path, FakeCoder())
    assert (counts["stored"], counts["bad"]) == (2, 8)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 8
    assert all(line.startswith(f"tracker: {path}:{n}: ") for n, line in enumerate(told, start=1))


def test_an_article_whose_address_is_none_is_stored_once(conn: Any, tmp_path: Path) -> None:
    path = tmp_path / "archive.jsonl"
    row = {"url": "https://[::1", "text": "1 words", "published": "2026-03-02", "publisher": "Post"}
    path.write_text(f"{json.dumps(row)}\n{json.dumps(row | {'url': ' https://[::1 '})}\n")
    counts = ingest(conn, path, FakeCoder())
    assert (counts["stored"], counts["bad"]) == (1, 0)


def contents(conn: Any) -> list[Any]:
    """What is stored, once everything is signed as it is when it is coded."""
    while sign_anew(conn):
        pass
    return [
        conn.execute(
            "SELECT url, publisher, family, published_at, wire, (SELECT o.url FROM article o WHERE o.article_id ="
            " a.reprint_of), v.version, v.title, v.body, v.content_hash, upper_inf(v.known),"
            " CASE WHEN upper_inf(v.known) THEN v.signature END"
            " FROM article a JOIN article_version v USING (article_id) ORDER BY a.url, version"
        ).fetchall(),
        conn.execute("SELECT a.url, band FROM article_band JOIN article a USING (article_id) ORDER BY 1, 2").fetchall(),
    ]


def test_many_at_once_are_stored_like_one_by_one(conn: Any) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    text = " ".join(f"word{n}" for n in range(60))

    def made(name: str, body: str | None, hours: int = 0) -> NewArticle:
        at = now - timedelta(hours=hours)
        return NewArticle(f"https://{name}.example/1", name, body, "ingest", at, publisher=name)

    batches = [
        [made("a", text), made("b", f"{text} more", 5), made("c", "BELMAR (Yonhap) — other words"), made("d", None)],
        [made("a", f"{text} edited"), made("e", f"{text} again", 9), made("f", "x"), made("f", "x twice")],
    ]
    for batch in batches:
        for article in batch:
            put(conn, article, now)
    expected = contents(conn)
    assert any(row[5] for row in expected[0])
    conn.execute("TRUNCATE article, feed_entry CASCADE")
    stored = [put_many(conn, batch, now) for batch in batches]
    assert contents(conn) == expected
    assert [[each.fresh for each in batch] for batch in stored] == [[True] * 4, [False, True, True, False]]
    assert [[each.changed for each in batch] for batch in stored] == [[True, True, True, False], [True] * 4]


def test_the_family_comes_from_the_list_of_feeds_by_name_or_address() -> None:
    by_name = OUTLETS.of("https://elsewhere.example/1", "vellmark post")
    by_address = OUTLETS.of("https://www.example.co.uk/news/1", None)
    assert by_name is not None
    assert by_name == by_address
    assert (by_name.family, by_name.tier) == ("vellmark", 2)
    assert OUTLETS.of("https://three.pipes.example/1", None) is None, "two owners share that domain"
    assert OUTLETS.of("https://www.example.co.uk/news/1", "Somebody Else") is None
    assert domain_of("https://news.site.example.com.au/x") == "example.com.au"
