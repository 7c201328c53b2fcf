"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import html
import json
from typing import Any

from tracker.feeds.entry import FeedEntry, ParsedFeed, storable, web_link

_MAX_BODY = 400_000


def parse_json(text: str, url: str, max_entries: int) -> ParsedFeed:
    """Read a JSON Feed; other JSON is said to be no feed."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return ParsedFeed("other", problem=f"not readable as JSON: {str(error)[:100]}")
    if not isinstance(data, dict) or "items" not in data or "jsonfeed.org" not in str(data.get("version", "")):
        return ParsedFeed("other", problem="JSON, but not a JSON Feed")
    items = data["items"] if isinstance(data["items"], list) else []
    entries = tuple(_entry(item, url) for item in items[:max_entries] if isinstance(item, dict))
    notes = (f"only the first {max_entries} items read",) if len(items) > max_entries else ()
    return ParsedFeed(
        "json",
        title=_string(data.get("title")),
        link=_string(data.get("home_page_url")),
        language=_string(data.get("language")),
        entries=tuple(entry for entry in entries if entry.title or entry.link or entry.body),
        notes=notes,
    )


def _entry(item: dict[str, Any], url: str) -> FeedEntry:
    body = item.get("content_html")
    if not isinstance(body, str):
        plain = item.get("content_text") or item.get("summary") or ""
        body = html.escape(str(plain))
    link = _string(item.get("url")) or _string(item.get("external_url"))
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_string(author.get("name")) for author in authors or [] if isinstance(author, dict)]
    return FeedEntry(
        guid=_string(item.get("id")),
        link=web_link(link, url),
        title=_string(item.get("title")),
        body=storable(body[:_MAX_BODY]),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        author=", ".join(name for name in names if name) or None,
    )


def _string(value: object) -> str | None:
    return " ".join(storable(str(value)).split())[:4_000] or None if isinstance(value, str | int | float) else None
