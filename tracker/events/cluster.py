"""From links between mentions to events. Pure, and the same whatever order articles arrive in.

Events are the connected components of the links among mentions whose days are said. One that says no day goes with the
mention that it fits best of these, so that on days of many strikes a headline without a day never makes one event of
two; those that fit none are joined among themselves. A mention with vague days ("this year", "next week") goes with the
one precise mention that it fits best; those that fit none are joined among themselves. So adding a mention touches only
events that hold a mention linked to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tracker.events.filing import filed, sought, sought_as_news
from tracker.events.match import THRESHOLD, Link, link
from tracker.events.told import Told


@dataclass(frozen=True, slots=True)
class Cluster:
    """Mentions of one event in canonical order, each with the link that ties it to the rest (score 1 for the first)."""

    members: tuple[Told, ...]
    links: tuple[Link, ...]


class Index:
    """Finds among many mentions those that may be linked to one: by the keys that they are filed under."""

    def __init__(self, many: Sequence[Told]) -> None:
        self._many = many
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for n, told in enumerate(many):
            for key in filed(told):
                self._by_key[key].append(n)

    def near(self, told: Told) -> Iterator[tuple[int, Told]]:
        """Numbers and mentions that may be linked to `told`, in their order."""
        keys = chain(sought(told), sought_as_news(told))
        numbers = {n for key in keys for n in self._by_key.get(key, ())}
        return ((n, self._many[n]) for n in sorted(numbers))


def cluster(told: Iterable[Told]) -> tuple[Cluster, ...]:
    """Partition mentions into events. The result does not depend on the order of `told`."""
    everyone = sorted(told, key=lambda each: each.key)
    said = [each for each in everyone if not each.loose]
    groups = _components(said, Index(said))
    left = _flat(_join(groups, [[each] for each in everyone if each.assumed and not each.vague]))
    groups += _components(left, Index(left))
    left = _flat(_join(groups, [[each] for each in everyone if each.vague]))
    return tuple(_explained(group) for group in (*groups, *_components(left, Index(left))))


def _flat(groups: list[list[Told]]) -> list[Told]:
    return [each for group in groups for each in group]


def _join(groups: list[list[Told]], loose: list[list[Told]]) -> list[list[Told]]:
    """Add each loose group to the group whose mention it fits best; answers those that fit none."""
    if not loose:
        return []
    index = Index(_flat(groups))
    home = {each.key: group for group in groups for each in group}
    left = []
    for group in loose:
        fits = ((-link(each, other).score, other.key) for each in group for _, other in index.near(each))
        against, key = min(fits, default=(0.0, None))
        if key is not None and -against >= THRESHOLD:
            home[key].extend(group)
        else:
            left.append(group)
    return left


def _components(many: Sequence[Told], index: Index) -> list[list[Told]]:
    parent = list(range(len(many)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, first in enumerate(many):
        for j, other in index.near(first):
            if j < i and root(i) != root(j) and link(other, first).holds:
                parent[max(root(i), root(j))] = min(root(i), root(j))
    groups: dict[int, list[Told]] = {}
    for i, each in enumerate(many):
        groups.setdefault(root(i), []).append(each)
    return list(groups.values())


def _explained(group: list[Told]) -> Cluster:
    members = sorted(group, key=lambda each: each.key)
    links = [Link(1.0, ("first report",))]
    for i, each in enumerate(members[1:], start=1):
        links.append(max((link(each, other) for other in members[:i]), key=lambda found: found.score))
    return Cluster(tuple(members), tuple(links))
