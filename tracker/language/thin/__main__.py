"""Makes the packaged networks thinner: `encoder WHOLE CORPORA OUTPUT`, then `judge WHOLE CORPORA OUTPUT`.

WHOLE is a folder with the packaged model as it was trained. `encoder` writes thin.pt and labels.json into OUTPUT for
`tracker.language.train export`; `judge` reads with the packaged encoder, thin by then, and writes judge.pt for
`tracker.language.judge.export`.
"""

from __future__ import annotations

import argparse
import logging
import os
import tomllib
from pathlib import Path

_LANGUAGE = Path(__file__).parents[1]


def main() -> None:
    """Trains by the configuration files of both networks."""
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "256")
    parser = argparse.ArgumentParser(prog="python -m tracker.language.thin", description=__doc__)
    parser.add_argument("network", choices=["encoder", "judge"])
    for name in ("whole", "corpora", "output"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given.output.mkdir(parents=True, exist_ok=True)
    import torch

    from tracker.language.thin import encoder, judge

    folder = "train" if given.network == "encoder" else "judge"
    config = tomllib.loads((_LANGUAGE / folder / "config.toml").read_text(encoding="utf-8"))
    torch.manual_seed(config["seed"])
    torch.set_num_threads(config["threads"])
    thin = encoder.thin if given.network == "encoder" else judge.thin
    thin(config, given.whole, given.corpora, given.output)


if __name__ == "__main__":
    main()
