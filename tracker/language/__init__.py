"""The packaged English pipeline: one small encoder, run without PyTorch, behind a spaCy component.

`create(threads)` gives a `spacy.blank("en")` with the component `tracker_reader`. Its Docs carry tag_ (Penn Treebank),
pos_ (universal), morph, lemma_, head and dep_ (Universal Dependencies; the root is "ROOT"), sentence starts, and ents
PER, ORG, LOC, NORP. Blank tokens hang on the token before them.

`doc.tensor` [tokens, 384] (float16, zeros for blank tokens) holds the encoder's hidden state of every token, for small
classifiers on top: `doc.tensor[i]` is token i, and no second run of the encoder is needed. The vectors belong to the
model: train such a head anew when the model changes.

    pieces      tokens → word pieces and shapes       splitter    sentence ends by punctuation and layout
    encoder     pieces → scores (onnxruntime)         tree        scores → heads
    starts      scores → sentences, read a second time where they leave doubt
    fronted     openings that are no sentence of their own
    headlines   infinitives that govern in headlines  titles      what is no part of a person's name
    names       scores → names                        lemmas      tag and word → lemma
    component   all of it, as a spaCy component       train/      how the model was made
    events      what words report, for the judge      thin/       how it was made thinner
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from spacy.lang.en import English
from spacy.tokens import Doc

from tracker.language import component

_HERE = Path(__file__).parent
_HALVES = re.compile("[\ud800-\udfff]")
__all__ = ["create", "version"]


class Reading(English):  # type: ignore[no-untyped-call]
    """spaCy's English that takes any text: halves of surrogate pairs, which UTF-8 does not know, are read as U+FFFD."""

    def make_doc(self, text: str) -> Doc:
        """Tokens of `text`."""
        return super().make_doc(_HALVES.sub("\ufffd", text))


def create(threads: int = 1) -> Reading:
    """A fresh pipeline with the packaged model; `threads` cores per run of the network."""
    nlp = Reading()
    nlp.max_length = 1 << 31
    nlp.add_pipe("tracker_reader", config={"threads": threads})
    return nlp


@cache
def version() -> str:
    """Short hash of the packaged model and of the rules around it, part of the coder's version."""
    digest = hashlib.sha256()
    packaged = [path for kind in ("onnx", "json", "npz") for path in component.MODEL.glob(f"*.{kind}")]
    for path in sorted([*packaged, *_HERE.glob("*.py")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
