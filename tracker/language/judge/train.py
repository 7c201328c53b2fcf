"""Trains the judge: `python -m tracker.language.judge.train [--corpora FOLDER]`. Needs the extra [train].

Reads the patterns, parses the composed sentences with the packaged pipeline, trains one hidden layer over hashed
words by gradient descent in numpy, calibrates it on held-out patterns, trains again on all of them and writes
weights.npz. Takes about two minutes on one core. Run it again when the language model or the features change.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse as matrices
from spacy.tokens import Doc

from tracker import language
from tracker.extract.judge import NONE, candidates, softmax
from tracker.extract.judge_features import BUCKETS, own_words, sparse
from tracker.language.judge.compose import Label, Sentence, everything, label

WEIGHTS = Path(__file__).parent / "weights.npz"
HIDDEN = 96
EPOCHS = 20
BATCH = 256
RATE = 2e-3
DECAY = 2e-3
HELD_OUT = 0.15
HIDE_OWN = 0.3
"""Share of examples whose own word is hidden in an epoch, so that the surroundings are learned too."""
IMPORTANCE = {"type": (1.0, 0.4, 2.0), "mode": (0.8, 0.0, 1.0), "status": (0.7, 0.6, 5.0)}
"""Of each head: its share of the loss, how much rarity counts, and at most."""
DROP_WORDS, DROP_UNITS = 0.25, 0.35
UNMARKED = 2
"""Unmarked verbs and nouns of each sentence that stand for "no event"."""
UNMARKED_WEIGHT = 0.5
BACKGROUND = ("en_ewt-ud-train.conllu.xz", "en_gum-ud-train.ccby.conllu.xz")
BACKGROUND_SENTENCES = 3000
BACKGROUND_WEIGHT = 0.25
LOUD = re.compile(r"news|bio|speech|court|weblog|interview")
"""Genres that may tell of public events."""

Array = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass
class Examples:
    """One row for each word: its features, labels and pattern."""

    words: list[tuple[list[int], list[float]]] = field(default_factory=list)
    own: list[set[int]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    patterns: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, doc: Doc, index: int, what: Label, pattern: int, weight: float) -> None:
        """Adds token `index` of `doc`."""
        self.words.append(sparse(doc, index))
        self.own.append(own_words(doc, index))
        self.labels.append(what)
        self.patterns.append(pattern)
        self.weights.append(weight)


def add_background(data: Examples, folder: Path, seed: int) -> None:
    """Adds words of reviews, letters, recipes and other texts that report no public events, as "no event".

    `folder` holds Universal Dependencies treebanks (`ud/*-train*.conllu.xz`). Each sentence is a pattern of its own.
    """
    texts: list[str] = []
    for name in BACKGROUND:
        with lzma.open(folder / "ud" / name, "rt", encoding="utf-8") as lines:
            texts += _calm(lines)
    chance = np.random.default_rng(seed)
    chosen = [texts[i] for i in chance.permutation(len(texts))[:BACKGROUND_SENTENCES].tolist()]
    for number, doc in enumerate(language.create().pipe(chosen), start=max(data.patterns) + 1):
        free = _unmarked(doc, set())
        for index in chance.permutation(free)[:UNMARKED].tolist():
            data.add(doc, index, label(NONE), number, BACKGROUND_WEIGHT)


def _calm(lines: Iterable[str]) -> Iterator[str]:
    """Texts of the sentences of a treebank whose genre is not news, history or public speech."""
    source = ""
    for line in lines:
        if line.startswith("# sent_id = "):
            source = line[12:]
        elif line.startswith("# text = ") and 30 < len(line) < 220 and not LOUD.search(source):
            yield line[9:].strip()


def examples(sentences: list[Sentence], seed: int) -> Examples:
    """Parses the sentences and gathers their marked words and some unmarked ones."""
    nlp = language.create()
    docs = list(nlp.pipe(sentence.text for sentence in sentences))
    events = {
        doc[index].lemma_.lower()
        for sentence, doc in zip(sentences, docs, strict=True)
        for index, what in _marked(sentence, doc)
        if what.kind != NONE
    }
    chance = np.random.default_rng(seed)
    found = Examples()
    for sentence, doc in zip(sentences, docs, strict=True):
        taken: set[int] = set()
        for index, what in _marked(sentence, doc):
            taken.add(index)
            found.add(doc, index, what, sentence.pattern, 1.0)
        free = [i for i in _unmarked(doc, taken) if doc[i].lemma_.lower() not in events or _empty(sentence)]
        for index in chance.permutation(free)[:UNMARKED].tolist():
            found.add(doc, index, label(NONE), sentence.pattern, UNMARKED_WEIGHT)
    return found


def _empty(sentence: Sentence) -> bool:
    """Whether nothing in the sentence is an event."""
    return all(trigger.label.kind == NONE for trigger in sentence.triggers)


def _marked(sentence: Sentence, doc: Doc) -> Iterator[tuple[int, Label]]:
    """The content words of each trigger; its head where it has none."""
    for trigger in sentence.triggers:
        span = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
        if span is None:
            continue
        content = [token.i for token in span if token.pos_ in ("VERB", "NOUN", "ADJ")] or [span.root.i]
        for index in content:
            yield index, trigger.label


def _unmarked(doc: Doc, taken: set[int]) -> list[int]:
    return [index for sentence in doc.sents for index in candidates(sentence) if index not in taken]


class Network:
    """One hidden layer over a table of hashed words; heads for type, mode and status."""

    def __init__(self, sizes: dict[str, int], seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        normal = self.chance.standard_normal
        self.values: dict[str, Array] = {
            "table": (normal((BUCKETS, HIDDEN)) * 0.15).astype(np.float32),
            "bias": np.zeros(HIDDEN, dtype=np.float32),
        }
        for name, size in sizes.items():
            self.values[f"{name}_matrix"] = (normal((HIDDEN, size)) / np.sqrt(HIDDEN)).astype(np.float32)
            self.values[f"{name}_bias"] = np.zeros(size, dtype=np.float32)
        self.names = tuple(sizes)
        self._mean = {key: np.zeros_like(value) for key, value in self.values.items()}
        self._square = {key: np.zeros_like(value) for key, value in self.values.items()}
        self._step = 0

    def scores(self, words: Any) -> dict[str, Array]:
        """Scores of every head, [n, labels]."""
        v = self.values
        hidden = np.maximum(words @ v["table"] + v["bias"], 0)
        return {name: hidden @ v[f"{name}_matrix"] + v[f"{name}_bias"] for name in self.names}

    def learn(self, words: Any, goals: dict[str, Ids], weights: dict[str, Array]) -> float:
        """One step of gradient descent; returns the loss of the first head."""
        v = self.values
        before = words @ v["table"] + v["bias"]
        keep = ((self.chance.random(before.shape) > DROP_UNITS) / (1 - DROP_UNITS)).astype(np.float32)
        hidden = np.maximum(before, 0) * keep
        slopes: dict[str, Array] = {}
        back = np.zeros_like(hidden)
        loss = 0.0
        for name in self.names:
            chances = softmax(hidden @ v[f"{name}_matrix"] + v[f"{name}_bias"])
            rows = np.arange(len(hidden))
            if name == self.names[0]:
                loss = float((-np.log(chances[rows, goals[name]] + 1e-9) * weights[name]).mean())
            error = chances
            error[rows, goals[name]] -= 1
            error *= weights[name][:, None] / len(hidden)
            slopes[f"{name}_matrix"] = hidden.T @ error
            slopes[f"{name}_bias"] = error.sum(axis=0)
            back += error @ v[f"{name}_matrix"].T
        back = back * keep * (before > 0)
        slopes["table"] = np.asarray(words.T @ back)
        slopes["bias"] = back.sum(axis=0)
        self._update(slopes)
        return loss

    def _update(self, slopes: dict[str, Array]) -> None:
        """AdamW."""
        self._step += 1
        for key, slope in slopes.items():
            self._mean[key] = 0.9 * self._mean[key] + 0.1 * slope
            self._square[key] = 0.99 * self._square[key] + 0.01 * slope**2
            step = self._mean[key] / (1 - 0.9**self._step)
            size = np.sqrt(self._square[key] / (1 - 0.99**self._step)) + 1e-8
            rate = self.rate
            if not key.endswith("bias"):
                self.values[key] -= rate * DECAY * self.values[key]
            self.values[key] -= (rate * step / size).astype(np.float32)

    rate: float = RATE


def bags(words: list[tuple[list[int], list[float]]]) -> Any:
    """Sparse rows of weighted hashed words."""
    values = np.concatenate([np.array(loud, dtype=np.float32) for _, loud in words])
    columns = np.concatenate([np.array(buckets, dtype=np.int64) for buckets, _ in words])
    starts = np.concatenate([[0], np.cumsum([len(buckets) for buckets, _ in words])])
    return matrices.csr_matrix((values, columns, starts), shape=(len(words), BUCKETS))


@dataclass
class Trained:
    """A network and the labels of its heads."""

    network: Network
    labels: dict[str, list[str]]

    def scores(self, data: Examples, rows: list[int]) -> dict[str, Array]:
        """Scores of some of the examples."""
        return self.network.scores(bags([data.words[i] for i in rows]))


def fit(data: Examples, rows: list[int], labels: dict[str, list[str]], seed: int, epochs: int = EPOCHS) -> Trained:
    """Trains on some of the examples."""
    network = Network({name: len(values) for name, values in labels.items()}, seed)
    goals = {name: goal(data, rows, labels, name) for name in labels}
    weights = {name: importance(data, rows, name) for name in labels}
    steps = epochs * (len(rows) // BATCH + 1)
    done = 0
    for _ in range(epochs):
        order = network.chance.permutation(len(rows))
        for begin in range(0, len(rows), BATCH):
            part = order[begin : begin + BATCH]
            words = [_thinned(data, rows[i], network.chance) for i in part]
            network.rate = RATE * (1 - done / steps)
            network.learn(
                bags(words),
                {name: goals[name][part] for name in labels},
                {name: weights[name][part] for name in labels},
            )
            done += 1
    return Trained(network, labels)


def _thinned(data: Examples, row: int, chance: np.random.Generator) -> tuple[list[int], list[float]]:
    """The example's words with some left out; sometimes without its own word."""
    buckets, loud = data.words[row]
    own = data.own[row] if chance.random() < HIDE_OWN else ()
    kept = (chance.random(len(buckets)) > DROP_WORDS).tolist()
    pairs = [(b, w) for b, w, keep in zip(buckets, loud, kept, strict=True) if keep and b not in own]
    return [b for b, _ in pairs], [w for _, w in pairs]


def goal(data: Examples, rows: list[int], labels: dict[str, list[str]], name: str) -> Ids:
    """Ids of the right labels."""
    ids = {value: i for i, value in enumerate(labels[name])}
    return np.array([ids[getattr(data.labels[i], name)] for i in rows], dtype=np.int64)


def importance(data: Examples, rows: list[int], name: str) -> Array:
    """Weight of each example for a head; rare labels count more, mode and status of words without event not at all."""
    share, power, most = IMPORTANCE[name]
    counts = Counter(getattr(data.labels[i], name) for i in rows if name == "type" or data.labels[i].kind != NONE)
    usual = max(counts.values()) if name == "status" else float(np.median(list(counts.values())))
    out = []
    for i in rows:
        what = data.labels[i]
        if name != "type" and what.kind == NONE:
            out.append(0.0)
        else:
            rare = float(np.clip((usual / counts[getattr(what, name)]) ** power, 0.5, most))
            out.append(share * data.weights[i] * rare)
    return np.array(out, dtype=np.float32)


def temperature(scores: Array, goals: Ids) -> float:
    """The number to divide scores by for the likeliest right labels."""
    rows = np.arange(len(goals))
    grid = [round(0.5 * 1.1**step, 3) for step in range(24)]
    losses = [float(-np.log(softmax(scores / t)[rows, goals] + 1e-9).mean()) for t in grid]
    return grid[int(np.argmin(losses))]


def label_sets(data: Examples) -> dict[str, list[str]]:
    """All labels of each head."""
    return {name: sorted({getattr(what, name) for what in data.labels}) for name in ("type", "mode", "status")}


def split(data: Examples, seed: int) -> tuple[list[int], list[int]]:
    """Rows to train on and rows held out; a pattern is on one side only."""
    patterns = sorted(set(data.patterns))
    held = set(np.random.default_rng(seed).permutation(patterns)[: int(len(patterns) * HELD_OUT)].tolist())
    rows = range(len(data.patterns))
    return [i for i in rows if data.patterns[i] not in held], [i for i in rows if data.patterns[i] in held]


def save(trained: Trained, temperatures: dict[str, float], path: Path) -> None:
    """Writes the weights, matrices in half precision."""
    about = {"labels": trained.labels, "temperatures": temperatures, "reader": language.version()}
    half = {key: value.astype(np.float16) for key, value in trained.network.values.items()}
    arrays: dict[str, Any] = {
        **half,
        "about": np.array(json.dumps(about)),
    }
    np.savez_compressed(path, **arrays)


def main() -> None:
    """Trains, prints the figures on held-out patterns, writes weights.npz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--corpora", type=Path, help="folder of open treebanks whose calm texts stand for no event")
    given = parser.parse_args()
    seed = given.seed
    sentences = everything()
    data = examples(sentences, seed)
    if given.corpora:
        add_background(data, given.corpora, seed)
    labels = label_sets(data)
    train, held = split(data, seed)
    print(f"{len(sentences)} sentences, {len(data.labels)} words, {len(held)} of them held out")
    trial = fit(data, train, labels, seed)
    scores = trial.scores(data, held)
    temperatures = {}
    for name in labels:
        events = [i for i, row in enumerate(held) if name == "type" or data.labels[row].kind != NONE]
        goals = goal(data, held, labels, name)[events]
        temperatures[name] = temperature(scores[name][events], goals)
        right = float((scores[name][events].argmax(axis=1) == goals).mean())
        print(f"{name}: {right:.1%} right on held-out patterns, temperature {temperatures[name]}")
    save(fit(data, list(range(len(data.labels))), labels, seed), temperatures, WEIGHTS)
    print(f"wrote {WEIGHTS.name}, {WEIGHTS.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
