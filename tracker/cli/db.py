"""`tracker db`: the database itself."""

from __future__ import annotations

import sys

import typer

_APP = typer.Typer(no_args_is_help=True, help="The database: migrate, status, stop, url.\n\nExample: tracker db status")


def register(app: typer.Typer) -> None:
    app.add_typer(_APP, name="db")


@_APP.command()
def migrate() -> None:
    """Bring the database to today's schema.

    Example: tracker db migrate
    """
    from tracker.store.migrate import migrate as apply

    applied = apply(_url())
    print("\n".join(f"applied {name}" for name in applied) or "nothing to do: the schema is current")


@_APP.command()
def status() -> None:
    """Say which migrations are applied.

    Example: tracker db status
    """
    from tracker.store.connection import connect
    from tracker.store.migrate import state

    with connect(_url()) as conn:
        found = state(conn)
        version = conn.info.server_version // 10000
    print(f"PostgreSQL {version}, {len(found.applied)} migrations applied, {len(found.pending)} pending")
    for name in found.pending:
        print(f"pending: {name}; run tracker db migrate")
    sys.exit(1 if found.pending else 0)


@_APP.command()
def stop() -> None:
    """Stop the embedded server; a server of your own is left alone.

    Example: tracker db stop
    """
    from tracker import settings
    from tracker.store.connection import stop_embedded

    loaded = settings.load()
    if loaded.database_url.get_secret_value():
        print("TRACKER_DATABASE_URL names a server of your own; nothing to stop")
    else:
        print("stopped" if stop_embedded(loaded.data_dir) else "it was not running")


@_APP.command()
def url() -> None:
    """Print the address of the database, for psql and other programs.

    Example: psql "$(tracker db url)"
    """
    print(_url())


def _url() -> str:
    from tracker import settings
    from tracker.store.connection import database_url

    loaded = settings.load()
    return database_url(loaded.data_dir, loaded.database_url.get_secret_value())
