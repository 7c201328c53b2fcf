"""The land that an article is told on, and the land that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from tracker.extract.memory import BODIES
from tracker.model import Actor

_OFTEN = 4
"""How often a land must be named for an article to be about it."""
_GROUND = 3
"""How many mentions of a land's towns make it the ground that an article is told on."""

_HOUSES = frozenset(("senate", "house of representatives", "congress", "supreme court"))


class _Found(Protocol):
    @property
    def actor(self) -> Actor: ...


class _Mention(_Found, Protocol):
    @property
    def start_token(self) -> int: ...
    @property
    def end_token(self) -> int: ...


class _Seen(Protocol):
    @property
    def actor(self) -> Actor: ...
    @property
    def subject(self) -> bool: ...


def ground_of(sites: Iterable[str | None], actors: Iterable[Actor], desk: str | None = None) -> str | None:
    """The land that the towns of an article lie in, where they lie in one far more than in any other; else the one
    that it is written in, if it names that often enough. `sites`: the lands of its towns."""
    towns = Counter(land for land in sites if land)
    ranked = towns.most_common(2)
    named = Counter(a.country for a in actors)
    if ranked and ranked[0][1] >= _GROUND and (len(ranked) == 1 or 2 * ranked[1][1] <= ranked[0][1]):
        return ranked[0][0] if named[ranked[0][0]] else None
    return desk if named[desk] >= _OFTEN else None


def about_of(found: Iterable[_Found], titled: Sequence[_Seen] = (), desk: str | None = None) -> str | None:
    """The land that is named far more often than any other; of those named often the one that alone stands in the
    headline or leads it, before all where the report is also written there."""
    lands = Counter(f.actor.country for f in found if f.actor.country and f.actor.country not in BODIES).most_common(3)
    if not lands or lands[0][1] < _OFTEN:
        return None
    leading = {s.actor.country for s in titled if s.subject}
    if desk in leading and desk in {land for land, n in lands if n >= _OFTEN}:
        return desk
    if len(lands) == 1 or 2 * lands[0][1] >= 3 * lands[1][1]:
        return lands[0][0]
    often = {land for land, n in lands if n >= _OFTEN and 3 * n >= 2 * lands[0][1]}
    named = {s.actor.country for s in titled}
    return next((next(iter(one & often)) for one in (named, leading) if len(one & often) == 1), None)


def pair_of(found: Iterable[_Found]) -> tuple[Actor, ...]:
    """The two lands that are named several times, and far more often than any third."""
    lands = [f.actor for f in found if f.actor.country and f.actor.country not in BODIES]
    ranked = Counter(a.country for a in lands).most_common(3)
    if len(ranked) < 2 or ranked[1][1] < _OFTEN or (len(ranked) > 2 and ranked[1][1] < 2 * ranked[2][1]):
        return ()
    return tuple(Actor(next(a.name for a in lands if a.country == code), code) for code, _ in ranked[:2])


def houses_of(found: Iterable[_Mention], home: str | None) -> dict[int, Actor]:
    """ "The Senate" by its tokens: that of the land that an article is told on, though there is one of the name that
    everybody knows, unless the article has named that one's land."""
    out: dict[int, Actor] = {}
    named: set[str | None] = set()
    for item in sorted(found, key=lambda item: item.start_token):
        actor = item.actor
        if home is None or actor.country in {None, home, *named} or actor.name.lower() not in _HOUSES:
            named.add(actor.country)
            continue
        out |= dict.fromkeys(range(item.start_token, item.end_token), replace(actor, country=home))
    return out


def named_plainly(land: str, actors: Iterable[Actor]) -> Actor:
    """A land under the name that a text gives it."""
    named = (a.name for a in actors if a.country == land and a.sector is None and a.person is None)
    return Actor(next(named, land), land)
