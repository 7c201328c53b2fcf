"""The application over the sample articles."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tracker import clock, settings
from tracker.knowledge import load_lexicon
from tracker.store.connection import open_pool
from tracker.web.app import create_app

TOKEN = "open sesame"


@pytest.fixture
def _days_of_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a day on which some of the sample articles' plans are past and some to come, and time goes on."""
    began, day = time.monotonic(), datetime(2026, 11, 28, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: day + timedelta(seconds=time.monotonic() - began))


@pytest.fixture
def client(seeded_database: str) -> Iterator[Any]:
    loaded = settings.load(env={"TRACKER_WEB_TOKEN": TOKEN, "TRACKER_WEB_PAGE_SIZE": "10", "TRACKER_WEB_KEEP_S": "0"})
    pool = open_pool(seeded_database, size=4)
    try:
        yield TestClient(create_app(loaded, pool, tuple(load_lexicon(None).kinds)), base_url="http://127.0.0.1:8080")
    finally:
        pool.close()


@pytest.fixture
def address(seeded_database: str, _days_of_the_samples: None) -> Iterator[str]:
    """The application on a real port."""
    import uvicorn

    loaded = settings.load(env={"TRACKER_WEB_TOKEN": TOKEN, "TRACKER_WEB_PAGE_SIZE": "20"})
    pool = open_pool(seeded_database, size=6)
    app = create_app(loaded, pool, tuple(load_lexicon(None).kinds))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    pool.close()
