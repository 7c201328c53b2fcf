"""What a digest tells: events that are new or changed since the reader was last told, the leading ones first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from tracker.model import Event, Status

# a happening this much older than its first report is background ("in 2019 they signed …"), not news
_BACKGROUND_DAYS = 30


class Badge(StrEnum):
    """The one word that stands before an event."""

    NEW = "new"
    CONFIRMED = "confirmed"
    REVISED = "revised"
    DENIED = "denied"
    CANCELLED = "cancelled"
    CORROBORATED = "corroborated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader was told of an event. Days are inclusive."""

    version: int
    status: Status
    start: date | None = None
    end: date | None = None
    place: str | None = None
    people: tuple[str, ...] = ()
    sources: int = 1
    withdrawn: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "status": self.status.value,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "place": self.place,
            "people": list(self.people),
            "sources": self.sources,
            "withdrawn": self.withdrawn,
        }


def told_from_json(row: Mapping[str, Any]) -> Told:
    return Told(
        version=row["version"],
        status=Status(row["status"]),
        start=date.fromisoformat(row["start"]) if row["start"] else None,
        end=date.fromisoformat(row["end"]) if row["end"] else None,
        place=row["place"],
        people=tuple(row["people"]),
        sources=row["sources"],
        withdrawn=row["withdrawn"],
    )


@dataclass(frozen=True, slots=True)
class Item:
    """One event in a digest: why it is there, and what was told before where it returns."""

    event: Event
    badge: Badge
    before: Told | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Items to show, the leading one first; `more` are left out for length, `background` for age."""

    items: tuple[Item, ...] = ()
    more: tuple[Item, ...] = ()
    background: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event as known at the end of the window, and whether it has been withdrawn by then."""

    event: Event
    withdrawn: bool = False


def told_of(candidate: Candidate) -> Told:
    """What a reader knows after being told of an event as it stands."""
    event, interval = candidate.event, candidate.event.date.interval
    return Told(
        version=event.version,
        status=event.status,
        start=interval.start if interval else None,
        end=interval.last if interval else None,
        place=event.place.name if event.place else None,
        people=tuple(sorted({actor.name for actor in (*event.actors, *event.recipients)})),
        sources=event.independent_sources,
        withdrawn=candidate.withdrawn,
    )


def select(
    candidates: Iterable[Candidate], told: Mapping[int, Told], *, since: datetime, until: datetime, limit: int
) -> Selection:
    """Choose and rank. `told` is what this reader was told before, by event id; what has not changed since stays out.

    `since` and `until` bound the window of knowledge: an event nobody told of that became known before `since` is
    not news, and background that a report only recalls is counted, not shown.
    """
    items: list[Item] = []
    background = 0
    for candidate in candidates:
        item = item_of(candidate, told.get(candidate.event.id))
        if item is None:
            continue
        if item.before is None and is_background(candidate.event, until):
            background += 1
        else:
            items.append(item)
    items.sort(key=rank)
    return Selection(tuple(items[:limit]), tuple(items[limit:]), background)


def rank(item: Item) -> tuple[float, float, int]:
    """The most significant first, the newest of equals."""
    changed = item.event.last_changed.timestamp() if item.event.last_changed else 0.0
    return (-item.event.significance, -changed, item.event.id)


def is_background(event: Event, until: datetime) -> bool:
    """Whether the happening is much older than the reports of it."""
    interval = event.date.interval
    reported = (event.first_reported or until).date()
    return (
        interval is not None
        and event.status is not Status.PLANNED
        and interval.last < reported - timedelta(days=_BACKGROUND_DAYS)
    )


def item_of(candidate: Candidate, before: Told | None) -> Item | None:
    """Why an event belongs in the mail; None where the reader knows all there is to say."""
    event, now = candidate.event, told_of(candidate)
    if before is None:
        return None if candidate.withdrawn else Item(event, Badge.NEW)
    if now.version == before.version:
        return None
    if now.withdrawn or before.withdrawn:
        if now.withdrawn == before.withdrawn:
            return None
        return Item(event, Badge.WITHDRAWN if now.withdrawn else Badge.REVISED, before, ("withdrawn",))
    changed = _changed(before, now)
    if not changed:
        return None
    return Item(event, _badge(before, now, changed), before, changed)


def _changed(before: Told, now: Told) -> tuple[str, ...]:
    """Names of what a reader would want to hear of."""
    found = [
        ("status", before.status is not now.status and not (before.status.is_done and now.status.is_done)),
        ("days", (before.start, before.end) != (now.start, now.end)),
        ("place", before.place != now.place and now.place is not None),
        ("people", before.people != now.people),
        # one more report is not news; a second independent source is
        ("sources", before.sources < 2 <= now.sources),
    ]
    return tuple(name for name, differs in found if differs)


def _badge(before: Told, now: Told, changed: Sequence[str]) -> Badge:
    if "status" in changed:
        if now.status.is_done:
            return Badge.CONFIRMED
        if now.status is Status.CANCELLED:
            return Badge.CANCELLED
        if now.status is Status.DENIED:
            return Badge.DENIED
    return Badge.CORROBORATED if tuple(changed) == ("sources",) else Badge.REVISED
