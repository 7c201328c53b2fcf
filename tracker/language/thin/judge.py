"""The judge made thinner: its layers pruned, then trained to say of every text what the whole judge says.

The whole judge reads with the whole encoder, the thin one with the packaged one, which is thin by then.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from spacy.lang.en import English
from torch import Tensor

from tracker.language import splitter
from tracker.language.component import MODEL, read
from tracker.language.encoder import Encoder
from tracker.language.judge import examples
from tracker.language.judge.examples import IGNORED, Text
from tracker.language.judge.network import Network
from tracker.language.judge.train import batch, windows_of
from tracker.language.judge.unpack import unpack
from tracker.language.passage import Part, passage_of
from tracker.language.thin import prune
from tracker.language.thin.teach import apart, surprises, teach
from tracker.language.train import graph

log = logging.getLogger("tracker.language.thin")
_SEEN = 40
"""Batches by which is decided what goes."""
_LEAST_CHANCE = 0.02
"""How much a word counts, at least, that the whole judge is sure reports nothing."""
_OF_SIDES = 2.0
"""How much what words ask of their sides and offer as sides counts beside the rest."""
_JUDGING = {"least": 200, "most": 201, "pieces": 4000}
"""Pieces of windows, and of a batch of them, by which the student is compared."""
Inputs = tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text as the whole encoder reads it and as the packaged one does."""

    whole: Text
    thin: Text


def thin(config: dict[str, Any], whole: Path, corpora: Path, output: Path) -> None:
    """Makes the judge in the folder `whole` thinner; writes judge.pt into `output`."""
    settings = config["training"] | config["thin"]
    teacher = Network(config["model"], graph.scale_of(onnx.load(whole / "encoder.onnx")))
    unpack(whole, teacher)
    teacher.eval().requires_grad_(False)
    student = copy.deepcopy(teacher)
    chance = np.random.default_rng(config["seed"])
    encoders = Encoder(whole, config["threads"]), Encoder(MODEL, config["threads"])
    lessons, judging = _lessons(encoders, corpora, settings["articles"], chance)
    batches = _batches(lessons, settings, chance)
    run = [lambda inputs=inputs: student(*inputs) for _, inputs in islice(batches, _SEEN)]
    with torch.autocast("cpu", torch.bfloat16):
        prune.thinned(student.bert.encoder.layer, run, settings["neurons"], settings["heads"])
    log.info("held out, pruned: %s", _likeness(teacher, student, judging))
    student.requires_grad_(True)
    teach(student, _tasks(teacher, student, batches), settings)
    log.info("held out, thin: %s", _likeness(teacher, student, judging))
    torch.save(student.state_dict(), output / "judge.pt")


def _lessons(
    encoders: tuple[Encoder, Encoder], corpora: Path, count: int, chance: np.random.Generator
) -> tuple[list[Lesson], list[Lesson]]:
    """The documents marked in the corpora and `count` of the judge's own articles; what is held out apart."""
    nlp = English()
    everything = list(examples.everything(corpora))
    own = [n for n, (_, article) in enumerate(everything) if article.title]
    dropped = set(chance.permutation(own)[count:].tolist())
    learned: list[Lesson] = []
    held: list[Lesson] = []
    for number, (_, article) in enumerate(everything):
        if number not in dropped:
            kept = held if examples.held_out(article) else learned
            kept += (_lesson(nlp, encoders, text) for text in (article.title, article.body) if text.strip())
    return learned, held


def _lesson(nlp: English, encoders: tuple[Encoder, Encoder], text: str) -> Lesson:
    doc = nlp(text)
    marks = splitter.marks(doc)
    whole, thin = (_text(encoder, read(encoder, doc, marks), marks) for encoder in encoders)
    return Lesson(whole, thin)


def _text(encoder: Encoder, parts: Sequence[Part], marks: Sequence[int]) -> Text:
    """What the judge reads of a text, without any labels."""
    passage = passage_of(encoder.pieces, parts)
    size = len(passage.words)
    return Text(
        tuple(passage.of(word) for word in range(size)),
        (passage.rows[:1], passage.rows[-1:]),
        passage.shapes(0, size),
        np.concatenate([answer.vectors for _, _, answer in parts]),
        np.cumsum([marks[token] > 0 for tokens, _, _ in parts for token in tokens]),
        np.full((size, 4), IGNORED),
        (),
    )


def _batches(
    lessons: Sequence[Lesson], settings: dict[str, Any], chance: np.random.Generator
) -> Iterator[tuple[Inputs, Inputs]]:
    """What the whole judge reads and what the thin one does, again and again in other windows."""
    thin = {id(lesson.whole): lesson.thin for lesson in lessons}
    while True:
        for windows in windows_of([lesson.whole for lesson in lessons], settings, chance):
            own = [replace(window, text=thin[id(window.text)]) for window in windows]
            yield batch(windows)[0], batch(own)[0]


def _tasks(
    teacher: Network, student: Network, batches: Iterator[tuple[Inputs, Inputs]]
) -> Iterator[Callable[[], Tensor]]:
    for taught, inputs in batches:
        yield lambda taught=taught, inputs=inputs: unlike(teacher, student, taught, inputs)  # type: ignore[misc]


def unlike(teacher: Network, student: Network, taught: Inputs, inputs: Inputs) -> Tensor:
    """How far what the student says of words is from what the teacher says: states, labels, what they ask of sides and
    offer as sides. Words count by how likely the teacher takes them for a trigger, but for what they offer."""
    with torch.autocast("cpu", torch.bfloat16):
        with torch.no_grad():
            known = teacher(*taught)
        hidden = student(*inputs)
    words = _words(inputs)
    width = teacher.bert.config.hidden_size
    total = apart(hidden[..., :width].float(), known[..., :width].float(), words)
    said = teacher.reports(known.float())
    chance = (1 - torch.softmax(said[0], -1)[..., 0]) * words
    counts = chance + _LEAST_CHANCE * words
    for number, (own, other) in enumerate(zip(student.reports(hidden.float()), said, strict=True)):
        each = surprises(own, other) * (words if number < 2 else chance)  # kinds and types are said of all words
        total = total + each.sum() / chance.sum().clamp(min=1)
    asked, offered = student.offers(hidden.float())
    wanted, standing = teacher.offers(known.float())
    return total + _OF_SIDES * (apart(asked, wanted, counts) + apart(offered, standing, words))


def _words(inputs: Inputs) -> Tensor:
    """[b, n] 1 where a word is: its first piece is after the mark."""
    return (inputs[2] > 0).float()


@torch.no_grad()  # type: ignore[untyped-decorator]
def _likeness(teacher: Network, student: Network, lessons: Sequence[Lesson]) -> str:
    """On texts that none has learned from: of the words that the teacher takes for triggers, how many the student does
    and with which labels."""
    thin = {id(lesson.whole): lesson.thin for lesson in lessons}
    counts = dict.fromkeys(("teacher's", "student's", "both's", "kind", "type", "mode", "status"), 0)
    for windows in windows_of([lesson.whole for lesson in lessons], _JUDGING, np.random.default_rng(0)):
        with torch.autocast("cpu", torch.bfloat16):
            known = teacher.reports(teacher(*batch(windows)[0]))
            own = student.reports(student(*batch([replace(w, text=thin[id(w.text)]) for w in windows])[0]))
        triggers, found = known[0].argmax(-1) > 0, own[0].argmax(-1) > 0
        both = triggers & found
        counts["teacher's"] += int(triggers.sum())
        counts["student's"] += int(found.sum())
        counts["both's"] += int(both.sum())
        for name, a, b in zip(("kind", "type", "mode", "status"), known, own, strict=True):
            counts[name] += int((a.argmax(-1) == b.argmax(-1))[both].sum())
    return ", ".join(f"{name} {count}" for name, count in counts.items())
