"""Readings of durations and sets. Pure."""

from __future__ import annotations

import re

from tracker.extract.timex_grammar import Found
from tracker.extract.timex_meaning import DATE, DURATION, SET, Meaning, Parts, Surroundings, month_number
from tracker.extract.timex_words import CLOCK_UNITS, DAY_PARTS, MONTHS, SEASONS, UNITS, number
from tracker.model import Basis


def unit_of(parts: Parts, name: str = "unit") -> str:
    unit = str(parts[name]).lower()
    return "century" if unit.startswith("centur") else unit


def period(count: float | None, unit: str) -> str:
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


APPROX = {
    "about": "APPROX", "around": "APPROX", "roughly": "APPROX", "approximately": "APPROX", "close to": "APPROX",
    "nearly": "APPROX", "almost": "APPROX", "more than": "MORE_THAN", "over": "MORE_THAN", "just over": "MORE_THAN",
    "less than": "LESS_THAN", "under": "LESS_THAN", "fewer than": "LESS_THAN", "just under": "LESS_THAN",
    "at least": "EQUAL_OR_MORE", "no less than": "EQUAL_OR_MORE", "at most": "EQUAL_OR_LESS", "up to": "EQUAL_OR_LESS",
    "no more than": "EQUAL_OR_LESS", "as many as": "EQUAL_OR_LESS",
}  # fmt: skip


_UP_TO = re.compile(r"\s(?:to|ended|ending|through|until)\s(?:the\send\sof\s)?(?P<month>[A-Z][a-z]{2})[a-z]*\b")


def _note_quarter(found: Found, around: Surroundings) -> None:
    """ "The three months to June" are a quarter, of which "a year earlier" and "the previous quarter" speak next."""
    ended, base = _UP_TO.match(around.text, found.end), around.anchor
    if ended is None or base is None or ended["month"].lower() not in MONTHS:
        return
    month = MONTHS[ended["month"].lower()]
    if month % 3 == 0:
        around.last_quarter, around.quarterly = f"{base.year - (month > base.month):04d}-Q{month // 3}", True


_SOME_DAY = re.compile(r"\b(?:will|would|could|might|may|can|hopes?(?:\sto)?|to|shall|must)\s$", re.I)


def read_duration(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    unit = unit_of(parts)
    count = number(str(parts["num"])) if parts.get("num") else None
    if parts.get("num") and count is None:
        return None
    words = around.text[found.start : found.end].lower()
    if words == "one day" and _SOME_DAY.search(around.text[max(0, found.start - 12) : found.start]):
        return Meaning(DATE, "FUTURE_REF", None, Basis.NONE)
    if unit in ("summer", "winter", "second", "weekend", "quarter") and count == 1:
        return None
    if "and a half" in words and count is not None and count % 1 == 0:
        count += 0.5
    if unit == "month" and count == 3:
        _note_quarter(found, around)
    value = period(count, unit)
    if parts.get("num2") and parts.get("unit2"):
        more = period(number(str(parts["num2"])), unit_of(parts, "unit2"))[1:]
        value += more.removeprefix("T") if "T" in value else more
    mod = APPROX.get(re.sub(r"^(?:a little|slightly|much|far|well) ", "", (parts.get("approx") or "").lower()))
    return Meaning(DURATION, value, mod or _OR.get((parts.get("ormore") or "").lower()), Basis.NONE)


_OR = {"more": "EQUAL_OR_MORE", "longer": "EQUAL_OR_MORE", "less": "EQUAL_OR_LESS", "so": "APPROX"}


def read_all_unit(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    """ "All day", "all week"."""
    return Meaning(DURATION, f"P1{UNITS[str(parts['unit']).lower()]}", None, Basis.NONE)


def read_hyphen(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    text = around.text[found.start : found.end]
    if "-" not in text or re.match(r"(?:an?|one)\s", text.lower()):
        at = text.lower().find(str(parts["num"]).lower())
        if "-" not in text and re.match(r"one\s", text.lower()):
            return read_duration({**parts, "old": None}, found, around)
        if "-" not in text and not re.match(r"\s[a-z]{3}", around.text[found.end :]):
            return None
        return Meaning(DURATION, period(number(str(parts["num"])), unit_of(parts)), None, Basis.NONE, (at, len(text)))
    return Meaning(DURATION, period(number(str(parts["num"])), unit_of(parts)), None, Basis.NONE)


def read_bare_units(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "for years", "in weeks": only after a word that makes a duration of it."""
    before = around.text[max(0, found.start - 16) : found.start].lower()
    if around.text[max(0, found.start - 1) : found.start] == "-":
        return None  # "kilowatt-hours"
    words, after = around.text[found.start : found.end].lower(), around.text[found.end : found.end + 4].lower()
    if words.startswith("the ") and not (parts.get("early") or "ahead" in words or re.search(r"\bover\s$", before)):
        return None
    beside = re.match(r"\s(?:before|after)\b", around.text[found.end : found.end + 8]) and before.endswith(
        (", ", "only ", "just ")
    )
    if not re.search(r"\b(?:for|in|within|after|took|over)\s$", before) and after != " of " and not beside:
        return None
    return Meaning(DURATION, period(None, unit_of(parts)), None, Basis.NONE)


def read_unit_long(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    """ "a year-long siege", "months-long talks"."""
    return Meaning(DURATION, period(None if parts.get("many") else 1, unit_of(parts)), None, Basis.NONE)


def read_vague_duration(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    return Meaning(DURATION, "PXX", None, Basis.NONE)


def read_set_every(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    if parts.get("month"):
        return Meaning(SET, f"XXXX-{month_number(str(parts['month'])):02d}", None, Basis.NONE)
    if parts.get("part"):
        return Meaning(SET, f"XXXX-XX-XXT{DAY_PARTS[str(parts['part']).lower()]}", None, Basis.NONE)
    if parts.get("season"):
        return Meaning(SET, f"XXXX-{SEASONS[str(parts['season']).lower()]}", None, Basis.NONE)
    count = number(str(parts["num"])) if parts.get("num") else 1
    unit = unit_of(parts)
    letter = {"decade": "E", "century": "C"}.get(unit, UNITS.get(unit, "D"))
    return Meaning(SET, f"P{'T' if unit in CLOCK_UNITS else ''}{int(count or 1)}{letter}", None, Basis.NONE)


_OFTEN = {
    "hourly": "PT1H", "daily": "XXXX-XX-XX", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "fortnightly": "P2W",
    "monthly": "P1M", "quarterly": "P1Q", "yearly": "P1Y", "annually": "P1Y",
}  # fmt: skip


def read_set_word(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    return Meaning(SET, _OFTEN[str(parts["often"]).lower()], None, Basis.NONE)


def read_set_per(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "twice a year", "$5 million a month": a set only after a rate, else "a year" is a duration."""
    before = around.text[max(0, found.start - 40) : found.start].lower()
    unit = str(parts["unit"]).lower()
    if parts.get("times"):
        return Meaning(SET, f"P1{UNITS[unit]}", None, Basis.NONE)
    rate = re.search(
        r"(?:\b(?:once|twice|times|million|billion|trillion|thousand|hundred|dollars|euros|barrels|tons|tonnes|percent"
        r"|per cent|cents|people|hours|days)|[%\d])\s$", before
    )  # fmt: skip
    if rate or around.text[found.start : found.start + 3].lower() == "per":
        return Meaning(SET, f"P1{UNITS[unit]}", None, Basis.NONE)
    return Meaning(DURATION, f"P1{UNITS[unit]}", None, Basis.NONE)
