"""Which entry is which: the same item must be found again however its feed numbers its items. Pure.

By guid, else by link, else by title and raw date. A feed whose guids repeat (one for all items) or flap (new guids on
old links) is remembered as such and identified by link, or by title where links repeat too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from tracker.feeds.entry import FeedEntry

RULES = ("guid", "link", "title")
_MANY = 3
_COUNTER = re.compile(r"#\d+$")


def entry_key(entry: FeedEntry, rule: str) -> str:
    """The identity of an entry under a rule, at most 500 characters."""
    if rule == "guid" and entry.guid:
        return _short("g:" + _COUNTER.sub("", entry.guid))
    if rule in ("guid", "link") and entry.link:
        return _short("l:" + link_key(entry.link))
    return _short(f"t:{(entry.title or entry.body[:200]).strip().lower()}|{entry.published or ''}")


def link_key(link: str) -> str:
    """A link without scheme, fragment and a trailing slash."""
    parts = urlsplit(link)
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"


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
    guids = {link_key(link): guid for guid, link in known if guid and link}
    changed = sum(
        1
        for entry in entries
        if entry.guid
        and entry.link
        and guids.get(link_key(entry.link), entry.guid) != entry.guid
        and _COUNTER.sub("", entry.guid) != _COUNTER.sub("", guids[link_key(entry.link)])
    )
    return changed >= 2


def entry_hash(entry: FeedEntry) -> str:
    """Hash of what the entry says, blind to white space; another one means that it was edited."""
    words = " ".join(f"{entry.title or ''}\n{entry.body}".split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
