"""The calendar to subscribe to: what is planned and what became of it, nearest first, bounded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from icalendar import Calendar
from psycopg.types.range import Range

from tracker import clock
from tracker.web import feeds

TODAY = date(2031, 5, 14)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC))


@pytest.fixture
def planned(seeded_database: str) -> dict[int, int]:
    """Five planned events on these days from today, by id; and everything else long ago."""
    offsets = (-45, -10, 0, 400, 900)
    with psycopg.connect(seeded_database) as conn:
        conn.execute("UPDATE event SET status = 'happened', during = '[2020-01-01,2020-01-02)'")
        ids = [row[0] for row in conn.execute("SELECT event_id FROM event ORDER BY 1 LIMIT %s", (len(offsets),))]
        for key, offset in zip(ids, offsets, strict=True):
            day = TODAY + timedelta(days=offset)
            conn.execute(
                "UPDATE event SET status = 'planned', during = %s WHERE event_id = %s",
                (Range(day, day + timedelta(days=1)), key),
            )
    return dict(zip(ids, offsets, strict=True))


def _entries(client: Any, query: str = "") -> dict[int, Any]:
    made = Calendar.from_ical(client.get(f"/calendar.ics{query}").content)
    return {int(str(entry["uid"]).split("@")[0].removeprefix("event-")): entry for entry in made.walk("VEVENT")}


def _rewrite(url: str, key: int, status: str) -> None:
    """The event becomes known with another status, now."""
    with psycopg.connect(url) as conn:
        conn.execute("CREATE TEMP TABLE anew AS SELECT * FROM event WHERE event_id = %s AND upper_inf(known)", (key,))
        conn.execute("UPDATE event SET known = tstzrange(lower(known), now()) WHERE event_id = %s", (key,))
        conn.execute("UPDATE anew SET version = version + 1, known = tstzrange(now(), NULL), status = %s", (status,))
        conn.execute("INSERT INTO event TABLE anew")


def test_it_holds_what_is_planned_from_a_month_back_to_two_years_ahead(client: Any, planned: dict[int, int]) -> None:
    assert sorted(planned[key] for key in _entries(client)) == [-10, 0, 400]
    assert sorted(planned[key] for key in _entries(client, "?since=2031-01-01&until=2040-01-01")) == [
        -45,
        -10,
        0,
        400,
        900,
    ]
    assert sorted(planned[key] for key in _entries(client, "?until=2031-05-13")) == [-10]
    assert sorted(planned[key] for key in _entries(client, "?since=2031-05-15")) == [400]


@pytest.mark.parametrize(
    ("status", "shown"), [("cancelled", "CANCELLED"), ("denied", "CANCELLED"), ("happened", "CONFIRMED")]
)
def test_what_was_planned_is_updated_in_place(
    client: Any, seeded_database: str, planned: dict[int, int], status: str, shown: str
) -> None:
    key = next(key for key, offset in planned.items() if offset == -10)
    before = _entries(client)[key]
    _rewrite(seeded_database, key, status)
    after = _entries(client)[key]
    assert before["uid"] == after["uid"] and after["sequence"] == before["sequence"] + 1
    assert (str(before["status"]), str(after["status"])) == ("TENTATIVE", shown)


def test_what_was_never_planned_is_there_only_where_it_is_asked_for(
    client: Any, seeded_database: str, planned: dict[int, int]
) -> None:
    key = next(key for key, offset in planned.items() if offset == -10)
    with psycopg.connect(seeded_database) as conn:
        conn.execute("UPDATE event SET status = 'happened' WHERE event_id = %s", (key,))
    assert key not in _entries(client)
    assert set(_entries(client, "?status=happened")) == {key}


def test_the_nearest_are_kept_and_it_says_how_to_have_the_others(
    client: Any, planned: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "narrower" not in client.get("/calendar.ics").text
    monkeypatch.setattr(feeds, "_CALENDAR_COMING", 1)
    monkeypatch.setattr(feeds, "_CALENDAR_EVENTS", 2)
    assert sorted(planned[key] for key in _entries(client)) == [-10, 0]
    assert "narrower" in client.get("/calendar.ics").text.replace("\r\n ", "")


def test_plans_for_a_time_that_began_long_ago_do_not_stand_before_those_with_a_day(
    client: Any, seeded_database: str, planned: dict[int, int]
) -> None:
    vague, near = (next(key for key, offset in planned.items() if offset == wanted) for wanted in (-45, 0))
    with psycopg.connect(seeded_database) as conn:
        year = Range(date(2031, 1, 1), date(2032, 1, 1))
        conn.execute("UPDATE event SET during = %s WHERE event_id = %s", (year, vague))
    page = client.get("/calendar").text
    months, aside = page.split('aria-label="No day given"')
    assert f'href="/events/{near}"' in months and f'href="/events/{vague}"' not in months
    assert f'href="/events/{vague}"' in aside and "No day given: 1 for" in aside
    assert vague not in _entries(client), "a calendar to subscribe to would have it on the first day of the year"
