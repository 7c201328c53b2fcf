"""Which actors are single human beings, so that "he" or "she" may mean them."""

from __future__ import annotations

from tracker.extract.sides import has_own_names
from tracker.model import Actor

_PRIVATE = frozenset(("CVL", "EDU"))
OFFICE_WORDS = frozenset(
    "president minister premier pm chancellor secretary king leader chief envoy ambassador general spokesman"
    " spokeswoman spokesperson diplomat official emir sultan prince pope chairman governor admiral politician".split()
)
_SINGLE = frozenset(
    "man woman citizen journalist reporter activist suspect student lawyer soldier officer politician boy girl"
    " pilot blogger businessman editor teacher academic researcher scientist doctor priest bishop cleric monk"
    " commander banker tycoon oligarch executive engineer worker tourist dissident campaigner spy agent fugitive"
    " prisoner hostage singer writer poet national".split()
)


def is_person(actor: Actor) -> bool:
    """Whether "he" or "she" may mean an actor."""
    if actor.person is not None or bool(actor.office) or _is_someone(actor):
        return True
    if actor.sector in _PRIVATE and has_own_names(actor):
        return True
    return actor.name.split()[-1].lower() in OFFICE_WORDS  # "the league's chief"


def _is_someone(actor: Actor) -> bool:
    """One unnamed human being ("a Belarusian man")."""
    return actor.person is None and actor.name.split()[-1].lower() in _SINGLE
