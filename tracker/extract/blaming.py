"""Whoever condemns or looks into a blow does not blame the land that it struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.detected import BLOWS
from tracker.extract.drafts import Draft
from tracker.extract.lands import is_land
from tracker.extract.outcome import HOSTILE
from tracker.extract.sides import countries
from tracker.extract.siting import BLOWS as BLOW_NOUNS
from tracker.extract.siting import SUFFERED
from tracker.extract.syntax import Tree, case_of, subtree
from tracker.model import Actor

_UNKNOWN = frozenset((None, "UAF", "CRM", "UNK", "CVL"))
"""Sectors of whoever strikes on nobody's behalf."""
_BLAMING = frozenset(("condemnation", "investigation"))
_DEALT = frozenset(("by", "from"))


def without_struck(draft: Draft, tree: Tree, drafts: Sequence[Draft]) -> Draft:
    """ "Chad condemned the bombing" of a market in Mali: not Mali itself. `drafts`: those of the text."""
    others = draft.sides.recipients
    if draft.kind not in _BLAMING or not others or not _speaks_of_a_blow(draft, tree):
        return draft
    kept = tuple(a for a in others if not _is_only_struck(a.country, drafts))
    return draft if kept == others else replace(draft, sides=replace(draft.sides, recipients=kept))


def _speaks_of_a_blow(draft: Draft, tree: Tree) -> bool:
    """Whether a blow is what is condemned, or nothing is said of what is looked into."""
    inside = [j for j in subtree(tree, draft.cand.verb) if j != draft.token]
    blows = [j for j in inside if tree.keys[j] in BLOW_NOUNS | SUFFERED and tree.pos[j] == "NOUN"]
    if not blows:
        return draft.kind == "investigation" and draft.cand.nominal and not tree.children[draft.token][1:]
    return not any(tree.deps[c] == "nmod:poss" or case_of(tree, c) in _DEALT for j in blows for c in tree.children[j])


def _is_only_struck(land: str | None, drafts: Sequence[Draft]) -> bool:
    """Whether the first blow told of in a land is dealt by nobody of its state, and the land does nothing hostile to
    others."""
    first = next((d for d in drafts if d.kind in BLOWS and land in countries(d.sides.recipients)), None)
    if first is None or any(_is_of_state(a) and a.country == land for a in first.sides.actors):
        return False
    hostile = (d.sides for d in drafts if d.type in HOSTILE)
    return not any(land in countries(sides.actors) and countries(sides.recipients) - {land} for sides in hostile)


def _is_of_state(actor: Actor) -> bool:
    return is_land(actor) or actor.sector not in _UNKNOWN
