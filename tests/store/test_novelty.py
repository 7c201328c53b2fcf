"""What is rare between two countries ranks higher; the counts behind it never drift from the events."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tracker.matching import correct_event, match_articles
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
from tracker.store import timeline
from tracker.store.articles import NewArticle, put, put_coding

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
ANY = TimelineFilter()


def report(conn: Any, first: date, kind: str = "strike", whom: str = "KOR", days: int = 1) -> None:
    name = f"{kind}{first}{whom}".lower()
    text = f"The {kind} of {first} hit {name} hard."
    mention = Mention(
        kind=kind, type=EventType.ASSAULT, mode=None, contexts=(), cameo="19", status=Status.HAPPENED,
        actors=(Actor("PRK", "PRK", "MIL"),), recipients=(Actor(whom, whom, "GOV"),), place=None,
        date=EventDate(Interval(first, first + timedelta(days)), Granularity.DAY, None, None, None, Basis.EXPLICIT),
        evidence=Evidence("text", 0, len(text), text, "hit", 0, 3), confidence=0.8, lead=True,
    )  # fmt: skip
    body = " ".join(f"{name}x{n}" for n in range(40))
    article = NewArticle(f"https://{name}.example/1", name, body, "page", NOW, publisher=name, family=name)
    stored = put(conn, article, NOW)
    put_coding(conn, stored.article_id, 1, Coding(name, (mention,), language="en"), "test", NOW)
    match_articles(conn, [stored.article_id], NOW)


def ranks(conn: Any, **wanted: Any) -> list[float]:
    events = timeline.read(conn, TimelineFilter(**wanted), order="oldest", limit=0)
    return [round(event.significance, 4) for event in events]


def test_the_first_of_its_kind_in_a_year_ranks_before_those_that_follow(conn: Any) -> None:
    for n in range(5):
        report(conn, date(2026, 3, 1) + timedelta(20 * n))
    report(conn, date(2026, 7, 1), whom="JPN")
    report(conn, date(2026, 8, 1), kind="bombing")
    report(conn, date(2028, 7, 1))
    same = ranks(conn, countries=("KOR",), kinds=("strike",))
    assert same[0] > same[1] > same[2] > same[3] > same[4]
    assert same[5] == same[0], "after two years it is new again"
    assert ranks(conn, countries=("JPN",)) == ranks(conn, kinds=("bombing",)) == [same[0]], "new there, and of its kind"


def test_an_older_report_that_comes_late_makes_later_events_less_new(conn: Any) -> None:
    report(conn, date(2026, 6, 1))
    alone = ranks(conn)
    report(conn, date(2026, 3, 1))
    assert ranks(conn)[1] < alone[0] == ranks(conn)[0]


def test_vague_days_are_neither_new_nor_old(conn: Any) -> None:
    report(conn, date(2026, 1, 1), days=365)
    (event,) = timeline.read(conn, ANY)
    stored = conn.execute("SELECT significance FROM event").fetchone()[0]
    assert event.significance == pytest.approx(stored)


def test_filters_and_the_view_mean_the_same_significance(conn: Any) -> None:
    for n in range(4):
        report(conn, date(2026, 3, 1) + timedelta(20 * n))
    shown = ranks(conn)
    seen = conn.execute('SELECT significance FROM timeline ORDER BY "when"').fetchall()
    assert [round(row[0], 4) for row in seen] == shown
    assert len(timeline.read(conn, TimelineFilter(min_significance=shown[0] - 0.0001))) == 1
    assert len(timeline.read(conn, TimelineFilter(min_significance=shown[2] - 0.0001))) == 3


def test_novelty_falls_with_every_earlier_event(conn: Any) -> None:
    factors = [row[0] for row in conn.execute("SELECT tracker_novelty(n) FROM generate_series(0, 200) AS n ORDER BY n")]
    assert factors == sorted(factors, reverse=True)
    assert len(set(factors)) == len(factors)
    assert (factors[0], factors[4]) == (pytest.approx(1.2), pytest.approx(1.0))
    assert factors[-1] > 0.85


def test_the_counts_follow_every_change_of_the_events(conn: Any) -> None:
    for n in range(6):
        report(conn, date(2026, 3, 1) + timedelta(20 * n), whom=("KOR", "JPN")[n % 2])
    ids = [event.id for event in timeline.read(conn, ANY, order="oldest")]
    who = {"author": "Ann", "reason": "so it was", "now": NOW}
    correct_event(conn, ids[0], "reject", {}, **who)
    correct_event(conn, ids[1], "correct", {"kind": "clash", "start": "2026-05-01", "end": "2026-05-01"}, **who)
    correct_event(conn, ids[2], "merge", {"into": ids[4]}, **who)
    correct_event(conn, ids[3], "reject", {}, **who)
    correct_event(conn, ids[3], "restore", {}, **who)
    kept = "SELECT parties, kind, day, events FROM habit WHERE events <> 0 ORDER BY 1, 2, 3"
    scored = "SELECT country, partner, day, events, points FROM tally WHERE events <> 0 ORDER BY 1, 2, 3"
    before, scores = conn.execute(kept).fetchall(), conn.execute(scored).fetchall()
    conn.execute("SELECT tracker_recount()")
    assert before == conn.execute(kept).fetchall()
    assert scores == conn.execute(scored).fetchall()
    assert sum(row[3] for row in before) == sum(row[3] for row in scores if row[0] == "PRK" and not row[1]) == 4
    conn.execute("TRUNCATE event")
    assert conn.execute(kept).fetchall() == conn.execute(scored).fetchall() == []
