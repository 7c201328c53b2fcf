"""The line that stands for an event."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.store.test_matching import ANY, mention, store
from tracker.events.merge import title_of
from tracker.model import Actor
from tracker.store import timeline


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("protesters", "Protesters: protest"),
        ("al-Shabaab", "Al-Shabaab: protest"),
        ("eBay workers", "eBay workers: protest"),
        ("élus locaux", "Élus locaux: protest"),
        ("Police", "Police: protest"),
        ("5,000 marchers", "5,000 marchers: protest"),
        (None, "Protest"),
    ],
)
def test_a_title_begins_with_a_capital_whatever_its_first_name_is(conn: Any, name: str | None, title: str) -> None:
    store(conn, "outlet", [mention("protest")])
    (event,) = timeline.read(conn, ANY)
    assert title_of(replace(event, actors=(Actor(name, None, "OPP"),) if name else ())) == title
