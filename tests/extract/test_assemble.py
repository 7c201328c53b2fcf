"""Whole articles: merging, order, dates, evidence, votes, what is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tracker.extract.assemble import code_article
from tracker.extract.explain import explain, marks
from tracker.extract.judge import ANSWER
from tracker.extract.reading import Knowledge
from tracker.extract.text import prepare
from tracker.knowledge import load_tables
from tracker.model import ArticleInput, Basis, Coding, EventType, Mention, Status

Coded = Callable[..., tuple[Mention, ...]]

TITLE = "Portuguese minister visits Angola, signs defence pact"
TEXT = """LUANDA — Portugal's defence minister visited Angola on Monday and signed a pact with his Angolan counterpart.

During the visit, the minister praised Angola's army. The pact was signed by Portugal and Angola in Luanda on Monday.

Portugal will send trainers to Angola next year. Angola and Portugal have been partners since 2011.

Related Articles

Leave a Reply
"""
PUBLISHED = "2024-05-14"


def _code(pipeline: Language, knowledge: Knowledge, text: str, published: date | None = date(2024, 5, 14)) -> Coding:
    return code_article(ArticleInput("a", text, None, published), None, pipeline(prepare(text).text), knowledge)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Gunmen killed six people in the Portuguese town of Faro on Friday.", "Faro"),
        ("Six people were killed on the outskirts of Tripoli by Libyan gunmen.", "Tripoli"),
        ("Six people were killed when a man drove a van into crowds in Faro, Portugal.", "Faro"),
        ("Libya's army killed six people after it had been insulted by a Spaniard in Madrid.", None),
    ],
)
def test_an_event_stands_where_its_clause_or_its_moment_does(coded: Coded, text: str, place: str | None) -> None:
    (told,) = (m for m in coded(text) if m.kind == "strike")
    assert (told.place.name if told.place else None) == place


def test_what_was_said_does_not_last_until_a_day_that_it_speaks_of(coded: Coded) -> None:
    text = "Kenya vowed to send doctors to Chad and said that it would not withdraw its troops before December."
    assert all(m.date.interval is not None and m.date.interval.end == date(2024, 5, 16) for m in coded(text))


def test_one_happening_told_often_is_one_event(coded: Coded) -> None:
    found = coded(TEXT, PUBLISHED, TITLE)
    pacts = [m for m in found if m.kind == "agreement"]
    assert len(pacts) == 1
    assert {e.part for e in (pacts[0].evidence, *pacts[0].more_evidence)} == {"title", "text"}
    assert len([m for m in found if m.kind == "visit"]) == 1


def test_lead_and_order(coded: Coded) -> None:
    found = coded(TEXT, PUBLISHED, TITLE)
    assert found[0].lead
    assert found[0].kind in ("visit", "agreement")
    assert [m.lead for m in found] == sorted((m.lead for m in found), reverse=True)


def test_evidence_is_cut_from_the_text_as_given(coded: Coded) -> None:
    for mention in coded(TEXT, PUBLISHED, TITLE):
        for evidence in (mention.evidence, *mention.more_evidence):
            part = TITLE if evidence.part == "title" else TEXT
            assert part[evidence.start : evidence.end] == evidence.text
            assert part[evidence.trigger_start : evidence.trigger_end] == evidence.trigger


def test_dates(coded: Coded) -> None:
    found = {m.kind: m for m in coded(TEXT, PUBLISHED, TITLE)}
    pact = found["agreement"].date
    assert pact.interval is not None
    assert (pact.interval.start, pact.interval.last) == (date(2024, 5, 13), date(2024, 5, 13))
    assert pact.basis is Basis.PUBLICATION
    assert pact.text == "Monday"


def test_an_undated_event_takes_the_publication_date_and_says_so(coded: Coded) -> None:
    (mention,) = coded("Chad condemned Niger.", PUBLISHED)
    assert mention.date.interval is not None
    assert mention.date.interval.start.isoformat() == PUBLISHED
    assert mention.date.basis is Basis.ASSUMED
    assert mention.date.text is None


def test_nothing_is_dated_today_without_a_publication_date(coded: Coded) -> None:
    (mention,) = coded("Chad condemned Niger.", None)
    assert mention.date.interval is None
    assert mention.date.basis is Basis.NONE


@pytest.mark.parametrize(
    "sentence",
    [
        "Chad had expelled Niger's ambassador.",
        "Chad had condemned Niger long before.",
    ],
)
def test_background_never_takes_the_day_of_publication(coded: Coded, sentence: str) -> None:
    for mention in coded(sentence, PUBLISHED):
        assert mention.date.interval is None


def test_a_deadline_is_a_span(coded: Coded) -> None:
    (mention,) = coded("Chad will withdraw its troops from Niger by the end of June 2024.", PUBLISHED)
    assert mention.date.interval is not None
    assert mention.date.interval.start.isoformat() == PUBLISHED
    assert mention.date.interval.last == date(2024, 6, 30)


@pytest.mark.parametrize(
    ("sentence", "kind", "days"),
    [
        ("Chad expelled Niger's ambassador over a 1951 treaty.", "expulsion", "2024-05-17 2024-05-17"),
        ("Police from Chad have been deployed in Niger since March.", "deployment", "2024-03-01 2024-05-17"),
        ("Chad has had doubts since March, when Niger expelled its envoy.", "expulsion", "2024-03-01 2024-03-31"),
        ("Chad said that it had arrested two men from Niger.", "arrest", "2024-05-17 2024-05-17"),
        # what stands behind a reason is the reason's day, but not behind an answer that is judged
        ("Togo shelled Benin in retaliation for air strikes last week in Lome.", "strike", "2024-05-17 2024-05-17"),
        ("Togo criticised Mali's response to the flood on Tuesday.", "condemnation", "2024-05-14 2024-05-14"),
        (
            "Chad expelled two diplomats of Mali, in response to the sanctions, on Monday.",
            "expulsion",
            "2024-05-13 2024-05-13",
        ),
    ],
)
def test_which_day_is_meant(coded: Coded, sentence: str, kind: str, days: str) -> None:
    (mention,) = [m for m in coded(sentence, "2024-05-17") if m.kind == kind]
    assert mention.date.interval is not None
    assert f"{mention.date.interval.start} {mention.date.interval.last}" == days


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        # what is said of a deed is said on the day of the report; what is done next is done on the day of the deed
        ("Chad shelled Niger on Tuesday. Togo condemned the attack.", "condemnation", "2024-05-17"),
        ("Chad shelled Niger on Tuesday. It also recalled its ambassador from Niamey.", "recall", "2024-05-14"),
        # and a word follows a word of the same paragraph
        ("On Tuesday Chad accused Niger of spying. It demanded an apology from Niamey.", "demand", "2024-05-14"),
        ("On Tuesday Chad accused Niger of spying.\n\nTogo condemned Niger.", "condemnation", "2024-05-17"),
    ],
)
def test_whose_day_the_next_sentence_goes_on_with(coded: Coded, text: str, kind: str, day: str) -> None:
    (mention,) = [m for m in coded(text, "2024-05-17") if m.kind == kind]
    assert mention.date.interval is not None
    assert mention.date.interval.start.isoformat() == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Rebels in Chad attacked a Togolese convoy on Thursday. The convoy burned. The driver fled."
            " Another Togolese convoy was also attacked by rebels in Chad earlier this year.",
            ["2024-01-01", "2024-05-09"],
        ),
        ("Chad and Togo signed a trade pact in April. They signed the pact on April 12.", ["2024-04-12"]),
    ],
    ids=["another attack", "the same pact"],
)
def test_what_struck_earlier_this_year_is_another_blow(coded: Coded, text: str, days: list[str]) -> None:
    told = [m for m in coded(text, PUBLISHED) if m.kind in ("strike", "agreement") and m.date.interval]
    assert sorted({str(m.date.interval.start) for m in told if m.date.interval}) == days


def test_two_meetings_of_one_country_are_two(coded: Coded) -> None:
    found = coded(
        "Chad's president met ministers of the African Union. Chad's president met Niger's president in Niamey. "
        "Chad's president met Mali's president in Bamako.",
        PUBLISHED,
    )
    sides = {frozenset(a.country for a in m.actors) for m in found if m.kind == "meeting"}
    assert {"TCD", "NER"} in sides
    assert {"TCD", "MLI"} in sides


def test_what_police_and_rebels_of_one_country_do_is_told_apart(coded: Coded) -> None:
    found = coded("Police in Chad shot two protesters. Rebels in Chad had killed ten policemen.", PUBLISHED)
    assert len([m for m in found if m.kind == "strike"]) == 2


def test_a_plan_and_its_cancellation_are_one_cancelled_event(coded: Coded) -> None:
    found = coded(
        "Kenya's president has postponed his visit to Uganda. "
        "The visit of Kenya's president to Uganda was planned for 20 May.",
        PUBLISHED,
    )
    visits = [m for m in found if m.kind == "visit"]
    assert [m.status for m in visits] == [Status.CANCELLED]
    assert visits[0].date.interval is not None
    assert visits[0].date.interval.start == date(2024, 5, 20)


def test_two_travellers_make_two_visits(coded: Coded) -> None:
    found = coded("Kenya's president visited Uganda on Monday. Sudan's president visited Uganda on Monday.", PUBLISHED)
    assert len([m for m in found if m.kind == "visit"]) == 2


@pytest.mark.parametrize(
    "title", ["Opinion: Why Chad condemned Niger", "Quiz: Who condemned Niger?", "On this day: Chad condemned Niger"]
)
def test_opinion_and_quizzes_give_nothing(coded: Coded, title: str) -> None:
    assert coded("Chad condemned Niger.", PUBLISHED, title) == ()


def test_history_gives_nothing(coded: Coded) -> None:
    assert coded("Germany invaded Poland on 1 September 1939.", PUBLISHED) == ()


def test_what_is_no_article_body_gives_nothing(coded: Coded) -> None:
    found = coded(TEXT, PUBLISHED, TITLE)
    end = TEXT.index("Related Articles")
    assert all(e.end <= end for m in found for e in (m.evidence, *m.more_evidence) if e.part == "text")


def test_said_by(coded: Coded) -> None:
    (mention,) = coded("The Pentagon announced that Chad expelled two Nigerien diplomats.", PUBLISHED)
    assert mention.said_by == "The Pentagon"
    (mention,) = coded("Chad expelled two Nigerien diplomats, the Kremlin said.", PUBLISHED)
    assert mention.said_by == "the Kremlin"


def test_every_mention_is_explained_and_has_an_object(coded: Coded) -> None:
    found = coded(TEXT, PUBLISHED, TITLE)
    for mention in found:
        assert mention.reasons[0].startswith("rule ")
        assert any(reason.startswith("status") for reason in mention.reasons)
        assert any(reason.startswith("date") for reason in mention.reasons)
    assert any("pact" in (m.object or "") for m in found)


def test_votes_agreement_raises_and_disagreement_lowers(pipeline: Language, knowledge: Knowledge) -> None:
    article = ArticleInput("a", "Chad condemned Niger on Monday.", None, date(2024, 5, 14))
    judged = replace(knowledge, tables=load_tables())

    def told(type_: EventType) -> Mention:
        """The event where the judge takes every word for an event of this type."""
        doc = pipeline(article.text)
        answer = doc.user_data[ANSWER]
        sure = [float(label == type_.value) for label in answer["labels"]["types"]]
        doc.user_data[ANSWER] = answer | {"types": np.tile(np.array(sure, np.float32), (len(doc), 1))}
        return code_article(article, None, doc, judged).mentions[0]

    alone = _code(pipeline, knowledge, article.text).mentions[0]
    agreed, denied = told(EventType.ACCUSE), told(EventType.AID)
    assert denied.confidence < alone.confidence < agreed.confidence
    assert [v.voter for v in alone.votes] == ["lexicon"]
    assert [v.voter for v in denied.votes] == ["lexicon", "judge"]
    assert denied.votes[1].type is EventType.AID


def test_explanation_underlines_each_trigger(pipeline: Language, knowledge: Knowledge) -> None:
    article = ArticleInput("a", "Chad condemned Niger on Monday.", "Chad condemns Niger", date(2024, 5, 14))
    coding = code_article(article, pipeline(article.title or ""), pipeline(article.text), knowledge)
    assert [(m.start, m.end, m.events) for m in marks(coding, "text")] == [(5, 14, (1,))]
    lines = explain(article, coding).splitlines()
    at = lines.index("Chad condemned Niger on Monday.")
    assert lines[at + 1] == "     ‾‾‾‾‾‾‾‾‾[1]"
    assert any(line.startswith("[1] condemnation (ACCUSE") for line in lines)
    assert any("rule condemnation" in line for line in lines)


def test_an_empty_text_codes_to_nothing(pipeline: Language, knowledge: Knowledge) -> None:
    coding = _code(pipeline, knowledge, "")
    assert coding.mentions == ()
    assert explain(ArticleInput("a", ""), coding).endswith("No events.")


@settings(max_examples=15, deadline=None)
@given(days=st.integers(min_value=-1_500, max_value=1_500))
def test_shifting_publication_shifts_what_leans_on_it(pipeline: Language, knowledge: Knowledge, days: int) -> None:
    """A later publication by whole weeks moves "on Monday" by as many."""
    weeks = days // 7
    base = date(2024, 5, 15)
    text = "Chad condemned Niger on Monday."
    first = _code(pipeline, knowledge, text, base).mentions[0].date.interval
    moved = _code(pipeline, knowledge, text, date.fromordinal(base.toordinal() + 7 * weeks)).mentions[0].date.interval
    assert first is not None
    assert moved is not None
    assert (moved.start - first.start).days == 7 * weeks


@settings(max_examples=15, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_can_be_coded(pipeline: Language, knowledge: Knowledge, text: str) -> None:
    for mention in _code(pipeline, knowledge, text).mentions:
        assert mention.actors or mention.recipients
        assert 0 < mention.confidence < 1


FIRM = (
    "The United States launched a rocket on Monday. The company reused a booster. Its founder, a billionaire, "
    "thanked the customer whose payload it carried."
)


def test_a_rocket_of_a_firm_is_company_news(coded: Coded) -> None:
    army = "North Korea launched a rocket on Monday. It was a ballistic missile, the army said. A company protested."
    assert [m for m in coded(FIRM) if m.kind == "missile_launch"] == []
    assert [m.kind for m in coded(army)] != []
    assert any(m.kind == "missile_launch" for m in coded(army))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Chad and Niger updated their pact at talks in Lome. Chad and Niger are scheduled to hold talks on Friday.",
            ["happened", "planned"],
        ),
        (
            "Chad and Niger are scheduled to hold talks on Friday. The talks between Chad and Niger are their first.",
            ["planned"],
        ),
        (
            "Chad and Niger have discussed trade. The talks between Chad and Niger went well."
            " Chad and Niger will hold talks.",
            ["happened", "planned"],
        ),
    ],
    ids=["where something was done", "taken up by a noun", "taken up by a noun that may be either"],
)
def test_what_was_held_is_not_what_is_to_come(coded: Coded, text: str, told: list[str]) -> None:
    assert sorted({m.status.value for m in coded(text) if m.kind == "meeting"}) == told


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        (
            "The dialogue of Chad and Niger began on Tuesday. The dialogue will last until Friday.",
            "meeting",
            ["ongoing"],
        ),
        (
            "Peru and Chile held a summit on Tuesday. The ministers of Chad and Niger met on Tuesday."
            " The summit ends on Friday.",
            "meeting",
            ["happened", "ongoing"],
        ),
        ("Malian miners began a four-day protest against their government on Tuesday.", "protest", ["ongoing"]),
        ("Malian miners began a protest against their government on Tuesday.", "protest", ["happened"]),
    ],
    ids=["a dialogue", "a summit and who met beside it", "a protest with its length", "a protest without"],
)
def test_what_has_begun_goes_on_until_its_own_end(coded: Coded, text: str, kind: str, told: list[str]) -> None:
    assert sorted(m.status.value for m in coded(text, "2024-05-15") if m.kind == kind) == told
