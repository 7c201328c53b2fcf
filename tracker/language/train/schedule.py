"""How fast networks learn, and the mean of their weights: the same for all that are trained here."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import nn


def rising_then_falling(rise: int, steps: int) -> Callable[[int], float]:
    """Share of the full rate at each of `steps`: it rises linearly for `rise` of them and falls to a hundredth along a
    cosine."""

    def rate(step: int) -> float:
        if step < rise:
            return float(step + 1) / float(rise)
        return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - float(rise)) / max(1, steps - rise))))

    return rate


@torch.no_grad()  # type: ignore[untyped-decorator]
def average(mean: nn.Module, current: nn.Module, keep: float) -> None:
    """Moves the averaged weights a step towards the current ones."""
    torch._foreach_lerp_(list(mean.parameters()), list(current.parameters()), 1 - keep)
