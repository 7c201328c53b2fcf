"""Made-up news of many desks, with stories that are easily taken for one another, read, coded and matched: reports that
open with one story are lead sources of one event, those of other stories are not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tracker import settings
from tracker.coding import Coder
from tracker.matching import match_unmatched
from tracker.model import TimelineFilter
from tracker.store import timeline
from tracker.store.articles import NewArticle, for_coding, put, put_coding

FOLDER = Path(__file__).parents[1] / "data" / "stories"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Report:
    url: str
    story: tuple[str, int]
    published: datetime
    title: str
    text: str


def reports() -> Iterator[Report]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for each in yaml.safe_load(file.read_text(encoding="utf-8")):
            for number, told in enumerate([each["story"], *each["others"]]):
                for nth, (published, title, text) in enumerate(told):
                    url = f"https://desk{nth}.example/{each['set']}/{number}".replace(" ", "-")
                    yield Report(url, (each["set"], number), datetime.fromisoformat(published), title, text)


def tied(conn: Any) -> tuple[set[str], set[tuple[str, str]]]:
    """Articles with a lead event, and pairs of them that are lead sources of one event."""
    covered: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for event in timeline.read(conn, TimelineFilter(), limit=0):
        lead = sorted({source.url for source in event.sources if source.lead})
        covered.update(lead)
        pairs.update(itertools.combinations(lead, 2))
    return covered, pairs


def test_reports_of_one_story_are_sources_of_one_event_and_others_are_not(conn: Any) -> None:
    made = {report.url: report for report in reports()}
    coder = Coder(settings.load())
    for each in made.values():
        put(conn, NewArticle(each.url, each.title, each.text, "page", each.published, publisher=each.url), NOW)
    due = for_coding(conn, [row[0] for row in conn.execute("SELECT article_id FROM article").fetchall()], coder.version)
    for article, coding in zip(due, coder.code(one.as_input() for one in due), strict=True):
        put_coding(conn, article.article_id, article.version, coding, coder.version, NOW)
    match_unmatched(conn, NOW)
    covered, pairs = tied(conn)
    wanted = {
        (one, two) for one, two in itertools.combinations(sorted(covered), 2) if made[one].story == made[two].story
    }
    assert len(covered) > len(made) / 2
    wrong = sorted((made[one].title, made[two].title) for one, two in pairs - wanted)
    missed = sorted((made[one].title, made[two].title) for one, two in wanted - pairs)
    assert len(pairs & wanted) >= 0.95 * len(pairs), wrong
    assert len(pairs & wanted) >= 0.80 * len(wanted), missed
