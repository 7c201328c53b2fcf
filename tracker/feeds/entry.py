"""What a feed says, as frozen records. Texts are as published: titles may hold markup, bodies are HTML."""

from __future__ import annotations

from dataclasses import dataclass


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
