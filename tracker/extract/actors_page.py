"""An article as the search for actors sees it: words and tokens, which names are meant, what belongs together."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from spacy.tokens import Doc, Span, Token

from tracker.extract.actors_config import Tables
from tracker.extract.actors_index import ACTS, THING, Entry, Mark, Sort
from tracker.extract.actors_phrase import HEADS, NATIONS
from tracker.extract.actors_struck import GIVEN_NAMES, is_struck
from tracker.extract.actors_words import POSSESSIVE, fold, words_of
from tracker.extract.timex_tense import starts_of, text_of

_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "PART", "X", "SYM"})
# offices up to this weight make somebody known beyond their country
_WELL_KNOWN = 20
_LEADERS = 5
"""Offices lighter than this are those of people who lead a state."""
_TITLES = frozenset(("Mr", "Mrs", "Ms", "Miss", "Dr", "Sir"))
_PRONOUNS = frozenset({"he", "she", "someone"})
_SPOKEN_OF = 2
"""How often a land is named in an article that speaks of it; where something happens once is enough."""
_WHERE = frozenset(("in", "at"))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Marks of one noun phrase, and the tokens it covers."""

    marks: tuple[Mark, ...]
    start: int
    end: int


_JOINING = frozenset(("da", "de", "do", "del", "dos", "das", "di"))


class Page:
    """Words, tokens and meant names of one Doc, for one day."""

    def __init__(self, tables: Tables, doc: Doc, on: date, country_of: Callable[[str, bool], str | None]) -> None:
        self._country_of = country_of
        self._tables = tables
        self._doc = doc
        self._on = on
        self._words = words_of(text_of(doc))
        starts = starts_of(doc)
        self._token_of = _tokens_at(starts, [word.start for word in self._words])
        self._last_token_of = _tokens_at(starts, [word.end - 1 for word in self._words])
        self._word_at: dict[int, int] = {}
        for index, token in enumerate(self._token_of):
            self._word_at.setdefault(token, index)
        self._parsed = doc.has_annotation("DEP")
        self._tagged = doc.has_annotation("POS")
        self._keys = frozenset(word.key for word in self._words)
        entities = doc.ents
        self._located = {t: e for e in entities if e.label_ in ("LOC", "GPE") for t in range(e.start, e.end)}
        self._people = [
            e for e in entities if (e.label_ in ("PER", "PERSON") and not self._is_town(e)) or self._is_leader(e)
        ]
        self._in_person = {t: e for e in self._people for t in range(e.start, e.end)}
        marks = tables.trie.scan(self._words)
        self._nations = frozenset(
            e.country for m in marks for e in m.entries if e.sort is not Sort.PERSON and e.country
        )
        lands: Counter[str] = Counter()
        for mark in marks:
            named = [e.country for e in mark.entries[:1] if e.sort in NATIONS and e.country]
            lands.update(named * (_SPOKEN_OF if mark.start and self._words[mark.start - 1].key in _WHERE else 1))
        self._marks = [self._of_a_people(self._at_home(m, lands)) for m in marks if self._means(m)]

    def _is_leader(self, name: Span) -> bool:
        """A lone short name, taken for a body by the recogniser, that means whoever leads a state: "met Xi"."""
        if len(name) != 1 or not name.text.istitle():
            return False
        words = words_of(name.text)
        if len(words) != 1 or self._tables.trie.longest(words, 0) is not None:
            return False
        return self._tables.people.famous(words[0].key, self._on, most=_LEADERS) is not None

    def _is_town(self, name: Span) -> bool:
        """A town that was taken for a person: told by what is done to it, and by nobody known bearing the name."""
        if not is_struck(name) or self._tables.people.famous(fold(name.text), self._on) is not None:
            return False
        return self._country_of(name.text, False) not in (None, *GIVEN_NAMES)

    def _of_a_people(self, mark: Mark) -> Mark:
        """ "Ethnic Russians" are of the land that they live in, not of Russia."""
        if not mark.start or self._words[mark.start - 1].key != "ethnic" or not mark.has(*NATIONS):
            return mark
        return Mark(mark.start, mark.end, tuple(replace(e, country=None) for e in mark.entries))

    def _at_home(self, mark: Mark, lands: Counter[str]) -> Mark:
        """ "the Senate" in an article about Pakistan is Pakistan's."""
        bodies = [e for e in mark.entries if e.sort is Sort.BODY]
        here = max(bodies, key=lambda e: lands[e.country or ""], default=None)
        if len(bodies) > 1 and here is not None and here.country in lands:
            # a name that several bodies share is that of the one whose country the article names most
            return Mark(mark.start, mark.end, (here, *(e for e in mark.entries if e not in bodies)))
        body = mark.entry(Sort.BODY)
        if body is None or not lands or body.country in lands:
            return mark
        words = self._words[mark.start : mark.end]
        if " ".join(word.key for word in words) not in self._tables.generic:
            return mark
        (home, times), *_ = lands.most_common(1)
        if times < _SPOKEN_OF:
            return mark
        name = text_of(self._doc)[words[0].start : words[-1].end]
        return Mark(
            mark.start, mark.end, tuple(replace(e, name=name, country=home) if e is body else e for e in mark.entries)
        )

    # -- which marks count ------------------------------------------------------------------------------------------

    def _means(self, mark: Mark) -> bool:
        """Whether a configured name is meant here, judged by tags, entities and the article's other words."""
        first, last = self._token_of[mark.start], self._last_token_of[mark.end - 1]
        if mark.has(Sort.NOTHING):
            return False
        someone = mark.entry(Sort.PERSON)
        if someone is not None and mark.end - mark.start > 1:
            return self._is_known(someone)
        if mark.has(Sort.BODY) and self._is_inside_person(first, last):
            return False
        body = mark.entry(Sort.BODY)
        if body is not None and body.ref == ACTS and not acts(self._doc[last]):
            return False
        if mark.has(*HEADS) and not mark.has(*NATIONS, Sort.BODY, Sort.PERSON):
            entity = self._in_person.get(first)
            if entity is not None and entity.start < first:
                return False
            return self._is_noun(mark, self._doc[last])
        nation = mark.entry(*NATIONS)
        if nation is not None:
            if first > 1 and self._doc[first - 1].lower_ in _JOINING and self._doc[first - 2].text[:1].isupper():
                return False  # "Mocímboa da Praia"
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
        if mark.has(Sort.CAPITAL) and entity.end - entity.start == last + 1 - first:
            # a capital that the recogniser takes for somebody, unless the article knows someone of that name
            others = [e for e in self._people if e.text != entity.text]
            bearers = {e.end for e in others if len(e) > 1 and e[-1].text == self._doc[last].text}
            return bool(bearers) or (first > 0 and self._doc[first - 1].text.rstrip(".") in _TITLES)
        return inside and (entity.end - entity.start > last + 1 - first or not mark.has(Sort.COUNTRY, Sort.ADJECTIVE))

    def _is_inside_person(self, first: int, last: int) -> bool:
        """ "Rafael" in "Rafael Grossi" is no arms maker; "TASS" alone stays an agency whatever the recogniser says."""
        entity = self._in_person.get(first)
        return entity is not None and last < entity.end and entity.end - entity.start > last + 1 - first

    def _korean(self, mark: Mark) -> bool:
        """ "the North" is Pyongyang only in an article about Korea, and not in "the North Atlantic"."""
        if not self._keys & {"korea", "korean", "seoul", "pyongyang"}:
            return False
        if mark.start == 0 or self._words[mark.start - 1].key != "the":
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

    def _clusters(self, marks: Sequence[Mark]) -> Iterator[Cluster]:
        group: list[Mark] = []
        for mark in marks:
            if group and not self._joined(group[-1], mark):
                yield self._cluster_of(group)
                group = []
            group.append(mark)
        if group:
            yield self._cluster_of(group)

    def _cluster_of(self, group: list[Mark]) -> Cluster:
        return Cluster(tuple(group), self._token_of[group[0].start], self._last_token_of[group[-1].end - 1] + 1)

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
        if before.has(*HEADS) and not before.has(Sort.FORMER) and after.has(*HEADS):
            inner = doc[left + 1 : right]
            if any(t.tag_ == "VBN" and doc[t.i - 1].text not in ("-", "‑") for t in inner):
                return False  # "police arrested students", whatever the tagger says
        if after.has(*NATIONS) and any(t.tag_ == "VBG" and t.dep_ == "acl" for t in doc[left + 1 : right]):
            return False  # "resolutions prohibiting Pyongyang"
        for token in doc[left + 1 : right]:
            if self._tagged and token.pos_ not in _INSIDE and token.text not in ("-", "‑") and not participle(token):
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
        roots = {unconjoined(top(doc[i], start, end)).i for i in (left, right)}
        if len(roots) == 1:
            return True
        tops = [doc[i] for i in roots]
        heads = {t.head.i for t in tops}
        nominal = all(t.dep_ in ("compound", "amod", "nmod:poss", "flat", "nmod", "nummod", "appos") for t in tops)
        return len(heads) == 1 and nominal and doc[next(iter(heads))].pos_ in ("NOUN", "PROPN")

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
        if any(self._tagged and t.pos_ not in _INSIDE and not participle(t) for t in between):
            return inner
        for mark in self._marks[at:]:
            if inner and (mark.has(Sort.PERSON) or not self._joined(inner[-1], mark)):
                break
            inner.append(mark)
        return inner

    def _head(self, start: int, end: int) -> int:
        return int(self._doc[start:end].root.i) if self._parsed and end - start > 1 else end - 1


def _tokens_at(starts: Sequence[int], offsets: Sequence[int]) -> list[int]:
    """The tokens in which these characters of a text stand, or which come before them; `starts` are the tokens'."""
    tokens: list[int] = (np.searchsorted(starts, offsets, "right") - 1).tolist()
    return tokens


def acts(token: Token) -> bool:
    """Whether a name leads a clause or possesses what does."""
    return token.dep_ in ("nsubj", "nmod:poss") and token.head.pos_ in ("VERB", "NOUN", "AUX")


def participle(token: Token) -> bool:
    return token.pos_ == "VERB" and token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound", "acl")


def top(token: Token, start: int, end: int) -> Token:
    """The highest ancestor of `token` inside tokens start…end."""
    for _ in range(12):
        if token.head.i == token.i or not start <= token.head.i < end:
            return token
        token = token.head
    return token


def unconjoined(token: Token) -> Token:
    """For "Russian and Chinese presidents": what "Chinese" hangs on is what "Russian" hangs on."""
    while token.dep_ == "conj" and token.pos_ in ("ADJ", "PROPN") and token.head.pos_ in ("ADJ", "PROPN"):
        token = token.head
    return token
