"""The day of what a noun takes up again: "the raid" is of the day on which one was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.detected import BLOWS
from tracker.extract.drafts import Draft
from tracker.extract.syntax import Tree
from tracker.model import Basis

_SAID = frozenset((Basis.EXPLICIT, Basis.PUBLICATION, Basis.TEXT))
_POINTING = frozenset("the this that these those his her its their".split())
_OTHERS = frozenset("new latest another next second other further previous earlier last first similar recent".split())


def dated_as_before(draft: Draft, tree: Tree, before: Sequence[Draft]) -> Draft:
    """The draft, on the day told of what its noun takes up; unchanged where it has a day or tells of another."""
    date, cand = draft.choice.date, draft.cand
    unsaid = (date.basis is Basis.ASSUMED and date.text is None) or draft.choice.counted
    if not unsaid or not cand.nominal or cand.light:
        return draft
    words = {tree.lower[c] for c in tree.children[cand.token]}
    if not words & _POINTING or words & _OTHERS:
        return draft
    told = next((d for d in reversed(before) if _is_it(draft, d)), None)
    if told is None:
        return draft
    when = replace(told.choice.date, basis=Basis.TEXT)
    return replace(draft, choice=replace(told.choice, date=when, why=f"“{when.text}”, as told before", sure=False))


def _is_it(draft: Draft, told: Draft) -> bool:
    """Whether a telling with a day can be of what the noun takes up: not of other countries, where it says whose."""
    kinds = {draft.kind, told.kind}
    if len(kinds) > 1 and not kinds <= BLOWS:
        return False
    if draft.status is not told.status or not told.choice.sure or told.choice.date.basis not in _SAID:
        return False
    own, others = draft.sides.countries(), told.sides.countries()
    alike = own <= others or others <= own or (draft.sides.guessed and own & others)
    return told.choice.date.interval is not None and bool(others) and bool(alike)
