"""What is no sentence of its own: a day or a country before the sentence that it opens ("On Monday Chad said …")."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_LONGEST = 4
"""Tokens of the longest opening that is looked at."""
_OPENINGS = frozenset("on in last this next by since during at earlier late early".split())
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december week month year day night morning evening afternoon weekend summer winter"
    " spring autumn".split()
)
_TITLES = frozenset("prime president minister foreign defence defense chancellor king queen".split())


def joined(words: Sequence[str], begins: NDArray[np.bool_], given: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`begins` without the starts that follow on a mere opening; a `given` start (a new line) stays."""
    places = np.flatnonzero(begins).tolist()
    out = begins
    for begin in places:
        if not given[begin] and _is_number(words[begin : begin + 3]):
            out = out.copy() if out is begins else out
            out[begin] = False
    for begin, end in pairwise(places):
        if end - begin <= _LONGEST and not given[end] and _is_opening(words[begin:end], words[end]):
            out = out.copy() if out is begins else out
            out[end] = False
    return out


def _is_number(words: Sequence[str]) -> bool:
    """ "Rule No. 4"."""
    return words[0].lower() == "no" and words[1:2] == ["."] and words[2:3] != [] and words[2][:1].isdigit()


def _is_opening(before: Sequence[str], following: str) -> bool:
    last = before[-1].lower()
    if len(before) == 1:
        return before[0][:1].isupper() and before[0].isalpha() and following.lower() in _TITLES and last not in _TITLES
    dated = last in _TIMES or last.isdigit()
    return before[0].lower() in _OPENINGS and dated and following[:1].isalpha()
