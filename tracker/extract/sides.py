"""The two sides of an event: who acts, on whom, and when two mentions are one actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.model import Actor

PAIR = 2
"""How many the two sides of something are."""
THREE = 3
"""How many take part in what is trilateral."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of an event, and how they were found (for the explanation)."""

    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    how: str
    guessed: bool = False

    def countries(self) -> set[str]:
        return {a.country for a in (*self.actors, *self.recipients) if a.country}


def has_own_names(actor: Actor) -> bool:
    """Whether an actor is called by two or more names: "Ole Holm", not "Danish farmer"."""
    names = actor.name.split()
    return len(names) >= PAIR and all(name[:1].isupper() for name in names)


def countries(actors: Iterable[Actor]) -> set[str]:
    return {a.country for a in actors if a.country}


def _is_somebody(actor: Actor) -> bool:
    """One human being of known name, in the lists of people or not ("the mayor" is called by the office alone)."""
    if actor.person is not None:
        return True
    name, office = actor.name.lower(), (actor.office or "").lower()
    return bool(office) and office not in name and actor.name[:1].isupper()


def _same(a: Actor, b: Actor) -> bool:
    """Whether two mentions in one role are one actor: the same name, or an unnamed one beside its namesake."""
    if a.country is not None and b.country is not None and a.country != b.country and not a.person:
        return False  # "lawmakers in Poland and Germany"
    if a.name == b.name or (a.person and a.person == b.person):
        return True
    if a.country is None or a.country != b.country or (_is_somebody(a) and _is_somebody(b)):
        return False
    return a.sector == b.sector or None in (a.sector, b.sector)


def same_as_any(actor: Actor, others: tuple[Actor, ...]) -> bool:
    """Whether an actor is one of the others. A country that turns on somebody of its own ("Chad tried its former
    president") is not that person."""
    if _is_somebody(actor):
        return any(_same(actor, other) for other in others if _is_somebody(other) or other.office)
    return any(_same(actor, other) for other in others)


def distinct(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Every actor once; a bare country gives way to its named person or office."""
    out: list[Actor] = []
    for actor in actors:
        if actor.country is None and not actor.sector:
            continue
        for n, other in enumerate(out):
            if _same(actor, other):
                if other.person is None and actor.person is not None:
                    out[n] = actor
                break
        else:
            out.append(actor)
    return tuple(out)


def with_country(actors: tuple[Actor, ...], country: str | None) -> tuple[Actor, ...]:
    """Fill the country of agents that have only a sector ("gunmen", "soldiers")."""
    if country is None:
        return actors
    return tuple(replace(a, country=country) if a.country is None else a for a in actors)
