"""What can come of asking an address: one word that is stored, counted and shown."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a fetch ended. Everything but OK, SAME and NOT_MODIFIED is a failure."""

    OK = "ok"
    SAME = "same body"
    NOT_MODIFIED = "not modified"
    GONE = "gone"
    MISSING = "missing"
    REFUSED = "refused"
    LIMITED = "asked to wait"
    CLIENT_ERROR = "client error"
    SERVER_ERROR = "server error"
    NO_NAME = "name unknown"
    NO_ANSWER = "no answer"
    TLS = "certificate or TLS"
    TIMEOUT = "too slow"
    TOO_BIG = "too big"
    BOMB = "inflates too far"
    BROKEN = "broken answer"
    REDIRECTS = "too many redirects"
    PRIVATE = "private address"
    NOT_HTTP = "not http"
    EMPTY = "empty"
    NOT_A_FEED = "not a feed"
    UNREADABLE = "unreadable"
    PARSER = "parser ended"

    @property
    def good(self) -> bool:
        """Whether the server did what a feed's server should."""
        return self in (Outcome.OK, Outcome.SAME, Outcome.NOT_MODIFIED)
