"""Mails that came back: delivery status notifications (RFC 3464, RFC 6522). Pure."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32

from tracker.digest import wording

_ID = re.compile(r"<[^<>\s]{3,200}>")
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a notification says of one recipient. `message_id` is that of the mail that came back, in angle brackets."""

    recipient: str
    action: str
    status: str
    diagnostic: str
    message_id: str | None

    @property
    def final(self) -> bool:
        """Whether the address does not work; a delay or a full mailbox (x.2.2) may pass."""
        return self.action == "failed" and self.status.startswith("5") and self.status != "5.2.2"

    @property
    def words(self) -> str:
        return wording.clean(f"bounced {self.status}: {self.diagnostic or self.action}", 200)


def parse(content: bytes) -> list[Bounce]:
    """The recipients that a notification tells of; none where it is not one. Never raises, whatever the bytes."""
    try:
        mail = email.message_from_bytes(content, policy=compat32)
        return _parse(mail)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return []


def _parse(mail: Message) -> list[Bounce]:
    if mail.get_content_type() != "multipart/report":
        return []
    found: list[Bounce] = []
    returned = _returned_id(mail)
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            fields = [block for block in part.get_payload() if isinstance(block, Message)]
            found += [bounce for block in fields if (bounce := _bounce(block, returned))]
    return found


def _returned_id(mail: Message) -> str | None:
    """Message-ID of the mail that came back: in the part that returns it whole or its headers."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            original = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(original, Message) and original["Message-ID"]:
                return _id(str(original["Message-ID"]))
        elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
            raw = part.get_payload(decode=True)
            if isinstance(raw, bytes):
                headers = email.message_from_bytes(raw, policy=compat32)
                if headers["Message-ID"]:
                    return _id(str(headers["Message-ID"]))
    return None


def _id(text: str) -> str | None:
    match = _ID.search(text)
    return match[0] if match else None


def _bounce(block: Message, message_id: str | None) -> Bounce | None:
    recipient = str(block["Final-Recipient"] or block["Original-Recipient"] or "").rpartition(";")[2].strip()
    if not recipient:
        return None
    status = _STATUS.search(str(block["Status"] or "")) or _STATUS.search(str(block["Diagnostic-Code"] or ""))
    return Bounce(
        recipient=wording.clean(recipient, 254),
        action=str(block["Action"] or "").strip().lower()[:20],
        status=status[0] if status else "",
        diagnostic=wording.clean(str(block["Diagnostic-Code"] or "").rpartition(";")[2], 200),
        message_id=message_id,
    )
