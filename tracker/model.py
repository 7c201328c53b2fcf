"""Frozen records, one per stage of the pipeline. No behaviour beyond what a record knows about itself.

Offsets are character offsets into the text exactly as given, `end` exclusive. Intervals are half-open, in
calendar days. Times are aware `datetime`s. `None` means unknown and is never replaced by "now".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum


class Status(StrEnum):
    """Whether an event took place, as far as the evidence says."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    DENIED = "denied"
    ALLEGED = "alleged"
    HYPOTHETICAL = "hypothetical"

    @property
    def is_done(self) -> bool:
        """Whether it took place or is taking place."""
        return self in (Status.HAPPENED, Status.ONGOING)


class Basis(StrEnum):
    """What a date rests on."""

    EXPLICIT = "explicit"
    PUBLICATION = "publication"
    TEXT = "text"
    ASSUMED = "assumed"
    NONE = "none"


class Granularity(StrEnum):
    """The calendar unit a date expression names; RANGE where it names its own two ends."""

    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"


class TimexType(StrEnum):
    """TIMEX3 types (ISO 24617-1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class EventType(StrEnum):
    """The 16 types of PLOVER 2.0, and STATEMENT, the tracker's own for a plain statement."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    STATEMENT = "STATEMENT"


SCORES: dict[EventType, float] = {
    EventType.AID: 10,
    EventType.COOPERATE: 9.5,
    EventType.RETREAT: 6.5,
    EventType.SUPPORT: 5,
    EventType.CONCEDE: 4.5,
    EventType.AGREE: 2.5,
    EventType.CONSULT: 2.5,
    EventType.REQUEST: 0,
    EventType.STATEMENT: 0,
    EventType.REJECT: -2,
    EventType.ACCUSE: -3,
    EventType.THREATEN: -3.5,
    EventType.PROTEST: -5,
    EventType.MOBILIZE: -5.5,
    EventType.SANCTION: -6,
    EventType.COERCE: -7,
    EventType.ASSAULT: -9,
}
"""Goldstein-like scores of PLOVER types: cooperation above zero, conflict below (the function tracker_score in SQL)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open interval of calendar days: `start` is in it, `end` is not. Raises ValueError when empty."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"empty interval {self.start}..{self.end}")

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def overlaps(self, other: Interval) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression found and normalised (TIMEX3).

    `value` and `mod` are TIMEX3; `interval`, `granularity` and `edtf` (ISO 8601-2) are None for sets, for
    durations without an anchor and for references that stay unresolved.
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    mod: str | None = None
    interval: Interval | None = None
    granularity: Granularity | None = None
    edtf: str | None = None
    basis: Basis = Basis.NONE


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts or is acted upon.

    `country` is ISO 3166 alpha-3 or one of PLOVER's codes (IGO, UNO, EUR, NGO, ISM, IMG, MNC, PSE, HKG, KOS, ATA);
    `sector` one of PLOVER's (GOV, MIL, COP, JUD, LEG, PTY, REB, …). `person` is the canonical name of a known person.
    """

    name: str
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; `lat` and `lon` in degrees (WGS 84), None where only the country is known."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an event is said to take place, with the words it came from (empty when nothing was said)."""

    interval: Interval | None
    granularity: Granularity | None = None
    value: str | None = None
    edtf: str | None = None
    text: str | None = None
    basis: Basis = Basis.NONE
    text_start: int | None = None
    text_end: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that reports an event. `start`/`end` cut the sentence out of `part`; the trigger likewise."""

    part: str
    start: int
    end: int
    text: str
    trigger: str
    trigger_start: int
    trigger_end: int


@dataclass(frozen=True, slots=True)
class Vote:
    """One voter's opinion on a mention (`voter` is "lexicon" or "judge"); kept so that a reader sees why."""

    voter: str
    type: EventType | None
    mode: str | None = None
    status: Status | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """One event as one article tells it. Several tellings inside the article are `more_evidence`.

    `object` names what the event is about (which treaty, which missile) in normalised words, for matching.
    `lead` is true when the event stands in the title or the first two sentences. `reasons` are one-line
    explanations (rule, arguments, why that date, why that status). `prominence` orders mentions, 0 first.
    """

    kind: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    status: Status
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None
    date: EventDate
    evidence: Evidence
    more_evidence: tuple[Evidence, ...] = ()
    said_by: str | None = None
    confidence: float = 0.5
    object: str | None = None
    lead: bool = False
    votes: tuple[Vote, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a wire report: "SEOUL, Nov. 9 (Yonhap) —"; offsets into the text.

    `day_text` are its words for the day, at `day_start`; `day` is that day where the year is known.
    """

    start: int
    end: int
    place: str | None
    day: date | None
    agency: str | None
    day_text: str | None = None
    day_start: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """What the coder reads: one article's words and its publication time (None when unknown)."""

    id: str
    text: str
    title: str | None = None
    published: datetime | date | None = None
    publisher: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """The coder's answer for one article: mentions in order of prominence, and every date in the text.

    `error` is one line when the article could not be coded; then there are no mentions and no dates.
    `language` is the recognised ISO 639-1 code; texts in other languages than English are not coded.
    """

    id: str
    mentions: tuple[Mention, ...] = ()
    dates: tuple[Timex, ...] = ()
    dateline: Dateline | None = None
    language: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One article behind an event."""

    url: str
    title: str | None
    publisher: str | None
    published: datetime | None
    lead: bool = False
    family: str | None = None
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One happening, joined from mentions: one row of the timeline as known at one moment."""

    id: int
    version: int
    kind: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    status: Status
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None
    date: EventDate
    title: str
    confidence: float
    significance: float = 0.0
    object: str | None = None
    evidence: Evidence | None = None
    more_evidence: tuple[Evidence, ...] = ()
    said_by: str | None = None
    sources: tuple[Source, ...] = field(default=())
    independent_sources: int = 0
    first_reported: datetime | None = None
    last_changed: datetime | None = None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """Which events of the timeline are wanted; every part that is set must fit, each tuple means "any of these".

    `dyad` wants both countries involved. `since` and `until` are inclusive days that an event's interval must touch.
    `as_of` reads the timeline as it was known then. `actor` matches a person, a body or a country's name or code.
    `source` is a publisher or its family. `search` are words, as PostgreSQL's websearch_to_tsquery reads them.
    """

    actor: str | None = None
    countries: tuple[str, ...] = ()
    dyad: tuple[str, str] | None = None
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    place: str | None = None
    since: date | None = None
    until: date | None = None
    source: str | None = None
    search: str | None = None
    as_of: datetime | None = None
    min_significance: float | None = None
