"""Whose an event is that an article tells several times, by its tellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from spacy.language import Language

from tracker.extract.drafts import Draft
from tracker.extract.merge import Group, sides_of_group
from tracker.extract.reading import Knowledge, read
from tracker.extract.sides import countries
from tracker.extract.text import prepare
from tracker.model import ArticleInput

_TWO = "Kenya and Uganda signed a treaty on Monday."
_THREE = "Kenya, Uganda and Chad signed a treaty on Monday."


def _draft(pipeline: Language, knowledge: Knowledge, text: str, sentence: int, *, weighed: bool) -> Draft:
    article = ArticleInput("t", text, None, date(2026, 3, 11))
    (draft,) = read(article, prepare(text), None, pipeline(text), knowledge)[-1].drafts
    how = f"{draft.sides.how}; weighed by the judge" if weighed else draft.sides.how
    return replace(draft, sentence=sentence, sides=replace(draft.sides, how=how))


@pytest.mark.parametrize(
    ("texts", "first", "weighed", "expected"),
    [
        ([_THREE, _TWO, _TWO], 1, True, "KEN UGA"),
        ([_THREE, _TWO, _TWO], 0, True, "KEN TCD UGA"),
        ([_THREE, _TWO, _TWO], 1, False, "KEN TCD UGA"),
        ([_THREE, _TWO], 1, True, "KEN TCD UGA"),
        ([_THREE, _TWO, _TWO, _THREE], 1, True, "KEN TCD UGA"),
    ],
    ids=[
        "two tellings against a guess", "not where it opens the text", "whom the rules see stays",
        "one telling is not enough", "told twice",
    ],
)  # fmt: skip
def test_tellings_that_agree_outweigh_a_land_that_the_judge_adds_to_one(
    pipeline: Language, knowledge: Knowledge, texts: Sequence[str], first: int, weighed: bool, expected: str
) -> None:
    drafts = tuple(
        _draft(pipeline, knowledge, t, n, weighed=weighed and t == _THREE) for n, t in enumerate(texts, first)
    )
    actors, recipients = sides_of_group(Group(drafts, False))
    assert " ".join(sorted(countries([*actors, *recipients]))) == expected
