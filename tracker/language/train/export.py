"""A checkpoint as the packaged ONNX graph, in 8-bit integers."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tracker.language.encoder import SCORED
from tracker.language.train import graph, loop, unpack
from tracker.language.train.network import FAR, Network, together
from tracker.language.train.windows import Labels

log = logging.getLogger("tracker.language.train")
ATTRIBUTES = ("tags", "pos", "feats")
HEADS = (
    *("mix", "arc", "arc_dependent", "arc_head", "label", "label_dependent", "label_head"),
    *(*ATTRIBUTES, "starts/starts.0", "names/names.0"),
)
"""Layers after the encoder that are run in 8 bits; in float they cost a sixth of the time and gain nothing."""


FIRST = torch.tensor([[1, 2, 4, 5, 7], [1, 3, 4, 6, 8]])
"""First pieces of five tokens among twelve pieces, twice: an example to trace graphs with."""


class Packaged(nn.Module):  # type: ignore[misc]
    """What the runtime asks for, with sentences taken from the starts that the network itself sees."""

    def __init__(self, network: Network, relations: int, root: int, threshold: float) -> None:
        super().__init__()
        self.network = network
        self.threshold = threshold
        penalty = torch.zeros(relations)
        penalty[root] = 1e4
        self.penalty: Tensor
        self.register_buffer("penalty", penalty)

    def forward(
        self, ids: Tensor, attention: Tensor, first: Tensor, shape: Tensor, edges: Tensor
    ) -> tuple[Tensor, ...]:
        """Tensors in the order of SCORED."""
        net = self.network
        vectors = net.states(ids, attention, first, shape)
        hidden = net.hidden(vectors, shape)
        scores = net.starts(hidden).squeeze(-1)
        starts = (((scores > self.threshold) & (edges >= 0)) | (edges > 0)).to(torch.int64)
        sentence = torch.cumsum(starts, 1) * (shape > 0).to(torch.int64) - (shape == 0).to(torch.int64)
        arcs, dependent, head = net.trees(hidden)
        arcs = arcs.masked_fill(~together(sentence), FAR)
        heads = torch.topk(arcs, 2, -1).indices
        relations = torch.stack([self._relations(dependent, head, heads[..., i]) for i in (0, 1)], -1)
        answers = [getattr(net, name)(hidden).argmax(-1) for name in ATTRIBUTES]
        return (*answers, starts, arcs, heads, relations, net.names(hidden), vectors, scores)

    def _relations(self, dependent: Tensor, head: Tensor, chosen: Tensor) -> Tensor:
        """Best relation to each chosen head; the root's relation for the root and for nothing else."""
        scores = self.network.relations(dependent, head, chosen)
        is_root = (chosen == 0).unsqueeze(-1).to(scores.dtype)
        return (scores + self.penalty * (2 * is_root - 1)).argmax(-1)


class Beginnings(nn.Module):  # type: ignore[misc]
    """Scores of sentence starts from rows of the word table as the main graph stores them."""

    def __init__(self, network: Network, scale: float, zero: float) -> None:
        super().__init__()
        self.network, self.scale, self.zero = network, scale, zero

    def forward(self, rows: Tensor, spread: Tensor, first: Tensor, shape: Tensor) -> Tensor:
        """[b, n] of rows [b, t, 384], their shapes [b, t], and the first pieces and shapes of tokens [b, n]."""
        net = self.network
        states = net.inner_states((rows.float() - self.zero) * self.scale, spread, first, None)
        return net.starts(net.hidden(states, shape)).squeeze(-1)


def sentences(config: dict[str, Any], labels_path: Path, checkpoints: Sequence[Path], target: Path) -> None:
    """Writes sentences.onnx into `target` from the mean of `checkpoints`; encoder.onnx is there already."""
    network = _network(config, Labels(**json.loads(labels_path.read_text(encoding="utf-8"))), checkpoints)
    module = Beginnings(network, *graph.scale_of(onnx.load(target / "encoder.onnx"))).eval()
    shape = torch.full((2, 5), 3)
    spread = torch.zeros(2, 12, dtype=torch.int64).scatter_add(1, FIRST, shape)
    example = (torch.randint(0, 255, (2, 12, network.bert.config.hidden_size), dtype=torch.uint8), spread, FIRST, shape)
    axes = {"rows": {0: "b", 1: "t"}, "spread": {0: "b", 1: "t"}} | {n: {0: "b", 1: "n"} for n in ("first", "shape")}
    _pack(module, example, axes, ["scores"], ("mix", "starts/starts.0"), target / "sentences.onnx")


def _network(config: dict[str, Any], labels: Labels, checkpoints: Sequence[Path]) -> Network:
    """The mean of `checkpoints`, ready to be written."""
    network, state = loop.create(labels, config), _mean(checkpoints)
    unpack.fit(network.bert, state)
    network.load_state_dict(state)
    network.bert.set_attn_implementation("eager")
    network.eval()
    return network


def export(config: dict[str, Any], labels_path: Path, checkpoints: Sequence[Path], target: Path) -> None:
    """Writes encoder.onnx, overflow.onnx and labels.json into `target`, from the mean of `checkpoints` and the labels
    beside them."""
    packed = json.loads(labels_path.read_text(encoding="utf-8"))
    labels = Labels(**packed)
    network = _network(config, labels, checkpoints)
    module = Packaged(
        network, len(labels.relations), labels.relations.index("root"), config["packaging"]["start"]
    ).eval()
    ids = torch.randint(1000, 2000, (2, 12))
    example = (ids, torch.ones_like(ids), FIRST, torch.full((2, 5), 3), torch.zeros(2, 5, dtype=torch.int64))
    axes = {name: {0: "b", 1: "t"} for name in ("ids", "attention")}
    axes |= {name: {0: "b", 1: "n"} for name in ("first", "shape", "edges")}
    target.mkdir(parents=True, exist_ok=True)
    path = target / "encoder.onnx"
    _pack(module, example, axes, SCORED, HEADS, path)
    onnx.save(graph.opened(onnx.load(path)), path)
    onnx.save(graph.probe(), target / "overflow.onnx")
    packed["transitions"] = network.transitions.detach().numpy().round(3).tolist()
    (target / "labels.json").write_text(json.dumps(packed, ensure_ascii=False), encoding="utf-8")


def _mean(paths: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the weights in `paths`; what the earlier ones lack is taken from the last."""
    states = [torch.load(path, weights_only=True) for path in paths]
    mean: dict[str, Tensor] = {}
    for name, value in states[-1].items():
        values = [state[name] for state in states if name in state]
        whole = len(values) < len(states) or not value.is_floating_point()
        mean[name] = value if whole else torch.stack(values).mean(0)
    return mean


def _pack(
    module: nn.Module,
    example: tuple[Tensor, ...],
    axes: dict[str, dict[int, str]],
    outputs: list[str],
    heads: Sequence[str],
    path: Path,
) -> None:
    """Writes the graph of `module` in 8 bits, all lengths left open; `axes` are those of its inputs, in their order."""
    open_axes = axes | {name: {0: "b", 1: "n"} for name in outputs}
    if "arcs" in open_axes:
        open_axes["arcs"][2] = "m"
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            module,
            example,
            str(plain),
            input_names=list(axes),
            output_names=outputs,
            dynamic_axes=open_axes,
            opset_version=17,
            dynamo=False,
        )
        _quantize(plain, small, heads)
        onnx.save(graph.fused(onnx.load(small)), path)
    log.info("%s: %.1f MB", path, path.stat().st_size / 1e6)


def _quantize(source: Path, target: Path, heads: Sequence[str]) -> None:
    """8-bit weights for the encoder's layers, its tables and the wide layers of the heads; norms stay float."""
    nodes = onnx.load(source).graph.node
    chosen = [n.name for n in nodes if "/bert/" in n.name and n.op_type in ("MatMul", "Gather")]
    chosen += [f"/{name}/MatMul" for name in heads]
    missing = set(chosen) - {n.name for n in nodes}
    if missing:
        raise ValueError(f"the exported graph lacks {', '.join(sorted(missing))}")
    quantize_dynamic(
        source,
        target,
        nodes_to_quantize=chosen,
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
