"""What every page needs: a connection under a time limit, the view of the address, the choices of the filter form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from fastapi import Request
from markupsafe import Markup

from tracker import clock
from tracker.settings import Settings
from tracker.store import pages as store
from tracker.store import timeline
from tracker.web.filters import STATUSES, View, pairs_of, parse
from tracker.web.kept import Shared
from tracker.web.names import country_names


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter form offers, and the span of the "as known on" slider."""

    kinds: Markup
    countries: Markup
    statuses: tuple[str, ...]
    today_date: date
    first_day: date
    as_of_day: date | None

    @property
    def today(self) -> str:
        return self.today_date.isoformat()

    @property
    def history_days(self) -> int:
        return max(0, (self.today_date - self.first_day).days)

    @property
    def as_of_offset(self) -> int:
        return (self.as_of_day - self.first_day).days if self.as_of_day else self.history_days


def settings_of(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


@contextmanager
def reading(request: Request) -> Iterator[Any]:
    """A read-only connection whose statements end after the configured time. Raises StoreError when none is free."""
    with timeline.read_only(request.app.state.pool, settings_of(request).web.statement_timeout_ms) as conn:
        yield conn


def shared(request: Request) -> Shared:
    """What pages of many addresses have in common."""
    found: Shared = request.app.state.shared
    return found


def view_of(request: Request) -> View:
    """The view that the address asks for. Raises InputError."""
    kinds = request.app.state.kinds
    return parse(pairs_of(request.query_params), kinds=kinds, page_size=settings_of(request).web.page_size)


@cache
def _country_options() -> Markup:
    """The options of the list of countries, in the order of their names; the same on every page."""
    option = Markup('<option value="{}">{}</option>')
    return Markup("").join(option.format(*pair) for pair in sorted(country_names().items(), key=lambda pair: pair[1]))


@lru_cache(maxsize=256)
def _kind_options(kinds: tuple[str, ...], chosen: tuple[str, ...]) -> Markup:
    """The options of the list of kinds, with the one selected that the view asks for."""
    option = Markup('<option value="{}"{}>{}</option>')
    selected = Markup(" selected")
    return Markup("").join(
        option.format(kind, selected if chosen == (kind,) else "", kind.replace("_", " ")) for kind in kinds
    )


def choices_for(request: Request, conn: Any, view: View) -> Choices:
    today = clock.now().date()
    first = shared(request).get("first known", lambda: store.first_known(conn)) or clock.now()
    as_of = view.wanted.as_of
    return Choices(
        kinds=_kind_options(request.app.state.kinds, view.wanted.kinds),
        countries=_country_options(),
        statuses=STATUSES,
        today_date=today,
        first_day=first.date(),
        as_of_day=(as_of - timedelta(seconds=1)).date() if as_of else None,
    )
