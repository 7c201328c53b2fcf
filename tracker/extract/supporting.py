"""What carries an event that a noun names: the verbs that it goes with, or a day and a doer of its own."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.extract.syntax import Tree, case_of, is_temporal, subtree

_DYING = frozenset("die perish kill wound injure hurt".split())
ON_REQUEST = frozenset("request behest invitation insistence urging".split())
_TIMES = frozenset("nmod nmod:poss nmod:unmarked obl obl:unmarked obl:tmod".split())
_DONE_BY = frozenset(("by", "between", "with", "against", "on"))


def is_under_way(tree: Tree, predicate: int) -> bool:
    """ "Talks are under way", "are underway": what a predicate says of its subject."""
    below = (predicate, *tree.children[predicate])  # "are under way off Cyprus" is read as a way Cyprus
    return any(tree.lower[i] == "underway" or (tree.lower[i] == "way" and case_of(tree, i) == "under") for i in below)


def is_told(tree: Tree, i: int) -> bool:
    """Whether a noun is told of as an event without a verb of its own: dated, or said to be under way."""
    under_way = tree.deps[i].startswith("nsubj") and is_under_way(tree, tree.heads[i])
    return under_way or is_dated(tree, i)


def is_dated(tree: Tree, i: int) -> bool:
    """ "Monday's raid by Chad", "Mali's arrest in May of two envoys": with a day by the noun itself, and who did it or
    whom it met."""
    below, verb = tree.children[i], tree.heads[i]
    last = max(*subtree(tree, i), verb)  # "the arrest of the mayor on Sunday set off protests"
    around = [*below, *(c for c in tree.children[verb] if i < c < last)]
    dated = any(tree.deps[c] in _TIMES and is_temporal(tree, c) for c in around)
    return dated and any(_is_party(tree, c) for c in below)


def _is_party(tree: Tree, c: int) -> bool:
    if is_temporal(tree, c):
        return False
    if tree.deps[c] in ("nmod:poss", "amod", "compound"):
        return tree.words[c][:1].isupper()
    return tree.deps[c] in ("nmod", "obl") and case_of(tree, c) in _DONE_BY


def supporting_verbs(tree: Tree, i: int) -> Iterator[tuple[int, str]]:
    """Verbs that noun i belongs to as object, subject, or complement, or that modify it as participles.

    With each its preposition where the noun is a prepositional complement, else "".
    """
    for c in tree.children[i]:
        if tree.deps[c] in ("acl", "acl:relcl") and tree.pos[c] == "VERB":
            yield c, ""
    j, steps = i, 0
    while steps < 4 and tree.heads[j] != j:
        head = tree.heads[j]
        dep = tree.deps[j]
        if tree.pos[head] in ("VERB", "AUX") or dep == "obj":
            if dep.startswith("obl"):
                yield head, case_of(tree, j)
            elif dep in ("obj", "nsubj:pass", "xcomp", "iobj", "nsubj", "ccomp", "dep"):
                yield head, ""
            return
        # "held a round of talks", "signed the treaty and a protocol"
        if not (
            dep == "conj"
            or (dep == "nmod" and case_of(tree, j) in ("of", "in", "for", "on", "to"))
            or dep == "compound"
        ):
            return
        j, steps = head, steps + 1


def supporting_keys(tree: Tree, i: int) -> set[str]:
    """Keys of the verbs that noun i belongs to, of "died" where it says in what, of "met" where at whose request."""
    asked = tree.keys[i] in ON_REQUEST
    return {
        tree.keys[v]
        for v, case in supporting_verbs(tree, i)
        if not case or (case == "in" and tree.keys[v] in _DYING) or (case == "at" and asked)
    }
