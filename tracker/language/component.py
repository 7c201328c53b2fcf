"""The spaCy component `tracker_reader`: units in, annotated Docs out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.tokens import Doc
from spacy.util import minibatch
from spacy.vocab import Vocab

from tracker.language import lemmas, morphology, names, splitter, tree
from tracker.language.encoder import Answer, Encoder

MOST_PIECES = 200
"""Longest unit in word pieces; a longer sentence is read in parts."""

VECTOR = 384
ATTRIBUTES = [TAG, POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]
PASSIVE = ("nsubj:pass", "aux:pass", "csubj:pass")
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
    return Reader(nlp.vocab, Encoder(MODEL, threads))


class Reader:
    """Annotates Docs: tags, morphology, lemmas, trees, sentences, names and vectors (`doc.tensor`)."""

    def __init__(self, vocab: Vocab, encoder: Encoder) -> None:
        self._vocab = vocab
        self._encoder = encoder
        self._morphs: dict[str, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        self._annotate([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Annotates a stream, `batch_size` Docs at a time, their sentences sorted by length across Docs."""
        for batch in minibatch(docs, batch_size):
            group = list(batch)
            self._annotate(group)
            yield from group

    def _annotate(self, docs: Sequence[Doc]) -> None:
        """Reads the units of all `docs` in one go and writes what was read into them."""
        units = [self._units(doc) for doc in docs]
        words = [[docs[i][token].text for token in unit] for i, parts in enumerate(units) for unit in parts]
        answers = iter(self._encoder.read(words))
        for doc, parts in zip(docs, units, strict=True):
            self._write(doc, [(unit, next(answers)) for unit in parts])

    def _units(self, doc: Doc) -> list[list[int]]:
        """Sentences as lists of token indexes, blank tokens left out, none longer than MOST_PIECES."""
        begins = splitter.starts(doc)
        sentences: list[list[int]] = []
        for token in doc:
            if token.is_space:
                continue
            if begins[token.i] or not sentences:
                sentences.append([])
            sentences[-1].append(token.i)
        return [part for sentence in sentences for part in self._parts(doc, sentence)]

    def _parts(self, doc: Doc, sentence: list[int]) -> Iterator[list[int]]:
        """`sentence` whole, or in parts where it is too long for the encoder."""
        texts = [doc[i].text for i in sentence]
        lengths = [len(self._encoder.pieces.of(text)) for text in texts]
        cuts = splitter.bounded(lengths, texts, MOST_PIECES)
        for begin, end in zip(cuts, [*cuts[1:], len(sentence)], strict=True):
            yield sentence[begin:end]

    def _write(self, doc: Doc, parts: Sequence[tuple[list[int], Answer]]) -> None:
        """Sets every annotation of `doc` at once; offsets of heads are relative, as spaCy keeps them."""
        size = len(doc)
        if size == 0:
            return
        table = _Table(self._vocab, self._morphs, doc)
        tensor = np.zeros((size, VECTOR), dtype=np.float16)
        for unit, answer in parts:
            table.fill(unit, answer, self._encoder)
            tensor[unit] = answer.vectors
        doc.from_array(ATTRIBUTES, table.array())
        doc.tensor = tensor


class _Table:
    """The annotation of one Doc while it is put together, column by column."""

    def __init__(self, vocab: Vocab, morphs: dict[str, int], doc: Doc) -> None:
        self._vocab, self._morphs, self._doc = vocab, morphs, doc
        size = len(doc)
        strings = vocab.strings
        self._tag = np.full(size, strings.add("_SP"), dtype=np.uint64)
        self._pos = np.full(size, POS_IDS["SPACE"], dtype=np.uint64)
        self._morph = np.full(size, self._morph_of(""), dtype=np.uint64)
        self._lemma = np.array([token.orth for token in doc], dtype=np.uint64)
        self._dep = np.full(size, strings.add("dep"), dtype=np.uint64)
        self._head = np.full(size, -1, dtype=np.int64)
        self._iob = np.full(size, 2, dtype=np.uint64)
        self._kind = np.zeros(size, dtype=np.uint64)
        self._blank_lead()

    def _blank_lead(self) -> None:
        """Blank tokens hang on the token before; at the very start on the first word; alone, the first is the root."""
        lead = 0
        while lead < len(self._doc) and self._doc[lead].is_space:
            lead += 1
        if lead == len(self._doc):
            self._head[0] = 0
            self._dep[0] = self._vocab.strings.add("ROOT")
        else:
            self._head[:lead] = lead - np.arange(lead)

    def _morph_of(self, feats: str) -> int:
        """Hash of a feature string, remembered."""
        if feats not in self._morphs:
            self._morphs[feats] = self._vocab.morphology.add(feats)
        return self._morphs[feats]

    def fill(self, unit: list[int], answer: Answer, encoder: Encoder) -> None:
        """Writes the annotation of one unit."""
        add = self._vocab.strings.add
        heads = tree.decode(answer.arcs)
        relations = [encoder.relations[i] for i in answer.labels.tolist()]
        passive = {int(head) - 1 for head, rel in zip(heads, relations, strict=True) if rel in PASSIVE}
        for index, token in enumerate(unit):
            tag, pos = encoder.tags[answer.tags[index]], encoder.pos[answer.pos[index]]
            word = self._doc[token].text
            head, relation = int(heads[index]), relations[index]
            if head == 0:
                relation = "ROOT"
            elif relation == "root":
                relation = "parataxis"
            self._tag[token], self._pos[token] = add(tag), POS_IDS[pos]
            self._morph[token] = self._morph_of(morphology.features(tag, pos, word, index in passive))
            self._lemma[token] = add(lemmas.lemma(word, tag, pos))
            self._head[token] = unit[head - 1] - token if head else 0
            self._dep[token] = add(relation)
        for begin, end, kind in names.spans(answer.names, encoder.names):
            self._iob[unit[begin] : unit[end - 1] + 1] = 1
            self._iob[unit[begin]] = 3
            self._kind[unit[begin] : unit[end - 1] + 1] = add(kind)

    def array(self) -> np.ndarray[tuple[int, int], np.dtype[np.uint64]]:
        """[tokens, attributes] as Doc.from_array takes it."""
        columns = [self._tag, self._pos, self._morph, self._lemma, self._head.astype(np.uint64), self._dep]
        return np.stack([*columns, self._iob, self._kind], axis=1)
