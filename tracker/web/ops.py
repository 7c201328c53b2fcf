"""Seen from outside: /healthz for whoever restarts things, /metrics for Prometheus (prometheus-client's home)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tracker import clock
from tracker.errors import StoreError
from tracker.store import pages as store
from tracker.store.connection import read_only
from tracker.web.reading import reading

router = APIRouter(include_in_schema=False)

_MEANINGS = {
    "feeds_active": "Feeds that are polled",
    "feeds_failing": "Active feeds whose last poll failed",
    "feeds_due": "Active feeds whose time has come",
    "gaps_total": "Polls that shared nothing with the one before: items came and went unseen",
    "hosts_cooling_down": "Hosts that asked to be left alone (Retry-After) and still are",
    "poll_lag_p95_seconds": "How late 95 of 100 polls of the last hour began at most",
    "last_poll_age_seconds": "How long ago any feed was polled",
    "scheduler_leading": "1 while a process leads the scheduler, else 0",
    "workers_alive": "Workers that were heard within half a minute; a process has three",
    "polls_last_hour": "Polls of the last hour",
    "new_entries_last_hour": "New articles that polls of the last hour brought",
    "edited_entries_last_day": "Corrections by publishers: entries whose words changed, last day",
    "articles_last_day": "Articles that became known in the last day",
    "reprints_last_day": "Near-duplicates among them",
    "date_fallbacks_last_day": "Articles among them whose feed gave no time that can be read, dated by the page or not",
    "undated_last_day": "Articles among them that nobody dates",
    "future_dates_last_day": "Articles among them that are dated in the future",
    "articles_unread": "Articles whose page waits to be read",
    "codings_unmatched": "Coded articles that wait to be joined to events",
    "corrections_total": "Corrections by people that are in force",
    "mails_waiting": "Mails that wait to be sent",
    "queue_jobs": "Jobs that wait or are being done",
}


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """200 while the database answers, else 503 with what is wrong; soon, for whoever asks does not wait long. Whether a
    scheduler leads and how many workers are heard is told beside it: they are other processes, with other guardians."""
    try:
        with read_only(request.app.state.pool, timeout_ms=2_000, wait_s=2.0) as conn:
            living = store.alive(conn)
    except StoreError as error:
        return JSONResponse({"ok": False, "detail": str(error)}, 503)
    return JSONResponse({"ok": True, **living})


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Gauges read from the database at this moment, so that they are right whichever process is asked."""
    with reading(request) as conn:
        facts = store.metrics(conn, clock.now())
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Facts(facts))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class _Facts(Collector):
    def __init__(self, facts: dict[str, Any]) -> None:
        self._facts = facts

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, value in self._facts.items():
            if value is not None:
                yield GaugeMetricFamily(
                    f"tracker_{name}", _MEANINGS.get(name, name.replace("_", " ")), value=float(value)
                )
