"""What is taken for granted of an event by how a noun for it is spoken of: "the planned end of the curfew", "denied
that the raid was a crime", "what Chad says was an attack"."""

from __future__ import annotations

from tracker.extract import status_words as words
from tracker.extract.status_mood import Reading
from tracker.extract.status_unreal import has_object
from tracker.extract.syntax import Tree, case_of, frame, is_temporal
from tracker.model import Status

_ENDS = frozenset(
    "end ending lifting expiry expiration removal extension prolongation renewal easing relaxation".split()
)
"""What can only come to something that goes on."""
_OF_DEEDS = frozenset(
    "violation breach infringement evasion circumvention mastermind ringleader organiser organizer planner perpetrator"
    " culprit author participant victim witness cause motive role part involvement complicity link".split()
)
"""What there is only where something has been done."""
_EVES = frozenset("eve run-up runup countdown".split())
_ANSWERING = {
    "respond": ("to",), "react": ("to",), "retaliate": ("against", "for"), "defend": ("against",),
}  # fmt: skip
"""Verbs for what is done about an attack, and what it stands behind."""
_CERTAIN = frozenset("the this these its their his her".split())
_WILL_LAST = frozenset("continue persist remain last go".split())
_STAYING = frozenset(("remain", "stay"))
_VERIFYING = frozenset("certify verify confirm ascertain establish prove".split())


def marked_for_another(tree: Tree, noun: int, marks: Reading) -> Reading | None:
    """ "The scheduled end of a curfew", "the alleged mastermind of a raid": what the words before the noun above, which
    are read as `marks`, leave of the event; None where they are said of the event itself."""
    head = tree.heads[noun]
    key, why = tree.keys[head], f"“{tree.words[head]}” of it"
    if key in _ENDS and marks.status in (Status.PLANNED, Status.CANCELLED, None):
        return Reading(Status.ONGOING, f"{why} to come", present=True, assumed=True)
    if key in _OF_DEEDS and marks.status in (Status.ALLEGED, None):
        return Reading(Status.HAPPENED, why, background=True, assumed=True)
    return None


def is_on_its_eve(tree: Tree, noun: int) -> bool:
    """ "On the eve of his visit"."""
    return tree.keys[tree.heads[noun]] in _EVES and case_of(tree, noun) in ("of", "to")


def is_as_somebody_says(tree: Tree, noun: int) -> bool:
    """ "After what Chad says was an attack": so it is said to have been."""
    said = tree.heads[noun]
    copula = any(tree.deps[c] == "cop" for c in tree.children[noun])
    relative = tree.deps[said] == "acl:relcl" and tree.lower[tree.heads[said]] == "what"
    return copula and relative and tree.deps[noun] == "ccomp" and tree.keys[said] in words.SAYING


def survives(tree: Tree, noun: int, above: Reading) -> bool:
    """Whether a noun's event is a fact whatever becomes of the clause `above` that it is the subject of: "denied that
    the raid hit a school", "a bomb apparently started the fire"."""
    verb = tree.heads[noun]
    known = any(tree.lower[c] in _CERTAIN for c in tree.children[noun])
    says_more = any(tree.deps[c] == "cop" for c in tree.children[verb]) or has_object(tree, verb)
    if not says_more or frame(tree, verb).passive:
        return False  # "denied that the raid took place"
    adverbs = {tree.lower[c] for c in tree.children[verb]} & words.ALLEGED_ADV
    seeming = above.status is Status.ALLEGED and bool(adverbs)
    return (known and above.status is Status.DENIED) or (seeming and (known or not adverbs & words.TOLD_ADV))


def of_what_may_come(tree: Tree, noun: int, above: Reading) -> Reading | None:
    """ "Will respond to an attack on Chad", "would retaliate against any raid": nobody has made one; not "to the
    attack". "Failed to agree on a truce": there is none."""
    verb, case = tree.heads[noun], case_of(tree, noun)
    if tree.keys[verb] == "agree" and case in ("on", "upon") and not above.is_done:
        return above
    known = any(tree.lower[c] in _CERTAIN or tree.deps[c] == "nmod:poss" for c in tree.children[noun])
    if case in _ANSWERING.get(tree.keys[verb], ()) and not (above.is_done or known or tree.tags[noun].endswith("S")):
        return Reading(Status.HYPOTHETICAL, f"what somebody would “{tree.keys[verb]}” to")
    return None


def is_come_close_to(tree: Tree, i: int) -> bool:
    """ "Came close to a truce", "came close to signing it": they did not."""
    case = case_of(tree, i) or next((tree.lower[c] for c in tree.children[i] if tree.deps[c] == "mark"), "")
    head = tree.heads[i]
    come = tree.heads[head] if tree.lower[head] in ("close", "closer") else head
    near = come != head or any(tree.lower[c] in ("close", "closer") for c in tree.children[come])
    return case == "to" and near and tree.keys[come] == "come"


def is_to_be_verified(tree: Tree, verb: int, above: Reading) -> bool:
    """ "Until inspectors certify that it has been scrapped"."""
    marks = (tree.lower[c] for c in tree.children[verb] if tree.deps[c] in ("mark", "advmod"))
    return tree.keys[verb] in _VERIFYING and not above.past and any(mark in words.CONDITION for mark in marks)


def _is_set_for(tree: Tree, i: int) -> bool:
    """ "Will continue on Monday", "in March"; not "until Friday"."""
    return tree.deps[i].startswith("obl") and is_temporal(tree, i) and case_of(tree, i) in ("", "on", "in", "next")


def goes_on(tree: Tree, noun: int) -> str | None:
    """The verb of "the talks will continue until Friday", "soldiers will remain there": it is under way already."""
    verb = tree.heads[noun] if tree.deps[noun].startswith("nsubj") else noun
    will = any(tree.lower[c] in words.WILL for c in tree.children[verb])
    lasts = tree.keys[verb] in (_WILL_LAST if verb != noun else _STAYING)
    on = tree.keys[verb] != "go" or any(tree.lower[c] == "on" for c in tree.children[verb])
    plain = not any(tree.deps[c] in ("xcomp", "obj") or _is_set_for(tree, c) for c in tree.children[verb])
    return tree.words[verb] if will and lasts and on and plain else None
