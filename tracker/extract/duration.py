"""When something that lasts ends, told apart from when it began: "The exercise runs until 22 November". Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.extract.dating import Choice
from tracker.extract.dating_days import Dated
from tracker.extract.syntax import Tree
from tracker.model import Basis, Granularity, Interval

# kinds that last, and the nouns by which a later sentence takes them up
LASTING: dict[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "exercise": "exercise drill maneuver manoeuvre training wargame",
        "joint_exercise": "exercise drill maneuver manoeuvre training wargame",
        "visit": "visit trip tour stay",
        "meeting": "meeting talk talks summit conference forum",
    }.items()
}
_RUNS = frozenset("run last continue go extend stretch take".split())
_ENDS = frozenset("end conclude finish close wrap".split())
_UNTIL = frozenset(("until", "till", "to", "through"))
_LONGEST_DAYS = 120


def ends_told(tree: Tree, dated: Sequence[Dated]) -> list[tuple[str, Dated]]:
    """(noun, date) of sentences that say when something ends: its subject, and the day that the verb names."""
    out = []
    for item in dated:
        if item.timex.interval is None:
            continue
        verb = tree.heads[item.head]
        key = tree.keys[verb]
        until = item.case in _UNTIL and key in _RUNS
        on = item.case in ("on", "", "in") and key in _ENDS
        if not (until or on):
            continue
        for child in tree.children[verb]:
            if tree.deps[child].startswith("nsubj"):
                out.append((tree.keys[child], item))
    return out


def extended(kind: str, choice: Choice, ends: Iterable[tuple[str, Dated]]) -> Choice:
    """The choice with the end that the article tells for this kind, where it lies after the beginning."""
    interval = choice.date.interval
    if kind not in LASTING or interval is None or choice.date.basis is Basis.NONE:
        return choice
    for noun, item in ends:
        last = item.timex.interval
        if noun in LASTING[kind] and last is not None and 0 < (last.end - interval.end).days <= _LONGEST_DAYS:
            whole = Interval(interval.start, last.end)
            edtf = f"{whole.start.isoformat()}/{whole.last.isoformat()}"
            date = replace(choice.date, interval=whole, granularity=Granularity.RANGE, edtf=edtf, value=edtf)
            return replace(choice, date=date, why=f"{choice.why}; it ends “{item.timex.text}”")
    return choice
