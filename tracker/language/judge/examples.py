"""Annotated articles and composed sentences as examples: what the network reads of words and is to say of them.

An article is read by the coder itself, so that a word stands for the same actors in training and in use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from tracker import language
from tracker.extract import reading
from tracker.extract.judge import ANSWER
from tracker.extract.judge import MODES as MODES_OF
from tracker.extract.judge_sides import ABSENT, TABLES, Tables
from tracker.extract.parsed import make_tree
from tracker.extract.standing import Salience, offers
from tracker.extract.syntax import Tree
from tracker.extract.text import prepare
from tracker.knowledge import load_knowledge
from tracker.language.judge import annotated, compose, marked
from tracker.language.passage import Part, passage_of
from tracker.model import ArticleInput, EventType, Status

IGNORED = -100
NONE = compose.NONE
KINDS = [NONE, *sorted(set(compose.KINDS) - {NONE, "statement"})]
STATUSES = [status.value for status in Status]
TYPES = [NONE, *(kind.value for kind in EventType)]
MODES = sorted({mode for modes in MODES_OF.values() for mode in modes} | {""})
MUTUAL = frozenset("meeting call agreement clash joint_exercise cooperation".split())
"""Kinds whose sides all act."""
Ids = NDArray[np.int64]
Marks = dict[int, tuple[annotated.Event, tuple[str, str | None]]]
"""Events by the token of their trigger, with PLOVER type and mode (None where unknown)."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A trigger whose sides are known: word `trigger` of its text, and who may be a side: word (ABSENT for countries
    not named nearby), rows of paths, flags and hints [m, 4], and countries [m]."""

    trigger: int
    offers: Ids
    countries: tuple[str, ...]
    actors: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """The n words of a text, without blanks, as the packaged network reads them, and what each reports.

    `labels` [n, 4]: kind (0 where it reports nothing), type, mode and status; IGNORED where none is or it is unknown.
    """

    rows: tuple[NDArray[np.uint8], ...]
    """[pieces, 384] of each word: rows of the word table."""
    ends: tuple[NDArray[np.uint8], NDArray[np.uint8]]
    """[1, 384] each: the rows of the marks at the beginning and the end of a window."""
    shapes: Ids
    vectors: NDArray[np.float16]
    """[n, 384] the encoder's states at the top."""
    sentences: Ids
    """[n] the number of each word's sentence."""
    labels: Ids
    sides: tuple[Sides, ...]


class Maker:
    """Makes examples; loads pipeline and knowledge once."""

    def __init__(self) -> None:
        self._nlp = language.create()
        self._reader: Any = self._nlp.get_pipe("tracker_reader")
        nothing = {name: np.zeros((1, 1), np.float32) for name in TABLES}
        self._knowledge = replace(load_knowledge(judge=False), tables=Tables.from_arrays(nothing))

    def article(self, article: annotated.Article) -> list[Text]:
        """An article's title if an event is marked there (else it is not known whether one is told), and its body.

        The coder reads the body with the annotated triggers as its own, so that the rules' sides of each are known.
        """
        prepared, title = prepare(article.body), article.title.strip() and article.title
        parsed = [self._parsed(words) for words in (title, prepared.text) if words]
        trees = [make_tree(doc) for doc, _ in parsed]
        marked = [_marked(article, tree, in_title=tree is not trees[-1]) for tree in trees]
        for (doc, _), marks in zip(parsed, marked, strict=True):
            doc.user_data[ANSWER] = _told(len(doc), {token: event for token, (event, _) in marks.items()})
        given = ArticleInput("", article.body, article.title, article.day)
        reads = reading.read(given, prepared, parsed[0][0] if title else None, parsed[-1][0], self._knowledge)
        salience = reading.salience_in(reads)
        titles = [self._text(parsed[0][1], trees[0], marked[0])] if title and marked[0] else []
        return [*titles, self._text(parsed[-1][1], trees[-1], marked[-1], reads[-1], salience)]

    def sentence(self, sentence: compose.Sentence) -> Text:
        """A composed sentence, without sides."""
        doc, parts = self._parsed(sentence.text)
        tree = make_tree(doc)
        marks: Marks = {}
        for trigger in sentence.triggers:
            token, label = head_of(tree, trigger.start, trigger.end), trigger.label
            if label.kind in KINDS[1:] and token is not None:
                event = annotated.Event(label.kind, label.status, frozenset(), frozenset(), None, ())
                marks[token] = event, (label.type, label.mode)
        return self._text(parts, tree, marks)

    def _parsed(self, text: str) -> tuple[Doc, list[Part]]:
        doc = self._nlp(text)
        return doc, self._reader.last

    def _text(
        self,
        parts: Sequence[Part],
        tree: Tree,
        marks: Marks,
        read: reading.Read | None = None,
        salience: Salience | None = None,
    ) -> Text:
        tokens = [token for own, _, _ in parts for token in own]
        at = {token: n for n, token in enumerate(tokens)}
        labels = np.full((len(tokens), 4), IGNORED)
        labels[:, :2] = 0
        sides = []
        for token, (event, (type_, mode)) in marks.items():
            labels[at[token]] = (
                KINDS.index(event.kind),
                TYPES.index(type_),
                IGNORED if mode is None else MODES.index(mode),
                STATUSES.index(event.status),
            )
            if read is not None and salience is not None and event.actors | event.recipients:
                sides.append(_sides(read, salience, token, event, at))
        passage = passage_of(self._reader.pieces, parts)
        return Text(
            tuple(passage.of(word) for word in range(len(tokens))),
            (passage.rows[:1], passage.rows[-1:]),
            passage.shapes(0, len(tokens)),
            np.concatenate([answer.vectors for _, _, answer in parts]),
            np.array([tree.sentence_of[token] for token in tokens]),
            labels,
            tuple(sides),
        )


def _marked(article: annotated.Article, tree: Tree, *, in_title: bool) -> Marks:
    """The events that an article's title or its body tells."""
    return {
        token: (event, (compose.label(event.kind, None, None, event.status).type, None))
        for event in article.events
        for told in event.told
        if told.in_title == in_title and (token := head_of(tree, told.start, told.end)) is not None
    }


def _told(size: int, events: Mapping[int, annotated.Event]) -> dict[str, object]:
    """An answer of the network that is sure of these events at these tokens and of nothing else."""
    labels = {"kinds": KINDS, "types": TYPES, "modes": MODES, "statuses": STATUSES}
    chances = {name: np.zeros((size, len(known)), np.float32) for name, known in labels.items()}
    for token, event in events.items():
        chances["kinds"][token, KINDS.index(event.kind)] = 1.0
        chances["statuses"][token, STATUSES.index(event.status)] = 1.0
    nothing = np.zeros((size, 1), np.float32)
    return {**chances, "labels": labels, "actions": nothing, "mentions": nothing}


def _sides(
    read: reading.Read, salience: Salience, trigger: int, event: annotated.Event, at: Mapping[int, int]
) -> Sides:
    drafts = [d for d in read.drafts if trigger in (d.token, d.cand.verb)]
    drafts.sort(key=lambda d: (d.kind != event.kind, d.token != trigger))
    known = drafts[0].sides if drafts else None
    rows = [
        ((at.get(o.token, ABSENT), o.path, o.flag, o.hint), actor.country or "")
        for o, actor in offers(read.tree, trigger, known, read.stood, salience)
    ]
    actors, recipients = event.actors, event.recipients
    if event.kind in MUTUAL:
        actors, recipients = actors | recipients, frozenset()
    table = np.array([row for row, _ in rows], np.int64).reshape(-1, 4)
    return Sides(at[trigger], table, tuple(land for _, land in rows), actors, recipients)


def head_of(tree: Tree, start: int, end: int) -> int | None:
    """The head of the words between two offsets; None where there are none."""
    inside = [
        i
        for i in range(len(tree))
        if tree.starts[i] < end and tree.ends[i] > start and tree.pos[i] not in ("SPACE", "PUNCT")
    ]
    return next((i for i in inside if tree.heads[i] not in inside), inside[0] if inside else None)


def articles() -> Iterator[annotated.Article]:
    """The annotated articles that were written for this, in a fixed order."""
    return (article for file in sorted(annotated.FOLDER.glob("*.txt")) for article in annotated.read(file))


def everything(corpora: Path) -> Iterator[tuple[str, annotated.Article]]:
    """These and the documents marked in the open corpora that lie in `corpora`, each with the name of its file."""
    for file in sorted(annotated.FOLDER.glob("*.txt")):
        yield from ((file.name, article) for article in annotated.read(file))
    for file in sorted(marked.FOLDER.glob("*.txt")):
        yield from ((file.name, article) for article in marked.read(file, corpora))


def held_out(article: annotated.Article) -> bool:
    """Whether an article judges instead of training: one in eight, by its headline, or how it begins if it has none."""
    return crc32((article.title or article.body[:80]).encode()) % 8 == 0
