"""The second look at where sentences begin: a smaller network that reads for nothing else.

The network that reads everything scores single tokens, a window at a time, with an eye to much besides. Where its score
leaves room for doubt, `sentences.onnx` reads the text around once more; the two scores together decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.language import splitter
from tracker.language.pieces import packed_shape
from tracker.language.sessions import session

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Rows = NDArray[np.uint8]

DOUBT = (-3.0, 4.0)
"""Scores of the first network between which a token is judged again."""

OWN = 0.5
"""What the first network's score counts beside that of the second."""

START = -0.5
"""Sum of the two from which on a sentence begins."""

BEFORE, AFTER, SEARCHED = 30, 20, 30
"""Word pieces that are read before and after a doubtful token, and how much further back a sure start is looked for."""

MOST_PIECES = 110
"""Word pieces of the longest window."""

_MONTHS = frozenset(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october
    nov november dec december""".split()
)


@dataclass(frozen=True, slots=True)
class Scored:
    """What the second look needs of a document: its n tokens that are not blank."""

    words: list[str]
    gaps: list[int]
    marks: list[int]
    """What punctuation and layout say: those of `splitter.marks`."""
    scores: Floats
    """[n] the first network's scores."""
    given: Bools
    """[n] where a sentence begins in any case."""
    rows: list[Rows]
    """[pieces, 384] of each token: the rows of the word table that both networks share."""
    ends: tuple[Rows, Rows]
    """[1, 384] each: the rows of the marks at the beginning and the end of a window."""


class SecondLook:
    """The packaged network of sentence starts."""

    def __init__(self, path: Path, threads: int) -> None:
        self._session = session(path, threads)

    def starts(self, text: Scored) -> Bools:
        """[n] where sentences begin; every token of `given` and the first one are among them."""
        given = text.given | _dated(text.words, text.marks)
        given[:1] = True
        doubtful = (text.scores > DOUBT[0]) & (text.scores < DOUBT[1]) & ~given
        begins = (text.scores >= DOUBT[1]) | given
        for begin, end, places in windows([len(rows) for rows in text.rows], begins, doubtful):
            both = self._scores(text, begin, end)[places - begin] + OWN * text.scores[places]
            begins[places] = both > START
        return begins

    def _scores(self, text: Scored, begin: int, end: int) -> Floats:
        """What the network says of the tokens of one window."""
        first = np.cumsum([1, *map(len, text.rows[begin:end])])
        shape = [*map(packed_shape, text.words[begin:end], text.gaps[begin:end])]
        spread = np.zeros(first[-1] + 1, np.int64)
        spread[first[:-1]] = shape
        feed = {
            "rows": np.concatenate([text.ends[0], *text.rows[begin:end], text.ends[1]])[None],
            "spread": spread[None],
            "first": first[None, :-1],
            "shape": np.array([shape], np.int64),
        }
        scores: Floats = self._session.run(["scores"], feed)[0][0]
        return scores


def windows(lengths: Sequence[int], sure: Bools, doubtful: Bools) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
    """First and last token (exclusive) of windows, and the doubtful tokens that are judged in each.

    A window begins BEFORE pieces before the first of them, or up to SEARCHED further back where a sentence surely
    begins, and reaches AFTER pieces beyond the last. `lengths` are pieces per token.
    """
    ends = np.cumsum(lengths)
    (begins,), (left,) = np.nonzero(sure), np.nonzero(doubtful)
    while len(left):
        piece = ends[left[0]]
        least, middle = np.searchsorted(ends, [piece - BEFORE - SEARCHED, piece - BEFORE])
        near = begins[(begins >= least) & (begins <= middle)]
        begin = int(near[-1] if len(near) else middle)
        count = max(1, int(np.searchsorted(ends[left], ends[begin] + MOST_PIECES - AFTER, "right")))
        here, left = left[:count], left[count:]
        yield begin, int(np.searchsorted(ends, ends[here[-1]] + AFTER, "right")), here


def _dated(words: Sequence[str], marks: Sequence[int]) -> Bools:
    """Likely starts after a day of a month: the networks take "3." in "on Nov. 3." for the number of an item."""
    answer = np.zeros(len(words), np.bool_)
    for i in np.flatnonzero(np.array(marks) == splitter.LIKELY).tolist():
        if i > 2 and words[i - 1] == "." and words[i - 2].isdigit():
            answer[i] = words[i - 3].rstrip(".").lower() in _MONTHS
    return answer
