"""The judge: a small classifier that says what a word of a parsed sentence reports, beside the lexicon.

Pure: the shell reads the weights (`Weights.from_arrays`) and hands them over. numpy runs the network: its first
layer sums some eighty rows of a table, its second is one small matrix product; ONNX would only add a session to start.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Span, Token

from tracker.extract.judge_features import sparse
from tracker.model import EventType, Status

NONE = "none"
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

_CANDIDATES = frozenset(("VERB", "NOUN"))
_LIGHT = frozenset("be have do say go day week month year time people country government minister president".split())


_PER_STEP = 0.7
"""How much less a word counts for each step below the root of its sentence, where one word is sought."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judge's opinion on one word.

    `type` is the likeliest event type (never "none": `none_score` is the probability that the word reports no event).
    `score` is the probability of `type`. Probabilities are calibrated on sentences whose patterns were not trained on.
    `types` has the three likeliest types with their probabilities.
    """

    type: EventType | None
    mode: str | None
    status: Status | None
    score: float
    none_score: float
    types: tuple[tuple[EventType, float], ...] = ()


class Judge(Protocol):
    """Judges the token `token_index` of a parsed `doc`; None where it has no opinion."""

    def __call__(self, doc: Doc, token_index: int) -> Judgement | None: ...


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained network of one hidden layer. Shapes: B buckets, H hidden units.

    `heads` has for each of "type", "mode", "status": matrix [H, n], bias [n], temperature, labels.
    """

    table: Array
    bias: Array
    heads: Mapping[str, tuple[Array, Array, float, tuple[str, ...]]]
    reader: str
    """Version of the language model whose readings it was trained on."""

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> Weights:
        """From the arrays of a weights file; raises KeyError or ValueError when one is missing or malformed."""
        about = json.loads(str(arrays["about"]))
        heads = {
            name: (
                np.asarray(arrays[f"{name}_matrix"], dtype=np.float32),
                np.asarray(arrays[f"{name}_bias"], dtype=np.float32),
                float(about["temperatures"][name]),
                tuple(about["labels"][name]),
            )
            for name in ("type", "mode", "status")
        }
        table, bias = (np.asarray(arrays[name], dtype=np.float32) for name in ("table", "bias"))
        return cls(table, bias, heads, str(about["reader"]))


class NumpyJudge:
    """The judge over given weights."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def __call__(self, doc: Doc, token_index: int) -> Judgement | None:
        """The opinion on a token; None for blank tokens and punctuation."""
        if doc[token_index].is_space or doc[token_index].is_punct:
            return None
        answers = self._probabilities(doc, token_index)
        return _judgement(answers, {name: head[3] for name, head in self._weights.heads.items()})

    def event_in(self, sentence: Span) -> tuple[int, Judgement] | None:
        """The word of a sentence that most likely reports an event, and the opinion on it; None without candidates.

        Looks at every verb and noun, also those that no lexicon lists, the higher in the tree the rather. Plain
        statements do not count. It is for the caller to compare `none_score` or `score` with a threshold.
        """
        found: list[tuple[float, int, Judgement]] = []
        for index in candidates(sentence):
            opinion = self(sentence.doc, index)
            if opinion is not None and opinion.type is not EventType.STATEMENT:
                found.append((opinion.score * _PER_STEP ** _depth(sentence.doc[index]), -index, opinion))
        if not found:
            return None
        _, index, opinion = max(found, key=lambda item: item[:2])
        return -index, opinion

    def _probabilities(self, doc: Doc, index: int) -> dict[str, Array]:
        weights = self._weights
        buckets, loud = sparse(doc, index)
        hidden = np.array(loud, dtype=np.float32) @ weights.table[buckets] + weights.bias
        np.maximum(hidden, 0, out=hidden)
        return {
            name: softmax(((hidden @ matrix + bias) / temperature).astype(np.float32))
            for name, (matrix, bias, temperature, _) in weights.heads.items()
        }


def candidates(sentence: Span) -> Iterator[int]:
    """Indexes of the words of a sentence that may report an event."""
    for token in sentence:
        if token.pos_ in _CANDIDATES and token.lemma_.lower() not in _LIGHT and not token.ent_type_:
            yield token.i


def _depth(token: Token) -> int:
    steps = 0
    while token.head.i != token.i:
        token, steps = token.head, steps + 1
    return steps


def softmax(scores: Array) -> Array:
    """Probabilities of scores, over the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Array = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def _judgement(answers: Mapping[str, Array], labels: Mapping[str, tuple[str, ...]]) -> Judgement:
    types = labels["type"]
    none = types.index(NONE)
    none_score = float(answers["type"][none])
    order = [int(i) for i in np.argsort(-answers["type"]) if i != none][:3]
    ranked = tuple((EventType(types[i]), float(answers["type"][i])) for i in order)
    best, score = ranked[0]
    return Judgement(
        type=best,
        mode=_mode(best, answers["mode"], labels["mode"]),
        status=Status(labels["status"][int(answers["status"].argmax())]),
        score=score,
        none_score=none_score,
        types=ranked,
    )


def _mode(type_: EventType, chances: Array, labels: tuple[str, ...]) -> str | None:
    """The likeliest mode that the type has, or None where none at all is likelier."""
    allowed = [i for i in _allowed(type_, labels) if chances[i] > 0]
    if not allowed:
        return None
    best = max(allowed, key=lambda i: float(chances[i]))
    return labels[best] or None


@lru_cache(maxsize=64)
def _allowed(type_: EventType, labels: tuple[str, ...]) -> tuple[int, ...]:
    modes = MODES.get(type_.value, frozenset())
    return tuple(i for i, mode in enumerate(labels) if mode in modes or mode == "")
