"""Reads annotated articles (articles/*.txt): invented news, and every event in it as an analyst would list them.

    == 2026-03-14 | Headline
    Paragraphs, separated by empty lines.
    --
    visit | happened | JPN > PHL | 2026-03-13 | Prime Minister Sato *arrived* in Manila ;; the *visit*

A line after `--` is an event: kind, status, countries of actors > of recipients, days (`-` where unknown), and words
of the article around its trigger, which stands between asterisks; behind ` ;; ` the same event told again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "articles"
_DAYS = re.compile(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?$")
_TRIGGER = re.compile(r"\*([^*]+)\*")


@dataclass(frozen=True, slots=True)
class Told:
    """Where an event is told: offsets of its trigger into the body, or into the title."""

    in_title: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `days` are the first and the last, or None where the article does not say."""

    kind: str
    status: str
    actors: frozenset[str]
    recipients: frozenset[str]
    days: tuple[date, date] | None
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article and all its events."""

    day: date
    title: str
    body: str
    events: tuple[Event, ...]


def read(path: Path) -> Iterator[Article]:
    """The articles of a file; raises ValueError naming the line or the words that are wrong."""
    for block in re.split(r"(?m)^== ", path.read_text(encoding="utf-8"))[1:]:
        head, _, rest = block.partition("\n")
        day, _, title = head.partition("|")
        body, _, listed = rest.partition("\n--")
        body = body.strip("\n")
        lines = (line.strip() for line in listed.splitlines())
        events = tuple(_event(line, title.strip(), body) for line in lines if line.strip("- "))
        yield Article(date.fromisoformat(day.strip()), title.strip(), body, events)


def _event(line: str, title: str, body: str) -> Event:
    parts = [part.strip() for part in line.split("|", 4)]
    if len(parts) < 5:
        raise ValueError(f"an event has five fields: {line!r}")
    kind, status, sides, days, words = parts
    actors, _, recipients = sides.partition(">")
    told = tuple(t for snippet in words.split(";;") for t in _told(snippet.strip(), title, body))
    return Event(kind, status, codes(actors), codes(recipients), _days(days), told)


def codes(side: str) -> frozenset[str]:
    """The countries of one side."""
    return frozenset(code for code in side.split() if code != "-")


def _days(text: str) -> tuple[date, date] | None:
    if not _DAYS.match(text):
        return None
    first, _, last = text.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _told(snippet: str, title: str, body: str) -> Iterator[Told]:
    """Where the snippet's trigger stands."""
    found = _TRIGGER.search(snippet)
    if found is None:
        raise ValueError(f"no word between asterisks: {snippet!r}")
    plain = snippet.replace("*", "")
    at = body.find(plain)
    if at < 0 and plain not in title:
        raise ValueError(f"not in the article: {plain!r}")
    start = (at if at >= 0 else title.index(plain)) + found.start()
    yield Told(at < 0, start, start + len(found.group(1)))
