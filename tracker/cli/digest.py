"""`tracker digest` and `tracker subscribers`: the morning mail and who gets it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.store.subscribers import Subscriber, Wishes

_DIGEST = typer.Typer(
    no_args_is_help=True, help="The morning mail: preview, send, list.\n\nExample: tracker digest preview --format text"
)
_READERS = typer.Typer(
    no_args_is_help=True,
    help="Who gets the digest: add, list, edit, remove, import.\n\nExample: tracker subscribers add ann@example.org",
)


def register(app: typer.Typer) -> None:
    app.add_typer(_DIGEST, name="digest")
    app.add_typer(_READERS, name="subscribers")


@contextmanager
def _database() -> Iterator[tuple[Settings, str]]:
    """Settings, and the URL of a database that has today's schema."""
    from tracker import settings
    from tracker.store.connection import database_url
    from tracker.store.migrate import migrate

    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    yield loaded, url


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
    with _database() as (settings, url), connect(url) as conn:
        reader = _reader(conn, for_) if for_ else None
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

    with _database() as (settings, url):
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
    print(summary.words)
    sys.exit(1 if summary.deferred or summary.refused or summary.unknown else 0)


def _say_due(url: str, now: datetime) -> None:
    from tracker.digest.due import last_due
    from tracker.store import digests, subscribers
    from tracker.store.connection import connect

    with connect(url) as conn:
        readers = [each for each in subscribers.everyone(conn) if each.state == "active"]
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

    with _database() as (_, url), connect(url) as conn:
        rows = digests.ledger(conn, limit)
    for row in rows:
        tries = f" after {row.tries} tries" if row.tries > 1 else ""
        detail = f" ({row.detail})" if row.detail and row.state != "sent" else ""
        print(f"{row.local_day}  {row.purpose:8}{row.state}{tries}{detail}  {row.address}  {row.subject or ''}")
    if not rows:
        print("no mail yet; tracker subscribers add ADDRESS", file=sys.stderr)


# ---------------------------------------------------------------- subscribers

Zone = Annotated[str | None, typer.Option(help="IANA time zone, as Europe/Berlin")]
At = Annotated[str | None, typer.Option("--at", help="local time, as 07:00")]
Days = Annotated[str | None, typer.Option("--weekdays", help="as 1-5 or 1,3,5; Monday is 1")]
Language = Annotated[str | None, typer.Option("--locale", help="language of dates, as en, de, en-US")]
Form = Annotated[str | None, typer.Option("--format", help="html or text")]
Empty = Annotated[str | None, typer.Option("--empty-days", help="short (a short mail) or silent")]
Name = Annotated[str | None, typer.Option(help="name for the To line")]
Countries = Annotated[list[str] | None, typer.Option("--country", help="three-letter code; repeat for more")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="kind of event; repeat for more")]
Actors = Annotated[list[str] | None, typer.Option("--actor", help="person or body; repeat for more")]
Search = Annotated[str | None, typer.Option("--search", help='words, as "rare earths" or drone')]
Significance = Annotated[float | None, typer.Option("--min-significance", min=0, max=1)]
Sources = Annotated[int | None, typer.Option("--min-sources", min=0, help="independent sources")]
Alerts = Annotated[
    list[str] | None, typer.Option("--alert", help='as "missile_launch by PRK with 2 sources every 6h"; repeat')
]


def _options(values: dict[str, Any]) -> dict[str, Any]:
    """Only the options that were given."""
    return {name: value for name, value in values.items() if value not in (None, [])}


@_READERS.command()
def add(
    address: Annotated[str, typer.Argument(help="mail address")],
    name: Name = None,
    zone: Zone = None,
    at: At = None,
    weekdays: Days = None,
    locale: Language = None,
    format: Form = None,
    empty_days: Empty = None,
    country: Countries = None,
    kind: Kinds = None,
    actor: Actors = None,
    search: Search = None,
    min_significance: Significance = None,
    min_sources: Sources = None,
    alert: Alerts = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="they told you yes; do not ask by mail")] = False,
) -> None:
    """Add a reader. They are asked by mail and get nothing else until they say yes.

    Example: tracker subscribers add ann@example.org --zone Europe/Berlin --at 07:00 --country CHN --country TWN
    """
    options = _options({k: v for k, v in locals().items() if k not in ("address", "confirmed")})
    with _database() as (settings, url):
        print(_add(settings, url, address, options, confirmed=confirmed))


def _add(settings: Settings, url: str, address: str, options: dict[str, Any], *, confirmed: bool) -> str:
    """Add one reader; answers a line for people. Raises InputError."""
    from tracker import clock
    from tracker.delivering.entering import enter_confirmation
    from tracker.digest.wishes import parse_alerts, parse_wishes
    from tracker.errors import InputError
    from tracker.store import subscribers
    from tracker.store.connection import connect
    from tracker.store.subscribers import Wishes

    now = clock.now()
    kinds = _kinds(settings)
    alerts = parse_alerts(options.pop("alert", None) or (), kinds)
    wishes = parse_wishes(options, kinds, Wishes(address).__class__, address)
    with connect(url) as conn:
        number = subscribers.add(conn, wishes, now)
        if number is None:
            known = subscribers.by_address(conn, wishes.address)
            state = known.state if known else "known"
            hint = "; nothing may be sent to them" if state in ("unsubscribed", "suppressed") else ""
            raise InputError(f"{wishes.address} is known already ({state}){hint}; see tracker subscribers edit")
        for each in alerts:
            subscribers.add_alert(conn, number, each.words, each.rule, each.cooldown_s, now)
        reader = subscribers.by_id(conn, number)
        assert reader is not None
        if confirmed:
            subscribers.confirm(conn, reader, now)
            return f"{wishes.address}: added, confirmed by you"
        enter_confirmation(conn, settings, reader, now)
    return f"{wishes.address}: added; a mail asks them to confirm"
