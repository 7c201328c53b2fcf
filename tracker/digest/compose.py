"""From a selection of events to what the templates show: lines of words and links, no rule left to decide. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote, urlsplit

from tracker.digest import wording
from tracker.digest.group import grouped
from tracker.digest.select import Badge, Item, Selection, Told
from tracker.digest.wanted import Wanted
from tracker.model import Event, Source, Status

_MAX_LINKS = 4
# after so many events, quotes make a mail long rather than rich
_MAX_QUOTES = 12
_MAX_URL = 1_000


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words. `note` says what changed; `links` lead to the original articles."""

    headline: str
    url: str
    badge: str
    status: str
    when: str
    where: str
    sources: str
    note: str
    quote: str
    links: tuple[Link, ...]
    further: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """One line of the calendar of what is coming."""

    day: str
    exact: bool
    headline: str
    url: str
    where: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A feed that is down, in words."""

    feed: str
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Facts of one composition that do not come from events. `until` carries the reader's zone.

    `since` is None where everything known is told. `chart_alt` is empty where there is no chart.
    """

    day: date
    since: datetime | None
    until: datetime
    locale: str
    zone: str
    wanted: Wanted
    base_url: str
    troubles: tuple[Trouble, ...] = ()
    gaps: int = 0
    chart_alt: str = ""
    chart_caption: str = ""
    alert: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a template shows."""

    frame: Frame
    subject: str
    preview: str
    title: str
    summary: str
    window: str
    sections: tuple[Section, ...]
    more: int
    background: int
    ahead: tuple[Ahead, ...]
    timeline_url: str

    @property
    def empty(self) -> bool:
        return not self.sections


def letter(selection: Selection, upcoming: Sequence[Event], frame: Frame, *, shown: int | None = None) -> Letter:
    """Put a selection into words. `shown` trims it to that many events; the rest is counted as more."""
    items = selection.items if shown is None else selection.items[:shown]
    more = len(selection.items) - len(items) + len(selection.more)
    quoted = {item.event.id for item in items[:_MAX_QUOTES]}
    sections = tuple(
        Section(group.title, _without_echo([line(item, frame, item.event.id in quoted) for item in group.items]))
        for group in grouped(items)
    )
    return Letter(
        frame=frame,
        subject=subject(selection, frame),
        preview=_preview(items),
        title="Alert: " + wording.clean(frame.alert, 120) if frame.alert else wording.long_day(frame.day, frame.locale),
        summary=_summary(selection, upcoming, frame),
        window=_window(frame),
        sections=sections,
        more=more,
        background=selection.background,
        ahead=tuple(_ahead(event, frame) for event in upcoming),
        timeline_url=f"{frame.base_url}/{_query(frame.wanted)}",
    )


def subject(selection: Selection, frame: Frame) -> str:
    """The lead event and how many more, or that nothing happened; one line."""
    total = len(selection.items) + len(selection.more)
    today = wording.short_day(frame.day, frame.locale)
    if not total:
        return f"Nothing above your threshold · {today}"
    lead = selection.items[0]
    state = "" if lead.event.status.is_done else f" ({lead.event.status.value})"
    text = wording.headline(lead.event, 90) + (state if lead.badge is not Badge.WITHDRAWN else " (withdrawn)")
    prefix = "Alert: " if frame.alert else ""
    return prefix + text + (f" · {total - 1} more" if total > 1 else "") + ("" if frame.alert else f" · {today}")


def _preview(items: Sequence[Item]) -> str:
    """What mail programs show beside the subject: the events after the lead."""
    return wording.clean(" · ".join(wording.headline(item.event, 70) for item in items[1:4]), 180)


def _summary(selection: Selection, upcoming: Sequence[Event], frame: Frame) -> str:
    everything = (*selection.items, *selection.more)
    fresh = sum(item.badge is Badge.NEW for item in everything)
    changed = len(everything) - fresh
    parts = [
        wording.count(fresh, "new event" if frame.since else "event") if fresh else "",
        f"{wording.count(changed, 'event')} changed" if changed else "",
        f"{len(upcoming)} coming up" if upcoming else "",
    ]
    said = " · ".join(part for part in parts if part)
    return said or "Nothing above your threshold since the last digest."


def _window(frame: Frame) -> str:
    until = wording.moment(frame.until, frame.locale)
    if frame.since is None:
        return f"Everything known until {until} ({frame.zone})"
    since = wording.moment(frame.since.astimezone(frame.until.tzinfo), frame.locale)
    return f"What became known from {since} to {until} ({frame.zone})"


def _without_echo(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Two events of one sentence stand under each other: it is quoted once."""
    seen: set[str] = set()
    made = []
    for each in lines:
        made.append(replace(each, quote="") if each.quote in seen else each)
        seen.add(each.quote)
    return tuple(made)


def line(item: Item, frame: Frame, quoted: bool = True) -> Line:
    event = item.event
    status = "" if event.status.is_done or item.badge.value == event.status.value else event.status.value
    links = _links(event.sources)
    evidence = event.evidence.text if event.evidence else ""
    told = item.badge is not Badge.WITHDRAWN and event.independent_sources > 0
    return Line(
        headline=wording.headline(event),
        url=event_url(event, frame),
        # where everything known is told, "new" says nothing
        badge="" if item.badge is Badge.NEW and frame.since is None else item.badge.value,
        status=status if told else "",
        when=wording.when(event.date, frame.locale, frame.day),
        where=wording.clean(event.place.name, 60) if event.place else "",
        sources=wording.count(event.independent_sources, "independent source") if told else "",
        note=note(item, frame),
        quote=wording.clean(evidence, 280) if told and quoted else "",
        links=links[:_MAX_LINKS],
        further=max(0, len(links) - _MAX_LINKS),
    )


def event_url(event: Event, frame: Frame) -> str:
    return f"{frame.base_url}/events/{event.id}"


def note(item: Item, frame: Frame) -> str:
    """What changed since the reader was told, as a sentence part; empty for what is new."""
    before = item.before
    if before is None:
        return ""
    if item.badge is Badge.WITHDRAWN:
        return "its reports no longer support it; please disregard what was told"
    if "withdrawn" in item.changed:
        return "was withdrawn; its reports support it again"
    return "; ".join(part for name in item.changed if (part := _note_part(name, item, before, frame)))


def _note_part(name: str, item: Item, before: Told, frame: Frame) -> str:
    event = item.event
    if name == "status":
        return _status_note(event, before, frame)
    if name == "days":
        # a change of status already names the days that were told
        told = "status" in item.changed and before.status is Status.PLANNED
        return "" if told else f"was {_stated(before.status)} {_days(before, frame)}"
    if name == "place":
        return f"place was {wording.clean(before.place, 60) or 'not known'}"
    if name == "sources":
        return f"now {event.independent_sources} independent sources, was {before.sources}"
    now = {actor.name for actor in (*event.actors, *event.recipients)}
    joined, left = sorted(now - set(before.people)), sorted(set(before.people) - now)
    parts = [f"now with {wording.listed(joined)}" if joined else "", f"without {wording.listed(left)}" if left else ""]
    return wording.clean(", ".join(part for part in parts if part), 160)


def _status_note(event: Event, before: Told, frame: Frame) -> str:
    if before.status is Status.PLANNED:
        return f"was planned for {_days(before, frame)}"
    if before.status.is_done:
        return "was reported as done"
    return f"was {before.status.value}" + ("" if event.date.interval else f" for {_days(before, frame)}")


def _stated(status: Status) -> str:
    return "planned for" if status is Status.PLANNED else "dated"


def _days(before: Told, frame: Frame) -> str:
    return wording.span(before.start, before.end, frame.locale, frame.day)


def _links(sources: Sequence[Source]) -> tuple[Link, ...]:
    """One link for each publisher, the article that opens with the event first."""
    found: dict[str, Link] = {}
    for source in sorted(sources, key=lambda each: not each.lead):
        url = safe_url(source.url)
        host = urlsplit(url).hostname or "" if url else ""
        name = wording.clean(source.publisher, 40) or host
        if url and name not in found:
            found[name] = Link(name, url)
    return tuple(found.values())


def safe_url(url: str) -> str:
    """The address where it is a web address that fits a mail, else nothing: feeds also carry javascript: links."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
        url.encode()
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or len(url) > _MAX_URL:
        return ""
    return quote(url.strip(), safe="%/:=&?~#+!$,;'@()*[]-._")


def _ahead(event: Event, frame: Frame) -> Ahead:
    interval = event.date.interval
    return Ahead(
        day=wording.when(event.date, frame.locale, frame.day),
        exact=interval is not None and interval.days == 1,
        headline=wording.headline(event, 120),
        url=event_url(event, frame),
        where=wording.clean(event.place.name, 60) if event.place else "",
    )


def _query(wanted: Wanted) -> str:
    """The same filter on the page."""
    pairs = [("country", code) for code in wanted.countries] + [("kind", kind) for kind in wanted.kinds]
    if len(wanted.actors) == 1:
        pairs.append(("actor", wanted.actors[0]))
    if wanted.search:
        pairs.append(("q", wanted.search))
    return "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs) if pairs else ""
