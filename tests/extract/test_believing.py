"""What is believed to be an event, by how much of one the judge sees in its words and in the article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from spacy.language import Language

from tracker.extract.assemble import code_article
from tracker.extract.judge import ANSWER, judge_of
from tracker.extract.reading import Knowledge
from tracker.knowledge import load_tables
from tracker.model import ArticleInput, Mention

Chances = Mapping[str, tuple[str, float]]
Coded = Callable[[str, Chances], list[Mention]]
OPENING = "Rain fell on Togo and Benin in May. The fields were green again by June. "
QUARREL = OPENING + "Togo condemned Benin. Togo closed the bridge to Benin. Nobody slept. "


@pytest.fixture
def coded(pipeline: Language, knowledge: Knowledge) -> Coded:
    """The events of a text in which the judge gives some words a kind with a probability, and the rest none."""

    def code(text: str, chances: Chances) -> list[Mention]:
        doc = pipeline(text)
        answer = doc.user_data[ANSWER]
        labels = list(answer["labels"]["kinds"])
        kinds = answer["kinds"] * 0
        kinds[:, 0] = 1.0
        for token in doc:
            kind, chance = chances.get(token.text, ("none", 1.0))
            kinds[token.i] = 0.0
            kinds[token.i, labels.index(kind)] = chance
        doc.user_data[ANSWER] = answer | {"kinds": kinds}
        article = ArticleInput("a", text, None, date(2024, 6, 14))
        return list(code_article(article, None, doc, replace(knowledge, tables=load_tables())).mentions)

    return code


@pytest.mark.parametrize(("elsewhere", "believed"), [(0.05, False), (0.95, True)])
def test_a_word_of_the_lexicon_needs_more_in_an_article_of_other_things(
    coded: Coded, elsewhere: float, believed: bool
) -> None:
    closing: Chances = {"closed": ("restriction", elsewhere), "grew": ("strike", elsewhere)}
    text = QUARREL.replace("Nobody slept", "Maize grew")
    told = coded(text, {"condemned": ("condemnation", 0.5), **closing})
    assert ("condemnation" in {m.kind for m in told}) is believed


@pytest.mark.parametrize(("chance", "believed"), [(0.3, True), (0.07, True)])
def test_what_opens_an_article_is_believed(coded: Coded, chance: float, believed: bool) -> None:
    text = "Togo condemned Benin on Monday. It rained. The fields were green. Nobody slept."
    told = coded(text, {"condemned": ("condemnation", chance), "rained": ("strike", 0.2)})
    assert ("condemnation" in {m.kind for m in told}) is believed


@pytest.mark.parametrize(
    ("sentence", "word", "kind", "chance", "believed"),
    [
        ("Togo unfriended Benin on Monday.", "unfriended", "recall", 0.6, True),
        ("Togo unfriended its own poets on Monday.", "unfriended", "recall", 0.6, False),
        ("Togo unfriended its own poets on Monday.", "unfriended", "recall", 0.8, True),
        ("Togo cared for the sick of Benin on Monday.", "cared", "aid", 0.7, False),
        ("Togo's envoys knew of it before Benin did.", "knew", "data_sharing", 0.7, False),
        ("Togo and Benin hummed a tune on Monday.", "hummed", "cooperation", 0.75, False),
        ("Togo and Benin hummed a tune on Monday.", "hummed", "cooperation", 0.97, True),
    ],
    ids=[
        "between two lands", "at home less", "unless it is likely", "help that the lexicon does not know",
        "news that it does not know", "doing something together", "unless it is all but certain",
    ],
)  # fmt: skip
def test_what_only_the_judge_sees_is_believed_by_its_kind_and_its_sides(
    coded: Coded, sentence: str, word: str, kind: str, chance: float, believed: bool
) -> None:
    article = QUARREL if "Benin" in sentence else QUARREL.replace("Benin", "the south")
    told = coded(article + sentence, {word: (kind, chance), "condemned": ("condemnation", 0.9)})
    assert (kind in {m.kind for m in told}) is believed


@pytest.mark.parametrize(
    ("sentence", "believed"),
    [
        ("Brewer Tiko Ltd, a Togolese company, urged its Togolese customers to pay.", False),
        ("Togo's trade minister urged the company Tiko Ltd to pay.", True),
    ],
)
def test_what_companies_do_among_themselves_needs_more(coded: Coded, sentence: str, believed: bool) -> None:
    told = coded(QUARREL + sentence, {"urged": ("demand", 0.8), "condemned": ("condemnation", 0.9)})
    assert ("demand" in {m.kind for m in told}) is believed


@pytest.mark.parametrize(
    ("sentence", "word", "believed"),
    [
        ("Togo and Benin oversaw the first update of their defence strategy on Monday.", "update", True),
        ("Togo and Benin signalled their displeasure with Chad.", "displeasure", False),
    ],
    ids=["by a verb and a noun together", "by a word"],
)
def test_what_is_only_told_together_is_not_doubted(coded: Coded, sentence: str, word: str, believed: bool) -> None:
    told = coded(QUARREL + sentence, {word: ("strike", 0.02), "condemned": ("condemnation", 0.9)})
    assert any(m.evidence.text == sentence for m in told) is believed


def test_without_a_judge_everything_is_believed(pipeline: Language, knowledge: Knowledge) -> None:
    article = ArticleInput("a", QUARREL, None, date(2024, 6, 14))
    told = code_article(article, None, pipeline(QUARREL), knowledge).mentions
    assert {m.kind for m in told} >= {"condemnation", "restriction"}


def test_interest_is_the_mean_of_the_likeliest_in_each_sentence(pipeline: Language) -> None:
    doc = pipeline("Chad fired a missile at Niger. The goats slept.")
    judge = judge_of(doc, load_tables())
    assert judge is not None
    starts = [sent.start for sent in doc.sents]
    best = [max(judge.kinds[sent.start : sent.end, 1:].max(axis=1)) for sent in doc.sents]
    assert judge.interest(starts) == pytest.approx(sum(best) / len(best))
    assert judge.interest([]) == 0
