"""The outline map: where a place falls on it, and which places fall together.

static/world.svg holds the land and borders of Natural Earth (public domain, 1:110 million) in the Equal Earth
projection (Šavrič, Patterson, Jenny 2018), on a canvas of WIDTH × HEIGHT units; `project` puts points on it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from tracker.store.listing import Spot

WIDTH = 1000.0
HEIGHT = 486.7
FRAME = (40.0, -12.0, 932.0, 444.0)
"""The part of the canvas that has land, as an SVG view box; Antarctica is left out."""
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_SCALE = WIDTH / (2 * 2.7066300)


@lru_cache(maxsize=8_192)  # the same places come again and again
def project(lon: float, lat: float) -> tuple[float, float]:
    """Degrees (WGS 84) to canvas units, origin top left."""
    theta = math.asin(_M * math.sin(math.radians(max(-90.0, min(90.0, lat)))))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = math.radians(lon) * math.cos(theta) / (_M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)))
    y = theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
    return WIDTH / 2 + _SCALE * x, HEIGHT / 2 - _SCALE * y


@dataclass(frozen=True, slots=True)
class Cluster:
    """Spots too close together to tell apart, at their mean position in canvas units."""

    x: float
    y: float
    radius: float
    spots: tuple[Spot, ...]


def shares(clusters: Sequence[Cluster], total: int, most: int) -> list[int]:
    """How many spots of each cluster to list, at most `most` each: as many for all as keep the list near `total`."""
    sizes = [len(cluster.spots) for cluster in clusters]
    each = most
    while each > 1 and sum(map(min, sizes, repeat(each))) > total:
        each -= 1
    return [min(each, size) for size in sizes]


def cluster(spots: Iterable[Spot], cell: float = 26.0) -> tuple[Cluster, ...]:
    """Join spots that fall into one cell of a grid of `cell` canvas units; the largest cluster comes first.

    Radius grows with the square root of the count, so that area stands for number.
    """
    cells: defaultdict[tuple[int, int], list[tuple[float, float, Spot]]] = defaultdict(list)
    for spot in spots:
        x, y = project(spot.lon, spot.lat)
        cells[int(x // cell), int(y // cell)].append((x, y, spot))
    clusters = []
    for members in cells.values():
        xs, ys, together = zip(*members, strict=True)
        radius = min(3.5 + 1.6 * math.sqrt(len(members)), 16.0)
        clusters.append(Cluster(sum(xs) / len(members), sum(ys) / len(members), radius, together))
    return tuple(sorted(clusters, key=lambda c: (-len(c.spots), c.x, c.y)))
