"""A new coder reads everything anew: what the old one read stays until then, and what people decided stays in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tracker.cli.recode import recode_all
from tracker.matching import correct_event, match_articles
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
from tracker.store.articles import NewArticle, put, put_coding

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANY = TimelineFilter()


def visit(day: int, text: str, actor: str = "ITA") -> Mention:
    first = date(2026, 3, day)
    return Mention(
        kind="visit", type=EventType.CONSULT, mode="visit", contexts=(), cameo="04", status=Status.HAPPENED,
        actors=(Actor(actor, actor, "GOV"),), recipients=(Actor("EGY", "EGY", "GOV"),), place=None,
        date=EventDate(Interval(first, first + timedelta(1)), Granularity.DAY, None, None, None, Basis.EXPLICIT),
        evidence=Evidence("text", 0, len(text), text, "visit", 0, 5), confidence=0.8, lead=True,
    )  # fmt: skip


class Fixed:
    """A coder that knows its answers; stops the program at one of them."""

    def __init__(self, version: str, answers: dict[str, tuple[Mention, ...]], stop_at: int | None = None) -> None:
        self.version, self._answers, self._stop_at, self.coded = version, answers, stop_at, 0

    def code(self, articles: Iterable[ArticleInput]) -> Iterator[Coding]:
        for article in articles:
            if self.coded == self._stop_at:
                raise KeyboardInterrupt
            self.coded += 1
            yield Coding(article.id, self._answers[article.title or ""], language="en")


OLD = {
    "a": (visit(10, "Old words of a."),),
    "b": (visit(10, "Old words of b."),),
    "c": (visit(20, "Old words of c."), visit(25, "Also in c.", "FRA")),
}
NEW = {
    "a": (visit(5, "A thing the old coder missed.", "POL"), visit(10, "New words of a.")),
    "b": (visit(10, "New words of b."),),
    "c": (visit(20, "New words of c."),),
}


@pytest.fixture
def stored(conn: Any) -> Any:
    for name in OLD:
        body = " ".join(f"{name}word{n}" for n in range(60))
        put(conn, NewArticle(f"https://{name}.example/1", name, body, "page", NOW, publisher=name, family=name), NOW)
    recode_all(conn, Fixed("old", OLD))
    return conn


def told(conn: Any) -> list[tuple[str, str, int]]:
    return sorted(
        (str(event.date.interval.start) if event.date.interval else "", event.title, len(event.sources))
        for event in timeline.read(conn, ANY)
    )


def quotes(conn: Any) -> set[str]:
    rows = [row for event in timeline.read(conn, ANY) for row in timeline.evidence(conn, event.id)]
    return {quote.text for row in rows for quote in row.quotes}


def test_the_old_reading_stays_until_the_new_one_is_matched(stored: Any) -> None:
    before, said = told(stored), quotes(stored)
    later = datetime(2400, 1, 1, tzinfo=UTC)
    for n, name in enumerate(NEW, start=1):
        put_coding(stored, n, 1, Coding(name, NEW[name], language="en"), "new", later)
    assert (told(stored), quotes(stored)) == (before, said)
    # a report by the old coder's reading of others meets what is matched, not what waits
    body = " ".join(f"dword{n}" for n in range(60))
    other = put(stored, NewArticle("https://d.example/1", "d", body, "page", NOW, publisher="d"), NOW)
    put_coding(stored, other.article_id, 1, Coding("d", (visit(10, "Words of d."),), language="en"), "new", NOW)
    match_articles(stored, [other.article_id], NOW)
    assert quotes(stored) == said | {"Words of d."}
    recode_all(stored, Fixed("new", {}))  # all are coded; what waits is matched
    assert quotes(stored) == {quote.evidence.text for its in NEW.values() for quote in its} | {"Words of d."}


@pytest.mark.parametrize("stop_at", [None, 0, 1, 2])
def test_recoding_stopped_anywhere_and_started_again_is_whole(stored: Any, stop_at: int | None) -> None:
    ids = {event.title: event.id for event in timeline.read(stored, ANY)}
    if stop_at is not None:
        with pytest.raises(KeyboardInterrupt):
            recode_all(stored, Fixed("new", NEW, stop_at), batch=1)
        stored.rollback()
        assert len(told(stored)) >= 3, "what is not coded anew is there as it was"
    again = Fixed("new", NEW)
    recode_all(stored, again, batch=1)
    assert again.coded == 3 - (stop_at or 0)
    assert told(stored) == [("2026-03-05", "POL: visit to EGY", 1), ("2026-03-10", "ITA: visit to EGY", 2),
                            ("2026-03-20", "ITA: visit to EGY", 1)]  # fmt: skip
    assert {event.id for event in timeline.read(stored, ANY)} & set(ids.values()), "events keep their numbers"
    assert recode_all(stored, Fixed("new", NEW)) == (0, 0)


def test_what_the_new_coder_does_not_see_is_withdrawn_and_says_so(stored: Any) -> None:
    (gone,) = [event for event in timeline.read(stored, ANY) if "FRA" in event.title]
    recode_all(stored, Fixed("new", NEW))
    last = timeline.versions(stored, gone.id)[-1]
    assert (last.withdrawn, "vanished" in last.change) == (True, True)
    before = timeline.read(stored, TimelineFilter(as_of=last.known_from - timedelta(microseconds=1)))
    assert gone.id in {event.id for event in before}


_AS_MEETING = {"kind": "meeting", "start": "2026-03-21", "end": "2026-03-21"}


def by_day(conn: Any) -> dict[int, Any]:
    return {event.date.interval.start.day: event for event in timeline.read(conn, ANY) if event.date.interval}


def test_corrections_of_every_sort_survive_recoding_and_rematching(stored: Any) -> None:
    events = by_day(stored)
    who = {"author": "Ann", "reason": "the embassy says so", "now": NOW}
    correct_event(
        stored, events[20].id, "correct", {"kind": "meeting", "start": "2026-03-21", "end": "2026-03-21"}, **who
    )
    correct_event(stored, events[25].id, "reject", {}, **who)
    correct_event(stored, events[10].id, "split", {"articles": ["https://b.example/1"]}, **who)
    kept = replace(visit(25, "Still in c.", "FRA"))
    recode_all(stored, Fixed("new", NEW | {"c": (*NEW["c"], kept)}))
    match_articles(stored, [1, 2, 3], NOW + timedelta(days=3))
    after = timeline.read(stored, ANY)
    assert [event.kind for event in after if event.id == events[20].id] == ["meeting"]
    assert by_day(stored)[21].id == events[20].id
    assert events[25].id not in {event.id for event in after}
    tenth = [event for event in after if event.date.interval and event.date.interval.start.day == 10]
    assert sorted(source.url for event in tenth for source in event.sources) == [
        "https://a.example/1", "https://b.example/1"]  # fmt: skip
    assert len(tenth) == 2, "what was taken apart stays apart"


def test_a_merge_survives_recoding_and_takes_new_reports(stored: Any) -> None:
    events = by_day(stored)
    correct_event(stored, events[20].id, "merge", {"into": events[10].id}, author="Ann", reason="one trip", now=NOW)
    assert len(by_day(stored)[10].sources) == 3
    recode_all(stored, Fixed("new", NEW))
    merged = [event for event in timeline.read(stored, ANY) if event.id == events[10].id]
    assert [len(event.sources) for event in merged] == [3]


def test_a_report_of_what_a_person_gave_another_kind_is_one_of_it(stored: Any) -> None:
    target = by_day(stored)[20]
    correct_event(stored, target.id, "correct", {"kind": "strike"}, author="Ann", reason="a raid", now=NOW)
    body = " ".join(f"eword{n}" for n in range(60))
    other = put(stored, NewArticle("https://e.example/1", "e", body, "page", NOW, publisher="e"), NOW)
    put_coding(stored, other.article_id, 1, Coding("e", (visit(20, "Words of e."),), language="en"), "old", NOW)
    match_articles(stored, [other.article_id], NOW)
    (event,) = [each for each in timeline.read(stored, ANY) if each.id == target.id]
    assert (event.kind, len(event.sources)) == ("strike", 2)


def test_an_edit_that_takes_the_story_back_withdraws_the_event(stored: Any) -> None:
    target = by_day(stored)[20]
    body = "Corrected. " + " ".join(f"cword{n}" for n in range(60))
    edited = put(stored, NewArticle("https://c.example/1", "c", body, "page", NOW), NOW + timedelta(hours=1))
    assert edited.changed
    recode_all(stored, Fixed("old", OLD | {"c": ()}))
    last = timeline.versions(stored, target.id)[-1]
    assert last.withdrawn
    assert "vanished" in last.change
    versions = stored.execute("SELECT version, upper_inf(known) FROM article_version WHERE article_id = 3 ORDER BY 1")
    assert versions.fetchall() == [(1, False), (2, True)], "the words as they were stay"
