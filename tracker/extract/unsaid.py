"""Of which land an agent is whose own noun phrase says nothing of it: "police", "the ministry", "a court"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tracker.extract import cast_words as words
from tracker.extract.lands import Named, is_land, issuer_of
from tracker.extract.memory import BODIES
from tracker.extract.syntax import case_of, conjuncts, frame, governor_clause
from tracker.model import Actor

ENVOYS = frozenset("ambassador envoy diplomat attache attaché charge chargé consul".split())
_SENDING = frozenset("send deploy dispatch".split())
_TURNED_ON = frozenset("kill capture seize abduct attack wound injure shoot take hit ambush strike hold".split())
_UNDER_A_STATE = words.FORCES | words.PARLIAMENTS
_OUTLAWS = frozenset("REB UAF PRM CRM IMG ISM".split())
_CLAUSES = 6
_SCENES = 6
"""Sentences for which police are still those of the town that was named last."""


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
        country = cast.memory.junta() or cast.ground or cast.about or cast.memory.first_to_act()
    if country is None and not _UNDER_A_STATE.isdisjoint(named):
        # "approved the deployment of troops", "urged parliament to act": its own
        doing = set() if tree.keys[tree.heads[i]] in _TURNED_ON else _doing(cast, i)
        country = doing.pop() if len(doing) == 1 else None
        country = None if country in BODIES else country
    if country is None and not ENVOYS.isdisjoint(named):
        country = _called_away(cast, i)
    if country is None and _is_sent(cast, i, actor):
        doing = _doing(cast, i)
        country = doing.pop() if len(doing) == 1 else None
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
            or _keeping_law(cast, i, named)
            or cast.memory.state_before(here + cast.memory.base, main, _done_to(cast, i), led=True)
        )
    return country


def _doing(cast: Staged, i: int) -> set[str | None]:
    """The lands of those who act in the clause."""
    agents = [j for j in frame(cast.tree, governor_clause(cast.tree, i)).agents if j != i]
    return {a.country for j in agents for a in cast.actors(j, depth=2) if a.country}


def _is_sent(cast: Staged, i: int, actor: Actor) -> bool:
    """ "Sent paratroopers", "sends experts": somebody who goes for whoever sends them."""
    tree = cast.tree
    sent = tree.deps[i] == "obj" and tree.keys[tree.heads[i]] in _SENDING
    carried = tree.deps[i] == "obl" and actor.sector == "MIL" and case_of(tree, i) in ("on", "by", "aboard")
    return (sent or carried) and not any(tree.lower[c] == "the" for c in tree.children[i])


def _called_away(cast: Staged, i: int) -> str | None:
    """ "Summoned the ambassador", "recalled the ambassador": whose he is, where nobody says so."""
    tree = cast.tree
    verb = tree.keys[tree.heads[i]]
    own = _doing(cast, i)
    if tree.deps[i] != "obj" or len(own) != 1:
        return None
    if verb in ("recall", "withdraw"):
        return own.pop()
    if verb not in ("summon", "expel"):
        return None
    if cast.about is not None and cast.about not in own:
        return cast.about
    here = tree.sentence_of[i] + cast.memory.base
    lands = {s.actor.country for s in cast.memory.before(i) if s.sentence < here} - {None, *own, *BODIES}
    return lands.pop() if len(lands) == 1 else None


def _keeping_law(cast: Staged, i: int, named: Sequence[str]) -> str | None:
    """ "Prosecutors", "the police", after an arrest: of those who hold whoever was arrested."""
    if words.LAW.isdisjoint(named):
        return None
    keepers = [a for deed in cast.memory.taken[-1:] for a in deed.doers if a.country and a.sector not in _OUTLAWS]
    lands = {a.country for a in keepers}
    if len(lands) == 1 and lands.isdisjoint(BODIES):
        return lands.pop()
    if "police" not in named:
        return None
    here = cast.tree.sentence_of[i]
    told = (_told_in(cast, sentence) for sentence in range(here, max(-1, here - _SCENES), -1))
    return next((land for land in told if land is not None), None)


def _told_in(cast: Staged, sentence: int) -> str | None:
    """The land of the last town or capital that a sentence names as a place."""
    tree, land = cast.tree, None
    for k in range(*tree.sentences[sentence]):
        place, actor = cast.site.get(k), cast.at.get(k)
        if place is not None and place.country is not None:
            land = place.country
        elif actor is not None and is_land(actor) and case_of(tree, k) in words.WITHIN:
            land = actor.country
    return land


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
