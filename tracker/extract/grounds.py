"""The land that an article is told on, and the land that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from tracker.extract.memory import BODIES
from tracker.model import Actor, Place

_OFTEN = 4
"""How often a land must be named for an article to be about it."""
_GROUND = 3
"""How many mentions of a land's towns make it the ground that an article is told on."""


class _Found(Protocol):
    @property
    def actor(self) -> Actor: ...


def ground_of(sites: Iterable[Place], actors: Iterable[Actor]) -> str | None:
    """The land that the towns of an article lie in, where they lie in one far more than in any other."""
    towns = Counter(site.country for site in sites if site.country)
    ranked = towns.most_common(2)
    if not ranked or ranked[0][1] < _GROUND or (len(ranked) > 1 and 2 * ranked[1][1] > ranked[0][1]):
        return None
    land = ranked[0][0]
    return land if any(a.country == land for a in actors) else None


def about_of(found: Iterable[_Found]) -> str | None:
    """The land that is named far more often than any other."""
    lands = Counter(f.actor.country for f in found if f.actor.country and f.actor.country not in BODIES).most_common(2)
    if not lands or lands[0][1] < _OFTEN or (len(lands) > 1 and 2 * lands[0][1] < 3 * lands[1][1]):
        return None
    return lands[0][0]
