"""Whatever order articles arrive in, one by one or in batches, the timeline is the same.

The articles are made up, all drawn from one seed: happenings of one autumn, and what many outlets report of them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tracker.matching import match_articles, match_unmatched
from tracker.model import (
    Actor,
    Basis,
    Coding,
    Event,
    EventDate,
    EventType,
    Evidence,
    Granularity,
    Interval,
    Mention,
    Place,
    Status,
    TimelineFilter,
)  # fmt: skip
from tracker.store import timeline
from tracker.store.articles import NewArticle, for_coding, put, put_coding

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
EVERYTHING = TimelineFilter()
FIRST = date(2026, 9, 1)
_LANDS = "USA KOR JPN PRK CHN RUS IRN ISR".split()
_PEOPLE = {code: [f"{code.title()} Envoy", f"{code.title()} Premier"] for code in _LANDS}
_KINDS = {
    "visit": EventType.CONSULT, "meeting": EventType.CONSULT, "agreement": EventType.SUPPORT, "aid": EventType.AID,
    "missile_launch": EventType.MOBILIZE, "strike": EventType.ASSAULT, "condemnation": EventType.ACCUSE,
    "sanctions": EventType.SANCTION,
}  # fmt: skip
_TOWNS = [Place("Karvina", "JPN", 35.0, 139.0), Place("Ostrany", "KOR", 37.5, 127.0), Place("Belmar", None), None]
_WORDS = "harbour treaty ferry summit embargo convoy rocket delegation pact envoy border grain fleet dam bridge".split()
_OUTLETS = [f"outlet{n}" for n in range(24)]


@dataclass(frozen=True, slots=True)
class Happening:
    """What took place, as nobody tells it."""

    number: int
    kind: str
    actor: str
    recipient: str
    person: str | None
    day: date
    place: Place | None
    words: tuple[str, ...]
    ends: Status


@dataclass(frozen=True, slots=True)
class Arrival:
    """One article as it comes in: its words at that moment and what a coder reads in them. An edit arrives later under
    the same address."""

    article: NewArticle
    coding: Coding
    edit_of: int | None = None
    """Which arrival it edits; that one has to come first."""


def arrivals(seed: int, count: int) -> list[Arrival]:
    """`count` arrivals: announcements, reports, cancellations, denials, vague mentions, reprints and edits."""
    rng = random.Random(seed)
    happenings = [_happening(rng, n) for n in range(max(8, count // 7))]
    made: list[Arrival] = []
    while len(made) < count:
        shape = rng.random()
        whole = [n for n, each in enumerate(made) if each.edit_of is None]
        if shape < 0.12 and whole:
            made.append(_reprint(rng, made[rng.choice(whole)], len(made)))
        elif shape < 0.22 and whole:
            edited = rng.choice([n for n in whole if all(each.edit_of != n for each in made)] or whole[-1:])
            if all(each.edit_of != edited for each in made):
                made.append(_edit(rng, made[edited], edited, happenings))
        elif shape < 0.34 and whole:
            made.append(_unread(rng, made[rng.choice(whole)], len(made), rng.choice(happenings)))
        else:
            told = rng.sample(happenings, rng.choice((1, 1, 2, 3)))
            made.append(_report(rng, told, len(made)))
    return made


def shuffled(made: list[Arrival], seed: int) -> list[Arrival]:
    """The same arrivals in another order; an edit stays behind what it edits."""
    rng = random.Random(seed)
    order = {id(each): rng.random() for each in made}
    for each in made:
        if each.edit_of is not None:
            order[id(each)] = max(order[id(each)], order[id(made[each.edit_of])] + 1e-9)
    return sorted(made, key=lambda each: order[id(each)])


def _happening(rng: random.Random, number: int) -> Happening:
    actor, recipient = rng.sample(_LANDS, 2)
    kind = rng.choice(list(_KINDS))
    person = rng.choice(_PEOPLE[actor]) if kind in ("visit", "meeting") and rng.random() < 0.7 else None
    ends = rng.choices((Status.HAPPENED, Status.CANCELLED, Status.DENIED), (8, 2, 1))[0]
    words = tuple(rng.sample(_WORDS, 5))
    return Happening(
        number, kind, actor, "" if kind == "missile_launch" else recipient, person,
        FIRST + timedelta(rng.randint(0, 60)), rng.choice(_TOWNS), words, ends,
    )  # fmt: skip


def _report(rng: random.Random, told: list[Happening], number: int) -> Arrival:
    main = told[0]
    ahead = rng.random() < 0.3 and main.kind != "strike"
    days = -rng.randint(1, 12) if ahead else rng.choice((0, 0, 1, 2, 6))
    published = datetime.combine(main.day + timedelta(days), datetime.min.time(), UTC) + timedelta(
        hours=rng.randint(0, 23)
    )
    mentions = tuple(_mention(rng, each, published, lead=n == 0) for n, each in enumerate(told))
    words = " ".join(rng.sample(_WORDS, 3) + [f"w{number}x{n}" for n in range(70)])
    title = f"{main.actor.title()} {main.kind.replace('_', ' ')} {main.words[0]} {main.words[1]}"
    body = f"{mentions[0].evidence.text} {words}"
    outlet = rng.choice(_OUTLETS)
    article = NewArticle(
        f"https://{outlet}.example/{number}", title, body, "page", published, published_from="feed", publisher=outlet,
        family=f"owner{int(outlet[6:]) // 2}", tier=rng.randint(1, 4),
    )  # fmt: skip
    if rng.random() < 0.05:
        article = replace(article, published_at=None)
    return Arrival(article, Coding(str(number), mentions, language="en"))


def _mention(rng: random.Random, told: Happening, published: datetime, *, lead: bool) -> Mention:
    ahead = published.date() < told.day
    status = Status.PLANNED if ahead else rng.choices((told.ends, Status.HAPPENED, Status.ALLEGED), (8, 1, 1))[0]
    basis = rng.choice((Basis.EXPLICIT, Basis.PUBLICATION, Basis.PUBLICATION, Basis.ASSUMED, Basis.NONE))
    width = rng.choices((1, 3, 30), (8, 1, 1))[0]
    day = published.date() if basis is Basis.ASSUMED else told.day - timedelta(rng.choice((0, 0, 0, 1)))
    interval = None if basis is Basis.NONE else Interval(day, day + timedelta(1 if basis is Basis.ASSUMED else width))
    recipients = [told.recipient] if told.recipient and rng.random() < 0.85 else []
    others = [rng.choice(_LANDS)] if rng.random() < 0.1 else []
    kind = {"visit": "meeting", "agreement": "aid"}.get(told.kind, told.kind) if rng.random() < 0.2 else told.kind
    text = f"{told.actor} {' '.join(rng.sample(told.words, 4))} {kind} in {rng.choice(_WORDS)}."
    return Mention(
        kind=kind, type=_KINDS[kind], mode=None, contexts=("diplomatic",), cameo="04", status=status,
        actors=(Actor(told.actor.title(), told.actor, "GOV", person=told.person if rng.random() < 0.8 else None),),
        recipients=tuple(Actor(code.title(), code, "GOV") for code in dict.fromkeys(recipients + others)),
        place=told.place if rng.random() < 0.6 else None,
        date=EventDate(interval, Granularity.DAY if interval else None, None, None, None, basis),
        evidence=Evidence("text", 0, len(text), text, kind, 0, 3), confidence=rng.choice((0.4, 0.6, 0.8, 0.9)),
        object=" ".join(told.words[:2]) if rng.random() < 0.7 else None, lead=lead,
    )  # fmt: skip


def _reprint(rng: random.Random, original: Arrival, number: int) -> Arrival:
    """Another outlet's copy, some hours later, with a word of its own at the end."""
    outlet = rng.choice(_OUTLETS)
    at = original.article.published_at
    copy = replace(
        original.article, url=f"https://{outlet}.example/{number}", publisher=outlet,
        family=f"owner{int(outlet[6:]) // 2}", body=f"{original.article.body} reprint{number}",
        published_at=at + timedelta(hours=rng.randint(1, 20)) if at else None,
    )  # fmt: skip
    return Arrival(copy, original.coding)


def _unread(rng: random.Random, original: Arrival, number: int, other: Happening) -> Arrival:
    """Another outlet's telling of the same story in which the coder finds nothing, or another deed."""
    outlet = rng.choice(_OUTLETS)
    at = original.article.published_at
    opening = " ".join((original.article.body or "").split()[: rng.randint(6, 20)])
    telling = replace(
        original.article, url=f"https://{outlet}.example/{number}", publisher=outlet,
        family=f"owner{int(outlet[6:]) // 2}", published_at=at + timedelta(hours=rng.randint(-40, 80)) if at else None,
        body=f"{opening} {' '.join(f'v{number}x{n}' for n in range(70))}",
    )  # fmt: skip
    found: tuple[Mention, ...] = ()
    if at and rng.random() < 0.5:
        found = (_mention(rng, other, telling.published_at or at, lead=rng.random() < 0.5),)
        found += tuple(replace(each, lead=False) for each in original.coding.mentions if rng.random() < 0.5)
    return Arrival(telling, Coding(str(number), found, language="en"))


def _edit(rng: random.Random, first: Arrival, number: int, happenings: list[Happening]) -> Arrival:
    """The same address with other words: a mention taken back, or the telling changed."""
    mentions = first.coding.mentions
    if rng.random() < 0.4:
        mentions = mentions[1:]
    else:
        mentions = tuple(replace(each, status=Status.CANCELLED, confidence=0.7) for each in mentions)
    body = f"Corrected. {first.article.body} edited{number}"
    return Arrival(replace(first.article, body=body), Coding(first.coding.id, mentions, language="en"), number)


def take_in(conn: Any, order: list[Arrival], batch: int = 1) -> list[tuple[Any, ...]]:
    """Store, code and match arrivals in an order; the timeline that comes of it, emptied before."""
    conn.execute("TRUNCATE article, feed_entry, event, event_mention CASCADE")
    for n, each in enumerate(order):
        now = NOW + timedelta(minutes=n)
        stored = put(conn, each.article, now)
        (due,) = for_coding(conn, [stored.article_id], "test")
        put_coding(conn, stored.article_id, due.version, each.coding, "test", now)
        if batch == 1:
            match_articles(conn, [stored.article_id], now)
    match_unmatched(conn, NOW + timedelta(days=1), batch=batch)
    return sorted(map(facts, timeline.read(conn, EVERYTHING, limit=0)), key=str)


def facts(event: Event) -> tuple[Any, ...]:
    """All that a reader sees of an event but its number, version and when we learned of it."""
    return (
        event.kind, event.type, event.mode, event.contexts, event.status, event.actors, event.recipients, event.place,
        event.date, event.title, event.object, event.evidence, event.independent_sources, event.first_reported,
        round(event.confidence, 5), round(event.significance, 4),
        tuple(sorted((source.url, source.lead) for source in event.sources)),
    )  # fmt: skip


def differences(mine: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [each for each in mine if each not in theirs][:3]


def same_in_any_order(conn: Any, seed: int, count: int, orders: int) -> None:
    made = arrivals(seed, count)
    expected = take_in(conn, made)
    unread = sum(not each.coding.mentions and each.edit_of is None for each in made)
    assert conn.execute("SELECT count(*) > %s FROM article_telling", (unread // 3,)).fetchone()[0]
    assert count // 8 < len(expected) < count
    for turn in range(orders):
        got = take_in(conn, shuffled(made, turn), batch=(1, 17, 1, 60)[turn % 4])
        assert differences(expected, got) == differences(got, expected) == []


def test_fifty_articles_in_any_order_and_batches_give_the_same_events(conn: Any) -> None:
    same_in_any_order(conn, 1, 50, 2)


def test_two_hundred_articles_in_any_order_give_the_same_events(conn: Any) -> None:
    same_in_any_order(conn, 3, 200, 1)


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(10, 22))
def test_many_times_two_hundred_articles_in_any_order(conn: Any, seed: int) -> None:
    same_in_any_order(conn, seed, 200, 4)
