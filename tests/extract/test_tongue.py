"""Foreign articles are recognised; short English ones full of names stay English."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract.tongue import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lavrov and Fidan confer in Antalya", "en"),
        ("The two ministers signed the memorandum after a day of talks in Doha.", "en"),
        ("Die Außenministerin reiste am Dienstag nach Warschau und traf dort ihren Amtskollegen zu Gesprächen.", "de"),
        ("Le président s'est entretenu mardi soir avec son homologue égyptien au sujet de la trêve à Gaza.", "fr"),
        ("Министр обороны прибыл в Минск с официальным визитом.", "ru"),
        ("防衛大臣は火曜日にソウルを訪問した。", "ja"),
        ("12 + 30 = 42 …", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_no_text_raises(text: str) -> None:
    assert language_of(text) is None or isinstance(language_of(text), str)
