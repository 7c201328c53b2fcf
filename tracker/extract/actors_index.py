"""A trie over folded words: the longest configured name at a position, in time independent of how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tracker.extract.actors_words import Word, keys_of

_READ_AS_WORDS = frozenset(
    "nato asean opec brics aukus nasa tass isis isil igad farc acled anzus apec imf unhcr hamas wafa sana irna "
    "basij brics+ quad unifil".split()
)


class Sort(StrEnum):
    """What a configured name is."""

    COUNTRY = "country"
    ADJECTIVE = "adjective"
    PEOPLE = "people"
    CAPITAL = "capital"
    SEAT = "seat"
    BODY = "body"
    PERSON = "person"
    OFFICE = "office"
    RANK = "rank"
    AGENT = "agent"
    WEAK = "weak"
    FORMER = "former"
    NOTHING = "nothing"


class Case(StrEnum):
    """How a name must be written: in capitals, with a capital, or anyhow."""

    UPPER = "upper"
    CAPITAL = "capital"
    ANY = "any"


THING = "thing"
ACTS = "acts"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name; `country` and `sector` are None where it gives none, `ref` an office key, a person,
    THING for weapons and vehicles, which act only for the country named with them, or ACTS for a town that stands
    for a body where it leads a clause ("Brussels rejected the plan") and is a town elsewhere.
    """

    sort: Sort
    name: str
    country: str | None = None
    sector: str | None = None
    ref: str | None = None
    case: Case = Case.CAPITAL
    plural: bool = False


class Mark(NamedTuple):
    """Words `start`…`end` (exclusive) of a text and what they may mean."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def entry(self, *sorts: Sort) -> Entry | None:
        """The first meaning of one of these sorts."""
        for entry in self.entries:
            if entry.sort in sorts:
                return entry
        return None

    def has(self, *sorts: Sort) -> bool:
        return self.entry(*sorts) is not None


def case_of(name: str) -> Case:
    """Short acronyms keep their capitals ("US", "PLAN") unless they are read as words ("Nato"); others need one."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) <= 5 and letters and all(c.isupper() for c in letters) and name.lower() not in _READ_AS_WORDS:
        return Case.UPPER
    return Case.CAPITAL if any(c.isupper() for c in letters) else Case.ANY


class Trie:
    """Names by their words. Built once, then only read."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, name: str, entry: Entry) -> None:
        """File `entry` under `name`; the same name may carry several entries."""
        keys = keys_of(name)
        if keys:
            self.add_keys(keys, entry)

    def add_keys(self, keys: Sequence[str], entry: Entry) -> None:
        node = self._root
        for key in keys:
            node = node.setdefault(key, {})
        held = node.get("")
        if held is None:
            node[""] = [entry]
        elif entry not in held:
            held.append(entry)

    def longest(self, words: Sequence[Word], at: int, loose: bool = False) -> Mark | None:
        """The longest name that begins at word `at`; a break inside ends it. `loose` forgives lower case."""
        node = self._root.get(words[at].key)
        best: Mark | None = None
        end = at + 1
        while node is not None:
            held = node.get("")
            if held is not None:
                fitting = tuple(e for e in held if loose or _written(e.case, words, at, end))
                if fitting:
                    best = Mark(at, end, fitting)
            if end >= len(words) or words[end].after_break:
                break
            node = node.get(words[end].key)
            end += 1
        return best

    def near(self, key: str) -> Entry | None:
        """The one-word name that differs from a folded word by a single slip of the pen; for lookups by hand."""
        if len(key) < 6:
            return None
        close = process.extract(key, self._root.keys(), scorer=OSA.distance, score_cutoff=1, limit=3)
        held = [self._root[name][""][0] for name, *_ in close if "" in self._root[name]]
        return held[0] if len(held) == 1 else None

    def scan(self, words: Sequence[Word], loose: bool = False) -> list[Mark]:
        """All names in order, none inside another: leftmost, then longest."""
        marks: list[Mark] = []
        end = 0
        for at, word in enumerate(words):
            if at >= end and word.key in self._root and (mark := self.longest(words, at, loose)) is not None:
                marks.append(mark)
                end = mark.end
        return marks


def _written(case: Case, words: Sequence[Word], start: int, end: int) -> bool:
    if case is Case.ANY:
        return True
    if case is Case.UPPER:
        return all(w.text.upper() == w.text for w in words[start:end])
    spelled: Iterable[Word] = words[start:end]
    return any(w.text[0].isupper() or w.text[0].isdigit() for w in spelled if w.text)
