"""dateparser's only home: it reads explicit days that the grammar does not spell out itself. Pure.

dateparser is right about the odd forms of written-out days and slow (1.8 ms), so it is asked for those alone; relative
words are never given to it, since it would count them from today.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import dateparser

_SETTINGS = {"STRICT_PARSING": True, "DATE_ORDER": "MDY", "RETURN_AS_TIMEZONE_AWARE": False}


@lru_cache(maxsize=4096)
def explicit_day(text: str) -> date | None:
    """The day that `text` names in full ("12/31/2019", "31.12.2019"); None where day, month or year is missing."""
    order = "DMY" if "." in text else "MDY"
    parsed = dateparser.parse(text, languages=["en"], settings={**_SETTINGS, "DATE_ORDER": order})
    return parsed.date() if parsed else None
