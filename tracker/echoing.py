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


Keys = Mapping[int, Collection[int]]
"""The keys of how articles open."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles just read, with the mentions read in them: how they open, under which keys that is filed and under which
    others of the same story are sought, by article."""

    article_ids: Collection[int]
    read: Collection[Member]
    openings: Mapping[int, Opening]
    filed: Keys
    sought: Keys

    @property
    def news(self) -> list[Member]:
        return [member for member in self.read if member.told.mention.lead]


_NOTHING = Story((), (), {}, {}, {})


@dataclass(frozen=True, slots=True)
class Around:
    """What there is around articles just read. `sharing`: how those open who share keys with them, and under which keys
    they are `filed`; `leads`: their news; `known`: who tells of whom; `near`: of which mentions just read others may
    tell, and what these `listeners` said before."""

    sharing: Mapping[int, Opening]
    filed: Keys
    known: Mapping[str, set[int]]
    leads: Asked[list[Member]]
    near: Mapping[int, Near]
    listeners: Asked[Said]


@dataclass(frozen=True, slots=True)
class Said:
    """All mentions of articles, and what they told of."""

    own: Own
    before: Mapping[tuple[int, str], Telling]


def story_of(conn: Conn, article_ids: Collection[int], read: Collection[Member]) -> Story:
    """What articles with these mentions tell."""
    found = {member.article_id: opening_of(member.told) for member in read}  # mentions know it already
    found |= echoes.openings(conn, set(article_ids) - set(found))()
    filed = {article_id: keys_of(opening) for article_id, opening in found.items()}
    return Story(article_ids, read, found, filed, _sought(found))


def _sought(openings: Mapping[int, Opening]) -> Keys:
    return {article_id: sought_by(opening) for article_id, opening in openings.items()}


def _sharing(conn: Conn, sought: Keys) -> Asked[set[int]]:
    """Ask which articles are filed under any of these keys."""
    return echoes.sharing(conn, set[int]().union(*sought.values()))


def file_story(conn: Conn, story: Story) -> Asked[set[int]]:
    """File articles under their keys and ask who else may tell the same story."""
    echoes.file_stories(conn, story.filed)
    sharing = _sharing(conn, story.sought)
    return lambda: sharing() - set(story.article_ids)


def look_around(conn: Conn, story: Story, sharing: Collection[int], event_ids: Collection[int]) -> Asked[Around]:
    """Ask for all that decides on what articles and events tell, before the events are joined: by that nothing of it
    changes. What the answers bring up is asked when they are read."""
    known, filed = echoes.echoing(conn, story.article_ids, event_ids), echoes.filed(conn, sharing)
    openings, leads = echoes.openings(conn, sharing), echoes.leads(conn, sharing)

    def answer() -> Around:
        found, keys, opening = known(), filed(), openings()
        others = {one: its for one, its in opening.items() if one not in found["lost"]}
        near = _listeners(others, keys, story)
        own, before = echoes.mentions(conn, near), echoes.told_of(conn, near)
        return Around(opening, keys, found, leads, near, lambda: Said(_by_article(own()), before()))

    return answer


def _listeners(openings: Mapping[int, Opening], filed: Keys, story: Story) -> Mapping[int, Near]:
    """Articles that may tell of some new mention, with the mentions that come into question for each. Of two articles
    of the same days it is all the same which seeks the other."""
    news, near = _by_key(story.news, story.sought), dict[int, Near]()
    for article_id, opening in openings.items():
        found = _near(filed.get(article_id, ()), news)
        if any(likely(opening, each.told) for each in found.values()):
            near[article_id] = found
    return near


def echo_articles(
    conn: Conn, story: Story, around: Around, listeners: Said, event_ids: Collection[int], now: datetime
) -> None:
    """Tie articles to events by their openings, after these articles and events were matched."""
    moved = around.known["lost"] | around.known["own"] | around.known["held"]
    if story.article_ids:
        moved |= _renew(conn, story, around, listeners)
    if moved:
        changed = echoes.put_sources(conn, moved, now)
        echoes.count_sources(conn, changed | set(event_ids))


def echo_events(conn: Conn, event_ids: Collection[int], now: datetime) -> None:
    """Tie articles to events by their openings, after these events were matched."""
    around = look_around(conn, _NOTHING, (), event_ids)()
    echo_articles(conn, _NOTHING, around, around.listeners(), event_ids, now)


def _renew(conn: Conn, story: Story, around: Around, listeners: Said) -> set[int]:
    """Look for what articles just read tell of, and who tells of them; answers those that may have changed."""
    fresh, sharing, known, ids = story.openings, around.sharing, around.known, set(story.article_ids)
    lost = known["lost"] - ids
    if not sharing and len(fresh) < 2 and not (known["own"] or lost):
        return set()
    again = echoes.openings(conn, lost)()
    anew = _sought(again)
    beyond = (_sharing(conn, anew)() | lost) - ids - set(sharing)
    members = [*around.leads(), *echoes.leads(conn, beyond)(), *story.news]
    filed = _by_key(members, {**around.filed, **echoes.filed(conn, beyond)(), **story.filed})
    own, sought = _by_article(story.read) | _by_article(echoes.mentions(conn, lost)()), {**story.sought, **anew}
    tellings = [
        telling
        for article_id, opening in {**fresh, **again}.items()
        for telling in _tellings(article_id, opening, own, _near(sought[article_id], filed))
    ]
    if known["own"] or lost:
        echoes.forget(conn, known["own"] | lost)
    tellings += _better(conn, around, listeners)
    echoes.keep(conn, tellings)
    return {telling.article_id for telling in tellings}


def _by_article(members: Iterable[Member]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for member in members:
        found[member.article_id].append(member.told)
    return found


def _better(conn: Conn, around: Around, listeners: Said) -> list[Telling]:
    """What other articles, which open so, tell of better by some new mention than by what they told of before."""
    own, before = listeners.own, listeners.before
    out = []
    for article_id, its in around.near.items():
        opening = around.sharing[article_id]
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


def _by_key(members: Collection[Member], keys: Keys) -> Mapping[int, Collection[Member]]:
    """Mentions by each key of their articles."""
    found: dict[int, list[Member]] = defaultdict(list)
    for member in members:
        for key in keys.get(member.article_id, ()):
            found[key].append(member)
    return found


def _near(keys: Collection[int], by_key: Mapping[int, Collection[Member]]) -> Near:
    return {member.told.key: member for key in keys for member in by_key.get(key, ())}


def _tellings(article_id: int, opening: Opening, own: Own, near: Near) -> list[Telling]:
    found = best(opening, own.get(article_id, ()), (member.told for member in near.values()))
    return [
        Telling(article_id, name, near[told.key].article_id, near[told.key].mention_no, score, why)
        for name, (told, score, why) in found.items()
    ]
