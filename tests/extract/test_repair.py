"""Repairs of trees leave trees, whatever the parser said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract.repair import is_tree, repair

WORDS = [
    "that",
    "to",
    ",",
    "and",
    "'s",
    "Monday",
    "accusing",
    "suspected",
    "is",
    "said",
    "talks",
    "Chad",
    "Acting",
    "as",
    "promised",
    "letter",
    "meeting",
    "Port",
    ".",
]
TAGS = ["VB", "VBN", "VBD", "VBP", "VBG", "NN", "NNP", "IN", "TO"]
POS = ["VERB", "NOUN", "PROPN", "ADJ"]
DEPS = [
    *("nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod", "nmod:poss", "amod", "acl", "advcl", "ccomp", "xcomp"),
    *("conj", "appos", "compound", "mark", "compound:prt", "aux"),
]


@st.composite
def sentences(draw: st.DrawFn) -> tuple[list[str], list[str], list[str], list[str], list[int]]:
    """Words with tags, parts of speech, relations and the heads of a random tree."""
    size = draw(st.integers(1, 9))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, token in enumerate(order):
        heads[token] = order[draw(st.integers(0, place - 1))] if place else token
    lists = [[draw(st.sampled_from(values)) for _ in range(size)] for values in (WORDS, TAGS, POS, DEPS)]
    words, tags, pos, deps = lists
    deps[order[0]] = "ROOT"
    return words, tags, pos, deps, heads


@settings(max_examples=800, deadline=None)
@given(sentences())
def test_a_repaired_tree_is_a_tree(
    sentence: tuple[list[str], list[str], list[str], list[str], list[int]],
) -> None:
    words, tags, pos, deps, heads = sentence
    repair(words, tags, pos, deps, heads, [(0, len(words))])
    assert is_tree(heads, 0, len(words))


def test_a_rule_that_would_make_a_circle_is_left_out() -> None:
    words = ["striking", "Chad", "old", "red", "big", "talks"]
    pos = ["VERB", "PROPN", "ADJ", "ADJ", "ADJ", "NOUN"]
    deps = ["acl", "nmod", "amod", "amod", "amod", "ROOT"]
    heads = [1, 5, 5, 5, 5, 5]
    repair(words, ["NN"] * 6, pos, deps, heads, [(0, 6)])
    assert (heads, deps[1]) == ([1, 5, 5, 5, 5, 5], "nmod")


def test_circles_are_seen() -> None:
    assert not is_tree([1, 2, 0], 0, 3)
    assert not is_tree([0, 2, 1], 0, 3)
    assert is_tree([1, 1, 1], 0, 3)
