"""What every answer carries and every write must show.

Nothing may come from elsewhere (Content Security Policy level 3), writes need the token and must come from our own
pages (Sec-Fetch-Site or Origin, as the Fetch Metadata draft advises), and no link of a feed is followed with our
address or with power over our page.
"""

from __future__ import annotations

import hmac
import ipaddress
import threading
from collections import deque
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def safe_link(url: str | None) -> str | None:
    """The address when it is http or https with a host, else None: feeds also carry javascript: and data: links."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def from_here(headers: Mapping[str, str]) -> bool:
    """Whether a form was sent by one of our own pages. Keys of `headers` are lower-case."""
    site = headers.get("sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    origin = headers.get("origin") or headers.get("referer")
    return origin is not None and urlsplit(origin).netloc == headers.get("host", "")


def host_known(host: str | None, ours: Collection[str]) -> bool:
    """Whether a request names us: by address, by a name without dots or by one of `ours`.

    A name that anybody can register may point at this machine for a moment (DNS rebinding); a page under that name
    would then count as one of ours in the reader's browser. Clients of HTTP/1.0 name no host.
    """
    if not host:
        return True
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if "." not in name or name.endswith(".localhost") or name in ours:
        return bool(name)
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Attempts:
    """Wrong tokens of the last minute, by whoever sent them: guessing is for those who can guess often."""

    def __init__(self, each: int = 10, together: int = 100, within_s: float = 60.0) -> None:
        self._each, self._together, self._within = each, together, within_s
        self._wrong: deque[tuple[float, str]] = deque(maxlen=together)
        self._lock = threading.Lock()

    def too_many(self, peer: str, now: float) -> bool:
        with self._lock:
            while self._wrong and self._wrong[0][0] <= now - self._within:
                self._wrong.popleft()
            mine = sum(each == peer for _, each in self._wrong)
            return mine >= self._each or len(self._wrong) >= self._together

    def failed(self, peer: str, now: float) -> None:
        with self._lock:
            self._wrong.append((now, peer))


def token_fits(given: str, wanted: str) -> bool:
    """Compare in constant time; an unset token fits nothing, so that writes are off until one is chosen."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
