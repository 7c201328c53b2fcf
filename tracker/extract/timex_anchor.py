"""The meaning of time expressions: from a match and its surroundings to a TIMEX3 value. Pure.

Relative expressions count from the day of publication, in narrative texts and after words like "the day before" from the last
date that the text named. Each rule of the grammar has a function of its name here; it answers a Meaning, or None
where the match is no time expression after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.extract.timex_grammar import Found
from tracker.extract.timex_values import interval_of
from tracker.extract.timex_words import (
    CLOCK_UNITS,
    DAY_PARTS,
    MONTHS,
    ORDINALS,
    SEASONS,
    UNITS,
    WEEKDAYS,
    holiday,
    number,
    spelled_year,
)
from tracker.model import Basis, TimexType

PAST, PRESENT, FUTURE = "past", "present", "future"
_DATE, _TIME, _DURATION, _SET = TimexType.DATE, TimexType.TIME, TimexType.DURATION, TimexType.SET


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
    found: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> date | None:
        """The day that "last week" counts from: publication in news, the last named day in narratives."""
        return self.named if self.narrative and self.named else self.published

    @property
    def named(self) -> date | None:
        days = interval_of(self.last) if self.last else None
        return days[0].start if days else None

    @property
    def basis(self) -> Basis:
        return Basis.TEXT if self.narrative and self.named else Basis.PUBLICATION


def meaning(found: Found, around: Surroundings) -> Meaning | None:
    """What a match means; None where it is no time expression."""
    try:
        return _RULES[found.rule](found.parts, found, around)
    except (ValueError, OverflowError):
        return None


# ---------------------------------------------------------------- small tools


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _day(text: str) -> int:
    words = text.lower()
    return ORDINALS.get(words) or int(re.sub(r"\D", "", words))


def _mod(pre: str | None) -> str | None:
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


def _shift_month(day: date, count: int) -> date:
    total = day.year * 12 + day.month - 1 + count
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, 28))


def _week(day: date) -> str:
    iso = day.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def _quarter(day: date) -> str:
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def _year_of(parts: dict[str, str | None], around: Surroundings) -> int | None:
    """The year that a match names: in digits, in words, or as "last year"."""
    if parts.get("year"):
        return int(str(parts["year"]))
    if parts.get("spelled"):
        return _spelled(str(parts["spelled"]))
    relative = parts.get("relyear")
    if not relative:
        return None
    relative = relative.lower()
    if relative in ("that", "the same", "the following", "the previous"):
        base = around.named
        shift = {"the following": 1, "the previous": -1}.get(relative, 0)
    else:
        base = around.anchor
        shift = {"last": -1, "next": 1}.get(relative, 0)
    return base.year + shift if base else None


def _spelled(words: str) -> int | None:
    lowered = words.lower()
    if "two thousand" in lowered:
        rest = lowered.split("two thousand")[1].replace("and", "").strip()
        return 2000 + int(number(rest) or 0) if rest else 2000
    return spelled_year(words)


def _clear_year(parts: dict[str, str | None]) -> Basis:
    return Basis.EXPLICIT if parts.get("year") or parts.get("spelled") else Basis.PUBLICATION


def _nearest_year(month: int, day: int | None, found: Found, around: Surroundings) -> int | None:
    """The year of a month, or of a day of it, that was named without one."""
    if around.narrative and around.named:
        return _narrative_year(month, around)
    base = around.published
    if base is None:
        return around.named.year if around.named else None
    tense = _direction(found, around)
    if day is None:
        if tense == FUTURE:
            return base.year + (month < base.month)
        if tense == _NEAR:
            return base.year + (month + 6 < base.month) - (month - 6 > base.month)
        if tense == PRESENT and 0 < month - base.month <= 6:
            return base.year
        return base.year - (month > base.month)
    options = [date(year, month, min(day, 28)) for year in (base.year - 1, base.year, base.year + 1)]
    near = min(options, key=lambda each: abs((each - base).days))
    ahead = (near - base).days
    if tense == PAST and ahead > (7 if _BEHIND.search(around.text[max(0, found.start - 12) : found.start]) else 90):
        return near.year - 1
    if around.text[max(0, found.start - 10) : found.start].lower().endswith(("effective ", " payable ")):
        return near.year + (ahead < -7)
    return near.year + (tense == FUTURE and ahead < -60)


_BEHIND = re.compile(r"\b(?:since|ended)\s$", re.I)
_AHEAD = re.compile(r"\b(?:until|till|by|through|due|starting|beginning)\s$", re.I)
_SURELY_AHEAD = re.compile(r"\b(?:effective|payable)\s$", re.I)
_NEAR = "near"


def _direction(found: Found, around: Surroundings) -> str | None:
    """The tense, unless the word before the expression says more than the clause does."""
    before = around.text[max(0, found.start - 12) : found.start]
    if _BEHIND.search(before):
        return PAST
    if _SURELY_AHEAD.search(before):
        return FUTURE
    tense = around.tense(found)
    if _AHEAD.search(before):
        return _NEAR if tense == PAST else FUTURE
    return tense


def _narrative_year(month: int, around: Surroundings) -> int:
    """Narratives move forward: the year of the last date, the next one where the month would lie far behind it."""
    named = around.named
    assert named is not None
    last = interval_of(around.last or "")
    if last and last[0].days > 300:
        return named.year
    return named.year + 1 if named.month - month >= 7 else named.year


# ---------------------------------------------------------------- days and months


def _iso(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    day = date.fromisoformat(str(parts["iso"]))
    clock = re.search(r"T(\d\d:\d\d)", around.text[found.start : found.end])
    return Meaning(_TIME, f"{day}T{clock[1]}") if clock else Meaning(_DATE, day.isoformat())


def _slashes(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    from tracker.extract.normalize import explicit_day

    day = explicit_day(around.text[found.start : found.end])
    return Meaning(_DATE, day.isoformat()) if day else None


def _full_day(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    month, day = _month(str(parts["month"])), _day(str(parts["day"]))
    year = _year_of(parts, around)
    basis = _clear_year(parts)
    deixis, base = (parts.get("deixis") or "").lower(), around.anchor
    if year is None and base and deixis in ("last", "next") and not parts.get("weekday"):
        year, basis = _other_side(date(base.year, month, day), base, deixis), around.basis
    if year is None:
        year = _nearest_year(month, day, found, around)
        basis = around.basis
    if year is None:
        return Meaning(_DATE, f"XXXX-{month:02d}-{day:02d}", _mod(parts.get("pre")), Basis.NONE)
    part = DAY_PARTS.get((parts.get("part") or "").lower())
    if part:
        return Meaning(_TIME, f"{date(year, month, day)}T{part}", _mod(parts.get("pre")), basis)
    return Meaning(_DATE, date(year, month, day).isoformat(), _mod(parts.get("pre")), basis)


def _other_side(day: date, base: date, deixis: str) -> int:
    """The year of "last Dec. 3" and "next Dec. 3"."""
    return base.year - (day >= base) if deixis == "last" else base.year + (day <= base)


def _days_between(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "Nov. 14–16": two expressions, whose days belong together."""
    first = _full_day(parts, found, around)
    second = _full_day(parts | {"day": parts["to"]}, found, around)
    if first is None or second is None or second.value < first.value:
        return first
    text = around.text[found.start : found.end]
    cut = re.search(r"(?:st|nd|rd|th)?\s?(?:-|–|\bto\b|\band\b)\s?", text)
    assert cut is not None
    also = Meaning(second.type, second.value, None, second.basis, (cut.end(), len(text)), None, True)
    return Meaning(first.type, first.value, None, first.basis, (0, cut.start()), also, True)


def _month_year(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    year = _year_of(parts, around)
    if year is None:
        return None
    return Meaning(_DATE, f"{year:04d}-{_month(str(parts['month'])):02d}", _mod(parts.get("pre")), _clear_year(parts))


def _bare_month(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    month, deixis = _month(str(parts["month"])), (parts.get("deixis") or "").lower()
    base, mod = around.anchor, _mod(parts.get("pre"))
    if deixis in ("last", "this past") and base:
        year: int | None = base.year - (month >= base.month)
    elif deixis in ("next", "this coming") and base:
        year = base.year + (month <= base.month)
    elif deixis == "the following" and around.named:
        year = around.named.year + (month <= around.named.month)
    elif deixis == "this" and base:
        year = base.year
    else:
        year = _nearest_year(month, None, found, around)
    if year is None:
        return Meaning(_DATE, f"XXXX-{month:02d}", mod, Basis.NONE)
    return Meaning(_DATE, f"{year:04d}-{month:02d}", mod, around.basis)


def _bare_weekday(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    weekday = WEEKDAYS[str(parts["weekday"]).lower().rstrip(".")]
    deixis = (parts.get("deixis") or "").lower()
    part = DAY_PARTS.get((parts.get("part") or "").lower())
    if deixis in ("every", "each") or parts.get("plural") or parts.get("parts"):
        return Meaning(_SET, f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""), None, Basis.NONE)
    day = _weekday_day(weekday, deixis, parts.get("week"), found, around)
    kind, tail = (_TIME, f"T{part}") if part else (_DATE, "")
    if day is None:
        return Meaning(kind, f"XXXX-WXX-{weekday}{tail}", _mod(parts.get("pre")), Basis.NONE)
    basis = around.basis if deixis not in ("the following", "the previous") else Basis.TEXT
    return Meaning(kind, f"{day}{tail}", _mod(parts.get("pre")), basis)


def _weekday_day(weekday: int, deixis: str, week: str | None, found: Found, around: Surroundings) -> date | None:
    """The day that a weekday's name means. A name alone is the nearest such day in the direction of the tense; the
    day of publication itself counts as today."""
    base = around.named if deixis in ("the following", "the previous") else around.anchor
    if base is None:
        return None
    back, ahead = (base.isoweekday() - weekday) % 7, (weekday - base.isoweekday()) % 7
    if week:
        monday = base - timedelta(days=base.isoweekday() - 1)
        return monday + timedelta(days=weekday - 1 + {"last": -7, "this": 0, "next": 7}[week.lower()])
    if deixis in ("last", "this past", "the previous"):
        return base - timedelta(days=back or 7)
    if deixis in ("next", "this coming", "the following"):
        return base + timedelta(days=ahead or 7)
    if deixis == "this":
        return base + timedelta(days=ahead)
    if back == 0:
        return base
    if around.narrative or _direction(found, around) == FUTURE:
        return base + timedelta(days=ahead)
    return base - timedelta(days=back)


def _day_word(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    word = str(parts["word"]).lower()
    part = "NI" if word == "tonight" else DAY_PARTS.get((parts.get("part") or "").lower())
    base, mod = around.published, _mod(parts.get("pre"))
    kind, tail = (_TIME, f"T{part}") if part else (_DATE, "")
    if base is None:
        fallback = {"yesterday": "PAST_REF", "tomorrow": "FUTURE_REF"}.get(word, "PRESENT_REF")
        return Meaning(kind, fallback, mod, Basis.NONE)
    day = base + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    return Meaning(kind, f"{day}{tail}", mod, Basis.PUBLICATION)


def _day_beside(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    shift = -2 if "yesterday" in str(parts["beside"]).lower() else 2
    if around.published is None:
        return Meaning(_DATE, "PAST_REF" if shift < 0 else "FUTURE_REF", None, Basis.NONE)
    return Meaning(_DATE, (around.published + timedelta(days=shift)).isoformat(), None, Basis.PUBLICATION)


def _part_of_day(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    deixis = str(parts["deixis"]).lower()
    part = DAY_PARTS[str(parts["part"]).lower()]
    base = around.anchor if deixis in ("this", "last") else around.named or around.anchor
    if base is None:
        return Meaning(_TIME, f"XXXX-XX-XXT{part}", _mod(parts.get("pre")), Basis.NONE)
    shift = {"last": -1, "the previous": -1, "the next": 1, "the following": 1}.get(deixis, 0)
    basis = Basis.PUBLICATION if deixis in ("this", "last") else Basis.TEXT
    return Meaning(_TIME, f"{base + timedelta(days=shift)}T{part}", _mod(parts.get("pre")), basis)


def _clock_value(text: str) -> str:
    """ "10:30 p.m." → 22:30; parts of the day where no hour is named."""
    words = text.lower().replace(".", "").replace(" ", "")
    fixed = {"noon": "12:00", "midnight": "24:00"}.get(words)
    if fixed:
        return fixed
    if words.startswith("mid"):
        return "MO" if "morning" in words else "AF"
    found = re.match(r"(\d{1,2}):?(\d\d)?(am|pm)?", words)
    assert found is not None
    hour = int(found[1])
    if hour > 24 or int(found[2] or 0) > 59:
        raise ValueError(text)
    if found[3] == "pm" and hour < 12:
        hour += 12
    elif found[3] == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{found[2] or '00'}"


def _clock_day(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    clock = _clock_value(str(parts["clock"]))
    if parts.get("weekday"):
        day = _bare_weekday({"weekday": parts["weekday"]}, found, around)
    elif parts.get("month"):
        day = _full_day(parts, found, around) or Meaning(_DATE, "XXXX-XX-XX", None, Basis.NONE)
    elif parts.get("word"):
        day = _day_word({"word": parts["word"]}, found, around)
    else:
        base = around.anchor
        day = Meaning(_DATE, base.isoformat() if base else "XXXX-XX-XX", None, around.basis if base else Basis.NONE)
    mod = "APPROX" if (parts.get("approx") or "").lower() in ("about", "around") else None
    mod = mod or ("MID" if str(parts["clock"]).lower().startswith("mid-") else None)
    return Meaning(_TIME, f"{day.value.split('T')[0]}T{clock}", mod, day.basis)


# ---------------------------------------------------------------- years and their parts


def _bare_year(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    year = _year_of(parts, around)
    if year is None:
        return None
    mod = "ON_OR_AFTER" if parts.get("open") else _mod(parts.get("pre"))
    return Meaning(_DATE, f"{year:04d}", mod)


def _year_period(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    """ "the 1988 quarter", "the 1988 period": the part of that year that the text is about."""
    year = int(str(parts["year"]))
    if around.last_quarter and (around.quarterly or parts["span"] == "quarter"):
        return Meaning(_DATE, f"{year:04d}{around.last_quarter[4:]}", None, Basis.TEXT)
    return Meaning(_DATE, f"{year:04d}")


def _nth_day(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "on the 13th": of the month that the text stands in, or of the last month that had such a day."""
    before = around.text[max(0, found.start - 9) : found.start].lower()
    if not re.search(r"\b(?:on|by|from|until|to|since|and)\s$", before):
        return None
    base, day = around.named or around.published, int(str(parts["day"]))
    if base is None:
        return Meaning(_DATE, f"XXXX-XX-{day:02d}", None, Basis.NONE)
    if around.named is None and day > base.day and around.tense(found) != FUTURE:
        base = _shift_month(base, -1)
    basis = Basis.TEXT if around.named else Basis.PUBLICATION
    return Meaning(_DATE, date(base.year, base.month, day).isoformat(), None, basis)


def _latest_period(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "the latest period", "the latest nine months": what the report is about."""
    if parts.get("nine"):
        around.quarterly = False
        return Meaning(_DURATION, _period(number(str(parts["nine"])), "month"), None, around.basis)
    if around.last_quarter is None:
        return None
    year = int(around.last_quarter[:4]) - bool(parts.get("lastyear"))
    return Meaning(_DATE, f"{year:04d}{around.last_quarter[4:]}", None, Basis.TEXT)


def _years(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    first = int(str(parts["year"]))
    raw = str(parts["to"])
    last = int(raw) if len(raw) == 4 else first - first % 100 + int(raw)
    if not first < last <= first + 150:
        return Meaning(_DATE, f"{first:04d}", None, span=(0, 4)) if len(raw) == 4 else None
    text = around.text[found.start : found.end]
    at = len(text) - len(raw)
    also = Meaning(_DATE, f"{last:04d}", None, Basis.EXPLICIT, (at, len(text)), None, True)
    return Meaning(_DATE, f"{first:04d}", None, Basis.EXPLICIT, (0, 4), also, True)


def _bc(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    value = f"BC{int(str(parts['num'])):04d}"
    if parts.get("month"):
        value += f"-{_month(str(parts['month'])):02d}"
    elif parts.get("season"):
        value += f"-{SEASONS[str(parts['season']).lower()]}"
    return Meaning(_DATE, value, _mod(parts.get("pre")))


def _short_year(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "the class of '98": the last such year before the anchor."""
    base, short = around.anchor, int(str(parts["short"]))
    if base is None:
        return None
    year = base.year - base.year % 100 + short
    return Meaning(_DATE, f"{year - 100 * (year > base.year + 5):04d}")


def _time_ref(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "the same time", "this period": in narratives the date that the text stands at."""
    words = str(parts["same"]).lower()
    if words == "at the":
        return Meaning(_DATE, "PRESENT_REF", None, Basis.NONE, (3, found.end - found.start))
    if around.last is None or words != "the same":
        return Meaning(_DATE, "PRESENT_REF" if words == "this" else "PAST_REF", None, Basis.NONE)
    return Meaning(_DATE, around.last, None, Basis.TEXT)


def _at_night(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    word = str(parts["part"]).lower()
    if word == "night" and not re.search(r"\bat\s$", around.text[max(0, found.start - 4) : found.start], re.I):
        return None
    return Meaning(_TIME, f"XXXX-XX-XXT{'DT' if word == 'daytime' else 'NI'}", None, Basis.NONE)


def _decade(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    digits = re.sub(r"\D", "", str(parts["decade"]))
    if len(digits) == 2:
        text = around.text[found.start : found.end].lower()
        if not re.match(r"the\b|['’]", text) or int(digits) < 20:
            return None
        digits = f"19{digits}"
    return Meaning(_DATE, digits[:3], _mod(parts.get("pre")))


def _decade_word(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    words = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
    return Meaning(_DATE, f"19{2 + words.index(str(parts['decadeword']).lower())}", _mod(parts.get("pre")))


def _century(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    number_of = _day(str(parts["nth"]))
    if parts.get("bc"):
        return Meaning(_DATE, f"BC{number_of - 1:02d}", _mod(parts.get("pre")))
    return Meaning(_DATE, f"{number_of - 1:02d}", _mod(parts.get("pre")))


def _season(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    word, deixis = str(parts["season"]).lower(), (parts.get("deixis") or "").lower()
    code = SEASONS[word]
    year, mod = _year_of(parts, around), _mod(parts.get("pre"))
    if year is not None:
        return Meaning(_DATE, f"{year:04d}-{code}", mod, _clear_year(parts))
    base = around.anchor
    if base is None or (around.narrative and not around.named):
        return Meaning(_DATE, f"XXXX-{code}", mod, Basis.NONE) if deixis or around.narrative else None
    month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    if around.narrative:
        year = _narrative_year(month, around)
    elif deixis in ("last", "this past"):
        year = base.year - (month + 2 >= base.month)
    elif deixis in ("next", "this coming"):
        year = base.year + (month <= base.month)
    elif deixis == "this":
        year = base.year
    elif not deixis:
        return None if not mod else Meaning(_DATE, f"{base.year:04d}-{code}", mod, around.basis)
    else:
        year = (
            base.year + (month + 2 < base.month) if around.tense(found) == FUTURE else base.year - (month > base.month)
        )
    return Meaning(_DATE, f"{year:04d}-{code}", mod, around.basis)


_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}


def _quarter_of(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    span = "Q" if str(parts.get("span") or "quarter").lower() == "quarter" else "H"
    if found.rule == "q_number":
        span = around.text[found.start].upper()
    raw = str(parts["nth"]).lower()
    nth = int(raw) if raw.isdigit() else _NTH[raw]
    if span == "H":
        nth = min(nth, 2)
    text = around.text[found.start : found.end].lower()
    year = _year_of(parts, around)
    if (
        span == "H"
        and year is None
        and " of the year" not in text
        and "half of" not in text
        and found.rule != "q_number"
    ):
        return None  # the second half of a match, of a match report, of anything
    basis = _clear_year(parts)
    if year is None:
        base = around.anchor
        if base is None:
            return Meaning(_DATE, f"XXXX-{span}{nth}", _mod(parts.get("pre")), Basis.NONE)
        now = (base.month + 2) // 3 if span == "Q" else (base.month + 5) // 6
        future = around.tense(found) == FUTURE
        year = base.year - (nth > now and not future) + (future and nth == 1 and now == 4)
        basis = around.basis
    value = f"{year:04d}-{span}{nth}"
    if span == "Q":
        around.last_quarter, around.quarterly = value, True
    cut = re.match(r"the\s(?=(?:fiscal\s)?\w+-(?:quarter|half)$)", text)
    return Meaning(_DATE, value, _mod(parts.get("pre")), basis, (4, len(text)) if cut else None)


def _holiday(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    name = str(parts["holiday"]).lower()
    year, base = _year_of(parts, around), around.anchor
    basis = _clear_year(parts)
    if year is None:
        if base is None:
            return None
        options = [holiday(name, base.year + shift) for shift in (-1, 0, 1)]
        deixis, tense = (parts.get("deixis") or "").lower(), around.tense(found)
        if deixis == "last" or (not deixis and tense == PAST):
            day = max(each for each in options if each <= base)
        elif deixis == "next" or tense == FUTURE:
            day = min(each for each in options if each >= base)
        else:
            day = min(options, key=lambda each: abs((each - base).days))
        return Meaning(_DATE, day.isoformat(), None, around.basis)
    return Meaning(_DATE, holiday(name, year).isoformat(), None, basis)


# ---------------------------------------------------------------- units counted from somewhere


def _unit(parts: dict[str, str | None], name: str = "unit") -> str:
    unit = str(parts[name]).lower()
    return "century" if unit.startswith("centur") else unit


def _unit_value(unit: str, day: date) -> str | None:
    """The calendar unit that holds a day."""
    return {
        "day": day.isoformat(), "night": day.isoformat(), "week": _week(day), "fortnight": _week(day),
        "weekend": f"{_week(day)}-WE", "month": f"{day.year:04d}-{day.month:02d}", "quarter": _quarter(day),
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
    return _shift_month(day, round(months * count))


def _deictic(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    unit, deixis = str(parts["deunit"]).lower(), re.sub(r"\s+", " ", str(parts["deixis"]).lower())
    mod = _mod(parts.get("pre"))
    if deixis in ("the past", "this past", "the last") and unit in (
        "year",
        "month",
        "week",
        "quarter",
        "decade",
        "century",
    ):
        if deixis == "this past" and unit in ("week", "month", "year"):
            deixis = "last"
        elif unit in ("year", "decade", "month") and around.published and not around.narrative:
            return Meaning(_DATE, _unit_value(unit, _moved(unit, around.published, -1)) or "", None, around.basis)
        else:
            return Meaning(_DURATION, f"P1{_letter(unit)}", None, around.basis)
    if deixis in ("the", "the entire", "the full", "the whole") and not mod:
        return _definite(unit, deixis, found, around)
    shift = {"last": -1, "next": 1, "the coming": 1, "the next": 1, "the previous": -1, "the following": 1}.get(
        deixis, 0
    )
    from_text = deixis in (
        "that",
        "the same",
        "the previous",
        "the following",
        "that same",
        "the very same",
        "the next",
    )
    base = (around.named or around.anchor) if from_text else around.anchor
    if unit == "day" and deixis == "this":
        return None
    if base is None:
        return Meaning(_DATE, "PAST_REF" if shift < 0 else "FUTURE_REF" if shift else "PRESENT_REF", mod, Basis.NONE)
    basis = Basis.TEXT if from_text and around.named else around.basis
    if deixis == "the latest":
        shift = -1
    if (
        unit == "quarter"
        and around.last_quarter
        and _over(around)
        and deixis in ("the latest", "this", "that", "the same")
    ):
        return Meaning(_DATE, around.last_quarter, mod, Basis.TEXT)
    value = _unit_value(unit, _moved(unit, base, shift))
    mod = "APPROX" if parts.get("orso") else mod
    return Meaning(_DATE, value, mod, basis) if value else None


_ENDED = re.compile(r"\s(?:that\s)?end(?:ed|ing)\s(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")


def _over(around: Surroundings) -> bool:
    """Whether the quarter that the text is about had ended when it was published."""
    days = interval_of(around.last_quarter or "")
    return days is not None and (around.published is None or days[0].end <= around.published)


def _definite(unit: str, deixis: str, found: Found, around: Surroundings) -> Meaning | None:
    """ "the year", "the quarter", "the weekend": a date where the text makes plain which one, else no expression."""
    base = around.anchor
    if unit == "weekend" and base:
        future = around.tense(found) == FUTURE
        day = _moved("week", base, 0 if future or base.isoweekday() > 5 else -1)
        return Meaning(_DATE, f"{_week(day)}-WE", None, around.basis)
    ended = _ENDED.match(around.text, found.end)
    if unit == "quarter" and re.match(r"\sof (?:a|an|the|its|all)\b", around.text[found.end : found.end + 8]):
        return None
    if unit == "quarter" and base and ended:
        month = _month(ended[1])
        value = f"{base.year - (month > base.month):04d}-Q{max(1, month // 3)}"
        around.last_quarter, around.quarterly = value, True
        return Meaning(_DATE, value, None, around.basis)
    if unit == "quarter" and (around.last_quarter or base):
        value = around.last_quarter or _quarter(_moved("quarter", base, -1))  # type: ignore[arg-type]
        return Meaning(_DATE, value, None, Basis.TEXT if around.last_quarter else around.basis)
    if unit == "year" and base:
        if deixis in ("the full", "the whole", "the entire"):
            return Meaning(_DATE, f"{base.year:04d}", None, around.basis)
        return Meaning(_DURATION, "P1Y", None, around.basis)
    return None


def _year_end(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    base = around.anchor
    if base is None:
        return Meaning(_DATE, "FUTURE_REF", "END", Basis.NONE)
    if str(parts["pre"]).lower().startswith("month"):
        return Meaning(_DATE, f"{base.year:04d}-{base.month:02d}", "END", around.basis)
    past = around.tense(found) == PAST and base.month < 7
    if around.text[found.start : found.end].lower() == "year-end":
        return Meaning(_DATE, f"{base.year - past:04d}-12-31", None, around.basis)
    return Meaning(_DATE, f"{base.year - past:04d}", "END", around.basis)


def _letter(unit: str) -> str:
    return {"decade": "E", "century": "C"}.get(unit, UNITS[unit])


def _period(count: float | None, unit: str) -> str:
    """A TIMEX3 duration; X where the number is vague."""
    letter = UNITS[unit if unit != "century" else "centurie"]
    if unit in ("fortnight",):
        count = 2 * count if count else count
    if unit == "quarter" and count is not None:
        count, letter = 3 * count, "M"
    if unit == "decade" and count is not None:
        count, letter = 10 * count, "Y"
    if unit == "century" and count is not None:
        count, letter = 100 * count, "Y"
    clock = "T" if unit in CLOCK_UNITS else ""
    if count is None:
        return f"P{clock}X{letter}"
    if count != int(count):
        smaller = {"Y": (12, "M", ""), "M": (30, "D", ""), "W": (7, "D", ""), "D": (24, "H", "T"), "H": (60, "M", "T")}
        if clock and letter == "M":
            smaller = {"M": (60, "S", "T")}
        if letter in smaller and count % 1 == 0.5:
            times, less, mark = smaller[letter]
            whole = f"{int(count)}{letter}" if int(count) else ""
            return f"P{clock}{whole}{mark if not clock else ''}{times // 2}{less}"
        return f"P{clock}{count:g}{letter}"
    return f"P{clock}{int(count)}{letter}"


_APPROX = {
    "about": "APPROX", "around": "APPROX", "roughly": "APPROX", "approximately": "APPROX", "close to": "APPROX",
    "nearly": "APPROX", "almost": "APPROX", "more than": "MORE_THAN", "over": "MORE_THAN", "just over": "MORE_THAN",
    "less than": "LESS_THAN", "under": "LESS_THAN", "fewer than": "LESS_THAN", "just under": "LESS_THAN",
    "at least": "EQUAL_OR_MORE", "no less than": "EQUAL_OR_MORE", "at most": "EQUAL_OR_LESS", "up to": "EQUAL_OR_LESS",
    "no more than": "EQUAL_OR_LESS", "as many as": "EQUAL_OR_LESS",
}  # fmt: skip


def _offset(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "two years ago", "a day earlier", "three weeks later"."""
    unit, way = _unit(parts), str(parts["way"]).lower()
    mod = _APPROX.get((parts.get("approx") or "").lower())
    if unit in ("summer", "winter"):
        return None
    count = number(str(parts["num"])) if parts.get("num") else None
    back = way in ("ago", "earlier", "before", "previously", "prior", "back")
    if count is None:
        if not parts.get("vague") and way not in ("ago", "later"):
            return None
        return Meaning(_DATE, "PAST_REF" if back else "FUTURE_REF", mod, Basis.NONE)
    from_text = way not in ("ago", "from now", "hence", "back")
    yearly = way == "earlier" and unit in ("year", "month") and not around.narrative
    base = around.named if from_text and around.named and not yearly else around.anchor
    if unit in CLOCK_UNITS or base is None:
        return Meaning(_DURATION, _period(count, unit), mod, Basis.NONE)
    basis = Basis.TEXT if from_text and around.named and not yearly else around.basis
    if unit == "year" and count == 1 and around.quarterly and way in ("ago", "earlier") and around.last_quarter:
        return Meaning(_DATE, f"{int(around.last_quarter[:4]) - 1:04d}{around.last_quarter[4:]}", mod, Basis.TEXT)
    value = _unit_value(unit, _moved(unit, base, -count if back else count))
    return Meaning(_DATE, value, mod, basis) if value else None


def _beside(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "the day before", "the following year", "that same day": counted from the last date of the text."""
    words = str(parts["beside"]).lower()
    unit = words.split()[-1] if words.split()[-1] not in ("before", "after") else words.split()[1]
    shift = (
        -1 if re.search(r"before|previous|preceding", words) else 1 if re.search(r"after|following|next", words) else 0
    )
    base = around.named or around.published
    if base is None:
        return Meaning(_DATE, "PAST_REF" if shift <= 0 else "FUTURE_REF", None, Basis.NONE)
    part = {"night": "TNI", "morning": "TMO"}.get(unit, "")
    value = _unit_value("day" if part else unit, _moved("day" if part else unit, base, shift))
    return Meaning(_TIME if part else _DATE, f"{value}{part}", None, Basis.TEXT) if value else None


def _past_next(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "the past 12 months", "the next few days": a duration that begins or ends with the anchor."""
    unit, deixis = _unit(parts), str(parts["deixis"]).lower()
    count = number(str(parts["num"])) if parts.get("num") else None
    if parts.get("fuzzy"):
        count = 2 if "couple" in str(parts["fuzzy"]).lower() else None
    elif not parts.get("num") and deixis not in ("past", "recent", "coming"):
        return None
    if deixis in ("recent", "coming") and count is None and unit in ("day", "week", "month", "quarter"):
        if deixis == "recent" or unit in ("day", "week"):
            return Meaning(_DURATION, _period(None, "month" if unit == "quarter" else unit), None, Basis.NONE)
    if deixis == "recent" or (deixis == "coming" and count is None):
        return Meaning(_DATE, "PAST_REF" if deixis == "recent" else "FUTURE_REF", None, around.basis)
    if deixis in ("first", "final"):
        if unit == "month":
            around.quarterly = False
        return Meaning(_DURATION, _period(count, unit), None, Basis.NONE)
    return Meaning(_DURATION, _period(count, unit), None, around.basis)


def _ago_adjective(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    nth = _NTH.get(str(parts.get("nth")).lower())
    if nth and around.anchor:
        year = min(int(around.last_quarter[:4]), around.anchor.year) if around.last_quarter else around.anchor.year
        return Meaning(_DATE, f"{year - 1:04d}-Q{nth}", None, around.basis)
    if around.last_quarter:
        return Meaning(_DATE, f"{int(around.last_quarter[:4]) - 1:04d}{around.last_quarter[4:]}", None, Basis.TEXT)
    base = around.anchor
    return Meaning(_DATE, f"{base.year - 1:04d}", None, around.basis) if base else None


def _recent_units(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    future = around.text[found.start : found.end].lower().startswith("coming")
    if _unit(parts) in ("week", "day") or (not future and _unit(parts) == "month"):
        return Meaning(_DURATION, _period(None, _unit(parts)), None, Basis.NONE)
    return Meaning(_DATE, "FUTURE_REF" if future else "PAST_REF", None, around.basis)


def _duration(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    unit = _unit(parts)
    count = number(str(parts["num"])) if parts.get("num") else None
    if parts.get("num") and count is None:
        return None
    words = around.text[found.start : found.end].lower()
    if unit in ("summer", "winter", "second", "weekend", "quarter") and count == 1:
        return None
    if "and a half" in words and count is not None and count % 1 == 0:
        count += 0.5
    value = _period(count, unit)
    if parts.get("num2") and parts.get("unit2"):
        more = _period(number(str(parts["num2"])), _unit(parts, "unit2"))[1:]
        value += more.removeprefix("T") if "T" in value else more
    return Meaning(_DURATION, value, _APPROX.get((parts.get("approx") or "").lower()), Basis.NONE)


def _hyphen(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    text = around.text[found.start : found.end]
    if "-" not in text or re.match(r"(?:an?|one)\s", text.lower()):
        at = text.lower().find(str(parts["num"]).lower())
        if "-" not in text and not re.match(r"\s[a-z]{3}", around.text[found.end :]):
            return None
        return Meaning(_DURATION, _period(number(str(parts["num"])), _unit(parts)), None, Basis.NONE, (at, len(text)))
    return Meaning(_DURATION, _period(number(str(parts["num"])), _unit(parts)), None, Basis.NONE)


def _set_every(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    if parts.get("month"):
        return Meaning(_SET, f"XXXX-{_month(str(parts['month'])):02d}", None, Basis.NONE)
    if parts.get("season"):
        return Meaning(_SET, f"XXXX-{SEASONS[str(parts['season']).lower()]}", None, Basis.NONE)
    count = number(str(parts["num"])) if parts.get("num") else 1
    unit = _unit(parts)
    letter = {"decade": "E", "century": "C"}.get(unit, UNITS.get(unit, "D"))
    return Meaning(_SET, f"P{'T' if unit in CLOCK_UNITS else ''}{int(count or 1)}{letter}", None, Basis.NONE)


_OFTEN = {
    "hourly": "PT1H", "daily": "XXXX-XX-XX", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "fortnightly": "P2W",
    "monthly": "P1M", "quarterly": "P1Q", "yearly": "P1Y", "annually": "P1Y",
}  # fmt: skip


def _set_word(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    return Meaning(_SET, _OFTEN[str(parts["often"]).lower()], None, Basis.NONE)


def _set_per(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "twice a year", "$5 million a month": a set only after a rate, else "a year" is a duration."""
    before = around.text[max(0, found.start - 40) : found.start].lower()
    unit = str(parts["unit"]).lower()
    if parts.get("times"):
        return Meaning(_SET, f"P1{UNITS[unit]}", None, Basis.NONE)
    rate = re.search(
        r"(?:\b(?:once|twice|times|million|billion|trillion|thousand|hundred|dollars|euros|barrels|tons|tonnes|percent"
        r"|per cent|cents|people|hours|days)|[%\d])\s$", before
    )  # fmt: skip
    if rate or around.text[found.start : found.start + 3].lower() == "per":
        return Meaning(_SET, f"P1{UNITS[unit]}", None, Basis.NONE)
    return Meaning(_DURATION, f"P1{UNITS[unit]}", None, Basis.NONE)


def _reference(value: str) -> Callable[[dict[str, str | None], Found, Surroundings], Meaning | None]:
    def rule(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
        return Meaning(_DATE, value, None, Basis.PUBLICATION)

    return rule


def _bare_units(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning | None:
    """ "for years", "in weeks": only after a word that makes a duration of it."""
    before = around.text[max(0, found.start - 16) : found.start].lower()
    words, after = around.text[found.start : found.end].lower(), around.text[found.end : found.end + 4].lower()
    if words.startswith("the ") and not (parts.get("early") or "ahead" in words or re.search(r"\bover\s$", before)):
        return None
    if not re.search(r"\b(?:for|in|within|after|took|over)\s$", before) and after != " of ":
        return None
    return Meaning(_DURATION, _period(None, _unit(parts)), None, Basis.NONE)


def _vague_duration(parts: dict[str, str | None], found: Found, around: Surroundings) -> Meaning:
    return Meaning(_DURATION, "PXX", None, Basis.NONE)


_RULES: dict[str, Callable[[dict[str, str | None], Found, Surroundings], Meaning | None]] = {
    "iso": _iso, "slashes": _slashes, "clock_day": _clock_day, "dates_mdy": _days_between, "dates_dmy": _days_between,
    "mdy": _full_day, "dmy": _full_day, "month_year": _month_year, "month": _bare_month, "season": _season,
    "quarter_of": _quarter_of, "year_quarter": _quarter_of, "q_number": _quarter_of, "nth_day": _nth_day, "years": _years, "year": _bare_year, "year_period": _year_period, "latest_period": _latest_period,
    "bc": _bc, "short_year": _short_year, "time_ref": _time_ref, "at_night": _at_night, "decade": _decade, "decade_word": _decade_word, "century": _century, "day_word": _day_word,
    "day_beside": _day_beside, "part_of_day": _part_of_day, "weekday": _bare_weekday, "part_weekday": _clock_day,
    "clock": _clock_day, "deictic": _deictic, "year_end": _year_end, "offset": _offset, "beside": _beside,
    "past_next": _past_next, "past_next_one": _past_next, "ago_adjective": _ago_adjective, "recent_units": _recent_units,
    "hyphen_duration": _hyphen, "vague_duration": _vague_duration, "duration": _duration, "bare_units": _bare_units,
    "set_every": _set_every, "set_word": _set_word, "set_per": _set_per, "now": _reference("PRESENT_REF"),
    "current": _reference("PRESENT_REF"), "past": _reference("PAST_REF"), "future": _reference("FUTURE_REF"),
    "holiday": _holiday,
}  # fmt: skip
