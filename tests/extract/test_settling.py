"""Sides that an article's story settles: who claims a blow, who has met, who is held by whom, who is of no land named.

The stories are made up; each row asks for one event of some kinds, whoever else does things in it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from tests.extract.sides import sides
from tracker.extract.assemble import code_article
from tracker.extract.reading import Knowledge
from tracker.extract.text import prepare
from tracker.knowledge import load_knowledge
from tracker.model import ArticleInput, Mention

Read = Callable[..., tuple[Mention, ...]]

_REST = " Rain fell. It grew dark by four. The dogs slept."
_BLAST = "A bomb exploded in a market in Manila on Monday, killing nine people. "
_SHOTS = "A gunman opened fire in a mall in Manila on Friday, killing nine people. "
_MET = (
    "The defence ministers of Japan, the United States and Australia met in Honolulu on Friday. The three condemned"
    " China's patrols. They said that North Korea and Russia had drawn closer. China and North Korea denounced the"
    " meeting. "
)
_GIRL = (
    "Israel charged Palestinian teenager Sana Barghouti on Monday over a video in which she hit a soldier."
    " Barghouti, 17, was arrested last month in Nablus. "
)
_TRADER = (
    "Canadian businessman Paul Trent has been held in Vietnam since July. His detention was extended on Monday."
    " Trent's wife appealed to Hanoi to release him. Ottawa said it was concerned. "
)


@pytest.fixture(scope="module")
def read(pipeline: Language) -> Read:
    """`read(text, title)` gives the events of a text, its sides weighed by the judge."""
    knowledge: Knowledge = load_knowledge()

    def run(text: str, title: str | None = None) -> tuple[Mention, ...]:
        article = ArticleInput("t", text, title, date(2024, 5, 10))
        title_doc = pipeline(title) if title else None
        return code_article(article, title_doc, pipeline(prepare(text).text), knowledge).mentions

    return run


SIDES = [
    # whoever claims a blow has dealt it
    (_BLAST + "Islamic State claimed responsibility for the attack.", "bombing|strike", "ISM", "PHL"),
    (_SHOTS + "Islamic State said that it was behind the attack.", "strike", "ISM", "PHL"),
    # the three of whom an article tells, whoever else it speaks of
    (_MET + "The trilateral talks will continue next year.", "meeting", "AUS,JPN,USA", ""),
    (
        "Poland's defence minister met his Czech and Slovak counterparts in Warsaw on Friday. They dined in the old"
        " town. The ministers signed an agreement on air defence.",
        "agreement",
        "CZE,POL,SVK",
        "",
    ),
    # somebody in no list goes by a family name, and as "she"
    (_GIRL + "The army said that she threatened the soldiers.", "threat", "PSE", "ISR"),
    (_GIRL + "She was sentenced to eight months in 2022.", "arrest", "ISR", "PSE"),
    (
        "A Thai court jailed Chinese activist Wei Lin on Monday. Lin called on Thailand to free her.",
        "demand",
        "CHN",
        "THA",
    ),
    # who is in custody is tried by whoever holds him
    (_TRADER + "A court sentenced Trent to ten years last week.", "arrest", "VNM", "CAN"),
    # a people is of the land that it lives in
    ("Ethnic Russians protested in Riga on Sunday.", "protest", "LVA", "LVA"),
    ("Estonia arrested three ethnic Russians on Monday.", "arrest", "EST", "EST"),
    # what somebody is taken to task for is his
    ("Ghana imposed sanctions against Togo on Monday over its shelling of Benin.", "strike", "TGO", "BEN"),
    ("Peru criticised Chile for its arrest of nine Bolivians in March.", "arrest", "CHL", "BOL"),
    # a resolution is not who it prohibits from something
    (
        "Togo shut its border with Ghana on Monday. The launch broke a number of UN resolutions prohibiting Iran from"
        " testing rockets.",
        "restriction",
        "UNO",
        "IRN",
    ),
    # whoever condemns or looks into what nobody known did blames nobody, least of all whom it struck
    (_SHOTS + "U.S. President Joe Biden condemned a horrific terrorist attack in Manila.", "condemnation", "USA", ""),
    (
        _SHOTS + "Kenyan President William Ruto expressed his indignation at the horrible attack in the Philippines.",
        "condemnation",
        "KEN",
        "",
    ),
    (_SHOTS + "Philippine prosecutors opened an investigation into the attack.", "investigation", "PHL", ""),
    (
        "Syrian police fired on a march in Hama on Monday, killing nine people. Kenya condemned the killings.",
        "condemnation",
        "KEN",
        "SYR",
    ),
    (
        "Chadian jets bombed a market in Sudan on Monday, killing nine people. The African Union said that it would"
        " investigate the bombing.",
        "investigation",
        "IGO",
        "TCD",
    ),
    # police are of the town that was spoken of, whoever has spoken since
    (
        _BLAST + "Kenya offered its condolences. Nobody has said that he did it. Police arrested three men on Tuesday.",
        "arrest",
        "PHL",
        "PHL",
    ),
    # whom a blow struck, and the people of the place
    (
        "Taliban gunmen struck the Danish consulate in Herat on Monday, killing nine people.",
        "strike|bombing",
        "AFG",
        "AFG,DNK",
    ),
]


@pytest.mark.parametrize(("text", "kinds", "actors", "recipients"), SIDES)
def test_sides_settled_by_the_story(read: Read, text: str, kinds: str, actors: str, recipients: str) -> None:
    assert (actors, recipients) in sides(read(text + _REST), kinds)


def test_a_blow_that_is_claimed_is_one_event(read: Read) -> None:
    told = read(_SHOTS + "Islamic State said that it was behind the attack." + _REST)
    assert len(sides(told, "bombing|strike")) == 1


def test_whoever_arrived_in_the_evening_visits_on_the_day_after(read: Read) -> None:
    came = "Peruvian Foreign Minister Ana Ruiz arrived in Nairobi late Wednesday. "
    assert len(sides(read(came + "Ruiz visited Kenya on Thursday for the first time." + _REST), "visit")) == 1
    assert len(sides(read(came + "Ruiz will visit Kenya again on May 20." + _REST), "visit")) == 2


def test_a_claim_does_not_take_a_blow_from_whoever_dealt_it(read: Read) -> None:
    told = read(
        "Chadian jets bombed a market in Sudan on Monday. Islamic State claimed an attack in Egypt in March." + _REST
    )
    assert ("TCD", "SDN") in sides(told, "strike|bombing")


def test_the_source_of_a_headline_is_no_party(read: Read) -> None:
    told = read("Rain fell on Monday. It grew dark by four.", "Iran fires ballistic missile into the sea: Iraqi army")
    assert sides(told, "missile_launch") == [("IRN", "")]


def test_a_country_that_is_not_called_by_its_name_is_shown_by_it(read: Read) -> None:
    told = read(_GIRL + "She was sentenced to eight months in 2022." + _REST)
    names = {a.name for m in told for a in (*m.actors, *m.recipients)}
    assert names.isdisjoint({"ISR", "PSE"})


@pytest.mark.parametrize("joint", ["along with Nepal", "together with Nepal", "joined by Nepal"])
def test_who_joins_in_stays_wherever_it_is_told(read: Read, joint: str) -> None:
    met = "China and Thailand held talks in Beijing on Tuesday. The two sides will hold another round in May."
    told = read(f"{met} Laos, {joint}, has called on China to stop building on the reefs.{_REST}")
    assert sides(told, "demand") == [("LAO,NPL", "CHN")]


def test_a_march_against_a_neighbour_is_not_domestic(read: Read) -> None:
    told = read("Students marched in Podgorica on Monday to denounce Albania's drilling in the bay." + _REST)
    assert sides(told, "protest") == [("MNE", "ALB")]


OWN_FORCES = [
    # a land's own forces are its own, though another's army holds it
    (
        "Palestinian security forces raided a camp in Jenin on Monday. Dozens of men were arrested. Israel praised the"
        " operation. Israel said that more was needed.",
        "arrest",
        "PSE",
        "PSE",
    ),
    (
        "Palestinian police arrested a critic in Ramallah on Monday. The activist was held for two days. Israel did not"
        " comment.",
        "arrest",
        "PSE",
        "PSE",
    ),
    # whom a blow brings death to is of the place, or is said to be of a land
    (
        "A Philippine coast guard ship opened fire on a Taiwanese fishing boat on Thursday, killing a fisherman.",
        "strike",
        "PHL",
        "TWN",
    ),
    # where somebody is held is not his home
    (
        "China detained two Canadians this week. Michael Kovar, a former diplomat, was arrested in Beijing on Monday."
        " Kovar is accused of harming national security.",
        "accusation",
        "CHN",
        "CAN",
    ),
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), OWN_FORCES)
def test_what_is_not_settled_so(read: Read, text: str, kind: str, actors: str, recipients: str) -> None:
    told = sides(read(text + _REST), kind)
    assert told and set(told) == {(actors, recipients)}


WARS = [
    ("The package is a response to Russia's aggression toward Ukraine.", "ongoing"),
    ("The package was a response to Russia's aggression toward Ukraine in 2014.", "happened"),
]


@pytest.mark.parametrize(("text", "status"), WARS)
def test_a_war_that_is_only_named_goes_on_unless_it_is_dated(read: Read, text: str, status: str) -> None:
    met = "The leaders of Kenya and Uganda met in Kampala on Monday. "
    told = read(met + "The EU spoke of Russia's continued aggression toward Ukraine. " + text + _REST)
    assert {m.status.value for m in told if m.kind in ("clash", "strike")} == {status}


def test_the_host_of_a_visit_is_not_the_guest(read: Read) -> None:
    told = read(
        "In Lima, Holt promises 'ironclad' help against floods. Defence Minister Ana Holt of Canada on a visit to Lima"
        " Monday signed a plan with Peru. During the visit Monday, Ms. Holt spoke of ships. Also during Ms. Holt's"
        " visit, Canada's defence ministry announced that Peru, Canada and Chile are set to share data." + _REST
    )
    assert set(sides(told, "visit")) == {("CAN", "PER")}


WAGED = [
    # wars that everybody knows are of those who wage them, whoever is spoken of beside
    (
        "Serbia and Hungary signed a gas agreement in Belgrade on Monday. President Aleksandar Vucic said prices had"
        " risen since the invasion of Ukraine. He welcomed Prime Minister Viktor Orban with full honours. Orban left"
        " on Tuesday.",
        {"RUS,UKR"},
    ),
    (
        "Poland's foreign minister spoke to Japan's in Tokyo on Monday. They condemned Russia's aggression towards"
        " Ukraine. Japan said that grain had become dear. Poland agreed.",
        {"RUS,UKR"},
    ),
    # an invasion that is spoken of again is the one that was told
    (
        "Argentine officials said on Monday that they would talk with Chile about the islands. The war ended six months"
        " after Argentina's invasion of the Falkland Islands. Chilean officials have kept away from Argentina since the"
        " invasion. Peru said that Argentina's invasion had been a mistake.",
        {"ARG,FLK"},
    ),
]


@pytest.mark.parametrize(("text", "lands"), WAGED)
def test_who_wages_a_war_that_a_noun_names(read: Read, text: str, lands: set[str]) -> None:
    told = [m for m in read(text) if m.kind == "strike"]
    assert {",".join(sorted({a.country or "" for a in (*m.actors, *m.recipients)})) for m in told} == lands


TRIPS = [
    # parts of the earth are no land that is spoken of
    ("Two aides to Kristersson left for Asia on Sunday.", ("SWE", "")),
    ("Trudeau will travel to the Middle East next week.", ("CAN", "")),
    ("Trudeau will travel to Africa next week to visit Kenya.", ("CAN", "KEN")),
]


@pytest.mark.parametrize(("text", "expected"), TRIPS)
def test_the_host_of_a_trip_to_a_continent(read: Read, text: str, expected: tuple[str, str]) -> None:
    met = "Swedish Prime Minister Ulf Kristersson met Canadian Prime Minister Justin Trudeau in Ottawa on Monday. "
    told = sides(read(met + text + " They spoke of trade. Trudeau thanked Sweden."), "visit")
    assert set(told) == {expected}


UNITED = [
    ("The three reaffirmed the importance of deterring Sudan.", ("CAF,NER,TCD", "")),
    ("Chad praised Niger's response to the raids.", ("TCD", "NER")),
    ("Chad backed Niger against Sudan.", ("TCD", "NER")),
]


@pytest.mark.parametrize(("text", "expected"), UNITED)
def test_whom_friends_stand_together_against_is_not_praised(read: Read, text: str, expected: tuple[str, str]) -> None:
    met = "The foreign ministers of Chad, Niger and the Central African Republic met in N'Djamena on Monday. "
    told = sides(read(met + text + " They spoke of trade as well. Sudan did not comment."), "endorsement")
    assert set(told) == {expected}


SANCTIONS = [
    # whose they are, or on whom
    ("UN sanctions have cut off Ghana from markets.", ("UNO", "GHA")),
    ("Ghana said EU sanctions had hurt its farmers.", ("EUR", "GHA")),
    ("Niger sanctions were tightened by the EU.", ("EUR", "NER")),
]


@pytest.mark.parametrize(("text", "expected"), SANCTIONS)
def test_a_name_before_sanctions(read: Read, text: str, expected: tuple[str, str]) -> None:
    assert sides(read(text), "sanctions") == [expected]
