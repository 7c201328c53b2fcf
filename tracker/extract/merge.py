"""One happening told several times in an article is one event with several pieces of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extract.dating_group import with_the_day_told
from tracker.extract.detected import ALIKE, BLOWS, is_judged
from tracker.extract.drafts import Draft
from tracker.extract.sides import PAIR, countries
from tracker.extract.status_mood import HEADLINE_PARTICIPLE
from tracker.extract.status_unreal import CLAIMED
from tracker.model import Actor, Basis, EventDate, EventType, Place, Status

_BETWEEN_PEOPLE = frozenset((EventType.CONSULT, EventType.AGREE, EventType.SUPPORT))
# a plan and its cancellation, or its present-tense announcement, are one event
_MOVES = ({Status.PLANNED, Status.ONGOING}, {Status.PLANNED, Status.CANCELLED})
_SIDE_OF = {"COP": "state", "MIL": "state", "GOV": "state", "REB": "rebels", "UAF": "rebels", "OPP": "crowd"}
_DAYS, _SEASON = 3, 10
"""Days that one day may come to, and those of a time that is none of the news."""
_MANY = 3
"""Countries from which on one telling is as complete as another: more of them are rather spoken of than sides."""
_BEFORE = ("earlier", "this year", "this month", "in recent", "over the past", "in the past")
_UNKNOWN = frozenset(("UAF", "CRM"))
"""Sectors of gunmen and bombers of whom nothing else is known."""
_PERSONAL = frozenset(("visit", "resignation"))
_KIN = (
    *ALIKE,
    frozenset(("agreement", "data_sharing")),
    frozenset(("missile_launch", "exercise")),
    frozenset(("joint_exercise", "exercise")),
)
"""Kinds that one happening may be told as."""


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
            told = next((g for g in reversed(groups) if _echoes(draft, g[0][1])), None)
            if told is not None:
                told.append((position, draft))
            if told is not None or draft.echo:
                continue
        for group in groups:
            if any(_one_happening(draft, other) for _, other in group) and all(
                _agree(draft, other) and (not other.choice.sure or _dates_fit(draft.choice.date, other.choice.date))
                for _, other in group
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
    if ahead is None or done or not _is_headline(ordered[0]):
        return ordered
    return [ahead, *(d for d in ordered if d is not ahead)]


def _is_headline(draft: Draft) -> bool:
    """Told in a headline's present or by its participle ("Envoy expelled"): done, or to be done."""
    open_ = not draft.reading.past or draft.reading.why == HEADLINE_PARTICIPLE
    return draft.part == "title" and draft.status is Status.HAPPENED and open_


def _echoes(draft: Draft, told: Draft) -> bool:
    alike = draft.kind == told.kind or (draft.recap and any({draft.kind, told.kind} <= kin for kin in _KIN))
    if not alike or not _status_fits(draft.status, told.status):
        return False
    sides, others = draft.sides.countries(), told.sides.countries()
    if sides and not (sides <= others or others <= sides if draft.recap else sides & others):
        return False
    # the day on which "the visit" was called off is not that of the visit
    off = not sides and draft.status is Status.CANCELLED
    undated = draft.recap and draft.choice.date.interval is None
    return off or undated or _dates_fit(draft.choice.date, told.choice.date)


def _one_happening(a: Draft, b: Draft) -> bool:
    if _agenda(a, b) or _agenda(b, a):
        return True
    if a.kind != b.kind and not any(a.kind in kin and b.kind in kin for kin in _KIN):
        return False
    if _halves(a, b) or _outcome(a, b) or _outcome(b, a) or _names_who_did(a, b):
        return True
    if a.kind != b.kind and a.type is not b.type:
        return False
    fits = _status_fits(a.status, b.status) or _points_at(a, b) or _points_at(b, a) or _heads(a, b) or _heads(b, a)
    if not fits or not _dates_fit(a.choice.date, b.choice.date) or _is_another_blow(a, b):
        return False
    ca, cb = a.sides.countries(), b.sides.countries()
    if a.promised != b.promised and len(ca) != len(cb):
        return False
    if not ca or not cb:
        return ca == cb
    if ca <= cb or cb <= ca:
        if a.kind in _PERSONAL and _persons_differ(a, b):
            return False
        if ca != cb and (a.rule.mutual or b.rule.mutual) and (_is_domestic(a) or _is_domestic(b)):
            return False  # police shooting at protesters, and a war of two lands
        return a.rule.mutual or b.rule.mutual or _roles_fit(a, b)
    return False


def _agree(a: Draft, b: Draft) -> bool:
    """Whether two tellings can be of one happening with others between them: a meeting of Chad is told of both Chad and
    Niger and Chad and Mali, which are two."""
    if _names_who_did(a, b):
        return True
    ca, cb = a.sides.countries(), b.sides.countries()
    if not (_status_fits(a.status, b.status) or any(_is_passing(d) or _is_headline(d) for d in (a, b))):
        return False  # talks that were held, and talks to come, though "the talks" may be either
    if a.rule.mutual and b.rule.mutual and len(ca) > 1 and len(cb) > 1:
        return ca <= cb or cb <= ca
    return not _is_another_blow(a, b) and (a.rule.mutual or b.rule.mutual or _roles_fit(a, b))


def _halves(a: Draft, b: Draft) -> bool:
    """ "Two were killed when rebels attacked a post": one clause names whom it struck, the other who did it."""
    if a.part != b.part or a.sentence != b.sentence or not {a.kind, b.kind} <= BLOWS:
        return False
    if not _status_fits(a.status, b.status) or not _dates_fit(a.choice.date, b.choice.date):
        return False
    one, other = (a, b) if not countries(a.sides.actors) else (b, a)
    return not countries(one.sides.actors) and bool(other.sides.actors) and not countries(other.sides.recipients)


def _names_who_did(a: Draft, b: Draft) -> bool:
    """ "Islamic State claimed the attack" after a bomb that nobody is said to have set names who did it."""
    if not {a.kind, b.kind} <= BLOWS or not _status_fits(a.status, b.status) or not _takes_up(a):
        return False
    struck = countries(a.sides.recipients)
    unknown = b.sides.guessed or all(x.sector in _UNKNOWN and x.person is None for x in b.sides.actors)
    if not unknown or (struck and struck.isdisjoint(_struck(b))):
        return False
    return _dates_fit(a.choice.date, b.choice.date) and not _is_another_blow(a, b)


def _takes_up(draft: Draft) -> bool:
    """Whether a noun points at a blow told before, of which its clause says by whom it was dealt."""
    how, _, weighed = draft.sides.how.partition(";")
    said = draft.reading.why == CLAIMED or how == "subject" or not (draft.sides.guessed or weighed)
    return draft.pointing and said and bool(countries(draft.sides.actors))


def _outcome(a: Draft, b: Draft) -> bool:
    """ "Fired at a tanker, injuring two sailors": what a blow brings about is no second one."""
    return (
        (a.part, a.outcome_of) == (b.part, b.cand.verb)
        and {a.kind, b.kind} <= BLOWS
        and countries(a.sides.actors) == countries(b.sides.actors)
    )


def _is_domestic(draft: Draft) -> bool:
    """Whether both sides are known to be of one and the same country."""
    doers = countries(draft.sides.actors)
    return len(doers) == 1 and doers == countries(draft.sides.recipients)


def _agenda(a: Draft, b: Draft) -> bool:
    """ "The two will discuss trade" after a visit or meeting that is planned says what that is for."""
    return (
        a.kind == "meeting"
        and b.kind in ("visit", "meeting")
        and a.status is Status.PLANNED
        and b.status in (Status.PLANNED, Status.CANCELLED)
        and a.choice.date.basis is Basis.ASSUMED
        and (a.part, a.sentence) != (b.part, b.sentence)
        and a.sides.countries() == b.sides.countries()
    )


def _heads(a: Draft, b: Draft) -> bool:
    """ "Chad expels an envoy" over "said that it would expel the envoy"."""
    return _is_headline(a) and a.kind == b.kind and b.part != a.part and b.status is Status.PLANNED


def _points_at(a: Draft, b: Draft) -> bool:
    """Whether `a` only takes up by its noun what `b` says of the event: "no new date was given for the trip" after a
    trip that was called off reports no trip."""
    return _is_passing(a) and a.kind == b.kind and b.status in (Status.PLANNED, Status.CANCELLED, Status.DENIED)


def _is_passing(draft: Draft) -> bool:
    return (
        draft.cand.nominal
        and not draft.cand.light
        and draft.status.is_done
        and draft.choice.date.basis is Basis.ASSUMED
        and not draft.reading.firm
    )


def _roles_fit(a: Draft, b: Draft) -> bool:
    """Who acts is not turned round (a strike and its answer are two events)."""
    doers_a, doers_b = countries(a.sides.actors), countries(b.sides.actors)
    if doers_a and doers_b:
        hit_a, hit_b = countries(a.sides.recipients), countries(b.sides.recipients)
        apart = (
            a.kind not in BLOWS and bool(hit_a and hit_b) and not hit_a & hit_b
        )  # criticising one's own court, and another land
        return bool(doers_a & doers_b) and not apart and not _forces_differ(a, b)
    struck_a, struck_b = _struck(a), _struck(b)
    return not struck_a or not struck_b or bool(struck_a & struck_b)


def _struck(draft: Draft) -> set[str]:
    """Countries that something is done to, or in."""
    place = draft.place.country if draft.place is not None and draft.kind in BLOWS else None
    return countries(draft.sides.recipients) | ({place} if place else set())


def _forces_differ(a: Draft, b: Draft) -> bool:
    """What police shoot and what militants of the same country do are two."""
    kinds_a = {_SIDE_OF[x.sector] for x in a.sides.actors if x.sector in _SIDE_OF}
    kinds_b = {_SIDE_OF[x.sector] for x in b.sides.actors if x.sector in _SIDE_OF}
    return a.kind in BLOWS and bool(kinds_a and kinds_b) and not kinds_a & kinds_b


def _persons_differ(a: Draft, b: Draft) -> bool:
    """Two travellers of one country make two trips, two who resign leave two posts."""
    first = {x.person for x in a.sides.actors if x.person}
    second = {x.person for x in b.sides.actors if x.person}
    return bool(first and second) and not first & second


def _status_fits(a: Status, b: Status) -> bool:
    return a is b or (a.is_done and b.is_done) or {a, b} in _MOVES


def _dates_fit(a: EventDate, b: EventDate) -> bool:
    if a.interval is None or b.interval is None:
        return (
            (a.basis is not Basis.NONE or b.basis is Basis.NONE) and (a.interval is None) == (b.interval is None)
        ) or Basis.ASSUMED in (a.basis, b.basis)
    if a.interval.overlaps(b.interval):
        return True
    # an assumed day gives way to a date near it that is said
    for assumed, said in ((a, b), (b, a)):
        if assumed.basis is Basis.ASSUMED and said.basis is not Basis.ASSUMED and assumed.interval and said.interval:
            gap = (assumed.interval.start - said.interval.last).days
            return -40 <= gap <= 10
    return False


def _is_another_blow(a: Draft, b: Draft) -> bool:
    """ "Was also attacked earlier this year": not by what struck on Thursday, though that is of this year as well."""
    if not {a.kind, b.kind} <= BLOWS or {a.status, b.status} != {Status.HAPPENED}:
        return False
    day, season = sorted((a.choice.date, b.choice.date), key=lambda date: date.interval.days if date.interval else 0)
    if day.interval is None or season.interval is None or day.basis is Basis.ASSUMED:
        return False
    before = (season.text or "").lower().startswith(_BEFORE)
    return before and day.interval.days <= _DAYS and season.interval.days >= _SEASON


def _worth(draft: Draft, position: int) -> tuple[bool, bool, int, int, int, int]:
    """Sort key: what a form lists before what the judge alone found, a said day before a wider or assumed date, more
    complete sides, earlier in the text."""
    date = draft.choice.date
    said = 0 if date.basis in (Basis.EXPLICIT, Basis.PUBLICATION) else 1
    wide = date.interval.days if date.interval else 9999
    return (
        _is_passing(draft),
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
        dealt = (d.sides.actors for d in group.drafts if any(_names_who_did(d, other) for other in group.drafts))
        actors = next(dealt, actors)
        actors = actors or next((d.sides.actors for d in group.drafts if d.sides.actors), ())
        recipients = recipients or next((d.sides.recipients for d in group.drafts if d.sides.recipients), ())
        recipients = (*recipients, *_also_struck(best, recipients, group))
    if group.best.rule.type not in _BETWEEN_PEOPLE:
        return actors, recipients
    return _named(actors, group, "actors"), _named(recipients, group, "recipients")


def _as_most_tell(best: Draft, group: Group) -> Draft:
    """The first telling of those that agree where the judge has weighed the sides of `best` and no other has them."""
    if "weighed" not in best.sides.how:
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
    beside = (d for d in group.drafts if _outcome(d, best) or _outcome(best, d))
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
