"""Publication times out of the words that feeds use. Pure.

Order: RFC 822 and RFC 3339 with a numeric or unmistakable zone, then our table of zone letters read by the feed's
country ("IST" is Israel, India or Ireland), then dateparser for the rest. The raw words are kept by the caller; what
was doubtful is said. A time without any zone is taken in the feed's own zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dateparser

_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
# "Thu, 28 Jul 2022 04:35:05 +0900" and its careless relatives: no space after the comma, single digits, two-digit years
_RFC822 = re.compile(
    r"^(?:[A-Za-z]{3,9}\s*,?\s*)?(?P<day>\d{1,2})[\s-]+(?P<month>[A-Za-z]{3})[a-z]*\.?[\s-]+(?P<year>\d{4}|\d\d)"
    r"(?:[\s,T]+(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
    r"\s*(?P<zone>[A-Za-z]{1,5}(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d{1,2}:?\d{2}|[+-]\d{1,2})?\s*(?:\([^)]*\))?$"
)
_RFC3339 = re.compile(
    r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|[A-Za-z]{2,5}(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?)?$",
    re.I,
)
_OFFSET = re.compile(r"^(?:GMT|UTC|UT|Z)?([+-])(\d{1,2}):?(\d{2})?$", re.I)
# minutes east of UTC; letters that mean one thing everywhere they are used in feeds
_ZONES = {
    "gmt": 0, "utc": 0, "ut": 0, "z": 0, "wet": 0, "west": 60, "cet": 60, "cest": 120, "met": 60, "mest": 120,
    "eet": 120, "eest": 180, "msk": 180, "msd": 240, "trt": 180, "irst": 210, "irdt": 270, "gst": 240, "pkt": 300,
    "npt": 345, "wib": 420, "ict": 420, "hkt": 480, "sgt": 480, "pht": 480, "awst": 480, "kst": 540, "jst": 540,
    "wit": 540, "acst": 570, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "est": -300, "edt": -240,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "hst": -600, "brt": -180, "art": -180,
    "sast": 120, "eat": 180, "wat": 60, "cat": 120, "idt": 180,
}  # fmt: skip
# letters that mean different things in different countries: by the country of the feed, else the first
_BY_COUNTRY = {
    "ist": (("IND", 330), ("ISR", 120), ("IRL", 60)),
    "cst": (("USA", -360), ("CHN", 480), ("TWN", 480), ("CUB", -300)),
    "bst": (("GBR", 60), ("BGD", 360)),
    "ast": (("CAN", -240), ("SAU", 180), ("KWT", 180), ("IRQ", 180), ("QAT", 180), ("BHR", 180)),
    "cdt": (("USA", -300), ("CUB", -240)),
    "sst": (("SGP", 480), ("ASM", -660)),
    "amt": (("BRA", -240), ("ARM", 240)),
}
_FUTURE = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication time (aware, UTC) and what is doubtful about it; None where the words say no time."""

    at: datetime | None
    doubt: str | None = None


def read_date(raw: str | None, *, country: str | None, zone: str, now: datetime) -> Published:
    """The time that `raw` names. `country` (alpha-3) and `zone` (IANA) are those of the feed; never raises."""
    words = " ".join((raw or "").split())[:100]
    if not words:
        return Published(None)
    found = _strict(words, country, zone) or _loose(words, zone)
    if found.at is None:
        return Published(None, f"cannot be read: {words[:60]!r}")
    if found.at > now + _FUTURE:
        return Published(found.at, "lies in the future")
    return found


def _strict(words: str, country: str | None, zone: str) -> Published | None:
    match = _RFC822.match(words) or _RFC3339.match(words)
    if match is None:
        return None
    parts = match.groupdict()
    month = _MONTHS.get(parts["month"][:3].lower()) if not parts["month"].isdigit() else int(parts["month"])
    year = int(parts["year"])
    if month is None:
        return None
    if len(parts["year"]) == 2:
        year += 2000 if year < 70 else 1900
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or "").lower().replace(".", "")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    doubt = None if parts["hour"] else "no time of day"
    where, unsure = _zone(parts["zone"], country, zone)
    try:
        midnight = hour == 24 and not int(parts["minute"] or 0)  # ISO 8601 allows it: the day that follows begins
        local = datetime(
            year, month, int(parts["day"]), 0 if midnight else hour, int(parts["minute"] or 0), tzinfo=where
        )
        local += timedelta(days=midnight)
        local += timedelta(seconds=min(int(parts["second"] or 0), 59))
        return Published(_as_utc(local), unsure or doubt)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None, country: str | None, own: str) -> tuple[tzinfo, str | None]:
    """The zone that letters or an offset name, and what is doubtful about it."""
    if not text:
        return _own(own), "no zone; taken in the feed's own"
    offset = _OFFSET.match(text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes)), None
    letters = text.lower()
    if letters in _ZONES:
        return timezone(timedelta(minutes=_ZONES[letters])), None
    if letters in _BY_COUNTRY:
        table = dict(_BY_COUNTRY[letters])
        known = country in table
        minutes = table[country] if country in table else _BY_COUNTRY[letters][0][1]
        return timezone(timedelta(minutes=minutes)), None if known else f"{text} could be several zones"
    return _own(own), f"zone {text} is unknown; taken in the feed's own"


def _own(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


@lru_cache(maxsize=2048)
def _loose(words: str, zone: str) -> Published:
    settings = {"STRICT_PARSING": True, "PREFER_DAY_OF_MONTH": "first"}
    try:
        parsed = dateparser.parse(words, settings=settings)
    except Exception:  # noqa: BLE001 - dateparser raises all kinds of things on odd words; then they name no time
        return Published(None)
    if parsed is None:
        return Published(None)
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=_own(zone))
    return Published(_as_utc(parsed), "an unusual form")


def _as_utc(local: datetime) -> datetime | None:
    """The time in UTC; None at the ends of the calendar, where other zones have another year."""
    return local.astimezone(UTC) if 1 < local.year < MAXYEAR else None
