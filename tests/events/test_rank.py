"""Significance orders events as its documentation says: monotone in each of its factors."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.events.rank import significance
from tracker.model import EventType, Status


def rank(**changed: Any) -> float:
    facts: dict[str, Any] = {
        "kind": "visit", "event_type": EventType.CONSULT, "status": Status.HAPPENED, "countries": {"USA", "KOR"},
        "independent_sources": 2, "lead": True, "confidence": 0.8,
    }  # fmt: skip
    return significance(**(facts | changed))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"independent_sources": 6}, {"independent_sources": 1}),
        ({"countries": {"USA", "KOR", "JPN"}}, {"countries": {"USA"}}),
        ({"status": Status.HAPPENED}, {"status": Status.PLANNED}),
        ({"status": Status.PLANNED}, {"status": Status.HYPOTHETICAL}),
        ({"status": Status.CANCELLED}, {"status": Status.ALLEGED}),
        ({"lead": True}, {"lead": False}),
        ({"confidence": 0.9}, {"confidence": 0.4}),
        ({"kind": "nuclear_test"}, {"kind": "exercise"}),
        ({"kind": "strike", "event_type": EventType.ASSAULT}, {"kind": "statement", "event_type": EventType.STATEMENT}),
    ],
)  # fmt: skip
def test_the_weightier_event_ranks_higher(more: dict[str, Any], less: dict[str, Any]) -> None:
    assert rank(**more) > rank(**less)


@pytest.mark.parametrize("sources", [0, 1, 3, 16, 500])
def test_between_nought_and_one(sources: int) -> None:
    assert 0.0 < rank(independent_sources=sources, kind="nuclear_test", event_type=EventType.ASSAULT) <= 1.0
