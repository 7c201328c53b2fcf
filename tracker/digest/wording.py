"""Words of the digest: days with their certainty in the reader's language of dates, names, clean lines. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton

from tracker.errors import InputError
from tracker.model import Basis, Event, EventDate, Granularity, Interval

# marks that turn the direction of what follows (Unicode TR 9), invisible joiners and byte order marks
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_SPACE = re.compile(r"\s+")


def clean(text: str | None, limit: int = 300) -> str:
    """One line of at most `limit` characters without control characters or direction marks, cut between words."""
    if not text:
        return ""
    # a text may be megabytes long; what lies far beyond the limit cannot matter
    head = _INVISIBLE.sub("", text[: limit * 20])
    line = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") else char for char in head)
    line = _SPACE.sub(" ", line).strip()
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    spaced = cut.rsplit(" ", 1)[0]
    return (spaced if len(spaced) > limit // 2 else cut).rstrip(" ,;:–—-") + "…"


@cache
def locale_of(name: str) -> Locale:
    """The locale for dates; plain "en" writes the day before the month. Raises InputError."""
    try:
        return Locale.parse("en_GB" if name == "en" else name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        raise InputError(f"locale: {name[:40]!r} is not a language such as en, de or pt_BR") from None


def day(value: date, locale: str, near: date | None = None) -> str:
    """A day with its weekday; the year where it is not that of `near`."""
    same = near is not None and abs((value - near).days) < 300 and value.year == near.year
    return str(format_skeleton("MMMEd" if same else "yMMMEd", value, locale=locale_of(locale)))


def short_day(value: date, locale: str, near: date | None = None) -> str:
    same = near is not None and value.year == near.year
    return str(format_skeleton("MMMd" if same else "yMMMd", value, locale=locale_of(locale)))


def long_day(value: date, locale: str) -> str:
    return str(format_date(value, "full", locale=locale_of(locale)))


def interval_words(interval: Interval, granularity: Granularity | None, locale: str, near: date | None = None) -> str:
    """A day, a whole month or year, a stretch that lasts, or "between 6 and 12 Nov" where the day is not known."""
    first, last = interval.start, interval.last
    if first == last:
        return day(first, locale, near)
    if granularity is Granularity.RANGE:
        return _stretch(first, last, locale, near)
    if _is_month(interval):
        pattern = "LLLL y" if near is None or first.year != near.year else "LLLL"
        return "in " + str(format_date(first, pattern, locale=locale_of(locale)))
    if _is_year(interval):
        return f"in {first.year}"
    return f"between {_short_pair(first, last, locale, near)}"


def _is_month(interval: Interval) -> bool:
    first, after = interval.start, interval.end
    return first.day == 1 and after.day == 1 and (after - timedelta(days=1)).month == first.month and interval.days < 32


def _is_year(interval: Interval) -> bool:
    first, after = interval.start, interval.end
    return (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and after.year == first.year + 1


def _stretch(first: date, last: date, locale: str, near: date | None) -> str:
    same = near is not None and first.year == last.year == near.year
    return str(format_interval(first, last, "MMMd" if same else "yMMMd", locale=locale_of(locale)))


def _short_pair(first: date, last: date, locale: str, near: date | None) -> str:
    end = short_day(last, locale, near)
    if locale_of(locale).language == "en" and locale_of(locale).territory == "GB":
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} and {end}"
        if first.year == last.year:
            return f"{short_day(first, locale, first)} and {end}"
    return f"{short_day(first, locale, near)} and {end}"


def when(value: EventDate, locale: str, near: date | None = None) -> str:
    """When an event takes place, with its certainty in words."""
    if value.interval is None:
        return "date unknown"
    words = interval_words(value.interval, value.granularity, locale, near)
    return f"about {words}" if value.basis is Basis.ASSUMED else words


def span(start: date | None, end: date | None, locale: str, near: date | None = None) -> str:
    """Days from first to last (inclusive), as they were told before."""
    if start is None or end is None:
        return "an unknown day"
    return interval_words(Interval(start, end + timedelta(days=1)), None, locale, near).removeprefix("in ")


def moment(value: datetime, locale: str) -> str:
    """A moment to the minute in its own zone."""
    return f"{day(value.date(), locale)}, {value:%H:%M}"


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], limit: int = 3) -> str:
    """ "A, B and C", "A, B and 4 more"."""
    chosen = list(dict.fromkeys(names))
    if len(chosen) > limit:
        chosen = [*chosen[: limit - 1], f"{len(chosen) - limit + 1} more"]
    return chosen[0] if len(chosen) == 1 else " and ".join((", ".join(chosen[:-1]), chosen[-1])) if chosen else ""


def headline(event: Event, limit: int = 160) -> str:
    """The event's line without the status in brackets, which stands apart."""
    line = clean(event.title.removesuffix(f" ({event.status.value})"), limit) or "Event"
    return line[0].upper() + line[1:]
