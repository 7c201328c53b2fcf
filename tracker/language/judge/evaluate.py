"""Scores the judge on labelled sentences: `python -m tracker.language.judge.evaluate FILE...`.

Each line of a file is a JSON object with `text`, `gold` (a list of objects with `event`, a PLOVER type; YIELD stands
for CONCEDE or RETREAT) and `noevent`. For each file: how often the type of the sentence's best word is a right one, and
how many sentences without event get one at several thresholds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from tracker import language
from tracker.extract.judge import Judgement, NumpyJudge, Weights
from tracker.language.judge.train import WEIGHTS

THRESHOLDS = (0.3, 0.5, 0.7)
_YIELD = ("CONCEDE", "RETREAT", "YIELD")


def best(judge: NumpyJudge, doc: Doc) -> Judgement | None:
    """The opinion on the word of a text that most likely reports an event other than a statement."""
    opinions = [found[1] for sentence in doc.sents if (found := judge.event_in(sentence)) is not None]
    return max(opinions, key=lambda opinion: opinion.score, default=None)


def right(opinion: Judgement | None, wanted: set[str]) -> bool:
    """Whether the type is one of those wanted."""
    if opinion is None or opinion.type is None:
        return False
    return opinion.type.value in wanted or ("YIELD" in wanted and opinion.type.value in _YIELD)


def report(judge: NumpyJudge, rows: list[dict[str, Any]]) -> Iterable[str]:
    """Lines of figures."""
    nlp = language.create()
    answers = [best(judge, doc) for doc in nlp.pipe(row["text"] for row in rows)]
    events = [(row, answer) for row, answer in zip(rows, answers, strict=True) if row["gold"] and not row["noevent"]]
    calm = [answer for row, answer in zip(rows, answers, strict=True) if row["noevent"]]
    if events:
        hits = sum(right(answer, {gold["event"] for gold in row["gold"]}) for row, answer in events)
        yield f"type right in {hits} of {len(events)} sentences, {hits / len(events):.1%}"
    for threshold in THRESHOLDS if calm else ():
        false = sum(answer is not None and answer.score > threshold for answer in calm)
        yield f"sentences without event that get one above {threshold}: {false} of {len(calm)}"


def main() -> None:
    """Prints the figures of every file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    with np.load(WEIGHTS) as arrays:
        judge = NumpyJudge(Weights.from_arrays(arrays))
    for path in parser.parse_args().files:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for line in report(judge, rows):
            print(f"{path.name}: {line}")


if __name__ == "__main__":
    main()
