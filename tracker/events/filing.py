"""Where the mentions of an event are filed, so that those that may be linked to a new one are found at once. Pure.

A mention is filed under keys and looks under keys of the same form; whenever `tracker.events.match.link` holds for two
mentions, the one is filed under a key that the other seeks. There are two sorts of keys, for the two ways to be linked:
by what is said (family of kinds, parties, days) and by opening with the same story (kinds that tell one deed, country,
publication). Days are filed by runs of RUN days, counted from the year 1, wide ones by months, very wide ones by years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import combinations

from tracker.events.match import MONTH, MOVED, NEWS_DAYS, WIDEST
from tracker.events.told import Told, once, tellings
from tracker.model import Interval, Status

RUN = 4
_SHORT, _LONG = 10, 400
_NOBODY = "-"
_MANY = 8  # of more countries not every pair is filed


@once
def filed(told: Told) -> frozenset[str]:
    """The keys under which others find a mention."""
    days = _days(told)
    name = told.family
    times = _filed_times(days) if days else ()
    said = {f"{name}|{who}|{at}" for who in _filed_parties(told) for at in times}
    return frozenset(said | set(_story_keys(told, 0)) | set(_count_keys(told)))


@once
def sought(told: Told) -> frozenset[str]:
    """The keys under which all are filed that may be linked to a mention by what both say."""
    days = _days(told)
    if days is None:
        return frozenset()
    slack, name = timedelta(days=2), told.family
    times = _sought_times(Interval(days.start - slack, days.end + slack))
    said = {f"{name}|{who}|{at}" for who in _sought_parties(told) for at in times}
    return frozenset(said | set(_count_keys(told)))


@once
def sought_as_news(told: Told) -> frozenset[str]:
    """The keys under which all news is filed that may tell the same story; what is no news is not sought there."""
    return frozenset(_story_keys(told, NEWS_DAYS)) if _days(told) else frozenset()


@cache
def theme(kind: str) -> str:
    """One name for all kinds in which the same deed may be told."""
    return min(tellings(kind))


def _story_keys(told: Told, slack: int) -> Iterator[str]:
    """The news of an article, by country and publication give or take some days."""
    if not told.mention.lead or told.published is None:
        return
    name, day = theme(told.mention.kind), told.published.date()
    around = Interval(day - timedelta(days=slack), day + timedelta(days=slack + 1))
    for at in _runs(around):
        yield from (f"{name}+|{who}|{at}" for who in told.countries or (_NOBODY,))


def _count_keys(told: Told) -> Iterator[str]:
    """Large counts of victims, by country: whoever tells them again is found whenever that is."""
    name = told.family
    return (f"{name}#{country}#{count}" for country in told.countries for count in told.counts)


def _days(told: Told) -> Interval | None:
    """The days at which a mention may meet another one; None where neither its day nor its publication is known."""
    span = told.span
    if span is not None:
        movable = told.mention.status in (Status.CANCELLED, Status.PLANNED) and told.persons
        moved = timedelta(days=MOVED if movable else 0)
        return Interval(span.start - moved, span.end + moved)
    if told.published is None:
        return None
    day, month = told.published.date(), timedelta(days=MONTH)
    return Interval(day - month, day + month + timedelta(days=1))


def _filed_parties(told: Told) -> Iterator[str]:
    countries = sorted(told.countries)
    yield from countries
    yield from _nowhere(told)
    if told.town:
        yield f"@{told.town}"
    if len(countries) == 1:
        yield f"{countries[0]}!"
    if len(countries) > _MANY:
        yield "many"
    else:
        yield from (f"{one}-{two}" for one, two in combinations(countries, 2))


def _sought_parties(told: Told) -> Iterator[str]:
    """One country finds all that name it; several find those that name two of them, or one of them and nobody else.
    Whoever has none is found by name, and what names nobody by its place."""
    countries = sorted(told.countries)
    yield from _nowhere(told)
    if not countries:
        return
    yield "many"
    if told.town:
        yield f"@{told.town}"
    if len(countries) == 1 or len(countries) > _MANY:
        yield from countries
        return
    yield from (f"{one}-{two}" for one, two in combinations(countries, 2))
    yield from (f"{country}!" for country in countries)


def _nowhere(told: Told) -> Iterator[str]:
    """Words of the names of those without a country; the place of what has no country at all."""
    yield from sorted(f"~{word}" for word in frozenset[str]().union(*(body.keys for body in told.bodies)))
    if not told.countries and told.mention.place:
        yield f"@@{told.mention.place.name}"


@lru_cache(maxsize=4096)  # what is matched together is mostly of the same days
def _filed_times(days: Interval) -> Sequence[str]:
    if days.days <= _SHORT:
        return tuple(_runs(days))
    return tuple(_months(days) if days.days <= _LONG else _years(days))


@lru_cache(maxsize=4096)
def _sought_times(days: Interval) -> Sequence[str]:
    if days.days <= WIDEST + 2 * (2 + MOVED):
        return (*_years(days), *_months(days), *_runs(days))
    return tuple(_years(days))


def _runs(days: Interval) -> Iterator[str]:
    return (f"d{n}" for n in range(_run(days.start), _run(days.last) + 1))


def _run(day: date) -> int:
    return day.toordinal() // RUN


def _months(days: Interval) -> Iterator[str]:
    first, last = (12 * day.year + day.month - 1 for day in (days.start, days.last))
    return (f"m{n}" for n in range(first, last + 1))


def _years(days: Interval) -> Iterator[str]:
    """Years, the first and last hundred of very many."""
    years = range(days.start.year, days.last.year + 1)
    return (f"y{year}" for year in (years if len(years) <= 200 else (*years[:100], *years[-100:])))
