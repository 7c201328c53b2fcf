"""What only says who or what something is, and what points back at an event told before."""

from __future__ import annotations

from tracker.extract.absorption import depth_of, names_its_own
from tracker.extract.arguments import SUBJECT_OF_CLAUSE
from tracker.extract.dating_days import Choice
from tracker.extract.sides import Sides
from tracker.extract.syntax import Tree, has_aux, subtree
from tracker.extract.triggers import Candidate
from tracker.model import Basis, EventType

_ARMED = frozenset(("UAF", "REB", "PRM", "CRM"))
_AFTERWARDS = frozenset("later subsequently then eventually since".split())
_RANKS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth latest last".split())
_ANSWERS = frozenset(("condemnation", "endorsement", "rejection"))


def is_aside(tree: Tree, cand: Candidate, choice: Choice, sides: Sides) -> bool:
    """A relative clause that only says who someone is ("states that fought in the war"), without a date of its own."""
    if (
        cand.nominal
        and not cand.light
        and choice.date.basis in (Basis.ASSUMED, Basis.NONE)
        and depth_of(tree, cand.token) >= 2
    ):
        return tree.deps[cand.token] in ("nmod", "conj", "appos", "compound") and sides.how != "owner of the noun"
    if cand.nominal or not choice.date.basis or tree.deps[cand.verb] != "acl:relcl" or names_its_own(tree, cand.verb):
        return False
    if any(tree.lower[c] in _AFTERWARDS for c in tree.children[cand.verb]):
        return False  # "its pilot, who was later released"
    opening = min(subtree(tree, cand.verb))
    apart = "," in (tree.lower[opening], tree.lower[opening - 1])
    if cand.rule.kind in _ANSWERS and tree.tags[cand.verb] == "VBD" and apart:
        return False  # "spoke to Biden, who condemned the raid"
    habitual = tree.tags[cand.token] in ("VBZ", "VBP") and not has_aux(tree, cand.token)
    if habitual and not has_day(choice) and cand.rule.type is EventType.CONSULT:
        return True  # "who mediates between the two": what somebody is known for
    return len(sides.countries()) <= 1 and not has_day(choice)


def has_day(choice: Choice) -> bool:
    return choice.sure and choice.date.basis in (Basis.EXPLICIT, Basis.PUBLICATION)


def is_echo(tree: Tree, cand: Candidate, sides: Sides) -> bool:
    """ "The visit" without more points back at a visit told before."""
    if not cand.nominal or cand.light or sides.how != SUBJECT_OF_CLAUSE:
        return False
    if tree.keys[cand.verb] == "claim" and all(a.sector in _ARMED for a in sides.actors):
        return False  # "the militants claimed the attack"
    return is_pointing(tree, cand) and not sides.recipients


def is_pointing(tree: Tree, cand: Candidate) -> bool:
    """Whether a noun with "the" or "this" tells it."""
    marked = any(tree.lower[c] in ("the", "this", "that") for c in tree.children[cand.token])
    return marked and (cand.nominal or cand.light or tree.pos[cand.token] == "NOUN")


def sums_up(tree: Tree, cand: Candidate) -> bool:
    """Whether a noun with "is" or "was" ranks what a pronoun or a bare noun takes up: "it was the deadliest attack
    since 2015", "the raid was the third there"."""
    below = tree.children[cand.token]
    if tree.pos[cand.token] != "NOUN" or cand.light or not any(tree.deps[c] == "cop" for c in below):
        return False
    ranked = any(tree.tags[c] in ("JJS", "RBS") or tree.keys[c] in _RANKS for c in below)
    about = next((c for c in below if tree.deps[c].startswith("nsubj")), None)
    return ranked and about is not None and _takes_up(tree, about)


def _takes_up(tree: Tree, subject: int) -> bool:
    """ "It", "the raid"; not "the raid on Tine", which may be another."""
    if tree.lower[subject] in ("it", "this", "that"):
        return True
    return tree.pos[subject] == "NOUN" and {tree.lower[c] for c in tree.children[subject]} <= {"the", "this", "that"}


def points_back(tree: Tree, cand: Candidate, sides: Sides) -> bool:
    """ "The visit will go ahead", "the trip was called off": no side named, but one told before."""
    if not cand.nominal or cand.rule.type not in (EventType.CONSULT, EventType.COOPERATE) or sides.countries():
        return False
    start, end = tree.sentences[tree.sentence_of[cand.token]]
    if any(tree.lower[i] == "had" and tree.deps[i] == "aux" for i in range(start, end)):
        return False  # "he had been expected in May, but the trip was postponed": an earlier one
    return is_pointing(tree, cand)
