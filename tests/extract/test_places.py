"""The book of places: the right town of a name, seas without a state, and nothing when unsure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tracker.errors import ConfigError
from tracker.extract.places import PlaceBook
from tracker.knowledge import load_places


@pytest.fixture(scope="session")
def places() -> PlaceBook:
    return load_places()


# sentence, countries the article speaks of, expected places: (name, country, has a point)
SENTENCES = [
    ("Shelling was reported near Odessa.", ["UKR", "RUS"], [("Odesa", "UKR", True)]),
    ("The trial opened in Odessa, Texas.", ["USA"], [("Odessa", "USA", True), ("Texas", "USA", False)]),
    ("The fair in London, Ontario, was shut.", ["CAN"], [("London", "CAN", True), ("Ontario", "CAN", False)]),
    ("Ministers met in Paris on Monday.", ["FRA"], [("Paris", "FRA", True)]),
    ("Frigates patrolled the South China Sea.", ["CHN"], [("South China Sea", None, True)]),
    ("The jets took off from Camp Humphreys.", ["USA"], [("Camp Humphreys", "KOR", True)]),
    ("The minister flew to Latin America.", ["USA"], [("Latin America", None, True)]),
    ("Ministers signed the Paris Agreement in Lima.", ["FRA"], [("Lima", "PER", True)]),
    ("Talks were held at Panmunjom.", ["PRK", "KOR"], [("Panmunjom", None, True)]),
    ("Aid entered Gaza City on Friday.", ["ISR"], [("Gaza City", "PSE", True)]),
    ("She traveled to France on Friday.", ["USA"], [("France", "FRA", False)]),
    ("He was flown to Guantanamo Bay.", ["USA"], [("Guantanamo Bay", "CUB", True)]),
    ("Police in Reading arrested two men.", ["GBR"], [("Reading", "GBR", True)]),
    ("Reading is taught in French schools, and Nice was the word for it.", ["FRA"], []),
    ("The two met in St Petersburg.", ["USA", "RUS"], [("St Petersburg", "RUS", True)]),
    ("Crowds marched in Galle.", ["LKA", "LKA", "DEU"], [("Galle", "LKA", True)]),
    ("Rebels fought in Tripoli.", ["LBY"], [("Tripoli", "LBY", True)]),
    ("A blast shook Tripoli in Lebanon.", ["LBN"], [("Tripoli", "LBN", True), ("Lebanon", "LBN", False)]),
]


@pytest.mark.parametrize(("sentence", "prior", "expected"), SENTENCES)
def test_places_of_a_sentence(
    places: PlaceBook,
    pipeline: Language,
    sentence: str,
    prior: list[str],
    expected: list[tuple[str, str | None, bool]],
) -> None:
    found = places.find(pipeline(sentence), prior)
    assert [(f.place.name, f.place.country, f.place.lat is not None) for f in found] == expected


@pytest.mark.parametrize(
    "sentence",
    ["Most people in May read nice books.", "Of course the Union agreed.", "Jordan Smith met Paris Hilton."],
)
def test_ordinary_words_and_people_are_no_places(places: PlaceBook, pipeline: Language, sentence: str) -> None:
    assert places.find(pipeline(sentence), ["USA"]) == ()


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Shanghai", "CHN"),
        ("Kano State", "NGA"),
        ("Karachi", "PAK"),
        ("Puerto Peñasco", "MEX"),
        ("Albany", "USA"),
        ("Barcelona", "ESP"),
        ("Albania", "ALB"),
        ("Car", None),
        ("Taiwan Strait", None),
        ("Xqzzt", None),
        ("", None),
    ],
)
def test_country_of_a_name(places: PlaceBook, name: str, country: str | None) -> None:
    assert places.country_of(name) == country


def test_a_name_that_two_countries_bear_alike_stays_unread() -> None:
    towns = [_town("Springfield", "US", 160_000), _town("Springfield", "CA", 90_000)]
    book = PlaceBook.build(towns, {"US": "USA", "CA": "CAN"}, {}, {}, "")
    assert book.country_of("Springfield") is None


def test_a_slip_of_the_pen_is_forgiven_when_one_country_remains() -> None:
    book = PlaceBook.build([_town("Timbuktu", "ML", 500_000)], {"ML": "MLI"}, {}, {}, "")
    assert book.similar("Timbukto") == "MLI"
    assert book.similar("Timbo") is None


def test_our_own_list_wins_over_towns() -> None:
    book = PlaceBook.build([_town("Golan", "US", 900_000)], {"US": "USA"}, {}, {}, "places:\n  Golan: [~, 33, 35.7]\n")
    assert book.country_of("Golan") is None


@pytest.mark.parametrize("text", ["places: [1", "places:\n  X: [FRA]\n"])
def test_a_mistake_in_the_list_is_named(text: str) -> None:
    with pytest.raises(ConfigError, match=r"places\.yaml"):
        PlaceBook.build([], {}, {}, {}, text)


PIECES = [
    "Paris",
    ",",
    "Texas",
    "in",
    "the",
    "South",
    "China",
    "Sea",
    "Gulf",
    "U.S.",
    "'s",
    "near",
    "Odessa",
    "—",
    "of",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.lists(st.sampled_from(["USA", "UKR", "CHN"]), max_size=4))
def test_finding_keeps_inside_the_text_and_never_overlaps(
    places: PlaceBook, pipeline: Language, pieces: list[str], prior: list[str]
) -> None:
    doc = pipeline(" ".join(pieces))
    end = 0
    for found in places.find(doc, prior):
        assert end <= found.start_token < found.end_token <= len(doc)
        end = found.end_token


def _town(name: str, country: str, population: int) -> dict[str, object]:
    return {
        "name": name,
        "countrycode": country,
        "population": population,
        "latitude": 1.0,
        "longitude": 2.0,
        "alternatenames": [],
        "admin1code": "",
    }
