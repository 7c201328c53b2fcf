"""What a mail server's answer means and how long to wait before the next try. Pure (RFC 5321, section 4.5.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

_WAITS_MINUTES = (5, 15, 30, 60, 120, 240, 480, 720)
_UNKNOWN_TRIES = 4


class Fate(StrEnum):
    """What became of one try."""

    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"  # this mail, for good
    NO_SUCH_READER = "no_such_reader"  # this address, for good
    UNKNOWN = "unknown"  # everything was sent and no answer came
    UNREACHABLE = "unreachable"  # no conversation came about; nothing was sent


@dataclass(frozen=True, slots=True)
class Outcome:
    fate: Fate
    detail: str


def wait_after(tries: int, fate: Fate) -> timedelta | None:
    """Time until the next try after `tries` tries; None when it is time to give up.

    About 27 hours in all; under two where nobody knows the fate, since the next digest waits for it.
    """
    most = _UNKNOWN_TRIES if fate is Fate.UNKNOWN else len(_WAITS_MINUTES)
    return timedelta(minutes=_WAITS_MINUTES[tries - 1]) if tries <= most else None


def fate_of(stage: str, code: int) -> Fate:
    """The fate that an SMTP reply code means at a stage of the conversation: connect, mail, rcpt, data or end."""
    if 200 <= code < 300:
        return Fate.SENT
    if 500 <= code < 600:
        # 552 means a full mailbox with servers that follow RFC 821; everything else about a reader is final
        if stage == "rcpt":
            return Fate.DEFERRED if code == 552 else Fate.NO_SUCH_READER
        return Fate.UNREACHABLE if stage == "connect" else Fate.REFUSED
    return Fate.UNREACHABLE if stage == "connect" or code == 421 else Fate.DEFERRED
