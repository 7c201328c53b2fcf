"""Who the sentence says it from."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tracker.extract.status_words import REPORTING
from tracker.extract.syntax import Tree, subtree

SAID_UNDER = ("ccomp", "parataxis", "obj")
"""How what is said hangs on the verb of saying."""


def said_by(tree: Tree, verb: int) -> str | None:
    """Who the sentence says it from: the subject of the reporting verb above, or "according to"."""
    above = teller(tree, verb, REPORTING)
    if above is not None:
        return _subject_text(tree, above)
    top = next((head for _, head in climb(tree, verb) if tree.heads[head] == head), verb)
    aside = beside(tree, top, REPORTING, ("parataxis", "ccomp"))
    if aside is not None:
        return _subject_text(tree, aside)
    source = according(tree, top)
    return _phrase(tree, source) if source is not None else None


def teller(tree: Tree, token: int, verbs: Collection[str]) -> int | None:
    """The verb of saying that a token is told under; None where there is none."""
    return next(
        (head for below, head in climb(tree, token) if tree.deps[below] in SAID_UNDER and tree.keys[head] in verbs),
        None,
    )


def beside(tree: Tree, top: int, verbs: Collection[str], deps: Collection[str] = ("parataxis",)) -> int | None:
    """The verb of saying that hangs on a predicate: "Chad shelled Tine, Sudan said"."""
    return next((c for c in tree.children[top] if tree.deps[c] in deps and tree.keys[c] in verbs), None)


def according(tree: Tree, top: int) -> int | None:
    """Whom a predicate is told "according to"."""
    named = (c for c in tree.children[top] if tree.deps[c] == "obl")
    return next((c for c in named if any(tree.lower[g] == "according" for g in tree.children[c])), None)


def climb(tree: Tree, token: int) -> Iterator[tuple[int, int]]:
    """A token with what it hangs on, that with its own, up to the root."""
    while tree.heads[token] != token:
        yield token, tree.heads[token]
        token = tree.heads[token]


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
