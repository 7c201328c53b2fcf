"""What the judge looks at: hashed words, relations and signs around a token of a parsed sentence.

Pure functions of a spaCy Doc. Training and use both go through here, so that they cannot differ. The encoder's share is
its reading (lemmas, tags, trees, names). Its hidden states were tried beside the words and made types worse on texts of
other sources (the judge's card has the figures): made for trees, they tell more of syntax than of what a verb means.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from spacy.tokens import Doc, Span, Token

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


def sparse(doc: Doc, index: int) -> tuple[list[int], list[float]]:
    """Buckets of the token's features, each once, and their weights."""
    found: dict[int, float] = {}
    for name in names(doc, index):
        bucket = crc32(name.encode()) % BUCKETS
        found[bucket] = max(found.get(bucket, 0.0), _WEIGHTS.get(name.split(":", 1)[0], _USUAL))
    return list(found), list(found.values())


def own_words(doc: Doc, index: int) -> set[int]:
    """Buckets of the features that name the token's own word; training hides them now and then."""
    return {crc32(name.encode()) % BUCKETS for name in _own(doc[index])}


def clause(token: Token) -> list[Token]:
    """The token's clause: what hangs on its nearest clause head, less clauses inside that do not hold the token."""
    head = token
    while head.dep_ not in _CLAUSES and head.head.i != head.i:
        head = head.head
    found, stack = [head], [head]
    while stack:
        for child in stack.pop().children:
            if child.dep_ in _INNER and not (child.left_edge.i <= token.i <= child.right_edge.i):
                continue
            found.append(child)
            stack.append(child)
    return found


def names(doc: Doc, index: int) -> Iterator[str]:
    """Names of the features of a token, readable; some come more than once."""
    token = doc[index]
    yield from _own(token)
    yield from _shape(token)
    for child in token.children:
        yield from _child(child, token)
    yield from _above(token)
    yield from _marks(token)
    near = clause(token)
    for word in near:
        if word.pos_ not in _NAMES and word.i != index:
            yield f"b:{word.lemma_.lower()}"
    for word in token.sent:
        if word.pos_ in ("VERB", "NOUN") and word.i != index:
            yield f"s:{word.lemma_.lower()}"
    yield from _around(token.sent, index)


def _own(token: Token) -> Iterator[str]:
    lemma = token.lemma_.lower()
    yield f"l:{lemma}"
    yield f"lp:{lemma}:{token.pos_}"
    yield f"pre:{lemma[:5]}"


def _shape(token: Token) -> Iterator[str]:
    yield f"tag:{token.tag_}"
    yield f"dep:{token.dep_}"
    yield f"td:{token.tag_}:{token.dep_}"
    depth, up = 0, token
    while up.head.i != up.i and depth < 6:
        up, depth = up.head, depth + 1
    yield f"depth:{depth}"


def _child(child: Token, token: Token) -> Iterator[str]:
    """The lemma of a dependent with its relation, also beside the token's own lemma; names are told by their kind."""
    word = child.ent_type_ or child.pos_ if child.pos_ in _NAMES else child.lemma_.lower()
    relation = child.dep_.split(":")[0] if child.dep_ != "nsubj:pass" else "passive"
    yield f"{relation}>{word}"
    if relation in ("obj", "obl", "xcomp", "nmod", "compound", "nsubj", "passive", "amod", "ccomp"):
        yield f"{token.lemma_.lower()}+{relation}>{word}"
        yield f"has:{relation}"
        for inner in child.children:
            if inner.dep_ == "case":
                yield f"by:{inner.lemma_.lower()}"
                yield f"{token.lemma_.lower()}+by:{inner.lemma_.lower()}"
            elif inner.dep_ in ("amod", "compound", "nmod", "obj", "xcomp") and inner.pos_ not in _NAMES:
                yield f"{relation}>>{inner.lemma_.lower()}"
    if relation == "aux":
        yield f"aux:{child.lemma_.lower()}"


def _above(token: Token) -> Iterator[str]:
    """The chain of heads: "agreed to hold talks" seen from "talks"."""
    up = token
    for step in range(_CHAIN):
        if up.head.i == up.i:
            break
        relation, up = up.dep_.split(":")[0], up.head
        word = up.ent_type_ or up.pos_ if up.pos_ in _NAMES else up.lemma_.lower()
        yield f"up{step}:{relation}<{word}"
        yield f"over:{word}"
        for child in up.children:
            if child.dep_ in ("aux", "mark", "advmod") and child.i != token.i:
                yield f"over-{child.dep_}:{child.lemma_.lower()}"


def _marks(token: Token) -> Iterator[str]:
    """Signs of doubt, denial and hearsay in the token's clause and above it."""
    words = {word.lower_ for word in clause(token)} | {ancestor.lemma_.lower() for ancestor in token.ancestors}
    for sign, known in (("chance", _CHANCE), ("denial", _DENIAL), ("report", _REPORT)):
        for word in sorted(words & known):
            yield f"{sign}:{word}"


def _around(sentence: Span, index: int) -> Iterator[str]:
    doc = sentence.doc
    yield f"w-1:{doc[index - 1].lower_}" if index > sentence.start else "w-1:^"
    yield f"w+1:{doc[index + 1].lower_}" if index + 1 < sentence.end else "w+1:$"
    kinds = {token.ent_type_ for token in sentence if token.ent_type_}
    for kind in sorted(kinds):
        yield f"sees:{kind}"
    if not kinds:
        yield "sees:nobody"
    if "?" in sentence.text:
        yield "asks"
