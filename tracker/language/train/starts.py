"""Trains the second look at sentence starts (`tracker.language.starts`) on the packaged network's scores.

Documents are run together, as `evaluate` reads them. The development sets train too: the network never saw them, so its
scores there err as they do on new text. They had been kept apart while features and sizes were chosen.
"""

from __future__ import annotations

import logging
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from tracker.language import Reading, component, splitter, starts
from tracker.language.encoder import Encoder
from tracker.language.train import corpora, evaluate

log = logging.getLogger("tracker.language.train")


@dataclass(frozen=True, slots=True)
class Example:
    """The doubtful tokens of one document and the truth about them."""

    doubts: starts.Doubts
    own: NDArray[np.float64]
    """[m] the network's scores."""
    truth: NDArray[np.bool_]
    """[m] whether a sentence begins."""


def examples(paths: list[Path]) -> list[Example]:
    """What the packaged network leaves in doubt in the documents of the treebanks `paths`."""
    encoder, nlp = Encoder(component.MODEL, torch.get_num_threads()), Reading()
    found = []
    for path in paths:
        for group in evaluate.documents(corpora.ud(path)):
            text, begins = _run_together(group)
            doc = nlp.make_doc(text)
            marks = splitter.marks(doc)
            scored = component.scored(component.read(encoder, doc, marks), marks)
            truth = _truth([(token.idx, token.idx + len(token)) for token in doc if not token.is_space], begins)
            doubts = starts.doubts(scored.words, scored.gaps, scored.likely, scored.scores, scored.given)
            if len(doubts.places):
                found.append(Example(doubts, scored.scores[doubts.places], truth[doubts.places]))
        log.info("%s: %d documents with doubtful tokens so far", path.name, len(found))
    return found


def _run_together(group: list[corpora.Sentence]) -> tuple[str, list[int]]:
    """The text of a document, a blank between sentences, and where they begin."""
    text, begins = "", []
    for sentence in group:
        text += " " if text else ""
        begins.append(len(text))
        for index, (word, gap) in enumerate(zip(sentence.words, sentence.gaps, strict=True)):
            text += " " * (gap if index else 0) + word
    return text, begins


def _truth(spans: list[tuple[int, int]], begins: list[int]) -> NDArray[np.bool_]:
    """For each token whether a sentence begins at it (or within it)."""
    answer = np.zeros(len(spans), np.bool_)
    token = 0
    for begin in begins:
        while spans[token][1] <= begin:
            token += 1
        answer[token] = True
    return answer


class Perceptron(nn.Module):  # type: ignore[misc]
    """One voter: two layers beside the network's own score."""

    def __init__(self, figures: int, words: int, config: dict[str, Any]) -> None:
        super().__init__()
        sizes = config["sizes"]
        self.kinds = nn.Embedding(starts.KINDS, sizes["kinds"])
        self.embedding = nn.Embedding(words + 1, sizes["words"])
        around, near = 2 * starts.AROUND + 2, 2 * starts.NEAR + 1
        read = around * sizes["kinds"] + near + figures + 2 * sizes["words"]
        self.first, self.second = nn.Linear(read, sizes["hidden"]), nn.Linear(sizes["hidden"], 1)
        self.own = nn.Parameter(torch.tensor(1.0))
        self.drop, self.drop_words = nn.Dropout(config["dropout"]), nn.Dropout(config["dropout_words"])

    def forward(self, kinds: Tensor, scores: Tensor, figures: Tensor, words: Tensor, own: Tensor) -> Tensor:
        """[m] scores; `figures` come with mean 0 and deviation 1, `own` within CLIP."""
        named = self.drop_words(self.embedding(words).flatten(1))
        read = torch.cat([self.kinds(kinds).flatten(1), scores, figures, named], 1)
        hidden = functional.gelu(self.first(self.drop(read)), approximate="tanh")
        return self.second(self.drop(hidden)).squeeze(-1) + self.own * own


def train(config_path: Path, folder: Path, target: Path) -> None:
    """Writes `target` (starts.npz): perceptrons trained by the section [starts] on the corpora in `folder`."""
    whole = tomllib.loads(config_path.read_text(encoding="utf-8"))
    config = whole["starts"]
    torch.set_num_threads(whole["threads"])
    found = examples([folder / name for name in (*whole["data"]["trees"], *whole["data"]["dev_trees"])])
    counts = Counter(word for example in found for pair in example.doubts.words for word in pair)
    words = sorted(word for word, times in counts.items() if times >= config["least"])
    fit(found, words, config, target)
    log.info("%s: %d examples, %d words", target, sum(len(e.truth) for e in found), len(words))


def fit(found: list[Example], words: list[str], config: dict[str, Any], target: Path) -> None:
    """Trains a perceptron per seed and writes them side by side."""
    index = {word: i + 1 for i, word in enumerate(words)}
    numbers = [[index.get(word, 0) for word in pair] for example in found for pair in example.doubts.words]
    figures = np.concatenate([example.doubts.figures for example in found])
    mean, deviation = figures.mean(0), figures.std(0) + 1e-3
    data = (
        torch.from_numpy(np.concatenate([example.doubts.kinds for example in found])),
        torch.from_numpy(np.concatenate([example.doubts.scores for example in found])).float(),
        torch.from_numpy((figures - mean) / deviation).float(),
        torch.tensor(numbers),
        torch.from_numpy(np.concatenate([example.own for example in found]).clip(*starts.CLIP)).float(),
        torch.from_numpy(np.concatenate([example.truth for example in found])).float(),
    )
    parts: dict[str, Any] = {"mean": mean, "deviation": deviation}
    trained = [_perceptron(data, len(words), config, seed) for seed in config["seeds"]]
    for name in ("kinds", "embedding", "first", "second"):
        parts[name] = [getattr(one, name).weight.detach().numpy().squeeze() for one in trained]
    parts["first_bias"] = [one.first.bias.detach().numpy() for one in trained]
    parts["bias"] = [one.second.bias.item() for one in trained]
    parts["own"] = [one.own.item() for one in trained]
    packed: dict[str, Any] = {name: np.array(values, np.float32) for name, values in parts.items()}
    np.savez_compressed(target, words=np.array(words), **packed)


def _perceptron(data: tuple[Tensor, ...], words: int, config: dict[str, Any], seed: int) -> Perceptron:
    """One perceptron, trained by AdamW with one cycle of the rate."""
    torch.manual_seed(seed)
    network = Perceptron(data[2].shape[1], words, config)
    optimizer = torch.optim.AdamW(network.parameters(), config["rate"], weight_decay=config["decay"])
    size, batch = len(data[-1]), config["batch"]
    steps = config["epochs"] * -(-size // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, config["rate"], total_steps=steps, pct_start=0.1)
    for _ in range(config["epochs"]):
        for rows in torch.randperm(size).split(batch):
            *read, truth = (layer[rows] for layer in data)
            loss = functional.binary_cross_entropy_with_logits(network(*read), truth)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    network.eval()
    return network
