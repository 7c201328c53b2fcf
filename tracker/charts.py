"""Charts for mail and page: one Vega-Lite specification for both, drawn without a network or a browser."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt
import vl_convert

# legible for the colour-blind (blue against orange) and above as well as below the line
_LIGHT = {"cooperation": "#2f7fb8", "conflict": "#c8651b", "ink": "#4a545e", "grid": "#e4e1d8", "ground": "#ffffff"}
_DARK = {"cooperation": "#6fb3e6", "conflict": "#f0a05a", "ink": "#b8c0c8", "grid": "#353b41", "ground": "#1b1f23"}


@dataclass(frozen=True, slots=True)
class DayCount:
    """Events of one day: cooperative (score above 0, and neutral ones) and conflictual (below)."""

    day: date
    cooperation: int
    conflict: int


def activity_spec(counts: Sequence[DayCount], until: date, *, days: int = 30, dark: bool = False) -> dict[str, Any]:
    """Events a day over the last `days`, cooperation upwards and conflict downwards."""
    colours = _DARK if dark else _LIGHT
    known = {each.day: each for each in counts}
    rows: list[dict[str, Any]] = []
    for offset in range(days):
        day = until - timedelta(days=days - 1 - offset)
        found = known.get(day, DayCount(day, 0, 0))
        rows.append({"day": day.isoformat(), "what": "cooperation", "events": found.cooperation})
        rows.append({"day": day.isoformat(), "what": "conflict", "events": -found.conflict})
    top = max(2, *(abs(row["events"]) for row in rows))
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(cornerRadiusEnd=1.5, size=10)
        .encode(
            x=alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(format="%-d %b", tickCount=6, labelPadding=6)),
            y=alt.Y(
                "events:Q", title=None, scale=alt.Scale(domain=[-top, top]),
                axis=alt.Axis(tickCount=4, tickMinStep=1, labelExpr="abs(datum.value)"),
            ),
            color=alt.Color(
                "what:N", title=None, sort=["cooperation", "conflict"],
                scale=alt.Scale(
                    domain=["cooperation", "conflict"], range=[colours["cooperation"], colours["conflict"]]
                ),
                legend=alt.Legend(orient="top", direction="horizontal", padding=0, offset=4, symbolType="square"),
            ),
        )
    )  # fmt: skip
    zero = alt.Chart(alt.InlineData(values=[{}])).mark_rule(color=colours["ink"], size=1).encode(y=alt.datum(0))
    return _spec(alt.layer(bars, zero).properties(width=480, height=120), colours)


def _spec(chart: Any, colours: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = chart.to_dict()
    text = {"labelColor": colours["ink"], "titleColor": colours["ink"], "labelFontSize": 13}
    made["config"] = {
        "background": colours["ground"],
        "font": "Helvetica, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": text | {"gridColor": colours["grid"], "domain": False, "tickColor": colours["grid"]},
        "axisX": {"grid": False},
        "legend": text,
        "padding": 4,
    }
    return made


def describe(counts: Sequence[DayCount], until: date, *, days: int = 30) -> str:
    """The chart in words, for those who cannot see it."""
    inside = [each for each in counts if until - timedelta(days=days) < each.day <= until]
    cooperation, conflict = sum(c.cooperation for c in inside), sum(c.conflict for c in inside)
    words = f"Events a day in the last {days} days: {cooperation} of cooperation, {conflict} of conflict"
    if inside:
        busiest = max(inside, key=lambda each: (each.cooperation + each.conflict, each.day))
        total = busiest.cooperation + busiest.conflict
        words += f"; busiest on {busiest.day.day} {busiest.day:%B} with {total}"
    return words + "."


def to_png(spec: dict[str, Any], scale: float = 2.0) -> bytes:
    """A picture of a specification; `scale` 2 is sharp on dense screens."""
    return _deflated(bytes(vl_convert.vegalite_to_png(json.dumps(spec), scale=scale, allowed_base_urls=[])))


def _deflated(png: bytes) -> bytes:
    """The same picture, packed as tightly as deflate can: a fifth of what the renderer writes (PNG, section 10)."""
    at, packed, chunks = 8, b"", []
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            packed += data
        else:
            chunks.append((kind, data))
        at += 12 + length
    chunks.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(packed), 9)))
    return png[:8] + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def to_svg(spec: dict[str, Any]) -> str:
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[]))
