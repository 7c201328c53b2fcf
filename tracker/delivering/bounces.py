"""Mails that came back end a subscription when the address does not work."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from tracker.digest.bounce import parse
from tracker.mail import Server, from_imap, from_maildir
from tracker.settings import Settings
from tracker.store import digests, subscribers
from tracker.store.connection import Conn, Pool

log = logging.getLogger("tracker.digest")

_IMAPS = 993


def take_bounces(pool: Pool, settings: Settings, now: datetime) -> int:
    """Read the configured mailbox; answers how many readers were suppressed. Raises MailError."""
    suppressed = 0

    def take(content: bytes) -> None:
        nonlocal suppressed
        with pool.connection() as conn:
            suppressed += take_bounce(conn, content)

    own = settings.digest
    if own.bounce_maildir:
        from_maildir(Path(own.bounce_maildir), take)
    if own.bounce_imap_host:
        host, _, port = own.bounce_imap_host.partition(":")
        password = own.bounce_imap_password.get_secret_value()
        from_imap(Server(host, int(port or _IMAPS), "tls", own.bounce_imap_user, password), take)
    return suppressed


def take_bounce(conn: Conn, content: bytes) -> int:
    """One notification; only one that returns a Message-ID of ours counts, since anybody can write to a mailbox."""
    suppressed = 0
    for bounce in parse(content):
        if not (bounce.final and bounce.message_id):
            continue
        reader = digests.bounced(conn, bounce.message_id, bounce.words)
        if reader is not None:
            suppressed += subscribers.leave(conn, reader, bounce.words, "suppressed")
            log.warning("reader %d: %s", reader, bounce.words)
    return suppressed
