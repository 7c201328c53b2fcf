"""How events are found depends on how many fit: that changes how long an answer takes, and never the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.store.test_matching import NOW, mention, store
from tracker.model import Actor, TimelineFilter
from tracker.store import finding, queries, timeline

_LATER = NOW + timedelta(days=30)

_ASKED = {
    "everything": TimelineFilter(),
    "a country": TimelineFilter(countries=("KOR",)),
    "a dyad": TimelineFilter(dyad=("USA", "CHN")),
    "a dyad in some years": TimelineFilter(dyad=("AUS", "PHL"), since=date(2024, 1, 1), until=date(2027, 1, 1)),
    "a name": TimelineFilter(actor="korea"),
    "a code": TimelineFilter(actor="USA"),
    "nobody": TimelineFilter(actor="nosuch"),
    "a kind": TimelineFilter(kinds=("visit", "agreement")),
    "a status": TimelineFilter(statuses=("planned",)),
    "statuses": TimelineFilter(statuses=("denied", "happened")),
    "a place": TimelineFilter(place="Seoul"),
    "a country's places": TimelineFilter(place="kor"),
    "days": TimelineFilter(since=date(2026, 11, 10), until=date(2026, 11, 20)),
    "from a day": TimelineFilter(since=date(2026, 11, 15)),
    "up to a day": TimelineFilter(until=date(2026, 11, 15)),
    "a source": TimelineFilter(source="pacific-wire"),
    "words": TimelineFilter(search="missile OR visit -film"),
    "words that must not be there": TimelineFilter(search="-missile", kinds=("visit", "agreement")),
    "words that no reading was meant for": TimelineFilter(search="missile " + "-" * 300 + "film"),
    "significance": TimelineFilter(min_significance=0.3),
    "all at once": TimelineFilter(
        countries=("KOR", "PRK", "USA"), statuses=("happened",), until=date(2026, 12, 31), search="missile"
    ),
}  # fmt: skip


# events that are walked past, that are gathered at most, and of a source that is thought to report few
_WAYS = {
    "walked": (2_000, 1, 100), "gathered": (0, 20_000, 100), "some walked": (3, 20_000, 100),
    "too many to gather": (0, 2, 100), "sources report much": (0, 20_000, 0),
}  # fmt: skip


@pytest.fixture(params=list(_WAYS.values()), ids=list(_WAYS))
def _way(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stretch, most, few = request.param
    for name, number in (
        ("_STRETCH", stretch), ("_LONG_STRETCH", 2 * stretch), ("_LOOKED_AT", stretch),
        ("_LONG_LOOKED_AT", 2 * stretch), ("_EACH", 0), ("_LOOKED_AT_EACH", 0), ("_MOST", most), ("_FEW_TOLD", few),
    ):  # fmt: skip
        monkeypatch.setattr(finding, name, number)
    finding.scarce.clear()


@pytest.fixture
def rewritten(seeded: Any) -> Any:
    """The sample events, of which every third was changed an hour later, so that what was known then differs."""
    seeded.execute("CREATE TEMP TABLE anew AS SELECT * FROM event WHERE event_id % 3 = 0 AND upper_inf(known)")
    seeded.execute("UPDATE event SET known = tstzrange(lower(known), lower(known) + interval '1 hour')"
                   " WHERE event_id % 3 = 0 AND upper_inf(known)")  # fmt: skip
    seeded.execute("UPDATE anew SET version = version + 1, known = tstzrange(lower(known) + interval '1 hour', NULL),"
                   " status = 'denied', countries = '{KOR,USA}', place = 'Seoul',"
                   " during = CASE WHEN during IS NOT NULL"
                   " THEN daterange(lower(during) + 2, upper(during) + 2) END")  # fmt: skip
    seeded.execute("INSERT INTO event TABLE anew")
    return seeded


@pytest.mark.usefixtures("_way")
def test_pages_of_any_view_are_its_events_in_order_each_once(rewritten: Any) -> None:
    known = rewritten.execute("SELECT max(lower(known)) FROM event").fetchone()[0] - timedelta(hours=1)
    found: dict[datetime | None, list[int]] = {}
    for name, asked in _ASKED.items():
        for moment in (None, known + timedelta(minutes=1), known - timedelta(days=1)):
            for order in ("newest", "oldest"):
                wanted = replace(asked, as_of=moment)
                whole = [event.id for event in timeline.read(rewritten, wanted, limit=0, order=order)]
                assert _paged(rewritten, wanted, order) == whole, f"{name}, {order}, {moment}"
                found[moment] = found.get(moment, []) + whole
    now, then, before = found.values()
    assert len(now) > 200 and len(then) > 200 and now != then and not before


def _paged(conn: Any, wanted: TimelineFilter, order: str, size: int = 4) -> list[int]:
    pages: list[int] = []
    after = None
    while True:
        page = timeline.read(conn, wanted, limit=size, after=after, order=order)
        pages += [event.id for event in page]
        if len(page) < size:
            return pages
        last = page[-1]
        after = (last.date.interval.start if last.date.interval else None, last.id)


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_what_began_before_a_day_is_left_out_where_that_is_asked(rewritten: Any, order: str) -> None:
    day = date(2026, 11, 14)
    known = rewritten.execute("SELECT max(lower(known)) FROM event").fetchone()[0]
    for wanted in (
        TimelineFilter(),
        TimelineFilter(search="missile OR visit"),
        TimelineFilter(until=date(2026, 11, 20)),
        TimelineFilter(countries=("POL", "RUS", "PRK", "ITA"), until=date(2026, 12, 31)),
    ):
        for moment in (None, known - timedelta(minutes=1)):
            asked = replace(wanted, as_of=moment)
            whole = timeline.read(rewritten, asked, limit=0, order=order)
            later = [e.id for e in whole if e.date.interval and e.date.interval.start >= day]
            assert 1 < len(later) < len(whole)
            assert [e.id for e in timeline.read(rewritten, asked, limit=600, order=order, begins=day)] == later
            assert [e.id for e in timeline.read(rewritten, asked, limit=3, order=order, begins=day)] == later[:3]


def test_nothing_is_gathered_where_a_short_walk_finds_enough(seeded: Any) -> None:
    wanted = TimelineFilter(kinds=("visit", "call"))
    (walk,), _, (gather,) = finding.ways(wanted, columns=("listed",), limit=2)
    rows = seeded.execute(walk.text, walk.values).fetchall()
    assert len(rows) == 2, "the walk alone"
    found = finding.rows(seeded, wanted, columns=("listed",), limit=2)
    assert (
        [row[0] for row in found]
        == [row[0] for row in rows]
        == [row[0] for row in seeded.execute(gather.text, gather.values)]
    )


@pytest.fixture
def asked(seeded: Any) -> list[str]:
    """What is asked of the database from here on."""
    texts: list[str] = []

    class Noting(psycopg.Cursor[Any]):
        def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
            texts.append(query)
            return super().execute(query, *arguments, **options)

    seeded.cursor_factory = Noting
    finding.scarce.clear()
    return texts


def test_what_a_short_walk_did_not_find_is_gathered_at_once_the_next_time(
    seeded: Any, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_STRETCH", 1)
    monkeypatch.setattr(finding, "_EACH", 0)
    wanted = TimelineFilter(kinds=("visit", "call"))
    first = finding.rows(seeded, wanted, columns=("listed",), limit=2)
    assert len(first) == 2 and len(asked) == 3, "walked, counted and gathered"
    assert finding.rows(seeded, wanted, columns=("listed",), limit=2) == first and len(asked) == 4, "gathered at once"


def test_nothing_is_gathered_where_the_walk_met_all_there_is(seeded: Any, asked: list[str]) -> None:
    wanted = TimelineFilter(kinds=("visit", "call"), until=date(1990, 1, 1))
    (walk,), _, _ = finding.ways(wanted, columns=("listed",), limit=2)
    for _ in range(2):
        assert finding.rows(seeded, wanted, columns=("listed",), limit=2) == []
    assert asked == [walk.text, walk.counting] * 2


def test_what_a_walk_that_stopped_short_did_not_find_is_gathered(
    seeded: Any, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_STRETCH", 1)
    monkeypatch.setattr(finding, "_EACH", 0)
    wanted = TimelineFilter(kinds=("visit", "call"), until=date(2026, 12, 31))
    found = finding.rows(seeded, wanted, columns=("listed",), limit=2)
    (walk,), _, (gather,) = finding.ways(wanted, columns=("listed",), limit=2)
    assert len(found) == 2 and asked == [walk.text, walk.counting, gather.text]


def test_a_walk_that_found_many_and_not_enough_goes_on(
    seeded: Any, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("_STRETCH", 8), ("_LARGE", 40), ("_EACH", 0)):
        monkeypatch.setattr(finding, name, number)
    wanted = TimelineFilter(statuses=("happened",))
    found = finding.rows(seeded, wanted, columns=("listed",), limit=10)
    (first,), (further,), _ = finding.ways(wanted, columns=("listed",), limit=10)
    assert len(found) == 10 and asked == [first.text, further.text]
    assert 1 < len(seeded.execute(first.text, first.values).fetchall()) < 10


def test_no_event_is_read_that_the_index_of_the_order_rules_out(seeded: Any) -> None:
    for way in ("seqscan", "bitmapscan", "sort"):
        seeded.execute(f"SET LOCAL enable_{way} = off")
    for wanted in (
        TimelineFilter(kinds=("visit",), countries=("KOR",), statuses=("planned", "denied"), place="Seoul"),
        TimelineFilter(dyad=("KOR", "USA"), since=date(2026, 11, 1), until=date(2026, 12, 1)),
        TimelineFilter(kinds=("visit",), since=date(2026, 11, 1), as_of=NOW),
    ):
        for order in ("newest", "oldest"):
            for walk in finding.ways(wanted, columns=("spots",), limit=2, order=order, also=("placed",))[0]:
                plan = [row[0] for row in seeded.execute(f"EXPLAIN {walk.text}", walk.values)]
                scans = [line for line in plan if " Scan" in line and " on event" in line and "Subquery" not in line]
                assert scans and all("Index Only Scan" in line for line in scans), "\n".join(plan)


_INDEXED = {
    "countries": ("countries", {"countries": ["KOR"]}), "dyad": ("countries", {"dyad": ["KOR", "USA"]}),
    "actor_found": ("tracker_words_of", {"actor": "moon"}), "search_found": ("words @@", {"search": "missile -film"}),
    "kind_found": ("ARRAY[kind]", {"kind": "visit"}), "kinds_found": ("ARRAY[kind]", {"kinds": ["visit", "call"]}),
    "status_found": ("ARRAY[status]", {"status": "planned"}),
    "statuses_found": ("ARRAY[status]", {"statuses": ["denied", "alleged"]}),
    "place_found": ("lower(place)", {"place": "Seoul"}),
}  # fmt: skip


@pytest.mark.parametrize("name", list(_INDEXED))
def test_every_filter_is_found_in_the_one_index_that_joins_them(conn: Any, name: str) -> None:
    condition, (column, values) = queries.load("timeline")[name], _INDEXED[name]
    others = conn.execute(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'event' AND indexname NOT IN ('event_pkey', 'event_sides')"
    )
    for (other,) in others.fetchall():
        conn.execute(f"DROP INDEX {other}")
    conn.execute("SET LOCAL enable_seqscan = off")
    asked = f"EXPLAIN SELECT FROM event WHERE upper_inf(known) AND {condition}"
    plan = "\n".join(row[0] for row in conn.execute(asked, values))
    assert "event_sides" in plan and any("Index Cond" in line and column in line for line in plan.splitlines()), plan


@pytest.mark.parametrize("search", ["-film", "-film -missile", "visit or -film", "the -film"])
def test_no_index_is_read_whole_for_words_that_must_not_be_there(conn: Any, search: str) -> None:
    asked = f"EXPLAIN SELECT FROM event WHERE upper_inf(known) AND {queries.load('timeline')['search_found']}"
    conn.execute("SET LOCAL enable_seqscan = off")
    assert "Index Cond: (words" not in "\n".join(row[0] for row in conn.execute(asked, {"search": search}))


_SOURCES = {
    "wire": {date(2026, 3, day) for day in (1, 5, 9)},
    "WIRE": {date(2026, 3, day) for day in (1, 5, 9)},
    "post": {date(2026, 3, 1), date(2026, 3, 20)},
    "owner": {date(2026, 3, 1), date(2026, 3, 20)},
    "OWNER": set(),  # families are told apart by case
    "courier": {date(2026, 3, 30)},
    "nobody": set(),
}


@pytest.fixture
def reported(conn: Any) -> Any:
    for name, days in (("Wire", (1, 5, 9)), ("Post", (1, 20)), ("Courier", (30,))):
        for day in days:
            told = [mention(day=date(2026, 3, day))]
            more = {"publisher": name, "family": "owner" if name == "Post" else None}
            store(conn, f"{name.lower()}{day}", told, _LATER if day == 30 else NOW, **more)
    return conn


def _days(conn: Any, **wanted: Any) -> set[date]:
    found = timeline.read(conn, TimelineFilter(**wanted))
    days = [event.date.interval.start for event in found if event.date.interval]
    assert len(days) == len(found) == len(set(days)), "each once"
    return set(days)


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("source", list(_SOURCES))
def test_a_source_is_found_however_seldom_it_reports(reported: Any, source: str) -> None:
    expected = _SOURCES[source]
    assert _days(reported, source=source) == expected
    assert _days(reported, source=source, since=date(2026, 3, 4)) == {day for day in expected if day.day >= 4}
    assert _days(reported, source=source, as_of=NOW + timedelta(days=1)) == {day for day in expected if day.day < 30}
    assert _days(reported, source=source, kinds=("nosuch",), as_of=NOW) == set()


def test_no_event_is_read_that_a_source_never_told_of(reported: Any) -> None:
    for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
        reported.execute(f"SET LOCAL enable_{way} = off")
    for wanted in (TimelineFilter(source="post"), TimelineFilter(source="owner", as_of=_LATER + timedelta(days=1))):
        first = finding.ways(wanted, columns=("listed",), limit=50)[0][-1]
        asked = f"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) {first.text}"
        plan = [row[0] for row in reported.execute(asked, first.values)]
        (read,) = [line for line in plan if "using event_pkey on event" in line]
        assert "loops=2)" in read, "\n".join(plan)


@pytest.mark.usefixtures("_way")
def test_the_sources_of_a_moment_are_those_that_were_known_then(reported: Any) -> None:
    reported.execute(
        "UPDATE event_mention SET known = tstzrange(lower(known), %s) WHERE publisher = 'Post'", (_LATER,)
    )  # as where the articles turn out to tell of something else
    for source in ("post", "owner"):
        assert _days(reported, source=source) == set()
        assert _days(reported, source=source, as_of=NOW + timedelta(days=1)) == _SOURCES[source]
        assert _days(reported, source=source, as_of=_LATER + timedelta(days=1)) == set()


_NAMED = {
    "brandi": {5},
    "Paolo Brandi": {5},
    "BRAND": {5, 9},  # also Brandt
    "brandi, p": set(),  # as names are written
    "rand": set(),  # from the beginning of a word on
    "al sabah": {9},
    "Al-Sab": {9},
    "o'": {5},
    "émil": {9},
    "ÉMIL": {9},
    "ita": {5, 9},
    "egy": {5},
    "nosuch": set(),
    "%": set(),
    "' :* \\": set(),
}


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("name", list(_NAMED))
def test_a_name_is_found_by_the_beginning_of_any_of_its_words(conn: Any, name: str) -> None:
    for day, people, whom in (
        (5, ("Paolo Brandi", "Mary O'Rourke"), "EGY"), (9, ("Uwe Brandt", "Émile (Al-Sabah)"), "JPN")
    ):  # fmt: skip
        told = mention("visit", "ITA", whom, date(2026, 3, day), text=f"{people[0]} travels.")
        who = tuple(Actor(person, "ITA", "GOV", person=person) for person in people)
        store(conn, f"outlet{day}", [replace(told, actors=who)])
    store(conn, "outlet20", [mention(day=date(2026, 3, 20))], _LATER)
    assert {day.day for day in _days(conn, actor=name)} == _NAMED[name]
    assert {day.day for day in _days(conn, actor=name, as_of=NOW + timedelta(days=1))} == _NAMED[name]


def test_nothing_is_walked_to_where_all_that_fits_was_gathered(seeded: Any) -> None:
    seeded.execute("SET LOCAL enable_nestloop = off")
    wanted = TimelineFilter(search="missile", statuses=("happened",))
    ((gather,),) = finding.ways(wanted, columns=("listed",), limit=2, order="oldest")[-1:]
    asked = f"EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) {gather.text}"
    plan = "\n".join(row[0] for row in seeded.execute(asked, gather.values))
    _, _, walked = plan.partition('"*SELECT* 2"')
    reads = [line for line in walked.splitlines() if " on event" in line and "Subquery" not in line]
    assert reads and all("never executed" in line for line in reads), plan
