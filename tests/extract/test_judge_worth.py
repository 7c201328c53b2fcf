"""What the judge is for: of articles that it has not learned the coder finds more with it, and tells more sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import pytest
from spacy.language import Language

from tracker.extract.assemble import code_article
from tracker.extract.reading import Knowledge
from tracker.extract.text import prepare
from tracker.knowledge import load_tables
from tracker.language.judge.annotated import Article, Event
from tracker.language.judge.examples import MUTUAL, articles, held_out
from tracker.model import ArticleInput, Mention

_EVERY, _ARTICLES = 20, 40


@dataclass
class Count:
    """Of the events marked how many are found, and of these how many with exactly their countries."""

    marked: int = 0
    found: int = 0
    sided: int = 0


def _sides(mention: Mention) -> tuple[frozenset[str], frozenset[str]]:
    actors, recipients = (
        frozenset(actor.country for actor in side if actor.country) for side in (mention.actors, mention.recipients)
    )
    return actors, recipients


def _is_sided(event: Event, mention: Mention) -> bool:
    if event.kind in MUTUAL:
        return event.actors | event.recipients == frozenset().union(*_sides(mention))
    return (event.actors, event.recipients) == _sides(mention)


def _tells(mention: Mention, event: Event) -> bool:
    """Whether a mention is of an event's kind and stands on one of its triggers."""
    places = {each.trigger_start for each in (mention.evidence, *mention.more_evidence) if each.part == "text"}
    return mention.kind == event.kind and any(
        not told.in_title and any(told.start <= place < told.end for place in places) for told in event.told
    )


def _counted(chosen: list[Article], pipeline: Language, knowledge: Knowledge) -> Count:
    count = Count()
    for article in chosen:
        given = ArticleInput("t", article.body, article.title, article.day)
        docs = pipeline(article.title), pipeline(prepare(article.body).text)
        mentions = code_article(given, *docs, knowledge).mentions
        for event in (event for event in article.events if not all(told.in_title for told in event.told)):
            told = [mention for mention in mentions if _tells(mention, event)]
            count.marked += 1
            count.found += bool(told)
            count.sided += any(_is_sided(event, mention) for mention in told)
    return count


def _unlearned() -> Iterator[Article]:
    return (article for article in articles() if held_out(article))


@pytest.fixture(scope="module")
def counts(pipeline: Language, knowledge: Knowledge) -> tuple[Count, Count]:
    """What is told without the judge, and with it."""
    chosen = list(islice(_unlearned(), 0, _EVERY * _ARTICLES, _EVERY))
    with_judge = replace(knowledge, tables=load_tables())
    return _counted(chosen, pipeline, knowledge), _counted(chosen, pipeline, with_judge)


def test_more_events_are_found_with_the_judge(counts: tuple[Count, Count]) -> None:
    without, beside = counts
    assert beside.found > 1.2 * without.found
    assert beside.found > 0.5 * beside.marked


def test_more_of_the_sides_are_right_with_the_judge(counts: tuple[Count, Count]) -> None:
    without, beside = counts
    assert beside.sided / beside.found > 1.1 * without.sided / without.found
