"""The days that an expression gives to an event: a plan's "Thursday" is the next one, "by June" lasts until then."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from tracker.extract.status_mood import Reading
from tracker.model import Basis, EventDate, EventType, Granularity, Interval, Status, Timex

DEADLINE = frozenset(("by", "before", "until", "till"))


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression tied to the tree: its tokens, the token the rest hangs on, and its preposition."""

    timex: Timex
    first: int
    last: int
    head: int
    case: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The date of an event and why it is that one."""

    date: EventDate
    why: str
    sure: bool
    inherited: bool = False
    """Whether it is that of a sentence before."""
    counted: bool = False
    """Whether it is counted from the day of another event."""


class StoryDay(NamedTuple):
    """A day that was told of an event, which the next sentences may go on with, the type of that event, and whether it
    was told in the same paragraph."""

    date: EventDate
    type: EventType
    near: bool = True


def assumed(published: date | None) -> EventDate:
    """The publication date as an assumption; nothing where that is unknown."""
    if published is None:
        return EventDate(None)
    iso = published.isoformat()
    return EventDate(Interval(published, published + timedelta(days=1)), Granularity.DAY, iso, iso, None, Basis.ASSUMED)


_HALF_YEAR = 183


def _is_last_years(text: str, interval: Interval, published: date) -> bool:
    """A day without a year that was put half a year and more before publication."""
    if interval.days != 1 or re.search(r"\d{4}|ago|last|yesterday", text):
        return False
    return (published - interval.last).days > _HALF_YEAR


def _year_later(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 3, 1)


_WEEK = timedelta(days=7)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def _names_weekday(text: str) -> bool:
    """A bare weekday, not "last Thursday"."""
    return text.lower().removeprefix("on ").strip(" .") in _WEEKDAYS


def days_of(item: Dated, reading: Reading, published: date | None) -> EventDate:
    """The days of an event with that status that an expression with days dates."""
    timex = item.timex
    interval, granularity, edtf = timex.interval, timex.granularity, timex.edtf
    assert interval is not None
    if (
        item.case in DEADLINE
        and reading.status is Status.PLANNED
        and published is not None
        and interval.last > published
    ):
        # "by the end of the year": any day from now to the last one
        interval, granularity = Interval(published, interval.end), Granularity.RANGE
        edtf = f"{published.isoformat()}/{interval.last.isoformat()}"
    elif reading.status is Status.PLANNED and _names_weekday(timex.text) and published and interval.last < published:
        # a plan's "Thursday" is the next one
        interval = Interval(interval.start + _WEEK, interval.end + _WEEK)
        iso = interval.start.isoformat()
        return EventDate(interval, granularity, iso, iso, timex.text, timex.basis, timex.start, timex.end)
    elif reading.status is Status.PLANNED and published and _is_last_years(timex.text, interval, published):
        # a plan's "20 May" is not last year's
        interval = Interval(_year_later(interval.start), _year_later(interval.start) + timedelta(days=1))
        iso = interval.start.isoformat()
        return EventDate(interval, granularity, iso, iso, timex.text, timex.basis, timex.start, timex.end)
    return EventDate(interval, granularity, timex.value, edtf, timex.text, timex.basis, timex.start, timex.end)


def weekend_of(published: date, *, ahead: bool, start: int) -> EventDate:
    """The days of a "weekend" that only tells what kind of talks, raid or trip it was, which stands at `start`: the one
    that comes next, or began last."""
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    if ahead and saturday + timedelta(days=1) < published:
        saturday += _WEEK
    days = Interval(saturday, saturday + timedelta(days=2))
    edtf = f"{days.start.isoformat()}/{days.last.isoformat()}"
    year, week, _ = saturday.isocalendar()
    value, text = f"{year:04d}-W{week:02d}-WE", "weekend"
    return EventDate(days, Granularity.RANGE, value, edtf, text, Basis.PUBLICATION, start, start + len(text))


def in_week(date: EventDate, week: EventDate) -> EventDate:
    """A plan's date; its bare weekday moved into the week that is told elsewhere: "next week … on Wednesday"."""
    day, told = date.interval, week.interval
    if day is None or told is None or day.days != 1 or not _names_weekday(date.text or ""):
        return date
    moved = Interval(day.start + _WEEK, day.end + _WEEK)
    if day.start >= told.start or not told.overlaps(moved):
        return date
    iso = moved.start.isoformat()
    return replace(date, interval=moved, value=iso, edtf=iso)


def week_before(day: EventDate, published: date) -> EventDate | None:
    """A coming bare weekday as the last one; None where it is no bare weekday of the coming week."""
    if day.interval is None or day.interval.days != 1 or not _names_weekday(day.text or ""):
        return None
    moved = Interval(day.interval.start - _WEEK, day.interval.end - _WEEK)
    if moved.start > published:
        return None
    iso = moved.start.isoformat()
    return replace(day, interval=moved, value=iso, edtf=iso)
