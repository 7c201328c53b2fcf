"""Handing mails over: a few conversations at once, a rate limit, each step written down."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from tracker.digest.message import Body, Envelope, build, mailbox
from tracker.digest.retry import Fate, Outcome, wait_after
from tracker.digest.tokens import Purpose, make
from tracker.errors import InputError
from tracker.mail import Conversation, Dkim, Server, to_bytes
from tracker.settings import Settings
from tracker.store import digests, subscribers
from tracker.store.connection import Conn, Pool
from tracker.store.digests import Parcel

log = logging.getLogger("tracker.digest")

_BATCH = 10
_KEPT_BODIES = 4

Clock = Callable[[], datetime]


def server_of(settings: Settings) -> Server:
    smtp = settings.smtp
    return Server(smtp.host, smtp.port, smtp.security, smtp.user, smtp.password.get_secret_value(), smtp.timeout_s)


def dkim_of(settings: Settings) -> Dkim | None:
    own = settings.digest
    return Dkim(own.dkim_domain, own.dkim_selector, own.dkim_key.get_secret_value()) if own.dkim_domain else None


def envelope_of(settings: Settings, parcel: Parcel, secret: str, now: datetime) -> Envelope:
    """Who writes to whom, with the reader's own signed link: to confirm, or to leave."""
    confirming = parcel.purpose == "confirm"
    purpose = Purpose.CONFIRM if confirming else Purpose.UNSUBSCRIBE
    # the link to leave never runs out, so every try of a mail carries the same
    made_at = now if confirming else datetime.fromtimestamp(0, UTC)
    token = make(purpose, parcel.subscriber_id, parcel.address, made_at, secret)
    return Envelope(
        sender=settings.digest.sender,
        address=parcel.address,
        name=parcel.name,
        message_id=parcel.message_id,
        list_id=settings.digest.list_id,
        link=f"{settings.digest.base_url.rstrip('/')}/subscription/{purpose.value}/{token}",
        standing=not confirming,
    )


class _Rate:
    """At most so many a minute over all threads, evenly spread."""

    def __init__(self, per_minute: int) -> None:
        self._gap = 60.0 / per_minute
        self._next = time.monotonic()
        self._lock = threading.Lock()

    def wait(self, stop: threading.Event) -> None:
        with self._lock:
            now = time.monotonic()
            at = max(self._next, now)
            self._next = at + self._gap
        if at > now:
            stop.wait(at - now)


@dataclass
class _Work:
    """What the threads of one run share."""

    settings: Settings
    pool: Pool
    clock: Clock
    deadline: float
    secret: str
    rate: _Rate
    lease: timedelta
    stopping: Callable[[], bool]
    stop: threading.Event = field(default_factory=threading.Event)
    counts: Counter[Fate] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    bodies: OrderedDict[int, Body] = field(default_factory=OrderedDict)

    def over(self) -> bool:
        return self.stop.is_set() or self.stopping() or time.monotonic() >= self.deadline

    def body(self, edition_id: int) -> Body:
        """An edition's content; few are kept, since readers of one edition come together."""
        with self.lock:
            if edition_id in self.bodies:
                self.bodies.move_to_end(edition_id)
                return self.bodies[edition_id]
        with self.pool.connection() as conn:
            body = digests.body_of(conn, edition_id)
        with self.lock:
            self.bodies[edition_id] = body
            while len(self.bodies) > _KEPT_BODIES:
                self.bodies.popitem(last=False)
        return body


def hand_over_due(
    pool: Pool, settings: Settings, clock: Clock, budget_s: float, stopping: Callable[[], bool] = lambda: False
) -> Counter[Fate]:
    """Hand over what is due until nothing is left or the time is up. Raises MailError when signing cannot work."""
    if not settings.smtp.host:
        return Counter()
    with pool.connection() as conn:
        secret = subscribers.secret(conn, settings.digest.secret.get_secret_value(), clock())
        if not digests.waiting(conn):
            return Counter()
    _try_signing(settings, clock())
    work = _Work(
        settings,
        pool,
        clock,
        time.monotonic() + budget_s,
        secret,
        _Rate(settings.digest.per_minute),
        # longer than any one conversation can take: connect, MAIL, RCPT, DATA and the answer
        timedelta(seconds=60 + 6 * settings.smtp.timeout_s),
        stopping,
    )
    with ThreadPoolExecutor(settings.smtp.connections, thread_name_prefix="smtp") as threads:
        running = [threads.submit(_converse, work) for _ in range(settings.smtp.connections)]
        for each in running:
            each.result()
    return work.counts


def _try_signing(settings: Settings, now: datetime) -> None:
    """A wrong key is found before anything is marked as being handed over."""
    key = dkim_of(settings)
    if key:
        envelope = Envelope(settings.digest.sender, "nobody@localhost", None, "<x@localhost>", settings.digest.list_id)
        to_bytes(build(Body("x", "x"), envelope, now), key)


def _converse(work: _Work) -> None:
    """One thread with one conversation."""
    conversation = Conversation(server_of(work.settings))
    try:
        while not work.over():
            claim = work.clock()
            with work.pool.connection() as conn:
                batch = digests.claim(conn, claim, work.lease, _BATCH)
            if not batch:
                return
            _hand_batch(work, conversation, claim, batch)
    except BaseException:
        work.stop.set()
        raise
    finally:
        conversation.close()


def _hand_batch(work: _Work, conversation: Conversation, claim: datetime, batch: list[tuple[int, int]]) -> None:
    for position, (delivery_id, edition_id) in enumerate(batch):
        if not work.over():
            work.rate.wait(work.stop)
        if work.over():
            with work.pool.connection() as conn:
                digests.release(conn, [each for each, _ in batch[position:]], claim)
            return
        _hand_one(work, conversation, claim, delivery_id, edition_id)


def _hand_one(work: _Work, conversation: Conversation, claim: datetime, delivery_id: int, edition_id: int) -> None:
    body = work.body(edition_id)
    with work.pool.connection() as conn:
        parcel = digests.hand_over(conn, delivery_id, claim, work.clock())
    if parcel is None:
        return
    outcome = _send(work, conversation, parcel, body)
    with work.pool.connection() as conn:
        fate = record(conn, parcel, outcome, work.clock())
    with work.lock:
        work.counts[fate] += 1
    if outcome.fate is Fate.UNREACHABLE:
        # the server is down or wants rest: the others wait for the next run
        work.stop.set()
    if outcome.fate is not Fate.SENT:
        log.warning("mail %s to reader %d: %s", parcel.purpose, parcel.subscriber_id, outcome.detail)


def _send(work: _Work, conversation: Conversation, parcel: Parcel, body: Body) -> Outcome:
    try:
        mail = mail_of(work.settings, parcel, body, work.secret, work.clock())
    except InputError as error:
        return Outcome(Fate.REFUSED, str(error))
    sender = mailbox(work.settings.digest.sender).addr_spec
    return conversation.send(sender, parcel.address, to_bytes(mail, dkim_of(work.settings)))


def mail_of(settings: Settings, parcel: Parcel, body: Body, secret: str, now: datetime) -> EmailMessage:
    """The mail to one reader in the form they chose."""
    if parcel.format == "text":
        body = replace(body, html=None, chart=None, chart_dark=None)
    return build(body, envelope_of(settings, parcel, secret, now), now)


def record(conn: Conn, parcel: Parcel, outcome: Outcome, now: datetime) -> Fate:
    """Write down what became of a try; answers the fate, REFUSED where it was the last one."""
    if outcome.fate is Fate.SENT:
        digests.mark_sent(conn, parcel.delivery_id, now, outcome.detail)
    elif outcome.fate is Fate.NO_SUCH_READER:
        digests.mark_given_up(conn, parcel.delivery_id, outcome.detail)
        subscribers.leave(conn, parcel.subscriber_id, outcome.detail, "suppressed")
    elif outcome.fate is Fate.REFUSED:
        digests.mark_given_up(conn, parcel.delivery_id, outcome.detail)
    else:
        wait = wait_after(parcel.tries, outcome.fate)
        if wait is None:
            digests.mark_given_up(conn, parcel.delivery_id, f"given up after {parcel.tries} tries: {outcome.detail}")
            return Fate.REFUSED
        digests.mark_again(
            conn,
            parcel.delivery_id,
            unknown=outcome.fate is Fate.UNKNOWN,
            next_try_at=now + wait,
            detail=outcome.detail,
        )
    return outcome.fate
