"""What every answer carries and every write must show.

Nothing may come from elsewhere (Content Security Policy level 3), writes need the token and must come from our own
pages (Sec-Fetch-Site or Origin, as the Fetch Metadata draft advises), and no link of a feed is followed with our
address or with power over our page.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
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


def token_fits(given: str, wanted: str) -> bool:
    """Compare in constant time; an unset token fits nothing, so that writes are off until one is chosen."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
