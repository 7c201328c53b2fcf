"""What is seldom named is looked up first: that changes how long an answer takes, and never the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.store.test_matching import NOW, mention, store
from tracker.model import TimelineFilter
from tracker.store import timeline

_SOURCES = {
    "wire": {date(2026, 3, day) for day in (1, 5, 9)},
    "WIRE": {date(2026, 3, day) for day in (1, 5, 9)},
    "post": {date(2026, 3, 1), date(2026, 3, 20)},
    "owner": {date(2026, 3, 1), date(2026, 3, 20)},
    "OWNER": set(),  # families are told apart by case
    "courier": {date(2026, 3, 30)},
    "nobody": set(),
}


@pytest.fixture
def reported(conn: Any) -> Any:
    for name, days in (("Wire", (1, 5, 9)), ("Post", (1, 20)), ("Courier", (30,))):
        for day in days:
            told = [mention(day=date(2026, 3, day))]
            more = {"publisher": name, "family": "owner" if name == "Post" else None}
            store(conn, f"{name.lower()}{day}", told, NOW + timedelta(days=30 if day == 30 else 0), **more)
    return conn


def _days(conn: Any, **wanted: Any) -> set[date]:
    found = timeline.read(conn, TimelineFilter(**wanted))
    days = [event.date.interval.start for event in found if event.date.interval]
    assert len(days) == len(found) == len(set(days)), "each once"
    return set(days)


# whether sources are looked up (the usual mark), or some are and some not, or none is
@pytest.mark.parametrize("mark", [10_000, 2, -1])
@pytest.mark.parametrize("source", list(_SOURCES))
def test_a_source_is_found_however_seldom_it_reports(
    reported: Any, source: str, mark: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_SELDOM", mark)
    expected = _SOURCES[source]
    assert _days(reported, source=source) == expected
    assert _days(reported, source=source, since=date(2026, 3, 4)) == {day for day in expected if day.day >= 4}
    assert _days(reported, source=source, as_of=NOW + timedelta(days=1)) == {day for day in expected if day.day < 30}


def test_only_seldom_sources_are_looked_up(reported: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "_SELDOM", 2)
    asked = {source: timeline.statement(reported, TimelineFilter(source=source))[1] for source in _SOURCES}
    assert {source for source, values in asked.items() if "seldom_source" not in values} == {"wire", "WIRE"}
    assert asked["nobody"]["seldom_source"] == []
