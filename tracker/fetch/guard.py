"""Where we connect: names are resolved, every address is judged, and the judged address is the one connected to.

Judging at connect time leaves no room for a name that turns private on the second look-up, and holds for redirects
and article pages as for feeds.
"""

from __future__ import annotations

import asyncio
import ipaddress
import select
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpcore

Resolver = Callable[[str, int], Awaitable[list[str]]]
_IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
_6TO4 = ipaddress.IPv6Network("2002::/16")  # RFC 3056
_TEREDO = ipaddress.IPv6Network("2001::/32")  # RFC 4380
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291, 2.5.5.1
_SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")
_CGNAT = ipaddress.IPv4Network("100.64.0.0/10")  # RFC 6598
# addresses where clouds answer questions about the machine that asks
_METADATA = frozenset({"169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"})


class RefusedAddress(Exception):
    """A name leads only to addresses that we do not connect to."""


class UnknownName(Exception):
    """A name that no resolver knows."""


def refusal(address: str) -> str | None:
    """Why this IP address is not connected to; None where it is a public one. Raises ValueError for no address."""
    return _judge(ipaddress.ip_address(address.split("%")[0]))


def _judge(ip: _IP) -> str | None:
    if str(ip) in _METADATA:
        return f"{ip} is a cloud metadata address"
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _embedded(ip)
        if inner is not None:
            why = _judge(inner)
            return f"{ip} carries {why}" if why else None
        if ip in _TEREDO or ip in _NAT64_LOCAL or ip in _SITE_LOCAL:
            return f"{ip} is a local or tunnelled address"
    elif ip in _CGNAT:
        return f"{ip} is shared by a provider's customers"
    if ip.is_loopback or ip.is_unspecified:
        return f"{ip} is this machine"
    if ip.is_link_local:
        return f"{ip} is link-local"
    if ip.is_multicast:
        return f"{ip} is multicast"
    if not ip.is_global or ip.is_reserved:
        return f"{ip} is private or reserved"
    return None


def _embedded(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64 or (ip in _COMPATIBLE and int(ip) > 1):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _6TO4:
        return ipaddress.IPv4Address((int(ip) >> 80) & 0xFFFFFFFF)
    return None


@dataclass(frozen=True, slots=True)
class Policy:
    """Which private hosts may be connected to all the same: "host" or "host:port"."""

    allow: frozenset[str] = frozenset()

    def allows(self, host: str, port: int) -> bool:
        host = host.strip("[]").lower()
        return host in self.allow or f"{host}:{port}" in self.allow

    def permitted(self, host: str, port: int, addresses: Iterable[str]) -> list[str]:
        """Those addresses of a host that may be connected to. Raises RefusedAddress where none may."""
        found = list(addresses)
        if self.allows(host, port):
            return found
        reasons = {address: refusal(address) for address in found}
        good = [address for address, why in reasons.items() if why is None]
        if not good:
            raise RefusedAddress(
                "; ".join(sorted({why for why in reasons.values() if why})) or f"{host} has no address"
            )
        return good


async def resolve(host: str, port: int) -> list[str]:
    """Addresses of a name, as the system resolves it. Raises UnknownName."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnknownName(f"{host}: {error.args[-1] if error.args else error}") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that is asked cheaply whether something waits on it.

    The pool asks that of every idle connection at every step of every request, and anyio's streams take their time.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._socket = inner.get_extra_info("socket")

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        if info != "is_readable" or self._socket is None or not hasattr(select, "poll"):
            return self._inner.get_extra_info(info)
        number = self._socket.fileno()
        if number < 0:
            return True
        waiting = select.poll()
        waiting.register(number, select.POLLIN)
        return bool(waiting.poll(0))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """httpcore's network, with the policy between the look-up and the connection."""

    def __init__(self, policy: Policy, resolver: Resolver = resolve) -> None:
        self._policy = policy
        self._resolve = resolver
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._addresses(host, port, timeout)
        for number, address in enumerate(addresses, start=1):
            try:
                return _Stream(await self._network.connect_tcp(address, port, timeout, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise RefusedAddress(f"{host} has no address")

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise RefusedAddress("unix sockets are not connected to")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int, timeout: float | None) -> list[str]:
        bare = host.strip("[]")
        try:
            literal = [str(ipaddress.ip_address(bare))]
        except ValueError:
            try:
                async with asyncio.timeout(timeout):
                    literal = await self._resolve(bare, port)
            except TimeoutError:
                raise httpcore.ConnectTimeout(f"no answer from the name servers about {bare}") from None
        return self._policy.permitted(bare, port, literal)[:4]
