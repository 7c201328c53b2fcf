"""Charts of the page as Vega-Lite specifications, drawn in the browser from our own bundle. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import altair as alt

from tracker.store.listing import Listed
from tracker.store.pages import Month

# form tells the status as well as colour does, for those who cannot tell the colours apart
_FORMS = {
    "happened": "circle", "ongoing": "square", "planned": "circle", "cancelled": "cross", "denied": "cross",
    "alleged": "triangle-up", "hypothetical": "triangle-down",
}  # fmt: skip
_COLOURS = {
    "happened": "#2f8f63", "ongoing": "#2f8f63", "planned": "#3c8dc5", "cancelled": "#d05555", "denied": "#d05555",
    "alleged": "#c98a2b", "hypothetical": "#c98a2b",
}  # fmt: skip
_MAX_KINDS = 12


def timeline_spec(events: Sequence[Listed]) -> dict[str, Any]:
    """Events by day (x) and kind (y). A mark for each event, a bar behind those that last or are uncertain."""
    rows = [
        {
            "title": event.title[:160],
            "kind": event.kind.replace("_", " "),
            "status": event.status.value,
            "start": event.date.interval.start.isoformat(),
            "end": event.date.interval.last.isoformat(),
            "middle": _middle(event),
            "sources": event.independent_sources,
            "href": f"/events/{event.id}",
        }
        for event in events
        if event.date.interval
    ]
    order = _most_frequent([str(row["kind"]) for row in rows])
    rows = [row for row in rows if row["kind"] in order]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("kind:N", title=None, sort=order),
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
    spans = base.mark_bar(height=5, opacity=0.3).encode(x=alt.X("start:T", title=None), x2="end:T")
    marks = base.mark_point(size=70, strokeWidth=2).encode(
        x=alt.X("middle:T", title=None),
        shape=alt.Shape("status:N", title=None, scale=_scale(_FORMS), legend=None),
        fill=alt.condition(
            "datum.status === 'happened'", alt.Color("status:N", scale=_scale(_COLOURS)), alt.value("transparent")
        ),
    )
    height = max(3, len(order)) * 24
    return _spec(alt.layer(spans, marks).properties(height=height, width=600))


def curve_spec(months: Sequence[Month]) -> dict[str, Any]:
    """Mean score per month as a line, the number of events as the size of its points."""
    rows = [{"month": m.month.isoformat(), "score": round(m.score, 2), "events": m.events} for m in months]
    base = alt.Chart(_data(rows)).encode(x=alt.X("month:T", title=None))
    zero = alt.Chart(_data([{"score": 0}])).mark_rule(strokeDash=[3, 3], color="#888").encode(y="score:Q")
    line = base.mark_line(color="#3c8dc5").encode(
        y=alt.Y("score:Q", title="conflict ← score → cooperation", scale=alt.Scale(domain=[-10, 10]))
    )
    points = base.mark_point(filled=True, color="#3c8dc5").encode(
        y="score:Q",
        size=alt.Size("events:Q", legend=None, scale=alt.Scale(range=[30, 300])),
        tooltip=[alt.Tooltip("month:T", format="%B %Y"), alt.Tooltip("score:Q"), alt.Tooltip("events:Q")],
    )
    return _spec(alt.layer(zero, line, points).properties(height=200, width=600))


def _data(rows: Sequence[dict[str, Any]]) -> Any:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]


def _middle(event: Listed) -> str:
    interval = event.date.interval
    assert interval is not None
    return (interval.start + timedelta(days=(interval.days - 1) // 2)).isoformat()


def _most_frequent(kinds: Sequence[str]) -> list[str]:
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    return sorted(counts, key=lambda kind: (-counts[kind], kind))[:_MAX_KINDS]


def _scale(table: dict[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(table), range=list(table.values()))


def _spec(chart: Any) -> dict[str, Any]:
    made: dict[str, Any] = chart.to_dict()
    made.pop("config", None)
    return made
