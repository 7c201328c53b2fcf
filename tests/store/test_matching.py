"""Mentions become events: the same in whatever order they arrive, versioned, corrected, withdrawn."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tracker.errors import CorrectionError
from tracker.matching import correct_event, match_articles, match_unmatched, swap_in
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
)
from tracker.store import timeline
from tracker.store.articles import NewArticle, put, put_coding

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANY = TimelineFilter()


def mention(
    kind: str = "missile_launch",
    actors: str = "PRK",
    recipients: str = "",
    day: date = date(2026, 3, 1),
    status: Status = Status.HAPPENED,
    text: str = "North Korea fired a missile into the sea.",
    **more: Any,
) -> Mention:
    return Mention(
        kind=kind,
        type=EventType.MOBILIZE,
        mode=None,
        contexts=(),
        cameo="15",
        status=status,
        actors=tuple(Actor(code, code, "GOV") for code in actors.split()),
        recipients=tuple(Actor(code, code, "GOV") for code in recipients.split()),
        place=None,
        date=EventDate(
            Interval(day, day + timedelta(days=1)), Granularity.DAY, str(day), str(day), "then", Basis.EXPLICIT
        ),
        evidence=Evidence("text", 0, len(text), text, "fired", 12, 17),
        confidence=0.8,
        lead=True,
        **more,
    )


def store(conn: Any, name: str, mentions: list[Mention], at: datetime = NOW, **article: Any) -> int:
    """An article with these mentions, stored, coded and matched."""
    fields = {"publisher": name, "family": name, "published_at": at} | article
    body = f"{name} " + " ".join(f"{name}word{n}" for n in range(60))
    stored = put(conn, NewArticle(f"https://{name}.example/a", name, body, "page", **fields), at)
    put_coding(conn, stored.article_id, 1, Coding(name, tuple(mentions)), "test", at)
    match_articles(conn, [stored.article_id], at)
    return stored.article_id


def test_twelve_reports_of_one_launch_are_one_event(conn: Any) -> None:
    for n in range(12):
        store(conn, f"outlet{n}", [mention()])
    (event,) = timeline.read(conn, ANY)
    assert len(event.sources) == 12
    assert event.independent_sources == 12


def test_five_launches_in_one_month_are_five_events(conn: Any) -> None:
    for day in (1, 5, 9, 13, 20):
        store(conn, f"outlet{day}", [mention(day=date(2026, 3, day))])
    assert len(timeline.read(conn, ANY)) == 5


def test_outlets_of_one_family_count_once(conn: Any) -> None:
    for name in ("morning", "evening"):
        store(conn, name, [mention()], family="one-owner")
    (event,) = timeline.read(conn, ANY)
    assert (len(event.sources), event.independent_sources) == (2, 1)


def visit(status: Status, day: date = date(2026, 3, 10)) -> Mention:
    text = "The Italian foreign minister and the trip to Cairo."
    made = mention("visit", "ITA", "EGY", day, status, text)
    return replace(made, actors=(Actor("Paolo Brandi", "ITA", "GOV", person="Paolo Brandi"),))


def test_announced_then_cancelled_is_one_event_whose_status_moves(conn: Any) -> None:
    store(conn, "first", [visit(Status.PLANNED)], NOW)
    store(conn, "second", [visit(Status.CANCELLED)], NOW + timedelta(days=5))
    (event,) = timeline.read(conn, ANY)
    assert event.status is Status.CANCELLED
    assert event.date.interval == Interval(date(2026, 3, 10), date(2026, 3, 11))
    changes = [version.change for version in timeline.versions(conn, event.id)]
    assert changes == ["reported", "status: planned → cancelled"]


def test_the_past_reads_as_it_was_known(conn: Any) -> None:
    store(conn, "first", [visit(Status.PLANNED)], NOW)
    store(conn, "second", [visit(Status.HAPPENED)], NOW + timedelta(days=10))
    before = timeline.read(conn, TimelineFilter(as_of=NOW + timedelta(days=1)))
    assert [event.status for event in before] == [Status.PLANNED]
    assert [len(event.sources) for event in before] == [1]
    assert [event.status for event in timeline.read(conn, ANY)] == [Status.HAPPENED]
    assert timeline.read(conn, TimelineFilter(as_of=NOW - timedelta(days=1))) == []


def test_matching_again_changes_nothing(conn: Any) -> None:
    article = store(conn, "first", [visit(Status.PLANNED)])
    (event,) = timeline.read(conn, ANY)
    match_articles(conn, [article], NOW + timedelta(days=1))
    assert timeline.read(conn, ANY) == [event]


def test_vanished_evidence_withdraws_the_event_and_says_so(conn: Any) -> None:
    article = store(conn, "first", [visit(Status.PLANNED)])
    (event,) = timeline.read(conn, ANY)
    put_coding(conn, article, 1, Coding("first"), "newer", NOW + timedelta(days=1))
    swap_in(conn, "newer", NOW + timedelta(days=1))
    assert timeline.read(conn, ANY) == []
    last = timeline.versions(conn, event.id)[-1]
    assert last.withdrawn
    assert last.change == "its evidence has vanished"


def test_an_event_that_was_joined_to_another_says_to_which(conn: Any) -> None:
    store(conn, "first", [mention(day=date(2026, 3, 1))])
    store(conn, "second", [mention(day=date(2026, 3, 9))])
    first, second = sorted(event.id for event in timeline.read(conn, ANY))
    correct_event(conn, second, "merge", {"into": first}, author="Ann", reason="one launch", now=NOW)
    last = timeline.versions(conn, second)[-1]
    assert (last.withdrawn, last.change) == (True, f"joined to event {first} by Ann: one launch")
    again = NewArticle("https://second.example/a", "second", "Other words " * 30, "page", NOW, publisher="second")
    taken = put(conn, again, NOW + timedelta(hours=1))
    put_coding(conn, taken.article_id, 2, Coding("x", (mention(day=date(2026, 3, 9)),)), "test", NOW)
    match_articles(conn, [taken.article_id], NOW + timedelta(hours=1))
    assert [(event.id, len(event.sources)) for event in timeline.read(conn, ANY)] == [(first, 2)]


def test_events_that_a_new_report_shows_to_be_one_say_so(conn: Any) -> None:
    three = [mention(day=date(2026, 3, day)) for day in (1, 3)]
    store(conn, "first", three[:1])
    store(conn, "second", three[1:])
    first, second = sorted(event.id for event in timeline.read(conn, ANY))
    days = replace(three[0].date, interval=Interval(date(2026, 3, 1), date(2026, 3, 4)))
    store(conn, "third", [replace(three[0], date=days)], NOW + timedelta(days=9))
    assert [(event.id, len(event.sources)) for event in timeline.read(conn, ANY)] == [(first, 3)]
    assert timeline.versions(conn, second)[-1].change == f"joined to event {first}"


def test_a_correction_survives_recoding(conn: Any) -> None:
    article = store(conn, "first", [visit(Status.HAPPENED)])
    (event,) = timeline.read(conn, ANY)
    correct_event(conn, event.id, "correct", {"status": "denied"}, author="Ann", reason="embassy", now=NOW)
    put_coding(conn, article, 1, Coding("first", (visit(Status.HAPPENED),)), "newer", NOW + timedelta(days=1))
    match_articles(conn, [article], NOW + timedelta(days=1))
    (after,) = timeline.read(conn, ANY)
    assert (after.id, after.status) == (event.id, Status.DENIED)


def test_rejected_events_leave_the_timeline_and_can_come_back(conn: Any) -> None:
    store(conn, "first", [visit(Status.HAPPENED)])
    (event,) = timeline.read(conn, ANY)
    correct_event(conn, event.id, "reject", {}, author="Ann", reason="a film", now=NOW)
    store(conn, "second", [visit(Status.HAPPENED)])
    assert timeline.read(conn, ANY) == []
    correct_event(conn, event.id, "restore", {}, author="Ben", reason="no film", now=NOW)
    assert [each.id for each in timeline.read(conn, ANY)] == [event.id]


def test_merge_and_split_hold(conn: Any) -> None:
    store(conn, "first", [mention(day=date(2026, 3, 1))])
    store(conn, "second", [mention(day=date(2026, 3, 9))])
    ids = sorted(event.id for event in timeline.read(conn, ANY))
    correct_event(conn, ids[1], "merge", {"into": ids[0]}, author="Ann", reason="one launch", now=NOW)
    (event,) = timeline.read(conn, ANY)
    assert (event.id, len(event.sources)) == (ids[0], 2)
    store(conn, "third", [mention(day=date(2026, 3, 9))])
    assert [len(each.sources) for each in timeline.read(conn, ANY)] == [3]
    out = {"articles": ["https://first.example/a"]}
    correct_event(conn, event.id, "split", out, author="Ann", reason="two after all", now=NOW)
    assert sorted(len(each.sources) for each in timeline.read(conn, ANY)) == [1, 2]


def test_of_two_events_that_a_person_joins_the_one_named_second_stays_and_both_say_who_did_it(conn: Any) -> None:
    store(conn, "first", [mention(day=date(2026, 3, 1))])
    store(conn, "second", [mention(day=date(2026, 3, 9))])
    older, newer = sorted(event.id for event in timeline.read(conn, ANY))
    correct_event(conn, newer, "correct", {"status": "denied"}, author="Bo", reason="no such launch", now=NOW)
    later = NOW + timedelta(hours=1)
    correct_event(conn, older, "merge", {"into": newer}, author="Ann", reason="one launch", now=later)
    (event,) = timeline.read(conn, ANY)
    assert (event.id, event.status, len(event.sources)) == (newer, Status.DENIED, 2)
    assert event.change == f"date: 2026-03-09 → 2026-03-01; event {older} joined by Ann: one launch"
    assert timeline.versions(conn, older)[-1].change == f"joined to event {newer} by Ann: one launch"
    store(conn, "third", [mention(day=date(2026, 3, 1))], NOW + timedelta(days=1))
    assert [(each.id, len(each.sources)) for each in timeline.read(conn, ANY)] == [(newer, 3)]


def test_corrections_of_unknown_events_are_refused(conn: Any) -> None:
    with pytest.raises(CorrectionError, match="no event 77"):
        correct_event(conn, 77, "reject", {}, author="Ann", reason="x", now=NOW)


def content(conn: Any) -> list[tuple[Any, ...]]:
    """The timeline without what depends on the order of storing: ids, versions, times of ours."""
    return sorted(
        (
            event.kind, event.status.value, str(event.date.interval), event.title, event.independent_sources,
            tuple(sorted(source.url for source in event.sources)), round(event.confidence, 4), event.significance,
        )
        for event in timeline.read(conn, ANY, limit=0)
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_arrival_gives_the_same_events(seeded: Any, seed_codings: Any, database: str, seed: int) -> None:
    expected = content(seeded)
    assert len(expected) > 15
    shuffled = list(seed_codings)
    random.Random(seed).shuffle(shuffled)
    seeded.execute("TRUNCATE article, feed_entry, event, event_mention CASCADE")
    for article, coding in shuffled:
        stored = put(seeded, article, NOW)
        put_coding(seeded, stored.article_id, 1, coding, "test", NOW)
        match_articles(seeded, [stored.article_id], NOW)
    assert content(seeded) == expected


def test_one_batch_equals_one_by_one(conn: Any) -> None:
    rng = random.Random(5)
    rows = [
        (f"outlet{n}", mention(actors=rng.choice(("PRK", "IRN")), day=date(2026, 3, rng.randint(1, 12))))
        for n in range(60)
    ]
    for name, said in rows:
        store(conn, name, [said])
    one_by_one = content(conn)
    conn.execute("TRUNCATE article, feed_entry, event, event_mention CASCADE")
    for name, said in reversed(rows):
        body = f"{name} " + " ".join(f"{name}word{n}" for n in range(60))
        article = NewArticle(
            f"https://{name}.example/a", name, body, "page", publisher=name, family=name, published_at=NOW
        )
        put_coding(conn, put(conn, article, NOW).article_id, 1, Coding(name, (said,)), "test", NOW)
    match_unmatched(conn, NOW, batch=17)
    assert content(conn) == one_by_one


def test_the_launch_of_three_outlets_two_of_them_reprints_has_one_source(seeded: Any) -> None:
    wanted = TimelineFilter(kinds=("missile_launch",), countries=("PRK",))
    launches = [event for event in timeline.read(seeded, wanted) if len(event.sources) >= 3]
    assert len(launches) == 1
    urls = {source.url.split("/")[2] for source in launches[0].sources}
    assert {"pacific-wire.example", "harbour-post.example", "northern-courier.example"} <= urls
    assert launches[0].independent_sources == len(urls) - 2


def test_a_dyad_over_years_is_the_same_with_and_without_its_index(conn: Any) -> None:
    for n, (who, whom, day) in enumerate(
        [("KOR", "USA", date(2024, 12, 31)), ("USA", "KOR", date(2025, 6, 1)), ("USA", "JPN", date(2025, 6, 1))]
    ):
        store(conn, f"outlet{n}", [mention("visit", who, whom, day)])
    long_ago = date(1900, 1, 1)
    for since, until, expected in (
        (date(2025, 1, 1), date(2025, 12, 31), 1),
        (date(2024, 12, 31), date(2025, 12, 31), 2),
        (date(2024, 1, 1), date(2024, 12, 30), 0),
        (long_ago, date(2025, 12, 31), 2),
    ):
        for dyad in (("USA", "KOR"), ("KOR", "USA")):
            wanted = TimelineFilter(dyad=dyad, since=since, until=until)
            assert len(timeline.read(conn, wanted)) == expected


def test_the_history_names_the_person_who_put_an_event_right_once(conn: Any) -> None:
    store(conn, "first", [visit(Status.PLANNED)])
    (event,) = timeline.read(conn, ANY)
    later = NOW + timedelta(days=1)
    correct_event(
        conn, event.id, "correct", {"status": "cancelled"}, author="Ann", reason="the embassy says so", now=later
    )
    store(conn, "second", [visit(Status.PLANNED)], NOW + timedelta(days=2))
    changes = [version.change for version in timeline.versions(conn, event.id)]
    assert changes == [
        "reported",
        "status: planned → cancelled; corrected by Ann: the embassy says so",
        "independent sources: 1 → 2",
    ]


def test_a_status_brings_its_type_without_a_word(conn: Any) -> None:
    store(conn, "first", [replace(visit(Status.PLANNED), type=EventType.AGREE)])
    store(conn, "second", [replace(visit(Status.CANCELLED), type=EventType.REJECT)], NOW + timedelta(days=1))
    (event,) = timeline.read(conn, ANY)
    assert [v.change for v in timeline.versions(conn, event.id)] == ["reported", "status: planned → cancelled"]


def test_when_an_event_falls_apart_its_number_stays_with_most_of_it(conn: Any) -> None:
    # two reports of one trip by way of a third; what the first by address tells turns out to be another trip
    moved = store(conn, "a", [visit(Status.PLANNED, date(2026, 3, 16))])
    for name in ("y", "z"):
        store(conn, name, [visit(Status.PLANNED, date(2026, 3, 20))])
    (event,) = timeline.read(conn, ANY)
    assert len(event.sources) == 3
    later = NOW + timedelta(days=1)
    put_coding(conn, moved, 1, Coding("a", (visit(Status.HAPPENED, date(2026, 3, 2)),)), "test", later)
    match_articles(conn, [moved], later)
    assert {each.id: len(each.sources) for each in timeline.read(conn, ANY)}[event.id] == 2


def test_a_trip_that_was_called_off_is_not_one_that_took_place_before(conn: Any) -> None:
    store(conn, "first", [visit(Status.HAPPENED, date(2026, 3, 11))])
    store(conn, "second", [visit(Status.CANCELLED, date(2026, 3, 20))])
    assert sorted(event.status for event in timeline.read(conn, ANY)) == [Status.CANCELLED, Status.HAPPENED]
