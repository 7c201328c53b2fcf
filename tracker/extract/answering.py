"""Whom an answer is meant for: "rejected the claim", "condemned the raids" speak of who was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.drafts import Draft
from tracker.extract.syntax import Tree, frame
from tracker.model import Status

_ANSWERS = frozenset(("condemnation", "endorsement", "rejection", "accusation", "threat"))
_BACK = 2
"""How many sentences before an answer the deed may stand."""
_DEEDS = frozenset(
    "move decision step action claim accusation criticism remark comment statement request proposal offer plan"
    " referendum map election"
    " allegation report raid attack strike bombing visit test launch exercise drill measure sanction arrest expulsion"
    " deal demand call threat announcement incursion account version charge denial"
    " offensive killing vote ruling ban closure seizure invasion".split()
)


def answered(draft: Draft, tree: Tree, before: Sequence[Draft]) -> Draft:
    """The draft, directed at who did the deed that it takes up; unchanged where it names somebody or none fits."""
    sides = draft.sides
    if draft.kind not in _ANSWERS or sides.recipients or not sides.actors or not _takes_up(tree, draft):
        return draft
    own = {a.country for a in sides.actors}
    for told in reversed(before):
        if told.token >= draft.token or told.sentence < draft.sentence - _BACK:
            continue
        if told.status is Status.HYPOTHETICAL:
            continue
        doers = tuple(a for a in told.sides.actors if a.country is not None and a.country not in own)
        if doers:
            return replace(draft, sides=replace(sides, recipients=doers))
    return draft


def _takes_up(tree: Tree, draft: Draft) -> bool:
    """Whether the object is a bare "the move", pointing back."""
    for j in frame(tree, draft.cand.verb).patients:
        below = {tree.deps[c] for c in tree.children[j]}
        if tree.keys[j] in _DEEDS and not below & {"nmod", "nmod:poss", "acl", "acl:relcl", "compound", "amod"}:
            return any(tree.lower[c] in ("the", "this", "that", "these", "those") for c in tree.children[j])
    return False
