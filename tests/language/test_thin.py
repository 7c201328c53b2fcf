"""Pruning: what falls away is made up for. Runs where the extra [train] is installed."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from tracker.language.thin.prune import chosen  # noqa: E402 - needs torch
from tracker.language.train.unpack import fit  # noqa: E402


def _moments(inputs: torch.Tensor) -> torch.Tensor:
    return inputs.T @ inputs / len(inputs)


def test_columns_that_others_say_too_go_and_nothing_is_lost() -> None:
    torch.manual_seed(0)
    free = torch.randn(400, 5).double()
    inputs = torch.cat([free, free @ torch.randn(5, 3).double()], 1)
    weight = torch.randn(4, 8).double()
    kept, thin = chosen(weight, _moments(inputs), 1, 5)
    assert len(kept) == 5
    assert torch.allclose(inputs[:, kept] @ thin.T, inputs @ weight.T, atol=1e-2)


def test_what_stays_is_weighed_anew() -> None:
    torch.manual_seed(1)
    inputs = torch.randn(500, 12).double() @ torch.randn(12, 12).double()
    weight = torch.randn(6, 12).double()
    kept, thin = chosen(weight, _moments(inputs), 1, 8)
    wanted = inputs @ weight.T
    lost = (inputs[:, kept] @ thin.T - wanted).square().sum()
    assert lost < 0.9 * (inputs[:, kept] @ weight[:, kept].T - wanted).square().sum()


def test_heads_go_whole() -> None:
    torch.manual_seed(2)
    inputs = torch.randn(300, 12).double()
    inputs[:, 4:8] *= 0.01
    kept, _ = chosen(torch.randn(5, 12).double(), _moments(inputs), 4, 2)
    assert kept.tolist() == [0, 1, 2, 3, 8, 9, 10, 11]


def test_a_network_takes_on_the_sizes_of_its_weights() -> None:
    transformers = pytest.importorskip("transformers")
    config = transformers.BertConfig(
        vocab_size=9, hidden_size=64, num_hidden_layers=1, num_attention_heads=2, intermediate_size=96
    )
    wide, narrow = (transformers.BertModel(config, add_pooling_layer=False) for _ in range(2))
    state = {f"bert.{name}": value for name, value in wide.state_dict().items()}
    for name in ("query", "key", "value"):
        state[f"bert.encoder.layer.0.attention.self.{name}.weight"] = torch.randn(32, 64)
        state[f"bert.encoder.layer.0.attention.self.{name}.bias"] = torch.randn(32)
    state["bert.encoder.layer.0.attention.output.dense.weight"] = torch.randn(64, 32)
    fit(narrow, state)
    narrow.load_state_dict({name.removeprefix("bert."): value for name, value in state.items()})
    assert narrow(torch.zeros(1, 3, dtype=torch.long)).last_hidden_state.shape == (1, 3, 64)
