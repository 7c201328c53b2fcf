"""The article out of a page: trafilatura's home. Runs in a parser process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from tracker.feeds.charset import decode
from tracker.pipeline.walls import CONSENT, ROBOT, SHORT, wall_of

_META_TIME = re.compile(
    r"""<meta\b[^<>]{0,300}(?:property|name|itemprop)\s*=\s*["'](?:article:published_time|datePublished|pubdate|og:published_time|
        date|dc\.date(?:\.issued)?|parsely-pub-date)["'][^<>]{0,300}>""", re.I | re.X
)  # fmt: skip
_CONTENT = re.compile(r"""content\s*=\s*["']([^"']{8,40})["']""", re.I)
_DATED = r"""["']datePublished["']"""
_TIMES = (
    re.compile(_DATED + r"""\s*:\s*["']([^"']{8,40})["']"""),  # schema.org, as JSON-LD
    re.compile(
        rf"""<time\b[^<>]{{0,200}}\bitemprop\s*=\s*{_DATED}[^<>]{{0,200}}\bdatetime\s*=\s*["']([^"']{{8,40}})["']""",
        re.I,
    ),
    re.compile(
        rf"""<time\b[^<>]{{0,200}}\bdatetime\s*=\s*["']([^"']{{8,40}})["'][^<>]{{0,200}}(?:\bpubdate\b|{_DATED})""",
        re.I,
    ),
)

_BLOCKS = ("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr")


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page gives: the article's text and title, and when it says it was published.

    `problem`: why there is no article in it; `wall`: what else stands before it, so that the text may be its opening.
    """

    text: str
    title: str | None = None
    published: datetime | date | None = None
    problem: str | None = None
    wall: str | None = None


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
    wall = wall_of(markup, text, url)
    if wall in (CONSENT, ROBOT):
        return PageText("", problem=wall)
    published = _published(markup, getattr(found, "date", None) if found else None)
    problem = (wall if len(text) < SHORT else None) or (None if text else "no article on the page")
    return PageText(text, title, published, problem, None if problem else wall)


def _published(markup: str, day: str | None) -> datetime | date | None:
    """The page's own publication time, to the second where its metadata say so, else the day found."""
    head = markup[:400_000]
    contents = (_CONTENT.search(tag) for tag in _META_TIME.findall(head))
    said = [found[1] for found in contents if found] + [words for form in _TIMES for words in form.findall(head)[:1]]
    for words in said:
        try:
            moment = datetime.fromisoformat(words.strip())
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
