"""Sides and days of coded events as the tables of the coder's tests give them: countries in order, joined by commas."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.model import Actor, EventDate, Mention


def codes(side: Iterable[Actor]) -> str:
    return ",".join(sorted({a.country for a in side if a.country}))


def sides(mentions: Iterable[Mention], kinds: str) -> list[tuple[str, str]]:
    """Actors and recipients of the events of some kinds (separated by "|"), in the order of the events."""
    return [(codes(m.actors), codes(m.recipients)) for m in mentions if m.kind in kinds.split("|")]


def days(date: EventDate) -> str:
    """The day, or the first and the last with two dots between; nothing where none is told."""
    interval = date.interval
    if interval is None:
        return ""
    first, last = interval.start.isoformat(), interval.last.isoformat()
    return first if first == last else f"{first}..{last}"
