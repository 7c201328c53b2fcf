"""A digest to look at, without a ledger and without sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage

from tracker.delivering.composing import Material, Wish, body, choose, gather
from tracker.delivering.entering import domain_of
from tracker.digest.due import Plan, moment_of, zone_of
from tracker.digest.message import Envelope, build, message_id
from tracker.digest.render import as_page
from tracker.digest.select import Told
from tracker.digest.wanted import Wanted
from tracker.settings import Settings
from tracker.store import digests
from tracker.store.connection import Conn
from tracker.store.subscribers import Subscriber

_READER = "reader@example.org"


@dataclass(frozen=True, slots=True)
class Preview:
    """A composed digest: `mail` as it would be sent, `html` with pictures inside, `text` its plain part."""

    mail: EmailMessage
    subject: str
    html: str
    text: str
    events: int


def preview_for(
    conn: Conn, settings: Settings, now: datetime, *, subscriber: Subscriber | None = None, day: date | None = None
) -> Preview:
    """The digest that a reader (or somebody without wishes) would get now, or would have got on a day."""
    plan = subscriber.wishes.plan if subscriber else Plan()
    wanted = subscriber.wishes.wanted if subscriber else Wanted()
    locale = subscriber.wishes.locale if subscriber else "en"
    until, since = now, now - timedelta(days=1)
    told_before = subscriber is not None and day is None
    if day is not None:
        until = moment_of(Plan(plan.zone, plan.hour, plan.minute), day) or now
        since = until - timedelta(days=1)
    elif subscriber and subscriber.watermark:
        since = subscriber.watermark
    local_day = day or now.astimezone(zone_of(plan.zone)).date()
    material = gather(conn, settings, Wish(wanted, locale, plan.zone, local_day, since, until))
    ids = [candidate.event.id for candidate in material.candidates]
    told = digests.told(conn, subscriber.id, ids) if subscriber and told_before else {}
    address = subscriber.wishes.address if subscriber else _READER
    return _preview(settings, material, address, until, told=told)


def compose_everything(conn: Conn, settings: Settings, now: datetime) -> Preview:
    """Today's digest over the whole timeline, for nobody in particular."""
    material = gather(conn, settings, Wish(Wanted(), "en", "UTC", now.date(), None, now))
    return _preview(settings, material, _READER, now, told={})


def _preview(settings: Settings, material: Material, address: str, now: datetime, *, told: dict[int, Told]) -> Preview:
    selection = choose(material, told, settings.digest.max_events)
    made = body(material, selection)
    base = settings.digest.base_url.rstrip("/")
    envelope = Envelope(
        sender=settings.digest.sender,
        address=address,
        name=None,
        message_id=message_id("preview", material.wish.day.isoformat(), 0, "preview", domain_of(settings)),
        list_id=settings.digest.list_id,
        link=f"{base}/subscription/unsubscribe/preview",
    )
    return Preview(
        mail=build(made, envelope, now),
        subject=made.subject,
        html=as_page(made.html or "", made.chart, made.chart_dark),
        text=made.plain.replace("\x1aunsubscribe\x1a", envelope.link),
        events=len(selection.items) + len(selection.more),
    )
