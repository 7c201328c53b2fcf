"""What stays of an article's words when retention lets them go: how it opens, and what was read from it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

OPENING = 500
"""Characters of the opening that matching compares; they stay, so that later reports are joined as before."""


def remains(body: str, said: Iterable[tuple[int, int, str]]) -> str:
    """The opening and the words quoted (start, end, text) at their places, blanks between: every offset into the whole
    text leads to the same words in what stays. A quote that does not stand where it says, in the title say, is not
    looked for."""
    spans = [(0, OPENING), *((start, end) for start, end, text in said if text and body[start:end] == text)]
    kept: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            begin = max(start, at)
            kept += [" " * (begin - at), body[begin:end]]
            at = end
    return "".join(kept)
