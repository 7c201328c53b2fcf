"""What the event page quotes: each sentence once, with every word marked that tells of the event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tracker.model import Evidence
from tracker.store.timeline import EvidenceRow
from tracker.web.evidence import Quote, sources_of
from tracker.web.words import highlight, many

TEXT = "They signed a <b>strategic</b> treaty."


def evidence(trigger: str, text: str = TEXT, start: int = 100) -> Evidence:
    at = start + text.index(trigger)
    return Evidence("text", start, start + len(text), text, trigger, at, at + len(trigger))


def row(*quotes: Evidence, **more: Any) -> EvidenceRow:
    made = EvidenceRow(
        "https://a.example/1", "Title", "A", datetime(2026, 3, 1, tzinfo=UTC), "a", 1, None, None, 1.0, quotes, ("why",)
    )
    return replace(made, **more)


def test_a_sentence_is_quoted_once_with_all_its_words_marked() -> None:
    (view,), _ = sources_of([row(evidence("treaty"), evidence("signed")), row(evidence("treaty"))])
    (quote,) = view.quotes
    assert [TEXT[start:end] for start, end in quote.marks] == ["signed", "treaty"]
    shown = str(highlight(quote))
    assert shown.count("<mark") == 2 and "&lt;b&gt;strategic&lt;/b&gt;" in shown and "<b>" not in shown


def test_the_same_words_elsewhere_in_the_article_are_another_sentence() -> None:
    (view,), _ = sources_of([row(evidence("treaty"), evidence("treaty", start=900))])
    assert len(view.quotes) == 2


@pytest.mark.parametrize(("start", "end"), [(-5, 3), (5, 5), (0, 900), (30, 10)])
def test_places_outside_the_sentence_are_not_marked(start: int, end: int) -> None:
    odd = replace(evidence("treaty"), trigger_start=100 + start, trigger_end=100 + end)
    (view,), _ = sources_of([row(odd)])
    assert view.quotes == (Quote(TEXT, ()),)
    assert "<mark" not in highlight(view.quotes[0])


def test_marks_never_overlap() -> None:
    wide = replace(evidence("treaty"), trigger_start=evidence("strategic").trigger_start)
    (view,), _ = sources_of([row(evidence("treaty"), wide)])
    assert len(view.quotes[0].marks) == 1


def test_numbers_of_things() -> None:
    assert [many(n, "poll") for n in (0, 1, 2)] == ["0 polls", "1 poll", "2 polls"]
    assert many(2, "worker is", "workers are") == "2 workers are"
