"""A checkpoint as the packaged ONNX graph, in 8-bit integers."""

from __future__ import annotations

import json
import logging
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tracker.language.encoder import OUTPUTS
from tracker.language.train import graph, loop
from tracker.language.train.network import FAR, Network, together
from tracker.language.train.windows import Labels

log = logging.getLogger("tracker.language.train")
ATTRIBUTES = ("tags", "pos", "feats")
HEADS = (
    *("mix", "arc", "arc_dependent", "arc_head", "label", "label_dependent", "label_head"),
    *(*ATTRIBUTES, "starts/starts.0", "names/names.0"),
)
"""Layers after the encoder that are run in 8 bits; in float they cost a sixth of the time and gain nothing."""


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
        """Tensors in the order of OUTPUTS."""
        net = self.network
        vectors = net.states(ids, attention, first)
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


def export(config_path: Path, labels_path: Path, checkpoints: Sequence[Path], target: Path) -> None:
    """Writes encoder.onnx and labels.json into `target` from the mean of `checkpoints` and the labels beside them."""
    config = tomllib.loads(config_path.read_text(encoding="utf-8"))
    packed = json.loads(labels_path.read_text(encoding="utf-8"))
    labels = Labels(**packed)
    network = loop.create(labels, config)
    network.load_state_dict(_mean(checkpoints))
    network.bert.set_attn_implementation("eager")
    module = Packaged(
        network.eval(), len(labels.relations), labels.relations.index("root"), config["packaging"]["start"]
    ).eval()
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        _write(module, plain)
        _quantize(plain, small)
        target.mkdir(parents=True, exist_ok=True)
        onnx.save(graph.fused(onnx.load(small), network.bert.config.num_attention_heads), target / "encoder.onnx")
    packed["transitions"] = network.transitions.detach().numpy().round(3).tolist()
    (target / "labels.json").write_text(json.dumps(packed, ensure_ascii=False), encoding="utf-8")
    log.info("%s: %.1f MB", target, (target / "encoder.onnx").stat().st_size / 1e6)


def _mean(paths: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the weights in `paths`; what the earlier ones lack is taken from the last."""
    states = [torch.load(path, weights_only=True) for path in paths]
    mean: dict[str, Tensor] = {}
    for name, value in states[-1].items():
        values = [state[name] for state in states if name in state]
        whole = len(values) < len(states) or not value.is_floating_point()
        mean[name] = value if whole else torch.stack(values).mean(0)
    return mean


def _write(module: Packaged, path: Path) -> None:
    """The float graph, all lengths left open."""
    ids = torch.randint(1000, 2000, (2, 12))
    first = torch.tensor([[1, 2, 4, 5, 7], [1, 3, 4, 6, 8]])
    example = (ids, torch.ones_like(ids), first, torch.full((2, 5), 3), torch.zeros(2, 5, dtype=torch.int64))
    names = ["ids", "attention", "first", "shape", "edges"]
    axes = {name: {0: "b", 1: "t" if name in ("ids", "attention") else "n"} for name in names}
    axes |= {name: {0: "b", 1: "n"} for name in OUTPUTS}
    axes["arcs"][2] = "m"
    torch.onnx.export(
        module,
        example,
        str(path),
        input_names=names,
        output_names=OUTPUTS,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def _quantize(source: Path, target: Path) -> None:
    """8-bit weights for the encoder's layers, its word table and the wide layers of the heads; norms stay float."""
    nodes = onnx.load(source).graph.node
    chosen = [n.name for n in nodes if "/bert/" in n.name and n.op_type in ("MatMul", "Gather")]
    chosen += [f"/{name}/MatMul" for name in HEADS]
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
