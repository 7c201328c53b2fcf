"""Whether two mentions may tell of one event. Pure.

Two mentions are linked when their kinds are of one family, the same parties take part, the days fit and the words do
not contradict; the score says how well and why. Where two articles open with the same story, parties and kinds may
differ more, and the more alike they open the better the two fit: an undated report goes with them rather than with what
another article mentions in passing. A link depends on nothing but the two mentions; tracker.events.cluster makes events
of links.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.events.bodies import KINDS_OF_BODIES, Body, shared
from tracker.events.stories import COMMON, common_weight, likeness, overlap, story_likeness
from tracker.events.told import Told, family, tellings
from tracker.events.wording import SPOKEN, likeness_of, words_differ
from tracker.model import Basis, Interval, Place, Status

# deeds that people do in person: two persons are two events
IN_PERSON = frozenset(("visit", "meeting", "call"))
# deeds that two sides do together, whoever is named first
_MUTUAL = IN_PERSON | {"agreement", "data_sharing", "joint_exercise", "exercise", "cooperation", "ceasefire", "clash"}
THRESHOLD = 0.5
MONTH = 31
WIDEST = 800  # more days than that tell nothing of which day; only about as many may be the same
MOVED = 14  # days by which a trip that was called off, or planned anew, may have moved
# how far apart two articles of one story may be published, how far the days may lie apart where one was only assumed,
# and how alike articles and, where the kinds differ, sentences have to be for one event to be made of two; more alike
# where kinds or places differ or nobody has a country
NEWS_DAYS = 3
SAME_NEWS = timedelta(days=NEWS_DAYS)
_SAME_STORY = 0.24
_SAME_STORY_UNSURE = 0.34
_SAME_SENTENCE = 0.3
_SAME_DEED = 0.2
RETOLD = 400
_APART_KM = 60.0
# how well two mentions fit whose articles open alike, beside how alike these are, how much worse if of other days, and
# how well two that tell one deed with words of two kinds
_STORY, _OTHER_DAY, _ONE_DEED = 0.5, 0.15, 0.6


@dataclass(frozen=True, slots=True)
class Link:
    """How well two mentions fit, 0 … 1, and why."""

    score: float
    reasons: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.score >= THRESHOLD


_NO = Link(0.0, ())


def link(first: Told, second: Told) -> Link:
    """Whether two mentions may tell of one event. Symmetric."""
    if second.key < first.key:
        first, second = second, first
    if second not in first.links:
        first.links[second] = _link(first, second)
    return first.links[second]  # type: ignore[no-any-return]


def _link(first: Told, second: Told) -> Link:
    facts, story = _facts(first, second), _story(first, second)
    if story is None or facts.score >= story.score:
        return facts
    # where one article opens with two such deeds, it is rather that of which more fits
    return Link((9 * story.score + facts.score) / 10, story.reasons)


def _story(first: Told, second: Told) -> Link | None:
    """Two articles that open with the same story tell of one event even where they name other parties of it, assume
    another day or use a word of another kind: it is the news of both, a party is common and the days fit."""
    a, b = first.mention, second.mention
    if first.key[0] == second.key[0] or not (a.lead and b.lead) or b.kind not in tellings(a.kind):
        return None
    if not (first.countries & second.countries or _both_nowhere(first, second)):
        return None
    if not _same_news(first, second) or not _near_days(first, second):
        return None
    if _two_doers(first, second) or others_do_it(first, second):
        return None
    if common_weight((first.lead_bag, second.lead_bag), first.plain_words | second.plain_words) < COMMON:
        return None
    alike = story_likeness((first.headline_bag, second.headline_bag), (first.lead_bag, second.lead_bag))
    sure = first.family == second.family and not _both_nowhere(first, second)
    if alike < (_SAME_STORY if sure and not _elsewhere(a.place, b.place) else _SAME_STORY_UNSURE):
        return None
    said = f"articles open alike: {alike:.0%}"
    if first.family == second.family:
        off = 0.0 if first.span and second.span and _meet(first.span, second.span) else _OTHER_DAY
        return Link(min(1.0, _STORY + alike) - off, (f"both are {first.family}", said))
    sentences = likeness(first.sentence_bag, second.sentence_bag)
    if sentences < _SAME_SENTENCE or _tells(first, b.kind) or _tells(second, a.kind):
        return None
    names = " and ".join(sorted((a.kind, b.kind))).replace("_", " ")
    return Link(_ONE_DEED, (f"one deed told as {names}", said, f"sentences alike: {sentences:.0%}"))


def may_be_one(first: Told, second: Told) -> bool:
    """Whether two mentions of articles that tell the same story may tell of one deed: of one family, of days that meet,
    in sentences that have something in common, and nothing that they say of place and people contradicts."""
    if first.family != second.family or apart(first, second):
        return False
    if link(first, second).holds:
        return True
    if first.vague or second.vague or _two_doers(first, second) or _two_targets(first, second):
        return False
    if others_do_it(first, second):
        return False
    return overlap(first.sentence_bag, second.sentence_bag) >= _SAME_DEED


def apart(first: Told, second: Told) -> bool:
    """Whether two mentions are of days that do not meet or of places far apart."""
    one, two = first.span, second.span
    if first.vague or second.vague or one is None or two is None:
        return False
    return not _meet(one, two) or _elsewhere(first.mention.place, second.mention.place)


def _two_targets(first: Told, second: Told) -> bool:
    """Whether different countries are visited, punished or helped. Victims of violence may be named by any of their
    countries, but fighters of a group are no people of a country."""
    mine, theirs = ({actor.country for actor in told.mention.recipients if actor.country} for told in (first, second))
    if not (mine and theirs) or mine & theirs:
        return False
    return first.family != "attack" or (mine <= KINDS_OF_BODIES) != (theirs <= KINDS_OF_BODIES)


def _tells(told: Told, kind: str) -> bool:
    """Whether an article opens with a deed of that kind besides: then it tells the two deeds apart."""
    return family(kind) in {family(each) for each in told.lead_kinds}


def _same_news(first: Told, second: Told) -> bool:
    if first.published is None or second.published is None:
        return False
    return abs(first.published - second.published) <= SAME_NEWS


def _near_days(first: Told, second: Told) -> bool:
    one, two = first.span, second.span
    if one is None or two is None:
        return False
    assumed = any(told.mention.date.basis is Basis.ASSUMED for told in (first, second))
    return _meet(one, two) or (assumed and not one.overlaps(two) and _gap(one, two) <= NEWS_DAYS)


def _two_doers(first: Told, second: Told) -> bool:
    """Whether two mentions name different people where who does it makes the event: speakers, visitors."""
    kinds = {first.mention.kind, second.mention.kind}
    if kinds & SPOKEN and first.initiators and second.initiators and not first.initiators & second.initiators:
        return True
    if kinds & SPOKEN and _other_bodies(first.acting_bodies, second.acting_bodies):
        return True
    different = bool(first.persons and second.persons and not first.persons & second.persons)
    return different and bool(kinds & (SPOKEN | IN_PERSON)) and _one_sided(first, second)


def _facts(first: Told, second: Told) -> Link:
    """The same by what the mentions say: kind, parties, days, words."""
    a, b = first.mention, second.mention
    if first.family != second.family:
        return _NO
    parties, why = _parties(first, second)
    if parties == 0.0:
        return _NO
    days, when = _days(first, second)
    if days == 0.0:
        return _NO
    words = likeness_of(first.words, second.words)
    about = likeness_of(first.objects, second.objects) if first.objects and second.objects else words
    same_kind = 0.05 if a.kind == b.kind else 0.0
    agree = 0.2 * min(1.0, 2.5 * words) + 0.1 * about
    if words_differ(first, second):
        agree = -0.3
    score = 0.4 * parties + 0.3 * days + agree + same_kind
    if first.family == "attack" and _elsewhere(a.place, b.place):
        score -= 0.6
    reasons = (f"both are {first.family}", why, when, f"words in common: {words:.0%}")
    return Link(max(0.0, min(1.0, score)), reasons)


def _elsewhere(one: Place | None, two: Place | None) -> bool:
    """Whether two places are known and far apart: on a day of many strikes the town tells one from the other."""
    if one is None or two is None or one.name == two.name:
        return False
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return False
    north = 111.0 * (one.lat - two.lat)
    east = 111.0 * (one.lon - two.lon) * math.cos(math.radians((one.lat + two.lat) / 2))
    return math.hypot(north, east) > _APART_KM


def _parties(first: Told, second: Told) -> tuple[float, str]:
    """How far the same parties take part: 1 the same, less where one names fewer, 0 where they contradict."""
    mine, theirs = first.countries, second.countries
    common = mine & theirs
    if not (mine and theirs):
        return _parties_nowhere(first, second)
    if not common or _same_sort_alone(first, second) or _reversed(first, second):
        return 0.0, ""
    if first.persons and second.persons and not first.persons & second.persons and _one_sided(first, second):
        return 0.0, ""
    if mine == theirs:
        return 1.0, f"same parties: {', '.join(sorted(common))}"
    if (mine < theirs or theirs < mine) and (first.initiators & second.initiators):
        return 0.75, f"one names fewer parties: {', '.join(sorted(common))}"
    if (mine < theirs or theirs < mine) and not (first.initiators and second.initiators):
        return 0.6, f"one does not say who did it: {', '.join(sorted(common))}"
    if len(common) >= 2 or (len(common) * 2 >= len(mine | theirs) and first.initiators & second.initiators):
        return 0.6, f"parties in common: {', '.join(sorted(common))}"
    if first.town is not None and first.town == second.town:
        return 0.6, f"{', '.join(sorted(common))} in {first.town}"
    return 0.0, ""


def _reversed(first: Told, second: Told) -> bool:
    """Whether each does to the other what the other does to it: two deeds, but where both do one together, and but for
    violence in one town, which is laid at this door or that."""
    if {first.mention.kind, second.mention.kind} & _MUTUAL or (first.town is not None and first.town == second.town):
        return False
    crossed = first.initiators <= second.targets and second.initiators <= first.targets
    return bool(first.initiators and second.initiators) and crossed and not first.initiators & second.initiators


def others_do_it(first: Told, second: Told) -> bool:
    """Whether those who do the one have no part in the other; who is behind violence is often not known."""
    if first.family == "attack" or not (first.initiators and second.initiators):
        return False
    return not (first.initiators & second.countries or second.initiators & first.countries)


def _parties_nowhere(first: Told, second: Told) -> tuple[float, str]:
    """The same where one or both name nobody of any country: the names of others tell, or the place."""
    common = shared(first.bodies, second.bodies)
    if common.names and not (common.first_more and common.second_more):
        whole = first.countries == second.countries and not (common.first_more or common.second_more)
        named = ", ".join(common.names)
        return (1.0, f"same parties: {named}") if whole else (0.6, f"parties in common: {named}")
    one, two = first.mention.place, second.mention.place
    if _both_nowhere(first, second) and one is not None and two is not None and one.name == two.name:
        return 0.6, f"nobody of any country, in {one.name}"
    return 0.0, ""


def _both_nowhere(first: Told, second: Told) -> bool:
    """Whether neither names a country, nor different bodies."""
    return not (first.countries or second.countries or _other_bodies(first.bodies, second.bodies))


def _other_bodies(mine: frozenset[Body], theirs: frozenset[Body]) -> bool:
    return bool(mine and theirs) and not shared(mine, theirs).names


def _same_sort_alone(first: Told, second: Told) -> bool:
    """Whether all that two mentions have in common, or those who act, are bodies of one sort with different names."""
    if first.countries & second.countries <= KINDS_OF_BODIES:
        return _other_bodies(first.bodies, second.bodies)
    if not _other_bodies(first.acting_bodies, second.acting_bodies):
        return False
    return first.initiators | second.initiators <= KINDS_OF_BODIES


def _one_sided(first: Told, second: Told) -> bool:
    """Two different persons of one country are two visitors; of two countries they may be host and guest."""
    return bool(first.initiators & second.initiators)


def _days(first: Told, second: Told) -> tuple[float, str]:
    one, two = first.span, second.span
    if one is None or two is None:
        return (0.3, "a day is unknown") if _together(first, second) else (0.0, "")
    if _meet(one, two):
        precise = max(one.days, two.days) <= 3
        fit = 1.0 if precise else 0.8
        if not _said(first).overlaps(_said(second)):
            fit -= 0.2  # only if the report came a day late
        return fit, f"days fit: {max(one.start, two.start)}"
    if one.overlaps(two):
        return 0.0, ""
    gap = _gap(one, two)
    statuses = {first.mention.status, second.mention.status}
    moved = Status.CANCELLED in statuses and statuses <= {Status.CANCELLED, Status.PLANNED}
    if gap == 1 and _counted(first, second) and not _done_before_due(first, second):
        return 0.5, "a day apart, counted from publication"
    if moved and gap <= MOVED and first.persons & second.persons:
        return 0.5, "called off and moved"
    if gap <= MOVED and _planned_anew(first, second):
        return 0.5, "planned anew for another day"
    if gap <= RETOLD and first.counts & second.counts and _told_later(first, second):
        return 0.7, f"told again later with the same count: {min(first.counts & second.counts)}"
    return 0.0, ""


def _said(told: Told) -> Interval:
    assert told.mention.date.interval is not None
    return told.mention.date.interval


def _planned_anew(first: Told, second: Told) -> bool:
    """Two plans for the same trip of the same people between the same countries, reported within days of each other:
    the day was moved or put right."""
    return (
        first.mention.status is Status.PLANNED is second.mention.status
        and first.mention.kind == second.mention.kind == "visit"
        and first.persons == second.persons != frozenset()
        and first.countries == second.countries
        and len(first.countries) > 1
        and _same_news(first, second)
    )


def _told_later(first: Told, second: Told) -> bool:
    """Whether the later one says no day of its own: then its day is that of the report and nothing speaks for it."""
    assert first.span is not None
    assert second.span is not None
    later = max((first, second), key=lambda told: (told.span.start if told.span else date.min, told.key))
    return later.mention.date.basis is Basis.ASSUMED


def _meet(one: Interval, two: Interval) -> bool:
    """Whether two intervals have days in common that mean something."""
    narrow, wide = sorted((one.days, two.days))
    return one.overlaps(two) and (wide <= WIDEST or 4 * narrow >= wide)


def _gap(one: Interval, two: Interval) -> int:
    """Days between two intervals that do not overlap."""
    return min(abs((one.start - two.last).days), abs((two.start - one.last).days))


def _together(first: Told, second: Told) -> bool:
    """Where a day is unknown, the reports have to lie within a month, or the known day within a month of the report."""
    one, two = (each.span.start if each.span else each.published and each.published.date() for each in (first, second))
    return one is not None and two is not None and abs((one - two).days) <= MONTH


def _counted(first: Told, second: Told) -> bool:
    """Days that were counted from publications on two sides of midnight may differ by one, if not both are named."""
    if first.names_day and second.names_day:
        return False
    return all(told.mention.date.basis in (Basis.PUBLICATION, Basis.ASSUMED) for told in (first, second))


def _done_before_due(first: Told, second: Told) -> bool:
    """Whether one was reported as done before the day for which the other is planned: then it is not the other."""
    return any(
        done.mention.status.is_done
        and due.mention.status is Status.PLANNED
        and done.published is not None
        and done.published.date() < _said(due).start
        for done, due in ((first, second), (second, first))
    )
