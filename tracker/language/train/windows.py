"""Windows of running text out of sentences, and batches of numbers out of windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.language.pieces import END, START, UNKNOWN, Pieces, packed_shape
from tracker.language.train import corpora, people
from tracker.language.train.corpora import MASKED, OUTSIDE, Sentence

IGNORED = -100
BUCKET = 16
"""Lengths are rounded up to this many pieces and words: few distinct shapes keep the kernels' caches small."""

LAYERS = ("words", "gaps", "tags", "pos", "feats", "heads", "relations", "names")
DROPPED = frozenset({"is", "are", "was", "were", "has", "have"})
LONGEST_HEADING = 10
SMALL_WORDS = frozenset("a an and as at but by for from if in nor of on or per so the to up via with yet".split())


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences read together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The label sets, in the order of the network's outputs."""

    tags: list[str]
    pos: list[str]
    feats: list[str]
    relations: list[str]
    names: list[str]

    @classmethod
    def of(cls, sentences: Sequence[Sentence], least: int = 8) -> Labels:
        """Sets found in `sentences`; feature strings only from `least` occurrences on."""
        counts: dict[str, int] = {}
        for sentence in sentences:
            for feats in sentence.feats:
                counts[feats] = counts.get(feats, 0) + 1
        return cls(
            tags=sorted({tag for s in sentences for tag in s.tags}),
            pos=sorted({pos for s in sentences for pos in s.pos}),
            feats=sorted(f for f, n in counts.items() if n >= least),
            relations=sorted({rel for s in sentences for rel in s.relations}),
            names=[OUTSIDE] + [f"{p}-{k}" for k in ("PER", "ORG", "LOC", "NORP") for p in "BI"],
        )

    def packed(self) -> dict[str, list[str]]:
        """As labels.json has them."""
        return {
            "tags": self.tags,
            "pos": self.pos,
            "feats": self.feats,
            "relations": self.relations,
            "names": self.names,
        }


def cut(sentences: Sequence[Sentence], pieces: Pieces, random: Random, least: int, most: int) -> Iterator[Window]:
    """Windows over `sentences` in order, each of a drawn length in pieces; none crosses into another document.

    A sentence longer than `most` is left out.
    """
    batch: list[Sentence] = []
    size, limit = 0, random.randint(least, most)
    for sentence in sentences:
        length = sum(len(pieces.of(word)) for word in sentence.words)
        if length > most:
            continue
        if batch and (size + length > limit or sentence.begins):
            yield Window(tuple(batch))
            batch, size, limit = [], 0, random.randint(least, most)
        batch.append(sentence)
        size += length
    if batch:
        yield Window(tuple(batch))


def swapped(sentence: Sentence, random: Random, share: float) -> Sentence:
    """`sentence` (names only) with the people in it renamed, in `share` of the cases."""
    if random.random() >= share or "B-PER" not in sentence.names:
        return sentence
    for begin in reversed([i for i, label in enumerate(sentence.names) if label == "B-PER"]):
        end = begin + 1
        while end < len(sentence.names) and sentence.names[end] == "I-PER":
            end += 1
        sentence = corpora.renamed(sentence, people.draw(random), begin, end)
    return sentence


def headline(sentence: Sentence) -> Sentence:
    """A tree sentence as a headline: "will" becomes "to"; articles, other auxiliaries and the last period fall away.

    Only leaves of the tree are dropped.
    """
    sentence = _to_come(sentence)
    governing = set(sentence.heads)
    last = len(sentence.words) - 1
    kept = [
        i
        for i, word in enumerate(sentence.words)
        if i + 1 in governing
        or not (
            (sentence.relations[i] == "det" and word.lower() in ("the", "a", "an"))
            or (sentence.relations[i] in ("aux:pass", "aux", "cop") and word.lower() in DROPPED)
            or (i == last and word == ".")
        )
    ]
    if not kept:
        return sentence
    place = {0: 0} | {old + 1: new + 1 for new, old in enumerate(kept)}

    def pick(layer: list[Any]) -> list[Any]:
        return [layer[i] for i in kept] if layer else []

    layers: dict[str, Any] = {layer: pick(getattr(sentence, layer)) for layer in LAYERS}
    return replace(sentence, **layers | {"heads": [place[sentence.heads[i]] for i in kept]})


def _to_come(sentence: Sentence) -> Sentence:
    """ "Ministers will meet" as "Ministers to meet", the verb still their governor."""
    will = [i for i, word in enumerate(sentence.words) if word.lower() == "will" and sentence.relations[i] == "aux"]
    if not will:
        return sentence
    new = {"words": "to", "tags": "TO", "pos": "PART", "feats": "", "relations": "mark"}
    changed: dict[str, Any] = {
        name: [new[name] if i in will else v for i, v in enumerate(getattr(sentence, name))] for name in new
    }
    return replace(sentence, **changed)


def unpunctuated(sentence: Sentence) -> Sentence:
    """`sentence` without its final punctuation, as headings, list items and careless writers have it."""
    last = len(sentence.words) - 1
    if last < 1 or sentence.words[last] not in (".", "!", "?", ":") or last + 1 in sentence.heads:
        return sentence
    return replace(sentence, **{layer: getattr(sentence, layer)[:last] for layer in LAYERS})


def heading(sentence: Sentence, random: Random) -> Sentence:
    """A short sentence as a heading that stands in front of running text without any mark after it."""
    if not 1 < len(sentence.words) <= LONGEST_HEADING or not sentence.heads:
        return sentence
    bare = unpunctuated(sentence)
    return replace(bare, words=recased(bare.words, "upper" if random.random() < 0.2 else "title"))


def small(sentence: Sentence) -> Sentence:
    """`sentence` begun with a small letter, as careless writers do."""
    first = sentence.words[0]
    return sentence if first == "I" else replace(sentence, words=[first.lower(), *sentence.words[1:]])


def recased(words: list[str], choice: str) -> list[str]:
    """`words` in lower, upper or headline case."""
    if choice == "lower":
        return [word.lower() for word in words]
    if choice == "upper":
        return [word.upper() for word in words]
    return [word if word in SMALL_WORDS else word[:1].upper() + word[1:] for word in words]


class Batcher:
    """Turns windows into padded arrays, with the augmentations drawn anew every epoch."""

    def __init__(self, pieces: Pieces, labels: Labels, config: dict[str, Any], seed: int) -> None:
        self.pieces, self.labels, self._config = pieces, labels, config
        self._random = Random(seed)
        self._index = {name: {v: i for i, v in enumerate(values)} for name, values in labels.packed().items()}

    def epoch(self, windows: list[Window]) -> Iterator[dict[str, NDArray[np.int64]]]:
        """Batches over `windows` in random order, windows of like length together, augmented."""
        share = self._config["augment"]
        made = [self._vary(window, share) for window in windows]
        made.sort(key=lambda pair: (self._rounded(pair[0]), self._random.random()))
        batches: list[list[tuple[Window, str]]] = []
        batch: list[tuple[Window, str]] = []
        for pair in made:
            if batch and (len(batch) + 1) * self._rounded(pair[0]) > self._config["windows"]["pieces"]:
                batches.append(batch)
                batch = []
            batch.append(pair)
        batches.append(batch)
        self._random.shuffle(batches)
        for group in batches:
            yield self.arrays([window for window, _ in group], [case for _, case in group])

    def plain(self, windows: Sequence[Window]) -> dict[str, NDArray[np.int64]]:
        """One batch without augmentation."""
        return self.arrays(list(windows), [""] * len(windows))

    def _vary(self, window: Window, share: dict[str, float]) -> tuple[Window, str]:
        window = Window(tuple(self._careless(s, share, len(window.sentences) > 1) for s in window.sentences))
        draw = self._random.random()
        if window.sentences[0].heads and draw < share["headline"]:
            short = headline(self._random.choice(window.sentences))
            return Window((short,)), self._random.choice(("title", ""))
        for case in ("lower", "title", "upper"):
            draw = self._random.random()
            if draw < share[case]:
                return window, case
        if not window.sentences[0].heads:
            window = Window(tuple(swapped(s, self._random, share["renamed"]) for s in window.sentences))
        return window, ""

    def _careless(self, sentence: Sentence, share: dict[str, float], among: bool) -> Sentence:
        """A sentence as it may stand in text that nobody edited; a heading only `among` others."""
        if among and self._random.random() < share["heading"]:
            return heading(sentence, self._random)
        if self._random.random() < share["small"]:
            sentence = small(sentence)
        return unpunctuated(sentence) if self._random.random() < share["unpunctuated"] else sentence

    def _rounded(self, window: Window) -> int:
        size = 2 + sum(len(self.pieces.of(word)) for s in window.sentences for word in s.words)
        return -(-size // BUCKET) * BUCKET

    def arrays(self, windows: list[Window], cases: list[str]) -> dict[str, NDArray[np.int64]]:
        """Arrays of one batch: what the network reads and what it should answer (IGNORED where nothing is known)."""
        width = max(self._rounded(window) for window in windows)
        most = max(sum(len(s.words) for s in window.sentences) for window in windows)
        most = -(-most // BUCKET) * BUCKET
        shape = (len(windows), most)
        data = {
            "ids": np.zeros((len(windows), width), np.int64),
            "attention": np.zeros((len(windows), width), np.int64),
        }
        data |= {
            "first": np.zeros(shape, np.int64),
            "shape": np.zeros(shape, np.int64),
            "sentence": np.zeros(shape, np.int64),
        }
        for name in ("tags", "pos", "feats", "relations", "heads", "names", "starts"):
            data[name] = np.full(shape, IGNORED, np.int64)
        data["norp"] = np.zeros(shape, np.int64)
        for row, (window, case) in enumerate(zip(windows, cases, strict=True)):
            self._fill(data, row, window, case)
        return data

    def _fill(self, data: dict[str, NDArray[np.int64]], row: int, window: Window, case: str) -> None:
        flat, offset = [START], 0
        unknown = self._config["augment"]["unknown"] if case is not None else 0
        for number, sentence in enumerate(window.sentences):
            words = recased(sentence.words, case) if case else sentence.words
            n = len(words)
            here = slice(offset, offset + n)
            for i, word in enumerate(words):
                data["first"][row, offset + i] = len(flat)
                flat.extend((UNKNOWN,) if unknown and self._random.random() < unknown else self.pieces.of(word))
            gaps = sentence.gaps if number == 0 else [1, *sentence.gaps[1:]]
            data["shape"][row, here] = [packed_shape(word, gap) for word, gap in zip(words, gaps, strict=True)]
            data["sentence"][row, here] = number + 1
            data["starts"][row, here] = [1] + [0] * (n - 1)
            self._answers(data, row, offset, sentence)
            offset += n
        data["starts"][row, 0] = IGNORED
        flat.append(END)
        data["ids"][row, : len(flat)] = flat
        data["attention"][row, : len(flat)] = 1

    def _answers(self, data: dict[str, NDArray[np.int64]], row: int, offset: int, sentence: Sentence) -> None:
        here = slice(offset, offset + len(sentence.words))
        for name in ("tags", "pos", "feats", "relations"):
            layer = getattr(sentence, name)
            if layer:
                data[name][row, here] = [self._index[name].get(value, IGNORED) for value in layer]
        if sentence.heads:
            data["heads"][row, here] = [head + offset if head else 0 for head in sentence.heads]
        if sentence.names:
            data["norp"][row, here] = int(sentence.norp)
            data["names"][row, here] = [
                IGNORED if label == MASKED else self._index["names"][label] for label in sentence.names
            ]
