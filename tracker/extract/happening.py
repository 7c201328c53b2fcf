"""Whether two tellings of an article can be of one happening, by their kinds, sides, days and status."""

from __future__ import annotations

from tracker.extract.detected import ALIKE, BLOWS
from tracker.extract.drafts import Draft
from tracker.extract.sides import countries
from tracker.extract.status_mood import HEADLINE_PARTICIPLE
from tracker.extract.status_unreal import CLAIMED
from tracker.model import Basis, EventDate, Status

# a plan and its cancellation, or its present-tense announcement, are one event
_MOVES = ({Status.PLANNED, Status.ONGOING}, {Status.PLANNED, Status.CANCELLED})
_SIDE_OF = {"COP": "state", "MIL": "state", "GOV": "state", "REB": "rebels", "UAF": "rebels", "OPP": "crowd"}
_DAYS, _SEASON = 3, 10
"""Days that one day may come to, and those of a time that is none of the news."""
_BEFORE = ("earlier", "this year", "this month", "in recent", "over the past", "in the past")
_UNKNOWN = frozenset(("UAF", "CRM"))
"""Sectors of gunmen and bombers of whom nothing else is known."""
_ARRIVING = ("arriv", "land", "touch down", "fly", "jet")
_STAY = 2
"""Days that a visit goes on as a rule."""
_PERSONAL = frozenset(("visit", "resignation"))
_KIN = (
    *ALIKE,
    frozenset(("agreement", "data_sharing")),
    frozenset(("missile_launch", "exercise")),
    frozenset(("joint_exercise", "exercise")),
)
"""Kinds that one happening may be told as."""


def one_happening(a: Draft, b: Draft) -> bool:
    """Whether the rules take two tellings for one happening."""
    if _agenda(a, b) or _agenda(b, a):
        return True
    if a.kind != b.kind and not any(a.kind in kin and b.kind in kin for kin in _KIN):
        return False
    if _halves(a, b) or outcome(a, b) or outcome(b, a) or names_who_did(a, b):
        return True
    if a.kind != b.kind and a.type is not b.type:
        return False
    fits = _status_fits(a.status, b.status) or _points_at(a, b) or _points_at(b, a) or _heads(a, b) or _heads(b, a)
    if not fits or not times_fit(a, b) or _is_another_blow(a, b):
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


def agree(a: Draft, b: Draft) -> bool:
    """Whether two tellings can be of one happening with others between them: a meeting of Chad is told of both Chad and
    Niger and Chad and Mali, which are two."""
    if names_who_did(a, b):
        return True
    ca, cb = a.sides.countries(), b.sides.countries()
    if not (_status_fits(a.status, b.status) or any(is_passing(d) or is_headline(d) for d in (a, b))):
        return False  # talks that were held, and talks to come, though "the talks" may be either
    if a.rule.mutual and b.rule.mutual and len(ca) > 1 and len(cb) > 1:
        return ca <= cb or cb <= ca
    return not _is_another_blow(a, b) and (a.rule.mutual or b.rule.mutual or _roles_fit(a, b))


def echoes(draft: Draft, told: Draft) -> bool:
    """Whether a telling only takes up again what was told."""
    alike = draft.kind == told.kind or (draft.recap and any({draft.kind, told.kind} <= kin for kin in _KIN))
    if not alike or not _status_fits(draft.status, told.status):
        return False
    sides, others = draft.sides.countries(), told.sides.countries()
    if sides and not (sides <= others or others <= sides if draft.recap else sides & others):
        return False
    # the day on which "the visit" was called off is not that of the visit
    off = not sides and draft.status is Status.CANCELLED
    undated = draft.recap and draft.choice.date.interval is None
    return off or undated or dates_fit(draft.choice.date, told.choice.date)


def is_headline(draft: Draft) -> bool:
    """Told in a headline's present or by its participle ("Envoy expelled"): done, or to be done."""
    open_ = not draft.reading.past or draft.reading.why == HEADLINE_PARTICIPLE
    return draft.part == "title" and draft.status is Status.HAPPENED and open_


def names_who_did(a: Draft, b: Draft) -> bool:
    """ "Islamic State claimed the attack" after a bomb that nobody is said to have set names who did it."""
    if not {a.kind, b.kind} <= BLOWS or not _status_fits(a.status, b.status) or not _takes_up(a):
        return False
    struck = countries(a.sides.recipients)
    unknown = b.sides.guessed or all(x.sector in _UNKNOWN and x.person is None for x in b.sides.actors)
    if not unknown or (struck and struck.isdisjoint(_struck(b))):
        return False
    return dates_fit(a.choice.date, b.choice.date) and not _is_another_blow(a, b)


def outcome(a: Draft, b: Draft) -> bool:
    """ "Fired at a tanker, injuring two sailors": what a blow brings about is no second one."""
    return (
        (a.part, a.outcome_of) == (b.part, b.cand.verb)
        and {a.kind, b.kind} <= BLOWS
        and countries(a.sides.actors) == countries(b.sides.actors)
    )


def times_fit(a: Draft, b: Draft) -> bool:
    """Whether two tellings may be of one time; whoever arrived in the evening visits on the day after."""
    if dates_fit(a.choice.date, b.choice.date):
        return True
    if a.kind != "visit" or b.kind != "visit":
        return False
    return _goes_on(a, b) or _goes_on(b, a)


def _goes_on(came: Draft, there: Draft) -> bool:
    """Whether a visit was on within two days of an arrival that is told with its day."""
    first, then = came.choice.date.interval, there.choice.date.interval
    if not came.cand.form.startswith(_ARRIVING) or first is None or then is None or first.days > 1:
        return False
    return came.choice.date.basis is not Basis.ASSUMED and 0 <= (then.start - first.last).days <= _STAY


def dates_fit(a: EventDate, b: EventDate) -> bool:
    """Whether two tellings may be of one time; an assumed day gives way to one near it that is said."""
    if a.interval is None or b.interval is None:
        return (
            (a.basis is not Basis.NONE or b.basis is Basis.NONE) and (a.interval is None) == (b.interval is None)
        ) or Basis.ASSUMED in (a.basis, b.basis)
    if a.interval.overlaps(b.interval):
        return True
    for assumed, said in ((a, b), (b, a)):
        if assumed.basis is Basis.ASSUMED and said.basis is not Basis.ASSUMED and assumed.interval and said.interval:
            gap = (assumed.interval.start - said.interval.last).days
            return -40 <= gap <= 10
    return False


def _halves(a: Draft, b: Draft) -> bool:
    """ "Two were killed when rebels attacked a post": one clause names whom it struck, the other who did it."""
    if a.part != b.part or a.sentence != b.sentence or not {a.kind, b.kind} <= BLOWS:
        return False
    if not _status_fits(a.status, b.status) or not dates_fit(a.choice.date, b.choice.date):
        return False
    one, other = (a, b) if not countries(a.sides.actors) else (b, a)
    return not countries(one.sides.actors) and bool(other.sides.actors) and not countries(other.sides.recipients)


def _takes_up(draft: Draft) -> bool:
    """Whether a noun points at a blow told before, of which its clause says by whom it was dealt."""
    how, _, weighed = draft.sides.how.partition(";")
    said = draft.reading.why == CLAIMED or how == "subject" or not (draft.sides.guessed or weighed)
    return draft.pointing and said and bool(countries(draft.sides.actors))


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
    return is_headline(a) and a.kind == b.kind and b.part != a.part and b.status is Status.PLANNED


def _points_at(a: Draft, b: Draft) -> bool:
    """Whether `a` only takes up by its noun what `b` says of the event: "no new date was given for the trip" after a
    trip that was called off reports no trip."""
    return is_passing(a) and a.kind == b.kind and b.status in (Status.PLANNED, Status.CANCELLED, Status.DENIED)


def is_passing(draft: Draft) -> bool:
    """Whether a noun only takes an event up, undated and as if done."""
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
        # criticising one's own court, and another land
        apart = a.kind not in BLOWS and bool(hit_a and hit_b) and not hit_a & hit_b
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


def _is_another_blow(a: Draft, b: Draft) -> bool:
    """ "Was also attacked earlier this year": not by what struck on Thursday, though that is of this year as well."""
    if not {a.kind, b.kind} <= BLOWS or {a.status, b.status} != {Status.HAPPENED}:
        return False
    day, season = sorted((a.choice.date, b.choice.date), key=lambda date: date.interval.days if date.interval else 0)
    if day.interval is None or season.interval is None or day.basis is Basis.ASSUMED:
        return False
    before = (season.text or "").lower().startswith(_BEFORE)
    return before and day.interval.days <= _DAYS and season.interval.days >= _SEASON
