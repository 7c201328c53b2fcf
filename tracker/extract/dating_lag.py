"""Days counted from another event: "two days after Iran expelled …", "a day before a summit", "the eve of talks"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from tracker.extract.dating_days import Choice, Dated, days_of
from tracker.extract.status_mood import Reading
from tracker.extract.syntax import Tree, subtree
from tracker.extract.triggers import Candidate
from tracker.model import Basis, EventDate, Granularity, Interval, Status

_COUNTS = {
    word: n for n, word in enumerate("a two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"an": 1, "one": 1}
_UNITS = {"hour": 0, "minute": 0, "moment": 0, "day": 1, "week": 7}
_LONG_UNITS = frozenset(("month", "year", "decade"))
_LATER = frozenset(("before", "ahead"))
_LONG_AGO = 10_000


class Lag(NamedTuple):
    """How many days before another event one lies (less than 0: after it), and whether its own noun says so ("two days
    after a raid"), which stands in the clause of that other."""

    days: int
    of_noun: bool = False

    @property
    def far(self) -> bool:
        """Whether it is too far to tell the day: months and years, and numbers left open ("several days after")."""
        return abs(self.days) >= _LONG_AGO


def lag(tree: Tree, cand: Candidate) -> Lag | None:
    """How far from what it is told beside an event lies: "two days after Iran expelled …"; None: unsaid."""
    if cand.nominal and not cand.light:
        over = tree.heads[cand.token]
        if tree.keys[over] == "eve" and tree.deps[cand.token] == "nmod":
            return Lag(-1, of_noun=True)
        joint = _joint(tree, cand.token, "case")
        days = _distance(tree, joint) if joint is not None else None
        if days is not None:
            return Lag(days, of_noun=True)
    verb = _clause_of(tree, cand.verb)
    joint = _joint(tree, verb, "mark") if tree.deps[verb] == "advcl" else None
    days = _distance(tree, joint) if joint is not None else None
    return Lag(days) if days is not None else None


def _clause_of(tree: Tree, verb: int) -> int:
    """The verb that opens the clause: "three days after China announced that it had signed", "met them to ask"."""
    while tree.heads[verb] != verb:
        purpose = tree.deps[verb] == "advcl" and tree.tags[verb] == "VB" and _joint(tree, verb, "mark") is None
        if tree.deps[verb] not in ("ccomp", "xcomp", "conj") and not purpose:
            break
        verb = tree.heads[verb]
    return verb


def _joint(tree: Tree, i: int, dep: str) -> int | None:
    """The "after" or "before" that joins a clause or a noun."""
    return next((c for c in tree.children[i] if tree.deps[c] == dep and tree.lower[c] in ("after", *_LATER)), None)


def _distance(tree: Tree, joint: int) -> int | None:
    """The days that stand before the "after" or "before"; None where none do."""
    unit = joint - 1
    if unit < 0 or (tree.keys[unit] not in _UNITS and tree.keys[unit] not in _LONG_UNITS):
        return None
    size = _UNITS.get(tree.keys[unit])
    if size == 0:
        return 0
    said = [tree.lower[c] for c in tree.children[unit] if tree.deps[c] in ("nummod", "det", "amod")]
    if said == ["the"] and size == 1:
        said = ["one"]
    count = next((int(w) if w.isdigit() else _COUNTS[w] for w in said if w.isdigit() or w in _COUNTS), None)
    days = _LONG_AGO if size is None or count is None else size * count
    return -days if tree.lower[joint] in _LATER else days


def counted(behind: Lag, item: Dated) -> Choice:
    """The day that many days before an expression of the main clause."""
    timex = item.timex
    assert timex.interval is not None
    if timex.granularity is not Granularity.DAY or behind.far:
        if behind.days == 0:
            same = days_of(item, Reading(Status.HAPPENED, ""), None)
            return Choice(replace(same, basis=Basis.TEXT), f"shortly before “{timex.text}”", False)
        return Choice(EventDate(None), f"long before “{timex.text}”", False)
    return _shifted(days_of(item, Reading(Status.HAPPENED, ""), None), behind.days, f"“{timex.text}”")


def counted_from(behind: Lag, told: EventDate | None, published: date | None) -> Choice:
    """The day that many days before what is told without a day: before that of the story, else that of publication."""
    if behind.far or (told is None and published is None):
        return Choice(EventDate(None), "told as background, no date said", False)
    if told is not None and told.interval is not None:
        return _shifted(told, behind.days, f"“{told.text}”")
    assert published is not None
    day = EventDate(Interval(published, published + timedelta(days=1)))
    return _shifted(day, behind.days, "the publication date")


def counted_on(tree: Tree, cand: Candidate, here: Sequence[Dated]) -> Choice | None:
    """ "Struck three days after a raid on 12 June": the day counted from one that is told of the other event."""
    for c in tree.children[cand.verb]:
        clause = tree.deps[c] == "advcl"
        joint = _joint(tree, c, "mark" if clause else "case") if clause or tree.deps[c].startswith("obl") else None
        days = _distance(tree, joint) if joint is not None else None
        if c == cand.token or days is None or abs(days) >= _LONG_AGO:
            continue
        told = (d for d in here if d.timex.granularity is Granularity.DAY and _is_its_day(tree, d, c))
        item = next((d for d in told if d.timex.interval is not None), None)
        if item is not None:
            return counted(Lag(-days), item)
    return None


def _is_its_day(tree: Tree, item: Dated, other: int) -> bool:
    """Whether a day is told of the `other` event: inside its phrase, or right behind it, whatever it hangs on."""
    below = subtree(tree, other)
    behind = item.first - 1 - (item.case != "" and tree.lower[item.first - 1] == item.case)
    return item.head in below or (tree.deps[other] != "advcl" and behind == max(below))


def _shifted(told: EventDate, days: int, whence: str) -> Choice:
    assert told.interval is not None
    shift = timedelta(days=days)
    interval = Interval(told.interval.start - shift, told.interval.end - shift)
    iso = interval.start.isoformat()
    when = EventDate(interval, Granularity.DAY, iso, iso, told.text, Basis.TEXT, told.text_start, told.text_end)
    return Choice(when, f"{abs(days)} days {'after' if days < 0 else 'before'} {whence}", False, counted=True)
