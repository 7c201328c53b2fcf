"""Words of the page: the template filters. What they return is text to be escaped, or Markup of escaped parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from markupsafe import Markup, escape

from tracker.model import Basis, Event, EventDate, Granularity, Status
from tracker.store.listing import Listed
from tracker.web.evidence import Quote
from tracker.web.security import safe_link

_BASIS = {
    Basis.EXPLICIT: "the text names the day",
    Basis.PUBLICATION: "counted from the day of publication",
    Basis.TEXT: "counted from another date in the text",
    Basis.ASSUMED: "nothing said; the day of publication is assumed",
    Basis.NONE: "unknown",
}
_EXACT = frozenset((Granularity.DAY, Granularity.RANGE))


def day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def when(value: EventDate) -> str:
    """When an event takes place, with its certainty in words."""
    if value.interval is None:
        return "date unknown"
    first, last = value.interval.start, value.interval.last
    if first == last:
        text = day(first)
    elif value.granularity is Granularity.MONTH:
        text = f"{first:%B %Y}"
    elif value.granularity is Granularity.YEAR and first.year == last.year:
        text = f"{first.year}"
    elif value.granularity in _EXACT and first.month == last.month and first.year == last.year:
        text = f"{first.day}–{day(last)}"
    elif value.granularity is Granularity.RANGE:
        text = f"{day(first)} – {day(last)}"
    else:
        text = f"between {day(first)} and {day(last)}"
    return f"about {text}" if value.basis is Basis.ASSUMED else text


def held(days: str) -> str:
    """First and last day in a narrow column: the line breaks between them and not within."""
    return " – ".join(day.replace(" ", "\N{NO-BREAK SPACE}") for day in days.split(" – ")) if " – " in days else days


def basis(value: EventDate) -> str:
    words = _BASIS[value.basis]
    return f"“{value.text}”: {words}" if value.text else words


def plain(kind: str) -> str:
    return kind.replace("_", " ")


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rsplit(" ", 1)[0] + "…"


def moment(value: datetime | None) -> str:
    return f"{day(value.date())}, {value:%H:%M}" if value else "time unknown"


def stamp(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")


def signed(score: float) -> str:
    """A score with its sign, a minus as long as the plus."""
    rounded = round(score, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def overdue(event: Event | Listed, today: date) -> bool:
    """Whether a planned event's last day has passed."""
    return event.status is Status.PLANNED and event.date.interval is not None and event.date.interval.end <= today


def highlight(quote: Quote) -> Markup:
    """The sentence with the words marked that tell of the event, everything escaped."""
    made, at = Markup(""), 0
    for start, end in quote.marks:
        made += Markup("{}<mark class=trigger>{}</mark>").format(quote.text[at:start], quote.text[start:end])
        at = end
    return made + escape(quote.text[at:])


def many(count: int, one: str, more: str = "") -> str:
    """A number of things: "1 poll", "2 polls"."""
    return f"{count} {one if count == 1 else more or one + 's'}"


def by_day(events: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    """Events, in the order given, under a label of their first day."""

    def label(event: Listed) -> str:
        interval = event.date.interval
        return f"{interval.start:%A}, {day(interval.start)}" if interval else "Date unknown"

    return [(name, list(group)) for name, group in groupby(events, key=label)]


def by_month(events: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    def label(event: Listed) -> str:
        return f"{event.date.interval.start:%B %Y}" if event.date.interval else "Date unknown"

    return [(name, list(group)) for name, group in groupby(events, key=label)]


FILTERS = {
    "day": day,
    "when": when,
    "held": held,
    "basis": basis,
    "plain": plain,
    "shorten": shorten,
    "moment": moment,
    "stamp": stamp,
    "signed": signed,
    "overdue": overdue,
    "highlight": highlight,
    "many": many,
    "safe_link": safe_link,
}
