"""Whom an article means that takes up people again: by a noun, by family name, by what was done to them.

The stories are made up; each row asks for one event of one kind, whoever else does things in it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.extract.sides import sides
from tracker.extract.cast import Cast
from tracker.extract.memory import Memory
from tracker.extract.parsed import make_tree
from tracker.extract.reading import Knowledge
from tracker.model import Mention

Coded = Callable[..., tuple[Mention, ...]]

_CALM = "Rain fell on Sunday. The rains end in May."
_NURSE = f"{_CALM} Eritrea expelled a Danish nurse on Monday."
_MINERS = f"{_CALM} Malian gunmen kidnapped four Ghanaian miners near Kayes on Monday."
_TRAWLER = f"{_CALM} A Peruvian patrol boat seized an Ecuadorean trawler on Monday."

TAKEN_UP = [
    # by the same noun, or another for the same trade
    (f"{_CALM} A Danish nurse fell ill in Asmara. Eritrea expelled the nurse on Monday.", "expulsion", "ERI", "DNK"),
    (f"{_CALM} A Maltese doctor lives in Tunis. Tunisia expelled the physician on Monday.", "expulsion", "TUN", "MLT"),
    (
        f"{_CALM} A Fijian aid worker lives in Dili. Tonga praised the aid worker on Monday.",
        "endorsement",
        "TON",
        "FJI",
    ),
    (f"{_CALM} Two Omani students live in Minsk. Belarus expelled the students on Monday.", "expulsion", "BLR", "OMN"),
    (f"{_CALM} A Swiss priest lives in Asuncion. Paraguay deported the cleric on Monday.", "expulsion", "PRY", "CHE"),
    # by what anybody may be called
    (f"{_NURSE} Sudan praised the woman on Friday.", "endorsement", "SDN", "DNK"),
    # a name with an age is whom the words before bring in, and so is the name alone later
    (f"{_NURSE} Mette Lund, 44, had worked in Keren. Sudan praised Lund on Friday.", "endorsement", "SDN", "DNK"),
    # those who took and those who were taken
    (f"{_MINERS} Togo condemned the kidnappers on Friday.", "condemnation", "TGO", "MLI"),
    (f"{_MINERS} Togo praised the captives on Friday.", "endorsement", "TGO", "GHA"),
    (f"{_MINERS} Togo condemned the attackers on Friday.", "condemnation", "TGO", "MLI"),
    # those aboard
    (f"{_TRAWLER} Chile praised the crew on Friday.", "endorsement", "CHL", "ECU"),
    # whoever is sent is of whoever sends
    (
        f"{_CALM} Kenya criticised Rwanda. Angola sent paratroopers to Goma. Gabon praised the soldiers.",
        "endorsement",
        "GAB",
        "AGO",
    ),
    # the league's chief is somebody
    (
        f"{_CALM} Ghana's king spoke. The African Union's chief was in Praia. He condemned Cape Verde on Friday.",
        "condemnation",
        "IGO",
        "CPV",
    ),
    # an ally by name of alliance; a neighbour of whose people alone something was told
    (f"{_CALM} Tajikistan and Denmark spoke. Russia praised its ally on Friday.", "endorsement", "RUS", "TJK"),
    (
        f"{_CALM} Zambian soldiers were hurt. Danish nurses helped. Angola praised its neighbour.",
        "endorsement",
        "AGO",
        "ZMB",
    ),
    # states told by what they are
    (
        f"{_CALM} Bolivia slept. Norway slept. Peru praised the landlocked country on Friday.",
        "endorsement",
        "PER",
        "BOL",
    ),
    # a movement is no body of states
    (
        f"{_CALM} Malian rebels took a well. UN helicopters came. Niger condemned the movement on Friday.",
        "condemnation",
        "NER",
        "MLI",
    ),
    # whoever holds those arrested; whoever leads the sentence before, not whom it names last
    (
        f"{_CALM} Kenya jailed a Dane. Japan sent rice. Prosecutors jailed two priests on Friday.",
        "arrest",
        "KEN",
        "KEN",
    ),
    (f"{_CALM} The Fijian cabinet spoke to Tonga. The navy condemned Ghana on Friday.", "condemnation", "FJI", "GHA"),
]


@pytest.mark.parametrize(("text", "kinds", "actors", "recipients"), TAKEN_UP)
def test_people_are_taken_up_again(coded: Coded, text: str, kinds: str, actors: str, recipients: str) -> None:
    assert (actors, recipients) in sides(coded(text, "2024-05-10"), kinds)


NOBODY_MEANT = [
    # a man is no nun; those in a town are told by that
    (f"{_CALM} Eritrea expelled a Danish nun. Sudan praised the man on Friday.", "endorsement", "DNK"),
    (f"{_CALM} Danish soldiers were in Mali. Togo praised the soldiers in Lusaka on Friday.", "endorsement", "DNK"),
    # of one who only speaks the name is no clue
    (f"{_NURSE} Hugo Diaz said so. Sudan praised Diaz on Friday.", "endorsement", "DNK"),
    # one is not several
    (f"{_CALM} A Danish priest fell ill. Togo praised the priests on Friday.", "endorsement", "DNK"),
]


@pytest.mark.parametrize(("text", "kinds", "land"), NOBODY_MEANT)
def test_others_are_not_taken_up(coded: Coded, text: str, kinds: str, land: str) -> None:
    found = sides(coded(text, "2024-05-10"), kinds)
    assert found
    assert not any(land in one.split() for pair in found for one in pair)


MEANT = [
    # an ambassador who is summoned is of the one other land, one who is recalled of whoever recalls him
    ("A Nepali monk was hurt. Nepal is poor. Bhutan summoned the ambassador.", "ambassador", "NPL"),
    ("A Nepali monk was hurt. Nepal is poor. Bhutan recalled the ambassador.", "ambassador", "BTN"),
    ("A Nepali monk was hurt. Japan is rich. Bhutan summoned the ambassador.", "ambassador", ""),
    # police are of the town that is told of
    ("Danes came to Mombasa. Police said so.", "Police", "KEN"),
    ("Fijian nurses in Lusaka thanked Fiji. Police came.", "Police", "ZMB"),
    ("Two Danish tourists were hurt, the Danish consulate in Mombasa said. Police came.", "Police", "KEN"),
    # a town, the pilot of a plane, the Strip
    ("Danish tourists were robbed in Ndola. The city was calm.", "city", "ZMB"),
    ("Chad downed a Libyan jet. The pilot was hurt.", "pilot", "LBY"),
    ("Gaza was calm. Norway sent rice. The Strip was shut.", "Strip", "PSE"),
    # neighbours are nobody of one's own
    ("Chad is large. Its neighbours are calm.", "neighbours", ""),
    # troops that others capture are not their own
    ("A Chadian militia captured two soldiers.", "soldiers", ""),
    # things are nobody's for having been named with somebody
    ("Togo hailed the Lome agreement. Chad hailed the agreement.", "agreement", ""),
]


@pytest.mark.parametrize(("text", "word", "land"), MEANT)
def test_whom_a_word_means(pipeline: Language, knowledge: Knowledge, text: str, word: str, land: str) -> None:
    doc = pipeline(text)
    assert knowledge.places is not None
    cast = Cast(make_tree(doc), knowledge.actors.find(doc, None), Memory(), knowledge.places.find(doc, []))
    token = max(t.i for t in doc if t.text == word)
    cast.read_until(token)
    assert " ".join(sorted({a.country for a in cast.actors(token) if a.country})) == land
