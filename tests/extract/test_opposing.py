"""Against whom people protest, who joins whoever does something, and which deed an answer takes up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.extract.sides import sides
from tracker.model import Mention

Coded = Callable[..., tuple[Mention, ...]]

_REST = " Rain fell. It grew dark by four. The dogs slept."

PROTESTS = [
    # "anti-" names whom it is against, whoever takes part
    ("Thousands of people marched through Ankara on Sunday, chanting anti-Danish slogans.", "TUR", "DNK"),
    ("An anti-Indian rally was held in Colombo on Monday.", "LKA", "IND"),
    ("Hundreds took to the streets of Incheon on Saturday in a wave of anti-Australian protests.", "KOR", "AUS"),
    # what they burn, and what they denounce
    ("Crowds burned Dutch flags outside a mosque in Jakarta on Friday.", "IDN", "NLD"),
    ("Students marched in Podgorica on Monday to denounce Albania's drilling in the bay.", "MNE", "ALB"),
    ("Thousands of Omanis protested in Muscat on Monday to condemn the British raids.", "OMN", "GBR"),
    # against another land, or where they are
    ("Protests erupted in Multan on Monday against the Iranian raids.", "PAK", "IRN"),
    ("Hundreds rallied against Cuba on Monday.", "", "CUB"),
    # a flag that is only waved is nobody's that they turn on; "anti-government" names nobody
    ("Crowds rallied in Bamako on Sunday, waving Russian flags and chanting anti-French slogans.", "MLI", "FRA"),
    ("Thousands rallied in Bamako on Sunday, waving Russian flags.", "MLI", ""),
    ("Anti-government protesters marched through Lima on Monday.", "PER", ""),
]


@pytest.mark.parametrize(("text", "actors", "recipients"), PROTESTS)
def test_whom_a_protest_is_against(coded: Coded, text: str, actors: str, recipients: str) -> None:
    told = sides(coded(text, "2026-03-11"), "protest")
    assert (actors, recipients) in told


def test_an_article_says_so_too(coded: Coded) -> None:
    told = coded("Students marched in Podgorica on Monday to denounce Albania's drilling." + _REST, "2026-03-11")
    assert sides(told, "protest") == [("MNE", "ALB")]


JOINING = [
    ("Laos, along with Nepal, has called on Chad to free two priests.", "demand", "LAO,NPL", "TCD"),
    ("Laos, together with Nepal, condemned Chad on Tuesday.", "condemnation", "LAO,NPL", "TCD"),
    ("Laos, joined by Nepal, imposed sanctions on Chad on Monday.", "sanctions", "LAO,NPL", "TCD"),
    ("Togo's king, accompanied by his Nepalese colleague, visited Chad on Monday.", "visit", "NPL,TGO", "TCD"),
    ("A Maltese frigate is patrolling off Libya alongside two Greek vessels.", "deployment", "GRC,MLT", "LBY"),
    ("Laos, along with Nepal and Togo, signed a pact with Chad on Monday.", "agreement", "LAO,NPL,TCD,TGO", ""),
    # whoever is named after those whom it hits is one of them
    ("Laos expelled two Chilean envoys along with a Togolese officer on Monday.", "expulsion", "LAO", "CHL,TGO"),
    # nobody joins along a coast, nor by fighting beside
    ("Oman's navy sailed along the coast of Yemen and seized a Greek tanker on Monday.", "seizure", "OMN", "GRC"),
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), JOINING)
def test_who_joins_in(coded: Coded, text: str, kind: str, actors: str, recipients: str) -> None:
    assert sides(coded(text, "2026-03-11"), kind) == [(actors, recipients)]


TAKEN_UP = [
    (
        "Chad sent 200 soldiers to Mali on Monday. The men will train with Malian and Danish units. Oman criticised"
        " the deployment.",
        "condemnation",
        "OMN",
        "TCD",
    ),
    (
        "Chad withdrew its soldiers from Mali on Monday. Togo had trained with them. Oman criticised the withdrawal.",
        "condemnation",
        "OMN",
        "TCD",
    ),
    (
        "Chad sold 30 tanks to Mali on Monday. Mali's king met the Danish premier. Oman denounced the sale.",
        "condemnation",
        "OMN",
        "TCD",
    ),
    (
        "The kings of Chad and Mali met in Bamako on Monday. A Danish envoy was there too. Oman condemned the meeting.",
        "condemnation",
        "OMN",
        "MLI,TCD",
    ),
    (
        "Chad's king made a trip to Mali on Monday. Denmark's premier was in Bamako too. Oman condemned the trip.",
        "condemnation",
        "OMN",
        "TCD",
    ),
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), TAKEN_UP)
def test_whose_deed_an_answer_takes_up(coded: Coded, text: str, kind: str, actors: str, recipients: str) -> None:
    assert (actors, recipients) in sides(coded(text + _REST, "2026-03-11"), kind)
