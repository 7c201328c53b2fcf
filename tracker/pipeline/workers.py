"""Processes for work that hostile or odd input can hang or swell (pebble's home).

Parsing runs under a memory limit, coding with the pipeline loaded. A task that outlives its time is killed with its
process; the next one gets a fresh process. Coding and matching keep a processor busy for long, so they have processes
of their own, which give way to polling: an article may wait a minute, a feed must not.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as TaskTimeout
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from tracker.feeds.entry import ParsedFeed
from tracker.matching import Matched, match_unmatched
from tracker.model import ArticleInput, Coding
from tracker.pipeline.pages import PageText, read_html
from tracker.settings import Settings
from tracker.store.connection import connect

T = TypeVar("T")
_STARTING = multiprocessing.get_context("spawn")
_GIVING_WAY = 5  # added to the nice value, POSIX


@dataclass(frozen=True, slots=True)
class Killed:
    """A task that was ended, and why in words."""

    why: str


class Workers:
    """Small pools, whose processes start when first needed. Use as a context manager; leaving it ends them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        limit = settings.schedule.parse_memory_mb
        self._parsers = ProcessPool(
            settings.schedule.parsers, context=_STARTING, initializer=_start_parser, initargs=(limit,), max_tasks=2_000
        )
        self._coders = ProcessPool(
            settings.schedule.coders, context=_STARTING, initializer=_start_coder, initargs=(settings,)
        )
        self._matcher = ProcessPool(1, context=_STARTING, initializer=_give_way)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in (self._parsers, self._coders, self._matcher):
            pool.stop()  # type: ignore[no-untyped-call]
            with suppress(Exception):
                pool.join(timeout=5)

    async def parse(self, body: bytes, content_type: str | None, url: str) -> ParsedFeed | Killed:
        """A feed's bytes as entries."""
        most = self._settings.fetch.max_entries
        timeout = self._settings.schedule.parse_timeout_s
        return await _run(self._parsers, timeout, _parse, body, content_type, url, most)

    async def page(self, body: bytes, content_type: str | None, url: str) -> PageText | Killed:
        """A page's bytes as the article in it."""
        return await _run(self._parsers, self._settings.schedule.parse_timeout_s, read_html, body, content_type, url)

    async def code(self, articles: Sequence[ArticleInput]) -> list[Coding]:
        """One coding per article. Where a batch is killed its articles are tried one by one, so that only the one at
        fault is marked."""
        timeout = self._settings.schedule.code_timeout_s
        found = await _run(self._coders, timeout + 30, _code, tuple(articles))
        if not isinstance(found, Killed):
            return found
        if len(articles) == 1:
            return [Coding(articles[0].id, error=f"coding was ended: {found.why}")]
        return [coding for article in articles for coding in await self.code([article])]

    async def match(self, url: str, now: datetime) -> Matched:
        """Join everything in the database at `url` that is coded and not yet matched."""
        found = await _run(self._matcher, None, _match, url, now)
        if isinstance(found, Killed):
            raise RuntimeError(f"matching ended: {found.why}")
        return found

    async def coder_version(self) -> str:
        found = await _run(self._coders, 120, _version)
        if isinstance(found, Killed):
            raise RuntimeError(f"the coder does not start: {found.why}")
        return found


async def _run(pool: ProcessPool, timeout: float | None, task: Callable[..., T], *args: Any) -> T | Killed:
    future = pool.schedule(task, args=args, timeout=timeout)
    try:
        found: T = await asyncio.wrap_future(future)
    except (TaskTimeout, TimeoutError):
        return Killed(f"no result within {timeout:g} s")
    except ProcessExpired as error:
        return Killed(f"the process died ({error})")
    except MemoryError:
        return Killed("it needed more memory than allowed")
    return found


# ---------------------------------------------------------------- inside the processes


def _start_parser(limit_mb: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # not every system has resource limits
        import resource

        size = limit_mb * 1024 * 1024
        # address space counts mapped libraries too, so the limit lies well above what is in memory
        resource.setrlimit(resource.RLIMIT_AS, (size * 4, size * 4))


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


def _match(url: str, now: datetime) -> Matched:
    with connect(url) as conn:
        return match_unmatched(conn, now)


def _code(articles: tuple[ArticleInput, ...]) -> list[Coding]:
    return list(_coder.code(articles))


def _version() -> str:
    version: str = _coder.version
    return version
