"""Who is on which side, as the judge weighs it beside the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from spacy.language import Language

from tracker.extract.parsed import make_tree
from tracker.extract.weighing import Least, is_shared_about, paired, side
from tracker.model import Actor

LEAST = Least(acts=-0.7, receives=-2.0, beside=1.5, alone=0.5, any=-0.5)
FIRM = Actor("Havila Shipping", None, "BUS")


def countries(scores: Mapping[str, float], seen: str, known: float = -0.7) -> str:
    """Countries of a side, where the rules have `seen` some and the judge gives all these log-odds."""
    offered = {land: (score, Actor(land, land)) for land, score in scores.items()}
    return " ".join(a.country or "?" for a in side(offered, tuple(Actor(c, c) for c in seen.split()), LEAST, known))


@pytest.mark.parametrize(
    ("scores", "seen", "expected"),
    [
        ({"FRA": 0.0}, "FRA", "FRA"),
        ({}, "FRA", "FRA"),
        ({"FRA": -3.0}, "FRA", ""),
        ({"FRA": 2.0, "DEU": 1.0}, "FRA", "FRA"),
        ({"FRA": 2.0, "DEU": 2.0}, "FRA", "FRA DEU"),
        ({"DEU": 2.0, "ITA": 1.7, "ESP": 0.7}, "", "DEU ITA"),
        ({"DEU": 0.2, "ITA": 0.1}, "", "DEU"),
        ({"DEU": -2.0}, "", ""),
        ({"FRA": -3.0, "DEU": 1.0}, "FRA", "DEU"),
        ({"FRA": -3.0, "DEU": -0.2}, "FRA", "DEU"),
    ],
    ids=[
        "whom the rules see stays", "who is not weighed stays", "unless it is out of the question",
        "who only may be there does not join him", "who is sure to does", "where nobody is seen, all who are sure to",
        "or else the likeliest", "unless he is unlikely", "who is put out is replaced", "by the likeliest",
    ],
)  # fmt: skip
def test_a_side_is_whom_rules_and_judge_see_there(scores: dict[str, float], seen: str, expected: str) -> None:
    assert countries(scores, seen) == expected


def test_somebody_without_a_country_is_of_the_likeliest() -> None:
    assert side({"DEU": (-0.2, Actor("DEU", "DEU"))}, (FIRM,), LEAST, -1.2) == (replace(FIRM, country="DEU"),)
    assert side({"DEU": (-0.7, Actor("DEU", "DEU"))}, (FIRM,), LEAST, -1.2) == (FIRM,)


def test_a_ship_stays_under_its_flag_unless_it_has_no_part_in_it() -> None:
    tanker = Actor("Liberian-flagged tanker", "LBR")
    for score, stays in ((-4.0, True), (-8.0, False)):
        kept = side({"LBR": (score, tanker), "GRC": (3.0, Actor("GRC", "GRC"))}, (tanker,), LEAST, -1.2)
        assert (tanker in kept) is stays


@pytest.mark.parametrize(
    ("acting", "getting", "known", "expected"),
    [
        ("DEU", "FRA", "DEU", "DEU FRA"),
        ("DEU ITA", "FRA", "DEU FRA", "DEU FRA"),
        ("DEU", "", "DEU", "DEU"),
        ("DEU", "FRA", "", ""),
    ],
    ids=["the likeliest other", "two are enough", "nobody is near", "nobody is known"],
)
def test_what_several_do_has_two_sides(acting: str, getting: str, known: str, expected: str) -> None:
    acts, gets = ({c: (0.0, Actor(c, c)) for c in told.split()} for told in (acting, getting))
    told = paired(tuple(Actor(c, c) for c in known.split()), acts, gets, -0.4)
    assert " ".join(a.country or "?" for a in told) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Japan agreed to share data on Russian submarines.", "Russian", True),
        ("Japan will share Russian missile data.", "Russian", True),
        ("The sharing of Russian missile data by Japan began.", "Russian", True),
        ("Data on Russian missiles was shared by Ukraine.", "Russian", True),
        ("Japan stopped the sharing of targeting data with Ukraine.", "Ukraine", False),
        ("The sharing of flight data between Chad and Togo began.", "Togo", False),
        ("Japan and Norway will share missile data.", "Norway", False),
    ],
)
def test_whom_data_is_about_does_not_share_it(pipeline: Language, text: str, country: str, expected: bool) -> None:
    tree = make_tree(pipeline(text))
    trigger = next(i for i, word in enumerate(tree.words) if word in ("share", "shared", "sharing"))
    assert is_shared_about(tree, tree.words.index(country), trigger) == expected


def test_who_is_unlikely_is_no_other_side() -> None:
    germany, france = Actor("DEU", "DEU"), Actor("FRA", "FRA")
    assert paired((germany,), {}, {"FRA": (-0.5, france)}, -0.4) == (germany,)
    assert paired((germany,), {}, {"FRA": (-0.3, france)}, -0.4) == (germany, france)


def test_how_unlikely_a_side_may_be_is_told_by_the_side() -> None:
    assert countries({"FRA": -1.5}, "FRA") == "" and countries({"FRA": -1.5}, "FRA", known=-2.0) == "FRA"
