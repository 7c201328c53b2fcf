"""Waiting for one's turn at a host: requests to it keep their spacing, whichever process makes them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from tracker.settings import Settings
from tracker.store import feeds
from tracker.store.connection import Pool, single

_JUST_NOW = timedelta(seconds=2)


async def turn(
    url: str, settings: Settings, pool: Pool, now: datetime, claimed: datetime | None = None
) -> datetime | None:
    """Wait until the host of `url` may be asked; answers until when it wants no request, where it said so.

    `claimed`: when the work was claimed, which hosts that want no request are left out of.
    """
    host = host_of(url)
    spacing = settings.fetch.host_spacing_s
    if spacing <= 0 and claimed is not None and now - claimed < _JUST_NOW:
        return None

    def reserve() -> tuple[float, datetime | None]:
        with single(pool) as conn:
            held = feeds.held_until(conn, host, now)
            return (0.0, held) if held or spacing <= 0 else feeds.ask_host(conn, host, spacing, now)

    wait, held = await asyncio.to_thread(reserve)
    if held is None and wait > 0:
        await asyncio.sleep(wait)
    return held


def host_of(url: str) -> str:
    """The host of an address in lower case; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
