"""Whoever condemns or looks into what nobody known has done blames nobody, least of all the land that was struck."""

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
    """ "Chad condemned the bombing" of a market in Mali by nobody known: not Mali. `drafts`: what the text tells."""
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
    """Whether nobody known has struck a land in which it is told that somebody did, and itself it does nothing hostile
    to others."""
    blows = [d for d in drafts if d.kind in BLOWS and land in countries(d.sides.recipients)]
    if not blows or not all(_is_dealt_by_nobody(d.sides.actors, land) for d in blows):
        return False
    hostile = (d.sides for d in drafts if d.type in HOSTILE)
    return not any(land in countries(sides.actors) and countries(sides.recipients) - {land} for sides in hostile)


def _is_dealt_by_nobody(actors: Sequence[Actor], land: str | None) -> bool:
    return all(a.sector in _UNKNOWN and a.country in (None, land) and not is_land(a) for a in actors)
