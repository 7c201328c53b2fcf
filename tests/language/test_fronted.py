"""An opening without a comma is no sentence of its own."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.language.fronted import joined


@pytest.mark.parametrize(
    ("text", "starts", "wanted"),
    [
        ("On Monday Chad said no .", [0, 2], [0]),
        ("In May Chad said no .", [0, 2], [0]),
        ("Last week Mr Smith spoke .", [0, 2], [0]),
        ("Sweden Prime Minister Smith spoke .", [0, 1], [0]),
        ("On Monday Chad said no . On Friday it said yes .", [0, 2, 6, 8], [0, 6]),
        # sentences, however short
        ("They left Monday . Chad stayed .", [0, 4], [0, 4]),
        ("Thanks Bob will call you .", [0, 1], [0, 1]),
        ("On Monday", [0], [0]),
    ],
)
def test_an_opening_is_joined_to_what_it_opens(text: str, starts: list[int], wanted: list[int]) -> None:
    words = text.split()
    begins = np.isin(np.arange(len(words)), starts)
    given = np.arange(len(words)) == 0
    assert np.flatnonzero(joined(words, begins, given)).tolist() == wanted


def test_a_new_line_stays_a_start() -> None:
    words = "On Monday Chad said no .".split()
    begins = np.isin(np.arange(len(words)), [0, 2])
    assert joined(words, begins, begins).tolist() == begins.tolist()
