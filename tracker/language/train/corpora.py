"""Reads the training corpora into one record: UD trees (CoNLL-U) and names (JSON lines), both xz-compressed."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import spacy

from tracker.language import titles

OUTSIDE = "O"
MASKED = "?"
"""A name label that tells nothing: the token takes no part in the loss."""

NO_SPACE_BEFORE = frozenset(
    {".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "n't", "'", "''", "'re", "'ve", "'ll", "'d"}
)
NO_SPACE_AFTER = frozenset({"(", "[", "$", "``", "#"})
DROPPED_FEATURES = ("Typo", "Abbr", "ExtPos", "Foreign", "NumForm", "Style")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One annotated sentence of n words. Empty lists stand for layers that the corpus does not have."""

    words: list[str]
    gaps: list[int]
    """1 where white space precedes the word."""
    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    """0 = root, i+1 = word i."""
    relations: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    norp: bool = False
    """Whether NORP is marked; if not, O means "O or NORP"."""
    begins: bool = False
    """Whether a document begins here."""
    opens: bool = False
    """Whether a paragraph of it begins here."""


def ud(path: Path, entities: bool = False) -> list[Sentence]:
    """Sentences of a CoNLL-U file; with `entities`, GUM's entity layer is read as names."""
    sentences = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for block in lines.read().split("\n\n"):
            if block.strip():
                sentences.append(_ud_sentence(block, entities))
    return sentences


def _ud_sentence(block: str, entities: bool) -> Sentence:
    """One block of a CoNLL-U file; empty nodes are left out, contractions read as their words."""
    rows, gaps = [], []
    glued, until, after = False, 0, False
    for line in block.split("\n"):
        if not line or line[0] == "#":
            continue
        row = line.split("\t")
        if "." in row[0]:
            continue
        if "-" in row[0]:
            until = int(row[0].split("-")[1])
            after = "SpaceAfter=No" in row[9]
            continue
        gaps.append(0 if glued else 1)
        glued = "SpaceAfter=No" in row[9] if int(row[0]) > until else (int(row[0]) < until or after)
        rows.append(row)
    return Sentence(
        words=[row[1] for row in rows],
        gaps=gaps,
        tags=[row[4] for row in rows],
        pos=[row[3] for row in rows],
        feats=[_features(row[5]) for row in rows],
        heads=[int(row[6]) for row in rows],
        relations=[row[7] for row in rows],
        names=_entities(rows) if entities else [],
        begins="# newdoc" in block,
        opens="# newpar" in block,
    )


def _features(text: str) -> str:
    """A feature string without what no rule asks for."""
    return "|".join(f for f in text.split("|") if f != "_" and not f.startswith(DROPPED_FEATURES))


KINDS = {"person": "PER", "place": "LOC", "organization": "ORG"}
CUTS = frozenset({",", "(", "[", "–", "—", ";", ":"})
LINKS = frozenset({"of", "the", "and", "for", "'s", "-", "in", "&", "de", "al", "bin"})


def _entities(rows: list[list[str]]) -> list[str]:
    """BIO labels from GUM's `Entity=` brackets: outermost names made of proper nouns; doubtful phrases are masked."""
    spans = sorted(_brackets(rows), key=lambda span: (span[0], -span[1]))
    labels = [OUTSIDE] * len(rows)
    reached = 0
    for begin, end, kind in spans:
        proper = [rows[i][3] == "PROPN" for i in range(begin, end)]
        if begin < reached or not any(proper):
            continue
        first, last = _core(rows, begin, end)
        whole = all(rows[i][3] == "PROPN" or rows[i][1].lower() in LINKS for i in range(first, last))
        if kind == "PER" and rows[last - 1][4] == "NNPS":
            whole = False
        if whole and first < last:
            if kind == "PER":
                first += titles.length([rows[i][1] for i in range(first, last)])
            if kind and first < last:
                labels[first:last] = [f"B-{kind}"] + [f"I-{kind}"] * (last - first - 1)
            reached = end
        elif kind and rows[_head(rows, begin, end)][3] == "PROPN":
            labels[begin:end] = [MASKED if rows[i][3] == "PROPN" else OUTSIDE for i in range(begin, end)]
    return labels


def _brackets(rows: list[list[str]]) -> Iterator[tuple[int, int, str | None]]:
    """Entity phrases (begin, end, PER | LOC | ORG | None for other things)."""
    opened: dict[str, list[tuple[int, str]]] = {}
    for index, row in enumerate(rows):
        found = re.search(r"Entity=([^|]*)", row[9])
        for start, body, alone, closed in re.findall(r"(\()([^()]+)(\))?|([^()]+)\)", found[1] if found else ""):
            if start:
                key, kind = body.split("-")[:2]
                if alone:
                    yield index, index + 1, KINDS.get(kind)
                else:
                    opened.setdefault(key, []).append((index, kind))
            elif opened.get(closed):
                begin, kind = opened[closed].pop()
                yield begin, index + 1, KINDS.get(kind)


def _core(rows: list[list[str]], begin: int, end: int) -> tuple[int, int]:
    """The phrase without its article, its genitive mark and what follows a comma or bracket."""
    if rows[begin][3] in ("DET", "PUNCT"):
        begin += 1
    end = next((i for i in range(begin + 1, end) if rows[i][1] in CUTS), end)
    if end > begin and rows[end - 1][4] in ("POS", "''", "-RRB-"):
        end -= 1
    return begin, end


def _head(rows: list[list[str]], begin: int, end: int) -> int:
    """Index of the word in the phrase whose head lies outside."""
    return next((i for i in range(begin, end) if not begin < int(rows[i][6]) <= end), begin)


@cache
def _tokenizer() -> spacy.language.Language:
    return spacy.blank("en")


def names(path: Path) -> list[Sentence]:
    """Sentences of a name corpus with its labels mapped to PER, ORG, LOC, NORP; the corpus is told by its file name."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    corpus = path.name.split("_")[0].split(".")[0]
    if corpus == "gmb":
        return [_sentence(row["tokens"], labels, norp=True) for row, labels in _gmb(rows)]
    mapping = CROSSNER if corpus == "crossner" else WIKIGOLD if corpus == "wikigold" else UNER
    return [_sentence(row["tokens"], _mapped(row["tokens"], row["tags"], mapping)) for row in rows]


UNER = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
WIKIGOLD = UNER | {"MISC": OUTSIDE}
CROSSNER = {
    "person": "PER", "politician": "PER", "organisation": "ORG", "politicalparty": "ORG", "location": "LOC",
    "country": "LOC", "misc": OUTSIDE, "event": MASKED, "election": MASKED,
}  # fmt: skip


def _mapped(words: list[str], tags: list[str], mapping: dict[str, str]) -> list[str]:
    """BIO labels under `mapping`, titles cut from names of people. Reads IOB1 (wikigold) as well."""
    labels, begin = [OUTSIDE] * len(words), 0
    while begin < len(words):
        kind, end = tags[begin][2:], begin + 1
        while end < len(words) and tags[end] == f"I-{kind}":
            end += 1
        _label(labels, words, begin, end, mapping.get(kind, OUTSIDE))
        begin = end if kind else begin + 1
    return labels


def _label(labels: list[str], words: list[str], begin: int, end: int, kind: str) -> None:
    """Writes one name into `labels`."""
    if kind == MASKED:
        labels[begin:end] = [MASKED] * (end - begin)
    elif kind != OUTSIDE:
        if kind == "PER":
            begin += titles.length(words[begin:end])
        if begin < end:
            labels[begin:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - begin - 1)


def _gmb(rows: list[dict[str, list[str]]]) -> Iterator[tuple[dict[str, list[str]], list[str]]]:
    """GMB's rows with one convention: nationalities apart from countries, no titles, acting countries LOC."""
    votes: dict[str, Counter[str]] = {}
    for row in rows:
        for begin, end, kind in runs(row["tags"]):
            text = " ".join(row["tokens"][begin:end])
            adjective = row["pos"][begin] in ("JJ", "NNS", "NNPS") or row["pos"][end - 1] == "NNS"
            vote = ("NORP" if adjective else "LOC") if kind == "gpe" else kind
            votes.setdefault(text, Counter())[vote] += 1
    for row in rows:
        labels = [OUTSIDE] * len(row["tokens"])
        for begin, end, kind in runs(row["tags"]):
            text = " ".join(row["tokens"][begin:end])
            people = all(word.lower() in PEOPLES for word in row["tokens"][begin:end])
            _label(labels, row["tokens"], begin, end, "NORP" if people else _gmb_kind(kind, votes[text]))
        yield row, labels


PEOPLES = frozenset(
    {"sunni", "sunnis", "shi'ite", "shi'ites", "shiite", "shiites", "kurdish", "kurd", "kurds", "arab", "arabs",
     "muslim",
     "muslims", "christian", "christians", "jewish", "jew", "jews", "islamic", "hindu", "hindus", "islamist",
     "islamists",
     "republican", "republicans", "democrat", "democrats", "democratic", "communist", "maoist", "maoists", "tamil"}
)  # fmt: skip


def _gmb_kind(kind: str, votes: Counter[str]) -> str:
    """Our label for a GMB name: by the corpus's majority for its words."""
    place = votes["LOC"] + votes["geo"]
    if kind == "gpe" or (kind in ("geo", "org") and votes["NORP"] > place + votes["org"]):
        return "NORP" if votes["NORP"] >= place else "LOC"
    if kind == "org" and place > 2 * votes["org"]:
        return "LOC"
    return {"geo": "LOC", "org": "ORG", "per": "PER"}.get(kind, OUTSIDE)


def runs(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Names (begin, end, kind) of a BIO sequence."""
    begin = 0
    while begin < len(tags):
        end = begin + 1
        if tags[begin] != OUTSIDE:
            kind = tags[begin][2:]
            while end < len(tags) and tags[end] == f"I-{kind}":
                end += 1
            yield begin, end, kind
        begin = end


def _sentence(words: list[str], labels: list[str], norp: bool = False) -> Sentence:
    """A name sentence cut into the pipeline's own tokens, with likely spacing."""
    tokens: list[str] = []
    gaps: list[int] = []
    cut: list[str] = []
    glue, quoted = True, False
    for word, label in zip(words, labels, strict=True):
        space = not (glue or word in NO_SPACE_BEFORE)
        glue = word in NO_SPACE_AFTER
        if word == '"':
            space, glue, quoted = (False, False, False) if quoted else (True, True, True)
        parts = [token.text for token in _tokenizer()(word)] or [word]
        tokens += parts
        gaps += [int(space)] + [0] * (len(parts) - 1)
        rest = label.replace("B-", "I-") if label.startswith("B-") else label
        cut += [label] + [rest] * (len(parts) - 1)
    return Sentence(words=tokens, gaps=gaps, names=cut, norp=norp)


def renamed(sentence: Sentence, words: list[str], begin: int, end: int) -> Sentence:
    """`sentence` (names only) with the name at begin:end replaced by the words of another."""
    tokens = [token.text for word in words for token in _tokenizer()(word)]
    gaps = [int(i == 0) for word in words for i, _ in enumerate(_tokenizer()(word))]
    gaps[0] = sentence.gaps[begin]
    labels = ["B-PER"] + ["I-PER"] * (len(tokens) - 1)
    return replace(
        sentence,
        words=sentence.words[:begin] + tokens + sentence.words[end:],
        gaps=sentence.gaps[:begin] + gaps + sentence.gaps[end:],
        names=sentence.names[:begin] + labels + sentence.names[end:],
    )


def lemmas(path: Path) -> list[list[str]]:
    """Gold lemmas of a CoNLL-U file, sentence by sentence."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        blocks = [block for block in lines.read().split("\n\n") if block.strip()]
    rows = [[line.split("\t") for line in block.split("\n") if line[:1].isdigit()] for block in blocks]
    return [[row[2] for row in block if row[0].isdigit()] for block in rows]
