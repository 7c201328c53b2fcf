"""Answers packed with gzip for those who take it: a quarter or a tenth of their size.

Only what is the same for every reader is packed, which is what is kept (kept.py) and static files. How small a packed
page is tells what it holds to whoever may add to it and watch (the BREACH attack); pages of signed links and forms are
sent as they are.
"""

from __future__ import annotations

import gzip

from starlette.datastructures import Headers

_FEWEST_BYTES = 1_000  # less fits into one packet anyhow
_QUICK, _BEST = 3, 9
_WORDS = ("text/", "application/json", "application/atom+xml", "image/svg+xml")


def worth_packing(body: bytes, kind: str) -> bool:
    return len(body) >= _FEWEST_BYTES and kind.startswith(_WORDS)


def packed(body: bytes, *, once: bool = False) -> bytes:
    """The body as gzip; `once`: for good, with as much time as it takes."""
    return gzip.compress(body, _BEST if once else _QUICK, mtime=0)


def takes_packed(headers: Headers) -> bool:
    """Whether gzip is among what a reader takes (RFC 9110, Accept-Encoding)."""
    for each in headers.get("accept-encoding", "").lower().split(","):
        name, _, rest = each.partition(";")
        if name.strip() in ("gzip", "x-gzip"):
            weight = rest.strip().removeprefix("q=").strip() or "1"
            return weight.strip("0.") != ""
    return False


def tag_of_packed(etag: str) -> str:
    """The packed form has an entity tag of its own: its bytes are others."""
    return f'{etag[:-1]}-gzip"'
