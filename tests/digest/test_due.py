"""Due times by a reader's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.digest.due import Plan, last_due, moment_of, next_due
from tracker.errors import InputError

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Chatham", "Africa/Casablanca", "America/Santiago",
)  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
        ("America/New_York", date(2026, 3, 8)),
        ("America/New_York", date(2026, 11, 1)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
    ],
)
def test_half_past_two_comes_once_on_the_nights_of_clock_changes(zone: str, night: date) -> None:
    plan = Plan(zone, 2, 30)
    at = datetime.combine(night, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=1)
    days = []
    end = at + timedelta(hours=24)
    while (due := next_due(plan, at)).at < end:
        days.append(due.day)
        at = due.at
    assert days == [night]


def test_a_time_that_the_clock_skips_comes_as_much_later() -> None:
    at = moment_of(Plan("Europe/Berlin", 2, 30), date(2026, 3, 29))
    assert at is not None and at.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M") == "03:30"


def test_a_day_that_a_country_skipped_has_no_digest() -> None:
    assert moment_of(Plan("Pacific/Apia", 7, 0), date(2011, 12, 30)) is None


def test_kiritimati_is_a_day_ahead_of_pago_pago() -> None:
    day = date(2026, 11, 23)
    first, last = (moment_of(Plan(zone, 7), day) for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"))
    assert first is not None and last is not None and last - first == timedelta(hours=25)


def test_weekdays_are_those_of_the_reader() -> None:
    plan = Plan("Pacific/Kiritimati", 7, 0, (1,))
    due = next_due(plan, datetime(2026, 11, 20, tzinfo=UTC))
    assert due.day == date(2026, 11, 23) and due.at == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


def test_no_weekday_and_unknown_zones_are_refused() -> None:
    with pytest.raises(InputError, match="weekdays"):
        next_due(Plan(weekdays=()), datetime(2026, 11, 20, tzinfo=UTC))
    for zone in ("Mars/Olympus", "../etc/passwd", "", "a\0b"):
        with pytest.raises(InputError, match="zone"):
            next_due(Plan(zone), datetime(2026, 11, 20, tzinfo=UTC))


plans = st.builds(
    Plan,
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@settings(max_examples=150)
@given(plans, moments)
def test_every_wanted_day_comes_once_and_in_order(plan: Plan, start: datetime) -> None:
    at, seen = start, []
    for _ in range(10):
        due = next_due(plan, at)
        assert due.at > at and due.day.isoweekday() in plan.weekdays
        assert last_due(plan, due.at) == due
        seen.append(due.day)
        at = due.at
    assert seen == sorted(set(seen))
    wanted = [seen[0] + timedelta(days=n) for n in range((seen[-1] - seen[0]).days + 1)]
    assert seen == [day for day in wanted if day.isoweekday() in plan.weekdays]
