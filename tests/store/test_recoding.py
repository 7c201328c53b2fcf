"""A new coder reads everything anew: what the old one read stays until then, and what people decided stays in force."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from tracker import clock
from tracker.cli.recode import recode_all
from tracker.cli.status import _anew
from tracker.events.reprints import SCHEME
from tracker.matching import Matched, correct_event, match_articles, match_unmatched
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
from tracker.pipeline.code import code_due, match_due, seek_coding, swap_due
from tracker.pipeline.workers import Workers
from tracker.settings import load
from tracker.store import timeline
from tracker.store.articles import NewArticle, put, put_coding
from tracker.store.connection import connect
from tracker.store.recoding import progress

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


AFTERWARDS = [
    ("2026-03-05", "POL: visit to EGY", 1),
    ("2026-03-10", "ITA: visit to EGY", 2),
    ("2026-03-20", "ITA: visit to EGY", 1),
]


@pytest.mark.parametrize("stop_at", [None, 0, 1, 2])
def test_recoding_stopped_anywhere_and_started_again_is_whole(stored: Any, stop_at: int | None) -> None:
    ids = {event.title: event.id for event in timeline.read(stored, ANY)}
    before, said = told(stored), quotes(stored)
    if stop_at is not None:
        with pytest.raises(KeyboardInterrupt):
            recode_all(stored, Fixed("new", NEW, stop_at), batch=1)
        stored.rollback()
        assert (told(stored), quotes(stored)) == (before, said), "nothing changes until all is read"
    again = Fixed("new", NEW)
    recode_all(stored, again, batch=1)
    assert again.coded == 3 - (stop_at or 0)
    assert told(stored) == AFTERWARDS
    assert {event.id for event in timeline.read(stored, ANY)} & set(ids.values()), "events keep their numbers"
    assert recode_all(stored, Fixed("new", NEW)) == (0, 0)


def test_status_says_how_far_it_is(stored: Any) -> None:
    young, old = NOW - timedelta(days=1), NOW + timedelta(days=1)
    assert progress(stored, young) is None
    with pytest.raises(KeyboardInterrupt):
        recode_all(stored, Fixed("new", NEW, 1), batch=1)
    found = progress(stored, young)
    assert found
    assert (found.coder_version, found.done, found.total) == ("new", 1, 3)
    assert found == progress(stored, old), "having read what is old it reads everything"
    assert _anew(asdict(found))[0].endswith("1 of 3 articles read anew; what was read before stands until all are")
    assert "joined" in _anew(asdict(replace(found, done=3)))[0]
    recode_all(stored, Fixed("new", NEW), batch=1)
    assert progress(stored, young) is None
    assert _anew(None) == []


def test_a_recoding_of_young_articles_counts_those(stored: Any) -> None:
    new = NewArticle("https://y.example/1", "y", " ".join(f"yword{n}" for n in range(60)), "page", NOW + timedelta(9))
    taken = put(stored, new, NOW)
    put_coding(stored, taken.article_id, 1, Coding("y", (), language="en"), "old", NOW)
    match_unmatched(stored, NOW)
    put_coding(stored, taken.article_id, 1, Coding("y", (), language="en"), "new", NOW)
    found = progress(stored, NOW + timedelta(5))
    assert found
    assert (found.done, found.total) == (1, 1)


def test_readers_see_the_old_timeline_until_the_new_one_is_whole(stored: Any, database: str) -> None:
    stored.commit()
    before, seen = told(stored), []
    with connect(database, autocommit=True) as reader:
        recode_all(stored, Fixed("new", NEW), lambda stage, done, total: seen.append((stage, told(reader))), batch=1)
        assert [stage for stage, _ in seen] == ["coding"] * 3 + ["joining"]
        assert all(each == before for _, each in seen)
        assert told(reader) == AFTERWARDS


def test_a_swap_stopped_in_the_middle_leaves_the_old_timeline_and_is_made_up_for(stored: Any) -> None:
    stored.commit()
    before, said = told(stored), quotes(stored)

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "joining":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recode_all(stored, Fixed("new", NEW), stop)
    stored.rollback()
    assert (told(stored), quotes(stored)) == (before, said)
    again = Fixed("new", NEW)
    recode_all(stored, again)
    assert (again.coded, told(stored)) == (0, AFTERWARDS)


def test_what_comes_in_meanwhile_is_there_at_once(stored: Any) -> None:
    with pytest.raises(KeyboardInterrupt):
        recode_all(stored, Fixed("new", NEW, 1), batch=1)
    body = " ".join(f"dword{n}" for n in range(60))
    new = put(stored, NewArticle("https://d.example/1", "d", body, "page", NOW, publisher="d"), NOW)
    edit = put(stored, NewArticle("https://b.example/1", "b", body + " b", "page", NOW, publisher="b"), NOW)
    for article_id, version, text in ((new.article_id, 1, "Words of d."), (edit.article_id, 2, "Edited words of b.")):
        put_coding(stored, article_id, version, Coding("x", (visit(10, text),), language="en"), "new", clock.now())
    match_unmatched(stored, NOW)
    expected = {"Old words of a.", "Edited words of b.", "Old words of c.", "Also in c.", "Words of d."}
    assert quotes(stored) == expected
    recode_all(stored, Fixed("new", NEW))
    assert quotes(stored) == {"A thing the old coder missed.", "New words of a.", "New words of c.", "Words of d.",
                              "Edited words of b."}  # fmt: skip


def test_a_coder_that_was_given_up_leaves_nothing(stored: Any) -> None:
    with pytest.raises(KeyboardInterrupt):
        recode_all(stored, Fixed("given up", NEW, 2), batch=1)
    recode_all(stored, Fixed("new", NEW))
    assert told(stored) == AFTERWARDS
    assert stored.execute("SELECT DISTINCT coder_version FROM mention ORDER BY 1").fetchall() == [("new",), ("old",)]


def test_the_service_swaps_when_nothing_is_left_to_read(stored: Any, pool: Any) -> None:
    class Few:
        async def code(self, articles: list[ArticleInput]) -> list[Coding]:
            return list(Fixed("new", NEW).code(articles))

    stored.commit()
    before, settings, handed_out = told(stored), load(), list[bool]()
    settings = settings.model_copy(
        update={"coder": settings.coder.model_copy(update={"batch": 2, "recode_days": 36500})}
    )
    for coded, expected in ((2, before), (1, before), (0, AFTERWARDS)):
        assert asyncio.run(code_due(settings, pool, cast(Workers, Few()), "new", clock.now())) == coded
        assert asyncio.run(match_due(pool, clock.now())).new == 0
        assert told(stored) == expected
        handed_out.append(asyncio.run(seek_coding(settings, pool, "new", clock.now())))
        stored.commit()
    assert handed_out == [True, False, False], "a job waits for the swap as well, and none when all is done"


def test_the_past_shows_the_words_that_were_known_then(stored: Any) -> None:
    (event,) = [
        each for each in timeline.read(stored, ANY) if each.date.interval and each.date.interval.start.day == 20
    ]
    moment = event.last_changed
    assert moment
    recode_all(stored, Fixed("new", NEW))
    now = [quote.text for row in timeline.evidence(stored, event.id) for quote in row.quotes]
    then = [quote.text for row in timeline.evidence(stored, event.id, as_of=moment) for quote in row.quotes]
    assert (then, now) == (["Old words of c."], ["New words of c."])
    assert timeline.one(stored, event.id, as_of=moment).evidence.text == "Old words of c."  # type: ignore[union-attr]
    assert len(timeline.versions(stored, event.id, as_of=moment)) == 1


def test_an_edit_changes_no_words_of_the_past(stored: Any) -> None:
    (event,) = [
        each for each in timeline.read(stored, ANY) if each.date.interval and each.date.interval.start.day == 20
    ]
    body = "Corrected. " + " ".join(f"cword{n}" for n in range(60))
    put(stored, NewArticle("https://c.example/1", "c", body, "page", NOW), NOW + timedelta(hours=1))
    recode_all(stored, Fixed("old", OLD | {"c": (visit(20, "Edited words of c."),)}))
    rows = timeline.evidence(stored, event.id, as_of=event.last_changed)
    assert [quote.text for row in rows for quote in row.quotes] == ["Old words of c."]
    assert [q.text for row in timeline.evidence(stored, event.id) for q in row.quotes] == ["Edited words of c."]


def test_signatures_of_another_scheme_are_ignored_and_made_anew(conn: Any) -> None:
    body = " ".join(f"word{n}" for n in range(80))

    def store(name: str) -> int:
        return put(
            conn, NewArticle(f"https://{name}.example/1", name, body, "page", NOW, publisher=name), NOW
        ).article_id

    first = store("a")
    conn.execute("UPDATE article_version SET signature_scheme = 1")
    second = store("b")
    tied = "SELECT reprint_of FROM article WHERE article_id = %s"
    assert conn.execute(tied, (second,)).fetchone() == (None,)
    recode_all(conn, Fixed("old", {"a": (), "b": ()}))
    assert conn.execute(tied, (second,)).fetchone() == (first,)
    assert conn.execute("SELECT count(*) FROM article_version WHERE signature_scheme <> %s", (SCHEME,)).fetchone() == (
        0,
    )


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


def test_a_merge_joins_what_it_names_and_no_other_visit_that_the_same_article_tells(stored: Any) -> None:
    events = by_day(stored)
    correct_event(stored, events[20].id, "merge", {"into": events[10].id}, author="Ann", reason="one trip", now=NOW)
    match_articles(stored, [1, 2, 3], NOW + timedelta(days=1))
    assert shape(stored) == [(10, "visit", 3), (25, "visit", 1)]


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


def hold(conn: Any, name: str, mentions: tuple[Mention, ...], at: datetime = NOW, *, coder: str = "new") -> int:
    """Store an article, and what a coder reads in it; answers its number."""
    body = f"{mentions[0].evidence.text} " + " ".join(f"{name}word{n}" for n in range(60))
    taken = put(conn, NewArticle(f"https://{name}.example/1", name, body, "page", at, publisher=name, family=name), at)
    put_coding(conn, taken.article_id, 1, Coding(name, mentions, language="en"), coder, at)
    return taken.article_id


@pytest.fixture
def beside(stored: Any, database: str) -> Iterator[Any]:
    """Another connection, which is not made to wait for anything."""
    stored.commit()
    with connect(database) as conn:
        conn.execute("SET lock_timeout = '3s'")
        conn.commit()
        yield conn


def test_new_reports_are_shown_while_readings_are_swapped_in(stored: Any, beside: Any) -> None:
    seen = []

    def meanwhile(stage: str, done: int, total: int) -> None:
        if stage == "joining" and not seen:
            hold(beside, "d", (visit(10, "Words of d."),))
            hold(beside, "e", (visit(28, "Words of e.", "DEU"), visit(29, "Also in e.", "ITA")))
            hold(beside, "f", (visit(28, "Words of f.", "DEU"),))
            beside.commit()
            seen.append(match_unmatched(beside, NOW))
            seen.append((told(beside), quotes(beside)))
            seen.append(match_unmatched(beside, NOW))
            beside.commit()

    said = quotes(stored)
    recode_all(stored, Fixed("new", NEW), meanwhile)
    first, (timeline_then, quotes_then), again = seen
    others = [("2026-03-28", "DEU: visit to EGY", 2), ("2026-03-29", "ITA: visit to EGY", 1)]
    assert (first, again) == (Matched(new=2), Matched())
    assert quotes_then == said | {"Words of d.", "Words of e.", "Also in e.", "Words of f."}
    assert timeline_then == [
        ("2026-03-10", "ITA: visit to EGY", 3), ("2026-03-20", "ITA: visit to EGY", 1),
        ("2026-03-25", "FRA: visit to EGY", 1), *others,
    ]  # fmt: skip
    afterwards = [AFTERWARDS[0], ("2026-03-10", "ITA: visit to EGY", 3), AFTERWARDS[2], *others]
    assert told(stored) == told(beside) == afterwards
    assert stored.execute("SELECT count(*) FROM coding WHERE matched_at IS NULL").fetchone() == (0,)
    twice = stored.execute(
        "SELECT FROM event_mention WHERE upper_inf(known) GROUP BY event_id, article_id, mention_no HAVING count(*) > 1"
    )
    assert twice.fetchall() == []


def test_what_is_shown_meanwhile_says_in_the_end_what_it_says_when_matched(stored: Any, beside: Any) -> None:
    """A report that calls a planned trip off, and one that ties two events together, have their effect afterwards."""
    planned = replace(visit(15, "He will travel."), status=Status.PLANNED)
    hold(stored, "p", (replace(planned, actors=(Actor("SWE", "SWE", "GOV"),)),), coder="old")
    match_unmatched(stored, NOW)
    off = replace(visit(15, "He calls it off.", "SWE"), status=Status.CANCELLED)

    def meanwhile(stage: str, done: int, total: int) -> None:
        if stage == "joining":
            hold(beside, "o", (off,), NOW + timedelta(hours=9))
            match_unmatched(beside, NOW)
            beside.commit()
            assert [(e.status, len(e.sources)) for e in timeline.read(beside, ANY) if "SWE" in e.title] == [
                (Status.PLANNED, 2)
            ]

    recode_all(stored, Fixed("new", NEW | {"p": (replace(planned, actors=off.actors),)}), meanwhile)
    assert [(e.status, len(e.sources)) for e in timeline.read(stored, ANY) if "SWE" in e.title] == [
        (Status.CANCELLED, 2)
    ]


def test_counts_are_right_after_a_swap_beside_new_reports(stored: Any, beside: Any) -> None:
    def meanwhile(stage: str, done: int, total: int) -> None:
        if stage == "joining":
            hold(beside, "e", (visit(5, "Words of e.", "POL"), visit(10, "Also in e.", "DEU")))
            match_unmatched(beside, NOW)
            beside.commit()

    recode_all(stored, Fixed("new", NEW), meanwhile)
    kept = "SELECT parties, kind, day, events FROM habit WHERE events <> 0 ORDER BY 1, 2, 3"
    scored = "SELECT country, partner, day, events, points FROM tally WHERE events <> 0 ORDER BY 1, 2, 3"
    before = stored.execute(kept).fetchall(), stored.execute(scored).fetchall()
    stored.execute("SELECT tracker_recount()")
    assert before == (stored.execute(kept).fetchall(), stored.execute(scored).fetchall())
    assert stored.execute("SELECT count(*) FROM uncounted").fetchone() == (0,)


def test_an_edit_of_what_is_being_swapped_in_is_coded_afterwards(stored: Any, beside: Any, pool: Any) -> None:
    class Edited:
        async def code(self, articles: list[ArticleInput]) -> list[Coding]:
            return [Coding(each.id, (visit(10, "Edited words."),), language="en") for each in articles]

    settings, counts = load(), list[int]()

    def meanwhile(stage: str, done: int, total: int) -> None:
        if stage == "joining":
            words = " ".join(f"bword{n}" for n in range(60))
            for name, body in (("b", f"Corrected. {words}"), ("n", f"New. {words[::-1]}")):
                put(beside, NewArticle(f"https://{name}.example/1", name, body, "page", NOW, publisher=name), NOW)
            beside.commit()
            coded = code_due(settings, pool, cast(Workers, Edited()), "new", clock.now(), queue=True)
            counts.append(asyncio.run(asyncio.wait_for(coded, 20)))

    recode_all(stored, Fixed("new", NEW), meanwhile)
    assert counts == [1], "the new one is stored, the edited one waits"
    again = code_due(settings, pool, cast(Workers, Edited()), "new", clock.now() + timedelta(hours=1), queue=True)
    assert asyncio.run(again) == 1
    match_unmatched(stored, clock.now())
    assert {"Edited words."} <= quotes(stored)
    assert "New words of b." not in quotes(stored)


DECISIONS: list[tuple[str, int, dict[str, Any]]] = [
    ("correct", 20, _AS_MEETING),
    ("reject", 20, {}),
    ("merge", 20, {"into": 10}),
    ("split", 10, {"articles": ["https://b.example/1"]}),
]


DECIDED = {
    "correct": [(5, "visit", 1), (10, "visit", 2), (21, "meeting", 1)],
    "reject": [(5, "visit", 1), (10, "visit", 2)],
    "merge": [(5, "visit", 1), (10, "visit", 3)],
    "split": [(5, "visit", 1), (10, "visit", 1), (10, "visit", 1), (20, "visit", 1)],
}


@pytest.mark.parametrize(("action", "day", "payload"), DECISIONS, ids=[each[0] for each in DECISIONS])
@pytest.mark.parametrize("when", ["before the first", "after the last"])
def test_what_a_person_decides_while_readings_are_swapped_in_takes_effect_afterwards(
    stored: Any, beside: Any, when: str, action: str, day: int, payload: dict[str, Any]
) -> None:
    """Nobody waits for the swap: the decision is stored at once, and holds as if it had been made before."""
    events, answers = by_day(stored), list[bool]()
    payload = {name: events[of].id if name == "into" else of for name, of in payload.items()}
    stage = ("coding", "joining")[when == "after the last"]

    def meanwhile(name: str, done: int, total: int) -> None:
        if name == stage and done == total:
            made = {"author": "Ann", "reason": "so it is", "now": clock.now()}
            answers.append(correct_event(beside, events[day].id, action, payload, **made))
            beside.commit()

    recode_all(stored, Fixed("new", NEW), meanwhile)
    assert answers == [when == "before the first"], "in effect at once only where nothing is being swapped in"
    assert stored.execute("SELECT count(*) FROM correction WHERE applied_at IS NULL").fetchone() == (0,)
    as_decided = shape(stored)
    assert as_decided == DECIDED[action]
    match_articles(stored, [1, 2, 3], clock.now())
    assert shape(stored) == as_decided, "it stays so"


def shape(conn: Any) -> list[tuple[int, str, int]]:
    return sorted(
        (event.date.interval.start.day, event.kind, len(event.sources))
        for event in timeline.read(conn, ANY)
        if event.date.interval
    )


def test_edits_and_decisions_while_new_readings_wait_are_there_at_once_and_stay(stored: Any) -> None:
    events = by_day(stored)
    with pytest.raises(KeyboardInterrupt):
        recode_all(stored, Fixed("new", NEW, 2), batch=1)  # what was read anew of a and b waits
    stored.rollback()
    later = clock.now()
    body = "Corrected. " + " ".join(f"bword{n}" for n in range(60))
    put(stored, NewArticle("https://b.example/1", "b", body, "page", NOW, publisher="b", family="b"), later)
    put_coding(stored, 2, 2, Coding("b", (visit(12, "Edited words of b."),), language="en"), "new", later)
    match_unmatched(stored, later)
    assert correct_event(stored, events[20].id, "reject", {}, author="Ann", reason="a film", now=later)
    stored.commit()
    assert shape(stored) == [(10, "visit", 1), (12, "visit", 1), (25, "visit", 1)]
    recode_all(stored, Fixed("new", NEW | {"b": (visit(12, "Edited words of b."),)}))
    assert shape(stored) == [(5, "visit", 1), (10, "visit", 1), (12, "visit", 1)]
    assert {"Edited words of b.", "New words of a."} <= quotes(stored)


def test_the_coder_of_the_service_goes_on_while_readings_are_swapped_in(stored: Any, pool: Any) -> None:
    """Where all is read anew the coder's job hands the swap out and does not wait for it."""
    with pytest.raises(KeyboardInterrupt):
        recode_all(stored, Fixed("new", NEW, 3), lambda stage, done, total: stop_at(stage, "joining"))
    stored.rollback()
    before, settings = told(stored), load()
    settings = settings.model_copy(update={"coder": settings.coder.model_copy(update={"recode_days": 36500})})
    assert asyncio.run(code_due(settings, pool, cast(Workers, None), "new", clock.now(), queue=True)) == 0
    jobs = stored.execute("SELECT queue_name FROM procrastinate_jobs WHERE status = 'todo'").fetchall()
    assert (told(stored), jobs) == (before, [("swap",)])
    swap_due(stored, settings, "new", clock.now())
    assert told(stored) == AFTERWARDS


def stop_at(stage: str, name: str) -> None:
    if stage == name:
        raise KeyboardInterrupt
