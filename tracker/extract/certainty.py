"""How sure the coder is of an event, calibrated so that of events at 0.8 and above nine in ten have a right type."""

from __future__ import annotations

from tracker.extract.merge import Group
from tracker.model import Status


def certainty(group: Group, factor: float) -> float:
    """0 to 1. `factor` is what a second opinion does (above 1: it agrees)."""
    best = group.best
    value = best.rule.weight
    if best.sides.guessed:
        value -= 0.08
    if not best.sides.actors:
        value -= 0.08
    if best.depth:
        value -= 0.06 * min(best.depth, 3)
    if best.cand.nominal and not best.cand.light:
        value -= 0.05
    if best.status in (Status.HYPOTHETICAL, Status.ALLEGED):
        value -= 0.15
    if min(draft.rank for draft in group.drafts):
        value -= 0.12  # never what its sentence is mainly about
    if best.status is Status.PLANNED:
        value -= 0.06
    if len(group.drafts) > 1:
        value += 0.06
    if group.lead:
        value += 0.02
    return round(max(0.05, min(0.97, value * factor)), 2)
