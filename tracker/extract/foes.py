"""Against whom friends stand together: no side of what they affirm, praise or promise each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.extract.drafts import Draft
from tracker.extract.syntax import Tree, case_of
from tracker.model import Actor

_AGAINST = frozenset("against over amid despite".split())
_DETERRING = frozenset("deter counter confront contain repel repulse resist fight combat thwart".split())
_STEPS = 12
"""Words up from a name within which its clause says in what part it stands."""


def without_foes(draft: Draft, tree: Tree, named: Mapping[int, Sequence[Actor]]) -> Draft:
    """ "Reaffirmed their unity in response to Chad's raids", "the importance of deterring Chad": not to Chad. `named`:
    whom words name."""
    others = draft.sides.recipients
    if draft.kind != "endorsement" or not others:
        return draft
    start, end = tree.sentences[tree.sentence_of[draft.token]]
    kept = tuple(a for a in others if not _is_foe(tree, [i for i in range(start, end) if _names(named, i, a)]))
    return draft if kept == others else replace(draft, sides=replace(draft.sides, recipients=kept))


def _names(named: Mapping[int, Sequence[Actor]], i: int, actor: Actor) -> bool:
    return actor.country is not None and any(a.country == actor.country for a in named.get(i, ()))


def _is_foe(tree: Tree, tokens: Sequence[int]) -> bool:
    return bool(tokens) and all(_stands_against(tree, i) for i in tokens)


def _stands_against(tree: Tree, i: int) -> bool:
    """Whether a word stands in what something is directed against, or is an answer to."""
    for _ in range(_STEPS):
        above = tree.heads[i]
        case = case_of(tree, i)
        if case in _AGAINST or (case == "to" and _answers(tree, i)):
            return True
        if tree.keys[above] in _DETERRING and tree.deps[i] not in ("nsubj", "nsubj:pass"):
            return True
        if above == i:
            return False
        i = above
    return False


def _answers(tree: Tree, i: int) -> bool:
    """ "In response to Chad's raids"."""
    above = tree.heads[i]
    marks = {tree.lower[c] for c in tree.children[i] if tree.deps[c] == "case"}
    return "response" in marks or (tree.keys[above] == "response" and case_of(tree, above) == "in")
