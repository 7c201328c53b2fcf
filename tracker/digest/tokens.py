"""Signed links: who holds one may act for that reader, and nobody can make one up. Pure.

A token names the reader and when it was made; the address is part of what is signed, so that a link in an old mail
does nothing once the address belongs to someone else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

CONFIRM_DAYS = 7


class Purpose(StrEnum):
    """What a token allows. Each has a signature of its own."""

    CONFIRM = "confirm"
    UNSUBSCRIBE = "unsubscribe"


def make(purpose: Purpose, reader: int, address: str, made_at: datetime, secret: str) -> str:
    """A token for one reader."""
    signer = URLSafeSerializer(secret, salt=f"{purpose.value}|{reader}|{address.lower()}")
    return f"{reader}.{signer.dumps(int(made_at.timestamp()))}"


def reader_of(token: str) -> int | None:
    """The reader whom a token is about, unchecked; None where it is no token."""
    head = token.partition(".")[0]
    return int(head) if head.isascii() and head.isdigit() and len(head) < 19 else None


def holds(purpose: Purpose, token: str, reader: int, address: str, secret: str, now: datetime) -> bool:
    """Whether a token was made by us for this reader and has not run out. Leaving never runs out."""
    head, _, signed = token.partition(".")
    if head != str(reader):
        return False
    try:
        made_at = URLSafeSerializer(secret, salt=f"{purpose.value}|{reader}|{address.lower()}").loads(signed)
    except BadData:
        return False
    if not isinstance(made_at, int):
        return False
    fresh = now.timestamp() - made_at <= timedelta(days=CONFIRM_DAYS).total_seconds()
    return purpose is Purpose.UNSUBSCRIBE or fresh
