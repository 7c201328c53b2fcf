"""What a noun phrase says about an actor: whose, of which sector, in which office, who by name.

One reading serves both free phrases (`lookup`) and the clusters of names found in a parsed article (`find`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.extract.actors_config import Tables
from tracker.extract.actors_index import Entry, Mark, Sort
from tracker.extract.actors_people import FORMER_ELITE, Office, Person
from tracker.extract.actors_words import POSSESSIVE, Word
from tracker.model import Actor

NATIONS = (Sort.COUNTRY, Sort.ADJECTIVE, Sort.PEOPLE, Sort.CAPITAL, Sort.SEAT)
HEADS = (Sort.OFFICE, Sort.AGENT, Sort.WEAK, Sort.RANK)
# a body of one of these sectors colours whoever stands with it: "Boko Haram gunmen" are rebels, "a CIA officer" a spy
_COLOURING = frozenset({"REB", "UAF", "PRM", "CRM", "SPY"})
_COLOURED = frozenset({"MIL", "UAF", "GOV", "CVL", "PTY", "UNK", "PRM"})
# bodies that many countries have under one name; a country in front of them says whose they are
_COMMON = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "PTY"})
_MANY = frozenset(("IGO", "UNO", "EUR"))
"""Codes of bodies of states."""
# "U.S.-led", "Iran-backed": the country is not the one whose actor follows
_NOT_OWNED = frozenset(
    "led backed brokered sponsored mediated supported funded made built run controlled occupied allied aligned "
    "friendly imposed supplied trained armed linked bound held declared born style designed proposed hosted chaired "
    "initiated drafted registered flagged owned dominated affiliated manned".split()
)
_OWNED = frozenset({"owned", "flagged", "registered", "born", "based", "run", "controlled", "affiliated", "manned"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one noun phrase says. `weak`: the sector is only the head noun's default; `head` is the deciding mark."""

    country: str | None = None
    sector: str | None = None
    weak: bool = False
    former: bool = False
    office: Office | None = None
    office_label: str | None = None
    person: Person | None = None
    body: Entry | None = None
    nation: Mark | None = None
    head: Mark | None = None
    backer: str | None = None
    others: tuple[str, ...] = ()


def is_backer(words: Sequence[Word], mark: Mark) -> bool:
    """Whether a country is only the backer or leader of what follows ("Iran-backed militia", "U.S.-led talks")."""
    if leans(words, mark):
        return True
    after = mark.end
    if after >= len(words) or not words[after].after_hyphen:
        return False
    key = words[after].key
    return key in _NOT_OWNED and key not in _OWNED


def leans(words: Sequence[Word], mark: Mark) -> bool:
    """Whether a country is only whom somebody sides with ("the pro-Russian mayor")."""
    return mark.start > 0 and words[mark.start].after_hyphen and words[mark.start - 1].key == "pro"


def read(tables: Tables, words: Sequence[Word], marks: Sequence[Mark], on: date) -> Reading:
    """The reading of the marks of one noun phrase, prepositional complements left out."""
    nation: Mark | None = None
    country: str | None = None
    backer: str | None = None
    body: Entry | None = None
    person: Person | None = None
    former = False
    others: list[str] = []
    heads: list[Mark] = []
    for index, mark in enumerate(marks):
        entry = mark.entry(Sort.PERSON)
        if entry is not None and entry.ref is not None:
            named = tables.people.by_name[entry.ref]
            # "the Yoon government", "a Putin ally": the person only says whose
            if any(later.has(*HEADS) and not later.has(Sort.PERSON) for later in marks[index + 1 :]):
                country = country or named.actor_on(on).country
            else:
                person = named
            continue
        if mark.has(Sort.FORMER):
            former = True
        elif mark.has(Sort.BODY):
            body = _as_of(tables, mark.entry(Sort.BODY), on)
        elif mark.has(*NATIONS):
            found = mark.entry(*NATIONS)
            code = found.country if found else None
            if is_backer(words, mark):
                backer = backer or code
            elif country is None:
                nation, country = mark, code
                if mark.has(Sort.PEOPLE) and not mark.has(Sort.ADJECTIVE):
                    heads.append(mark)
            elif code and code != country:
                others.append(code)
        elif mark.has(*HEADS):
            heads.append(mark)
    reading = Reading(
        country=country, former=former, person=person, body=body, nation=nation, backer=backer, others=tuple(others)
    )
    reading = _with_head(tables, reading, heads, words)
    if reading.country is None and reading.sector == "NGO":
        reading = replace(reading, country="NGO")
    return _with_body(reading) if body is not None else reading


def _as_of(tables: Tables, body: Entry | None, on: date) -> Entry | None:
    """A movement that came to power or lost it has the sector of the day."""
    if body is None or body.ref is None:
        return body
    sector = body.sector
    for start, held in tables.dated.get(body.ref, ()):
        if start <= on:
            sector = held
    return replace(body, sector=sector)


def _with_head(tables: Tables, reading: Reading, heads: list[Mark], words: Sequence[Word]) -> Reading:
    if not heads:
        return reading
    head = heads[-1]
    sector, weak = _sector_of(head)
    if weak or (sector == "MIL" and head.has(Sort.RANK)):
        for earlier in reversed(heads[:-1]):
            before, unsure = _sector_of(earlier)
            if before not in (None, "CVL", "UNK") and not unsure:
                sector, weak = before, False
                break
    office, label, country = _office(tables, heads, reading.country, words)
    if office is not None and head.has(Sort.OFFICE) and not head.has(Sort.WEAK):
        sector = office.sector
    return replace(
        reading,
        sector=sector,
        weak=weak,
        head=head,
        office=office,
        office_label=label,
        country=reading.country or country,
    )


def _sector_of(mark: Mark) -> tuple[str | None, bool]:
    """The sector a head noun gives, and whether it yields to what stands with it."""
    weak = mark.entry(Sort.WEAK)
    if weak is not None:
        strong = mark.entry(Sort.AGENT)
        return (strong or weak).sector, True
    for sort in (Sort.AGENT, Sort.OFFICE, Sort.RANK):
        entry = mark.entry(sort)
        if entry is not None:
            return entry.sector, sort is Sort.RANK and entry.sector is None
    return ("CVL", True) if mark.has(Sort.PEOPLE) else (None, True)


def _office(
    tables: Tables, heads: Sequence[Mark], country: str | None, words: Sequence[Word]
) -> tuple[Office | None, str | None, str | None]:
    """The office a phrase names, its words, and the country it belongs to when the name is one country's own."""
    for mark in reversed(heads):
        meanings = [e for e in mark.entries if e.sort is Sort.OFFICE and e.ref is not None]
        if not meanings:
            continue
        own = [e for e in meanings if e.country is not None and e.country == country]
        common = [e for e in meanings if e.country is None]
        foreign = [e for e in meanings if e.country is not None]
        fitting = own or common or (foreign if country is None else [])
        chosen = fitting[0] if fitting else None
        if chosen is None or chosen.ref is None:
            continue
        label = " ".join(w.text for w in words[mark.start : mark.end])
        sole = foreign[0].country if len({e.country for e in foreign}) == 1 and not common else None
        return tables.offices[chosen.ref], label, chosen.country or (sole if country is None else None)
    return None, None, None


def _with_body(reading: Reading) -> Reading:
    """Joins a named body to the rest: whose it is, and whether its sector or the head noun's counts."""
    body = reading.body
    assert body is not None
    country = body.country
    if body.country == "NGO" and reading.nation is not None and reading.country is not None:
        country = reading.country  # "a Kenyan rights group"
    elif reading.country is not None and (body.sector in _COMMON or body.country in _MANY):
        owned = reading.nation is not None
        country = reading.country if owned and body.country not in _MANY else body.country
    sector, weak = reading.sector, reading.weak
    if reading.head is None or weak:
        sector = body.sector if body.sector is not None or _is_body_alone(reading) else sector
        if body.sector is None and reading.head is not None:
            sector = None
        weak = False
    elif body.sector in _COLOURING and sector in _COLOURED:
        sector = body.sector
    return replace(reading, country=country, sector=sector, weak=weak)


def _is_body_alone(reading: Reading) -> bool:
    return reading.head is None


def actor_of(tables: Tables, reading: Reading, name: str, on: date, unknown_name: str | None = None) -> Actor:
    """The actor of a reading. A unique office without a name is whoever held it on that day.

    `name` is the phrase as written; `unknown_name` the name of a person who is not in the lists.
    """
    sector = reading.sector
    if reading.former and sector in ("GOV", "LEG", "PTY"):
        sector = FORMER_ELITE
    label = reading.office_label
    if label is not None and reading.former:
        label = f"former {label}"
    if reading.person is not None:
        known = reading.person.actor_on(on)
        return replace(
            known,
            country=reading.country if _speaks_for_many(reading, on) else known.country or reading.country,
            sector=sector if _stated(reading) else known.sector or sector,
            office=label if label is not None else known.office,
        )
    if unknown_name is not None:
        return Actor(unknown_name, reading.country, sector, label, None)
    office = reading.office
    if office is not None and office.unique and not reading.former and reading.country and _heads(reading):
        holder = tables.people.holder(reading.country, office.key, on)
        if holder is not None:
            return replace(holder.actor_on(on), office=label)
    return Actor(name, reading.country, sector, label, None)


def _speaks_for_many(reading: Reading, on: date) -> bool:
    """ "EU Commissioner Louis Michel", "UN envoy Kofi Annan": somebody who holds no office of his country then."""
    assert reading.person is not None
    named = reading.country in _MANY and reading.head is not None and not reading.former
    return named and reading.person.term_on(on) is None


def _stated(reading: Reading) -> bool:
    """Whether the phrase itself says in which office someone is, or that they no longer are."""
    return reading.office is not None and reading.sector is not None and reading.head is not None


def _heads(reading: Reading) -> bool:
    """Whether the office is the head of the phrase and singular ("foreign ministers" are nobody in particular)."""
    if reading.head is None or reading.body is not None:
        return False
    entry = reading.head.entry(Sort.OFFICE)
    return entry is not None and not entry.plural


def clean(words: Sequence[Word], start: int, end: int, text: str) -> str:
    """The words start…end as written, without a leading article and a trailing possessive."""
    while start < end and words[start].key in ("the", "a", "an"):
        start += 1
    while end > start and words[end - 1].key == POSSESSIVE:
        end -= 1
    return text[words[start].start : words[end - 1].end] if end > start else ""
