"""/api/v1: the timeline for programs. The same filters as the page, cursor paging, ETag, JSON or CSV."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from tracker import clock
from tracker.export import csv
from tracker.export.contract import timeline_json
from tracker.store import pages as store
from tracker.store import timeline
from tracker.web.filters import View
from tracker.web.names import name_of
from tracker.web.pages import cursor_of
from tracker.web.reading import reading, view_of

router = APIRouter(prefix="/api/v1", tags=["timeline"])

# whole, and without nulls, which the description of the interface would drop
_EXAMPLE = {
    "id": 12,
    "version": 2,
    "title": "Claire Hartnell: visit to Philippines",
    "kind": "visit",
    "type": "CONSULT",
    "mode": "visit",
    "contexts": ["diplomatic"],
    "cameo": "04",
    "status": "happened",
    "actors": [{"name": "Claire Hartnell", "country": "AUS", "sector": "GOV"}],
    "recipients": [{"name": "Philippines", "country": "PHL", "sector": "GOV"}],
    "place": {"name": "Manila", "country": "PHL", "lat": 14.6, "lon": 120.98},
    "date": {
        "start": "2026-11-09", "end": "2026-11-09", "granularity": "day", "value": "2026-11-09", "edtf": "2026-11-09",
        "text": "Monday", "basis": "publication",
    },
    "evidence": {
        "part": "text", "start": 0, "end": 40, "text": "Claire Hartnell visited Manila on Monday.",
        "trigger": "visited",
    },
    "more_evidence": [],
    "said_by": "the ministry",
    "confidence": 0.9,
    "significance": 0.4,
    "sources": [
        {
            "url": "https://news.example/a", "title": "Hartnell in Manila", "publisher": "Pacific Wire",
            "published": "2026-11-09T06:00:00+00:00", "lead": True,
        }
    ],
    "independent_sources": 1,
    "first_reported": "2026-11-09T06:00:00+00:00",
    "last_changed": "2026-11-10T06:00:00+00:00",
    "change": "planned → happened",
}  # fmt: skip
_ONE = _EXAMPLE | {
    "versions": [
        {
            "known_from": "2026-11-09T06:00:00+00:00", "change": "reported",
            "title": "Claire Hartnell: visit to Philippines (planned)", "status": "planned", "kind": "visit",
            "type": "CONSULT", "date": "2026-11-09", "actors": "Claire Hartnell", "recipients": "Philippines",
            "place": "Manila",
        }
    ],
    "evidence": [
        {
            "url": "https://news.example/a",
            "publisher": "Pacific Wire",
            "counts_as": "pacific-wire",
            "reasons": ["visit: “visited”"],
            "sentences": ["Claire Hartnell visited Manila on Monday."],
        }
    ],
}  # fmt: skip
_ACTOR = {"code": "KOR", "name": "South Korea", "events": 12, "score": 1.5}
_FEED = {
    "feed_id": 3, "title": "Pacific Wire", "url": "https://news.example/rss", "publisher": "Pacific Wire",
    "country": "KOR", "state": "active", "last_outcome": "ok", "last_detail": "3 new",
    "last_polled_at": "2026-11-09 06:00:00+00:00", "last_success_at": "2026-11-09 06:00:00+00:00",
    "next_poll_at": "2026-11-09 06:30:00+00:00", "failures": 0, "gaps": 0, "interval_s": 1800,
}  # fmt: skip
_STATS = {
    "active_feeds": 5, "failing_feeds": 0, "late_feeds": 0, "gaps": 0, "last_poll": "2026-11-09 06:00:00+00:00",
    "lag_p95_s": 2.0, "unread": 0, "articles_today": 20, "last_digest": "2026-11-09 07:00:00+00:00", "queue": 0,
    "scheduler": True, "workers": 3, "events": 39,
}  # fmt: skip
_MISTAKE: dict[int | str, dict[str, Any]] = {
    422: {"description": "A parameter is wrong; detail says which and what is expected"}
}
_MOST_BYTES = 250_000  # of a page of events
_PAGE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One page of events; next is the cursor of the following one, null on the last",
        "content": {
            "application/json": {"example": {"events": [_EXAMPLE], "next": "MjAyNi0xMS0wOXwxMg"}},
            "text/csv": {},
        },
    },
    304: {"description": "Nothing changed since the ETag given"},
    **_MISTAKE,
}


def _answers(words: str, example: Any, *, as_csv: bool = False) -> dict[int | str, dict[str, Any]]:
    content: dict[str, Any] = {"application/json": {"example": example}} | ({"text/csv": {}} if as_csv else {})
    return {200: {"description": words, "content": content}, 304: {"description": "Nothing changed"}}


# named here so that the interface describes itself; read from the address by filters.parse, as on the pages
Actor = Annotated[str | None, Query(description="person, body or country", examples=["Lavrov"])]
Country = Annotated[list[str] | None, Query(description="three-letter codes, any of them", examples=[["KOR"]])]
Dyad = Annotated[str | None, Query(description="both of two codes", examples=["USA-KOR"])]
Kind = Annotated[list[str] | None, Query(description="kinds, any of them", examples=[["visit"]])]
StatusOf = Annotated[list[str] | None, Query(alias="status", description="statuses, any of them")]
Place = Annotated[str | None, Query(description="name of a place")]
Day = Annotated[str | None, Query(description="ISO day", examples=["2024-06-19"])]
Source = Annotated[str | None, Query(description="publisher or family")]
Words = Annotated[str | None, Query(description="words, quoted phrases, -not", examples=["submarine"])]
AsOf = Annotated[str | None, Query(description="read the timeline as known then: ISO day or time")]
After = Annotated[str | None, Query(description="cursor from the page before")]
Limit = Annotated[
    str | None,
    Query(description="events per page, 1 to 200; fewer where they would be more than 250 KB", examples=["50"]),
]
Order = Annotated[str | None, Query(description="newest or oldest first")]
Format = Annotated[str | None, Query(alias="format", description="json or csv")]


def answer(request: Request, body: Any) -> Response:
    """JSON with an ETag; 304 where the caller has it already."""
    return _tagged(request, _json(body), "application/json")


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _tagged(request: Request, raw: bytes, kind: str) -> Response:
    headers = {"ETag": f'"{hashlib.sha256(raw).hexdigest()[:24]}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(raw, media_type=kind, headers=headers)


@router.get("/timeline", responses=_PAGE, summary="Events, newest first, with their sources")
@router.get("/events", responses=_PAGE, summary="The same as /timeline", operation_id="events")
def read_timeline(
    request: Request,
    actor: Actor = None,
    country: Country = None,
    dyad: Dyad = None,
    kind: Kind = None,
    status: StatusOf = None,
    place: Place = None,
    since: Day = None,
    until: Day = None,
    source: Source = None,
    q: Words = None,
    as_of: AsOf = None,
    after: After = None,
    limit: Limit = None,
    order: Order = None,
    form: Format = None,
) -> Response:
    """Events that fit every filter given."""
    view = view_of(request)
    if form != "csv":
        _no_other(form)
    after_key = (view.after.day, view.after.event_id) if view.after else None
    with reading(request) as conn:
        found = timeline.read(conn, view.wanted, limit=view.limit + 1, after=after_key, order=view.order)
    told = _as_many_as_fit([timeline_json(event) for event in found[: view.limit]])
    shown = found[: len(told)]
    following = cursor_of(shown[-1]).encode() if len(found) > len(shown) else None
    if form == "csv":
        response = _tagged(request, csv.rows(shown).encode(), "text/csv; charset=utf-8")
    else:
        response = answer(request, {"events": told, "next": following})
    if following:
        response.headers["Link"] = f'<{request.url.path}{_next(view, following, form)}>; rel="next"'
    return response


def _as_many_as_fit(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first of these events that fit into one page, at least one; the cursor leads on from there."""
    size = 0
    for number, event in enumerate(events):
        size += len(_json(event))
        if size > _MOST_BYTES and number:
            return events[:number]
    return events


def _next(view: View, cursor: str, form: str | None) -> str:
    return view.query(after=cursor, limit=str(view.limit), format=form or None)


@router.get(
    "/events/{event_id}",
    responses=_answers("The event", _ONE) | _MISTAKE | {404: {"description": "no such event"}},
    summary="One event",
)
def read_event(
    request: Request, event_id: Annotated[int, Path(ge=1, le=2**63 - 1, examples=[12])], as_of: AsOf = None
) -> Response:
    """One event with its sources, evidence and versions."""
    moment = view_of(request).wanted.as_of
    with reading(request) as conn:
        event = timeline.one(conn, event_id, as_of=moment)
        if event is None:
            raise HTTPException(404, f"there is no event {event_id}")
        versions = timeline.versions(conn, event_id, as_of=moment)
        evidence = timeline.evidence(conn, event_id, as_of=moment)
    body = timeline_json(event) | {
        "versions": [{"known_from": v.known_from.isoformat(), "change": v.change, **v.facts} for v in versions],
        "evidence": [
            {
                "url": row.url,
                "publisher": row.publisher,
                "counts_as": row.independent_key,
                "reasons": list(row.reasons),
                "sentences": [quote.text for quote in row.quotes],
            }
            for row in evidence
        ],
    }
    return answer(request, body)


@router.get(
    "/actors",
    responses=_answers("The most active first", {"actors": [_ACTOR]}, as_csv=True) | _MISTAKE,
    summary="Countries and bodies with their number of events",
)
def read_actors(
    request: Request, days: Annotated[int, Query(ge=1, le=1096, description="how far back")] = 365, form: Format = None
) -> Response:
    """Mean score on the Goldstein-like scale of PLOVER types, −9 to +10."""
    today = clock.now().date()
    with reading(request) as conn:
        tallies = store.actors(conn, today - timedelta(days=days), today + timedelta(days=1))
    rows = [{"code": t.code, "name": name_of(t.code), "events": t.events, "score": t.score} for t in tallies]
    return _table(request, "actors", rows, form)


@router.get(
    "/feeds",
    responses=_answers("The troubled ones first", {"feeds": [_FEED]}, as_csv=True) | _MISTAKE,
    summary="Feeds with their last outcome",
)
def read_feeds(request: Request, form: Format = None) -> Response:
    with reading(request) as conn:
        rows = store.feeds(conn)
    return _table(request, "feeds", rows, form)


def _table(request: Request, name: str, rows: list[dict[str, Any]], form: str | None) -> Response:
    if form == "csv":
        return _tagged(request, csv.table(rows).encode(), "text/csv; charset=utf-8")
    _no_other(form)
    return answer(request, {name: rows})


def _no_other(form: str | None) -> None:
    if form not in (None, "", "json"):
        raise HTTPException(422, f"format: {form[:20]!r} is not json or csv")


@router.get("/stats", responses=_answers("Figures of this moment", _STATS), summary="The state of the service")
def read_stats(request: Request) -> Response:
    with reading(request) as conn:
        facts = store.health(conn, clock.now())
        facts["events"] = store.total(conn)
    return answer(request, facts)
