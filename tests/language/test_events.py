"""What the judge's network reads at once: windows that follow each other, together as far as they fit."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.language.encoder import Answer, Unit
from tracker.language.events import AT_ONCE, Part, joined


def _part(number: int, pieces: int) -> Part:
    nothing: Any = np.zeros(0)
    answer = Answer(*(nothing for _ in range(10)), rows=np.zeros((pieces, 4), np.uint8))
    return [number], Unit(["word"], [1], [1]), answer


@given(st.lists(st.integers(3, AT_ONCE + 50), min_size=1, max_size=12))
def test_windows_are_read_together_in_order_as_far_as_they_fit(sizes: list[int]) -> None:
    parts = [_part(number, size) for number, size in enumerate(sizes)]
    together = list(joined(parts))
    assert [tokens[0] for group in together for tokens, _, _ in group] == list(range(len(sizes)))
    lengths = [[len(answer.rows) for _, _, answer in group] for group in together]
    assert all(sum(own) <= AT_ONCE for own in lengths if len(own) > 1)
    assert all(sum(own) + after[0] > AT_ONCE for own, after in pairwise(lengths))
