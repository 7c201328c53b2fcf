"""From the mentions of one event to the event: the best evidence decides each part. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from tracker.events.cluster import Cluster
from tracker.events.rank import significance
from tracker.events.told import Told
from tracker.model import Actor, Basis, Event, EventDate, EventType, Place, Status

_DECISIVE = (Status.HAPPENED, Status.ONGOING, Status.CANCELLED, Status.DENIED)
_BASIS_RANK = {Basis.EXPLICIT: 0, Basis.PUBLICATION: 0, Basis.TEXT: 1, Basis.ASSUMED: 2, Basis.NONE: 3}
_EARLY = datetime.min.replace(tzinfo=UTC)
# "visit" reads "visit to", "sanctions" reads "sanctions on"
_TOWARDS = {
    "visit": "to", "sanctions": "on", "condemnation": "of", "demand": "on", "threat": "against", "strike": "on",
    "accusation": "against", "arms_transfer": "to", "aid": "to", "endorsement": "of", "expulsion": "of",
    "deployment": "to",
    "rejection": "of", "investigation": "of", "restriction": "on", "cyberattack": "on", "abduction": "of",
    "arrest": "of", "seizure": "from", "concession": "to", "bombing": "in", "assassination": "of",
    "protest": "against",
}  # fmt: skip


def merge(cluster: Cluster, event_id: int = 0, version: int = 0) -> Event:
    """The event that a cluster of mentions tells of."""
    members = cluster.members
    status, deciding = _status(members)
    kind = _kind(deciding)
    telling = [told for told in deciding if told.mention.kind == kind]
    best = _best(telling)
    when = _date(members, deciding, status)
    actors, recipients = _sides(members, best)
    event_type, mode = _coded(telling, best)
    sources = {told.independent_key for told in members}
    confidence = 1.0
    for confident in _by_source(members).values():
        confidence *= 1.0 - confident
    confidence = min(0.99, 1.0 - confidence)
    countries = {actor.country for actor in (*actors, *recipients) if actor.country}
    event = Event(
        id=event_id,
        version=version,
        kind=kind,
        type=event_type,
        mode=mode,
        contexts=best.mention.contexts,
        cameo=best.mention.cameo,
        status=status,
        actors=actors,
        recipients=recipients,
        place=_place(members, best),
        date=when,
        title="",
        confidence=confidence,
        object=next((told.mention.object for told in (best, *deciding) if told.mention.object), None),
        evidence=best.mention.evidence,
        said_by=best.mention.said_by,
        independent_sources=len(sources),
        first_reported=min((told.published for told in members if told.published), default=None),
    )
    return replace(
        event,
        title=title_of(event),
        significance=significance(
            event.kind,
            event.type,
            status,
            countries,
            len(sources),
            lead=any(told.mention.lead for told in members),
            confidence=confidence,
        ),
    )


def _published(told: Told) -> datetime:
    return told.published or _EARLY


def _by_source(members: Sequence[Told]) -> dict[str, float]:
    """The best confidence that each independent source gives."""
    best: dict[str, float] = {}
    for told in members:
        best[told.independent_key] = max(best.get(told.independent_key, 0.0), told.mention.confidence)
    return best


def _status(members: Sequence[Told]) -> tuple[Status, list[Told]]:
    """What the best evidence says now, and the mentions that say it.

    One voice per article. What is decisive (it happened, it was called off, it was denied) outweighs what was planned
    or alleged before; among decisive voices that differ, a cancellation or denial holds against earlier reports only,
    and later, more reliable and more confident voices win.
    """
    voices = _voices(members)
    decisive = [told for told in voices if told.mention.status in _DECISIVE]
    pool = decisive or [told for told in voices if told.mention.status is Status.PLANNED] or voices
    weights: Counter[Status] = Counter()
    newest = max(_published(told) for told in pool)
    counted: set[tuple[str, Status]] = set()
    for told in pool:
        status = told.mention.status
        if (told.independent_key, status) in counted:
            continue
        counted.add((told.independent_key, status))
        days_old = (newest - _published(told)).total_seconds() / 86400
        # the weight is scaled to whole numbers so that sums do not depend on the order of addition
        weights[status] += round(1000 * told.mention.confidence * 0.5 ** min(days_old, 40) * (1.3 - 0.1 * told.tier))
    order = {status: n for n, status in enumerate(Status)}
    chosen = max(weights, key=lambda status: (weights[status], -order[status]))
    return chosen, [told for told in members if told.mention.status is chosen]


def _voices(members: Sequence[Told]) -> list[Told]:
    """The mention of each article that speaks for it: the lead one, the more confident one."""
    chosen: dict[str, Told] = {}
    for told in members:
        key = told.key[0]
        if key not in chosen or _prominence(told) > _prominence(chosen[key]):
            chosen[key] = told
    return list(chosen.values())


def _kind(deciding: Sequence[Told]) -> str:
    """The kind that most independent sources give; of equals the one more often the news of its article, then the surer
    one, then the first by name."""
    sources: dict[str, set[str]] = {}
    leads: Counter[str] = Counter()
    surest: dict[str, float] = {}
    for told in deciding:
        kind = told.mention.kind
        sources.setdefault(kind, set()).add(told.independent_key)
        leads[kind] += told.mention.lead
        surest[kind] = max(surest.get(kind, 0.0), told.mention.confidence)
    return min(sources, key=lambda kind: (-len(sources[kind]), -leads[kind], -round(surest[kind], 1), kind))


def _prominence(told: Told) -> tuple[bool, float, int]:
    return (told.mention.lead, told.mention.confidence, -told.key[1])


def _best(deciding: Sequence[Told]) -> Told:
    """The mention to show: lead, from a reliable outlet, confident, naming most; ties by identity."""
    return min(
        deciding,
        key=lambda told: (
            not told.mention.lead,
            -round(told.mention.confidence, 1),
            told.tier,
            -len(told.mention.actors) - len(told.mention.recipients),
            told.key,
        ),
    )


def _date(members: Sequence[Told], deciding: Sequence[Told], status: Status) -> EventDate:
    """The most precise days of those who say the final status, the later report where equally precise; days that
    were stated before days that were assumed. A cancelled event keeps the days for which it was planned."""
    pool = [told for told in deciding if told.mention.date.interval] or [
        told for told in members if told.mention.date.interval
    ]
    if status is Status.CANCELLED:
        stated = [
            told for told in members if told.mention.date.interval and told.mention.date.basis is not Basis.ASSUMED
        ]
        pool = stated or pool
    if not pool:
        return members[0].mention.date

    def rank(told: Told) -> tuple[int, int, float, tuple[str, int]]:
        when = told.mention.date
        assert when.interval is not None
        exact = 0 if when.interval.days <= 1 else 1 if when.interval.days <= 10 else 2
        return (
            2 if when.basis is Basis.ASSUMED else exact,
            _BASIS_RANK[when.basis],
            -_published(told).timestamp(),
            told.key,
        )

    def agreeing(told: Told) -> int:
        same = {other.independent_key for other in pool if other.mention.date.interval == told.mention.date.interval}
        return -len(same)

    if status.is_done:
        chosen = min(pool, key=lambda told: (rank(told)[0], rank(told)[1], agreeing(told), told.key))
    else:
        chosen = min(pool, key=rank)
    return chosen.mention.date


def _sides(members: Sequence[Told], best: Told) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Actors and recipients of the best mention, and who else at least a third of the articles name."""
    needed = max(2, len({told.key[0] for told in members}) / 3)

    def side(name: str) -> tuple[Actor, ...]:
        chosen: list[Actor] = list(getattr(best.mention, name))
        named: dict[Any, set[str]] = {}
        sample: dict[Any, Actor] = {}
        for told in members:
            for actor in getattr(told.mention, name):
                key = (actor.country, actor.person or actor.sector)
                named.setdefault(key, set()).add(told.key[0])
                sample.setdefault(key, actor)
        known = {actor.country for actor in (*best.mention.actors, *best.mention.recipients)}
        for key in sorted(named, key=lambda k: (-len(named[k]), str(k))):
            if len(named[key]) >= needed and sample[key].country not in known:
                chosen.append(sample[key])
                known.add(sample[key].country)
        return tuple(chosen)

    return side("actors"), side("recipients")


def _coded(deciding: Sequence[Told], best: Told) -> tuple[EventType, str | None]:
    event_type = _most(told.mention.type for told in deciding)
    modes = [told.mention.mode for told in deciding if told.mention.type is event_type and told.mention.mode]
    mode = best.mention.mode if best.mention.type is event_type and best.mention.mode else None
    return event_type, mode or (_most(modes) if modes else None)


def _most(values: Any) -> Any:
    """The most frequent value; the first of equals in the order of their names."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], str(value)))


def _place(members: Sequence[Told], best: Told) -> Place | None:
    """The place of the best mention, else the one named most often; one with coordinates before a bare country."""
    if best.mention.place and best.mention.place.lat is not None:
        return best.mention.place
    named = [told.mention.place for told in members if told.mention.place]
    exact = [place for place in named if place.lat is not None]
    if not (exact or named):
        return None
    chosen: Place = _most(exact or named)
    return chosen


def title_of(event: Event) -> str:
    """A line that says who, what and to whom, with the status where it is not simply done."""
    who = _people(event.actors)
    noun = event.kind.replace("_", " ")
    whom = _people(event.recipients)
    towards = _TOWARDS.get(event.kind, "with")
    text = _begun(f"{who}: {noun}" if who else noun)
    if whom:
        text += f" {towards} {whom}"
    if not event.status.is_done:
        text += f" ({event.status.value})"
    return text


def _begun(text: str) -> str:
    """With a capital at the beginning, unless it is the second letter that has it, as brands do."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def _people(actors: Sequence[Actor]) -> str:
    names = list(dict.fromkeys(actor.person or actor.name for actor in actors))
    if len(names) > 3:
        names = [*names[:3], f"{len(names) - 3} more"]
    return names[0] if len(names) == 1 else " and ".join([", ".join(names[:-1]), names[-1]]) if names else ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version of an event changes, in words; None where nothing did."""

    words: str | None


def change_between(before: Event | None, after: Event) -> Change:
    """Why a new version is needed. Only what a reader would want to know counts, not a shifted confidence."""
    if before is None:
        return Change("reported")
    said: list[str] = []
    if before.status is not after.status:
        confirmed = before.status is Status.PLANNED and after.status.is_done
        said.append("confirmed" if confirmed else f"status: {before.status.value} → {after.status.value}")
    if before.date.interval != after.date.interval:
        said.append(f"date: {_days(before.date)} → {_days(after.date)}")
    if _names(before) != _names(after):
        said.append("participants changed")
    if before.kind != after.kind:
        said.append(f"coded as {after.kind.replace('_', ' ')}")
    elif before.type is not after.type and before.status is after.status:  # a status brings a type of its own
        said.append(f"coded as {after.type.value}")
    if before.place != after.place:
        said.append(f"place: {after.place.name if after.place else 'unknown'}")
    if not said and before.independent_sources != after.independent_sources:
        said.append(f"independent sources: {before.independent_sources} → {after.independent_sources}")
    if not said and before.title != after.title:
        said.append("reworded")
    if not said and _wording(before) != _wording(after):
        said.append("quoted from another report")
    return Change("; ".join(said) or None)


def _wording(event: Event) -> tuple[Any, ...]:
    """What the event is quoted with: the sentence, the words for its days, and what was read in them."""
    when = event.date
    return (
        event.evidence.text if event.evidence else None, event.object, event.said_by, event.mode, event.contexts,
        event.cameo, when.text, when.basis, when.granularity, when.value,
    )  # fmt: skip


def _names(event: Event) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(a.name for a in event.actors), frozenset(a.name for a in event.recipients)


def _days(when: EventDate) -> str:
    if when.interval is None:
        return "unknown"
    first, last = when.interval.start.isoformat(), when.interval.last.isoformat()
    return first if first == last else f"{first}…{last}"
