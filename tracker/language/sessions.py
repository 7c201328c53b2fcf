"""Packaged graphs made ready to run: onnxruntime's options, and whether this processor adds bytes exactly."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

# joined, a sum and the norm after it run in a kernel without vectors: a tenth of the whole run slower than apart
_SLOWER = ["SkipLayerNormFusion"]
_EXACT = "session.x64quantprecision"
"""Option that turns signed weights into unsigned ones, whose sums do not overflow
(onnxruntime_session_options_config_keys.h)."""
_PROBE = Path(__file__).parent / "model" / "overflow.onnx"
"""A product of bytes whose right answer is known: the widest unsigned by the widest signed ones."""
ROWS, WIDTH = 8, 64
LEFT, RIGHT = 255, 127


def session(path: Path, threads: int) -> Any:
    """A packaged graph made ready to run on `threads` cores.

    Processors without VNNI add products of 8 bits in 16 bits, which overflow: trees would differ from machine to
    machine. There the weights are made unsigned; elsewhere that would take twice as long for the same answers.
    """
    return _session(path, threads, exact=overflows())


@cache
def overflows() -> bool:
    """Whether this processor's sums of signed bytes overflow."""
    (sums,) = _session(_PROBE, 1, exact=False).run(None, {"left": np.full((ROWS, WIDTH), LEFT, np.uint8)})
    return bool((sums != LEFT * RIGHT * WIDTH).any())


def _session(path: Path, threads: int, *, exact: bool) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # The arena spares faulting in pages anew for every window and stays within what the longest window needs;
    # patterns would keep memory for each length, and lengths differ all the time.
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    if exact:
        options.add_session_config_entry(_EXACT, "1")
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )
