"""What a later sentence says is not so: "A website wrote that Chad shelled the town. The army called it invented"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.extract.drafts import Draft
from tracker.extract.outcome import settled
from tracker.extract.status_mood import Reading, is_negated
from tracker.extract.status_unreal import SAID
from tracker.extract.status_words import SAYING
from tracker.extract.syntax import Tree, subtree
from tracker.model import EventType, Status

_CLAIMS = frozenset(
    "report claim story account allegation rumour rumor assertion dispatch item version suggestion article tale"
    " speculation information insinuation".split()
)
"""Nouns for what somebody says is so."""
_UNTRUTH = frozenset(
    "untrue false unfounded baseless groundless incorrect fabricated invented bogus fake lie hoax nonsense invention"
    " fiction fabrication fantasy fable fairytale misinformation disinformation".split()
)
_DENYING = frozenset("deny refute dispute disown debunk disprove contradict repudiate".split())
_WITHDRAWING = frozenset(
    "scotch deny refute dispute disown debunk disprove dismiss reject retract withdraw correct".split()
)
"""The same of a claim that is named by such a noun: who rejects "it" may reject an offer."""
_CALLING = frozenset("call term describe label brand dismiss denounce reject".split())
_TAKING_UP = frozenset(("it", "this", "that", "them", "these", "those"))
_NOTHING = frozenset(("none", "nothing"))
_OCCURRING = frozenset("happen occur take exist".split())
_DEFINITE = frozenset("the this that these those such all both their his her its any".split())
_OUTLETS = frozenset(
    "newspaper daily weekly paper website site blog blogger channel broadcaster tabloid television tv radio station"
    " magazine portal outlet press media message post posting rumour rumor account item dispatch story video".split()
)
"""Who tells what is no party to it: where it is denied, nobody else stands by it."""
_TOLD = frozenset("carry run have publish print broadcast air quote cite allege maintain assert insist".split())
_BACK = 3
"""How many sentences before its denial a claim may stand."""


@dataclass(frozen=True, slots=True)
class _Denial:
    """Where a claim is denied; `flat`: the article says so itself, or nobody is named who stands by the claim."""

    token: int
    flat: bool


def refuted(drafts: Sequence[Draft], tree: Tree) -> tuple[Draft, ...]:
    """The drafts of a part in reading order, with what a later sentence says is not so DENIED, or only ALLEGED where
    one side says this and the other that."""
    out = list(drafts)
    for number in range(len(tree.sentences)):
        for denial in _denials(tree, number):
            for at in _denied(tree, out, denial, number):
                out[at] = _undone(out[at], tree, denial)
    return tuple(out)


def _denials(tree: Tree, number: int) -> Iterator[_Denial]:
    for i in range(*tree.sentences[number]):
        if tree.keys[i] in _DENYING | _WITHDRAWING | _CALLING and tree.pos[i] == "VERB":
            if _denies(tree, i):
                yield _Denial(i, flat=False)
        elif _is_untruth(tree, i) and (flat := _is_said_of_claim(tree, i)) is not None:
            yield _Denial(i, flat)
        elif tree.pos[i] == "VERB" and _did_not_occur(tree, i):
            yield _Denial(i, flat=True)


def _denies(tree: Tree, verb: int) -> bool:
    """ "Denied the report", "dismissed such claims as baseless", "called it a lie"; not "denied that …", which says
    itself what is denied."""
    if is_negated(tree, verb) or any(
        tree.deps[c] in ("ccomp", "xcomp") and tree.pos[c] == "VERB" for c in tree.children[verb]
    ):
        return False
    objects = [c for c in tree.children[verb] if tree.deps[c] in ("obj", "nsubj:pass")]
    claimed = any(_is_claim(tree, c) for c in objects)
    taken_up = any(tree.lower[c] in _TAKING_UP for c in objects)
    if tree.keys[verb] in _WITHDRAWING and claimed:
        return True
    if tree.keys[verb] in _DENYING and taken_up:
        return True
    called = tree.keys[verb] in _CALLING and (claimed or taken_up)
    return called and any(_is_untruth(tree, i) for i in subtree(tree, verb) if i > verb)


def _is_claim(tree: Tree, noun: int) -> bool:
    """ "The report", "such claims"; not "a report on trade"."""
    if tree.keys[noun] not in _CLAIMS:
        return False
    return tree.tags[noun] == "NNS" or any(tree.lower[c] in _DEFINITE for c in tree.children[noun])


def _is_untruth(tree: Tree, i: int) -> bool:
    if tree.lower[i] == "true":
        return is_negated(tree, i)
    if tree.lower[i] in ("foundation", "basis"):
        return any(tree.lower[c] in ("without", "no") for c in tree.children[i])
    return tree.lower[i] in _UNTRUTH and not is_negated(tree, i)


def _is_said_of_claim(tree: Tree, i: int) -> bool | None:
    """Whether a word for untruth is said of a claim, and if so, whether by the article itself: "The report was false",
    "That is pure invention," he said."""
    top = tree.heads[i] if tree.deps[i] == "xcomp" else i
    subjects = [c for c in tree.children[top] if tree.deps[c].startswith("nsubj")]
    said = tree.keys[tree.heads[top]] in SAYING and tree.deps[top] in ("ccomp", "parataxis", "obj")
    said = said or any(tree.keys[c] in SAYING and tree.deps[c] == "parataxis" for c in tree.children[top])
    if any(_is_claim(tree, c) or tree.lower[c] in _TAKING_UP for c in subjects):
        return not said
    alone = tree.deps[top] in ("ROOT", "root") or said
    return False if not subjects and said and alone and tree.pos[i] in ("NOUN", "ADJ") else None


def _did_not_occur(tree: Tree, verb: int) -> bool:
    """ "No such talks were held", "none of this took place", "it never happened"."""
    for c in tree.children[verb]:
        if not tree.deps[c].startswith("nsubj"):
            continue
        if {"no", "such"} <= {tree.lower[g] for g in tree.children[c]}:
            return True
        if tree.keys[verb] not in _OCCURRING:
            continue
        if tree.lower[c] in _NOTHING:
            return True
        if tree.lower[c] in _TAKING_UP and is_negated(tree, verb) and not {"will", "would"} & _helpers(tree, verb):
            return True
    return False


def _helpers(tree: Tree, verb: int) -> set[str]:
    return {tree.lower[c] for c in tree.children[verb] if tree.deps[c].startswith("aux")}


def _denied(tree: Tree, drafts: Sequence[Draft], denial: _Denial, number: int) -> list[int]:
    """Positions of what a denial is about: the nearest claims before it, told in one sentence."""
    for back in range(_BACK + 1):
        here = [
            at
            for at, d in enumerate(drafts)
            if d.sentence == number - back and d.token < denial.token and _may_be_untrue(d)
        ]
        claimed = [at for at in here if drafts[at].status is Status.ALLEGED or _tellers(tree, drafts[at])]
        if claimed:
            return claimed
    return []


def _may_be_untrue(draft: Draft) -> bool:
    """What is said is no less said for being denied."""
    open_ = draft.status in (Status.HAPPENED, Status.ONGOING, Status.PLANNED, Status.ALLEGED)
    return open_ and draft.rule.type not in SAID and draft.rule.type is not EventType.STATEMENT


def _tellers(tree: Tree, draft: Draft) -> set[str]:
    """Words for who tells it, or for the report that it stands in; empty where the article tells it itself."""
    i = draft.cand.verb
    while tree.heads[i] != i:
        head = tree.heads[i]
        inside = tree.deps[i] in ("ccomp", "acl", "acl:relcl", "parataxis", "obj", "xcomp", "nmod", "conj")
        if inside and tree.pos[head] == "VERB" and tree.keys[head] in SAYING | _TOLD:
            return _subject(tree, head)
        if tree.keys[head] in _CLAIMS and tree.deps[i] in ("acl", "ccomp", "nmod"):
            return {tree.keys[head]}
        i = head
    for c in tree.children[i]:
        if tree.deps[c] == "parataxis" and tree.keys[c] in SAYING:
            return _subject(tree, c)
        if tree.deps[c] == "obl" and any(tree.lower[g] == "according" for g in tree.children[c]):
            return {tree.keys[g] for g in subtree(tree, c)}
    return set()


def _subject(tree: Tree, verb: int) -> set[str]:
    """The words of a verb's subject that stand close to its head."""
    heads = [c for c in tree.children[verb] if tree.deps[c].startswith("nsubj")]
    return {tree.keys[i] for head in heads for i in (head, *tree.children[head])}


def _undone(draft: Draft, tree: Tree, denial: _Denial) -> Draft:
    """The draft as what is not so, or only said to be."""
    flat = denial.flat or bool(_tellers(tree, draft) & _OUTLETS)
    status = Status.DENIED if flat else Status.ALLEGED
    if draft.status is status:
        return draft
    why = f"“{tree.words[denial.token]}” said of it later"
    reading = Reading(status, why, draft.reading.past, draft.reading.background)
    changed = draft.type is settled(draft.rule, draft.status, draft.agreed)
    type_ = settled(draft.rule, status, agreed=False) if changed else draft.type
    return replace(draft, status=status, reading=reading, type=type_)
