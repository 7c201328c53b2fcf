"""When a feed is polled next, and what its answers change about it. Decides, does nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tracker.feeds.outcome import Outcome

MOVED_AFTER = timedelta(days=7)
GONE_AFTER = timedelta(days=2)
_LONGEST_WAIT = timedelta(days=2)
_FRESHEST = 604_800
# seconds: how long after the first failure of a kind, and how long at most; doubled each time between
_BACKOFF: dict[Outcome, tuple[int, int]] = {
    Outcome.TIMEOUT: (900, 21_600), Outcome.NO_ANSWER: (900, 43_200), Outcome.BROKEN: (900, 43_200),
    Outcome.SERVER_ERROR: (900, 43_200), Outcome.LIMITED: (1_800, 86_400), Outcome.NO_NAME: (3_600, 86_400),
    Outcome.TLS: (3_600, 86_400), Outcome.MISSING: (3_600, 86_400), Outcome.REFUSED: (7_200, 172_800),
    Outcome.GONE: (21_600, 86_400), Outcome.NOT_A_FEED: (3_600, 86_400), Outcome.EMPTY: (1_800, 43_200),
    Outcome.PRIVATE: (43_200, 172_800), Outcome.NOT_HTTP: (86_400, 172_800), Outcome.BOMB: (43_200, 172_800),
    Outcome.TOO_BIG: (21_600, 172_800), Outcome.REDIRECTS: (7_200, 86_400), Outcome.CLIENT_ERROR: (7_200, 172_800),
    Outcome.UNREADABLE: (3_600, 86_400), Outcome.PARSER: (21_600, 172_800),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds between two polls at least and at most."""

    least: int = 600
    most: int = 86_400


def next_interval(interval: int, new: int, total: int, gap: bool, hint: int | None, bounds: Bounds) -> int:
    """Seconds to the next poll after a good answer: shorter where much was new or something was missed, longer where
    little was. `hint`: what the publisher asks for (ttl, Cache-Control), within bounds, unless items were missed."""
    share = new / total if total else 0.0
    if gap:
        wanted = interval / 3
    elif share > 0.5:
        wanted = interval / 2
    elif share > 0.2:
        wanted = interval / 1.3
    elif new:
        wanted = interval
    else:
        wanted = interval * 1.25
    if hint and not gap:
        wanted = max(wanted, min(hint, bounds.most // 4))
    return int(max(bounds.least, min(bounds.most, wanted)))


def after_failure(outcome: Outcome, failures: int, bounds: Bounds) -> int:
    """Seconds to the next poll after the n-th failure in a row (n ≥ 1); it grows, and never means never."""
    first, longest = _BACKOFF.get(outcome, (1_800, 86_400))
    return int(max(bounds.least, min(first * 2 ** min(failures - 1, 10), longest)))


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """How long Retry-After asks to wait (RFC 9110, 10.2.3: seconds or a date), at most two days."""
    if not header:
        return None
    words = header.strip()
    if words.isdecimal():
        return min(timedelta(seconds=int(words[:9])), _LONGEST_WAIT)
    until = _moment(words)
    return None if until is None else max(timedelta(0), min(until - now, _LONGEST_WAIT))


def cache_hint(headers: Mapping[str, str], now: datetime) -> int | None:
    """Seconds that Cache-Control or, without it, Expires says the answer stays fresh (RFC 9111, 5.2.2.1 and 5.3)."""
    for part in headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        digits = value.strip('" ')
        if name in ("max-age", "s-maxage") and digits.isdecimal():
            return min(int(digits[:9]), _FRESHEST)
    expires = _moment(headers.get("expires", ""))
    if expires is None:
        return None
    fresh = (expires - (_moment(headers.get("date", "")) or now)).total_seconds()
    return min(int(fresh), _FRESHEST) if fresh > 0 else None


def _moment(words: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_gap(keys: list[str], before: list[str]) -> bool:
    """Whether a poll shares nothing with the one before: items came and went in between."""
    return bool(keys) and bool(before) and not set(keys) & set(before)
