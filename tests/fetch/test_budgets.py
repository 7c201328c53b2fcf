"""One fetch costs no more than its budgets, whatever the server does."""

from __future__ import annotations

import asyncio
import gzip
import random
import time
import zlib
from dataclasses import replace
from typing import Any

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.feeds.outcome import Outcome
from tracker.fetch import Budgets, Fetched, Fetcher
from tracker.fetch.inflate import BrokenCompression, InflatedTooFar, inflater

SMALL = Budgets(
    connect_s=0.5, total_s=0.8, wire_bytes=200_000, body_bytes=2_000_000, redirects=3, allow_private=("127.0.0.1",)
)
OK = b"HTTP/1.1 200 OK\r\n"


def fetch(url: str, budgets: Budgets = SMALL, **more: Any) -> Fetched:
    async def go() -> Fetched:
        async with Fetcher(budgets) as fetcher:
            return await fetcher.get(url, **more)

    return asyncio.run(go())


def with_length(body: bytes, more: bytes = b"") -> bytes:
    return OK + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
WORDS = b"<rss>" + bytes(range(256)) * 40


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(WORDS)), ("x-gzip", gzip.compress(WORDS)), ("deflate", zlib.compress(WORDS)),
        ("deflate", raw_deflate(WORDS)), ("br", brotli.compress(WORDS)), ("identity", WORDS),
        ("gzip", gzip.compress(WORDS[:99]) + gzip.compress(WORDS[99:])), ("gzip", gzip.compress(WORDS) + b"rubbish"),
    ],
)  # fmt: skip
def test_compressed_answers_are_inflated(wild: Any, encoding: str, packed: bytes) -> None:
    url = wild.answers("/", with_length(packed, f"Content-Encoding: {encoding}\r\n".encode()))
    found = fetch(url)
    assert (found.outcome, found.body, found.wire_bytes) == (Outcome.OK, WORDS, len(packed))


@pytest.mark.parametrize("encoding", PACKERS)
def test_bombs_end_within_their_budget(wild: Any, encoding: str) -> None:
    bomb = PACKERS[encoding](bytes(60_000_000))
    url = wild.answers("/", with_length(bomb, f"Content-Encoding: {encoding}\r\n".encode()))
    assert fetch(url).outcome is Outcome.BOMB
    assert fetch(url, replace(SMALL, body_bytes=500_000_000)).outcome is Outcome.BOMB, "the ratio is a budget too"


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", b"\x1f\x8b\x08no gzip"), ("br", b"\xff\xff\xff"), ("compress", b"x"), ("zstd", b"x")],
)
def test_broken_compression_is_told(wild: Any, encoding: str, packed: bytes) -> None:
    url = wild.answers("/", with_length(packed, f"Content-Encoding: {encoding}\r\n".encode()))
    assert fetch(url).outcome is Outcome.BROKEN


@given(st.sampled_from([*PACKERS, "raw"]), st.binary(max_size=3_000), st.integers(1, 700))
def test_inflating_in_any_pieces_gives_the_same(encoding: str, data: bytes, size: int) -> None:
    packed = raw_deflate(data) if encoding == "raw" else PACKERS[encoding](data)
    if encoding == "raw" and packed[:1] == b"\x78":
        return  # cannot be told from a wrapped stream
    inflate = inflater("deflate" if encoding == "raw" else encoding, 10_000, 200)
    assert b"".join(inflate.feed(packed[at : at + size]) for at in range(0, len(packed), size)) == data


@given(st.sampled_from(list(PACKERS)), st.binary(max_size=300))
def test_no_bytes_break_inflating_in_another_way(encoding: str, data: bytes) -> None:
    try:
        inflater(encoding, 10_000, 200).feed(data)
    except (BrokenCompression, InflatedTooFar):
        pass


async def _drip(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.05)


async def _drip_headers(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(OK)
    while True:
        writer.write(b"X-More: yes\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


async def _silent(_: bytes, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _half(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"Content-Length: 5000\r\n\r\n<rss>")
    await writer.drain()
    await asyncio.sleep(60)


@pytest.mark.parametrize("behaviour", [_drip, _drip_headers, _silent, _half])
def test_slow_answers_end_in_time(wild: Any, behaviour: Any) -> None:
    wild.paths["/"] = behaviour
    began = time.monotonic()
    found = fetch(wild.url("/"))
    assert found.outcome is Outcome.TIMEOUT, found
    assert time.monotonic() - began < 20, "and not when the server pleases"


def test_a_body_without_end_ends_at_the_limit(wild: Any) -> None:
    async def endless(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"\r\n")
        while True:
            writer.write(b"x" * 20_000)
            await writer.drain()

    wild.paths["/"] = endless
    assert fetch(wild.url("/"), replace(SMALL, total_s=10)).outcome is Outcome.TOO_BIG
    announced = wild.answers("/big", OK + b"Content-Length: 99999999\r\n\r\n")
    assert fetch(announced).outcome is Outcome.TOO_BIG


def test_headers_without_end_end(wild: Any) -> None:
    async def endless(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(OK)
        while True:
            writer.write(b"X-More: " + b"y" * 20_000 + b"\r\n")
            await writer.drain()

    wild.paths["/"] = endless
    assert fetch(wild.url("/"), replace(SMALL, total_s=5)).outcome in (Outcome.BROKEN, Outcome.TIMEOUT)


@pytest.mark.parametrize(
    "pieces",
    [
        (b"",), (b"\x00\x01\x02\r\n\r\n",), (b"HTTP/1.1 abc\r\n\r\n",), (OK + b"Content-Length: 50\r\n\r\nshort",),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",), (OK + b"Content-Length: -5\r\n\r\n",),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n123456",), (b"SSH-2.0-x\r\n",),
    ],
)  # fmt: skip
def test_rubbish_is_a_broken_answer(wild: Any, pieces: tuple[bytes, ...]) -> None:
    found = fetch(wild.answers("/", *pieces))
    assert found.outcome is Outcome.BROKEN, found
    assert found.detail and "\n" not in found.detail


def test_redirects_are_counted_and_loops_end(wild: Any) -> None:
    wild.answers("/a", b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
    wild.answers("/b", b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n")
    assert fetch(wild.url("/a")).outcome is Outcome.REDIRECTS
    assert len(wild.asked) == SMALL.redirects + 1


def test_permanent_redirects_from_the_first_on_are_told(wild: Any) -> None:
    moved = "HTTP/1.1 {} Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n"
    wild.answers("/1", moved.format(301, "/2").encode())
    wild.answers("/2", moved.format(308, wild.url("/3")).encode())
    wild.answers("/3", moved.format(302, "/end#part").encode())
    wild.answers("/end", with_length(b"<rss/>"))
    found = fetch(wild.url("/1"))
    assert (found.outcome, found.permanent, found.url) == (Outcome.OK, wild.url("/3"), wild.url("/end"))
    assert fetch(wild.url("/3")).permanent is None


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x", "data:,x"])
def test_only_http_is_followed(wild: Any, target: str) -> None:
    url = wild.answers("/", f"HTTP/1.1 301 M\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())
    assert fetch(url).outcome in (Outcome.NOT_HTTP, Outcome.BROKEN)
    assert fetch(target).outcome is Outcome.NOT_HTTP


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_no_address_makes_it_raise(text: str) -> None:
    found = fetch(f"http://127.0.0.1:1/{text}")
    assert not found.outcome.good
    assert not fetch(f"x{text}").outcome.good


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (304, Outcome.NOT_MODIFIED), (401, Outcome.REFUSED), (403, Outcome.REFUSED), (404, Outcome.MISSING),
        (410, Outcome.GONE), (418, Outcome.CLIENT_ERROR), (429, Outcome.LIMITED), (451, Outcome.REFUSED),
        (500, Outcome.SERVER_ERROR), (503, Outcome.LIMITED), (301, Outcome.CLIENT_ERROR),
    ],
)  # fmt: skip
def test_each_status_has_its_outcome(wild: Any, status: int, outcome: Outcome) -> None:
    found = fetch(wild.answers("/", f"HTTP/1.1 {status} Words\r\nRetry-After: 5\r\n\r\n".encode()), etag='"1"')
    assert (found.outcome, found.status, found.headers.get("retry-after")) == (outcome, status, "5")


def test_not_modified_is_a_lie_where_nothing_was_known(wild: Any) -> None:
    url = wild.answers("/", b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert fetch(url, last_modified="Fri, 20 Nov 2026 12:00:00 GMT").outcome is Outcome.NOT_MODIFIED
    lied = fetch(url)
    assert (lied.outcome, "never had anything" in (lied.detail or "")) == (Outcome.BROKEN, True)


def test_who_asks_is_told_and_what_is_known_already(wild: Any) -> None:
    url = wild.answers("/", with_length(b"<rss/>"))
    named = replace(SMALL, user_agent="tracker/1 (+https://t.example/; desk@t.example)")
    fetch(url, named)
    fetch(url, named, etag='W/"a"', last_modified="Fri, 20 Nov 2026 12:00:00 GMT")
    first, again = (request.decode().lower() for request in wild.asked)
    assert all(
        "\r\nuser-agent: tracker/1 (+https://t.example/; desk@t.example)\r\n" in asked for asked in (first, again)
    )
    assert "cache-control: no-cache" in first and "if-none-match" not in first
    assert "cache-control" not in again
    assert '\r\nif-none-match: w/"a"\r\n' in again
    assert "\r\nif-modified-since: fri, 20 nov 2026 12:00:00 gmt\r\n" in again


def test_no_server_and_no_name_are_told(wild: Any) -> None:
    assert fetch("http://127.0.0.1:1/").outcome is Outcome.NO_ANSWER
    assert fetch("http://no-such-name.invalid/").outcome is Outcome.NO_NAME
    assert fetch(wild.url("/").replace("http:", "https:")).outcome is Outcome.TLS


def test_a_connection_is_used_again(wild: Any) -> None:
    async def kept(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(with_length(b"<rss/>"))

    wild.paths |= {"/a": kept, "/b": kept}

    async def go() -> None:
        async with Fetcher(SMALL) as fetcher:
            for path in ("/a", "/b", "/a"):
                assert (await fetcher.get(wild.url(path))).outcome is Outcome.OK

    asyncio.run(go())
    assert wild.connections == 1


def test_a_kept_connection_that_died_is_replaced_and_a_broken_server_is_told(wild: Any) -> None:
    async def once(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(with_length(b"<rss/>"))
        await writer.drain()

    async def slams(_: bytes, writer: asyncio.StreamWriter) -> None:
        if wild.connections == 1:
            writer.close()
        else:
            await once(_, writer)

    async def never(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.close()

    wild.paths |= {"/a": once, "/slams": slams, "/never": never}

    async def go() -> list[Outcome]:
        async with Fetcher(SMALL) as fetcher:
            return [(await fetcher.get(wild.url(path))).outcome for path in ("/a", "/slams", "/never", "/a")]

    assert asyncio.run(go()) == [Outcome.OK, Outcome.OK, Outcome.BROKEN, Outcome.OK]


def test_no_more_connections_are_kept_than_allowed(wild: Any) -> None:
    gone: list[int] = []

    async def kept(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(with_length(b"<rss/>"))
        await writer.drain()

    wild.paths["/"] = kept
    names = [f"n{number}.example" for number in range(6)]

    async def go() -> None:
        async def local(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        budgets = replace(SMALL, idle=2, connections=3, allow_private=tuple(names))
        async with Fetcher(budgets, resolver=local) as fetcher:
            await asyncio.gather(*(fetcher.get(wild.url("/", name)) for name in names))
            assert len(fetcher._connections._idle) == 2
            gone.append(wild.connections)
            await fetcher.get(wild.url("/", names[0]))
            await fetcher.get(wild.url("/", names[0]))
            gone.append(wild.connections)

    asyncio.run(go())
    assert gone[0] == 6 and gone[1] <= 7


def test_connections_that_die_while_many_ask_disturb_nobody(wild: Any) -> None:
    chance = random.Random(7)

    async def fickle(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(with_length(b"<rss/>"))
        await writer.drain()
        if chance.random() < 0.3:
            await asyncio.sleep(chance.choice((0.0, 0.002, 0.01)))
            writer.close()

    wild.paths["/"] = fickle

    async def go() -> set[Outcome]:
        async with Fetcher(replace(SMALL, total_s=20, idle=4, connections=8)) as fetcher:

            async def some() -> list[Outcome]:
                return [(await fetcher.get(wild.url("/"))).outcome for _ in range(25)]

            found = await asyncio.gather(*(some() for _ in range(16)))
            assert len(fetcher._connections._idle) <= 4
            return {outcome for each in found for outcome in each}

    assert asyncio.run(go()) == {Outcome.OK}


def test_what_a_server_names_comes_back_to_it_byte_by_byte(wild: Any) -> None:
    tag = '"é…'.encode() + b'\xff"'
    url = wild.answers("/", OK + b"ETag: " + tag + b"\r\nContent-Length: 0\r\n\r\n")
    known = fetch(url).headers["etag"]
    fetch(url, etag=known)
    assert b"If-None-Match: " + tag + b"\r\n" in wild.asked[1]
    assert fetch(url, etag="“older”").outcome is Outcome.OK, "what was kept in another way harms nothing"
    wild.answers("/é", with_length(b"<rss/>"))
    wild.answers("/moved", b"HTTP/1.1 302 F\r\nLocation: /\xc3\xa9\r\nContent-Length: 0\r\n\r\n")
    wild.paths["/%C3%A9"] = wild.paths["/é"]
    assert fetch(wild.url("/moved")).body == b"<rss/>"


def test_headers_that_are_said_twice_are_joined(wild: Any) -> None:
    url = wild.answers("/", OK + b"Cache-Control: public\r\ncache-control: max-age=60\r\nContent-Length: 0\r\n\r\n")
    assert fetch(url).headers["cache-control"] == "public, max-age=60"
