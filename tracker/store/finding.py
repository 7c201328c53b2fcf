"""Finding the events that fit a filter, in the order of their days, as quickly where many fit as where few or none do.

Walking back through the timeline is quick where every few events one fits, and hopeless where few do; gathering all
that fit by the indexes of what is asked is quick where few do. Which of the two it is nobody knows beforehand: the
planner guesses from frequent values, and knows nothing of rare ones or of two that never meet. So a short stretch is
walked first; where too little is found there, what fits is gathered; and only where that turns out to be very much is
it walked to after all. A filter for which the stretch was walked in vain is gathered at once for a while.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from typing import Any, LiteralString

from psycopg.rows import RowFactory, tuple_row

from tracker.model import TimelineFilter
from tracker.store import queries
from tracker.store.connection import Conn, days_as_text

__all__ = ["Statement", "rows", "ways"]

Statement = tuple[LiteralString, dict[str, Any]]

# events that are walked past before what fits is gathered: so many (fewer in views of then, where all versions are
# passed, and where nothing but a source is asked for, which is looked up for each), and more for each that is wanted
_STRETCH, _STRETCH_THEN, _STRETCH_TOLD, _STRETCH_EACH = 24_000, 12_000, 1_000, 20
_SOURCES = frozenset(("source", "source_then"))
# events up to which what fits is gathered: so many that, spread over a million, some are soon met on the way
_MOST = 50_000
# events of a source up to which these are looked at one by one
_FEW_TOLD = 10_000
# events of some countries up to which a walk finds them sooner than the index of their years does
_FEW = 500
# for so long, and of so many filters, is remembered that a stretch was walked in vain
_REMEMBERED_S, _REMEMBERED = 300.0, 1_000
# filters beside the scope whose index gives the order too
_IN_ORDER: tuple[list[str], ...] = ([], ["kind"])
# days in the form that the indexes of the order carry: where these begin, and what they pass over without a look
_SCOPED = {"since": "ends_after", "until": "starts_by"}
_KEYS: LiteralString = "SELECT event_id, version, during"
# forms of the index that has them all
_FOUND = {name: f"{name}_found" for name in ("actor", "kind", "kinds", "status", "statuses", "place", "search")}
# forms that no index offers, for what is asked beside an index that leads better than the planner knows
_DAYS_BESIDE = {"since": "ends_since", "until": "begins_by"}
_BESIDE_YEARS = _DAYS_BESIDE | {"countries": "countries_among", "dyad": "dyad_among"}


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
    statements = ways(wanted, columns=columns, limit=limit, after=after, order=order, begins=begins, also=also)
    asked = (wanted, limit, order, begins, also)
    if len(statements) > 1 and scarce.holds(asked):
        statements = statements[-1:]
    *before, last = statements
    with conn.cursor(row_factory=row_factory) as cursor:
        if row_factory is tuple_row:
            days_as_text(cursor)
        # planned anew each time: what is quickest depends on the values
        if before:
            walk, *counting = before
            found = cursor.execute(*walk, prepare=False).fetchall()
            if len(found) >= limit or (counting and _was_all(conn, *counting)):
                return found
            scarce.add(asked)
        return cursor.execute(*last, prepare=False).fetchall()


def _was_all(conn: Conn, counting: Statement) -> bool:
    """Whether the stretch that was walked held all the events there are within the days that are asked for."""
    text, values = counting
    row = conn.cursor(row_factory=tuple_row).execute(text, values, prepare=False).fetchone()
    return row is not None and int(row[0]) < int(values["stretch"])


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
) -> list[Statement]:
    """The statements to ask in turn until one gives `limit` events; the last of them gives all there are. Of three the
    second counts how many events the first walked past: with fewer than the stretch holds, it met all there are.

    `columns` and `also` name the columns and further conditions in SQL; `after` is the (first day, id) of the last
    event seen; those that began before the day `begins` are left out, which is quicker than `since` of a long time.
    """
    known = queries.load("timeline")
    told: LiteralString = "\n".join(known[name] for name in columns)
    select: LiteralString = f"{told}\n  FROM event"
    asked = {name: value for name, value in _asked(wanted).items() if value is not None}
    scope = _scope(wanted, order)
    names = [*asked, *also]
    filters = [name for name in names if name not in scope and _SCOPED.get(name) not in scope]
    values = asked | {
        "as_of": wanted.as_of, "source": wanted.source, "limit": limit, "most": _MOST, "few": _FEW_TOLD,
        "stretch": _stretch(filters, wanted) + _STRETCH_EACH * limit,
    }  # fmt: skip
    if after is not None:
        scope.append(f"after_{order}")
        values |= {"day": after[0], "id": after[1]}
    if begins is not None:
        scope.append("begins_on")
        values |= {"begins": begins}
    values["party_years"] = years = _party_years(wanted, wanted.since or begins, many=not limit or limit > _FEW)
    # what is gathered is asked for in the forms of other indexes than those of the order
    among = [name for name in scope if name not in asked and name not in _SCOPED.values()]
    by_index = _for_indexes(names, by_years=years is not None)
    if years is not None:
        among = ["begins_from" if name == "begins_on" else name for name in among]
    if not limit:
        return [(f"{select}\nWHERE {_all(among, by_index)}\n{known[order]}", values)]
    tail: LiteralString = f"{known[order]}\nLIMIT %(limit)s"
    if filters in (_IN_ORDER if wanted.as_of is None else [[]]):
        return [(_walk(select, [*scope, *filters], tail), values)]
    rest = _walk(select, [*scope, *filters, "too_many"], tail)
    source = [name for name in names if name in _SOURCES]
    fitting = _gathered_told(among, names) if source else _gathered(among, by_index)
    stretched = _stretched(scope, order)
    near = (_near(told, stretched, filters, order), values)
    # only days that are asked for, or a page far back, may leave less than a stretch
    counting: Statement = ("\n".join(("SELECT count(*) FROM (", stretched, ") AS stretch")), values)
    return [near, *[counting] * (len(scope) > 1), (_far(select, fitting, rest, order, source), values)]


def _stretch(filters: Sequence[str], wanted: TimelineFilter) -> int:
    if _SOURCES.issuperset(filters):
        return _STRETCH_TOLD
    return _STRETCH if wanted.as_of is None else _STRETCH_THEN


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


def _scope(wanted: TimelineFilter, order: str) -> list[str]:
    """The versions to choose from, by conditions that the indexes of the order carry."""
    now = wanted.as_of is None
    scope = ["now" if now else "as_of"]
    by_status = now and len(wanted.statuses) == 1
    if by_status:
        scope.append("status")
    if wanted.until:
        scope.append("starts_by")
    if wanted.since and now and (order == "oldest" or by_status):
        scope.append("ends_after")
    return scope


def _all(*names: Sequence[str]) -> LiteralString:
    known = queries.load("timeline")
    return " AND ".join(known[name] for each in names for name in each)


def _walk(select: LiteralString, scope: Sequence[str], tail: LiteralString) -> LiteralString:
    """From one end of the timeline on; `tail`: order and limit."""
    if "now" in scope:
        return f"{select}\nWHERE {_all(scope)}\n{tail}"
    # the days before that moment and the days after are asked apart: for the latter the few events that were known
    # ahead have an index of their own, so that everything that came later need not be passed over
    past: LiteralString = f"({select}\nWHERE {_all(scope, ['before_then'])}\n{tail})"
    ahead: LiteralString = f"({select}\nWHERE {_all(scope, ['after_then'])}\n{tail})"
    return "\n".join(("SELECT * FROM (", past, "UNION ALL", ahead, ") AS known_then", tail))


def _gathered(scope: Sequence[str], filters: Sequence[str]) -> LiteralString:
    """All that fits. What was known then is asked apart for versions that still hold, which have the indexes, and for
    those that were closed since, which are few at any moment."""
    select: LiteralString = f"{_KEYS} FROM event\nWHERE"
    if "now" in scope:
        return f"{select} {_all(scope, filters)}"
    rest = [name for name in scope if name != "as_of"]
    held, closed = (f"{select} {_all([name], rest, filters)}" for name in ("still_now", "closed_since"))
    return f"{held}\nUNION ALL\n{closed}"


def _gathered_told(scope: Sequence[str], names: Sequence[str]) -> LiteralString:
    """What may fit where one of the filters is a source: its events where these are few, else by all the rest. How many
    they are the planner does not know, nor which of two that never meet is the rarer."""
    rest = [name for name in names if name not in _SOURCES]
    few = _gathered(scope, ["told_by_few", *(_DAYS_BESIDE.get(name, name) for name in rest)])
    many = _gathered(scope, ["told_by_many", *_for_indexes(rest, by_years=False)])
    return f"{few}\nUNION ALL\n{many}"


def _stretched(scope: Sequence[str], order: str) -> LiteralString:
    """A stretch of the timeline. Its first days have a name of their own, so that the planner knows them to be in order
    and walks no further than to the last that is wanted."""
    known = queries.load("timeline")
    return _walk(known["stretched"], scope, f"{known[f'{order}_stretched']}\nLIMIT %(stretch)s")


def _near(told: LiteralString, stretched: LiteralString, filters: Sequence[str], order: str) -> LiteralString:
    """Those that fit of a stretch."""
    tail = queries.load("timeline")[f"{order}_stretched"]
    return f"{told}\n  FROM ({stretched}) AS event\nWHERE {_all(filters)}\n{tail}\nLIMIT %(limit)s"


def _far(
    select: LiteralString, fitting: LiteralString, rest: LiteralString, order: str, source: Sequence[str]
) -> LiteralString:
    """The first of all that fit; where these are too many, `rest`. A materialized list is planned as if all of it was
    needed, so that the planner does not walk through the timeline in search of the first. Whether a `source` told of
    them is seen of one after the other, until there are enough."""
    known = queries.load("timeline")
    tail: LiteralString = f"{known[order]}\nLIMIT %(limit)s"
    told: LiteralString = f"told AS MATERIALIZED (\n{known['told_by']}),\n" if source else ""
    chosen: LiteralString = f"bounded\n{tail}"
    if source:
        in_turn = (known["bounded"], known[order], ") AS event WHERE", _all(source), known[f"{order}_stretched"])
        chosen = "\n".join(("(", *in_turn, "LIMIT %(limit)s"))
    lists: LiteralString = "\n".join(
        (
            f"WITH {told}fitting AS MATERIALIZED (", fitting, "),",
            "bounded AS MATERIALIZED (SELECT * FROM fitting LIMIT %(most)s),",
            "chosen AS MATERIALIZED (SELECT event_id, version FROM", chosen, ")",
        )
    )  # fmt: skip
    few: LiteralString = f"{select}\nWHERE (event_id, version) IN (TABLE chosen) AND NOT {known['too_many']}"
    return "\n".join((lists, "SELECT * FROM (", few, "UNION ALL (", rest, ")) AS told", tail))


def _for_indexes(filters: Sequence[str], by_years: bool) -> list[str]:
    """The filters as indexes can find what fits them."""
    if by_years:
        return ["party_years", *(_BESIDE_YEARS.get(name, name) for name in filters)]
    # the planner does not know how few events a name leaves
    forms = _FOUND | _DAYS_BESIDE if "actor" in filters else _FOUND
    return [forms.get(name, name) for name in filters]


def _party_years(wanted: TimelineFilter, since: date | None, many: bool) -> list[str] | None:
    """Keys of the index of parties (tracker_party_years in SQL) for a dyad, or for `many` events of some countries,
    from `since` on over at most ten years as they are known now. A few of a country are found sooner by walking back
    from the newest one."""
    if not since or not wanted.until or wanted.as_of is not None:
        return None
    if wanted.dyad:
        return _keys_of_years(["-".join(sorted(wanted.dyad))], since, wanted.until)
    return _keys_of_years(wanted.countries, since, wanted.until) if wanted.countries and many else None


def _keys_of_years(parties: Sequence[str], since: date, until: date) -> list[str] | None:
    """Keys of the index of parties for these days, both inclusive; None for more than ten years."""
    years = range(since.year, until.year + 1)
    return [*(f"{party}:{year}" for party in parties for year in years), "*"] if len(years) <= 10 else None
