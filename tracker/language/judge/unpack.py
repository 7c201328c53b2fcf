"""A packaged judge as a network again, to train on: what `export` packs, unpacked. Needs the extra [train]."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch

from tracker.language.judge.export import tables_of
from tracker.language.judge.network import Network
from tracker.language.train.unpack import fit, weights

_UNUSED = "bert.embeddings.word_embeddings.weight"
"""The encoder's word table stands in its place."""


def unpack(folder: Path, network: Network) -> None:
    """Puts the weights of the judge in `folder` into `network`, which takes on its sizes; raises KeyError where one is
    missing."""
    state = weights(onnx.load(folder / "events.onnx"))
    fit(network.bert, state)
    tables = tables_of(network)
    found = network.load_state_dict(state, strict=False)
    packed_apart = {part.data_ptr() for part in tables.values()}
    own = network.state_dict()
    missing = [name for name in found.missing_keys if name != _UNUSED and own[name].data_ptr() not in packed_apart]
    if missing:
        raise KeyError(f"{folder / 'events.onnx'} has no {', '.join(missing)}")
    packed = np.load(folder / "sides.npz")
    with torch.no_grad():
        for name, part in tables.items():
            part.copy_(torch.from_numpy(packed[name]))
