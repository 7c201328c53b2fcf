"""Rows of `tracker extract --jsonl`: whatever is wrong with one costs that row alone."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tracker.cli.extract import _answers, _as_line, _row, parse_published
from tracker.coding import MAX_TITLE, Coder
from tracker.settings import load


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"id": ' + "1" * 5_000 + ', "text": "Chad left."}',
        '{"id": "a", "text": "Chad left.", "published": "9999-12-31"}',
        '{"id": "a", "text": "Chad left.", "published": "0001-01-01T00:00:00+14:00"}',
        '{"id": "a", "text": ["Chad left."]}',
        "Chad left.",
    ],
    ids=["nested", "a long number", "the last day", "the first day", "no string", "no JSON"],
)
def test_a_row_that_cannot_be_read_says_so(line: str) -> None:
    row = _row(7, line)
    assert row.article is None
    assert row.error is not None and row.error.startswith("line 7: ")


def test_half_of_a_pair_of_surrogates_is_escaped() -> None:
    line = _as_line({"id": "\ud800", "error": "é"})
    assert json.loads(line.encode()) == {"id": "\ud800", "error": "é"}
    assert "é" in _as_line({"error": "é"})


def test_days_stay_days() -> None:
    assert parse_published("2024-06-19") == date(2024, 6, 19)
    assert parse_published("2024-06-19T00:00:00") == date(2024, 6, 19)
    with pytest.raises(ValueError, match="end of the calendar"):
        parse_published("9999-12-31")


def test_a_title_too_long_to_be_one_is_not_read() -> None:
    text = "Portugal's defence minister visited Angola on Monday."
    titles = ["Togo expelled Ghana's ambassador on Friday. " * 100, "Togo expels Ghana's ambassador"]
    rows = [_row(n, json.dumps({"id": n, "text": text, "title": title})) for n, title in enumerate(titles)]
    assert len(titles[0]) > MAX_TITLE
    answers = list(_answers(Coder(load(env={})), iter(rows)))
    assert [sorted(event["kind"] for event in answer["events"]) for answer in answers] == [
        ["visit"],
        ["expulsion", "visit"],
    ]
