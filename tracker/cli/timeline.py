"""`tracker timeline`: the events, as a table for people or in a form for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from tracker.model import Event, TimelineFilter

FORMATS = ("table", "json", "jsonl", "csv", "geojson", "ics", "atom")

_HELP = """Show events, newest first.

A calendar (ics) holds what is planned, and what was and then took place or was called off, so that a calendar program
that reads it again brings its entries up to date; with --status it holds just those.

Example: tracker timeline --country KOR --kind missile_launch --since 2024-01-01 --format csv
"""


def register(app: typer.Typer) -> None:
    app.command("timeline", help=_HELP)(timeline)


def timeline(
    actor: Annotated[str | None, typer.Option(help="person, body, or country")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="kind of event; may be repeated")] = None,
    country: Annotated[list[str] | None, typer.Option(help="three-letter code; may be repeated")] = None,
    status: Annotated[list[str] | None, typer.Option(help="happened, planned, cancelled …; may be repeated")] = None,
    since: Annotated[str | None, typer.Option(help="first day, ISO 8601")] = None,
    until: Annotated[str | None, typer.Option(help="last day, ISO 8601")] = None,
    as_of: Annotated[str | None, typer.Option(help="as it was known then: day or time, ISO 8601")] = None,
    search: Annotated[str | None, typer.Option(help='words, "phrases", -not')] = None,
    limit: Annotated[int, typer.Option(help="how many at most; 0 for all", min=0)] = 50,
    form: Annotated[str, typer.Option("--format", help=", ".join(FORMATS))] = "table",
) -> None:
    """Read the timeline with filters and print it."""
    if form not in FORMATS:
        raise typer.BadParameter(f"is one of {', '.join(FORMATS)}", param_hint="--format")
    wanted = TimelineFilter(
        actor=actor,
        kinds=tuple(kind or ()),
        countries=tuple(code.upper() for code in country or ()),
        statuses=tuple(status or ()),
        since=day_option(since, "--since"),
        until=day_option(until, "--until"),
        as_of=_moment(as_of),
        search=search,
    )
    show(read_events(wanted, limit, also=() if form != "ics" or status else ("once_planned",)), form)


def read_events(wanted: TimelineFilter, limit: int, also: tuple[str, ...] = ()) -> list[Event]:
    """Events that fit, and further conditions of the timeline's queries."""
    from tracker import settings
    from tracker.store.connection import connect, database_url
    from tracker.store.migrate import migrate
    from tracker.store.timeline import read

    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    with connect(url) as conn:
        return read(conn, wanted, limit=limit, also=also)


def show(events: Sequence[Event], form: str) -> None:
    """Print events to stdout in one of FORMATS."""
    from tracker.export.contract import timeline_json

    if form == "table":
        print_table(events)
    elif form == "json":
        print(json.dumps([timeline_json(event) for event in events], ensure_ascii=False, indent=2))
    elif form == "jsonl":
        for event in events:
            print(json.dumps(timeline_json(event), ensure_ascii=False))
    else:
        sys.stdout.write(_exported(events, form))


def _exported(events: Sequence[Event], form: str) -> str:
    from tracker import clock, settings
    from tracker.export import atom, csv, geojson, ics

    base = settings.load().digest.base_url.rstrip("/")
    if form == "csv":
        return csv.rows(events)
    if form == "geojson":
        return geojson.collection(events)
    if form == "ics":
        return ics.calendar(events, base_url=base, now=clock.now()).decode()
    return atom.feed(events, base_url=base, self_url=f"{base}/atom.xml", title="Timeline").decode()


def print_table(events: Sequence[Event]) -> None:
    """A table of events on stdout, as wide as the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column("when", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("event", ratio=1)
    table.add_column("where")
    table.add_column("sources", justify="right")
    for event in events:
        place = event.place.name if event.place else ""
        count = f"{event.independent_sources}/{len(event.sources)}"
        # Text, not markup: what comes from feeds must not be read as formatting
        table.add_row(when(event), event.status.value, Text(_printable(event.title)), Text(_printable(place)), count)
    console = Console(width=None if sys.stdout.isatty() else 120)
    if events:
        console.print(table)
    else:
        console.print("no events; poll feeds with tracker poll, or widen the filters")


def _printable(text: str) -> str:
    """Without characters that could move a terminal's cursor or turn its text around."""
    return "".join(char for char in text if char.isprintable())


def when(event: Event) -> str:
    """The days of an event, short."""
    interval = event.date.interval
    if interval is None:
        return "?"
    if interval.days == 1:
        return interval.start.isoformat()
    return f"{interval.start} … {interval.last:%m-%d}" if interval.days < 300 else f"{interval.start:%Y}"


def day_option(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter("give a day such as 2024-06-19", param_hint=option) from None


def _moment(text: str | None) -> datetime | None:
    """A moment; a bare day means the end of that day."""
    if not text:
        return None
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC) + timedelta(days=1)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("give a day or time such as 2024-06-19", param_hint="--as-of") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
