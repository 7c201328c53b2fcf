"""`tracker timeline`: what each form holds."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from tracker.cli import build
from tracker.model import Status, TimelineFilter
from tracker.store import timeline


@pytest.fixture
def printed(seeded_database: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the command prints on a database that holds the sample articles."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", seeded_database)
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))

    def ask(*words: str) -> str:
        done = CliRunner().invoke(build(), ["timeline", "--limit", "0", *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    return ask


def entries(text: str) -> set[str]:
    return {str(entry["uid"]) for entry in Calendar.from_ical(text).walk("VEVENT")}


def uids(seeded: Any, *statuses: Status) -> set[str]:
    wanted = TimelineFilter(statuses=tuple(status.value for status in statuses))
    return {f"event-{event.id}@tracker" for event in timeline.read(seeded, wanted, limit=0) if event.date.interval}


def test_a_calendar_holds_what_is_or_was_planned_and_nothing_else(printed: Any, seeded: Any) -> None:
    held = entries(printed("--format", "ics"))
    assert uids(seeded, Status.PLANNED) <= held
    happened = seeded.execute(
        "SELECT event_id FROM event WHERE upper_inf(known) AND status = 'happened'"
        " AND event_id NOT IN (SELECT event_id FROM event WHERE status = 'planned')"
    ).fetchall()
    assert len(happened) > 10
    assert held.isdisjoint(f"event-{number}@tracker" for (number,) in happened)


def test_a_calendar_of_a_status_holds_just_that(printed: Any, seeded: Any) -> None:
    assert entries(printed("--format", "ics", "--status", "happened")) == uids(seeded, Status.HAPPENED)
    assert entries(printed("--format", "ics", "--status", "planned")) == uids(seeded, Status.PLANNED)


def test_other_forms_hold_events_of_every_status(printed: Any, seeded: Any) -> None:
    rows = printed("--format", "jsonl").splitlines()
    assert len(rows) == len(timeline.read(seeded, TimelineFilter(), limit=0)) > len(uids(seeded, Status.PLANNED))
