"""Quick scores on gold tokens while training; the figures that count are those of `evaluate`, on the whole pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import numpy as np
import torch

from tracker.language import names, tree
from tracker.language.pieces import Pieces
from tracker.language.train.corpora import MASKED, Sentence
from tracker.language.train.network import FAR, Network, placed, together
from tracker.language.train.windows import Batcher, Labels, Window, cut

EVERY = 3
"""One sentence window in this many is scored."""


@torch.no_grad()  # type: ignore[untyped-decorator]
def all_of(
    network: Network,
    batcher: Batcher,
    labels: Labels,
    pieces: Pieces,
    trees: Sequence[Sequence[Sentence]],
    named: Sequence[Sentence],
) -> dict[str, dict[str, float]]:
    """Shares 0…1: tag, pos, feats, unlabelled and labelled attachment, sentence starts F1; names F1 (PER, ORG, LOC)."""
    network.eval()
    answer = {}
    for number, sentences in enumerate(trees):
        windows = list(cut(sentences, pieces, Random(number), 150, 151))[::EVERY]
        answer[f"trees {number}"] = _trees(network, batcher, windows, labels)
    answer["names"] = _names(network, batcher, list(cut(named, pieces, Random(0), 60, 100)), labels)
    return answer


def _trees(network: Network, batcher: Batcher, windows: Sequence[Window], labels: Labels) -> dict[str, float]:
    right = dict.fromkeys(("tags", "pos", "feats", "uas", "las"), 0)
    words, found, true, both = 0, 0, 0, 0
    for begin in range(0, len(windows), 16):
        arrays = batcher.plain(windows[begin : begin + 16])
        batch = placed(arrays, network)
        hidden = network.of(batch)
        starts = (network.starts(hidden).squeeze(-1) > 0).cpu().numpy()
        arcs, dependent, head = network.trees(hidden)
        arcs = arcs.masked_fill(~together(batch["sentence"]), FAR)
        heads = torch.from_numpy(_decoded(arcs.cpu().numpy(), arrays["sentence"])).to(arcs.device)
        relations = network.relations(dependent, head, heads).argmax(-1)
        real = batch["sentence"] > 0
        hit = (heads == batch["heads"]) & real
        right["uas"] += int(hit.sum())
        right["las"] += int((hit & (relations == batch["relations"])).sum())
        for name in ("tags", "pos", "feats"):
            right[name] += int(((getattr(network, name)(hidden).argmax(-1) == batch[name]) & real).sum())
        words += int(real.sum())
        wanted = arrays["starts"] == 1
        starts &= arrays["starts"] >= 0
        found, true, both = found + int(starts.sum()), true + int(wanted.sum()), both + int((starts & wanted).sum())
    return {name: n / words for name, n in right.items()} | {"starts": 2 * both / max(1, found + true)}


def _decoded(arcs: Any, sentence: Any) -> Any:
    """Heads by maximum spanning trees, sentence by sentence."""
    heads = np.zeros(arcs.shape[:2], dtype=np.int64)
    for row in range(len(arcs)):
        for number in range(1, sentence[row].max() + 1):
            (inside,) = np.nonzero(sentence[row] == number)
            begin, end = int(inside[0]), int(inside[-1]) + 1
            local = tree.decode(arcs[row, begin:end][:, [0, *range(begin + 1, end + 1)]])
            heads[row, begin:end] = np.where(local > 0, local + begin, 0)
    return heads


def _names(network: Network, batcher: Batcher, windows: Sequence[Window], labels: Labels) -> dict[str, float]:
    found, true, both = 0, 0, 0
    for begin in range(0, len(windows), 16):
        group = windows[begin : begin + 16]
        batch = placed(batcher.plain(group), network)
        hidden = network.of(batch)
        scores = network.names(hidden).cpu().numpy()
        steps = network.transitions.cpu().numpy()
        for row, window in enumerate(group):
            gold = [label for s in window.sentences for label in s.names]
            want = {
                span
                for span in names.spans(_hard(gold, labels.names), labels.names, np.zeros_like(steps))
                if span[2] != "NORP"
            }
            got = {span for span in names.spans(scores[row, : len(gold)], labels.names, steps) if span[2] != "NORP"}
            found, true, both = found + len(got), true + len(want), both + len(got & want)
    return {"f": 2 * both / max(1, found + true), "p": both / max(1, found), "r": both / max(1, true)}


def _hard(gold: Sequence[str], labels: Sequence[str]) -> Any:
    """Gold labels as scores."""
    scores = np.zeros((len(gold), len(labels)), dtype=np.float32)
    for row, label in enumerate(gold):
        scores[row, 0 if label == MASKED else labels.index(label)] = 1
    return scores
