"""From links between mentions to events. Pure, and the same whatever order articles arrive in.

Events are the connected components of the links among mentions whose days are said. One that says no day goes with the
mention that it fits best of these, so that on days of many strikes a headline without a day never makes one event of
two; those that fit none are joined among themselves, and go where one of them tells the same large count of victims as
a mention that has found its event. A mention with vague days ("this year", "next week") goes with the one precise
mention that it fits best; those that fit none are joined among themselves. So adding a mention touches only events that
hold a mention linked to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.events.filing import filed, sought, sought_as_news
from tracker.events.match import Link, link
from tracker.events.told import Told


@dataclass(frozen=True, slots=True)
class Cluster:
    """Mentions of one event in canonical order, each with the link that ties it to the rest (score 1 for the first)."""

    members: tuple[Told, ...]
    links: tuple[Link, ...]


class Index:
    """Finds among many mentions those that may be linked to one: by the keys that they are filed under."""

    def __init__(self, many: Iterable[Told]) -> None:
        self._by_key: dict[str, list[Told]] = defaultdict(list)
        for told in many:
            for key in filed(told):
                self._by_key[key].append(told)

    def near(self, told: Told) -> Iterable[Told]:
        """Mentions that may be linked to `told`, each once."""
        keys = (sought(told) | sought_as_news(told)) & self._by_key.keys()
        return {each.key: each for key in keys for each in self._by_key[key]}.values()


def cluster(told: Iterable[Told]) -> tuple[Cluster, ...]:
    """Partition mentions into events. The result does not depend on the order of `told`."""
    everyone = sorted(told, key=lambda each: each.key)
    index = Index(everyone)
    groups = _components([each for each in everyone if not each.loose], index)
    left = _join(groups, [each for each in everyone if each.assumed and not each.vague], index)
    groups += _counted_elsewhere(groups, _components(left, index), index)
    left = _join(groups, [each for each in everyone if each.vague], index)
    return tuple(_explained(group) for group in (*groups, *_components(left, index)))


def _join(groups: list[list[Told]], loose: list[Told], index: Index) -> list[Told]:
    """Add each loose mention to the group whose mention it fits best; answers those that fit none."""
    home = {each.key: group for group in groups for each in group}
    left = []
    for each in loose:
        near = sorted((other for other in index.near(each) if other.key in home), key=lambda other: other.key)
        fitting, found = _best(each, near)
        if fitting is not None and found.holds:
            home[fitting.key].append(each)
        else:
            left.append(each)
    return left


def _counted_elsewhere(groups: list[list[Told]], parts: list[list[Told]], index: Index) -> list[list[Told]]:
    """Add each part of mentions without a day to the group of the mention that it fits best of those with the same
    count; answers those that fit none."""
    home = {each.key: group for group in groups for each in group}
    left = []
    for part in parts:
        same = [
            (-found.score, key)
            for each in part
            for other in index.near(each)
            if (key := other.key) in home and each.counts & other.counts and (found := link(each, other)).holds
        ]
        if same:
            home[min(same)[1]].extend(part)
        else:
            left.append(part)
    return left


def _best(told: Told, others: Iterable[Told]) -> tuple[Told | None, Link]:
    """The first of those that fit best, and how well it fits; more than wholly none can fit."""
    best, best_link = None, Link(0.0, ())
    for other in others:
        found = link(told, other)
        if best is None or found.score > best_link.score:
            best, best_link = other, found
            if found.score >= 1.0:
                break
    return best, best_link


def _components(many: Sequence[Told], index: Index) -> list[list[Told]]:
    parent = list(range(len(many)))
    numbers = {each.key: n for n, each in enumerate(many)}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, first in enumerate(many):
        for other in index.near(first):
            j = numbers.get(other.key, i)
            if j < i and root(i) != root(j) and link(other, first).holds:
                parent[max(root(i), root(j))] = min(root(i), root(j))
    groups: dict[int, list[Told]] = {}
    for i, each in enumerate(many):
        groups.setdefault(root(i), []).append(each)
    return list(groups.values())


def _explained(group: list[Told]) -> Cluster:
    members = sorted(group, key=lambda each: each.key)
    links = [Link(1.0, ("first report",))]
    links += [_best(each, members[:i])[1] for i, each in enumerate(members) if i]
    return Cluster(tuple(members), tuple(links))
