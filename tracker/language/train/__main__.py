"""Makes and scores the packaged model; CARD.md beside it tells the order."""

from __future__ import annotations

import argparse
import logging
import os
import tomllib
from pathlib import Path


def main() -> None:
    """`lemmas CORPORA` | `train CORPORA OUTPUT` | `export CHECKPOINT… MODEL` | `evaluate CORPORA`"""
    # Kernels are kept per shape: an unbounded cache of them grew to many gigabytes.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "256")
    arguments = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if arguments.command == "lemmas":
        from tracker.language import lemmas
        from tracker.language.train import lemma_table

        trees = tomllib.loads(arguments.config.read_text(encoding="utf-8"))["data"]["trees"]
        lemma_table.write([arguments.corpora / name for name in trees], lemmas.TABLE)
    elif arguments.command == "train":
        from tracker.language.train import loop

        config = loop.settings(arguments.config, arguments.part)
        loop.train(config, arguments.corpora, arguments.output, arguments.resume, arguments.phase)
    elif arguments.command == "export":
        from tracker.language.train import export, loop

        config = loop.settings(arguments.config, arguments.part)
        labels = arguments.checkpoint[0].parent / "labels.json"
        write = export.sentences if arguments.part else export.export
        write(config, labels, arguments.checkpoint, arguments.model)
    else:
        from tracker.language.train import evaluate

        for line in evaluate.report(arguments.corpora, arguments.pipeline):
            print(line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tracker.language.train", description=__doc__)
    parser.add_argument("--config", type=Path, default=Path(__file__).parent / "config.toml")
    commands = parser.add_subparsers(dest="command", required=True)
    table = commands.add_parser("lemmas", help="write the packaged lemma table")
    table.add_argument("corpora", type=Path)
    training = commands.add_parser("train", help="train on the corpora, a checkpoint per epoch")
    training.add_argument("corpora", type=Path)
    training.add_argument("output", type=Path)
    training.add_argument("--resume", type=Path, help="checkpoint to begin with")
    training.add_argument("--part", choices=["sentences"], help="train the second look at sentence starts")
    training.add_argument("--phase", type=int, default=1, help="phase of the configuration to begin with")
    exporting = commands.add_parser("export", help="write the mean of checkpoints as the packaged model")
    exporting.add_argument("checkpoint", type=Path, nargs="+")
    exporting.add_argument("model", type=Path)
    exporting.add_argument("--part", choices=["sentences"], help="write the second look at sentence starts")
    scoring = commands.add_parser("evaluate", help="score a pipeline on the test sets")
    scoring.add_argument("corpora", type=Path)
    scoring.add_argument("--pipeline", help="another pipeline than the packaged one, by name or folder")
    return parser


if __name__ == "__main__":
    main()
