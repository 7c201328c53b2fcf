"""Which feeds a web page names (link rel=alternate, as browsers and feed readers look for them)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_ANCHOR = re.compile(r"(?:^|[/.?=&_-])(?:rss|atom|feeds?|rdf)(?:$|[/.?=&_-])|\.(?:rss|atom|rdf)$", re.I)
_LOOKED_AT = 500_000
_MOST = 20


class _Links(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.named: list[str] = []
        self.guessed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        href = values.get("href", "").strip()
        if tag == "base" and href:
            self.base = self._join(href) or self.base
        elif tag == "link" and href:
            rel = values.get("rel", "").lower().split()
            kind = values.get("type", "").lower().split(";")[0].strip()
            if "alternate" in rel and kind in _TYPES and (found := self._join(href)):
                self.named.append(found)
        elif tag == "a" and href and _ANCHOR.search(href.split("#")[0]) and (found := self._join(href)):
            self.guessed.append(found)

    def _join(self, href: str) -> str | None:
        try:
            found = urljoin(self.base, href)
        except ValueError:
            return None
        return found if found.startswith(("http://", "https://")) else None


def feed_links(page: str, url: str) -> tuple[str, ...]:
    """Addresses of feeds that a page names, those it declares before those its links only look like. Never raises."""
    reader = _Links(url)
    try:
        reader.feed(page[:_LOOKED_AT])
    except (AssertionError, ValueError):  # html.parser gives up on some broken declarations
        pass
    return tuple(dict.fromkeys([*reader.named, *reader.guessed]))[:_MOST]
