"""Who speaks, as far as pronouns mean the speaker: "the army said it had …", "we" in what is quoted."""

from __future__ import annotations

from collections.abc import Callable

from tracker.extract.lands import Named
from tracker.extract.syntax import frame, governor_clause
from tracker.model import Actor

SPEAKERS = frozenset("we us our i me my".split())
_CLAUSES = 4
"""How many clauses up from a pronoun whoever says it may stand."""


def sayer(cast: Named, i: int, fits: Callable[[Actor], bool]) -> list[Actor]:
    """ "The army said it had …", "the minister said he would …": who speaks, where one alone does and it fits."""
    tree = cast.tree
    if not tree.deps[i].startswith("nsubj"):
        return []
    clause = tree.heads[i]
    while tree.deps[clause] == "conj" and tree.heads[clause] != clause:
        clause = tree.heads[clause]
    if tree.deps[clause] != "ccomp":
        return []
    speakers = [j for j in frame(tree, tree.heads[clause]).agents if j < i]
    found = [a for j in speakers for a in cast.actors(j, depth=2)] if len(speakers) == 1 else []
    return found if len(found) == 1 and fits(found[0]) else []


def quoted(cast: Named, i: int) -> list[Actor]:
    """ "We": whoever is quoted, where somebody is."""
    tree = cast.tree
    clause, steps = governor_clause(tree, i), 0
    while tree.heads[clause] != clause and tree.deps[clause] not in ("ccomp", "parataxis") and steps < _CLAUSES:
        clause, steps = tree.heads[clause], steps + 1
    if tree.deps[clause] != "ccomp":
        return []
    said = [a for j in frame(tree, tree.heads[clause]).agents for a in cast.actors(j, depth=2)]
    return said if len(said) == 1 else []
