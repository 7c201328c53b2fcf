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
from tracker.web.reading import reading

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """200 while the database answers, else 503 with what is wrong."""
    try:
        with reading(request) as conn:
            store.alive(conn)
    except StoreError as error:
        return JSONResponse({"ok": False, "detail": str(error)}, 503)
    return JSONResponse({"ok": True})


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
                yield GaugeMetricFamily(f"tracker_{name}", name.replace("_", " "), value=float(value))
