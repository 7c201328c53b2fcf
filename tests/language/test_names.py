"""Names from scores, and their repair."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tracker.language import names, titles
from tracker.language.words import Words

LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-NORP", "I-NORP"]
FREE = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
blank = spacy.blank("en")


def words_of(text: str) -> Words:
    """Words of `text`, capitalised ones tagged as names."""
    doc = blank(text)
    return Words(
        text=[token.text for token in doc],
        gaps=[int(token.i == 0 or bool(doc[token.i - 1].whitespace_)) for token in doc],
        tags=["HYPH" if token.text == "-" else "NNP" if token.text[0].isupper() else "NN" for token in doc],
        starts=[token.i == 0 or doc[token.i - 1].text == "." for token in doc],
    )


def mended(text: str, *found: tuple[str, str]) -> list[tuple[str, str]]:
    """Names after repair, as text and label, when the network found these pieces of `text`."""
    doc = blank(text)
    spans = []
    reached = 0
    for piece, kind in found:
        at = text.index(piece, reached)
        reached = at + len(piece)
        span = doc.char_span(at, reached)
        assert span is not None, piece
        spans.append((span.start, span.end, kind))
    return [(doc[begin:end].text, kind) for begin, end, kind in names.repaired(spans, words_of(text))]


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("Prime Minister Ana Brnic spoke", [("Prime Minister Ana Brnic", "PER")], [("Ana Brnic", "PER")]),
        (
            "Secretary of Defense Mark Olsen left",
            [("Defense", "ORG"), ("Mark Olsen", "PER")],
            [("Mark Olsen", "PER")],
        ),
        ("He met Park Ji-soo today", [("Park Ji", "PER")], [("Park Ji-soo", "PER")]),
        ("an Olsen-led mission", [("Olsen", "PER")], [("Olsen", "PER")]),
        (
            "Faisal bin Turki Al Rashed came",
            [("Faisal", "PER"), ("Turki Al Rashed", "PER")],
            [("Faisal bin Turki Al Rashed", "PER")],
        ),
        ("“ Moscow ” said so", [("“ Moscow ”", "LOC")], [("Moscow", "LOC")]),
        ("On Friday they left", [("Friday", "ORG")], []),
        ("in the Gulf of Tonkin then", [("Gulf", "LOC"), ("Tonkin", "LOC")], [("Gulf of Tonkin", "LOC")]),
        ("near Liberty Hall they met", [("Liberty", "ORG"), ("Hall", "LOC")], [("Liberty Hall", "LOC")]),
        ("the South Korean envoy", [("Korean", "NORP")], [("South Korean", "NORP")]),
        ("the UAE and Oman", [("UAE", "ORG"), ("Oman", "LOC")], [("UAE", "LOC"), ("Oman", "LOC")]),
        ("two MiG-29s crashed", [("MiG-29s", "ORG")], []),
        ("Adm. Ruth Vance spoke", [("Adm.", "PER"), ("Ruth Vance", "PER")], [("Ruth Vance", "PER")]),
        ("sued Orrin Steel, Inc. over it", [("Orrin Steel", "ORG")], [("Orrin Steel, Inc.", "ORG")]),
        ("the mayor of Porto met", [("Porto", "LOC")], [("Porto", "LOC")]),
        (
            "Ana Brnic spoke. Later Brnic left",
            [("Ana Brnic", "PER")],
            [("Ana Brnic", "PER"), ("Brnic", "PER")],
        ),
        (
            "The Harbour Safety Board (HSB) met. Later HSB left",
            [("Harbour Safety Board", "ORG"), ("HSB", "LOC")],
            [("Harbour Safety Board", "ORG"), ("HSB", "ORG"), ("HSB", "ORG")],
        ),
    ],
)
def test_repairs(text: str, found: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    assert mended(text, *found) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Prime Minister Han", 2),
        ("Gen. Okafor", 1),
        ("Major General Lee", 2),
        ("Secretary of State Blum", 3),
        ("Crown Prince Tariq", 2),
        ("Lee Hsien", 0),
        ("President", 0),
        ("Vice", 0),
    ],
)
def test_titles_are_counted(name: str, expected: int) -> None:
    assert titles.length(name.split()) == expected


scores = st.integers(1, 12).flatmap(
    lambda n: arrays.arrays(np.float32, (n, len(LABELS)), elements=st.floats(-5, 5, width=32))
)


@settings(max_examples=60, deadline=None)
@given(scores)
def test_spans_are_in_order_and_best_among_legal_ones(table: np.ndarray) -> None:
    found = names.spans(table, LABELS, FREE)
    assert all(begin < end for begin, end, _ in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


def test_continuation_without_beginning_is_weighed_not_taken() -> None:
    table = np.zeros((2, len(LABELS)), dtype=np.float32)
    table[0, LABELS.index("B-LOC")] = 3
    table[1, LABELS.index("I-ORG")] = 2
    table[1, LABELS.index("I-LOC")] = 1.9
    assert names.spans(table, LABELS, FREE) == [(0, 2, "LOC")]
