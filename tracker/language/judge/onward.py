"""Goes on training the packaged judge when articles have been added.

`python -m tracker.language.judge.onward CORPORA OUTPUT`, with the extra [train]. Every epoch reads all the articles
that are new (`newest` in config.toml) and some of those that it knows, so that it forgets nothing; what it was and
what it has become are averaged, for each knows what the other does not (Wortsman et al. 2022, "Model soups"). Writes
judge.pt into OUTPUT. As config.toml stands it takes half an hour on two cores that multiply in 16 bits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from tracker.language.judge import compose
from tracker.language.judge.examples import Maker, Text, everything, held_out
from tracker.language.judge.network import Network
from tracker.language.judge.train import ENCODER, Data, Window, drawn, finish, learn, started, windows_of
from tracker.language.judge.unpack import unpack
from tracker.language.train import graph


def go_on(config: dict[str, Any], new: list[Text], data: Data, output: Path) -> None:
    """Trains the packaged judge on `new` texts and some of the others."""
    torch.manual_seed(config["seed"])
    network = Network(config["model"], graph.scale_of(onnx.load(ENCODER)))
    unpack(ENCODER.parent, network)
    settings = config["training"] | config["onward"]

    def epoch(chance: np.random.Generator) -> Iterator[list[Window]]:
        known = drawn(data.articles, settings["others"], chance)
        return windows_of([*new, *known, *drawn(data.composed, settings["sentences"], chance)], settings, chance)

    before = {name: value.clone() for name, value in network.state_dict().items()}
    mean = learn(network, epoch, settings, config, output)
    mean.load_state_dict({n: value.lerp(before[n], 1 - settings["share"]) for n, value in mean.state_dict().items()})
    finish(mean, Data([*data.articles, *new], data.composed, data.held_out), config, output)


def _examples(corpora: Path, newest: Collection[str]) -> tuple[list[Text], Data]:
    """The texts of the files that are new, and everything else."""
    maker = Maker()
    new: list[Text] = []
    known: list[Text] = []
    judging: list[Text] = []
    for file, article in everything(corpora):
        kept = judging if held_out(article) else new if file in newest else known
        kept += maker.article(article)
    return new, Data(known, [maker.sentence(sentence) for sentence in compose.everything()], judging)


def main() -> None:
    """Trains by config.toml."""
    config, corpora, output = started(__doc__)
    go_on(config, *_examples(corpora, config["onward"]["newest"]), output)


if __name__ == "__main__":
    main()
