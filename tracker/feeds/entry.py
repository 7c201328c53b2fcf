"""What a feed says, as frozen records. Texts are as published: titles may hold markup, bodies are HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

# bytes; no browser's address is longer, and an index could not hold it
_MAX_LINK = 2_000
# what no database stores as text
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed. `published` and `updated` are the raw words of the feed."""

    guid: str | None
    link: str | None
    title: str | None
    body: str
    published: str | None = None
    updated: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as read. `hint_s`: how long its publisher says it may rest (ttl, sy:updatePeriod), in seconds.

    `problem` is set and `entries` empty when this is no feed at all; `kind` is then "html", "empty" or "other", and
    `feed_links` are the feeds that an HTML page names.
    """

    kind: str
    title: str | None = None
    link: str | None = None
    language: str | None = None
    entries: tuple[FeedEntry, ...] = ()
    hint_s: int | None = None
    notes: tuple[str, ...] = ()
    problem: str | None = None
    feed_links: tuple[str, ...] = ()


def storable(text: str) -> str:
    """Text without NUL and halves of surrogate pairs."""
    return _UNSTORABLE.sub("", text)


def web_link(link: object, base: str) -> str | None:
    """The http or https address that a link of an entry means; None where it means none."""
    try:
        joined = urljoin(base, storable(str(link)).strip()) if link else ""
    except ValueError:
        return None
    usable = joined.startswith(("http://", "https://")) and len(joined.encode()) <= _MAX_LINK
    return joined if usable else None
