"""Readings of years, their halves, quarters and seasons, decades, centuries and feasts. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

from tracker.extract.timex_grammar import Found
from tracker.extract.timex_meaning import (
    DATE,
    FUTURE,
    PAST,
    PRESENT,
    Meaning,
    Parts,
    Surroundings,
    clear_year,
    day_number,
    direction,
    mod_of,
    month_number,
    narrative_year,
    nearest_year,
    year_of,
)
from tracker.extract.timex_words import MONTHS, SEASONS, holiday
from tracker.model import Basis


def read_bare_year(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    year = year_of(parts, around)
    if year is None:
        return None
    mod = "ON_OR_AFTER" if parts.get("open") else mod_of(parts.get("pre"))
    return Meaning(DATE, f"{year:04d}", mod)


def read_years(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    first = int(str(parts["year"]))
    raw = str(parts["to"])
    last = int(raw) if len(raw) == 4 else first - first % 100 + int(raw)
    if not first < last <= first + 150:
        return Meaning(DATE, f"{first:04d}", None, span=(0, 4)) if len(raw) == 4 else None
    text = around.text[found.start : found.end]
    at = len(text) - len(raw)
    also = Meaning(DATE, f"{last:04d}", None, Basis.EXPLICIT, (at, len(text)), None, True)
    return Meaning(DATE, f"{first:04d}", None, Basis.EXPLICIT, (0, 4), also, True)


def read_bc(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    value = f"BC{int(str(parts['num'])):04d}"
    if parts.get("month"):
        value += f"-{month_number(str(parts['month'])):02d}"
    elif parts.get("season"):
        value += f"-{SEASONS[str(parts['season']).lower()]}"
    return Meaning(DATE, value, mod_of(parts.get("pre")))


def read_short_year(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "the class of '98": the last such year before the anchor."""
    base, short = around.anchor, int(str(parts["short"]))
    if base is None:
        return None
    year = base.year - base.year % 100 + short
    return Meaning(DATE, f"{year - 100 * (year > base.year + 5):04d}")


def read_decade(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    digits = re.sub(r"\D", "", str(parts["decade"]))
    if len(digits) == 2:
        text = around.text[found.start : found.end].lower()
        if not re.match(r"the\b|['’]", text) or int(digits) < 20:
            return None
        digits = f"19{digits}"
    return Meaning(DATE, digits[:3], mod_of(parts.get("pre")))


def read_decade_word(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    words = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
    return Meaning(DATE, f"19{2 + words.index(str(parts['decadeword']).lower())}", mod_of(parts.get("pre")))


def read_century(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    number_of = day_number(str(parts["nth"]))
    if parts.get("bc"):
        return Meaning(DATE, f"BC{number_of - 1:02d}", mod_of(parts.get("pre")))
    return Meaning(DATE, f"{number_of - 1:02d}", mod_of(parts.get("pre")))


def read_season(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    word, deixis = str(parts["season"]).lower(), (parts.get("deixis") or "").lower()
    code = SEASONS[word]
    year, mod = year_of(parts, around), mod_of(parts.get("pre"))
    if year is not None:
        return Meaning(DATE, f"{year:04d}-{code}", mod, clear_year(parts))
    base = around.anchor
    if base is None or (around.narrative and not around.named):
        return Meaning(DATE, f"XXXX-{code}", mod, Basis.NONE) if deixis or around.narrative else None
    month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    if around.narrative:
        year = narrative_year(month, around)
    elif deixis in ("last", "this past"):
        year = base.year - (month + 2 >= base.month)
    elif deixis in ("next", "this coming"):
        year = base.year + (month <= base.month)
    elif deixis == "this":
        year = base.year
    elif not deixis:
        return None if not mod else Meaning(DATE, f"{base.year:04d}-{code}", mod, around.basis)
    elif direction(found, around) == PRESENT:
        year = base.year - (month + 7 - base.month) // 12  # the nearest
    else:
        ahead = direction(found, around) == FUTURE
        year = base.year + (month + 2 < base.month) if ahead else base.year - (month > base.month)
    return Meaning(DATE, f"{year:04d}-{code}", mod, around.basis)


def read_new_year(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "In the new year": the one that comes next, or has just begun."""
    base = around.anchor
    if base is None:
        return None
    return Meaning(DATE, f"{base.year + (base.month > 6):04d}", mod_of(parts.get("pre")), around.basis)


NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}


def read_quarter_of(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    span = "Q" if str(parts.get("span") or "quarter").lower() == "quarter" else "H"
    if found.rule == "q_number":
        span = around.text[found.start].upper()
    raw = str(parts["nth"]).lower()
    nth = int(raw) if raw.isdigit() else NTH[raw]
    if span == "H":
        nth = min(nth, 2)
    text = around.text[found.start : found.end].lower()
    year = year_of(parts, around)
    if (
        span == "H"
        and year is None
        and " of the year" not in text
        and "half of" not in text
        and found.rule != "q_number"
    ):
        return None  # the second half of a match, of a match report, of anything
    basis = clear_year(parts)
    if year is None:
        base = around.anchor
        if base is None:
            return Meaning(DATE, f"XXXX-{span}{nth}", mod_of(parts.get("pre")), Basis.NONE)
        now = (base.month + 2) // 3 if span == "Q" else (base.month + 5) // 6
        future = around.tense(found) == FUTURE
        year = base.year - (nth > now and not future) + (future and nth == 1 and now == 4)
        if text.endswith(" of the year"):
            year = base.year
        basis = around.basis
    value = f"{year:04d}-{span}{nth}"
    if span == "Q":
        around.last_quarter, around.quarterly = value, True
    cut = re.match(r"the\s(?=(?:fiscal\s)?\w+-(?:quarter|half)$)", text)
    return Meaning(DATE, value, mod_of(parts.get("pre")), basis, (4, len(text)) if cut else None)


def read_month_quarter(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    """ "The April-June quarter", "the June quarter", "the January to June half"."""
    words = re.findall(r"[A-Za-z]+", around.text[found.start : found.end])
    month = max(month_number(word) for word in words if word.lower() in MONTHS)
    year = year_of(parts, around) or nearest_year(month, None, found, around)
    if year is None:
        return None
    if str(parts["span"]).lower() == "half":
        return Meaning(DATE, f"{year:04d}-H{(month + 5) // 6}", None, clear_year(parts))
    around.last_quarter, around.quarterly = f"{year:04d}-Q{(month + 2) // 3}", True
    return Meaning(DATE, around.last_quarter, None, clear_year(parts))


_EVE_DAYS = 7
"""How long before a feast past verbs still speak of it: "people set out for Labor Day"."""


def read_holiday(parts: Parts, found: Found, around: Surroundings) -> Meaning | None:
    name = str(parts["holiday"]).lower()
    year, base = year_of(parts, around), around.anchor
    basis = clear_year(parts)
    if year is None:
        if base is None:
            return None
        options = [holiday(name, base.year + shift) for shift in (-1, 0, 1)]
        deixis, tense = (parts.get("deixis") or "").lower(), around.tense(found)
        if deixis == "last" or (not deixis and tense == PAST):
            soon = timedelta(days=0 if deixis else _EVE_DAYS)
            day = max(each for each in options if each <= base + soon)
        elif deixis == "next" or tense == FUTURE:
            day = min(each for each in options if each >= base)
        else:
            day = min(options, key=lambda each: abs((each - base).days))
        return Meaning(DATE, day.isoformat(), None, around.basis)
    return Meaning(DATE, holiday(name, year).isoformat(), None, basis)


def read_year_period(parts: Parts, found: Found, around: Surroundings) -> Meaning:
    """ "the 1988 quarter", "the 1988 period": the part of that year that the text is about."""
    year = int(str(parts["year"]))
    if around.last_quarter and (around.quarterly or parts["span"] == "quarter"):
        return Meaning(DATE, f"{year:04d}{around.last_quarter[4:]}", None, Basis.TEXT)
    return Meaning(DATE, f"{year:04d}")
