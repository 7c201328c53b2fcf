"""Which texts are one text: MinHash over word shingles (Broder 1997; datasketch's only home) and wire credits. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from datasketch import MinHash

SCHEME = 2
"""Number of the way in which signatures are made: to be raised whenever shingles, hash or permutations change."""
PERMUTATIONS = 64
_ROWS = 4  # 16 bands of 4 rows: texts that resemble each other by 0.6 share a band with probability 0.9
_SHINGLE = 4
_SHORTEST = 25
_WORD = re.compile(r"[^\W_]+")
# "(Yonhap)", "(Reuters)", "AP —" at the very start, or a credit line at the end
_CREDIT = re.compile(r"\(([A-Z][\w.&' ]{1,28})\)\s*[-–—]|\b(AP|AFP|dpa|TASS|UPI)\s*[-–—]")
_OPENING = 160


def signature_of(text: str) -> list[int]:
    """64 MinHash values of a text; empty for one too short to compare."""
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _SHORTEST:
        return []
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=crc32)
    sketch.update_batch({" ".join(words[i : i + _SHINGLE]).encode() for i in range(len(words) - _SHINGLE + 1)})
    return [int(value) for value in sketch.hashvalues]


def bands_of(signature: Sequence[int]) -> list[int]:
    """Band keys (signed 64 bit): two texts that share one are worth comparing."""
    keys = []
    for start in range(0, len(signature), _ROWS):
        raw = np.array([start, *signature[start : start + _ROWS]], dtype=np.uint64).tobytes()
        value = 14695981039346656037  # FNV-1a
        for byte in raw:
            value = ((value ^ byte) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
        keys.append(value - (1 << 64) if value >> 63 else value)
    return keys


def resemblance(first: Sequence[int], second: Sequence[int]) -> float:
    """Estimated share of common shingles, 0 … 1."""
    if not first or len(first) != len(second):
        return 0.0
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def wire_of(text: str) -> str | None:
    """The agency that a report credits in its opening, in lower case."""
    found = _CREDIT.search(text[:_OPENING])
    return (found[1] or found[2]).strip().lower() if found else None
