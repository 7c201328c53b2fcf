"""The packaged network: one ONNX graph from word pieces to scores of tags, trees and names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.language.pieces import END, START, Pieces, packed_shape
from tracker.language.sessions import session

SCORED = ["tags", "pos", "feats", "starts", "arcs", "heads", "relations", "names", "vectors", "scores"]
OUTPUTS = [*SCORED, "rows"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of words that is read at once, at least one and few enough for the encoder."""

    words: list[str]
    gaps: list[int]
    """1 where white space precedes the word."""
    edges: list[int]
    """1 where a sentence is known to begin, -1 where none does, 0 where the network decides."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network says of one unit of n words."""

    tags: NDArray[np.int64]
    """[n] ids of Penn tags."""
    pos: NDArray[np.int64]
    """[n] ids of universal parts of speech."""
    feats: NDArray[np.int64]
    """[n] ids of feature strings."""
    starts: NDArray[np.bool_]
    """[n] whether a sentence begins."""
    arcs: NDArray[np.float32]
    """[n, n+1] scores of heads, column 0 the root; heads outside the word's sentence are out of the question."""
    heads: NDArray[np.int64]
    """[n, 2] the two best heads (0 = root, i+1 = word i)."""
    relations: NDArray[np.int64]
    """[n, 2] ids of the relations to them."""
    names: NDArray[np.float32]
    """[n, 9] scores of BIO labels."""
    vectors: NDArray[np.float16]
    """[n, 384] hidden states."""
    scores: NDArray[np.float32]
    """[n] the network's own score of a sentence start, whatever the edges say."""
    rows: NDArray[np.uint8]
    """[t, 384] the word table's rows of all pieces, with those of the marks at both ends."""


class Encoder:
    """Runs units through the graph."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._session = session(folder / "encoder.onnx", threads)
        labels: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.tags: list[str] = labels["tags"]
        self.pos: list[str] = labels["pos"]
        self.feats: list[str] = labels["feats"]
        self.relations: list[str] = labels["relations"]
        self.names: list[str] = labels["names"]
        self.steps = np.array(labels["transitions"], dtype=np.float32)
        self.pieces = Pieces(folder / "tokenizer.json")

    def read(self, unit: Unit) -> Answer:
        """The network's answer for one unit.

        Units are run one by one: 8-bit activations are scaled by what is run together, so a batch would make the answer
        depend on the neighbours, and on one core it is slower than single windows, which need no padding.
        """
        pieces = [self.pieces.of(word) for word in unit.words]
        ids = np.array([[START, *chain.from_iterable(pieces), END]], dtype=np.int64)
        feed = {
            "ids": ids,
            "first": np.cumsum([[1, *map(len, pieces)]], axis=1)[:, :-1],
            "shape": np.array([list(map(packed_shape, unit.words, unit.gaps))], dtype=np.int64),
            "edges": np.array([unit.edges], dtype=np.int64),
        }
        answers = dict(zip(OUTPUTS, self._session.run(OUTPUTS, feed), strict=True))
        one = {name: values[0] for name, values in answers.items()}
        one |= {"starts": one["starts"] > 0, "vectors": one["vectors"].astype(np.float16)}
        return Answer(**one)
