"""Finds the actors of a parsed article: one pass over the configured names and the recognised people, in text order.

Neighbouring names of one noun phrase are one actor ("Iranian" + "Foreign Minister" + a name); who a later "Mr. Austin"
or "the minister" is follows from what came before in the same article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Span

from tracker.extract.actors_complements import Complements
from tracker.extract.actors_config import Tables
from tracker.extract.actors_index import THING, Mark, Sort
from tracker.extract.actors_page import Cluster, top
from tracker.extract.actors_people import Person, later_names
from tracker.extract.actors_phrase import HEADS, NATIONS, Reading, actor_of, is_backer, leans, read
from tracker.extract.actors_words import words_of
from tracker.model import Actor

# "the Rome Statute", "the Paris Agreement" are no deeds of the town's government
_SIGNED_THERE = frozenset("statute convention conventions accords protocol".split())
_BEFORE_TELLING = 8
"""Words that may stand between a name and what is said of whoever bears it: "a 16-year-old former"."""
_BEFORE_NOUN = frozenset(("DET", "ADJ", "PRON", "VERB", "ADV", "NUM"))
_AGED = frozenset(("-", "year", "years", "old"))
_OPENING, _CLOSING = frozenset("\"“'‘`") | {"``"}, frozenset("\"”'’") | {"''"}
_NICKNAME = 4
"""Words of the longest name in quotation marks that is taken for one of a thing."""
_MODIFIERS = frozenset({"amod", "compound", "nmod:poss", "nmod", "conj"})


@dataclass(frozen=True, slots=True)
class FoundActor:
    """An actor mention: tokens `start_token`…`end_token` (exclusive) of the Doc, and the token that heads it.

    `kind`: country, adjective (a nationality before a noun that is no actor: "Iranian oil"), metonym (a capital),
    seat, body, person (whose country and sector may be unknown), office (a holder named by office alone), agent, or
    common (a noun that says little by itself: "side", "nation", "member").
    `metonym` is True for capitals, which are places as often as governments: the reader decides by syntax.
    `said_before` is True when country or office come from an earlier mention in the article.
    """

    start_token: int
    end_token: int
    head_token: int
    actor: Actor
    kind: str
    metonym: bool = False
    said_before: bool = False
    plural: bool = False


class Finder(Complements):
    """One article's search. Use once: `Finder(tables, doc, on, country_of).run()`."""

    def __init__(
        self,
        tables: Tables,
        doc: Doc,
        on: date,
        country_of: Callable[[str, bool], str | None],
        known: Mapping[str, Actor] | None = None,
    ) -> None:
        super().__init__(tables, doc, on, country_of)
        self._known: dict[str, Actor] = dict(known or {})
        self._by_office: dict[str, Actor] = {}
        self._found: list[FoundActor] = []

    def run(self) -> tuple[FoundActor, ...]:
        """All mentions in text order, none overlapping."""
        if not self._words:
            return ()
        clusters = list(self._clusters(self._marks))
        covered = {t for c in clusters for t in range(c.start, c.end)}
        pending: list[tuple[int, Cluster | Span]] = [(c.start, c) for c in clusters]
        pending += [(e.start, e) for e in self._people if not covered & set(range(e.start, e.end))]
        pending.sort(key=lambda item: item[0])
        taken = -1
        limits = [c.start for c in clusters] + [len(self._doc)]
        for start, item in pending:
            if start < taken:
                continue
            limit = limits[bisect_right(limits, start)] if start < limits[-1] else limits[-1]
            found = self._cluster(item, limit) if isinstance(item, Cluster) else self._person(item)
            for actor in found:
                self._found.append(actor)
                taken = max(taken, actor.end_token)
        self._later_mentions()
        return tuple(f for f in _without_overlaps(self._shared_heads()) if not _in_nickname(self._doc, f))

    def _cluster(self, cluster: Cluster, limit: int) -> list[FoundActor]:
        """The actors of one cluster; usually one."""
        words, marks = self._words, cluster.marks
        leading: list[FoundActor] = []
        while len(marks) > 1 and is_backer(words, marks[0]):
            if not leans(words, marks[0]):
                leading.extend(self._single(marks[0]))
            marks = marks[1:]
        if all(m.has(Sort.FORMER) for m in marks):
            return leading
        cluster = Cluster(marks, self._token_of[marks[0].start], cluster.end)
        reading = read(self._tables, words, marks, self._on)
        name, end = self._unknown_name(reading, cluster, limit)
        if name is None or (end < len(self._doc) and self._doc[end].lower_ == "of"):
            reading, end = self._complement(reading, end)
        reading, end, name = self._apposed_name(reading, end, name)
        if reading.person is not None or name is not None:
            told, stop = self._apposition(end)
            end = max(end, stop)
            if told is not None and reading.person is None and reading.country is None:
                # "General Saif Nuaimi, Oman's army chief"
                reading = replace(
                    reading,
                    country=told.country,
                    sector=reading.sector or told.sector,
                    office=reading.office or told.office,
                )
        return [*leading, *self._as_found(reading, cluster, end, name)]

    def _as_found(self, reading: Reading, cluster: Cluster, end: int, name: str | None) -> list[FoundActor]:
        if reading.head is None and reading.person is None and reading.body is None:
            return [f for m in cluster.marks if not m.has(Sort.FORMER) for f in self._single(m)]
        doc = self._doc
        reading, start = self._communal(*self._placed_before(reading, cluster.start))
        if self._found and self._found[-1].end_token > start:
            start = cluster.start
        written = doc[start:end].text
        actor = actor_of(self._tables, reading, _bare(written), self._on, name)
        kind = "agent"
        before = False
        if reading.person is not None or name is not None or (actor.person and reading.office):
            kind = "person" if reading.person is not None or name is not None else "office"
        elif reading.body is not None and reading.head is None:
            kind = "body"
        elif reading.office is not None:
            kind = "office"
        plural = bool(reading.head and any(e.plural for e in reading.head.entries))
        if reading.country is None and reading.body is None and name is None and reading.person is None:
            if any(e.ref == THING for e in (reading.head.entries if reading.head else ())):
                return []
            if reading.weak and kind == "agent":
                kind = "common"
        if kind == "office" and actor.country is None and not plural:
            known = self._by_office.get(reading.office.key) if reading.office else None
            if known is not None and reading.office is not None and _bare(written)[:1].isupper():
                # "the Minister" of an official text is the one who was introduced first
                known = next(a for key, a in self._by_office.items() if reading.office.key in key)
            if known is not None and not reading.former:
                actor, before = known, True
        if kind in ("person", "office"):
            actor = self._known_person(actor, name)
            self._remember(actor, reading, name)
        return [FoundActor(start, end, self._head(start, end), actor, kind, False, before, plural)]

    def _single(self, mark: Mark) -> list[FoundActor]:
        """A country, nationality, capital or seat that stands alone in its phrase."""
        entry = mark.entry(*NATIONS, Sort.BODY)
        if entry is None:
            return []
        start, end = self._token_of[mark.start], self._last_token_of[mark.end - 1] + 1
        head = self._head(start, end)
        names = self._tables.names
        shown = names.get(entry.country or "", entry.name)
        if entry.sort is Sort.CAPITAL and self._doc[head].head.lower_ in _SIGNED_THERE and end < len(self._doc):
            return []
        if entry.sort is Sort.CAPITAL:
            return [FoundActor(start, end, head, Actor(shown, entry.country, "GOV"), "metonym", metonym=True)]
        if entry.sort is Sort.SEAT:
            return [FoundActor(start, end, head, Actor(entry.name, entry.country, "GOV"), "seat")]
        if entry.sort is Sort.BODY:
            return [FoundActor(start, end, head, Actor(entry.name, entry.country, entry.sector), "body")]
        token = self._doc[head]
        modifies = token.dep_ in ("amod", "compound") or (mark.end < len(self._words) and is_backer(self._words, mark))
        if entry.sort is Sort.COUNTRY and not (modifies and token.dep_ == "compound"):
            return [FoundActor(start, end, head, Actor(shown, entry.country), "country")]
        if modifies or not mark.has(Sort.PEOPLE):
            return [FoundActor(start, end, head, Actor(shown, entry.country), "adjective")]
        person = Actor(self._doc[start:end].text, entry.country, "CVL")
        return [FoundActor(start, end, head, person, "agent", plural=entry.name.endswith("s"))]

    def _shared_heads(self) -> list[FoundActor]:
        """ "U.S. and South Korean troops": the first nationality has the same troops; "the Russian and Chinese
        presidents" are two people.
        """
        doc, found = self._doc, sorted(self._found, key=lambda f: f.start_token)
        for i in range(len(found) - 2, -1, -1):
            here, after = found[i], found[i + 1]
            if here.kind not in ("adjective", "country", "metonym") or after.kind not in ("agent", "office", "body"):
                continue
            between = doc[here.end_token : after.start_token].text.strip()
            if between not in ("and", ",", "or", "-", ", and", "&") or not after.plural or after.actor.country is None:
                continue
            written = doc[here.start_token : here.end_token].text
            linked = doc[here.head_token].dep_ in _MODIFIERS or doc[here.head_token].head.i == after.head_token
            # acronyms serve as adjectives whatever the parser makes of them
            if self._parsed and not linked and not written.replace(".", "").isupper():
                continue
            shared = Actor(
                f"{written} {doc[after.head_token].text}", here.actor.country, after.actor.sector, after.actor.office
            )
            found[i] = replace(here, actor=self._holder(shared), kind=after.kind, metonym=False, plural=True)
            if after.kind == "office":
                found[i + 1] = replace(after, actor=self._holder(after.actor))
        return found

    def _holder(self, actor: Actor) -> Actor:
        """Who holds a unique office named in the plural for several countries at once."""
        mark = self._tables.trie.longest(words_of(actor.office), 0) if actor.office else None
        entry = mark.entry(Sort.OFFICE) if mark is not None else None
        if entry is None or entry.ref is None or not self._tables.offices[entry.ref].unique:
            return actor
        person = self._tables.people.holder(actor.country, entry.ref, self._on)
        return replace(person.actor_on(self._on), office=entry.name) if person is not None else actor

    # -- people -----------------------------------------------------------------------------------------------------

    def _person(self, entity: Span) -> list[FoundActor]:
        """A recognised name outside any cluster: known, said before, or unknown."""
        start, end = self._trim(entity)
        if end <= start:
            return []
        text = self._doc[start:end].text
        words = words_of(text)
        short = " ".join(w.key for w in words if w.key not in ("'s", "mr", "mrs", "ms", "dr", "sir"))
        actor = self._known.get(short)
        before = actor is not None
        if actor is None and 0 < len(words) <= 5:
            actor = self._tables_name(short)
        apposition, stop = self._apposition(end)
        if actor is None:
            actor = Actor(text)
        if apposition is not None:
            told = actor_of(self._tables, replace(apposition, person=None), text, self._on, text)
            actor = Actor(
                actor.name,
                actor.country or told.country,
                actor.sector or told.sector,
                actor.office or told.office,
                actor.person,
            )
        self._remember(actor, apposition, text)
        head = self._head(start, end)
        return [FoundActor(start, max(end, stop), head, actor, "person", False, before)]

    def _tables_name(self, short: str) -> Actor | None:
        people, on = self._tables.people, self._on
        person = people.famous(short, on) or self._sounding(short)
        return person.actor_on(on) if person is not None else None

    def _sounding(self, name: str) -> Person | None:
        """Somebody known whose name is spelled otherwise here, if the article speaks of their country."""
        person = self._tables.people.sounding(name)
        return person if person is not None and person.country in self._nations else None

    def _trim(self, entity: Span) -> tuple[int, int]:
        start, end = entity.start, entity.end
        while end > start and self._doc[end - 1].text in ("'s", "’s", ",", "'", "’"):
            end -= 1
        return start, end

    def _apposition(self, end: int) -> tuple[Reading | None, int]:
        """ ", Iran's foreign minister," behind a name."""
        doc = self._doc
        if end + 1 >= len(doc) or doc[end].text not in (",", "("):
            return None, 0
        at = end + 1
        if doc[at].pos_ == "NUM" and at + 2 < len(doc) and doc[at + 1].text == ",":
            at += 2  # "Omar Haddad, 17, a Jordanian student"
        last = at + _BEFORE_TELLING
        while at < min(last, len(doc)) and (doc[at].pos_ in _BEFORE_NOUN or doc[at].lower_ in _AGED):
            word = self._word_at.get(at)
            if word is not None and self._tables.trie.longest(self._words, word) is not None:
                break
            at += 1
        word = self._word_at.get(at)
        inner = self._phrase_from(word) if word is not None else []
        if not inner or not any(m.has(*HEADS) for m in inner):
            return None, 0
        reading = read(self._tables, self._words, inner, self._on)
        cluster = self._cluster_of(inner)
        if self._parsed and top(doc[cluster.end - 1], at, cluster.end).dep_ not in (
            "appos",
            "parataxis",
            "nmod",
            "conj",
        ):
            return None, 0
        return self._complement(reading, cluster.end)

    def _known_person(self, actor: Actor, name: str | None) -> Actor:
        """Fills what this mention does not say from the lists and from earlier mentions."""
        if name is None:
            return actor
        keys = " ".join(w.key for w in words_of(name))
        earlier = self._known.get(keys)
        if earlier is not None and (actor.country is None or actor.country == earlier.country):
            return replace(earlier, office=actor.office or earlier.office, sector=actor.sector or earlier.sector)
        people = self._tables.people
        person = people.named(keys, self._on, actor.country) if actor.country else None
        if person is None and actor.country is None:
            person = people.famous(keys, self._on)
        if person is not None:
            known = person.actor_on(self._on)
            return replace(known, sector=known.sector or actor.sector, office=actor.office or known.office)
        return actor

    def _remember(self, actor: Actor, reading: Reading | None, name: str | None) -> None:
        for full in dict.fromkeys(filter(None, (name, actor.person))):  # as the article spells it, and as it is known
            keys = [w.key for w in words_of(full)]
            self._known[" ".join(keys)] = actor
            for short in later_names(full, actor.country):
                self._known[short] = actor
            if actor.person is None and actor.country is not None:
                # of somebody in no list it isn't known which name is the family's
                for part in (keys[-1], keys[0]):
                    self._known.setdefault(part, actor)
        if reading is not None and reading.office is not None and actor.country is not None:
            self._by_office[reading.office.key] = actor

    def _later_mentions(self) -> None:
        """Family names of people already met that the entity recogniser took for something else or missed."""
        covered = {t for f in self._found for t in range(f.start_token, f.end_token)}
        for index, word in enumerate(self._words):
            token = self._token_of[index]
            if token in covered or not word.text[0].isupper() or word.key not in self._known:
                continue
            if self._tagged and self._doc[token].pos_ != "PROPN":
                continue
            actor = self._known[word.key]
            if actor.person is None and len(word.key) < 3:
                continue
            self._found.append(FoundActor(token, token + 1, token, actor, "person", False, True))
        self._found.sort(key=lambda f: f.start_token)


def _bare(text: str) -> str:
    for article in ("the ", "The ", "a ", "an ", "A ", "An "):
        if text.startswith(article):
            return text[len(article) :]
    return text


def _in_nickname(doc: Doc, found: FoundActor) -> bool:
    """Whether a nationality only lends its name to a thing in quotation marks: the ferry "Swiss Star", the "Nigerian
    prince" trick."""
    opening, first, last = found.start_token - 1, found.start_token, found.end_token
    if found.kind not in ("adjective", "country") or opening < 0 or doc[opening].text not in _OPENING:
        return False
    end = next((i for i in range(last, min(first + _NICKNAME, len(doc))) if doc[i].text in _CLOSING), None)
    if end is None or end == last or not all(token.is_alpha for token in doc[first:end]):
        return False
    named = all(token.text[0].isupper() for token in doc[first:end])
    before_noun = end + 1 < len(doc) and doc[end + 1].pos_ == "NOUN" and doc[end - 1].pos_ in ("NOUN", "PROPN")
    return named or before_noun


def _without_overlaps(found: Sequence[FoundActor]) -> Iterator[FoundActor]:
    last = -1
    for actor in sorted(found, key=lambda f: (f.start_token, -f.end_token)):
        if actor.start_token >= last:
            yield actor
            last = actor.end_token
