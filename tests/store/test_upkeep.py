"""Upkeep: old words go and evidence stays, the fetch log comes and goes by the month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.events.remains import OPENING, remains
from tracker.feeds.catalog import FeedRow
from tracker.matching import match_unmatched
from tracker.model import (
    Actor,
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
from tracker.pipeline.upkeep import Upkept, keep_up
from tracker.settings import load
from tracker.store import articles, feeds, recoding, timeline, upkeep
from tracker.store.articles import NewArticle, put, put_coding
from tracker.store.connection import connect

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEEPING = load(env={"TRACKER_RETENTION_RAW_TEXT_DAYS": "60", "TRACKER_RETENTION_FETCH_LOG_DAYS": "90"})
VISIT = "The foreign minister of Italy visited Cairo on 3 November, officials said."
BODY = " ".join(f"Opening{n}." for n in range(90)) + " " + VISIT + " " + " ".join(f"Rest{n}." for n in range(200))
OTHER = " ".join(f"Market{n}." for n in range(300))


def told(body: str) -> Coding:
    at = body.index(VISIT)
    day = at + VISIT.index("3 November")
    first = date(2026, 11, 3)
    when = EventDate(
        Interval(first, first + DAY), Granularity.DAY, "2026-11-03", "2026-11-03", "3 November", Basis.EXPLICIT
    )
    assert body[day : day + len("3 November")] == "3 November"
    return Coding(
        "1",
        (
            Mention(
                kind="visit", type=EventType.CONSULT, mode="visit", contexts=(), cameo="04", status=Status.HAPPENED,
                actors=(Actor("Italy", "ITA", "GOV"),), recipients=(Actor("Egypt", "EGY", None),),
                place=None, date=when,
                evidence=Evidence("text", at, at + len(VISIT), VISIT, "visited", at + 30, at + 37), confidence=0.8,
            ),
        ),
        language="en",
    )  # fmt: skip


def store(conn: Any, name: str, body: str, at: datetime, coding: Coding | None) -> int:
    stored = put(conn, NewArticle(f"https://{name}.example/1", name, body, "page", at, publisher=name, family=name), at)
    if coding is not None:
        put_coding(conn, stored.article_id, 1, coding, "coder", at)
        match_unmatched(conn, at)
    return stored.article_id


@pytest.fixture
def stored(conn: Any) -> Iterator[dict[str, int]]:
    old = NOW - 100 * DAY
    yield {
        "telling": store(conn, "telling", BODY, old, told(BODY)),
        "nothing": store(conn, "nothing", OTHER, old, Coding("2", (), language="en")),
        "uncoded": store(conn, "uncoded", OTHER + " end", old, None),
        "young": store(conn, "young", OTHER + " young", NOW - 20 * DAY, Coding("4", (), language="en")),
    }


def bodies(conn: Any) -> dict[str, str]:
    rows = conn.execute("SELECT title, body FROM article_version WHERE upper_inf(known)").fetchall()
    return {row[0]: row[1] for row in rows}


def test_old_words_go_and_opening_and_evidence_stay_at_their_places(conn: Any, pool: Any, stored: Any) -> None:
    events = timeline.read(conn, TimelineFilter())
    conn.commit()
    assert keep_up(KEEPING, pool, NOW, batch=1).words_let_go == 2
    kept = bodies(conn)
    evidence = events[0].evidence
    assert kept["telling"][evidence.start : evidence.end] == VISIT
    assert kept["telling"][:OPENING] == BODY[:OPENING]
    assert kept["telling"].split()[-1] == "said." and "Opening89" not in kept["telling"]
    assert kept["nothing"] == OTHER[:OPENING]
    assert kept["uncoded"] == OTHER + " end", "what was not read yet stays"
    assert kept["young"] == OTHER + " young"
    assert timeline.read(conn, TimelineFilter()) == events
    assert keep_up(KEEPING, pool, NOW + DAY).words_let_go == 0


def test_what_was_let_go_is_not_coded_again_and_known_when_it_comes_again(conn: Any, pool: Any, stored: Any) -> None:
    conn.commit()
    keep_up(KEEPING, pool, NOW)
    due = {article.article_id for article in articles.due_for_coding(conn, "newer coder", NOW - 999 * DAY, 99)}
    assert due == {stored["uncoded"], stored["young"]}
    assert {article.article_id for article in recoding.due_after(conn, "newer coder", 0, 99)} == due
    again = put(conn, NewArticle("https://telling.example/1", "telling", BODY, "page", NOW), NOW)
    assert (again.article_id, again.fresh, again.changed) == (stored["telling"], False, False)
    edited = put(conn, NewArticle("https://telling.example/1", "telling", BODY + " More.", "page", NOW), NOW)
    assert edited.changed
    due = {article.article_id for article in articles.due_for_coding(conn, "coder", NOW - 30 * DAY, 99)}
    assert stored["telling"] in due, "an edit is read like any other"


def test_former_words_go_with_their_time(conn: Any, pool: Any, stored: Any) -> None:
    put(conn, NewArticle("https://nothing.example/1", "nothing", OTHER + " edited", "page", NOW), NOW - 10 * DAY)
    conn.commit()
    keep_up(KEEPING, pool, NOW)
    versions = conn.execute(
        "SELECT version, length(body), emptied_at FROM article_version WHERE article_id = %s ORDER BY 1",
        (stored["nothing"],),
    ).fetchall()
    assert versions == [(1, OPENING, NOW), (2, len(OTHER) + 7, None)]


def test_nothing_is_let_go_unless_asked_for(conn: Any, pool: Any, stored: Any) -> None:
    conn.commit()
    assert keep_up(load(env={}), pool, NOW + 3650 * DAY).words_let_go == 0


def test_upkeep_can_be_stopped_and_goes_on_later(conn: Any, pool: Any, stored: Any) -> None:
    conn.commit()
    asked = iter((False, True))
    assert keep_up(KEEPING, pool, NOW, stopping=lambda: next(asked), batch=1).words_let_go == 1
    assert keep_up(KEEPING, pool, NOW).words_let_go == 1


@given(st.text(max_size=1_500), st.lists(st.tuples(st.integers(0, 1_500), st.integers(0, 1_500)), max_size=6))
def test_every_quote_stays_where_it_stood_and_nothing_else(body: str, spans: list[tuple[int, int]]) -> None:
    left = remains(body, [(start, end, body[start:end]) for start, end in spans])
    for start, end in [(0, OPENING), *((start, end) for start, end in spans if start < end)]:
        assert left[start:end] == body[start:end] or not body[start:end]
    inside = {n for start, end in [(0, OPENING), *spans] for n in range(start, end)}
    assert all(left[n] == " " for n in range(len(left)) if n not in inside)
    assert remains(body, [(700, 800, "no such words")]) == body[:OPENING]


def log(conn: Any, at: datetime) -> None:
    conn.execute("INSERT INTO fetch_log (fetched_at, feed_id, outcome) VALUES (%s, 1, 'ok')", (at,))


def months(conn: Any) -> list[str]:
    rows = conn.execute(
        """SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE inhparent = 'fetch_log'::regclass"""
    )
    return sorted(row[0].removeprefix("fetch_log_") for row in rows)


def kept_in(conn: Any) -> dict[str, int]:
    rows = conn.execute("SELECT tableoid::regclass::text, count(*) FROM fetch_log GROUP BY 1").fetchall()
    return {row[0].removeprefix("fetch_log_"): row[1] for row in rows}


def test_months_of_the_fetch_log_are_made_ahead_and_take_what_waited(conn: Any, pool: Any) -> None:
    for at in (NOW, NOW - 30 * DAY, NOW + 20 * DAY):
        log(conn, at)
    conn.commit()
    assert kept_in(conn) == {"default": 3}
    conn.rollback()
    assert keep_up(KEEPING, pool, NOW).months_made == 4
    assert months(conn) == ["2026_10", "2026_11", "2026_12", "2027_01", "default"]
    log(conn, datetime(2026, 12, 1, tzinfo=UTC))
    log(conn, datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC))
    assert kept_in(conn) == {"2026_10": 1, "2026_11": 2, "2026_12": 2}
    conn.commit()
    assert keep_up(KEEPING, pool, NOW) == Upkept()


def test_months_are_dropped_when_all_of_them_is_too_old(conn: Any, pool: Any) -> None:
    for back in range(0, 200, 10):
        log(conn, NOW - back * DAY)
    conn.commit()
    done = keep_up(KEEPING, pool, NOW)
    oldest = NOW - 90 * DAY  # 22 August
    assert done.months_dropped == 3  # May to July
    assert months(conn)[0] == "2026_08"
    assert conn.execute("SELECT min(fetched_at) < %s, count(*) FROM fetch_log", (oldest,)).fetchone() == (True, 12)
    conn.rollback()
    assert keep_up(KEEPING, pool, NOW + 12 * DAY).months_dropped == 1, "in December August is old as a whole"


def test_a_log_in_the_future_of_a_clock_that_jumped_harms_nothing(conn: Any, pool: Any) -> None:
    log(conn, NOW + 3650 * DAY)
    conn.commit()
    keep_up(KEEPING, pool, NOW)
    assert kept_in(conn) == {"default": 1}
    conn.rollback()
    assert keep_up(KEEPING, pool, NOW + 3800 * DAY).months_dropped > 0
    assert kept_in(conn) == {}


def test_polls_and_upkeep_do_not_stand_in_each_others_way(database: str, conn: Any, pool: Any) -> None:
    with connect(database) as other:
        log(other, NOW)
        other.commit()
        keep_up(KEEPING, pool, NOW)
        log(other, NOW)
    assert kept_in(conn) == {"2026_11": 2}


def test_robots_that_have_expired_are_forgotten(conn: Any, pool: Any) -> None:
    feeds.put(conn, FeedRow("https://n.example/f", "T", "P", "p", "NOR"), "user", NOW)
    for host, at in (("https://old.example", NOW - 2 * DAY), ("https://new.example", NOW)):
        feeds.put_robots(conn, host, "", at)
    conn.commit()
    keep_up(KEEPING, pool, NOW)
    assert conn.execute("SELECT host FROM robots").fetchall() == [("https://new.example",)]
    assert upkeep.drop_log(conn, NOW) == 0
