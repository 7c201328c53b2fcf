"""When a digest is due by a subscriber's own clock. Pure.

Due times are worked out from local days, never by adding hours, so a clock change neither doubles nor drops a day: a
time that the clock jumps over is taken as much later as the jump is wide, a time that comes twice is the first of both.
A local day that does not exist (a country that crossed the date line) has no digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.errors import InputError

_SEARCHED_DAYS = 15


@dataclass(frozen=True, slots=True)
class Plan:
    """A local time on some weekdays (ISO: Monday is 1)."""

    zone: str = "UTC"
    hour: int = 7
    minute: int = 0
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Due:
    """The digest of a local day and the moment from which it is due."""

    day: date
    at: datetime


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises InputError."""
    found = _zone(name)
    if found is None:
        raise InputError(f"zone: {name[:60]!r} is not an IANA time zone such as Europe/Berlin")
    return found


@cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def moment_of(plan: Plan, day: date) -> datetime | None:
    """The moment (UTC) at which the digest of a local day is due; None where that day has none."""
    if day.isoweekday() not in plan.weekdays:
        return None
    zone = zone_of(plan.zone)
    wished = datetime.combine(day, time(plan.hour, plan.minute), zone)
    moment = wished.astimezone(UTC)
    moved = moment.astimezone(zone).replace(tzinfo=None) - wished.replace(tzinfo=None)
    return None if moved >= timedelta(hours=12) else moment


def next_due(plan: Plan, after: datetime) -> Due:
    """The first digest due later than a moment. Raises InputError when no weekday is wanted."""
    today = after.astimezone(zone_of(plan.zone)).date()
    for offset in range(-1, _SEARCHED_DAYS):
        day = today + timedelta(days=offset)
        at = moment_of(plan, day)
        if at is not None and at > after:
            return Due(day, at)
    raise InputError("weekdays: at least one day from 1 (Monday) to 7 (Sunday) is needed")


def last_due(plan: Plan, at: datetime) -> Due | None:
    """The newest digest due at a moment: after days of sleep one mail catches up, not one for each day."""
    today = at.astimezone(zone_of(plan.zone)).date()
    for offset in range(1, -_SEARCHED_DAYS, -1):
        day = today + timedelta(days=offset)
        moment = moment_of(plan, day)
        if moment is not None and moment <= at:
            return Due(day, moment)
    return None
