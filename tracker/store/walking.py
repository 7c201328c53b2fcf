"""Walking through the timeline in the order of its days: which parts of the order hold what is asked for, and the
statements that walk through them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import LiteralString, NamedTuple

from tracker.model import TimelineFilter
from tracker.store import queries

__all__ = ["Range", "Walk", "all_of", "parts_of"]

# as long as what is not among the long ones (tracker_long in SQL) lasts at most
_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the order, in which a walk begins and ends with these days (inclusive; None: with the first or last
    there is), and what else holds there. `name`: that of the bounds in SQL."""

    name: str
    low: date | None
    high: date | None
    also: tuple[str, ...]

    def bounds(self, after: tuple[date | None, int] | None, order: str) -> tuple[str, ...] | None:
        """Names of conditions for what follows the event `after`; None where nothing does. Of two bounds at one end
        only the narrower is named: the index would begin at either."""
        low, high = ((f"{end}_{self.name}",) if day else () for end, day in (("from", self.low), ("to", self.high)))
        if after is None:
            return (*low, *high)
        day = after[0] or date.min  # what has no days stands before all that has
        if order == "newest":
            if self.low and day < self.low:
                return None
            return (*low, *high) if self.high and day > self.high else (*low, "after_newest")
        if self.high and day > self.high:
            return None
        return (*low, *high) if self.low and day < self.low else ("after_oldest", *high)


def parts_of(wanted: TimelineFilter, begins: date | None) -> list[Part]:
    """The parts of the order that hold all there is within the days asked for, the latest first."""
    since, until = wanted.since, wanted.until
    ends = ("ends_after",) if since else ()
    low = begins or (date.min if since or until else None)
    then = wanted.as_of.astimezone(UTC).date() if wanted.as_of else None
    high = min((day for day in (until, then) if day), default=None)
    parts = []
    if then:
        # the days after that moment are asked apart: the few events that were known ahead have an index of their own,
        # so that everything that came later need not be passed over
        ahead = max(min(then, date.max - timedelta(days=1)) + timedelta(days=1), low or date.min)
        parts.append(Part("ahead", ahead, until, ("known_ahead", *ends)))
    # what ends after a day began a month before it at the earliest, or is long, of which there are few
    near = max(since - min(_MONTH, since - date.min), low) if since and low else low
    parts.append(Part("near", near, high, ends))
    if near and low and low < near:
        before = near - timedelta(days=1)
        parts.append(Part("long", low, min(before, high) if high else before, ("long", *ends)))
    return parts


def all_of(*names: Sequence[str]) -> LiteralString:
    known = queries.load("timeline")
    return " AND ".join(known[name] for each in names for name in each)


class Range(NamedTuple):
    """Conditions on the days of a part of the order; `few`: what there is in it is passed whole."""

    conditions: tuple[str, ...]
    few: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """From one end of the timeline on, through `parts` of it: what is `told` of the events that fit as far as the index
    of the order tells (`carried`) and as is seen of each (`beside`), which is read only where its number does not tell
    already that it does not (`numbered`); `within`: the index has all that is told."""

    told: LiteralString
    parts: Sequence[Range]
    order: str
    carried: Sequence[str]
    numbered: Sequence[str]
    beside: Sequence[str]
    within: bool

    def text(self, stretch: LiteralString, looked_at: LiteralString, *also: str) -> LiteralString:
        """Walks past `stretch` events and looks at `looked_at` of them (names of numbers), where `also` holds."""
        # what holds for all or none is said outside too, so that nothing is read where it does not
        seen: LiteralString = f"\nWHERE {all_of(self.beside, also)}" if self.beside or also else ""
        events = self._stretched(stretch, also)
        if self.beside or not self.within:
            keys: LiteralString = "(SELECT event_id, version, begins FROM"
            met: LiteralString = "\n".join((keys, events, self._in_order(looked_at), ")"))
            if self.numbered:
                met = "\n".join(("(SELECT * FROM", met, "AS event WHERE", all_of(self.numbered), ")"))
            events = f"{met} AS met JOIN event USING (event_id, version)"
        return f"{self.told}\n  FROM {events}{seen}\n{self._in_order('limit')}"

    def each(self) -> Iterator[Walk]:
        """The walks through one part alone, in their order."""
        return (replace(self, parts=(part,)) for part in self.parts)

    def counting(self) -> LiteralString:
        """How many events a stretch has, and how many of them were left to be looked at; empty where all are passed and
        none is looked at."""
        (part,) = self.parts
        if part.few:
            left = ("SELECT 0, count(*) FROM event WHERE", all_of(part.conditions, self.carried))
            return "\n".join(left) if self.beside else ""
        where: LiteralString = f" FILTER (WHERE {all_of(self.carried)})" if self.carried else ""
        whole = replace(self, carried=())
        return "\n".join(("SELECT count(*), count(*)", where, "FROM", whole._stretched("stretch", ())))

    def _stretched(self, stretch: LiteralString, also: Sequence[str]) -> LiteralString:
        """What the index lets fit of a stretch of each part. The first days have a name of their own, so that the
        planner knows them to be in order and walks no further than to the last that is wanted."""
        columns = queries.load("timeline")["stretched"]
        parts: list[LiteralString] = []
        for conditions, few in self.parts:
            walked: LiteralString = f"({columns}\nWHERE {all_of(conditions, also)}\n{self._in_order(stretch)})"
            if few:
                walked = f"({columns}\nWHERE {all_of(conditions, also, self.carried)}\n{self._in_order()})"
            elif self.carried:
                left = ("(SELECT * FROM", walked, "AS event WHERE", all_of(self.carried), self._in_order(), ")")
                walked = "\n".join(left)
            parts.append(walked)
        both: LiteralString = "\nUNION ALL\n".join(parts)
        return f"(\n{both}\n) AS event"

    def _in_order(self, most: LiteralString | None = None) -> LiteralString:
        order = queries.load("timeline")[f"{self.order}_stretched"]
        return order if most is None else f"{order}\nLIMIT %({most})s"
