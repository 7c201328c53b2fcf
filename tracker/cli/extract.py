"""`tracker extract`: text in, events and dates out; no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from tracker.errors import InputError
from tracker.model import ArticleInput, Coding

if TYPE_CHECKING:
    from tracker.coding import Coder

_CHUNK = 64


def register(app: typer.Typer) -> None:
    app.command("extract", help=_HELP)(extract)


_HELP = """Find events and dates in a text, a file, an address or standard input.

Example: tracker extract report.txt --published 2024-06-19 --format text
"""


def extract(
    source: Annotated[str | None, typer.Argument(metavar="FILE|URL|-", help="what to read; -: standard input")] = None,
    published: Annotated[str | None, typer.Option(help="publication date or time, ISO 8601")] = None,
    title: Annotated[str | None, typer.Option(help="headline, where the text does not carry it")] = None,
    form: Annotated[str, typer.Option("--format", help="json, or text: events explained")] = "json",
    jsonl: Annotated[Path | None, typer.Option(help="a file of rows {id, text, published, title?}")] = None,
    output: Annotated[Path | None, typer.Option(help="where rows go with --jsonl; default standard output")] = None,
) -> None:
    """Code one text, or rows of a JSONL file."""
    if (source is None) == (jsonl is None):
        raise typer.BadParameter("give either FILE, URL or -, or --jsonl FILE")
    if form not in ("json", "text"):
        raise typer.BadParameter("is json or text", param_hint="--format")
    from tracker import settings
    from tracker.coding import Coder

    coder = Coder(settings.load())
    if jsonl is not None:
        _extract_rows(coder, jsonl, output)
    else:
        _extract_one(coder, str(source), published, title, form)


def _extract_one(coder: Coder, source: str, published: str | None, title: str | None, form: str) -> None:
    try:
        when = parse_published(published)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from None
    text, page_title, page_date = _read(source)
    article = ArticleInput(source, text, title or page_title, when or page_date)
    coding = next(coder.code([article]))
    if coding.error:
        raise InputError(f"{source}: {coding.error}")
    if coding.language not in ("en", None):
        print(f"tracker: {source}: the text is in {coding.language!r}; only English is read", file=sys.stderr)
    if form == "text":
        from tracker.extract.explain import explain

        print(explain(article, coding))
    else:
        print(json.dumps(_answer(coding), ensure_ascii=False, indent=2))


def _read(source: str) -> tuple[str, str | None, date | datetime | None]:
    """Text, title and publication date of what `source` names. Raises InputError."""
    if source == "-":
        return _plain("standard input", sys.stdin.buffer.read()), None, None
    if source.startswith(("http://", "https://")):
        import asyncio

        from tracker import settings
        from tracker.pipeline.direct import read_page

        page = asyncio.run(read_page(settings.load(), source))
        if isinstance(page, str) or not page.text:
            raise InputError(f"{source}: {page if isinstance(page, str) else page.problem or 'no article on the page'}")
        return page.text, page.title, page.published
    try:
        return _plain(source, Path(source).read_bytes()), None, None
    except OSError as error:
        raise InputError(f"{source}: cannot be read: {error.strerror}") from None


def _plain(source: str, raw: bytes) -> str:
    """Bytes as text: UTF-8, or Windows-1252 where they are not. Raises InputError for what is no text."""
    if b"\0" in raw[:65536]:
        raise InputError(f"{source}: this is a binary file, not text; give a text file or the address of an article")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        odd = sum(not (c.isprintable() or c in "\n\r\t") or c == "\ufffd" for c in text)
        if odd > len(text) * 0.02:
            raise InputError(f"{source}: this is a binary file, not text; give a text file or an address") from None
    if not text.strip():
        raise InputError(f"{source}: the text is empty; nothing to read")
    return text


@dataclass(frozen=True)
class _Row:
    """A row of the input: an article, or what is wrong with it."""

    id: Any
    article: ArticleInput | None
    error: str | None = None


def _extract_rows(coder: Coder, path: Path, output: Path | None) -> None:
    with ExitStack() as stack:
        try:
            lines: TextIO = stack.enter_context(path.open(encoding="utf-8", errors="replace"))
            out: TextIO = stack.enter_context(output.open("w", encoding="utf-8")) if output else sys.stdout
        except OSError as error:
            raise InputError(f"{error.filename}: {error.strerror}") from None
        for answer in _answers(coder, _rows(lines)):
            out.write(_as_line(answer))


def _as_line(answer: dict[str, Any]) -> str:
    """One line of JSON; what UTF-8 has no code for (half of a pair of surrogates) is escaped."""
    line = json.dumps(answer, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(answer)
    return line + "\n"


def _rows(lines: Iterable[str]) -> Iterator[_Row]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> _Row:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        return _Row(None, None, f"line {number}: not JSON: {error.msg}")
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists in lists
        return _Row(None, None, f"line {number}: cannot be read: {error}")
    if not isinstance(raw, dict):
        return _Row(None, None, f"line {number}: is not an object")
    key = raw.get("id")
    if not isinstance(raw.get("text"), str):
        return _Row(key, None, f"line {number}: text is missing or no string")
    for name in ("title", "publisher"):
        if raw.get(name) is not None and not isinstance(raw[name], str):
            return _Row(key, None, f"line {number}: {name} is no string")
    try:
        published = parse_published(raw.get("published"))
    except ValueError as error:
        return _Row(key, None, f"line {number}: {error}")
    return _Row(key, ArticleInput(str(key), raw["text"], raw.get("title"), published, raw.get("publisher")))


def parse_published(raw: object) -> datetime | date | None:
    """An ISO 8601 day stays a day, also where a program wrote midnight behind it; any other time without zone is UTC.
    Raises ValueError with what is expected."""
    if raw is None or raw == "":
        return None
    try:
        moment = datetime.fromisoformat(str(raw))
    except ValueError:
        raise ValueError(f"published {raw!r} is no ISO 8601 date or time, such as 2024-06-19") from None
    if not 1 < moment.year < MAXYEAR:
        raise ValueError(f"published {raw!r} lies at the end of the calendar, where days around it cannot be counted")
    if moment.tzinfo is None and moment.time() == time.min:
        return moment.date()
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _answers(coder: Coder, rows: Iterator[_Row]) -> Iterator[dict[str, Any]]:
    """One answer per row, in order; a row that cannot be coded answers {"id", "error"}."""
    while chunk := [row for _, row in zip(range(_CHUNK), rows, strict=False)]:
        codings = coder.code(row.article for row in chunk if row.article)
        for row in chunk:
            if row.article is None:
                yield {"id": row.id, "error": row.error}
            else:
                yield {"id": row.id, **_answer(next(codings))}


def _answer(coding: Coding) -> dict[str, Any]:
    from tracker.export.contract import date_json, mention_json

    if coding.error:
        return {"error": coding.error}
    answer: dict[str, Any] = {
        "events": [mention_json(mention) for mention in coding.mentions],
        "dates": [date_json(timex) for timex in coding.dates],
    }
    if coding.language not in ("en", None):
        answer["language"] = coding.language
    return answer
