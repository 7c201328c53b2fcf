"""The network: MiniLM, word shapes beside it, and a head for each layer of annotation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

SHAPES = 16
FAR = -1.0e4


class Network(nn.Module):  # type: ignore[misc]
    """Scores of everything for a batch of windows; see `forward`."""

    def __init__(self, encoder: BertModel, sizes: dict[str, int], config: dict[str, Any]) -> None:
        super().__init__()
        self.bert = encoder
        width = encoder.config.hidden_size
        layers = encoder.config.num_hidden_layers
        self.layers = nn.Parameter(torch.zeros(layers))
        self.shape = nn.Embedding(SHAPES, config["shape"], padding_idx=0)
        self.inner = nn.Embedding(SHAPES, width, padding_idx=0) if config["inner"] else None
        total = width + config["shape"]
        arcs, labels, names = (config["heads"][name] for name in ("arcs", "labels", "names"))
        self.mix = nn.Linear(total, total)
        self.drop = nn.Dropout(config["dropout"])
        self.root = nn.Parameter(torch.zeros(1, 1, total))
        self.arc_dependent, self.arc_head = nn.Linear(total, arcs), nn.Linear(total, arcs)
        self.arc = nn.Linear(arcs + 1, arcs, bias=False)
        self.label_dependent, self.label_head = nn.Linear(total, labels), nn.Linear(total, labels)
        self.label = nn.Linear(labels + 1, sizes["relations"] * (labels + 1), bias=False)
        self.tags, self.pos = nn.Linear(total, sizes["tags"]), nn.Linear(total, sizes["pos"])
        self.feats = nn.Linear(total, sizes["feats"])
        self.starts = nn.Sequential(nn.Linear(total, 96), nn.GELU(), nn.Dropout(config["dropout"]), nn.Linear(96, 1))
        self.names = nn.Sequential(
            nn.Linear(total, names), nn.GELU(), nn.Dropout(config["dropout"]), nn.Linear(names, sizes["names"])
        )
        self.transitions = nn.Parameter(torch.zeros(sizes["names"], sizes["names"]))
        nn.init.zeros_(self.label.weight)
        nn.init.normal_(self.arc.weight, std=0.01)
        if self.inner is not None:
            nn.init.zeros_(self.inner.weight)

    def states(self, ids: Tensor, attention: Tensor, first: Tensor, shape: Tensor) -> Tensor:
        """[b, n, 384]: mean of the layers by learned weights, at each token's first piece."""
        if self.inner is None:
            read = self.bert(input_ids=ids, attention_mask=attention, output_hidden_states=True)
            return self.mixed(read.hidden_states[1:], first)
        spread = torch.zeros_like(ids).scatter_add(1, first, shape)
        return self.inner_states(self.bert.embeddings.word_embeddings(ids), spread, first, attention)

    def inner_states(self, rows: Tensor, spread: Tensor, first: Tensor, attention: Tensor | None) -> Tensor:
        """`states` where shapes are read with the pieces: rows of words [b, t, 384], shapes `spread` [b, t]."""
        assert self.inner is not None
        rows = rows + self.inner(spread)
        read = self.bert(inputs_embeds=rows, attention_mask=attention, output_hidden_states=True)
        return self.mixed(read.hidden_states[1:], first)

    def mixed(self, layers: Sequence[Tensor], first: Tensor) -> Tensor:
        """[b, n, 384] the mean of the layers [b, t, 384] where tokens begin (`first` [b, n])."""
        weights = torch.softmax(self.layers, 0)
        mixed = layers[0] * weights[0]
        for index in range(1, len(layers)):
            mixed = mixed + layers[index] * weights[index]
        return mixed.gather(1, first.unsqueeze(-1).expand(-1, -1, mixed.shape[-1]))

    def of(self, batch: dict[str, Tensor]) -> Tensor:
        """What the heads read of a batch: `hidden` of its `states`."""
        states = self.states(batch["ids"], batch["attention"], batch["first"], batch["shape"])
        return self.hidden(states, batch["shape"])

    def hidden(self, states: Tensor, shape: Tensor) -> Tensor:
        """[b, n, 384 + shape]: states with shapes, mixed once."""
        both = self.drop(torch.cat([states, self.shape(shape)], -1))
        return both + functional.gelu(self.mix(both))

    def trees(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Arc scores [b, n, n+1] and the two sides of the label classifier [b, n, d], [b, n+1, d]."""
        hidden = self.drop(hidden)
        heads = torch.cat([self.root.expand(hidden.shape[0], -1, -1), hidden], 1)
        dependent = functional.gelu(self.arc_dependent(hidden))
        dependent = functional.pad(dependent, (0, 1), value=1.0)
        head = functional.gelu(self.arc_head(heads))
        arcs = self.arc(dependent) @ head.transpose(1, 2)
        return arcs, functional.gelu(self.label_dependent(hidden)), functional.gelu(self.label_head(heads))

    def relations(self, dependent: Tensor, head: Tensor, chosen: Tensor) -> Tensor:
        """Label scores [b, n, relations] for the heads `chosen` [b, n] (0 = root)."""
        picked = head.gather(1, chosen.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        picked = functional.pad(picked, (0, 1), value=1.0)
        table = self.label(functional.pad(dependent, (0, 1), value=1.0))
        table = table.view(*table.shape[:2], -1, picked.shape[-1])
        return (table @ picked.unsqueeze(-1)).squeeze(-1)


def together(sentence: Tensor) -> Tensor:
    """[b, n, n+1]: whether a token may have that head: the root or a token of its own sentence, never itself."""
    same = sentence.unsqueeze(2) == sentence.unsqueeze(1)
    place = torch.arange(sentence.shape[1], device=sentence.device)
    same = same & (place.unsqueeze(1) != place)
    return functional.pad(same, (1, 0), value=True)


def placed(arrays: dict[str, NDArray[np.int64]], network: Network) -> dict[str, Tensor]:
    """A batch where the network's weights are."""
    return {name: torch.from_numpy(values).to(network.layers.device) for name, values in arrays.items()}
