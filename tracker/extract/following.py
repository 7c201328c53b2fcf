"""Who does as others did: "Chad cut ties with Niger; Togo followed suit" tells of two who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.cast import Cast
from tracker.extract.dating_days import StoryDay
from tracker.extract.dating_done import day_and_status
from tracker.extract.drafts import Draft, told_as
from tracker.extract.scene import Scene
from tracker.extract.sides import Sides, countries, distinct
from tracker.extract.status import read_status
from tracker.extract.status_mood import is_negated
from tracker.extract.syntax import Tree, conjuncts, frame
from tracker.model import Actor, EventType

_NEAR = 1
"""How many sentences before the deed may stand."""
_NP = 6
"""How far behind "as did" whoever did so may stand."""
_HELPERS = frozenset("did do does has have had was were is are".split())
_LIKEWISE = frozenset("likewise so too".split())
_REPEATED = (EventType.SANCTION, EventType.COERCE, EventType.MOBILIZE, EventType.AID, EventType.RETREAT)
"""What others may do after one has done it."""


def followers(
    scene: Scene, number: int, told: Sequence[Draft], before: Sequence[Draft], story: StoryDay | None
) -> list[Draft]:
    """The deeds of those who follow suit in sentence `number`; `told` by it, and `before` it."""
    tree, out = scene.tree, []
    for verb in range(*tree.sentences[number]):
        if not _follows(tree, verb):
            continue
        doers = _doers(tree, verb, scene.cast)
        deed = _deed(tree, verb, number, [*before, *told])
        if not doers or deed is None or countries(doers) & deed.sides.countries():
            continue
        cand = replace(deed.cand, token=verb, verb=verb, nominal=False, light=False, others=())
        reading = read_status(tree, cand, scene.lexicon, title=scene.title)
        reading, choice = day_and_status(tree, cand, reading, scene.dated, scene.published, story, title=scene.title)
        if reading.status is None:
            continue
        sides = Sides(doers, deed.sides.recipients, "who follows suit", True)
        followed = replace(
            told_as(deed, reading, reading.status), cand=cand, sides=sides, choice=choice, sentence=number,
            sure=False, outcome_of=None,
        )  # fmt: skip
        out.append(followed)
    return out


def _doers(tree: Tree, verb: int, cast: Cast) -> tuple[Actor, ...]:
    """Who follows: the subject, which after "as did" and "so have" stands behind."""
    if _opens(tree, verb):
        stop = tree.sentences[tree.sentence_of[verb]][1]
        named = next((j for j in range(verb + 1, min(verb + _NP, stop)) if j in cast.at), None)
        agents = conjuncts(tree, named) if named is not None else []
    else:
        agents = list(frame(tree, verb).agents)
    return distinct(a for j in agents for a in cast.actors(j) if a.country)


def _opens(tree: Tree, verb: int) -> bool:
    """ "As did Togo", "so have Togo and Mali": the helper stands before its subject."""
    if tree.lower[verb] not in _HELPERS or verb + 1 >= len(tree) or tree.tags[verb + 1] == "PRP":
        return False
    start = tree.sentences[tree.sentence_of[verb]][0]
    before = tree.lower[verb - 1] if verb > start else ""
    opening = verb - 2 < start or tree.pos[verb - 2] in ("PUNCT", "SPACE", "CCONJ")
    return opening and before in ("as", "so")


def _follows(tree: Tree, verb: int) -> bool:
    """ "Followed suit", "did the same", "as did Togo": with nothing else that is followed or done."""
    if _opens(tree, verb):
        return True
    if tree.keys[verb] not in ("follow", "do") or frame(tree, verb).passive:
        return False
    objects = {tree.lower[j] for j in frame(tree, verb).patients}
    if tree.keys[verb] == "do":
        beside = {tree.lower[c] for c in tree.children[verb] if tree.deps[c] == "advmod"}
        return objects == {"same"} or bool(beside & _LIKEWISE and not objects and not is_negated(tree, verb))
    below = {tree.deps[c] for c in tree.children[verb]}
    return objects <= {"suit", "example", "lead"} and not below & {"ccomp", "xcomp"}


def _deed(tree: Tree, verb: int, number: int, told: Sequence[Draft]) -> Draft | None:
    """What was done last before `verb`, by somebody else and alone."""
    likewise = tree.keys[verb] != "follow"
    for draft in sorted(told, key=lambda d: (d.sentence, -d.depth, d.token), reverse=True):
        if draft.sentence < number - _NEAR:
            return None
        if draft.token < verb and not draft.rule.mutual and (likewise or draft.type in _REPEATED):
            return draft
    return None
