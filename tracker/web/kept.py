"""Answers kept for a moment: who asks what somebody asked a second ago is given the same.

Pages are the same for every reader, and a page that many look at is made once in these seconds; those who ask while it
is being made wait for it. Each has an ETag, so that a reader who has it already is told so, and is packed once for all
who take that. Whatever is posted here is seen at once: it throws away all that is kept. So nothing is older than twice
these seconds.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.web.packing import packed, tag_of_packed, takes_packed, worth_packing

_PAGES = frozenset(("/", "/map", "/calendar", "/actors", "/health", "/digests", "/atom.xml", "/calendar.ics"))
_BELOW = ("/events/", "/actors/", "/dyads/", "/chart/", "/api/v1/")
_MOST_BYTES = 32_000_000  # of all that is kept
_MOST_SHARED = 2_000
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Answer:
    start: Message
    body: bytes
    until: float

    @property
    def headers(self) -> Headers:
        return Headers(raw=self.start["headers"])

    @cached_property
    def packed(self) -> bytes:
        return packed(self.body)


class Shared:
    """What pages of many addresses have in common, such as the figures of an actor or the state of the service: read
    for one of them and given to all within `seconds` (0: read by each)."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._found: dict[Hashable, tuple[float, Any]] = {}

    def get(self, key: Hashable, read: Callable[[], _T]) -> _T:
        """What stands under `key`, read if need be."""
        known = self._found
        until, found = known.get(key, (0.0, None))
        if until <= time.monotonic():
            found = read()
            if len(known) >= _MOST_SHARED:
                known.clear()
            # where all was forgotten meanwhile, this goes with it
            known[key] = (time.monotonic() + self._seconds, found)
        shared: _T = found
        return shared

    def forget(self) -> None:
        self._found = {}


class Kept:
    """Keeps answers for `seconds` (0: not at all) (ASGI 3.0 middleware). What is posted lets `shared` be forgotten
    too."""

    def __init__(self, app: ASGIApp, seconds: float, shared: Shared) -> None:
        self._app = app
        self._seconds = seconds
        self._shared = shared
        self._answers: OrderedDict[tuple[str, bytes], _Answer] = OrderedDict()
        self._bytes = 0
        self._making: dict[tuple[str, bytes], asyncio.Future[_Answer | None]] = {}
        self._writes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._seconds:
            await self._app(scope, receive, send)
        elif scope["method"] == "POST":
            try:
                await self._app(scope, receive, send)
            finally:
                self._forget()
        elif scope["method"] == "GET" and (scope["path"] in _PAGES or scope["path"].startswith(_BELOW)):
            await self._read(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = (scope["path"], scope["query_string"])
        answer = self._answers.get(key)
        if answer is None or answer.until <= asyncio.get_running_loop().time():
            making = self._making.get(key)
            answer = await asyncio.shield(making) if making else await self._make(key, scope, receive, send)
            if answer is None and making is None:
                return  # it is sent
        if answer is None:  # whoever was waited for got an error, which is theirs alone
            await self._app(scope, receive, send)
        else:
            await _give(answer, scope, send)

    async def _make(self, key: tuple[str, bytes], scope: Scope, receive: Receive, send: Send) -> _Answer | None:
        """The answer, kept; None where it is none to be kept, which has then been sent."""
        loop = asyncio.get_running_loop()
        made = self._making[key] = loop.create_future()
        writes, answer = self._writes, None
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(message)

        try:
            # whether the reader has it already is told from the answer
            headers = [pair for pair in scope["headers"] if pair[0] != b"if-none-match"]
            await self._app({**scope, "headers": headers}, receive, collect)
            if messages[0]["status"] == 200:
                answer = _answer(messages, loop.time() + self._seconds)
                if writes == self._writes:
                    self._keep(key, answer)
        finally:
            del self._making[key]
            made.set_result(answer)
        if answer is None:
            for message in messages:
                await send(message)
        return answer

    def _keep(self, key: tuple[str, bytes], answer: _Answer) -> None:
        old = self._answers.pop(key, None)
        self._answers[key] = answer
        self._bytes += len(answer.body) - (len(old.body) if old else 0)
        while self._bytes > _MOST_BYTES:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= len(oldest.body)

    def _forget(self) -> None:
        self._writes += 1
        self._shared.forget()
        self._answers.clear()
        self._bytes = 0


def _answer(messages: list[Message], until: float) -> _Answer:
    start = messages[0]
    body = b"".join(message.get("body", b"") for message in messages[1:])
    headers = MutableHeaders(scope=start)
    headers.setdefault("etag", f'"{hashlib.sha256(body).hexdigest()[:24]}"')
    if worth_packing(body, headers.get("content-type", "")):
        headers.add_vary_header("Accept-Encoding")
    return _Answer(start, body, until)


async def _give(answer: _Answer, scope: Scope, send: Send) -> None:
    # a copy: what is added on the way out belongs to one answer
    start, body, asked = {**answer.start, "headers": list(answer.start["headers"])}, answer.body, Headers(scope=scope)
    headers, plain = MutableHeaders(scope=start), answer.headers["etag"]
    if "vary" in headers and takes_packed(asked):
        body = answer.packed
        headers["etag"], headers["content-encoding"] = tag_of_packed(plain), "gzip"
        headers["content-length"] = str(len(body))
    if any(tag in asked.get("if-none-match", "") for tag in (plain, headers["etag"])):
        start, body = {**start, "status": 304}, b""
        for name in ("content-length", "content-type", "content-encoding"):
            del headers[name]
    await send(start)
    await send({"type": "http.response.body", "body": body})
