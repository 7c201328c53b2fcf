"""What people decided, laid over what the machine decided. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tracker.events.merge import title_of
from tracker.model import Basis, Event, EventDate, EventType, Granularity, Interval, Status


@dataclass(frozen=True, slots=True)
class Decided:
    """An event after people's corrections, whether they took it out of the timeline, who was the last, and why."""

    event: Event
    withdrawn: bool = False
    author: str | None = None
    reason: str | None = None


def apply_corrections(event: Event, corrections: Iterable[Mapping[str, Any]]) -> Decided:
    """Lay corrections (rows with action, payload, author, reason; oldest first) over an event."""
    decided = Decided(event)
    for row in corrections:
        said = f"{row['author']}: {row['reason']}"
        if row["action"] == "reject":
            decided = replace(decided, withdrawn=True, author=row["author"], reason=f"rejected by {said}")
        elif row["action"] == "restore":
            decided = replace(decided, withdrawn=False, author=row["author"], reason=f"restored by {said}")
        elif row["action"] == "correct":
            corrected = _corrected(decided.event, row["payload"])
            decided = replace(decided, event=corrected, author=row["author"], reason=f"corrected by {said}")
    return decided


def _corrected(event: Event, payload: Mapping[str, Any]) -> Event:
    """The event with what the payload names: status, kind, type, mode, start and end (inclusive ISO days)."""
    changed = event
    if "status" in payload:
        changed = replace(changed, status=Status(payload["status"]))
    if "kind" in payload:
        changed = replace(changed, kind=str(payload["kind"]))
    if "type" in payload:
        changed = replace(changed, type=EventType(payload["type"]), mode=payload.get("mode"))
    if "start" in payload:
        first, last = date.fromisoformat(payload["start"]), date.fromisoformat(payload["end"])
        interval = Interval(first, last + timedelta(days=1))
        grain = Granularity.DAY if interval.days == 1 else Granularity.RANGE
        value = first.isoformat() if interval.days == 1 else f"{first}/{last}"
        changed = replace(changed, date=EventDate(interval, grain, value, value, None, Basis.EXPLICIT))
    return replace(changed, title=title_of(changed))
