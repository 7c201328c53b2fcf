"""Whose "the jet" or "the ship" is: that of the land that it was said to be of when it was first named."""

from __future__ import annotations

from tracker.extract.lands import Named
from tracker.extract.syntax import frame, governor_clause
from tracker.model import Actor

_FLYING = frozenset("jet plane aircraft airliner airplane aeroplane helicopter drone balloon".split())
_SAILING = frozenset("ship vessel tanker boat freighter frigate trawler yacht ferry cargo destroyer corvette".split())
_SORTS = (_FLYING, _SAILING)
_LETTING = frozenset("let allow permit bar refuse deny forbid".split())
_BACK = 400
"""How many words back it may have been named."""


def whose_craft(cast: Named, i: int) -> list[Actor]:
    """ "Togo seized a Chadian tanker … freed the ship": Chad's."""
    sort = next((sort for sort in _SORTS if cast.tree.keys[i] in sort), None)
    return _named_last(cast, i, sort) if sort is not None else []


def craft_before(cast: Named, i: int) -> list[Actor]:
    """ "The pilot", "the crew": of the land of the craft that was named last."""
    return _named_last(cast, i, _FLYING | _SAILING)


def let_through(cast: Named, i: int) -> list[Actor]:
    """ "Let it stop in Lome": the craft that was named last."""
    tree = cast.tree
    if tree.keys[governor_clause(tree, i)] not in _LETTING and tree.keys[tree.heads[i]] not in _LETTING:
        return []
    return _named_last(cast, i, _FLYING | _SAILING) if i not in frame(tree, tree.heads[i]).agents else []


def _named_last(cast: Named, i: int, sort: frozenset[str]) -> list[Actor]:
    tree = cast.tree
    for j in range(i - 1, max(-1, i - _BACK), -1):
        if tree.keys[j] not in sort or tree.pos[j] != "NOUN" or any(tree.lower[c] == "the" for c in tree.children[j]):
            continue
        owned = [a for a in cast.actors(j, depth=2) if a.country is not None]
        if owned:
            return owned[:1]
    return []
