"""Bytes to entries: RSS 0.9 to 2.0, RDF, Atom and JSON Feed. feedparser's only home; plain RSS 2.0 goes past it.

Never raises: malformed feeds yield what can be read, and what is no feed is said to be none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import feedparser

from tracker.feeds.charset import decode
from tracker.feeds.discover import feed_links
from tracker.feeds.entry import FeedEntry, ParsedFeed, storable, web_link
from tracker.feeds.jsonfeed import parse_json
from tracker.feeds.plain import read_plain
from tracker.feeds.repair import repair

# longer texts are no articles; what is cut would not be coded anyway
MAX_BODY = 400_000
_MAX_FIELD = 4_000
_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def parse(body: bytes, content_type: str | None, url: str, max_entries: int = 2_000) -> ParsedFeed:
    """Read a feed that came from `url`; at most `max_entries` entries."""
    text = decode(body, content_type)
    start = text[:2_000].lstrip("\ufeff \t\r\n")
    if not start:
        return ParsedFeed("empty", problem="the answer is empty")
    if start.startswith(("{", "[")):
        return parse_json(text, url, max_entries)
    if _HTML.match(start):
        return _page(text, url)
    mended = repair(text, max_entries)
    if mended.root in ("html", "body", "head"):
        return _page(text, url)
    if mended.root not in ("rss", "rdf", "feed", "channel") and "<item" not in text and "<entry" not in text:
        return ParsedFeed("other", problem=f"neither RSS nor Atom nor JSON Feed; it begins with {start[:40]!r}")
    return _read(mended.text, url, max_entries, mended.notes)


def _page(text: str, url: str) -> ParsedFeed:
    links = feed_links(text, url)
    hint = f"; the page names this feed: {links[0]}" if links else ""
    return ParsedFeed("html", problem=f"a web page, not a feed{hint}", feed_links=links)


def _read(text: str, url: str, max_entries: int, notes: tuple[str, ...]) -> ParsedFeed:
    plain = read_plain(text, url)
    if plain is not None:
        return _parsed("rss20", *plain, url, max_entries, notes)
    return _read_any(text, url, max_entries, notes)


def _read_any(text: str, url: str, max_entries: int, notes: tuple[str, ...]) -> ParsedFeed:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        found: Any = feedparser.parse(
            text.encode("utf-8", "replace"), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # noqa: BLE001 - its lenient parser raises all kinds of things on odd markup
        return ParsedFeed("other", problem=f"malformed beyond reading: {str(error)[:200] or type(error).__name__}")
    feed = found.get("feed", {})
    if found.get("bozo") and not _harmless(found.get("bozo_exception")):
        notes = (*notes, f"malformed: {str(found.get('bozo_exception'))[:200]}")
    return _parsed(found.get("version") or "unknown", feed, found.get("entries", []), url, max_entries, notes)


def _parsed(
    kind: str, feed: Any, found: Sequence[Any], url: str, max_entries: int, notes: tuple[str, ...]
) -> ParsedFeed:
    entries = tuple(_entry(raw, url) for raw in found[:max_entries])
    return ParsedFeed(
        kind,
        title=_text(feed.get("title")),
        link=_text(feed.get("link")),
        language=_text(feed.get("language")),
        entries=tuple(entry for entry in entries if entry.title or entry.link or entry.body),
        hint_s=_hint(feed),
        notes=notes,
    )


def _harmless(error: object) -> bool:
    return type(error).__name__ in ("CharacterEncodingOverride", "NonXMLContentType")


def _entry(raw: Any, url: str) -> FeedEntry:
    return FeedEntry(
        guid=_text(raw.get("id")),
        link=_link(raw, url),
        title=_text(raw.get("title")),
        body=_body(raw),
        published=_text(raw.get("published") or raw.get("created")),
        updated=_text(raw.get("updated")) if "updated" in raw.keys() else None,  # noqa: SIM118 - .get aliases published
        author=_text(raw.get("author")),
    )


def _link(raw: Any, url: str) -> str | None:
    link = raw.get("link")
    if not link and str(raw.get("id", "")).startswith(("http://", "https://")):
        link = raw["id"]
    return web_link(link, url)


def _body(raw: Any) -> str:
    """The longest of what the entry offers as text."""
    offered = [str(part.get("value") or "") for part in raw.get("content", [])]
    offered.append(str(raw.get("summary") or ""))
    return storable(max(offered, key=len)[:MAX_BODY])


def _text(value: object) -> str | None:
    words = " ".join(storable(str(value)).split()) if value else ""
    return words[:_MAX_FIELD] or None


def _hint(feed: Any) -> int | None:
    """Seconds that the publisher wants between polls (RSS ttl is in minutes; RSS module syndication)."""
    hints: list[int] = []
    ttl = str(feed.get("ttl") or "")
    if ttl.isdigit() and 0 < int(ttl) < 10_000_000:
        hints.append(int(ttl) * 60)
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    frequency = str(feed.get("sy_updatefrequency") or "1").strip()
    if period:
        hints.append(period // max(1, int(frequency) if frequency.isdigit() else 1))
    return max(hints) if hints else None
