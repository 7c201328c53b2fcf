"""Reads events marked in sentences of open corpora (marked/*.txt): real news.

The sentences stay in the corpora, whose text is not ours. Here they go by their number, and a trigger by the numbers of
its words as the pipeline cuts them, both from 0.

    ner/gmb_partial.jsonl.xz

    == 12-19 | 2006-07
    protest | happened | GBR > USA | 12:3 13:8-9

The first line names the corpus. A line after `==` (first and last sentence of a document, the month of its
publication as far as the text lets it be guessed) is an event: kind, status, countries of actors > of recipients, and
its triggers, each of one word or several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tracker.language.judge.annotated import Article, Event, Told, codes
from tracker.language.train import corpora
from tracker.language.train.corpora import Sentence

FOLDER = Path(__file__).parent / "marked"
_HEAD = re.compile(r"(\d+)-(\d+) \| (\d{4})-(\d\d)")
_TRIGGER = re.compile(r"(\d+):(\d+)(?:-(\d+))?$")


def read(path: Path, folder: Path) -> Iterator[Article]:
    """The documents of a file, their sentences read from the corpora in `folder`; raises ValueError for a line that
    cannot be read and IndexError for a sentence or a word that the corpus does not have."""
    first, *blocks = re.split(r"(?m)^== ", path.read_text(encoding="utf-8"))
    source = folder / first.strip()
    sentences = corpora.ud(source) if ".conllu" in source.name else corpora.names(source)
    for block in blocks:
        head, *lines = (line for line in block.splitlines() if line.strip())
        found = _HEAD.match(head)
        if found is None:
            raise ValueError(f"{path.name}: not the head of a document: {head!r}")
        begin, end, year, month = map(int, found.groups())
        body, spans = put_together(sentences[begin : end + 1])
        events = tuple(_event(line, begin, spans) for line in lines)
        yield Article(date(year, month, 15), "", body, events)


def put_together(sentences: Sequence[Sentence]) -> tuple[str, list[list[tuple[int, int]]]]:
    """The sentences as running text, and where each word of each begins and ends in it."""
    text, spans = "", []
    for sentence in sentences:
        own = []
        for number, (word, gap) in enumerate(zip(sentence.words, sentence.gaps, strict=True)):
            text += " " if text and (gap or not number) else ""
            own.append((len(text), len(text) + len(word)))
            text += word
        spans.append(own)
    return text.replace("~", " "), spans


def _event(line: str, begin: int, spans: Sequence[Sequence[tuple[int, int]]]) -> Event:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 4:
        raise ValueError(f"an event has four fields: {line!r}")
    kind, status, sides, triggers = parts
    actors, _, recipients = sides.partition(">")
    told = tuple(_told(trigger, begin, spans) for trigger in triggers.split())
    return Event(kind, status, codes(actors), codes(recipients), None, told)


def _told(trigger: str, begin: int, spans: Sequence[Sequence[tuple[int, int]]]) -> Told:
    found = _TRIGGER.match(trigger)
    if found is None:
        raise ValueError(f"a trigger is a sentence and its word or words (12:3, 13:8-9): {trigger!r}")
    sentence, first, last = int(found[1]), int(found[2]), int(found[3] or found[2])
    words = spans[sentence - begin]
    return Told(False, words[first][0], words[last][1])
