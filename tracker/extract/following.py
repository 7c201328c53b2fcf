"""Who does as others did: "Chad cut ties with Niger; Togo followed suit" tells of two who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.dating import date_of
from tracker.extract.drafts import Draft
from tracker.extract.scene import Scene
from tracker.extract.sides import Sides, countries, distinct
from tracker.extract.status import read_status
from tracker.extract.syntax import Tree, frame
from tracker.model import EventDate, EventType

_NEAR = 1
"""How many sentences before the deed may stand."""
_REPEATED = (EventType.SANCTION, EventType.COERCE, EventType.MOBILIZE, EventType.AID, EventType.RETREAT)
"""What others may do after one has done it."""


def followers(
    scene: Scene, number: int, told: Sequence[Draft], before: Sequence[Draft], paragraph: EventDate | None
) -> list[Draft]:
    """The deeds of those who follow suit in sentence `number`; `told` by it, and `before` it."""
    tree, out = scene.tree, []
    for verb in range(*tree.sentences[number]):
        if not _follows(tree, verb):
            continue
        doers = distinct(a for j in frame(tree, verb).agents for a in scene.cast.actors(j) if a.country)
        deed = _deed(verb, number, [*before, *told])
        if not doers or deed is None or countries(doers) & deed.sides.countries():
            continue
        cand = replace(deed.cand, token=verb, verb=verb, nominal=False, light=False, others=())
        reading = read_status(tree, cand, scene.lexicon, title=scene.title)
        if reading.status is None:
            continue
        choice = date_of(tree, cand, reading, scene.dated, scene.published, paragraph)
        sides = Sides(doers, deed.sides.recipients, "who follows suit", True)
        out.append(
            replace(
                deed, cand=cand, sides=sides, status=reading.status, reading=reading, choice=choice, sentence=number
            )
        )
    return out


def _follows(tree: Tree, verb: int) -> bool:
    """ "Followed suit", "followed", "did the same": with nothing else that is followed or done."""
    if tree.keys[verb] not in ("follow", "do") or frame(tree, verb).passive:
        return False
    objects = {tree.lower[j] for j in frame(tree, verb).patients}
    if tree.keys[verb] == "do":
        return objects == {"same"} or any(tree.lower[c] == "likewise" for c in tree.children[verb])
    below = {tree.deps[c] for c in tree.children[verb]}
    return objects <= {"suit", "example", "lead"} and not below & {"ccomp", "xcomp"}


def _deed(verb: int, number: int, told: Sequence[Draft]) -> Draft | None:
    """What was done last before `verb`, by somebody else and alone."""
    for draft in reversed(told):
        if draft.sentence < number - _NEAR:
            return None
        if draft.token < verb and draft.type in _REPEATED and not draft.rule.mutual:
            return draft
    return None
