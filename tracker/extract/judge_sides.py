"""Who is on which side of an event, as the judge scores it: log-odds of the words that may be sides, and of their
countries beside each other. The tables are learned with the network (tracker.language.judge)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, NamedTuple, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tracker.extract.syntax import Tree

_LONGEST = 3
_FAR = 3
_POS = {"PROPN": 0, "NOUN": 1, "PRON": 2, "ADJ": 3}
Array = NDArray[np.float32]
FLAGS = 16
"""Rows of the table of flags."""
ABSENT_FLAG = FLAGS - 1
"""The row of a country that is not named nearby."""
PATHS = 1024
"""Rows of the tables of paths."""
_CHAIN = 12
HINTS = 16
"""Rows of the table of hints."""
CLAMP = 8.0
"""Log-odds that a country's own are taken for at most, where it is weighed beside the others."""
NOBODY = -1.0e4
"""Below anything that a word comes to."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What scores sides beside the network's vectors; R is the width of those."""

    paths: Array
    """[PATHS, R] by the way from a word to the trigger."""
    flags: Array
    """[FLAGS, R] by part of speech and by whether the word names somebody itself."""
    hints: Array
    """[HINTS, R] by the side that the rules see its country on, and by that country's place in the article."""
    mark: Array
    """[R] by which the trigger is known among those that may be its sides."""
    alike: Array
    """[heads] how much more words of one country see of each other."""
    look_norm: Array
    look_norm_bias: Array
    look: Array
    """[R, 3 R] what each asks for, is known by and tells, side by side."""
    look_bias: Array
    seen: Array
    seen_bias: Array
    think_norm: Array
    think_norm_bias: Array
    think: Array
    """[R, 2 R], and `thought` [2 R, R] back."""
    think_bias: Array
    thought: Array
    thought_bias: Array
    sided: Array
    """[R, 2] from what all of it comes to, to acting and receiving."""
    sided_bias: Array
    own: Array
    """[R + 2, B] what a country's words and its own log-odds come to beside the others; `own_bias` [B]."""
    own_bias: Array
    others: Array
    """[R + 2, B] what those of the others come to."""
    asked: Array
    """[R, B] what the trigger asks of all."""
    shift: Array
    """[B, 2] how far that moves the country's log-odds; `shift_bias` [2]."""
    shift_bias: Array

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Tables:
        """From the arrays of a weights file; raises KeyError when one is missing."""
        return cls(*(np.asarray(arrays[name], dtype=np.float32) for name in TABLES))


TABLES = tuple(field.name for field in fields(Tables))
"""Their names, as a weights file has them."""


class Offer(NamedTuple):
    """A word that may be a side, ABSENT for a country that is not named nearby, and its rows in the tables."""

    token: int
    path: int
    flag: int
    hint: int


ABSENT = -1


class Question(NamedTuple):
    """A trigger, at least one word that may be a side of its event, and the country that each of them stands for."""

    trigger: int
    offers: Sequence[Offer]
    countries: Sequence[str]


def scored(tables: Tables, actions: Array, mentions: Array, questions: Sequence[Question]) -> list[Array]:
    """For each of e triggers the log-odds [m, 2] that its m words act or receive, moved by who else is offered.

    `actions` [n, R] is what the words of the text ask of their sides were they triggers, `mentions` [n, R] what they
    offer. All are scored together, for a product of many rows costs little more than one of a few.
    """
    if not questions:
        return []
    sizes = [len(each.offers) for each in questions]
    ends = np.cumsum(sizes)
    offers = np.array([offer for each in questions for offer in each.offers])
    action = actions[[each.trigger for each in questions]]
    own = np.repeat(np.arange(len(questions)), sizes)
    seen = mentions[offers[:, 0]] * (offers[:, :1] != ABSENT)
    seen += action[own] + tables.paths[offers[:, 1]] + tables.flags[offers[:, 2]] + tables.hints[offers[:, 3]]
    lands = {key: n for n, key in enumerate(dict.fromkeys(_lands(questions)))}
    rows = np.array([lands[key] for key in _lands(questions)])
    seen = _gelu(_around(tables, seen, action, rows, ends))
    scores: Array = seen @ tables.sided + tables.sided_bias
    told = np.concatenate([_most(seen, rows), np.clip(_most(scores, rows), -CLAMP, CLAMP)], axis=1)
    others, whose = _gelu(told @ tables.others), np.array([number for number, _ in lands])
    together = np.add.reduceat(others, np.flatnonzero(np.diff(whose, prepend=-1)))
    beside = (together + action @ tables.asked)[whose] - others
    moved = _gelu(told @ tables.own + tables.own_bias + beside) @ tables.shift + tables.shift_bias
    return np.split(cast(Array, scores + moved[rows]), ends[:-1])


def _lands(questions: Sequence[Question]) -> Iterator[tuple[int, str]]:
    """The country that every word stands for, with the number of its trigger."""
    return ((number, land) for number, each in enumerate(questions) for land in each.countries)


def _around(tables: Tables, offers: Array, actions: Array, rows: NDArray[np.int64], ends: NDArray[np.int64]) -> Array:
    """The offers [m, R] once those of each trigger have seen each other and it: one layer of a transformer (Vaswani et
    al. 2017), its norms first; `rows` [m] say which are of one country, `ends` [e] where each trigger's end."""
    heads, size = len(tables.alike), len(offers)
    both = np.concatenate([offers, actions + tables.mark])
    looked = _normed(both, tables.look_norm, tables.look_norm_bias) @ tables.look + tables.look_bias
    asked, known, said = looked.reshape(len(both), 3, heads, -1).transpose(1, 2, 0, 3)
    asked = asked / np.float32(np.sqrt(asked.shape[-1]))
    attended = np.empty_like(offers)
    begin = 0
    for number, end in enumerate(ends.tolist()):
        there, land = [*range(begin, end), size + number], rows[begin:end]
        weights = asked[:, begin:end] @ known[:, there].transpose(0, 2, 1)
        weights[:, :, :-1] += tables.alike[:, None, None] * (land[:, None] == land)
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        heard = weights / weights.sum(axis=-1, keepdims=True) @ said[:, there]
        attended[begin:end] = heard.transpose(1, 0, 2).reshape(end - begin, -1)
        begin = end
    offers = offers + attended @ tables.seen + tables.seen_bias
    thought = _gelu(_normed(offers, tables.think_norm, tables.think_norm_bias) @ tables.think + tables.think_bias)
    return cast(Array, offers + thought @ tables.thought + tables.thought_bias)


def _normed(x: Array, weight: Array, bias: Array) -> Array:
    """Rows brought to mean 0 and variance 1, weighted (Ba, Kiros and Hinton 2016)."""
    centred = x - x.mean(axis=-1, keepdims=True)
    return cast(Array, centred / np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + 1e-5) * weight + bias)


def _most(values: Array, rows: NDArray[np.int64]) -> Array:
    """[c, width] the greatest of those values [m, width] that belong to each of c rows, of which none is empty."""
    order = np.argsort(rows, kind="stable")
    most: Array = np.maximum.reduceat(values[order], np.flatnonzero(np.diff(rows[order], prepend=-1)))
    return most


def _gelu(x: Array) -> Array:
    """The Gaussian error linear unit, by its usual approximation (Hendrycks and Gimpel 2016, section 2)."""
    answer: Array = (0.5 * x * (1.0 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))).astype(np.float32)
    return answer


def path(tree: Tree, word: int, trigger: int, up: Sequence[int]) -> int:
    """The row of the way from a word to a trigger in the tree; `up`: the trigger and what it hangs on."""
    if word == ABSENT:
        return _row("absent")
    apart = tree.sentence_of[trigger] - tree.sentence_of[word]
    side = "<" if word < trigger else ">"
    if apart:
        return _row(f"far{min(_FAR, abs(apart))}{side}")
    at = {token: n for n, token in enumerate(up)}
    climbed: list[int] = []
    for token in up_from(tree, word):
        if token in at:
            down = up[: at[token]]
            if len(climbed) > _LONGEST or len(down) > _LONGEST:
                return _row(f"long{min(6, len(climbed))}{min(5, len(down))}{side}")
            here = ">".join(tree.deps[i] for i in climbed)
            there = "<".join(tree.deps[i].split(":")[0] for i in down)
            return _row(f"{here}|{there}")
        climbed.append(token)
    return _row("none")


@lru_cache(maxsize=1 << 14)
def _row(name: str) -> int:
    return crc32(name.encode()) % PATHS


def up_from(tree: Tree, token: int) -> list[int]:
    """A token and what it hangs on, nearest first."""
    out = [token]
    while tree.heads[out[-1]] != out[-1] and len(out) < _CHAIN:
        out.append(tree.heads[out[-1]])
    return out


def flag(tree: Tree, word: int, *, named: bool, town: bool) -> int:
    """The row of flags of a word: its part of speech, and whether it names somebody or a town itself."""
    return _POS.get(tree.pos[word], 4) * 3 + (1 if named else 2 if town else 0)


def hint(*, acts: bool, receives: bool, main: bool, titled: bool) -> int:
    """The row of hints of a country: the sides that the rules see it on, whether the article names it most, and whether
    its title names it."""
    return 8 * acts + 4 * receives + 2 * main + titled
