"""Processes for work that hostile or odd input can hang or swell.

Parsing runs under a memory limit, coding with the pipeline loaded. A task that outlives its time is killed with its
process; the next one gets a fresh process. What cannot be parsed soon is parsed apart, where it keeps only its like
waiting. Coding and matching keep a processor busy for long, so they have processes
of their own, which give way to polling: an article may wait a minute, a feed must not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.feeds.entry import ParsedFeed
from tracker.model import ArticleInput, Coding
from tracker.pipeline.pages import PageText, read_html
from tracker.pipeline.processes import Killed, Processes
from tracker.settings import Settings

if TYPE_CHECKING:  # what a parser never needs must not fill its memory
    from tracker.matching import Matched

__all__ = ["Killed", "Workers"]

T = TypeVar("T")
_GIVING_WAY = 5  # added to the nice value, POSIX


class Workers:
    """Small pools, whose processes start when first needed. Use as a context manager; leaving it ends them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        limit = settings.schedule.parse_memory_mb
        self._parsers = Processes(settings.schedule.parsers, _start_parser, limit, max_tasks=2_000)
        self._patient = Processes(1, _start_parser, limit, max_tasks=100)
        self._coders = Processes(settings.schedule.coders, _start_coder, settings)
        self._matcher = Processes(1, _give_way)
        self._swapper = Processes(1, _give_way)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in (self._parsers, self._patient, self._coders, self._matcher, self._swapper):
            pool.stop()

    async def parse(self, body: bytes, content_type: str | None, url: str) -> ParsedFeed | Killed:
        """A feed's bytes as entries."""
        most = self._settings.fetch.max_entries
        return await self._parsed(_parse, body, content_type, url, most)

    async def page(self, body: bytes, content_type: str | None, url: str) -> PageText | Killed:
        """A page's bytes as the article in it."""
        return await self._parsed(read_html, body, content_type, url)

    async def _parsed(self, task: Callable[..., T], *args: Any) -> T | Killed:
        own = self._settings.schedule
        soon = min(own.parse_soon_s, own.parse_timeout_s)
        found = await self._parsers.run(soon, task, *args)
        if isinstance(found, Killed) and found.late and soon < own.parse_timeout_s:
            return await self._patient.run(own.parse_timeout_s, task, *args)
        return found

    async def code(self, articles: Sequence[ArticleInput]) -> list[Coding]:
        """One coding per article. Where a batch is killed its articles are tried one by one, so that only the one at
        fault is marked."""
        timeout = self._settings.schedule.code_timeout_s
        found = await self._coders.run(timeout + 30, _code, tuple(articles))
        if not isinstance(found, Killed):
            return found
        if len(articles) == 1:
            return [Coding(articles[0].id, error=f"coding was ended: {found.why}")]
        return [coding for article in articles for coding in await self.code([article])]

    async def match(self, url: str, now: datetime) -> Matched:
        """Join everything in the database at `url` that is coded and not yet matched."""
        found = await self._matcher.run(None, _match, url, now)
        if isinstance(found, Killed):
            raise RuntimeError(f"matching ended: {found.why}")
        return found

    async def swap(self, url: str, version: str, now: datetime) -> None:
        """Put what a coder version has read anew in place of the old readings; it may take long, beside the rest."""
        found = await self._swapper.run(None, _swap, url, self._settings, version, now)
        if isinstance(found, Killed):
            raise RuntimeError(f"swapping ended: {found.why}")

    async def coder_version(self) -> str:
        found = await self._coders.run(120, _version)
        if isinstance(found, Killed):
            raise RuntimeError(f"the coder does not start: {found.why}")
        return found


# ---------------------------------------------------------------- inside the processes


def _start_parser(limit_mb: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system has resource limits
        import resource

        import psutil

        # of address space, for nothing else can be limited; so what is mapped at the start comes on top
        size = psutil.Process().memory_info().vms + limit_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _parse(body: bytes, content_type: str | None, url: str, max_entries: int) -> ParsedFeed:
    from tracker.feeds.parse import parse

    return parse(body, content_type, url, max_entries)


_coder: Any = None


def _start_coder(settings: Settings) -> None:
    global _coder
    from tracker.coding import Coder

    _give_way()
    _coder = Coder(settings)


def _give_way() -> None:
    with suppress(AttributeError, OSError):  # not every system has it
        os.nice(_GIVING_WAY)


_matching: Any = None


def _match(url: str, now: datetime) -> Matched:
    """On a connection that is kept for the next time: it knows the plans of its questions."""
    global _matching
    from tracker.matching import match_unmatched
    from tracker.store.connection import open_pool

    _matching = _matching or open_pool(url, size=1)
    with _matching.connection() as conn:
        return match_unmatched(conn, now)


def _swap(url: str, settings: Settings, version: str, now: datetime) -> None:
    from tracker.pipeline.code import swap_due
    from tracker.store.connection import connect

    with connect(url) as conn:
        swap_due(conn, settings, version, now)


def _code(articles: tuple[ArticleInput, ...]) -> list[Coding]:
    return list(_coder.code(articles))


def _version() -> str:
    version: str = _coder.version
    return version
