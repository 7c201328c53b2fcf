"""Scores of a whole pipeline, text to Doc, with its own tokens and sentences, by spaCy's Scorer."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import Scorer, get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example

from tracker.language import create
from tracker.language.train import corpora
from tracker.language.train.corpora import OUTSIDE, Sentence

KINDS = ("PER", "ORG", "LOC")
KEYS = ("token_f", "sents_f", "tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las")


def documents(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences document by document."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and sentence.begins:
            yield group
            group = []
        group.append(sentence)
    yield group


def reference(nlp: Language, sentences: Sequence[Sentence], lemmas: Sequence[Sequence[str]] = ()) -> Doc:
    """A gold Doc of consecutive sentences; a layer that they lack stays unset."""
    words = [word for s in sentences for word in s.words]
    gaps = [gap if i or not n else 1 for n, s in enumerate(sentences) for i, gap in enumerate(s.gaps)]
    flat = {name: [v for s in sentences for v in getattr(s, name)] for name in ("tags", "pos", "feats", "relations")}
    heads, offset = [], 0
    for sentence in sentences:
        heads += [head - 1 + offset if head else i + offset for i, head in enumerate(sentence.heads)]
        offset += len(sentence.words)
    layers: dict[str, Any] = {"tags": flat["tags"], "pos": flat["pos"], "morphs": flat["feats"], "heads": heads}
    layers["deps"] = ["ROOT" if r == "root" else r for r in flat["relations"]]
    layers["lemmas"] = [lemma for sentence in lemmas for lemma in sentence]
    spaces = [bool(gap) for gap in [*gaps[1:], 0]]
    doc = Doc(nlp.vocab, words=words, spaces=spaces, **{name: values or None for name, values in layers.items()})
    doc.set_ents(list(_spans(doc, sentences)))
    return doc


def _spans(doc: Doc, sentences: Sequence[Sentence]) -> Iterator[Span]:
    """Gold names of one Doc."""
    labels = [label for s in sentences for label in (s.names or [OUTSIDE] * len(s.words))]
    for begin, end, kind in corpora.runs(labels):
        yield Span(doc, begin, end, kind)


def trees(nlp: Language, path: Path) -> dict[str, float]:
    """Percentages for tokens, sentences, tags, features, lemmas and attachment on a UD file, a document at a time."""
    groups = list(documents(corpora.ud(path)))
    lemmas = iter(corpora.lemmas(path))
    gold = [reference(nlp, group, [next(lemmas) for _ in group]) for group in groups]
    examples = [Example(doc, ref) for doc, ref in zip(nlp.pipe([ref.text for ref in gold]), gold, strict=True)]
    scorer = Scorer()
    scores = scorer.score_tokenization(examples) | scorer.score_spans(examples, "sents", getter=lambda d, _: d.sents)
    for attribute in ("tag", "pos", "morph", "lemma"):
        scores |= scorer.score_token_attr(examples, attribute, getter=_text(attribute))
    scores |= scorer.score_deps(examples, "dep", getter=_text("dep"), ignore_labels=("punct",))
    scores |= {f"all {key}": value for key, value in scorer.score_deps(examples, "dep", getter=_text("dep")).items()}
    return {key: 100 * scores[key] for key in (*KEYS, "all dep_uas", "all dep_las")}


def sentences(nlp: Language, path: Path) -> float:
    """F1 of sentences, per cent, on a UD file laid out as it is published: a blank line between paragraphs."""
    right, found, true = 0, 0, 0
    for group in documents(corpora.ud(path)):
        text, gold = _laid_out(group)
        got = {(span.start_char, span.start_char + len(span.text.rstrip())) for span in nlp(text).sents}
        right, found, true = right + len(got & gold), found + len(got), true + len(gold)
    return 200 * right / (found + true)


def _laid_out(group: Sequence[Sentence]) -> tuple[str, set[tuple[int, int]]]:
    """The text of a document in its paragraphs and where its sentences stand, in characters."""
    text, gold = "", set()
    for sentence in group:
        text += ("\n\n" if sentence.opens else " ") if text else ""
        begin = len(text)
        for index, (word, gap) in enumerate(zip(sentence.words, sentence.gaps, strict=True)):
            text += " " * (gap if index else 0) + word
        gold.add((begin, len(text)))
    return text, gold


def _text(attribute: str):  # type: ignore[no-untyped-def]
    """Reads an attribute of a token as text."""
    name = "morph" if attribute == "morph" else f"{attribute}_"
    return lambda token, _: str(getattr(token, name))


def names(nlp: Language, path: Path, text: Path | None = None) -> dict[str, float]:
    """Percentages for names over PER, ORG and LOC (others left out on both sides) on a file of Universal NER.

    `text` is the treebank with the same sentences: then running documents with their own spacing are read; without it,
    single sentences with a blank between all words.
    """
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if text is None:
        plain = [Sentence(words=r["tokens"], gaps=[0] + [1] * (len(r["tokens"]) - 1), names=r["tags"]) for r in rows]
        groups = [[sentence] for sentence in plain]
    else:
        tags = {tuple(row["tokens"]): row["tags"] for row in rows}
        joined = [
            Sentence(s.words, s.gaps, names=tags.get(tuple(s.words), []), begins=s.begins) for s in corpora.ud(text)
        ]
        groups = list(documents(joined))
    gold = [reference(nlp, group) for group in groups]
    examples = []
    for doc, ref in zip(nlp.pipe([ref.text for ref in gold]), gold, strict=True):
        doc.set_ents([ent for ent in doc.ents if ent.label_ in KINDS], default="outside")
        ref.set_ents([ent for ent in ref.ents if ent.label_ in KINDS], default="outside")
        examples.append(Example(doc, ref))
    scores = get_ner_prf(examples)
    kinds = {f"{kind} f": 100 * values["f"] for kind, values in scores["ents_per_type"].items()}
    return {"f": 100 * scores["ents_f"], "p": 100 * scores["ents_p"], "r": 100 * scores["ents_r"]} | kinds


def report(corpora_folder: Path, pipeline: str | None) -> Iterator[str]:
    """Lines of figures, in percent, for a pipeline by name or folder (None: the packaged one)."""
    nlp = spacy.util.load_model(pipeline) if pipeline else create()
    ewt, gum = (corpora_folder / "ud" / f"en_{name}-ud-test.conllu.xz" for name in ("ewt", "gum"))
    uner = corpora_folder / "ner" / "uner_ewt_test.jsonl.xz"
    for title, figures in (
        ("UD EWT test", trees(nlp, ewt)),
        ("UD GUM test", trees(nlp, gum)),
        ("names, Universal NER EWT test, single sentences", names(nlp, uner)),
        ("names, Universal NER EWT test, running documents", names(nlp, uner, ewt)),
    ):
        yield title + ": " + ", ".join(f"{key} {value:.1f}" for key, value in figures.items())
    for title, path in (("UD EWT test", ewt), ("UD GUM test", gum)):
        yield f"{title}: sentences F1 with its paragraphs as published {sentences(nlp, path):.1f}"
