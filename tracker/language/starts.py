"""The second look at where sentences begin, over the whole document.

The network scores single tokens, a window at a time. Where its score leaves room for doubt, the token is judged again:
by the kinds of the tokens around it, the scores next to it, the distance to the nearest sure starts, and the habits of
the document (lines that begin with a date, "Subject" that always begins one, text in lower case). A small perceptron
weighs this, several of them vote, and of all ways to cut the text between two sure starts the one is taken that should
give the most whole sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DOUBT = (-6.0, 8.0)
"""Scores of the network between which a token is judged again; outside them it erred once in ten thousand tokens."""

SURE = 0.9
"""Probability from which on a start is taken as given when the text around it is weighed and cut."""

POSSIBLE = 0.05
"""Probability from which on a start is considered when the text is cut."""

COST = 0.4
"""What a sentence must be worth: the expected number of right sentences, less this for each, is made largest.

About half of the F1 that is reached is what makes F1 largest; chosen on the development sets."""

AROUND = 4
"""Tokens on either side whose kinds are looked at."""

NEAR = 6
"""Tokens on either side whose scores are looked at."""

(END, EXCLAIM, COMMA, SEMICOLON, COLON, DASH, RULE, QUOTE, OPEN, CLOSE, NUMBERED, ADDRESS, ABBREVIATION, FIGURE) = (
    range(1, 15)
)
(CAPITALS, LETTER, CAPITAL, LOWER, REST, POSTSCRIPT, SMALL_NUMBER, LOWER_LETTER) = range(15, 23)
KINDS = 23
_POSTSCRIPTS = frozenset({"ps", "p.s.", "p.s", "pps", "ps."})
_MARKS = {",": COMMA, ";": SEMICOLON, ":": COLON} | dict.fromkeys((".", "...", "…"), END)
_MARKS |= dict.fromkeys(('"', "''", "”", "“", "``", "‘", "’", "'", "«", "»"), QUOTE)
_MARKS |= dict.fromkeys("([{", OPEN) | dict.fromkeys(")]}", CLOSE)
_MONTHS = frozenset(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october
    nov november dec december""".split()
)
_LINES = frozenset("-–—*•_=~#+|<>\\/")
_NUMBERED = re.compile(r"\(?(\d{1,3}|[a-zA-Z]|[ivx]+)[.)]")


@lru_cache(maxsize=65536)
def kind(word: str) -> int:
    """What a token is to the eye of a reader who looks for the end of a sentence."""
    if word in _MARKS:
        return _MARKS[word]
    letters = set(word)
    if letters <= set("!?."):
        return EXCLAIM
    if letters <= _LINES:
        return DASH if len(word) < 3 else RULE
    if word.lower() in _POSTSCRIPTS:
        return POSTSCRIPT
    if _NUMBERED.fullmatch(word):
        return NUMBERED
    if "@" in word or "://" in word or "www." in word:
        return ADDRESS
    if word.endswith("."):
        return ABBREVIATION
    if any(c.isdigit() for c in word):
        return SMALL_NUMBER if word.isdigit() and len(word) < 3 else FIGURE
    return _written(word)


def _written(word: str) -> int:
    """The kind of a word without digits, by its case."""
    if word.isupper():
        return CAPITALS if len(word) > 1 else LETTER
    if word[:1].isupper():
        return CAPITAL
    if word.islower():
        return LOWER if len(word) > 1 else LOWER_LETTER
    return REST


@dataclass(frozen=True, slots=True)
class Doubts:
    """The doubtful tokens of a document, m of them, and what is known of each."""

    places: Ints
    """[m] their indexes."""
    kinds: Ints
    """[m, 2·AROUND+2] kinds of the tokens around and of the first token since the last sure start."""
    scores: Floats
    """[m, 2·NEAR+1] scores around, squeezed into -1…1."""
    figures: Floats
    """[m, FIGURES] distances, shares and habits."""
    words: list[tuple[str, str]]
    """The word before and the word itself, in lower case."""


def doubts(words: Sequence[str], gaps: Sequence[int], likely: Sequence[int], scores: Floats, given: Bools) -> Doubts:
    """What there is to judge: `likely` are the marks of punctuation, `given` the tokens known to begin a sentence."""
    scores = np.where(given, 20.0, scores)
    scores[0] = 20.0
    places = np.flatnonzero((scores > DOUBT[0]) & (scores < DOUBT[1]))
    if not len(places):
        return Doubts(places, np.zeros((0, 0), np.int64), np.zeros((0, 0)), np.zeros((0, 0)), [])
    lower = [word.lower() for word in words]
    chances = 1 / (1 + np.exp(-scores))
    kinds = _kinds(words, chances)
    after = _after_end(kinds)
    last, following = _sure(chances)
    columns = [
        *_distances(words, chances, last, following),
        after,
        np.asarray(gaps),
        np.asarray(likely) == 1,
        np.minimum([len(word) for word in words], 15) / 8,
        np.full(len(words), np.log1p(len(words)) / 8),
        np.arange(len(words)) == len(words) - 1,
        *_habits(lower, kinds, chances),
        *_surroundings(words, kinds, chances, after),
    ]
    padded, squeezed = np.pad(kinds, AROUND), np.pad(np.tanh(scores / 4), NEAR, constant_values=1)
    return Doubts(
        places=places,
        kinds=np.stack([*(padded[places + k] for k in range(2 * AROUND + 1)), kinds[last[places]]], 1),
        scores=np.stack([squeezed[places + k] for k in range(2 * NEAR + 1)], 1),
        figures=np.stack([np.asarray(column, np.float64)[places] for column in columns], 1),
        words=[(lower[i - 1], lower[i]) for i in places.tolist()],
    )


def _kinds(words: Sequence[str], chances: Floats) -> Ints:
    """The kinds of all tokens; "3." within a sentence is no number of an item but a number and a final mark."""
    answer = np.array([kind(word) for word in words])
    answer[(answer == NUMBERED) & (chances < 0.5) & np.array([word[-1:] == "." for word in words])] = END
    return answer


def _after_end(kinds: Ints) -> Bools:
    """Whether a final mark stands before, closing quotes and brackets after it left out."""
    answer = np.ones(len(kinds), np.bool_)
    before = kinds.tolist()
    for i in range(1, len(before)):
        closing = before[i - 1] in (QUOTE, CLOSE) and i > 1 and bool(answer[i - 1])
        answer[i] = before[i - 1] in (END, EXCLAIM) or closing
    return answer


def _sure(chances: Floats, least: float = SURE) -> tuple[Ints, Ints]:
    """For every token the last start before it and the first after it of those with at least `least`."""
    size = len(chances)
    index = np.arange(size)
    hard = chances > least
    last = np.maximum.accumulate(np.where(hard, index, 0))
    following = np.minimum.accumulate(np.where(hard, index, size)[::-1])[::-1]
    return np.concatenate([[0], last[:-1]]), np.concatenate([following[1:], [size]])


def _distances(words: Sequence[str], chances: Floats, last: Ints, following: Ints) -> list[Any]:
    """How far the nearest sure and the nearest possible starts are, and how many capitals stand between the former."""
    index = np.arange(len(words))
    near, soon = _sure(chances, 0.35)
    capitals = np.concatenate([[0], np.cumsum([word[:1].isupper() for word in words])])
    return [
        np.minimum(index - last, 60) / 20,
        np.minimum(following - index, 60) / 20,
        np.minimum(following - last, 120) / 40,
        *(index - last == k for k in (1, 2, 3)),
        np.minimum(index - near, 40) / 15,
        np.minimum(soon - index, 40) / 15,
        index - near == 1,
        index - near == 2,
        soon - index == 1,
        (capitals[following] - capitals[last]) / (following - last),
    ]


def _habits(lower: Sequence[str], kinds: Ints, chances: Floats) -> list[Any]:
    """How often the same word, kind or pair of kinds begins or ends a sentence elsewhere in the document."""
    typical = float(chances.mean())
    ends = np.concatenate([chances[1:], [1.0]])
    listed = kinds.tolist()
    word, times = _elsewhere(lower, chances, typical)
    before, times_before = _elsewhere(lower, ends, typical)
    pair, times_pair = _elsewhere([*pairwise([0, *listed])], chances, typical)
    of_kind, _ = _elsewhere(listed, chances, typical)
    kind_before, _ = _elsewhere(listed, ends, typical)

    def previous(values: Floats) -> Floats:
        return np.concatenate([[0.0], values[:-1]])

    return [
        word,
        times,
        previous(before),
        previous(times_before),
        of_kind * 3,
        previous(kind_before) * 3,
        pair * 2,
        times_pair,
    ]


def _elsewhere(keys: Sequence[Hashable], chances: Floats, typical: float) -> tuple[Floats, Floats]:
    """Mean chance of the other tokens with the same key (drawn towards `typical`), and how many there are, 0…1."""
    sums: dict[Hashable, float] = {}
    counts = Counter(keys)
    listed = chances.tolist()
    for key, chance in zip(keys, listed, strict=True):
        sums[key] = sums.get(key, 0.0) + chance
    means = [(sums[key] - own + typical) / counts[key] for key, own in zip(keys, listed, strict=True)]
    return np.array(means), np.array([min(counts[key] - 1, 10) / 10 for key in keys])


def _surroundings(words: Sequence[str], kinds: Ints, chances: Floats, after: Bools) -> list[Floats]:
    """Shares of starts, final marks, capitals, figures, dashes and addresses in the neighbourhood."""
    capital = np.array([word[:1].isupper() for word in words], np.float64)
    small = np.array([word[:1].islower() for word in words], np.float64)
    bare = chances * ~after
    return [
        8 * _mean(chances, 80),
        10 * _mean(bare, 80),
        10 * _mean(bare, 25),
        8 * _mean(np.isin(kinds, (END, EXCLAIM)), 80),
        _mean(capital, 80),
        _mean(capital, 20),
        _mean(capital, 5),
        20 * _mean(chances * small, 80),
        20 * _mean(small * after, 80),
        2 * _mean(np.isin(kinds, (FIGURE, SMALL_NUMBER)), 25),
        2 * _mean(np.isin(kinds, (DASH, RULE)), 25),
        4 * _mean(kinds == ADDRESS, 40),
        2 * _mean(kinds == CAPITALS, 20),
    ]


def _mean(values: Any, reach: int) -> Floats:
    """Means over `reach` tokens on either side."""
    index = np.arange(len(values))
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    begin, end = np.maximum(0, index - reach), np.minimum(len(values), index + reach + 1)
    answer: Floats = (sums[end] - sums[begin]) / (end - begin)
    return answer


def _dated(words: Sequence[str], likely: Sequence[int]) -> Bools:
    """Likely starts after a day of a month: the network takes "3." in "on Nov. 3." for the number of an item."""
    answer = np.zeros(len(words), np.bool_)
    for i in np.flatnonzero(likely).tolist():
        if i > 2 and words[i - 1] == "." and words[i - 2].isdigit():
            answer[i] = words[i - 3].rstrip(".").lower() in _MONTHS
    return answer


class SecondLook:
    """The packaged perceptrons: `model/starts.npz`."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            self._parts = {name: file[name].astype(np.float32) for name in file.files if name != "words"}
            self._words = {str(word): i + 1 for i, word in enumerate(file["words"])}

    def starts(
        self, words: Sequence[str], gaps: Sequence[int], likely: Sequence[int], scores: Floats, given: Bools
    ) -> Bools:
        """[n] where sentences begin; every token of `given` and the first one are among them."""
        given = given | _dated(words, likely)
        found = doubts(words, gaps, likely, scores, given)
        chances = np.where(scores >= DOUBT[1], 1.0, 0.0)
        if len(found.places):
            chances[found.places] = 1 / (1 + np.exp(-self._judged(found, scores)))
        chances[given] = 1.0
        chances[0] = 1.0
        return cut(chances)

    def _judged(self, found: Doubts, scores: Floats) -> Floats:
        """[m] scores anew, the mean of all perceptrons."""
        parts = self._parts
        numbers = np.array([[self._words.get(w, 0) for w in pair] for pair in found.words])
        figures = (found.figures - parts["mean"]) / parts["deviation"]
        answer = np.zeros(len(found.places))
        for k in range(len(parts["bias"])):
            read = [
                parts["kinds"][k][found.kinds].reshape(len(numbers), -1),
                found.scores,
                figures,
                parts["embedding"][k][numbers].reshape(len(numbers), -1),
            ]
            hidden = gelu(np.concatenate(read, 1) @ parts["first"][k].T + parts["first_bias"][k])
            answer += hidden @ parts["second"][k] + parts["bias"][k]
            answer += parts["own"][k] * np.clip(scores[found.places], *CLIP)
        return answer / len(parts["bias"])


CLIP = (-8.0, 8.0)
"""Bounds of the network's own score as the perceptrons read it."""


def gelu(values: Any) -> Any:
    """The activation between the two layers (the form with tanh)."""
    return 0.5 * values * (1 + np.tanh(0.7978845608028654 * (values + 0.044715 * values**3)))


def cut(chances: Floats) -> Bools:
    """Where to begin sentences, given the chance of each token: most whole sentences in expectation, less COST each.

    Sure starts are kept; the text between two of them is cut on its own.
    """
    starts = chances > SURE
    starts[:1] = True
    for begin, end in pairwise([*np.flatnonzero(starts).tolist(), len(chances)]):
        inner = (np.flatnonzero(chances[begin + 1 : end] > POSSIBLE) + begin + 1).tolist()
        if inner:
            starts[_best(chances, [begin, *inner, end])] = True
    return starts


def _best(chances: Floats, places: list[int]) -> list[int]:
    """Those of the inner `places` at which the run from the first to the last of them is cut best."""
    chance = [1.0, *chances[places[1:-1]].tolist(), 1.0]
    worth, before = [0.0] + [-np.inf] * (len(places) - 1), [0] * len(places)
    for end in range(1, len(places)):
        whole = chance[end]
        for begin in range(end - 1, -1, -1):
            value = worth[begin] + chance[begin] * whole - COST
            if value > worth[end]:
                worth[end], before[end] = value, begin
            whole *= 1 - chance[begin]
    answer = []
    at = before[-1]
    while at:
        answer.append(places[at])
        at = before[at]
    return answer
