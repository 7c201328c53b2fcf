"""Articles that open with the story of an event although it was not read there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.events.test_match import NOON, raid, told
from tracker.events.echo import Opening, best, echo, keys_of, opening_of, sought_by, weighty_words
from tracker.events.told import Told
from tracker.model import Basis, Place

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
    found = echo(UNREAD, (), READ)
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
        replace(UNREAD, headline=OTHER, words=f"{OTHER} Traders of Ostrany tell how a lorry came through the crowd and"
                " killed nineteen of them on Monday evening, until guards shot at the driver"),
        replace(UNREAD, words=f"{TITLE} Visitors of the harbour fair at Vellmark praise the lorry drivers that brought"
                " the crowd its fish on Monday evening, and the guards at the market"),
        replace(UNREAD, key=READ.key[0]),
    ],
    ids=["days later", "before it", "undated", "another town", "no deed", "itself"],
)  # fmt: skip
def test_an_article_of_another_day_place_or_deed_does_not(other: Opening) -> None:
    assert echo(other, (), READ) is None


def test_of_daily_strikes_on_a_town_it_tells_of_that_of_its_day() -> None:
    def strike(name: str, after: int) -> Told:
        at = NOON + timedelta(days=after)
        return raid(name, SENTENCE, place=TOWN, headline=HEADLINE, opening=STORY, days=(at.date(), 1), published=at)

    days = [strike(f"o{n}", n) for n in range(4)]
    for n, each in enumerate(days):
        found = best(replace(UNREAD, published=each.published), (), days)
        assert [told for told, *_ in found.values()] == [days[n]]
        assert best(replace(UNREAD, published=each.published), (), days[::-1]) == found


def own(
    kind: str = "strike", *, lead: bool = True, days: int = 0, text: str = SENTENCE, giver: str = "", to: str = "FRA",
    **more: Any,
) -> Told:  # fmt: skip
    """A mention that was read in the article itself."""
    when = (NOON.date() + timedelta(days=days), 1)
    made = told("b", kind=kind, actors=giver, recipients=to, text=text, days=when, published=UNREAD.published, **more)
    return replace(made, mention=replace(made.mention, lead=lead))


def test_an_article_that_leads_with_another_deed_tells_of_it_too() -> None:
    assert echo(UNREAD, [own("resignation", text="The mayor resigned.")], READ)


MARCH = "Traders marched through the town."


def test_an_article_that_leads_with_a_deed_of_another_day_tells_of_it_if_it_names_the_day() -> None:
    read = replace(READ, mention=replace(READ.mention, date=replace(READ.mention.date, text="on Monday")))
    later = replace(UNREAD, published=NOON + timedelta(days=2))
    march = own("protest", days=2, text=MARCH)
    assert echo(later, [march], read)
    for words in ("on May 4", "on 4 May"):
        assert echo(replace(later, words=later.words.replace("on Monday evening", words)), [march], read)
    unnamed = replace(later, words=later.words.replace("on Monday evening", "on 14 May"))
    assert echo(unnamed, [march], read) is None
    assert echo(unnamed, [own("protest", text=MARCH)], read)
    assert echo(unnamed, [own("protest", days=2, basis=Basis.ASSUMED, text=MARCH)], read) is None
    assert echo(unnamed, [own("condemnation", days=2, text="A bishop deplored it.")], read)
    assert echo(unnamed, (), read)


def test_an_article_that_leads_with_what_others_did_to_the_same_people_does_not_tell_of_it() -> None:
    text = "Norland sent a lorry with tents to visitors of the harbour fair of Vellmark."
    sent = told("a", kind="deployment", actors="NOR", recipients="FRA", text=text, headline=HEADLINE, opening=STORY)
    assert echo(UNREAD, [own("aid", text="Tents came.", giver="NOR")], sent)
    assert echo(UNREAD, [own("aid", text="Tents came.", giver="DNK")], sent) is None
    assert echo(UNREAD, [own("aid", text="Tents came.", giver="DNK", to="SWE")], sent)


def test_an_article_of_which_only_the_day_is_known_may_have_come_out_late_on_it() -> None:
    title = f"{TITLE} shocks minister NOR"
    named = replace(UNREAD, headline=title, words=UNREAD.words.replace(TITLE, title))
    assert echo(replace(named, published=NOON), (), CONDEMNED)
    assert echo(replace(named, published=NOON + timedelta(minutes=1)), (), CONDEMNED) is None
    assert echo(replace(named, published=NOON - timedelta(days=1)), (), CONDEMNED) is None


def test_a_killing_is_named_with_many_words() -> None:
    for deed in ("murdered", "ambush", "shelling"):
        title = f"{deed} at the Vellmark harbour fair"
        words = f"{title} Visitors of the harbour fair at Vellmark tell of the lorry on Monday evening and its driver"
        assert echo(replace(UNREAD, headline=title, words=words), (), READ), deed
        assert echo(replace(UNREAD, headline=TITLE, words=words.replace(deed, "evening")), (), READ) is None


def test_an_article_that_leads_with_a_like_deed_tells_of_that_only() -> None:
    assert echo(UNREAD, [own(text="A gunman wounded two waiters.")], READ) is None
    assert best(UNREAD, [own(days=2)], [READ]) == {}
    far = Place("Ostrany", "FRA", 49.0, 2.0)
    assert best(UNREAD, [own(place=far)], [READ]) == {}
    assert best(UNREAD, [own(days=2), own(basis=Basis.ASSUMED)], [READ]) != {}


def test_a_deed_that_fits_makes_up_for_less_likeness() -> None:
    title = "Pretzels, balloons and a merry-go-round"
    words = f"{title} Old Tobias Marr had sold pretzels every spring since his childhood in the hills of Ostrany"
    distant = Opening(UNREAD.key, title, f"{words}, until the lorry that killed nineteen at the fair", UNREAD.published)
    assert echo(distant, (), READ) is None
    found = echo(distant, [own(lead=False)], READ)
    assert found and "tells a deed that fits" in found[1]


SPEECH = "Foreign minister Alden Roke of Norland condemned the lorry attack at the harbour fair of Vellmark."
CONDEMNED = told(
    "c", kind="condemnation", actors="NOR", recipients="FRA", text=SPEECH, published=NOON + timedelta(hours=8),
    headline="Roke condemns Vellmark attack", opening=f"Roke condemns Vellmark attack {SPEECH} {SENTENCE}",
)  # fmt: skip


def test_what_somebody_says_is_told_by_those_who_name_the_speaker() -> None:
    speaker = replace(CONDEMNED.mention.actors[0], name="Roke", person="Alden Roke")
    condemned = replace(CONDEMNED, mention=replace(CONDEMNED.mention, actors=(speaker,)))
    assert echo(UNREAD, (), condemned) is None
    title = f"{TITLE} shocks minister Roke"
    named = replace(UNREAD, headline=title, words=UNREAD.words.replace(TITLE, title))
    assert echo(named, (), condemned)
    assert echo(replace(named, published=NOON + timedelta(hours=1)), (), condemned) is None


def test_what_is_said_to_somebody_is_told_by_those_who_name_them_too() -> None:
    text = "Minister Roke of Norland accused Ostrania of letting the lorry into the harbour fair of Vellmark."
    accused = told(
        "c", kind="accusation", actors="NOR:Roke", recipients="OST:Ostrania", text=text, published=NOON,
        headline="Roke accuses Ostrania", opening=f"Roke accuses Ostrania {text} {SENTENCE}",
    )  # fmt: skip

    def opens(title: str) -> Opening:
        return replace(UNREAD, headline=title, words=UNREAD.words.replace(TITLE, title))

    assert echo(opens(f"{TITLE} lets Roke accuse Ostrania"), (), accused)
    assert echo(opens(f"{TITLE} lets Roke accuse guards"), (), accused) is None


def test_sanctions_over_a_deed_are_not_told_by_those_who_tell_of_the_deed_alone() -> None:
    text = "Norland imposed sanctions on Ostrania over the lorry in the crowd at the harbour fair of Vellmark."
    headline = "Sanctions over the lorry of Vellmark"
    imposed = told(
        "c", kind="sanctions", actors="NOR:Norland", recipients="OST:Ostrania", text=text, published=NOON,
        headline=headline, opening=f"{headline} {text} {SENTENCE}",
    )  # fmt: skip
    assert echo(UNREAD, (), imposed) is None
    title = f"{TITLE} brings sanctions"
    assert echo(replace(UNREAD, headline=title, words=UNREAD.words.replace(TITLE, title)), (), imposed)


def test_of_each_family_it_tells_of_one() -> None:
    arrest = "The driver of the lorry at the harbour fair of Vellmark was arrested."
    held = told("d", kind="arrest", text=arrest, headline=HEADLINE, opening=f"{STORY} {arrest}", basis=Basis.ASSUMED)
    open_ = replace(UNREAD, words=f"{UNREAD.words} and arrested him")
    found = best(open_, (), [held, READ, replace(READ, key=("https://e.example/1", 0))])
    assert sorted(found) == ["arrest", "attack"]
    assert found["attack"][0].key[0] == "https://e.example/1"


def test_stories_of_one_town_need_more_in_common_than_its_name() -> None:
    title = "Vellmark mayor opens bridge"
    words = f"{title} The mayor of Vellmark in Southern Coastland opened a bridge over the Ell, and shot a film"
    other = Opening("https://m.example/1", title, words, NOON)
    assert echo(other, (), READ) is None


def test_it_does_not_tell_of_what_an_article_mentions_in_passing() -> None:
    assert echo(UNREAD, (), replace(READ, mention=replace(READ.mention, lead=False))) is None


def test_articles_that_share_one_chief_word_and_a_lesser_one_are_found() -> None:
    """Names in the headline are chief; of ten in the text the shared one comes last."""

    def opening(key: str, chief: str, lesser: str) -> Opening:
        return Opening(key, f"{chief} Mirandol", f"{chief} Mirandol {lesser} Quastrel", NOON)

    first = opening("a", "Abelmund Brakendi Corvatek Dremolin Estragun",
                    "Fandrick Galbross Hintomer Iskander Jolvaret Kamprill Lustrane Montarge Nolverim")  # fmt: skip
    second = opening("b", "Ackerbold Bendrusk Cantrimo Dorvalen Ebrastil",
                     "Fulmarek Gistrond Habrucko Imbrasul Jantzell Kortwand Lembrook Mustrail Nintavel")  # fmt: skip
    weighty = weighty_words(first.headline, first.words)
    assert (len(keys_of(first)), weighty[15], weighty[5]) == (75, "quastr", "mirand")
    assert keys_of(first) & sought_by(second) and keys_of(second) & sought_by(first)
    lesser_alone = Opening("c", "Ackerbold Bendrusk", "Ackerbold Bendrusk Quastrel Fandrick", NOON)
    assert not keys_of(first) & sought_by(lesser_alone)


def test_an_article_without_words_or_day_is_filed_nowhere() -> None:
    assert keys_of(Opening("k", "", "", datetime(2026, 5, 4, tzinfo=UTC))) == frozenset()
    assert keys_of(replace(UNREAD, published=None)) == frozenset()
    assert best(UNREAD, (), [told("x")]) == {}
