"""The timeline as GeoJSON (RFC 7946): a feature per event, without geometry where no place is known. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tracker.export.contract import timeline_json
from tracker.model import Event


def collection(events: Sequence[Event]) -> str:
    """A FeatureCollection; properties are those of `tracker timeline --format json`."""
    return json.dumps(
        {"type": "FeatureCollection", "features": [_feature(event) for event in events]}, ensure_ascii=False
    )


def _feature(event: Event) -> dict[str, Any]:
    place = event.place
    point = None
    if place is not None and place.lat is not None and place.lon is not None:
        point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "id": event.id, "geometry": point, "properties": timeline_json(event)}
