"""Which event an article tells of in its opening although the coder found no news in it: an echo. Pure.

A headline such as "Rush hour horror: the night the bridge came down" names no deed that rules can read, but it opens
with the same story as a report that was read. Such an article is one more source of that event, never evidence of its
own: it says nothing on status, days or parties, and does not count as independent. It has to open alike, name a party
or the place, and name the deed, all in its headline and first sentences; both articles have to be of the same days.

Articles that may tell one story share a key, a pair of their weightiest words, so that they are found at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import combinations
from zlib import crc32

from tracker.events.match import NEWS_DAYS, Told, family
from tracker.events.stories import ALIKE, Bag, bag_of, likeness, story_likeness
from tracker.model import Status

_WEIGHTIEST = 7
_LEAD = 300
_SAME_DEED = 0.15
_PER_DAY = 0.1  # by so much less it fits for each day between the two articles
_RUN = 8
# nouns and verbs by which headlines name a deed of a family, beside the word that the report was read by
_NAMES = {
    "attack": "attack assault raid strike bombing bomb bomber blast explosion shooting shot shoot gunman gunmen"
    " massacre rampage killed kills kill killing dead die died dies deadly death toll wounded injured hurt"
    " struck hit terror",
    "abduction": "abducted abduction kidnapped kidnap kidnapping hostage captive seized",
    "release": "released release freed frees free handed returned swap",
    "contact": "visit trip tour arrives talks meeting meet met summit hosts",
    "agreement": "deal agreement accord pact treaty sign signed agree agreed",
    "missile_launch": "launch launched fired fires missile rocket test flight liftoff",
    "arrest": "arrested arrest detained held custody nabbed busted charged",
    "sanctions": "sanctions sanctioned embargo ban blacklist measures",
    "expulsion": "expel expelled expels recalled recall ousted",
    "criticism": "accuse accused accuses blame blames charge charged indict indicts condemn condemns slams",
    "protest": "protest protesters rally march demonstrators riot clashes",
    "seizure": "seize seizes seized impound boarded",
    "ceasefire": "ceasefire truce armistice",
}  # fmt: skip


@dataclass(frozen=True)
class Opening:
    """How an article opens. `key` is its identity wherever it is stored: the canonical address."""

    key: str
    headline: str
    words: str
    """Headline and first words of the article, as in Told."""
    published: datetime | None
    lead_kinds: frozenset[str] = frozenset()
    """Kinds of all that the coder read in its headline and first sentences: of these it tells by itself."""

    @cached_property
    def families(self) -> frozenset[str]:
        return frozenset(map(family, self.lead_kinds))

    @cached_property
    def headline_bag(self) -> Bag:
        return bag_of(self.headline)

    @cached_property
    def bag(self) -> Bag:
        return bag_of(self.words)

    @cached_property
    def lead_bag(self) -> Bag:
        return bag_of(self.words[: len(self.headline) + _LEAD])


def opening_of(told: Told) -> Opening:
    """How the article of a mention opens."""
    return Opening(told.key[0], told.headline, told.opening, told.published, told.lead_kinds)


def keys_of(opening: Opening) -> frozenset[int]:
    """What an article is filed under."""
    return frozenset(_keys(opening, 0))


def sought_by(opening: Opening) -> frozenset[int]:
    """The keys of all articles that may tell the same story."""
    return frozenset(_keys(opening, NEWS_DAYS))


def _keys(opening: Opening, slack: int) -> Iterator[int]:
    if opening.published is None:
        return
    day = opening.published.date()
    runs = range(_run(day - timedelta(days=slack)), _run(day + timedelta(days=slack)) + 1)
    for one, two in combinations(_weighty(opening), 2):
        yield from (crc32(f"{one}+{two}|{run}".encode()) for run in runs)


def _run(day: date) -> int:
    return day.toordinal() // _RUN


def _weighty(opening: Opening) -> list[str]:
    """The weightiest stems: names and numbers, those of the headline, the longer ones first."""
    bag, head = opening.lead_bag, opening.headline_bag
    ranked = sorted(bag, key=lambda stem: (-bag[stem], stem not in head, -len(stem), stem))
    return sorted(ranked[:_WEIGHTIEST])


def echo(opening: Opening, told: Told) -> tuple[float, str] | None:
    """How well an article tells of what a mention of another article tells, 0 … 1, and why; None where it does not."""
    if told.key[0] == opening.key or not told.mention.lead or family(told.mention.kind) in opening.families:
        return None
    if opening.published is None or told.published is None or _ahead(opening.published, told):
        return None
    between = abs(opening.published - told.published)
    if between > timedelta(days=NEWS_DAYS):
        return None
    alike = story_likeness((opening.headline_bag, told.headline_bag), (opening.bag, told.opening_bag))
    if alike < ALIKE:
        return None
    deed = likeness(opening.lead_bag, told.sentence_bag)
    if deed < _SAME_DEED or not _names_party(opening, told) or not _names_deed(opening, told):
        return None
    score = min(1.0, (alike + deed) / 1.5) * (1.0 - _PER_DAY * between / timedelta(days=1))
    return round(score, 4), f"opens with the same story: {alike:.0%} alike, its sentence {deed:.0%}"


def _ahead(published: datetime, told: Told) -> bool:
    """Whether an article is older than what is said to have taken place by then."""
    took_place = told.mention.status in (Status.HAPPENED, Status.ONGOING)
    return took_place and told.span is not None and published.date() < told.span.start - timedelta(days=1)


def _names_party(opening: Opening, told: Told) -> bool:
    """Whether a party or the place stands in the opening; "China" and "Chinese" are one."""
    m = told.mention
    names = [actor.person or actor.name for actor in (*m.actors, *m.recipients)] + ([m.place.name] if m.place else [])
    stems = {stem[:4] for name in names for stem in bag_of(name)}
    return bool(stems & {stem[:4] for stem in opening.lead_bag})


def _names_deed(opening: Opening, told: Told) -> bool:
    deed = bag_of(f"{told.mention.evidence.trigger} {_NAMES.get(family(told.mention.kind), '')}")
    return bool(deed.keys() & opening.lead_bag.keys())


def best(opening: Opening, candidates: Iterable[Told]) -> tuple[Told, float, str] | None:
    """The mention that an article tells of best, the same in whatever order they are given."""
    found = [(told, *fits) for told in candidates if (fits := echo(opening, told))]
    return max(found, key=lambda each: (each[1], each[0].key), default=None)
