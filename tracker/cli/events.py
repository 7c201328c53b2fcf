"""`tracker events`: corrections by a person. They survive re-coding and re-matching."""

from __future__ import annotations

from typing import Annotated, Any

import typer

_APP = typer.Typer(
    no_args_is_help=True,
    help="Correct events by hand.\n\nExample: tracker events reject 12 --author Ann --reason hoax",
)

Id = Annotated[int, typer.Argument(metavar="EVENT", help="number of the event")]
Into = Annotated[int, typer.Argument(help="the event that it is")]
Author = Annotated[str, typer.Option(help="your name")]
Reason = Annotated[str, typer.Option(help="why, for those who read it later")]


def register(app: typer.Typer) -> None:
    app.add_typer(_APP, name="events")


@_APP.command()
def correct(
    event: Id,
    author: Author,
    reason: Reason,
    status: Annotated[str | None, typer.Option(help="the right status")] = None,
    kind: Annotated[str | None, typer.Option(help="the right kind")] = None,
    start: Annotated[str | None, typer.Option(help="first day, ISO 8601")] = None,
    end: Annotated[str | None, typer.Option(help="last day, ISO 8601")] = None,
) -> None:
    """Change status, kind or days.

    Example: tracker events correct 12 --status cancelled --author Ann --reason "embassy statement"
    """
    from tracker.errors import InputError
    from tracker.events.correct import days_of
    from tracker.model import Status

    payload: dict[str, Any] = {}
    if status is not None:
        if status not in tuple(Status):
            raise typer.BadParameter(f"is one of {', '.join(Status)}", param_hint="--status")
        payload["status"] = status
    if kind is not None:
        payload |= _as_kind(kind)
    if start or end:
        payload |= days_of(start or "", end or "")
    if not payload:
        raise InputError("nothing to correct: give --status, --kind, --start or --end")
    _apply(event, "correct", payload, author, reason)


def _as_kind(name: str) -> dict[str, Any]:
    """A kind with the codes that it brings with it."""
    from tracker import settings
    from tracker.extract.outcome import cameo_of
    from tracker.knowledge import load_lexicon

    kinds = load_lexicon(settings.load().config_dir).kinds
    if name not in kinds:
        raise typer.BadParameter(f"is one of {', '.join(sorted(kinds))}", param_hint="--kind")
    kind = kinds[name]
    mode = kind.rules[0].mode if kind.rules else None
    cameo = cameo_of(kind.type, mode, demand=name == "demand")
    return {"kind": name, "type": kind.type.value, "mode": mode, "cameo": cameo}


@_APP.command()
def merge(
    event: Id, into: Annotated[int, typer.Argument(help="the event it is")], author: Author, reason: Reason
) -> None:
    """Two events are one.

    Example: tracker events merge 13 12 --author Ann --reason "same visit"
    """
    _apply(event, "merge", {"into": into}, author, reason)


@_APP.command()
def split(
    event: Id,
    author: Author,
    reason: Reason,
    article: Annotated[list[str], typer.Option(help="address of an article to take out; may be repeated")],
) -> None:
    """Take articles out of an event; they make an event of their own.

    Example: tracker events split 12 --article https://news.example/a --author Ann --reason "another launch"
    """
    _apply(event, "split", {"articles": article}, author, reason)


@_APP.command()
def reject(event: Id, author: Author, reason: Reason) -> None:
    """It did not happen, or is no event.

    Example: tracker events reject 12 --author Ann --reason "a film, not a raid"
    """
    _apply(event, "reject", {}, author, reason)


@_APP.command()
def restore(event: Id, author: Author, reason: Reason) -> None:
    """Take a rejection back.

    Example: tracker events restore 12 --author Ann --reason "confirmed after all"
    """
    _apply(event, "restore", {}, author, reason)


def _apply(event: int, action: str, payload: dict[str, Any], author: str, reason: str) -> None:
    from tracker import clock, settings
    from tracker.matching import correct_event
    from tracker.store.connection import connect, database_url
    from tracker.store.migrate import migrate

    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    with connect(url) as conn:
        done = correct_event(conn, event, action, payload, author=author, reason=reason, now=clock.now())
    print(f"event {event}: {action} stored" + ("" if done else "; it takes effect when the new readings are in place"))
