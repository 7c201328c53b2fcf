"""Finding the events that fit a filter, in the order of their days, as quickly where many fit as where few or none do.

Walking back through the timeline is quick where every few events one fits, and hopeless where few do; gathering all
that fit by the indexes of what is asked is quick where few do. Which of the two it is nobody knows beforehand: the
planner guesses from frequent values, and knows nothing of rare ones or of two that never meet. So a short stretch is
walked first; where it has too few for a page but many enough to go on, a long one; then what fits is gathered; and only
where that turns out to be very much is it walked to after all. A filter for which a stretch was walked in vain is
gathered at once for a while.

The index of the order carries most of what filters ask for: walking through it reads no events but those that fit.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from typing import Any, LiteralString, NamedTuple

from psycopg import Cursor
from psycopg.rows import RowFactory, tuple_row

from tracker.model import TimelineFilter
from tracker.store import queries
from tracker.store.connection import Conn, days_as_text
from tracker.store.walking import Range, Walk, all_of, parts_of

__all__ = ["Way", "rows", "ways"]


class Way(NamedTuple):
    """A statement that gives events. `counting` tells how many a walk passed and how many it looked at: fewer than it
    may, and it met all there are, as it does anyhow where there is nothing to count."""

    text: LiteralString
    values: dict[str, Any]
    counting: LiteralString = ""


# events that are walked past before what fits is gathered, where the index of the order tells whether they fit: first
# and at most, and more for each that is wanted; and of them those that are looked at where it does not tell
_STRETCH, _LONG_STRETCH, _EACH = 24_000, 250_000, 20
_LOOKED_AT, _LONG_LOOKED_AT, _LOOKED_AT_EACH = 3_000, 30_000, 2
# events of a large timeline, and how many are walked past in the time in which one is looked at: from these follows
# whether walking on or gathering is sooner done
_LARGE, _PASSED = 1_000_000, 20
_SOURCES = frozenset(("source", "source_then"))
# events up to which what fits is gathered: so many that, spread over a million, some are soon met on the way
_MOST = 50_000
# events of a source up to which these are looked at one by one
_FEW_TOLD = 10_000
# for so long, and of so many filters, is remembered that a stretch was walked in vain
_REMEMBERED_S, _REMEMBERED = 300.0, 1_000
_ALL = 2**62
# filters and columns that the index of the order carries
_CARRIED = frozenset(("countries", "dyad", "kind", "kinds", "status", "statuses", "place", "placed"))
_CARRIED_COLUMNS = ("spots",)
# what the index tells at least of filters that it does not carry
_TOLD_AT_LEAST = {"once_planned": "planned_or_changed"}
# conditions beside the filters that need not leave as few events as fit where these are gathered
_UNGATHERED = frozenset(("once_planned",))
# filters that are days in that order, where a walk begins and ends
_DAYS = frozenset(("since", "until"))
_KEYS: LiteralString = "SELECT event_id, version, during"
# forms of the index that has them all
_FOUND = {name: f"{name}_found" for name in ("actor", "kind", "kinds", "status", "statuses", "place", "search")}
# forms that no index offers, for what is asked beside an index that leads better than the planner knows
_DAYS_BESIDE = {"since": "ends_since", "until": "begins_by"}


def rows(
    conn: Conn,
    wanted: TimelineFilter,
    *,
    columns: tuple[str, ...],
    limit: int,
    after: tuple[date | None, int] | None = None,
    order: str = "newest",
    begins: date | None = None,
    also: tuple[str, ...] = (),
    row_factory: RowFactory[Any] = tuple_row,
) -> list[Any]:
    """Rows of the events that fit, by first day, at most `limit` (0 for all); the rest as for `ways`."""
    *walks, (last,) = ways(wanted, columns=columns, limit=limit, after=after, order=order, begins=begins, also=also)
    asked = (wanted, limit, order, begins, also)
    with conn.cursor(row_factory=row_factory) as cursor:
        if row_factory is tuple_row:
            days_as_text(cursor)
        if walks and not scarce.holds(asked):
            for parts in walks:
                found, all_met = _walked(cursor, parts, limit, ask_later=parts is not walks[-1])
                if all_met or len(found) >= limit:
                    return found
                if _sparse(len(found), limit, parts[0].values) and _UNGATHERED.isdisjoint(also):
                    break
            scarce.add(asked)
        return _ask(cursor, last.text, last.values)


def _walked(cursor: Cursor[Any], parts: Sequence[Way], limit: int, *, ask_later: bool) -> tuple[list[Any], bool]:
    """What is found in parts of the order one after the other, and whether that is all there is; `ask_later`: where
    much was found and not enough, a longer walk follows, and will tell."""
    found: list[Any] = []
    for text, values, counting in parts:
        found += _ask(cursor, text, values | {"limit": limit - len(found)})
        if len(found) >= limit or (ask_later and not _sparse(len(found), limit, values)):
            return found, False
        if not counting:
            continue
        (passed, looked_at), *_ = _ask(cursor.connection.cursor(row_factory=tuple_row), counting, values)
        if passed >= values["stretch"] or looked_at >= values["looked_at"]:
            return found, False
    return found, True


def _sparse(found: int, limit: int, values: dict[str, Any]) -> bool:
    """Whether so few of a stretch fit that all that do are sooner gathered than `limit` of them walked to."""
    one_by_one: bool = values["looked_at"] != _ALL
    passed: int = values["looked_at" if one_by_one else "stretch"]
    return found**2 * _LARGE * (1 if one_by_one else _PASSED) < limit * passed**2


def _ask(cursor: Cursor[Any], text: LiteralString, values: dict[str, Any]) -> list[Any]:
    # planned anew each time: what is quickest depends on the values
    return cursor.execute(text, values, prepare=False).fetchall()


class _Scarce:
    """What was asked for lately and found only by gathering. It tells where to look first, never what is found."""

    def __init__(self) -> None:
        self._until: OrderedDict[object, float] = OrderedDict()

    def holds(self, asked: object) -> bool:
        return self._until.get(asked, 0.0) > time.monotonic()

    def add(self, asked: object) -> None:
        self._until[asked] = time.monotonic() + _REMEMBERED_S
        while len(self._until) > _REMEMBERED:
            self._until.popitem(last=False)

    def clear(self) -> None:
        self._until.clear()


scarce = _Scarce()


def ways(
    wanted: TimelineFilter,
    *,
    columns: tuple[str, ...],
    limit: int = 50,
    after: tuple[date | None, int] | None = None,
    order: str = "newest",
    begins: date | None = None,
    also: tuple[str, ...] = (),
) -> list[list[Way]]:
    """The ways to ask in turn until one gives `limit` events or all there are, which the last does; a way is a row of
    walks through parts of the order.

    `columns` and `also` name the columns and further conditions in SQL; `after` is the (first day, id) of the last
    event seen; those that began before the day `begins` are left out, which is quicker than `since` of a long time.
    """
    known = queries.load("timeline")
    told: LiteralString = "\n".join(known[name] for name in columns)
    asked = {name: value for name, value in _asked(wanted).items() if value is not None}
    names = [*asked, *also]
    bounds = [] if begins is None else ["begins_on"]
    values = asked | {"as_of": wanted.as_of, "source": wanted.source, "begins": begins, "limit": limit, "all": _ALL}
    if after is not None:
        bounds.append(f"after_{order}")
        values |= {"day": after[0], "id": after[1]}
    among = ["now" if wanted.as_of is None else "as_of", *bounds]
    if not limit:
        return [[Way(f"{told}\n  FROM event\nWHERE {all_of(among, _for_indexes(names))}\n{known[order]}", values)]]
    ranges, ends = _ranges(wanted, begins, after, order, among[0])
    values |= ends
    carried = [_TOLD_AT_LEAST.get(name, name) for name in names if name in _CARRIED or name in _TOLD_AT_LEAST]
    beside = [name for name in names if name not in _CARRIED and name not in _DAYS]
    source = [name for name in names if name in _SOURCES]
    numbered = ["source_ever"] if source else []
    walk = Walk(told, ranges, order, carried, numbered, beside, within=columns == _CARRIED_COLUMNS)
    if not carried and not beside:
        return [[Way(walk.text("all", "limit"), values)]]
    fitting = _gathered_told(among, names) if source else _gathered(among, _for_indexes(names))
    far = _far(told, fitting, walk.text("all", "all", "too_many"), order, source)
    walks = [
        [Way(each.text("stretch", "looked_at"), values | most, each.counting()) for each in walk.each()]
        for most in _numbers(beside, limit)
    ]
    return [*walks, [Way(far, values | {"most": _MOST, "few": _FEW_TOLD})]]


def _ranges(
    wanted: TimelineFilter, begins: date | None, after: tuple[date | None, int] | None, order: str, scope: str
) -> tuple[list[Range], dict[str, Any]]:
    """What to walk through, in that order, and the values of its ends."""
    parts = parts_of(wanted, begins)
    ends = {f"from_{part.name}": part.low for part in parts} | {f"to_{part.name}": part.high for part in parts}
    ranges = [
        Range((scope, *found, *part.also), few=part.name != "near")
        for part in (parts if order == "newest" else reversed(parts))
        if (found := part.bounds(after, order)) is not None
    ]
    return ranges or [Range(("nothing",), few=True)], ends


def _numbers(beside: Sequence[str], limit: int) -> list[dict[str, int]]:
    """How far to walk, first and at most, and how many events to look at on the way."""
    looked_at = [most + _LOOKED_AT_EACH * limit if beside else _ALL for most in (_LOOKED_AT, _LONG_LOOKED_AT)]
    stretches = [most + _EACH * limit for most in (_STRETCH, _LONG_STRETCH)]
    return [{"stretch": far, "looked_at": most} for far, most in zip(stretches, looked_at, strict=True)]


def _asked(wanted: TimelineFilter) -> dict[str, Any]:
    """What a filter asks for, by the name of its condition in SQL; None where it asks nothing."""
    return {
        "actor": wanted.actor or None,
        "countries": list(wanted.countries) or None,
        "dyad": list(wanted.dyad) if wanted.dyad else None,
        "kind": wanted.kinds[0] if len(wanted.kinds) == 1 else None,
        "kinds": list(wanted.kinds) if len(wanted.kinds) > 1 else None,
        "status": wanted.statuses[0] if len(wanted.statuses) == 1 else None,
        "statuses": list(wanted.statuses) if len(wanted.statuses) > 1 else None,
        "place": wanted.place,
        "since": wanted.since,
        "until": wanted.until,
        "source": wanted.source if wanted.as_of is None else None,
        "source_then": None if wanted.as_of is None else wanted.source,
        "search": wanted.search,
        "min_significance": wanted.min_significance,
    }


def _gathered(scope: Sequence[str], filters: Sequence[str]) -> LiteralString:
    """All that fits. What was known then is asked apart for versions that still hold, which have the indexes, and for
    those that were closed since, which are few at any moment."""
    select: LiteralString = f"{_KEYS} FROM event\nWHERE"
    if "now" in scope:
        return f"{select} {all_of(scope, filters)}"
    rest = [name for name in scope if name != "as_of"]
    held, closed = (f"{select} {all_of([name], rest, filters)}" for name in ("still_now", "closed_since"))
    return f"{held}\nUNION ALL\n{closed}"


def _gathered_told(scope: Sequence[str], names: Sequence[str]) -> LiteralString:
    """What may fit where one of the filters is a source: its events where these are few, else by all the rest. How many
    they are the planner does not know, nor which of two that never meet is the rarer."""
    rest = [name for name in names if name not in _SOURCES]
    few = _gathered(scope, ["told_by_few", *(_DAYS_BESIDE.get(name, name) for name in rest)])
    many = _gathered(scope, ["told_by_many", *_for_indexes(rest)])
    return f"{few}\nUNION ALL\n{many}"


def _far(
    told: LiteralString, fitting: LiteralString, rest: LiteralString, order: str, source: Sequence[str]
) -> LiteralString:
    """The first of all that fit; where these are too many, `rest`. A materialized list is planned as if all of it was
    needed, so that the planner does not walk through the timeline in search of the first. Whether a `source` told of
    them is seen of one after the other, until there are enough."""
    known = queries.load("timeline")
    tail: LiteralString = f"{known[order]}\nLIMIT %(limit)s"
    by_source: LiteralString = f"told AS MATERIALIZED (\n{known['told_by']}),\n" if source else ""
    chosen: LiteralString = f"bounded\n{tail}"
    if source:
        in_turn = (known["bounded"], known[order], ") AS event WHERE", all_of(source), known[f"{order}_stretched"])
        chosen = "\n".join(("(", *in_turn, "LIMIT %(limit)s"))
    lists: LiteralString = "\n".join(
        (
            f"WITH {by_source}fitting AS MATERIALIZED (", fitting, "),",
            "bounded AS MATERIALIZED (SELECT * FROM fitting LIMIT %(most)s),",
            "chosen AS MATERIALIZED (SELECT event_id, version FROM", chosen, ")",
        )
    )  # fmt: skip
    few: LiteralString = (
        f"{told}\n  FROM event\nWHERE (event_id, version) IN (TABLE chosen) AND NOT {known['too_many']}"
    )
    return "\n".join((lists, "SELECT * FROM (", few, "UNION ALL (", rest, ")) AS told", tail))


def _for_indexes(filters: Sequence[str]) -> list[str]:
    """The filters as indexes can find what fits them."""
    # the planner does not know how few events a name leaves
    forms = _FOUND | _DAYS_BESIDE if "actor" in filters else _FOUND
    return [forms.get(name, name) for name in filters]
