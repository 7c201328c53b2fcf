"""When something that lasts ends, told apart from when it began: "The exercise runs until 22 November". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.extract.dating_days import Choice, Dated, days_of
from tracker.extract.status_lasting import BEGINNING, KEPT_UP
from tracker.extract.status_mood import PERFECT, Reading, mood
from tracker.extract.status_words import MARGINS
from tracker.extract.syntax import Tree, case_of, subtree
from tracker.extract.triggers import Candidate
from tracker.model import Basis, Granularity, Interval, Status

# kinds that last, and the nouns by which a later sentence takes them up
LASTING: dict[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "exercise": "exercise drill maneuver manoeuvre training wargame",
        "joint_exercise": "exercise drill maneuver manoeuvre training wargame",
        "visit": "visit trip tour stay",
        "protest": "protest rally march strike sit-in demonstration vigil",
        "meeting": "meeting talk talks summit conference forum dialogue negotiation session congress",
    }.items()
}
_RUNS = frozenset("run last continue go extend stretch take".split())
_ENDS = frozenset("end conclude finish close wrap".split())
_UNTIL = frozenset(("until", "till", "to", "through"))
_LONGEST_DAYS = 120
_BEGINS = frozenset("arrive begin come commence embark fly kick land launch open start".split())
_OTHER_TIMES = frozenset("after following from before since of ahead".split())
_TALKS = frozenset(("talk", "meeting", "negotiation"))
_LENGTH = re.compile(r"P(\d{1,2})([DW])")


def ends_told(tree: Tree, dated: Sequence[Dated]) -> list[tuple[str, Dated]]:
    """(noun, date) of sentences that say when something ends: its subject, and the day that the verb names."""
    out = []
    for item in dated:
        if item.timex.interval is None:
            continue
        if not _ends_something(tree, item):
            continue
        for child in tree.children[tree.heads[item.head]]:
            if tree.deps[child].startswith("nsubj"):
                out.append((tree.keys[child], item))
    return out


def beside_which_they_met(tree: Tree) -> set[str]:
    """Nouns of "on the sidelines of the Nairobi Dialogue": who met there did not meet until it was over."""
    inside = (i for i in range(len(tree)) if tree.deps[i] == "nmod" and case_of(tree, i) == "of")
    return {tree.keys[i] for i in inside if tree.keys[tree.heads[i]] in MARGINS}


def lengths_told(tree: Tree, dated: Sequence[Dated]) -> dict[int, int]:
    """How many days what a noun names lasts, by the noun's token: "an 11-day exercise", "the two-week talks"."""
    out: dict[int, int] = {}
    for item in dated:
        length = _LENGTH.fullmatch(item.timex.value or "")
        noun = tree.heads[item.head]
        lasts = any(tree.keys[noun] in nouns for nouns in LASTING.values()) and case_of(tree, noun) not in _OTHER_TIMES
        if length is not None and item.head < noun and lasts:
            out[noun] = _days(length)
    return out


def _days(length: re.Match[str]) -> int:
    return int(length[1]) * (7 if length[2] == "W" else 1)


def _ends_something(tree: Tree, item: Dated) -> bool:
    """ "Runs until Friday", "ends on Friday"."""
    key = tree.keys[tree.heads[item.head]]
    return (item.case in _UNTIL and key in _RUNS) or (item.case in ("on", "", "in") and key in _ENDS)


def until_its_end(
    tree: Tree, kind: str, reading: Reading, choice: Choice, dated: Sequence[Dated], published: date
) -> tuple[Reading, Choice] | None:
    """ "Is holding drills until Friday", "has closed the road until Friday": what is under way, and ends on the day
    that was chosen for it; None where that is no end, or nothing is under way."""
    item = next((each for each in dated if each.timex.start == choice.date.text_start), None)
    under_way = reading.is_done and (not reading.past or (reading.why == PERFECT and kind in KEPT_UP))
    if item is None or not under_way or not (item.case in ("until", "till") or _ends_something(tree, item)):
        return None
    told = days_of(item, Reading(Status.PLANNED, ""), published) if item.timex.interval is not None else None
    if told is None or told.interval is None or told.interval.last < published:
        return None
    whole = Interval(published, told.interval.end)
    why = f"lasts until “{item.timex.text}”"
    return replace(reading, status=Status.ONGOING, why=why), _over(choice, whole, why)


def begun_before(
    tree: Tree, cand: Candidate, reading: Reading, dated: Sequence[Dated], published: date
) -> tuple[Reading, Choice] | None:
    """ "The drills, which began on Monday, will last until Friday": what goes on, from its beginning to its end as far
    as that is told; None where no beginning is told that is past, or nothing that is to come."""
    verb = tree.heads[cand.token]
    if not cand.nominal or cand.rule.kind not in LASTING or not tree.deps[cand.token].startswith("nsubj"):
        return None
    if tree.keys[verb] not in _RUNS | _ENDS or mood(tree, verb, title=False).status is not Status.PLANNED:
        return None
    # the clause may hang on a name inside: "talks with Chad, which opened on Thursday"
    clauses = {c for c in subtree(tree, cand.token) if tree.deps[c] == "acl:relcl" and tree.keys[c] in _BEGINS}
    begun = next((d for d in dated if tree.heads[d.head] in clauses and d.timex.interval is not None), None)
    if begun is None or begun.timex.interval is None or begun.timex.interval.start > published:
        return None
    start = begun.timex.interval.start
    ends = (d.timex.interval.end for d in dated if tree.heads[d.head] == verb and d.timex.interval is not None)
    end = max(ends, default=published + timedelta(days=1))
    if end <= published or (end - start).days > _LONGEST_DAYS:
        return None
    choice = Choice(days_of(begun, Reading(Status.HAPPENED, ""), published), f"begun “{begun.timex.text}”", True)
    why = "not over"
    return replace(reading, status=Status.ONGOING, why=f"{choice.why}, {why}"), _over(choice, Interval(start, end), why)


def for_as_long_as_told(
    tree: Tree, cand: Candidate, reading: Reading, choice: Choice, dated: Sequence[Dated], published: date
) -> tuple[Reading, Choice] | None:
    """ "Arrived on Sunday for a four-day visit", "began two weeks of drills": what has begun and is not over, with all
    its days; None where no length is told, or it is over."""
    first, verb = choice.date.interval, cand.verb
    begun = tree.keys[verb] in _BEGINS or (tree.deps[verb] == "xcomp" and tree.keys[tree.heads[verb]] in BEGINNING)
    if cand.rule.kind not in LASTING or reading.status is not Status.HAPPENED or not begun:
        return None
    if first is None or (first.end - first.start).days != 1 or first.start > published:
        return None
    nouns = LASTING[cand.rule.kind] | (_TALKS if cand.rule.kind == "visit" else frozenset())
    for item in dated:
        length = _LENGTH.fullmatch(item.timex.value or "")
        if length is None or not _is_its_length(tree, cand, item.head, nouns):
            continue
        whole = Interval(first.start, first.start + timedelta(days=_days(length)))
        if whole.last < published or (whole.end - whole.start).days > _LONGEST_DAYS:
            return None
        why = f"begun, and lasts “{item.timex.text}”"
        going_on = replace(reading, status=Status.ONGOING, why=why)
        return reading if whole.last == published else going_on, _over(choice, whole, why)  # its last day may be over
    return None


def _is_its_length(tree: Tree, cand: Candidate, span: int, nouns: frozenset[str]) -> bool:
    """Whether "four-day" or "two weeks" says how long it lasts: "for a four-day visit", "began two weeks of drills";
    not "after a three-day visit", "on the last leg of a ten-day trip"."""
    of = [c for c in tree.children[span] if tree.deps[c] == "nmod" and case_of(tree, c) == "of"]
    noun = span if any(tree.keys[c] in nouns for c in of) else tree.heads[span]
    if noun != span and tree.keys[noun] not in nouns:
        return False
    begun = tree.heads[noun] == cand.verb and (tree.deps[noun] == "obj" or case_of(tree, noun) in ("for", "on"))
    own = noun == cand.token or cand.token in of
    return begun or (own and case_of(tree, noun) not in _OTHER_TIMES)


def _over(choice: Choice, whole: Interval, why: str) -> Choice:
    """The choice with all the days of `whole`."""
    edtf = f"{whole.start.isoformat()}/{whole.last.isoformat()}"
    days = replace(choice.date, interval=whole, granularity=Granularity.RANGE, edtf=edtf, value=edtf)
    return replace(choice, date=days, why=f"{choice.why}; {why}")


def extended(kind: str, choice: Choice, ends: Iterable[tuple[str, Dated]]) -> Choice:
    """The choice with the end that the article tells for this kind, where it lies after the beginning."""
    interval = choice.date.interval
    if kind not in LASTING or interval is None or choice.date.basis is Basis.NONE:
        return choice
    for noun, item in ends:
        last = item.timex.interval
        if noun in LASTING[kind] and last is not None and 0 < (last.end - interval.end).days <= _LONGEST_DAYS:
            whole = Interval(interval.start, last.end)
            return _over(choice, whole, f"it ends “{item.timex.text}”")
    return choice


def lasting_as_told(tree: Tree, cand: Candidate, choice: Choice, days: int | None) -> Choice:
    """The choice with all of the `days` that another sentence gives it, where it began on the day that was chosen:
    "kicked off drills on Monday. The 11-day exercise …"."""
    first = choice.date.interval
    if days is None or days > _LONGEST_DAYS or first is None or first.days != 1 or tree.keys[cand.verb] not in _BEGINS:
        return choice
    whole = Interval(first.start, first.start + timedelta(days=days))
    return _over(choice, whole, f"it lasts {days} days")
