"""The list of feeds (config/feeds.yaml): what a row may hold, with errors that name its line. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.errors import ConfigError

_FIELDS = {"url", "title", "publisher", "family", "country", "language", "zone", "tier", "__line__"}
_URL = re.compile(r"^https?://[^\s/]+", re.I)
_COUNTRY = re.compile(r"^[A-Z]{3}$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed of the list."""

    url: str
    title: str
    publisher: str
    family: str
    country: str
    language: str = "en"
    zone: str = "UTC"
    tier: int = 3


def read_catalog(data: Any, file: str) -> list[FeedRow]:
    """Rows of a parsed feeds.yaml whose mappings carry `__line__`.

    Raises ConfigError with file, line and what is expected there.
    """
    if not isinstance(data, dict) or not isinstance(data.get("feeds"), list):
        raise ConfigError(f"{file}:1", "a key `feeds:` with a list of feeds is expected")
    rows: list[FeedRow] = []
    seen: dict[str, int] = {}
    for raw in data["feeds"]:
        row, line = _row(raw, file)
        if row.url in seen:
            raise ConfigError(f"{file}:{line}", f"the address {row.url} stands on line {seen[row.url]} already")
        seen[row.url] = line
        rows.append(row)
    return rows


def _row(raw: Any, file: str) -> tuple[FeedRow, int]:
    line = raw.get("__line__", 1) if isinstance(raw, dict) else 1
    where = f"{file}:{line}"
    if not isinstance(raw, dict):
        raise ConfigError(where, f"a feed is a mapping with url, title, publisher …; got {str(raw)[:40]!r}")
    unknown = sorted(set(raw) - _FIELDS)
    if unknown:
        raise ConfigError(
            where, f"{unknown[0]!r} is no field of a feed; known are {', '.join(sorted(_FIELDS - {'__line__'}))}"
        )
    for name in ("url", "title", "publisher", "family", "country"):
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            raise ConfigError(where, f"{name}: a text is expected")
    checks = (
        (_URL.match(raw["url"]), "url: an http or https address is expected"),
        (_COUNTRY.match(raw["country"]), "country: a three-letter code such as KOR is expected"),
        (_LANGUAGE.match(str(raw.get("language", "en"))), "language: a code such as en is expected"),
        (
            _is_zone(str(raw.get("zone", "UTC"))),
            "zone: an IANA zone such as Asia/Seoul is expected",
        ),
        (raw.get("tier", 3) in (1, 2, 3, 4, 5), "tier: a number from 1 (most reliable) to 5 is expected"),
    )
    for good, expected in checks:
        if not good:
            raise ConfigError(where, expected)
    return FeedRow(**{name: value for name, value in raw.items() if name != "__line__"}), line


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
