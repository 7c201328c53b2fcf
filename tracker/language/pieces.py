"""From tokens to what the encoder reads: word pieces, and the shape that an uncased vocabulary forgets."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

START, END, UNKNOWN = 101, 102, 100
MOST_PIECES = 12
"""Pieces of one token that are read: only the first one's vector is used, a monstrous token need not be read whole."""

LOWER, TITLE, UPPER, DIGIT, MIXED, REST = range(1, 7)


@lru_cache(maxsize=65536)
def shape_of(word: str) -> int:
    """Shape class of a token: LOWER, TITLE, UPPER, DIGIT (has one), MIXED (another pattern with capitals) or REST."""
    if any(c.isdigit() for c in word):
        return DIGIT
    if word.islower():
        return LOWER
    if word.istitle():
        return TITLE
    if word.isupper():
        return UPPER
    return MIXED if any(c.isupper() for c in word) else REST


def packed_shape(word: str, gap: int) -> int:
    """What the network reads of a word beside its pieces: its shape, +6 after white space (`gap` 1); so 1…12."""
    return shape_of(word) + 6 * gap


class Pieces:
    """Word pieces of single tokens, remembered: news repeats its words."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.of = lru_cache(maxsize=65536)(self._cut)

    def _cut(self, word: str) -> tuple[int, ...]:
        """Piece ids of `word`, at least one and at most MOST_PIECES."""
        ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids
        return tuple(ids[:MOST_PIECES]) or (UNKNOWN,)
