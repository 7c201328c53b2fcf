"""What a time expression can mean, what decides it, and the small steps that all readings share. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.extract.timex_grammar import Found
from tracker.extract.timex_values import interval_of
from tracker.extract.timex_words import MONTHS, ORDINALS, number, spelled_year
from tracker.model import Basis, TimexType

PAST, PRESENT, FUTURE = "past", "present", "future"
DATE, TIME, DURATION, SET = TimexType.DATE, TimexType.TIME, TimexType.DURATION, TimexType.SET


Parts = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Type, value and mod of a time expression, and what it rests on. `span` cuts a shorter stretch (offsets in the
    match); `also` is a second expression in the same match, as in "14–16 November"."""

    type: TimexType
    value: str
    mod: str | None = None
    basis: Basis = Basis.EXPLICIT
    span: tuple[int, int] | None = None
    also: Meaning | None = None
    joined: bool = False


SENTENCE_END = re.compile(r"(?<![ap]\.m)[.!?][\"'”’)]*\s+[A-Z“\"'‘(]|\n")


NEAR_BY = 240
_OPENING = 400
"""How many characters a story takes to say when it happened."""
_LENGTHS = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 7, "month": 31, "quarter": 92}
"""How many days a date may have from which such a unit counts."""


@dataclass
class Surroundings:
    """What decides relative expressions: publication day (None unknown), whether the text is a narrative, the tense of
    the clause, and the last calendar value that the text named."""

    published: date | None
    narrative: bool
    tense: Callable[[Found], str | None]
    last: str | None = None
    last_quarter: str | None = None
    quarterly: bool = False
    text: str = ""
    day: date | None = None
    day_end: int = 0
    last_end: int = 0
    clocked: bool = False
    trail: list[tuple[date, int, int]] = field(default_factory=list)
    coming: Callable[[Found], date | None] | None = None
    timetable: Callable[[Found], bool] = lambda found: False

    @property
    def anchor(self) -> date | None:
        """The day that "last week" counts from: publication in news, the last named day in narratives."""
        return self.named if self.narrative and self.named else self.published

    @property
    def named(self) -> date | None:
        days = interval_of(self.last) if self.last else None
        return days[0].start if days else None

    def from_text(self, unit: str) -> date | None:
        """The day that "the day before" counts from: what the text named last, unless that is coarser than the unit."""
        days = interval_of(self.last) if self.last else None
        if days is None or self.narrative:
            return self.named or self.published
        if days[0].days <= _LENGTHS.get(unit, 366):
            return days[0].start
        return self._earlier(unit, self.last_end) or self.published

    def year_told(self) -> date | None:
        """The year that "October of that year" means: the last one named that is not the year of publication."""
        if not self.narrative and self.published is not None:
            for day, _, _ in reversed(self.trail):
                if day.year != self.published.year:
                    return day
        return self.named

    def nearby(self, unit: str, found: Found) -> date | None:
        """The day whose month, week or day "late in the month" means: named just before in the same paragraph."""
        return None if self.narrative else self._earlier(unit, found.start)

    def _earlier(self, unit: str, before: int) -> date | None:
        """The last date of the paragraph, shortly before a place in it, that is no coarser than the unit."""
        for day, length, end in reversed(self.trail):
            between = self.text[end:before]
            if len(between) > NEAR_BY or "\n" in between:
                return None
            if length <= _LENGTHS.get(unit, 366):
                return day
        return None

    def standing(self, found: Found, reach: int = 0) -> tuple[date | None, Basis]:
        """The day of a clock time or a part of the day without one: the day that its sentence names, else the anchor.
        A past day named within `reach` characters counts too."""
        if self.narrative and self.named:
            return self.named, Basis.TEXT
        between = self.text[self.day_end : found.start] if self.day else "\n"
        if self.day and not SENTENCE_END.search(between):
            return self.day, Basis.TEXT
        if self.coming and (ahead := self.coming(found)):
            return ahead, Basis.TEXT
        near = len(between) < (NEAR_BY if self.clocked else reach) and "\n" not in between
        if near and self.day and self.published and self.day <= self.published and self.tense(found) == PAST:
            return self.day, Basis.TEXT
        if lead := self._lead(found):
            return lead, Basis.TEXT
        return self.anchor, self.basis if self.anchor else Basis.NONE

    def _lead(self, found: Found) -> date | None:
        """The day of the story, which its first sentences name: what it tells of happened then or will happen then."""
        if self.narrative or self.published is None or not self.trail:
            return None
        day, length, end = self.trail[0]
        past = self.tense(found) == PAST
        of_something = self.text[end : end + 2] in ("'s", "’s")
        if length > 1 or end > _OPENING or of_something or (day <= self.published) != past:
            return None
        return day if timedelta(-3 if past else 0) <= day - self.published <= timedelta(7) else None

    @property
    def basis(self) -> Basis:
        return Basis.TEXT if self.narrative and self.named else Basis.PUBLICATION


def month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def day_number(text: str) -> int:
    words = text.lower()
    return ORDINALS.get(words) or int(re.sub(r"\D", "", words))


def mod_of(pre: str | None) -> str | None:
    if not pre:
        return None
    words = pre.lower()
    if re.search(r"around|about|circa|ca\.", words):
        return "APPROX"
    if re.search(r"early|earlier|beginning|start", words):
        return "START"
    if re.search(r"late|end|close|eve", words):
        return "END"
    return "MID" if re.search(r"mid|middle", words) else None


def shift_month(day: date, count: int) -> date:
    total = day.year * 12 + day.month - 1 + count
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def week_of(day: date) -> str:
    iso = day.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def quarter_holding(day: date) -> str:
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def year_of(parts: Parts, around: Surroundings) -> int | None:
    """The year that a match names: in digits, in words, or as "last year"."""
    if parts.get("year"):
        return int(str(parts["year"]))
    if parts.get("spelled"):
        return spelled(str(parts["spelled"]))
    relative = parts.get("relyear")
    if not relative:
        return None
    relative = relative.lower()
    if relative in ("that", "the same", "the following", "the previous"):
        base = around.year_told() if relative == "that" else around.named
        shift = {"the following": 1, "the previous": -1}.get(relative, 0)
    else:
        base = around.anchor
        shift = {"last": -1, "next": 1}.get(relative, 0)
    return base.year + shift if base else None


def spelled(words: str) -> int | None:
    lowered = words.lower()
    if "two thousand" in lowered:
        rest = lowered.split("two thousand")[1].replace("and", "").strip()
        return 2000 + int(number(rest) or 0) if rest else 2000
    return spelled_year(words)


def clear_year(parts: Parts) -> Basis:
    return Basis.EXPLICIT if parts.get("year") or parts.get("spelled") else Basis.PUBLICATION


def nearest_year(month: int, day: int | None, found: Found, around: Surroundings) -> int | None:
    """The year of a month, or of a day of it, that was named without one."""
    if around.narrative and around.named:
        return narrative_year(month, around)
    base = around.published
    if base is None:
        return around.named.year if around.named else None
    tense = direction(found, around)
    if day is None:
        if tense == FUTURE:
            return base.year + (month < base.month)
        if tense == NEAR:
            return base.year + (month + 6 < base.month) - (month - 6 > base.month)
        if tense == PRESENT and -6 <= month - base.month <= 6:
            return base.year
        if tense == PRESENT and base.month - month > 6:
            return base.year + 1
        return base.year - (month > base.month)
    options = [date(year, month, min(day, 28)) for year in (base.year - 1, base.year, base.year + 1)]
    near = min(options, key=lambda each: abs((each - base).days))
    if marked := _years_since(found, around):
        return max(each for each in options if (each - base).days < _EVE_DAYS).year - marked
    ahead = (near - base).days
    if tense == PAST and ahead > _latest(around.text[max(0, found.start - 80) : found.start]):
        return near.year - 1
    if around.text[max(0, found.start - 10) : found.start].lower().endswith(("effective ", " payable ")):
        return near.year + (ahead < -7)
    return near.year + (tense == FUTURE and ahead < -60)


# a past verb that sets a day ahead: "called elections for Jan. 20", "the vote, set for Jan. 20"
_SET = re.compile(
    r"\b(?:for|set|schedul\w*|plann\w*|due|slated|expir\w*|until|till|by|before|from|through|after|starting|beginning"
    r"|effective|matur\w*|payable|call\w*|propos\w*|announc\w*|agree\w*|invit\w*|summon\w*)\b[^.;]*$",
    re.I,
)


def _latest(before: str) -> int:
    """How many days ahead a day may lie that goes with a past verb: "shareholders of record on Nov. 17 were told"."""
    return 7 if _BEHIND.search(before) else 90 if _SET.search(before) else 35


_EVE_DAYS = 45
"""How long before an anniversary people speak of it as if it were there."""

_SINCE = re.compile(
    r"\b(?:(?P<nth>\d+(?:st|nd|rd|th)|[a-z]+(?:-[a-z]+)?)\s(?:year\s)?anniversary\sof"
    r"|(?P<count>\d+|[a-z]+)[\s-]years?(?:\sanniversary\sof|\s(?:after|since)))\s(?:the\s)?(?:deadly\s)?$",
    re.I,
)


def _years_since(found: Found, around: Surroundings) -> int | None:
    """Years that lie behind a day without a year: "the third anniversary of the Feb. 24 invasion"."""
    match = _SINCE.search(around.text[max(0, found.start - 60) : found.start])
    if match is None:
        return None
    if match["nth"]:
        words = match["nth"].lower()
        return ORDINALS.get(words) or (int(re.sub(r"\D", "", words)) if words[0].isdigit() else None)
    years = number(match["count"])
    return int(years) if years and years == int(years) else None


_BEHIND = re.compile(r"\b(?:since|ended)\s$", re.I)
_AHEAD = re.compile(r"\b(?:until|till|by|through|due|starting|beginning)\s$", re.I)
_SURELY_AHEAD = re.compile(
    r"\b(?:effective|payable|ahead of|in time for|in the run-?up to|deadline of)\s(?:the\s)?$", re.I
)
_OCCASION = re.compile(
    r"['’]s\s(?:\w+\s){0,3}?(?:vote|elections?|polls?|ballot|referendum|match|game|final|race|kick-?off|meeting|summit|talks"
    r"|deadline|debate|hearing|verdict|ruling|launch|budget|decision|ceremony|inauguration|trial|session|opening|start)\b"
)
_BEFORE = re.compile(r"\bbefore\s$", re.I)
_PUT_OFF = re.compile(
    r"\b(?:extend|prolong|renew|postpon|delay|deferr|adjourn|suspend|reschedul|push|put|mov)\w*\b[^.;:]*"
    r"\b(?:until|till|through|to|from)\s(?:the\s)?$",
    re.I,
)
# what is set to be done lies ahead, however the words about it are attached
_DUE = re.compile(
    r"(?<!was\s)(?<!were\s)(?<!been\s)\b(?:due|set|scheduled|slated|expected|planned|likely|forecast|predicted|booked|billed)\s(?:to\s(?:be\s)?\w+|for)\b"
    r"(?:(?!\b(?:was|were|said|has|had|which|who|after|since|until|by|before)\b)[^.;:,]){0,60}$",
    re.I,
)
# "said after talks on Tuesday that it would cut": the day is that of the saying, whatever the parser hangs it on
_SAID = re.compile(
    r"\b(?:said|told|announced|warned|added|vowed|pledged)\b(?:(?!\b(?:will|would|that|to|the|his|her|its|their)\b)[^.;:,]){0,40}$",
    re.I,
)
_OF_THE_SAYING = re.compile(r"\s(?:will|would|to|is|are|may|might|could|should|must|can)\b")
# "declared Friday a day of mourning"; "output in May is expected to have fallen"
_DAY_OFF = re.compile(r"\s(?:(?:as|to be)\s)?an?\s(?:\w+\s){0,2}(?:day|holiday)\b")
_HAS_BEEN = re.compile(
    r"\s(?:is|are|was|were)\s(?:expected|likely|believed|thought|estimated|forecast|said)\sto\shave\b"
)
_NEXT_IS = re.compile(r"\bnext\b[^.;:,]{0,40}\b(?:is|are|takes place|comes)\s(?:due\s)?(?:in|on)?\s?$", re.I)
_WAS_DUE = re.compile(
    r"\b(?:was|were|been)\s(?:\w+ly\s)?(?:due|set|scheduled|slated|expected|planned|supposed|meant|to)\s(?:to\s)?"
    r"(?:(?!\b(?:said|has|had|which|who|after|since|before)\b)[^.;:,]){0,60}$",
    re.I,
)
NEAR = "near"


def direction(found: Found, around: Surroundings) -> str | None:
    """The tense, unless the word before the expression says more than the clause does."""
    before = around.text[max(0, found.start - 12) : found.start]
    if _BEHIND.search(before):
        return PAST
    if _SURELY_AHEAD.search(around.text[max(0, found.start - 24) : found.start]):
        return FUTURE
    if _BEFORE.search(before) and _OCCASION.match(around.text, found.end):
        return FUTURE  # "before Saturday's vote"
    lead = around.text[max(0, found.start - 90) : found.start]
    if _NEXT_IS.search(lead) or _DAY_OFF.match(around.text, found.end):
        return FUTURE
    if _SAID.search(lead) and not _OF_THE_SAYING.match(around.text, found.end):
        return PAST
    if _HAS_BEEN.match(around.text, found.end):
        return PAST
    tense = around.tense(found)
    if _PUT_OFF.search(lead):
        return FUTURE
    if tense != FUTURE and _DUE.search(lead):
        return FUTURE
    if tense in (PAST, None) and _WAS_DUE.search(lead):
        return NEAR
    if _AHEAD.search(before):
        return NEAR if tense == PAST else FUTURE
    return tense


def narrative_year(month: int, around: Surroundings) -> int:
    """Narratives move forward: the year of the last date, the next one where the month would lie far behind it."""
    named = around.named
    assert named is not None
    last = interval_of(around.last or "")
    if last and last[0].days > 300:
        return named.year
    return named.year + 1 if named.month - month >= 7 else named.year
