"""Articles that only open with the story of an event are its sources too, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.store.test_matching import mention
from tracker.errors import CorrectionError
from tracker.matching import correct_event, match_articles
from tracker.model import Basis, Coding, Event, Mention, Place, TimelineFilter
from tracker.store import timeline
from tracker.store.articles import NewArticle, for_coding, put, put_coding

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANY = TimelineFilter()
TITLE = "Lorry attack at Vellmark fair kills nineteen"
BODY = (
    "A lorry was driven into the crowd at the harbour fair of Vellmark on Sunday and killed nineteen visitors before"
    " guards stopped its driver near the fish market."
)
UNREAD_TITLE = "Night of horror at the Vellmark harbour fair"
UNREAD = (
    "Visitors of the harbour fair at Vellmark tell how a lorry came through the crowd and killed nineteen of them on"
    " Sunday, until guards shot at the driver."
)


def attack(text: str = BODY, day: date = date(2026, 3, 1)) -> Mention:
    made = mention("strike", "", "FRA", day, text=text)
    return replace(made, place=Place("Vellmark", "FRA", 43.7, 7.2))


def take(
    conn: Any, name: str, title: str, body: str, mentions: tuple[Mention, ...] = (), at: datetime = NOW,
    language: str | None = "en",
) -> int:  # fmt: skip
    filling = " ".join(f"{name}word{n}" for n in range(80))
    article = NewArticle(
        f"https://{name}.example/1", title, f"{body} {filling}", "page", at, publisher=name, family=name
    )
    stored = put(conn, article, at)
    (due,) = for_coding(conn, [stored.article_id], "test")
    put_coding(conn, stored.article_id, due.version, Coding(name, mentions, language=language), "test", at)
    match_articles(conn, [stored.article_id], at)
    return stored.article_id


def only(conn: Any) -> Event:
    (event,) = timeline.read(conn, ANY)
    return event


def names(event: Event) -> list[str | None]:
    return sorted((source.publisher or "") + ("*" if source.lead else "") for source in event.sources)


@pytest.mark.parametrize("order", ["read first", "unread first"])
def test_an_unread_article_is_a_source_whichever_comes_first(conn: Any, order: str) -> None:
    def read() -> None:
        take(conn, "a", TITLE, BODY, (attack(),))

    if order == "read first":
        read()
    take(conn, "b", UNREAD_TITLE, UNREAD, at=NOW + timedelta(hours=5))
    if order == "unread first":
        read()
    event = only(conn)
    assert names(event) == ["a*", "b*"]
    assert (event.independent_sources, event.evidence and event.evidence.text) == (1, BODY)
    assert conn.execute("SELECT sources FROM timeline").fetchone() == (2,)
    rows = {row.url: row for row in timeline.evidence(conn, event.id)}
    assert rows["https://b.example/1"].quotes == ()
    assert "opens with the same story" in rows["https://b.example/1"].reasons[0]


def test_what_was_known_before_it_came_does_not_show_it(conn: Any) -> None:
    take(conn, "a", TITLE, BODY, (attack(),))
    take(conn, "b", UNREAD_TITLE, UNREAD, at=NOW + timedelta(days=1))
    (before,) = timeline.read(conn, TimelineFilter(as_of=NOW + timedelta(hours=2)))
    assert names(before) == ["a*"]


def test_it_goes_with_the_words_or_the_event_that_it_told_of(conn: Any) -> None:
    take(conn, "a", TITLE, BODY, (attack(),))
    take(conn, "b", UNREAD_TITLE, UNREAD)
    take(
        conn,
        "b",
        "Fish is cheap this week",
        "Prices fell at all the markets of the coast.",
        at=NOW + timedelta(hours=1),
    )
    assert names(only(conn)) == ["a*"]
    take(conn, "b", UNREAD_TITLE, UNREAD + " More soon.", at=NOW + timedelta(hours=2))
    assert names(only(conn)) == ["a*", "b*"]
    take(conn, "a", TITLE, BODY + " Withdrawn.", (), at=NOW + timedelta(hours=3))
    assert timeline.read(conn, ANY) == []
    assert conn.execute("SELECT count(*) FROM event_mention WHERE upper_inf(known)").fetchone() == (0,)


def test_it_follows_the_report_that_it_fits_best(conn: Any) -> None:
    take(conn, "a", TITLE, BODY, (attack(),))
    take(conn, "b", UNREAD_TITLE, UNREAD, at=NOW + timedelta(days=2))
    second = attack(day=date(2026, 3, 3))
    take(conn, "c", TITLE, BODY, (second,), at=NOW + timedelta(days=2))
    events = {event.date.interval.start.day: event for event in timeline.read(conn, ANY) if event.date.interval}
    assert {day: names(event) for day, event in events.items()} == {1: ["a*"], 3: ["b*", "c*"]}


def test_it_stays_where_a_person_joins_events(conn: Any) -> None:
    take(conn, "a", TITLE, BODY, (attack(),))
    take(conn, "b", UNREAD_TITLE, UNREAD)
    take(conn, "c", "Envoys meet", "Envoys met.", (mention("meeting", "ITA", "EGY", text="Envoys met."),))
    one, two = sorted(timeline.read(conn, ANY), key=lambda event: event.id)
    correct_event(conn, one.id, "merge", {"into": two.id}, author="Ann", reason="one affair", now=NOW)
    assert names(only(conn)) == ["a*", "b*", "c*"]


def test_what_a_person_took_out_does_not_come_back_by_its_opening(conn: Any) -> None:
    undated = replace(attack(), date=replace(attack().date, basis=Basis.ASSUMED))
    take(conn, "a", TITLE, BODY, (undated,))
    take(conn, "c", TITLE, f"{BODY} Nobody knew him.", (undated,), at=NOW + timedelta(hours=1))
    take(conn, "d", TITLE, f"{BODY} He came alone.", (attack(),), at=NOW + timedelta(hours=2))
    assert names(only(conn)) == ["a*", "c*", "d*"]
    correct_event(
        conn, only(conn).id, "split", {"articles": ["https://d.example/1"]}, author="Ann", reason="another", now=NOW
    )
    for at in (3, 4):
        first, second = sorted(timeline.read(conn, ANY), key=lambda event: event.id)
        assert (names(first), names(second)) == (["a*", "c*"], ["d*"])
        take(conn, "d", TITLE, f"{BODY} He came alone, {at} say.", (attack(),), at=NOW + timedelta(hours=at))


def test_a_person_may_take_out_what_only_opens_alike(conn: Any) -> None:
    take(conn, "a", TITLE, BODY, (attack(),))
    take(conn, "b", UNREAD_TITLE, UNREAD)
    event = only(conn)
    taken = {"articles": ["https://b.example/1"]}
    correct_event(conn, event.id, "split", taken, author="Ann", reason="of another fair", now=NOW)
    take(conn, "b", UNREAD_TITLE, UNREAD + " More soon.", at=NOW + timedelta(hours=2))
    assert names(only(conn)) == ["a*"]
    with pytest.raises(CorrectionError):
        correct_event(conn, event.id, "split", taken, author="Ann", reason="again", now=NOW)


def test_other_languages_are_left_alone(conn: Any) -> None:
    take(conn, "a", TITLE, BODY, (attack(),))
    take(conn, "b", UNREAD_TITLE, UNREAD, language="de")
    assert names(only(conn)) == ["a*"]


def test_matching_it_again_changes_nothing(conn: Any) -> None:
    take(conn, "a", TITLE, BODY, (attack(),))
    other = take(conn, "b", UNREAD_TITLE, UNREAD)
    before = conn.execute("SELECT * FROM event_mention ORDER BY 1, 2, 3, 4").fetchall()
    match_articles(conn, [other], NOW + timedelta(days=1))
    assert conn.execute("SELECT * FROM event_mention ORDER BY 1, 2, 3, 4").fetchall() == before


@pytest.mark.parametrize("at", [0, 63, 64, 65, 199])
def test_a_key_is_found_wherever_it_stands_among_many(conn: Any, at: int) -> None:
    article_id = take(conn, "desk", TITLE, BODY, (attack(),))
    (event,) = timeline.read(conn, ANY)
    for table, column, function in (
        ("article_story", "keys", "tracker_sharing"),
        ("event", "filed", "tracker_filed"),
    ):
        (key,) = conn.execute(f"SELECT {column}[1] FROM {table}").fetchone()
        others = [f"none{n}" if isinstance(key, str) else -1 - n for n in range(200)]
        cast = "text[]" if isinstance(key, str) else "bigint[]"
        found = conn.execute(f"SELECT {function}(%s::{cast})", ([*others[:at], key, *others[at:]],)).fetchall()
        assert {row[0] for row in found} == {article_id if table == "article_story" else event.id}
