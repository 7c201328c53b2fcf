"""What is told as done and still goes on: people under arrest, truces that hold, borders shut since May."""

from __future__ import annotations

from dataclasses import replace

from tracker.extract.status_mood import Reading
from tracker.extract.status_words import SAYING
from tracker.extract.syntax import Tree, case_of, frame
from tracker.extract.triggers import Candidate
from tracker.model import Status

_KEPT_UP = frozenset(
    "arrest abduction restriction ceasefire deployment seizure data_sharing cooperation protest".split()
)
"""Kinds of deeds that last for as long as nobody ends them."""
_SHARED = frozenset(("data_sharing", "cooperation"))
_STATES = frozenset(("under", "in"))
_STAYING = frozenset("remain stay languish sit stand".split())
_NOW = frozenset("is are 's 're remains remain".split())


def lasting(tree: Tree, cand: Candidate, told: Reading, *, title: bool) -> Reading:
    """The reading of a deed, ONGOING where the sentence says that it goes on at the time of writing."""
    if told.status is not Status.HAPPENED:
        return told
    if _is_reported_under_way(tree, cand.verb, told):
        return replace(told, status=Status.ONGOING, why="under way when it was said")
    if cand.rule.kind == "visit" and _is_on_a_visit(tree, cand.token):
        return Reading(Status.ONGOING, "somebody is on it")
    if cand.rule.kind not in _KEPT_UP:
        return told
    if _is_state(tree, cand.token):
        return Reading(Status.ONGOING, f"a state that goes on: “{case_of(tree, cand.token)} {tree.words[cand.token]}”")
    if told.why == "present perfect" and _is_since(tree, cand.verb):
        return replace(told, status=Status.ONGOING, why="present perfect with “since”")
    if cand.rule.kind in _SHARED and told.why == "present tense" and not title and not cand.nominal:
        return replace(told, status=Status.ONGOING, why="a practice, told in the present tense")
    return told


def _is_reported_under_way(tree: Tree, verb: int, told: Reading) -> bool:
    """ "Said it was investigating": only shifted back by "said"."""
    above = tree.heads[verb]
    return told.why == "past progressive" and tree.deps[verb] == "ccomp" and tree.keys[above] in SAYING


def _is_state(tree: Tree, noun: int) -> bool:
    """ "Three are under arrest", "remain in the hands of the gang"."""
    if case_of(tree, noun) not in _STATES:
        return False
    if any(tree.deps[c] == "cop" and tree.lower[c] in _NOW for c in tree.children[noun]):
        return True
    head = tree.heads[noun]
    present = tree.tags[head] in ("VBZ", "VBP")
    return (
        head != noun and tree.keys[head] in _STAYING and present and noun in (j for _, j in frame(tree, head).obliques)
    )


def _is_on_a_visit(tree: Tree, noun: int) -> bool:
    """ "Who is on a two-day visit to Rome"."""
    copula = any(tree.deps[c] == "cop" and tree.lower[c] in _NOW for c in tree.children[noun])
    return copula and case_of(tree, noun) == "on"


def _is_since(tree: Tree, verb: int) -> bool:
    """ "Has been shut since May"."""
    return any(tree.lower[c] == "since" for c in tree.children[verb]) or any(
        case == "since" for case, _ in frame(tree, verb).obliques
    )
