"""Where the mentions of an event are filed, so that those that may be linked to a new one are found at once. Pure.

A mention is filed under keys of its kind, parties and days and looks under keys of the same form; whenever
`tracker.events.match.link` holds for two mentions, the one is filed under a key that the other seeks. Weeks are counted
from the year 1; days wider than WIDE are filed by years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from tracker.events.match import MONTH, MOVED, NEWS_DAYS, WIDEST, Told, tellings
from tracker.model import Interval, Status

WIDE = 35
_MANY = 8  # of more countries not every pair is filed


def filed(told: Told) -> frozenset[str]:
    """The keys under which others find a mention."""
    days = _days(told)
    return frozenset() if days is None else _keys(told, _filed_parties(told), _filed_times(days))


def sought(told: Told) -> frozenset[str]:
    """The keys under which all are filed that may be linked to a mention."""
    days = _days(told)
    if days is None:
        return frozenset()
    slack = timedelta(days=NEWS_DAYS)
    return _keys(told, _sought_parties(told), _sought_times(Interval(days.start - slack, days.end + slack)))


def theme(kind: str) -> str:
    """One name for all kinds in which the same deed may be told."""
    return min(tellings(kind))


def _keys(told: Told, parties: Iterable[str], times: Iterable[str]) -> frozenset[str]:
    about, when = theme(told.mention.kind), tuple(times)
    return frozenset(f"{about}|{who}|{at}" for who in parties for at in when)


def _days(told: Told) -> Interval | None:
    """The days at which a mention may meet another one; None where neither its day nor its publication is known."""
    span = told.span
    if span is not None:
        moved = timedelta(days=MOVED if told.mention.status is Status.CANCELLED and told.persons else 0)
        return Interval(span.start - moved, span.end + moved)
    if told.published is None:
        return None
    day, month = told.published.date(), timedelta(days=MONTH)
    return Interval(day - month, day + month + timedelta(days=1))


def _filed_parties(told: Told) -> Iterator[str]:
    countries = sorted(told.countries)
    yield from countries
    if len(countries) == 1:
        yield f"{countries[0]}!"
    if told.mention.lead:
        yield from (f"{country}+" for country in countries)
    if len(countries) > _MANY:
        yield "many"
    else:
        yield from (f"{one}-{two}" for one, two in combinations(countries, 2))


def _sought_parties(told: Told) -> Iterator[str]:
    """One country finds all that name it; several find those that name two of them, or one of them and nobody else."""
    countries = sorted(told.countries)
    if not countries:
        return
    yield "many"
    if len(countries) == 1 or len(countries) > _MANY:
        yield from countries
        return
    yield from (f"{one}-{two}" for one, two in combinations(countries, 2))
    yield from (f"{country}!" for country in countries)
    if told.mention.lead:
        yield from (f"{country}+" for country in countries)


def _filed_times(days: Interval) -> Iterator[str]:
    if days.days <= WIDE:
        yield from _weeks(days)
    else:
        yield from _years(days)


def _sought_times(days: Interval) -> Iterator[str]:
    yield from _years(days)
    if days.days <= WIDEST + 2 * (NEWS_DAYS + MOVED):
        yield from _weeks(days)


def _weeks(days: Interval) -> Iterator[str]:
    return (f"w{n}" for n in range(_week(days.start), _week(days.last) + 1))


def _week(day: date) -> int:
    return day.toordinal() // 7


def _years(days: Interval) -> Iterator[str]:
    """Years, the first and last hundred of very many."""
    years = range(days.start.year, days.last.year + 1)
    return (f"y{year}" for year in (years if len(years) <= 200 else (*years[:100], *years[-100:])))
