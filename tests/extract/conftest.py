"""What the coder's tests share: the packaged pipeline and books, and one call from a sentence to its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from tracker.extract.assemble import code_article
from tracker.extract.reading import Knowledge
from tracker.extract.text import prepare
from tracker.knowledge import load_knowledge
from tracker.model import ArticleInput, Mention
from tracker.nlp import load_pipeline

Coded = Callable[..., tuple[Mention, ...]]


@pytest.fixture(scope="session")
def pipeline() -> Language:
    return load_pipeline()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(judge=False)


@pytest.fixture(scope="session")
def coded(pipeline: Language, knowledge: Knowledge) -> Coded:
    """`coded(text, "2024-05-01", title)` gives the events of a text."""

    def run(text: str, published: str | None = "2024-05-15", title: str | None = None) -> tuple[Mention, ...]:
        day = date.fromisoformat(published) if published else None
        article = ArticleInput("t", text, title, day)
        title_doc = pipeline(title) if title else None
        return code_article(article, title_doc, pipeline(prepare(text).text), knowledge).mentions

    return run
