"""Of which land an agent is whose own noun phrase says nothing of it: "police", "the ministry", "a court"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tracker.extract import cast_words as words
from tracker.extract.lands import Named, issuer_of
from tracker.extract.memory import BODIES
from tracker.extract.syntax import case_of, conjuncts, frame, governor_clause
from tracker.model import Actor

ENVOYS = frozenset("ambassador envoy diplomat attache attaché charge chargé consul".split())
_CLAUSES = 6


class Staged(Named, Protocol):
    """A cast that also knows where its sentences play."""

    span: dict[int, tuple[int, int]]

    def opening(self, i: int) -> str | None: ...
    def scene_of(self, sentence: int, before: int | None = None) -> str | None: ...


def unsaid(cast: Staged, i: int, actor: Actor, whose: Sequence[int]) -> str | None:
    """The country of an agent whose own noun phrase says nothing of it; `whose`: the heads of its owners."""
    tree = cast.tree
    start, end = cast.span[i]
    country = _where(cast, i)
    named = f"{actor.name} {actor.office or ''}".lower().split()
    if country is None and not words.JUNTA_WORDS.isdisjoint(named):
        country = cast.memory.junta()
    if country is None and not (words.FORCES | words.PARLIAMENTS).isdisjoint(named):
        # "approved the deployment of troops", "urged parliament to act": its own
        doing = {cast.at[j].country for j in frame(tree, governor_clause(tree, i)).agents if j != i and j in cast.at}
        country = doing.pop() if len(doing) == 1 else None
        country = None if country in BODIES else country
    if country is None and any(tree.pos[c] == "PROPN" for c in whose):
        country = cast.ground or cast.about  # "Malaita's premier": of a part of the land that is told of
    if country is None and any(
        tree.lower[k] in words.INSTITUTIONS and tree.words[k][:1].isupper() for k in range(start, end)
    ):
        told_on = cast.desk or cast.ground or cast.about  # "the Supreme Court"
        modified = any(tree.deps[c] in ("compound", "amod") for k in range(start, end) for c in tree.children[k])
        official = not modified and not words.OFFICES.isdisjoint(named)  # "the Department"
        country = issuer_of(cast) if official else told_on
        country = None if country in _done_to(cast, i) else country
    if country is None and not words.STATE_WORDS.isdisjoint(named):
        here = tree.sentence_of[i]
        armed = not words.UNIFORMED.isdisjoint(named)
        at_peace = all(len(lands) == 1 for lands in cast.memory.quarrels)
        main = cast.ground or (cast.about if armed and at_peace else None)
        country = (
            _beside(cast, i)
            or cast.opening(i)
            or _of_main_clause(cast, i)
            or cast.scene_of(here - 1)
            or cast.memory.state_before(here + cast.memory.base, main, _done_to(cast, i))
        )
    return country


def _done_to(cast: Staged, i: int) -> set[str | None]:
    """The lands of whom the clause does something to: "the ministry summoned the Turkish envoy" is no Turkish one."""
    args = frame(cast.tree, governor_clause(cast.tree, i))
    if i not in args.agents:
        return set()
    envoys = [j for j in args.patients if not ENVOYS.isdisjoint(cast.tree.keys[k] for k in conjuncts(cast.tree, j))]
    return {cast.at[j].country for j in envoys if j in cast.at}


def _of_main_clause(cast: Staged, i: int) -> str | None:
    """ "Castro gave way after riots in which police arrested 300": of the land whose ruler leads the sentence."""
    tree = cast.tree
    clause, steps = governor_clause(tree, i), 0
    if tree.deps[clause] not in ("advcl", "acl:relcl"):
        return None
    while tree.heads[clause] != clause and steps < _CLAUSES:
        clause, steps = tree.heads[clause], steps + 1
    led = {cast.at[j].country for j in frame(tree, clause).agents if j in cast.at and cast.at[j].person is not None}
    return led.pop() if len(led) == 1 and led.isdisjoint(BODIES) else None


def _where(cast: Staged, i: int) -> str | None:
    """ "Chad, where a court jailed a rebel": of the land that the clause says more of."""
    tree = cast.tree
    clause = governor_clause(tree, i)
    if tree.deps[clause] != "acl:relcl" or not any(tree.lower[c] == "where" for c in tree.children[clause]):
        return None
    land = cast.named.get(tree.heads[clause])
    return land.country if land is not None and land.person is None else None


def _beside(cast: Staged, i: int) -> str | None:
    """ "The government building in Yerevan": the country of the town that stands behind the same noun."""
    tree = cast.tree
    if tree.deps[i] != "compound":
        return None
    for c in tree.children[tree.heads[i]]:
        if tree.deps[c] == "nmod" and case_of(tree, c) in words.WITHIN:
            place, actor = cast.site.get(c), cast.at.get(c)
            return (place.country if place else None) or (actor.country if actor else None)
    return None
