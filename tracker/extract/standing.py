"""Whom the words of a sentence stand for: names, towns, pronouns, offices and crowds, as far as the cast knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from tracker.extract.cast import Cast
from tracker.extract.judge_sides import ABSENT, ABSENT_FLAG, Offer, flag, hint, path, up_from
from tracker.extract.sides import Sides, countries
from tracker.extract.syntax import Tree
from tracker.model import Actor

_HEADS = frozenset(("NOUN", "PROPN", "PRON"))
_MODIFIERS = frozenset(("ADJ", "DET"))
_REACH = 3
"""Sentences before a trigger's own all of whose words may be sides."""
_AWAY = 6
"""Countries that are named farther off, the nearest first, that may be sides too, each by the nearest word for it."""
_FARTHEST = 40
"""Sentences off a trigger's own from which on a country is named too far off."""


class Standing(NamedTuple):
    """A word, the actors that it stands for, one for each country and at least one, and whether it names one of them
    or a town itself."""

    token: int
    actors: tuple[Actor, ...]
    named: bool = False
    town: bool = False


def standing(cast: Cast, start: int, end: int) -> tuple[Standing, ...]:
    """The words of a stretch that stand for somebody."""
    out = []
    pos = cast.tree.pos
    for i in range(start, end):
        if pos[i] in _HEADS:
            meant = cast.actors(i)
        elif pos[i] in _MODIFIERS and i in cast.at:
            meant = [cast.at[i]]
        else:
            continue
        actors = _by_country(meant)
        if actors:
            out.append(Standing(i, actors, i in cast.at, i in cast.site))
    return tuple(out)


def _by_country(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    found: dict[str, Actor] = {}
    for actor in actors:
        if actor.country:
            found.setdefault(actor.country, actor)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Salience:
    """Countries by how an article names them: those it names most, at most two, and those in its title."""

    main: tuple[Actor, ...]
    titled: frozenset[str]


def salience_of(named: Iterable[Actor], titled: Iterable[Actor]) -> Salience:
    """How an article names countries, from its names, once for each time."""
    first: dict[str, Actor] = {}
    counts: Counter[str] = Counter()
    for actor in named:
        if actor.country:
            first.setdefault(actor.country, actor)
            counts[actor.country] += 1
    return Salience(tuple(first[land] for land, _ in counts.most_common(2)), frozenset(countries(titled)))


def offers(
    tree: Tree, trigger: int, sides: Sides | None, stood: Sequence[tuple[Standing, ...]], salience: Salience
) -> list[tuple[Offer, Actor]]:
    """Who may be a side of the event of a trigger, each with the words that stand for them: those of its sentence and
    of some before, the nearest of countries that only other sentences name, and the article's main countries.
    `sides`: those that the rules see; `stood` by sentence."""
    own, up = tree.sentence_of[trigger], {token: n for n, token in enumerate(up_from(tree, trigger))}
    acts, gets = (countries(s) for s in ((sides.actors, sides.recipients) if sides is not None else ((), ())))
    main = countries(salience.main[:1])
    out: list[tuple[Offer, Actor]] = []
    hints: dict[str, int] = {}
    """By the countries that are among those offered."""

    def add(token: int, row: int, actors: Iterable[Actor]) -> None:
        way = path(tree, token, trigger, up)
        for actor in actors:
            land = actor.country or ""
            if land not in hints:
                titled = land in salience.titled
                hints[land] = hint(acts=land in acts, receives=land in gets, main=land in main, titled=titled)
            out.append((Offer(token, way, row, hints[land]), actor))

    for sentence in range(max(0, own - _REACH), own + 1):
        for word in stood[sentence] if sentence < len(stood) else ():
            add(word.token, flag(tree, word.token, named=word.named, town=word.town), word.actors)
    away = (each for each in _by_distance(own, stood) if each[1].country not in hints)
    for word, actor in [*islice(away, _AWAY)]:
        add(word.token, flag(tree, word.token, named=word.named, town=word.town), [actor])
    told = (*sides.actors, *sides.recipients) if sides is not None else ()
    add(ABSENT, ABSENT_FLAG, [a for a in _by_country((*told, *salience.main)) if a.country not in hints])
    return out


def _by_distance(own: int, stood: Sequence[tuple[Standing, ...]]) -> Iterator[tuple[Standing, Actor]]:
    """The countries of the sentences around number `own`, once each, with the word for them that is nearest to it."""
    seen: set[str | None] = set()
    around = range(max(0, own - _FARTHEST), min(len(stood), own + _FARTHEST + 1))
    for sentence in sorted(around, key=lambda n: (abs(n - own), n > own)):
        for word in stood[sentence]:
            for actor in word.actors:
                if actor.country not in seen:
                    seen.add(actor.country)
                    yield word, actor
