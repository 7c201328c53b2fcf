"""Packs a trained judge: `python -m tracker.language.judge.export judge.pt [MODEL]`. Needs the extra [train].

Writes events.onnx (8-bit), events.json (what its columns stand for) and sides.npz (tables that score sides) into MODEL,
the packaged model's folder unless another is named.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import tomllib
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tracker.extract.judge_sides import TABLES
from tracker.language.events import OUTPUTS
from tracker.language.judge.network import HEADS, Network
from tracker.language.judge.train import CONFIG, ENCODER
from tracker.language.train import graph, unpack
from tracker.language.train.export import FIRST

NAMES = ("kinds", "types", "modes", "statuses")
AXES = {"rows": "t", "spread": "t", "first": "n", "vectors": "n"} | dict.fromkeys(OUTPUTS, "n")
SMALL = ("/network/bert/", "/network/known/", "/report/", "/action/", "/mention/")


class Packaged(nn.Module):  # type: ignore[misc]
    """Probabilities of labels, and vectors for sides."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, rows: Tensor, spread: Tensor, first: Tensor, vectors: Tensor) -> tuple[Tensor, ...]:
        """Tensors in the order of OUTPUTS; see `Network.forward`."""
        hidden = self.network(rows, spread, first, vectors)
        return (*(torch.softmax(s, -1) for s in self.network.reports(hidden)), *self.network.offers(hidden))


def export(checkpoint: Path, target: Path) -> None:
    """Writes the three files into `target`."""
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    network = Network(config["model"], graph.scale_of(onnx.load(ENCODER)))
    state = torch.load(checkpoint, weights_only=True)
    unpack.fit(network.bert, state)
    network.load_state_dict(state)
    width = network.bert.config.hidden_size
    example = (
        torch.randint(0, 255, (2, 12, width), dtype=torch.uint8),
        torch.zeros(2, 12, dtype=torch.int64),
        FIRST,
        torch.randn(*FIRST.shape, width),
    )
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            Packaged(network).eval(), example, str(plain), input_names=list(AXES)[:4], output_names=OUTPUTS,
            dynamic_axes={name: {0: "b", 1: axis} for name, axis in AXES.items()}, opset_version=17, dynamo=False,
        )  # fmt: skip
        nodes = onnx.load(plain).graph.node
        layers = [n.name for n in nodes if n.op_type == "MatMul" and n.name.startswith(SMALL)]
        quantize_dynamic(
            plain, small, nodes_to_quantize=layers, per_channel=True, weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
        onnx.save(graph.fused(onnx.load(small)), target / "events.onnx")
    labels = dict(zip(NAMES, HEADS, strict=True))
    (target / "events.json").write_text(json.dumps(labels) + "\n", encoding="utf-8")
    arrays = {name: part.detach().numpy() for name, part in tables_of(network).items()}
    np.savez(target / "sides.npz", **arrays)


def tables_of(network: Network) -> dict[str, Tensor]:
    """What scores sides, by the names of TABLES; the tensors share their memory with the network's."""
    around = network.around
    paths, flags, hints = (table.weight for table in network.tables)
    linear = {
        "look": around.look, "seen": around.seen, "think": around.think, "thought": around.thought,
        "sided": network.sided, "own": network.own, "others": network.others, "asked": network.asked,
        "shift": network.shift,
    }  # fmt: skip
    norms = {"look_norm": around.look_norm, "think_norm": around.think_norm}
    parts = {"paths": paths, "flags": flags, "hints": hints, "mark": around.mark, "alike": around.alike}
    parts |= {name: part.weight.T for name, part in linear.items()} | {
        name: part.weight for name, part in norms.items()
    }
    parts |= {f"{name}_bias": part.bias for name, part in (linear | norms).items() if part.bias is not None}
    return {name: parts[name] for name in TABLES}


def main() -> None:
    """Packs the checkpoint named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("model", type=Path, nargs="?", default=ENCODER.parent)
    arguments = parser.parse_args()
    export(arguments.checkpoint, arguments.model)


if __name__ == "__main__":
    main()
