"""What is told again, by a bare noun or by others, and who speaks for several lands at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.extract.sides import sides
from tracker.model import Mention

Coded = Callable[..., tuple[Mention, ...]]

_TRUCE = """Thailand and Laos agreed on Monday to a ceasefire after a week of fighting. Malaysia's foreign minister
announced the truce in Putrajaya. Malaysia's king flew home. """
_CAPTIVES = """Sudan and Chad reached a deal on captives on Sunday. Egypt's prime minister announced the deal in Cairo.
The first captives will be home on Tuesday. """
_SHELLED = """Armenian and Azerbaijani soldiers clashed near Tegh on Tuesday. The United Nations and the United States
called for restraint. """
_MET = """Cuba's president met Myanmar's foreign minister in Geneva on Tuesday. Rain fell in the city. The airport was
shut. """


def told(mentions: tuple[Mention, ...], kind: str) -> list[str]:
    return [f"{actors}>{recipients}" for actors, recipients in sides(mentions, kind)]


@pytest.mark.parametrize(
    ("text", "kind", "sides"),
    [
        # whoever makes a pact of others known has made none
        (_TRUCE, "ceasefire", ["LAO,THA>"]),
        (_CAPTIVES, "agreement", ["SDN,TCD>"]),
        (_CAPTIVES + "Kenya welcomed the deal.", "endorsement", ["KEN>SDN,TCD"]),
        # but a pact of its own
        ("Egypt announced the deal with Chad on Monday.", "agreement", ["EGY,TCD>"]),
        # armies that fight are those that have been told to fight
        (_SHELLED + "The two armies traded mortar fire for hours. Night fell.", "clash", ["ARM,AZE>"]),
        (_SHELLED + "The two sides blamed each other. Night fell.", "accusation", ["ARM,AZE>ARM,AZE"]),
        # who speaks in a row of voices that name nothing speaks of the same
        ("Chad condemned Niger's raid on Monday. Mali voiced deep concern.", "condemnation", ["TCD>NER", "MLI>NER"]),
        # a pact is its parties', as far as they are named with it
        (
            "Mali voiced anger over a pact under which Oman will buy boats from Italy. Chad criticised the pact.",
            "condemnation",
            ["MLI>OMN", "TCD>ITA,OMN"],
        ),
        # no envoys are recalled from one's own land
        ("Chad recalls envoys in fishing row. Rain fell. Night came. The sea rose.", "recall", ["TCD>"]),
        ("NATO met on Monday at Chad's request.", "demand", ["TCD>IGO"]),
        ("Indian jets bombed on Monday what Delhi called a militant camp inside Pakistan.", "strike", ["IND>PAK"]),
        ("EU ministers meeting in New York voiced their solidarity with Chad.", "endorsement", ["EUR>TCD"]),
        # who speaks goes on speaking
        ("Kenya said Chad had a right to defend itself, and urged Niger to talk.", "demand", ["KEN>NER"]),
        # a war is backed with whoever wages it
        (_MET + "Myanmar voiced full support for the offensive in Yemen.", "endorsement", ["MMR>CUB"]),
    ],
)
def test_what_is_told_again_is_theirs_who_did_it(coded: Coded, text: str, kind: str, sides: list[str]) -> None:
    assert told(coded(text, "2024-05-14"), kind) == sides


@pytest.mark.parametrize(
    ("text", "kind", "sides"),
    [
        ("European foreign ministers adopted sanctions on Myanmar on Monday.", "sanctions", ["EUR>MMR"]),
        ("European governments expelled Russian diplomats on Monday.", "expulsion", ["EUR>RUS"]),
        ("Gulf states condemned Iran on Monday.", "condemnation", ["IGO>IRN"]),
        ("Latin American leaders condemned the coup in Bolivia on Monday.", "condemnation", ["IGO>BOL"]),
        ("Southeast Asian foreign ministers met in Bali on Monday.", "meeting", ["IGO>"]),
        ("US and European officials met Iranian diplomats on Monday.", "meeting", ["EUR,IRN,USA>"]),
        ("North Korean leaders condemned Japan on Monday.", "condemnation", ["PRK>JPN"]),
    ],
)
def test_ministers_of_many_lands_are_of_none_that_is_named(
    coded: Coded, text: str, kind: str, sides: list[str]
) -> None:
    assert told(coded(text, "2024-05-14"), kind) == sides


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Kenya agreed on Monday to send police to Haiti.", "2024-05-13"),
        ("Kenya pledged on Monday to send police to Haiti.", "2024-05-13"),
        ("Kenya agreed to send police to Haiti on Monday.", "2024-05-20"),
        ("Kenya will on Monday send police to Haiti.", "2024-05-20"),
    ],
)
def test_the_day_of_a_promise_is_not_moved_to_the_week_ahead(coded: Coded, text: str, days: str) -> None:
    assert [m.date.interval and m.date.interval.start.isoformat() for m in coded(text, "2024-05-14")] == [days]


@pytest.mark.parametrize(
    ("title", "text", "told_as"),
    [
        ("Chad expels Malian envoy", "Chad said on Monday it would expel Mali's ambassador.", ["planned"]),
        ("Chad expels Malian envoy", "Chad has expelled Mali's ambassador.", ["happened"]),
        (
            "Chad expelled Malian envoy",
            "Chad said on Monday it would expel Mali's ambassador.",
            ["happened", "planned"],
        ),
    ],
)
def test_a_headline_in_the_present_is_as_done_as_its_text_says(
    coded: Coded, title: str, text: str, told_as: list[str]
) -> None:
    assert [m.status.value for m in coded(text, "2024-05-14", title) if m.kind == "expulsion"] == told_as


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Chad rejected the charge and said that it had warned Niger in June.", "2024-05-14"),
        ("In February Chad fought Niger. Chad shot down a Nigerien plane the next day.", None),
    ],
)
def test_days_of_other_deeds_and_of_none_date_nothing(coded: Coded, text: str, day: str | None) -> None:
    when = [m.date.interval for m in coded(text, "2024-05-14") if m.kind in ("rejection", "strike")][-1]
    assert (when.start.isoformat() if when else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "China condemned the pact on Monday as the start of an arms race.",
        "China condemned the war games on Monday.",
        "China condemned the pact on Monday, with the goal of a better deal.",
    ],
)
def test_races_games_and_goals_of_politics_are_no_sport(coded: Coded, text: str) -> None:
    assert [m.kind for m in coded(text, "2024-05-14")] in (["condemnation"], ["accusation"])
