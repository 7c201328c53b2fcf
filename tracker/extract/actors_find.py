"""Finds the actors of a parsed article: one pass over the configured names and the recognised people, in text order.

Neighbouring names of one noun phrase are one actor ("Iranian" + "Foreign Minister" + a name); who a later "Mr. Austin"
or "the minister" is follows from what came before in the same article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Span, Token

from tracker.extract.actors_config import Tables
from tracker.extract.actors_index import THING, Entry, Mark, Sort
from tracker.extract.actors_people import Person, short_names
from tracker.extract.actors_phrase import HEADS, NATIONS, Reading, actor_of, is_backer, read
from tracker.extract.actors_words import POSSESSIVE, words_of
from tracker.model import Actor

_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PART", "X", "SYM"})
_PLACES_BY = frozenset({"in", "from", "of", "across", "inside", "throughout", "for"})
_STANDS_IN = frozenset({"in", "across", "inside", "throughout"})
# who stands in a country is often not of it: soldiers, reporters, spies, travellers
_ABROAD = frozenset({"MIL", "JRN", "SPY", "UAF", "UNK", "BUS"})
_OF_HEADS = (Sort.OFFICE, Sort.AGENT, Sort.WEAK)
_MODIFIERS = frozenset({"amod", "compound", "nmod:poss", "nmod", "conj"})
# offices up to this weight make somebody known beyond their country
_WELL_KNOWN = 20
_PRONOUNS = frozenset({"he", "she", "someone"})


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


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Marks of one noun phrase, and the tokens it covers."""

    marks: tuple[Mark, ...]
    start: int
    end: int


class Finder:
    """One article's search. Use once: `Finder(tables, doc, on, country_of).run()`."""

    def __init__(
        self,
        tables: Tables,
        doc: Doc,
        on: date,
        country_of: Callable[[str, bool], str | None],
        known: Mapping[str, Actor] | None = None,
    ) -> None:
        self._tables = tables
        self._doc = doc
        self._on = on
        self._country_of = country_of
        self._words = words_of(doc.text)
        starts = [token.idx for token in doc]
        self._token_of = [bisect_right(starts, word.start) - 1 for word in self._words]
        self._last_token_of = [bisect_right(starts, max(word.start, word.end - 1)) - 1 for word in self._words]
        self._word_at: dict[int, int] = {}
        for index, token in enumerate(self._token_of):
            self._word_at.setdefault(token, index)
        self._parsed = doc.has_annotation("DEP")
        self._tagged = doc.has_annotation("POS")
        self._keys = frozenset(word.key for word in self._words)
        self._people = [e for e in doc.ents if e.label_ in ("PER", "PERSON")]
        self._in_person = {t: e for e in self._people for t in range(e.start, e.end)}
        self._known: dict[str, Actor] = dict(known or {})
        self._by_office: dict[str, Actor] = {}
        self._found: list[FoundActor] = []
        self._marks: list[Mark] = []
        self._nations: frozenset[str] = frozenset()

    def run(self) -> tuple[FoundActor, ...]:
        """All mentions in text order, none overlapping."""
        if not self._words:
            return ()
        marks = self._tables.trie.scan(self._words)
        self._nations = frozenset(
            e.country for m in marks for e in m.entries if e.sort is not Sort.PERSON and e.country
        )
        self._marks = [m for m in marks if self._means(m)]
        clusters = list(self._clusters(self._marks))
        covered = {t for c in clusters for t in range(c.start, c.end)}
        pending: list[tuple[int, _Cluster | Span]] = [(c.start, c) for c in clusters]
        pending += [(e.start, e) for e in self._people if not covered & set(range(e.start, e.end))]
        pending.sort(key=lambda item: item[0])
        taken = -1
        for position, (start, item) in enumerate(pending):
            if start < taken:
                continue
            limit = next((s for s, i in pending[position + 1 :] if isinstance(i, _Cluster)), len(self._doc))
            found = self._cluster(item, limit) if isinstance(item, _Cluster) else self._person(item)
            for actor in found:
                self._found.append(actor)
                taken = max(taken, actor.end_token)
        self._later_mentions()
        return tuple(_without_overlaps(self._shared_heads()))

    # -- which marks count ------------------------------------------------------------------------------------------

    def _means(self, mark: Mark) -> bool:
        """Whether a configured name is meant here, judged by tags, entities and the article's other words."""
        first, last = self._token_of[mark.start], self._last_token_of[mark.end - 1]
        someone = mark.entry(Sort.PERSON)
        if someone is not None and mark.end - mark.start > 1:
            return self._is_known(someone)
        if mark.has(Sort.BODY) and self._is_part_of_person(mark, first, last):
            return False
        if mark.has(*HEADS) and not mark.has(*NATIONS, Sort.BODY, Sort.PERSON):
            entity = self._in_person.get(first)
            if entity is not None and entity.start < first:
                return False
            return self._is_noun(mark, self._doc[last])
        nation = mark.entry(*NATIONS)
        if nation is not None:
            if self._is_part_of_person(mark, first, last):
                return False
            if nation.ref == "short" and not self._korean(mark):
                return False
            return not self._misread(nation)
        return True

    def _is_known(self, entry: Entry) -> bool:
        """A former minister of a country the article never names is more likely somebody of the same name."""
        person = self._tables.people.by_name.get(entry.ref or "")
        if person is None or person.country in self._nations or person.term_on(self._on) is not None:
            return True
        return min((t.office.rank for t in person.terms), default=0) < _WELL_KNOWN

    def _is_noun(self, mark: Mark, token: Token) -> bool:
        if mark.has(Sort.FORMER) or not self._tagged:
            return True
        if self._words[mark.start].key in _PRONOUNS:
            return False
        if token.pos_ in ("NOUN", "PROPN"):
            return True
        return token.pos_ in ("ADJ", "VERB") and mark.end - mark.start > 1

    def _is_part_of_person(self, mark: Mark, first: int, last: int) -> bool:
        """ "Jordan" in "Michael Jordan" is no country; "Mr. Israel" neither."""
        entity = self._in_person.get(first) or self._in_person.get(last)
        if entity is None:
            return False
        inside = entity.start <= first and last < entity.end
        return inside and (entity.end - entity.start > last + 1 - first or not mark.has(Sort.COUNTRY, Sort.ADJECTIVE))

    def _korean(self, mark: Mark) -> bool:
        """ "the North" is Pyongyang only in an article about Korea, and not in "the North Atlantic"."""
        if not self._keys & {"korea", "korean", "seoul", "pyongyang"}:
            return False
        word = self._words[mark.end - 1]
        if not word.text[0].isupper():
            return False
        if mark.end < len(self._words):
            after = self._words[mark.end]
            return after.after_break or not (after.text[0].isupper() or after.after_hyphen)
        return True

    def _misread(self, nation: Entry) -> bool:
        careful = self._tables.careful.get(nation.country or "")
        if careful is None or nation.sort is not Sort.COUNTRY:
            return False
        return bool(careful.against & self._keys) and not careful.unless & self._keys

    # -- noun phrases -----------------------------------------------------------------------------------------------

    def _clusters(self, marks: Sequence[Mark]) -> Iterator[_Cluster]:
        group: list[Mark] = []
        for mark in marks:
            if group and not self._joined(group[-1], mark):
                yield self._cluster_of(group)
                group = []
            group.append(mark)
        if group:
            yield self._cluster_of(group)

    def _cluster_of(self, group: list[Mark]) -> _Cluster:
        return _Cluster(tuple(group), self._token_of[group[0].start], self._last_token_of[group[-1].end - 1] + 1)

    def _joined(self, before: Mark, after: Mark) -> bool:
        """Whether two marks belong to one noun phrase: only its inner words between them, and one inside the other."""
        between = self._words[before.end : after.start]
        if len(between) > 4 or any(w.after_break for w in (*between, self._words[after.start])):
            return False
        left, right = self._last_token_of[before.end - 1], self._token_of[after.start]
        doc = self._doc
        if self._parsed and doc[right].is_sent_start:
            return False
        if before.has(Sort.PERSON) and not after.has(*HEADS):
            return False
        if after.has(*NATIONS) and (before.has(*NATIONS) or before.has(*HEADS)):
            return False
        for token in doc[left + 1 : right]:
            if self._tagged and token.pos_ not in _INSIDE and token.text not in ("-", "‑") and not _participle(token):
                return token.is_space
        if not self._parsed or (between and between[0].key == POSSESSIVE and len(between) == 1):
            return True
        if not between and before.has(Sort.ADJECTIVE) and after.has(*HEADS):
            return True
        if not between and before.has(*HEADS) and after.has(Sort.PERSON):
            return not any(e.plural for e in before.entries)
        if before.has(Sort.COUNTRY) and after.has(*HEADS) and self._is_given(left, after):
            return False
        return self._one_phrase(left, self._last_token_of[after.end - 1], before, after)

    def _is_given(self, left: int, after: Mark) -> bool:
        """ "sold Taiwan missiles", "gave Ukraine tanks": the country receives them and does not own them."""
        doc = self._doc
        first = left
        while first > 0 and doc[first].ent_type and doc[first - 1].ent_type == doc[first].ent_type:
            first -= 1
        verb = first > 0 and doc[first - 1].pos_ == "VERB" and doc[first - 1].tag_ != "VBN"
        return verb and any(e.ref == THING for e in after.entries)

    def _one_phrase(self, left: int, right: int, before: Mark, after: Mark) -> bool:
        """Whether, in the tree, one of the marks hangs on the other or both on a noun between or right behind them."""
        doc = self._doc
        start, end = self._token_of[before.start], right + 1
        roots = {_unconjoined(_top(doc[i], start, end)).i for i in (left, right)}
        if len(roots) == 1:
            return True
        tops = [doc[i] for i in roots]
        heads = {t.head.i for t in tops}
        nominal = all(t.dep_ in ("compound", "amod", "nmod:poss", "flat", "nmod", "nummod", "appos") for t in tops)
        return len(heads) == 1 and nominal and doc[next(iter(heads))].pos_ in ("NOUN", "PROPN")

    def _cluster(self, cluster: _Cluster, limit: int) -> list[FoundActor]:
        """The actors of one cluster; usually one."""
        words, marks = self._words, cluster.marks
        leading: list[FoundActor] = []
        while len(marks) > 1 and is_backer(words, marks[0]):
            leading.extend(self._single(marks[0]))
            marks = marks[1:]
        if all(m.has(Sort.FORMER) for m in marks):
            return leading
        cluster = _Cluster(marks, self._token_of[marks[0].start], cluster.end)
        reading = read(self._tables, words, marks, self._on)
        name, end = self._unknown_name(reading, cluster, limit)
        if name is None or (end < len(self._doc) and self._doc[end].lower_ == "of"):
            reading, end = self._complement(reading, end)
        reading, end, name = self._apposed_name(reading, end, name)
        if reading.person is not None or name is not None:
            end = max(end, self._apposition(end)[1])
        return [*leading, *self._as_found(reading, cluster, end, name)]

    def _as_found(self, reading: Reading, cluster: _Cluster, end: int, name: str | None) -> list[FoundActor]:
        if reading.head is None and reading.person is None and reading.body is None:
            return [f for m in cluster.marks if not m.has(Sort.FORMER) for f in self._single(m)]
        doc = self._doc
        start = self._left_edge(cluster)
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

    # -- names and complements --------------------------------------------------------------------------------------

    def _unknown_name(self, reading: Reading, cluster: _Cluster, limit: int) -> tuple[str | None, int]:
        """The name behind an office or rank ("Deputy Minister Pak Jong"), and where it ends."""
        end = cluster.end
        if reading.person is not None or reading.head is None:
            return None, end
        last = cluster.marks[-1]
        if not last.has(Sort.OFFICE, Sort.AGENT, Sort.WEAK, Sort.RANK) or any(e.plural for e in last.entries):
            return None, end
        start = end
        doc = self._doc
        while start < len(doc) and doc[start].is_space and start < end + 2:
            start += 1
        if start < len(doc) and doc[start].text == "." and start + 1 < len(doc):
            start += 1
        entity = self._in_person.get(start)
        if entity is not None and entity.start <= start and entity.end <= limit:
            return doc[start : entity.end].text, entity.end
        inner = self._in_person.get(end - 1)
        if inner is not None and end < inner.end <= limit:
            return doc[end : inner.end].text, inner.end
        return None, end

    def _apposed_name(self, reading: Reading, end: int, name: str | None) -> tuple[Reading, int, str | None]:
        """ "the defence minister, Shin Won-sik," is one person with the name behind the comma."""
        doc = self._doc
        if name is not None or reading.person is not None or reading.head is None or end + 1 >= len(doc):
            return reading, end, name
        if doc[end].text != ",":
            return reading, end, name
        entity = self._in_person.get(end + 1)
        if entity is None or entity.start != end + 1:
            return reading, end, name
        closed = entity.end < len(doc) and doc[entity.end].text in (",", ".", ")", "—", "–")
        apposed = doc[entity.root.i].dep_ == "appos" or (closed and not self._parsed)
        if not apposed:
            return reading, end, name
        person = self._tables.people.by_name.get(self._canonical(entity) or "")
        if person is not None:
            return replace(reading, person=person), entity.end, None
        return reading, entity.end, entity.text

    def _canonical(self, entity: Span) -> str | None:
        words = words_of(entity.text)
        if not words:
            return None
        mark = self._tables.trie.longest(words, 0)
        entry = mark.entry(Sort.PERSON) if mark is not None and mark.end == len(words) else None
        return entry.ref if entry is not None else None

    def _complement(self, reading: Reading, end: int) -> tuple[Reading, int]:
        """What "of …", "for …" and "in …" behind a noun add: whose, and for weak nouns the sector."""
        doc = self._doc
        if reading.head is None or end >= len(doc) or doc[end].lower_ not in _PLACES_BY:
            return reading, end
        preposition = doc[end].lower_
        if any(e.ref == THING for e in reading.head.entries):
            return reading, end
        if preposition in _STANDS_IN and reading.sector in _ABROAD:
            return reading, end
        at = end + 1
        while at < len(doc) and (doc[at].pos_ in ("DET", "ADJ", "NUM") or doc[at].text in ("'s",)) and at < end + 4:
            if at in self._word_at and self._tables.trie.longest(self._words, self._word_at[at]) is not None:
                break
            at += 1
        word = self._word_at.get(at)
        if word is None:
            return reading, end
        inner = self._phrase_from(word)
        if not inner:
            return self._placed(reading, at), end
        other = read(self._tables, self._words, inner, self._on)
        stop = self._last_token_of[inner[-1].end - 1] + 1
        swallow = preposition in ("of", "for")
        if preposition == "for" and (reading.country is not None or (other.body is None and other.head is None)):
            return reading, stop if reading.office is not None else end
        country = reading.country or other.country or (other.body.country if other.body else None)
        sector = reading.sector
        if swallow and (reading.weak or reading.office is not None) and (other.body or other.head) is not None:
            sector = other.sector if other.sector is not None or other.body is not None else sector
        elif other.person is not None:
            return reading, end
        changed = replace(reading, country=country, sector=sector, office=reading.office if swallow else None)
        if other.body is not None or other.head is not None:
            changed = replace(changed, office=None)
        return changed, stop if swallow else end

    def _phrase_from(self, word: int) -> list[Mark]:
        """The marks of the noun phrase that begins at a word."""
        inner: list[Mark] = []
        at = bisect_left(self._marks, word, key=lambda m: m.start)
        if at >= len(self._marks) or self._marks[at].start - word > 2:
            return inner
        first = self._marks[at].start
        between = [self._doc[self._token_of[i]] for i in range(word, first)]
        if any(w.after_break for w in self._words[word + 1 : first + 1]):
            return inner
        if any(self._tagged and t.pos_ not in _INSIDE and not _participle(t) for t in between):
            return inner
        for mark in self._marks[at:]:
            if inner and (mark.has(Sort.PERSON) or not self._joined(inner[-1], mark)):
                break
            inner.append(mark)
        return inner

    def _placed(self, reading: Reading, at: int) -> Reading:
        """Country from a place that is no configured name: "police in Karachi"."""
        if reading.country is not None or at >= len(self._doc):
            return reading
        mark = self._tables.trie.longest(self._words, self._word_at[at])
        if mark is not None and mark.has(*NATIONS):
            return reading
        entity = next((e for e in self._doc.ents if e.start <= at < e.end and e.label_ in ("LOC", "GPE")), None)
        country = self._country_of(entity.text, False) if entity is not None else None
        return replace(reading, country=country) if country else reading

    def _left_edge(self, cluster: _Cluster) -> int:
        """Start of the phrase, taking in the words of its own compound ("Kano State" police) and their country."""
        return cluster.start

    def _head(self, start: int, end: int) -> int:
        return int(self._doc[start:end].root.i) if self._parsed else end - 1

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
        while at < len(doc) and at < end + 6 and doc[at].pos_ in ("DET", "ADJ", "PRON", "VERB", "ADV"):
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
        if self._parsed and _top(doc[cluster.end - 1], at, cluster.end).dep_ not in (
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
        full = actor.person or name
        if full:
            keys = [w.key for w in words_of(full)]
            self._known[" ".join(keys)] = actor
            for short in short_names(full, actor.country):
                self._known[short] = actor
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


def _participle(token: Token) -> bool:
    return token.pos_ == "VERB" and token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound", "acl")


def _top(token: Token, start: int, end: int) -> Token:
    """The highest ancestor of `token` inside tokens start…end."""
    for _ in range(12):
        if token.head.i == token.i or not start <= token.head.i < end:
            return token
        token = token.head
    return token


def _unconjoined(token: Token) -> Token:
    """For "Russian and Chinese presidents": what "Chinese" hangs on is what "Russian" hangs on."""
    while token.dep_ == "conj" and token.pos_ in ("ADJ", "PROPN") and token.head.pos_ in ("ADJ", "PROPN"):
        token = token.head
    return token


def _bare(text: str) -> str:
    for article in ("the ", "The ", "a ", "an ", "A ", "An "):
        if text.startswith(article):
            return text[len(article) :]
    return text


def _without_overlaps(found: Sequence[FoundActor]) -> Iterator[FoundActor]:
    last = -1
    for actor in sorted(found, key=lambda f: (f.start_token, -f.end_token)):
        if actor.start_token >= last:
            yield actor
            last = actor.end_token
