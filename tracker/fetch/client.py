"""One GET within budgets. Whatever the server does, the answer is a `Fetched`; only bugs raise."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

import httpcore
import httpx

from tracker.feeds.outcome import Outcome
from tracker.fetch.connections import Connections
from tracker.fetch.guard import GuardedBackend, Policy, RefusedAddress, Resolver, UnknownName, resolve
from tracker.fetch.inflate import BrokenCompression, InflatedTooFar, inflater

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_BROKEN = (httpcore.ProxyError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)
_ACCEPT_FEED = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Budgets:
    """What one fetch may cost; of all together, `connections` may be open and `idle` kept for a next question (every
    one kept is looked at for every question)."""

    user_agent: str = "tracker"
    connect_s: float = 10
    total_s: float = 30
    wire_bytes: int = 10_000_000
    body_bytes: int = 15_000_000
    ratio: int = 200
    redirects: int = 5
    connections: int = 64
    idle: int = 16
    proxy: str = ""
    allow_private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking an address.

    `url` is where the answer came from after redirects; `permanent` is the address that permanent redirects, from
    the first hop on, lead to (None where the first hop was none). Header names are lower case.
    """

    outcome: Outcome
    url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    wire_bytes: int = 0
    seconds: float = 0.0
    detail: str | None = None
    permanent: str | None = None


class _Stop(Exception):
    """Ends a fetch with an outcome."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        self.outcome = outcome
        self.detail = detail


class Fetcher:
    """Fetches addresses; one per process, shared by all its tasks. Use as an async context manager."""

    def __init__(self, budgets: Budgets, *, resolver: Resolver = resolve) -> None:
        self._budgets = budgets
        self._policy = Policy(frozenset(host.lower() for host in budgets.allow_private))
        self._resolve = resolver
        self._connections = Connections(
            GuardedBackend(self._policy, resolver), most=budgets.connections, idle=budgets.idle, proxy=budgets.proxy
        )
        read = min(budgets.total_s, 20.0)
        timeouts = {"connect": budgets.connect_s, "read": read, "write": read, "pool": budgets.total_s}
        self._extensions = {"timeout": timeouts}
        self._base = {"User-Agent": budgets.user_agent, "Accept-Encoding": "gzip, deflate, br"}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connections.aclose()

    async def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, page: bool = False
    ) -> Fetched:
        """Ask for an address, conditionally where validators are given (RFC 9110, 13). Never raises for a server."""
        headers = dict(self._base, Accept=_ACCEPT_PAGE if page else _ACCEPT_FEED)
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        asked = bool(etag or last_modified)
        if not asked and not page:
            headers["Cache-Control"] = "no-cache"  # whoever stands between shall ask the server itself
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._budgets.total_s):
                found = await self._follow(url, headers)
        except _Stop as stop:
            found = Fetched(stop.outcome, url, detail=stop.detail)
        except TimeoutError:
            found = Fetched(Outcome.TIMEOUT, url, detail=f"no complete answer within {self._budgets.total_s:g} s")
        if found.outcome is Outcome.NOT_MODIFIED and not asked:
            found = replace(found, outcome=Outcome.BROKEN, detail="says 'not modified' to who never had anything")
        return replace(found, seconds=loop.time() - began)

    async def _follow(self, url: str, headers: dict[str, str]) -> Fetched:
        """Follow redirects; each hop is checked like the first."""
        here = _parse(url)
        permanent: str | None = None
        unbroken = True
        for _ in range(self._budgets.redirects + 1):
            if self._budgets.proxy:
                await self._check_for_proxy(here)
            try:
                async with self._connections.ask(self._request(here, headers)) as response:
                    said = _headers(response)
                    if response.status not in _REDIRECTS or not said.get("location"):
                        return await self._answer(response, said, str(here), permanent)
            except _Stop:
                raise
            except Exception as error:  # noqa: BLE001 - sorted out by _refused, which raises what it does not know
                raise _refused(error, here, self._budgets) from None
            here = _parse(str(_join(here, said["location"])))
            unbroken = unbroken and response.status in _PERMANENT
            permanent = str(here) if unbroken else permanent
        raise _Stop(Outcome.REDIRECTS, f"more than {self._budgets.redirects} redirects, the last to {here}")

    def _request(self, url: httpx.URL, headers: dict[str, str]) -> httpcore.Request:
        sent = [(b"Host", url.netloc)]
        # as Latin-1 in both directions what a server named, an ETag, comes back to it byte by byte
        sent += [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        return httpcore.Request("GET", target, headers=sent, extensions=self._extensions)

    async def _check_for_proxy(self, url: httpx.URL) -> None:
        """Behind a proxy the proxy connects, so judge the name before asking it."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            self._policy.permitted(url.host, port, await self._resolve(url.host, port))
        except RefusedAddress as error:
            raise _Stop(Outcome.PRIVATE, str(error)) from None
        except UnknownName:
            return  # only the proxy may know public names

    async def _answer(
        self, response: httpcore.Response, headers: Mapping[str, str], url: str, permanent: str | None
    ) -> Fetched:
        status = response.status
        outcome = _by_status(status)
        body, wire = b"", 0
        if outcome is Outcome.OK:
            body, wire = await self._body(response, headers)
        elif status == 304:
            await response.aread()  # there is no body; reading its end lets the connection be used again
        reason = response.extensions.get("reason_phrase", b"").decode("latin-1")
        detail = None if outcome.good else f"HTTP {status} {reason}".strip()
        return Fetched(outcome, url, status, headers, body, wire, detail=detail, permanent=permanent)

    async def _body(self, response: httpcore.Response, headers: Mapping[str, str]) -> tuple[bytes, int]:
        """The inflated body and the bytes it took on the wire."""
        budgets = self._budgets
        said = headers.get("content-length", "")
        if said.isdigit() and int(said) > budgets.wire_bytes:
            raise _Stop(Outcome.TOO_BIG, f"announces {int(said):,} bytes; the limit is {budgets.wire_bytes:,}")
        pieces: list[bytes] = []
        wire = 0
        try:
            inflate = inflater(headers.get("content-encoding", ""), budgets.body_bytes, budgets.ratio)
            async for piece in response.aiter_stream():
                wire += len(piece)
                if wire > budgets.wire_bytes:
                    raise _Stop(Outcome.TOO_BIG, f"more than {budgets.wire_bytes:,} bytes")
                pieces.append(inflate.feed(piece))
        except InflatedTooFar as error:
            outcome = Outcome.BOMB if headers.get("content-encoding") else Outcome.TOO_BIG
            raise _Stop(outcome, str(error)) from None
        except BrokenCompression as error:
            raise _Stop(Outcome.BROKEN, f"compression: {error}") from None
        except httpcore.TimeoutException:
            raise _Stop(Outcome.TIMEOUT, f"the answer stalled after {wire:,} bytes") from None
        except _BROKEN as error:
            raise _Stop(Outcome.BROKEN, f"the answer broke off after {wire:,} bytes: {_said(error)}") from None
        return b"".join(pieces), wire


def _headers(response: httpcore.Response) -> dict[str, str]:
    """Headers by their names in lower case; what is said several times, joined by commas."""
    found: dict[str, str] = {}
    for raw_name, raw_value in response.headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _parse(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise _Stop(Outcome.NOT_HTTP, f"{url[:200]!r} is not an address: {error}") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _Stop(Outcome.NOT_HTTP, f"{url[:200]!r} is not an http or https address")
    if parsed.userinfo:
        parsed = parsed.copy_with(username=None, password=None)
    return parsed.copy_with(fragment=None) if parsed.fragment else parsed


def _join(here: httpx.URL, target: str) -> httpx.URL:
    try:
        target = target.encode("latin-1").decode("utf-8")  # as browsers read it
    except UnicodeDecodeError:
        pass
    try:
        return here.join(target)
    except httpx.InvalidURL as error:
        raise _Stop(Outcome.BROKEN, f"redirects to {target[:200]!r}, which is no address: {error}") from None


def _by_status(status: int) -> Outcome:
    if status == 304:
        return Outcome.NOT_MODIFIED
    if status == 410:
        return Outcome.GONE
    if status == 404:
        return Outcome.MISSING
    if status in (401, 402, 403, 451):
        return Outcome.REFUSED
    if status in (429, 503):
        return Outcome.LIMITED
    if 200 <= status < 300:
        return Outcome.OK
    return Outcome.SERVER_ERROR if status >= 500 else Outcome.CLIENT_ERROR


def _refused(error: Exception, url: httpx.URL, budgets: Budgets) -> Exception:
    """The outcome that an error of the connection stands for; the error itself when it is none."""
    if isinstance(error, RefusedAddress):
        return _Stop(Outcome.PRIVATE, f"{url.host}: {error}; allow it by fetch.allow_private if it is yours")
    if isinstance(error, UnknownName):
        return _Stop(Outcome.NO_NAME, str(error))
    if isinstance(error, httpcore.ConnectTimeout):
        return _Stop(Outcome.NO_ANSWER, f"no connection within {budgets.connect_s:g} s")
    if isinstance(error, httpcore.TimeoutException):
        return _Stop(Outcome.TIMEOUT, "the server accepted the question and did not answer")
    if isinstance(error, httpcore.ConnectError):
        tls = isinstance(error.__cause__ or error.__context__, ssl.SSLError) or "ssl" in str(error).lower()
        return _Stop(Outcome.TLS if tls else Outcome.NO_ANSWER, _said(error))
    if isinstance(error, _BROKEN):
        return _Stop(Outcome.BROKEN, _said(error))
    return error


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:300]
