"""Finding time expressions in a parsed text and working out what they mean. Pure; see `find_timexes`.

scan (timex_grammar)  →  is it one here? (tags)  →  meaning (timex_anchor)  →  interval, EDTF (timex_values)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spacy.tokens import Doc

from tracker.extract.timex_anchor import meaning
from tracker.extract.timex_grammar import Found, scan
from tracker.extract.timex_here import is_one, usual_in_news, usual_in_stories
from tracker.extract.timex_meaning import FUTURE, PAST, SENTENCE_END, Meaning, Surroundings, shift_month
from tracker.extract.timex_reach import reach
from tracker.extract.timex_tense import is_timetable, tense_of, text_of
from tracker.extract.timex_values import edtf_of, interval_of
from tracker.model import Basis, Dateline, Granularity, Interval, Timex, TimexType

_YEAR = re.compile(r"\b(1[0-9]\d\d|20\d\d)\b")
_DEICTIC = re.compile(
    r"\b(?:yesterday|today|(?:last|this|next) (?:week|month|year)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)


def find_timexes(
    doc: Doc,
    published: datetime | date | None,
    zone: str | None = None,
    dateline: Dateline | None = None,
) -> tuple[Timex, ...]:
    """Time expressions of `doc` in order, with offsets into doc.text (the dateline's into the text it was cut from).

    `published` None leaves relative expressions unresolved, unless the dateline names a whole day. With `zone` (IANA)
    a publication time counts as the day that it was there. Never raises for any text.
    """
    day = local_day(published, zone)
    if dateline is not None:
        day = _written_on(dateline, day)
    text = text_of(doc)
    around = Surroundings(day, _is_narrative(text, day), lambda found: tense_of(doc, found), text=text)
    timexes: list[Timex] = []
    if dateline is not None:
        timexes += _from_dateline(dateline, around)
    matches = scan(text)
    around.timetable = lambda found: is_timetable(doc, found)
    around.coming = _coming_day(matches, around)
    for match in matches:
        found = match if is_one(doc, match) else _plain(match, text)
        if found is not None and (usual_in_stories(found, text) if around.narrative else usual_in_news(doc, found)):
            said = meaning(found, around)
            if said is not None:
                timexes += _timexes(said, found, around)
    ordered = sorted(timexes, key=lambda timex: timex.start)
    return tuple(_stretched(timex, text, day) for timex in _joined(ordered, text))


def _plain(match: Found, text: str) -> Found | None:
    """The duration in "will last two weeks", which only looked like "the last two weeks"."""
    if match.rule != "past_next":
        return None
    start = match.start + len("last ")
    found = scan(text[start : match.end])
    return replace(found[0], start=start + found[0].start, end=start + found[0].end) if found else None


_NAMES_A_DAY = frozenset(("weekday", "mdy", "dmy", "day_word", "iso"))


_ELSEWHERE = re.compile(r"\b(?:since|when|which|who|after|before|until|because)\b")


def _coming_day(matches: list[Found], around: Surroundings) -> Callable[[Found], date | None]:
    """What the sentence names after a clock time: "shortly after 7:00 a train derailed in Spain on Monday"."""
    starts = [match.start for match in matches]

    def coming(found: Found) -> date | None:
        for match in matches[bisect_right(starts, found.start) :]:
            if SENTENCE_END.search(around.text, found.end, match.start) or _ELSEWHERE.search(
                around.text, found.end, match.start
            ):
                return None
            if match.rule in _NAMES_A_DAY:
                said = meaning(match, around)
                days = interval_of(said.value) if said and said.type in (TimexType.DATE, TimexType.TIME) else None
                if days is None or days[1] is not Granularity.DAY:
                    return None
                ahead = around.published is not None and days[0].start > around.published
                return days[0].start if ahead == (around.tense(found) == FUTURE) else None
        return None

    return coming


def _written_on(dateline: Dateline, day: date | None) -> date | None:
    """The day that the report was written, where its dateline says so: at most three days before publication."""
    if day is None:
        return dateline.day
    for timex in _from_dateline(dateline, Surroundings(day, False, lambda found: PAST)):
        if timex.granularity is Granularity.DAY and timex.interval is not None:
            written = timex.interval.start
            return written if timedelta(0) <= day - written <= timedelta(days=3) else day
    return day


_OPENING = re.compile(r"\b(?:from|between)\s(?:the\s)?$", re.I)
_MOVED = re.compile(r"\b(?:postpon|delay|mov|reschedul|push|put|brought|shift)\w*\b[^.;:]*\bfrom\s$", re.I)
_JOINT = re.compile(r"\s?(?:to|and|until|through|till|[-–—])\s?", re.I)
# "had been held since Monday" says when it began; it had ended before publication
_OVER = re.compile(r"\bhad\b[^.;]*\bsince\s(?:the\s)?$", re.I)
_BOUND = re.compile(r"\b(?P<bound>since|by|before)\s(?:the\s)?$", re.I)


def _joined(timexes: list[Timex], text: str) -> list[Timex]:
    """ "from Monday to Wednesday", "between 2015 and 2019": both expressions get the days from the one to the other."""
    made = list(timexes)
    for at in range(len(made) - 1):
        first, second = made[at], made[at + 1]
        if first.interval is None or second.interval is None or first.type is TimexType.DURATION:
            continue
        if first.granularity is Granularity.RANGE or first.interval.start >= second.interval.end:
            continue
        between = text[first.end : second.start]
        if _MOVED.search(text[max(0, first.start - 60) : first.start]):
            continue
        if _JOINT.fullmatch(between) and _OPENING.search(text[max(0, first.start - 13) : first.start]):
            whole = Interval(first.interval.start, second.interval.end)
            edtf = f"{first.edtf}/{second.edtf}" if first.edtf and second.edtf else None
            made[at] = replace(first, interval=whole, granularity=Granularity.RANGE, edtf=edtf)
            made[at + 1] = replace(second, interval=whole, granularity=Granularity.RANGE, edtf=edtf)
    return made


def _stretched(timex: Timex, text: str, day: date | None) -> Timex:
    """ "since 2018" lasts until publication, "by the end of the year" begins with it."""
    if day is None or timex.interval is None or timex.granularity is Granularity.RANGE:
        return timex
    found = _BOUND.search(text[max(0, timex.start - 12) : timex.start])
    if found is None:
        return timex
    if found["bound"].lower() == "since":
        if timex.interval.start > day or _OVER.search(text[max(0, timex.start - 70) : timex.start]):
            return timex
        whole, edtf = Interval(timex.interval.start, day + timedelta(days=1)), f"{timex.edtf}/{day}"
    elif timex.granularity is Granularity.DAY or timex.interval.last <= day:
        return timex
    elif text.startswith(_OWNING, timex.end):
        return timex  # "before next week's talks": the talks bound something, the week only says which
    elif found["bound"].lower() == "before" and timex.mod != "END":
        if timex.interval.start <= day:
            return timex
        whole, edtf = Interval(day, timex.interval.start), f"{day}/{timex.interval.start - timedelta(days=1)}"
    else:
        whole, edtf = Interval(day, timex.interval.end), f"{day}/{timex.interval.last}"
    return replace(timex, interval=whole, granularity=Granularity.RANGE, edtf=edtf)


def local_day(published: datetime | date | None, zone: str | None) -> date | None:
    """The calendar day of publication, where the publisher sits."""
    if not isinstance(published, datetime):
        return published
    if zone and published.tzinfo is not None:
        try:
            return published.astimezone(ZoneInfo(zone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            return published.date()
    return published.date()


_OWNING = ("'s", "’s")
_LEAD = 500
"""News say when in their first sentences."""


def _is_narrative(text: str, day: date | None) -> bool:
    """Histories name many years, few of them near the publication; news name few, most of them near."""
    years = [int(year) for year in _YEAR.findall(text)]
    if len(years) < 4:
        return False
    deictic = len(_DEICTIC.findall(text))
    if day is None or (len(years) >= 15 and deictic < len(years) / 5):
        return True
    if len(years) < 15 and _DEICTIC.search(text[:_LEAD]):
        return False
    near = sum(abs(year - day.year) <= 2 for year in years)
    return near < len(years) / 3 and deictic < len(years) / 3


def _from_dateline(dateline: Dateline, around: Surroundings) -> Iterable[Timex]:
    if dateline.day_text is None or dateline.day_start is None:
        return
    inner = replace_text(around, dateline.day_text)
    for found in scan(dateline.day_text):
        said = meaning(found, inner)
        if said is not None:
            for timex in _timexes(said, found, inner):
                shift = dateline.day_start
                yield replace(timex, start=timex.start + shift, end=timex.end + shift)


def replace_text(around: Surroundings, text: str) -> Surroundings:
    """The same surroundings for another stretch of text, in which everything lies in the past."""
    return Surroundings(around.published, around.narrative, lambda found: PAST, text=text)


def _timexes(said: Meaning, found: Found, around: Surroundings) -> list[Timex]:
    """One Timex, or two for a range; remembers what later expressions count from."""
    made = []
    for each in (said, said.also):
        if each is not None:
            made.append(_timex(each, found, around))
    if said.joined and len(made) == 2 and made[0].interval and made[1].interval:
        whole = Interval(made[0].interval.start, made[1].interval.end)
        edtf = f"{made[0].edtf}/{made[1].edtf}"
        made = [replace(timex, interval=whole, granularity=Granularity.RANGE, edtf=edtf) for timex in made]
    return made


def _timex(said: Meaning, found: Found, around: Surroundings) -> Timex:
    start, end = found.start, found.end
    if said.span:
        start, end = found.start + said.span[0], found.start + said.span[1]
    days = interval_of(said.value, said.mod) if said.type in (TimexType.DATE, TimexType.TIME) else None
    interval, grain, edtf = (days[0], days[1], edtf_of(said.value, said.mod)) if days else (None, None, None)
    if days and (parted := _beside_today(said, around.text[start:end], around.anchor)):
        interval = parted
        edtf = f"{parted.start}/{parted.last}" if parted.days > 1 else f"{parted.start}"
    if said.type is TimexType.DURATION and said.basis is not Basis.NONE:
        interval = _beside_anchor(said, found, around)
        grain = Granularity.RANGE if interval else None
        edtf = f"{interval.start}/{interval.last}" if interval else None
    basis = said.basis
    if (
        basis is Basis.PUBLICATION
        and said.type is TimexType.DURATION
        and _told_before(around.text[start:end].lower(), around)
    ):
        basis = Basis.TEXT
    if (interval is None or found.rule == "overnight") and (reached := reach(said, found, around)):
        (interval, grain), basis = reached, around.basis
        edtf = f"{interval.start}/{interval.last}" if interval.days > 1 else f"{interval.start}"
    if days and said.type in (TimexType.DATE, TimexType.TIME) and not _is_aside(said, found, around):
        around.last = said.value.split("T")[0]
        if days[1] is Granularity.DAY:
            around.day, around.day_end, around.clocked = days[0].start, end, said.type is TimexType.TIME
        around.last_end = end
        if found.rule != "overnight":
            around.trail.append((days[0].start, days[0].days, end))
    text = around.text[start:end]
    return Timex(start, end, text, said.type, said.value, said.mod, interval, grain, edtf, basis)


def _is_aside(said: Meaning, found: Found, around: Surroundings) -> bool:
    """In a narrative, "today" and a lone year far from where the story stands do not move the story."""
    if not around.narrative:
        return False
    if found.rule in ("day_word", "decade", "century", "decade_word"):
        return True
    if found.rule not in ("year", "years") or around.named is None:
        return False
    line = around.text.rfind("\n", 0, found.start) + 1
    return abs(int(said.value[:4]) - around.named.year) > 2 and found.start - line > 40


def _beside_today(said: Meaning, text: str, today: date | None) -> Interval | None:
    """ "Earlier this year" ends today and "later this year" begins today, wherever in the year that is."""
    word = text[:7].lower()
    whole = interval_of(said.value)
    if today is None or whole is None or not word.startswith(("earlier", "later")):
        return None
    days = whole[0]
    if days.days < 3 or not days.start <= today < days.end:
        return None
    return Interval(days.start, today + timedelta(days=1)) if word == "earlier" else Interval(today, days.end)


def _told_before(words: str, around: Surroundings) -> Interval | None:
    """What "the previous three months" and "the following days" are beside: the date that the text named last."""
    told = interval_of(around.last or "") if re.search(r"\b(?:previous|preceding|following)\b", words) else None
    return told[0] if told else None


_PERIOD = re.compile(r"^P(\d+)([DWMYE])$")


def _beside_anchor(said: Meaning, found: Found, around: Surroundings) -> Interval | None:
    """The days of "the past 12 months" and "the next two weeks"."""
    period, anchor = _PERIOD.match(said.value), around.anchor
    if not period or anchor is None:
        return None
    count, unit = int(period[1]), period[2]
    words = around.text[found.start : found.end].lower()
    ahead = re.search(r"\b(?:next|coming|following)\b", words)
    if told := _told_before(words, around):
        anchor = told.last if ahead else told.start - timedelta(days=1)
    try:
        if unit in "DW":
            other = anchor + timedelta(days=(1 if ahead else -1) * count * (7 if unit == "W" else 1))
        else:
            other = shift_month(anchor, (1 if ahead else -1) * count * {"M": 1, "Y": 12, "E": 120}[unit])
        return Interval(min(anchor, other), max(anchor, other) + timedelta(days=1))
    except (OverflowError, ValueError):
        return None
