"""Reads the texts of config/actors into indexes. The files themselves are read by the shell.

A mistake in a file raises ConfigError with the file and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from tracker.errors import ConfigError
from tracker.extract.actors_index import ACTS, THING, Case, Entry, Sort, Trie, case_of
from tracker.extract.actors_people import Office, People, Person, bones_of, parse_people
from tracker.extract.actors_words import keys_of

SECTORS = frozenset(
    "GOV MIL COP JUD LEG PTY REB PRM SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC "
    "NGO NONE".split()
)
_SUFFIXES = {"man": "men", "child": "children", "person": "people", "thief": "thieves", "wife": "wives"}


@dataclass(frozen=True, slots=True)
class Careful:
    """A country name that is also something else: `against` and `unless` are folded words of the article."""

    against: frozenset[str]
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the book matches with: one trie for all names, the people, the offices by key."""

    trie: Trie
    people: People
    offices: Mapping[str, Office]
    names: Mapping[str, str]
    careful: Mapping[str, Careful]
    country_names: Mapping[str, tuple[str, ...]]
    dated: Mapping[str, tuple[tuple[date, str], ...]]
    bodies: Mapping[str, Entry]
    generic: frozenset[str]


def read_tables(texts: Mapping[str, str]) -> Tables:
    """Indexes from texts by file name: countries, bodies, offices and agents as .yaml, people as any number of .csv."""
    trie = Trie()
    names: dict[str, str] = {}
    parsed = {name: _yaml(name, text) for name, text in texts.items() if name.endswith((".yaml", ".yml"))}
    offices = _offices(trie, _section(parsed, "offices"), _section(parsed, "ranks"))
    countries = _section(parsed, "countries")
    _countries(trie, names, countries)
    dated = _dated(trie, _section(parsed, "dated"))
    sounds = _bodies(trie, _section(parsed, "bodies"), _section(parsed, "de_facto"))
    things = frozenset(_list(parsed, "things"))
    weak = _section(parsed, "weak") | {"UNK": _list(parsed, "unknown")}
    _agents(trie, _section(parsed, "agents"), weak, _section(parsed, "plurals"), things)
    for word in _list(parsed, "not_countries"):
        trie.add(word, Entry(Sort.NOTHING, word, case=case_of(word)))
    for word in _list(parsed, "former"):
        trie.add(word, Entry(Sort.FORMER, word, case=Case.ANY))
    people: list[Person] = []
    for name in sorted(texts):
        if name.endswith(".csv"):
            people.extend(parse_people(texts[name], offices, name))
    people = _join(people)
    for person in people:
        for written in (person.name, *person.aliases):
            trie.add(written, Entry(Sort.PERSON, person.name, person.country, None, person.name))
    return Tables(
        trie,
        People(people),
        offices,
        names,
        _careful(_section(parsed, "careful")),
        {code: tuple(row["names"]) for code, row in countries.items() if row.get("names")},
        dated,
        sounds,
        frozenset(" ".join(keys_of(name)) for name in _list(parsed, "generic")),
    )


def _join(people: list[Person]) -> list[Person]:
    """One person whose terms stand in several files is one person."""
    merged: dict[str, Person] = {}
    for person in people:
        held = merged.get(person.name)
        if held is None:
            merged[person.name] = person
            continue
        terms = tuple(sorted({*held.terms, *person.terms}, key=lambda t: (t.start, t.office.rank)))
        aliases = tuple(dict.fromkeys((*held.aliases, *person.aliases)))
        merged[person.name] = Person(person.name, aliases, held.country or person.country, terms)
    return list(merged.values())


def _yaml(name: str, text: str) -> dict[str, Any]:
    try:
        loaded = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise ConfigError(name, f"not valid YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(loaded, dict):
        raise ConfigError(name, "expected a mapping at the top")
    return loaded


def _section(parsed: Mapping[str, dict[str, Any]], key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, content in parsed.items():
        section = content.get(key)
        if section is None:
            continue
        if not isinstance(section, dict):
            raise ConfigError(name, f"{key} must be a mapping")
        for inner, value in section.items():
            if isinstance(value, dict) and isinstance(found.get(inner), dict):
                found[inner] = found[inner] | value
            else:
                found[inner] = value
    return found


def _list(parsed: Mapping[str, dict[str, Any]], key: str) -> list[str]:
    return [str(word) for content in parsed.values() for word in content.get(key) or ()]


def _careful(table: Mapping[str, Any]) -> dict[str, Careful]:
    def folded(words: list[str]) -> frozenset[str]:
        return frozenset(key for word in words or () for key in keys_of(word))

    return {code: Careful(folded(row.get("against")), folded(row.get("unless"))) for code, row in table.items()}


def _countries(trie: Trie, names: dict[str, str], table: Mapping[str, Any]) -> None:
    for code, row in table.items():
        shown = (row.get("names") or [code])[0]
        names[code] = shown

        def add(sort: Sort, words: list[str], sector: str | None = None, c: str = code, n: str = shown) -> None:
            for word in words or ():
                name = word if sort in (Sort.CAPITAL, Sort.SEAT, Sort.PEOPLE, Sort.ADJECTIVE) else n
                trie.add(word, Entry(sort, name, c, sector, case=case_of(word)))

        add(Sort.COUNTRY, row.get("names"))
        add(Sort.ADJECTIVE, row.get("adjectives"))
        add(Sort.CAPITAL, row.get("capital"), "GOV")
        add(Sort.SEAT, row.get("seats"), "GOV")
        people = list(row.get("people") or ())
        people += [a + "s" for a in row.get("adjectives") or () if not a.endswith(("ese", "sh", "ch", "s"))]
        add(Sort.PEOPLE, people)
        for word in row.get("short") or ():
            trie.add(word, Entry(Sort.COUNTRY, shown, code, None, "short", case_of(word)))


def _bodies(trie: Trie, table: Mapping[str, Any], de_facto: Mapping[str, Any]) -> dict[str, Entry]:
    """Files all bodies; gives those of several words by what is left of them without vowels."""
    sounds: dict[str, Entry] = {}
    for country, sectors in table.items():
        for sector, items in (sectors or {}).items():
            if sector not in SECTORS:
                raise ConfigError("bodies.yaml", f"{country}: unknown sector {sector!r}")
            for item in items or ():
                first, *others = [part.strip() for part in str(item).split(" | ")]
                for name in (first, *others):
                    known = None if sector == "NONE" else sector
                    acts, name = name.startswith("@"), name.removeprefix("@")
                    entry = Entry(Sort.BODY, first, country, known, ACTS if acts else None, _body_case(name))
                    trie.add(name, entry)
                    if bones := bones_of(name):
                        sounds.setdefault(bones, entry)
    for country, items in de_facto.items():
        for item in items:
            first, *others = [part.strip() for part in str(item).split(" | ")]
            for name in (first, *others):
                trie.add(name, Entry(Sort.BODY, first, country, "PRE", case=case_of(name)))
    return sounds


def _dated(trie: Trie, table: Mapping[str, Any]) -> dict[str, tuple[tuple[date, str], ...]]:
    """Movements whose sector changed: "2021-08-15 GOV" is the sector from that day on."""
    terms: dict[str, tuple[tuple[date, str], ...]] = {}
    for names, row in table.items():
        first, *others = [part.strip() for part in names.split(" | ")]
        try:
            pairs = [str(term).split() for term in row["sectors"]]
            terms[first] = tuple((date.fromisoformat(day), sector) for day, sector in pairs)
        except (KeyError, TypeError, ValueError):
            raise ConfigError("bodies.yaml", f"{first}: expected sectors as [2021-08-15 GOV, …]") from None
        for name in (first, *others):
            trie.add(name, Entry(Sort.BODY, first, row["country"], terms[first][0][1], first, _body_case(name)))
    return terms


def _body_case(name: str) -> Case:
    case = case_of(name)
    return Case.CAPITAL if case is Case.ANY else case


def _offices(trie: Trie, table: Mapping[str, Any], ranks: Mapping[str, Any]) -> dict[str, Office]:
    offices: dict[str, Office] = {}
    for rank, (key, row) in enumerate(table.items()):
        label = (row.get("names") or [key.replace("_", " ")])[0]
        offices[key] = Office(key, label, row.get("sector"), bool(row.get("unique")), rank)
        for name in row.get("names") or ():
            for form in (name, *_plurals(name)):
                trie.add(form, Entry(Sort.OFFICE, name, None, row.get("sector"), key, Case.ANY, form != name))
        for country, words in (row.get("of") or {}).items():
            for name in words:
                trie.add(name, Entry(Sort.OFFICE, name, country, row.get("sector"), key, Case.ANY))
    for sector, words in ranks.items():
        for word in words or ():
            trie.add(word, Entry(Sort.RANK, word, None, None if sector == "NONE" else sector, case=Case.CAPITAL))
    return offices


def _agents(
    trie: Trie, table: Mapping[str, Any], weak: Mapping[str, Any], plurals: Mapping[str, Any], things: frozenset[str]
) -> None:
    for sort, words_by_sector in ((Sort.AGENT, table), (Sort.WEAK, weak)):
        for sector, words in words_by_sector.items():
            if sector not in SECTORS:
                raise ConfigError("agents.yaml", f"unknown sector {sector!r}")
            for word in words or ():
                ref = THING if word in things else None
                trie.add(word, Entry(sort, word, None, sector, ref, Case.ANY))
                for form in _plurals(word):
                    trie.add(form, Entry(sort, word, None, sector, ref, Case.ANY, plural=True))
    by_singular: dict[str, list[tuple[str, Entry]]] = {}
    for plural, singular in plurals.items():
        for sort, words_by_sector in ((Sort.AGENT, table), (Sort.WEAK, weak)):
            for sector, words in words_by_sector.items():
                if singular in (words or ()):
                    entry = Entry(sort, singular, None, sector, case=Case.ANY, plural=True)
                    by_singular.setdefault(singular, []).append((plural, entry))
    for forms in by_singular.values():
        for plural, entry in forms:
            trie.add(plural, entry)


def _plurals(word: str) -> Iterator[str]:
    """Regular plurals, and those of compounds with man, woman, child, person, thief and wife."""
    for singular, plural in _SUFFIXES.items():
        if word == singular or word.endswith(" " + singular) or (singular == "man" and word.endswith("man")):
            yield word[: -len(singular)] + plural
            return
    head, _, tail = word.partition(" of ")
    if tail:
        yield f"{next(_plurals(head), head)} of {tail}"
        return
    if word.endswith(("s", "x", "ch", "sh")):
        yield word + "es"
    elif word.endswith("y") and len(word) > 1 and word[-2] not in "aeiou":
        yield word[:-1] + "ies"
    else:
        yield word + "s"
