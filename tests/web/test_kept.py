"""Answers kept for a moment: made once for many readers, never older than said, never anybody's alone."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tracker.web import kept
from tracker.web.kept import Kept, Shared

_GET = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}


class _Inside:
    """An application that counts how often it is asked, and answers with that number."""

    def __init__(self, status: int = 200, size: int = 0) -> None:
        self.asked = 0
        self.status = status
        self.size = size
        self.seen: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        number = self.asked
        self.seen.append(scope)
        await asyncio.sleep(0)
        if self.status == 500:
            raise RuntimeError
        headers = [(b"content-type", b"text/html"), (b"content-length", b"1")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": str(number).encode() + b" " * self.size})


async def _ask(app: Kept, **more: Any) -> tuple[int, bytes, dict[bytes, bytes]]:
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)
        if message["type"] == "http.response.start":
            message["headers"].append((b"added", b"on the way"))

    await app(_GET | more, None, send)  # type: ignore[arg-type]
    assert sum(name == b"added" for name, _ in messages[0]["headers"]) == 1
    return (
        messages[0]["status"],
        b"".join(m.get("body", b"") for m in messages[1:]).strip(),
        dict(messages[0]["headers"]),
    )


def _run(told: Callable[[], Any]) -> None:
    asyncio.run(told())


def test_the_same_question_is_answered_once_in_these_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    async def told() -> None:
        inside = _Inside()
        app, loop = Kept(inside, 2, Shared(2)), asyncio.get_running_loop()
        now = 100.0
        monkeypatch.setattr(loop, "time", lambda: now)
        assert [(await _ask(app))[1] for _ in range(3)] == [b"1", b"1", b"1"]
        assert (await _ask(app, query_string=b"country=KOR"))[1] == b"2"
        assert (await _ask(app, path="/map"))[1] == b"3"
        now += 1.9
        assert (await _ask(app))[1] == b"1"
        now += 0.2
        assert (await _ask(app))[1] == b"4"

    _run(told)


def test_many_who_ask_at_once_wait_for_one_answer() -> None:
    async def told() -> None:
        inside = _Inside()
        app = Kept(inside, 2, Shared(2))
        assert {body for _, body, _ in await asyncio.gather(*(_ask(app) for _ in range(50)))} == {b"1"}

    _run(told)


@pytest.mark.parametrize("status", [404, 422, 503, 303])
def test_errors_are_nobody_elses(status: int) -> None:
    async def told() -> None:
        app = Kept(_Inside(status), 2, Shared(2))
        answers = await asyncio.gather(*(_ask(app) for _ in range(3)))
        assert {got for got, _, _ in answers} == {status}
        assert len({body for _, body, _ in answers}) == 3

    _run(told)


def test_what_breaks_breaks_for_each_and_leaves_nothing_behind() -> None:
    async def told() -> None:
        inside = _Inside(500)
        app = Kept(inside, 2, Shared(2))
        answers = await asyncio.gather(*(_ask(app) for _ in range(3)), return_exceptions=True)
        assert all(isinstance(answer, RuntimeError) for answer in answers)
        inside.status = 200
        assert (await _ask(app))[0] == 200

    _run(told)


def test_a_write_is_seen_at_once_also_by_pages_that_were_being_made() -> None:
    async def told() -> None:
        app = Kept(_Inside(), 2, Shared(2))
        await _ask(app)
        await _ask(app, method="POST", path="/events/1/correct")
        assert (await _ask(app))[1] == b"3"
        await asyncio.gather(_ask(app, path="/map"), _ask(app, method="POST", path="/events/1/correct"))
        assert (await _ask(app, path="/map"))[1] == b"6"

    _run(told)


@pytest.mark.parametrize(
    "path", ["/subscribe", "/confirm/x", "/unsubscribe/x", "/static/site.css", "/healthz", "/metrics"]
)
def test_what_is_somebodys_own_or_of_this_moment_is_not_kept(path: str) -> None:
    async def told() -> None:
        app = Kept(_Inside(), 2, Shared(2))
        assert [(await _ask(app, path=path))[1] for _ in range(2)] == [b"1", b"2"]

    _run(told)


def test_who_has_it_already_is_told_so() -> None:
    async def told() -> None:
        inside = _Inside()
        app = Kept(inside, 2, Shared(2))
        _, _, headers = await _ask(app)
        for etag, expected in ((headers[b"etag"], (304, b"")), (b'"other"', (200, b"1"))):
            status, body, _ = await _ask(app, headers=[(b"if-none-match", etag)])
            assert (status, body) == expected
        await _ask(app, path="/map", headers=[(b"if-none-match", headers[b"etag"])])
        assert all(name != b"if-none-match" for name, _ in inside.seen[-1]["headers"])

    _run(told)


def test_what_pages_have_in_common_is_read_once_in_these_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(kept.time, "monotonic", lambda: now)
    shared, numbers = Shared(2), count(1)
    assert [shared.get(key, lambda: next(numbers)) for key in "aabba"] == [1, 1, 2, 2, 1]
    now += 2.1
    assert shared.get("a", lambda: next(numbers)) == 3


def test_a_write_lets_what_pages_have_in_common_be_forgotten_even_while_it_is_read() -> None:
    async def told() -> None:
        shared, numbers = Shared(60), count(1)
        app = Kept(_Inside(), 2, shared)

        def read_while_written() -> int:
            shared.forget()
            return next(numbers)

        shared.get("a", lambda: next(numbers))
        await _ask(app, method="POST", path="/events/1/correct")
        assert shared.get("a", read_while_written) == 2
        assert [shared.get("a", lambda: next(numbers)) for _ in range(2)] == [3, 3]

    _run(told)


def test_what_pages_have_in_common_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_SHARED", 10)
    shared = Shared(60)
    for number in range(100):
        assert shared.get(number, lambda number=number: number) == number  # type: ignore[misc]
        assert len(shared._found) <= 10


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_BYTES", 2_500)

    async def told() -> None:
        app = Kept(_Inside(size=999), 60, Shared(60))
        for number in (1, 2, 3, 3, 1):
            await _ask(app, query_string=str(number).encode())
        assert len(app._answers) == 2 and app._bytes == 2_000

    _run(told)


def test_nothing_is_kept_where_that_is_set() -> None:
    async def told() -> None:
        app = Kept(_Inside(), 0, Shared(0))
        assert [(await _ask(app))[1] for _ in range(2)] == [b"1", b"2"]

    _run(told)


_TAKES = {"headers": [(b"accept-encoding", b"br, gzip;q=0.8")]}


def test_what_is_large_is_packed_once_for_those_who_take_that() -> None:
    async def told() -> None:
        inside = _Inside(size=5_000)
        app = Kept(inside, 2, Shared(2))
        (_, plain, as_is), (_, small, headers) = await _ask(app), await _ask(app, **_TAKES)
        assert inside.asked == 1 and b"content-encoding" not in as_is
        assert headers[b"content-encoding"] == b"gzip" and headers[b"content-length"] == str(len(small)).encode()
        assert len(small) < 200 and gzip.decompress(small).strip() == plain
        assert as_is[b"vary"] == headers[b"vary"] == b"Accept-Encoding", "caches on the way keep both"
        assert as_is[b"etag"] != headers[b"etag"], "the bytes are others"
        for tag in (as_is[b"etag"], headers[b"etag"]):
            known = [*_TAKES["headers"], (b"if-none-match", tag)]
            status, body, told_so = await _ask(app, headers=known)
            assert (status, body) == (304, b"") and told_so[b"etag"] == headers[b"etag"]
            assert b"content-encoding" not in told_so

    _run(told)


@pytest.mark.parametrize("takes", [b"", b"identity", b"br", b"gzip;q=0", b"gzip; q=0.000", b"x-gzip;q=0"])
def test_whoever_does_not_take_packed_answers_gets_none(takes: bytes) -> None:
    async def told() -> None:
        headers = (await _ask(Kept(_Inside(size=5_000), 2, Shared(2)), headers=[(b"accept-encoding", takes)]))[2]
        assert b"content-encoding" not in headers

    _run(told)


def test_what_is_small_is_sent_as_it_is() -> None:
    async def told() -> None:
        headers = (await _ask(Kept(_Inside(size=500), 2, Shared(2)), **_TAKES))[2]
        assert b"content-encoding" not in headers and b"vary" not in headers

    _run(told)
