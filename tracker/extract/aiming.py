"""Whom a deed is meant for where its sentence does not say: the land that the story speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.drafts import Draft
from tracker.extract.opening import is_article
from tracker.extract.scene import Scene
from tracker.extract.sides import countries
from tracker.extract.syntax import Tree, frame, nominal_links
from tracker.model import Actor

# what anybody may give
_SOUGHT = frozenset(
    "dollar euro aid help fund funding donation support assistance million billion troop food money restraint calm"
    " unity solidarity cooperation".split()
)
_FRONTIERS = frozenset("border crossing airspace frontier visa port".split())
_AT_THE_DOOR = frozenset(("concession", "restriction", "rejection"))
_CLAIMS = frozenset("claim accusation allegation charge criticism".split())


def of_subject(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    """ "Chad denounced the coup", "closed a crossing": where nothing else says whose, that of the country spoken of."""
    sides = draft.sides
    if sides.recipients or not sides.actors or not is_article(scene.tree):
        return draft
    patients = frame(scene.tree, draft.cand.verb).patients
    if any(_says_whose(scene.tree, j) for j in patients):
        return draft
    objects = {scene.tree.keys[j] for j in patients}
    objects |= {scene.tree.keys[j] for case, j in frame(scene.tree, draft.cand.verb).obliques if case == "for"}
    shut_out = draft.kind == "restriction" and objects & _FRONTIERS
    asked = draft.kind in ("demand", "threat") and not objects & _SOUGHT
    if shut_out and (same := _turned_away(draft, before)):
        return replace(draft, sides=replace(sides, recipients=same, guessed=True))
    looked_into = draft.kind == "investigation" and not any(nominal_links(scene.tree, j) for j in patients)
    denied = draft.kind == "rejection" and objects & _CLAIMS
    if draft.kind not in ("condemnation", "recall") and not (shut_out or asked or looked_into or denied):
        return draft
    aim = scene.aim({a.country for a in sides.actors})
    return replace(draft, sides=replace(sides, recipients=(aim,), guessed=True)) if aim else draft


def _turned_away(draft: Draft, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """ "Peru let the jet land; Chile closed its airspace": to those whom others have just let in or turned away."""
    own = countries(draft.sides.actors)
    for told in reversed(before):
        if told.token >= draft.token or told.kind not in _AT_THE_DOOR or told.sentence < draft.sentence - 1:
            continue
        others = countries(told.sides.recipients)
        if others and not others & own and not countries(told.sides.actors) & own:
            return told.sides.recipients
    return ()


def _says_whose(tree: Tree, noun: int) -> bool:
    """ "Western sanctions": whose they are is said, though no known actor is named."""
    return any(
        tree.deps[c] in ("amod", "compound", "nmod:poss") and tree.words[c][:1].isupper() for c in tree.children[noun]
    )
