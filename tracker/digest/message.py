"""The mail itself: headers that a serious sender sets, parts in the order mail programs expect. Pure.

RFC 5322 (form), 2369 and 8058 (unsubscribing), 2919 (List-Id), 3834 (Auto-Submitted), 2046 and 2392 (parts, cid).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from typing import Any

from tracker.digest import wording
from tracker.errors import InputError

# stands in shared mails where each reader's own link goes; cleaned texts cannot hold a control character
UNSUBSCRIBE = "\x1aunsubscribe\x1a"
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})*")
CHART, CHART_DARK = "chart", "chart-dark"


class _LinkHeader(BaseHeader):
    """A link on one line: folded, it would be written in encoded words, which nobody reads there (RFC 2047, 5)."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        UnstructuredHeader.parse(value, kwds)

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> Policy:
    headers = HeaderRegistry()
    headers.map_to_type("list-unsubscribe", _LinkHeader)
    return SMTP.clone(max_line_length=78, header_factory=headers)


_POLICY = _policy()


@dataclass(frozen=True, slots=True)
class Body:
    """A mail's content as many readers share it. `html` is None for readers of plain text; pictures are PNG."""

    subject: str
    plain: str
    html: str | None = None
    chart: bytes | None = None
    chart_dark: bytes | None = None
    calendar: bytes | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What differs from reader to reader. `link` is the reader's own link inside the mail (to leave, or to confirm);
    `standing` mails belong to a subscription, which the link ends."""

    sender: str
    address: str
    name: str | None
    message_id: str
    list_id: str
    link: str = ""
    standing: bool = True


def address_of(text: str) -> str:
    """The bare, checked address. Raises InputError, also for what would have to be quoted: that is a slip or worse."""
    local, _, domain = text.strip().rpartition("@")
    try:
        made = f"{local}@{domain.encode('idna').decode().lower()}"
    except UnicodeError:
        made = ""
    if not _ADDRESS.fullmatch(made) or ("." not in domain and domain != "localhost"):
        raise InputError(f"address: {wording.clean(text, 80)!r} is not a mail address")
    if len(made) > 254:
        raise InputError("address: longer than 254 characters")
    return made


def mailbox(text: str) -> Address:
    """ "Name <address>" as an Address, harmless whatever the name holds. Raises InputError."""
    name, address = parseaddr(text)
    return _mailbox(name, address)


def _mailbox(name: str | None, address: str) -> Address:
    return Address(display_name=wording.clean(name, 80), addr_spec=address_of(address))


def message_id(purpose: str, period: str, reader: int, secret: str, domain: str) -> str:
    """The same for every try of one mail, and not to be guessed by others."""
    text = f"{purpose}|{period}|{reader}"
    token = hashlib.blake2b(text.encode(), key=secret.encode()[:64], digest_size=9).hexdigest()
    return f"<{purpose}.{reader}.{token}@{domain}>"


def build(body: Body, envelope: Envelope, sent_at: datetime) -> EmailMessage:
    """A mail to one reader; `sent_at` is the sending time of this try. The same input gives the same bytes."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = mailbox(envelope.sender)
    mail["To"] = _mailbox(envelope.name, envelope.address)
    mail["Subject"] = wording.clean(body.subject, 200)
    mail["Date"] = format_datetime(sent_at)
    mail["Message-ID"] = envelope.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["List-Id"] = f"Tracker digest <{envelope.list_id}>"
    if envelope.standing and envelope.link:
        mail["Precedence"] = "list"
        mail["List-Unsubscribe"] = f"<{envelope.link}>"
        if envelope.link.startswith("https://"):
            # one click works over HTTPS only (RFC 8058, 3.1)
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(mail, body, envelope)
    return mail


def _fill(mail: EmailMessage, body: Body, envelope: Envelope) -> None:
    mail.set_content(body.plain.replace(UNSUBSCRIBE, envelope.link), cte="quoted-printable")
    if body.html is not None:
        domain = envelope.message_id.strip("<>").rpartition("@")[2]
        html = body.html.replace(UNSUBSCRIBE, envelope.link)
        pictures = [(name, png) for name, png in ((CHART, body.chart), (CHART_DARK, body.chart_dark)) if png]
        for name, _ in pictures:
            html = html.replace(f"cid:{name}@chart", f"cid:{name}@{domain}")
        mail.add_alternative(html, subtype="html", cte="quoted-printable")
        parts = mail.get_payload()
        assert isinstance(parts, list)
        part = parts[-1]
        assert isinstance(part, MIMEPart)
        for name, png in pictures:
            part.add_related(
                png, "image", "png", cid=f"<{name}@{domain}>", disposition="inline", filename=f"{name}.png"
            )
    if body.calendar:
        mail.add_attachment(body.calendar, "text", "calendar", filename="coming-up.ics", params={"method": "PUBLISH"})
    _fix_boundaries(mail, envelope.message_id)


def _fix_boundaries(mail: EmailMessage, seed: str) -> None:
    """Boundaries from the Message-ID, so that every try sends the same bytes."""
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary("=_" + hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()[:32])
