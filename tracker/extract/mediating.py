"""Who only helps others to what they do, or made what they do it with, and is no party to it."""

from __future__ import annotations

from tracker.extract.syntax import Tree

_MEDIATED = frozenset(
    "mediated brokered sponsored hosted facilitated backed supported aligned allied funded financed trained armed made"
    " built designed supplied manufactured produced speaking born".split()
)


def is_mediated(tree: Tree, c: int) -> bool:
    """Whether a modifier names those who only help others to it, or made it: "Angolan-mediated talks", "Angolan-backed
    rebels", "Angolan-made drones"."""
    joined = c + 2 < len(tree) and tree.lower[c + 1] == "-" and tree.lower[c + 2] in _MEDIATED
    return joined or (tree.deps[c] in ("amod", "compound") and tree.lower[c] in _MEDIATED)
