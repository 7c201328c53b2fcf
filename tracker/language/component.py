"""The spaCy component `tracker_reader`: Docs in, annotated Docs out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IS_SPACE, LEMMA, MORPH, ORTH, POS, SPACY, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from tracker.language import events, fronted, headlines, lemmas, names, splitter, starts, tree
from tracker.language.encoder import Answer, Encoder, Unit
from tracker.language.passage import Part, passage_of
from tracker.language.words import Words

WINDOW = 128
"""Word pieces that a window is filled with, as far as sentence ends allow."""

MOST_PIECES = 200
"""Longest window; a sentence beyond it is read in parts."""

VECTOR = 384
ATTRIBUTES = [TAG, POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]
MODEL = Path(__file__).parent / "model"


@Language.factory(
    "tracker_reader",
    default_config={"threads": 1},
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.head",
        "token.dep",
        "doc.ents",
        "doc.sents",
    ],
    retokenizes=False,
)
def make_reader(nlp: Language, name: str, threads: int) -> Reader:
    """Factory of the component; `threads` is how many cores one run of the network may use."""
    look = starts.SecondLook(MODEL / "sentences.onnx", threads)
    return Reader(nlp.vocab, Encoder(MODEL, threads), look, events.EventNetwork(MODEL, threads))


class Reader:
    """Annotates Docs: tags, morphology, lemmas, trees, sentences, names, vectors (`doc.tensor`) and what words report
    (`doc.user_data`, see `events`)."""

    def __init__(self, vocab: Vocab, encoder: Encoder, look: starts.SecondLook, network: events.EventNetwork) -> None:
        self._encoder, self._look = encoder, look
        self._told = events.Whole(network, encoder.pieces)
        self.pieces = encoder.pieces
        self.last: list[Part] = []
        """The windows of the Doc read last: training goes on from them."""
        self._table = Table(vocab, encoder)

    def __call__(self, doc: Doc) -> Doc:
        marks = splitter.marks(doc)
        parts = self._settled(read(self._encoder, doc, marks), marks)
        self._table.write(doc, parts)
        self.last = parts
        if parts:
            doc.user_data[events.ANSWER] = self._told.of(len(doc), parts)
        return doc

    def _settled(self, parts: list[Part], marks: list[int]) -> list[Part]:
        """The windows with sentences by the second look; where it says otherwise, a window is read again."""
        if not parts:
            return parts
        text = scored(self._encoder, parts, marks)
        begins = self._look.starts(text)
        begins = fronted.joined(text.passage.words, begins, text.given)
        answer, offset = [], 0
        for tokens, unit, first in parts:
            own = begins[offset : offset + len(tokens)]
            offset += len(tokens)
            if (own == first.starts).all():
                answer.append((tokens, unit, first))
            else:
                unit = replace(unit, edges=np.where(own, 1, -1).tolist())
                answer.append((tokens, unit, self._encoder.read(unit)))
        return answer

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Annotates a stream, one Doc after the other: see `Encoder.read` for why nothing is batched."""
        for doc in docs:
            yield self(doc)


def read(encoder: Encoder, doc: Doc, marks: list[int]) -> list[Part]:
    """The windows of `doc`; `marks` are those of `splitter.marks`."""
    return [(tokens, unit, encoder.read(unit)) for tokens, unit in _windows(encoder, doc, marks)]


def _windows(encoder: Encoder, doc: Doc, marks: list[int]) -> Iterator[tuple[list[int], Unit]]:
    """Indexes of the tokens of each window (blank ones left out) and what the encoder reads of them."""
    texts = [token.text for token in doc]
    blank, parted = doc.to_array([IS_SPACE, SPACY]).astype(np.bool_).T
    tokens = np.flatnonzero(~blank).tolist()
    gaps = [1, *(blank | parted).astype(int).tolist()]
    lengths = [len(encoder.pieces.of(texts[i])) for i in tokens]
    cuts = splitter.windows([marks[i] for i in tokens], lengths, [texts[i] for i in tokens], WINDOW, MOST_PIECES)
    for begin, end in pairwise([*cuts, len(tokens)]):
        part = tokens[begin:end]
        edges = [int(marks[i] == splitter.SURE) for i in part]
        edges[0] = 1
        yield part, Unit([texts[i] for i in part], [gaps[i] for i in part], edges)


def scored(encoder: Encoder, parts: Sequence[Part], marks: Sequence[int]) -> starts.Scored:
    """The windows, at least one, put together again."""
    return starts.Scored(
        passage=passage_of(encoder.pieces, parts),
        marks=[marks[i] for tokens, _, _ in parts for i in tokens],
        scores=np.concatenate([got.scores for _, _, got in parts]),
        given=np.array([edge > 0 for _, unit, _ in parts for edge in unit.edges], np.bool_),
    )


class Table:
    """Writes answers into Docs, all attributes at once; ids of labels are translated to spaCy's once."""

    def __init__(self, vocab: Vocab, encoder: Encoder) -> None:
        add = vocab.strings.add
        self._add, self._encoder = add, encoder
        self._tags = np.array([add(tag) for tag in encoder.tags], dtype=np.uint64)
        self._pos = np.array([POS_IDS[pos] for pos in encoder.pos], dtype=np.uint64)
        self._feats = np.array([vocab.morphology.add(feats) for feats in encoder.feats], dtype=np.uint64)
        self._relations = np.array([add("ROOT" if r == "root" else r) for r in encoder.relations], dtype=np.uint64)
        self._kinds = {label[2:]: add(label[2:]) for label in encoder.names if label != "O"}
        self._blank = [add("_SP"), POS_IDS["SPACE"], vocab.morphology.add(""), 0, 0, add("dep"), 2, 0]
        self._root = add("ROOT")
        self._to = encoder.tags.index("TO")

    def write(self, doc: Doc, parts: Sequence[Part]) -> None:
        """Annotates `doc` from the answers to its windows; blank tokens hang on the token before them."""
        size = len(doc)
        if size == 0:
            return
        array = np.tile(np.array(self._blank, dtype=np.uint64), (size, 1))
        heads = np.full(size, -1, dtype=np.int64)
        tensor = np.zeros((size, VECTOR), dtype=np.float16)
        for tokens, unit, answer in parts:
            self._fill(array, heads, tokens, unit, answer)
            tensor[tokens] = answer.vectors
        self._name(array, parts)
        blank = doc.to_array(IS_SPACE).astype(np.bool_)
        array[blank, 3] = doc.to_array(ORTH)[blank]
        lead = int(np.argmin(blank)) if not blank.all() else 0
        heads[:lead] = lead - np.arange(lead)
        if blank.all():
            heads[0], array[0, 5] = 0, self._root
        array[:, 4] = heads.astype(np.uint64)
        annotation: Any = array
        doc.from_array(ATTRIBUTES, annotation)
        doc.tensor = tensor  # type: ignore[assignment]

    def _fill(self, array: Any, heads: Any, tokens: list[int], unit: Unit, answer: Answer) -> None:
        """Writes the rows of one window; heads are kept relative, as spaCy has them."""
        encoder = self._encoder
        places = np.array(tokens)
        found, relations = tree.window(answer.arcs, answer.heads, answer.relations, answer.starts)
        self._turn_headlines(found, relations, unit, answer)
        heads[places] = np.where(found > 0, places[found - 1] - places, 0)
        array[places, 0] = self._tags[answer.tags]
        array[places, 1] = self._pos[answer.pos]
        array[places, 2] = self._feats[answer.feats]
        array[places, 5] = np.where(found > 0, self._relations[relations], self._root)
        tags, pos = encoder.tags, encoder.pos
        array[places, 3] = [
            self._add(lemmas.lemma(word, tags[tag], pos[p]))
            for word, tag, p in zip(unit.words, answer.tags.tolist(), answer.pos.tolist(), strict=True)
        ]

    def _turn_headlines(self, found: Any, relations: Any, unit: Unit, answer: Answer) -> None:
        """Lets infinitives of headlines govern, sentence by sentence (see `headlines`)."""
        begins = [*np.flatnonzero(answer.starts).tolist(), len(found)]
        for begin, end in pairwise(begins):
            if unit.words[end - 1] == "." or not (answer.tags[begin:end] == self._to).any():
                continue
            local = [head - begin if head else 0 for head in found[begin:end].tolist()]
            named = [self._encoder.relations[i] for i in relations[begin:end].tolist()]
            tags = [self._encoder.tags[i] for i in answer.tags[begin:end].tolist()]
            if headlines.turned(local, named, tags, unit.words[begin:end]):
                found[begin:end] = [head + begin if head else 0 for head in local]
                relations[begin:end] = [self._encoder.relations.index(name) for name in named]

    def _name(self, array: Any, parts: Sequence[Part]) -> None:
        """Writes the names of the document, repaired over all its windows."""
        found, offset = [], 0
        words = Words([], [], [], [])
        tokens: list[int] = []
        for part, unit, answer in parts:
            found += [
                (b + offset, e + offset, kind)
                for b, e, kind in names.spans(answer.names, self._encoder.names, self._encoder.steps)
            ]
            offset += len(part)
            tokens += part
            words.text.extend(unit.words)
            words.gaps.extend(unit.gaps)
            words.tags.extend([self._encoder.tags[tag] for tag in answer.tags.tolist()])
            words.starts.extend(answer.starts.tolist())
        for begin, end, kind in names.repaired(found, words):
            rows = slice(tokens[begin], tokens[end - 1] + 1)
            array[rows, 6], array[rows, 7] = 1, self._kinds[kind]
            array[tokens[begin], 6] = 3
