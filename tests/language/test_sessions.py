"""Answers of the networks are the same on every processor: sums of bytes never overflow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tracker.language import component, sessions
from tracker.language.encoder import Encoder, Unit
from tracker.language.sessions import LEFT, RIGHT, ROWS, WIDTH

WORDS = "Foreign ministers of Chile and Peru signed a treaty in Lima on Monday .".split()
UNIT = Unit(WORDS, [1] * len(WORDS), [1, *[0] * (len(WORDS) - 1)])


class Sums:
    """A session whose sums come to what is given."""

    def __init__(self, total: int) -> None:
        self.total = total

    def run(self, outputs: None, feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        assert feed["left"].shape == (ROWS, WIDTH)
        return [np.full((ROWS, WIDTH), self.total, np.int32)]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    sessions.overflows.cache_clear()
    yield
    sessions.overflows.cache_clear()


@pytest.mark.parametrize(("total", "answer"), [(LEFT * RIGHT * WIDTH, False), (32767 * WIDTH // 2, True)])
def test_sums_that_fall_short_overflow(monkeypatch: pytest.MonkeyPatch, total: int, answer: bool) -> None:
    monkeypatch.setattr(sessions, "_session", lambda path, threads, exact: Sums(total))
    assert sessions.overflows() is answer


def test_what_this_processor_runs_is_what_unsigned_weights_come_to(monkeypatch: pytest.MonkeyPatch) -> None:
    if sessions.overflows():
        pytest.skip("this processor runs unsigned weights")
    mine = Encoder(component.MODEL, 1).read(UNIT)
    monkeypatch.setattr(sessions, "overflows", lambda: True)
    sure = Encoder(component.MODEL, 1).read(UNIT)
    assert np.array_equal(mine.arcs, sure.arcs)
    assert np.array_equal(mine.names, sure.names)
    assert np.array_equal(mine.vectors, sure.vectors)
