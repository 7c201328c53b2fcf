"""`tracker digest`: the morning mail. `tracker subscribers`, who gets it, is registered along with it."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import subscribers
from tracker.cli.subscribers import database, reader_of

_DIGEST = typer.Typer(
    no_args_is_help=True, help="The morning mail: preview, send, list.\n\nExample: tracker digest preview --format text"
)


def register(app: typer.Typer) -> None:
    app.add_typer(_DIGEST, name="digest")
    subscribers.register(app)


# ---------------------------------------------------------------- digest


@_DIGEST.command()
def preview(
    for_: Annotated[str, typer.Option("--for", help="address of a subscriber; without it, everything")] = "",
    day: Annotated[str, typer.Option(help="a past day, as 2026-11-23; without it, now")] = "",
    format: Annotated[str, typer.Option(help="html, text or eml")] = "html",
    output: Annotated[Path | None, typer.Option(help="file to write; html without it opens in a browser")] = None,
) -> None:
    """Show the digest as it would be sent, without sending it.

    Example: tracker digest preview --for ann@example.org --format text
    """
    from tracker import clock
    from tracker.delivering import preview_for
    from tracker.errors import InputError
    from tracker.store.connection import connect

    if format not in ("html", "text", "eml"):
        raise typer.BadParameter("format is html, text or eml")
    wanted_day = _day(day)
    with database() as (settings, url), connect(url) as conn:
        reader = reader_of(conn, for_) if for_ else None
        made = preview_for(conn, settings, clock.now(), subscriber=reader, day=wanted_day)
    content = {"html": made.html.encode(), "text": made.text.encode(), "eml": bytes(made.mail)}[format]
    if output is not None:
        try:
            output.write_bytes(content)
        except OSError as error:
            raise InputError(f"{output}: cannot be written ({error.strerror})") from None
        print(f"{made.subject}: written to {output}", file=sys.stderr)
    elif format == "html" and sys.stdout.isatty():
        _open(content)
    else:
        sys.stdout.buffer.write(content)


def _open(content: bytes) -> None:
    import tempfile
    import webbrowser

    with tempfile.NamedTemporaryFile("wb", prefix="digest-", suffix=".html", delete=False) as file:
        file.write(content)
    webbrowser.open(Path(file.name).as_uri())
    print(file.name, file=sys.stderr)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text[:40]!r} is not a day such as 2026-11-23") from None


@_DIGEST.command()
def send(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what is due, send nothing")] = False,
) -> None:
    """Send what is due now: digests, alerts, questions to confirm. `tracker run` does this every minute.

    Example: tracker digest send --dry-run
    """
    from tracker import clock
    from tracker.delivering import run_due
    from tracker.errors import MailError
    from tracker.store.connection import open_pool

    with database() as (settings, url):
        if dry_run:
            _say_due(url, clock.now())
            return
        if not settings.smtp.host:
            raise MailError("no mail server is set; give smtp.host in tracker.toml or TRACKER_SMTP_HOST")
        pool = open_pool(url, size=settings.smtp.connections + 2)
        try:
            summary = run_due(settings, pool, clock.now())
        finally:
            pool.close()
    print(summary.words or "nothing is due")
    sys.exit(1 if summary.deferred or summary.refused or summary.unknown else 0)


def _say_due(url: str, now: datetime) -> None:
    from tracker.digest.due import last_due
    from tracker.store import digests
    from tracker.store import subscribers as readers_store
    from tracker.store.connection import connect

    with connect(url) as conn:
        readers = [each for each in readers_store.everyone(conn) if each.state == "active"]
        waiting = digests.waiting(conn)
    due = [each for each in readers if each.next_due_at is None or each.next_due_at <= now]
    for each in due:
        found = last_due(each.wishes.plan, now)
        print(f"due  {each.wishes.address}  {found.day if found else ''}  {each.wishes.wanted.words}")
    print(f"{len(due)} of {len(readers)} readers are due, {waiting} mails wait in the ledger; nothing was sent")


@_DIGEST.command("list")
def list_digests(limit: Annotated[int, typer.Option(min=1, help="how many")] = 30) -> None:
    """List the newest mails and what became of them.

    Example: tracker digest list --limit 10
    """
    from tracker.store import digests
    from tracker.store.connection import connect

    with database() as (_, url), connect(url) as conn:
        rows = digests.ledger(conn, limit)
    for row in rows:
        tries = f" after {row.tries} tries" if row.tries > 1 else ""
        detail = f" ({row.detail})" if row.detail and row.state != "sent" else ""
        print(f"{row.local_day}  {row.purpose:8}{row.state}{tries}{detail}  {row.address}  {row.subject or ''}")
    if not rows:
        print("no mail yet; tracker subscribers add ADDRESS", file=sys.stderr)
