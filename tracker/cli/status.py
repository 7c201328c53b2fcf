"""`tracker status`: how the service is, in words or for machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

_HELP = """Say how the service is: feeds, lag, queue, last digest.

Example: tracker status --format json
"""


def register(app: typer.Typer) -> None:
    app.command("status", help=_HELP)(status)


def status(form: Annotated[str, typer.Option("--format", help="text or json")] = "text") -> None:
    """Read a few facts and print them."""
    if form not in ("text", "json"):
        raise typer.BadParameter("is text or json", param_hint="--format")
    from tracker import clock, settings
    from tracker.store import pages, recoding
    from tracker.store.connection import connect, database_url
    from tracker.store.migrate import migrate

    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    with connect(url) as conn:
        now = clock.now()
        facts = pages.health(conn, now) | {"events": pages.total(conn)}
        anew = recoding.progress(conn, now - timedelta(days=loaded.coder.recode_days))
        facts["recoding"] = asdict(anew) if anew else None
    if form == "json":
        print(json.dumps(facts, default=str, indent=2))
    else:
        print("\n".join(_words(facts)))


def _words(facts: dict[str, Any]) -> list[str]:
    lag = facts["lag_p95_s"]
    events = "more than 10,000" if facts["events"] > 10_000 else f"{facts['events']:,}"
    feeds = f"{facts['active_feeds']} feeds: {facts['failing_feeds']} failing, {facts['late_feeds']} late"
    return [
        f"{events} events; {facts['articles_today']} articles in the last day, {facts['unread']} waiting to be read",
        f"{feeds}; {facts['gaps']} gaps",
        f"last poll: {facts['last_poll'] or 'never'}"
        + ("" if lag is None else f"; 95 of 100 polls begin within {lag:.0f} s of their time"),
        f"queue: {facts['queue']} jobs; {_at_work(facts)}",
        *_anew(facts["recoding"]),
        f"last digest: {facts['last_digest'] or 'none sent yet'}",
    ]


def _anew(recoding: dict[str, Any] | None) -> list[str]:
    """A line about a re-coding under way."""
    if recoding is None:
        return []
    done, total = recoding["done"], recoding["total"]
    began = f"since {recoding['since']:%Y-%m-%d %H:%M} UTC"
    if done >= total:
        return [
            f"re-coding {began}: all {total:,} articles are read anew and are being joined; new reports join after that"
        ]
    return [f"re-coding {began}: {done:,} of {total:,} articles read anew; what was read before stands until all are"]


def _at_work(facts: dict[str, Any]) -> str:
    leads = "a scheduler runs" if facts["scheduler"] else "no scheduler runs"
    return f"{leads}, {facts['workers']} workers are at work" if facts["workers"] else f"{leads} and no worker"
