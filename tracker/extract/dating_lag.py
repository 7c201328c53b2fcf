"""How long before its main clause a subordinate one lies: "two days after Iran expelled …"."""

from __future__ import annotations

from tracker.extract.syntax import Tree

_COUNTS = {
    word: n for n, word in enumerate("a two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"an": 1, "one": 1}
_UNITS = {"hour": 0, "minute": 0, "moment": 0, "day": 1, "week": 7}
LONG_AGO = 10_000


def lag(tree: Tree, verb: int) -> int | None:
    """How many days before the main clause a subordinate one lies: "two days after Iran expelled …"; None: unsaid.

    Months and years, and numbers left open ("several days after"), are LONG_AGO: too far to tell the day.
    """
    while tree.deps[verb] == "ccomp" and tree.heads[verb] != verb:
        verb = tree.heads[verb]  # "three days after China announced that it had signed"
    after = next((c for c in tree.children[verb] if tree.deps[c] == "mark" and tree.lower[c] == "after"), None)
    if after is None or tree.deps[verb] != "advcl":
        return None
    unit = after - 1
    if unit < 0 or tree.keys[unit] not in (*_UNITS, "month", "year", "decade"):
        return None
    size = _UNITS.get(tree.keys[unit])
    if size == 0:
        return 0
    said = [tree.lower[c] for c in tree.children[unit] if tree.deps[c] in ("nummod", "det", "amod")]
    count = next((int(w) if w.isdigit() else _COUNTS[w] for w in said if w.isdigit() or w in _COUNTS), None)
    return LONG_AGO if size is None or count is None else size * count
