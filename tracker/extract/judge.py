"""The judge beside the lexicon: which words of a parsed text report an event of what kind, and who is on which side.

Pure: the language pipeline leaves its network's answer with the Doc (`doc.user_data`), and the shell hands over the
tables that score sides. Without an answer (another pipeline) there is no judge, and the lexicon stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from tracker.extract.syntax import Tree
from tracker.model import EventType, Status

ANSWER = "events"
"""Where the pipeline leaves the network's answer in `doc.user_data`."""

_LONGEST = 3
_FAR = 3
_POS = {"PROPN": 0, "NOUN": 1, "PRON": 2, "ADJ": 3}
Array = NDArray[np.float32]

MODES: Mapping[str, frozenset[str]] = {
    "CONSULT": frozenset(("visit", "third-party", "multilateral", "phone")),
    "AGREE": frozenset(),
    "RETREAT": frozenset(("withdraw", "release", "disarm", "ceasefire", "access", "resign")),
    "REQUEST": frozenset(("assist", "change", "yield", "meet")),
    "ACCUSE": frozenset(("disapprove", "investigate", "allege")),
    "REJECT": frozenset(("assist", "change", "yield", "meet")),
    "THREATEN": frozenset(("restrict", "arrest", "relations", "expel", "territory", "violence")),
    "PROTEST": frozenset(("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize")),
    "SANCTION": frozenset(("convict", "expel", "withdraw", "discontinue")),
    "MOBILIZE": frozenset(("troops", "weapons", "police", "militia")),
    "COERCE": frozenset(
        (
            "seize", "restrict", "arrest", "deport", "withhold", "cyber", "censor", "curfew", "misinformation",
            "martial-law",
        )
    ),
    "ASSAULT": frozenset(
        (
            "abduct", "beat", "torture", "sexual", "destroy", "targeted", "suicide-attack", "aerial", "drone",
            "heavy-weapons", "primitive", "firearms", "explosives", "crowd-control", "unconventional",
        )
    ),
}  # fmt: skip
"""The modes of PLOVER 2.0 by type; types without modes are left out."""


TABLES = ("paths", "flags", "hints", "sided", "bias", "own", "own_bias", "others", "asked", "shift", "shift_bias")
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
    sided: Array
    """[R, 2] from what all of it comes to, to acting and receiving; `bias` [2]."""
    bias: Array
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


class Offer(NamedTuple):
    """A word that may be a side, ABSENT for a country that is not named nearby, and its rows in the tables."""

    token: int
    path: int
    flag: int
    hint: int


ABSENT = -1


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judge's opinion on one word: the likeliest type, its probability, and that of reporting nothing."""

    type: EventType
    mode: str | None
    status: Status
    score: float
    none_score: float


@dataclass(frozen=True, slots=True)
class Judge:
    """The network's answer for one Doc of n tokens."""

    labels: Mapping[str, Sequence[str]]
    """What the columns of kinds, types, modes and statuses stand for; the first kind and type are "none"."""
    kinds: Array
    """[n, kinds] probabilities, as are types, modes and statuses."""
    types: Array
    modes: Array
    statuses: Array
    actions: Array
    """[n, R] what a word asks of its sides were it a trigger."""
    mentions: Array
    """[n, R] what a word offers as a side."""
    tables: Tables

    def best(self, token: int) -> tuple[str, float]:
        """The likeliest kind that a word reports, and how likely."""
        at = int(self.kinds[token, 1:].argmax()) + 1
        return self.labels["kinds"][at], float(self.kinds[token, at])

    def chance(self, token: int, kind: str) -> float:
        """How likely a word reports an event of that kind; 0 for kinds that the network does not know."""
        known = self.labels["kinds"]
        return float(self.kinds[token, known.index(kind)]) if kind in known else 0.0

    def triggers(self, start: int, end: int, least: float) -> Iterator[tuple[int, str, float]]:
        """Words of a stretch that report an event with at least that probability: token, kind, probability."""
        for i in np.flatnonzero(self.kinds[start:end, 1:].max(axis=1, initial=0.0) >= least).tolist():
            kind, chance = self.best(start + i)
            yield start + i, kind, chance

    def status(self, token: int) -> tuple[Status, float]:
        """The likeliest status of what a word reports, and how likely."""
        at = int(self.statuses[token].argmax())
        return Status(self.labels["statuses"][at]), float(self.statuses[token, at])

    def __call__(self, token: int) -> Judgement:
        """The opinion on a word: the likeliest type, of its modes the likeliest, and the status."""
        types = self.types[token]
        type_ = EventType(self.labels["types"][int(types[1:].argmax()) + 1])
        modes = self.labels["modes"]
        allowed = [n for n, mode in enumerate(modes) if mode in MODES.get(type_.value, ()) or mode == ""]
        mode = modes[max(allowed, key=lambda n: float(self.modes[token, n]))]
        return Judgement(type_, mode or None, self.status(token)[0], float(types[1:].max()), float(types[0]))

    def sides(self, trigger: int, offers: Sequence[Offer], countries: Sequence[str]) -> Array:
        """[m, 2] log-odds that each word acts or receives in the event of a trigger, moved by who else is offered;
        `countries` [m] are those that the words stand for."""
        tables = self.tables
        seen = self.mentions[[offer.token for offer in offers]]
        seen[[n for n, offer in enumerate(offers) if offer.token == ABSENT]] = 0.0
        seen += self.actions[trigger] + tables.paths[[offer.path for offer in offers]]
        seen += tables.flags[[offer.flag for offer in offers]] + tables.hints[[offer.hint for offer in offers]]
        seen = _gelu(seen)
        scores: Array = seen @ tables.sided + tables.bias
        lands = {country: n for n, country in enumerate(dict.fromkeys(countries))}
        rows = np.array([lands[country] for country in countries])
        told = np.concatenate([_most(seen, rows), np.clip(_most(scores, rows), -CLAMP, CLAMP)], axis=1)
        others = _gelu(told @ tables.others)
        beside = others.sum(axis=0) - others + self.actions[trigger] @ tables.asked
        moved = _gelu(told @ tables.own + tables.own_bias + beside) @ tables.shift + tables.shift_bias
        answer: Array = scores + moved[rows]
        return answer


def _most(values: Array, rows: NDArray[np.int64]) -> Array:
    """[c, width] the greatest of those values [m, width] that belong to each of c rows."""
    most = np.full((int(rows.max()) + 1, values.shape[1]), NOBODY, np.float32)
    np.maximum.at(most, rows, values)
    return most


def _gelu(x: Array) -> Array:
    """The Gaussian error linear unit, by its usual approximation (Hendrycks and Gimpel 2016, section 2)."""
    answer: Array = (0.5 * x * (1.0 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))).astype(np.float32)
    return answer


def judge_of(doc: Doc, tables: Tables | None) -> Judge | None:
    """The judge's answer that the pipeline left with a Doc; None where there is none."""
    answer = doc.user_data.get(ANSWER)
    if answer is None or tables is None:
        return None
    scores = {name: answer[name] for name in ("kinds", "types", "modes", "statuses", "actions", "mentions")}
    return Judge(answer["labels"], **scores, tables=tables)


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


FLAGS = 16
"""Rows of the table of flags."""
ABSENT_FLAG = FLAGS - 1
"""The row of a country that is not named nearby."""
PATHS = 1024
"""Rows of the tables of paths."""
_CHAIN = 12


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


HINTS = 16
"""Rows of the table of hints."""
