"""Against whom people protest by what their sentence says of it: "anti-French slogans", a flag that they burn, what
they denounce."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.extract.sides import countries
from tracker.extract.syntax import Tree, conjuncts, frame, nominal_links, owners
from tracker.model import Actor

_HYPHENS = frozenset(("-", "‑", "–"))
_CROWDS = frozenset(
    "protest rally demonstration march riot unrest slogan chant banner placard sign poster speech sentiment wave crowd"
    " protester protestor demonstrator activist marcher group movement campaign".split()
)
"""What people are or carry who turn against somebody."""
_DESTROYING = frozenset("burn torch trample tear rip stamp stomp shred".split())
_SYMBOLS = frozenset("flag effigy portrait picture photograph banner".split())
_CARRYING = frozenset("wave carry fly hold brandish raise".split())
_DENOUNCING = frozenset("denounce condemn protest oppose decry".split())
_BEFORE = ("amod", "compound", "nmod:desc", "nmod:unmarked")


def is_against(tree: Tree, i: int) -> bool:
    """Whether a name is that of whom something turns against: "anti-French"."""
    named = i > 1 and tree.words[i][:1].isupper()
    return named and tree.lower[i - 1] in _HYPHENS and tree.lower[i - 2] == "anti"


class Opposed(NamedTuple):
    """Against whom a protest is by its sentence."""

    lands: list[Actor]
    anti: bool
    """Whether it says "anti-": they have no part in it themselves."""
    waved: set[str]
    """Whose flags are only waved."""


def opposed(tree: Tree, verb: int, meant: Mapping[int, Sequence[Actor]]) -> Opposed:
    """Whom a protest is against, whose clause has this verb; `meant`: whom words stand for."""
    start, end = tree.sentences[tree.sentence_of[verb]]
    anti = [i for i in range(start, end) if is_against(tree, i) and _is_of_a_crowd(tree, i)]
    named = anti or [i for noun in _burnt(tree, verb) for i in _whose(tree, noun)]
    named = named or [i for noun in _denounced(tree, verb) for i in _whose(tree, noun)]
    borne = (a.country for noun in _waved(tree, verb) for i in _whose(tree, noun) for a in meant.get(i, ()))
    found = [a for i in named for a in meant.get(i, ()) if a.country]
    return Opposed(found, bool(anti), {land for land in borne if land})


def _is_of_a_crowd(tree: Tree, i: int) -> bool:
    return bool({tree.keys[i], tree.keys[tree.heads[i]], tree.keys[tree.heads[tree.heads[i]]]} & _CROWDS)


def _burnt(tree: Tree, verb: int) -> Iterator[int]:
    """The flags that those who protest burn."""
    start, end = tree.sentences[tree.sentence_of[verb]]
    ours = set(frame(tree, verb).agents)
    for i in range(start, end):
        if tree.keys[i] in _DESTROYING and (i == verb or ours & set(frame(tree, i).agents)):
            yield from (j for j in frame(tree, i).patients if tree.keys[j] in _SYMBOLS)


def _waved(tree: Tree, verb: int) -> Iterator[int]:
    start, end = tree.sentences[tree.sentence_of[verb]]
    carrying = (i for i in range(start, end) if tree.keys[i] in _CARRYING)
    yield from (j for i in carrying for j in frame(tree, i).patients if tree.keys[j] in _SYMBOLS)


def _denounced(tree: Tree, verb: int) -> Iterator[int]:
    """What people protest "to denounce"."""
    for c in (verb, *tree.children[verb]):
        if tree.keys[c] in _DENOUNCING and (c == verb or tree.deps[c] in ("advcl", "xcomp")):
            yield from frame(tree, c).patients
            yield from (g for g in tree.children[c] if tree.deps[g] == "ccomp" and tree.tags[g] == "VBG")


def _whose(tree: Tree, noun: int) -> list[int]:
    """The words that say whose a thing is, or by whom: "Chad's raid", "the Chadian raid", "a raid by Chad"."""
    marks = [c for c in tree.children[noun] if tree.deps[c] in _BEFORE for c in conjuncts(tree, c)]
    inside = [link for case, j in nominal_links(tree, noun) if case == "of" for link in nominal_links(tree, j)]
    dealt = [j for case, j in (*nominal_links(tree, noun), *inside) if case == "by"]
    return dealt or [*owners(tree, noun), *marks]


def turned(
    doers: tuple[Actor, ...], others: tuple[Actor, ...], told: Opposed
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The sides of a protest that is against those who are told of in its sentence, see `opposed`."""
    found, anti, waved = told
    lands = countries(found)
    ours = tuple(a for a in doers if not anti or a.country not in lands)
    against = {a.country: a for a in found if a.country not in countries(ours)}
    if not against:
        return ours, tuple(a for a in others if a.country not in waved)
    return ours, (*against.values(), *(a for a in others if a.country not in {*lands, *countries(ours)} | waved))
