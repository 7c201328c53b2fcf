"""Whole articles, made up for these tests (what they tell did not happen so), against what an analyst marked in them.

tests/data/coder_articles: the day, the title, the text, then after "---" one event a line: kinds, status, sides, days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tracker.model import Mention

Coded = Callable[..., tuple[Mention, ...]]
_ARTICLES = sorted((Path(__file__).parent.parent / "data" / "coder_articles").glob("*.txt"))
_FOUND, _RIGHT = 0.7, 0.85
"""The least share of an analyst's events that are found, and of the found ones that have the right status."""


@dataclass(frozen=True)
class Marked:
    """An event as the analyst marked it; `days` are first and last, or None where left open."""

    kinds: frozenset[str]
    status: str
    countries: frozenset[str]
    days: tuple[str, str] | None


def _marked(line: str) -> Marked:
    kinds, status, sides, *days = line.split()
    first, _, last = days[0].partition("..") if days else ("", "", "")
    return Marked(
        frozenset(kinds.split("|")),
        status,
        frozenset(c for side in sides.split(">") for c in side.split(",") if c),
        (first, (last or first) + "~") if days else None,
    )


def _read(path: Path) -> tuple[str, str, str, list[Marked]]:
    day, title, rest = path.read_text(encoding="utf-8").split("\n", 2)
    text, _, marks = rest.partition("\n---\n")
    return day, title, text, [_marked(line) for line in marks.strip().splitlines()]


def _told(mark: Marked, mention: Mention) -> bool:
    countries = {a.country for a in (*mention.actors, *mention.recipients)}
    return mention.kind in mark.kinds and mark.countries <= countries | {mention.place and mention.place.country}


@pytest.mark.parametrize("path", _ARTICLES, ids=lambda path: path.stem)
def test_most_of_an_article_is_found_with_its_status(coded: Coded, path: Path) -> None:
    day, title, text, marks = _read(path)
    mentions = coded(text, day, title)
    found = [(mark, [m for m in mentions if _told(mark, m)]) for mark in marks]
    hit = [(mark, told) for mark, told in found if told]
    assert len(hit) >= _FOUND * len(marks), [mark for mark, told in found if not told]
    right = [mark for mark, told in hit if any(m.status.value == mark.status for m in told)]
    assert len(right) >= _RIGHT * len(hit)


@pytest.mark.parametrize("path", _ARTICLES, ids=lambda path: path.stem)
def test_denied_and_cancelled_in_an_article_are_not_done(coded: Coded, path: Path) -> None:
    day, title, text, marks = _read(path)
    undone = [m for m in marks if m.status in ("denied", "cancelled")]
    done = [m for m in marks if m.status == "happened"]
    for mention in coded(text, day, title):
        for mark in undone:
            if _told(mark, mention) and not any(_told(other, mention) for other in done):
                assert not mention.status.is_done


@pytest.mark.parametrize("path", _ARTICLES, ids=lambda path: path.stem)
def test_days_of_an_article(coded: Coded, path: Path) -> None:
    day, title, text, marks = _read(path)
    mentions = coded(text, day, title)
    dated = [(mark, [m for m in mentions if _told(mark, m)]) for mark in marks if mark.days]
    met = wrong = 0
    for mark, told in dated:
        assert mark.days is not None
        spans = [m.date.interval for m in told if m.date.interval is not None]
        if not told:
            continue
        inside = any(str(s.start) <= mark.days[1] and mark.days[0] <= str(s.last) for s in spans)
        met, wrong = met + inside, wrong + (not inside)
    assert met >= 0.8 * (met + wrong)
