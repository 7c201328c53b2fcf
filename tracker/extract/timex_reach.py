"""How far an expression reaches that names no calendar unit of its own: "in two weeks", "in recent days". Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.extract.timex_grammar import Found
from tracker.extract.timex_meaning import DURATION, PAST, TIME, Meaning, Surroundings, shift_month, week_of
from tracker.extract.timex_values import interval_of
from tracker.model import Granularity, Interval

Reach = tuple[Interval, Granularity]

_PERIOD = re.compile(r"P(\d+)([DWMY])")
_VAGUE = re.compile(r"PX([DWMY])")
_WITHIN = re.compile(r"\b(?P<way>in|within|over|during)\s(?:the\s)?$", re.I)
_AHEAD = re.compile(r"\b(?:coming|next|following)\b", re.I)
_BEHIND = re.compile(r"\b(?:recent|past|last)\b", re.I)
# "the first visit in a decade", "the worst storm in years" look back
_SO_LONG = re.compile(r"\b(?:first|second|third|only|last|most|least|record|\w+est)\b[^.;:,]{0,60}\bin\s$", re.I)
_VAGUE_DAYS = {"D": 10, "W": 42, "M": 183, "Y": 1826}
"""Days that "in recent days, weeks, months, years" may reach back: some more than the next larger unit."""


def reach(said: Meaning, found: Found, around: Surroundings) -> Reach | None:
    """The days that a duration or a night without a date of its own covers, counted from the anchor; None where it only
    measures ("talks lasted two weeks")."""
    if found.rule == "overnight":
        return _night(said)
    anchor = around.anchor
    if said.type is not DURATION or anchor is None:
        return None
    try:
        return _vague(said, found, around, anchor) or _counted(said, found, around, anchor)
    except (OverflowError, ValueError):
        return None


def _night(said: Meaning) -> Reach | None:
    """A night belongs to two days."""
    days = interval_of(said.value) if said.type is TIME else None
    return (Interval(days[0].start, days[0].end + timedelta(days=1)), Granularity.RANGE) if days else None


def _vague(said: Meaning, found: Found, around: Surroundings, anchor: date) -> Reach | None:
    period = _VAGUE.fullmatch(said.value)
    words = around.text[found.start : found.end]
    if period is None or around.text.startswith(" of ", found.end):
        return None  # "the last days of the campaign"
    far = timedelta(days=_VAGUE_DAYS[period[1]])
    if _AHEAD.search(words):
        return Interval(anchor, anchor + far), Granularity.RANGE
    return (Interval(anchor - far, anchor + timedelta(days=1)), Granularity.RANGE) if _BEHIND.search(words) else None


def _counted(said: Meaning, found: Found, around: Surroundings, anchor: date) -> Reach | None:
    """ "Will return in two weeks" is a time ahead, "took the town in two weeks" is none."""
    period = _PERIOD.fullmatch(said.value)
    before = _WITHIN.search(around.text[max(0, found.start - 12) : found.start])
    if period is None or before is None or around.tense(found) in (PAST, None):
        return None
    if re.match(r"\sof\b", around.text[found.end : found.end + 4]):
        return None
    if _SO_LONG.search(around.text[max(0, found.start - 70) : found.start]):
        return None
    count, unit = int(period[1]), period[2]
    then = anchor + timedelta(days=count * (7 if unit == "W" else 1)) if unit in "DW" else None
    if then is None:
        then = shift_month(anchor, count * (12 if unit == "Y" else 1))
    if before["way"].lower() != "in":
        return Interval(anchor, then + timedelta(days=1)), Granularity.RANGE
    value = {"D": f"{then}", "W": week_of(then), "M": f"{then:%Y-%m}", "Y": f"{then:%Y}"}[unit]
    return interval_of(value)
