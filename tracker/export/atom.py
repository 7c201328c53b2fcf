"""Events as an Atom feed (RFC 4287; feedgen's only home). Pure. Ids are stable, `updated` moves with each version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from feedgen.feed import FeedGenerator

from tracker.model import Event

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def feed(events: Sequence[Event], *, base_url: str, self_url: str, title: str) -> bytes:
    """An Atom document of events in the order given. `updated` of the feed is the newest change in it."""
    made = FeedGenerator()
    made.id(self_url)
    made.title(_plain(title))
    made.author({"name": "tracker"})
    made.link(href=self_url, rel="self")
    made.link(href=base_url + "/", rel="alternate")
    made.updated(max((event.last_changed for event in events if event.last_changed), default=_NEVER))
    for event in events:
        _add(made, event, base_url)
    return bytes(made.atom_str(pretty=True))


def _add(made: FeedGenerator, event: Event, base_url: str) -> None:
    entry = made.add_entry(order="append")
    entry.id(f"{base_url}/events/{event.id}")
    entry.title(_plain(event.title))
    entry.link(href=f"{base_url}/events/{event.id}")
    entry.updated(event.last_changed or _NEVER)
    if event.first_reported:
        entry.published(event.first_reported)
    entry.category({"term": event.kind})
    entry.category({"term": event.status.value})
    lines = [event.evidence.text] if event.evidence else []
    lines.append(
        f"{event.status.value}, {event.date.edtf or 'date unknown'}; {event.independent_sources} independent sources"
    )
    if event.change:
        lines.append(event.change)
    entry.summary(_plain("\n".join(lines)))


def _plain(text: str) -> str:
    """Text without the control characters that XML 1.0 forbids."""
    return "".join(
        c for c in text if c in "\n\t" or (c >= " " and c not in "\ufffe\uffff" and not 0xD800 <= ord(c) < 0xE000)
    )
