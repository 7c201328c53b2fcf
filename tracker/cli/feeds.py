"""`tracker feeds`: the list of feeds."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.settings import Settings

_APP = typer.Typer(no_args_is_help=True, help="The list of feeds.\n\nExample: tracker feeds status")

_TRIED = 5
"""How many of the feeds that a page names are tried."""

Which = Annotated[str, typer.Argument(metavar="FEED", help="address or number of the feed")]


def register(app: typer.Typer) -> None:
    app.add_typer(_APP, name="feeds")


@_APP.command("list")
def list_feeds(form: Annotated[str, typer.Option("--format", help="table or json")] = "table") -> None:
    """Show the feeds.

    Example: tracker feeds list --format json
    """
    rows = _rows()
    if form == "json":
        print(json.dumps(rows, default=str, indent=2))
        return
    _table(rows, ("feed_id", "publisher", "title", "country", "tier", "state", "url"))


@_APP.command()
def status(form: Annotated[str, typer.Option("--format", help="table or json")] = "table") -> None:
    """Say in words how each feed is: last outcome, next poll, failures, gaps, new items a day.

    Example: tracker feeds status
    """
    from tracker import clock

    now = clock.now()
    rows = _rows()
    if form == "json":
        print(json.dumps(rows, default=str, indent=2))
        return
    told = [{"feed": row["title"] or row["url"], "how it is": _words(row, now)} for row in rows]
    _table(told, ("feed", "how it is"))


def _words(row: dict[str, Any], now: datetime) -> str:
    if row["state"] != "active":
        return {"paused": "paused by hand", "gone": "gone: its server says it is no more (410)"}[row["state"]]
    if row["last_polled_at"] is None:
        return "not polled yet"
    parts = [row["last_outcome"] + (f" ({row['last_detail'][:80]})" if row["last_detail"] else "")]
    if row["failures"]:
        since = f", last good {_ago(row['last_success_at'], now)}" if row["last_success_at"] else ", never good so far"
        parts.append(f"{_count(row['failures'], 'failure')} in a row{since}")
    parts.append(f"polled {_ago(row['last_polled_at'], now)}, next {_ahead(row['next_poll_at'], now)}")
    parts.append(f"{float(row['new_per_day']):.1f} new a day")
    if row["gaps"]:
        parts.append(_count(row["gaps"], "gap"))
    return "; ".join(parts)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _ago(then: datetime, now: datetime) -> str:
    return f"{_span((now - then).total_seconds())} ago"


def _ahead(then: datetime, now: datetime) -> str:
    seconds = (then - now).total_seconds()
    return f"in {_span(seconds)}" if seconds > 0 else "now"


def _span(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0, seconds):.0f} s"


@_APP.command()
def add(
    url: Annotated[str, typer.Argument(help="address of a feed, or of a page that names one")],
    publisher: Annotated[str | None, typer.Option(help="who publishes it; the host unless given")] = None,
    family: Annotated[str | None, typer.Option(help="owner; outlets of one family count as one source")] = None,
    country: Annotated[str, typer.Option(help="three-letter code of the publisher's seat")] = "USA",
    zone: Annotated[str, typer.Option(help="IANA zone of dates without one")] = "UTC",
    tier: Annotated[int, typer.Option(min=1, max=5, help="1 most reliable … 5")] = 3,
    check: Annotated[bool, typer.Option(help="fetch it first")] = True,
) -> None:
    """Add a feed, by its address or that of a page that names it. It is fetched first: a wrong address is told at once.

    Example: tracker feeds add https://news.example/rss --publisher "Example News" --country NOR
    """
    from urllib.parse import urlsplit

    from tracker import clock
    from tracker.feeds.catalog import read_catalog
    from tracker.store import feeds

    loaded, conn = _open()
    title = url
    if check:
        url, title = _checked(loaded, url)
    host = urlsplit(url).hostname or url
    raw = {
        "url": url, "title": title, "publisher": publisher or host, "family": family or (publisher or host).lower(),
        "country": country, "zone": zone, "tier": tier, "__line__": 1,
    }  # fmt: skip
    (row,) = read_catalog({"feeds": [raw]}, "feeds add")
    with conn:
        fresh = feeds.put(conn, row, "user", clock.now(), revive=True)
    print(f"{'added' if fresh else 'known already'}: {row.url} ({row.title})")


def _checked(loaded: Settings, url: str) -> tuple[str, str]:
    """The feed's address and title: of the address itself, or of the first feed that the page there names.

    Raises InputError with what is wrong.
    """
    found = asyncio.run(_fetch(loaded, url))
    if isinstance(found, str):
        raise InputError(f"{url}: {found}")
    if not found.problem:
        return url, found.title or url
    for link in found.feed_links[:_TRIED]:
        named = asyncio.run(_fetch(loaded, link))
        if not isinstance(named, str) and not named.problem:
            return link, named.title or link
    raise InputError(f"{url}: {found.problem}" + (", which cannot be had" if found.feed_links else ""))


async def _fetch(loaded: Settings, url: str) -> Any:
    from tracker.fetch import Fetcher
    from tracker.pipeline.direct import budgets
    from tracker.pipeline.workers import Killed, Workers

    async with Fetcher(budgets(loaded)) as fetcher:
        fetched = await fetcher.get(url)
    if not fetched.outcome.good:
        return f"{fetched.outcome.value}: {fetched.detail}"
    with Workers(loaded) as workers:
        parsed = await workers.parse(fetched.body, fetched.headers.get("content-type"), fetched.url)
    return f"cannot be parsed: {parsed.why}" if isinstance(parsed, Killed) else parsed


@_APP.command()
def discover(url: Annotated[str, typer.Argument(help="address of a page")]) -> None:
    """Show the feeds that a page names.

    Example: tracker feeds discover https://news.example/
    """
    from tracker import settings

    found = asyncio.run(_fetch(settings.load(), url))
    if isinstance(found, str):
        raise InputError(f"{url}: {found}")
    links = (url,) if not found.problem else found.feed_links
    if not links:
        raise InputError(f"{url}: names no feed")
    print("\n".join(links))


@_APP.command()
def remove(feed: Which) -> None:
    """Take a feed off the list; its articles stay.

    Example: tracker feeds remove https://news.example/rss
    """
    _set_state(feed, "removed", "removed")


@_APP.command()
def pause(feed: Which) -> None:
    """Poll a feed no more until it is resumed.

    Example: tracker feeds pause 12
    """
    _set_state(feed, "paused", "paused")


@_APP.command()
def resume(feed: Which) -> None:
    """Poll a paused feed, or one given up as gone, again.

    Example: tracker feeds resume 12
    """
    _set_state(feed, "active", "resumed")


def _set_state(which: str, state: str, word: str) -> None:
    from tracker import clock
    from tracker.store import feeds

    _, conn = _open()
    with conn:
        changed = feeds.set_state(conn, which, state, clock.now())
    if not changed:
        raise InputError(f"{which}: no such feed; tracker feeds list shows them")
    for number, url in changed:
        print(f"{word}: {url} (number {number})")


@_APP.command("import")
def import_opml(file: Annotated[Path, typer.Argument(help="an OPML file")]) -> None:
    """Add the feeds of an OPML file. A bad entry is told and the rest goes on.

    Example: tracker feeds import subscriptions.opml
    """
    from tracker import clock
    from tracker.feeds.opml import read_opml
    from tracker.store import feeds

    try:
        rows, problems = read_opml(file.read_bytes())
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise InputError(f"{file}: {error}") from None
    for problem in problems:
        print(f"tracker: {file}: {problem}", file=sys.stderr)
    _, conn = _open()
    with conn:
        fresh = sum(feeds.put(conn, row, "opml", clock.now(), revive=True) for row in rows)
    print(f"{len(rows)} feeds read, {fresh} of them new")


@_APP.command("export")
def export_opml() -> None:
    """Write the list as OPML to standard output.

    Example: tracker feeds export > feeds.opml
    """
    from tracker.feeds.opml import write_opml

    sys.stdout.write(write_opml([(row["url"], row["title"], row["publisher"]) for row in _rows()]))


def _open() -> tuple[Settings, Any]:
    from tracker import settings
    from tracker.store.connection import connect, database_url
    from tracker.store.migrate import migrate

    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    return loaded, connect(url)


def _rows() -> list[dict[str, Any]]:
    """The feeds in the database; the configured ones are put there first."""
    from tracker import clock
    from tracker.pipeline.catalog import sync
    from tracker.store import feeds

    loaded, conn = _open()
    with conn:
        sync(conn, loaded, clock.now())
        return feeds.listed(conn, clock.now())


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(str(row[name] if row[name] is not None else "")) for name in columns))
    Console(width=None if sys.stdout.isatty() else 160).print(table)
