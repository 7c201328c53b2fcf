"""What stands around an actor's noun phrase: the name behind an office, "of" and "in" behind it, a town before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span

from tracker.extract.actors_config import Tables
from tracker.extract.actors_index import THING, Sort
from tracker.extract.actors_page import Cluster, Page
from tracker.extract.actors_phrase import NATIONS, Reading, read
from tracker.extract.actors_words import words_of

_PLACES_BY = frozenset({"in", "from", "of", "across", "inside", "throughout", "for"})
_STANDS_IN = frozenset({"in", "across", "inside", "throughout"})
# who stands in a country is often not of it: soldiers, reporters, spies, travellers
_ABROAD = frozenset({"MIL", "JRN", "SPY", "UAF", "UNK", "BUS"})
_LEAGUES = frozenset("alliance bloc union government country council nation".split())
# several lands that act as one; those of Europe as their union
_COMMUNITIES = {"european": "EUR"} | dict.fromkeys(
    "western arab gulf african asian nordic baltic scandinavian balkan caribbean andean muslim islamic allied world"
    " pacific sahelian".split(),
    "IGO",
)
_PARTS = frozenset("latin north south east west central southern eastern western northern southeast".split())
_ACT_FOR_LANDS = frozenset((None, "GOV"))
# nor is who meets there, or is sent there
_NOT_OF_WHERE = frozenset(
    "powers sides negotiators mediators delegates participants ambassador ambassadors envoy envoys consul embassy"
    " embassies consulate".split()
)


class Complements(Page):
    """Completes readings from their surroundings in the article."""

    def __init__(self, tables: Tables, doc: Doc, on: date, country_of: Callable[[str, bool], str | None]) -> None:
        super().__init__(tables, doc, on, country_of)

    def _unknown_name(self, reading: Reading, cluster: Cluster, limit: int) -> tuple[str | None, int]:
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
        if start + 1 < len(doc) and doc[start].text == "." and not (self._parsed and doc[start + 1].is_sent_start):
            start += 1  # "Gen. Nuaimi", not "hit a soldier. Nuaimi"
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
        if preposition == "for" and doc[end - 1].lower_ in _LEAGUES:
            return reading, end  # "asked the alliance for planes"
        if any(e.ref == THING for e in reading.head.entries):
            return reading, end
        if preposition in _STANDS_IN and (reading.sector in _ABROAD or doc[end - 1].lower_ in _NOT_OF_WHERE):
            return reading, end
        if preposition in (*_STANDS_IN, "from") and self._is_somebodys(end):
            return reading, end
        at = end + 1
        if at < len(doc) and doc[at].tag_ == "VBG":
            return reading, end  # "accused the army of shelling Togolese farms"
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

    def _is_somebodys(self, end: int) -> bool:
        """Whether the noun before `end` is owned: "a meeting of their chiefs in Lome" is one of nobody in Togo."""
        return any(c.dep_ == "nmod:poss" and c.pos_ == "PRON" for c in self._doc[end - 1].children)

    def _placed(self, reading: Reading, at: int) -> Reading:
        """Country from a place that is no configured name: "police in Karachi"."""
        if reading.country is not None or at >= len(self._doc):
            return reading
        mark = self._tables.trie.longest(self._words, self._word_at[at])
        if mark is not None and mark.has(*NATIONS):
            return reading
        entity = self._located.get(at)
        if entity is None or entity.text.islower():
            return reading  # "oil thieves in the delta"
        country = self._country_of(entity.text, False)
        return replace(reading, country=country) if country else reading

    def _placed_before(self, reading: Reading, start: int) -> tuple[Reading, int]:
        """Country from a town or region in front: "Shanghai police", "Kharkiv's mayor"; and where the phrase begins."""
        doc = self._doc
        at = start - 1
        if at > 0 and doc[at].text in ("'s", "’s"):
            at -= 1
        if at < 0 or reading.country is not None or reading.head is None:
            return reading, start
        entity = self._located.get(at)
        if entity is None or entity.end < at + 1 or entity.sent.start > entity.start:
            return reading, start
        country = self._country_of(entity.text, False)
        return (replace(reading, country=country), entity.start) if country else (reading, start)

    def _communal(self, reading: Reading, start: int) -> tuple[Reading, int]:
        """ "European ministers", "Arab states": of no single land, but of several that act together."""
        plural = reading.head is not None and any(e.plural for e in reading.head.entries)
        if not plural or not start or reading.country is not None or reading.body is not None:
            return reading, start
        part = start > 1 and self._doc[start - 2].lower_ in _PARTS
        word = self._doc[start - 1].lower_
        country = "IGO" if part and word in ("american", "european") else _COMMUNITIES.get(word)
        if country is None or reading.sector not in _ACT_FOR_LANDS:
            return reading, start
        return replace(reading, country=country, office=None), start - 1 - part
