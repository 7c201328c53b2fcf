"""Plain RSS 2.0 read directly: most feeds hold nothing but the elements below, and for those a tenth of the time does.

What it reads is exactly what feedparser makes of it (a test holds the two together); whatever else stands in a feed, an
odd guid, a nested element, a second title, is left to feedparser whole.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError, fromstring

_ATOM, _MEDIA = "{http://www.w3.org/2005/Atom}", "{http://search.yahoo.com/mrss/}"
_BURNER, _WORDPRESS = "{http://rssnamespace.org/feedburner/ext/1.0}", "{com-wordpress:feed-additions:1}"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_PERIOD, _FREQUENCY = (
    "{http://purl.org/rss/1.0/modules/syndication/}update" + name for name in ("Period", "Frequency")
)
_ITEM = frozenset(("title", "link", "guid", "description", "pubDate", "author", _CREATOR, _ENCODED))
# elements that say nothing of what is kept of an item, and of the channel
_ITEM_ELSE = frozenset(
    ("category", "comments", "enclosure", f"{_ATOM}link", f"{_MEDIA}content", f"{_MEDIA}thumbnail",
     "{http://purl.org/rss/1.0/modules/slash/}comments", "{http://wellformedweb.org/CommentAPI/}commentRss",
     f"{_BURNER}origLink", f"{_WORDPRESS}post-id")
)  # fmt: skip
_CHANNEL = frozenset(("title", "link", "language", "ttl", _PERIOD, _FREQUENCY))
_CHANNEL_ELSE = frozenset(
    ("description", "copyright", "generator", "docs", "lastBuildDate", "pubDate", "category", "cloud", "image",
     "managingEditor", "webMaster", f"{_ATOM}link", f"{_WORDPRESS}site", f"{_BURNER}info", f"{_BURNER}feedFlare",
     f"{_BURNER}emailServiceId", f"{_BURNER}feedburnerHostname")
)  # fmt: skip
_ADDRESS = re.compile(r"https?://[^/\s][^\s]*")
_REFERENCE = re.compile(r"&\w+;")
_KEYS = {_CREATOR: "author", _PERIOD: "sy_updateperiod", _FREQUENCY: "sy_updatefrequency", "pubDate": "published"}
# the printable characters that windows-1252 has where Unicode has controls
_CP1252 = {
    code: bytes((code,)).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


class Odd(Exception):
    """Something that only feedparser knows how to read."""


def read_plain(text: str, url: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """Channel and items of an RSS 2.0 feed by feedparser's names, links absolute; None where it is not plain."""
    if not text.startswith("<rss") or "xml:base" in text:
        return None
    try:
        root = fromstring(text)  # `repair` left no document type in it, hence no entities
        if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1 or root[0].tag != "channel":
            return None
        items = [item for item in root[0] if item.tag == "item"]
        channel = _fields([each for each in root[0] if each.tag != "item"], _CHANNEL, _CHANNEL_ELSE)
        if channel.get("link"):
            _check([channel["link"]], url)
        return channel, [_item(item, url) for item in items]
    except (ParseError, Odd):
        return None


def _item(item: Element, url: str) -> dict[str, Any]:
    found = _fields(list(item), _ITEM, _ITEM_ELSE)
    guid = item.find("guid")
    addresses = [found.get("link", "")]
    if guid is not None and guid.get("isPermaLink", "true") == "true":
        addresses.append(found["guid"])
    _check(addresses, url)
    if found.get("guid") == "" or "@" in found.get("author", ""):
        raise Odd
    found["id"] = found.pop("guid", "")
    found["summary"] = found.pop("description", "")
    found["content"] = [{"value": found.pop(_ENCODED)}] if _ENCODED in found else []
    return found


def _check(addresses: list[str], url: str) -> None:
    """Raises Odd unless all are whole addresses that mean themselves wherever they stand."""
    for each in addresses:
        if not _ADDRESS.fullmatch(each) or urljoin(url, each) != each or _REFERENCE.search(each):
            raise Odd


def _fields(elements: list[Element], wanted: frozenset[str], other: frozenset[str]) -> dict[str, Any]:
    """Texts by feedparser's names. Raises Odd for elements that are unknown, nested or repeated."""
    found: dict[str, Any] = {}
    for each in elements:
        if each.tag in other:
            continue
        name = _KEYS.get(each.tag, each.tag)
        if each.tag not in wanted or len(each) or name in found:
            raise Odd
        found[name] = _text(each.text or "")
    return found


def _text(value: str) -> str:
    """As feedparser mends texts: UTF-8 taken for Latin-1, windows-1252 taken for Unicode."""
    value = value.strip()
    if not value.isascii():
        try:
            value = value.encode("iso-8859-1").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            pass
        value = value.translate(_CP1252)
    return value
