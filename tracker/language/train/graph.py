"""What makes the exported ONNX graph quick on one core without changing what it computes.

The exporter spells attention out in some thirty small operations a layer; onnxruntime has one kernel for all of them
(https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#commicrosoftmultiheadattention). And the
three 8-bit products that make queries, keys and values are one product of three times the width. The graph that tells
whether a processor adds bytes exactly is made here too.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from tracker.language.sessions import RIGHT, ROWS, WIDTH

SIDES = ("query", "key", "value")
HEAD = 32
"""Width of an attention head."""
_DOMAIN = "com.microsoft"


def fused(model: ModelProto) -> ModelProto:
    """`model`, a quantized BERT graph, with attention in one kernel a layer.

    Changes `model` itself. The mask of attention falls away: a window is read alone, without padding.
    """
    graph = model.graph
    for layer in sorted({n.name.split("/attention/")[0] for n in graph.node if n.name.endswith("/self/Softmax")}):
        _fuse(graph, layer)
    _prune(graph)
    model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    onnx.checker.check_model(model, full_check=False)
    return model


def _fuse(graph: onnx.GraphProto, layer: str) -> None:
    """Puts one product and one kernel in the place of the self-attention of `layer`."""
    self = f"{layer}/attention/self/"
    answer = f"{self}Reshape_3_output_0"
    nodes = {node.name: node for node in graph.node}
    products = [nodes[f"{self}{side}/MatMul_quant"] for side in SIDES]
    scale = nodes[f"{self}query/MatMul_quant_scales_mul"].input[0]
    vectors, zero = products[0].input[0], products[0].input[2]
    for name, parts, axis in (
        ("weights", [product.input[1] for product in products], 1),
        ("zeros", [product.input[3] for product in products], 0),
        ("scales", [nodes[f"{self}{side}/MatMul_quant_scales_mul"].input[1] for side in SIDES], 0),
        ("bias", [nodes[f"{self}{side}/Add"].input[0] for side in SIDES], 0),
    ):
        joined = np.concatenate([_value(graph, part) for part in parts], axis)
        graph.initializer.append(numpy_helper.from_array(joined, self + name))
    heads = len(joined) // len(SIDES) // HEAD
    placed = [
        _node("Mul", [scale, self + "scales"], [self + "scale"]),
        _node("MatMulInteger", [vectors, self + "weights", zero, self + "zeros"], [self + "product"]),
        _node("Cast", [self + "product"], [self + "float"], to=TensorProto.FLOAT),
        _node("Mul", [self + "float", self + "scale"], [self + "scaled"]),
        _node("Add", [self + "scaled", self + "bias"], [self + "all"]),
        _node("Split", [self + "all"], [self + side for side in SIDES], axis=2),
        _node("MultiHeadAttention", [self + side for side in SIDES], [answer], domain=_DOMAIN, num_heads=heads),
    ]
    _replace(graph, answer, placed)


def _node(kind: str, inputs: list[str], outputs: list[str], **attributes: object) -> NodeProto:
    """A node named for what it makes."""
    return helper.make_node(kind, inputs, outputs, f"{outputs[0]}/{kind}", **attributes)


def _value(graph: onnx.GraphProto, name: str) -> np.ndarray:
    """The constant of that name, at least one-dimensional."""
    return np.atleast_1d(numpy_helper.to_array(next(c for c in graph.initializer if c.name == name)))


def _replace(graph: onnx.GraphProto, output: str, placed: Iterable[NodeProto]) -> None:
    """Puts `placed` where the node stood that made `output`."""
    at = next(i for i, node in enumerate(graph.node) if output in node.output)
    nodes = [*graph.node[:at], *placed, *graph.node[at + 1 :]]
    del graph.node[:]
    graph.node.extend(nodes)


def _prune(graph: onnx.GraphProto) -> None:
    """Drops nodes, constants and inputs of the graph that nothing reads."""
    needed = {output.name for output in graph.output}
    kept: list[NodeProto] = []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            kept.append(node)
    inputs = [value for value in graph.input if value.name in needed]
    constants = [constant for constant in graph.initializer if constant.name in needed]
    for field, values in ((graph.node, kept[::-1]), (graph.input, inputs), (graph.initializer, constants)):
        del field[:]
        field.extend(values)


_WORDS = "bert.embeddings.word_embeddings.weight_"


def opened(model: ModelProto) -> ModelProto:
    """`model`, a quantized BERT graph, with one more answer: `rows`, those of the word table [b, t, width] as stored.

    Changes `model` itself.
    """
    graph = model.graph
    (gather,) = (n for n in graph.node if n.op_type == "Gather" and n.input[0].endswith(_WORDS + "quantized"))
    graph.node.append(helper.make_node("Identity", [gather.output[0]], ["rows"], "rows"))
    table = next(c for c in graph.initializer if c.name == gather.input[0])
    graph.output.append(helper.make_tensor_value_info("rows", table.data_type, ["b", "t", table.dims[1]]))
    return model


def words(model: ModelProto) -> np.ndarray:
    """[words, width] the word table of a quantized BERT graph, in float."""
    scale, zero = scale_of(model)
    answer: np.ndarray = (_part(model, "quantized").astype(np.float32) - zero) * scale
    return answer


def scale_of(model: ModelProto) -> tuple[float, float]:
    """Step and zero point of the word table of a quantized BERT graph."""
    return float(_part(model, "scale")), float(_part(model, "zero_point"))


def _part(model: ModelProto, name: str) -> np.ndarray:
    """One of the constants that the word table is stored in."""
    part = next(c for c in model.graph.initializer if c.name.endswith(_WORDS + name))
    answer: np.ndarray = numpy_helper.to_array(part)
    return answer


def probe() -> ModelProto:
    """A product of bytes that tells whether a processor's sums overflow (see `tracker.language.sessions`)."""
    right = numpy_helper.from_array(np.full((WIDTH, WIDTH), RIGHT, np.int8), "right")
    node = helper.make_node("MatMulInteger", ["left", "right"], ["sums"])
    left = helper.make_tensor_value_info("left", TensorProto.UINT8, [ROWS, WIDTH])
    sums = helper.make_tensor_value_info("sums", TensorProto.INT32, [ROWS, WIDTH])
    graph = helper.make_graph([node], "overflow", [left], [sums], [right])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
