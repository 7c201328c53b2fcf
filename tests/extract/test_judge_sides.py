"""Who is on which side, as the judge scores it from vectors and tables."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tracker.extract.judge import Judge
from tracker.extract.judge_sides import ABSENT, Offer, Question, Tables, scored
from tracker.knowledge import load_tables


def blank(width: int) -> dict[str, NDArray[np.float32]]:
    """Tables in which words see nothing of each other."""
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(("paths", "flags", "hints"), (1024, width))
    shapes |= dict.fromkeys(("mark", "look_norm", "look_norm_bias", "think_norm", "think_norm_bias"), (width,))
    shapes |= {"alike": (1,), "look": (width, 3 * width), "look_bias": (3 * width,), "seen": (width, width)}
    shapes |= {"seen_bias": (width,), "think": (width, 2 * width), "think_bias": (2 * width,)}
    shapes |= {"thought": (2 * width, width), "thought_bias": (width,)}
    return {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}


def test_a_side_is_scored_by_words_ways_and_hints() -> None:
    width = 2
    arrays = blank(width)
    arrays["paths"][3], arrays["flags"][1], arrays["hints"][8] = (20.0, 0.0), (0.0, -7.0), (0.0, 30.0)
    # far from nought the unit is the identity or nothing, so sums can be told
    nobody = {"own": (4, 1), "own_bias": (1,), "others": (4, 1), "asked": (2, 1), "shift": (1, 2), "shift_bias": (2,)}
    arrays |= {name: np.zeros(shape, np.float32) for name, shape in nobody.items()}
    arrays |= {"sided": np.array([[1.0, 0.0], [0.0, 2.0]]), "sided_bias": np.array([0.5, -0.5])}
    actions, mentions = np.zeros((2, width), np.float32), np.zeros((2, width), np.float32)
    actions[1], mentions[0] = (10.0, 20.0), (5.0, 40.0)
    nothing = np.zeros((2, 1), np.float32)
    judge = Judge({}, nothing, nothing, nothing, nothing, actions, mentions, Tables.from_arrays(arrays))
    (scores,) = judge.sides([Question(1, [Offer(0, 3, 1, 0), Offer(-1, 0, 0, 8)], ["FRA", "DEU"])])
    assert scores.tolist() == [[10 + 5 + 20 + 0.5, 2 * (20 + 40 - 7) - 0.5], [10 + 0.5, 2 * (20 + 30) - 0.5]]


def test_a_country_is_weighed_beside_the_others_by_the_best_of_its_words() -> None:
    width = 1
    arrays = blank(width)
    arrays |= {
        "sided": np.array([[1.0, 0.0]]),
        "sided_bias": np.zeros(2),
        "own_bias": np.zeros(1),
        "asked": np.zeros((1, 1)),
    }
    # the others' acting counts against a country, and its own for nothing
    arrays |= {"own": np.zeros((3, 1)), "others": np.array([[0.0], [10.0], [0.0]])}
    arrays |= {"shift": np.array([[-1.0, 0.0]]), "shift_bias": np.zeros(2)}
    mentions = np.array([[5.0], [7.0], [6.0], [0.0]], np.float32)
    nothing = np.zeros((4, 1), np.float32)
    judge = Judge({}, nothing, nothing, nothing, nothing, nothing, mentions, Tables.from_arrays(arrays))
    offers = [Offer(n, 0, 0, 0) for n in range(3)]
    acting, alone = (
        scores[:, 0]
        for scores in judge.sides([Question(3, offers, ["FRA", "FRA", "DEU"]), Question(3, offers[:1], ["FRA"])])
    )
    assert acting == pytest.approx([5.0 - 60.0, 7.0 - 60.0, 6.0 - 70.0], abs=1e-3)
    assert alone == pytest.approx([5.0], abs=1e-3)


WORDS, TRIGGERS = 6, 3


def texts(seed: int) -> tuple[Tables, NDArray[np.float32], NDArray[np.float32], Question]:
    """The packaged tables, vectors of triggers and of words, and a trigger whose sides six words of four countries may
    be."""
    tables, chance = load_tables(), np.random.default_rng(seed)
    width = len(tables.mark)
    actions, mentions = (chance.normal(size=(n, width)).astype(np.float32) for n in (TRIGGERS, WORDS))
    offers = [Offer(n if n < 5 else ABSENT, 40 * n, n, n) for n in range(WORDS)]
    return tables, actions, mentions, Question(0, offers, ["FRA", "DEU", "FRA", "TCD", "NER", "TCD"])


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_words_are_offered_does_not_matter(seed: int) -> None:
    *known, question = texts(seed)
    order = np.random.default_rng(seed).permutation(WORDS)
    (told,) = scored(*known, [question])
    turned = Question(0, [question.offers[i] for i in order], [question.countries[i] for i in order])
    (again,) = scored(*known, [turned])
    assert again == pytest.approx(told[order], abs=1e-3)


def test_a_word_is_scored_by_the_other_words_too() -> None:
    *known, question = texts(1)
    (told,) = scored(*known, [question])
    (fewer,) = scored(*known, [Question(0, question.offers[:-2], question.countries[:-2])])
    assert not np.allclose(fewer, told[:-2], atol=0.05)
    (other,) = scored(*known, [Question(0, question.offers, [*question.countries[:-1], "FRA"])])
    assert not np.allclose(other, told, atol=0.05)


def test_triggers_scored_together_are_scored_as_each_alone() -> None:
    *known, question = texts(2)
    several = [
        question,
        Question(2, question.offers[1:4], question.countries[1:4]),
        Question(1, question.offers[-1:], ["FRA"]),
    ]
    several += [question._replace(trigger=n % TRIGGERS) for n in range(8)]
    together = scored(*known, several)
    for each, told in zip(several, together, strict=True):
        (alone,) = scored(*known, [each])
        assert told == pytest.approx(alone, abs=1e-3)
