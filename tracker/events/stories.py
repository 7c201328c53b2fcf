"""Whether two articles open with the same story: headlines and first sentences compared. Pure; what words weigh comes
with the package.

Words are cut to their stems. A stem weighs the more the rarer it is in English prose, names and numbers a little more
than other words, so that two articles that share "Duisburg", "pylon" and "cruise" are alike and two that share
"police", "killed" and "Monday" are not. Two measures are added: how far each headline is found in the other article's
lead, and the cosine of the two leads. Short leads are alike by chance more often and lose a little for each stem they
lack.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path

ALIKE = 0.28
"""From this likeness on two articles open with the same story. On made-up news with stories that are easily taken for
one another (tests/data/stories), where both articles are of the same three days, 97 of 100 such pairs are right."""
LEAD = 300
"""So many characters after the headline are the lead."""
COMMON = 6.0
"""So much have the words to weigh that two openings share beside names, about as much as one rare word: many stories
share a town and a country."""
MOST = 8.0
WEIGHTS = Path(__file__).with_name("stem_weights.txt")

_FEWEST, _ENOUGH = 8, 20
_PER_MISSING = 0.01
_NAME = 1.3
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}|\d[\d,.]*\d|\d")
_ENDINGS = ("ing", "ed", "es", "s")
_STEM = 6
_STOP = frozenset(
    "the and for with from that this his her its their was were has have had will would been are not said says who whom"
    " which into over after before about than more also it's they them two new one monday tuesday wednesday thursday"
    " friday saturday sunday minister president government".split()
)


class Bag(dict[str, float]):
    """The stems of a text with their weights."""

    @cached_property
    def square(self) -> float:
        """The sum of the squares of its weights."""
        return sum(weight * weight for weight in self.values())


@lru_cache(maxsize=4096)  # while a story is hot its articles are compared with each that comes in
def bag_of(text: str) -> Bag:
    """The stems of a text with their weights."""
    known = _weights()
    bag = Bag()
    for stem, name in stems(text):
        weight = known.get(stem, MOST) * (_NAME if name else 1.0)
        bag[stem] = max(bag.get(stem, 0.0), weight)
    return bag


@lru_cache(maxsize=4096)
def stems(text: str) -> Sequence[tuple[str, bool]]:
    """The stems of a text, and whether each is written like a name or a number."""
    return [
        (stem, token[0].isupper() or token[0].isdigit()) for token in _TOKEN.findall(text) if (stem := _stem(token))
    ]


@lru_cache(maxsize=4096)
def plain_stems(text: str) -> frozenset[str]:
    """The stems of a text that are not always written like names or numbers."""
    return frozenset(stem for stem, name in stems(text) if not name)


@lru_cache(maxsize=65_536)
def _stem(token: str) -> str:
    """The stem of a word; none of a word that tells nothing."""
    word = token.lower().replace("’", "'").removesuffix("'s")
    if word in _STOP:
        return ""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)[:_STEM]
    return word[:_STEM]


@cache
def _weights() -> Mapping[str, float]:
    lines = (line.split() for line in WEIGHTS.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    return {stem: float(weight) for weight, *its in lines for stem in its}


def likeness(mine: Bag, theirs: Bag) -> float:
    """0 nothing in common … 1 the same words; a word weighs what it weighs in the bag where it is lighter."""
    norm = math.sqrt(mine.square * theirs.square)
    return _shared(mine, theirs) / norm if norm else 0.0


def overlap(mine: Bag, theirs: Bag) -> float:
    """How far the smaller bag is found in the other: 0 not at all … 1 whole."""
    norm = min(mine.square, theirs.square)
    return _shared(mine, theirs) / norm if norm else 0.0


def _shared(mine: Bag, theirs: Bag) -> float:
    # in a fixed order: sums in another one differ in their last digits
    return sum(min(mine[word], theirs[word]) ** 2 for word in sorted(mine.keys() & theirs.keys()))


def story_likeness(headlines: tuple[Bag, Bag], leads: tuple[Bag, Bag]) -> float:
    """How alike two articles open, 0 … 1: headlines sought in the other's lead, and the leads compared, weigh the same;
    the leads alone where a headline is missing. 0 where a lead is too short to tell."""
    fewest = min(map(len, leads))
    if fewest < _FEWEST:
        return 0.0
    alike = likeness(*leads)
    if all(headlines):
        crossed = (overlap(headlines[0], leads[1]) + overlap(headlines[1], leads[0])) / 2
        alike = (alike + crossed) / 2
    return max(0.0, alike - _PER_MISSING * max(0, _ENOUGH - fewest))


def common_weight(leads: tuple[Bag, Bag], plain: frozenset[str]) -> float:
    """What the words weigh that two leads have in common, of those that are `plain` words and no names."""
    shared = leads[0].keys() & leads[1].keys() & plain
    return sum(min(leads[0][word], leads[1][word]) for word in sorted(shared))
