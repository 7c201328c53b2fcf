"""Reprints: near-duplicate texts resemble each other, others do not; agencies are read from their credits."""

from __future__ import annotations

import pytest

from tracker.events.reprints import bands_of, resemblance, signature_of, wire_of

WORDS = [f"word{n}" for n in range(300)]
TEXT = " ".join(WORDS)


def test_a_reprint_with_another_last_paragraph_is_the_same_text() -> None:
    reprint = " ".join([*WORDS[:270], *(f"other{n}" for n in range(25))])
    first, second = signature_of(TEXT), signature_of(reprint)
    assert resemblance(first, second) > 0.7
    assert set(bands_of(first)) & set(bands_of(second))


def test_another_text_is_another() -> None:
    first, second = signature_of(TEXT), signature_of(" ".join(f"else{n}" for n in range(300)))
    assert resemblance(first, second) < 0.1
    assert not set(bands_of(first)) & set(bands_of(second))


def test_too_short_to_compare() -> None:
    assert signature_of("Ten words are not enough to call it a reprint.") == []
    assert resemblance([], []) == 0.0


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("SEOUL, May 4 (Yonhap) -- The ministry said", "yonhap"),
        ("LIMA (Reuters) - The president said", "reuters"),
        ("PARIS, AFP — The minister said", "afp"),
        ("The minister (Reuters photo) said", None),
        ("The ministry said on Monday", None),
    ],
)
def test_wire_credits(text: str, agency: str | None) -> None:
    assert wire_of(text) == agency
