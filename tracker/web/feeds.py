"""Any view as a calendar, an Atom feed or the data of a chart."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from tracker import clock
from tracker.export import atom, ics
from tracker.model import Event
from tracker.store import pages as store
from tracker.store import timeline
from tracker.store.listing import marks
from tracker.web.figures import Row, curve_spec, timeline_spec
from tracker.web.filters import View
from tracker.web.names import name_of
from tracker.web.pages import heading
from tracker.web.reading import reading, settings_of, view_of
from tracker.web.words import shorten

router = APIRouter(include_in_schema=False)

_CHART_EVENTS = 400
_FEED_EVENTS = 100
_CALENDAR_EVENTS, _CALENDAR_COMING = 250, 200
_CALENDAR_BACK, _CALENDAR_AHEAD = timedelta(days=31), timedelta(days=731)


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
    """What is planned, and what was and then was cancelled or took place, so that entries are updated in place: those
    nearest to today, from a month back to two years ahead unless the view names days."""
    view = view_of(request)
    base = settings_of(request).digest.base_url.rstrip("/")
    now = clock.now()
    with reading(request) as conn:
        events, more = _around(conn, view, now.date())
    asked = ", ".join(words for words, _ in view.chips())
    about = f"Kept up to date by {base}/calendar{view.query()}."
    if more:
        about += f" These are the {len(events)} entries nearest to today; a narrower view holds all of its own."
    name = f"Tracker: what is planned{f' ({asked})' if asked else ''}"
    body = ics.calendar(events, base_url=base, now=now, name=name, description=about)
    return Response(body, media_type="text/calendar; charset=utf-8")


def _around(conn: Any, view: View, today: date) -> tuple[list[Event], bool]:
    """Events of a calendar, the soonest first and then the past ones, the latest first; and whether there are more."""
    w = view.wanted
    since, until = w.since or today - _CALENDAR_BACK, w.until or today + _CALENDAR_AHEAD
    read = partial(timeline.read, conn, also=() if w.statuses else ("once_planned",), in_full=False)
    coming, past = [], []
    if until >= today:
        begins = today - _CALENDAR_BACK  # what should have begun long ago and is not over is too vague for a day
        wanted = view.with_filter(since=max(since, today), until=until).wanted
        coming = read(wanted, limit=_CALENDAR_COMING + 1, begins=begins, order="oldest")
    if since < today:
        wanted = view.with_filter(since=since, until=min(until, today - timedelta(days=1))).wanted
        past = read(
            wanted, limit=_CALENDAR_EVENTS - len(coming[:_CALENDAR_COMING]) + 1, begins=None if w.since else since
        )
    events = {event.id: event for event in (*coming[:_CALENDAR_COMING], *past)}
    found = list(events.values())
    return found[:_CALENDAR_EVENTS], len(coming) > _CALENDAR_COMING or len(found) > _CALENDAR_EVENTS


@router.get("/chart/timeline.json")
def timeline_chart(request: Request) -> Response:
    view = view_of(request)
    with reading(request) as conn:
        events = marks(conn, view.wanted, limit=_CHART_EVENTS, order=view.order)
    of_kind = cache(partial(_of_kind, view))
    of_party = cache(partial(_of_party, view))
    by_actor = view.by == "actor"
    rows = {e.id: [of_party(code) for code in e.countries] if by_actor else [of_kind(e.kind)] for e in events}
    spec = timeline_spec(events, rows, clock.now().date())
    return JSONResponse(spec)


def _of_kind(view: View, kind: str) -> Row:
    return Row(kind.replace("_", " "), "/" + view.query(kind=kind))


def _of_party(view: View, code: str) -> Row:
    return Row(shorten(name_of(code), 22), "/" + view.query(country=code))


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
    return JSONResponse(curve_spec(months, since, today))
