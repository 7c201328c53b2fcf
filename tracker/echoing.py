"""Echoes in the database: loads what may tell the same story, lets tracker.events.echo decide, stores what changed.

Which mention an article tells of depends on it and on the mentions of others alone, never on the order they came in:
what an article told of is looked for again where either side was read anew, and compared with every new mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from tracker.events.echo import Opening, best, keys_of, opening_of, sought_by
from tracker.store import echoes
from tracker.store.connection import Conn
from tracker.store.echoes import Telling
from tracker.store.events import Member

_EQUAL = 1e-5  # scores have four digits


def echo_articles(conn: Conn, article_ids: Collection[int], event_ids: Collection[int], now: datetime) -> None:
    """Tie articles to events by their openings, after these articles and events were matched."""
    fresh = echoes.openings(conn, article_ids) if article_ids else {}
    moved = echoes.echoing(conn, article_ids, event_ids)
    if fresh:
        echoes.file_stories(conn, {article_id: keys_of(opening) for article_id, opening in fresh.items()})
        moved |= _renew(conn, fresh, set(article_ids))
    if moved:
        changed = echoes.put_sources(conn, moved, now)
        echoes.count_sources(conn, changed | set(event_ids))


def _renew(conn: Conn, fresh: Mapping[int, Opening], read: set[int]) -> set[int]:
    """Look for what fresh articles tell of, and whether others tell of them; answers those that may have changed."""
    around = echoes.sharing(conn, frozenset[int]().union(*map(sought_by, fresh.values()))) - read
    lost = echoes.echoing(conn, read) - read
    seeking = dict(fresh) | (echoes.openings(conn, lost) if lost else {})
    if lost:
        around |= echoes.sharing(conn, frozenset[int]().union(*map(sought_by, seeking.values()))) - read
    if not around and len(fresh) < 2 and not any(echoes.scores(conn, fresh)):
        return set()
    members = echoes.leads(conn, around | set(seeking))
    tellings = _best_of_all(seeking, members)
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
