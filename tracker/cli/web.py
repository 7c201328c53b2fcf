"""`tracker web`: the page."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

_HELP = """Serve the page, the interface and the calendar.

Example: tracker web --port 8080
"""


# so long a reader waits for the database before being told that it does not answer
WAIT_S = 2.5


def register(app: typer.Typer) -> None:
    app.command("web", help=_HELP)(web)


def web(
    host: Annotated[str | None, typer.Option(help="address to listen on; 127.0.0.1 unless set")] = None,
    port: Annotated[int | None, typer.Option(help="port; 8080 unless set")] = None,
) -> None:
    """Run until SIGTERM or Ctrl-C."""
    import uvicorn

    from tracker import settings
    from tracker.knowledge import load_lexicon
    from tracker.store.connection import database_url, open_pool
    from tracker.store.migrate import migrate
    from tracker.web.app import create_app

    loaded = settings.load()
    url = database_url(loaded.data_dir, loaded.database_url.get_secret_value())
    migrate(url)
    where, number = host or loaded.web.host, loaded.web.port if port is None else port
    pool = open_pool(url, size=10, wait_s=WAIT_S)
    kinds = load_lexicon(loaded.config_dir).kinds
    app = create_app(loaded, pool, tuple(kinds))
    gc.freeze()  # what is loaded by now stays; the collector need not look through it for every page
    print(f"the page is at http://{where}:{number}/ (Ctrl-C ends it)", file=sys.stderr)
    try:
        uvicorn.run(app, host=where, port=number, log_level="warning", timeout_graceful_shutdown=5, server_header=False)
    finally:
        pool.close()
