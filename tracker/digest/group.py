"""Events under headings: pairs of countries that have several, regions for the rest. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.digest.places import ELSEWHERE, name_of, region_of
from tracker.digest.select import Item
from tracker.model import Event


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    items: tuple[Item, ...]


def grouped(items: Sequence[Item]) -> tuple[Group, ...]:
    """Groups in the order of their leading items; `items` come ranked and stay so within a group."""
    pairs = Counter(pair for item in items if (pair := pair_of(item.event)))
    found: dict[str, list[Item]] = {}
    for item in items:
        pair = pair_of(item.event)
        title = " – ".join(name_of(code) for code in pair) if pair and pairs[pair] > 1 else region(item.event)
        found.setdefault(title, []).append(item)
    # what belongs nowhere is shown all the same, last unless it leads
    order = sorted(found, key=lambda title: title == ELSEWHERE and found[title][0] is not items[0])
    return tuple(Group(title, tuple(found[title])) for title in order)


def countries(event: Event) -> list[str]:
    return list(dict.fromkeys(actor.country for actor in (*event.actors, *event.recipients) if actor.country))


def pair_of(event: Event) -> tuple[str, str] | None:
    """The two countries of an event that has exactly two, in the order of their names."""
    codes = sorted(countries(event), key=name_of)
    return (codes[0], codes[1]) if len(codes) == 2 else None


def region(event: Event) -> str:
    """The region of the place, else of the first country that has one."""
    codes = [event.place.country if event.place else None, *countries(event)]
    return next((region_of(code) for code in codes if region_of(code) != ELSEWHERE), ELSEWHERE)
