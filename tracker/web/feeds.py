"""Any view as a calendar, an Atom feed or the data of a chart."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from tracker import clock
from tracker.export import atom, ics
from tracker.model import Status
from tracker.store import pages as store
from tracker.store import timeline
from tracker.store.listing import listed
from tracker.web.figures import curve_spec, timeline_spec
from tracker.web.names import name_of
from tracker.web.pages import heading
from tracker.web.reading import reading, settings_of, view_of

router = APIRouter(include_in_schema=False)

_CHART_EVENTS = 400
_FEED_EVENTS = 100
_CALENDAR_EVENTS = 1_000


@router.get("/atom.xml")
def atom_feed(request: Request) -> Response:
    view = view_of(request)
    base = settings_of(request).digest.base_url.rstrip("/")
    with reading(request) as conn:
        events = timeline.read(conn, view.wanted, limit=_FEED_EVENTS)
    body = atom.feed(events, base_url=base, self_url=f"{base}/atom.xml{view.query()}", title=heading(view))
    return Response(body, media_type="application/atom+xml")


@router.get("/calendar.ics")
def calendar(request: Request) -> Response:
    """What is planned, and what was and then was cancelled or took place, so that entries are updated in place."""
    view = view_of(request)
    base = settings_of(request).digest.base_url.rstrip("/")
    now = clock.now()
    wanted = view.with_filter(since=view.wanted.since or now.date() - timedelta(days=30)).wanted
    if not wanted.statuses:
        statuses = (Status.PLANNED, Status.CANCELLED, Status.HAPPENED, Status.ONGOING)
        wanted = view.with_filter(since=wanted.since, statuses=tuple(s.value for s in statuses)).wanted
    with reading(request) as conn:
        events = timeline.read(conn, wanted, limit=_CALENDAR_EVENTS, order="oldest", in_full=False)
    body = ics.calendar(events, base_url=base, now=now)
    return Response(body, media_type="text/calendar; charset=utf-8")


@router.get("/chart/timeline.json")
def timeline_chart(request: Request) -> Response:
    view = view_of(request)
    with reading(request) as conn:
        events = listed(conn, view.wanted, limit=_CHART_EVENTS, order=view.order)
    return JSONResponse(timeline_spec(events), headers={"Cache-Control": "private, max-age=60"})


@router.get("/chart/curve.json")
def curve_chart(request: Request) -> Response:
    codes = [code.upper() for code in request.query_params.get("codes", "").split("-") if code][:2]
    if not codes or any(name_of(code) == code for code in codes):
        raise HTTPException(404, "codes look like KOR or USA-KOR")
    raw = request.query_params.get("days", "365")
    today = clock.now().date()
    since = today - timedelta(days=int(raw) if raw in ("30", "90", "365") else 365)
    with reading(request) as conn:
        months = store.curve(conn, codes[0], codes[1] if len(codes) > 1 else "", since, today + timedelta(days=1))
    return JSONResponse(curve_spec(months), headers={"Cache-Control": "private, max-age=60"})
