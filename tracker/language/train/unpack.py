"""Packaged graphs as weights again: what `export` packs, unpacked. Needs the extra [train].

Weights come back as their 8 bits say, within half a step of what they were.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from onnx import ModelProto, NodeProto, numpy_helper
from torch import Tensor, from_numpy, nn

from tracker.language.train.graph import SIDES

_JOINED = "/attention/self/"
"""Where queries, keys and values are one product."""


def weights(model: ModelProto) -> dict[str, Tensor]:
    """The weights in a packaged graph, by the names that its network has for them; those that the exporter has worked
    into other constants are not among them."""
    constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
    found = {name.removeprefix("network."): value for name, value in constants.items() if name.startswith("network.")}
    for name in [name.removesuffix("_quantized") for name in found if name.endswith("_quantized")]:
        packed, scale, zero = (found.pop(f"{name}_{part}") for part in ("quantized", "scale", "zero_point"))
        found[name] = (packed.astype(np.float32) - zero) * scale
    for node in model.graph.node:
        found |= _product(node, constants)
    for name in constants:
        if name.endswith(_JOINED + "weights"):
            found |= _attention(name.removesuffix("weights"), constants)
    return {name: from_numpy(np.array(value, dtype=np.float32, order="C")) for name, value in found.items()}


def _product(node: NodeProto, constants: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights of one product."""
    place = node.name.removesuffix("_quant").removesuffix("/MatMul")
    if node.op_type not in ("MatMul", "MatMulInteger") or _JOINED in place:
        return {}
    packed = constants.get(node.input[1])
    if packed is None:
        return {}
    if node.op_type == "MatMulInteger":
        scale = constants[node.input[1].removesuffix("_quantized") + "_scale"]
        packed = (packed.astype(np.float32) - constants[node.input[3]]) * scale
    return {f"{_name(place)}.weight": packed.T}


def _name(place: str) -> str:
    """A module's name from where the exporter puts it: /network/starts/starts.0 is starts.0."""
    parts: list[str] = []
    for part in place.removeprefix("/network").strip("/").split("/"):
        if parts and part.startswith(parts[-1] + "."):
            parts.pop()
        parts.append(part)
    return ".".join(parts)


def _attention(place: str, constants: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Queries, keys and values of a layer, which are packed as one product."""
    parts = {part: constants[place + part] for part in ("weights", "zeros", "scales", "bias")}
    joined = (parts["weights"].astype(np.float32) - parts["zeros"]) * parts["scales"]
    out: dict[str, np.ndarray] = {}
    for side, own, bias in zip(SIDES, np.split(joined, 3, axis=1), np.split(parts["bias"], 3), strict=True):
        name = _name(place.rstrip("/")) + f".{side}"
        out |= {f"{name}.weight": own.T, f"{name}.bias": bias}
    return out


def fit(bert: nn.Module, state: Mapping[str, Tensor], prefix: str = "bert.") -> None:
    """Gives the layers of `bert` as many neurons and heads as `state` has weights for; their values are not taken."""
    for number, layer in enumerate(bert.encoder.layer):
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
                     "intermediate.dense", "output.dense"):  # fmt: skip
            weight = state[f"{prefix}encoder.layer.{number}.{name}.weight"]
            part = layer.get_submodule(name)
            if part.weight.shape != weight.shape:
                part.out_features, part.in_features = weight.shape
                part.weight = nn.Parameter(weight.clone())
                part.bias = nn.Parameter(weight.new_zeros(len(weight)))


def sized(weight: Tensor, bias: Tensor) -> nn.Linear:
    """A layer of these weights."""
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight, layer.bias = nn.Parameter(weight.clone()), nn.Parameter(bias.clone())
    return layer
