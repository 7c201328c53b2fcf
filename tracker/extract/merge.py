"""One happening told several times in an article is one event with several pieces of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extract.dating_group import with_the_day_told
from tracker.extract.detected import BLOWS, is_judged
from tracker.extract.drafts import Draft
from tracker.extract.happening import (
    agree,
    echoes,
    is_headline,
    is_passing,
    names_who_did,
    one_happening,
    outcome,
    times_fit,
)
from tracker.extract.sides import PAIR, countries
from tracker.model import Actor, Basis, EventType, Place, Status

_BETWEEN_PEOPLE = frozenset((EventType.CONSULT, EventType.AGREE, EventType.SUPPORT))
_MANY = 3
"""Countries from which on one telling is as complete as another: more of them are rather spoken of than sides."""


@dataclass(frozen=True, slots=True)
class Group:
    """Drafts of one happening, the best first."""

    drafts: tuple[Draft, ...]
    lead: bool

    @property
    def best(self) -> Draft:
        return self.drafts[0]


def join(drafts: Sequence[Draft], leads: frozenset[int]) -> list[Group]:
    """Group drafts in reading order. `leads`: positions that stand in the title or the first two sentences."""
    groups: list[list[tuple[int, Draft]]] = []
    for position, draft in enumerate(drafts):
        if draft.echo or draft.recap:
            told = next((g for g in reversed(groups) if echoes(draft, g[0][1])), None)
            if told is not None:
                told.append((position, draft))
            if told is not None or draft.echo:
                continue
        for group in groups:
            if any(one_happening(draft, other) for _, other in group) and all(
                agree(draft, other) and (not other.choice.sure or times_fit(draft, other)) for _, other in group
            ):
                group.append((position, draft))
                break
        else:
            groups.append([(position, draft)])
    out = []
    for group in groups:
        ordered = [d for _, d in sorted(group, key=lambda item: _worth(item[1], item[0]))]
        moved = _announced(_cancelled(with_the_day_told(_by_phone(ordered))))
        out.append(Group(tuple(moved), any(p in leads for p, _ in group)))
    return out


def _by_phone(ordered: list[Draft]) -> list[Draft]:
    """What is told as a call and again as talks was a call."""
    call = next((d for d in ordered if d.kind == "call"), None)
    if call is None or ordered[0].kind != "meeting":
        return ordered
    return [call, *(d for d in ordered if d is not call)]


def _cancelled(ordered: list[Draft]) -> list[Draft]:
    """What was planned and is called off is called off, on the day that it was planned for."""
    off = next((d for d in ordered if d.status is Status.CANCELLED), None)
    if off is None or off is ordered[0]:
        return ordered
    said = ordered[0].choice if ordered[0].choice.date.basis is not Basis.ASSUMED else off.choice
    return [replace(off, choice=said), *(d for d in ordered if d is not off)]


def _announced(ordered: list[Draft]) -> list[Draft]:
    """What a headline tells in the present and the text as planned is planned, unless the text tells it as done too."""
    ahead = next((d for d in ordered if d.status is Status.PLANNED), None)
    done = any(d.part != "title" and d.status is Status.HAPPENED and d.reading.past for d in ordered)
    if ahead is None or done or not is_headline(ordered[0]):
        return ordered
    return [ahead, *(d for d in ordered if d is not ahead)]


def _worth(draft: Draft, position: int) -> tuple[bool, bool, int, int, int, int]:
    """Sort key: what a form lists before what the judge alone found, a said day before a wider or assumed date, more
    complete sides, earlier in the text."""
    date = draft.choice.date
    said = 0 if date.basis in (Basis.EXPLICIT, Basis.PUBLICATION) else 1
    wide = date.interval.days if date.interval else 9999
    return (
        is_passing(draft),
        is_judged(draft.cand),
        said,
        min(wide, 400) if said == 0 else 0,
        -len(draft.sides.countries()),
        position,
    )


def sides_of_group(group: Group) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The most complete sides among a group's tellings, the first of those; persons before bare countries."""
    best = max(
        group.drafts,
        key=lambda d: (
            not d.echo,
            min(len(d.sides.countries()), _MANY),
            bool(d.sides.recipients),
            not d.sides.guessed,
            -group.drafts.index(d),
        ),
    )
    best = _as_most_tell(best, group)
    actors, recipients = best.sides.actors, best.sides.recipients
    if group.best.kind in BLOWS:
        dealt = (d.sides.actors for d in group.drafts if any(names_who_did(d, other) for other in group.drafts))
        actors = next(dealt, actors)
        actors = actors or next((d.sides.actors for d in group.drafts if d.sides.actors), ())
        recipients = recipients or next((d.sides.recipients for d in group.drafts if d.sides.recipients), ())
        recipients = (*recipients, *_also_struck(best, recipients, group))
    if group.best.rule.type not in _BETWEEN_PEOPLE:
        return actors, recipients
    return _named(actors, group, "actors"), _named(recipients, group, "recipients")


def _as_most_tell(best: Draft, group: Group) -> Draft:
    """The first telling of those that agree where the judge has weighed the sides of `best` and no other has them. The
    sentence that opens a text names them all; what follows may leave one out."""
    if "weighed" not in best.sides.how or (best.part == "text" and best.sentence == 0):
        return best
    least = min(PAIR, len(best.sides.countries()))
    told = [d for d in group.drafts if not d.echo and len(d.sides.countries()) >= least]
    often = Counter(map(_lands_of, told))
    lands, times = often.most_common(1)[0] if often else (_lands_of(best), 1)
    if times < PAIR or often[_lands_of(best)] > 1:
        return best
    return next(d for d in told if _lands_of(d) == lands)


def _lands_of(draft: Draft) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(countries(draft.sides.actors)), frozenset(countries(draft.sides.recipients))


def _also_struck(best: Draft, recipients: Sequence[Actor], group: Group) -> list[Actor]:
    """ "Struck the Chadian consulate, killing nine people": whom it hit as well as where."""
    own = countries(recipients)
    beside = (d for d in group.drafts if outcome(d, best) or outcome(best, d))
    land = best.place.country if best.place is not None else None
    hit = [a for d in beside for a in d.sides.recipients if a.country == land or not d.sides.guessed]
    return [a for a in hit if own and a.country and a.country not in own][:1]


def _named(actors: tuple[Actor, ...], group: Group, side: str) -> tuple[Actor, ...]:
    """Put a named office holder for a bare country where another telling of the same side has one."""
    pool = [a for d in group.drafts for a in getattr(d.sides, side) if a.person is not None]
    out: list[Actor] = []
    for actor in actors:
        better = (
            next((p for p in pool if p.country == actor.country), None)
            if actor.person is None and actor.sector is None
            else None
        )
        chosen = better or actor
        if chosen not in out:
            out.append(chosen)
    return tuple(out)


def place_of_group(group: Group) -> Place | None:
    places = [d.place for d in group.drafts if d.place is not None]
    return max(places, key=lambda p: p.lat is not None, default=None)
