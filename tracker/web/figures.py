"""Charts of the page as Vega-Lite specifications, drawn in the browser from our own bundle. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import altair as alt

from tracker.store.listing import Mark
from tracker.store.pages import Month

ROWS = 12
"""A chart has at most so many rows: the most frequent."""
FEWEST_ROWS = 3
_ROW_HEIGHT = 24
_DAY_MS = 86_400_000
_FEWEST_DAYS = 14
_MOST_DAYS = 300  # longer charts name months and years, not days
# form tells the status as well as colour does; the same forms stand in lists (site.css)
_FORMS = {
    "happened": "circle", "ongoing": "square", "planned": "circle", "cancelled": "diamond",
    "denied": "M-.8,-.8L.8,.8M-.8,.8L.8,-.8", "alleged": "triangle-up", "hypothetical": "triangle-down",
}  # fmt: skip
_COLOURS = {
    "happened": "#2f8f63", "ongoing": "#2f8f63", "planned": "#3c8dc5", "cancelled": "#d05555", "denied": "#d05555",
    "alleged": "#b5781f", "hypothetical": "#b5781f",
}  # fmt: skip
_FILLED = ("happened", "ongoing")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the chart: its name and where the view leads that shows it alone."""

    name: str
    href: str


def timeline_spec(events: Sequence[Mark], rows_of: Mapping[int, Sequence[Row]], today: date) -> dict[str, Any]:
    """Events by day (x) and row (y), which `rows_of` gives by id: a mark for each, a bar behind those that last or are
    uncertain, a line at today. The addresses of rows come along as `usermeta`."""
    counts = Counter(row for event in events for row in rows_of[event.id])
    chosen = sorted(counts, key=lambda row: (-counts[row], row.name))[:ROWS]
    first, last = _span(events, today)
    made: dict[str, Any] = json.loads(_timeline())
    made["height"] = max(FEWEST_ROWS, len(chosen)) * _ROW_HEIGHT
    made["data"]["values"] = [_mark(event, row) for event in events for row in rows_of[event.id] if row in chosen]
    line, spans, marks = made["layer"]
    line["data"]["values"] = [{"day": today.isoformat(), "said": "today"}]
    for layer in (spans, marks):
        layer["encoding"]["y"]["sort"] = [row.name for row in chosen]
    spans["encoding"]["x"]["scale"] = {"domain": [first.isoformat(), last.isoformat()]}
    spans["encoding"]["x"]["axis"]["format"] = "%b %Y" if (last - first).days > _MOST_DAYS else "%-d %b"
    if not first <= today <= last:
        made["layer"].remove(line)
    made["usermeta"] = {"rows": {row.name: row.href for row in chosen}}
    return made


@cache
def _timeline() -> str:
    """The chart without what it shows: altair checks it by a schema, far longer than filling it in takes."""
    days = alt.Axis(grid=False, labelOverlap=True, tickCount=6, tickMinStep=_DAY_MS)
    base = alt.Chart().encode(
        y=alt.Y("row:N", title=None, sort=[], axis=alt.Axis(grid=True, domain=False)),
        color=alt.Color("status:N", title=None, scale=_scale(_COLOURS), legend=None),
        href="href:N",
        tooltip=[
            alt.Tooltip("title:N", title="What"),
            alt.Tooltip("status:N", title="Status"),
            alt.Tooltip("start:T", title="From", format="%-d %b %Y"),
            alt.Tooltip("end:T", title="To", format="%-d %b %Y"),
            alt.Tooltip("sources:Q", title="Independent sources"),
        ],
    )
    line = alt.Chart(_data([])).mark_rule(strokeDash=[2, 3], color="#888")
    line = line.encode(x=alt.X("day:T", title=None), tooltip=alt.Tooltip("said:N", title="Line"))
    spans = base.mark_bar(height=5, opacity=0.3).encode(x=alt.X("start:T", title=None, axis=days), x2="end:T")
    marks = base.mark_point(size=80, strokeWidth=2, opacity=1).encode(
        x=alt.X("middle:T", title=None),
        shape=alt.Shape("status:N", title=None, scale=_scale(_FORMS), legend=None),
        fill=alt.condition(
            alt.FieldOneOfPredicate(field="status", oneOf=list(_FILLED)),
            alt.Color("status:N", scale=_scale(_COLOURS)),
            alt.value("transparent"),
        ),
    )
    return _packed(alt.layer(line, spans, marks, data=_data([])).properties(width=600))


def _span(events: Sequence[Mark], today: date) -> tuple[date, date]:
    """First and last day of the chart, with room for marks at both ends and for a fortnight at least."""
    first = min((event.interval.start for event in events), default=today)
    last = max((event.interval.last for event in events), default=today)
    room = max((last - first).days // 40, 1, (_FEWEST_DAYS - (last - first).days) // 2)
    earliest, latest = max((first - date.min).days, 0), max((date.max - last).days, 0)
    return first - timedelta(days=min(room, earliest)), last + timedelta(days=min(room, latest))


def _mark(event: Mark, row: Row) -> dict[str, Any]:
    interval = event.interval
    return {
        "title": event.title[:160],
        "row": row.name,
        "status": event.status.value,
        "start": interval.start.isoformat(),
        "end": interval.last.isoformat(),
        "middle": (interval.start + timedelta(days=(interval.days - 1) // 2)).isoformat(),
        "sources": event.independent_sources,
        "href": f"/events/{event.id}",
    }


def curve_spec(months: Sequence[Month], since: date, until: date) -> dict[str, Any]:
    """Mean score per month as a line, the number of events as the size of its points."""
    made: dict[str, Any] = json.loads(_curve())
    made["data"]["values"] = [
        {"month": m.month.isoformat(), "score": round(m.score, 2), "events": m.events} for m in months
    ]
    made["layer"][1]["encoding"]["x"]["scale"] = {"domain": [since.replace(day=1).isoformat(), until.isoformat()]}
    return made


@cache
def _curve() -> str:
    """The curve without its months."""
    months = alt.Axis(format="%b %Y", grid=False, labelOverlap=True, tickCount={"interval": "month", "step": 1})
    signed = "(datum.value > 0 ? '+' : '') + datum.label"
    levels = alt.Axis(values=[-10, -5, 0, 5, 10], labelExpr=signed, domain=False)
    score = alt.Y("score:Q", title="conflict  ←  score  →  cooperation", scale=alt.Scale(domain=[-10, 10]), axis=levels)
    base = alt.Chart().encode(x=alt.X("month:T", title=None, axis=months))
    zero = alt.Chart(_data([{"score": 0}])).mark_rule(strokeDash=[3, 3], color="#888").encode(y="score:Q")
    line = base.mark_line(color="#3c8dc5", strokeWidth=2).encode(y=score)
    points = base.mark_point(filled=True, color="#3c8dc5", opacity=1).encode(
        y="score:Q",
        size=alt.Size("events:Q", legend=None, scale=alt.Scale(range=[40, 300])),
        tooltip=[
            alt.Tooltip("month:T", title="Month", format="%B %Y"),
            alt.Tooltip("score:Q", title="Mean score", format="+.1f"),
            alt.Tooltip("events:Q", title="Events"),
        ],
    )
    return _packed(alt.layer(zero, line, points, data=_data([])).properties(height=200, width=600))


def _data(rows: Sequence[dict[str, Any]]) -> Any:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def _scale(table: dict[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(table), range=list(table.values()))


def _packed(chart: Any) -> str:
    made: dict[str, Any] = chart.to_dict()
    made.pop("config", None)
    return json.dumps(made)
