"""How a thinner network learns from the whole one: the same schedule for both."""

from __future__ import annotations

import copy
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from tracker.language.train.schedule import average, rising_then_falling

log = logging.getLogger("tracker.language.thin")
_SHOWN = 100
"""Batches between two lines of the log."""


def teach(layers: nn.Module, lessons: Iterable[Callable[[], Tensor]], settings: dict[str, Any]) -> None:
    """Trains `layers` by what `lessons` say is wrong, a batch each, `settings["batches"]` of them; leaves the mean of
    their weights."""
    mean = copy.deepcopy(layers)
    optimizer = torch.optim.AdamW(
        layers.parameters(), lr=settings["rate"], betas=(0.9, 0.98), weight_decay=settings["decay"], fused=True
    )
    batches = settings["batches"]
    rate = rising_then_falling(settings["warmup"], batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    shown, began = 0.0, time.monotonic()
    for done, lesson in enumerate(lessons, 1):
        loss = lesson()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(layers.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average(mean, layers, min(settings["average"], done / (done + 20)))
        shown = 0.98 * shown + 0.02 * loss.item() if done > 1 else loss.item()
        if done % _SHOWN == 0:
            log.info("batch %d/%d, %.0f s: unlike %.4f", done, batches, time.monotonic() - began, shown)
        if done == batches:
            break
    layers.load_state_dict(mean.state_dict())


def apart(own: Tensor, other: Tensor, counts: Tensor) -> Tensor:
    """Mean square of the difference between vectors [..., d], as a share of the other's, by how much each counts."""
    there = counts.unsqueeze(-1)
    return ((own - other).square() * there).sum() / (other.square() * there).sum()


def surprises(own: Tensor, other: Tensor) -> Tensor:
    """[...] Kullback-Leibler divergence of own scores [..., labels] from the other's."""
    told = functional.log_softmax(other.float(), -1)
    return (told.exp() * (told - functional.log_softmax(own.float(), -1))).sum(-1)
