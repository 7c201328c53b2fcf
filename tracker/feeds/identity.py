"""Which entry is which: the same item must be found again however its feed numbers its items. Pure.

By guid, else by link without tracking, else by title and raw date. A feed whose guids repeat (one for all items) or
flap (new guids on old links) is remembered as such and identified by link, or by title where links repeat too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_plus, urlsplit

from tracker.feeds.entry import FeedEntry

RULES = ("guid", "link", "title")
_MANY = 3
_COUNTER = re.compile(r"#\d+$")
# parameters that say where a reader came from and not what is read
_TRACKING = re.compile(
    r"(?:utm_|mc_|at_).*|fbclid|gclid|cmpid|ocid|ref|ref_src|referrer|smid|partner|traffic_source", re.I
)


def entry_key(entry: FeedEntry, rule: str) -> str:
    """The identity of an entry under a rule, at most 500 characters."""
    if rule == "guid" and entry.guid:
        return _short("g:" + _COUNTER.sub("", entry.guid))
    if rule in ("guid", "link") and entry.link:
        return _short("l:" + link_key(entry.link))
    return _short(f"t:{(entry.title or entry.body[:200]).strip().lower()}|{entry.published or ''}")


def link_key(link: str) -> str:
    """A link without scheme, fragment, tracking and a trailing slash."""
    parts = urlsplit(link)
    query = without_tracking(parts.query)
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def without_tracking(query: str) -> str:
    """The query of an address without parameters that say where a reader came from."""
    kept = [part for part in query.split("&") if not _TRACKING.fullmatch(unquote_plus(part.split("=", 1)[0]))]
    return "&".join(kept)


def _short(key: str) -> str:
    return key if len(key) <= 500 else f"{key[:400]}…{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def better_rule(entries: Sequence[FeedEntry], rule: str, known_links: Iterable[tuple[str, str]] = ()) -> str:
    """The rule to use from now on. `known_links`: (guid, link) of entries stored before; a link that comes back with
    another guid shows that the feed's guids flap. Rules only ever move down the list."""
    chosen = rule
    if chosen == "guid" and (_repeats([e.guid for e in entries]) or _flaps(entries, known_links)):
        chosen = "link"
    if chosen == "link" and _repeats([e.link for e in entries]):
        chosen = "title"
    return chosen


def _repeats(values: Sequence[str | None]) -> bool:
    """Whether at least three entries share one value, or most values repeat."""
    given = [value for value in values if value]
    if not given:
        return False
    most = max(given.count(value) for value in set(given))
    return most >= _MANY or (len(given) > 2 and len(set(given)) <= len(given) / 2)


def _flaps(entries: Sequence[FeedEntry], known: Iterable[tuple[str, str]]) -> bool:
    """Whether at least two links came back with guids that they never had."""
    before: dict[str, set[str]] = {}
    for guid, link in known:
        if guid and link:
            before.setdefault(link_key(link), set()).add(_COUNTER.sub("", guid))
    shared = shared_links(entries)
    own = ((e.guid, link_key(e.link)) for e in entries if e.guid and e.link and e.link not in shared)
    return sum(link in before and _COUNTER.sub("", guid) not in before[link] for guid, link in own) >= 2


def shared_links(entries: Sequence[FeedEntry]) -> frozenset[str]:
    """Links that stand at several items with different titles: the publisher's front page, a page of all notices."""
    titles: dict[str, set[str]] = {}
    for entry in entries:
        if entry.link:
            titles.setdefault(entry.link, set()).add((entry.title or "").strip().lower())
    return frozenset(link for link, found in titles.items() if len(found) > 1)


def entry_hash(entry: FeedEntry) -> str:
    """Hash of what the entry says, blind to white space; another one means that it was edited."""
    words = " ".join(f"{entry.title or ''}\n{entry.body}".split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
