"""The day of what is told several times: one telling lends it to another, a noun takes it up.

The texts are made up, and published on 11 March 2026, a Wednesday.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from spacy.language import Language

from tests.extract.sides import days
from tracker.extract.dating_group import with_the_day_told
from tracker.extract.drafts import Draft
from tracker.extract.reading import Knowledge, read
from tracker.extract.text import prepare
from tracker.model import ArticleInput, Mention

Coded = Callable[..., tuple[Mention, ...]]

_AGAIN = [
    # taken up by its noun, told of more than before
    ("Kenyan jets bombed a camp in Somalia last week.", "The bombing of Somali villages by Kenya and Ethiopia has"
     " killed forty people, a priest said.", "bombing", "2026-03-02..2026-03-08"),
    # another one: with others, or so called
    ("Kenya and Uganda held talks in Nairobi on 2 March.", "The talks of Uganda and Rwanda calmed the border.",
     "meeting", "2026-03-11"),
    ("Kenyan jets bombed a camp in Somalia last week.", "The latest bombing of Somali villages by Kenya and Ethiopia"
     " has killed forty people, a priest said.", "bombing", "2026-03-11"),
]  # fmt: skip
_OPENED = "Rebels in Mali have freed nine French hostages."
_LENT = [
    ("Rebels in Mali freed the French hostages on Monday.", "2026-03-09", "2026-03-09"),
    ("Mali said on Monday that the rebels had freed the French hostages.", "2026-03-09", "2026-03-09"),
    ("Rebels in Mali freed French hostages this year.", "2026-01-01..2026-12-31", "2026-03-11"),
    ("Rebels in Mali will free the French hostages on Friday.", "2026-03-13", "2026-03-11"),
    ("Rebels in Chad freed nine Libyans on Monday.", "2026-03-09", "2026-03-11"),
]


def _drafts(pipeline: Language, knowledge: Knowledge, text: str) -> Sequence[Draft]:
    article = ArticleInput("t", text, None, date(2026, 3, 11))
    return read(article, prepare(text), None, pipeline(text), knowledge)[-1].drafts


@pytest.mark.parametrize(("first", "again", "kind", "when"), _AGAIN, ids=lambda value: value[:60])
def test_a_noun_has_the_day_of_what_it_takes_up(
    pipeline: Language, knowledge: Knowledge, first: str, again: str, kind: str, when: str
) -> None:
    *_, last = _drafts(pipeline, knowledge, f"{first}\n\n{again}")
    assert (last.kind, last.sentence, days(last.choice.date)) == (kind, 1, when)


@pytest.mark.parametrize(("again", "told", "when"), _LENT, ids=lambda value: value[:60])
def test_a_telling_without_a_day_is_lent_one(
    pipeline: Language, knowledge: Knowledge, again: str, told: str, when: str
) -> None:
    (best,) = _drafts(pipeline, knowledge, _OPENED)
    (other,) = _drafts(pipeline, knowledge, again)
    assert (days(best.choice.date), days(other.choice.date)) == ("2026-03-11", told)
    lent, *rest = with_the_day_told([best, other])
    assert (days(lent.choice.date), lent.token, rest) == (when, best.token, [other])


def test_a_year_gives_way_to_a_day_in_it(pipeline: Language, knowledge: Knowledge) -> None:
    (year,) = _drafts(pipeline, knowledge, "Chadian gunmen abducted herders in Niger in 2022.")
    (inside,) = _drafts(pipeline, knowledge, "Chadian gunmen abducted the herders in Niger on 14 May 2022.")
    (outside,) = _drafts(pipeline, knowledge, "Chadian gunmen abducted the herders in Niger on 14 May 2021.")
    assert days(with_the_day_told([year, inside])[0].choice.date) == "2022-05-14"
    assert with_the_day_told([year, outside]) == [year, outside]
    assert with_the_day_told([inside, year]) == [inside, year]


def test_what_the_text_tells_as_done_is_not_planned_because_more_of_it_is(coded: Coded) -> None:
    title, text = "Malian rebels release nine French hostages", "Rebels in Mali freed nine French hostages."
    ahead = " Mali's rebels will free the other French hostages."
    assert [m.status.value for m in coded(ahead, "2026-03-11", title) if m.kind == "release"] == ["planned"]
    told = [m for m in coded(text + ahead, "2026-03-11", title) if m.kind == "release"]
    assert told[0].status.value == "happened" and told[0].evidence.part == "title"


_COUNTED = [
    # what a counted noun takes up has the day that was told of it
    (
        "Kenyan jets bombed a camp in Somalia on Thursday. Somalia recalled its envoy from Kenya a day after the"
        " bombing.",
        "bombing|strike",
        "happened",
        "2026-03-05",
    ),
    # what lies ahead is planned, and on its day
    (
        "Gunmen killed nine soldiers in India on Sunday. The attack came five days before a visit by China's president"
        " to Delhi.",
        "visit",
        "planned",
        "2026-03-13",
    ),
    (
        "Peru's trial of nine Chilean suspects will continue in April.",
        "investigation",
        "planned",
        "2026-04-01..2026-04-30",
    ),
    ("Peru's trial of nine Chilean suspects will continue until Friday.", "investigation", "ongoing", None),
]


@pytest.mark.parametrize(("text", "kinds", "status", "when"), _COUNTED)
def test_days_counted_and_to_come(coded: Coded, text: str, kinds: str, status: str, when: str | None) -> None:
    told = [m for m in coded(text, "2026-03-11") if m.kind in kinds.split("|")]
    assert {m.status.value for m in told} == {status}
    assert when is None or {days(m.date) for m in told} == {when}
