"""The JSON forms that other programs rely on: DATE, ACTOR, EVENT and the timeline row."""

from __future__ import annotations

from typing import Any

from tracker.model import Actor, Event, EventDate, Evidence, Mention, Place, Source, Timex


def date_json(timex: Timex) -> dict[str, Any]:
    """A time expression: TIMEX3 type and value, offsets into the text as given, inclusive days where known."""
    row: dict[str, Any] = {
        "start": timex.start,
        "end": timex.end,
        "text": timex.text,
        "type": timex.type.value,
        "value": timex.value,
    }
    if timex.mod:
        row["mod"] = timex.mod
    if timex.interval:
        row |= {"earliest": timex.interval.start.isoformat(), "latest": timex.interval.last.isoformat()}
    return row


def actor_json(actor: Actor) -> dict[str, Any]:
    row: dict[str, Any] = {"name": actor.name, "country": actor.country, "sector": actor.sector}
    row |= {key: value for key, value in (("office", actor.office), ("person", actor.person)) if value}
    return row


def place_json(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon}


def event_date_json(when: EventDate) -> dict[str, Any]:
    """Start and end are inclusive ISO days, null where nothing is known."""
    return {
        "start": when.interval.start.isoformat() if when.interval else None,
        "end": when.interval.last.isoformat() if when.interval else None,
        "granularity": when.granularity.value if when.granularity else None,
        "value": when.value,
        "edtf": when.edtf,
        "text": when.text,
        "basis": when.basis.value,
    }


def evidence_json(evidence: Evidence | None) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        "part": evidence.part,
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
        "trigger": evidence.trigger,
    }


def source_json(source: Source) -> dict[str, Any]:
    return {
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published.isoformat() if source.published else None,
        "lead": source.lead,
    }


def event_json(event: Mention | Event) -> dict[str, Any]:
    """EVENT of the contract, from a mention in one article or from an event of the timeline."""
    return {
        "kind": event.kind,
        "type": event.type.value,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "status": event.status.value,
        "actors": [actor_json(actor) for actor in event.actors],
        "recipients": [actor_json(actor) for actor in event.recipients],
        "place": place_json(event.place),
        "date": event_date_json(event.date),
        "evidence": evidence_json(event.evidence),
        "more_evidence": [evidence_json(evidence) for evidence in event.more_evidence],
        "said_by": event.said_by,
        "confidence": round(event.confidence, 3),
    }


def mention_json(mention: Mention) -> dict[str, Any]:
    """EVENT of `tracker extract`, with the votes and reasons behind it."""
    row = event_json(mention)
    row["lead"] = mention.lead
    if mention.object:
        row["object"] = mention.object
    row["votes"] = [
        {
            "voter": vote.voter,
            "type": vote.type.value if vote.type else None,
            "mode": vote.mode,
            "status": vote.status.value if vote.status else None,
            "score": round(vote.score, 3),
        }
        for vote in mention.votes
    ]
    row["reasons"] = list(mention.reasons)
    return row


def timeline_json(event: Event) -> dict[str, Any]:
    """One row of `tracker timeline --format json`: EVENT plus identity, sources and history."""
    return event_json(event) | {
        "id": event.id,
        "version": event.version,
        "title": event.title,
        "significance": round(event.significance, 3),
        "sources": [source_json(source) for source in event.sources],
        "independent_sources": event.independent_sources,
        "first_reported": event.first_reported.isoformat() if event.first_reported else None,
        "last_changed": event.last_changed.isoformat() if event.last_changed else None,
        "change": event.change,
    }
