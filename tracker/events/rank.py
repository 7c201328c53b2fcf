"""Significance: which events come first in digest and page. Pure.

    significance = weight of type and kind  x  reach of the actors  x  independent sources  x  certainty  x  novelty

Each factor is monotone in its argument, so that of two events that differ in one thing alone the weightier, better
sourced, surer or rarer one ranks higher. Certainty falls from what happened over what is planned to what is only
thought of, with the coder's confidence, and where no report opens with the event.

Novelty is how unusual the kind is between its countries: it falls with the number of such events in the year before.
That number grows as older reports come in, so novelty is no part of what is stored here; the functions tracker_earlier,
tracker_novelty and tracker_rank in SQL lay it over the stored value wherever events are read: page, digest, exports and
the view timeline.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from tracker.model import SCORES, EventType, Status

_WEIGHTY_KINDS = {
    "nuclear_test": 1.3, "missile_launch": 1.2, "ceasefire": 1.2, "assassination": 1.2, "data_sharing": 1.1,
    "agreement": 1.1, "sanctions": 1.1, "expulsion": 1.1, "arms_transfer": 1.1, "statement": 0.5, "endorsement": 0.8,
}  # fmt: skip
_SURE = {
    Status.HAPPENED: 1.0, Status.ONGOING: 1.0, Status.CANCELLED: 0.95, Status.PLANNED: 0.85, Status.DENIED: 0.7,
    Status.ALLEGED: 0.7, Status.HYPOTHETICAL: 0.4,
}  # fmt: skip


def significance(
    kind: str,
    event_type: EventType,
    status: Status,
    countries: Collection[str],
    independent_sources: int,
    *,
    lead: bool,
    confidence: float,
) -> float:
    """0 … 1; see the module for the formula. `lead`: some article opens with the event."""
    weight = (0.5 + 0.05 * abs(SCORES[event_type])) * _WEIGHTY_KINDS.get(kind, 1.0)
    reach = 0.7 + 0.15 * min(2, max(0, len(countries) - 1))
    sources = 0.5 + 0.2 * math.log2(1 + min(independent_sources, 16))
    sure = _SURE[status] * (0.6 + 0.4 * confidence) * (1.0 if lead else 0.75)
    return round(min(1.0, 0.62 * weight * reach * sources * sure), 4)
