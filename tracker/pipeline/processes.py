"""A pool of processes that nothing ends for good (pebble's home).

A task that outlives its time, or whose process dies, ends with a word instead of an error. pebble gives a whole pool up
when a process dies that has no task in hand, as any may when the machine runs out of memory; then a new pool takes its
place and its tasks.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import TimeoutError as TaskTimeout
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

log = logging.getLogger("tracker.processes")

T = TypeVar("T")
_STARTING = multiprocessing.get_context("spawn")
_TRIES = 3
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Killed:
    """A task that was ended, and why in words; `late`: it outlived its time."""

    why: str
    late: bool = False


class Processes:
    """So many processes, each begun by `start(*args)` when first needed and anew after `max_tasks` tasks.

    For one event loop. `patience_s`: how much longer than its time a task may take while no other comes to an end; then
    the pool is taken for dead.
    """

    def __init__(
        self,
        count: int,
        start: Callable[..., None],
        *args: Any,
        max_tasks: int = 0,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._make: Callable[[], ProcessPool] = lambda: ProcessPool(
            count, max_tasks=max_tasks, context=_STARTING, initializer=start, initargs=args
        )
        self._pool = self._make()
        self._patience_s = patience_s
        self._ended = 0

    async def run(self, timeout: float | None, task: Callable[..., T], *args: Any) -> T | Killed:
        """What the task gives; errors of its own are raised."""
        for _ in range(_TRIES):
            pool = self._pool
            try:
                return await self._ended_in(pool, timeout, task, *args)
            except (TaskTimeout, TimeoutError):
                return Killed(f"no result within {timeout or 0:g} s", late=True)
            except ProcessExpired as error:
                return Killed(f"the process died ({error})")
            except MemoryError:
                return Killed("it needed more memory than allowed")
            except _Broken as error:
                await self._replace(pool, str(error))
        return Killed("the processes died before they could begin")

    async def _ended_in(self, pool: ProcessPool, timeout: float | None, task: Callable[..., T], *args: Any) -> T:
        try:
            future = asyncio.wrap_future(pool.schedule(task, args=args, timeout=timeout))
        except RuntimeError as error:  # pebble's word for a pool that is no more
            raise _Broken(str(error)) from None
        while not future.done():
            before = self._ended
            try:
                await asyncio.wait([future], timeout=None if timeout is None else timeout + self._patience_s)
            except asyncio.CancelledError:
                future.cancel()
                raise
            if not future.done() and before == self._ended:
                future.cancel()
                raise _Broken("nothing in it moves")
        self._ended += 1
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise _Broken(str(error)) from None

    async def _replace(self, broken: ProcessPool, why: str) -> None:
        if self._pool is broken:  # else another task was quicker
            log.warning("a pool of processes is begun anew: %s", why)
            self._pool = self._make()
            await asyncio.to_thread(_end, broken)

    def stop(self) -> None:
        """End the processes, whatever they are doing."""
        _end(self._pool)


class _Broken(Exception):
    """A pool that does no more tasks."""


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    with suppress(Exception):
        pool.join(timeout=5)
