"""What the judge's network reads at once: windows that follow each other, together as far as they fit."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker import language
from tracker.language.component import MODEL
from tracker.language.encoder import Answer, Unit
from tracker.language.events import AT_ONCE, EventNetwork, joined
from tracker.language.passage import Part


def _part(number: int, pieces: int) -> Part:
    nothing: Any = np.zeros(0)
    answer = Answer(*(nothing for _ in range(10)), rows=np.zeros((pieces, 4), np.uint8))
    return [number], Unit(["word"], [1], [1]), answer


@given(st.lists(st.integers(3, AT_ONCE + 50), min_size=1, max_size=12))
def test_windows_are_read_together_in_order_as_far_as_they_fit(sizes: list[int]) -> None:
    parts = [_part(number, size) for number, size in enumerate(sizes)]
    together = list(joined(parts))
    assert [tokens[0] for group in together for tokens, _, _ in group] == list(range(len(sizes)))
    lengths = [[len(answer.rows) for _, _, answer in group] for group in together]
    assert all(sum(own) <= AT_ONCE for own in lengths if len(own) > 1)
    assert all(sum(own) + after[0] > AT_ONCE for own, after in pairwise(lengths))


TEXT = """Officials of Peru and Chile met at Tacna on Monday to talk about the mines along the border, and agreed on
little.

The Chilean envoy left the room twice. Peru's foreign minister said afterwards that he had expected nothing else of men
who had been sent to say no, and that he would raise it with the mediators from Brazil.

His host was kinder. In a note that was handed to reporters, the mayor thanked both delegations for their patience and
asked them to come back in the spring, when the passes are open and the fair is held.

They will not. Chile called the next round off that evening, and its president flew to Lima instead."""


def test_windows_read_together_are_read_as_one() -> None:
    reader: Any = language.create().get_pipe("tracker_reader")
    reader(language.create().make_doc(TEXT))
    parts: list[Part] = reader.last
    assert len(parts) > 1
    words = [word for _, unit, _ in parts for word in unit.words]
    marks = parts[0][2].rows
    one = replace(
        parts[0][2],
        vectors=np.concatenate([answer.vectors for _, _, answer in parts]),
        rows=np.concatenate([marks[:1], *(answer.rows[1:-1] for _, _, answer in parts), marks[-1:]]),
    )
    whole = [*range(len(words))], Unit(words, [gap for _, unit, _ in parts for gap in unit.gaps], [0] * len(words)), one
    network = EventNetwork(MODEL, 1)
    together, alone = network.read(reader.pieces, parts), network.read(reader.pieces, [whole])
    assert all((together[name] == alone[name]).all() for name in together)
    first = network.read(reader.pieces, parts[:1])["kinds"]
    assert not np.allclose(first, together["kinds"][: len(first)], atol=1e-3)
