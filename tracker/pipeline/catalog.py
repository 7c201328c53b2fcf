"""The configured list of feeds, read and put into the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tracker.feeds.catalog import FeedRow, read_catalog
from tracker.settings import Settings, config_path, load_yaml_with_lines
from tracker.store import feeds
from tracker.store.connection import Conn


def configured(settings: Settings) -> list[FeedRow]:
    """Rows of config/feeds.yaml. Raises ConfigError naming file and line."""
    return from_file(config_path(settings.config_dir, "feeds.yaml"))


def from_file(path: Path) -> list[FeedRow]:
    return read_catalog(load_yaml_with_lines(path), str(path))


def sync(conn: Conn, settings: Settings, now: datetime) -> int:
    """Put the configured feeds into the database; answers how many are new. What people added stays."""
    first = settings.schedule.first_interval_s
    return sum(feeds.put(conn, row, "config", now, interval_s=first) for row in configured(settings))
