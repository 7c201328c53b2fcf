"""The pages that people read. Each handler reads, arranges and renders; no rule of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from tracker import clock
from tracker.digest.render import as_page
from tracker.model import Event, EventType, Status, TimelineFilter
from tracker.store import pages as store
from tracker.store import timeline
from tracker.store.listing import Listed, listed, listed_by_id, spots
from tracker.web import worldmap
from tracker.web.evidence import history_of, sources_of
from tracker.web.figures import FEWEST_ROWS, ROWS
from tracker.web.filters import STATUSES, Cursor, View
from tracker.web.names import name_of
from tracker.web.reading import choices_for, reading, settings_of, shared, view_of
from tracker.web.templating import page
from tracker.web.words import by_day, by_month, day

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_MAP_LIMIT = 1_000
_MAP_PLACES = 4
_MAP_LISTED, _MAP_LISTED_HERE = 250, 12
_UPCOMING, _UPCOMING_BEGUN = 4, 31
_OVERDUE_DAYS = 60
_AHEAD, _MOST_ASIDE = 300, 50  # in the calendar, and of what is overdue or vague


@router.get("/")
def timeline_page(request: Request) -> Response:
    view = view_of(request)
    with reading(request) as conn:
        events = listed(conn, view.wanted, limit=view.limit + 1, after=_after(view), order=view.order)
        shown, following = events[: view.limit], len(events) > view.limit
        with_lane = not (view.after or view.wanted.as_of or view.wanted.statuses)
        upcoming = _upcoming(conn, view, shown, following) if with_lane else []
        choices = choices_for(request, conn, view)
    seen = {event.id for event in upcoming}
    return page(
        request,
        "timeline.html",
        section="/",
        view=view,
        choices=choices,
        heading=heading(view),
        total_words=_count_words(len(shown), following or view.after is not None),
        days=by_day(event for event in shown if event.id not in seen),
        upcoming=upcoming,
        kinds=Counter(event.kind for event in shown).most_common(),
        next_cursor=cursor_of(shown[-1]).encode() if following else None,
        chart_url="/chart/timeline.json" + view.query(),
        chart_rows=_chart_rows(view, shown, following),
    )


def _chart_rows(view: View, shown: Sequence[Listed], following: bool) -> int:
    """How many rows the chart will have, as far as the page can tell: it shows more events than one page does."""
    if view.after or (following and (view.by == "actor" or not view.wanted.kinds)):
        return ROWS
    if view.by == "actor":
        names = {code for event in shown for code in event.countries}
    else:
        names = set(view.wanted.kinds) if following else {event.kind for event in shown}
    return min(ROWS, max(FEWEST_ROWS, len(names)))


def _after(view: View) -> tuple[Any, int] | None:
    return (view.after.day, view.after.event_id) if view.after else None


def cursor_of(event: Event | Listed) -> Cursor:
    return Cursor(event.date.interval.start if event.date.interval else None, event.id)


def _count_words(count: int, more: bool) -> str:
    return f"{count} {'event' if count == 1 else 'events'}" + (" on this page" if more else "")


def heading(view: View) -> str:
    """What the view shows, in words."""
    wanted = view.wanted
    if wanted.dyad:
        return f"{name_of(wanted.dyad[0])} and {name_of(wanted.dyad[1])}"
    if wanted.actor:
        return wanted.actor
    if wanted.countries:
        return ", ".join(name_of(code) for code in wanted.countries)
    return "Timeline"


def _upcoming(conn: Any, view: View, shown: Sequence[Listed], following: bool) -> list[Listed]:
    """What is planned for the next twelve months, the soonest first. What should have begun more than a month ago and
    is not over is too vague to come up; the calendar has it."""
    today = clock.now().date()
    since, until = max(view.wanted.since or today, today), view.wanted.until or today + timedelta(days=366)
    if until < since:
        return []
    begins = today - timedelta(days=_UPCOMING_BEGUN)
    last = shown[-1].date.interval if shown else None
    if view.order == "newest" and (not following or last is None or last.start < begins):
        # the first page reaches back so far that all of it is there
        return [event for event in reversed(shown) if _comes(event, begins, since, until)][:_UPCOMING]
    wanted = view.with_filter(statuses=(Status.PLANNED.value,), since=since, until=until).wanted
    return listed(conn, wanted, limit=_UPCOMING, order="oldest", begins=begins)


def _comes(event: Listed, begins: date, since: date, until: date) -> bool:
    """Whether the event is planned to begin on `begins` or later, for days from `since` to `until`."""
    interval = event.date.interval
    return (
        event.status is Status.PLANNED
        and interval is not None
        and begins <= interval.start <= until
        and interval.end > since
    )


@router.get("/events/{event_id}")
def event_page(request: Request, event_id: int) -> Response:
    as_of = view_of(request).wanted.as_of
    today = clock.now().date()
    with reading(request) as conn:
        event = timeline.one(conn, event_id, as_of=as_of)
        if event is None:
            raise HTTPException(404, f"There is no event {event_id} in the timeline.")
        versions = timeline.versions(conn, event_id, as_of=as_of)
        evidence = timeline.evidence(conn, event_id, as_of=as_of)
        withdrawn = bool(versions) and versions[-1].withdrawn
        moved = listed_by_id(conn, timeline.moved(conn, event_id)) if withdrawn else []
        related = listed_by_id(conn, _related(conn, event))
    sources, counted_once = sources_of(evidence)
    return page(
        request,
        "event.html",
        section="/",
        event=event,
        today=today,
        withdrawn=withdrawn,
        moved=moved,
        sources=sources,
        counted_once=counted_once,
        history=history_of(versions),
        related=related,
        statuses=STATUSES,
        writable=bool(settings_of(request).web.token.get_secret_value()),
    )


def _related(conn: Any, event: Event) -> list[int]:
    interval = event.date.interval
    codes = sorted({actor.country for actor in (*event.actors, *event.recipients) if actor.country})
    if interval is None or not codes:
        return []
    near, month = timedelta(days=7), timedelta(days=31)
    start = min(max(interval.start, date.min + near), date.max - near - month)  # a calendar has two ends
    last = min(interval.end, start + month)  # of vague days the first month will do
    return store.related(conn, event.id, codes, start - near, last + near)


@router.get("/actors")
def actors_page(request: Request) -> Response:
    until = clock.now().date() + timedelta(days=1)
    with reading(request) as conn:
        tallies = shared(request).get(("actors", until), lambda: store.actors(conn, until - timedelta(days=366), until))
    rows = [{"code": t.code, "name": name_of(t.code), "events": t.events, "score": t.score} for t in tallies]
    return page(request, "actors.html", section="/actors", rows=rows)


@router.get("/actors/{code}")
def actor_page(request: Request, code: str) -> Response:
    return _curve_page(request, (code.upper(),))


@router.get("/dyads/{first}/{second}")
def dyad_page(request: Request, first: str, second: str) -> Response:
    return _curve_page(request, (first.upper(), second.upper()))


def _curve_page(request: Request, codes: tuple[str, ...]) -> Response:
    if any(name_of(code) == code for code in codes):
        raise HTTPException(404, f"No country or body has the code {'-'.join(codes)[:12]!r}; codes look like KOR.")
    raw = request.query_params.get("days", "365")
    window = int(raw) if raw in ("30", "90", "365") else 365
    today = clock.now().date()
    since, until = today - timedelta(days=window), today + timedelta(days=366)
    query = f"dyad={codes[0]}-{codes[1]}" if len(codes) == 2 else f"country={codes[0]}"
    view = view_of(request).with_filter(
        countries=codes if len(codes) == 1 else (), dyad=codes if len(codes) == 2 else None, since=since, until=until
    )
    with reading(request) as conn:
        events = listed(conn, view.wanted, limit=40)
        known = shared(request)
        tallies = known.get(("partners", codes[0], since, until), lambda: store.partners(conn, codes[0], since, until))
        scores = known.get("scores", lambda: store.scores(conn, [each.value for each in EventType]))
    partners = [
        {"name": name_of(t.code), "events": t.events, "score": t.score, "href": f"/dyads/{codes[0]}/{t.code}"}
        for t in tallies
    ]
    return page(
        request,
        "actor.html",
        section="/actors",
        name=" and ".join(name_of(code) for code in codes),
        query=query,
        window=window,
        today=today,
        partners=partners,
        partners_heading=f"Partners of {name_of(codes[0])}",
        days_list=by_day(events),
        sides=[(code, name_of(code)) for code in codes] if len(codes) == 2 else [],
        scores=scores,
        chart_url=f"/chart/curve.json?codes={'-'.join(codes)}&days={window}",
    )


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A mark on the map and the list that belongs to it; equal ones are drawn once and remembered."""

    number: int
    x: str
    y: str
    radius: str
    count: int
    places: tuple[str, ...]
    events: tuple[Listed, ...]


@router.get("/map")
def map_page(request: Request) -> Response:
    view = view_of(request)
    dated = bool(view.wanted.since or view.wanted.until)
    wanted, begins = (view.wanted, None) if dated else _year_around(view)
    with reading(request) as conn:
        found = spots(conn, wanted, _MAP_LIMIT, begins)
        joined = worldmap.cluster(found)
        told = [
            [spot.id for spot in cluster.spots[:count]]
            for cluster, count in zip(joined, worldmap.shares(joined, _MAP_LISTED, _MAP_LISTED_HERE), strict=True)
        ]
        by_id = {event.id: event for event in listed_by_id(conn, list(chain.from_iterable(told)), wanted.as_of)}
        choices = choices_for(request, conn, view)
    clusters = [
        _Cluster(
            number,
            f"{cluster.x:.1f}",
            f"{cluster.y:.1f}",
            f"{cluster.radius:.1f}",
            len(cluster.spots),
            _names_of(cluster),
            tuple(by_id[key] for key in keys if key in by_id),
        )
        for number, (cluster, keys) in enumerate(zip(joined, told, strict=True), 1)
    ]
    return page(
        request,
        "map.html",
        section="/map",
        view=view,
        choices=choices,
        since=begins,
        placed=len(found),
        more=len(found) == _MAP_LIMIT,
        clusters=clusters,
        frame=worldmap.FRAME,
        at_place=f"/{view.query(place='')}",
    )


def _names_of(cluster: worldmap.Cluster) -> tuple[str, ...]:
    """The places that stand for a cluster: those of most of its events."""
    return tuple(name for name, _ in Counter(spot.place for spot in cluster.spots).most_common(_MAP_PLACES))


def _year_around(view: View) -> tuple[TimelineFilter, date]:
    """What a map shows that was asked for no dates: what began in the twelve months before, and what was planned for
    the next."""
    today = (view.wanted.as_of or clock.now()).date()
    return view.with_filter(until=today + timedelta(days=366)).wanted, today - timedelta(days=365)


@router.get("/calendar")
def calendar_page(request: Request) -> Response:
    view = view_of(request)
    today = clock.now().date()
    begins = today - timedelta(days=_UPCOMING_BEGUN)
    planned = view.with_filter(statuses=(Status.PLANNED.value,), as_of=None)
    with reading(request) as conn:
        wanted = planned.with_filter(since=today).wanted
        ahead = listed(conn, wanted, limit=_AHEAD + 1, order="oldest", begins=begins)
        vague = listed(conn, replace(wanted, until=begins - timedelta(days=1)), limit=_MOST_ASIDE)
        behind = planned.with_filter(since=today - timedelta(days=_OVERDUE_DAYS), until=today - timedelta(days=1))
        past = listed(conn, behind.wanted, limit=_MOST_ASIDE)
    overdue = [event for event in past if event.date.interval and event.date.interval.end <= today]
    return page(
        request,
        "calendar.html",
        section="/calendar",
        view=view,
        today=today,
        overdue=overdue,
        vague=vague,
        aside=_MOST_ASIDE,
        months=by_month(ahead[:_AHEAD]),
        most=_AHEAD,
        more=len(ahead) > _AHEAD,
    )


@router.get("/health")
def health_page(request: Request) -> Response:
    now = clock.now()
    with reading(request) as conn:
        facts = shared(request).get("health", lambda: store.health(conn, now))
        feeds = shared(request).get("feeds", lambda: store.feeds(conn))
    return page(request, "health.html", section="/health", facts=facts, feeds=feeds, now=now)


@router.get("/digests")
def digests_page(request: Request) -> Response:
    with reading(request) as conn:
        rows = store.digests(conn)
    return page(request, "digests.html", section="/digests", rows=rows, day=day)


@router.get("/digests/{delivery_id}")
def digest_page(request: Request, delivery_id: int) -> Response:
    """A digest as it was mailed. It is a document of its own with inline styles, so it gets a policy of its own."""
    with reading(request) as conn:
        found = store.digest(conn, delivery_id)
    if found is None or not found["html"]:
        raise HTTPException(404, f"There is no digest {delivery_id}.")
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
    html = as_page(found["html"], found["chart"], found["chart_dark"])
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})
