"""The sides of an event, weighed: what the rules see and what the judge says of everybody who may be a side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.extract.arguments_unsaid import joined_in
from tracker.extract.detected import is_judged
from tracker.extract.drafts import Draft
from tracker.extract.judge import Judge
from tracker.extract.judge_sides import ABSENT, Array, Offer, Question, up_from
from tracker.extract.opening import opening_of
from tracker.extract.sides import PAIR, Sides, countries, distinct
from tracker.extract.standing import Salience, Standing, offers
from tracker.extract.syntax import Tree, case_of
from tracker.model import Actor


@dataclass(frozen=True, slots=True)
class Least:
    """Log-odds that a country has to come to."""

    acts: float
    receives: float
    """To stay where the rules see it."""
    beside: float
    """To join those that the rules see there, or the likeliest where they see nobody."""
    alone: float = 0.5
    """To be there as the likeliest where nobody stays."""
    any: float = -1.2
    """If none comes to that, to be there as the likeliest."""
    pair: float = 0.6
    """To be the other one of those who do something together, where only one is known."""


_OPENING = Least(acts=-2.0, receives=-2.5, beside=2.5, any=-0.5)
"""In the sentences that open an article: by their sides reports of one event are known, and the rules' are steadier."""
_BODY = Least(acts=-0.3, receives=-0.4, beside=1.8, alone=0.3, any=-1.0, pair=0.3)
_AT_NOBODY = frozenset(("missile_launch", "nuclear_test"))
"""Tests: whoever lies in the way has not been aimed at."""
_SHARED = frozenset(("obj", "nsubj:pass", "compound"))
"""How a thing hangs on its being shared."""
_GIVEN = frozenset(("with", "between", "to", "from", "among"))
_ABOUT = frozenset(("on", "about", "regarding", "concerning"))
_MANY_LANDS = frozenset("countries nations states governments capitals".split())
_TOGETHER = 64
"""Drafts whose sides are scored together: a long text may have thousands, with hundreds of words each."""


def weighed(
    drafts: Sequence[Draft], tree: Tree, judge: Judge, stood: Sequence[tuple[Standing, ...]], salience: Salience
) -> tuple[Draft, ...]:
    """The drafts with the sides that are likeliest."""
    out = list(drafts)
    for begin in range(0, len(drafts), _TOGETHER):
        own = enumerate(drafts[begin : begin + _TOGETHER], begin)
        trials = [(n, trial) for n, draft in own if (trial := _trial(draft, tree, judge, stood, salience))]
        for (n, trial), scores in zip(trials, judge.sides([trial.question for _, trial in trials]), strict=True):
            out[n] = _with_likeliest(drafts[n], tree, trial, scores)
    return tuple(out)


class _Trial(NamedTuple):
    """What is asked of the judge for a draft, and the actors that the words offered stand for."""

    question: Question
    actors: tuple[Actor, ...]


def _trial(
    draft: Draft, tree: Tree, judge: Judge, stood: Sequence[tuple[Standing, ...]], salience: Salience
) -> _Trial | None:
    """The trial of a draft whose sides are in doubt; None where they are not, or nobody may be one."""
    if draft.rule.mutual and len(draft.sides.countries()) >= PAIR and not is_judged(draft.cand):
        return None  # those whom data is shared about, or who is spoken of, stand as near as the parties
    trigger = max((draft.token, draft.cand.verb), key=lambda token: judge.chance(token, draft.kind))
    offered = offers(tree, trigger, draft.sides, stood, salience)
    if not offered:
        return None
    actors = tuple(actor for _, actor in offered)
    return _Trial(Question(trigger, [offer for offer, _ in offered], [a.country or "" for a in actors]), actors)


def _with_likeliest(draft: Draft, tree: Tree, trial: _Trial, scores: Array) -> Draft:
    """A draft with the likeliest of those offered, by their log-odds [m, 2]."""
    acts: dict[str, tuple[float, Actor]] = {}
    gets: dict[str, tuple[float, Actor]] = {}
    seen, shared_about = draft.sides.countries(), _shared_about(draft, tree, trial)
    for offer, actor, (act, get) in zip(trial.question.offers, trial.actors, scores.tolist(), strict=True):
        if draft.rule.mutual and actor.person is not None and _is_from_before(offer, tree, trial.question.trigger):
            continue  # a man who was spoken of before is not met for it
        if not actor.country or (actor.country in shared_about and actor.country not in seen):
            continue
        for told, score in ((acts, act), (gets, get)):
            if actor.country not in told or score > told[actor.country][0]:
                told[actor.country] = score, actor
    least = _OPENING if draft.sentence in opening_of(tree) else _BODY
    many = bool(draft.sides.actors) and all(map(_are_many_lands, draft.sides.actors)) and not draft.rule.mutual
    actors = draft.sides.actors if many else side(acts, draft.sides.actors, least, least.acts)
    if not countries(actors) and draft.sides.how == "subject" and not draft.sides.guessed:
        actors = draft.sides.actors  # whoever leads the clause by name does it, if nobody else does
    if countries(actors) and (joined := joined_in(tree, draft.cand.verb)):
        beside = {
            a.country for offer, a in zip(trial.question.offers, trial.actors, strict=True) if offer.token in joined
        }
        actors = (*actors, *(a for a in draft.sides.actors if a.country in beside - countries(actors)))
    aimed = draft.kind not in _AT_NOBODY
    other = replace(least, any=least.alone) if draft.rule.mutual else least
    recipients = side(gets, draft.sides.recipients, other, least.receives) if aimed else draft.sides.recipients
    if draft.rule.mutual:
        actors, recipients = distinct((*actors, *recipients)), ()
        actors = paired(actors, acts, gets, least.pair)
    same = (actors, recipients) == (draft.sides.actors, draft.sides.recipients)
    if same or not (actors or recipients):
        return draft
    return replace(draft, sides=Sides(actors, recipients, f"{draft.sides.how}; weighed by the judge"))


def paired(
    actors: tuple[Actor, ...],
    acts: Mapping[str, tuple[float, Actor]],
    gets: Mapping[str, tuple[float, Actor]],
    least: float,
) -> tuple[Actor, ...]:
    """Whoever takes part in what several do, with the likeliest other country where only one is known."""
    own = countries(actors)
    others = (item for told in (acts, gets) for land, item in told.items() if land not in own)
    best = max(others, key=_score, default=None)
    return (*actors, best[1]) if len(own) == 1 and best is not None and best[0] > least else actors


def _score(item: tuple[float, Actor]) -> float:
    return item[0]


def _shared_about(draft: Draft, tree: Tree, trial: _Trial) -> set[str | None]:
    """ "Share data on Russian missiles": the countries that stand in what is shared, not among those who share it."""
    if draft.kind != "data_sharing":
        return set()
    offered = zip(trial.question.offers, trial.actors, strict=True)
    return {actor.country for offer, actor in offered if is_shared_about(tree, offer.token, trial.question.trigger)}


def is_shared_about(tree: Tree, token: int, trigger: int) -> bool:
    """Whether a word says what something shared is about: "data on Russia", "Russian missile data"; not whose it is or
    who gets it."""
    up = [] if token == ABSENT else up_from(tree, token)
    below = up[: up.index(trigger)] if trigger in up else []
    cases = {case_of(tree, i) for i in below}
    if not below or cases & _GIVEN:
        return False
    if cases & _ABOUT:
        return True
    *_, name, thing = (None, *below)
    shared = tree.deps[thing] in _SHARED or case_of(tree, thing) == "of"
    return name is not None and shared and tree.deps[name] in ("amod", "compound")


def _is_from_before(offer: Offer, tree: Tree, trigger: int) -> bool:
    """Whether a word stands in a sentence before the trigger's."""
    return offer.token != ABSENT and tree.sentence_of[offer.token] != tree.sentence_of[trigger]


def _are_many_lands(actor: Actor) -> bool:
    """ "Several countries", "world leaders", "other governments": none of those that are named."""
    return actor.country is None and actor.name.lower().split(" ")[-1] in _MANY_LANDS


_SURE = (99.0, Actor(""))
"""Of a country that was not offered."""
_UNHEARD_OF = -6.5
"""Log-odds below which a land is no side whatever the rules see."""


def _least(actor: Actor, stays: float) -> float:
    """What an actor has to come to: "a Liberian-flagged tanker" is of that land whoever owns it."""
    under_flag = "-flagged " in actor.name or "-registered " in actor.name
    return _UNHEARD_OF if under_flag else stays


def side(
    scores: Mapping[str, tuple[float, Actor]], seen: tuple[Actor, ...], least: Least, stays: float
) -> tuple[Actor, ...]:
    """Whoever is likely on a side, as the rules have `seen` him if they did; `stays`: what keeps him there. Whoever has
    no known country ("minors", "police", a company) is of the likeliest one."""
    kept = [a for a in seen if a.country is None or scores.get(a.country, _SURE)[0] > _least(a, stays)]
    known = any(actor.country for actor in kept)
    have = {actor.country for actor in seen if actor.country}
    ranked = sorted((item for land, item in scores.items() if land not in have), key=_score, reverse=True)
    new = [actor for n, (score, actor) in enumerate(ranked) if score > (least.beside if known or n else least.alone)]
    if not known and not new and ranked and ranked[0][0] > least.any:
        new = [ranked[0][1]]
    if kept and new and not known:
        return (*(replace(actor, country=new[0].country) for actor in kept), *new[1:])
    return (*kept, *new)
