"""OPML 2.0 in and out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tracker.feeds.catalog import FeedRow

_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.I)


def read_opml(raw: bytes) -> tuple[list[FeedRow], list[str]]:
    """Feeds of an OPML file, and one line for every outline that cannot be used.

    Raises ValueError where the file is no OPML. A document type declaration is refused: OPML needs none, and entities
    are how XML bombs are built.
    """
    if _DOCTYPE.search(raw[:100_000]):
        raise ValueError("has a document type declaration, which OPML needs not; it is refused")
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise ValueError(f"is no well-formed XML: {error}") from None
    if root.tag.lower() != "opml":
        raise ValueError(f"is no OPML but <{root.tag[:30]}>")
    rows: list[FeedRow] = []
    problems: list[str] = []
    seen: set[str] = set()
    for outline in root.iter("outline"):
        url = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        if not url or url in seen:
            continue
        seen.add(url)
        host = urlsplit(url).hostname
        if not url.lower().startswith(("http://", "https://")) or not host:
            problems.append(f"{url[:80]!r} is no http or https address")
            continue
        title = (outline.get("title") or outline.get("text") or host).strip()
        language = (outline.get("language") or "en").lower()[:2]
        rows.append(FeedRow(url, title, title, host.removeprefix("www."), "USA", language))
    return rows, problems


def write_opml(feeds: Iterable[tuple[str, str | None, str | None]]) -> str:
    """OPML of (address, title, publisher)."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "Feeds of the tracker"
    body = ElementTree.SubElement(root, "body")
    for url, title, publisher in feeds:
        name = title or publisher or url
        ElementTree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=url)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
