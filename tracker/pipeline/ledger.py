"""Outcomes of polls that brought nothing, stored several at a time: whoever waits while one batch is written shares the
next (group commit)."""

from __future__ import annotations

import asyncio
from typing import Any

from tracker.store import feeds
from tracker.store.connection import Pool, single
from tracker.store.feeds import DueFeed

Entry = tuple[DueFeed, dict[str, Any]]


class Ledger:
    """One per event loop. `put` answers when the outcome is stored."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: list[tuple[Entry, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, feed: DueFeed, values: dict[str, Any]) -> bool:
        """Store an outcome (see `feeds.record`); false where the claim counts no more. Raises what storing raised."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(((feed, values), done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                for (_, done), stored in zip(batch, await self._store([entry for entry, _ in batch]), strict=True):
                    if done.cancelled():
                        continue
                    if isinstance(stored, Exception):
                        done.set_exception(stored)
                    else:
                        done.set_result(stored)
        finally:
            self._writing = None

    async def _store(self, batch: list[Entry]) -> list[bool | Exception]:
        def together() -> list[bool | Exception]:
            with single(self._pool) as conn:
                if any(values["url"] != feed.url for feed, values in batch):
                    return [feeds.record(conn, *entry) for entry in batch]
                return list(feeds.record_many(conn, batch))

        def alone(entry: Entry) -> bool:
            with single(self._pool) as conn:
                return feeds.record(conn, *entry)

        try:
            return await asyncio.to_thread(together)
        except Exception as error:  # noqa: BLE001 - told to each that waits
            if len(batch) == 1:
                return [error]
        stored = await asyncio.gather(*(asyncio.to_thread(alone, entry) for entry in batch), return_exceptions=True)
        return [one if isinstance(one, bool) else _as_error(one) for one in stored]


def _as_error(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else RuntimeError(str(error))
