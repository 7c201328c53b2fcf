"""`tracker export`: the timeline in the shapes that political scientists load."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

_HELP = """Write the timeline as GDELT 2 event rows or PLOVER 2.0 records, to standard output.

Example: tracker export --format gdelt --since 2024-01-01 > events.tsv
"""


def register(app: typer.Typer) -> None:
    app.command("export", help=_HELP)(export)


def export(
    form: Annotated[str, typer.Option("--format", help="gdelt or plover")],
    country: Annotated[list[str] | None, typer.Option(help="three-letter code; may be repeated")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="kind of event; may be repeated")] = None,
    since: Annotated[str | None, typer.Option(help="first day, ISO 8601")] = None,
    until: Annotated[str | None, typer.Option(help="last day, ISO 8601")] = None,
) -> None:
    """Read the timeline and write all of it that fits."""
    if form not in ("gdelt", "plover"):
        raise typer.BadParameter("is gdelt or plover", param_hint="--format")
    from tracker.cli.timeline import day_option, read_events
    from tracker.export import gdelt, plover
    from tracker.model import TimelineFilter

    wanted = TimelineFilter(
        countries=tuple(code.upper() for code in country or ()),
        kinds=tuple(kind or ()),
        since=day_option(since, "--since"),
        until=day_option(until, "--until"),
    )
    events = read_events(wanted, 0)
    sys.stdout.write(gdelt.rows(events) if form == "gdelt" else plover.lines(events))
