"""Corrections by a person from the command line."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tracker.cli import build
from tracker.cli.events import _as_kind
from tracker.events.correct import days_of


@pytest.mark.parametrize(
    ("kind", "codes"),
    [("visit", ("CONSULT", "visit", "04")), ("strike", ("ASSAULT", None, "19")), ("demand", ("REQUEST", None, "10"))],
)
def test_a_kind_brings_its_codes_with_it(kind: str, codes: tuple[str, str | None, str]) -> None:
    found = _as_kind(kind)
    assert (found["kind"], found["type"], found["cameo"]) == (kind, codes[0], codes[2])
    assert codes[1] in (None, found["mode"])


def test_a_kind_that_is_none_is_refused_with_those_that_are() -> None:
    words = ["events", "correct", "1", "--kind", "vist", "--author", "Ann", "--reason", "x"]
    done = CliRunner().invoke(build(), words, env={"TERM": "dumb", "COLUMNS": "400"})
    assert done.exit_code == 2
    assert "visit" in done.output


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (["--start", "soon"], "such as 2024-06-19"),
        (["--start", "2024-06-19", "--end", "2024-06-18"], "before the first"),
        (["--end", "9999-12-31"], "calendar ends"),
    ],
)
def test_days_that_cannot_be_are_refused(days: list[str], why: str) -> None:
    words = ["events", "correct", "1", *days, "--author", "Ann", "--reason", "x"]
    found = CliRunner().invoke(build(), words)
    assert found.exit_code
    assert why in f"{found.output}{found.exception}"


def test_one_day_alone_is_the_first_and_the_last() -> None:
    assert days_of("", "2024-06-19") == days_of("2024-06-19", "") == {"start": "2024-06-19", "end": "2024-06-19"}
