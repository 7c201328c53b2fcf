"""The templates: strict about unknown names, escaping everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tracker.web.words import FILTERS

_ROWS_KEPT = 4_096  # about 4 MB


def in_turn(make: Callable[..., Markup], items: Iterable[object], *more: object) -> Markup:
    """What `make` makes of every item, one after the other; quicker than a loop in a template."""
    return Markup("").join([make(item, *more) for item in items])


def environment(static_url: Callable[[str], str]) -> Environment:
    made = Environment(
        loader=PackageLoader("tracker.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(static=static_url, in_turn=in_turn)
    rows: Any = made.get_template("row.html").module
    for name in ("event_row", "plan_row", "place_mark", "place_list"):
        made.globals[name] = lru_cache(_ROWS_KEPT)(getattr(rows, name))
    return made


def page(request: Request, template: str, section: str | None = None, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a template; `section` is the menu entry that the page belongs to."""
    found = request.app.state.templates.get_template(template)
    return HTMLResponse(found.render(section=section, **values), status)
