"""Events as PLOVER 2.0 records, one JSON object a line. Pure.

Names of fields are those of the PLOVER draft manual (2023-12) and of the POLECAT data that use it; `status` and
`date_until` are the tracker's own and stand beside them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tracker.model import Actor, Event

_QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "V-COOP"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "M-COOP"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "V-CONF"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "M-CONF"),
}


def lines(events: Sequence[Event]) -> str:
    """One record a line; plain statements are no PLOVER events and are left out."""
    return "".join(
        json.dumps(_record(event), ensure_ascii=False) + "\n" for event in events if event.type.value in _QUAD
    )


def _record(event: Event) -> dict[str, Any]:
    interval = event.date.interval
    return {
        "id": f"tracker-{event.id}",
        "date": interval.start.isoformat() if interval else None,
        "date_until": interval.last.isoformat() if interval else None,
        "event": event.type.value,
        "mode": event.mode,
        "context": list(event.contexts),
        "quad_class": _QUAD[event.type.value],
        "status": event.status.value,
        "actor": [_party(actor) for actor in event.actors],
        "recipient": [_party(actor) for actor in event.recipients],
        "eventLoc": {
            "name": event.place.name if event.place else None,
            "country": event.place.country if event.place else None,
            "lat": event.place.lat if event.place else None,
            "lon": event.place.lon if event.place else None,
        },
        "text": event.evidence.text if event.evidence else None,
        "language": "en",
        "source": sorted({source.publisher for source in event.sources if source.publisher}),
        "url": [source.url for source in event.sources],
        "confidence": round(event.confidence, 3),
        "version": event.version,
    }


def _party(actor: Actor) -> dict[str, Any]:
    return {"name": actor.name, "country": actor.country, "sector": actor.sector, "title": actor.office}
