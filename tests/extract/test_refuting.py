"""What a later sentence denies, what was to be and was not, what still goes on: made-up reports of a few sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.model import Mention, Status

Coded = Callable[..., tuple[Mention, ...]]

DENIED = [
    ("release", "A paper in Quito wrote on Monday that Peru had freed two spies. Lima called the report an invention."),
    ("strike", "A channel in Beirut said Israeli jets had bombed a convoy. The Israeli army denied the report."),
    ("visit", "A daily wrote that Sudan's president would visit Kenya. “That is nonsense,” his spokesman said."),
    ("arms_transfer", "Russia has supplied drones to Chad, a newspaper wrote. No such contract exists, Chad said."),
    ("seizure", "A website reported that Turkey had seized a Greek trawler. The report was false."),
    ("arrest", "A blog said Ghana had arrested an Ivorian general. None of this took place, Ghana's army said."),
    ("arrest", "A radio station said Ghana had arrested an Ivorian general. It never happened."),
    ("arms_transfer", "Iran would send missiles to Syria, a newspaper reported. Tehran denied it."),
    ("recall", "A channel announced that Chad had recalled its envoy from Mali. None of it was true."),
    ("strike", "A site wrote that Turkish troops had shelled Kobani; Ankara called that a lie."),
]
DISPUTED = [
    ("strike", "Chad said that Sudan had shelled Tine on Monday. Sudan dismissed the claim as baseless."),
    ("seizure", "Greek officials said that Turkey had seized a trawler. Turkey disputed this."),
]
STANDING = [
    # who rejects an offer denies nothing
    ("strike", "Chad said that Sudan had shelled Tine on Monday. Sudan offered talks. Chad rejected this."),
    # what the article itself tells is no claim
    ("strike", "Sudan shelled Tine on Monday. Khartoum denied a report that its president was ill."),
    ("strike", "Chad said that Sudan had shelled Tine on Monday. Sudan did not deny the report."),
    ("strike", "Chad said that Sudan had shelled Tine on Monday. The claim was not false."),
    # a claim that stands too far off
    (
        "strike",
        "Chad said that Sudan had shelled Tine on Monday. Rain fell. Shops were shut. Goats ate hay. A bus was late. "
        "Sudan denied the claim.",
    ),
    # what is said is no less said
    ("accusation", "A paper wrote that Chad had accused Sudan of theft. The report was false."),
]


@pytest.mark.parametrize(("kind", "text"), DENIED)
def test_what_a_paper_tells_and_others_deny_is_denied(coded: Coded, kind: str, text: str) -> None:
    assert [m.status for m in coded(text) if m.kind == kind] == [Status.DENIED]


@pytest.mark.parametrize(("kind", "text"), DISPUTED)
def test_what_one_side_says_and_the_other_denies_is_alleged(coded: Coded, kind: str, text: str) -> None:
    assert [m.status for m in coded(text) if m.kind == kind] == [Status.ALLEGED]


@pytest.mark.parametrize(("kind", "text"), STANDING)
def test_denials_of_something_else_leave_a_deed_alone(coded: Coded, kind: str, text: str) -> None:
    assert Status.HAPPENED in [m.status for m in coded(text) if m.kind == kind]


def test_a_denied_plan_is_not_called_off(coded: Coded) -> None:
    """It keeps the type of what is denied, as one that is denied in its own sentence does."""
    (visit,) = [m for m in coded(DENIED[2][1]) if m.kind == "visit"]
    assert (visit.type, visit.status) == ("CONSULT", Status.DENIED)


def test_what_is_measured_again_is_one_event(coded: Coded) -> None:
    attacks = coded("Gunmen killed 40 people in a mosque in Mali on Monday. It was the deadliest attack since 2015.")
    assert [(m.kind, m.date.value, len(m.more_evidence)) for m in attacks] == [("strike", "2024-05-13", 1)]


def test_what_nobody_told_before_is_told_by_being_measured(coded: Coded) -> None:
    assert [m.kind for m in coded("It was the first visit by a Saudi king to Moscow.")] == ["visit"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A raid on the airport of Agadez on Friday killed two soldiers of Niger.", "2024-05-10"),
        ("Sudanese rebels declared a truce until the end of June.", "2024-05-15"),
    ],
)
def test_what_was_done_was_not_done_on_a_day_to_come(coded: Coded, text: str, day: str) -> None:
    assert {m.date.value for m in coded(text)} == {day}
