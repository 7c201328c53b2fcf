"""Who only helps others to what they do together, and is no party to it."""

from __future__ import annotations

from tracker.extract.syntax import Tree

_MEDIATED = frozenset("mediated brokered sponsored hosted facilitated".split())


def is_mediated(tree: Tree, c: int) -> bool:
    """Whether a modifier names those who only help others to it: "Angolan-mediated talks"."""
    return tree.deps[c] in ("amod", "compound") and (
        tree.lower[c] in _MEDIATED
        or (c + 2 < len(tree) and tree.lower[c + 1] == "-" and tree.lower[c + 2] in _MEDIATED)
    )
