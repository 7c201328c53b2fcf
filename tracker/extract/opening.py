"""Which sentences open a text: what it is about stands there."""

from __future__ import annotations

from itertools import islice

from tracker.extract.syntax import Tree

_OPENING, _WORDED = 2, 4  # sentences that open a text, and the words that make one more than a dateline


def opening_of(tree: Tree) -> frozenset[int]:
    """Numbers of the sentences that open a text: the first two that hold words."""
    found = tree.memo.get(("opening", 0))
    if found is None:
        worded = (
            number
            for number, (start, end) in enumerate(tree.sentences)
            if sum(tree.pos[i] not in ("SPACE", "PUNCT") for i in range(start, end)) >= _WORDED
        )
        found = tree.memo["opening", 0] = frozenset(islice(worded, _OPENING))
    return found  # type: ignore[return-value]
