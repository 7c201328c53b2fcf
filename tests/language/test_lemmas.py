"""Lemmas by word, tag and part of speech."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.language.lemmas import lemma


@pytest.mark.parametrize(
    ("word", "tag", "pos", "expected"),
    [
        ("cancelled", "VBN", "VERB", "cancel"),
        ("met", "VBD", "VERB", "meet"),
        ("urges", "VBZ", "VERB", "urge"),
        ("crossing", "VBG", "VERB", "cross"),
        ("tying", "VBG", "VERB", "tie"),
        ("signing", "NN", "NOUN", "signing"),
        ("founded", "VBN", "VERB", "found"),
        ("found", "VBD", "VERB", "find"),
        ("was", "VBD", "AUX", "be"),
        ("n’t", "RB", "PART", "not"),
        ("allies", "NNS", "NOUN", "ally"),
        ("crises", "NNS", "NOUN", "crisis"),
        ("bases", "NNS", "NOUN", "base"),
        ("talks", "NNS", "NOUN", "talk"),
        ("Austria", "NNP", "PROPN", "Austria"),
        ("The", "DT", "DET", "the"),
        ("s", "VBZ", "X", "s"),
    ],
)
def test_lemma(word: str, tag: str, pos: str, expected: str) -> None:
    assert lemma(word, tag, pos) == expected


@settings(max_examples=100, deadline=None)
@given(
    st.text(min_size=1, max_size=20),
    st.sampled_from(["VBD", "VBG", "VBZ", "VBN", "NNS", "JJR", "RBS", "NN", "XX"]),
    st.sampled_from(["VERB", "NOUN", "ADJ", "ADV", "X", "AUX"]),
)
def test_every_word_has_a_lemma(word: str, tag: str, pos: str) -> None:
    assert lemma(word, tag, pos)
