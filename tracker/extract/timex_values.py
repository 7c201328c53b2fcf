"""TIMEX3 values as calendar intervals and EDTF strings. Pure.

Values follow TIMEX3 (ISO 24617-1): 1998-W07, 1998-Q3, 1998-SU, 199 (a decade), 19 (a century). EDTF follows ISO
8601-2: seasons 21–24, quarters 33–36, halves 40 and 41, X for unspecified digits, "~" for approximate.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.model import Granularity, Interval

_SEASONS = {"SP": (3, "21"), "SU": (6, "22"), "FA": (9, "23"), "WI": (12, "24")}
_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?:T.*)?$")
_MONTH = re.compile(r"^(\d{4})-(\d\d)$")
_WEEK = re.compile(r"^(\d{4})-W(\d\d)(-WE)?$")
_PART = re.compile(r"^(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)$")
_YEARS = re.compile(r"^(\d{2,4})$")


def interval_of(value: str, mod: str | None = None) -> tuple[Interval, Granularity] | None:
    """The days that a value names, narrowed by START, MID or END; None for durations, sets and references."""
    try:
        whole = _whole(value)
    except (ValueError, OverflowError):
        return None
    if whole is None:
        return None
    interval, grain = whole
    return _narrowed(interval, grain, mod), grain


def _whole(value: str) -> tuple[Interval, Granularity] | None:
    if found := _DAY.match(value):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return Interval(day, day + timedelta(days=1)), Granularity.DAY
    if found := _MONTH.match(value):
        return months(int(found[1]), int(found[2]), 1), Granularity.MONTH
    if found := _WEEK.match(value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        if found[3]:
            return Interval(monday + timedelta(days=5), monday + timedelta(days=7)), Granularity.WEEKEND
        return Interval(monday, monday + timedelta(days=7)), Granularity.WEEK
    if found := _PART.match(value):
        return _part(int(found[1]), found[2])
    if found := _YEARS.match(value):
        width = 10 ** (4 - len(found[1]))
        first = int(found[1]) * width
        grain = {1: Granularity.YEAR, 10: Granularity.DECADE, 100: Granularity.CENTURY}[width]
        return Interval(date(max(1, first), 1, 1), date(first + width, 1, 1)), grain
    return None


def _part(year: int, name: str) -> tuple[Interval, Granularity]:
    if name[0] == "Q":
        return months(year, 3 * int(name[1]) - 2, 3), Granularity.QUARTER
    if name[0] == "H":
        return months(year, 6 * int(name[1]) - 5, 6), Granularity.HALF
    return months(year, _SEASONS[name][0], 3), Granularity.SEASON


def months(year: int, month: int, count: int) -> Interval:
    """Interval of `count` months from the first of a month on."""
    after = year * 12 + month - 1 + count
    return Interval(date(year, month, 1), date(after // 12, after % 12 + 1, 1))


def _narrowed(interval: Interval, grain: Granularity, mod: str | None) -> Interval:
    """The first, middle or last third of an interval longer than a day."""
    days = interval.days
    if days < 3 or mod not in ("START", "MID", "END"):
        return interval
    third = max(1, round(days / 3))
    if mod == "START":
        return Interval(interval.start, interval.start + timedelta(days=third))
    if mod == "END":
        return Interval(interval.end - timedelta(days=third), interval.end)
    return Interval(interval.start + timedelta(days=third), interval.end - timedelta(days=third))


def edtf_of(value: str, mod: str | None = None) -> str | None:
    """The value as EDTF; None where EDTF has no form for it."""
    day = value.split("T")[0]
    if found := _WEEK.match(day):
        narrowed = interval_of(day)
        return narrowed and f"{narrowed[0].start}/{narrowed[0].last}"
    if found := _PART.match(day):
        name = found[2]
        code = (
            _SEASONS[name][1]
            if name in _SEASONS
            else str(32 + int(name[1]))
            if name[0] == "Q"
            else f"4{int(name[1]) - 1}"
        )
        day = f"{found[1]}-{code}"
    elif _YEARS.match(day):
        day = day.ljust(4, "X")
    elif not (_DAY.match(day) or _MONTH.match(day)):
        return None
    return f"{day}~" if mod == "APPROX" else day
