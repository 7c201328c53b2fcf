"""Which texts are one text: MinHash over word shingles (Broder 1997; datasketch's only home) and wire credits. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

import numpy as np
from datasketch import MinHash

SCHEME = 3
"""Number of the way in which signatures are made: to be raised whenever shingles, hash or permutations change."""
PERMUTATIONS = 64
_ROWS = 4  # 16 bands of 4 rows: texts that resemble each other by 0.6 share a band with probability 0.9
_SHINGLE = 4
_SHORTEST = 25
_WORD = re.compile(r"[^\W_]+")
# "(Yonhap)", "(Reuters)", "AP —" at the very start, or a credit line at the end
_CREDIT = re.compile(r"\(([A-Z][\w.&' ]{1,28})\)\s*[-–—]|\b(AP|AFP|dpa|TASS|UPI)\s*[-–—]")
_OPENING = 160


# made once: drawing the permutations takes longer than using them
_FRESH = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
# odd numbers that tell the places of a shingle's words apart (Knuth's and three like it)
_PLACES = np.array([2654435761, 2246822519, 3266489917, 668265263], dtype=np.uint64)


def signature_of(text: str) -> list[int]:
    """64 MinHash values of a text; empty for one too short to compare."""
    words = _WORD.findall(text.lower())
    if len(words) < _SHORTEST:
        return []
    sketch = _FRESH.copy()
    sketch.update_batch(_shingles(words))
    return sketch.hashvalues.tolist()  # type: ignore[no-any-return]


@lru_cache(maxsize=65_536)
def _number(word: str) -> int:
    return crc32(word.encode())


def _shingles(words: Sequence[str]) -> list[int]:
    """Numbers of 32 bits for every run of four words."""
    numbers = np.array([_number(word) for word in words], dtype=np.uint64)
    runs = np.lib.stride_tricks.sliding_window_view(numbers, _SHINGLE)
    mixed = (runs * _PLACES).sum(axis=1, dtype=np.uint64)  # wraps at 64 bits, as it should
    return np.unique(mixed >> np.uint64(32)).tolist()  # type: ignore[no-any-return]


def bands_of(signature: Sequence[int]) -> list[int]:
    """Band keys (signed 64 bit): two texts that share one are worth comparing."""
    rows = np.array(signature, dtype=np.uint64).reshape(-1, _ROWS)
    return [
        int.from_bytes(blake2b(row.tobytes(), digest_size=8, salt=at.to_bytes(2)).digest(), signed=True)
        for at, row in enumerate(rows)
    ]


def resemblance(first: Sequence[int], second: Sequence[int]) -> float:
    """Estimated share of common shingles, 0 … 1."""
    if not first or len(first) != len(second):
        return 0.0
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def wire_of(text: str) -> str | None:
    """The agency that a report credits in its opening, in lower case."""
    found = _CREDIT.search(text[:_OPENING])
    return (found[1] or found[2]).strip().lower() if found else None
