"""The best tree under scores of single arcs: Chu-Liu/Edmonds with exactly one root.

Most sentences need no search: the best head of every token already makes a tree. The others are contracted cycle by
cycle (Chu and Liu 1965, Edmonds 1967); the single root follows from a penalty on root arcs larger than any gain.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_NEVER = -1e9


def decode(scores: Floats) -> Ints:
    """Heads of one sentence.

    `scores` [n, n+1]: row i holds the score of each head of token i; column 0 is the root, column j+1 token j.
    Returns [n] head columns (0 = root): one root, no cycle. Scores of a token as its own head are ignored.
    """
    count = len(scores)
    if count == 0:
        return np.zeros(0, dtype=np.int64)
    masked = np.nan_to_num(scores.astype(np.float64), nan=-1e4, posinf=1e4, neginf=-1e4)
    masked[np.arange(count), np.arange(1, count + 1)] = _NEVER
    heads: Ints = masked.argmax(axis=1)
    if _is_tree(heads):
        return heads
    spread = masked[masked > _NEVER / 2]
    masked[:, 0] -= (spread.max() - spread.min() + 1.0) * (count + 1)
    square = np.full((count + 1, count + 1), _NEVER)
    square[1:] = masked
    found: Ints = _arborescence(square)[1:]
    return found


def _is_tree(heads: Ints) -> bool:
    """Whether every token reaches the root and exactly one hangs on it."""
    return int((heads == 0).sum()) == 1 and _cycle(np.concatenate(([0], heads))) is None


def _cycle(heads: Ints) -> list[int] | None:
    """Nodes of one cycle among `heads` (node 0 is the root and has no head), or None."""
    state = [0] * len(heads)
    state[0] = 2
    links = heads.tolist()
    for node in range(1, len(links)):
        path = []
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = links[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return None


def _arborescence(scores: NDArray[np.float64]) -> Ints:
    """Best heads for a square score matrix [node, head] with root 0; contracts cycles until none is left."""
    size = scores.shape[0]
    heads: Ints = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.array(cycle)
    outside = np.array([node for node in range(size) if node not in set(cycle)])
    kept = scores[inside, heads[inside]]
    entering = scores[np.ix_(inside, outside)] - kept[:, None]
    entry = entering.argmax(axis=0)
    leaving = scores[np.ix_(outside, inside)]
    leave = leaving.argmax(axis=1)
    small = np.full((len(outside) + 1, len(outside) + 1), _NEVER)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    small[-1, :-1] = entering[entry, np.arange(len(outside))]
    small[:-1, -1] = leaving[np.arange(len(outside)), leave]
    small[0, :] = _NEVER
    np.fill_diagonal(small, _NEVER)
    found = _arborescence(small)
    answer: Ints = heads.copy()
    last = len(outside)
    for position in range(1, last):
        head = found[position]
        answer[outside[position]] = inside[leave[position]] if head == last else outside[head]
    into = inside[entry[found[last]]]
    answer[into] = outside[found[last]]
    return answer


def window(arcs: Floats, best: Ints, relations: Ints, starts: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Heads [n] (0 = root, i+1 = word i) and relation ids [n] of a window of sentences that begin at `starts`.

    `best` [n, 2] holds the two best-scored heads of every word and `relations` [n, 2] the relation to each. Where the
    best heads make no tree, the sentence is decoded from `arcs` [n, n+1].
    """
    heads = best[:, 0].copy()
    begins = np.flatnonzero(starts).tolist()
    if not begins or begins[0] != 0:
        begins.insert(0, 0)
    for begin, end in pairwise([*begins, len(heads)]):
        local = np.where(heads[begin:end] > 0, heads[begin:end] - begin, 0)
        if not _is_tree(local):
            local = decode(arcs[begin:end][:, [0, *range(begin + 1, end + 1)]])
            heads[begin:end] = np.where(local > 0, local + begin, 0)
    return heads, np.where(heads == best[:, 1], relations[:, 1], relations[:, 0])
