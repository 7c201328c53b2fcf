"""Events as a calendar (RFC 5545; icalendar's only home). Pure.

A calendar program that has an entry already replaces it when one of the same UID and a higher SEQUENCE arrives
(section 3.8.7.4), so a moved or cancelled event is updated in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from icalendar import Calendar
from icalendar import Event as Entry

from tracker.model import Event, Status

_STATUS = {
    Status.PLANNED: "TENTATIVE", Status.ALLEGED: "TENTATIVE", Status.HYPOTHETICAL: "TENTATIVE",
    Status.CANCELLED: "CANCELLED", Status.DENIED: "CANCELLED",
}  # fmt: skip


def calendar(
    events: Sequence[Event],
    *,
    base_url: str,
    now: datetime,
    name: str = "Tracker: what is planned",
    description: str | None = None,
) -> bytes:
    """A VCALENDAR of all events with known days; `now` is DTSTAMP where an event's own last change is not known."""
    made = Calendar()
    made.add("prodid", "-//tracker//timeline//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    if description:
        made.add("x-wr-caldesc", description)
    head, end = bytes(made.to_ical()).split(b"END:VCALENDAR")
    entries = [
        _packed(event, base_url, event.last_changed or now) for event in events if event.date.interval is not None
    ]
    return b"".join((head, *entries, b"END:VCALENDAR", end))


@lru_cache(maxsize=2_048)  # calendars are asked for again and again, and an entry takes half a millisecond to fold
def _packed(event: Event, base_url: str, stamp: datetime) -> bytes:
    return bytes(_entry(event, base_url, stamp).to_ical())


def _entry(event: Event, base_url: str, stamp: datetime) -> Entry:
    interval = event.date.interval
    assert interval is not None
    entry = Entry()
    entry.add("uid", f"event-{event.id}@tracker")
    entry.add("sequence", event.version - 1)
    entry.add("dtstamp", stamp)
    entry.add("dtstart", interval.start)
    entry.add("dtend", interval.end)
    entry.add("summary", event.title)
    entry.add("status", _STATUS.get(event.status, "CONFIRMED"))
    entry.add("transp", "TRANSPARENT")
    entry.add("url", f"{base_url}/events/{event.id}")
    entry.add("categories", [event.kind.replace("_", " ")])
    if event.place is not None:
        entry.add("location", event.place.name)
        if event.place.lat is not None and event.place.lon is not None:
            entry.add("geo", (event.place.lat, event.place.lon))
    entry.add("description", _description(event))
    return entry


def _description(event: Event) -> str:
    """The sentence that reports it, and where it was reported."""
    lines = [event.evidence.text] if event.evidence else []
    lines.append(f"{event.status.value}; {event.independent_sources} independent sources")
    lines += [source.url for source in event.sources[:5]]
    return "\n".join(lines)
