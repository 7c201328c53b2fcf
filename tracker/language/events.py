"""The judge's network: what each word of a window reports, and what it asks of its sides or offers as a side.

Four layers over the encoder's word table, in the encoder's own windows, and heads that see the encoder's states too.
Its answer for a whole Doc is left in `doc.user_data` under ANSWER; `tracker.extract.judge` reads it there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.language.encoder import Answer, Unit
from tracker.language.pieces import Pieces, packed_shape
from tracker.language.sessions import session

ANSWER = "events"
OUTPUTS = ["kinds", "types", "modes", "statuses", "actions", "mentions"]
Floats = NDArray[np.float32]


class EventNetwork:
    """The packaged network; `events.json` beside it names what its columns stand for."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._session = session(folder / "events.onnx", threads)
        self.labels: dict[str, list[str]] = json.loads((folder / "events.json").read_text(encoding="utf-8"))

    def read(self, pieces: Pieces, unit: Unit, answer: Answer) -> dict[str, Floats]:
        """Answers by name, a row for each of the unit's words."""
        first = np.array([*accumulate((len(pieces.of(word)) for word in unit.words[:-1]), initial=1)], np.int64)
        spread = np.zeros(len(answer.rows), np.int64)
        spread[first] = [*map(packed_shape, unit.words, unit.gaps)]
        feed = {
            "rows": answer.rows[None],
            "spread": spread[None],
            "first": first[None],
            "vectors": answer.vectors.astype(np.float32)[None],
        }
        answers = self._session.run(OUTPUTS, feed)
        return {name: values[0] for name, values in zip(OUTPUTS, answers, strict=True)}


@dataclass(frozen=True, slots=True)
class Whole:
    """Answers for the words of a Doc; blank ones are left with zeros."""

    network: EventNetwork
    pieces: Pieces

    def of(self, size: int, parts: Sequence[tuple[list[int], Unit, Answer]]) -> dict[str, object]:
        """What is left in `doc.user_data` of a Doc of `size` tokens read in `parts`, at least one."""
        whole: dict[str, Floats] = {}
        for tokens, unit, answer in parts:
            for name, values in self.network.read(self.pieces, unit, answer).items():
                if name not in whole:
                    whole[name] = np.zeros((size, *values.shape[1:]), np.float32)
                whole[name][tokens] = values
        return {**whole, "labels": self.network.labels}
