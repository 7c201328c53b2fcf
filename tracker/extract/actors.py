"""The book of actors: who a phrase means, and who acts in a parsed article, as of a day.

Knows countries, capitals, institutions, alliances, armed groups, parties, media, people with their terms of office and
the nouns of unnamed actors, from the texts of config/actors. Codes are ISO 3166 alpha-3 and PLOVER 2.0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from spacy.tokens import Doc

from tracker.extract.actors_config import Tables, read_tables
from tracker.extract.actors_find import Finder, FoundActor
from tracker.extract.actors_index import ACTS, Mark, Sort
from tracker.extract.actors_people import bones_of
from tracker.extract.actors_phrase import HEADS, NATIONS, Reading, actor_of, clean, read
from tracker.extract.actors_words import Word, words_of
from tracker.model import Actor

# the country of a town or region by its name; the flag asks for names that differ by a slip of the pen too
CountryOf = Callable[[str, bool], str | None]

__all__ = ["ActorBook", "FoundActor"]

# "ambassador to the UN", "attack on Israel": what follows is the other side
_AWAY = frozenset({"to", "on", "by", "with", "under"})
# whose noun may have a small town in front of it
_LOCAL = frozenset({"COP", "GOV", "CVL", "JUD", "MED", "EDU"})
_PREPOSITIONS = frozenset("of in at from for by on to with inside across near outside throughout under".split())


class ActorBook:
    """All lookups. Built once per process by `from_texts`; reading it changes nothing."""

    def __init__(self, tables: Tables, country_of: CountryOf | None = None) -> None:
        """`country_of` gives the country of a city or region by name, for phrases like "Shanghai police"."""
        self._tables = tables
        self._country_of = country_of or (lambda _name, _near: None)

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], country_of: CountryOf | None = None) -> ActorBook:
        """The book from the texts of config/actors by file name. Raises ConfigError naming the file that is wrong."""
        return cls(read_tables(texts), country_of)

    def country_name(self, code: str) -> str:
        """The English name of a country code; the code itself where it is none."""
        return self._tables.names.get(code, code)

    def country_names(self) -> dict[str, tuple[str, ...]]:
        """All names of each country by code, the one to show first."""
        return dict(self._tables.country_names)

    def find(self, doc: Doc, on: date | None, known: Mapping[str, Actor] | None = None) -> tuple[FoundActor, ...]:
        """All actor mentions of a Doc in text order, never overlapping; offices as of `on` (None: the latest known).

        `known` maps folded short names to actors met elsewhere (the text below a title); see `short_names_of`.
        """
        return Finder(self._tables, doc, on or self._tables.people.latest, self._country_of, known).run()

    def lookup(self, text: str, on: date | None) -> Actor | None:
        """The actor a free phrase means ("Iranian Foreign Minister X", "four Saudi men"), or None. Never raises."""
        words = words_of(text)
        if not words:
            return None
        when = on or self._tables.people.latest
        loose = text.islower() and not any(c.isupper() for c in text)
        marks = self._tables.trie.scan(words)
        if not marks and loose:
            marks = self._tables.trie.scan(words, loose=True)
        marks = [m for m in marks if not any(e.ref in ("short", ACTS) for e in m.entries)]
        phrases = _phrases(words, marks)
        reading, at = self._reading(words, phrases, when)
        name = clean(words, phrases[at][0], phrases[at][1], text)
        if reading is None:
            return self._unmarked(words, text, when)
        person = self._named(words, marks, reading, when)
        if person is not None:
            return person
        if reading.country is None:
            reading = replace(reading, country=self._place_country(words, marks, text, reading))
        if reading.country is None and reading.backer is not None:
            reading = replace(reading, country=reading.backer)
        unknown = _unknown_name(words, phrases[at], marks, reading)
        if reading.head is None and reading.person is None and reading.body is None:
            nation = reading.nation.entry(*NATIONS) if reading.nation else None
            if nation is None:
                return None
            if nation.sort is Sort.COUNTRY and len(marks) == 1:
                return Actor(self.country_name(nation.country or ""), nation.country, None)
        return actor_of(self._tables, reading, name or text, when, unknown)

    def _reading(
        self, words: Sequence[Word], phrases: list[tuple[int, int, list[Mark]]], on: date
    ) -> tuple[Reading | None, int]:
        """The first phrase that says anything, completed by those behind its prepositions."""
        first: Reading | None = None
        at = 0
        for index, (start, _, marks) in enumerate(phrases):
            if not marks:
                continue
            said = read(self._tables, words, marks, on)
            if first is None:
                first, at = said, index
                continue
            first = _completed(first, said, words[start].key)
        return first, at

    def _named(self, words: Sequence[Word], marks: list[Mark], reading: Reading, on: date) -> Actor | None:
        """A known person named by family name behind an office: "President Aliyev", "Mr. Lavrov"."""
        if reading.person is not None or reading.head is None or not reading.head.has(Sort.OFFICE, Sort.RANK):
            return None
        rest = [w.key for w in words[reading.head.end :] if w.text[0].isupper()]
        if not rest or len(rest) > 3 or any(m.start >= reading.head.end for m in marks):
            return None
        office = reading.office.key if reading.office else None
        people = self._tables.people
        short = " ".join(rest)
        person = people.named(short, on, reading.country, office) or people.named(short, on, reading.country, None)
        if person is None:
            return None
        return actor_of(self._tables, replace(reading, person=person), person.name, on)

    def _unmarked(self, words: Sequence[Word], text: str, on: date) -> Actor | None:
        """A phrase without any configured name: a family name everybody knows, or a place."""
        short = " ".join(w.key for w in words)
        if len(words) <= 3 and text[:1].isupper():
            person = self._tables.people.famous(short, on)
            if person is not None:
                return person.actor_on(on)
        near = self._tables.trie.near(short) if len(words) == 1 else self._tables.bodies.get(bones_of(text))
        if near is not None and len(words) > 1:
            return Actor(near.name, near.country, near.sector)
        person = self._tables.people.sounding(text)
        if person is not None:
            return person.actor_on(on)
        country = self._place_country(words, [], text, None)
        if country is not None:
            return Actor(text, country, None)
        return Actor(text, near.country, near.sector) if near is not None else None

    def _place_country(
        self, words: Sequence[Word], marks: list[Mark], text: str, reading: Reading | None
    ) -> str | None:
        """The country of the longest run of capitalised words that is a known place, or nearly one."""
        taken = {i for m in marks if not m.has(*HEADS) for i in range(m.start, m.end)}
        named = reading is not None and reading.head is not None and reading.head.has(Sort.OFFICE, Sort.RANK)
        if named and reading is not None and reading.head is not None:
            last = next((i for i in range(reading.head.end, len(words)) if words[i].key in _PREPOSITIONS), len(words))
            taken |= set(range(reading.head.end, last))
        runs = list(_runs(words, taken))
        for near in (False, True):
            local = reading is None or reading.sector in _LOCAL
            if near and (len(runs) != 1 or len(runs[0]) > 2 or not local):
                break
            for found in runs:
                for part in [found] if near else _parts(found):
                    if len(part) == 1 and len(found) > 1 and len(words[part[0]].key) < 4:
                        continue
                    if near and any(m.start <= part[0] < m.end for m in marks):
                        continue
                    country = self._country_of(text[words[part[0]].start : words[part[-1]].end], near)
                    if country:
                        return country
        return None


def _runs(words: Sequence[Word], taken: set[int]) -> Iterator[list[int]]:
    """Neighbouring capitalised words that no mark has taken."""
    run: list[int] = []
    for index, word in enumerate(words):
        if index not in taken and word.text[0].isupper() and not (word.after_break and run):
            run.append(index)
            continue
        if run:
            yield run
        run = [index] if index not in taken and word.text[0].isupper() else []
    if run:
        yield run


def _parts(run: list[int]) -> Iterator[list[int]]:
    """All stretches of a run, longest first."""
    for length in range(len(run), 0, -1):
        for begin in range(len(run) - length + 1):
            yield run[begin : begin + length]


def _phrases(words: Sequence[Word], marks: list[Mark]) -> list[tuple[int, int, list[Mark]]]:
    """Cuts a phrase at prepositions and commas outside the marks: (first word, end, its marks)."""
    inside = {i for m in marks for i in range(m.start, m.end)}
    cuts = [0]
    for i, word in enumerate(words):
        if i not in inside and (word.key in _PREPOSITIONS or (word.after_break and i)):
            cuts.append(i)
    cuts.append(len(words))
    pieces = [(a, b) for a, b in pairwise(cuts) if b > a] or [(0, len(words))]
    return [(a, b, [m for m in marks if a <= m.start < b]) for a, b in pieces]


def _completed(first: Reading, said: Reading, preposition: str) -> Reading:
    """Adds what stands behind a preposition: whose, and for a weak noun of what sector."""
    if preposition in _AWAY:
        return first if first.country is not None else replace(first, backer=first.backer or said.country)
    country = first.country or said.country
    if first.body is None and said.body is not None and first.country is None:
        country = said.body.country
    sector, weak = first.sector, first.weak
    office = first.office
    if said.person is not None and said.office is None:
        return replace(first, country=country, person=first.person or said.person)
    if (said.body is not None or said.head is not None) and first.body is None and first.person is None:
        if (weak or office is not None) and (said.sector is not None or said.body is not None):
            sector, weak = said.sector, said.weak
        office = None
    return replace(first, country=country, sector=sector, weak=weak, office=office, person=first.person or said.person)


def _unknown_name(
    words: Sequence[Word], phrase: tuple[int, int, list[Mark]], marks: list[Mark], reading: Reading
) -> str | None:
    """The capitalised words behind an office or rank that nobody in the lists bears."""
    if reading.head is None or not reading.head.has(Sort.OFFICE, Sort.RANK) or reading.person is not None:
        return None
    rest = [w for w in words[reading.head.end : phrase[1]] if w.text[0].isupper()]
    return " ".join(w.text for w in rest) or None if not any(m.start >= reading.head.end for m in marks) else None
