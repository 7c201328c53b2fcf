"""The words of a document as the repairs see them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Parallel lists over the tokens of a document that are not blank."""

    text: list[str]
    gaps: list[int]
    """1 where white space precedes."""
    tags: list[str]
    """Penn tags."""
    starts: list[bool]
    """Whether a sentence begins."""
