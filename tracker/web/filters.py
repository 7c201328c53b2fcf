"""Filters live in the address: from query parameters to a TimelineFilter and back, so that a view can be shared."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote_plus, urlencode

from tracker.errors import InputError
from tracker.model import Status, TimelineFilter
from tracker.web.names import name_of

_CODE = re.compile(r"^[A-Z]{3}$")
_MAX_WORDS = 200
STATUSES = tuple(status.value for status in Status)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after the event that starts on `day` (None: undated) with this id. Keyset paging stays
    stable while events arrive, since it counts from an event and not from the top."""

    day: date | None
    event_id: int

    def encode(self) -> str:
        raw = f"{self.day.isoformat() if self.day else ''}|{self.event_id}"
        return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")

    @staticmethod
    def decode(text: str) -> Cursor:
        """Raises InputError for anything that `encode` did not make."""
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
            day, _, key = raw.partition("|")
            event_id = int(key)
            if not 0 <= event_id < 2**63:
                raise ValueError
            return Cursor(date.fromisoformat(day) if day else None, event_id)
        except (ValueError, binascii.Error):
            raise InputError("after: this is no cursor of ours; start from the first page") from None


@dataclass(frozen=True, slots=True)
class View:
    """What an address asks for: filter, where the page begins, how many."""

    wanted: TimelineFilter
    after: Cursor | None = None
    limit: int = 50
    order: str = "newest"
    by: str = "kind"
    """What the rows of the chart stand for."""

    def params(self, **changes: str | None) -> list[tuple[str, str]]:
        """Query parameters of this view without its cursor; `changes` set one (or drop it with None)."""
        pairs = [pair for pair in _pairs(self) if pair[0] not in changes]
        return pairs + [(name, value) for name, value in changes.items() if value is not None]

    def query(self, **changes: str | None) -> str:
        """The view as a query string, with its leading "?" (empty when nothing is asked)."""
        encoded = "&".join([_encoded(*pair) for pair in self.params(**changes)])
        return f"?{encoded}" if encoded else ""

    def chips(self) -> list[tuple[str, str]]:
        """(label, query without it) for every filter that is set."""
        made = []
        for name, value in self.params():
            if name not in _LABELS:
                continue
            rest = [pair for pair in self.params() if pair != (name, value)]
            made.append((f"{_LABELS[name]}: {_SAID.get(name, str)(value)}", "?" + urlencode(rest)))
        return made

    def with_filter(self, **changes: Any) -> View:
        return replace(self, wanted=replace(self.wanted, **changes))


@lru_cache(256)  # a page has some thirty links that change one parameter of its view
def _pairs(view: View) -> tuple[tuple[str, str], ...]:
    w = view.wanted
    asked: tuple[tuple[str, str | Sequence[str] | None], ...] = (
        ("actor", w.actor),
        ("country", w.countries),
        ("dyad", "-".join(w.dyad) if w.dyad else None),
        ("kind", w.kinds),
        ("status", w.statuses),
        ("place", w.place),
        ("since", w.since.isoformat() if w.since else None),
        ("until", w.until.isoformat() if w.until else None),
        ("source", w.source),
        ("q", w.search),
        ("as_of", _as_of(w.as_of) if w.as_of else None),
        ("order", view.order if view.order != "newest" else None),
        ("by", view.by if view.by != "kind" else None),
    )
    return tuple(
        (name, each) for name, value in asked for each in ((value,) if isinstance(value, str) else value or ())
    )


@lru_cache(2_048)
def _encoded(name: str, value: str) -> str:
    return f"{name}={quote_plus(value)}"


_LABELS = {
    "actor": "actor", "country": "country", "dyad": "between", "kind": "kind", "status": "status", "place": "place",
    "since": "from", "until": "to", "source": "source", "q": "words", "as_of": "as known on",
}  # fmt: skip
_SAID: dict[str, Callable[[str], str]] = {
    "country": name_of,
    "dyad": lambda codes: " and ".join(name_of(code) for code in codes.split("-")),
    "kind": lambda kind: kind.replace("_", " "),
    "as_of": lambda text: text.replace("T", " ").replace("Z", " UTC"),
}


def _as_of(moment: datetime) -> str:
    """As `_moment` reads it: the end of a day is that day."""
    at = moment.astimezone(UTC)
    if at.time() == time.min:
        return (at.date() - timedelta(days=1)).isoformat()
    return at.isoformat().replace("+00:00", "Z")


def parse(params: Sequence[tuple[str, str]], *, kinds: Sequence[str], page_size: int, max_size: int = 200) -> View:
    """A View from query parameters; empty ones count as absent, unknown ones are ignored.

    Raises InputError with one line that names the parameter and what is expected.
    """
    one: dict[str, str] = {}
    many: dict[str, list[str]] = {"country": [], "kind": [], "status": []}
    for name, raw in params:
        value = raw.replace("\0", "").strip()[:_MAX_WORDS]
        if value and name in many:
            many[name] += [part.strip() for part in value.split(",") if part.strip()]
        elif value:
            one[name] = value
    wanted = TimelineFilter(
        actor=one.get("actor"),
        countries=tuple(_code(code, "country") for code in many["country"][:20]),
        dyad=_dyad(one.get("dyad")),
        kinds=tuple(_known(kind, kinds, "kind") for kind in many["kind"][:40]),
        statuses=tuple(_known(status, STATUSES, "status") for status in many["status"]),
        place=one.get("place"),
        since=_day(one, "since"),
        until=_day(one, "until"),
        source=one.get("source"),
        search=one.get("q"),
        as_of=_moment(one, "as_of"),
    )
    after = Cursor.decode(one["after"]) if "after" in one else None
    order = _known(one.get("order", "newest"), ("newest", "oldest"), "order")
    by = _known(one.get("by", "kind"), ("kind", "actor"), "by")
    return View(wanted, after, _limit(one, page_size, max_size), order, by)


def _code(text: str, name: str) -> str:
    code = text.upper()
    if not _CODE.match(code):
        raise InputError(f"{name}: {text[:20]!r} is no three-letter code such as KOR")
    return code


def _known(text: str, allowed: Sequence[str], name: str) -> str:
    value = text.lower()
    if value not in allowed:
        raise InputError(f"{name}: {text[:30]!r} is not known; it is one of {', '.join(sorted(allowed))}")
    return value


def _dyad(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    sides = re.split(r"[-,:]", text)
    if len(sides) != 2:
        raise InputError("dyad: give two codes such as USA-KOR")
    first, second = (_code(side.strip(), "dyad") for side in sides)
    return (first, second)


def _day(one: Mapping[str, str], name: str) -> date | None:
    if name not in one:
        return None
    try:
        return date.fromisoformat(one[name])
    except ValueError:
        raise InputError(f"{name}: {one[name][:20]!r} is no day such as 2024-06-19") from None


def _moment(one: Mapping[str, str], name: str) -> datetime | None:
    """A moment; a bare day means the end of that day, so that "as known on 5 May" includes 5 May."""
    if name not in one:
        return None
    text = one[name]
    try:
        if len(text) == 10:
            moment = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC) + timedelta(days=1)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        # so that a year can be added and taken
        if not date.min.year < moment.year < date.max.year:
            raise OverflowError
    except (ValueError, OverflowError):
        raise InputError(f"{name}: {text[:20]!r} is no day or time such as 2024-06-19") from None
    return moment


def _limit(one: Mapping[str, str], page_size: int, max_size: int) -> int:
    text = one.get("limit")
    if text is None:
        return page_size
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= max_size:
        raise InputError(f"limit: {text[:20]!r} is no number from 1 to {max_size}")
    return int(text)


def pairs_of(query: Any) -> list[tuple[str, str]]:
    """Parameters of a request in order, with repeated ones kept."""
    return cast("list[tuple[str, str]]", query.multi_items())
