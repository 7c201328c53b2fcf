"""Drops neurons and attention heads from trained layers, and lets those that stay make up for them.

A neuron or a head goes where least is lost of what its layer says, by the second moments of what the layer reads
("optimal brain surgeon", Hassibi and Stork 1993; for whole structures Kurtic, Frantar and Alistarh 2023, "ZipLM").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import torch
from torch import Tensor, nn

from tracker.language.train.graph import HEAD
from tracker.language.train.unpack import sized

DAMPING = 1e-4
"""Share of the mean second moment that is added to each, so that the inverse stands."""


class _Enough(Exception):
    """What a layer reads is known: the rest of the network need not run."""


def thinned(layers: nn.ModuleList, run: Sequence[Callable[[], object]], neurons: int, heads: int) -> None:
    """Leaves every layer of a BERT `neurons` and `heads`; each of `run` lets the network read a batch."""
    for layer in layers:
        _thin_attention(layer, run, heads)
        _thin_neurons(layer, run, neurons)


@torch.no_grad()  # type: ignore[untyped-decorator]
def _thin_attention(layer: nn.Module, run: Sequence[Callable[[], object]], heads: int) -> None:
    attention = layer.attention
    kept = _fit(attention.output.dense, run, HEAD, heads)
    for name in ("query", "key", "value"):
        part = getattr(attention.self, name)
        setattr(attention.self, name, sized(part.weight[kept], part.bias[kept]))


@torch.no_grad()  # type: ignore[untyped-decorator]
def _thin_neurons(layer: nn.Module, run: Sequence[Callable[[], object]], neurons: int) -> None:
    kept = _fit(layer.output.dense, run, 1, neurons)
    dense = layer.intermediate.dense
    layer.intermediate.dense = sized(dense.weight[kept], dense.bias[kept])


def _fit(dense: nn.Linear, run: Sequence[Callable[[], object]], size: int, groups: int) -> Tensor:
    """Lets `dense` read only the best `groups` groups of `size` columns; the columns' indexes."""
    moments, mean = _moments(dense, run)
    kept, weight = chosen(dense.weight.double(), moments, size, groups)
    shift = dense.weight.double() @ mean - weight @ mean[kept]
    dense.in_features = len(kept)
    dense.weight = nn.Parameter(weight.float())
    dense.bias = nn.Parameter((dense.bias.double() + shift).float())
    return kept


def _moments(dense: nn.Linear, run: Sequence[Callable[[], object]]) -> tuple[Tensor, Tensor]:
    """Covariances and means of what `dense` reads."""
    width = dense.in_features
    total, product, count = torch.zeros(width).double(), torch.zeros(width, width).double(), 0

    def look(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        nonlocal count
        seen = inputs[0].reshape(-1, width).float()
        total.add_(seen.sum(0))
        product.add_(seen.T @ seen)
        count += len(seen)
        raise _Enough

    hook = dense.register_forward_pre_hook(look)
    for each in run:
        with suppress(_Enough):
            each()
    hook.remove()
    mean = total / count
    return product / count - mean.outer(mean), mean


def chosen(weight: Tensor, moments: Tensor, size: int, groups: int) -> tuple[Tensor, Tensor]:
    """Indexes of the columns of `weight` [out, n] in the `groups` groups of `size` that stay, and their weights.

    `moments` [n, n]: covariances of the columns' inputs. Groups go one by one, each time the one without which least is
    lost when the others are weighed anew.
    """
    n = weight.shape[1]
    known = moments + torch.eye(n).double() * DAMPING * moments.diagonal().mean()
    inverse, weight = torch.linalg.inv(known), weight.clone()
    left = torch.ones(n // size, dtype=torch.bool)
    for _ in range(n // size - groups):
        own = inverse.view(n // size, size, n // size, size).diagonal(dim1=0, dim2=2).permute(2, 0, 1)
        columns = weight.view(len(weight), n // size, size)
        own = torch.where(left[:, None, None], own, torch.eye(size).double())
        loss = torch.einsum("ogs,gst,ogt->g", columns, torch.linalg.inv(own), columns)
        worst = int(torch.where(left, loss, torch.inf).argmin())
        here = slice(worst * size, (worst + 1) * size)
        spread = torch.linalg.solve(inverse[here, here], inverse[here])
        weight -= weight[:, here] @ spread
        inverse -= inverse[:, here] @ spread
        left[worst] = False
        weight[:, here] = 0
        inverse[:, here], inverse[here] = 0, 0
    kept = left.repeat_interleave(size).nonzero().squeeze(1)
    return kept, weight[:, kept]
