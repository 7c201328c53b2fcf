"""Evidence and history arranged for the event page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.model import Evidence
from tracker.store.timeline import EvidenceRow, Version

# what a reader wants to see change, in the order shown
_SHOWN = ("title", "status", "kind", "date", "actors", "recipients", "place", "type")


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence and the places in it, in order, of the words that tell of the event."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """One article behind the event, with its sentences and why it counts or does not count apart."""

    url: str
    title: str | None
    publisher: str | None
    published: datetime | None
    quotes: tuple[Quote, ...]
    reasons: tuple[str, ...]
    counts_with: str | None
    """The source it counts with, and why; None where it counts."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of the event and what it changed."""

    known_from: datetime
    change: str
    differences: tuple[tuple[str, str, str], ...]


def sources_of(rows: Sequence[EvidenceRow]) -> tuple[list[SourceView], str | None]:
    """Articles in the order given, and a sentence on those that count once (None where all are independent)."""
    first_of: dict[str, EvidenceRow] = {}
    by_url: dict[str, list[EvidenceRow]] = {}
    for row in rows:
        by_url.setdefault(row.url, []).append(row)
    views = []
    joined = 0
    for url, group in by_url.items():
        head = group[0]
        first = first_of.setdefault(head.independent_key, head)
        joined += first is not head
        views.append(
            SourceView(
                url,
                head.title,
                head.publisher,
                head.published,
                _quotes_of(quote for row in group for quote in row.quotes),
                tuple(dict.fromkeys(reason for row in group for reason in row.reasons)),
                None if first is head else _why_once(head, first),
            )
        )
    note = (
        f"{joined} of {len(views)} are reprints or outlets of one owner and are not counted again." if joined else None
    )
    return views, note


def _quotes_of(found: Iterable[Evidence]) -> tuple[Quote, ...]:
    """Each sentence once, however many of its words tell of the event."""
    marks: dict[tuple[str, int, str], set[tuple[int, int]]] = {}
    for each in found:
        places = marks.setdefault((each.part, each.start, each.text), set())
        at, end = each.trigger_start - each.start, each.trigger_end - each.start
        if 0 <= at < end <= len(each.text) and not any(at < other and start < end for start, other in places):
            places.add((at, end))
    return tuple(Quote(text, tuple(sorted(places))) for (_, _, text), places in marks.items())


def _why_once(row: EvidenceRow, first: EvidenceRow) -> str:
    """Why a source is not counted beside the first one of its kind."""
    label = first.publisher or first.url
    if row.text_of == first.text_of:
        return f"{label}: the same text"
    if row.wire and row.wire == first.wire:
        return f"{label}: both carry a report of {row.wire}"
    if row.publisher and row.publisher == first.publisher:
        return f"{label}: the same outlet"
    if row.family and row.family == first.family:
        return f"{label}: outlets of one owner"
    return f"{label}: both go back to one report"


def history_of(versions: Sequence[Version]) -> list[VersionView]:
    """Versions, the newest first, each with what differs from the one before."""
    views = []
    before: Version | None = None
    for version in versions:
        differences = tuple(
            (name, before.facts.get(name, ""), version.facts.get(name, ""))
            for name in _SHOWN
            if before is not None and before.facts.get(name) != version.facts.get(name)
        )
        views.append(VersionView(version.known_from, version.change, differences))
        before = version
    return views[::-1]
