"""`tracker actors`: who a name or phrase means, as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import date

    from tracker.extract.actors import ActorBook

_APP = typer.Typer(
    no_args_is_help=True,
    help="Look actors up: countries, people in office, bodies, groups and the nouns of unnamed actors.\n\n"
    'Example: tracker actors lookup "the German chancellor" --date 2019-05-01',
)


def register(app: typer.Typer) -> None:
    app.add_typer(_APP, name="actors")


@_APP.callback()
def _actors() -> None:
    """A group even while it has one command."""


@_APP.command()
def lookup(
    name: Annotated[
        str | None, typer.Argument(help="a name or a phrase, such as an office or 'Iranian troops'")
    ] = None,
    date: Annotated[str | None, typer.Option(help="the day that decides who held an office, ISO 8601")] = None,
    jsonl: Annotated[str | None, typer.Option(help="file of rows {id, text, date?}; - for standard input")] = None,
    output: Annotated[str | None, typer.Option(help="file for the answers; standard output by default")] = None,
) -> None:
    """Say who NAME is: name, country and sector.

    Without --date offices are read as of today. Country and sector are null where unknown.

    Example: tracker actors lookup "Iranian Foreign Minister" --date 2019-05-01
    """
    import json

    from tracker.errors import InputError
    from tracker.knowledge import load_actors
    from tracker.settings import load

    if (name is None) == (jsonl is None):
        raise typer.BadParameter("give either NAME or --jsonl FILE")
    book = load_actors(load().config_dir)
    if jsonl is not None:
        _rows(book, jsonl, output)
        return
    try:
        day = _day(date)
    except ValueError:
        raise InputError(f"--date {date}: not an ISO 8601 date; write it like 2023-11-13") from None
    answer = _answer(book, name or "", day)
    _write(output, [json.dumps(answer, ensure_ascii=False)])


def _rows(book: ActorBook, source: str, output: str | None) -> None:
    """Answers every row in order; a row that cannot be read gives its id and an error, and the rest goes on."""
    import json

    lines: list[str] = []
    for number, line in enumerate(_read(source), 1):
        if not line.strip():
            continue
        row: Any = None
        try:
            row = json.loads(line)
            answer = {"id": row["id"], **_short(_answer(book, row["text"], _day(row.get("date"))))}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            known = row.get("id") if isinstance(row, dict) else None
            answer = {"id": known, "error": f"line {number}: {type(error).__name__}: {error}"}
        lines.append(json.dumps(answer, ensure_ascii=False))
    _write(output, lines)


def _answer(book: ActorBook, text: str, day: date) -> dict[str, str | None]:
    if not isinstance(text, str):
        raise TypeError("text is not a string")
    actor = book.lookup(text, day)
    if actor is None:
        return {"name": None, "country": None, "sector": None, "office": None, "person": None}
    return {
        "name": actor.name,
        "country": actor.country,
        "sector": actor.sector,
        "office": actor.office,
        "person": actor.person,
    }


def _short(answer: dict[str, str | None]) -> dict[str, str | None]:
    return {key: answer[key] for key in ("name", "country", "sector")}


def _day(text: str | None) -> date:
    """The day of an ISO date or time; today where none is given. Raises ValueError when it is neither."""
    from datetime import date, datetime

    from tracker import clock

    if text is None or text == "":
        return clock.now().date()
    return datetime.fromisoformat(text).date() if len(text) > 10 else date.fromisoformat(text)


def _read(source: str) -> list[str]:
    import sys
    from pathlib import Path

    from tracker.errors import InputError

    if source == "-":
        return sys.stdin.read().splitlines()
    try:
        # not splitlines(): it would also cut at U+2028, which JSON strings may hold
        return Path(source).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{source}: cannot be read: {error}") from None


def _write(output: str | None, lines: list[str]) -> None:
    import sys
    from pathlib import Path

    from tracker.errors import InputError

    text = "".join(line + "\n" for line in lines)
    if output is None or output == "-":
        sys.stdout.write(text)
        return
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{output}: cannot be written: {error}") from None
