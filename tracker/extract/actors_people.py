"""Known people and their terms of office: who held what on a day, and who is meant by an office or a family name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from tracker.errors import ConfigError
from tracker.extract.actors_words import fold, keys_of
from tracker.model import Actor

FORMER_ELITE = "ELI"
_FAMILY_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "HKG", "MAC", "VNM", "KHM"})
_GIVEN_FIRST_USED = frozenset({"ETH", "ERI", "SOM"})
_PARTICLES = frozenset(
    "von van de der di da dos del della la le lo al el bin ben ibn abu ter den du ould ul ur bint abd zu".split()
)
# sectors that end with the office; whoever leaves one of the others (army, rebels, church, press) stays what they were
_ENDS_WITH_OFFICE = frozenset({"GOV", "LEG"})
_FAR = date(9999, 1, 1)
_FAME_LASTS = timedelta(days=12 * 365)
_HEADS = 2
"""Offices of a smaller rank are those of heads of state and government."""
_MINISTER_ONCE = 2


@dataclass(frozen=True, slots=True)
class Office:
    """One kind of office. `rank` orders offices by weight, 0 first; `unique`: one holder per country at a time."""

    key: str
    label: str
    sector: str | None
    unique: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Term:
    """An office held from `start` until `end` (exclusive; None while it lasts); `sector` as people.csv overrides it."""

    office: Office
    country: str | None
    start: date
    end: date | None
    sector: str | None

    def holds(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """A known person; `terms` in order of their beginning."""

    name: str
    aliases: tuple[str, ...]
    country: str | None
    terms: tuple[Term, ...]

    def term_on(self, on: date) -> Term | None:
        """The weightiest office held on that day."""
        held = [t for t in self.terms if t.holds(on)]
        return min(held, key=lambda t: (t.office.rank, -t.start.toordinal())) if held else None

    def actor_on(self, on: date) -> Actor:
        """Country and sector as of that day: a former office holder is ELI, someone before any office has no sector."""
        term = self.term_on(on)
        if term is not None:
            return Actor(self.name, term.country or self.country, term.sector, term.office.label, self.name)
        past = [t for t in self.terms if t.start <= on]
        if not past:
            return Actor(self.name, self.country, None, None, self.name)
        last = max(past, key=lambda t: t.end or _FAR)
        sector = FORMER_ELITE if last.sector in _ENDS_WITH_OFFICE else last.sector
        known_for = min(past, key=lambda t: (t.office.rank, -t.start.toordinal()))
        return Actor(self.name, self.country or last.country, sector, f"former {known_for.office.label}", self.name)


class People:
    """Everyone known, by country and office and by family name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.everyone: tuple[Person, ...] = tuple(people)
        self.by_name: dict[str, Person] = {}
        self._holders: dict[tuple[str | None, str], list[tuple[Term, Person]]] = {}
        self._family: dict[str, list[Person]] = {}
        starts = [term.start for person in self.everyone for term in person.terms]
        # "today" where no day is given: the last day on which anyone is known to have taken an office
        self.latest: date = max(starts, default=date(2000, 1, 1))
        for person in self.everyone:
            self.by_name.setdefault(person.name, person)
            for term in person.terms:
                self._holders.setdefault((term.country, term.office.key), []).append((term, person))
            for short in short_names(person.name, person.country):
                self._family.setdefault(short, []).append(person)

    def holder(self, country: str | None, office: str, on: date) -> Person | None:
        """Who held a country's office on a day; the later to take it when terms overlap; None where unknown."""
        held = [(t, p) for t, p in self._holders.get((country, office), ()) if t.holds(on)]
        if not held:
            return None
        return max(held, key=lambda pair: pair[0].start)[1]

    def named(self, short: str, on: date, country: str | None = None, office: str | None = None) -> Person | None:
        """The one person a family name can mean, given a country or an office; None when several fit equally."""
        fitting = [p for p in self._family.get(short, ()) if _fits(p, on, country, office)]
        return _one(fitting, on)

    @cached_property
    def _sounding(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for person in self.everyone:
            for name in (person.name, *person.aliases):
                for key in _sounds(name):
                    found.setdefault(key, set()).add(person.name)
        return found

    def sounding(self, name: str) -> Person | None:
        """The one person whose full name is spelled a little otherwise ("Mohammed Hussein Roble"), or turned around."""
        for key in _sounds(name):
            found = self._sounding.get(key, ())
            if len(found) == 1:
                person = self.by_name[next(iter(found))]
                if any(_alike(name, other) for other in (person.name, *person.aliases)):
                    return person
        return None

    def famous(self, short: str, on: date, most: int = 16) -> Person | None:
        """Whom a bare family name means in a headline: a holder of one of the weightiest offices now or lately.

        A former minister must be the only one of that name; a former head of state or government stands before them.
        """
        ranked: list[tuple[int, int, Person]] = []
        for person in self._family.get(short, ()):
            best = _fame(person, on, most)
            if best is not None:
                ranked.append((*best, person))
        ranked.sort(key=lambda item: item[:2])
        if not ranked or (len(ranked) > 1 and (ranked[0][:2] == ranked[1][:2] or ranked[0][0] == _MINISTER_ONCE)):
            return None
        return ranked[0][2]


def _fame(person: Person, on: date, most: int) -> tuple[int, int] | None:
    """(0 in office, 1 and 2 after it; weight of the office), or None for those nobody knows by family name."""
    best: tuple[int, int] | None = None
    for term in person.terms:
        if term.office.rank >= most or term.start > on:
            continue
        if term.holds(on):
            score = (0, term.office.rank)
        elif term.end is not None and on - term.end < _FAME_LASTS:
            score = (1 if term.office.rank < _HEADS else _MINISTER_ONCE, term.office.rank)
        else:
            continue
        best = score if best is None else min(best, score)
    return best


def _sounds(name: str) -> tuple[str, ...]:
    """What is left of a full name's words without vowels and doubled letters, in alphabetical order."""
    words = [w for w in keys_of(name) if w not in _PARTICLES]
    if len(words) < 2:
        return ()
    bones = sorted(_bones(word) for word in words)
    key = " ".join(bones)
    if len(key) < 7:
        return ()
    ends = f"{words[0]} {words[-1]}~"
    return (key, ends) if len(words[0]) > 2 and len(words[-1]) > 2 else (key,)


def _alike(name: str, other: str) -> bool:
    """Guards against names that only sound alike by their consonants; a middle name may be left out."""
    mine, theirs = sorted(keys_of(name)), sorted(keys_of(other))
    if set(mine) <= set(theirs) or set(theirs) <= set(mine):
        return True
    return len(mine) == len(theirs) and fuzz.ratio(" ".join(mine), " ".join(theirs)) >= 80


def bones_of(name: str) -> str:
    """A name of several words without vowels and doubled letters, so that spellings meet; empty where too little."""
    sounds = _sounds(name)
    return sounds[0] if sounds else ""


def _bones(word: str) -> str:
    kept = word[0]
    for letter in word[1:].replace("kh", "h").replace("gh", "g").replace("ph", "f").replace("q", "k").replace("c", "k"):
        if letter not in "aeiouyhw" and letter != kept[-1]:
            kept += letter
    return kept


def _fits(person: Person, on: date, country: str | None, office: str | None) -> bool:
    for term in person.terms:
        if country is not None and country not in (term.country, person.country):
            continue
        if office is not None and term.office.key != office:
            continue
        if term.start <= on:
            return True
    return not person.terms and country == person.country and office is None


def _one(people: Sequence[Person], on: date) -> Person | None:
    if len(people) > 1:
        in_office = [p for p in people if p.term_on(on) is not None]
        people = in_office or people
    return people[0] if len({p.name for p in people}) == 1 else None


def short_names(name: str, country: str | None) -> tuple[str, ...]:
    """The folded words by which a person is named at a later mention: "austin", "von der leyen" and "leyen", "xi"."""
    keys = [k for k in keys_of(name) if k not in {"jr", "sr", "ii", "iii", "iv"}]
    if not keys:
        return ()
    if len(keys) == 1:
        return (keys[0],)
    if country in _FAMILY_FIRST or country in _GIVEN_FIRST_USED:
        return (keys[0],)
    found = [keys[-1]]
    if "-" in (last := name.split()[-1]):
        found.append(" ".join(keys_of(last)))  # "Amir-Abdollahian"
    for at in range(1, len(keys) - 1):
        if keys[at] in _PARTICLES:
            found.append(" ".join(keys[at:]))
            break
    return tuple(dict.fromkeys(found))


def later_names(name: str, country: str | None) -> tuple[str, ...]:
    """`short_names`, and the last word where people go by their own name at home and by their father's abroad."""
    names = short_names(name, country)
    return (*names, keys_of(name)[-1]) if country in _GIVEN_FIRST_USED and names else names


def parse_people(text: str, offices: Mapping[str, Office], where: str) -> list[Person]:
    """People from lines `name;aliases;country;office;from;to;sector`; one line a term.

    Aliases are separated by `|`. Dates are ISO days, months or years; an empty `to` means that the term lasts. An
    empty office gives a person without a term. Raises ConfigError naming the line that is wrong.
    """
    rows: dict[str, tuple[list[str], str | None, list[Term]]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line[0] == "#":
            continue
        cells = line.split(";")
        if len(cells) < 4 or not cells[0]:
            raise ConfigError(f"{where}:{number}", "expected name;aliases;country;office;from;to;sector")
        cells += [""] * (7 - len(cells))
        name, aliases, country, office, start, end, sector = cells[:7]
        held = rows.setdefault(name, ([], country or None, []))
        held[0].extend(a for a in aliases.split("|") if a and a not in held[0])
        if office:
            held[2].append(_term(offices, office, country or None, start, end, sector or None, f"{where}:{number}"))
    return [
        Person(name, tuple(aliases), _home(country, terms), tuple(sorted(terms, key=lambda t: t.start)))
        for name, (aliases, country, terms) in rows.items()
    ]


def _home(country: str | None, terms: Sequence[Term]) -> str | None:
    """A head of the United Nations is still of their own country: the first real country among the terms."""
    for code in [country, *(t.country for t in terms)]:
        if code and code not in {"UNO", "EUR", "IGO", "NGO"}:
            return code
    return country


def _term(
    offices: Mapping[str, Office], key: str, country: str | None, start: str, end: str, sector: str | None, where: str
) -> Term:
    office = offices.get(key)
    if office is None:
        raise ConfigError(where, f"unknown office {key!r}; offices.yaml lists them")
    try:
        begin = _day(start) if start else date(1900, 1, 1)
        until = _day(end) if end else None
    except ValueError:
        raise ConfigError(where, f"{start!r} to {end!r} are not ISO dates") from None
    return Term(office, country, begin, until, sector or office.sector)


@lru_cache(maxsize=8192)
def _day(text: str) -> date:
    if len(text) == 4:
        return date(int(text), 1, 1)
    if len(text) == 7:
        return date(int(text[:4]), int(text[5:7]), 1)
    return date.fromisoformat(text)


def shown(name: str) -> str:
    """A name's folded words joined, as short names are filed."""
    return " ".join(keys_of(name)) or fold(name)
