"""The sample articles give the events that they tell, and nothing that they do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest
import trafilatura

from tracker import resources, settings
from tracker.coding import Coder
from tracker.export.contract import mention_json
from tracker.model import ArticleInput, Coding

SEEDS = resources.folder("seeds")
ROWS = [json.loads(line) for line in (SEEDS / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def coded() -> dict[str, Coding]:
    coder = Coder(settings.load())
    return {coding.id: coding for coding in coder.code(articles())}


def articles() -> Iterator[ArticleInput]:
    for row in ROWS:
        html = (SEEDS / "pages" / f"{row['page']}.html").read_text(encoding="utf-8")
        text = trafilatura.extract(html, include_comments=False) or ""
        published = datetime.fromisoformat(row["published"]) if row["published"] else None
        yield ArticleInput(row["page"], text, row["title"], published, row["publisher"])


def involved(event: dict[str, Any]) -> set[str | None]:
    people = {actor["country"] for side in ("actors", "recipients") for actor in event[side]}
    return people | {(event["place"] or {}).get("country")}


def tells(event: dict[str, Any], want: dict[str, Any]) -> bool:
    """Same kind, everyone involved, right status, and days inside those expected."""
    when = event["date"]
    return (
        event["kind"] == want["kind"]
        and set(want["countries"]) <= involved(event)
        and event["status"] == want["status"]
        and when["start"] is not None
        and want["start"] <= when["start"]
        and when["end"] <= want["end"]
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["page"])
def test_article_gives_its_events(row: dict[str, Any]) -> None:
    events = [mention_json(mention) for mention in coded()[row["page"]].mentions]
    shown = [
        (e["kind"], e["status"], sorted(map(str, involved(e))), e["date"]["start"], e["date"]["end"]) for e in events
    ]
    missing = [want for want in row["events"] if not any(tells(event, want) for event in events)]
    assert not missing, f"got {shown}"
    wrong = [never for never in row["never"] if any(tells(event, never) for event in events)]
    assert not wrong, f"got {shown}"
    if not row["events"]:
        assert not events, f"got {shown}"


def test_evidence_cuts_out_what_it_claims() -> None:
    texts = {article.id: article for article in articles()}
    for key, coding in coded().items():
        for mention in coding.mentions:
            for evidence in (mention.evidence, *mention.more_evidence):
                source = texts[key].title if evidence.part == "title" else texts[key].text
                assert source is not None
                assert source[evidence.start : evidence.end] == evidence.text
                assert source[evidence.trigger_start : evidence.trigger_end] == evidence.trigger
