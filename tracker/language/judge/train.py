"""Trains the judge: `python -m tracker.language.judge.train CORPORA OUTPUT`. Needs the extra [train].

Reads the annotated articles and the documents marked in open corpora (seven of eight train, the others judge) and the
composed sentences with the packaged pipeline, trains four layers over its word table, and writes judge.pt into
OUTPUT: the mean of the weights. Making the examples takes ten minutes on a core, an epoch eight on two that multiply
in 16 bits, what follows eight more.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import logging
import pickle
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor
from torch.nn import functional

from tracker import resources
from tracker.extract.judge_sides import ABSENT
from tracker.language.events import AT_ONCE
from tracker.language.judge import compose, sides
from tracker.language.judge.examples import IGNORED, Maker, Sides, Text, everything, held_out
from tracker.language.judge.network import Network
from tracker.language.train import graph
from tracker.language.train.schedule import average, rising_then_falling

log = logging.getLogger("tracker.language.judge")
CONFIG = Path(__file__).parent / "config.toml"
ENCODER = Path(__file__).parent.parent / "model" / "encoder.onnx"
_PACKAGE = Path(__file__).parents[2]
_INPUTS = frozenset((".py", ".txt", ".onnx", ".npz", ".json", ".yaml", ".csv"))
_MADE = ("events.onnx", "events.json", "sides.npz")
"""Files that training makes."""
ROUND = 16
WINDOW, MOST_PIECES = AT_ONCE - 60, AT_ONCE + 60
"""Pieces of windows as the pipeline puts them together on average, and the most of any."""
_TEXTS, _PIECES = 800, 6000
"""Texts whose states are held at once, and pieces that are read at once for them."""


@dataclass(frozen=True, slots=True)
class Data:
    """Texts of articles, composed sentences, and articles that judge."""

    articles: list[Text]
    composed: list[Text]
    held_out: list[Text]


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words that is read at once: those from `begin` to before `end` of a text."""

    text: Text
    begin: int
    end: int

    @property
    def pieces(self) -> int:
        return 2 + sum(map(len, self.text.rows[self.begin : self.end]))

    def sides(self) -> Iterator[Sides]:
        """Triggers inside, with the words inside that may be their sides, counted from the window's first word."""
        for each in self.text.sides:
            words = each.offers[:, 0]
            kept = (words == ABSENT) | ((words >= self.begin) & (words < self.end))
            if self.begin <= each.trigger < self.end:
                own = each.offers[kept]
                own[:, 0] = np.where(own[:, 0] == ABSENT, ABSENT, own[:, 0] - self.begin)
                lands = tuple(land for land, keep in zip(each.countries, kept.tolist(), strict=True) if keep)
                yield replace(each, trigger=each.trigger - self.begin, offers=own, countries=lands)


def cut(text: Text, size: Callable[[], int]) -> Iterator[Window]:
    """A text in windows of whole sentences, each of about as many pieces as `size` draws."""
    lengths = [len(row) for row in text.rows]
    cuts = [0, *(np.flatnonzero(np.diff(text.sentences)) + 1).tolist(), len(lengths)]
    begin, room = 0, size()
    for here, after in pairwise(cuts):
        if here > begin and sum(lengths[begin:after]) > room:
            yield from _bounded(Window(text, begin, here))
            begin, room = here, size()
    yield from _bounded(Window(text, begin, len(lengths)))


def _bounded(window: Window) -> Iterator[Window]:
    """A window, in halves of halves where it is too long to be read at once."""
    words = window.end - window.begin
    if words > 1 and window.pieces > MOST_PIECES:
        middle = window.begin + words // 2
        yield from _bounded(replace(window, end=middle))
        yield from _bounded(replace(window, begin=middle))
    elif words:
        yield window


def batch(windows: Sequence[Window]) -> tuple[tuple[Tensor, ...], Tensor]:
    """What the network reads of windows (see `Network.forward`), and labels [b, n, 4]."""
    pieces = -(-max(w.pieces for w in windows) // ROUND) * ROUND
    words = -(-max(w.end - w.begin for w in windows) // ROUND) * ROUND
    size, width = len(windows), windows[0].text.vectors.shape[1]
    rows, vectors = np.zeros((size, pieces, width), np.uint8), np.zeros((size, words, width), np.float32)
    spread, present = np.zeros((size, pieces), np.int64), np.zeros((size, pieces), np.int64)
    first, labels = np.zeros((size, words), np.int64), np.full((size, words, 4), IGNORED)
    for i, window in enumerate(windows):
        text, own = window.text, slice(window.begin, window.end)
        count, inside = window.pieces, window.end - window.begin
        rows[i, :count] = np.concatenate([text.ends[0], *text.rows[own], text.ends[1]])
        present[i, :count] = 1
        first[i, :inside] = np.cumsum([1, *map(len, text.rows[own])])[:-1]
        spread[i, first[i, :inside]] = text.shapes[own]
        vectors[i, :inside], labels[i, :inside] = text.vectors[own], text.labels[own]
    read = tuple(map(torch.from_numpy, (rows, spread, first, vectors, present)))
    return read, torch.from_numpy(labels)


def losses(network: Network, windows: Sequence[Window], weights: dict[str, float], *, short: bool = False) -> Tensor:
    """The weighted sum of what is wrong with words and with sides; `short`: multiply numbers of 16 bits."""
    read, labels = batch(windows)
    with torch.autocast("cpu", torch.bfloat16, enabled=short):
        hidden = network(*read)
    total = hidden.sum() * 0
    hundreds = sum(window.pieces for window in windows) / 100
    for head, (name, scores) in enumerate(
        zip(("kinds", "types", "modes", "statuses"), network.reports(hidden), strict=True)
    ):
        right = labels[..., head].flatten()
        if (right != IGNORED).any():
            rare = name in ("kinds", "types")
            loss = functional.cross_entropy(
                scores.flatten(0, 1), right, ignore_index=IGNORED, reduction="sum" if rare else "mean"
            )
            total = total + weights[name] * (loss / hundreds / 3 if rare else loss)
    known = sides.gathered(hidden, (window.sides() for window in windows))
    return total + weights["sides"] * sides.loss(network, known) if known else total


def batches(windows: Iterable[Window], pieces: int, chance: np.random.Generator) -> Iterator[list[Window]]:
    """Windows of about the same length together, in random order."""
    sized = sorted(((w.pieces + int(chance.integers(0, 12)), n, w) for n, w in enumerate(windows)), key=lambda x: x[:2])
    groups: list[list[Window]] = [[]]
    for length, _, window in sized:
        if groups[-1] and (len(groups[-1]) + 1) * length > pieces:
            groups.append([])
        groups[-1].append(window)
    for i in chance.permutation(len(groups)).tolist():
        yield groups[i]


@torch.no_grad()  # type: ignore[untyped-decorator]
def figures(network: Network, texts: Sequence[Text]) -> str:
    """F1 of triggers with their kind at the best threshold, and how often both sides are right."""
    network.eval()
    found: list[tuple[float, bool]] = []
    wanted = 0
    for window in _windows(texts):
        read, labels = batch([window])
        size = window.end - window.begin
        chances = torch.softmax(network.reports(network(*read))[0][0, :size], -1)[:, 1:].max(-1)
        gold = labels[0, :size, 0]
        wanted += int((gold > 0).sum())
        found += list(zip(chances.values.tolist(), (chances.indices + 1 == gold).tolist(), strict=True))
    hits, best = 0, (0.0, 0.0, 0.0, 0.0)
    for n, (chance, hit) in enumerate(sorted(found, reverse=True), 1):
        hits += hit
        best = max(best, (2 * hits / (n + wanted), chance, hits / n, hits / wanted))
    right = sides.right(network, triggers(network, texts))
    return "triggers F1 {:.3f} at {:.2f} (P {:.2f} R {:.2f})".format(*best) + f", sides {right:.3f}"


def _windows(texts: Iterable[Text]) -> Iterator[Window]:
    return (window for text in texts for window in cut(text, lambda: WINDOW))


@torch.no_grad()  # type: ignore[untyped-decorator]
def triggers(network: Network, texts: Iterable[Text], *, short: bool = False) -> list[sides.Example]:
    """The triggers of texts with states that stay as they are; `short`: multiply numbers of 16 bits."""
    known = [text for text in texts if text.sides]
    found: list[sides.Example] = []
    for begin in range(0, len(known), _TEXTS):
        some = known[begin : begin + _TEXTS]
        for text, states in zip(some, _states(network, some, short=short), strict=True):
            found += map(sides.Example.kept, sides.gathered(states.unsqueeze(0), [text.sides]))
    return found


def _states(network: Network, texts: Sequence[Text], *, short: bool) -> Iterator[Tensor]:
    """[n, 768] the states of all n words of each text."""
    read: dict[tuple[int, int], Tensor] = {}
    for windows in batches(_windows(texts), _PIECES, np.random.default_rng(0)):
        with torch.autocast("cpu", torch.bfloat16, enabled=short):
            hidden = network(*batch(windows)[0])
        for window, states in zip(windows, hidden, strict=True):
            read[id(window.text), window.begin] = states[: window.end - window.begin].half()
    return (torch.cat([read[id(text), window.begin] for window in _windows([text])]) for text in texts)


Epoch = Callable[[np.random.Generator], Iterator[list[Window]]]
"""The batches of an epoch, drawn anew."""


def train(config: dict[str, Any], data: Data, output: Path) -> None:
    """Trains on the articles and a share of the composed sentences; the articles held out judge."""
    torch.manual_seed(config["seed"])
    network = Network(config["model"], graph.scale_of(onnx.load(ENCODER)))
    settings = config["training"]

    def epoch(chance: np.random.Generator) -> Iterator[list[Window]]:
        texts = [*data.articles, *drawn(data.composed, int(len(data.composed) * settings["composed"]), chance)]
        return windows_of(texts, settings, chance)

    finish(learn(network, epoch, settings, config, output), data, config, output)


def drawn(texts: Sequence[Text], count: int, chance: np.random.Generator) -> list[Text]:
    """That many of the texts, at most."""
    return [texts[i] for i in chance.permutation(len(texts))[:count].tolist()]


def windows_of(texts: Iterable[Text], settings: dict[str, Any], chance: np.random.Generator) -> Iterator[list[Window]]:
    """Batches of the texts, every window of a length of its own."""

    def size() -> int:
        return int(chance.integers(settings["least"], settings["most"]))

    return batches((w for text in texts for w in cut(text, size)), settings["pieces"], chance)


def learn(network: Network, epoch: Epoch, settings: dict[str, Any], config: dict[str, Any], output: Path) -> Network:
    """Trains all of `network`; the mean of its weights, which is written to words.pt after every epoch as well. Of the
    epochs `kept` the mean is taken once more: the last ones know the articles too well, each in a way of its own."""
    torch.set_num_threads(config["threads"])
    chance = np.random.default_rng(config["seed"])
    mean: Network = copy.deepcopy(network).eval()
    short = is_short(settings)
    optimizer, schedule = _optimizer(network, settings, settings["epochs"] * sum(1 for _ in epoch(chance)))
    done = 0
    kept: list[dict[str, Tensor]] = []
    for number in range(1, settings["epochs"] + 1):
        began, before, total = time.monotonic(), done, 0.0
        network.train()
        for windows in epoch(chance):
            loss = losses(network, windows, config["loss"], short=short)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            done += 1
            total += loss.item()
            average(mean, network, min(settings["average"], done / (done + 20)))
        torch.save(mean.state_dict(), output / "words.pt")
        if number in settings["kept"]:
            kept.append({name: value.clone() for name, value in mean.state_dict().items()})
        log.info("epoch %d, %.0f s: loss %.3f", number, time.monotonic() - began, total / (done - before))
    mean.load_state_dict({name: sum(each[name] for each in kept) / len(kept) for name in kept[0]})
    return mean


def is_short(settings: dict[str, Any]) -> bool:
    """Whether numbers of 16 bits are multiplied: where that is quicker."""
    return bool(settings["bfloat16"] and torch.backends.cpu.get_cpu_capability().startswith("AVX512"))


def finish(mean: Network, data: Data, config: dict[str, Any], output: Path) -> None:
    """Trains what tells sides once more by itself, and writes judge.pt."""
    known = triggers(mean, data.articles, short=is_short(config["training"]))
    sides.train(mean, known, config["sides"], config["seed"])
    torch.save(mean.state_dict(), output / "judge.pt")
    log.info("at the end: %s", figures(mean, data.held_out))


def _optimizer(network: Network, settings: dict[str, Any], steps: int) -> tuple[torch.optim.Optimizer, Any]:
    """AdamW with a rate for MiniLM's layers and one for the rest; both rise for a while, then fall along a cosine."""
    encoder = {id(p) for p in network.bert.parameters()}
    groups = [
        {"params": [p for p in network.parameters() if id(p) in encoder], "lr": settings["encoder_rate"]},
        {"params": [p for p in network.parameters() if id(p) not in encoder], "lr": settings["heads_rate"]},
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=settings["decay"])
    rate = rising_then_falling(settings["warmup"], steps)
    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def examples(corpora: Path, folder: Path) -> Data:
    """Everything that is learned from, kept in `folder` for the next time, unless something that it is made by has
    changed since."""
    kept = folder / f"examples-{_made_by()}.pickle"
    if not kept.exists():
        maker = Maker()
        chosen = [(held_out(article), text) for _, article in everything(corpora) for text in maker.article(article)]
        composed = [maker.sentence(sentence) for sentence in compose.everything()]
        data = Data([t for held, t in chosen if not held], composed, [t for held, t in chosen if held])
        kept.write_bytes(pickle.dumps(data))
    made: Data = pickle.loads(kept.read_bytes())
    return made


def _made_by() -> str:
    """Twelve hex digits for the articles, the patterns, the rules, what these know and the language model."""
    digest = hashlib.sha256()
    for folder in (_PACKAGE / "extract", _PACKAGE / "language", resources.folder("config")):
        for file in sorted(folder.rglob("*")):
            if file.suffix in _INPUTS and file.name not in _MADE:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def started(what: str | None) -> tuple[dict[str, Any], Path, Path]:
    """The settings, and the folders that the command line names: of the open corpora, and for what is trained; `what`
    explains the command."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("output", type=Path)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given.output.mkdir(parents=True, exist_ok=True)
    return tomllib.loads(CONFIG.read_text(encoding="utf-8")), given.corpora, given.output


def main() -> None:
    """Trains by config.toml."""
    config, corpora, output = started(__doc__)
    train(config, examples(corpora, output), output)


if __name__ == "__main__":
    main()
