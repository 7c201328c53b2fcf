"""The words of time: numbers, months, weekdays, units, seasons, parts of the day, feasts. Pure."""

# ruff: noqa: E501 - tables are read by the row

from __future__ import annotations

import re
from datetime import date, timedelta

TIME_MARKS = frozenset("after before when since until as while once".split())
"""What opens a clause that says when."""
MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun"), start=1
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNITS = {
    "second": "S", "minute": "M", "min": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "fortnight": "W",
    "month": "M", "quarter": "Q", "year": "Y", "yr": "Y", "decade": "E", "century": "C", "centurie": "C", "millennium": "L",
    "summer": "Y", "winter": "Y", "weekend": "WE",
}  # fmt: skip
CLOCK_UNITS = frozenset(("second", "minute", "min", "hour"))
DAY_PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI", "noon": "MI", "dawn": "MO",
    "dusk": "EV", "overnight": "NI", "nightfall": "NI", "sunrise": "MO", "sunset": "EV",
    "hours": "MO",
}  # fmt: skip
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
        " sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth"
        " twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first".split(), start=1
    )
}  # fmt: skip
_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000}
NUMBER_WORD = "|".join(sorted((*_ONES, *_TENS, *_SCALES), key=len, reverse=True))
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(list(_ONES)[1:10])}))?|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
COUNT_WORDS = rf"(?:(?:{_SMALL}[\s-])?(?:hundred|thousand)(?:[\s-]thousand)?(?:\s(?:and\s)?{_SMALL})?|{_SMALL})"
"""Words that make up one number: "two hundred and ten", not "one four"."""
_SPELLED_YEAR = re.compile(r"^(nineteen|eighteen|seventeen|sixteen|twenty)[ -](.+)$")


def number(text: str) -> float | None:
    """The number that digits or words name: "12", "1,200", "two and a half", "twenty-four", "a couple of"."""
    words = text.lower().strip().replace(",", "")
    if words in ("a", "an", "one", "another", "a single", "the", "an additional", "each", "every"):
        return 1
    if words in ("a couple of", "a couple", "couple of", "a pair of"):
        return 2
    if words in ("half a", "half an"):
        return 0.5
    if words in ("a dozen", "dozen"):
        return 12
    half = 0.5 if re.search(r"and a half|1/2|½", words) else 0.0
    words = re.sub(r"and a half|\b1/2|½", "", words).strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words) + half
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words):
        if word in _ONES:
            current += _ONES[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = max(1, current) * 100
        elif word == "thousand":
            total, current = total + max(1, current) * 1000, 0
        elif word not in ("and", "a"):
            return None
    return (total + current + half) if words else (half or None)


def spelled_year(text: str) -> int | None:
    """1996 from "nineteen ninety-six"; None for other words."""
    found = _SPELLED_YEAR.match(text.lower().strip())
    if not found:
        return None
    century = {"nineteen": 19, "eighteen": 18, "seventeen": 17, "sixteen": 16, "twenty": 20}[found[1]]
    rest = 0 if found[2] == "hundred" else number(found[2].replace("oh ", ""))
    return None if rest is None or not 0 <= rest < 100 else century * 100 + int(rest)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (a + 11 * h) // 319
    n = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + n + 90) // 25
    return date(year, month, (h - m + n + month + 19) % 32)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th weekday (1 Monday … 7 Sunday) of a month; n = -1 the last."""
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (n - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.isoweekday() - weekday) % 7)


# name -> (month, day), or days from Easter, or (month, weekday, n), or the same and days more
HOLIDAYS: dict[str, tuple[int, int] | int | tuple[int, int, int] | tuple[int, int, int, int]] = {
    "christmas day": (12, 25), "christmas eve": (12, 24), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's day": (1, 1), "new year's eve": (12, 31), "new year’s day": (1, 1), "new year’s eve": (12, 31),
    "valentine's day": (2, 14), "valentine’s day": (2, 14), "halloween": (10, 31), "independence day": (7, 4),
    "the fourth of july": (7, 4), "bastille day": (7, 14), "armistice day": (11, 11), "remembrance day": (11, 11),
    "veterans day": (11, 11), "may day": (5, 1), "labour day": (5, 1), "international women's day": (3, 8),
    "st. patrick's day": (3, 17), "bloody sunday": (1, 30), "earth day": (4, 22), "human rights day": (12, 10),
    "easter sunday": 0, "easter": 0, "easter monday": 1, "good friday": -2, "palm sunday": -7, "ash wednesday": -46,
    "remembrance sunday": (11, 7, 2), "black friday": (11, 4, 4, 1), "cyber monday": (11, 4, 4, 4), "anzac day": (4, 25),
    "australia day": (1, 26), "canada day": (7, 1), "presidents' day": (2, 1, 3), "presidents day": (2, 1, 3),
    "epiphany": (1, 6), "all saints' day": (11, 1), "bonfire night": (11, 5), "guy fawkes night": (11, 5),
    "whit monday": 50, "shrove tuesday": -47, "st patrick's day": (3, 17), "st patrick’s day": (3, 17),
    "international workers' day": (5, 1), "world aids day": (12, 1), "groundhog day": (2, 2),
    "juneteenth": (6, 19), "st. andrew's day": (11, 30), "st. george's day": (4, 23), "st george's day": (4, 23),
    "pentecost": 49, "ascension day": 39, "maundy thursday": -3,
    "thanksgiving day": (11, 4, 4), "thanksgiving": (11, 4, 4), "memorial day": (5, 1, -1), "labor day": (9, 1, 1),
    "martin luther king day": (1, 1, 3), "columbus day": (10, 1, 2), "mother's day": (5, 7, 2), "father's day": (6, 7, 3),
}  # fmt: skip


def holiday(name: str, year: int) -> date:
    """The day of a feast in a year. Raises KeyError for an unknown one."""
    rule = HOLIDAYS[name]
    if isinstance(rule, int):
        return easter(year) + timedelta(days=rule)
    if len(rule) == 2:
        return date(year, *rule)
    return _nth(year, *rule[:3]) + timedelta(days=rule[3] if len(rule) == 4 else 0)


TEMPORAL = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december day week month year today yesterday tomorrow tonight morning evening night afternoon"
    " weekend hour minute decade century summer winter autumn jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov."
    " dec. mon. tue. tues. wed. thu. thur. thurs. fri. feb aug sept oct nov dec".split()
)
"""What a nominal that names a time is called, in lower case and the singular; "may" is too often no month."""
