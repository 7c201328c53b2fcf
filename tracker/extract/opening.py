"""Whether a text is an article, and which sentences open it: what it is about stands there."""

from __future__ import annotations

from itertools import islice

from tracker.extract.syntax import Tree

_ARTICLE = 4
"""Sentences from which on a text is an article: with a story of its own, and like what the judge has learned from."""
_OPENING, _WORDED = 2, 4  # sentences that open a text, and the words that make one more than a dateline


def is_article(tree: Tree) -> bool:
    """Whether a text is more than a few sentences: what these leave out is their reader's to know, an article tells."""
    return len(tree.sentences) >= _ARTICLE


def opening_of(tree: Tree) -> frozenset[int]:
    """Numbers of the sentences that open a text: the first two that hold words."""
    found = tree.parts.get("opening")
    if found is None:
        worded = (
            number
            for number, (start, end) in enumerate(tree.sentences)
            if sum(tree.pos[i] not in ("SPACE", "PUNCT") for i in range(start, end)) >= _WORDED
        )
        found = tree.parts["opening"] = frozenset(islice(worded, _OPENING))
    return found
