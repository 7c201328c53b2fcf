"""Whose deed an answer takes up without naming it, who holds the arrested, whose story a digest tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.extract.sides import codes, sides
from tracker.model import Mention

Coded = Callable[..., tuple[Mention, ...]]

_TAXED = """Zambia doubled its duties on Malawian sugar on Sunday. Malawi called the decision a provocation.
Rain fell. """
_SHIP = """Oman's coastguard seized a Greek tanker on Sunday. Rain fell in Muscat. Oman has a long coast. Greece has a
large fleet. """
_JAILED = """Police in Bolivia arrested a former minister on Sunday. Bolivia's press wrote of little else. Bolivia is
calm. Bolivia's parliament sat. """
_PLANE = """Angola barred a Zambian government jet from its airspace on Sunday. Rain fell in Luanda. Angola is large.
Lusaka is far. """
_TALKS = """Saudi Arabia and Iran held talks in Geneva on Sunday. Rain fell. The lake was grey. """
_SHELLED = """Chad and Sudan accused each other of shelling villages on Monday. Sudanese guns killed six farmers. """
_OUSTED = """India's foreign secretary flew home on Sunday. India's press spoke of Gotabaya Rajapaksa,
who was ousted in July. India has a long border. India's parliament sat. """
_NOTE = """TALLINN, May 6 - Estonia's Foreign Ministry said on Sunday that jets had entered its airspace. Aircraft of
Sweden and Finland rose. """
_RELEASE = """Australia is sending a team to Vanuatu today. Rain fell there. """
_TOUR = """Peru's foreign minister, Javier Gonzalez-Olaechea, left for Africa on Friday. He met Uganda's president,
Yoweri Museveni. """
_DIGEST = """CHILE/PERU/ECUADOR – The finance ministers of the three countries signed a pact in Quito on Monday. They
plan a joint exercise next month.

KENYA – The country expelled two Ugandan diplomats on Sunday. Uganda denounced it.

TOGO – Police detained eleven people in the capital on Saturday. The former mayor was sentenced to three years in
prison on Sunday. The opposition accused the government of hounding him.
"""
_STOPPED = """CHILE-PERU. The two governments signed a pact on Monday.

KENYA. The government recalled its ambassador from Uganda. It also closed a crossing.

LAKES AND RIVERS. Guyana urged Suriname to open a dam.
"""

SIDES = [
    # "it", "the incident": what others have turned against just before
    (_TAXED + "Botswana condemned it.", "condemnation", "BWA", "ZMB"),
    (_TAXED + "Namibia's president denounced the incident.", "condemnation", "NAM", "ZMB"),
    (
        _TAXED + "Malawi accused Mozambique of smuggling and said it would not put up with it.",
        "rejection",
        "MWI",
        "MOZ",
    ),
    (_SHIP + "Cyprus condemned it.", "condemnation", "CYP", "OMN"),
    (_JAILED + "Brazil accused Bolivia of lawlessness. Bolivia's government rejected it.", "rejection", "BOL", "BRA"),
    # whose arrest it is says who suffers it
    ("Oman arrested eight Pakistani sailors on Sunday. Pakistan condemned their arrest.", "condemnation", "PAK", "OMN"),
    ("Chad executed a Sudanese spy on Sunday. Sudan condemned the execution.", "condemnation", "SDN", "TCD"),
    # the land of the place arrests; others "in the same raid" are arrested by the same; officials by their own
    (_SHIP + "Eight Pakistani sailors arrested in the same operation are still in jail.", "arrest", "OMN", "PAK"),
    (_JAILED + "In Lima, a spy was arrested on Monday.", "arrest", "PER", "PER"),
    (_JAILED + "Paraguay's former minister was arrested on Monday.", "arrest", "PRY", "PRY"),
    (_JAILED + "Two Spanish students were arrested on Monday.", "arrest", "BOL", "ESP"),
    # each throws out the other's
    ("Latvia and Belarus expelled each other's diplomats on Sunday.", "expulsion", "BLR,LVA", "BLR,LVA"),
    # a court that suspends somebody of its own land
    (
        _TAXED + "Zambia's vice-president spoke. The Supreme Court of Zambia suspended her from office.",
        "sanctions",
        "ZMB",
        "ZMB",
    ),
    # what is condemned is of whoever did it, not of those whom it hit
    ("Kenya condemned the killing of two Ugandan priests by Chadian soldiers.", "condemnation", "KEN", "TCD"),
    ("Togo denounced the seizure of a Greek tanker by Oman.", "condemnation", "TGO", "OMN"),
    # a plane or ship is still of the land that it was said to be of
    (_PLANE + "Namibia allowed the jet to land at Rundu.", "concession", "NAM", "ZMB"),
    (_PLANE + "In the end Botswana let it refuel in Maun.", "concession", "BWA", "ZMB"),
    # his opposite number is of another land
    (_TAXED + "Zambia's minister spoke. His Angolan opposite number phoned him.", "call", "AGO,ZMB", ""),
    # those who host or chair the talks take part in them with those who talk
    (_TALKS + "Qatar's emir hosted the talks.", "meeting", "IRN,QAT,SAU", ""),
    (_TALKS + "Oman chaired the meeting.", "meeting", "IRN,OMN,SAU", ""),
    # two lands that others turn to are those which quarrel, not those of a list
    (
        _SHELLED + "Kenya and Uganda sent food. The African Union urged the two countries to calm down.",
        "demand",
        "IGO",
        "SDN,TCD",
    ),
    # those who rule now are of the land whose ruler was ousted; what is national is one's own
    (_OUSTED + "The interim government rejected a demand of India.", "rejection", "LKA", "IND"),
    (_OUSTED + "Sri Lanka's president called for national unity.", "demand", "LKA", "LKA"),
    # the ministry that writes
    (_NOTE + "The Ministry summoned the Russian ambassador.", "condemnation", "EST", "RUS"),
    # whoever writes, and whoever was quoted last, is "we"
    (_RELEASE + "We spoke yesterday by telephone with Vanuatu's prime minister.", "call", "AUS,VUT", ""),
    (_RELEASE + "Our two countries signed a pact in Suva in May.", "agreement", "AUS,FJI", ""),
    ('Kenya is calm. "Rain fell," Ruto said. Uganda is not. "We condemn Chad."', "condemnation", "KEN", "TCD"),
    # "he" goes on with whoever "he" was in the sentence before
    (_TOUR + "He flew on to Nairobi on Sunday.", "visit", "PER", "KEN"),
    # she is a woman, he is none
    ("Kenya's president, William Ruto, phoned Angela Merkel. She condemned Chad.", "condemnation", "DEU", "TCD"),
    ("Angela Merkel phoned Kenya's president, William Ruto. He condemned Chad.", "condemnation", "KEN", "TCD"),
    # what crowds burn is not their own
    ("Poland restored ties with Germany after Greek crowds burned down its embassy.", "protest", "GRC", "POL"),
    # the sultan is of a land that has one
    (_SHIP + "Cyprus thanked the sultan.", "endorsement", "CYP", "OMN"),
    # an ambassador in a land is not of it
    ("Mali is poor. The country's ambassador in Paris condemned Niger.", "condemnation", "MLI", "NER"),
    # the ministers who met are those of the body
    (
        _SHELLED + "Libya spoke at a session of the Arab League. The ministers denounced Sudan.",
        "condemnation",
        "IGO",
        "SDN",
    ),
    # his counterpart answers him
    (
        _SHELLED + "Libya's president, Mohamed al-Menfi, spoke. His Tunisian counterpart called the steps a threat.",
        "condemnation",
        "TUN",
        "LBY",
    ),
    # closed to those whom others have just let in
    (_PLANE + "Namibia allowed the jet to land. Malawi closed its airspace.", "restriction", "MWI", "ZMB"),
    # the senate is that of the land that is told of
    (
        _NOTE.replace("Estonia", "Chile").replace("TALLINN", "SANTIAGO") + "The Senate condemned Peru.",
        "condemnation",
        "CHL",
        "PER",
    ),
    # people inside a land
    (_TAXED + "Inside Angola, troops fought rebels.", "clash", "AGO", ""),
    # a headed paragraph of a digest is told of its own lands alone
    (_DIGEST, "agreement", "CHL,ECU,PER", ""),
    (_DIGEST, "joint_exercise", "CHL,ECU,PER", ""),
    (_DIGEST, "expulsion", "KEN", "UGA"),
    (_DIGEST, "condemnation", "UGA", "KEN"),
    (_DIGEST, "arrest", "TGO", "TGO"),
    (_DIGEST, "accusation", "TGO", "TGO"),
    (_STOPPED, "agreement", "CHL,PER", ""),
    (_STOPPED, "recall", "KEN", "UGA"),
    (_STOPPED, "demand", "GUY", "SUR"),
]


@pytest.mark.parametrize(("text", "kinds", "actors", "recipients"), SIDES)
def test_sides(coded: Coded, text: str, kinds: str, actors: str, recipients: str) -> None:
    assert (actors, recipients) in sides(coded(text, "2024-05-06"), kinds)


def test_a_digest_keeps_its_lands_apart(coded: Coded) -> None:
    found = {(m.kind, codes(m.actors), codes(m.recipients)) for m in coded(_DIGEST, "2024-05-06")}
    lands = [{*actors.split(","), *recipients.split(",")} - {""} for _, actors, recipients in found]
    assert all(told <= {"CHL", "PER", "ECU"} or told <= {"KEN", "UGA"} or told == {"TGO"} for told in lands), found
