"""`tracker demo`: the real job over sample articles that a server on this machine carries."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tracker.pipeline.direct import PollReport
    from tracker.settings import Settings

_PORT = 18_473
_HELP = """Run the whole job once over sample articles: poll, read, code, match, timeline, digest. Needs no internet.

Its data stay in a folder of their own (demo/ in the data directory), so that a second run finds nothing new.

Example: tracker demo
"""


def register(app: typer.Typer) -> None:
    app.command("demo", help=_HELP)(demo)


def demo(
    folder: Annotated[Path | None, typer.Option(help="where data and digest go")] = None,
) -> None:
    """Serve the seeds on the loopback interface, poll them, print the timeline, write the digest."""
    from rich.console import Console

    from tracker import settings
    from tracker.store.connection import database_url
    from tracker.store.migrate import migrate

    told = Console(stderr=True, highlight=False)
    loaded = settings.load()
    home = (folder or loaded.data_dir / "demo").resolve()
    with _server() as base:
        # only this server may be asked, and nothing waits between two requests to it
        fetch = loaded.fetch.model_copy(
            update={"allow_private": (base.removeprefix("http://"),), "per_host": 50, "host_spacing_s": 0.0}
        )
        loaded = loaded.model_copy(update={"data_dir": home, "fetch": fetch})
        told.print(f"data in {home}")
        url = database_url(home)
        migrate(url)
        ids = _subscribe(url, base)
        report = _run(loaded, url, ids)
    _tell(report, url, told)
    _digest(loaded, url, home, told)
    told.print(
        f"\nNext:  TRACKER_DATA_DIR={home} tracker web            the same as a page\n"
        f"       TRACKER_DATA_DIR={home} tracker timeline --help  ask it other questions\n"
        "       tracker run                                  the service, on config/feeds.yaml",
        soft_wrap=True,
    )


def _run(loaded: Settings, url: str, ids: list[int]) -> PollReport:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from tracker.pipeline.direct import poll_once

    words = {"poll": "polling feeds", "read": "reading articles", "code": "coding articles", "match": "matching events"}
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int, note: str) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(words[stage], total=None, count="")
            bar.update(tasks[stage], count=str(done), total=max(total, 1), completed=done)

        return asyncio.run(poll_once(loaded, url, on_progress=show, only=ids))


def _tell(report: PollReport, url: str, told: Any) -> None:
    from tracker.cli.timeline import print_table
    from tracker.model import TimelineFilter
    from tracker.store.connection import connect
    from tracker.store.timeline import read

    for address, what in report.failed:
        told.print(f"{address}: {what}", markup=False)
    if report.new or report.changed:
        told.print(f"{report.feeds} feeds, {report.new} new articles, {report.events_new} new events")
    else:
        told.print(f"{report.feeds} feeds: nothing new since the last run; the timeline stands as it was")
    with connect(url) as conn:
        print_table(read(conn, TimelineFilter(), limit=0))


def _digest(loaded: Settings, url: str, home: Path, told: Any) -> None:
    """Write today's digest beside the data, as it would be mailed."""
    from tracker import clock
    from tracker.delivering import compose_everything
    from tracker.store.connection import connect

    with connect(url) as conn:
        composed = compose_everything(conn, loaded, clock.now())
    for name, content in (("digest.eml", bytes(composed.mail)), ("digest.html", composed.html.encode())):
        (home / name).write_bytes(content)
    told.print(f"today's digest: {home / 'digest.html'} and {home / 'digest.eml'}", soft_wrap=True)


def _subscribe(url: str, base: str) -> list[int]:
    """Put the sample feeds into the list, at the address that the server has this time; answers their ids."""
    import tempfile

    from tracker import clock, resources
    from tracker.pipeline.catalog import from_file
    from tracker.store import feeds
    from tracker.store.connection import connect

    text = (resources.folder("seeds") / "feeds.yaml").read_text(encoding="utf-8").replace("{{base}}", base)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary, "feeds.yaml")
        path.write_text(text, encoding="utf-8")
        rows = from_file(path)
    with connect(url) as conn:
        feeds.rebase(conn, base, clock.now())
        for row in rows:
            feeds.put(conn, row, "demo", clock.now())
        return [feed["feed_id"] for feed in feeds.listed(conn, clock.now()) if feed["origin"] == "demo"]


@contextmanager
def _server() -> Iterator[str]:
    """A server for seeds/ on the loopback interface; answers its address."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", _PORT), _Seeds)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Seeds)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Seeds(SimpleHTTPRequestHandler):
    """Feeds and pages of seeds/, with the server's own address put in."""

    def do_GET(self) -> None:
        from tracker import resources

        folder = resources.folder("seeds")
        name = os.path.normpath(self.path.split("?")[0].lstrip("/"))
        file = (folder / name).resolve()
        if name.split("/")[0] not in ("feeds", "pages") or not file.is_file() or folder.resolve() not in file.parents:
            self.send_error(404)
            return
        host = self.headers.get("Host", "127.0.0.1")
        body = file.read_text(encoding="utf-8").replace("{{base}}", f"http://{host}").encode()
        kind = "application/rss+xml" if file.suffix == ".xml" else "text/html"
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the demo tells its own story."""
