"""Charts show each event once for each of its rows, and say where a row leads."""

from datetime import date

import vl_convert

from tracker.model import Interval, Status
from tracker.store.listing import Mark
from tracker.store.pages import Month
from tracker.web.figures import ROWS, Row, curve_spec, timeline_spec

TODAY = date(2026, 11, 20)


def mark(key: int, kind: str, first: date, days: int = 1, status: Status = Status.HAPPENED) -> Mark:
    end = date.fromordinal(first.toordinal() + days)
    return Mark(key, f"Event {key}", kind, status, Interval(first, end), 2, ("KOR", "USA"))


def spec(*marks: Mark, today: date = TODAY) -> dict:  # type: ignore[type-arg]
    return timeline_spec(marks, {each.id: [Row(each.kind, f"/?kind={each.kind}")] for each in marks}, today)


def test_the_most_frequent_row_is_on_top_and_leads_to_itself() -> None:
    day = date(2026, 11, 9)
    made = spec(mark(1, "visit", day), mark(2, "aid", day), mark(3, "visit", day))
    assert made["usermeta"]["rows"] == {"visit": "/?kind=visit", "aid": "/?kind=aid"}
    assert [row["row"] for row in made["data"]["values"]] == ["visit", "aid", "visit"]
    assert made["data"]["values"][0]["href"] == "/events/1"
    assert made["layer"][-1]["encoding"]["y"]["sort"] == ["visit", "aid"]


def test_no_more_rows_than_there_is_room_for() -> None:
    made = spec(*(mark(n, f"kind {n:02}", date(2026, 11, 9)) for n in range(20)))
    assert len(made["usermeta"]["rows"]) == ROWS
    assert len(made["data"]["values"]) == ROWS


def test_an_event_stands_in_the_row_of_each_party() -> None:
    event = mark(1, "visit", date(2026, 11, 9))
    made = timeline_spec(
        [event], {1: [Row("South Korea", "/?country=KOR"), Row("United States", "/?country=USA")]}, TODAY
    )
    assert [row["row"] for row in made["data"]["values"]] == ["South Korea", "United States"]


def test_today_is_marked_where_it_is_in_the_chart() -> None:
    assert len(spec(mark(1, "visit", TODAY))["layer"]) == 3
    assert len(spec(mark(1, "visit", date(2020, 1, 1)))["layer"]) == 2


def test_a_single_day_and_all_days_there_are_can_be_drawn() -> None:
    one = spec(mark(1, "visit", TODAY))
    assert one["layer"][1]["encoding"]["x"]["scale"]["domain"] == ["2026-11-13", "2026-11-27"]
    every = spec(mark(1, "visit", date.min), mark(2, "visit", date(9999, 12, 30)))
    assert every["layer"][1]["encoding"]["x"]["scale"]["domain"] == ["0001-01-01", "9999-12-31"]
    assert every["layer"][1]["encoding"]["x"]["axis"]["format"] == "%b %Y"
    assert spec()["data"]["values"] == []


def test_charts_are_drawn_by_vega_lite() -> None:
    drawn = vl_convert.vegalite_to_svg(spec(mark(1, "visit", TODAY, 9, Status.DENIED)), allowed_base_urls=[])
    assert "visit" in drawn
    curve = curve_spec([Month(date(2026, 11, 1), 3, -2.25)], date(2025, 11, 20), TODAY)
    assert curve["data"]["values"] == [{"month": "2026-11-01", "score": -2.25, "events": 3}]
    assert "conflict" in vl_convert.vegalite_to_svg(curve, allowed_base_urls=[])
