"""Which events an article opens with although the coder did not read them there: echoes. Pure.

A headline such as "Rush hour horror: the night the bridge came down" names no deed that rules can read, and one such
as "Mayor visits bridge survivors" names another one, but both open with the same story as the report that was read.
Such an article is one more source of that event, never evidence of its own: it says nothing on status, days or parties,
and does not count as independent. It has to be of the same days, to open alike, and to say what the report's sentence
says; of deeds of violence it has to name the deed, of what somebody says or does in person the one who does it. Where
the article tells such a deed itself, in its opening or further down, that has to fit, and then less likeness will do;
two articles that open with deeds of one sort on other days or far apart tell two stories. Where it opens with a deed of
another sort, that tells it from the report if others did it to the same people, or if it is of another day and the
article does not name the report's.

Of each family of kinds an article tells of one event, that which it fits best, so that of daily strikes on a town it is
a source of one. Articles that may tell one story share a key, a pair of weighty words of which one is among the chief
of both, so that they are found at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import product
from zlib import crc32

from tracker.events.match import IN_PERSON, NEWS_DAYS, apart, link, may_be_one, others_do_it
from tracker.events.stories import (
    ALIKE,
    COMMON,
    LEAD,
    Bag,
    bag_of,
    common_weight,
    overlap,
    plain_stems,
    stems,
    story_likeness,
)
from tracker.events.told import Told
from tracker.events.wording import SPOKEN
from tracker.model import Actor, Interval

BACKED = 0.15
"""Articles that tell a deed that fits need not be more alike than that."""
_CHIEF, _WEIGHTIEST, _RARE = 6, 16, 7.0
_SAME_DEED = 0.2
_PER_DAY = 0.03  # by so much more alike they have to be for each day between them
_RUN = 8
_WEEK = "mon tue wed thu fri sat sun".split()
_YEAR = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY_WORD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    rf"|(?:{'|'.join(_YEAR)})[a-z]{{0,6}}|\d{{1,2}})\b"
)
_NOON = time(12)
_UNHEARD = timedelta(hours=6)
# nouns and verbs by which openings name a deed of violence and others that are hardly told without one of these, beside
# the word that the report was read by
_NAMES = {
    "attack": "attack assault raid murder murdered slain assassinated stabbed shelled shelling ambush gunfire"
    " strike bombing bomb bomber blast explosion shooting shot shoot gunman gunmen"
    " massacre rampage killed kills kill killing dead died die dies deadly death toll wounded injured hurt"
    " struck hit terror",
    "abduction": "abducted abduction kidnapped kidnap kidnapping hostage captive seized",
    "release": "released release freed frees free handed returned swap",
    "missile_launch": "launch launched fired fires missile rocket test flight liftoff",
    "arrest": "arrested arrest detained held custody nabbed busted charged",
    "sanctions": "sanction sanctions sanctioned blacklist blacklisted penalty penalties embargo freeze freezes frozen"
    " ban bans banned punish punished punishes measures curbs restrictions",
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

    @cached_property
    def headline_bag(self) -> Bag:
        return bag_of(self.headline)

    @cached_property
    def lead_bag(self) -> Bag:
        return bag_of(self.words[: len(self.headline) + LEAD])

    @cached_property
    def plain_words(self) -> frozenset[str]:
        return plain_stems(self.words[: len(self.headline) + LEAD])


def opening_of(told: Told) -> Opening:
    """How the article of a mention opens."""
    return Opening(told.key[0], told.headline, told.opening, told.published)


@lru_cache(maxsize=2048)
def keys_of(opening: Opening) -> frozenset[int]:
    """What an article is filed under."""
    return frozenset(_keys(opening, 0))


@lru_cache(maxsize=2048)
def sought_by(opening: Opening) -> frozenset[int]:
    """The keys of all articles that may tell the same story."""
    return frozenset(_keys(opening, NEWS_DAYS))


def _keys(opening: Opening, slack: int) -> Iterable[int]:
    if opening.published is None:
        return ()
    day = opening.published.date()
    first, last = _run(day - timedelta(days=slack)), _run(day + timedelta(days=slack))
    runs = [str(run).encode() for run in range(first, last + 1)]
    return (crc32(run, pair) for pair in _pairs(opening.headline, opening.words) for run in runs)


@lru_cache(maxsize=4096)  # by their texts: an article is met again with each that shares keys with it
def _pairs(headline: str, words: str) -> Sequence[int]:
    """Where the keys begin of each pair of weighty words that has one of the chief ones."""
    weighty = weighty_words(headline, words)
    first = {word: crc32(word.encode()) for word in weighty}
    second = {word: f"+{word}|".encode() for word in weighty}
    two_of = ((one, two) for n, one in enumerate(weighty[:_CHIEF]) for two in weighty[n + 1 :])
    return [crc32(second[max(pair)], first[min(pair)]) for pair in two_of]


def weighty_words(headline: str, words: str) -> list[str]:
    """The stems that tell most of the story of an article that opens so, the chief ones first: rare ones, but the
    rarest of all no more than others, and rather those of the headline and those that come again after it."""
    bag, head = bag_of(words[: len(headline) + LEAD]), bag_of(headline)
    after = {stem for stem, _ in stems(words[len(headline) : len(headline) + LEAD])}

    def rank(stem: str) -> tuple[float, float, int, str]:
        return -(min(bag[stem], _RARE) + 2 * (stem in head) + (stem in after)), -bag[stem], -len(stem), stem

    return sorted(bag, key=rank)[:_WEIGHTIEST]


def _run(day: date) -> int:
    return day.toordinal() // _RUN


def echo(opening: Opening, own: Iterable[Told], told: Told) -> tuple[float, str] | None:
    """How well an article with these mentions of its own tells of what a mention of another one tells, 0 … 1, and why;
    None where it does not, or where its own mention says it already."""
    deed = overlap(told.sentence_bag, opening.lead_bag)
    if deed < _SAME_DEED or (alike := _alike(opening, told)) < BACKED:
        return None
    common = common_weight((opening.lead_bag, told.lead_bag), opening.plain_words | told.plain_words)
    if not common or not _names_deed(opening, told) or not _names_doer(opening, told):
        return None
    days = _days_between(opening, told)
    same = [mention for mention in own if mention.family == told.family]
    if any(mention.mention.lead and _surely_one(mention, told) for mention in same):
        return None
    backed = any(may_be_one(mention, told) for mention in same)
    if not backed and (alike < ALIKE + _PER_DAY * days or common < COMMON or any(each.mention.lead for each in same)):
        return None
    if not backed and _tells_another(opening, own, told):
        return None
    score = (alike + deed + 0.3 * backed) / 2.3 * (1.0 - _PER_DAY * days)
    also = ", and tells a deed that fits" if backed else ""
    return round(score, 4), f"opens with the same story: {alike:.0%} alike, its sentence {deed:.0%}{also}"


def likely(opening: Opening, told: Told) -> bool:
    """Whether an article may tell of what a mention of another one tells, before its own mentions are known."""
    return _alike(opening, told) >= BACKED


def _alike(opening: Opening, told: Told) -> float:
    """How alike two articles open, 0 where the mention is no news of another article of the same days."""
    if told.key[0] == opening.key or not told.mention.lead or not _of_its_days(opening, told):
        return 0.0
    return story_likeness((opening.headline_bag, told.headline_bag), (opening.lead_bag, told.lead_bag))


def _surely_one(mine: Told, told: Told) -> bool:
    """Whether two mentions are of one event whatever else is known."""
    return not mine.loose and not told.loose and link(mine, told).holds


def _of_its_days(opening: Opening, told: Told) -> bool:
    """Whether two articles are of the same days, and the one no older than what is said to have taken place; nobody
    tells what is said much before those who report it."""
    if opening.published is None or told.published is None:
        return False
    if _days_between(opening, told) > NEWS_DAYS:
        return False
    if told.mention.kind in SPOKEN and told.published - _latest(opening.published) > _UNHEARD:
        return False
    if not told.mention.status.is_done or told.span is None:
        return True
    zones = 0 if told.names_day or told.assumed else 1  # "today" may be a day later elsewhere
    return opening.published.date() >= told.span.start - timedelta(days=zones)


def _tells_another(opening: Opening, own: Iterable[Told], told: Told) -> bool:
    """Whether an article opens with a deed of its own beside that of which a mention tells: what others did to the same
    people, or what was done on another day."""
    leads = [mention for mention in own if mention.mention.lead]
    doing = [mention for mention in leads if mention.initiators]
    if doing and all(others_do_it(mention, told) for mention in doing):
        return any(mention.targets & told.targets for mention in doing)
    return _of_other_days(leads, told) and not _names_days(opening, told)


def _of_other_days(leads: Sequence[Told], told: Told) -> bool:
    """Whether a day is said on which a deed was done, and other days of all that an article opens with; what is only
    said later may be said about it."""
    if told.loose or not told.names_day or all(mention.mention.kind in SPOKEN for mention in leads):
        return False
    return all(apart(mention, told) for mention in leads)


def _names_days(opening: Opening, told: Told) -> bool:
    """Whether the opening of an article names a day, or its date, of that which a mention tells."""
    words = _DAY_WORD.findall(opening.words[: len(opening.headline) + LEAD].lower())
    said = {word[:3] for word in words if word.isalpha()} | {word for word in words if word.isdigit()}
    return told.span is not None and any(
        _WEEK[day.weekday()] in said or {_YEAR[day.month - 1], str(day.day)} <= said for day in _days_of(told.span)
    )


def _days_of(days: Interval) -> Iterable[date]:
    return (days.start + timedelta(days=n) for n in range(days.days))


def _latest(published: datetime) -> datetime:
    """When an article can have come out at the latest: one of which only the day is known is put down to noon."""
    at = published.astimezone(UTC)
    return at + timedelta(hours=12) if at.time() == _NOON else at


def _days_between(opening: Opening, told: Told) -> float:
    assert opening.published is not None
    assert told.published is not None
    return abs(opening.published - told.published) / timedelta(days=1)


def _names_deed(opening: Opening, told: Told) -> bool:
    names = _NAMES.get(told.family)
    return names is None or bool(bag_of(f"{told.mention.evidence.trigger} {names}").keys() & opening.lead_bag.keys())


def _names_doer(opening: Opening, told: Told) -> bool:
    """Whether who says or does it in person stands in the opening, and who it is said to, where the report's sentence
    names them; "China" and "Chinese" are one."""
    m = told.mention
    if m.kind not in SPOKEN | IN_PERSON:
        return True
    named = _beginnings(opening.lead_bag)
    addressed = _of_names(m.recipients) & _beginnings(told.sentence_bag)
    if m.kind in SPOKEN and addressed and not named & addressed:
        return False
    who = m.actors or m.recipients
    return not who or bool(named & _of_names(who))


def _of_names(actors: Iterable[Actor]) -> frozenset[str]:
    return _beginnings(stem for actor in actors for stem in bag_of(actor.person or actor.name))


def _beginnings(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(stem[:4] for stem in stems)


def best(opening: Opening, own: Iterable[Told], candidates: Iterable[Told]) -> Mapping[str, tuple[Told, float, str]]:
    """The mention of each family that an article with these mentions of its own tells of best, the same in whatever
    order they are given. `candidates` hold all lead mentions of an article or none."""
    own, articles = tuple(own), defaultdict[str, list[Told]](list)
    for told in candidates:
        articles[told.key[0]].append(told)
    chosen: dict[str, tuple[Told, float, str]] = {}
    for its in articles.values():
        fitting = [(told, *fits) for told in its if (fits := echo(opening, own, told)) is not None]
        if not fitting or _two_stories(own, its):
            continue
        for told, score, why in fitting:
            before = chosen.get(told.family)
            if before is None or (score, told.key) > (before[1], before[0].key):
                chosen[told.family] = (told, score, why)
    return chosen


def _two_stories(mine: Iterable[Told], theirs: Iterable[Told]) -> bool:
    """Whether two articles open with deeds of one family of which none of the one can be one of the other."""
    apart_by_family: dict[str, bool] = {}
    for one, two in product((told for told in mine if told.mention.lead), theirs):
        if (name := one.family) == two.family:
            apart_by_family[name] = apart_by_family.get(name, True) and apart(one, two)
    return any(apart_by_family.values())
