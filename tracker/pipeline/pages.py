"""The article out of a page: trafilatura's home. Runs in a parser process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from tracker.feeds.charset import decode

_SHORT = 250
_META_TIME = re.compile(
    r"""<meta\b[^>]*(?:property|name|itemprop)\s*=\s*["'](?:article:published_time|datePublished|pubdate|og:published_time|
        date|dc\.date(?:\.issued)?|parsely-pub-date)["'][^>]*>""", re.I | re.X
)  # fmt: skip
_CONTENT = re.compile(r"""content\s*=\s*["']([^"']{8,40})["']""", re.I)
_WALL = re.compile(
    r"\b(?:subscribe (?:now |today )?to (?:read|continue)|to continue reading|already a subscriber|"
    r"this (?:article|content) is for subscribers|sign in to read|create a free account to|"
    r"enable javascript and cookies|verify you are (?:a )?human|we value your privacy|before you continue to)\b",
    re.I,
)

_BLOCKS = ("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr")


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page gives: the article's text and title, when it says it was published, and what is wrong with it."""

    text: str
    title: str | None = None
    published: datetime | date | None = None
    problem: str | None = None


def read_html(body: bytes, content_type: str | None, url: str) -> PageText:
    """The article in a page. `problem` says why there is none: a paywall or consent page, too little text."""
    import trafilatura

    if content_type and not re.search(r"html|xml|text/plain", content_type, re.I):
        return PageText("", problem=f"not a page but {content_type.split(';')[0]}")
    markup = decode(body, content_type)
    found = trafilatura.bare_extraction(
        markup, url=url, include_comments=False, include_tables=False, favor_precision=True, with_metadata=True
    )
    text = (getattr(found, "text", None) or "") if found else ""
    title = getattr(found, "title", None) if found else None
    published = _published(markup, getattr(found, "date", None) if found else None)
    problem = None
    if len(text) < _SHORT:
        problem = (
            "a paywall or consent page" if _WALL.search(markup[:200_000]) else "" if text else "no article on the page"
        )
    return PageText(text, title, published, problem or None)


def _published(markup: str, day: str | None) -> datetime | date | None:
    """The page's own publication time, to the second where its metadata say so, else the day found."""
    for tag in _META_TIME.findall(markup[:400_000]):
        content = _CONTENT.search(tag)
        if content:
            try:
                moment = datetime.fromisoformat(content[1].strip())
            except ValueError:
                continue
            if moment.tzinfo is not None:
                return moment
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None


def plain_text(markup: str) -> str:
    """A feed entry's HTML as text, a line a paragraph."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return ""
    etree.strip_elements(root, "script", "style", with_tail=False)
    for tag in root.iter(*_BLOCKS):
        tag.tail = "\n" + (tag.tail or "")
    lines = (" ".join(line.split()) for line in "".join(root.itertext()).splitlines())
    return "\n".join(line for line in lines if line)
