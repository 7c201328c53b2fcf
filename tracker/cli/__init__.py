"""The command line: `tracker COMMAND`. One module per family of commands; heavy imports happen inside commands.

Exit 0 done, 1 failed with one line on stderr, 2 wrong usage. Data goes to stdout, progress and logs to stderr.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from typing import Annotated

import typer

from tracker import __version__
from tracker.errors import TrackerError

# command family -> module below tracker.cli; each module offers `register(app: typer.Typer) -> None`
FAMILIES = (
    "demo",
    "serve",
    "web",
    "poll",
    "ingest",
    "recode",
    "extract",
    "actors",
    "timeline",
    "events",
    "export",
    "digest",
    "feeds",
    "db",
    "status",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"tracker {__version__}")
        raise typer.Exit


def build() -> typer.Typer:
    """The complete command line application."""
    app = typer.Typer(
        name="tracker",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for family in FAMILIES:
        if importlib.util.find_spec(f"tracker.cli.{family}") is None:
            continue
        importlib.import_module(f"tracker.cli.{family}").register(app)
    return app


def _options(
    version: Annotated[
        bool, typer.Option("--version", help="say which version this is", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Polls news feeds, codes geopolitical events, keeps a timeline in PostgreSQL."""


def main() -> None:
    """Entry point: turns a TrackerError into one line on stderr and exit code 1."""
    try:
        build()()
    except TrackerError as error:
        print(f"tracker: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our stdout went away (`tracker timeline | head`): not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
