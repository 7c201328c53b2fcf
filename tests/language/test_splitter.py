"""Marks of sentence ends, and windows cut by them."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.language import splitter

blank = spacy.blank("en")


def marked(text: str) -> list[str]:
    """Texts of the tokens that are marked at all."""
    doc = blank(text)
    return [token.text for token, mark in zip(doc, splitter.marks(doc), strict=True) if mark]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("The envoys met. Talks go on.", ["The", "Talks"]),
        ("Mr. Okoye met Gen. Brandt in St. Louis.", ["Mr."]),
        ("He left the U.S. The talks failed.", ["He", "The"]),
        ("The U.S. Navy sailed.", ["The"]),
        ('"We agree." The minister left.', ['"', "The"]),
        ("He asked: why now? because of the vote.", ["He"]),
        ("Ceasefire holds\n\nBy a reporter\n\nThe truce held.", ["Ceasefire", "By", "The"]),
        ("The delegation that had waited for three long days in the capital was\nreceived at last.", ["The"]),
        ("Related Articles\nMore News", ["Related", "More"]),
        ("On Nov. 9 the ships sailed.", ["On"]),
    ],
)
def test_marks(text: str, starts: list[str]) -> None:
    assert marked(text) == starts


def test_blank_lines_are_sure_and_periods_only_likely() -> None:
    doc = blank("One. Two.\n\nthree")
    marks = {token.text: mark for token, mark in zip(doc, splitter.marks(doc), strict=True) if mark}
    assert marks == {"One": splitter.SURE, "Two": splitter.LIKELY, "three": splitter.SURE}


lengths = st.lists(st.integers(1, 12), min_size=0, max_size=120)


@settings(max_examples=80, deadline=None)
@given(lengths, st.integers(12, 60), st.data())
def test_windows_cover_everything_and_none_is_too_long(sizes: list[int], fill: int, data: st.DataObject) -> None:
    most = fill + 24
    marks = [data.draw(st.sampled_from([0, 0, 0, 1, 2])) for _ in sizes]
    texts = [data.draw(st.sampled_from(["word", ",", ";"])) for _ in sizes]
    cuts = splitter.windows(marks, sizes, texts, fill, most)
    assert cuts == sorted(set(cuts))
    assert (cuts[:1] == [0]) if sizes else (cuts == [])
    for begin, end in pairwise([*cuts, len(sizes)]):
        assert 0 < sum(sizes[begin:end]) <= most


def test_long_sentence_is_cut_after_a_comma() -> None:
    texts = ["a", "b", ",", "c", "d", "e"]
    assert splitter.bounded([2] * 6, texts, 8) == [0, 3]
