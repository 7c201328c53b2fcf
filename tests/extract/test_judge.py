"""The judge: what it makes of words, what it was trained on, and that its weights are whole."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from tracker.extract.judge import MODES, NONE, NumpyJudge, Weights, candidates
from tracker.extract.judge_features import BUCKETS, clause, own_words, sparse, view
from tracker.knowledge import load_judge
from tracker.language.judge import compose, train
from tracker.model import EventType, Status
from tracker.nlp import load_pipeline

PLAIN = [
    ("Slovenia's foreign minister travelled to Skopje on Tuesday.", "travelled", "CONSULT"),
    ("The Estonian and Latvian presidents held talks in Riga on Friday.", "talks", "CONSULT"),
    ("Croatia's prime minister telephoned his Danish counterpart on Monday.", "telephoned", "CONSULT"),
    ("Ireland condemned the shelling of the clinic on Sunday.", "condemned", "ACCUSE"),
    ("Prosecutors in Lisbon opened an investigation into the sale of the frigates.", "investigation", "ACCUSE"),
    ("Nepal accused Bhutan of moving its border posts.", "accused", "ACCUSE"),
    ("Cyprus and Malta signed an agreement on search and rescue on Monday.", "signed", "SUPPORT"),
    ("Iceland has agreed to lend Moldova 20 million euros.", "agreed", "AGREE"),
    ("Slovakia donated 40 ambulances to Moldova on Wednesday.", "donated", "AID"),
    ("Chad withdrew its soldiers from the island on Saturday.", "withdrew", "RETREAT"),
    ("Paraguay released eleven Bolivian fishermen on Friday.", "released", "RETREAT"),
    ("The interior minister of Honduras resigned on Thursday.", "resigned", "RETREAT"),
    ("Mongolia demanded that Laos hand over the smugglers.", "demanded", "REQUEST"),
    ("Namibia urged Botswana to reopen the bridge.", "urged", "REQUEST"),
    ("Haiti rejected the proposal of the mediators on Tuesday.", "rejected", "REJECT"),
    ("Eritrea refused to meet the Djiboutian envoy.", "refused", "REJECT"),
    ("Guyana threatened to attack any ship that enters the bay.", "threatened", "THREATEN"),
    ("Thousands of people marched through Ljubljana against the new tax.", "marched", "PROTEST"),
    ("Latvia imposed sanctions on nine Belarusian officials.", "sanctions", "SANCTION"),
    ("Montenegro expelled two Russian diplomats on Friday.", "expelled", "SANCTION"),
    ("Burundi deployed 800 soldiers along the lake on Monday.", "deployed", "MOBILIZE"),
    ("North Korea fired a ballistic missile into the sea on Sunday.", "fired", "MOBILIZE"),
    ("Police in Minsk arrested nine opposition activists on Saturday.", "arrested", "COERCE"),
    ("Eswatini imposed a curfew in its two largest towns.", "curfew", "COERCE"),
    ("Ethiopian jets bombed a market near Axum, killing 30 people.", "bombed", "ASSAULT"),
    ("Gunmen kidnapped six Chinese miners in Niger on Monday.", "kidnapped", "ASSAULT"),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


@pytest.fixture(scope="module")
def judge() -> NumpyJudge:
    return load_judge()


def place(doc: Doc, word: str) -> int:
    return next(token.i for token in doc if token.text == word)


def test_plain_sentences_get_their_type(nlp: Language, judge: NumpyJudge) -> None:
    wrong = []
    for text, word, type_ in PLAIN:
        doc = nlp(text)
        opinion = judge(doc, place(doc, word))
        assert opinion is not None
        if opinion.type != type_ or opinion.none_score > 0.5:
            wrong.append((text, type_, opinion))
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Slovenia's foreign minister travelled to Skopje on Tuesday.", "travelled", Status.HAPPENED),
        ("Slovenia's foreign minister will visit Skopje next week.", "visit", Status.PLANNED),
        ("Slovenia's president cancelled a visit to Skopje on Monday.", "visit", Status.CANCELLED),
        ("Skopje denied that its jets had bombed the village.", "bombed", Status.DENIED),
    ],
)
def test_status(nlp: Language, judge: NumpyJudge, text: str, word: str, status: Status) -> None:
    doc = nlp(text)
    opinion = judge(doc, place(doc, word))
    assert opinion is not None and opinion.status is status


@pytest.mark.parametrize(
    "text",
    [
        "The striker scored twice as the home side won the final.",
        "Shares in the brewer rose 4 percent after it reported higher profits.",
        "Rain soaked the vineyards and delayed the harvest.",
        "She teaches children how to bake bread.",
    ],
)
def test_calm_sentences_hold_no_event(nlp: Language, judge: NumpyJudge, text: str) -> None:
    (sentence,) = nlp(text).sents
    best = judge.event_in(sentence)
    assert best is None or best[1].score < 0.4


def test_event_in_names_the_word_and_its_type(nlp: Language, judge: NumpyJudge) -> None:
    doc = nlp("The old bridge was full of people when gunmen abducted four Polish engineers on Monday.")
    (sentence,) = doc.sents
    best = judge.event_in(sentence)
    assert best is not None
    index, opinion = best
    assert doc[index].text == "abducted"
    assert opinion.type is EventType.ASSAULT


def test_opinion_is_well_formed(nlp: Language, judge: NumpyJudge) -> None:
    doc = nlp("Latvia and Chad held talks, but Oman refused to join them. Protesters blocked a road.")
    for sentence in doc.sents:
        for index in candidates(sentence):
            opinion = judge(doc, index)
            assert opinion is not None and opinion.type is not None
            assert 0 <= opinion.none_score <= 1 and 0 <= opinion.score <= 1
            assert opinion.score + opinion.none_score <= 1.0001
            assert [p for _, p in opinion.types] == sorted((p for _, p in opinion.types), reverse=True)
            assert opinion.mode is None or opinion.mode in MODES[opinion.type]


def test_no_opinion_on_blanks_and_punctuation(nlp: Language, judge: NumpyJudge) -> None:
    doc = nlp("Latvia  waited.")
    assert [judge(doc, token.i) is None for token in doc] == [token.is_space or token.is_punct for token in doc]


def test_opinion_does_not_depend_on_other_sentences_words(nlp: Language) -> None:
    alone = nlp("Chad withdrew its soldiers.")
    assert sparse(alone, 1) == sparse(alone, 1)
    assert own_words(alone, 1) <= set(sparse(alone, 1)[0])
    assert all(0 <= bucket < BUCKETS for bucket in sparse(alone, 1)[0])


def test_clause_leaves_out_inner_clauses(nlp: Language) -> None:
    doc = nlp("Oman said that Chad withdrew its soldiers because Niger had attacked them.")
    words = {doc[i].text for i in clause(view(doc), place(doc, "withdrew"))}
    assert {"Chad", "withdrew", "soldiers"} <= words
    assert "attacked" not in words and "said" not in words


def test_weights_know_all_labels_and_are_small() -> None:
    with np.load(train.WEIGHTS) as arrays:
        weights = Weights.from_arrays(arrays)
    types = set(weights.heads["type"][3])
    assert types == {kind.value for kind in EventType} | {NONE}
    assert set(weights.heads["status"][3]) <= {status.value for status in Status}
    assert set(weights.heads["mode"][3]) - {""} <= set().union(*MODES.values())
    assert train.WEIGHTS.stat().st_size < 4_000_000


def test_composed_sentences_are_those_of_the_patterns() -> None:
    made = compose.everything()
    assert len(made) >= 3000 and len({sentence.pattern for sentence in made}) >= 1200
    lines = compose.COMPOSED.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == [sentence.text for sentence in made]


def test_every_type_kind_and_status_is_taught() -> None:
    labels = [trigger.label for sentence in compose.everything() for trigger in sentence.triggers]
    assert {label.type for label in labels} == {kind.value for kind in EventType} | {NONE}
    assert {label.kind for label in labels} == set(compose.KINDS)
    assert {label.status for label in labels} == {status.value for status in Status}
    for label in labels:
        assert label.mode == "" or label.mode in MODES[label.type], label


def test_triggers_stand_where_they_say() -> None:
    for sentence in compose.everything():
        assert not set("{}<>[]|") & set(sentence.text), sentence.text
        for trigger in sentence.triggers:
            assert sentence.text[trigger.start : trigger.end] == trigger.text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("visit", None, None, None), ("CONSULT", "visit", "happened")),
        (("visit", None, None, "planned"), ("AGREE", "", "planned")),
        (("visit", None, None, "cancelled"), ("REJECT", "", "cancelled")),
        (("release", None, None, "planned"), ("CONCEDE", "", "planned")),
        (("sanctions", "RETREAT", "", None), ("RETREAT", "", "happened")),
    ],
)
def test_time_changes_the_type(
    given: tuple[str, str | None, str | None, str | None], expected: tuple[str, str, str]
) -> None:
    made = compose.label(*given)
    assert (made.type, made.mode, made.status) == expected


def test_bad_patterns_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        compose.label("picnic")
    with pytest.raises(ValueError, match="no heading"):
        list(compose.patterns("{C} [waited]."))


def test_a_pattern_is_never_on_both_sides_of_the_split() -> None:
    data = train.Examples(patterns=[i // 4 for i in range(400)])
    kept, held = train.split(data, 3)
    assert sorted(kept + held) == list(range(400)) and held
    assert not {data.patterns[i] for i in kept} & {data.patterns[i] for i in held}


def test_training_learns_and_calibrates(nlp: Language, tmp_path: Path) -> None:
    data = train.examples(compose.everything()[:60], 1)
    labels = train.label_sets(data)
    rows = list(range(len(data.labels)))
    trained = train.fit(data, rows, labels, 1, epochs=80)
    goals = train.goal(data, rows, labels, "type")
    right = (trained.scores(data, rows)["type"].argmax(axis=1) == goals).mean()
    assert right > 0.9
    train.save(trained, dict.fromkeys(labels, 1.0), tmp_path / "w.npz")
    with np.load(tmp_path / "w.npz") as arrays:
        again = Weights.from_arrays(arrays)
    assert again.table.shape == trained.network.values["table"].shape
