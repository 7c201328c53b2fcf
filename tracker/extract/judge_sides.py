"""Who is on which side of an event, as the judge scores it: log-odds of the words that may be sides, and of their
countries beside each other. The tables are learned with the network (tracker.language.judge)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple, cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tracker.extract.syntax import Tree

_LONGEST = 3
_FAR = 3
_POS = {"PROPN": 0, "NOUN": 1, "PRON": 2, "ADJ": 3}
Array = NDArray[np.float32]
Ints = NDArray[np.int64]
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
_AT_ONCE = 8
"""Triggers whose words see each other at once: weights are kept for every two of them."""


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
    sizes = np.array([len(each.offers) for each in questions])
    numbers = chain.from_iterable(chain.from_iterable(each.offers for each in questions))
    token, way, flags, hints = np.fromiter(numbers, np.int64).reshape(-1, len(Offer._fields)).T
    action = actions[[each.trigger for each in questions]]
    seen = mentions[token] * (token != ABSENT)[:, None]
    seen += np.repeat(action, sizes, axis=0) + tables.paths[way] + tables.flags[flags] + tables.hints[hints]
    lands: dict[tuple[int, str], int] = {}
    rows = np.array([lands.setdefault((n, land), len(lands)) for n, q in enumerate(questions) for land in q.countries])
    seen = _gelu(_around(tables, seen, action, rows, sizes))
    scores = seen @ tables.sided + tables.sided_bias
    told = _most(np.concatenate([seen, scores], axis=1), rows)
    told[:, -2:] = told[:, -2:].clip(-CLAMP, CLAMP)
    others, whose = _gelu(told @ tables.others), np.array([number for number, _ in lands])
    together = np.add.reduceat(others, np.flatnonzero(np.diff(whose, prepend=-1)))
    beside = (together + action @ tables.asked)[whose] - others
    moved = _gelu(told @ tables.own + tables.own_bias + beside) @ tables.shift + tables.shift_bias
    return np.split(cast(Array, scores + moved[rows]), np.cumsum(sizes)[:-1])


def _around(tables: Tables, offers: Array, actions: Array, rows: Ints, sizes: Ints) -> Array:
    """The offers [m, R] once those of each trigger have seen each other and it: one layer of a transformer (Vaswani et
    al. 2017), its norms first; `rows` [m] say which are of one country, `sizes` [e] how many are each trigger's."""
    looked = _normed(np.concatenate([offers, actions + tables.mark]), tables.look_norm, tables.look_norm_bias)
    looked = looked @ tables.look
    looked += tables.look_bias
    of_trigger = len(offers) + np.arange(len(actions))
    lands = np.concatenate([rows, -1 - of_trigger])  # a trigger is of no country
    ends = np.cumsum(sizes)
    heard = []
    for first in range(0, len(sizes), _AT_ONCE):
        own = slice(first, first + _AT_ONCE)
        place = np.arange(int(sizes[own].max()) + 1)
        there = place < sizes[own, None]
        # beside the offers, and in the place of those that it has fewer than others have, stands the trigger
        among = np.where(there, (ends - sizes)[own, None] + place, of_trigger[own, None])
        heard.append(_heard(looked[among], lands[among], there, tables.alike)[there])
    offers = offers + np.concatenate(heard) @ tables.seen + tables.seen_bias
    thought = _normed(offers, tables.think_norm, tables.think_norm_bias) @ tables.think
    thought += tables.think_bias
    return cast(Array, offers + _gelu(thought) @ tables.thought + tables.thought_bias)


def _heard(looked: Array, lands: Ints, there: NDArray[np.bool_], alike: Array) -> Array:
    """[e, w, R] what each of w words of e triggers hears of the others: attention over what they ask for, are known by
    and tell, `looked` [e, w, 3 R]. The last word of each is the trigger itself, others are `there` [e, w] or stand for
    none; `lands` [e, w] are the words' countries."""
    asked, known, said = looked.reshape(*lands.shape, 3, len(alike), -1).transpose(2, 0, 3, 1, 4)
    weights = known @ asked.swapaxes(-1, -2)  # what is summed up stands first: numpy adds columns sooner than rows
    weights /= np.float32(np.sqrt(asked.shape[-1]))
    weights += (lands[:, None, :, None] == lands[:, None, None, :]) * alike[:, None, None]
    weights[:, :, :-1] += np.where(there, np.float32(0.0), np.float32(NOBODY))[:, None, :-1, None]
    weights -= weights.max(axis=-2, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-2, keepdims=True)
    heard: Array = weights.swapaxes(-1, -2) @ said
    return heard.swapaxes(1, 2).reshape(*lands.shape, -1)


def _normed(x: Array, weight: Array, bias: Array) -> Array:
    """Rows brought to mean 0 and variance 1, weighted (Ba, Kiros and Hinton 2016)."""
    answer: Array = x - x.mean(axis=-1, keepdims=True)
    answer /= np.sqrt(np.vecdot(answer, answer)[:, None] / np.float32(x.shape[-1]) + np.float32(1e-5))
    answer *= weight
    answer += bias
    return answer


def _most(values: Array, rows: Ints) -> Array:
    """[c, width] the greatest of those values [m, width] that belong to each of c rows, of which none is empty."""
    order = np.argsort(rows, kind="stable")
    most: Array = np.maximum.reduceat(values[order], np.flatnonzero(np.diff(rows[order], prepend=-1)))
    return most


def _gelu(x: Array) -> Array:
    """The Gaussian error linear unit, by its usual approximation (Hendrycks and Gimpel 2016, section 2)."""
    answer = x * x
    answer *= np.float32(0.044715 * 0.7978845608)
    answer += np.float32(0.7978845608)
    answer *= x
    np.tanh(answer, out=answer)
    answer += np.float32(1.0)
    answer *= x
    answer *= np.float32(0.5)
    return answer


def path(tree: Tree, word: int, trigger: int, up: Mapping[int, int]) -> int:
    """The row of the way from a word to a trigger in the tree; `up`: the trigger and what it hangs on, in order, and
    how far up each is."""
    if word == ABSENT:
        return _row("absent")
    apart = tree.sentence_of[trigger] - tree.sentence_of[word]
    side = "<" if word < trigger else ">"
    if apart:
        return _row(f"far{min(_FAR, abs(apart))}{side}")
    climbed: list[int] = []
    while word not in up:
        climbed.append(word)
        if tree.heads[word] == word or len(climbed) == _CHAIN:
            return _row("none")
        word = tree.heads[word]
    if len(climbed) > _LONGEST or up[word] > _LONGEST:
        return _row(f"long{min(6, len(climbed))}{min(5, up[word])}{side}")
    here = ">".join([tree.deps[i] for i in climbed])
    there = "<".join([tree.deps[i].split(":")[0] for i in islice(up, up[word])])
    return _row(f"{here}|{there}")


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
