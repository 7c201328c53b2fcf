"""The application over the sample articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tracker import settings
from tracker.knowledge import load_lexicon
from tracker.store.connection import open_pool
from tracker.web.app import create_app

TOKEN = "open sesame"


@pytest.fixture
def client(seeded_database: str) -> Iterator[Any]:
    loaded = settings.load(env={"TRACKER_WEB_TOKEN": TOKEN, "TRACKER_WEB_PAGE_SIZE": "10"})
    pool = open_pool(seeded_database, size=4)
    try:
        yield TestClient(create_app(loaded, pool, tuple(load_lexicon(None).kinds)), base_url="http://127.0.0.1:8080")
    finally:
        pool.close()
