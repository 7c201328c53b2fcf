"""What people decided, laid over what the machine decided. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tracker.events.cluster import Cluster
from tracker.events.match import Link
from tracker.events.merge import title_of
from tracker.events.told import Told, family
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


Handle = tuple[str, str]
"""Names a mention so that it is found again after re-coding: canonical address and family of kinds."""


def handle(told: Told) -> Handle:
    return (told.key[0], family(told.mention.kind))


def constrain(clusters: Iterable[Cluster], corrections: Iterable[Mapping[str, Any]]) -> tuple[Cluster, ...]:
    """Clusters after people's merges and splits (oldest first). A merge joins the clusters that hold its two handles;
    a split makes a cluster of its own of the mentions it names."""
    groups = list(clusters)
    for row in corrections:
        payload = row["payload"]
        if row["action"] == "merge" and "first" in payload:
            groups = _merged(groups, tuple(payload["first"]), tuple(payload["second"]), row["author"])
        elif row["action"] == "split" and "handles" in payload:
            groups = _split(groups, {tuple(each) for each in payload["handles"]}, row["author"])
    return tuple(groups)


def _merged(groups: list[Cluster], first: Handle, second: Handle, author: str) -> list[Cluster]:
    holding = [g for g in groups if {handle(told) for told in g.members} & {first, second}]
    if len(holding) < 2:
        return groups
    why = Link(1.0, (f"joined by {author}",))
    members = [(told, found) for g in holding for told, found in zip(g.members, g.links, strict=True)]
    members.sort(key=lambda pair: pair[0].key)
    joined = Cluster(tuple(told for told, _ in members), (members[0][1], *(why for _ in members[1:])))
    return [*(g for g in groups if g not in holding), joined]


def _split(groups: list[Cluster], apart: set[Any], author: str) -> list[Cluster]:
    out: list[Cluster] = []
    for group in groups:
        inside = [told for told in group.members if handle(told) in apart]
        if not inside or len(inside) == len(group.members):
            out.append(group)
            continue
        kept = [(t, found) for t, found in zip(group.members, group.links, strict=True) if handle(t) not in apart]
        out.append(Cluster(tuple(t for t, _ in kept), tuple(found for _, found in kept)))
        why = Link(1.0, (f"taken apart by {author}",))
        out.append(Cluster(tuple(inside), tuple(why for _ in inside)))
    return out
