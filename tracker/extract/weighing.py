"""The sides of an event, weighed: what the rules see and what the judge says of everybody who may be a side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.extract.drafts import Draft
from tracker.extract.judge import Judge
from tracker.extract.sides import PAIR, Sides, distinct
from tracker.extract.standing import Salience, Standing, offers
from tracker.extract.syntax import Tree
from tracker.model import Actor

_BESIDE = 1.5
"""Log-odds from which on a country is on a side beside those that the rules see there."""
_ALONE = 0.5
"""The same where nobody stays there; if none comes to that, the likeliest is, from _AT_LEAST on."""
_AT_LEAST = -0.5
_STILL_ACTS, _STILL_RECEIVES = -0.7, -2.0
"""Log-odds below which a country is not where the rules see it."""


def weighed(draft: Draft, tree: Tree, judge: Judge, stood: Sequence[tuple[Standing, ...]], salience: Salience) -> Draft:
    """The draft with the sides that are likeliest."""
    if draft.rule.mutual and len(draft.sides.countries()) >= PAIR:
        return draft  # those whom data is shared about, or who is spoken of, stand as near as the parties
    trigger = max((draft.token, draft.cand.verb), key=lambda token: judge.chance(token, draft.kind))
    offered = offers(tree, trigger, draft.sides, stood, salience)
    if not offered:
        return draft
    scores = judge.sides(trigger, [offer for offer, _ in offered]).tolist()
    acts: dict[str, tuple[float, Actor]] = {}
    gets: dict[str, tuple[float, Actor]] = {}
    for (_, actor), (act, get) in zip(offered, scores, strict=True):
        for told, score in ((acts, act), (gets, get)):
            if actor.country and score > told.get(actor.country, (-99.0, actor))[0]:
                told[actor.country] = score, actor
    actors = side(acts, draft.sides.actors, _STILL_ACTS)
    recipients = side(gets, draft.sides.recipients, _STILL_RECEIVES)
    if draft.rule.mutual:
        actors, recipients = distinct((*actors, *recipients)), ()
    same = (actors, recipients) == (draft.sides.actors, draft.sides.recipients)
    if same or not (actors or recipients):
        return draft
    return replace(draft, sides=Sides(actors, recipients, f"{draft.sides.how}; weighed by the judge"))


def side(scores: Mapping[str, tuple[float, Actor]], seen: tuple[Actor, ...], known: float) -> tuple[Actor, ...]:
    """Whoever is likely on a side, as the rules have `seen` him if they did."""
    kept = [a for a in seen if a.country is None or a.country not in scores or scores[a.country][0] > known]
    have = {actor.country for actor in seen if actor.country}
    ranked = sorted((item for land, item in scores.items() if land not in have), key=lambda item: -item[0])
    new = [actor for score, actor in ranked if score > (_BESIDE if kept else _ALONE)]
    if not kept and not new and ranked and ranked[0][0] > _AT_LEAST:
        new = [ranked[0][1]]
    return (*kept, *new)
