"""Digests: a paragraph headed by a land ("CHAD – The government …") begins a story of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tracker.extract.scene import Scene
from tracker.extract.sides import PAIR
from tracker.extract.syntax import Tree
from tracker.extract.text import Prepared
from tracker.model import Actor

_ROW = re.compile(r"[/,&]")
_PAIR = re.compile(r"-| And ")
Sections = Mapping[int, Sequence[Actor]]
"""The lands that head a paragraph, by the number of its first sentence."""


def sections_of(prepared: Prepared, tree: Tree, lookup: Callable[[str], Actor | None], part: str) -> Sections:
    """The headed paragraphs of a digest's text; none where fewer than two headings name a land, or in a title."""
    if part != "text":
        return {}
    starts = [tree.ends[start] for start, _ in tree.sentences]
    found = {}
    for offset, about in prepared.headings:
        number = bisect_left(starts, offset)
        if number < len(starts):
            found[number] = _lands(about, lookup)
    return found if sum(bool(lands) for lands in found.values()) > 1 else {}


def _lands(about: str, lookup: Callable[[str], Actor | None]) -> list[Actor]:
    """The lands of a heading; none where it names anything else too ("CHAD AND THE LAKE")."""
    out: list[Actor] = []
    for name in _ROW.split(about.title()):
        whole, parts = lookup(name.strip(" .")), [lookup(part.strip(" .")) for part in _PAIR.split(name)]
        lands = [land for land in parts if land is not None and land.country is not None]
        if whole is None or whole.country is None or (lands and len(lands) < len(parts)):
            return []
        # "GUINEA-BISSAU" is none of Guinea's
        several = bool(lands) and lands[0].country == whole.country
        out += [Actor(land.name, land.country) for land in (lands if several else [whole])]
    return list({land.country: land for land in out}.values())


def opened(scene: Scene, lands: Sequence[Actor], number: int) -> Scene:
    """The scene from sentence `number` on, where a paragraph headed by these lands begins."""
    scene.cast.turn_to(lands, number)
    alone = lands[0] if len(lands) == 1 else None
    pair = tuple(lands) if len(lands) == PAIR else ()
    return replace(scene, about=alone, home=alone.country if alone is not None else None, pair=pair)
