"""Each export is read back by somebody else's reader."""

from __future__ import annotations

import csv as csv_reader
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import feedparser
import jsonschema
import pytest
from icalendar import Calendar

from tracker.export import atom, csv, gdelt, geojson, ics, plover
from tracker.model import Event, Place, Status, TimelineFilter
from tracker.store import timeline

NOW = datetime(2026, 11, 21, tzinfo=UTC)
BASE = "http://127.0.0.1:8080"
# the parts of RFC 7946 that a reader of points relies on
GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "properties": {"type": ["object", "null"]},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "properties": {
                                    "type": {"const": "Point"},
                                    "coordinates": {
                                        "type": "array",
                                        "prefixItems": [
                                            {"type": "number", "minimum": -180, "maximum": 180},
                                            {"type": "number", "minimum": -90, "maximum": 90},
                                        ],
                                        "minItems": 2,
                                        "maxItems": 3,
                                    },
                                },
                            },
                        ]
                    },
                },
            },
        },
    },
}


@pytest.fixture
def events(seeded: Any) -> list[Event]:
    found = timeline.read(seeded, TimelineFilter(), limit=0)
    assert len(found) > 10
    return found


def hostile(event: Event) -> Event:
    return replace(event, title='=cmd()|"\r\nX\x00\x0b,<b>&\u202e', place=Place("A;B,C\\D\nE", "KOR", 37.5, 127.0))


def test_calendar_reads_back(events: list[Event]) -> None:
    made = Calendar.from_ical(ics.calendar(events, base_url=BASE, now=NOW))
    entries = {str(entry["uid"]): entry for entry in made.walk("VEVENT")}
    dated = [event for event in events if event.date.interval]
    assert len(entries) == len(dated)
    for event in dated:
        entry = entries[f"event-{event.id}@tracker"]
        assert entry.decoded("dtstart") == event.date.interval.start  # type: ignore[union-attr]
        assert entry.decoded("dtend") == event.date.interval.end  # type: ignore[union-attr]
        assert str(entry["summary"]) == event.title


def test_a_changed_event_replaces_its_calendar_entry(events: list[Event]) -> None:
    before = next(event for event in events if event.status is Status.PLANNED)
    after = replace(before, version=before.version + 1, status=Status.CANCELLED)
    old, new = (
        next(iter(Calendar.from_ical(ics.calendar([e], base_url=BASE, now=NOW)).walk("VEVENT")))
        for e in (before, after)
    )
    assert old["uid"] == new["uid"]
    assert new["sequence"] > old["sequence"]
    assert (str(old["status"]), str(new["status"])) == ("TENTATIVE", "CANCELLED")


def test_atom_reads_back(events: list[Event]) -> None:
    raw = atom.feed([*events, hostile(events[0])], base_url=BASE, self_url=f"{BASE}/atom.xml", title="All")
    read = feedparser.parse(raw)
    assert not read.bozo
    assert [entry.id for entry in read.entries][: len(events)] == [f"{BASE}/events/{event.id}" for event in events]
    assert all(entry.updated_parsed for entry in read.entries)


def test_geojson_is_valid(events: list[Event]) -> None:
    made = json.loads(geojson.collection([*events, hostile(events[0])]))
    jsonschema.validate(made, GEOJSON)
    assert len(made["features"]) == len(events) + 1
    assert made["features"][-1]["geometry"]["coordinates"] == [127.0, 37.5], "longitude comes first"


def test_csv_reads_back_and_holds_no_formula(events: list[Event]) -> None:
    rows = list(csv_reader.DictReader(io.StringIO(csv.rows([*events, hostile(events[0])]), newline="")))
    assert len(rows) == len(events) + 1
    assert rows[0]["title"] == events[0].title
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_gdelt_has_its_sixty_one_columns(events: list[Event]) -> None:
    assert len(gdelt.COLUMNS) == 61
    lines = gdelt.rows([*events, hostile(events[-1])]).splitlines()
    took_place = [e for e in events if e.status.is_done and e.date.interval]
    assert len(lines) >= len(took_place) > 5
    for line in lines:
        assert len(line.split("\t")) == 61
    first = dict(zip(gdelt.COLUMNS, lines[0].split("\t"), strict=True))
    assert first["SQLDATE"] == took_place[0].date.interval.start.strftime("%Y%m%d")  # type: ignore[union-attr]
    assert first["EventRootCode"] == took_place[0].cameo


def test_plover_keeps_what_gdelt_cannot(events: list[Event]) -> None:
    records = [json.loads(line) for line in plover.lines(events).splitlines()]
    assert {"planned", "cancelled", "denied"} & {record["status"] for record in records}
    for record in records:
        if record["date"] is None:
            assert record["date_until"] is None
        else:
            assert date.fromisoformat(record["date"]) <= date.fromisoformat(record["date_until"])
        assert record["quad_class"] in ("V-COOP", "M-COOP", "V-CONF", "M-CONF")
