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
from tracker.language.passage import Passage
from tracker.language.sessions import session

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]

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

    passage: Passage
    marks: list[int]
    """What punctuation and layout say: those of `splitter.marks`."""
    scores: Floats
    """[n] the first network's scores."""
    given: Bools
    """[n] where a sentence begins in any case."""


class SecondLook:
    """The packaged network of sentence starts."""

    def __init__(self, path: Path, threads: int) -> None:
        self._session = session(path, threads)

    def starts(self, text: Scored) -> Bools:
        """[n] where sentences begin; every token of `given` and the first one are among them."""
        given = text.given | _dated(text.passage.words, text.marks)
        given[:1] = True
        doubtful = (text.scores > DOUBT[0]) & (text.scores < DOUBT[1]) & ~given
        begins = (text.scores >= DOUBT[1]) | given
        for begin, end, places in windows(np.diff(text.passage.first), begins, doubtful):
            both = self._scores(text, begin, end)[places - begin] + OWN * text.scores[places]
            begins[places] = both > START
        return begins

    def _scores(self, text: Scored, begin: int, end: int) -> Floats:
        """What the network says of the tokens of one window."""
        feed = text.passage.feed(begin, end)
        shape = np.take_along_axis(feed["spread"], feed["first"], axis=1)
        scores: Floats = self._session.run(["scores"], feed | {"shape": shape})[0][0]
        return scores


def windows(lengths: Sequence[int] | Places, sure: Bools, doubtful: Bools) -> Iterator[tuple[int, int, Places]]:
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
