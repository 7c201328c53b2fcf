"""Events in the shape of GDELT 2 event files: tab-separated, 61 columns, no header. Pure.

Columns and their order are those of the GDELT 2.0 Event Database codebook (version 2.0, 2015). What the tracker does
not know stays empty; CAMEO is given to the root code, GoldsteinScale as the score of the PLOVER type.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from tracker.model import SCORES, Actor, Event, EventType, Place

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
          "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in _GEO), *(f"Actor2Geo_{name}" for name in _GEO),
    *(f"ActionGeo_{name}" for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
_QUAD = {
    EventType.AGREE: 1, EventType.CONSULT: 1, EventType.SUPPORT: 1, EventType.CONCEDE: 1, EventType.STATEMENT: 1,
    EventType.COOPERATE: 2, EventType.AID: 2, EventType.RETREAT: 2, EventType.REQUEST: 3, EventType.ACCUSE: 3,
    EventType.REJECT: 3, EventType.THREATEN: 3, EventType.PROTEST: 4, EventType.SANCTION: 4, EventType.MOBILIZE: 4,
    EventType.COERCE: 4, EventType.ASSAULT: 4,
}  # fmt: skip


def rows(events: Sequence[Event]) -> str:
    """One line an event that took place and whose days are known: GDELT has no planned or denied events."""
    return "".join(
        "\t".join(_clean(value) for value in _row(event)) + "\n"
        for event in events
        if event.status.is_done and event.date.interval is not None
    )


def _row(event: Event) -> tuple[object, ...]:
    interval = event.date.interval
    assert interval is not None
    day = interval.start
    first = event.actors[0] if event.actors else None
    second = event.recipients[0] if event.recipients else event.actors[1] if len(event.actors) > 1 else None
    added = event.last_changed or event.first_reported
    leading = any(source.lead for source in event.sources)
    return (
        event.id, f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", f"{day.year + (day.timetuple().tm_yday - 1) / 365:.4f}",
        *_actor(first), *_actor(second),
        int(leading), event.cameo, event.cameo, event.cameo, _QUAD[event.type], float(SCORES[event.type]),
        max(1, len(event.sources)), event.independent_sources, len(event.sources), "",
        *[""] * 8, *[""] * 8, *_where(event.place),
        f"{added.astimezone(UTC):%Y%m%d%H%M%S}" if added else "", event.sources[0].url if event.sources else "",
    )  # fmt: skip


def _where(place: Place | None) -> tuple[object, ...]:
    """GDELT's place columns: type 4 is a city anywhere, 1 a country."""
    if place is None:
        return ("",) * len(_GEO)
    kind = 4 if place.lat is not None else 1
    return (kind, place.name, place.country, "", "", place.lat, place.lon, "")


def _actor(actor: Actor | None) -> tuple[object, ...]:
    if actor is None:
        return ("",) * len(_ACTOR)
    code = f"{actor.country or ''}{actor.sector or ''}"
    return (code, actor.name.upper(), actor.country, "", "", "", "", actor.sector, "", "")


def _clean(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
