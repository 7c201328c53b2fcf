"""Repairs of trees leave trees, whatever the parser said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract.repair import is_tree, repair

WORDS = ["that", "to", ",", "and", "'s", "Monday", "accusing", "suspected", "is", "said", "talks", "Chad", "."]
TAGS = ["VBN", "VBD", "VBG", "NN", "NNP", "IN", "TO"]
POS = ["VERB", "AUX", "NOUN", "PROPN", "PRON", "ADJ", "ADP", "NUM", "PUNCT"]
DEPS = [
    *("nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "amod", "acl", "advcl", "ccomp", "xcomp", "parataxis"),
    *("conj", "appos", "compound", "case", "cop", "aux:pass", "mark", "punct"),
]


@st.composite
def sentences(draw: st.DrawFn) -> tuple[list[str], list[str], list[str], list[str], list[int]]:
    """Words with tags, parts of speech, relations and the heads of a random tree."""
    size = draw(st.integers(1, 14))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, token in enumerate(order):
        heads[token] = order[draw(st.integers(0, place - 1))] if place else token
    lists = [[draw(st.sampled_from(values)) for _ in range(size)] for values in (WORDS, TAGS, POS, DEPS)]
    words, tags, pos, deps = lists
    deps[order[0]] = "ROOT"
    return words, tags, pos, deps, heads


@settings(max_examples=400, deadline=None)
@given(sentences())
def test_a_repaired_tree_is_a_tree(
    sentence: tuple[list[str], list[str], list[str], list[str], list[int]],
) -> None:
    words, tags, pos, deps, heads = sentence
    repair(words, tags, pos, deps, heads, [(0, len(words))])
    assert is_tree(heads, 0, len(words))


def test_a_rule_that_would_make_a_circle_is_left_out() -> None:
    words = ["Chad", "selling", "old", "red", "talks", "said"]
    pos = ["PROPN", "VERB", "ADJ", "ADJ", "NOUN", "NOUN"]
    deps = ["nmod", "acl", "amod", "amod", "nmod", "ROOT"]
    heads = [4, 0, 4, 4, 5, 5]
    assert is_tree(heads, 0, 6)
    repair(words, ["NN"] * 6, pos, deps, heads, [(0, 6)])
    assert heads == [4, 0, 4, 4, 5, 5]


def test_circles_are_seen() -> None:
    assert not is_tree([1, 2, 0], 0, 3)
    assert not is_tree([0, 2, 1], 0, 3)
    assert is_tree([1, 1, 1], 0, 3)
