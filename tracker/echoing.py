"""Echoes in the database: loads what may tell the same story, lets tracker.events.echo decide, stores what changed.

Which mentions an article tells of depends on it and on the mentions of others alone, never on the order they came in:
what an article told of is looked for again where either side was read anew, and compared with every new mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.events.echo import Opening, best, keys_of, likely, opening_of, sought_by
from tracker.events.told import Told
from tracker.store import echoes
from tracker.store.connection import Asked, Conn
from tracker.store.echoes import Telling
from tracker.store.events import Member

_EQUAL = 1e-5  # scores have four digits

Own = Mapping[int, Collection[Told]]
"""All mentions of articles."""

Near = Mapping[tuple[str, int], Member]
"""Mentions that may tell the story of an article, by their identity."""


@dataclass(frozen=True, slots=True)
class Story:
    """How articles just read open, and who shares keys with them."""

    openings: Mapping[int, Opening]
    sharing: Asked[set[int]]


@dataclass(frozen=True, slots=True)
class Around:
    """What there is around articles just read: who shares keys with them, how these open and what their news is; who
    tells of whom."""

    openings: Mapping[int, Opening]
    sharing: Asked[dict[int, Opening]]
    leads: Asked[list[Member]]
    echoing: Asked[dict[str, set[int]]]


def file_story(conn: Conn, article_ids: Collection[int], read: Collection[Member]) -> Story:
    """File articles, with the mentions read in them, under the keys of their openings."""
    found = {member.article_id: opening_of(member.told) for member in read}  # mentions know it already
    found |= echoes.openings(conn, set(article_ids) - set(found))()
    echoes.file_stories(conn, {article_id: keys_of(opening) for article_id, opening in found.items()})
    keys = frozenset[int]().union(*map(sought_by, found.values()))
    return Story(found, echoes.sharing(conn, keys))


def look_around(conn: Conn, article_ids: Collection[int], story: Story, event_ids: Collection[int]) -> Around:
    """Ask for all that decides on what articles and events tell, before the events are joined: by that nothing of it
    changes."""
    known = echoes.echoing(conn, article_ids, event_ids)
    sharing = story.sharing() - set(article_ids)
    return Around(story.openings, echoes.openings(conn, sharing), echoes.leads(conn, sharing), known)


def echo_articles(
    conn: Conn, article_ids: Collection[int], read: Collection[Member], around: Around, event_ids: Collection[int],
    now: datetime,
) -> None:  # fmt: skip
    """Tie articles to events by their openings, after these articles with the mentions read in them, and these events,
    were matched."""
    known = around.echoing()
    moved = known["lost"] | known["own"] | known["held"]
    if article_ids:
        moved |= _renew(conn, set(article_ids), read, around, known)
    if moved:
        changed = echoes.put_sources(conn, moved, now)
        echoes.count_sources(conn, changed | set(event_ids))


def echo_events(conn: Conn, event_ids: Collection[int], now: datetime) -> None:
    """Tie articles to events by their openings, after these events were matched."""
    echo_articles(conn, (), (), look_around(conn, (), Story({}, set), event_ids), event_ids, now)


def _renew(
    conn: Conn, ids: set[int], read: Collection[Member], around: Around, known: Mapping[str, set[int]]
) -> set[int]:
    """Look for what articles just read tell of, and who tells of them; answers those that may have changed."""
    fresh, lost, sharing = around.openings, known["lost"] - ids, around.sharing()
    if not sharing and len(fresh) < 2 and not (known["own"] or lost):
        return set()
    again = echoes.openings(conn, lost)()
    keys = frozenset[int]().union(*map(sought_by, again.values()))
    beyond = (echoes.sharing(conn, keys)() | lost) - ids - set(sharing)
    news = [member for member in read if member.told.mention.lead]
    members = [*around.leads(), *echoes.leads(conn, beyond)(), *news]
    own = _by_article(read) | (_by_article(echoes.mentions(conn, lost)) if lost else {})
    tellings = _all_told({**fresh, **again}, own, members)
    if known["own"] or lost:
        echoes.forget(conn, known["own"] | lost)
    others = {article_id: opening for article_id, opening in sharing.items() if article_id not in lost}
    if others and news:
        tellings += _better(conn, others, news)
    echoes.keep(conn, tellings)
    return {telling.article_id for telling in tellings}


def _by_article(members: Iterable[Member]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for member in members:
        found[member.article_id].append(member.told)
    return found


def _all_told(seeking: Mapping[int, Opening], own: Own, members: Collection[Member]) -> list[Telling]:
    """What each article tells of best among all mentions under its keys."""
    filed = _filed(members)
    return [
        telling
        for article_id, opening in seeking.items()
        for telling in _tellings(article_id, opening, own, _near(opening, filed))
    ]


def _better(conn: Conn, openings: Mapping[int, Opening], news: Collection[Member]) -> list[Telling]:
    """What other articles, which open so, tell of better by some new mention than by what they told of before."""
    filed, near = _filed(news), dict[int, Near]()
    for article_id, opening in openings.items():
        found = _near(opening, filed)
        if any(likely(opening, each.told) for each in found.values()):
            near[article_id] = found
    if not near:
        return []
    own, before = _by_article(echoes.mentions(conn, near)), echoes.told_of(conn, near)
    out = []
    for article_id, its in near.items():
        opening = openings[article_id]
        for each in _tellings(article_id, opening, own, its):
            old, chosen = before.get((article_id, each.family)), each
            if old and abs(each.score - old.score) < _EQUAL:
                # told equally well: the one that would have been chosen among all
                rivals = {member.told.key: member for member in echoes.leads(conn, [old.of_article])()}
                both = _tellings(article_id, opening, own, {**its, **rivals})
                chosen = next(rival for rival in both if rival.family == each.family)
            if old is None or chosen.score > old.score - _EQUAL:
                out.append(chosen)
    return out


Filed = Mapping[int, Collection[Member]]
"""Mentions by the keys of their articles' openings."""


def _filed(members: Collection[Member]) -> Filed:
    filed: dict[int, list[Member]] = defaultdict(list)
    keys: dict[int, frozenset[int]] = {}
    for member in members:
        if member.article_id not in keys:
            keys[member.article_id] = keys_of(opening_of(member.told))
        for key in keys[member.article_id]:
            filed[key].append(member)
    return filed


def _near(opening: Opening, filed: Filed) -> dict[tuple[str, int], Member]:
    return {member.told.key: member for key in sought_by(opening) for member in filed.get(key, ())}


def _tellings(article_id: int, opening: Opening, own: Own, near: Near) -> list[Telling]:
    found = best(opening, own.get(article_id, ()), (member.told for member in near.values()))
    return [
        Telling(article_id, name, near[told.key].article_id, near[told.key].mention_no, score, why)
        for name, (told, score, why) in found.items()
    ]
