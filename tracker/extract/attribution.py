"""Who the sentence says it from."""

from __future__ import annotations

from tracker.extract.syntax import Tree, subtree

_SAY = frozenset("say announce report tell state add note declare reveal claim confirm warn write tweet quote".split())


def said_by(tree: Tree, verb: int) -> str | None:
    """Who the sentence says it from: the subject of the reporting verb above, or "according to"."""
    i, steps = verb, 0
    while tree.heads[i] != i and steps < 8:
        head = tree.heads[i]
        if tree.deps[i] in ("ccomp", "parataxis", "obj") and tree.keys[head] in _SAY:
            return _subject_text(tree, head)
        i, steps = head, steps + 1
    for c in tree.children[i]:
        if tree.deps[c] in ("parataxis", "ccomp") and tree.keys[c] in _SAY:
            return _subject_text(tree, c)
        if tree.deps[c] == "obl" and any(tree.lower[g] == "according" for g in tree.children[c]):
            return _phrase(tree, c)
    return None


def _subject_text(tree: Tree, verb: int) -> str | None:
    for c in tree.children[verb]:
        if tree.deps[c] in ("nsubj", "nsubj:pass"):
            return _phrase(tree, c)
    return None


def _phrase(tree: Tree, i: int) -> str:
    """The words of a noun phrase without its relative clauses and leading prepositions."""
    skip: set[int] = set()
    for j in subtree(tree, i):
        if tree.deps[j] in ("acl:relcl", "acl", "advcl", "parataxis") or (
            tree.deps[j] == "case" and tree.heads[j] == i and tree.lower[j] not in ("'s", "'")
        ):
            skip.update(subtree(tree, j))
    words = [j for j in subtree(tree, i) if j not in skip]
    while words and tree.pos[words[0]] in ("PUNCT", "ADP", "SPACE"):
        words.pop(0)
    if not words:
        return tree.words[i]
    return " ".join(tree.text[tree.starts[words[0]] : tree.ends[words[-1]]].split()).rstrip(" ,")
