"""Writes tracker/events/stem_weights.txt: how much a word tells, counted in open corpora.

    python -m tracker.language.train.stem_weights CORPORA

A stem weighs the logarithm of how many sentences there are for each that holds it, in steps of a half; what fewer than
one in 3,000 hold is left out and weighs MOST.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tracker.events.stories import MOST, WEIGHTS, stems
from tracker.language.train.corpora import names, ud

_UD = ("en_ewt-ud-train.conllu.xz", "en_gum-ud-train.ccby.conllu.xz")
_NAMES = ("gmb_partial.jsonl.xz", "wikigold.jsonl.xz")
_HEAD = """\
# How much a word tells, by stems: one line a weight. Counted by tracker.language.train.stem_weights in the sentences of
# UD English EWT and GUM (Creative Commons), the Groningen Meaning Bank (public domain) and wikigold (CC BY 4.0).
"""


def main(folder: Path) -> None:
    counts: Counter[str] = Counter()
    total = 0
    for sentence in _sentences(folder):
        total += 1
        counts.update({stem for stem, _ in stems(sentence)})
    lines = defaultdict(list)
    for stem, count in counts.items():
        weight = max(0.5, round(2 * math.log(total / (1 + count))) / 2)
        if weight < MOST:
            lines[weight].append(stem)
    written = "".join(f"{weight} {' '.join(sorted(lines[weight]))}\n" for weight in sorted(lines))
    WEIGHTS.write_text(_HEAD + written, encoding="utf-8")
    print(f"{total:,} sentences, {sum(map(len, lines.values())):,} stems", file=sys.stderr)


def _sentences(folder: Path) -> Iterator[str]:
    for name in _UD:
        yield from (" ".join(each.words) for each in ud(folder / "ud" / name))
    for name in _NAMES:
        yield from (" ".join(each.words) for each in names(folder / "ner" / name))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
