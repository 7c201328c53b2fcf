"""Names out of BIO scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def spans(scores: NDArray[np.float32], labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Names in a run of tokens: (start, end, label), in order, not overlapping.

    `scores` [n, labels]; a label is O, B-X or I-X. An I-X that continues nothing begins a name.
    """
    found: list[tuple[int, int, str]] = []
    for index, best in enumerate(scores.argmax(axis=1).tolist()):
        label = labels[best]
        if label == "O":
            continue
        kind = label[2:]
        if label[0] == "I" and found and found[-1][1] == index and found[-1][2] == kind:
            found[-1] = (found[-1][0], index + 1, kind)
        else:
            found.append((index, index + 1, kind))
    return found
