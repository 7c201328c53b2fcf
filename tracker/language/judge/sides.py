"""The second phase of training: who acts and who receives, learned by itself on states that stay as they are."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tracker.extract.judge_sides import ABSENT
from tracker.language.judge.examples import Sides
from tracker.language.judge.network import Network, Rows

log = logging.getLogger("tracker.language.judge")


@dataclass(frozen=True, slots=True)
class Example:
    """One trigger's state [768], those of the m words that may be sides [m, 768], and what is known of them."""

    trigger: Tensor
    words: Tensor
    sides: Sides

    @property
    def lands(self) -> list[str]:
        """Every country that may be a side, once."""
        return list(dict.fromkeys(self.sides.countries))

    def kept(self) -> Example:
        """The same with states of its own: not those of the whole text, of which they are views."""
        return Example(self.trigger.clone(), self.words.clone(), self.sides)


def scores(network: Network, examples: Sequence[Example]) -> Tensor:
    """Log-odds [c, 2] of every country of every example in turn."""
    triggers = torch.stack([e.trigger for e in examples]).float()
    words = torch.cat([e.words for e in examples]).float()
    offers = torch.from_numpy(np.concatenate([e.sides.offers for e in examples]))
    country: list[int] = []
    trigger: list[int] = []
    for number, each in enumerate(examples):
        lands = {land: len(trigger) + n for n, land in enumerate(each.lands)}
        country += [lands[land] for land in each.sides.countries]
        trigger += [number] * len(lands)
    rows = Rows(torch.tensor(country), torch.tensor(trigger))
    return network.sides(network.offers(triggers)[0], network.offers(words)[1], offers, rows)


def loss(network: Network, examples: Sequence[Example]) -> Tensor:
    """What is wrong with the countries of each example, summed, over the number of examples."""
    right = [[land in e.sides.actors, land in e.sides.recipients] for e in examples for land in e.lands]
    answers = torch.tensor(right, dtype=torch.float32)
    wrong = functional.binary_cross_entropy_with_logits(scores(network, examples), answers, reduction="sum")
    return wrong / len(examples)


def train(network: Network, examples: Sequence[Example], settings: dict[str, Any], seed: int) -> None:
    """Trains the parts of `network` that tell sides, and nothing else."""
    chance = np.random.default_rng(seed)
    alone = (network.action, network.mention, network.tables, network.around, network.sided)
    parts = (*alone, network.own, network.others, network.asked, network.shift)
    size = settings["triggers"]
    steps = settings["epochs"] * -(-len(examples) // size)
    optimizer = torch.optim.AdamW(
        [p for part in parts for p in part.parameters()], lr=settings["rate"], weight_decay=settings["decay"]
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings["rate"], steps, pct_start=0.1)
    network.train()
    for number in range(settings["epochs"]):
        order = chance.permutation(len(examples)).tolist()
        total = 0.0
        for i in range(0, len(order), size):
            wrong = loss(network, [examples[j] for j in order[i : i + size]])
            optimizer.zero_grad()
            wrong.backward()
            optimizer.step()
            schedule.step()
            total += wrong.item() * len(order[i : i + size])
        log.info("sides, epoch %d: loss %.3f", number + 1, total / len(examples))
    network.eval()


def right(network: Network, examples: Sequence[Example]) -> float:
    """The share of examples whose sides are both right, a country being on a side at even odds."""
    hits = 0
    with torch.no_grad():
        for each in examples:
            acts, gets = (scores(network, [each]) > 0).T.tolist()
            chosen = [frozenset(land for land, on in zip(each.lands, side, strict=True) if on) for side in (acts, gets)]
            hits += chosen == [each.sides.actors, each.sides.recipients]
    return hits / max(1, len(examples))


def gathered(hidden: Tensor, windows: Iterable[Iterable[Sides]]) -> list[Example]:
    """The examples of windows with states `hidden` [b, n, 768]; triggers that nobody may be a side of are left out.

    All states are taken at once: taken one by one, each would have a gradient of the size of all of them.
    """
    known = [(row, sides) for row, each in enumerate(windows) for sides in each if len(sides.offers)]
    if not known:
        return []
    size = hidden.shape[1]
    places = [row * size + np.array([sides.trigger, *sides.offers[:, 0].clip(min=0)]) for row, sides in known]
    there = [np.array([True, *(sides.offers[:, 0] != ABSENT)]) for _, sides in known]
    states = hidden.flatten(0, 1)[torch.from_numpy(np.concatenate(places))]
    states = states * torch.from_numpy(np.concatenate(there)).unsqueeze(-1)
    taken = states.split([len(own) for own in places])
    return [Example(own[0], own[1:], sides) for own, (_, sides) in zip(taken, known, strict=True)]
