"""A timeline to tell of, readers, and a real mail server that misbehaves on demand."""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from tracker import settings as loading
from tracker.digest.due import Plan
from tracker.digest.wanted import Wanted
from tracker.model import Actor, Event, EventDate, EventType, Evidence, Granularity, Interval, Place, Source, Status
from tracker.settings import Settings
from tracker.store import events, subscribers
from tracker.store.events import Version
from tracker.store.subscribers import Wishes

NOW = datetime(2026, 11, 23, 7, 0, 30, tzinfo=UTC)


def make_event(number: int = 1, **changes: Any) -> Event:
    """An event with sensible parts; `day` and `days` set its interval."""
    day: date | None = changes.pop("day", date(2026, 11, 22))
    days: int = changes.pop("days", 1)
    quote: str = changes.pop("quote", "Officials said that the talks would deal with trade and the border.")
    interval = Interval(day, day + timedelta(days=days)) if day else None
    granularity = changes.pop("granularity", Granularity.DAY if days == 1 else Granularity.WEEK)
    base = Event(
        id=number,
        version=1,
        kind="visit",
        type=EventType.CONSULT,
        mode=None,
        contexts=(),
        cameo="042",
        status=Status.HAPPENED,
        actors=(Actor("Italy", "ITA", "GOV"),),
        recipients=(Actor("Egypt", "EGY", "GOV"),),
        place=Place("Cairo", "EGY", 30.0, 31.2),
        date=EventDate(interval, granularity if interval else None),
        title=f"Italy: visit to Egypt no. {number}",
        confidence=0.8,
        significance=0.5,
        evidence=Evidence("text", 0, len(quote), quote, "said", 10, 14),
        sources=(Source("https://wire.example/a", "A headline", "Pacific Wire", NOW, True),),
        independent_sources=2,
        first_reported=NOW - timedelta(hours=9),
        last_changed=NOW - timedelta(hours=8),
    )
    return replace(base, **changes)


@pytest.fixture(name="make_event")
def make_event_fixture() -> Callable[..., Event]:
    return make_event


@pytest.fixture
def put(conn: Any) -> Callable[..., Event]:
    """Store a version of an event as known from a moment on, with one source article."""

    def _put(event: Event, known: datetime, *, change: str = "reported", withdrawn: bool = False) -> Event:
        before = datetime(1970, 1, 1, tzinfo=UTC)
        events.put_versions(conn, [Version(event, change, before, event.title, 1, withdrawn=withdrawn)], known)
        if event.version == 1:
            conn.execute(
                "INSERT INTO event_mention (event_id, article_id, mention_no, known, score, lead, publisher, url,"
                " title, published_at, independent_key) VALUES (%s, %s, 1, tstzrange(%s, NULL), 1, true,"
                " 'Pacific Wire', %s, 'A headline', %s, 'pacific-wire')",
                (event.id, event.id, known, f"https://wire.example/{event.id}", known),
            )
        conn.commit()
        return event

    return _put


@pytest.fixture
def reader(conn: Any) -> Callable[..., int]:
    """Add a confirmed reader; answers the id."""

    def _reader(address: str = "ann@example.org", *, now: datetime = NOW - timedelta(days=1), **wishes: Any) -> int:
        plan = wishes.pop("plan", Plan("UTC", 7, 0))
        wanted = wishes.pop("wanted", Wanted())
        number = subscribers.add(conn, Wishes(address, plan=plan, wanted=wanted, **wishes), now)
        assert number is not None
        found = subscribers.by_id(conn, number)
        assert found is not None and subscribers.confirm(conn, found, now)
        conn.commit()
        return number

    return _reader


@dataclass
class Faults:
    """What the server does wrong: replies by stage, for so many mails; DROP closes the connection."""

    connect: str | None = None
    rcpt: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    hang_s: float = 0.0


class Postbox:
    """A real SMTP server on the loopback that keeps what it accepts."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.accepted: list[tuple[str, bytes]] = []
        self.lock = threading.Lock()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = asyncio.run_coroutine_threadsafe(self._listen(), self.loop).result(10)
        self.port: int = self.server.sockets[0].getsockname()[1]

    async def _listen(self) -> asyncio.Server:
        return await self.loop.create_server(lambda: SMTP(self, hostname="postbox", loop=self.loop), "127.0.0.1", 0)

    @property
    def mails(self) -> list[EmailMessage]:
        parsed = [email.message_from_bytes(content, policy=email.policy.default) for _, content in self.accepted]
        return [mail for mail in parsed if isinstance(mail, EmailMessage)]

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        answer = self.faults.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        fault = self.faults.data.pop(0) if self.faults.data else "250 OK"
        if fault in ("250 OK", "ACCEPT, DROP"):
            with self.lock:
                self.accepted += [(to, bytes(envelope.original_content or b"")) for to in envelope.rcpt_tos]
        if "DROP" in fault:
            assert server.transport is not None
            server.transport.abort()
        if fault == "HANG":
            await asyncio.sleep(self.faults.hang_s)
        return fault if fault[:3].isdigit() else "250 OK"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    opened = Postbox()
    yield opened
    opened.stop()


@pytest.fixture
def settings(tmp_path: Path, postbox: Postbox) -> Settings:
    """Settings that send to the postbox."""
    env = {
        "TRACKER_DATA_DIR": str(tmp_path),
        "TRACKER_SMTP_HOST": "127.0.0.1",
        "TRACKER_SMTP_PORT": str(postbox.port),
        "TRACKER_SMTP_SECURITY": "none",
        "TRACKER_SMTP_TIMEOUT_S": "2",
        "TRACKER_SMTP_CONNECTIONS": "2",
        "TRACKER_DIGEST_PER_MINUTE": "60000",
        "TRACKER_DIGEST_BASE_URL": "https://tracker.example",
        "TRACKER_DIGEST_SENDER": "Tracker <tracker@tracker.example>",
        "TRACKER_DIGEST_LIST_ID": "digest.tracker.example",
        "TRACKER_DIGEST_SECRET": "a secret for tests",
    }
    return loading.load(env=env)
