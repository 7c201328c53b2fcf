"""Text to Doc on one core: the packaged pipeline beside spaCy's convolutional one, and the memory of a worker.

The peer is en_core_news_ud, a convolutional pipeline trained on the same treebanks, where its folder lies beside the
repository; elsewhere a pipeline of the same shape with untrained weights, which costs as much
per word.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language

from tracker.nlp import load_pipeline

MEMORY_LIMIT = 600
"""Megabytes that a process with the pipeline loaded may take."""

FLOOR = 5_000
"""Words per second that the packaged pipeline should reach on one core."""

PEER = Path(__file__).parents[3] / "shared" / "models" / "en_core_news_ud"
PLACES = ["Tirana", "Lusaka", "Hanoi", "Quito", "Riga", "Amman", "Accra", "Baku", "Lima", "Oslo", "Seoul", "Tunis"]
PEOPLE = ["Ana Brnic", "Park Ji-soo", "Omar bin Talal", "Grace Mwangi", "Tomas Urban", "Li Guowei", "Sara Lindqvist"]
SENTENCES = [
    "{a} met {b} in {x} on Monday, two days after talks in {y} had broken down over the release of prisoners.",
    "The ministry in {x} said late Thursday that it would expel three diplomats and recall its ambassador from {y}.",
    "“We expect the ceasefire to hold through the winter,” {a} told reporters, “but nobody should count on it.”",
    "Under the agreement, which was signed in {x} by officials of both states, customs data will be shared from "
    "next year.",
    "At least 14 people were killed and dozens wounded when rockets hit a market outside {y}, according to "
    "local police.",
    "{b}, who has led the opposition since 2019, called the vote a farce and urged supporters to march on {x}.",
    "The navy fired on two boats near the port of {y} after they ignored warnings, a spokesman for {a} said in "
    "a statement.",
    "Lawmakers are due to debate the sanctions next week; {b} has already said that {x} would not support them.",
]


def articles(count: int) -> list[str]:
    """Made-up articles of about 300 words."""
    random = Random(7)
    return [
        "\n\n".join(
            " ".join(
                random.choice(SENTENCES).format(
                    a=random.choice(PEOPLE), b=random.choice(PEOPLE), x=random.choice(PLACES), y=random.choice(PLACES)
                )
                for _ in range(3)
            )
            for _ in range(5)
        )
        for _ in range(count)
    ]


def peer() -> tuple[str, Language]:
    """The convolutional pipeline and what to call it."""
    if PEER.is_dir():
        return "en_core_news_ud", load_pipeline(str(PEER))
    nlp = spacy.blank("en")
    for name in ("tagger", "morphologizer", "parser", "ner"):
        pipe = nlp.add_pipe(name)
        for label in ("A", "B", "C", "D"):
            if name in ("tagger", "ner"):
                pipe.add_label(label)
    nlp.initialize()
    return "convolutional pipeline, untrained", nlp


def speed(nlp: Language, texts: list[str]) -> float:
    """Words per second of processor time, best of three runs, after warming up."""
    list(nlp.pipe(texts[:2]))
    best = 0.0
    for _ in range(3):
        begun = time.process_time()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        best = max(best, words / (time.process_time() - begun))
    return best


def memory() -> float:
    """Resident megabytes of a fresh process that has loaded the pipeline and read a few articles."""
    script = (
        "import psutil, tests.bench.bench_language as b\n"
        "from tracker.nlp import load_pipeline\n"
        "list(load_pipeline().pipe(b.articles(20)))\n"
        "print(psutil.Process().memory_info().rss / 2**20)"
    )
    root = Path(__file__).parents[2]
    answer = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    return float(answer.stdout)


def main() -> None:
    """Prints speed, its ratio to the peer's, and memory against its limit."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    texts = articles(30)
    ours = speed(load_pipeline(), texts)
    name, other = peer()
    theirs = speed(other, texts)
    print(f"packaged pipeline: {ours:,.0f} words/s (goal {FLOOR:,}: {ours / FLOOR:.2f}×)")
    print(f"{name}: {theirs:,.0f} words/s; the packaged pipeline has {ours / theirs:.2f}× its speed")
    used = memory()
    print(f"a process with the pipeline: {used:.0f} MB ({used / MEMORY_LIMIT:.2f} of the limit of {MEMORY_LIMIT} MB)")


if __name__ == "__main__":
    main()
