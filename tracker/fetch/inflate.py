"""Inflating gzip, deflate and brotli within a budget: nothing is inflated beyond it, not even for a moment."""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli

# below this size any ratio is harmless: short pages of blanks inflate far
_RATIO_FROM = 1_000_000
_STEP = 256 * 1024


class InflatedTooFar(Exception):
    """The answer inflates beyond its budget."""


class BrokenCompression(Exception):
    """The answer is not compressed as its header says."""


class Inflater(Protocol):
    """Takes wire bytes, gives body bytes, never more than the budget allows."""

    def feed(self, data: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


class Plain:
    """No compression; the size is still counted."""

    def __init__(self, limit: int) -> None:
        self._left = limit

    def feed(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise InflatedTooFar("the body is over its limit")
        return data

    def finish(self) -> bytes:
        return b""


class _Counted:
    """Counts what goes in and comes out."""

    def __init__(self, limit: int, ratio: int) -> None:
        self._limit, self._ratio = limit, ratio
        self._wire = self._body = 0

    def _count(self, piece: bytes) -> bytes:
        self._body += len(piece)
        if self._body > self._limit:
            raise InflatedTooFar(f"over {self._limit:,} bytes from {self._wire:,} on the wire")
        if self._body > _RATIO_FROM and self._body > self._ratio * self._wire:
            raise InflatedTooFar(f"{self._body:,} bytes from {self._wire:,} on the wire")
        return piece


class Zlib(_Counted):
    """gzip (RFC 1952, several members too) and deflate (RFC 1950; raw RFC 1951, as some servers send it)."""

    def __init__(self, limit: int, ratio: int) -> None:
        super().__init__(limit, ratio)
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._fresh = True
        self._members = 0
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        self._wire += len(data)
        data, self._held = self._held + data, b""
        out: list[bytes] = []
        while data:
            if self._fresh and len(data) < 2:  # what kind it is can be told from two bytes on
                self._held = data
                break
            data = self._step(data, out)
        return b"".join(out)

    def _step(self, data: bytes, out: list[bytes]) -> bytes:
        if self._members and self._fresh and not data.startswith(b"\x1f\x8b"):
            return b""  # rubbish behind the end, which browsers ignore
        try:
            out.append(self._count(self._inflate.decompress(data, _STEP)))
        except zlib.error as error:
            if not self._fresh or self._members:
                raise BrokenCompression(str(error)) from None
            self._fresh = False
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            return data
        self._fresh = False
        if not self._inflate.eof:
            return self._inflate.unconsumed_tail
        rest = self._inflate.unused_data.lstrip(b"\0")
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._fresh = True
        self._members += 1
        return rest

    def finish(self) -> bytes:
        return b""


class Brotli(_Counted):
    """RFC 7932."""

    def __init__(self, limit: int, ratio: int) -> None:
        super().__init__(limit, ratio)
        self._inflate = brotli.Decompressor()

    def feed(self, data: bytes) -> bytes:
        self._wire += len(data)
        out: list[bytes] = []
        try:
            out.append(self._count(self._inflate.process(data, output_buffer_limit=_STEP)))
            while not self._inflate.can_accept_more_data():
                out.append(self._count(self._inflate.process(b"", output_buffer_limit=_STEP)))
        except brotli.error as error:
            raise BrokenCompression(str(error)) from None
        return b"".join(out)

    def finish(self) -> bytes:
        return b""


def inflater(encoding: str, limit: int, ratio: int) -> Inflater:
    """The inflater for a Content-Encoding. Raises BrokenCompression for one that we did not ask for."""
    name = encoding.strip().lower()
    if name in ("", "identity", "none"):
        return Plain(limit)
    if name in ("gzip", "x-gzip", "deflate"):
        return Zlib(limit, ratio)
    if name == "br":
        return Brotli(limit, ratio)
    raise BrokenCompression(f"Content-Encoding {name!r} was not asked for")
