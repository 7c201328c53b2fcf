"""Speed of the coder on one core, text to events, with the share of each stage.

Seconds are of processor time, of the best of some runs, so that other work on the machine counts little.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tracker.extract.assemble import code_article
from tracker.extract.parsed import make_tree
from tracker.extract.reading import Knowledge
from tracker.extract.text import prepare
from tracker.extract.timex import find_timexes
from tracker.knowledge import load_knowledge
from tracker.model import ArticleInput
from tracker.nlp import load_pipeline

GOAL = 200
"""Sentences per second that one core should code, text to events."""
_PARAGRAPHS = (
    "Portugal's defence minister visited Angola on Monday and signed a pact with his Angolan counterpart.",
    "The two countries will hold joint naval exercises in October, the Portuguese government said in a statement.",
    "Norway condemned Belarus over the arrest of two journalists and recalled its ambassador from Minsk last week.",
    "Iran denied on Thursday that it had supplied drones to Russia, which has launched hundreds of strikes on Ukraine.",
    "Analysts said that the talks between Ethiopia and Egypt, which were postponed in May, could resume next month.",
    "Thousands of people rallied in Georgia against the law, while police detained dozens of activists nearby.",
    "The European Union imposed new sanctions on Myanmar and called on its generals to release political prisoners.",
    "According to the ministry, a French frigate docked in Cyprus on 4 March after a patrol in the Mediterranean.",
)
_ARTICLES = 60
_RUNS = 5
_PUBLISHED = date(2024, 5, 14)


def _articles() -> list[ArticleInput]:
    n = len(_PARAGRAPHS)
    return [
        ArticleInput(str(i), "\n\n".join(_PARAGRAPHS[(i + k) % n] for k in range(n)), None, _PUBLISHED)
        for i in range(_ARTICLES)
    ]


def _timed(stage: str, seconds: dict[str, float], work: Callable[[], Any]) -> Any:
    began = time.process_time()
    result = work()
    seconds[stage] = time.process_time() - began
    return result


def _run(nlp: Language, knowledge: Knowledge) -> tuple[dict[str, float], list[Doc], int]:
    """Seconds of each stage over all articles, what was parsed, and the number of events."""
    articles = _articles()
    seconds: dict[str, float] = {}
    texts = _timed("clean-up", seconds, lambda: [prepare(a.text).text for a in articles])
    docs: list[Doc] = _timed("parsing", seconds, lambda: list(nlp.pipe(texts)))
    codings = _timed(
        "coding",
        seconds,
        lambda: [code_article(a, None, d, knowledge) for a, d in zip(articles, docs, strict=True)],
    )
    parts: dict[str, float] = {}
    _timed("dates", parts, lambda: [find_timexes(d, _PUBLISHED) for d in docs])
    _timed("actors", parts, lambda: [knowledge.actors.find(d, _PUBLISHED) for d in docs])
    if knowledge.places is not None:
        places = knowledge.places
        _timed("places", parts, lambda: [places.find(d, []) for d in docs])
    _timed("trees", parts, lambda: [make_tree(d) for d in docs])
    parts["triggers, judge, arguments, status"] = seconds.pop("coding") - sum(parts.values())
    return seconds | parts, docs, sum(len(c.mentions) for c in codings)


def main() -> None:
    """Prints sentences a second from raw text to coded events, and what each stage costs, of the best of some runs."""
    nlp, knowledge = load_pipeline(), load_knowledge()
    _run(nlp, knowledge)
    seconds, docs, events = min((_run(nlp, knowledge) for _ in range(_RUNS)), key=lambda run: sum(run[0].values()))
    sentences = sum(len(list(d.sents)) for d in docs)
    words = sum(len(d) for d in docs)
    total = sum(seconds.values())
    if events < _ARTICLES:
        raise SystemExit(f"only {events} events in {_ARTICLES} articles: something is broken")
    print(f"{sentences} sentences of {words / sentences:.0f} words, {events} events, in {total:.2f} s")
    print(f"{sentences / total:.0f} sentences/s on one core ({sentences / total / GOAL:.2f} of the goal of {GOAL})")
    for stage, spent in seconds.items():
        print(f"  {stage:<38}{spent:6.2f} s {100 * spent / total:5.1f} %")
