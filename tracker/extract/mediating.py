"""Who only helps others to what they do, or made what they do it with, and is no party to it."""

from __future__ import annotations

from tracker.extract.syntax import Tree

_MEDIATED = frozenset("mediated brokered sponsored hosted facilitated".split())
_MADE = frozenset("made built designed supplied manufactured produced".split())
_HITTING = frozenset(
    "attack crash damage destroy explode fall hit injure kill land rain slam strike target wound".split()
)


def is_mediated(tree: Tree, c: int) -> bool:
    """Whether a modifier names those who only help others to it, or made what it was done with: "Angolan-mediated
    talks", "Angolan-made drones hit the town"."""
    lower = tree.lower
    joined = c + 2 < len(lower) and lower[c + 1] == "-"
    made = c + 2 if joined else c if c and lower[c - 1] == "-" else None
    if made is not None and lower[made] in _MADE:
        thing = tree.heads[made]
        return tree.keys[tree.heads[thing]] in _HITTING and tree.deps[thing].startswith(("nsubj", "obl"))
    if joined and lower[c + 2] in _MEDIATED:
        return True
    return lower[c] in _MEDIATED and tree.deps[c] in ("amod", "compound")
