"""A packaged judge as a network again, to train on: what `export` packs, unpacked. Needs the extra [train].

Weights come back as their 8 bits say, within half a step of what they were.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import NodeProto, numpy_helper
from torch import Tensor

from tracker.language.judge.export import tables_of
from tracker.language.judge.network import Network
from tracker.language.train.graph import SIDES

_UNUSED = "bert.embeddings.word_embeddings.weight"
"""The encoder's word table stands in its place."""
_LAYERS = "/network/bert/encoder/layer."
_JOINED = "/attention/self/"
"""Where queries, keys and values are one product."""


def unpack(folder: Path, network: Network) -> None:
    """Puts the weights of the judge in `folder` into `network`; raises KeyError where one is missing."""
    model = onnx.load(folder / "events.onnx")
    constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
    state = {name.removeprefix("network."): value for name, value in constants.items() if name.startswith("network.")}
    for node in model.graph.node:
        state |= _weights(node, constants)
    for number in range(network.bert.config.num_hidden_layers):
        state |= _attention(f"{_LAYERS}{number}{_JOINED}", number, constants)
    tables = tables_of(network)
    found = network.load_state_dict({name: _tensor(value) for name, value in state.items()}, strict=False)
    packed_apart = {part.data_ptr() for part in tables.values()}
    own = network.state_dict()
    missing = [name for name in found.missing_keys if name != _UNUSED and own[name].data_ptr() not in packed_apart]
    if missing:
        raise KeyError(f"{folder / 'events.onnx'} has no {', '.join(missing)}")
    packed = np.load(folder / "sides.npz")
    with torch.no_grad():
        for name, part in tables.items():
            part.copy_(_tensor(packed[name]))


def _weights(node: NodeProto, constants: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights of one product, by the name that the network has for them."""
    place = node.name.removesuffix("_quant").removesuffix("/MatMul")
    if node.op_type not in ("MatMul", "MatMulInteger") or _JOINED in place:
        return {}
    weights = constants.get(node.input[1])
    if weights is None:
        return {}
    if node.op_type == "MatMulInteger":
        scale = constants[node.input[1].removesuffix("_quantized") + "_scale"]
        weights = (weights.astype(np.float32) - constants[node.input[3]]) * scale
    name = place.removeprefix("/network").removeprefix("/").replace("/", ".")
    return {f"{name}.weight": weights.T}


def _attention(place: str, number: int, constants: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Queries, keys and values of a layer, which are packed as one product."""
    parts = {part: constants[place + part] for part in ("weights", "zeros", "scales", "bias")}
    weights = (parts["weights"].astype(np.float32) - parts["zeros"]) * parts["scales"]
    out: dict[str, np.ndarray] = {}
    for side, own, bias in zip(SIDES, np.split(weights, 3, axis=1), np.split(parts["bias"], 3), strict=True):
        name = f"bert.encoder.layer.{number}.attention.self.{side}"
        out |= {f"{name}.weight": own.T, f"{name}.bias": bias}
    return out


def _tensor(value: np.ndarray) -> Tensor:
    return torch.from_numpy(np.array(value, dtype=np.float32, order="C"))
