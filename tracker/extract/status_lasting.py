"""What is told as done and still goes on: people under arrest, truces that hold, borders shut since May."""

from __future__ import annotations

from dataclasses import replace

from tracker.extract.status_mood import PAST_PROGRESSIVE, PERFECT, PRESENT, Reading
from tracker.extract.status_taken import goes_on
from tracker.extract.status_unreal import SAID
from tracker.extract.status_words import AFTER, SAYING
from tracker.extract.supporting import is_under_way
from tracker.extract.syntax import Tree, case_of, frame, subtree
from tracker.extract.triggers import Candidate
from tracker.model import Status

KEPT_UP = frozenset(
    "arrest abduction restriction ceasefire deployment seizure data_sharing cooperation protest".split()
)
"""Kinds of deeds that last for as long as nobody ends them."""
_HOLDING = KEPT_UP | {"sanctions", "investigation", "exercise"}
"""The same, and what goes on until it is lifted, closed or over: told "since May", it does."""
_TOLD_AS_STATES = frozenset("data_sharing cooperation abduction deployment seizure restriction".split())
"""Of these, those that the present tense tells as going on: "holds 200 captives", "share data every day"."""
_SPANS = frozenset("day week month year decade".split())
_STATES = frozenset(("under", "in", "on"))
_STAYING = frozenset("remain stay languish sit stand".split())
A_WAR = "a war, not said to be over"
UNDER_WAY = "under way when it was said"
PRACTICE = "a practice, told in the present tense"
_OFTEN = frozenset(
    "repeatedly consistently regularly routinely periodically constantly continually continuously frequently"
    " persistently".split()
)
_GOING_ON = frozenset("continue persist rage".split())
_KEEPING = frozenset("continue keep".split())
BEGINNING = frozenset("begin start".split())
_SHUTTING = frozenset("bar ban block blockade".split())
_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth opening last final".split())
_WARS = frozenset("war aggression insurgency conflict".split())
_BREAKING_OUT = frozenset(("start", "begin", "erupt", "break"))
"""What is said of a war that goes on: "the war that broke out in 2019"."""
_YEAR = 4
"""Digits of one."""
_NOW = frozenset("is are 's 're remains remain".split())


def _is_a_war(tree: Tree, cand: Candidate, told: Reading) -> bool:
    """ "Its war on Chad", "the insurgency in Mali": they last, where they are only named and no year is told."""
    if not cand.nominal or not told.assumed or told.background or tree.words[cand.token] not in _WARS:
        return False
    start, end = tree.sentences[tree.sentence_of[cand.token]]
    begun = {i for c in tree.children[cand.token] if tree.keys[c] in _BREAKING_OUT for i in subtree(tree, c)}
    dated = any(tree.words[i].isdecimal() and len(tree.words[i]) == _YEAR for i in range(start, end) if i not in begun)
    return not dated and case_of(tree, cand.token) not in (*AFTER, "during", "of")


def lasting(tree: Tree, cand: Candidate, told: Reading, *, title: bool) -> Reading:
    """The reading of a deed, ONGOING where the sentence says that it goes on at the time of writing."""
    if told.status is Status.PLANNED and (verb := goes_on(tree, cand.token)):
        return Reading(Status.ONGOING, f"“will {verb}”", present=True, stated=True)
    if told.status is not Status.HAPPENED:
        return told
    if _is_reported_under_way(tree, cand.verb, told):
        return replace(told, status=Status.ONGOING, why=UNDER_WAY, past=False, present=True)
    if cand.rule.kind == "visit" and _is_on_a_visit(tree, cand.token):
        return Reading(Status.ONGOING, "somebody is on it", stated=True)
    stays = cand.rule.kind == "visit" and cand.form.startswith("be ")
    if stays and told.why == PERFECT and _is_up_to_now(tree, cand.verb):
        return replace(told, status=Status.ONGOING, why="somebody has been there since", stated=True)
    if stays and told.why == PRESENT:
        return replace(told, status=Status.ONGOING, why="somebody is there", present=True, stated=True)
    if _is_a_war(tree, cand, told):
        return replace(told, status=Status.ONGOING, why=A_WAR, past=False, present=True)
    deed = not cand.nominal and cand.rule.type not in SAID
    done = (cand.light or not cand.nominal) and cand.rule.type not in SAID  # what is said again and again was said
    if told.why.endswith(PERFECT) and done and _is_a_series(tree, cand.verb):
        return replace(told, status=Status.ONGOING, why="done again and again", past=False, stated=True)
    if told.why == PERFECT and deed and _is_begun(tree, cand.verb):
        return replace(told, status=Status.ONGOING, why=f"“{tree.words[tree.heads[cand.verb]]}” to do it", past=False)
    if cand.nominal and not told.background and (words := _of_one_under_way(tree, cand.token)):
        return replace(told, status=Status.ONGOING, why=f"“{words}”", past=False, present=True, stated=True)
    kept = deed or tree.deps[cand.token] == "obj"  # "has continued to conduct tests"
    if kept and _is_kept_up(tree, cand.verb):
        return replace(told, status=Status.ONGOING, why=f"“{tree.words[tree.heads[cand.verb]]}” to do it", past=False)
    holds = cand.rule.kind in _HOLDING and not told.background
    if holds and (cand.nominal or told.why == "participle") and _is_up_to_now(tree, cand.token):
        return replace(told, status=Status.ONGOING, why="up to now", past=False, present=True)
    shut = cand.rule.kind == "sanctions" and tree.keys[cand.verb] in _SHUTTING
    if cand.rule.kind not in KEPT_UP and not shut:
        return told
    if _is_state(tree, cand.token):
        why = f"a state that goes on: “{case_of(tree, cand.token)} {tree.words[cand.token]}”"
        return Reading(Status.ONGOING, why, present=True, stated=True)
    if not cand.nominal and _stays_so(tree, cand.verb):
        return Reading(Status.ONGOING, f"“{tree.words[tree.heads[cand.verb]]}” so", present=True, stated=True)
    if told.why == PERFECT and _is_up_to_now(tree, cand.verb):
        return replace(told, status=Status.ONGOING, why="present perfect, up to now")
    if cand.rule.kind in _TOLD_AS_STATES and told.why == PRESENT and not title and not cand.nominal:
        return replace(told, status=Status.ONGOING, why=PRACTICE)
    return told


def _is_reported_under_way(tree: Tree, verb: int, told: Reading) -> bool:
    """ "Said it was investigating": only shifted back by "said"."""
    meanwhile = any(tree.deps[c] == "advcl" and _marked(tree, c, "when") for c in tree.children[verb])
    said = tree.deps[verb] == "ccomp" and tree.keys[tree.heads[verb]] in SAYING
    return told.why == PAST_PROGRESSIVE and said and not meanwhile


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


def _stays_so(tree: Tree, verb: int) -> bool:
    """ "Remain deployed in the east", "stays shut"."""
    head = tree.heads[verb]
    return tree.deps[verb] == "xcomp" and tree.keys[head] in _STAYING and tree.tags[head] in ("VBZ", "VBP")


def _is_on_a_visit(tree: Tree, noun: int) -> bool:
    """ "Who is on a two-day visit to Rome"."""
    there = tree.heads[noun] if tree.deps[noun] in ("obl", "nmod") else noun  # "is in Rome on a visit"
    copula = any(tree.deps[c] == "cop" and tree.lower[c] in _NOW for c in tree.children[there])
    return copula and case_of(tree, noun) == "on"


def _of_one_under_way(tree: Tree, noun: int) -> str | None:
    """The words of "the siege continued", "on the second day of his visit" by which it goes on."""
    head = tree.heads[noun]
    if tree.deps[noun].startswith("nsubj") and tree.keys[head] in _GOING_ON and tree.tags[head] in _FINITE:
        return tree.words[head]
    if tree.deps[noun].startswith("nsubj") and (span := _span_of(tree, head)) is not None:
        return span
    if case_of(tree, noun) != "of" or tree.keys[head] not in _SPANS:
        return None
    counts = (c for c in tree.children[head] if tree.deps[c] in ("amod", "nummod"))
    return next((f"{tree.words[c]} {tree.words[head]}" for c in counts if _is_ordinal(tree.lower[c])), None)


def _span_of(tree: Tree, head: int) -> str | None:
    """The words of "entered their third day", "is in its third week", "remain in force", "are under way": its subject
    goes on."""
    reached = frame(tree, head).patients if tree.keys[head] == "enter" else ()
    inside = [j for case, j in frame(tree, head).obliques if case == "in" and tree.keys[head] in _STAYING]
    now = any(tree.lower[c] in _NOW for i in (head, *tree.children[head]) for c in tree.children[i])
    if is_under_way(tree, head) and now:
        return "under way"
    if case_of(tree, head) == "in" and now:
        inside.append(head)
    for i in (*reached, *inside):
        if tree.keys[i] in ("force", "effect", "place"):
            return f"in {tree.words[i]}"
        if tree.keys[i] in _SPANS and (nth := [c for c in tree.children[i] if _is_ordinal(tree.lower[c])]):
            return f"{tree.words[nth[0]]} {tree.words[i]}"
    return None


def _is_begun(tree: Tree, verb: int) -> bool:
    """ "Have started shelling the town", "has begun to pull out"."""
    return tree.deps[verb] == "xcomp" and tree.keys[tree.heads[verb]] in BEGINNING


def _is_kept_up(tree: Tree, verb: int) -> bool:
    """ "Has continued to shell the town", "keeps sending arms"."""
    above = tree.heads[verb]
    return tree.deps[verb] == "xcomp" and tree.keys[above] in _KEEPING and not tree.deps[above].startswith("advcl")


def _is_a_series(tree: Tree, verb: int) -> bool:
    """ "Has repeatedly urged them to stop", "has responded by regularly sending arms"."""
    return any(tree.deps[c] == "advmod" and tree.lower[c] in _OFTEN for c in tree.children[verb])


def _is_ordinal(word: str) -> bool:
    return word in _ORDINALS or (word[:1].isdigit() and word.endswith(("st", "nd", "rd", "th")))


def _is_up_to_now(tree: Tree, verb: int) -> bool:
    """ "Has been shut since May", "have marched every Friday for two years"; not "has since been shut"."""
    below = [c for c in tree.children[verb] if tree.deps[c].startswith(("obl", "nmod")) or tree.deps[c] == "advcl"]
    since = any(case_of(tree, c) == "since" or _marked(tree, c, "since") for c in below)
    return since or any(case_of(tree, c) == "for" and tree.keys[c] in _SPANS for c in below)


def _marked(tree: Tree, clause: int, mark: str) -> bool:
    return any(tree.lower[c] == mark and tree.deps[c] in ("mark", "advmod", "case") for c in tree.children[clause])
