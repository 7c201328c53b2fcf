"""Repairs of trees that English grammar rules out, so that one wrong arc does not cost an event.

Works on the lists of a Tree before its children are read; each rule is a fact of English word order.
"""

from __future__ import annotations

_PREDICATES = frozenset(("VERB", "AUX"))
_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))


def repair(words: list[str], pos: list[str], deps: list[str], heads: list[int], bounds: list[tuple[int, int]]) -> None:
    """Mend `deps` and `heads` in place, sentence by sentence (`bounds`: token ranges)."""
    for start, end in bounds:
        _conjuncts(words, pos, deps, heads, start, end)
        _subjects_after_that(words, pos, deps, heads, start, end)
        _nominals_before_heads(pos, deps, heads, start, end)


def _conjuncts(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """A compound stands before its head: one after it, behind a comma or "and", is coordinated."""
    for i in range(start + 1, end):
        if deps[i] == "compound" and heads[i] < i and pos[i] in ("PROPN", "NOUN"):
            between = words[heads[i] + 1 : i]
            if any(w in (",", "and", "or", "&") for w in between):
                deps[i] = "conj"


def _subjects_after_that(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "announced that X have agreed" X is the subject of "agreed", never of "announced"."""
    for mark in range(start, end):
        if deps[mark] != "mark" or words[mark].lower() != "that":
            continue
        verb = heads[mark]
        if verb <= mark or pos[verb] not in _PREDICATES:
            continue
        if any(heads[i] == verb and deps[i] in _SUBJECTS for i in range(start, end)):
            continue
        governor = heads[verb]
        for i in range(mark + 1, verb):
            if heads[i] == governor and deps[i] in (*_SUBJECTS, "obj") and pos[i] in ("PROPN", "NOUN", "PRON"):
                heads[i], deps[i] = verb, "nsubj"
                break


def _nominals_before_heads(pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """A plain nmod follows its noun: one far before it is taken as the object of the verb before it, if it has none."""
    for i in range(start, end):
        if deps[i] != "nmod" or heads[i] <= i or heads[i] - i < 4 or pos[i] not in ("NOUN", "PROPN"):
            continue
        for verb in range(i - 1, start - 1, -1):
            if pos[verb] == "VERB":
                taken = any(heads[j] == verb and deps[j] == "obj" for j in range(start, end))
                heads[i], deps[i] = verb, "obl" if taken else "obj"
                break
