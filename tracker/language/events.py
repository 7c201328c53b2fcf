"""The judge's network: what each word of a text reports, and what it asks of its sides or offers as a side.

Four layers over the encoder's word table and its states, which the heads see too. It reads several of the encoder's
windows at once, for who "he" is and what became of a plan is often told a paragraph away. Its answer for a
whole Doc is left in `doc.user_data` under ANSWER; `tracker.extract.judge` reads it there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracker.language.passage import Part, passage_of
from tracker.language.pieces import Pieces
from tracker.language.sessions import session

ANSWER = "events"
OUTPUTS = ["kinds", "types", "modes", "statuses", "actions", "mentions"]
AT_ONCE = 320
"""Word pieces that are read at once, as far as windows allow."""
Floats = NDArray[np.float32]


class EventNetwork:
    """The packaged network; `events.json` beside it names what its columns stand for."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._session = session(folder / "events.onnx", threads)
        self.labels: dict[str, list[str]] = json.loads((folder / "events.json").read_text(encoding="utf-8"))

    def read(self, pieces: Pieces, parts: Sequence[Part]) -> dict[str, Floats]:
        """Answers by name for windows that follow each other, at least one: a row for each of their words."""
        passage = passage_of(pieces, parts)
        vectors = np.concatenate([answer.vectors for _, _, answer in parts]).astype(np.float32)
        answers = self._session.run(OUTPUTS, passage.feed(0, len(passage.words)) | {"vectors": vectors[None]})
        return {name: values[0] for name, values in zip(OUTPUTS, answers, strict=True)}


@dataclass(frozen=True, slots=True)
class Whole:
    """Answers for the words of a Doc; blank ones are left with zeros."""

    network: EventNetwork
    pieces: Pieces

    def of(self, size: int, parts: Sequence[Part]) -> dict[str, object]:
        """What is left in `doc.user_data` of a Doc of `size` tokens read in `parts`, at least one."""
        whole: dict[str, Floats] = {}
        for together in joined(parts):
            tokens = [token for own, _, _ in together for token in own]
            for name, values in self.network.read(self.pieces, together).items():
                if name not in whole:
                    whole[name] = np.zeros((size, *values.shape[1:]), np.float32)
                whole[name][tokens] = values
        return {**whole, "labels": self.network.labels}


def joined(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Windows that follow each other, put together as far as they are no more than AT_ONCE pieces."""
    together: list[Part] = []
    size = 0
    for part in parts:
        own = len(part[2].rows)
        if together and size + own > AT_ONCE:
            yield together
            together, size = [], 0
        together.append(part)
        size += own
    yield together
