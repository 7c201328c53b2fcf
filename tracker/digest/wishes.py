"""What a reader chooses, from words typed on a command line, in a form or in a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tracker.digest import wording
from tracker.digest.due import Plan, next_due, zone_of
from tracker.digest.message import address_of
from tracker.digest.places import name_of
from tracker.digest.wanted import Wanted
from tracker.errors import InputError
from tracker.model import Status


@dataclass(frozen=True, slots=True)
class Wishes:
    """A reader's choices. `format` is html or text; `empty_days` short (a short mail) or silent."""

    address: str
    name: str | None = None
    plan: Plan = field(default_factory=Plan)
    locale: str = "en"
    format: str = "html"
    empty_days: str = "short"
    wanted: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True, slots=True)
class AlertWish:
    """A standing question, in the words it was asked in."""

    words: str
    rule: Wanted
    cooldown_s: int


_AT = re.compile(r"(\d{1,2})(?::(\d{2}))?")
_CODE = re.compile(r"[A-Z]{3}")
_ALERT = re.compile(
    r"(?P<kinds>[a-z_,]+)(?: by (?P<countries>[A-Za-z]{3}(?:,[A-Za-z]{3})*))?"
    r"(?: with (?:>=|≥)?\s*(?P<sources>\d{1,3}) (?:independent )?sources?)?"
    r"(?: every (?P<rest>\d{1,4})(?P<unit>min|[mhd]))?"
)
_UNITS = {"m": 60, "min": 60, "h": 3600, "d": 86400}
_ANYTHING = ("any", "anything", "everything")


def parse_wishes(given: Mapping[str, Any], kinds: Collection[str], base: Wishes) -> Wishes:
    """`base` with what is given: address, name, zone, at, weekdays, locale, format, empty_days, country, kind, actor,
    status, search, min_significance, min_sources. Raises InputError naming the part and what is expected.
    """
    plan = base.plan
    if "zone" in given:
        zone_of(given["zone"])
        plan = replace(plan, zone=given["zone"])
    if "at" in given:
        hour, minute = _time(given["at"])
        plan = replace(plan, hour=hour, minute=minute)
    if "weekdays" in given:
        plan = replace(plan, weekdays=_weekdays(given["weekdays"]))
    next_due(plan, datetime(2026, 1, 1, tzinfo=UTC))
    locale = str(given.get("locale", base.locale))
    wording.locale_of(locale)
    return Wishes(
        address=address_of(given.get("address", base.address)),
        name=wording.clean(given["name"], 80) or None if "name" in given else base.name,
        plan=plan,
        locale=locale,
        format=_one_of(given.get("format", base.format), ("html", "text"), "format"),
        empty_days=_one_of(given.get("empty_days", base.empty_days), ("short", "silent"), "empty days"),
        wanted=_wanted(given, kinds, base.wanted),
    )


def _wanted(given: Mapping[str, Any], kinds: Collection[str], base: Wanted) -> Wanted:
    changes: dict[str, Any] = {}
    if "country" in given:
        changes["countries"] = tuple(_country(code) for code in given["country"])
    if "kind" in given:
        changes["kinds"] = tuple(_one_of(kind, kinds, "kind") for kind in given["kind"])
    if "status" in given:
        changes["statuses"] = tuple(_one_of(each, [s.value for s in Status], "status") for each in given["status"])
    if "actor" in given:
        changes["actors"] = tuple(name for each in given["actor"] if (name := wording.clean(each, 80)))
    if "search" in given:
        changes["search"] = wording.clean(given["search"], 200) or None
    for name, most in (("min_significance", 1.0), ("min_sources", 1000)):
        if name in given:
            changes[name] = _number(given[name], name, most)
    if "min_sources" in changes:
        changes["min_sources"] = int(changes["min_sources"])
    return replace(base, **changes)


def parse_alerts(given: Sequence[str], kinds: Collection[str]) -> tuple[AlertWish, ...]:
    """Alerts as "missile_launch by PRK with 2 sources every 6h"; "any by TWN". Raises InputError."""
    return tuple(_alert(text, kinds) for text in given)


def _alert(text: str, kinds: Collection[str]) -> AlertWish:
    words = wording.clean(text, 120)
    found = _ALERT.fullmatch(words)
    if found is None:
        raise InputError(
            f"alert: {words!r} is not like “missile_launch by PRK with 2 sources every 6h” or “any by TWN”"
        )
    named = tuple(each for each in found["kinds"].split(",") if each)
    rule = Wanted(
        countries=tuple(_country(code) for code in (found["countries"] or "").split(",") if code),
        kinds=() if named[:1] and named[0] in _ANYTHING else tuple(_one_of(kind, kinds, "kind") for kind in named),
        min_sources=int(found["sources"] or 0),
    )
    rest = int(found["rest"]) * _UNITS[found["unit"]] if found["rest"] else 3600
    return AlertWish(words, rule, rest)


def _time(text: str) -> tuple[int, int]:
    found = _AT.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        raise InputError(f"at: {wording.clean(text, 20)!r} is not a time of day such as 07:00")
    return hour, minute


def _weekdays(text: str) -> tuple[int, ...]:
    days: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if not (first.isdecimal() and (last.isdecimal() or not last)):
            raise InputError(f"weekdays: {wording.clean(text, 20)!r} is not like 1-5 or 1,3,5 (Monday is 1)")
        days |= set(range(int(first[:2]), int((last or first)[:2]) + 1))
    if not days or not days <= set(range(1, 8)):
        raise InputError("weekdays: days are numbers from 1 (Monday) to 7 (Sunday)")
    return tuple(sorted(days))


def _country(text: str) -> str:
    code = text.strip().upper()
    if not _CODE.fullmatch(code) or name_of(code) in (code, name_of("ZZZ")):
        raise InputError(f"country: {wording.clean(text, 20)!r} is no three-letter code such as KOR")
    return code


def _one_of(text: str, allowed: Collection[str], what: str) -> str:
    value = str(text).strip().lower()
    if value not in allowed:
        raise InputError(f"{what}: {wording.clean(str(text), 30)!r} is not one of {', '.join(sorted(allowed))}")
    return value


def _number(text: Any, what: str, most: float) -> float:
    try:
        value = float(text)
    except (TypeError, ValueError):
        value = -1.0
    if not 0 <= value <= most:
        raise InputError(
            f"{what.replace('_', ' ')}: {wording.clean(str(text), 20)!r} is not a number from 0 to {most:g}"
        )
    return value
