"""The encoder made thinner: its layers pruned, then trained to read every text as the whole encoder does."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import onnx
import torch
from onnx import ModelProto, numpy_helper
from spacy.lang.en import English
from torch import Tensor
from torch.nn import functional

from tracker.language import splitter
from tracker.language.judge import examples
from tracker.language.pieces import Pieces
from tracker.language.thin import prune
from tracker.language.thin.teach import apart, surprises, teach
from tracker.language.train import loop, score, unpack
from tracker.language.train.corpora import Sentence
from tracker.language.train.network import FAR, Network, together
from tracker.language.train.windows import Batcher, Labels, cut

log = logging.getLogger("tracker.language.thin")
Batch = dict[str, Tensor]
_SEEN = 24
"""Batches by which is decided what goes."""


def packaged(folder: Path, config: dict[str, Any]) -> tuple[Network, Labels]:
    """The network in a packaged model's folder, and its labels; raises KeyError where weights are missing."""
    model = onnx.load(folder / "encoder.onnx")
    told = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    transitions = torch.tensor(told.pop("transitions"))
    labels = Labels(**told)
    network = loop.create(labels, config)
    state = unpack.weights(model) | {"layers": _shares(model).log(), "transitions": transitions}
    unpack.fit(network.bert, state)
    missing = network.load_state_dict(state, strict=False).missing_keys
    if missing:
        raise KeyError(f"{folder / 'encoder.onnx'} has no {', '.join(missing)}")
    return network.eval(), labels


def _shares(model: ModelProto) -> Tensor:
    """How much each layer counts in the mean of them."""
    constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer if not c.dims}
    factors = [n.input[1] for n in model.graph.node if n.op_type == "Mul" and n.input[1].startswith("onnx::Mul")]
    return torch.tensor([float(constants[name]) for name in factors])


def thin(config: dict[str, Any], whole: Path, corpora: Path, output: Path) -> None:
    """Makes the encoder in the folder `whole` thinner; writes its weights and labels into `output`."""
    teacher, labels = packaged(whole, config)
    teacher.requires_grad_(False)
    student = copy.deepcopy(teacher)
    batcher = Batcher(Pieces(loop.PACKAGED / "tokenizer.json"), labels, config, config["seed"])
    data = loop.Data(config, corpora)
    (output / "labels.json").write_text(json.dumps(labels.packed()), encoding="utf-8")
    batches = _batches(batcher, data, config)
    _show(teacher, "whole", batcher, data)
    run = [lambda batch=batch: _layers(student, batch) for batch in islice(batches, _SEEN)]
    with torch.autocast("cpu", torch.bfloat16):
        prune.thinned(student.bert.encoder.layer, run, config["thin"]["neurons"], config["thin"]["heads"])
    _show(student, "pruned", batcher, data)
    student.bert.encoder.requires_grad_(True)
    teach(student.bert.encoder, _lessons(teacher, student, batches, config["loss"]), config["thin"])
    torch.save(student.state_dict(), output / "thin.pt")
    _show(student, "thin", batcher, data)


def _batches(batcher: Batcher, data: loop.Data, config: dict[str, Any]) -> Iterator[Batch]:
    """Batches without end: all the corpora and some of the judge's articles, again and again."""
    articles, random, size = _articles(), Random(config["seed"]), config["windows"]
    while True:
        drawn = [sentence for article in random.sample(articles, config["thin"]["articles"]) for sentence in article]
        windows = data.windows(batcher.pieces, config, random)
        windows += cut(drawn, batcher.pieces, random, size["least"], size["most"])
        for arrays in batcher.epoch(windows):
            yield {name: torch.from_numpy(values) for name, values in arrays.items()}


def _articles() -> list[list[Sentence]]:
    """The judge's articles, cut where a sentence is likely to begin."""
    nlp = English()
    return [list(_sentences(nlp, article.body)) for article in examples.articles()]


def _sentences(nlp: English, text: str) -> Iterator[Sentence]:
    doc = nlp(text)
    words: list[str] = []
    gaps: list[int] = []
    gap, first = 1, True
    for token, mark in zip(doc, splitter.marks(doc), strict=True):
        if token.is_space:
            gap = 1
            continue
        if mark and words:
            yield Sentence(words, gaps, begins=first)
            words, gaps, first = [], [], False
        words.append(token.text)
        gaps.append(gap)
        gap = int(bool(token.whitespace_))
    if words:
        yield Sentence(words, gaps, begins=first)


def _show(network: Network, what: str, batcher: Batcher, data: loop.Data) -> None:
    figures = score.all_of(network, batcher, batcher.labels, batcher.pieces, data.dev_trees, data.dev_names)
    for name, values in figures.items():
        log.info("%s: %s %s", what, name, " ".join(f"{k} {100 * v:.1f}" for k, v in values.items()))


def _lessons(
    teacher: Network, student: Network, batches: Iterator[Batch], weights: dict[str, float]
) -> Iterator[Callable[[], Tensor]]:
    for batch in batches:
        yield lambda batch=batch: unlike(teacher, student, batch, weights)  # type: ignore[misc]


def _layers(network: Network, batch: Batch) -> tuple[Tensor, ...]:
    """What each layer says of each piece."""
    read = network.bert(input_ids=batch["ids"], attention_mask=batch["attention"], output_hidden_states=True)
    states: tuple[Tensor, ...] = read.hidden_states[1:]
    return states


def unlike(teacher: Network, student: Network, batch: Batch, weights: dict[str, float]) -> Tensor:
    """How far the student is from the teacher: in the states of all layers, and in what is made of them."""
    with torch.autocast("cpu", torch.bfloat16):
        with torch.no_grad():
            taught = _layers(teacher, batch)
        learned = _layers(student, batch)
        present = batch["attention"].float()
        total = sum(apart(own.float(), other.float(), present) for own, other in zip(learned, taught, strict=True))
        own, other = student.mixed(learned, batch["first"]), teacher.mixed(taught, batch["first"])
        words = (batch["shape"] > 0).float()
        total = total / len(taught) + apart(own.float(), other.float(), words)
        return total + _said_unlike(teacher, student, (own, other), batch, weights)


def _said_unlike(
    teacher: Network, student: Network, states: tuple[Tensor, Tensor], batch: Batch, weights: dict[str, float]
) -> Tensor:
    """How far what is said of words is apart: tags, features, names, starts, trees."""
    words = batch["shape"] > 0
    own, other = student.hidden(states[0], batch["shape"]), teacher.hidden(states[1], batch["shape"])
    total = own.new_zeros(())
    for name in ("tags", "pos", "feats", "names"):
        scores, known = getattr(student, name)(own), getattr(teacher, name)(other)
        total = total + weights[name] * surprises(scores, known)[words].mean()
    starts = torch.sigmoid(teacher.starts(other).squeeze(-1).float())[words]
    likely = student.starts(own).squeeze(-1).float()[words]
    total = total + weights["starts"] * (functional.binary_cross_entropy_with_logits(likely, starts) - _entropy(starts))
    arcs, dependent, head = student.trees(own)
    wanted, known_dependent, known_head = teacher.trees(other)
    allowed = together(batch["sentence"])
    arcs, wanted = (scores.float().masked_fill(~allowed, FAR) for scores in (arcs, wanted))
    best = wanted.argmax(-1)
    total = total + weights["arcs"] * surprises(arcs, wanted)[words].mean()
    relations = student.relations(dependent, head, best), teacher.relations(known_dependent, known_head, best)
    return total + weights["labels"] * surprises(*relations)[words].mean()


def _entropy(chances: Tensor) -> Tensor:
    """Mean entropy of yes and no, what no answer can be below."""
    return functional.binary_cross_entropy(chances, chances)
