"""What is told as part of another event: the content of a demand, a promise, a condemnation."""

from __future__ import annotations

from collections.abc import Collection

from tracker.extract.accusing import IMPUTED
from tracker.extract.outcome import COOPERATIVE, HOSTILE
from tracker.extract.status_mood import Reading, is_willing, mood
from tracker.extract.supporting import is_dated
from tracker.extract.syntax import Tree, case_of, frame, has_subject, is_temporal, subtree
from tracker.extract.timex_words import TIME_MARKS
from tracker.extract.triggers import Candidate
from tracker.model import EventType, Status

_APART = frozenset(("conj", "parataxis", "nsubj", "nsubj:pass", "csubj"))
_COMMANDING = frozenset("order instruct command direct".split())
_COMMANDED = frozenset(
    "troop force army unit soldier navy fleet brigade division battalion warship jet military".split()
)
_MOVING = frozenset((EventType.MOBILIZE, EventType.RETREAT, EventType.ASSAULT))
_JUDGING = frozenset(("condemnation", "endorsement", "accusation", "rejection"))
_SAYING = frozenset("say tell state declare add".split())
_GATHERING = frozenset("meet visit travel fly arrive host receive".split())
_DEEDS = frozenset((EventType.ASSAULT, EventType.MOBILIZE, EventType.COERCE))
_NAMING = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))
_CLAUSES = frozenset(("acl", "acl:relcl", "advcl"))
_TIME_MARKS = TIME_MARKS | {"during", "following", "amid"}


def absorb(
    tree: Tree, found: list[Candidate], sure: Collection[int]
) -> list[tuple[Candidate, Candidate | None, Reading | None]]:
    """Drop what is only the content of another event, unless the judge is `sure` that its token tells one as well; let
    "agreed to …" pass its promise to its content."""
    gone: set[int] = set()
    told_too: set[int] = set()
    travels = {c.token for c in found if c.nominal and c.rule.type is EventType.CONSULT}
    out: dict[int, tuple[Candidate, Candidate | None, Reading | None]] = {c.token: (c, None, None) for c in found}
    for outer in sorted(found, key=lambda c: depth_of(tree, c.verb)):
        if outer.token in gone:
            continue
        below = _complement(tree, outer, travels)
        if outer.light and outer.verb != outer.token:
            if outer.rule.kind == "meeting" and any(c.token == outer.verb and c.rule.kind == "visit" for c in found):
                gone.add(outer.token)  # "will travel to Cairo for talks": the trip says more than its talks
                continue
            # "held talks" is told once: by the noun; the verb's own reading goes
            gone |= {c.token for c in found if c.token == outer.verb}
        inner = [c for c in found if _inside(tree, outer, c, below) and c.token != outer.token and c.token not in gone]
        if outer.rule.type is EventType.ASSAULT:
            gone |= {c.token for c in found if _is_brought_about(tree, outer, c)}
        if _is_said_by_its_noun(tree, outer, found) or _is_outcome_of_clash(tree, outer, found):
            gone.add(outer.token)
            continue
        if not outer.rule.takes:
            gone |= _told_with(tree, outer, inner)
            continue
        if not inner:
            continue
        if any(_says_itself(tree, outer, c) for c in inner):
            gone.add(outer.token)
            continue
        if (own := _ordered(tree, outer, inner)) is not None:
            gone.add(outer.token)
            out[own.token] = (own, outer, Reading(Status.HAPPENED, f"“{tree.words[outer.token]}” of its own forces"))
            continue
        nearest = min(
            inner, key=lambda c: (depth_of(tree, c.verb), c.nominal and not c.light, abs(c.token - outer.token))
        )
        gone |= {c.token for c in inner}
        told_too |= {c.token for c in inner if c.rule.kind != outer.rule.kind and c.token in sure}
        if outer.rule.kind == "accusation" and _is_deed(nearest) and tree.heads[nearest.verb] == outer.verb:
            gone.discard(nearest.token)  # told beside the accusation, as alleged
        promised = _promised(tree, outer, nearest) if outer.rule.takes == "agree" else None
        if promised is not None:
            gone.add(outer.token)
            for each in (nearest, *_promised_with(tree, nearest, inner)):
                gone.discard(each.token)
                out[each.token] = (each, outer, promised)
            continue
        out[outer.token] = (outer, nearest, None)
    return [v for k, v in sorted(out.items()) if k not in gone or k in told_too]


def _inside(tree: Tree, outer: Candidate, c: Candidate, below: set[int]) -> bool:
    """Whether a trigger is only the content of another, with tokens `below`: of "the deal that they signed in May" its
    verb; not "Monday's raid by Chad", which is condemned or praised."""
    if c.nominal and not c.light and outer.rule.kind in _JUDGING and is_dated(tree, c.token):
        return False
    return c.token in below and (c.verb in below or tree.heads[c.verb] != c.token or not c.light)


def _told_with(tree: Tree, outer: Candidate, inner: list[Candidate]) -> set[int]:
    """An object noun of another kind inside a plain event ("signed the peace deal"): the same happening."""
    if outer.form == IMPUTED:  # the wrong itself, but for a blow
        return {c.token for c in inner if tree.heads[c.verb] == outer.verb and c.rule.type not in HOSTILE}
    if outer.nominal and not outer.light:
        return set()
    nouns = (c for c in inner if c.nominal and not c.light)
    return {c.token for c in nouns if c.rule.kind == outer.rule.kind or _is_mediated(tree, outer, c)}


def _is_mediated(tree: Tree, outer: Candidate, inner: Candidate) -> bool:
    """ "Mediated a swap between Chad and Mali" is told once."""
    return (
        tree.keys[outer.token] in ("mediate", "broker") and tree.heads[inner.token] == outer.token and inner.rule.mutual
    )


def _is_brought_about(tree: Tree, outer: Candidate, c: Candidate) -> bool:
    """ "Blew up a pipeline, halting exports": what an attack brings about is no measure of its own."""
    behind = tree.heads[c.verb] == outer.verb and tree.deps[c.verb] == "advcl" and tree.tags[c.verb] == "VBG"
    return behind and c.rule.type is EventType.SANCTION


def _is_said_by_its_noun(tree: Tree, outer: Candidate, found: list[Candidate]) -> bool:
    """ "The bombing killed": the noun says more."""
    if outer.nominal or outer.rule.kind != "strike" or outer.rule.type is not EventType.ASSAULT:
        return False
    agents = set(frame(tree, outer.token).agents)
    return any(c.token in agents and c.nominal and c.rule.type is EventType.ASSAULT for c in found)


def _is_outcome_of_clash(tree: Tree, outer: Candidate, found: list[Candidate]) -> bool:
    """ "Six killed as Chad and Niger clash": by whoever clashes, which is told once."""
    args = frame(tree, outer.verb)
    suffered = (args.passive and not args.agents) or (tree.tags[outer.verb] == "VBN" and not args.patients)
    if outer.nominal or outer.rule.kind != "strike" or not suffered:
        return False
    return any(c.rule.kind == "clash" and _brings_about(tree, outer, c) for c in found)


def _brings_about(tree: Tree, outer: Candidate, c: Candidate) -> bool:
    """ "Killed as they clash", "killed in clashes"."""
    if c.nominal:
        return tree.heads[c.token] == outer.verb and case_of(tree, c.token) == "in"
    beside = tree.heads[c.verb] == outer.verb and tree.deps[c.verb] == "advcl"
    return beside and any(tree.lower[g] == "as" for g in tree.children[c.verb])


def _promised_with(tree: Tree, nearest: Candidate, inner: list[Candidate]) -> list[Candidate]:
    """ "Agreed to share data and hold drills": what is promised beside the nearest."""
    return [
        c
        for c in inner
        if c.verb != nearest.verb and tree.deps[c.verb] == "conj" and tree.heads[c.verb] == nearest.verb
    ]


def _ordered(tree: Tree, outer: Candidate, inner: list[Candidate]) -> Candidate | None:
    """ "Ordered its troops to move to the border": no demand, but what its own forces are sent to do."""
    if outer.rule.kind != "demand" or tree.keys[outer.token] not in _COMMANDING:
        return None
    told = frame(tree, outer.token).patients
    shown = next((c for c in inner if c.nominal and c.token in told and c.rule.type is EventType.MOBILIZE), None)
    if shown is not None and tree.keys[outer.token] == "direct":
        return shown  # "directed the firing of missiles"
    if not any(tree.keys[j] in _COMMANDED for j in told):
        return None
    deeds = (c for c in inner if not c.nominal and tree.heads[c.verb] == outer.token and c.rule.type in _MOVING)
    return next(deeds, None)


def _says_itself(tree: Tree, outer: Candidate, inner: Candidate) -> bool:
    """ "A spokesman said Chad condemned any violation": the clause that is said tells of the condemnation itself."""
    same = inner.rule.kind == outer.rule.kind and not inner.nominal and not outer.nominal
    return same and tree.keys[outer.token] in _SAYING and tree.heads[inner.verb] == outer.verb


def _is_deed(cand: Candidate) -> bool:
    """Force, forces sent, people held or arms handed over that somebody is accused of, told by a verb."""
    told = cand.rule.type in _DEEDS or cand.rule.kind == "arms_transfer"
    return (not cand.nominal or cand.light) and told


def _promised(tree: Tree, outer: Candidate, inner: Candidate) -> Reading | None:
    if (
        inner.rule.type in HOSTILE
        and inner.rule.type is not EventType.SANCTION
        and inner.rule.type is not EventType.MOBILIZE
    ):
        return None
    if inner.rule.type in COOPERATIVE or inner.rule.type in (
        EventType.RETREAT,
        EventType.CONCEDE,
        EventType.SANCTION,
        EventType.MOBILIZE,
    ):
        if is_willing(tree, outer.token):
            return Reading(Status.HYPOTHETICAL, f"“{tree.words[outer.token]}” to do it", stated=True, intended=True)
        return Reading(Status.PLANNED, f"“{tree.words[outer.token]}” promises it")
    return None


def _complement(tree: Tree, outer: Candidate, travels: set[int]) -> set[int]:
    """Tokens that tell what a trigger is about: its objects and clauses, not its subject, time or what follows."""
    out: set[int] = set()
    for top in {outer.token, outer.verb} if outer.light else {outer.token}:
        for c in tree.children[top]:
            dep = tree.deps[c]
            if dep in _APART or (top == outer.verb and c == outer.token and outer.light):
                if c == outer.token:
                    out.update(subtree(tree, c))
                continue
            if dep.startswith("obl") and c in travels and case_of(tree, c) in ("on", "during", "at", "in"):
                # "on a visit to X" says when, not what
                continue
            first = subtree(tree, c)[0]
            if dep in ("advcl", "obl", "nmod", "obl:tmod") and (
                tree.lower[first] in _TIME_MARKS
                or any(tree.deps[g] in ("mark", "case") and tree.lower[g] in _TIME_MARKS for g in tree.children[c])
            ):
                continue
            if dep == "advcl" and _goes_beside(tree, c):
                continue
            out.update(subtree(tree, c))
    for c in sorted(out):
        if tree.deps[c] == "advcl" and tree.tags[c] == "VBG" and tree.lower[subtree(tree, c)[0] - 1] == ",":
            out.difference_update(subtree(tree, c))  # "failed to agree, dealing a blow to the accord signed in May"
    for c in sorted(out):
        if tree.deps[c] in _CLAUSES and c in out and _stands_alone(tree, outer, c):
            out.difference_update(subtree(tree, c))
    for c in travels & out:
        if case_of(tree, c) == "during":
            out.difference_update(subtree(tree, c))
    return out - {outer.token}


def _goes_beside(tree: Tree, c: int) -> bool:
    """ "Having recalled its envoy, …", "…, killing nine": a participle that nothing joins to the verb."""
    having = any(tree.lower[g] == "having" for g in tree.children[c])
    return (tree.tags[c] == "VBG" or having) and not any(tree.deps[g] in ("mark", "case") for g in tree.children[c])


def _stands_alone(tree: Tree, outer: Candidate, c: int) -> bool:
    """A clause deep in what is said that tells a deed of somebody else: "accused Chad of looking on while Sudan shelled
    the town", "praised the help that Egypt had given", "sued Chad, which struck back"; in a promise any past one."""
    dep = tree.deps[c]
    if dep == "acl:relcl":
        told = mood(tree, c, title=False)
        where = any(tree.lower[g] in ("where", "when") for g in tree.children[c])
        if told.present and names_its_own(tree, c):
            return True  # "sanctions on a minister whom it accuses of sheltering rebels"
        opening = subtree(tree, c)[0]
        apart = "," in (tree.lower[opening], tree.lower[opening - 1]) and tree.pos[tree.heads[c]] == "PROPN"
        apart = apart and tree.tags[c] == "VBD"
        return told.past and (outer.rule.takes == "agree" or names_its_own(tree, c) or where or apart)
    if dep == "acl" and tree.tags[c] == "VBN":
        # "under an accord reached in 2005"
        return any(tree.deps[g].startswith("obl") and is_temporal(tree, g) for g in tree.children[c])
    marks = {tree.lower[g] for g in tree.children[c] if tree.deps[g] in ("mark", "advmod")}
    if dep == "advcl" and "when" in marks and tree.keys[c] in _GATHERING and has_subject(tree, c):
        return True  # "will offer to mediate when he meets the emir"
    if dep == "advcl" and "with" in marks and tree.tags[c] == "VBG":
        return names_its_own(tree, c)  # "condemned the raid, with Chad voting against"
    past = tree.tags[c] == "VBD" or any(tree.lower[g] == "had" for g in tree.children[c])
    past = past or ("before" in marks and tree.tags[c] in ("VBZ", "VBP"))  # "before the Council takes it up"
    return dep == "advcl" and bool(marks & _TIME_MARKS) and past and names_its_own(tree, c)


def names_its_own(tree: Tree, c: int) -> bool:
    """Whether a clause has a subject of its own, not the noun that it says more of."""
    return any(tree.deps[g].startswith("nsubj") and tree.tags[g] in _NAMING for g in tree.children[c])


def depth_of(tree: Tree, i: int) -> int:
    """Clauses above token i; reporting verbs do not count."""
    depth, steps = 0, 0
    while tree.heads[i] != i and steps < 60:
        if tree.deps[i] in ("acl", "acl:relcl", "advcl", "csubj", "appos", "nmod", "obl"):
            depth += 1
        i, steps = tree.heads[i], steps + 1
    return depth
