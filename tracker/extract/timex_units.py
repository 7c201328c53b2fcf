"""Readings of units counted from somewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from tracker.extract.timex_durations import APPROX, period, read_bare_units, unit_of
from tracker.extract.timex_grammar import Found
from tracker.extract.timex_meaning import (
    DATE,
    DURATION,
    FUTURE,
    PAST,
    SENTENCE_END,
    TIME,
    Meaning,
    Parts,
    Surroundings,
    mod_of,
    month_number,
    quarter_holding,
    shift_month,
    week_of,
    year_of,
)
from tracker.extract.timex_values import interval_of
from tracker.extract.timex_words import CLOCK_UNITS, number
from tracker.extract.timex_years import NTH
from tracker.model import Basis, Granularity


def _unit_value(unit: str, day: date) -> str | None:
    """The calendar unit that holds a day."""
    return {
        "day": day.isoformat(), "night": day.isoformat(), "week": week_of(day), "fortnight": week_of(day),
        "weekend": f"{week_of(day)}-WE", "month": f"{day.year:04d}-{day.month:02d}", "quarter": quarter_holding(day),
        "year": f"{day.year:04d}", "decade": f"{day.year // 10:03d}", "century": f"{day.year // 100:02d}",
        "half-year": f"{day.year:04d}-H{(day.month + 5) // 6}",
    }.get(unit)  # fmt: skip


def _moved(unit: str, day: date, count: float) -> date:
    """A day moved by `count` units."""
    if unit in ("day", "night"):
        return day + timedelta(days=round(count))
    if unit in ("week", "weekend", "fortnight"):
        return day + timedelta(days=round(7 * count * (2 if unit == "fortnight" else 1)))
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12, "decade": 120, "century": 1200}[unit]
    return shift_month(day, round(months * count))


_LONG_UNITS = frozenset("year month week quarter decade century".split())
_SHIFTS = {"last": -1, "next": 1, "the coming": 1, "the next": 1, "the previous": -1, "the following": 1}
# these count from what the text has told, not from today
_FROM_TEXT = frozenset(("that", "the same", "the previous", "the following", "that same", "the very same", "the next"))


def read_deictic(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    unit, deixis = str(parts["deunit"]).lower(), re.sub(r"\s+", " ", str(parts["deixis"]).lower())
    mod = mod_of(parts.get("pre"))
    if deixis == "the last" and not around.narrative and around.text.startswith(" of ", found.end):
        return None  # "the last week of the campaign"
    if deixis in ("the past", "this past", "the last") and unit in _LONG_UNITS:
        if deixis != "this past" and not parts.get("fiscal"):
            return Meaning(DURATION, period(1, unit), None, around.basis)
        deixis = "last"
    beside = _apposed(unit, found, around) if _WHEN.match(around.text, found.end) else None
    if deixis == "the" and not mod and beside:
        return Meaning(DATE, beside, None, Basis.TEXT)
    if deixis in ("the", "the entire", "the full", "the whole") and not mod:
        return _definite(unit, deixis, found, around)
    shift = _SHIFTS.get(deixis, 0)
    from_text = deixis in _FROM_TEXT
    base = (around.from_text(unit) or around.anchor) if from_text else around.anchor
    if unit == "quarter" and from_text and around.quarterly and (days := interval_of(around.last_quarter or "")):
        base = days[0].start
    if unit == "day" and deixis in ("this", "the last"):
        return None
    if deixis == "the" and mod and (near := _told_of(unit, found, around)):
        return Meaning(DATE, _unit_value(unit, near) or "", mod, Basis.TEXT)
    if base is None:
        return Meaning(DATE, "PAST_REF" if shift < 0 else "FUTURE_REF" if shift else "PRESENT_REF", mod, Basis.NONE)
    basis = Basis.TEXT if from_text and around.named else around.basis
    if deixis == "the latest":
        shift = -1
    recent = deixis in ("the latest", "this", "that", "the same")
    if unit == "quarter" and recent and around.last_quarter and _over(around):
        return Meaning(DATE, around.last_quarter, mod, Basis.TEXT)
    value = _unit_value(unit, _moved(unit, base, shift))
    mod = "APPROX" if parts.get("orso") else mod
    return Meaning(DATE, value, mod, basis) if value else None


_WHEN = re.compile(r"\s(?:of|when|that|in which|he|she|they|it|the|before|after|[A-Z]\w+)\b")


_GRAINS = {"day": Granularity.DAY, "week": Granularity.WEEK, "month": Granularity.MONTH, "year": Granularity.YEAR}


def _told_of(unit: str, found: Found, around: Surroundings) -> date | None:
    """A day of the month that "late in the month" means, where the text has just named another than publication's."""
    near, published = around.nearby(unit, found), around.published
    if near is None or published is None or _unit_value(unit, near) == _unit_value(unit, published):
        return None
    return near if (near < published) == (around.tense(found) == PAST) else None


_CLAUSE = re.compile(r"\s(?!(?:and|but|in|at|on|when|with|from|that|as|by|for|to|said)\b)[\w‘“\"]")


def _apposed(unit: str, found: Found, around: Surroundings) -> str | None:
    """ "1976, the year of the rising": the date just named once more."""
    days = interval_of(around.last or "")
    near = around.text[around.last_end : found.start] in (", ", " -- ", " – ", " — ", " (")
    if days is None or not near:
        return None
    return around.last if _GRAINS.get(unit) is days[1] else None


def read_same_of(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "The same quarter of 2012", "the same period last year", "the same month a year earlier"."""
    unit, base = str(parts["deunit"]).lower(), around.named or around.anchor
    year = year_of(parts, around)
    if year is None and base is not None:
        year = base.year - 1
    if year is None:
        return None
    basis = Basis.EXPLICIT if parts.get("year") else around.basis
    if unit in ("quarter", "period", "half") and around.last_quarter and (around.quarterly or unit != "period"):
        return Meaning(DATE, f"{year:04d}{around.last_quarter[4:]}", None, basis)
    if unit in ("period", "time", "half") or base is None:
        return Meaning(DATE, f"{year:04d}", None, basis)
    return Meaning(DATE, _unit_value(unit, shift_month(base, 12 * (year - base.year))) or "", None, basis)


_ENDED = re.compile(
    r"\s(?:(?:that\s)?end(?:ed|ing)|to(?:\sthe\send\sof)?)\s(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)


def _over(around: Surroundings) -> bool:
    """Whether the quarter that the text is about had ended when it was published."""
    days = interval_of(around.last_quarter or "")
    return days is not None and (around.published is None or days[0].end <= around.published)


def _definite(unit: str, deixis: str, found: Found, around: Surroundings) -> Meaning | None:
    """ "the year", "the quarter", "the weekend": a date where the text makes plain which one, else no expression."""
    base = around.anchor
    if unit == "weekend" and base:
        before = around.text[max(0, found.start - 12) : found.start].lower()
        ahead = before.endswith(("ahead of ", "before ", "by ", "until ", "till ", "into "))
        future = ahead or around.tense(found) == FUTURE
        day = _moved("week", base, 0 if future or base.isoweekday() > 5 else -1)
        return Meaning(DATE, f"{week_of(day)}-WE", None, around.basis)
    ended = _ENDED.match(around.text, found.end)
    if unit == "quarter" and re.match(r"\sof (?:a|an|the|its|all)\b", around.text[found.end : found.end + 8]):
        return None
    if unit == "quarter" and base and ended:
        month = month_number(ended[1])
        value = f"{base.year - (month > base.month):04d}-Q{max(1, month // 3)}"
        around.last_quarter, around.quarterly = value, True
        return Meaning(DATE, value, None, around.basis)
    if unit == "quarter" and (around.last_quarter or base):
        value = around.last_quarter or quarter_holding(_moved("quarter", base, -1))  # type: ignore[arg-type]
        return Meaning(DATE, value, None, Basis.TEXT if around.last_quarter else around.basis)
    if unit == "year" and base:
        if deixis in ("the full", "the whole", "the entire"):
            return Meaning(DATE, f"{base.year:04d}", None, around.basis)
        if ended or around.narrative:
            return Meaning(DURATION, "P1Y", None, around.basis)
        return Meaning(DATE, f"{base.year:04d}", None, around.basis)
    return None


def read_year_end(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    base = around.anchor
    if base is None:
        return Meaning(DATE, "FUTURE_REF", "END", Basis.NONE)
    if str(parts["pre"]).lower().startswith("month"):
        return Meaning(DATE, f"{base.year:04d}-{base.month:02d}", "END", around.basis)
    before = around.text[max(0, found.start - 12) : found.start].lower()
    past = before.endswith("since ") or (around.tense(found) == PAST and base.month < 7)
    if around.text[found.start : found.end].lower() == "year-end":
        return Meaning(DATE, f"{base.year - past:04d}-12-31", None, around.basis)
    return Meaning(DATE, f"{base.year - past:04d}", "END", around.basis)


def read_offset(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "two years ago", "a day earlier", "three weeks later"."""
    unit, way = unit_of(parts), str(parts["way"]).lower()
    mod = APPROX.get((parts.get("approx") or "").lower())
    if unit in ("summer", "winter"):
        return None
    count = number(str(parts["num"])) if parts.get("num") else None
    back = way in ("ago", "earlier", "before", "previously", "prior", "back")
    if count is None:
        if not parts.get("vague") and way not in ("ago", "later"):
            return None
        if way not in ("ago", "from now", "hence", "back") and (not around.narrative or unit in CLOCK_UNITS):
            return Meaning(DURATION, period(None, unit), mod, Basis.NONE)
        return Meaning(DATE, "PAST_REF" if back else "FUTURE_REF", mod, Basis.NONE)
    from_text = way not in ("ago", "from now", "hence", "back")
    yearly = way == "earlier" and unit == "year" and count == 1 and not around.narrative
    base = around.from_text(unit) if from_text and around.named and not yearly else around.anchor
    if back and base and around.published and base > around.published and around.tense(found) == PAST:
        base = around.published  # "a day earlier" has been, though the text spoke of a day ahead
    if count == 0.5 and unit in ("decade", "century") and base is not None:
        count, unit = (5 if unit == "decade" else 50), "year"
    if unit in CLOCK_UNITS or base is None:
        return Meaning(DURATION, period(count, unit), mod, Basis.NONE)
    basis = Basis.TEXT if from_text and around.named and not yearly else around.basis
    if unit == "year" and count == 1 and around.quarterly and way in ("ago", "earlier") and around.last_quarter:
        return Meaning(DATE, f"{int(around.last_quarter[:4]) - 1:04d}{around.last_quarter[4:]}", mod, Basis.TEXT)
    if unit == "year" and count == 1 and way in ("ago", "earlier", "before") and (month := _month_here(found, around)):
        return Meaning(DATE, f"{month.year - 1:04d}-{month.month:02d}", mod, Basis.TEXT)
    value = _unit_value(unit, _moved(unit, base, -count if back else count))
    return Meaning(DATE, value, mod, basis) if value else None


def read_fraction(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "Half a century", "a quarter-century ago"."""
    years = (100 if str(parts["unit"]).lower() == "century" else 10) / (2 if str(parts["num"]).lower() == "half" else 4)
    if years != int(years):
        return None
    counted = {**parts, "num": str(int(years)), "unit": "year"}
    if parts.get("way"):
        return read_offset(counted, found, around)
    return Meaning(DURATION, period(years, "year"), APPROX.get((parts.get("approx") or "").lower()), Basis.NONE)


def _month_here(found: Found, around: Surroundings) -> date | None:
    """The month that the sentence speaks of: "exports rose in May from a year earlier" compares it with a May."""
    days = interval_of(around.last or "")
    if around.narrative or days is None or days[1] is not Granularity.MONTH:
        return None
    return None if SENTENCE_END.search(around.text[around.last_end : found.start]) else days[0].start


def read_beside(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "the day before", "the following year", "that same day": counted from the last date of the text."""
    words = str(parts["beside"]).lower()
    unit = words.split()[-1] if words.split()[-1] not in ("before", "after") else words.split()[1]
    shift = (
        -1 if re.search(r"before|previous|preceding", words) else 1 if re.search(r"after|following|next", words) else 0
    )
    if re.search(r"(?:before|after)$", words) and _CLAUSE.match(around.text, found.end) and not around.narrative:
        apposed = _apposed(unit, found, around)
        return Meaning(DATE, apposed, None, Basis.TEXT, (0, len(f"the {unit}"))) if apposed else None
    base = around.from_text(unit)
    if base is None:
        return Meaning(DATE, "PAST_REF" if shift <= 0 else "FUTURE_REF", None, Basis.NONE)
    part = {"night": "TNI", "morning": "TMO"}.get(unit, "")
    value = _unit_value("day" if part else unit, _moved("day" if part else unit, base, shift))
    return Meaning(TIME if part else DATE, f"{value}{part}", None, Basis.TEXT) if value else None


def read_past_next(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "the past 12 months", "the next few days": a duration that begins or ends with the anchor."""
    unit, deixis = unit_of(parts), str(parts["deixis"]).lower()
    count = number(str(parts["num"])) if parts.get("num") else None
    if parts.get("fuzzy"):
        count = 2 if "couple" in str(parts["fuzzy"]).lower() else None
    elif not parts.get("num") and deixis not in ("past", "recent", "coming"):
        return read_bare_units({**parts, "early": deixis}, found, around)
    short = ("day", "week", "month", "quarter") if deixis == "recent" else ("day", "week")
    if deixis in ("recent", "coming") and count is None and unit in short:
        return Meaning(DURATION, period(None, "month" if unit == "quarter" else unit), None, Basis.NONE)
    if deixis == "recent" or (deixis == "coming" and count is None):
        return Meaning(DATE, "PAST_REF" if deixis == "recent" else "FUTURE_REF", None, around.basis)
    if deixis in ("first", "final"):
        if unit == "month":
            around.quarterly = False
        return Meaning(DURATION, period(count, unit), None, Basis.NONE)
    return Meaning(DURATION, period(count, unit), None, around.basis)


def read_ago_adjective(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    nth = NTH.get(str(parts.get("nth")).lower())
    if nth and around.anchor:
        year = min(int(around.last_quarter[:4]), around.anchor.year) if around.last_quarter else around.anchor.year
        return Meaning(DATE, f"{year - 1:04d}-Q{nth}", None, around.basis)
    if around.last_quarter:
        year = min(int(around.last_quarter[:4]), around.anchor.year if around.anchor else 9999)
        return Meaning(DATE, f"{year - 1:04d}{around.last_quarter[4:]}", None, Basis.TEXT)
    base = around.anchor
    return Meaning(DATE, f"{base.year - 1:04d}", None, around.basis) if base else None


def read_recent_units(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    future = around.text[found.start : found.end].lower().startswith("coming")
    if unit_of(parts) in ("week", "day") or (not future and unit_of(parts) == "month"):
        return Meaning(DURATION, period(None, unit_of(parts)), None, Basis.NONE)
    return Meaning(DATE, "FUTURE_REF" if future else "PAST_REF", None, around.basis)


def reference(value: str) -> Callable[[Parts, Found, Surroundings], Meaning | None]:
    def rule(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
        return Meaning(DATE, value, None, Basis.PUBLICATION)

    return rule


def read_latest_period(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "the latest period", "the latest nine months": what the report is about."""
    if parts.get("nine"):
        around.quarterly = False
        return Meaning(DURATION, period(number(str(parts["nine"])), "month"), None, around.basis)
    if around.last_quarter is None:
        return None
    year = int(around.last_quarter[:4]) - bool(parts.get("lastyear"))
    return Meaning(DATE, f"{year:04d}{around.last_quarter[4:]}", None, Basis.TEXT)
