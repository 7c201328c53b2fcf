"""Where we connect: public addresses only, judged at the moment of connecting, at every redirect."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tracker.feeds.outcome import Outcome
from tracker.fetch import Budgets, Fetched, Fetcher, Policy, RefusedAddress, guard, refusal

REDIRECT = "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n"


def fetch(url: str, names: dict[str, list[str]], *allow: str, proxy: str = "") -> Fetched:
    """Fetch with a fake resolver; a name gives its addresses one after the other, the last again and again."""

    async def look_up(host: str, port: int) -> list[str]:
        known = names[host]
        return [known.pop(0) if len(known) > 1 else known[0]]

    async def go() -> Fetched:
        budgets = Budgets(connect_s=0.5, total_s=2, allow_private=allow, proxy=proxy)
        async with Fetcher(budgets, resolver=look_up) as fetcher:
            return await fetcher.get(url)

    return asyncio.run(go())


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.1.1 169.254.169.254 100.64.0.1
    100.127.255.254 100.100.100.200 192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1
    255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1
    64:ff9b::a00:1 64:ff9b:1::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 2002:7f00:1:: 2002:a00:1::
    2001::1 2001:db8::1 100::1""".split(),
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize(
    "address", "8.8.8.8 1.1.1.1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808 100.128.0.1".split()
)
def test_public_addresses_are_not(address: str) -> None:
    assert refusal(address) is None


def test_of_several_addresses_only_public_ones_are_used() -> None:
    assert Policy().permitted("n.example", 80, ["10.0.0.1", "8.8.8.8"]) == ["8.8.8.8"]
    with pytest.raises(RefusedAddress):
        Policy().permitted("n.example", 80, ["10.0.0.1", "::1"])
    with pytest.raises(RefusedAddress):
        Policy().permitted("n.example", 80, [])


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "0"],
)
def test_this_machine_is_not_asked_however_it_is_written(wild: Any, host: str) -> None:
    wild.answers("/", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    async def go() -> Fetched:
        async with Fetcher(Budgets(connect_s=1, total_s=2)) as fetcher:
            return await fetcher.get(wild.url("/", host))

    found = asyncio.run(go())
    assert found.outcome in (Outcome.PRIVATE, Outcome.NO_NAME, Outcome.NOT_HTTP), found
    assert wild.connections == 0


def test_redirects_to_private_hosts_are_refused(wild: Any) -> None:
    names = {"n.example": ["127.0.0.1"], "inner.example": ["10.0.0.1"]}
    for target in (wild.url("/secret"), "http://inner.example/", "http://169.254.169.254/latest/meta-data/"):
        wild.answers("/", REDIRECT.format(target).encode())
        found = fetch(wild.url("/", "n.example"), names, f"n.example:{wild.port}")
        assert found.outcome is Outcome.PRIVATE
        assert "allow_private" in (found.detail or "")
    assert not any(b"/secret" in request for request in wild.asked)


def test_a_name_that_turns_private_is_refused_at_the_moment_of_connecting(wild: Any) -> None:
    names = {"turning.example": ["8.8.8.8", "127.0.0.1"]}
    assert Policy().permitted("turning.example", 80, [names["turning.example"].pop(0)]), "as it looked at first"
    assert fetch(wild.url("/", "turning.example"), names).outcome is Outcome.PRIVATE
    assert wild.connections == 0


def test_a_redirect_to_a_name_that_turns_private_is_refused_though_it_was_good_before(
    wild: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here 127.0.0.2 plays a public address and 127.0.0.1 the machine itself; each poll looks the name up anew."""
    try:
        also = asyncio.start_server(wild._serve, "127.0.0.2", wild.port)
        asyncio.run_coroutine_threadsafe(also, wild.loop).result(5)
    except OSError:
        pytest.skip("this system has one loopback address")
    judged = guard.refusal
    monkeypatch.setattr(guard, "refusal", lambda address: None if address == "127.0.0.2" else judged(address))
    names = {"n.example": ["127.0.0.2"], "turning.example": ["127.0.0.2", "127.0.0.1"]}
    wild.answers("/", REDIRECT.format(wild.url("/inside", "turning.example")).encode())
    wild.answers("/inside", b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<rss/>")
    first, then = (fetch(wild.url("/", "n.example"), names) for _ in range(2))
    assert (first.outcome, first.body) == (Outcome.OK, b"<rss/>")
    assert then.outcome is Outcome.PRIVATE
    assert sum(request.startswith(b"GET /inside") for request in wild.asked) == 1


def test_the_allowlist_names_host_or_host_and_port(wild: Any) -> None:
    wild.answers("/", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    names = {"mine.example": ["127.0.0.1"]}
    url = wild.url("/", "mine.example")
    assert fetch(url, names).outcome is Outcome.PRIVATE
    assert fetch(url, names, "mine.example:1").outcome is Outcome.PRIVATE
    assert fetch(url, names, "127.0.0.1").outcome is Outcome.PRIVATE, "a name is judged by its name"
    assert fetch(url, names, "mine.example").outcome is Outcome.OK
    assert fetch(url, names, f"Mine.Example:{wild.port}").outcome is Outcome.OK


def test_names_and_passwords_in_addresses_are_not_sent(wild: Any) -> None:
    wild.answers("/", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    url = wild.url("/", "mine.example").replace("http://", "http://someone:secret@")
    assert fetch(url, {"mine.example": ["127.0.0.1"]}, "mine.example").outcome is Outcome.OK
    assert b"authorization" not in wild.asked[0].lower()


def test_behind_a_proxy_names_are_judged_and_the_proxy_is_asked(wild: Any) -> None:
    wild.answers("http://n.example/feed", b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>")
    names = {"n.example": ["8.8.8.8"], "inner.example": ["10.0.0.1"]}
    proxy = wild.url("")
    assert fetch("http://n.example/feed", names, proxy=proxy).body == b"<rss/>"
    assert fetch("http://inner.example/feed", names, proxy=proxy).outcome is Outcome.PRIVATE
