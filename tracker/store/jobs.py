"""Jobs in PostgreSQL: handing work to whichever worker is free (procrastinate's home).

A job is only a hint that something is due: what is due stands in the tables, and every job can be lost or done twice
without harm. It is deferred in the transaction that claims its work, queued at most once (`key`), and taken up again
when its worker's heartbeat is gone. Finished jobs are deleted at once; those that failed for good stay for retention.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import procrastinate
from procrastinate import exceptions, jobs, manager

from tracker.store.connection import Conn, DatabaseAway

log = logging.getLogger("tracker.jobs")

Handler = Callable[..., Awaitable[None]]
"""What does a job: called with its arguments."""

# Soon or not at all: a job that waits for its next try keeps its lock from the jobs behind it, and what it was for is
# due again when the lease ends.
_RETRY = procrastinate.RetryStrategy(max_attempts=3, wait=3)
_MISSED = 3
_ERROR_PAUSE_S = 2.0
_LOOK_S = 0.3
"""How often a worker looks for jobs by itself: nobody tells it when a lock that a job waited for is free."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be handed out. `key`: no second one waits under it; `lock`: no second one runs under it."""

    task: str
    queue: str
    key: str
    args: Mapping[str, Any] = field(default_factory=dict)
    lock: str | None = None
    priority: int = 0


@cache
def _manager() -> manager.JobManager:
    return manager.JobManager(procrastinate.SyncPsycopgConnector())


def defer(conn: Conn, wanted: Sequence[Job]) -> int:
    """Queue jobs in the transaction of `conn`, without those that wait already; answers how many are new."""
    if not wanted:
        return 0
    keys = [job.key for job in wanted]
    waiting = {
        row[0]
        for row in conn.execute(
            "SELECT queueing_lock FROM procrastinate_jobs WHERE status = 'todo' AND queueing_lock = ANY(%s)", (keys,)
        )
    }
    fresh = [job for job in {job.key: job for job in wanted}.values() if job.key not in waiting]
    if _defer(conn, fresh):
        return len(fresh)
    return sum(_defer(conn, [job]) for job in fresh)  # somebody was quicker with one of them


def _defer(conn: Conn, wanted: Sequence[Job]) -> bool:
    if not wanted:
        return True
    made = [
        jobs.Job(
            queue=job.queue, task_name=job.task, task_kwargs=dict(job.args), lock=job.lock, queueing_lock=job.key,
            priority=job.priority,
        )
        for job in wanted
    ]  # fmt: skip
    try:
        with conn.transaction():
            _manager().batch_defer_jobs(made, connection=conn)
    except exceptions.AlreadyEnqueued:
        return False
    return True


class Jobs:
    """Runs jobs, and takes up those of dead workers. Use as an async context manager."""

    def __init__(self, url: str, handlers: Mapping[str, Handler], *, heartbeat_s: float) -> None:
        self._heartbeat_s = heartbeat_s
        connector = procrastinate.PsycopgConnector(
            conninfo=url, min_size=1, max_size=8, timeout=15, kwargs={"application_name": "tracker"}
        )
        self._app = procrastinate.App(connector=connector)
        for name, handler in handlers.items():
            self._app.task(name=name, retry=_RETRY)(handler)

    async def __aenter__(self) -> Jobs:
        await self._app.open_async()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._app.close_async()

    async def work(self, queues: Sequence[str], *, at_once: int, stop: asyncio.Event, within_s: float) -> None:
        """Do jobs of these queues until `stop`; those still running after `within_s` seconds are handed back.

        A database that goes away ends the worker, not the process: it begins anew when the database is back.
        """
        while not stop.is_set():
            running = asyncio.create_task(
                self._app.run_worker_async(
                    queues=list(queues), name=queues[0], concurrency=at_once, install_signal_handlers=False,
                    shutdown_graceful_timeout=within_s, delete_jobs="successful", fetch_job_polling_interval=_LOOK_S,
                    update_heartbeat_interval=self._heartbeat_s, stalled_worker_timeout=_MISSED * self._heartbeat_s,
                )
            )  # fmt: skip
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not running.done():
                running.cancel()  # procrastinate's word for a graceful stop
            try:
                await running
            except asyncio.CancelledError:
                if not stop.is_set():
                    raise
            except Exception as error:  # noqa: BLE001 - whatever ended the worker, it starts again
                log.warning("the worker for %s stopped (%s); it starts again", queues[0], _first_line(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _ERROR_PAUSE_S)

    async def take_up(self) -> int:
        """Queue the jobs of dead workers again; answers how many. One that waits anew under its key is dropped."""
        try:
            found = await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_MISSED * self._heartbeat_s)
        except exceptions.ConnectorException as error:
            raise DatabaseAway(_first_line(error)) from None
        taken = 0
        for job in found:
            assert job.id is not None
            try:
                await self._app.job_manager.retry_job(job)
                taken += 1
            except exceptions.UniqueViolation:
                await self._app.job_manager.finish_job(job, jobs.Status.FAILED, delete_job=True)
            except exceptions.ConnectorException as error:
                log.debug("job %d was finished meanwhile (%s)", job.id, _first_line(error))
        return taken


def _first_line(error: BaseException) -> str:
    said = error.__cause__ or error
    return (str(said) or type(said).__name__).splitlines()[0]
