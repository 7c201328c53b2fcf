"""What the tree says of an actor mention: named in one breath with others, only saying where, standing aside."""

from __future__ import annotations

from typing import Protocol

from tracker.extract import cast_words as words
from tracker.extract.memory import Seen
from tracker.extract.sides import PAIR
from tracker.extract.syntax import Tree, case_of, conjuncts
from tracker.model import Actor

_WAVED = frozenset("flag banner portrait anthem passport".split())
_VERBAL = frozenset(("VERB", "AUX"))
_BRIEF = 5
"""Words that the source of a headline has at most."""
_NAMING = frozenset(("appos", "flat", "nmod:desc", "compound"))
_WITHIN_NAMES = frozenset(("conj", "nmod:desc", "flat", "appos"))


class Found(Protocol):
    """An actor mention in a Doc: token range, its head token, and who it is."""

    @property
    def start_token(self) -> int: ...
    @property
    def end_token(self) -> int: ...
    @property
    def head_token(self) -> int: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def metonym(self) -> bool: ...


def as_seen(tree: Tree, item: Found, actor: Actor, base: int) -> Seen | None:
    """A mention as the memory keeps it, as one of `actor`; None for whoever only hears what is said ("told Reuters").
    `base`: sentences of the parts before."""
    head = item.head_token
    if tree.deps[head] in ("amod", "compound") and tree.keys[tree.heads[head]] in _WAVED:
        return None  # "waving Chadian flags"
    heard = item.actor.sector == "JRN" and tree.tags[head] != "NN"
    if heard and not tree.deps[head].startswith("nsubj"):
        return None
    subject = any(tree.deps[i].startswith("nsubj") for i in range(item.start_token, item.end_token))
    if tree.deps[head] == "conj":
        subject = subject or tree.deps[tree.heads[head]].startswith("nsubj")
    return Seen(
        actor,
        base + tree.sentence_of[head],
        head,
        subject,
        is_place(tree, item),
        tree.tags[head] == "NNS" and item.actor.person is None,
        is_between(tree, head),
        is_aside(tree, head),
        breath(tree, item),
        is_listed(tree, item),
        nouns_of(tree, item),
    )


def nouns_of(tree: Tree, item: Found) -> frozenset[str]:
    """Keys of the nouns of a mention, and of those that stand with it: "columnist" of "columnist Awa Diop"."""
    head = item.head_token
    near = {head, *(c for c in tree.children[head] if tree.deps[c] in _NAMING)}
    near |= {i for i in range(item.start_token, item.end_token) if tree.deps[i] in _NAMING and tree.heads[i] in near}
    if tree.deps[head] in _NAMING and tree.tags[tree.heads[head]] != "NNS":
        near.add(tree.heads[head])
    if tree.deps[head] == "amod":
        near.add(tree.heads[head])
    return frozenset(tree.keys[i] for i in near if tree.pos[i] in ("NOUN", "PROPN"))


def source_of_title(tree: Tree) -> range:
    """ "Chad fires rockets: Togolese army": the tokens behind a headline's last colon that only say who says so."""
    colon = max((i for i in range(len(tree)) if tree.words[i] == ":"), default=len(tree))
    said, source = range(colon), range(colon + 1, len(tree))
    told = any(tree.pos[i] in _VERBAL for i in said)
    return source if told and not any(tree.pos[i] in _VERBAL for i in source) and len(source) <= _BRIEF else range(0)


def breath(tree: Tree, item: Found) -> int:
    """The head of the coordination in which a mention or a word of it stands; -1 where it stands alone."""
    for i in (item.head_token, *range(item.start_token, item.end_token)):
        first: int = i
        while tree.deps[first] == "conj" and tree.heads[first] != first:
            first = tree.heads[first]
        if tree.deps[first] == "appos":
            continue  # "Anwar, the leader and chair of Asean" is one person
        if first != i or any(tree.deps[c] == "conj" and tree.pos[c] in words.NAMES for c in tree.children[i]):
            return first
    return -1


def is_aside(tree: Tree, head: int) -> bool:
    """Whether a mention stands in a relative clause, or beside those who do something ("together with Chad")."""
    first = head
    while tree.deps[first] in _WITHIN_NAMES and tree.heads[first] != first:
        first = tree.heads[first]
    marks = [c for c in tree.children[first] if tree.deps[c] == "case"]
    if any(tree.lower[c] == "alongside" or (c and tree.lower[c - 1] == "together") for c in marks):
        return True
    steps = 0
    while tree.heads[head] != head and steps < words.INSIDE:
        if tree.deps[head] == "acl:relcl":
            return True
        head, steps = tree.heads[head], steps + 1
    return False


def is_listed(tree: Tree, item: Found) -> bool:
    """Whether a mention is, or holds, one of three or more in a row ("the envoys of Chad, Togo and Niger")."""
    inside = range(item.start_token, item.end_token)
    firsts = {tree.heads[i] if tree.deps[i] == "conj" else i for i in inside}
    return any(len(conjuncts(tree, first)) > PAIR for first in firsts)


def is_between(tree: Tree, head: int) -> bool:
    """ "Talks mediated by Qatar", "Oslo hosted the talks"."""
    role = tree.deps[head]
    doing = role == "nsubj" or (role.startswith("obl") and case_of(tree, head) == "by")
    return doing and tree.keys[tree.heads[head]] in words.MEDIATE


def is_place(tree: Tree, item: Found) -> bool:
    """Whether a mention only says where ("in Singapore", "in the Spanish city of Granada")."""
    head = item.head_token
    if item.actor.person is not None:
        return False
    if tree.deps[head] in ("amod", "compound", "nmod:poss") and tree.keys[tree.heads[head]] in words.SPOTS:
        head = tree.heads[head]
    case = case_of(tree, head)
    where = case in words.WITHIN or (case == "on" and tree.keys[head] in words.SPOTS)
    return where and tree.deps[head] in ("obl", "nmod")
