"""A mention as matching sees it: with what its article adds and what follows from both. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property, wraps
from typing import Any, TypeVar

from tracker.events.bodies import Body, bodies
from tracker.events.stories import LEAD, Bag, bag_of, plain_stems
from tracker.model import Basis, Interval, Mention

T = TypeVar("T")

FAMILIES: dict[str, str] = {
    "visit": "contact", "meeting": "contact",
    "agreement": "agreement", "data_sharing": "data_sharing",
    "joint_exercise": "exercise", "exercise": "exercise",
    "strike": "attack", "clash": "attack", "bombing": "attack", "assassination": "attack",
    "condemnation": "criticism", "accusation": "criticism",
    "sanctions": "sanctions",
    "expulsion": "expulsion", "recall": "expulsion",
    "arms_transfer": "arms_transfer",
    "aid": "aid",
}  # fmt: skip
# kinds in which one deed is told when two articles open with the same story: what is promised, given and praised, and
# what is held against someone
_TELLINGS: tuple[frozenset[str], ...] = (
    frozenset(("agreement", "data_sharing", "cooperation", "aid", "arms_transfer", "concession", "endorsement")),
    frozenset(("condemnation", "accusation", "threat", "demand", "rejection")),
)
_VAGUE_DAYS = 3
_BEGINNING = 4
# deeds whose victims are counted: a large count that is told again long after names the same deed
_COUNTED_VICTIMS = frozenset(("attack", "abduction", "release"))
_WORD = re.compile(r"[a-z][a-z-]{2,}")
_COUNT = re.compile(r"(?<![\w.,$€£-])\d{1,3}(?:,\d{3})+(?![\w%])|(?<![\w.,$€£-])\d{3,6}(?![\w%]|[.,]\d)")
_STOP = frozenset(
    "the and for with from that this his her its their was were has have had will would been are not said says who whom"
    " which into over after before about than more also its it's they them two new one on of in to at by as an or be is"
    " monday tuesday wednesday thursday friday saturday sunday minister president government".split()
)

# words of every report of violence: they tell no attack from another of the same day
_OF_ANY_ATTACK = frozenset(
    "attack attacks attacked strike strikes struck killed kill kills killing dead deadly death deaths died die people"
    " person persons civilian civilians wounded injured hurt least dozens scores several others another officials"
    " official police military army forces troops soldiers soldier authorities local security two three four five six"
    " seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty dozen"
    " bomb bombing explosion gunmen militants fighters car town city village region province district night"
    " morning evening late early during when while again hit".split()
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def without(words: frozenset[str], stems: frozenset[str]) -> frozenset[str]:
    """Words that do not begin like any of these."""
    return frozenset(word for word in words if word[:_BEGINNING] not in stems)


def family(kind: str) -> str:
    """Kinds of one family may be one event told in two ways; every other kind is a family of its own."""
    return FAMILIES.get(kind, kind)


@cache
def tellings(kind: str) -> frozenset[str]:
    """The kinds in which a report of the same story may tell the same deed, its own among them."""
    own = family(kind)
    same = frozenset(each for each, its in FAMILIES.items() if its == own) | {kind}
    return same.union(*(group for group in _TELLINGS if kind in group))


@dataclass(frozen=True, eq=False)
class Told:
    """A mention with what its article adds. `key` is its identity wherever and whenever the article is stored:
    (canonical address, number in the article). One is equal to itself alone, so that what is worked out for it can be
    remembered."""

    key: tuple[str, int]
    mention: Mention
    published: datetime | None
    independent_key: str
    tier: int = 3
    headline: str = ""
    opening: str = ""
    """Headline and first words of the article."""
    lead_kinds: frozenset[str] = frozenset()
    """Kinds of all that the article opens with."""

    @cached_property
    def links(self) -> dict[Told, Any]:
        """What ties it to mentions behind it in order, as far as it was asked (tracker.events.match.link)."""
        return {}

    @cached_property
    def family(self) -> str:
        return family(self.mention.kind)

    @cached_property
    def countries(self) -> frozenset[str]:
        m = self.mention
        return frozenset(actor.country for actor in (*m.actors, *m.recipients) if actor.country)

    @cached_property
    def initiators(self) -> frozenset[str]:
        return frozenset(actor.country for actor in self.mention.actors if actor.country)

    @cached_property
    def bodies(self) -> frozenset[Body]:
        """Who takes part by a name that no country stands for."""
        return bodies((*self.mention.actors, *self.mention.recipients))

    @cached_property
    def acting_bodies(self) -> frozenset[Body]:
        return bodies(self.mention.actors)

    @cached_property
    def targets(self) -> frozenset[str]:
        return frozenset(actor.country for actor in self.mention.recipients if actor.country)

    @cached_property
    def persons(self) -> frozenset[str]:
        return frozenset(actor.person.lower() for actor in self.mention.actors if actor.person)

    @cached_property
    def words(self) -> frozenset[str]:
        m = self.mention
        text = f"{m.object or ''} {m.evidence.text}".lower()
        violent = self.family == "attack"
        return frozenset(w for w in _WORD.findall(text) if w not in _STOP and not (violent and w in _OF_ANY_ATTACK))

    @cached_property
    def party_stems(self) -> frozenset[str]:
        """How the names of those who take part begin: "Ukrainian" and "Ukraine" alike."""
        m = self.mention
        names = (word for actor in (*m.actors, *m.recipients) for word in actor.name.split())
        return frozenset(word[:_BEGINNING].lower() for word in names if word[:1].isupper())

    @cached_property
    def trigger_stems(self) -> frozenset[str]:
        """How the words for the deed begin."""
        return frozenset(word[:_BEGINNING] for word in _WORD.findall(self.mention.evidence.trigger.lower()))

    @cached_property
    def objects(self) -> frozenset[str]:
        return frozenset(word for word in _WORD.findall((self.mention.object or "").lower()) if word in self.words)

    @cached_property
    def headline_bag(self) -> Bag:
        return bag_of(self.headline)

    @cached_property
    def lead_bag(self) -> Bag:
        return bag_of(self.opening[: len(self.headline) + LEAD])

    @cached_property
    def plain_words(self) -> frozenset[str]:
        return plain_stems(self.opening[: len(self.headline) + LEAD])

    @cached_property
    def sentence_bag(self) -> Bag:
        return bag_of(f"{self.mention.object or ''} {self.mention.evidence.text}")

    @cached_property
    def counts(self) -> frozenset[str]:
        """Large counts of victims in headline and sentence, no round ones and no years."""
        if self.family not in _COUNTED_VICTIMS:
            return frozenset()
        found = {int(each.replace(",", "")) for each in _COUNT.findall(f"{self.headline} {self.mention.evidence.text}")}
        return frozenset(str(n) for n in found if n > 100 and n % 50 and not 1900 <= n <= 2100)

    @cached_property
    def vague(self) -> bool:
        interval = self.mention.date.interval
        return interval is None or interval.days > _VAGUE_DAYS

    @cached_property
    def town(self) -> str | None:
        """Where violence was done, if that is a town or the like: there the same day tells more than who is blamed."""
        place = self.mention.place
        exact = place is not None and place.lat is not None and self.family == "attack"
        return place.name if exact and place else None

    @cached_property
    def assumed(self) -> bool:
        """Whether its article says no day: then it is that of the report or the one before."""
        return self.mention.date.basis is Basis.ASSUMED

    @cached_property
    def loose(self) -> bool:
        """Whether its day is too unsure to make one event of two."""
        return self.vague or self.assumed

    @cached_property
    def names_day(self) -> bool:
        """Whether the article names the weekday or the date, which are the same in every zone; "today" is not."""
        words = _WORD.findall((self.mention.date.text or "").lower())
        return self.mention.date.basis is Basis.EXPLICIT or not _WEEKDAYS.isdisjoint(words)

    @cached_property
    def span(self) -> Interval | None:
        """The days in question: a day wider on both sides where the day was only assumed, and without days after the
        report where it says that the event has taken place."""
        when = self.mention.date
        if when.interval is None:
            return None
        slack = timedelta(days=1 if when.basis is Basis.ASSUMED else 0)
        start, end = when.interval.start - slack, when.interval.end + slack
        if self.published and self.mention.status.is_done:
            end = max(start + timedelta(days=1), min(end, self.published.date() + timedelta(days=2)))
        return Interval(start, end)


def once(work_out: Callable[[Told], T]) -> Callable[[Told], T]:
    """Works something out for a mention only once: what was found stays with the mention and goes with it."""
    name = f"once {work_out.__name__}"

    @wraps(work_out)
    def remembered(told: Told) -> T:
        known: dict[str, Any] = told.__dict__
        if name not in known:
            known[name] = work_out(told)
        return known[name]  # type: ignore[no-any-return]

    return remembered
