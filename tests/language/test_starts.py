"""The second look at sentence starts: what is judged again, in which windows, and what comes of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.language import component, create, splitter, starts
from tracker.language.encoder import Encoder, Unit
from tracker.language.passage import Passage

tokens = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from(["sure", "doubtful", "no", "no", "no"])), min_size=1, max_size=120
)


@given(tokens)
def test_every_doubtful_token_is_judged_once_with_text_around_it(drawn: list[tuple[int, str]]) -> None:
    lengths = [length for length, _ in drawn]
    sure, doubtful = (np.array([kind == wanted for _, kind in drawn]) for wanted in ("sure", "doubtful"))
    judged: list[int] = []
    for begin, end, places in starts.windows(lengths, sure, doubtful):
        judged += places.tolist()
        first, last = int(places[0]), int(places[-1])
        assert begin <= first and last < end
        assert begin == 0 or sum(lengths[begin : first + 1]) >= starts.BEFORE
        assert end == len(lengths) or sum(lengths[last + 1 : end + 1]) > starts.AFTER
        assert sum(lengths[begin:end]) <= starts.MOST_PIECES + max(lengths)
    assert judged == np.flatnonzero(doubtful).tolist()


def test_a_window_begins_where_a_sentence_surely_does() -> None:
    sure, doubtful = np.zeros(100, np.bool_), np.zeros(100, np.bool_)
    sure[2], doubtful[95] = True, True
    (far,) = starts.windows([1] * 100, sure, doubtful)
    assert far[0] == 95 - starts.BEFORE, "what is too far back is not read"
    sure[40] = True
    (near,) = starts.windows([1] * 100, sure, doubtful)
    assert near[0] == 40


@pytest.fixture(scope="module")
def look() -> starts.SecondLook:
    return starts.SecondLook(component.MODEL / "sentences.onnx", 1)


def text_of(words: list[str], scores: list[float], given: list[bool]) -> starts.Scored:
    """A text of one piece a word, which the first network scored so."""
    rows = np.random.default_rng(1).integers(0, 255, (len(words) + 2, 384)).astype(np.uint8)
    return starts.Scored(
        passage=Passage(words, [1] * len(words), np.arange(1, len(words) + 2), np.roll(rows, 1, axis=0)),
        marks=[splitter.LIKELY if word[0].isupper() else splitter.NONE for word in words],
        scores=np.array(scores, np.float32),
        given=np.array(given, np.bool_),
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_only_what_is_doubtful_is_decided_anew(look: starts.SecondLook, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 30))
    words = data.draw(st.lists(st.sampled_from(["Talks", "go", "on", ".", "2024", "-"]), min_size=size, max_size=size))
    scores = data.draw(st.lists(st.floats(-12, 12, width=32), min_size=size, max_size=size))
    text = text_of(words, scores, data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    found = look.starts(text)
    assert found[0] and found[text.given].all() and found[text.scores >= starts.DOUBT[1]].all()
    assert not found[1:][(text.scores[1:] <= starts.DOUBT[0]) & ~text.given[1:]].any()


def test_sentence_that_ends_with_a_day_is_parted_from_the_next(look: starts.SecondLook) -> None:
    words = ["They", "met", "on", "Nov.", "3", ".", "We", "sailed"]
    assert np.flatnonzero(look.starts(text_of(words, [9.0] + [-9.0] * 7, [False] * 8))).tolist() == [0, 6]


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
