"""What is known about one part of an article, its title or its text, while its sentences are read."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from tracker.extract.cast import Cast, FoundPlace
from tracker.extract.dating_days import Dated
from tracker.extract.grounds import named_plainly
from tracker.extract.judge import Judge
from tracker.extract.syntax import Tree
from tracker.extract.triggers import Lexicon
from tracker.model import Actor


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything known about one part (title or text) while its sentences are read."""

    part: str
    tree: Tree
    cast: Cast
    lexicon: Lexicon
    places: Sequence[FoundPlace]
    dated: Sequence[Dated]
    published: date | None
    home: str | None
    about: Actor | None = None
    """The country that the article is about, where it names one far more often than any other."""
    pair: tuple[Actor, ...] = ()
    """The two countries that the article is about, where it names just two so often."""
    judge: Judge | None = None
    """What the judge says of this part."""

    def aim(self, own: Set[str | None]) -> Actor | None:
        """Whom what these countries do is meant for where nothing says so: whoever the article is about beside them."""
        if self.about is not None and self.about.country not in own:
            return self.about
        if not any(a.country in own for a in self.pair):
            return None
        return next((a for a in self.pair if a.country not in own), None)

    def both(self, own: Set[str | None]) -> tuple[Actor, ...]:
        """Both sides of the story, of which these countries are none; where it has one, that."""
        if self.pair and not any(a.country in own for a in self.pair):
            return self.pair
        aim = self.aim(own)
        return tuple(self.cast.memory.foes(own, inside=True)) or ((aim,) if aim is not None else ())

    def ground(self, own: Set[str | None]) -> Actor | None:
        """The land on whose towns the article is told, where these countries come to it from outside."""
        land = self.cast.ground
        return None if land is None or land in own else self.as_actor(land)

    def helped(self, own: Set[str | None]) -> Actor | None:
        """Who has been given most so far, where others are given less."""
        ranked = [(land, n) for land, n in self.cast.memory.helped.most_common(3) if land not in own]
        if not ranked or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
            return None
        return self.as_actor(ranked[0][0])

    def as_actor(self, land: str) -> Actor:
        """A country under the name that the text gives it."""
        return named_plainly(land, self.cast.at.values())

    @property
    def title(self) -> bool:
        return self.part == "title"
