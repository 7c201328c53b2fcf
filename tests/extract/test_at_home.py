"""Whose people and offices an article means without saying: those of the land that tells or issues it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.extract.sides import sides
from tracker.model import Mention

Coded = Callable[..., tuple[Mention, ...]]

_COUP = """Thailand's generals toppled the government. The premier fled to London on Sunday. In Bangkok, crowds
gathered. Tanks stood in Bangkok. Bangkok is calm. Rain fell in Yala and in Pattani. """
_RELEASE = """The Minister for Foreign Affairs of Finland, Pekka Haavisto, visited Azerbaijan on Sunday. The Minister
met his colleague Jeyhun Bayramov. Minister Bayramov thanked Finland. """
_UNION = """Burkina Faso's neighbours are at odds. The African Union sent the presidents of Ghana, Togo and Benin to
Bamako. """
_FRONT = """Ethiopia and Eritrea accused each other of lying on Sunday. Rain fell. The border is long. """
_SEA = """Indonesia and Vietnam share a sea. Indonesia's boats fish there. Vietnam's boats fish there. Indonesia is
large. Vietnam is long. Indonesia and Vietnam are neighbours. """

SIDES = [
    # courts, police and crowds are of the land where the article is told, though somebody spoke abroad
    (
        _COUP + "The premier's lawyers told reporters in London that he was ill. A court jailed two students.",
        "arrest",
        "THA",
        "THA",
    ),
    (_COUP + "Gunmen shot dead two teachers on Monday.", "strike", "THA", "THA"),
    (_COUP + "General Sonthi thanked China's envoy and went to bed.", "endorsement", "THA", "CHN"),
    # where it was told is not where it happened
    (_COUP + "The army arrested several bloggers, according to activists in Beirut.", "arrest", "THA", "THA"),
    # of an official text "the Minister", "the Undersecretary" and "the Ministry" are its own
    (_RELEASE + "The Minister condemned Russia.", "condemnation", "FIN", "RUS"),
    (
        _RELEASE + "The Undersecretary of State, Matti Anttonen, spoke by telephone with Armenia's premier.",
        "call",
        "ARM,FIN",
        "",
    ),
    (_RELEASE + "The Ministry summoned the Russian ambassador.", "condemnation", "FIN", "RUS"),
    # those who were sent together go on together
    (_UNION + "They met Mali's president on Saturday.", "meeting", "BEN,GHA,MLI,TGO", ""),
    # whom shells of the other side kill is of those who complain of it
    (
        _FRONT + "Ethiopia's information minister said that Eritrean shells had killed four farmers.",
        "strike",
        "ERI",
        "ETH",
    ),
    # who says that it will be done does it
    ("Chad's army said that the captured Sudanese pilot would be released.", "release", "TCD", "SDN"),
    # his host is of the land that he goes to
    (_FRONT + "Kenya's minister is in Dakar; he will sign a pact with his host.", "agreement", "KEN,SEN", ""),
    # nor does the place do what somebody leaves for it to do
    (_FRONT + "Kenya's minister will leave for Dakar to sign a pact with his host.", "visit", "KEN", "SEN"),
    # the two who have met go on to agree
    (
        _FRONT + "Kenya's premier met Chad's in May and the two agreed to share intelligence.",
        "data_sharing",
        "KEN,TCD",
        "",
    ),
    # "its embassy in Asmara" is not Eritrea's
    (_FRONT + "Kenya praised Eritrea. A mob stormed its embassy in Asmara.", "protest", "ERI", "KEN"),
    # the carrier whose licence is suspended beside its envoy's summons is of the same land
    (
        _FRONT + "Kenya summoned Chad's envoy and suspended the licence of the national carrier.",
        "restriction",
        "KEN",
        "TCD",
    ),
    # a claim that is rejected is of the other land of the story
    (_SEA + "Vietnam rejects the claim that its boats were at fault.", "rejection", "VNM", "IDN"),
    # a ministry that summons an envoy is not of his land
    (
        _SEA + "Indonesia's premier left Vietnam. The Defence Ministry summoned the Vietnamese envoy.",
        "condemnation",
        "IDN",
        "VNM",
    ),
    # "he" is one, no delegation
    (
        _UNION + "Envoys from the United Nations met Lieutenant Colonel Damiba, a week after he condemned Chad.",
        "condemnation",
        "BFA",
        "TCD",
    ),
    # the bloc whose chief speaks is "it"
    (_FRONT + "Jens Stoltenberg, NATO's chief, said it condemned Eritrea.", "condemnation", "IGO", "ERI"),
    # whose flags are waved is nobody spoken of
    (
        _UNION + "Mali's president spoke. Crowds waved Russian flags. The African Union suspended the country.",
        "sanctions|expulsion",
        "IGO",
        "MLI",
    ),
    # police in a clause beside are those of whoever rules where the sentence begins
    (
        _FRONT + "Kenya sent food. Fidel Castro gave way after riots in which police arrested 300 youths.",
        "arrest",
        "CUB",
        "CUB",
    ),
    # "the attack", long after it was told, is the one that the report began with
    (
        "Turkey bombed a Russian base on Tuesday. Rebels killed a Russian pilot near Homs. Rain fell. The sea was"
        " calm. Ships passed. Italy condemned the attack.",
        "condemnation",
        "ITA",
        "TUR",
    ),
    # whom people picket is not whose they are; who bans them holds them
    ("A court in Bishkek jailed three activists for picketing the Russian embassy.", "arrest", "KGZ", "KGZ"),
    (_FRONT + "Uganda banned the opposition on Monday; 300 activists have been arrested.", "arrest", "UGA", "UGA"),
    # a warplane that is shot down was attacked, a drone was warded off
    (_SEA + "Vietnam shot down an Indonesian warplane. Laos condemned the attack.", "condemnation", "LAO", "VNM"),
    # a motion of no confidence is against one's own
    (_COUP + "Thailand's opposition filed a motion of no confidence.", "accusation", "THA", "THA"),
]


@pytest.mark.parametrize(("text", "kinds", "actors", "recipients"), SIDES)
def test_sides(coded: Coded, text: str, kinds: str, actors: str, recipients: str) -> None:
    assert (actors, recipients) in sides(coded(text, "2024-05-06"), kinds)
