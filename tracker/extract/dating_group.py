"""The day of what an article tells several times: a telling that names it lends it to the one that tells most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.drafts import Draft
from tracker.model import Basis, EventDate, Granularity

_SAID = frozenset((Basis.EXPLICIT, Basis.PUBLICATION))
_CLOSE = 7
"""Days that a time may come to which takes the place of an assumed day: a week is known better than by guessing."""
_WIDE = frozenset((Granularity.WEEK, Granularity.MONTH, Granularity.YEAR))


def with_the_day_told(tellings: Sequence[Draft]) -> list[Draft]:
    """Tellings of one happening, the best first, which takes the day that another names where it names none, or only
    the week, month or year of it."""
    best, *others = tellings
    told = [d for d in others if _names_its_day(d, best)]
    if best.choice.date.basis not in _SAID:
        told = [d for d in told if _days(d.choice.date) <= _CLOSE]
        told = [d for d in told if d.choice.date.basis in _SAID] or told
    elif best.choice.date.granularity in _WIDE:
        told = [d for d in told if _lies_within(d.choice.date, best.choice.date)]
    else:
        return list(tellings)
    if not told:
        return list(tellings)
    first = min(told, key=lambda d: _days(d.choice.date))
    why = f"{first.choice.why}, where it is told again"
    return [replace(best, choice=replace(first.choice, why=why)), *others]


def _names_its_day(draft: Draft, best: Draft) -> bool:
    """Whether another telling, of the same status, names a day; not one of wholly other countries."""
    date, same = draft.choice.date, draft.status is best.status or (draft.status.is_done and best.status.is_done)
    sides, others = draft.sides.countries(), best.sides.countries()
    # "said on Monday that it had …": then or shortly before
    reported = date.basis is Basis.ASSUMED and date.text is not None
    said = draft.choice.sure and (date.basis in _SAID or reported) and date.interval is not None
    return same and said and bool(sides & others)


def _days(date: EventDate) -> int:
    return date.interval.days if date.interval is not None else 9999


def _lies_within(day: EventDate, wide: EventDate) -> bool:
    inner, outer = day.interval, wide.interval
    if inner is None or outer is None or inner.days >= outer.days:
        return False
    return outer.start <= inner.start and inner.last <= outer.last
