"""Decoding: always one tree per sentence, and the best one."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.language import tree


def reaches_root(heads: list[int]) -> bool:
    """Whether every token climbs to the root without a circle."""
    for start in range(len(heads)):
        node, steps = start + 1, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return heads.count(0) == 1


def best_by_trial(scores: np.ndarray) -> float:
    """Score of the best tree among all, tried one by one."""
    n = len(scores)
    options = [
        sum(scores[i, head] for i, head in enumerate(heads))
        for heads in product(range(n + 1), repeat=n)
        if all(head != i + 1 for i, head in enumerate(heads)) and reaches_root(list(heads))
    ]
    return max(options)


matrices = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(st.floats(-20, 20, width=32), min_size=n + 1, max_size=n + 1), min_size=n, max_size=n)
)


@settings(max_examples=60, deadline=None)
@given(matrices)
def test_decoded_tree_is_the_best_of_all(rows: list[list[float]]) -> None:
    scores = np.array(rows, dtype=np.float32)
    heads = tree.decode(scores).tolist()
    assert reaches_root(heads)
    found = sum(scores[i, head] for i, head in enumerate(heads))
    assert found >= best_by_trial(scores) - 1e-3


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_any_scores_give_one_root_and_no_circle(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32) * 5
    assert reaches_root(tree.decode(scores).tolist())


def test_two_circles_are_both_broken() -> None:
    scores = np.full((4, 5), -10.0, dtype=np.float32)
    scores[0, 2] = scores[1, 1] = scores[2, 4] = scores[3, 3] = 9.0
    scores[0, 0], scores[2, 1] = 1.0, 2.0
    assert tree.decode(scores).tolist() == [0, 1, 1, 3]


def test_scores_that_are_no_numbers_still_give_a_tree() -> None:
    scores = np.full((3, 4), np.nan, dtype=np.float32)
    assert reaches_root(tree.decode(scores).tolist())


def test_no_tokens_have_no_heads() -> None:
    assert tree.decode(np.zeros((0, 1), dtype=np.float32)).tolist() == []


def test_window_decodes_each_sentence_by_itself() -> None:
    arcs = np.full((4, 5), -9.0, dtype=np.float32)
    arcs[0, 0] = arcs[1, 1] = 5.0
    arcs[2, 4] = arcs[3, 3] = 5.0  # the second sentence's best heads are a circle
    arcs[2, 0] = 1.0
    best = np.array([[0, 2], [1, 0], [4, 0], [3, 0]])
    relations = np.array([[7, 1], [2, 7], [3, 7], [4, 7]])
    heads, chosen = tree.window(arcs, best, relations, np.array([True, False, True, False]))
    assert heads.tolist() == [0, 1, 0, 3]
    assert chosen.tolist() == [7, 2, 7, 4]
