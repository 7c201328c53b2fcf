"""Joining mentions to events: loads what may belong together, lets tracker.events decide, stores what changed."""

from __future__ import annotations

import gc
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from tracker.echoing import echo_articles, echo_events, file_story, look_around, story_of
from tracker.errors import CorrectionError
from tracker.events.cluster import Cluster, cluster
from tracker.events.correct import apply_corrections, concerns, constrain, handle
from tracker.events.filing import filed
from tracker.events.match import Link, link
from tracker.events.merge import change_between, merge
from tracker.gathering import Known, Standing, ask, evidence_of, standing_of, touched
from tracker.store import articles, echoes, events, recoding
from tracker.store.connection import Conn
from tracker.store.events import Correction, Member, Refreshed, Version, to_event

log = logging.getLogger("tracker.matching")

Tied = tuple[Member, Link]
"""A mention of an event, with what ties it to the others."""

Owner = dict[tuple[int, int], int]
"""The event that each mention belonged to, by article and number."""

_EARLY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Matched:
    """What matching did: events reported for the first time, changed, and withdrawn."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0

    def __add__(self, other: Matched) -> Matched:
        return Matched(self.new + other.new, self.changed + other.changed, self.withdrawn + other.withdrawn)


def match_articles(conn: Conn, article_ids: Sequence[int], now: datetime) -> Matched:
    """Join the newest codings of articles to events, in one transaction. Repeating it changes nothing.

    Events that these articles were evidence for are taken apart and joined again together with every event that a
    mention of theirs may belong to, so the result does not depend on the order in which articles arrive.
    """
    if not article_ids:
        return Matched()
    with _collector_resting(), conn.pipeline(), conn.transaction():
        events.lock(conn, repeatable=True)
        tied, known = articles.tie_late(conn, article_ids), ask(conn, article_ids)
        return _match(conn, article_ids, ask(conn, article_ids) if tied() else known, now)


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Nothing is searched for cycles meanwhile: what is loaded to match articles has none and goes when they are
    matched, and searching it, with all else that the process holds, takes as long as matching them."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _match(conn: Conn, article_ids: Sequence[int], known: Known, now: datetime) -> Matched:
    """Questions are sent as early as may be, so that the server works on them while an answer is read, and what takes
    long is sent when an answer has come and before it is read through. Only what tells of the past of these articles
    has to be asked before they count as matched."""
    ids, fresh, own = set(article_ids), known.told(), known.events()
    rows = events.at_hand(conn, [member.told for member in fresh], own)
    articles.mark_matched(conn, article_ids, now)
    story = story_of(conn, article_ids, fresh)
    at_hand = rows()
    sharing = file_story(conn, story)
    held = touched(conn, own, fresh, ids, at_hand)
    standing = standing_of(conn, held)
    around = look_around(conn, story, sharing(), held)()
    joined = _joined(standing(), fresh, ids)
    listeners = around.listeners()
    result = _store(conn, joined, ids, now)
    echo_articles(conn, story, around, listeners, held, now)
    return result


def match_unmatched(conn: Conn, now: datetime, batch: int = 200) -> Matched:
    """Match everything that waits, a batch of articles per transaction; while readings are swapped in, show it."""
    total = Matched()
    apply_waiting(conn, now)
    conn.commit()
    while due := articles.unmatched(conn, batch):
        with conn.transaction():
            swapping = events.swapping(conn)
            total += Matched() if swapping else match_articles(conn, due, now)
        conn.commit()
        if swapping:
            return total + show_unmatched(conn, now, batch)
    return total


def show_unmatched(conn: Conn, now: datetime, batch: int = 200) -> Matched:
    """Show what came in while readings are swapped in, until that is over: as sources of the events that it belongs to,
    or as new ones. Nothing that stands is touched, for it is being changed; joined for good it is afterwards."""
    new = 0
    while True:
        with conn.transaction():
            events.lock_to_show(conn)
            due = articles.unshown(conn, batch) if events.swapping(conn) else []
            new += _show(conn, events.told_by(conn, due)(), now) if due else 0
        conn.commit()
        if not due:
            return Matched(new)


def _show(conn: Conn, fresh: Sequence[Member], now: datetime) -> int:
    """Enter articles beside what stands; answers how many events are new."""
    held = touched(conn, set(), fresh, set(), events.at_hand(conn, [member.told for member in fresh], ())())
    joined = _joined(standing_of(conn, held)(), fresh, set())
    evidence: dict[int, list[Tied]] = {}
    found: list[tuple[Cluster, list[Tied]]] = []
    for group, tied in joined.groups:
        ours = [each for each in tied if each[0].at not in joined.owner]
        home = _identity(tied, joined, set())
        if ours and home is None:
            found.append((group, ours))
        elif ours and home is not None:
            evidence.setdefault(home, []).extend(ours)
    numbered = list(zip(events.next_ids(conn, len(found)), found, strict=True))
    evidence |= {event_id: tied for event_id, (_, tied) in numbered}
    corrections = joined.standing.corrections
    decided = [_decide(event_id, group, tied, None, corrections) for event_id, (group, tied) in numbered]
    with conn.pipeline():
        events.put_members(conn, evidence, now, beside=True)
        events.put_versions(conn, [each for each in decided if isinstance(each, Version)], now)
    return len(decided)


def swap_in(
    conn: Conn,
    coder_version: str,
    now: datetime,
    batch: int = 200,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Matched:
    """Put a new coder's readings in place of the old ones, all in one transaction: until it ends everyone reads the old
    timeline, then the new one; stopped in the middle, nothing has changed. `tell(done, total)` counts articles.
    What comes in meanwhile is shown by others (`show_unmatched`) and matched at the end.
    """
    total = Matched()
    with conn.transaction():
        events.lock_to_swap(conn)
        due = recoding.swap_in(conn, coder_version)
        for done in range(0, len(due), batch):
            some = due[done : done + batch]
            with _collector_resting(), conn.pipeline():
                total += _match(conn, some, ask(conn, some), now)
            tell(min(done + batch, len(due)), len(due))
        events.count_rest(conn)
    conn.commit()
    return total + match_unmatched(conn, now, batch)


def correct_event(
    conn: Conn, event_id: int, action: str, payload: dict[str, Any], *, author: str, reason: str, now: datetime
) -> bool:
    """Store what a person decided and join the events again; while readings are swapped in it is stored at once and
    takes effect afterwards. Answers whether it has taken effect.

    `payload`: for "correct" any of status, kind, type with mode and cameo, start, end; for "merge" `into`, an event id;
    for "split" `articles`, addresses of the articles to take out; nothing for "reject" and "restore".
    Raises CorrectionError when an event does not exist or the payload does not fit.
    """
    with conn.transaction():
        waits = events.swapping(conn)
        if not waits:
            events.lock(conn, repeatable=False)
        touched = [event_id, *([int(payload["into"])] if action == "merge" else [])]
        known = events.open_events(conn, touched)()
        for each in touched:
            if each not in known:
                raise CorrectionError(f"there is no event {each}; tracker timeline --format json shows the ids")
        if len(set(touched)) != len(touched):
            raise CorrectionError(f"event {event_id} cannot be merged into itself")
        whole = payload | _handles(conn, event_id, action, payload)
        number = events.add_correction(conn, Correction(event_id, action, whole, author, reason), now, waits=waits)
        if not waits:
            _rejoin_events(conn, touched, now)
    if waits:
        conn.commit()
        apply_waiting(conn, now)  # the swap may have ended before this was stored, and not have seen it
    return not waits or number not in {each.correction_id for each in events.corrections_waiting(conn)}


def apply_waiting(conn: Conn, now: datetime) -> None:
    """Give effect to what people decided while readings were swapped in, once that is over."""
    with conn.transaction():
        if events.swapping(conn):
            return
        events.lock(conn, repeatable=False)
        if waiting := events.corrections_waiting(conn):
            now = max(now, *(each.made_at for each in waiting))
            _rejoin_events(conn, sorted({event_id for each in waiting for event_id in each.event_ids}), now)
            events.mark_applied(conn, [each.correction_id for each in waiting], now)


def _rejoin_events(conn: Conn, event_ids: Sequence[int], now: datetime) -> None:
    """Join events again, after a correction."""
    _store(conn, _joined(standing_of(conn, evidence_of(conn, event_ids))(), [], set()), set(), now)
    echo_events(conn, event_ids, now)


def _handles(conn: Conn, event_id: int, action: str, payload: dict[str, Any]) -> dict[str, Any]:
    """What a merge or split is about, named so that it is found again after re-coding."""
    if action == "merge":
        other = int(payload["into"])
        return {"first": handle(_members(conn, event_id)[0].told), "second": handle(_members(conn, other)[0].told)}
    if action == "split":
        mine = _members(conn, event_id)
        chosen = [member for member in mine if member.url in payload["articles"]]
        named = {m.url for m in chosen} | (echoes.urls(conn, event_id) & set(payload["articles"]))
        if not named or {m.url for m in mine} <= named:
            raise CorrectionError(f"event {event_id}: name some of its articles, not none and not all")
        return {"handles": sorted({handle(member.told) for member in chosen}, key=repr)}
    return {}


def _members(conn: Conn, event_id: int) -> list[Member]:
    found = evidence_of(conn, [event_id])[event_id]
    if not found:
        raise CorrectionError(f"event {event_id} has no evidence that could be moved")
    return found


def _store(conn: Conn, joined: Joined, replaced: set[int], now: datetime) -> Matched:
    """Store what has become of events that were joined again without the mentions of replaced articles."""
    held, corrections, before = joined.standing.held, joined.standing.corrections, joined.standing.open
    claimed: set[int] = set()
    chosen: list[tuple[Cluster, list[Tied], int | None]] = []
    for group, tied in joined.groups:
        event_id = _identity(tied, joined, claimed)
        claimed |= {event_id} if event_id is not None else set()
        chosen.append((group, tied, event_id))
    unused = iter(events.next_ids(conn, sum(event_id is None for _, _, event_id in chosen)))
    gone = [row for event_id, row in before.items() if event_id not in claimed and not row["withdrawn"]]
    numbered = [(event_id or next(unused), group, tied) for group, tied, event_id in chosen]
    evidence = {event_id: tied for event_id, _, tied in numbered}
    events.put_members(conn, evidence | {row["event_id"]: [] for row in gone}, now)
    decided = [_decide(event_id, group, tied, before.get(event_id), corrections) for event_id, group, tied in numbered]
    versions = [each for each in decided if isinstance(each, Version)]
    homes = _homes(evidence)
    withdrawn = [_withdrawal(row, _where_to(held[row["event_id"]], homes, replaced), corrections) for row in gone]
    events.put_versions(conn, [*versions, *withdrawn], now)
    events.refresh(conn, [each for each in decided if isinstance(each, Refreshed)])
    new = sum(version.change == "reported" for version in versions)
    return Matched(new, len(versions) - new, len(gone))


@dataclass(frozen=True, slots=True)
class Joined:
    """Events taken apart and joined again: which event each mention belonged to, and which mentions are one event now,
    those of the oldest events first."""

    standing: Standing
    owner: Owner
    groups: Sequence[tuple[Cluster, list[Tied]]]


def _joined(standing: Standing, fresh: Sequence[Member], replaced: set[int]) -> Joined:
    """Take events apart, leave out mentions of replaced articles, add the fresh ones, join again."""
    members = [(event_id, m) for event_id, its in standing.held.items() for m in its]
    owner = {m.at: event_id for event_id, m in members}
    by_key = {m.told.key: m for m in (*(m for _, m in members if m.article_id not in replaced), *fresh)}
    clusters = constrain(cluster(member.told for member in by_key.values()), standing.corrections)
    groups = sorted(clusters, key=lambda each: _seniority(each, by_key, owner))
    tied = [
        (group, [(by_key[told.key], found) for told, found in zip(group.members, group.links, strict=True)])
        for group in groups
    ]
    return Joined(standing, owner, tied)


def _known(row: dict[str, Any], corrections: Sequence[dict[str, Any]]) -> bool:
    """Whether the version that stands is no older than the last correction."""
    return all(each["made_at"] <= row["known"].lower for each in corrections)


def _seniority(group: Cluster, by_key: dict[Any, Member], owner: Owner) -> tuple[int, int, Any]:
    """Clusters with the oldest event come first, and of these the one that holds most of it, so that each event id goes
    to one cluster, always the same."""
    found = (owner.get(by_key[t.key].at) for t in group.members)
    ids = [each for each in found if each is not None]
    oldest = min(ids, default=2**62)
    return oldest, -ids.count(oldest), group.members[0].key


def _identity(tied: Sequence[Tied], joined: Joined, claimed: set[int]) -> int | None:
    """The oldest event that these mentions belonged to and that no other cluster has taken; one that a person joined to
    another comes last."""
    given_up = {each["event_id"] for each in joined.standing.corrections if each["action"] == "merge"}
    ids = {joined.owner[member.at] for member, _ in tied if member.at in joined.owner} - claimed
    return min(ids, key=lambda each: (each in given_up, each), default=None)


def _decide(
    event_id: int,
    group: Cluster,
    tied: Sequence[Tied],
    row: dict[str, Any] | None,
    corrections: Sequence[dict[str, Any]],
) -> Version | Refreshed:
    """A new version of an event where a reader would see a difference, else what changes without one."""
    previous = to_event(row) if row else None
    version = previous.version + 1 if previous else 1
    own = [each for each in corrections if concerns(each, event_id)]
    decided = apply_corrections(merge(group, event_id, version), own)
    count = len({member.article_id for member, _ in tied})
    keys = frozenset[str]().union(*map(filed, group.members))
    change = change_between(previous, decided.event).words
    if row and row["withdrawn"] != decided.withdrawn:
        change = decided.reason or "evidence is back"
    elif change and decided.reason and row and not _known(row, own):
        change = f"{change}; {decided.reason}"
    if change is None:
        return Refreshed(decided.event, count, keys)
    return Version(
        decided.event,
        change,
        after=row["known"].lower if row else _EARLY.replace(year=1970),
        keys=keys,
        text=_text(tied),
        source_count=count,
        withdrawn=decided.withdrawn,
        corrected_by=decided.author,
    )


def _text(tied: Sequence[Tied]) -> str:
    """What full-text search looks through: sentences and headlines."""
    parts = [part for m, _ in tied for part in (m.title, m.told.mention.evidence.text, m.told.mention.object) if part]
    return " ".join(dict.fromkeys(parts))


Homes = Mapping[int, Sequence[tuple[int, Member]]]
"""Events with the mentions that they hold now, by the article of each."""


def _homes(evidence: Mapping[int, Sequence[Tied]]) -> Homes:
    found: dict[int, list[tuple[int, Member]]] = defaultdict(list)
    for event_id, tied in evidence.items():
        for member, _ in tied:
            found[member.article_id].append((event_id, member))
    return found


def _where_to(members: Sequence[Member], homes: Homes, replaced: set[int]) -> list[int]:
    """The events that hold now what an event was made of; what was read anew is known by what it says."""

    def same(old: Member, new: Member) -> bool:
        return link(old.told, new.told).holds if old.article_id in replaced else old.at == new.at

    return sorted({event_id for old in members for event_id, new in homes.get(old.article_id, ()) if same(old, new)})


def _withdrawal(row: dict[str, Any], homes: Sequence[int], corrections: Sequence[dict[str, Any]]) -> Version:
    """An event without evidence of its own leaves the timeline and says why."""
    event = to_event(row)
    merges = [each for each in corrections if each["action"] == "merge" and each["event_id"] == event.id]
    said = f" by {merges[-1]['author']}: {merges[-1]['reason']}" if merges else ""
    joined = f"joined to event{'s' if len(homes) > 1 else ''} {', '.join(map(str, homes))}{said}"
    return Version(
        replace(event, version=event.version + 1),
        joined if homes else "its evidence has vanished",
        after=row["known"].lower,
        text=event.title,
        source_count=0,
        withdrawn=True,
        corrected_by=merges[-1]["author"] if homes and merges else None,
    )
