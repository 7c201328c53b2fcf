"""Who takes part by a name that no country stands for: companies, alliances, armed groups. Pure.

"Red Cross" is part of "International Committee of the Red Cross", and "ICRC" stands for it; "Amnesty International" is
another body, though the code of both says only that they are no government.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.model import Actor

KINDS_OF_BODIES = frozenset(("IGO", "NGO", "ISM", "IMG", "MNC"))
"""Codes that say what sort of body somebody is, not which."""

_PRIVATE = frozenset(("UAF", "REB", "BUS"))  # sectors whose bodies are known by name also where they have a country
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_NAME = frozenset("the and of for in on von van der den del".split())
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Body:
    """A name by its words and their initials, in lower case."""

    words: frozenset[str]
    initials: str

    @property
    def keys(self) -> frozenset[str]:
        """Two bodies that may be one share one of these."""
        return self.words | {self.initials}

    def may_be(self, other: Body) -> bool:
        """Whether the name of one is part of the other's, or stands for it."""
        if self.words <= other.words or other.words <= self.words:
            return True
        return self.words == {other.initials} or other.words == {self.initials}


def bodies(actors: Iterable[Actor]) -> frozenset[Body]:
    """Those of these who are named, not just described, and for whom no country stands."""
    found = (_body(actor.name) for actor in actors if actor.name[:1].isupper() and _by_name(actor))
    return frozenset(body for body in found if any(len(word) >= _SHORTEST for word in body.words))


def _by_name(actor: Actor) -> bool:
    return actor.country is None or actor.country in KINDS_OF_BODIES or actor.sector in _PRIVATE


def _body(name: str) -> Body:
    words = [word for word in _WORD.findall(name) if word.lower() not in _NO_NAME]
    return Body(frozenset(map(str.lower, words)), "".join(word[0] for word in words).lower())


@dataclass(frozen=True, slots=True)
class Shared:
    """Names that may be of the same bodies, the shorter of each two, and whether either side has others besides."""

    names: tuple[str, ...]
    first_more: bool
    second_more: bool


def shared(mine: frozenset[Body], theirs: frozenset[Body]) -> Shared:
    pairs = [(one, other) for one in mine for other in theirs if one.may_be(other)]
    names = {min((" ".join(sorted(body.words)) for body in pair), key=lambda name: (len(name), name)) for pair in pairs}
    return Shared(tuple(sorted(names)), mine != {one for one, _ in pairs}, theirs != {other for _, other in pairs})
