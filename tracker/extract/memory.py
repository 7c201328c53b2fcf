"""What an article has named so far, in reading order: whom a later "they", "the junta" or "the two sides" can mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.extract.sides import PAIR
from tracker.model import Actor

BODIES = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
_REACH = 24
_JUNTA = frozenset("junta ruler rulers regime general generals coup putschist putschists".split())
_MISSIONS = frozenset(("embassy", "consulate", "embassies"))
ALL = 1_000_000
_OFTEN = 3
BLOW = 3
"""What a blow counts beside a word, where countries quarrel."""
_SOON = 3
"""Sentences within which "the two sides" can mean two that were named in one breath."""
_CLEAR = 2
"""How many times as often as the next one a country must be named for an article to be about it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An actor mention in reading order: where it stood and whether it led its clause."""

    actor: Actor
    sentence: int
    token: int
    subject: bool
    place: bool = False
    plural: bool = False
    between: bool = False
    """Mediates between others, or is their host, and so is neither of "the two sides"."""
    aside: bool = False
    """Stands in a relative clause, which only says more of somebody else."""
    breath: int = -1
    """Token that heads the coordination in which it is named ("Togo" of "Togo, Chad and Niger"); -1: named alone."""
    listed: bool = False
    """One of several lands named in a row, none of which is "the country"."""
    nouns: frozenset[str] = frozenset()
    """Keys of the nouns that it consists of or stands with: "farmer" of "the Chadian farmer Idriss Saleh"."""


class Deed(NamedTuple):
    """What somebody did to somebody, as far as their lands are known."""

    doers: tuple[Actor, ...]
    others: tuple[Actor, ...]


@dataclass(slots=True)
class Memory:
    """What the article has named so far; grows while reading, title first."""

    seen: list[Seen] = field(default_factory=list)
    base: int = 0
    helped: Counter[str] = field(default_factory=Counter)
    """How often a country has been told to be given something."""
    quarrels: Counter[frozenset[str]] = field(default_factory=Counter)
    """How often two countries, or those of one country, have been told to turn on each other."""
    met: tuple[Actor, ...] = ()
    """The several that last met, agreed or did something else together, one for each country."""
    circle: tuple[Actor, ...] = ()
    """The same, where they were three or more."""
    blows: list[Deed] = field(default_factory=list)
    """Who has struck whom."""
    taken: list[Deed] = field(default_factory=list)
    """Who has arrested or abducted whom."""
    homes: dict[str, str] = field(default_factory=dict)
    """The lands of private people of whom something has been told, by their family names."""

    def forget(self) -> None:
        """Another story begins."""
        for kept in (self.seen, self.helped, self.quarrels, self.homes, self.blows, self.taken):
            kept.clear()
        self.met = self.circle = ()

    def recent(self, limit: int = _REACH) -> Iterable[Seen]:
        return reversed(self.seen[-limit:])

    def before(self, token: int, limit: int = _REACH) -> Iterable[Seen]:
        """What was named before a token of the part that is being read, the nearest first."""
        return (seen for seen in self.recent(limit) if seen.token < token or seen.sentence < self.base)

    def last(
        self,
        wanted: Callable[[Actor], bool],
        token: int,
        limit: int = _REACH,
        skip: frozenset[int] = frozenset(),
        *,
        listed: bool = True,
        spots: bool = True,
        single: bool = False,
    ) -> list[Actor]:
        """The last fitting actor before `token`, one that led its clause before others of the same sentence; unless
        `listed` none of a row, unless `spots` none that only says where; if `single` no several."""
        best: Seen | None = None
        for seen in self.before(token, limit):
            if (seen.token in skip and seen.sentence >= self.base) or (seen.listed and not listed):
                continue
            if (seen.place and not spots) or (seen.plural and single):
                continue
            if best is not None and seen.sentence != best.sentence:
                break
            if wanted(seen.actor) and (best is None or (seen.subject and not best.subject)):
                best = seen
        return [best.actor] if best else []

    def group(
        self,
        size: int,
        without: Iterable[str | None],
        token: int,
        *,
        lands: bool = False,
        people: bool = False,
        sides: bool = False,
        armed: bool = False,
        told: bool = False,
    ) -> list[Actor]:
        """The last `size` actors of different countries before `token`, persons of one country counted once.

        Where the last sentences name more, two are the pair that the article is about, if there is one. `people`:
        persons are meant, if enough are named; `sides`: those of the quarrel that the article is about, if of one;
        `armed`: those who fight, if the article tells of a fight; `told`: others turn to them, so that they are rather
        those who quarrel than those who were named last.
        """
        without = set(without)
        foes = self.foes(without) if size == PAIR and (sides or armed or told) else []
        if size == PAIR and told and not armed and (pair := self._pair(without, anywhere=True)):
            return pair
        if foes and (armed or told):
            return foes
        together = self._together(size, without, token)
        if together and not (foes and any(a.country in BODIES for a in together)):
            return together
        if size == PAIR and (pair := self._pair(without, anywhere=sides)):
            return pair
        if size == PAIR and (sides or told) and (foes := self.foes(without, inside=sides)):
            return foes
        out = self._nearest(size, without, token, lands=False, people=True) if people else {}
        if len(out) < size:
            out = self._nearest(size, without, token, lands=lands, people=False)
        if len(out) == size:
            return list(reversed(out.values()))
        # both sides of a quarrel inside one country
        return list(out.values()) if size == 2 and set(out) == {self.subject()} else []

    def _together(self, size: int, without: set[str | None], token: int) -> list[Actor]:
        """The last `size` countries named in one breath, those that led a clause first; none where later ones,
        one of them as a subject, are just so many."""
        near = [s for s in self.before(token, ALL) if s.actor.country and not s.aside and s.actor.sector != "JRN"]
        if not near:
            return []
        last = near[0].sentence
        breaths: dict[tuple[int, int], dict[str | None, Actor]] = {}
        leading = set()
        for seen in reversed([s for s in near if s.sentence > last - _SOON and not s.place]):
            key = (seen.sentence, seen.breath)
            if seen.breath >= 0:
                breaths.setdefault(key, {}).setdefault(seen.actor.country, seen.actor)
                if seen.subject:
                    leading.add(key)
        fitting = [k for k, named in breaths.items() if len(named) == size and not without & set(named)]
        for key in sorted(fitting, key=lambda k: (k in leading, k), reverse=True):
            later = [s for s in near if s.sentence > key[0] and not s.place and s.actor.country not in without]
            others = {s.actor.country for s in later}
            if len(others) != size or others == set(breaths[key]) or not any(s.subject for s in later):
                return list(breaths[key].values())
        return []

    def foes(self, without: Iterable[str | None], *, inside: bool = False) -> list[Actor]:
        """Those who have been told to turn on each other most, `inside` one country if far more than others; none where
        some of them are `without`."""
        named = Counter(s.actor.country for s in self.seen)
        between: Counter[frozenset[str]] = Counter()
        within: Counter[frozenset[str]] = Counter()
        for lands, times in self.quarrels.items():
            (between if len(lands) > 1 else within)[lands] = times
        ranked = sorted(between, key=lambda lands: (between[lands], sum(named[land] for land in lands)))
        top = ranked[-1] if ranked else frozenset()
        if inside and within and max(within.values()) > _CLEAR * between[top]:
            top = max(within, key=lambda lands: within[lands])
        last = {s.actor.country: s.actor for s in self.seen}
        return [] if not top.isdisjoint(without) else [last[land] for land in sorted(top) if land in last]

    def foe(self, own: str) -> str | None:
        """The one country that another has quarrelled with more than with any other, in more than words."""
        others = Counter({next(iter(q - {own})): n for q, n in self.quarrels.items() if own in q and len(q) > 1})
        ranked = others.most_common(2)
        if not ranked or ranked[0][1] < BLOW or (len(ranked) > 1 and ranked[0][1] < _CLEAR * ranked[1][1]):
            return None
        return ranked[0][0]

    def gathered(self, token: int) -> list[Actor]:
        """Those of several countries who were named in one breath last, as leading a clause."""
        led = [s for s in self.before(token, ALL) if s.subject and s.actor.country and s.breath >= 0 and not s.aside]
        by_country: dict[str | None, Actor] = {}
        for seen in reversed(led):
            if (seen.sentence, seen.breath) == (led[0].sentence, led[0].breath):
                by_country.setdefault(seen.actor.country, seen.actor)
        return list(by_country.values()) if len(by_country) > 1 else []

    def _nearest(
        self, size: int, without: Iterable[str | None], token: int, *, lands: bool, people: bool
    ) -> dict[str, Actor]:
        out: dict[str, Actor] = {}
        for seen in self.before(token):
            country = seen.actor.country
            if not country or seen.place or seen.aside or (lands and country in BODIES):
                continue
            if seen.between and size == PAIR:
                continue
            if seen.actor.sector == "JRN":
                continue  # "Reuters reported"
            if people and seen.actor.person is None and not seen.actor.office:
                continue
            if country not in out and country not in without:
                out[country] = seen.actor
            if len(out) == size:
                break
        return out

    def last_pair(self, *, people: bool = False) -> list[Actor]:
        """The two countries that the last two sentences name, where they name just two; of `people` those whose persons
        they name."""
        last = self.seen[-1].sentence if self.seen else 0
        recent = [s for s in self.seen if s.sentence >= last - 1 and not (s.place or s.aside)]
        persons = {s.actor.country: s.actor for s in recent if s.actor.person is not None}
        near = persons if people and len(persons) == PAIR else {s.actor.country: s.actor for s in recent}
        found = [actor for country, actor in near.items() if country not in (None, *BODIES)]
        return found if len(found) == 2 else self._pair(set())

    def _pair(self, without: set[str | None], *, anywhere: bool = False) -> list[Actor]:
        """The two countries named far more than any third one; unless `anywhere` not where the last two sentences name
        just two."""
        apart = {*without, *BODIES}
        if anywhere:
            apart |= {s.actor.country for s in self.seen if s.between}
        usable = [s for s in self.seen if s.actor.country and s.actor.country not in apart]
        if anywhere:
            usable = [s for s in usable if not s.place]
        if not usable:
            return []
        last = usable[-1].sentence
        near = {s.actor.country for s in usable if s.sentence >= last - 1 and not (s.place or s.aside)}
        if len(near) == PAIR and not anywhere:
            return []
        counts = Counter(s.actor.country for s in usable).most_common(3)
        if len(counts) < 2 or counts[1][1] < _OFTEN or (len(counts) == 3 and counts[1][1] < _CLEAR * counts[2][1]):
            return []
        return [next(s.actor for s in reversed(usable) if s.actor.country == country) for country, _ in counts[:2]]

    def state_before(
        self,
        sentence: int,
        main: str | None = None,
        without: set[str | None] | frozenset[str | None] = frozenset(),
        *,
        led: bool = False,
    ) -> str | None:
        """The country spoken of last in the two sentences before, the `main` one of the article if it is among them, if
        `led` one that leads its sentence before others there: "State media" is that country's."""
        near = (s for s in self.recent() if sentence - 2 <= s.sentence < sentence)
        if main is not None and any(s.actor.country == main for s in near):
            return main
        place = None
        found: Seen | None = None
        for seen in self.recent():
            if seen.sentence < sentence - 2 or (found is not None and seen.sentence < found.sentence):
                break
            country = seen.actor.country
            if not _MISSIONS.isdisjoint(seen.actor.name.lower().split()):
                continue  # "outside the Chadian embassy" is not in Chad
            if seen.sentence < sentence and country and country not in (*BODIES, *without) and not seen.listed:
                if not seen.place and (found is None or (led and seen.subject and not found.subject)):
                    found = seen
                if seen.place:
                    place = place or country
        return (found.actor.country if found is not None else None) or main or place

    def junta(self) -> str | None:
        """The country whose generals rule, as far as the article has said so; else the one that it is about."""
        for seen in reversed(self.seen):
            if seen.actor.country not in (None, *BODIES) and not _JUNTA.isdisjoint(seen.actor.name.lower().split()):
                return seen.actor.country
        return self.subject()

    def first_to_act(self) -> str | None:
        """The land that does something first in the part that is being read: of an official text, whoever issues it."""
        led = (s.actor.country for s in self.seen if s.sentence >= self.base and s.subject)
        return next((land for land in led if land not in (None, *BODIES)), None)

    def subject(self) -> str | None:
        """The country that the article is about: named far more often than any other."""
        counts = Counter(s.actor.country for s in self.seen if s.actor.country and s.actor.country not in BODIES)
        ranked: Sequence[tuple[str | None, int]] = counts.most_common(2)
        if not ranked or ranked[0][1] < _OFTEN or (len(ranked) > 1 and ranked[0][1] < _CLEAR * ranked[1][1]):
            return None
        return ranked[0][0]

    def body(self) -> str:
        """Whose "Secretary-General" is meant: that of the body named most, else the United Nations'."""
        counts = Counter(s.actor.country for s in self.seen if s.actor.country in ("UNO", "IGO") and not s.actor.office)
        return str(counts.most_common(1)[0][0]) if counts else "UNO"
