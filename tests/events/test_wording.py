"""When the words of two mentions have to agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.events.test_match import party, told
from tracker.events.match import link

BUS = "Masked riders fired on a school bus and took its pupils to the hills."


@pytest.mark.parametrize("kind", ["abduction", "arrest", "seizure", "release"])
def test_where_one_country_alone_takes_part_the_words_have_to_agree(kind: str) -> None:
    first = told("a", 0, kind, "NOR", "NOR", text=BUS)
    other = told("b", 0, kind, "NOR", "NOR", text="Men fired at a priest whom they led from his garden.")
    again = told("c", 0, kind, "NOR", "NOR", text="Pupils of a school bus were taken off when riders fired.")
    assert link(first, again).holds
    assert not link(first, other).holds
    abroad = [replace(each, mention=replace(each.mention, recipients=(party("FRA"),))) for each in (first, other)]
    assert link(*abroad).holds


def test_where_one_names_fewer_parties_more_has_to_agree_than_the_word_for_the_deed() -> None:
    many = [
        told("a", 0, "sanctions", "NOR", "FRA", text="New fines were fired at seven dealers in gold."),
        told("b", 0, "sanctions", "NOR", "", text="Four tankers loaded with oil face penalties fired on Tuesday."),
        told("c", 0, "sanctions", "NOR", "", text="Seven dealers face penalties fired on Tuesday."),
    ]
    assert not link(many[0], many[1]).holds
    assert link(many[0], many[2]).holds
