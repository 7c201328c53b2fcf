"""The timeline as CSV (RFC 4180), one event a row, lists joined by a semicolon. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from tracker.model import Event

COLUMNS = (
    "id", "start", "end", "granularity", "basis", "kind", "type", "mode", "contexts", "cameo", "status", "actors",
    "actor_countries", "recipients", "recipient_countries", "place", "place_country", "lat", "lon", "title",
    "independent_sources", "sources", "first_reported", "last_changed", "confidence", "significance",
)  # fmt: skip
# a cell that begins with one of these is a formula to a spreadsheet; the wide ones to a Japanese one
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(events: Sequence[Event]) -> str:
    """Header and rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for event in events:
        writer.writerow([_cell(value) for value in _values(event)])
    return out.getvalue()


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows that have the same columns; a header only where there is a row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows[:1]:
        writer.writerow(row)
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue()


def _values(event: Event) -> tuple[object, ...]:
    interval, place = event.date.interval, event.place
    return (
        event.id,
        interval.start if interval else None,
        interval.last if interval else None,
        event.date.granularity.value if event.date.granularity else None,
        event.date.basis.value,
        event.kind,
        event.type.value,
        event.mode,
        ";".join(event.contexts),
        event.cameo,
        event.status.value,
        _list(actor.name for actor in event.actors),
        ";".join(sorted({actor.country for actor in event.actors if actor.country})),
        _list(actor.name for actor in event.recipients),
        ";".join(sorted({actor.country for actor in event.recipients if actor.country})),
        place.name if place else None,
        place.country if place else None,
        place.lat if place else None,
        place.lon if place else None,
        event.title,
        event.independent_sources,
        _list(source.url for source in event.sources),
        event.first_reported.isoformat() if event.first_reported else None,
        event.last_changed.isoformat() if event.last_changed else None,
        round(event.confidence, 3),
        round(event.significance, 3),
    )


def _list(parts: Iterable[str]) -> str:
    """Joined by semicolons, each part made safe: some spreadsheets split at semicolons."""
    return ";".join(str(_cell(part)) for part in parts)


def _cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
