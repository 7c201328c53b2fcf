"""Composing digests: one edition for all readers with the same wishes, window and history."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tracker import charts
from tracker.digest import wording
from tracker.digest.compose import Frame, Trouble
from tracker.digest.due import zone_of
from tracker.digest.message import Body
from tracker.digest.render import render
from tracker.digest.select import Candidate, Selection, Told, select, told_of
from tracker.digest.wanted import Wanted
from tracker.errors import InputError
from tracker.export.ics import calendar
from tracker.model import Event
from tracker.settings import Settings
from tracker.store import digests
from tracker.store.connection import Conn, Pool
from tracker.store.digests import Edition, FeedState, Group

log = logging.getLogger("tracker.digest")

_CHART_DAYS = 30
_MAX_AHEAD = 12
_FIRST_WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom a digest is composed. `since` is None where everything known is wanted."""

    wanted: Wanted
    locale: str
    zone: str
    day: date
    since: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Material:
    """What all readers of one wish share, whatever they were told before."""

    wish: Wish
    frame: Frame
    candidates: tuple[Candidate, ...]
    ahead: tuple[Event, ...]
    chart: bytes | None = None
    chart_dark: bytes | None = None
    calendar: bytes | None = None


def compose_due(pool: Pool, settings: Settings, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Compose every digest that is due; answers how many mails were composed. One group is one transaction, and
    `stopping` is asked before each."""
    composed = 0
    while True:
        with pool.connection() as conn:
            groups = digests.due_groups(conn, limit=5)
        if not groups:
            return composed
        for group in groups:
            if stopping():
                return composed
            try:
                with pool.connection() as conn:
                    composed += compose_group(conn, settings, group, now)
            except InputError as error:
                # wishes that cannot be read must not keep the others waiting
                log.error("readers %s get no digest: %s", group.subscriber_ids, error)
                with pool.connection() as conn:
                    digests.mark_not_composed(conn, group.delivery_ids, str(error))


def compose_group(conn: Conn, settings: Settings, group: Group, now: datetime) -> int:
    """Compose the editions that a group needs and tie its deliveries to them."""
    since = group.watermark or now - _FIRST_WINDOW
    material = gather(conn, settings, Wish(group.wanted, group.locale, group.zone, group.local_day, since, now))
    ids = [candidate.event.id for candidate in material.candidates]
    known = digests.signatures(conn, group.subscriber_ids, ids)
    readers: dict[str, list[tuple[int, int]]] = {}
    for delivery_id, subscriber_id in zip(group.delivery_ids, group.subscriber_ids, strict=True):
        readers.setdefault(known[subscriber_id], []).append((delivery_id, subscriber_id))
    composed = 0
    for signature, pairs in readers.items():
        told = digests.told(conn, pairs[0][1], ids)
        selection = choose(material, told, settings.digest.max_events)
        deliveries = [delivery_id for delivery_id, _ in pairs]
        edition_id = None
        if selection.items or group.empty_days == "short":
            edition_id = digests.put_edition(conn, edition(material, selection, signature), now)
            composed += len(deliveries)
        digests.mark_composed(conn, deliveries, edition_id, (since, now), now)
    log.info("digest of %s: %d mails from %d events", group.local_day, composed, len(ids))
    return composed


def gather(conn: Conn, settings: Settings, wish: Wish) -> Material:
    """Read what a digest tells, and draw its chart."""
    floor = max(wish.wanted.min_significance, settings.digest.min_significance)
    wanted = replace(wish.wanted, min_significance=floor)
    until = wish.until.astimezone(zone_of(wish.zone))
    frame = Frame(
        day=wish.day,
        since=wish.since,
        until=until,
        locale=wish.locale,
        zone=wish.zone,
        wanted=wish.wanted,
        base_url=settings.digest.base_url.rstrip("/"),
        troubles=tuple(_trouble(feed, wish) for feed in digests.troubled_feeds(conn)),
        gaps=digests.gaps(conn, wish.since, wish.until) if wish.since else 0,
    )
    candidates = tuple(digests.changed(conn, wanted, wish.since, wish.until))
    ahead = tuple(digests.ahead(conn, wanted, wish.day, settings.digest.upcoming_days, wish.until, _MAX_AHEAD))
    made = Material(wish, frame, candidates, ahead)
    if ahead:
        made = replace(made, calendar=calendar(ahead, base_url=frame.base_url, now=wish.until))
    return _with_chart(made, _activity(conn, wanted, wish))


def _activity(conn: Conn, wanted: Wanted, wish: Wish) -> list[charts.DayCount]:
    first = wish.day - timedelta(days=_CHART_DAYS - 1)
    return [charts.DayCount(*row) for row in digests.activity(conn, wanted, first, wish.day, wish.until)]


def _with_chart(material: Material, counts: Sequence[charts.DayCount]) -> Material:
    if not counts:
        return material
    day = material.wish.day
    frame = replace(
        material.frame,
        chart_alt=charts.describe(counts, day, days=_CHART_DAYS),
        chart_caption=f"Events a day in the last {_CHART_DAYS} days: cooperation above the line, conflict below.",
    )
    return replace(
        material,
        frame=frame,
        chart=charts.to_png(charts.activity_spec(counts, day, days=_CHART_DAYS)),
        chart_dark=charts.to_png(charts.activity_spec(counts, day, days=_CHART_DAYS, dark=True)),
    )


def _trouble(feed: FeedState, wish: Wish) -> Trouble:
    """A feed that is down, since when and why."""
    since = ""
    if feed.last_success_at:
        local = feed.last_success_at.astimezone(zone_of(wish.zone))
        since = f", last read on {wording.day(local.date(), wish.locale, wish.day)}"
    why = " ".join((feed.last_outcome or "no answer", feed.last_detail or "")).strip().replace("_", " ")
    failures = wording.count(feed.failures, "failed poll")
    return Trouble(wording.clean(feed.feed, 60), wording.clean(f"{failures}{since} ({why})", 160))


def choose(material: Material, told: dict[int, Told], limit: int) -> Selection:
    wish = material.wish
    since = wish.since or datetime.min.replace(tzinfo=wish.until.tzinfo)
    return select(material.candidates, told, since=since, until=wish.until, limit=limit)


def edition(material: Material, selection: Selection, signature: str) -> Edition:
    """The mail of one selection, with what its readers will know."""
    wish = material.wish
    parts = ("digest", wish.wanted.key, wish.locale, wish.zone, wish.day, wish.since, wish.until, signature)
    return Edition(
        key=hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest(),
        purpose="digest",
        local_day=wish.day,
        body=body(material, selection),
        events=known_after(material.candidates, selection),
    )


def body(material: Material, selection: Selection) -> Body:
    rendered = render(selection, material.ahead, material.frame)
    return Body(
        subject=rendered.subject,
        plain=rendered.plain,
        html=rendered.html,
        chart=material.chart,
        chart_dark=material.chart_dark,
        calendar=material.calendar,
    )


def known_after(candidates: Sequence[Candidate], selection: Selection) -> tuple[tuple[int, Told], ...]:
    """What a reader knows after a mail; what was only counted as "more" counts as told, its link leads there."""
    told = {item.event.id for item in (*selection.items, *selection.more)}
    return tuple((c.event.id, told_of(c)) for c in candidates if c.event.id in told)
