"""Connections, kept open for the next question to the same host.

httpcore's own pool looks at every connection that it holds at every step of every request, which costs more than the
request; here each is taken and put back by its host.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpcore
import httpx

from tracker.fetch.guard import GuardedBackend

_KEPT_S = 10.0
_LOST = (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError)


def _by_proxy(address: str, tls: ssl.SSLContext, most: int) -> httpcore.AsyncConnectionPool:
    """Connections that a proxy makes: `address` is http://, https:// or socks5://, with name and password."""
    proxy = httpx.Proxy(address)  # takes name and password out of the address; raises ValueError for another scheme
    kind = httpcore.AsyncSOCKSProxy if proxy.url.scheme.startswith("socks5") else httpcore.AsyncHTTPProxy
    return kind(str(proxy.url), proxy_auth=proxy.raw_auth, ssl_context=tls, max_connections=most)


class Connections:
    """At most `most` connections at once, of which `idle` are kept for a while when nobody uses them. Behind a proxy
    that keeps its own."""

    def __init__(self, backend: GuardedBackend, *, most: int, idle: int, proxy: str = "") -> None:
        self._backend = backend
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._gate = asyncio.Semaphore(most)
        self._most_idle = idle
        self._idle: dict[httpcore.AsyncHTTPConnection, tuple[httpcore.Origin, float]] = {}
        self._proxy = _by_proxy(proxy, self._tls, most) if proxy else None

    async def aclose(self) -> None:
        kept, self._idle = [*self._idle], {}
        for connection in kept:
            await self._close(connection)
        if self._proxy is not None:
            await self._proxy.aclose()

    @asynccontextmanager
    async def ask(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """The answer to a request, whose body is still to be read. Raises httpcore's errors and what the guard raises.

        A connection that was kept may die just as it is used; then a fresh one tells whether the server is broken.
        """
        async with self._gate:
            if self._proxy is not None:
                try:
                    answer = await self._proxy.handle_async_request(request)
                except _LOST:
                    answer = await self._proxy.handle_async_request(request)
                try:
                    yield answer
                finally:
                    await answer.aclose()
                return
            connection = await self._kept(request.url.origin)
            try:
                if connection is not None:
                    try:
                        answer = await connection.handle_async_request(request)
                    except _LOST:
                        await self._close(connection)
                        connection = None
                if connection is None:
                    connection = self._fresh(request.url.origin)
                    answer = await connection.handle_async_request(request)
                try:
                    yield answer
                finally:
                    await answer.aclose()
            finally:
                await self._put_back(connection, request.url.origin)

    def _fresh(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        return httpcore.AsyncHTTPConnection(
            origin, ssl_context=self._tls, keepalive_expiry=_KEPT_S, network_backend=self._backend
        )

    async def _kept(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection | None:
        """A connection to the host that lives, the one used last before others."""
        while (found := next((c for c, (its, _) in reversed(self._idle.items()) if its == origin), None)) is not None:
            del self._idle[found]
            if not found.has_expired():
                return found
            await self._close(found)
        return None

    async def _put_back(self, connection: httpcore.AsyncHTTPConnection | None, origin: httpcore.Origin) -> None:
        if connection is None:
            return
        now = time.monotonic()
        dropped = []
        if connection.is_available():
            self._idle[connection] = origin, now
        else:
            dropped.append(connection)
        # the longest idle stand first; whoever waits below must find none of those that are being closed
        while self._idle and (len(self._idle) > self._most_idle or now - next(iter(self._idle.values()))[1] > _KEPT_S):
            dropped.append(first := next(iter(self._idle)))
            del self._idle[first]
        for each in dropped:
            await self._close(each)

    async def _close(self, connection: httpcore.AsyncHTTPConnection) -> None:
        with suppress(Exception):
            await connection.aclose()
