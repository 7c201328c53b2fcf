"""What the judge looks at: hashed words, relations and signs around a token of a parsed sentence.

Pure functions of a spaCy Doc. Training and use both go through here, so that they cannot differ. The encoder's share is
its reading (lemmas, tags, trees, names). Its hidden states were tried beside the words and made types worse on texts of
other sources (the judge's card has the figures): made for trees, they tell more of syntax than of what a verb means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from spacy.tokens import Doc

BUCKETS = 1 << 14
"""Rows of the table of hashed features."""

_WEIGHTS = {
    "l": 1.0, "lp": 0.7, "pre": 0.5, "b": 0.2, "s": 0.1, "sees": 0.1, "depth": 0.15, "w-1": 0.3, "w+1": 0.25,
    "aux": 0.8, "over-aux": 0.8, "over-mark": 0.6, "chance": 0.7, "denial": 0.7, "report": 0.7, "up0": 0.6, "over": 0.5,
}  # fmt: skip
_USUAL = 0.35
"""How loudly a group of features speaks: the word itself most, words elsewhere in the sentence least."""

_CHAIN = 3
_NAMES = frozenset(("PROPN", "NUM", "PUNCT", "SYM", "SPACE", "DET"))
_CLAUSES = frozenset(("ROOT", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "conj"))
_INNER = frozenset(("ccomp", "advcl", "acl:relcl", "parataxis"))
_CHANCE = frozenset("if unless whether would could may might should will can must".split())
_DENIAL = frozenset("not n't no never deny denied denial fail without neither nor".split())
_REPORT = frozenset("allegedly reportedly allege claim accuse accusation suspect".split())


@dataclass(frozen=True, slots=True)
class View:
    """A Doc as lists, one item for each token: reading attributes of spaCy's tokens again and again is slow."""

    lower: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    deps: list[str]
    kinds: list[str]
    heads: list[int]
    children: list[list[int]]
    sentences: list[range]
    """The sentence of each token."""


def view(doc: Doc) -> View:
    """The view of a Doc, made once and kept with it."""
    found: View | None = doc.user_data.get("judge_view")
    if found is None:
        found = doc.user_data["judge_view"] = _view(doc)
    return found


def _view(doc: Doc) -> View:
    made = View([], [], [], [], [], [], [], [[] for _ in range(len(doc))], [])
    for token in doc:
        made.lower.append(token.lower_)
        made.lemmas.append(token.lemma_.lower())
        made.pos.append(token.pos_)
        made.tags.append(token.tag_)
        made.deps.append(token.dep_)
        made.kinds.append(token.ent_type_)
        made.heads.append(token.head.i)
    for i, head in enumerate(made.heads):
        if head != i:
            made.children[head].append(i)
    for sentence in doc.sents:
        made.sentences.extend([range(sentence.start, sentence.end)] * (sentence.end - sentence.start))
    return made


def sparse(doc: Doc, index: int) -> tuple[list[int], list[float]]:
    """Buckets of the token's features, each once, and their weights."""
    found: dict[int, float] = {}
    for name in names(doc, index):
        bucket, weight = _filed(name)
        if weight > found.get(bucket, 0.0):
            found[bucket] = weight
    return list(found), list(found.values())


@lru_cache(maxsize=1 << 16)
def _filed(name: str) -> tuple[int, float]:
    """Bucket and weight of a feature; most features of a text have been met before."""
    return crc32(name.encode()) % BUCKETS, _WEIGHTS.get(name.partition(":")[0], _USUAL)


def own_words(doc: Doc, index: int) -> set[int]:
    """Buckets of the features that name the token's own word; training hides them now and then."""
    return {crc32(name.encode()) % BUCKETS for name in _own(view(doc), index)}


def clause(seen: View, index: int) -> list[int]:
    """The token's clause: what hangs on its nearest clause head, less clauses inside that do not hold the token."""
    head = index
    while seen.deps[head] not in _CLAUSES and seen.heads[head] != head:
        head = seen.heads[head]
    found, stack = [head], [head]
    while stack:
        for child in seen.children[stack.pop()]:
            if seen.deps[child] in _INNER and not _spans(seen, child, index):
                continue
            found.append(child)
            stack.append(child)
    return found


def _spans(seen: View, top: int, index: int) -> bool:
    """Whether `index` lies between the first and the last word under `top`."""
    first = last = top
    stack = [top]
    while stack:
        below = seen.children[stack.pop()]
        if below:
            first, last = min(first, below[0]), max(last, below[-1])
            stack += below
    return first <= index <= last


def names(doc: Doc, index: int) -> Iterator[str]:
    """Names of the features of a token, readable; some come more than once."""
    seen = view(doc)
    yield from _own(seen, index)
    yield from _shape(seen, index)
    for child in seen.children[index]:
        yield from _child(seen, child, index)
    yield from _above(seen, index)
    near = clause(seen, index)
    yield from _marks(seen, index, near)
    for word in near:
        if seen.pos[word] not in _NAMES and word != index:
            yield f"b:{seen.lemmas[word]}"
    for word in seen.sentences[index]:
        if seen.pos[word] in ("VERB", "NOUN") and word != index:
            yield f"s:{seen.lemmas[word]}"
    yield from _around(seen, index)


def _own(seen: View, index: int) -> Iterator[str]:
    lemma = seen.lemmas[index]
    yield f"l:{lemma}"
    yield f"lp:{lemma}:{seen.pos[index]}"
    yield f"pre:{lemma[:5]}"


def _shape(seen: View, index: int) -> Iterator[str]:
    yield f"tag:{seen.tags[index]}"
    yield f"dep:{seen.deps[index]}"
    yield f"td:{seen.tags[index]}:{seen.deps[index]}"
    depth, up = 0, index
    while seen.heads[up] != up and depth < 6:
        up, depth = seen.heads[up], depth + 1
    yield f"depth:{depth}"


def _word(seen: View, i: int) -> str:
    """A lemma; names are told by their kind."""
    return seen.kinds[i] or seen.pos[i] if seen.pos[i] in _NAMES else seen.lemmas[i]


def _child(seen: View, child: int, index: int) -> Iterator[str]:
    """The lemma of a dependent with its relation, also beside the token's own lemma."""
    word, own, dep = _word(seen, child), seen.lemmas[index], seen.deps[child]
    relation = dep.split(":")[0] if dep != "nsubj:pass" else "passive"
    yield f"{relation}>{word}"
    if relation in ("obj", "obl", "xcomp", "nmod", "compound", "nsubj", "passive", "amod", "ccomp"):
        yield f"{own}+{relation}>{word}"
        yield f"has:{relation}"
        for inner in seen.children[child]:
            if seen.deps[inner] == "case":
                yield f"by:{seen.lemmas[inner]}"
                yield f"{own}+by:{seen.lemmas[inner]}"
            elif seen.deps[inner] in ("amod", "compound", "nmod", "obj", "xcomp") and seen.pos[inner] not in _NAMES:
                yield f"{relation}>>{seen.lemmas[inner]}"
    if relation == "aux":
        yield f"aux:{seen.lemmas[child]}"


def _above(seen: View, index: int) -> Iterator[str]:
    """The chain of heads: "agreed to hold talks" seen from "talks"."""
    up = index
    for step in range(_CHAIN):
        if seen.heads[up] == up:
            break
        relation, up = seen.deps[up].split(":")[0], seen.heads[up]
        word = _word(seen, up)
        yield f"up{step}:{relation}<{word}"
        yield f"over:{word}"
        for child in seen.children[up]:
            if seen.deps[child] in ("aux", "mark", "advmod") and child != index:
                yield f"over-{seen.deps[child]}:{seen.lemmas[child]}"


def _marks(seen: View, index: int, near: list[int]) -> Iterator[str]:
    """Signs of doubt, denial and hearsay in the token's clause and above it."""
    words = {seen.lower[i] for i in near}
    up = index
    while seen.heads[up] != up:
        up = seen.heads[up]
        words.add(seen.lemmas[up])
    for sign, known in (("chance", _CHANCE), ("denial", _DENIAL), ("report", _REPORT)):
        for word in sorted(words & known):
            yield f"{sign}:{word}"


def _around(seen: View, index: int) -> Iterator[str]:
    sentence = seen.sentences[index]
    yield f"w-1:{seen.lower[index - 1]}" if index > sentence.start else "w-1:^"
    yield f"w+1:{seen.lower[index + 1]}" if index + 1 < sentence.stop else "w+1:$"
    kinds = {kind for kind in seen.kinds[sentence.start : sentence.stop] if kind}
    for kind in sorted(kinds):
        yield f"sees:{kind}"
    if not kinds:
        yield "sees:nobody"
    if any("?" in word for word in seen.lower[sentence.start : sentence.stop]):
        yield "asks"
