"""The second look as it is trained; needs the extra [train]."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tracker.language import starts

torch = pytest.importorskip("torch")

from tracker.language.train import starts as training  # noqa: E402

CONFIG = {
    "seeds": [1, 2],
    "epochs": 30,
    "rate": 0.02,
    "decay": 0.0,
    "batch": 8,
    "dropout": 0.0,
    "dropout_words": 0.0,
    "sizes": {"hidden": 8, "kinds": 3, "words": 2},
}


def test_truth_stands_at_the_token_that_holds_the_beginning() -> None:
    assert training._truth([(0, 3), (4, 8), (8, 9), (10, 15)], [0, 6, 10]).tolist() == [True, True, False, True]


def test_packed_perceptrons_answer_as_they_were_trained(tmp_path: Path) -> None:
    words = ["Subject", "talks", "Subject", "prices", "Subject", "oil"] * 4
    scores = np.array([20.0, 0.0, 0.0, 0.0, 0.0, 0.0] * 4)
    size = len(words)
    found = starts.doubts(words, [1] * size, [0] * size, scores, np.zeros(size, np.bool_))
    truth = np.array([word == "Subject" for word in words])[found.places]
    example = training.Example(found, scores[found.places], truth)
    training.fit([example], ["subject", "talks"], CONFIG, tmp_path / "starts.npz")
    look = starts.SecondLook(tmp_path / "starts.npz")
    answer = look.starts(words, [1] * size, [0] * size, scores, np.zeros(size, np.bool_))
    assert answer.tolist() == [word == "Subject" for word in words]
