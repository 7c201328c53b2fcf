"""The packaged network: one ONNX graph from word pieces to scores of tags, trees and names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from tracker.language.pieces import END, START, Pieces, shape_of

BATCH_PIECES = 2048
"""Word pieces, padding included, that one run of the graph may take: bounds its memory."""

FIRST_OF_SENTENCE = 7


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network says of one unit of n tokens."""

    tags: NDArray[np.int64]
    """[n] ids of Penn tags."""
    pos: NDArray[np.int64]
    """[n] ids of universal parts of speech."""
    arcs: NDArray[np.float32]
    """[n, n+1] scores of heads, column 0 the root."""
    labels: NDArray[np.int64]
    """[n] ids of relations to the best-scored head."""
    names: NDArray[np.float32]
    """[n, 9] scores of BIO labels."""
    vectors: NDArray[np.float16]
    """[n, 384] hidden states."""


class Encoder:
    """Runs units (runs of words) through the graph, shortest first, in batches of bounded size."""

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.tags: list[str] = labels["X"]
        self.pos: list[str] = labels["U"]
        self.relations: list[str] = labels["R"]
        self.names: list[str] = labels["N"]
        self.pieces = Pieces(folder / "tokenizer.json")

    def read(self, units: Sequence[Sequence[str]]) -> list[Answer]:
        """Answers for `units`, in their order; every unit has at least one word and fits the encoder."""
        pieces = [[self.pieces.of(word) for word in unit] for unit in units]
        sizes = [sum(map(len, unit)) + 2 for unit in pieces]
        answers: list[Answer | None] = [None] * len(units)
        for batch in _batches(sizes):
            for index, answer in zip(
                batch, self._run([units[i] for i in batch], [pieces[i] for i in batch]), strict=True
            ):
                answers[index] = answer
        return [answer for answer in answers if answer is not None]

    def _run(self, units: list[Sequence[str]], pieces: list[list[tuple[int, ...]]]) -> Iterator[Answer]:
        """One batch through the graph."""
        longest = max(sum(map(len, unit)) for unit in pieces) + 2
        most = max(map(len, units))
        ids = np.zeros((len(units), longest), dtype=np.int64)
        attention = np.zeros_like(ids)
        first = np.zeros((len(units), most), dtype=np.int64)
        shape = np.zeros_like(first)
        for row, (unit, cut) in enumerate(zip(units, pieces, strict=True)):
            flat = [START]
            for column, word in enumerate(cut):
                first[row, column] = len(flat)
                flat.extend(word)
            flat.append(END)
            ids[row, : len(flat)] = flat
            attention[row, : len(flat)] = 1
            shape[row, : len(unit)] = [shape_of(word) for word in unit]
            shape[row, 0] += FIRST_OF_SENTENCE
        feed = {"ids": ids, "attention": attention, "first": first, "shape": shape}
        wanted = ["xpos", "upos", "arcs", "rels", "names", "vectors"]
        tags, pos, arcs, labels, names, vectors = self._session.run(wanted, feed)
        for row, unit in enumerate(units):
            n = len(unit)
            yield Answer(
                tags[row, :n],
                pos[row, :n],
                arcs[row, :n, : n + 1],
                labels[row, :n],
                names[row, :n],
                vectors[row, :n].astype(np.float16),
            )


def _batches(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Indexes of units, short ones first, in groups whose padded size stays within BATCH_PIECES."""
    batch: list[int] = []
    for index in sorted(range(len(sizes)), key=sizes.__getitem__):
        if batch and sizes[index] * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
