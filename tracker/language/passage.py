"""Words that follow each other, as the smaller networks read them: over the word table that the encoder looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.language.encoder import Answer, Unit
from tracker.language.pieces import Pieces, packed_shape

Part = tuple[list[int], Unit, Answer]
"""Indexes of the tokens of a window (blank ones left out), what the encoder reads of them, and its answer."""


@dataclass(frozen=True, slots=True)
class Passage:
    """n words of t pieces, with the marks at the beginning and the end of a window around them."""

    words: Sequence[str]
    gaps: Sequence[int]
    """1 where white space precedes the word."""
    first: NDArray[np.int64]
    """[n + 1] the first piece of each word, and the mark at the end."""
    rows: NDArray[np.uint8]
    """[t + 2, 384] rows of the word table."""

    def of(self, word: int) -> NDArray[np.uint8]:
        """[pieces, 384] the rows of one word."""
        return self.rows[self.first[word] : self.first[word + 1]]

    def shapes(self, begin: int, end: int) -> NDArray[np.int64]:
        """[end - begin] how each of these words is written (see `packed_shape`)."""
        return np.array([*map(packed_shape, self.words[begin:end], self.gaps[begin:end])], np.int64)

    def feed(self, begin: int, end: int) -> dict[str, NDArray[np.integer[Any]]]:
        """What a network is given of the words from `begin` to before `end`, as a window of their own: rows of pieces,
        the first piece of each word, and how the word is written, at that piece."""
        offset = self.first[begin] - 1
        first = self.first[begin:end] - offset
        inside = self.rows[self.first[begin] : self.first[end]]
        spread = np.zeros(len(inside) + 2, np.int64)
        spread[first] = self.shapes(begin, end)
        rows = np.concatenate([self.rows[:1], inside, self.rows[-1:]])
        return {"rows": rows[None], "spread": spread[None], "first": first[None]}


def passage_of(pieces: Pieces, parts: Sequence[Part]) -> Passage:
    """Windows that follow each other, at least one, put together again."""
    words = [word for _, unit, _ in parts for word in unit.words]
    gaps = [gap for _, unit, _ in parts for gap in unit.gaps]
    first = np.cumsum([1, *(len(pieces.of(word)) for word in words)])
    marks = parts[0][2].rows
    rows = np.concatenate([marks[:1], *(answer.rows[1:-1] for _, _, answer in parts), marks[-1:]])
    return Passage(words, gaps, first, rows)
