"""Names as chains: a linear-chain conditional random field (Lafferty et al. 2001) over the label scores.

Training sums over every chain that the annotation allows: a masked word may have any label, and "outside" means O or
NORP where a corpus does not mark NORP.
"""

from __future__ import annotations

import torch
from torch import Tensor

from tracker.language.train.windows import IGNORED

FAR = -1.0e4
OUTSIDE, NORP = 0, (7, 8)


def barred(count: int) -> Tensor:
    """[labels, labels]: FAR where label j may not follow label i, in the order O, B-X, I-X, B-Y, I-Y, …"""
    table = torch.zeros(count, count)
    for inside in range(2, count, 2):
        table[:, inside] = FAR
        table[inside - 1, inside] = table[inside, inside] = 0.0
    return table


def loss(scores: Tensor, transitions: Tensor, answers: Tensor, norp: Tensor, real: Tensor) -> Tensor:
    """Mean negative log-likelihood per word of the allowed chains.

    `scores` [b, n, labels], `answers` [b, n] label ids or IGNORED, `norp` [b, n] 1 where NORP is marked, `real` [b, n]
    whether there is a word. Rows without any answer count nothing.
    """
    count = scores.shape[-1]
    rows = (answers != IGNORED).any(1)
    scores, answers, norp, real = scores[rows], answers[rows], norp[rows], real[rows]
    table = transitions + barred(count).to(transitions.device)
    allowed = torch.nn.functional.one_hot(answers.clamp(min=0), count).bool() | (answers == IGNORED).unsqueeze(-1)
    free = (answers == OUTSIDE) & (norp == 0)
    for label in NORP:
        allowed[..., label] |= free
    right = _total(scores.masked_fill(~allowed, FAR), table, real)
    return (_total(scores, table, real) - right).sum() / real.sum()


def _total(scores: Tensor, table: Tensor, real: Tensor) -> Tensor:
    """[b] log of the summed weights of all chains; the first label may not be an I-X."""
    total = scores[:, 0] + table[OUTSIDE]
    for index in range(1, scores.shape[1]):
        following = torch.logsumexp(total.unsqueeze(2) + table, 1) + scores[:, index]
        total = torch.where(real[:, index].unsqueeze(1), following, total)
    return torch.logsumexp(total, 1)
