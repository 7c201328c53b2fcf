"""What people decided, laid over what the machine decided. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tracker.errors import InputError
from tracker.events.cluster import Cluster
from tracker.events.match import Link
from tracker.events.merge import title_of
from tracker.events.told import Told
from tracker.model import Basis, Event, EventDate, EventType, Granularity, Interval, Status


@dataclass(frozen=True, slots=True)
class Decided:
    """An event after people's corrections, whether they took it out of the timeline, who was the last, and why."""

    event: Event
    withdrawn: bool = False
    author: str | None = None
    reason: str | None = None


def days_of(start: str, end: str) -> dict[str, str]:
    """The first and last day of a correction as its payload has them; one that is given alone is both.

    Raises InputError where they are no ISO days, the wrong way round, or of the years in which the calendar ends.
    """
    try:
        first, last = date.fromisoformat(start or end), date.fromisoformat(end or start)
    except ValueError:
        raise InputError("days: give first and last day such as 2024-06-19") from None
    if last < first:
        raise InputError("days: the last day is before the first")
    if first.year == date.min.year or last.year == date.max.year:
        raise InputError("days: the calendar ends there")
    return {"start": first.isoformat(), "end": last.isoformat()}


def apply_corrections(event: Event, corrections: Iterable[Mapping[str, Any]]) -> Decided:
    """Lay corrections (rows with event_id, action, payload, author, reason; oldest first) over an event."""
    decided = Decided(event)
    for row in corrections:
        said = f"{row['author']}: {row['reason']}"
        if row["action"] == "reject":
            decided = replace(decided, withdrawn=True, author=row["author"], reason=f"rejected by {said}")
        elif row["action"] == "restore":
            decided = replace(decided, withdrawn=False, author=row["author"], reason=f"restored by {said}")
        elif row["action"] == "merge" and row["event_id"] != event.id:
            decided = replace(decided, author=row["author"], reason=f"event {row['event_id']} joined by {said}")
        elif row["action"] == "correct":
            corrected = _corrected(decided.event, row["payload"])
            decided = replace(decided, event=corrected, author=row["author"], reason=f"corrected by {said}")
    return decided


def _corrected(event: Event, payload: Mapping[str, Any]) -> Event:
    """The event with what the payload names: status, kind, type with mode and CAMEO code, start and end (inclusive ISO
    days)."""
    changed = event
    if "status" in payload:
        changed = replace(changed, status=Status(payload["status"]))
    if "kind" in payload:
        changed = replace(changed, kind=str(payload["kind"]))
    if "type" in payload:
        cameo = payload.get("cameo", changed.cameo)
        changed = replace(changed, type=EventType(payload["type"]), mode=payload.get("mode"), cameo=cameo)
    if "start" in payload:
        first, last = date.fromisoformat(payload["start"]), date.fromisoformat(payload["end"])
        interval = Interval(first, last + timedelta(days=1))
        grain = Granularity.DAY if interval.days == 1 else Granularity.RANGE
        value = first.isoformat() if interval.days == 1 else f"{first}/{last}"
        changed = replace(changed, date=EventDate(interval, grain, value, value, None, Basis.EXPLICIT))
    return replace(changed, title=title_of(changed))


def concerns(row: Mapping[str, Any], event_id: int) -> bool:
    """Whether a correction was made on an event, or joined another one to it."""
    return event_id in (row["event_id"], row["payload"].get("into"))


Handle = tuple[str, str, str | None, tuple[str, ...]]
"""Names a mention so that it is found again after re-coding: canonical address and family of kinds, and, where the
article tells several deeds of that family, the first day and the countries that it had."""


def handle(told: Told) -> Handle:
    interval = told.mention.date.interval
    day = interval.start.isoformat() if interval else None
    return told.key[0], told.family, day, tuple(sorted(told.countries))


def constrain(clusters: Iterable[Cluster], corrections: Iterable[Mapping[str, Any]]) -> tuple[Cluster, ...]:
    """Clusters after people's merges and splits (oldest first). A merge joins the clusters that hold its two handles;
    a split makes a cluster of its own of the mentions it names."""
    groups = list(clusters)
    for row in corrections:
        payload = row["payload"]
        if row["action"] == "merge" and "first" in payload:
            groups = _merged(groups, payload["first"], payload["second"], row["author"])
        elif row["action"] == "split" and "handles" in payload:
            groups = _split(groups, payload["handles"], row["author"])
    return tuple(groups)


def _holder(groups: Sequence[Cluster], named: Sequence[Any]) -> int | None:
    """Which cluster holds the mention that a handle names: of several of its article and family that which is most like
    it was."""
    address, its_family, day, countries = (*named, None, None)[:4]

    def unlike(told: Told) -> tuple[int, int, Any]:
        others = len(told.countries ^ set(countries)) if countries is not None else 0
        interval = told.mention.date.interval
        known = day is not None and interval is not None
        return others, abs((interval.start - date.fromisoformat(day)).days) if known and interval else 0, told.key

    found = [
        (unlike(told), n)
        for n, group in enumerate(groups)
        for told in group.members
        if (told.key[0], told.family) == (address, its_family)
    ]
    return min(found)[1] if found else None


def _merged(groups: list[Cluster], first: Sequence[Any], second: Sequence[Any], author: str) -> list[Cluster]:
    holding = {_holder(groups, first), _holder(groups, second)} - {None}
    if len(holding) < 2:
        return groups
    why = Link(1.0, (f"joined by {author}",))
    members = [pair for n in holding if n is not None for pair in zip(groups[n].members, groups[n].links, strict=True)]
    members.sort(key=lambda pair: pair[0].key)
    joined = Cluster(tuple(told for told, _ in members), (members[0][1], *(why for _ in members[1:])))
    return [*(group for n, group in enumerate(groups) if n not in holding), joined]


def _split(groups: list[Cluster], named: Sequence[Sequence[Any]], author: str) -> list[Cluster]:
    apart: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for each in named:
        if (holder := _holder(groups, each)) is not None:
            apart[holder].add((each[0], each[1]))
    out: list[Cluster] = []
    for n, group in enumerate(groups):
        pairs = list(zip(group.members, group.links, strict=True))
        inside = {told for told in group.members if (told.key[0], told.family) in apart[n]}
        if not inside or len(inside) == len(group.members):
            out.append(group)
            continue
        kept = [(told, found) for told, found in pairs if told not in inside]
        out.append(Cluster(tuple(told for told, _ in kept), tuple(found for _, found in kept)))
        why = Link(1.0, (f"taken apart by {author}",))
        out.append(Cluster(tuple(told for told, _ in pairs if told in inside), tuple(why for _ in inside)))
    return out
