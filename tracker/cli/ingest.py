"""`tracker ingest`: archives into the database, coded and matched."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.coding import Coder
    from tracker.feeds.outlets import Outlets
    from tracker.store.articles import NewArticle

_BATCH = 200


def register(app: typer.Typer) -> None:
    app.command("ingest", help=_HELP)(ingest)


_HELP = """Put articles of a JSONL file into the database, code and match them.

A row is {"url", "title"?, "text", "published", "publisher"?}. A bad row is reported and the rest goes on. The command
can be stopped and started again: nothing is stored twice, and what was not coded yet is coded then.

Example: tracker ingest --jsonl archive.jsonl
"""


def ingest(
    jsonl: Annotated[Path, typer.Option(help="file of articles, one JSON object a line")],
    quiet: Annotated[bool, typer.Option("--quiet", help="no progress bar")] = False,
) -> None:
    """Store, code, match; prints what it did."""
    from tracker import settings
    from tracker.coding import Coder
    from tracker.feeds.outlets import Outlets
    from tracker.pipeline.catalog import configured
    from tracker.store.connection import connect, database_url
    from tracker.store.migrate import migrate

    if not jsonl.is_file():
        raise InputError(f"{jsonl}: there is no such file; give a file of JSON lines")
    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    outlets = Outlets(configured(loaded))
    counts: Counter[str] = Counter()
    sizes: list[int] = []
    with connect(url) as conn, _progress(jsonl, quiet) as advance:

        def tell() -> None:
            advance(sum(sizes))
            sizes.clear()

        take_in(conn, _rows(jsonl, outlets, counts, sizes.append), Coder(loaded), counts, tell)
    print(
        f"{counts['stored']} articles stored, {counts['known']} known before, {counts['bad']} bad rows; "
        f"{counts['coded']} coded; {counts['new']} new events, {counts['changed']} changed,"
        f" {counts['withdrawn']} withdrawn"
    )
    if counts["bad"] and not counts["stored"] + counts["known"]:
        raise InputError(f"{jsonl}: no row could be used")


def take_in(
    conn: Any,
    rows: Iterable[NewArticle],
    coder: Coder,
    counts: Counter[str],
    tell: Callable[[], None] = lambda: None,
    batch: int = _BATCH,
) -> None:
    """Store, code and match articles, a batch to a transaction, so that a run that was stopped can be repeated: what it
    has done is known, what it has not is done then. `tell()` is called when a batch is done, and at the end."""
    from tracker import clock
    from tracker.matching import match_unmatched, swap_in
    from tracker.store.intake import put_many
    from tracker.store.recoding import any_staged, due_after

    stream = iter(rows)
    while taken := list(islice(stream, batch)):
        stored = put_many(conn, taken, clock.now())
        counts["coded"] += code(conn, coder, sorted({each.article_id for each in stored}))
        conn.commit()
        counts["stored"] += sum(each.fresh for each in stored)
        counts["known"] += sum(not each.fresh for each in stored)
        matched = match_unmatched(conn, clock.now())
        counts.update(asdict(matched))
        tell()
    tell()
    if any_staged(conn, coder.version) and not due_after(conn, coder.version, 0, 1):
        swapped = swap_in(conn, coder.version, clock.now())  # all that is stored was in the file and is read anew
        conn.commit()
        counts.update(asdict(swapped))


def code(conn: Any, coder: Coder, ids: list[int]) -> int:
    """Code those of these articles that the coder's version has not coded; answers how many."""
    from tracker import clock
    from tracker.store.articles import for_coding, put_coding

    due = for_coding(conn, ids, coder.version)
    for article, coding in zip(due, coder.code(each.as_input() for each in due), strict=True):
        put_coding(conn, article.article_id, article.version, coding, coder.version, clock.now())
    return len(due)


def _rows(path: Path, outlets: Outlets, counts: Counter[str], read: Callable[[int], None]) -> Iterator[NewArticle]:
    """The articles of a file; `read` is told the bytes of each line."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            read(len(line.encode("utf-8", "replace")))
            if not line.strip():
                continue
            try:
                yield _article(line, outlets)
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                counts["bad"] += 1
                print(f"tracker: {path}:{number}: {_why(error)}; the row is left out", file=sys.stderr)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg})"
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)


def _article(line: str, outlets: Outlets) -> NewArticle:
    """Raises ValueError, KeyError or TypeError for a row that cannot be used."""
    from tracker.cli.extract import parse_published
    from tracker.store.articles import NewArticle

    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("is not an object")
    url, text = row["url"], row["text"]
    if not isinstance(url, str) or not url.strip():
        raise ValueError("url is no address")
    if not isinstance(text, str):
        raise ValueError("text is no string")
    title, publisher = row.get("title"), row.get("publisher")
    if not isinstance(title, str | None) or not isinstance(publisher, str | None):
        raise ValueError("title and publisher are strings or null")
    if b"\0" in f"{url}{publisher}".encode():  # what cannot be encoded raises ValueError too
        raise ValueError("url or publisher holds a NUL character")
    published = parse_published(row.get("published"))
    outlet = outlets.of(url.strip(), publisher)
    source = "none" if published is None else "ingest" if isinstance(published, datetime) else "ingest:day"
    return NewArticle(
        url=url.strip(),
        title=title,
        body=text,
        body_from="ingest",
        published_at=_moment(published),
        published_raw=row.get("published"),
        published_from=source,
        publisher=publisher or (outlet.publisher if outlet else None),
        family=outlet.family if outlet else None,
        country=outlet.country if outlet else None,
        zone=outlet.zone if outlet else "UTC",
        tier=outlet.tier if outlet else 3,
    )


def _moment(published: date | datetime | None) -> datetime | None:
    if published is None or isinstance(published, datetime):
        return published
    return datetime.combine(published, time(12), UTC)


def _progress(path: Path, quiet: bool) -> Any:
    """A progress bar on stderr over the bytes of the file; a context that answers `advance(bytes)`."""
    from contextlib import contextmanager

    @contextmanager
    def bar() -> Iterator[Any]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        if quiet or not sys.stderr.isatty():
            yield lambda size: None
            return
        columns = (TextColumn("taken in"), BarColumn(), TextColumn("{task.percentage:.0f} %"), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as shown:
            task = shown.add_task("taken in", total=path.stat().st_size)
            yield lambda size: shown.advance(task, size)

    return bar()
