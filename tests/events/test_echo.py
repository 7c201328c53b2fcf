"""Articles in which nothing was read, but which open with the story of an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.events.test_match import NOON, raid, told
from tracker.events.echo import Opening, best, echo, keys_of, opening_of, sought_by
from tracker.events.match import Told
from tracker.model import Place

HEADLINE = "Lorry attack at Vellmark fair kills nineteen"
STORY = (
    f"{HEADLINE} A lorry was driven into the crowd at the harbour fair of Vellmark on Monday evening and killed"
    " nineteen visitors before guards stopped its driver near the fish market"
)
SENTENCE = "A lorry was driven into the crowd at the harbour fair of Vellmark and killed nineteen visitors."
TOWN = Place("Vellmark", "FRA", 43.7, 7.2)
READ = raid("a", SENTENCE, place=TOWN, headline=HEADLINE, opening=STORY)

TITLE = "Night of horror at the Vellmark harbour fair"
UNREAD = Opening(
    "https://b.example/1",
    TITLE,
    f"{TITLE} Visitors of the harbour fair at Vellmark tell how a lorry came through the crowd and killed nineteen of"
    " them on Monday evening, until guards shot at the driver",
    NOON + timedelta(hours=9),
)


def test_an_article_that_opens_with_the_story_tells_of_it() -> None:
    found = echo(UNREAD, READ)
    assert found
    assert found[0] > 0.3
    assert "opens with the same story" in found[1]
    assert keys_of(UNREAD) & sought_by(opening_of(READ)) and sought_by(UNREAD) & keys_of(opening_of(READ))


OTHER = "Night of horror at the Ostrany cattle market"


@pytest.mark.parametrize(
    "other",
    [
        replace(UNREAD, published=NOON + timedelta(days=4)),
        replace(UNREAD, published=NOON - timedelta(days=2)),
        replace(UNREAD, published=None),
        replace(UNREAD, lead_kinds=frozenset(("bombing",))),
        replace(UNREAD, headline=OTHER, words=f"{OTHER} Traders of Ostrany tell how a lorry came through the crowd and"
                " killed nineteen of them on Monday evening, until guards shot at the driver"),
        replace(UNREAD, words=f"{TITLE} Visitors of the harbour fair at Vellmark praise the lorry drivers that brought"
                " the crowd its fish on Monday evening, and the guards at the market"),
        replace(UNREAD, key=READ.key[0]),
    ],
    ids=["days later", "before it", "undated", "tells a deed of its own", "another town", "no deed", "itself"],
)  # fmt: skip
def test_an_article_of_another_day_place_or_deed_does_not(other: Opening) -> None:
    assert echo(other, READ) is None


def test_of_daily_strikes_on_a_town_it_tells_of_that_of_its_day() -> None:
    def strike(name: str, after: int) -> Told:
        at = NOON + timedelta(days=after)
        return raid(name, SENTENCE, place=TOWN, headline=HEADLINE, opening=STORY, days=(at.date(), 1), published=at)

    days = [strike(f"o{n}", n) for n in range(4)]
    for n, each in enumerate(days):
        found = best(replace(UNREAD, published=each.published), days)
        assert found
        assert found[0] == days[n]
        assert best(replace(UNREAD, published=each.published), days[::-1]) == found


def test_it_does_not_tell_of_what_an_article_mentions_in_passing() -> None:
    assert echo(UNREAD, replace(READ, mention=replace(READ.mention, lead=False))) is None


def test_an_article_without_words_or_day_is_filed_nowhere() -> None:
    assert keys_of(Opening("k", "", "", datetime(2026, 5, 4, tzinfo=UTC))) == frozenset()
    assert keys_of(replace(UNREAD, published=None)) == frozenset()
    assert best(UNREAD, [told("x")]) is None
