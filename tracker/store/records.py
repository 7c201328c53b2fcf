"""Records of the core to rows and back: intervals to dateranges, actors and evidence to jsonb."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from psycopg.types.json import Jsonb
from psycopg.types.range import Range

from tracker.model import (
    Actor,
    Basis,
    EventDate,
    EventType,
    Evidence,
    Granularity,
    Interval,
    Mention,
    Place,
    Status,
    Vote,
)

# their values are plain, so that nothing has to be copied
_ACTOR, _EVIDENCE = (tuple(field.name for field in fields(kind)) for kind in (Actor, Evidence))


def to_range(interval: Interval | None) -> Range[Any] | None:
    return Range(interval.start, interval.end, "[)") if interval else None


def to_interval(during: Range[Any] | None) -> Interval | None:
    if during is None or during.lower is None or during.upper is None:
        return None
    return Interval(during.lower, during.upper)


def actor_rows(actors: tuple[Actor, ...]) -> list[dict[str, Any]]:
    rows = ({name: getattr(actor, name) for name in _ACTOR} for actor in actors)
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def to_actors(rows: list[dict[str, Any]]) -> tuple[Actor, ...]:
    return tuple(Actor(**row) for row in rows)


def place_json(place: Place | None) -> Jsonb | None:
    return Jsonb(asdict(place)) if place else None


def to_place(row: dict[str, Any] | None) -> Place | None:
    return Place(**row) if row else None


def evidence_row(evidence: Evidence) -> dict[str, Any]:
    return {name: getattr(evidence, name) for name in _EVIDENCE}


def to_evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(**row)


def countries_of(*groups: tuple[Actor, ...]) -> list[str]:
    """Codes of everyone involved, sorted, each once."""
    return sorted({actor.country for group in groups for actor in group if actor.country})


def mention_values(mention: Mention) -> dict[str, Any]:
    """The columns of a mention, without its keys. Countries are those of actors and recipients, not of the place."""
    when = mention.date
    return {
        "kind": mention.kind,
        "type": mention.type.value,
        "mode": mention.mode,
        "contexts": list(mention.contexts),
        "cameo": mention.cameo,
        "status": mention.status.value,
        "during": to_range(when.interval),
        "granularity": when.granularity.value if when.granularity else None,
        "date_value": when.value,
        "date_edtf": when.edtf,
        "date_text": when.text,
        "date_start": when.text_start,
        "date_end": when.text_end,
        "basis": when.basis.value,
        "actors": Jsonb(actor_rows(mention.actors)),
        "recipients": Jsonb(actor_rows(mention.recipients)),
        "countries": countries_of(mention.actors, mention.recipients),
        "place": place_json(mention.place),
        "object": mention.object,
        "lead": mention.lead,
        "said_by": mention.said_by,
        "confidence": mention.confidence,
        "evidence": Jsonb(evidence_row(mention.evidence)),
        "more_evidence": Jsonb([evidence_row(each) for each in mention.more_evidence]),
        "votes": Jsonb([_vote_row(vote) for vote in mention.votes]),
        "reasons": list(mention.reasons),
    }


def _vote_row(vote: Vote) -> dict[str, Any]:
    return {**asdict(vote), "type": vote.type.value if vote.type else None, "status": vote.status and vote.status.value}


def _to_vote(row: dict[str, Any]) -> Vote:
    kind, status = row["type"], row["status"]
    return Vote(
        row["voter"], EventType(kind) if kind else None, row["mode"], Status(status) if status else None, row["score"]
    )


def to_event_date(row: dict[str, Any]) -> EventDate:
    """When, from the columns that mention and event share."""
    return EventDate(
        interval=to_interval(row["during"]),
        granularity=Granularity(row["granularity"]) if row["granularity"] else None,
        value=row["date_value"],
        edtf=row["date_edtf"],
        text=row["date_text"],
        basis=Basis(row["basis"]),
        text_start=row.get("date_start"),
        text_end=row.get("date_end"),
    )


def to_mention(row: dict[str, Any]) -> Mention:
    """A mention from its row: all columns, votes where they were asked for."""
    return Mention(
        kind=row["kind"],
        type=EventType(row["type"]),
        mode=row["mode"],
        contexts=tuple(row["contexts"]),
        cameo=row["cameo"],
        status=Status(row["status"]),
        actors=to_actors(row["actors"]),
        recipients=to_actors(row["recipients"]),
        place=to_place(row["place"]),
        date=to_event_date(row),
        evidence=to_evidence(row["evidence"]),
        more_evidence=tuple(to_evidence(each) for each in row["more_evidence"]),
        said_by=row["said_by"],
        confidence=row["confidence"],
        object=row["object"],
        lead=row["lead"],
        votes=tuple(_to_vote(vote) for vote in row.get("votes", ())),
        reasons=tuple(row["reasons"]),
    )
