"""Echoes in the database: loads what may tell the same story, lets tracker.events.echo decide, stores what changed.

Which mention an article tells of depends on it and on the mentions of others alone, never on the order they came in:
what an article told of is looked for again where either side was read anew, and compared with every new mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from tracker.events.echo import Opening, best, keys_of, opening_of, sought_by
from tracker.store import echoes
from tracker.store.connection import Conn
from tracker.store.echoes import Telling
from tracker.store.events import Member

_EQUAL = 1e-5  # scores have four digits


def echo_articles(
    conn: Conn, article_ids: Collection[int], read: Iterable[Member], event_ids: Collection[int], now: datetime
) -> None:
    """Tie articles to events by their openings, after these articles with the mentions read in them, and these events,
    were matched."""
    known = echoes.echoing(conn, article_ids, event_ids)
    moved = known["lost"] | known["own"] | known["held"]
    if article_ids:
        moved |= _renew(conn, set(article_ids), _openings(conn, article_ids, read), known)
    if moved:
        changed = echoes.put_sources(conn, moved, now)
        echoes.count_sources(conn, changed | set(event_ids))


def _openings(conn: Conn, article_ids: Collection[int], read: Iterable[Member]) -> dict[int, Opening]:
    """How articles open; their mentions know it already."""
    found: dict[int, Opening] = {}
    for member in read:
        opening = opening_of(member.told)
        before = found.get(member.article_id, opening)
        found[member.article_id] = replace(opening, lead_kinds=opening.lead_kinds | before.lead_kinds)
    without = set(article_ids) - set(found)
    return found | (echoes.openings(conn, without) if without else {})


def _renew(conn: Conn, read: set[int], fresh: dict[int, Opening], known: Mapping[str, set[int]]) -> set[int]:
    """Look for what articles just read tell of, and who tells of them; answers those that may have changed."""
    lost = known["lost"] - read
    if fresh:
        echoes.file_stories(conn, {article_id: keys_of(opening) for article_id, opening in fresh.items()})
    gone = [Telling(article_id) for article_id in known["own"] - set(fresh)]
    seeking = fresh | (echoes.openings(conn, lost) if lost else {})
    keys = frozenset[int]().union(*map(sought_by, seeking.values()))
    around = echoes.sharing(conn, keys) - read if keys else set()
    if not around and len(fresh) < 2 and not (known["own"] or lost):
        return set()
    members = echoes.leads(conn, around | set(seeking))
    tellings = gone + _best_of_all(seeking, members)
    others = around - set(seeking)
    news = [member for member in members if member.article_id in fresh]
    if others and news:
        tellings += _better(conn, others, news)
    echoes.keep(conn, tellings)
    return {telling.article_id for telling in tellings}


def _best_of_all(seeking: Mapping[int, Opening], members: Collection[Member]) -> list[Telling]:
    """What each article tells of best among all mentions under its keys."""
    filed = _filed(members)
    return [_telling(article_id, opening, _near(opening, filed)) for article_id, opening in seeking.items()]


def _better(conn: Conn, others: Collection[int], news: Collection[Member]) -> list[Telling]:
    """The articles that tell of some new mention better than of what they told of before."""
    before, filed = echoes.scores(conn, others), _filed(news)
    out = []
    for article_id, opening in echoes.openings(conn, others).items():
        near = _near(opening, filed)
        found = _telling(article_id, opening, near)
        if found.of_article is None:
            continue
        old, _, score = before.get(article_id, (None, None, -1.0))
        if old is not None and abs(found.score - score) < _EQUAL:
            # told equally well: the one that would have been chosen among all
            rivals = {member.told.key: member for member in echoes.leads(conn, [old])}
            found = _telling(article_id, opening, near | rivals)
        if found.score > score - _EQUAL:
            out.append(found)
    return out


Filed = Mapping[int, Collection[Member]]
"""Mentions by the keys of their articles' openings."""


def _filed(members: Collection[Member]) -> Filed:
    filed: dict[int, list[Member]] = defaultdict(list)
    for member in members:
        for key in keys_of(opening_of(member.told)):
            filed[key].append(member)
    return filed


def _near(opening: Opening, filed: Filed) -> dict[tuple[str, int], Member]:
    return {member.told.key: member for key in sought_by(opening) for member in filed.get(key, ())}


def _telling(article_id: int, opening: Opening, near: Mapping[tuple[str, int], Member]) -> Telling:
    found = best(opening, (member.told for member in near.values()))
    if found is None:
        return Telling(article_id)
    told, score, why = found
    member = near[told.key]
    return Telling(article_id, member.article_id, member.mention_no, score, why)
