"""`tracker recode`: everything that is stored, read again by the coder as it is now."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tracker.coding import Coder

_BATCH = 100


def register(app: typer.Typer) -> None:
    app.command("recode", help=_HELP)(recode)


_HELP = """Code all stored articles with the coder as it is now, without fetching anything.

The service does this by itself for young articles. The new readings wait beside the old ones, which stay on the
timeline until all are there; then the whole timeline changes at once. Corrections stay in force. New reports are shown
meanwhile. The command can be stopped at any point, started again, and run beside the service.

Example: tracker recode
"""


def recode(quiet: Annotated[bool, typer.Option("--quiet", help="no progress bar")] = False) -> None:
    """Code and match what the coder's version has not read; prints what it did."""
    from tracker import settings
    from tracker.coding import Coder
    from tracker.store.connection import connect, database_url
    from tracker.store.migrate import migrate

    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    with connect(url) as conn, _progress(quiet) as tell:
        coded, changed = recode_all(conn, Coder(loaded), tell)
    print(f"{coded} articles coded anew; {changed} events new, changed or withdrawn")


def recode_all(
    conn: Any,
    coder: Coder,
    tell: Callable[[str, int, int], None] = lambda stage, done, total: None,
    batch: int = _BATCH,
) -> tuple[int, int]:
    """Code a batch to a transaction, then swap all in at once; answers how many articles were coded and events changed.

    `tell(stage, done, total)`: "coding" counts in numbers of articles, "joining" in articles.
    """
    from tracker import clock
    from tracker.matching import swap_in
    from tracker.store.articles import put_coding, sign_anew
    from tracker.store.recoding import due_after, last_article

    while sign_anew(conn):
        conn.commit()
    total, after, coded = last_article(conn), 0, 0
    while due := due_after(conn, coder.version, after, batch):
        for article, coding in zip(due, coder.code(each.as_input() for each in due), strict=True):
            put_coding(conn, article.article_id, article.version, coding, coder.version, clock.now())
        conn.commit()
        after, coded = due[-1].article_id, coded + len(due)
        tell("coding", after, max(total, after))
    swapped = swap_in(conn, coder.version, clock.now(), tell=lambda done, of: tell("joining", done, of))
    conn.commit()
    return coded, swapped.new + swapped.changed + swapped.withdrawn


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr for each stage."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task("coding", total=None)
        yield lambda stage, done, total: shown.update(task, description=stage, completed=done, total=total)
