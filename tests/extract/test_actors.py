"""The book of actors: phrases as of a day, and mentions in parsed sentences."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tracker.errors import ConfigError
from tracker.extract.actors import ActorBook
from tracker.extract.actors_people import short_names
from tracker.extract.actors_words import fold, keys_of, words_of
from tracker.knowledge import load_actors


@pytest.fixture(scope="session")
def book() -> ActorBook:
    return load_actors()


PHRASES = [
    # countries, demonyms, capitals
    ("South Korea", None, "KOR", None),
    ("Republic of China", None, "TWN", None),
    ("People's Republic of China", None, "CHN", None),
    ("Democratic Republic of the Congo", None, "COD", None),
    ("Congo-Brazzaville", None, "COG", None),
    ("Equatorial Guinea", None, "GNQ", None),
    ("Guinea-Bissau", None, "GNB", None),
    ("Niger", None, "NER", None),
    ("Nigerian senators", None, "NGA", "LEG"),
    ("Côte d’Ivoire", None, "CIV", None),
    ("Kyiv", None, "UKR", None),
    ("the Kremlin", None, "RUS", "GOV"),
    ("South Ossetia", None, "GEO", "PRE"),
    # unnamed actors
    ("three Filipino fishermen", None, "PHL", "AGR"),
    ("Dutch soldiers", None, "NLD", "MIL"),
    ("a Peruvian court", None, "PER", "JUD"),
    ("striking miners", None, None, "LAB"),
    ("masked gunmen", None, None, "UAF"),
    ("an Egyptian rights group", None, "EGY", "SOC"),
    ("Kurdish rebels", None, None, "REB"),
    ("rebel commanders", None, None, "REB"),
    ("Lagos police", None, "NGA", "COP"),
    ("students in Santiago", None, "CHL", "EDU"),
    ("the mayor of Warsaw", None, "POL", "GOV"),
    ("Sweden's central bank", None, "SWE", "GOV"),
    ("Iran-backed militiamen", None, "IRN", "PRM"),
    ("child soldiers", None, None, "MIL"),
    ("Latin American migrants", None, None, "REF"),
    ("Bolivia's ambassador to the UN", None, "BOL", "GOV"),
    ("Uyghurs", None, "CHN", "CVL"),
    ("the Plan", None, None, None),
    ("PLAN", None, "CHN", "MIL"),
    ("Nato", None, "IGO", None),
    ("an Emmanuel Macron ally", "2022-01-01", "FRA", "GOV"),
    ("Green Party", None, None, "PTY"),
    ("the Pope", "2020-01-01", "VAT", "REL"),
    # bodies and who stands with them
    ("U.N. Security Council", None, "UNO", None),
    ("NATO", None, "IGO", None),
    ("European Commission", None, "EUR", None),
    ("the Bundestag", None, "DEU", "LEG"),
    ("Mossad", None, "ISR", "SPY"),
    ("a CIA officer", None, "USA", "SPY"),
    ("Al-Shabaab fighters", None, "SOM", "REB"),
    ("members of the Bundeswehr", None, "DEU", "MIL"),
    ("Pakistan's National Security Council", None, "PAK", "GOV"),
    ("Gazprom", None, "RUS", "BUS"),
    ("University of Nairobi", None, "KEN", "EDU"),
    # offices and who held them
    ("the German chancellor", "2019-05-01", "DEU", "GOV"),
    ("former German chancellor", "2019-05-01", "DEU", "ELI"),
    ("ex-ministers", None, None, "ELI"),
    ("Kenyan Interior Minister Jane Doe", "2024-01-01", "KEN", "GOV"),
    ("Angela Merkel", "2019-05-01", "DEU", "GOV"),
    ("Angela Merkel", "2023-05-01", "DEU", "ELI"),
    ("Boris Johnson", "2023-01-15", "GBR", "LEG"),
    ("Vladimir Putin", "1999-03-01", "RUS", "SPY"),
    ("Taliban", "2019-05-01", "AFG", "REB"),
    ("Taliban", "2023-05-01", "AFG", "GOV"),
    ("Emanuel Macron", "2020-01-01", "FRA", "GOV"),
    ("Qasim Sulaimani", "2018-01-01", "IRN", "MIL"),
    ("MBS", "2022-01-01", "SAU", "GOV"),
    ("UN Secretary-General António Guterres", "2022-01-01", "UNO", None),
]


@pytest.mark.parametrize(("text", "day", "country", "sector"), PHRASES)
def test_a_phrase_gives_country_and_sector(
    book: ActorBook, text: str, day: str | None, country: str | None, sector: str | None
) -> None:
    actor = book.lookup(text, date.fromisoformat(day) if day else date(2024, 6, 1))
    assert (actor.country if actor else None, actor.sector if actor else None) == (country, sector)


HOLDERS = [
    ("the U.S. president", "2019-05-01", "Donald Trump"),
    ("the U.S. president", "2016-05-01", "Barack Obama"),
    ("U.S. Secretary of State", "2023-11-13", "Antony Blinken"),
    ("British Foreign Secretary", "2023-11-14", "David Cameron"),
    ("the Japanese prime minister", "2021-10-01", "Yoshihide Suga"),
    ("South Korean defense minister", "2023-11-13", "Shin Won-sik"),
    ("Iranian Foreign Minister", "2015-07-14", "Mohammad Javad Zarif"),
    ("Pakistan's army chief", "2020-01-01", "Pakistan's army chief"),
    ("NATO chief", "2022-03-01", "Jens Stoltenberg"),
    ("President Aliyev", "2022-03-01", "Ilham Aliyev"),
    ("King of Spain", "2020-01-01", "Felipe VI"),
]


@pytest.mark.parametrize(("text", "day", "name"), HOLDERS)
def test_an_office_is_whoever_held_it_on_the_day(book: ActorBook, text: str, day: str, name: str) -> None:
    actor = book.lookup(text, date.fromisoformat(day))
    assert actor is not None
    assert actor.name == name


@pytest.mark.parametrize("text", ["", "   ", "…", "and of the", "quickly", "Xqzzt Blorp", "12"])
def test_nothing_known_gives_nothing(book: ActorBook, text: str) -> None:
    assert book.lookup(text, None) is None


# sentence, day, expected mentions: (words, name or None for any, country, sector)
SENTENCES = [
    (
        "The Russian and Chinese presidents met in Astana.",
        "2024-07-03",
        [("Russian", "Vladimir Putin", "RUS", "GOV"), ("Chinese presidents", "Xi Jinping", "CHN", "GOV")],
    ),
    (
        "Turkish Foreign Minister Hakan Fidan flew to Baghdad on Tuesday.",
        "2024-03-14",
        [("Turkish Foreign Minister Hakan Fidan", "Hakan Fidan", "TUR", "GOV"), ("Baghdad", "Iraq", "IRQ", "GOV")],
    ),
    (
        "Hamas fighters killed two Israeli soldiers near the border.",
        "2024-03-14",
        [("Hamas fighters", None, "PSE", "REB"), ("Israeli soldiers", None, "ISR", "MIL")],
    ),
    (
        "Washington sold Taiwan missiles last year.",
        "2024-03-14",
        [("Washington", "United States", "USA", "GOV"), ("Taiwan", "Taiwan", "TWN", None)],
    ),
    (
        "The French defence minister praised Iranian-made drones.",
        "2019-03-14",
        [("French defence minister", "Florence Parly", "FRA", "GOV"), ("Iranian", "Iran", "IRN", None)],
    ),
    (
        "Michael Jordan and Chad Smith watched the game.",
        "2024-03-14",
        [("Michael Jordan", "Michael Jordan", None, None), ("Chad Smith", "Chad Smith", None, None)],
    ),
    (
        "Peru's interior minister Juana Lopez resigned.",
        "2024-03-14",
        [("Peru's interior minister Juana Lopez", "Juana Lopez", "PER", "GOV")],
    ),
    (
        "Carol Jones, a Kenyan human rights activist, was arrested by police in Nairobi.",
        "2024-03-14",
        [("Carol Jones, a Kenyan human rights activist", "Carol Jones", "KEN", "SOC")],
    ),
    # a nationality that lends its name to a thing
    ('The ferry "Swiss Star" sank off Ghana.', "2024-03-14", [("Ghana", "Ghana", "GHA", None)]),
    ('A "Persian carpet" fraud cost Peru millions.', "2024-03-14", [("Peru", "Peru", "PER", None)]),
    (
        'Iran condemned what it called "American aggression".',
        "2024-03-14",
        [("Iran", "Iran", "IRN", None), ("American", "United States", "USA", None)],
    ),
]


@pytest.mark.parametrize(("sentence", "day", "expected"), SENTENCES)
def test_mentions_in_a_sentence(
    book: ActorBook,
    pipeline: Language,
    sentence: str,
    day: str,
    expected: list[tuple[str, str | None, str | None, str | None]],
) -> None:
    doc = pipeline(sentence)
    found = {doc[f.start_token : f.end_token].text: f.actor for f in book.find(doc, date.fromisoformat(day))}
    for words, name, country, sector in expected:
        assert words in found, sorted(found)
        assert (found[words].country, found[words].sector) == (country, sector)
        assert name is None or found[words].name == name


def test_later_mentions_are_the_person_met_before(book: ActorBook, pipeline: Language) -> None:
    doc = pipeline(
        "Defense Secretary Lloyd Austin arrived in Seoul on Monday. Mr. Austin met President Yoon Suk-yeol. "
        "Austin said Yoon was a friend."
    )
    names = {
        doc[f.start_token : f.end_token].text: (f.actor.name, f.said_before) for f in book.find(doc, date(2023, 11, 13))
    }
    assert names["Mr. Austin"][0] == "Lloyd Austin"
    assert names["Austin"] == ("Lloyd Austin", True)
    assert names["Yoon"] == ("Yoon Suk-yeol", True)


def test_the_north_is_pyongyang_only_in_an_article_about_korea(book: ActorBook, pipeline: Language) -> None:
    about = pipeline("South Korea said the North fired a missile.")
    other = pipeline("Brazil said the North needs more rain.")
    assert "PRK" in {f.actor.country for f in book.find(about, date(2023, 1, 1))}
    assert "PRK" not in {f.actor.country for f in book.find(other, date(2023, 1, 1))}


def test_georgia_is_a_state_where_the_article_speaks_of_atlanta(book: ActorBook, pipeline: Language) -> None:
    state = pipeline("Voters in Georgia lined up in Atlanta on Tuesday.")
    country = pipeline("Protesters in Georgia gathered in Tbilisi on Tuesday.")
    assert "GEO" not in {f.actor.country for f in book.find(state, None)}
    assert "GEO" in {f.actor.country for f in book.find(country, None)}


def test_a_sea_is_no_country(book: ActorBook, pipeline: Language) -> None:
    found = book.find(pipeline("Frigates crossed the South China Sea and the Taiwan Strait."), None)
    assert {"CHN", "TWN"}.isdisjoint({f.actor.country for f in found})


def test_a_senate_is_that_of_the_country_spoken_of(book: ActorBook, pipeline: Language) -> None:
    abroad = book.find(pipeline("Pakistan is in crisis. The Senate voted in Islamabad on Monday."), None)
    home = book.find(pipeline("The Senate voted on Monday."), None)
    assert "USA" not in {f.actor.country for f in abroad}
    assert "USA" in {f.actor.country for f in home}


def test_us_is_not_us(book: ActorBook, pipeline: Language) -> None:
    found = book.find(pipeline("They told us that it was over."), None)
    assert "USA" not in {f.actor.country for f in found}


def test_capitals_are_flagged_because_they_are_places_too(book: ActorBook, pipeline: Language) -> None:
    doc = pipeline("Moscow accused Paris of lying.")
    assert {(f.actor.country, f.metonym) for f in book.find(doc, None)} == {("RUS", True), ("FRA", True)}


PIECES = [
    "Iran", "Iranian", "foreign minister", "the", "of", "'s", "Mr.", "Austin", "U.S.", "-", "led", "troops", ",", "and",
    "Kim", "Jong", "Un", "former", "president", "rebels", "in", "Seoul", "the North", "said", "killed", "\n", "é", "—",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.dates())
def test_finding_keeps_inside_the_text_and_never_overlaps(
    book: ActorBook, pipeline: Language, pieces: list[str], day: date
) -> None:
    doc = pipeline(" ".join(pieces))
    end = 0
    for found in book.find(doc, day):
        assert end <= found.start_token < found.end_token <= len(doc)
        assert found.start_token <= found.head_token < found.end_token
        end = found.end_token


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)), st.dates())
def test_lookup_never_raises(book: ActorBook, text: str, day: date) -> None:
    book.lookup(text, day)


@given(st.text(max_size=80))
def test_words_lie_in_order_inside_their_text(text: str) -> None:
    last = 0
    for word in words_of(text):
        assert last <= word.start < word.end <= len(text)
        last = word.end


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kim Jong-un", "Kim Jong Un"), ("U.S.", "US"), ("N'Djamena", "Ndjamena"), ("Élysée", "ELYSEE"), ("Łódź", "Lodz")],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert keys_of(one) == keys_of(other)
    assert fold(one.replace("-", " ")) == fold(other)


@pytest.mark.parametrize(
    ("name", "country", "shorts"),
    [
        ("Lloyd Austin", "USA", ("austin",)),
        ("Xi Jinping", "CHN", ("xi",)),
        ("Ursula von der Leyen", "DEU", ("leyen", "von der leyen")),
        ("Abiy Ahmed", "ETH", ("abiy",)),
        ("Prachanda", "NPL", ("prachanda",)),
        ("", None, ()),
    ],
)
def test_short_names(name: str, country: str | None, shorts: tuple[str, ...]) -> None:
    assert short_names(name, country) == shorts


OFFICES = "offices:\n  president: {sector: GOV, unique: true, names: [president]}\n"


@pytest.mark.parametrize(
    ("texts", "part"),
    [
        ({"bodies.yaml": "bodies: [1, 2"}, "bodies.yaml"),
        ({"bodies.yaml": "bodies: {XXX: {WRONG: [A]}}"}, "WRONG"),
        ({"agents.yaml": "agents: {WRONG: [a]}"}, "WRONG"),
        ({"bodies.yaml": "dated: {A: {country: XXX, sectors: [soon GOV]}}"}, "sectors"),
        ({"offices.yaml": OFFICES, "p.csv": "Ann;;FRA;queen;2001;;"}, "p.csv:1"),
        ({"offices.yaml": OFFICES, "p.csv": "Ann;;FRA;president;soon;;"}, "p.csv:1"),
        ({"offices.yaml": OFFICES, "p.csv": "# ok\nAnn"}, "p.csv:2"),
    ],
)
def test_a_mistake_in_a_file_is_named(texts: dict[str, str], part: str) -> None:
    with pytest.raises(ConfigError, match=part):
        ActorBook.from_texts(texts)


def test_a_user_can_teach_the_book() -> None:
    book = ActorBook.from_texts(
        {
            "countries.yaml": "countries: {XAA: {names: [Ruritania], adjectives: [Ruritanian], capital: [Strelsau]}}",
            "agents.yaml": "agents: {MIL: [musketeer]}",
            "offices.yaml": OFFICES,
            "people.csv": "Rudolf Elphberg;;XAA;president;2020;2024;",
        }
    )
    troops = book.lookup("Ruritanian musketeers", None)
    head = book.lookup("the president of Ruritania", date(2022, 1, 1))
    late = book.lookup("Rudolf Elphberg", date(2025, 1, 1))
    assert troops is not None and (troops.country, troops.sector) == ("XAA", "MIL")
    assert head is not None and head.country == "XAA"
    assert late is not None and late.sector == "ELI"
