"""`tracker subscribers`: who gets the digest."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.settings import Settings
    from tracker.store.connection import Conn
    from tracker.store.subscribers import Subscriber

_APP = typer.Typer(
    no_args_is_help=True,
    help="Who gets the digest: add, list, edit, remove, import.\n\nExample: tracker subscribers add ann@example.org",
)


def register(app: typer.Typer) -> None:
    app.add_typer(_APP, name="subscribers")


@contextmanager
def database() -> Iterator[tuple[Settings, str]]:
    """Settings, and the URL of a database that has today's schema."""
    from tracker import settings
    from tracker.store.connection import database_url
    from tracker.store.migrate import migrate

    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    yield loaded, url


def reader_of(conn: Conn, address: str) -> Subscriber:
    """The reader with that address. Raises InputError."""
    from tracker.store import subscribers

    found = subscribers.by_address(conn, address)
    if found is None:
        raise InputError(f"{address[:80]!r} is not a subscriber; see tracker subscribers list")
    return found


Address = Annotated[str, typer.Argument(help="mail address")]
Name = Annotated[str | None, typer.Option(help="name for the To line")]
Zone = Annotated[str | None, typer.Option(help="IANA time zone, as Europe/Berlin")]
At = Annotated[str | None, typer.Option("--at", help="local time, as 07:00")]
Days = Annotated[str | None, typer.Option("--weekdays", help="as 1-5 or 1,3,5; Monday is 1")]
Language = Annotated[str | None, typer.Option("--locale", help="language of dates, as en, de, en-US")]
Form = Annotated[str | None, typer.Option("--format", help="html or text")]
Empty = Annotated[str | None, typer.Option("--empty-days", help="short (a short mail) or silent")]
Countries = Annotated[list[str] | None, typer.Option("--country", help="three-letter code; repeat for more")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="kind of event; repeat for more")]
Actors = Annotated[list[str] | None, typer.Option("--actor", help="person or body; repeat for more")]
Search = Annotated[str | None, typer.Option("--search", help='words, as "rare earths" or drone')]
Significance = Annotated[float | None, typer.Option("--min-significance", min=0, max=1)]
Sources = Annotated[int | None, typer.Option("--min-sources", min=0, help="independent sources")]
Alerts = Annotated[
    list[str] | None, typer.Option("--alert", help='as "missile_launch by PRK with 2 sources every 6h"; repeat')
]
_TABLE = (
    "name",
    "zone",
    "at",
    "weekdays",
    "locale",
    "format",
    "empty_days",
    "search",
    "min_significance",
    "min_sources",
)
_LISTS = ("country", "kind", "actor", "alert")


def _given(**options: Any) -> dict[str, Any]:
    """Only the options that were given."""
    return {name: value for name, value in options.items() if value is not None and value != []}


@_APP.command()
def add(
    address: Address,
    name: Name = None,
    zone: Zone = None,
    at: At = None,
    weekdays: Days = None,
    locale: Language = None,
    form: Form = None,
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
    options = _given(
        name=name, zone=zone, at=at, weekdays=weekdays, locale=locale, format=form, empty_days=empty_days,
        country=country, kind=kind, actor=actor, search=search, min_significance=min_significance,
        min_sources=min_sources, alert=alert,
    )  # fmt: skip
    from tracker.store.connection import connect

    with database() as (settings, url), connect(url) as conn:
        print(_add(conn, settings, address, options, confirmed=confirmed))


def _add(conn: Conn, settings: Settings, address: str, options: dict[str, Any], *, confirmed: bool) -> str:
    """Add one reader; answers a line for people. Raises InputError."""
    from tracker import clock
    from tracker.delivering.entering import enter_confirmation
    from tracker.digest.wishes import Wishes, parse_alerts, parse_wishes
    from tracker.store import subscribers

    now, kinds = clock.now(), kinds_of(settings)
    alerts = parse_alerts(options.get("alert", ()), kinds)
    wishes = parse_wishes(options, kinds, Wishes(address))
    number = subscribers.add(conn, wishes, now)
    if number is None:
        known = reader_of(conn, wishes.address)
        left = known.state in ("unsubscribed", "suppressed")
        hint = f"; {known.state_reason}; nothing may be sent to them" if left else "; see tracker subscribers edit"
        raise InputError(f"{wishes.address} is known already ({known.state}){hint}")
    for each in alerts:
        subscribers.add_alert(conn, number, each.words, each.rule, each.cooldown_s, now)
    found = subscribers.by_id(conn, number)
    assert found is not None
    if confirmed:
        subscribers.confirm(conn, found, now)
        return f"{wishes.address}: added, confirmed by you"
    enter_confirmation(conn, settings, found, now)
    return f"{wishes.address}: added; a mail will ask them to confirm"


def kinds_of(settings: Settings) -> tuple[str, ...]:
    """Names of the kinds of events."""
    import yaml

    return tuple(yaml.safe_load(settings.config_text("kinds.yaml"))["kinds"])


@_APP.command()
def edit(
    address: Address,
    name: Name = None,
    zone: Zone = None,
    at: At = None,
    weekdays: Days = None,
    locale: Language = None,
    form: Form = None,
    empty_days: Empty = None,
    country: Countries = None,
    kind: Kinds = None,
    actor: Actors = None,
    search: Search = None,
    min_significance: Significance = None,
    min_sources: Sources = None,
    alert: Alerts = None,
    no_filter: Annotated[bool, typer.Option("--no-filter", help="drop the filter first")] = False,
    no_alerts: Annotated[bool, typer.Option("--no-alerts", help="drop all alerts first")] = False,
) -> None:
    """Change what a reader gets and when; what is not given stays.

    Example: tracker subscribers edit ann@example.org --at 06:30 --weekdays 1-5
    """
    from dataclasses import replace

    from tracker import clock
    from tracker.digest.wanted import Wanted
    from tracker.digest.wishes import parse_alerts, parse_wishes
    from tracker.store import subscribers
    from tracker.store.connection import connect

    options = _given(
        name=name, zone=zone, at=at, weekdays=weekdays, locale=locale, format=form, empty_days=empty_days,
        country=country, kind=kind, actor=actor, search=search, min_significance=min_significance,
        min_sources=min_sources,
    )  # fmt: skip
    now = clock.now()
    with database() as (settings, url), connect(url) as conn:
        kinds = kinds_of(settings)
        known = reader_of(conn, address)
        base = replace(known.wishes, wanted=Wanted()) if no_filter else known.wishes
        wishes = parse_wishes(options, kinds, base)
        alerts = parse_alerts(alert or (), kinds)
        subscribers.edit(conn, known, wishes, now)
        if no_alerts:
            subscribers.drop_alerts(conn, known.id)
        for each in alerts:
            subscribers.add_alert(conn, known.id, each.words, each.rule, each.cooldown_s, now)
    print(f"{wishes.address}: changed; {wishes.wanted.words}")


@_APP.command("list")
def list_readers(
    form: Annotated[str, typer.Option("--format", help="table or json")] = "table",
) -> None:
    """List the readers with their state, clock, filter and alerts.

    Example: tracker subscribers list
    """
    import json

    from tracker.delivering.entering import plan_words
    from tracker.store import subscribers
    from tracker.store.connection import connect

    if form not in ("table", "json"):
        raise typer.BadParameter("is table or json", param_hint="--format")
    with database() as (_, url), connect(url) as conn:
        readers = subscribers.everyone(conn)
        alerts = subscribers.alerts_of(conn, [each.id for each in readers])
    for each in readers:
        wishes = each.wishes
        own = [alert.words for alert in alerts if alert.subscriber_id == each.id]
        row = {
            "address": wishes.address, "state": each.state, "reason": each.state_reason,
            "when": plan_words(wishes.plan), "filter": wishes.wanted.words, "alerts": own, "format": wishes.format,
            "next": each.next_due_at.isoformat() if each.next_due_at else None,
        }  # fmt: skip
        if form == "json":
            print(json.dumps(row, ensure_ascii=False))
        else:
            reason = f" ({each.state_reason})" if each.state_reason else ""
            tail = f"  alerts: {'; '.join(own)}" if own else ""
            print(f"{wishes.address}  {each.state}{reason}  {row['when']}  {row['filter']}{tail}")
    if not readers:
        print("no subscribers yet; tracker subscribers add ADDRESS", file=sys.stderr)


@_APP.command()
def remove(address: Address) -> None:
    """End a subscription. The address stays known, so that nothing mails it again.

    Example: tracker subscribers remove ann@example.org
    """
    from tracker.store import subscribers
    from tracker.store.connection import connect

    with database() as (_, url), connect(url) as conn:
        known = reader_of(conn, address)
        if not subscribers.leave(conn, known.id, "removed by the operator"):
            raise InputError(f"{known.wishes.address} had left before ({known.state})")
    print(f"{known.wishes.address}: removed; nothing will be sent to them")


@_APP.command("import")
def import_table(
    file: Annotated[Path, typer.Argument(help="CSV with a column address; lists separated by ;")],
    confirmed: Annotated[bool, typer.Option("--confirmed", help="they all told you yes; do not ask by mail")] = False,
) -> None:
    """Add readers from a table with the columns address, name, zone, at, weekdays, locale, format, empty_days,
    country, kind, actor, search, min_significance, min_sources, alert. Rows that cannot be used are named; the rest
    goes on.

    Example: tracker subscribers import readers.csv
    """
    from tracker.store.connection import connect

    rows = _rows(file)
    bad = 0
    with database() as (settings, url), connect(url, autocommit=True) as conn:
        for line, row in rows:
            try:
                with conn.transaction():
                    print(_add(conn, settings, row.pop("address", ""), _table_options(row), confirmed=confirmed))
            except InputError as error:
                bad += 1
                print(f"{file}:{line}: {error}", file=sys.stderr)
    print(f"{len(rows) - bad} added, {bad} not", file=sys.stderr)
    sys.exit(1 if bad else 0)


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    """(line, cells) of a CSV file. Raises InputError."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            if "address" not in (reader.fieldnames or ()):
                raise InputError(f"{file}:1: the first line must name the columns, one of them address")
            return [(reader.line_num, {k: v for k, v in row.items() if k and isinstance(v, str)}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{file}: cannot be read as CSV in UTF-8 ({error})") from None


def _table_options(row: dict[str, str]) -> dict[str, Any]:
    options: dict[str, Any] = {name: row[name].strip() for name in _TABLE if row.get(name, "").strip()}
    for name in _LISTS:
        values = [part.strip() for part in row.get(name, "").split(";") if part.strip()]
        if values:
            options[name] = values
    return options
