"""What was done was not done on a day to come, and what comes on such a day has not been done: day and status agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.extract.dating import ABOVE, date_of
from tracker.extract.dating_days import Choice, Dated, StoryDay, assumed, week_before
from tracker.extract.duration import begun_before, for_as_long_as_told, until_its_end
from tracker.extract.outcome import COOPERATIVE
from tracker.extract.status_lasting import A_WAR, BEGINNING, PRACTICE, UNDER_WAY
from tracker.extract.status_mood import AS_JUDGED, Reading
from tracker.extract.status_unreal import SAID
from tracker.extract.syntax import Tree
from tracker.extract.triggers import Candidate
from tracker.model import Basis, EventDate, EventType, Granularity, Interval, Status

_APPOINTED = COOPERATIVE | {EventType.MOBILIZE, EventType.PROTEST}
"""Types of deeds that are told before they are done, also by a noun or in a headline: a visit, a drill, a march."""
_PRESENT = frozenset(("VBZ", "VBP", "VBG"))
_FRESH = timedelta(days=30)
"""How long what began on a day that is told goes on, for all that is known."""
_LONG_WAR = timedelta(days=3650)
"""How long ago a war may have begun of which nobody says that it is over."""
_SAID_DAY = frozenset((Basis.EXPLICIT, Basis.PUBLICATION))
_TIME_ZONES = timedelta(days=1)
"""How far ahead of the day of publication it may be where something was done."""


def day_and_status(
    tree: Tree,
    cand: Candidate,
    reading: Reading,
    dated: Sequence[Dated],
    published: date | None,
    story: StoryDay | None,
    *,
    title: bool,
) -> tuple[Reading, Choice]:
    """The day that an event takes (see `date_of`) and its status, made to agree."""
    choice = date_of(tree, cand, reading, dated, published, story)
    if published is not None and (told := until_its_end(tree, cand.rule.kind, reading, choice, dated, published)):
        return told
    if published is not None and (told := begun_before(tree, cand, reading, dated, published)):
        return told
    if published is not None and (told := for_as_long_as_told(tree, cand, reading, choice, dated, published)):
        return told
    return in_its_time(tree, cand, reading, choice, published, title=title)


def in_its_time(
    tree: Tree, cand: Candidate, reading: Reading, choice: Choice, published: date | None, *, title: bool
) -> tuple[Reading, Choice]:
    """Status and day of an event, made to agree: what is told in the present for a day to come is planned, what was
    done takes no such day, and what is said to go on but was on a day that is past is over."""
    interval = choice.date.interval
    if interval is None or published is None or choice.date.basis is Basis.ASSUMED:
        return reading, choice
    if interval.start <= published:
        if _is_past_plan(reading, choice, interval, published):
            return Reading(Status.HAPPENED, f"“{choice.date.text}” is over", True), choice
        over = (
            not (_is_its_first_day(tree, cand) and interval.start >= published - _FRESH)
            and reading.status is Status.ONGOING
            and _is_over(choice, interval, reading, published)
        )
        done = Reading(Status.HAPPENED, f"“{choice.date.text}” is over", True)
        if over:
            return done, choice
        return reading, _while_it_lasts(reading, choice, interval, published)
    if choice.counted or _is_to_come(tree, cand, reading, choice, title=title):
        return Reading(Status.PLANNED, f"“{choice.date.text}” lies ahead"), choice
    if _is_of_something_else(cand, reading, interval, published, title=title):
        return reading, _before_publication(choice, reading, published)
    return reading, choice


def _while_it_lasts(reading: Reading, choice: Choice, interval: Interval, published: date) -> Choice:
    """The day of what goes on beside a deed of a day that is past: "spoke on Monday of the occupation"."""
    day = choice.date.granularity is Granularity.DAY and interval.last < published
    others = day and choice.why.endswith(ABOVE)
    if reading.status is not Status.ONGOING or reading.firm or not others:
        return choice
    return Choice(assumed(published), f"{choice.why}: it goes on after that", False)


def _is_over(choice: Choice, interval: Interval, reading: Reading, published: date) -> bool:
    """ "The ministers, meeting in Cairo last Thursday", "it said it was shelling the port in March 2022"; not a war
    that somebody "hoped on Monday to end"."""
    if reading.firm:
        return False
    if reading.why == A_WAR:
        return interval.last < published - _LONG_WAR
    shifted = reading.why in (UNDER_WAY, PRACTICE)
    own = choice.date.granularity is Granularity.DAY and not choice.why.endswith(ABOVE)
    said = choice.date.basis in _SAID_DAY and (shifted or own)
    return said and interval.last < published


def _is_its_first_day(tree: Tree, cand: Candidate) -> bool:
    """ "A trial that began on Monday"."""
    return cand.nominal and tree.keys[cand.verb] in BEGINNING


def _is_past_plan(reading: Reading, choice: Choice, interval: Interval, published: date) -> bool:
    """ "Visited Lima in March for the meeting": what the clause tells in the past, and only the judge as a plan, was
    done on a day that is past."""
    judged = reading.status is Status.PLANNED and reading.why.endswith(AS_JUDGED)
    return judged and reading.past and choice.date.basis in _SAID_DAY and interval.last < published


def _is_to_come(tree: Tree, cand: Candidate, reading: Reading, choice: Choice, *, title: bool) -> bool:
    """ "Drills that begin on Monday", "confirms a visit next week", "arrives in Lome on Sunday"."""
    rule = cand.rule
    appointed = rule.type in _APPOINTED and rule.kind != "endorsement"
    inquiry = rule.kind == "investigation"
    if choice.date.basis not in _SAID_DAY or not reading.is_done or (rule.type in SAID and not inquiry):
        return False
    if cand.nominal:
        confirmed = cand.light and tree.keys[cand.verb] == "confirm"
        return appointed and choice.sure and (confirmed or not reading.past)
    present = tree.tags[cand.verb] in _PRESENT or reading.present
    return not reading.past and present and (appointed or not title)


def _is_of_something_else(
    cand: Candidate, reading: Reading, interval: Interval, published: date, *, title: bool
) -> bool:
    """Whether a day to come is no day of this deed: "asked for a halt from June", "a truce until May", "the raid, days
    before a summit on Friday"."""
    if not reading.is_done:
        return False
    if reading.past:
        return interval.start > published + _TIME_ZONES
    if cand.rule.type in SAID:
        return cand.nominal or cand.light
    return cand.rule.type not in _APPOINTED and (cand.nominal or title)


def _before_publication(choice: Choice, reading: Reading, published: date) -> Choice:
    """The day of what has been done: a bare weekday is the one before, any other is not said."""
    earlier = week_before(choice.date, published) if reading.past else None
    if earlier is not None:
        return replace(choice, date=earlier, why=f"{choice.why}, the last one")
    if choice.date.basis is Basis.TEXT and not choice.inherited:
        return Choice(EventDate(None), f"{choice.why}, which counts from a day that is not said", False)
    return Choice(assumed(published), f"“{choice.date.text}” is to come: the publication date", False)
