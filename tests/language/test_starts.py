"""The second look at sentence starts: kinds of tokens, habits of a document, and the cut that is worth most."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.language import component, create, starts
from tracker.language.encoder import Encoder, Unit


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        (".", starts.END),
        ("?!", starts.EXCLAIM),
        ("12", starts.SMALL_NUMBER),
        ("12.", starts.NUMBERED),
        ("b)", starts.NUMBERED),
        ("2024", starts.FIGURE),
        ("F-16", starts.FIGURE),
        ("Gen.", starts.ABBREVIATION),
        ("--", starts.DASH),
        ("*****", starts.RULE),
        ("desk@paper.example", starts.ADDRESS),
        ("P.S.", starts.POSTSCRIPT),
        ("NATO", starts.CAPITALS),
        ("Tirana", starts.CAPITAL),
        ("talks", starts.LOWER),
        ("”", starts.QUOTE),
    ],
)
def test_kinds(word: str, kind: int) -> None:
    assert starts.kind(word) == kind
    assert 0 < kind < starts.KINDS


def doubts_of(text: str, scores: list[float]) -> starts.Doubts:
    words = text.split()
    return starts.doubts(words, [1] * len(words), [0] * len(words), np.array(scores), np.zeros(len(words), np.bool_))


def test_only_doubtful_tokens_are_judged_again() -> None:
    found = doubts_of("Talks go on Rains fall here", [20, -9, -9, 1, -9, -5])
    assert found.places.tolist() == [3, 5]
    assert found.words == [("on", "rains"), ("fall", "here")]
    assert found.kinds[0].tolist() == [0, 17, 18, 18, 17, 18, 18, 0, 0, 17]


def test_habit_of_a_word_is_that_of_its_other_places() -> None:
    lines = doubts_of("From Lima From Quito From Oslo", [20, -9, 9, -9, 0, -9])
    (figures,) = lines.figures
    never = doubts_of("Send Lima From Quito From Oslo", [20, -9, -9, -9, 0, -9])
    changed = np.flatnonzero(np.abs(figures - never.figures[0]) > 0.3)
    assert len(changed), "sure starts with the same word elsewhere leave a trace"


def test_number_at_the_end_of_a_sentence_is_none_of_an_item() -> None:
    (dated,) = doubts_of("on Nov. 3. We sailed", [20, -9, -9, 0, -9]).kinds
    (item,) = doubts_of("Aims . 3. We sailed", [20, -9, 9, 0, -9]).kinds
    assert (dated[3], item[3]) == (starts.END, starts.NUMBERED)


def test_nothing_to_judge() -> None:
    assert doubts_of("All quiet", [20, -9]).places.tolist() == []


chances = st.lists(st.sampled_from([0.0, 0.02, 0.2, 0.45, 0.5, 0.7, 0.85, 0.95, 1.0]), min_size=1, max_size=9)


def worth(cuts: list[int], chance: list[float]) -> float:
    """Expected number of whole sentences, less COST for each."""
    total, ends = 0.0, [*cuts, len(chance)]
    for begin, end in pairwise(ends):
        whole = chance[begin] * (chance[end] if end < len(chance) else 1.0)
        for inner in range(begin + 1, end):
            whole *= 1 - (chance[inner] if chance[inner] > starts.POSSIBLE else 0.0)
        total += whole - starts.COST
    return total


@settings(max_examples=150, deadline=None)
@given(chances)
def test_no_cut_is_worth_more(drawn: list[float]) -> None:
    chance = [1.0, *(1.0 if c > starts.SURE else c for c in drawn)]
    found = np.flatnonzero(starts.cut(np.array(chance))).tolist()
    sure = {i for i, c in enumerate(chance) if c > starts.SURE}
    free = [i for i, c in enumerate(chance) if starts.POSSIBLE < c <= starts.SURE]
    assert sure <= set(found)
    others = [
        sorted(sure | {place for place, chosen in zip(free, choice, strict=True) if chosen})
        for choice in product((False, True), repeat=len(free))
    ]
    assert worth(found, chance) == pytest.approx(max(worth(cuts, chance) for cuts in others))


@pytest.fixture(scope="module")
def look() -> starts.SecondLook:
    return starts.SecondLook(component.MODEL / "starts.npz")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_given_starts_are_kept(look: starts.SecondLook, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 30))
    words = data.draw(st.lists(st.sampled_from(["Talks", "go", "on", ".", "2024", "-"]), min_size=size, max_size=size))
    scores = np.array(data.draw(st.lists(st.floats(-12, 12), min_size=size, max_size=size)))
    known = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    found = look.starts(words, [1] * size, [0] * size, scores, known)
    assert found[0] and found[known].all()
    never = (scores <= starts.DOUBT[0]) & ~known
    never[0] = False
    assert not found[never].any()


def test_edges_overrule_the_network() -> None:
    encoder = Encoder(component.MODEL, 1)
    words = ["Talks", "ended", ".", "They", "failed", "."]
    free = encoder.read(Unit(words, [1, 1, 0, 1, 1, 0], [1, 0, 0, 0, 0, 0]))
    told = encoder.read(Unit(words, [1, 1, 0, 1, 1, 0], [1, 1, 0, -1, 0, 0]))
    assert np.flatnonzero(free.starts).tolist() == [0, 3]
    assert np.flatnonzero(told.starts).tolist() == [0, 1]
    assert told.scores == pytest.approx(free.scores, abs=1e-3)
    assert (told.arcs[1:, 1] < -1000).all() and (free.arcs[1:3, 1] > -1000).all(), "no head beyond a start"


NEWS = [
    "U.S. Navy Adm. Carl Petrov met Gen. Ana Duarte in St. Vincent on Nov. 3.",
    "“We will not sign,” he said.",
    "The talks, which began at 9 a.m. Monday, ended without a deal.",
    "Rule No. 4 of the accord bars such flights.",
    "J. R. Okafor, who leads the mission, asked: “Why now?”",
    "The U.S. Embassy declined to comment.",
    "Officials of the U.S. and the E.U. will meet again Friday.",
    "Dr. Lin Wei said the plant in Washington, D.C., was safe.",
]


def test_news_in_running_text_is_cut_at_its_sentences() -> None:
    doc = create()(" ".join(NEWS))
    assert [span.text for span in doc.sents] == NEWS


def test_mail_without_final_marks_is_cut_where_its_lines_were() -> None:
    doc = create()(
        "Dear all, The meeting is moved to Monday at noon. Thanks Maria Maria Lopez 09/14/2001 10:05 AM Hi Tom,"
    )
    assert {"Thanks", "Hi"} <= {span[0].text for span in doc.sents}
