"""What is coming, as an iCalendar file (RFC 5545) for the mail. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from icalendar import Calendar
from icalendar import Event as Entry

from tracker.digest import wording
from tracker.model import Event


def calendar(events: Sequence[Event], *, now: datetime, base_url: str, domain: str) -> bytes:
    """All-day entries, one for each event that has days; the same identity every day, so that programs update them."""
    made = Calendar()
    made.add("prodid", "-//tracker//digest//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Tracker: coming up")
    for event in events:
        if event.date.interval:
            made.add_component(_entry(event, now, base_url, domain))
    return bytes(made.to_ical())


def _entry(event: Event, now: datetime, base_url: str, domain: str) -> Entry:
    interval = event.date.interval
    assert interval is not None
    url = f"{base_url}/events/{event.id}"
    entry = Entry()
    entry.add("uid", f"event-{event.id}@{domain}")
    entry.add("dtstamp", now)
    entry.add("sequence", event.version)
    unsure = interval.days > 1 and (event.date.granularity or "") != "range"
    entry.add("summary", wording.headline(event) + (" (day not fixed)" if unsure else ""))
    entry.add("dtstart", interval.start)
    entry.add("dtend", interval.end)
    entry.add("status", "TENTATIVE")
    entry.add("transp", "TRANSPARENT")
    entry.add("url", url)
    if event.place:
        entry.add("location", wording.clean(event.place.name, 80))
    quote = wording.clean(event.evidence.text, 400) if event.evidence else ""
    entry.add("description", f"{quote}\n{url}".strip())
    return entry
