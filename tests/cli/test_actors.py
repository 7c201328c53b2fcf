"""`tracker actors lookup`: one name, and rows in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tracker.cli import actors

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    built = typer.Typer()
    actors.register(built)
    return built


def test_a_name_is_answered_as_of_the_day(app: typer.Typer) -> None:
    shown = RUNNER.invoke(app, ["actors", "lookup", "the German chancellor", "--date", "2019-05-01"])
    assert shown.exit_code == 0
    answer = json.loads(shown.stdout)
    assert (answer["name"], answer["country"], answer["sector"]) == ("Angela Merkel", "DEU", "GOV")


def test_an_unknown_name_is_null(app: typer.Typer) -> None:
    shown = RUNNER.invoke(app, ["actors", "lookup", "Xqzzt Blorp"])
    assert json.loads(shown.stdout)["country"] is None


def test_rows_are_answered_in_order_and_a_bad_one_does_not_stop_the_rest(app: typer.Typer, tmp_path: Path) -> None:
    rows = [
        '{"id": "a", "text": "Taliban", "date": "2019-05-01T10:00:00+02:00"}',
        "",
        '{"id": "b", "text": 7}',
        "not json",
        '{"id": "c", "text": "four Saudi men", "date": null, "more": 1}',
        '{"id": "d", "text": "Iran", "date": "soon"}',
    ]
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(rows), encoding="utf-8")
    shown = RUNNER.invoke(app, ["actors", "lookup", "--jsonl", str(source), "--output", str(output)])
    assert shown.exit_code == 0
    answers = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [a["id"] for a in answers] == ["a", "b", None, "c", "d"]
    assert answers[0] == {"id": "a", "name": "Taliban", "country": "AFG", "sector": "REB"}
    assert (answers[3]["country"], set(answers[3])) == ("SAU", {"id", "name", "country", "sector"})
    assert all("error" in answers[i] for i in (1, 2, 4))


@pytest.mark.parametrize("arguments", [[], ["Iran", "--jsonl", "x"]])
def test_name_and_file_exclude_each_other(app: typer.Typer, arguments: list[str]) -> None:
    assert RUNNER.invoke(app, ["actors", "lookup", *arguments]).exit_code == 2


@pytest.mark.parametrize("arguments", [["Iran", "--date", "soon"], ["--jsonl", "/nowhere/at/all.jsonl"]])
def test_what_cannot_be_read_is_said_in_a_line(app: typer.Typer, arguments: list[str]) -> None:
    shown = RUNNER.invoke(app, ["actors", "lookup", *arguments])
    assert shown.exit_code == 1
    assert "read" in str(shown.exception) or "ISO 8601" in str(shown.exception)
