"""Readings of days, weekdays, months, parts of the day and clock times. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.extract.timex_grammar import Found
from tracker.extract.timex_meaning import (
    DATE,
    FUTURE,
    NEAR,
    NEAR_BY,
    PAST,
    SET,
    TIME,
    Meaning,
    Parts,
    Surroundings,
    clear_year,
    day_number,
    direction,
    mod_of,
    month_number,
    nearest_year,
    shift_month,
    week_of,
    year_of,
)
from tracker.extract.timex_values import interval_of
from tracker.extract.timex_words import DAY_PARTS, WEEKDAYS, number
from tracker.model import Basis, Granularity


def read_iso(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    day = date.fromisoformat(str(parts["iso"]))
    clock = re.search(r"T(\d\d:\d\d)", around.text[found.start : found.end])
    return Meaning(TIME, f"{day}T{clock[1]}") if clock else Meaning(DATE, day.isoformat())


def read_slashes(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    from tracker.extract.normalize import explicit_day

    day = explicit_day(around.text[found.start : found.end])
    return Meaning(DATE, day.isoformat()) if day else None


# the one day that goes by its name without a year
_THAT_DAY = re.compile(r",?\s(?:terror\w*\s)?(?:attacks?|hijack\w+|commission|memorial)\b", re.I)


def read_full_day(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    month, day = month_number(str(parts["month"])), day_number(str(parts["day"]))
    year = year_of(parts, around)
    basis = clear_year(parts)
    deixis, base = (parts.get("deixis") or "").lower(), around.anchor
    if year is None and base and deixis in ("last", "next") and not parts.get("weekday"):
        year, basis = _other_side(date(base.year, month, day), base, deixis), around.basis
    if year is None and (month, day) == (9, 11) and _THAT_DAY.match(around.text, found.end):
        year, basis = 2001, Basis.EXPLICIT
    if year is None:
        year = nearest_year(month, day, found, around)
        basis = around.basis
    if year is None:
        return Meaning(DATE, f"XXXX-{month:02d}-{day:02d}", mod_of(parts.get("pre")), Basis.NONE)
    part = DAY_PARTS.get((parts.get("part") or "").lower())
    if part:
        return Meaning(TIME, f"{date(year, month, day)}T{part}", mod_of(parts.get("pre")), basis)
    return Meaning(DATE, date(year, month, day).isoformat(), mod_of(parts.get("pre")), basis)


def _other_side(day: date, base: date, deixis: str) -> int:
    """The year of "last Dec. 3" and "next Dec. 3"."""
    return base.year - (day >= base) if deixis == "last" else base.year + (day <= base)


def read_days_between(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "Nov. 14–16": two expressions, whose days belong together."""
    first = read_full_day(parts, found, around)
    second = read_full_day(parts | {"day": parts["to"]}, found, around)
    if first is None or second is None or second.value < first.value:
        return first
    text = around.text[found.start : found.end]
    cut = re.search(r"(?:st|nd|rd|th)?\s?(?:-|–|\bto\b|\band\b)\s?", text)
    assert cut is not None
    also = Meaning(second.type, second.value, None, second.basis, (cut.end(), len(text)), None, True)
    return Meaning(first.type, first.value, None, first.basis, (0, cut.start()), also, True)


def read_month_year(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    year = year_of(parts, around)
    if year is None:
        return None
    return Meaning(
        DATE, f"{year:04d}-{month_number(str(parts['month'])):02d}", mod_of(parts.get("pre")), clear_year(parts)
    )


def read_bare_month(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    month, deixis = month_number(str(parts["month"])), (parts.get("deixis") or "").lower()
    base, mod = around.anchor, mod_of(parts.get("pre"))
    if deixis in ("last", "this past") and base:
        year: int | None = base.year - (month >= base.month)
    elif deixis in ("next", "this coming") and base:
        year = base.year + (month <= base.month)
    elif deixis == "the following" and around.named:
        year = around.named.year + (month <= around.named.month)
    elif deixis == "this" and base:
        year = base.year
    else:
        year = nearest_year(month, None, found, around)
    if year is None:
        return Meaning(DATE, f"XXXX-{month:02d}", mod, Basis.NONE)
    return Meaning(DATE, f"{year:04d}-{month:02d}", mod, around.basis)


def read_bare_weekday(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    weekday = WEEKDAYS[str(parts["weekday"]).lower().rstrip(".")]
    deixis = (parts.get("deixis") or "").lower()
    part = DAY_PARTS.get((parts.get("part") or "").lower())
    if deixis.startswith(("every", "each")) or parts.get("plural") or parts.get("parts"):
        return Meaning(SET, f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""), None, Basis.NONE)
    day = _weekday_day(weekday, deixis, parts.get("week"), found, around)
    kind, tail = (TIME, f"T{part}") if part else (DATE, "")
    if day is None:
        return Meaning(kind, f"XXXX-WXX-{weekday}{tail}", mod_of(parts.get("pre")), Basis.NONE)
    basis = around.basis if deixis not in ("the following", "the previous") else Basis.TEXT
    return Meaning(kind, f"{day}{tail}", mod_of(parts.get("pre")), basis)


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
    way = direction(found, around)
    if (week_ahead := _week_ahead(around)) and way == FUTURE:
        return week_ahead + timedelta(days=weekday - 1)
    if back == 0:
        return base
    if around.narrative or way == FUTURE or (way != PAST and around.timetable(found)) or (way == NEAR and ahead < back):
        return base + timedelta(days=ahead)
    return base - timedelta(days=back)


def _week_ahead(around: Surroundings) -> date | None:
    """The Monday of the week that the text has just named: "will come next week ... will land on Wednesday"."""
    days = interval_of(around.last or "")
    if around.narrative or days is None or days[1] is not Granularity.WEEK or around.published is None:
        return None
    return days[0].start if days[0].start > around.published else None


def read_week_of(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "The week of Dec. 2": the calendar week that holds the day."""
    day = read_full_day({**parts, "weekday": None}, found, around)
    if day is None or day.basis is Basis.NONE:
        return None
    return Meaning(DATE, week_of(date.fromisoformat(day.value)), None, day.basis)


def read_weeks_from(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "A week from Friday", "two weeks from today"."""
    if around.anchor is None:
        return None
    word = (parts.get("word") or "").lower()
    if word:
        first = around.anchor + timedelta(days=word == "tomorrow")
    else:
        first = _coming(str(parts["weekday"]), around.anchor)
    return Meaning(DATE, (first + timedelta(weeks=int(number(str(parts["num"])) or 1))).isoformat(), None, around.basis)


def read_weekday_week(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "Tuesday week": the Tuesday after the coming one."""
    if around.anchor is None:
        return None
    day = _coming(str(parts["weekday"]), around.anchor) + timedelta(weeks=1)
    return Meaning(DATE, day.isoformat(), None, around.basis)


def _coming(weekday: str, base: date) -> date:
    return base + timedelta(days=(WEEKDAYS[weekday.lower().rstrip(".")] - base.isoweekday()) % 7 or 7)


def read_overnight(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """The night before publication, in a narrative the night after the day named last."""
    if around.narrative:
        return Meaning(TIME, f"{around.named}TNI", None, Basis.TEXT) if around.named else None
    if around.published is None:
        return Meaning(TIME, "XXXX-XX-XXTNI", None, Basis.NONE)
    return Meaning(TIME, f"{around.published - timedelta(days=1)}TNI", None, Basis.PUBLICATION)


def read_day_word(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    word = str(parts["word"]).lower()
    part = "NI" if word == "tonight" else DAY_PARTS.get((parts.get("part") or "").lower())
    base, mod = around.published, mod_of(parts.get("pre"))
    kind, tail = (TIME, f"T{part}") if part else (DATE, "")
    if base is None:
        fallback = {"yesterday": "PAST_REF", "tomorrow": "FUTURE_REF"}.get(word, "PRESENT_REF")
        return Meaning(kind, fallback, mod, Basis.NONE)
    day = base + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    return Meaning(kind, f"{day}{tail}", mod, Basis.PUBLICATION)


def read_day_beside(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    shift = -2 if "yesterday" in str(parts["beside"]).lower() else 2
    if around.published is None:
        return Meaning(DATE, "PAST_REF" if shift < 0 else "FUTURE_REF", None, Basis.NONE)
    return Meaning(DATE, (around.published + timedelta(days=shift)).isoformat(), None, Basis.PUBLICATION)


def read_part_of_day(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    deixis = str(parts["deixis"]).lower()
    part = DAY_PARTS[str(parts["part"]).lower()]
    base = around.anchor if deixis in ("this", "last") else around.named or around.anchor
    if base is None:
        return Meaning(TIME, f"XXXX-XX-XXT{part}", mod_of(parts.get("pre")), Basis.NONE)
    shift = {"last": -1, "the previous": -1, "the next": 1, "the following": 1}.get(deixis, 0)
    basis = Basis.PUBLICATION if deixis in ("this", "last") else Basis.TEXT
    return Meaning(TIME, f"{base + timedelta(days=shift)}T{part}", mod_of(parts.get("pre")), basis)


_WITHIN_A_DAY = re.compile(
    r"\b(?:in|into|during|by|until|till|through|throughout|since|for|most of|all)\s"
    r"(?:(?:early|late|later|earlier)\sin\s)?$",
    re.I,
)


def read_definite_part(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "In the evening", "into the night": of the day that the sentence names."""
    if parts.get("part") == "hours" and around.text.startswith(" of", found.end):
        return None
    if parts.get("part") != "hours" and not _WITHIN_A_DAY.search(around.text[max(0, found.start - 24) : found.start]):
        return None
    base, basis = around.standing(found, NEAR_BY)
    part = DAY_PARTS[str(parts["part"]).lower()]
    mod = mod_of(parts.get("pre")) if parts.get("part") != "hours" else "START"
    return Meaning(TIME, f"{base.isoformat() if base else 'XXXX-XX-XX'}T{part}", mod, basis)


def read_hours_of(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    """ "The early hours of Friday", "the night of Sunday"."""
    part = DAY_PARTS[str(parts["part"]).lower()]
    named = {name: parts.get(name) for name in ("weekday", "word", "week")}
    day = read_bare_weekday(named, found, around) if parts.get("weekday") else read_day_word(named, found, around)
    mod = "START" if parts.get("part") == "hours" else None
    return Meaning(TIME, f"{day.value}T{part}", mod, day.basis)


def _clock_value(text: str) -> str:
    """ "10:30 p.m." → 22:30; parts of the day where no hour is named."""
    words = re.sub(r"(?<=\d)\.(?=\d)", ":", text.lower()).replace(".", "").replace(" ", "")
    fixed = {"noon": "12:00", "midnight": "24:00"}.get(words)
    if fixed:
        return fixed
    if re.fullmatch(r"\d{4}", words):
        return f"{words[:2]}:{words[2:]}"
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


def _in_part(clock: str, parts: Parts) -> str:
    """ "9.30 last night" is half past nine in the evening."""
    part = "night" if (parts.get("word") or "").lower() == "tonight" else (parts.get("part") or "").lower()
    named = re.search(r"[ap]\.?\s?m", str(parts["clock"]).lower())
    if named or part not in ("afternoon", "evening", "night") or not "01" <= clock[:2] < "12":
        return clock
    return f"{int(clock[:2]) + 12}{clock[2:]}"


def read_clock_day(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    clock = _in_part(_clock_value(str(parts["clock"])), parts)
    parts = {**parts, "part": None}
    if parts.get("month"):
        day = read_full_day(parts, found, around) or Meaning(DATE, "XXXX-XX-XX", None, Basis.NONE)
    elif parts.get("weekday"):
        day = read_bare_weekday({"weekday": parts["weekday"]}, found, around)
    elif parts.get("near"):
        day = read_day_word({"word": "yesterday" if str(parts["near"]).lower() == "last" else "today"}, found, around)
    elif parts.get("word"):
        day = read_day_word({"word": parts["word"]}, found, around)
    else:
        base, basis = around.standing(found)
        day = Meaning(DATE, base.isoformat() if base else "XXXX-XX-XX", None, basis)
    mod = "APPROX" if (parts.get("approx") or "").lower() else None
    mod = mod or ("MID" if str(parts["clock"]).lower().startswith("mid-") else None)
    return Meaning(TIME, f"{day.value.split('T')[0]}T{clock}", mod, day.basis)


def read_nth_day(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "on the 13th": of the month that the text stands in, or of the last month that had such a day."""
    before = around.text[max(0, found.start - 9) : found.start].lower()
    if not re.search(r"\b(?:on|by|from|until|to|since|and)\s$", before):
        return None
    base, day = around.named or around.published, int(str(parts["day"]))
    if base is None:
        return Meaning(DATE, f"XXXX-XX-{day:02d}", None, Basis.NONE)
    if around.named is None and day > base.day and around.tense(found) != FUTURE:
        base = shift_month(base, -1)
    basis = Basis.TEXT if around.named else Basis.PUBLICATION
    return Meaning(DATE, date(base.year, base.month, day).isoformat(), None, basis)


def read_time_ref(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "the same time", "this period": in narratives the date that the text stands at."""
    words = str(parts["same"]).lower()
    if words == "at the":
        return Meaning(DATE, "PRESENT_REF", None, Basis.NONE, (3, found.end - found.start))
    if around.last is None or words != "the same":
        return Meaning(DATE, "PRESENT_REF" if words == "this" else "PAST_REF", None, Basis.NONE)
    return Meaning(DATE, around.last, None, Basis.TEXT)


def read_at_night(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    word = str(parts["part"]).lower()
    if word == "night" and not re.search(r"\bat\s$", around.text[max(0, found.start - 4) : found.start], re.I):
        return None
    return Meaning(TIME, f"XXXX-XX-XXT{'DT' if word == 'daytime' else 'NI'}", None, Basis.NONE)
