"""The packaged pipeline from text to Doc: laws that hold for every text, and reading that news needs."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tracker import language
from tracker.errors import LanguageError
from tracker.nlp import load_pipeline

RELATIONS = set(
    """ROOT acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound
    compound:prt conj cop csubj csubj:outer csubj:pass dep det det:predet discourse dislocated expl fixed flat
    goeswith iobj list mark nmod nmod:desc nmod:poss nmod:unmarked nsubj nsubj:outer nsubj:pass nummod obj obl
    obl:agent obl:unmarked orphan parataxis punct reparandum vocative xcomp""".split()
)
ODD = [
    "",
    " ",
    "\n\n\n",
    "\t \r\n",
    "😀 😀🏽‍🚀",
    "x" * 10_000,
    "!" * 3_000,
    "a.b," * 3_000,
    "\u200b\ufeff \u202e",
    "\x00 \x07",
    "\ud800 lone half",
    "日本語のテキスト。中文文本。",
    "ПРЕЗИДЕНТ заявил.",
    "word " * 2_000,
    "\n".join(["- item"] * 50),
]


def check_laws(doc: Doc) -> None:
    """One root per sentence, no circle, heads inside the sentence, names apart, a vector per token."""
    assert doc.tensor.shape == (len(doc), 384) or not len(doc)
    for sentence in doc.sents:
        assert sum(token.head.i == token.i for token in sentence) == 1
        for token in sentence:
            assert sentence.start <= token.head.i < sentence.end
            assert (token.dep_ == "ROOT") == (token.head.i == token.i)
            assert token.dep_ in RELATIONS
            assert token.lemma_ and token.tag_ and token.pos_
            steps, node = 0, token
            while node.head.i != node.i:
                node, steps = node.head, steps + 1
                assert steps <= len(sentence)
    for left, right in zip(doc.ents, doc.ents[1:], strict=False):
        assert left.end <= right.start
    assert {ent.label_ for ent in doc.ents} <= {"PER", "ORG", "LOC", "NORP"}


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_read_without_harm(text: str) -> None:
    doc = load_pipeline()(text)
    assert doc.text == text.replace("\ud800", "\ufffd")
    check_laws(doc)


alphabet = st.sampled_from([*"aB.,!?'\"-–()\n  \té中😀$%0 9", "Mr. ", "U.S. ", "Won-sik ", "\n\n", "said "])


@settings(max_examples=40, deadline=None)
@given(st.lists(alphabet, max_size=80).map("".join))
def test_every_text_gets_proper_trees(text: str) -> None:
    check_laws(load_pipeline()(text))


def read(text: str) -> Doc:
    return load_pipeline()(text)


def test_a_stream_reads_as_single_texts_do() -> None:
    texts = [
        "Envoys met in Oslo.",
        "",
        "The truce, signed in May by both armies, collapsed on Sunday after shells hit the port. Talks go on.",
        "Minister resigns",
    ]
    nlp = load_pipeline()
    for single, streamed in zip(map(nlp, texts), nlp.pipe(texts), strict=True):
        assert [t.head.i for t in single] == [t.head.i for t in streamed]
        assert [t.dep_ for t in single] == [t.dep_ for t in streamed]
        assert [(e.text, e.label_) for e in single.ents] == [(e.text, e.label_) for e in streamed.ents]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Secretary of State Karen Whitfield flew to Ankara on Tuesday.", {"Karen Whitfield", "Ankara"}),
        ("Defense Minister Jang Hyun-woo met reporters in Seoul.", {"Jang Hyun-woo", "Seoul"}),
        ("President Moon Jae Sik will host Prime Minister Abela next week.", {"Moon Jae Sik", "Abela"}),
        ("Sheikh Khalid bin Hamad Al Maktoum arrived in Muscat.", {"Khalid bin Hamad Al Maktoum", "Muscat"}),
        ("“We will not sign,” said Gen. Piotr Zawadzki of Poland.", {"Piotr Zawadzki", "Poland"}),
        ("Le Thi Hong Nga spoke for Vietnam.", {"Le Thi Hong Nga", "Vietnam"}),
    ],
)
def test_names_are_whole_and_without_titles(text: str, names: set[str]) -> None:
    found = {ent.text for ent in read(text).ents if ent.label_ in ("PER", "LOC", "ORG")}
    assert names <= found
    assert not any(ent.text.strip("“”\"'") != ent.text for ent in read(text).ents)


def test_who_does_what_to_whom() -> None:
    doc = read("The Norwegian foreign minister met her Chilean counterpart in Lima on Monday.")
    verb = next(token for token in doc if token.text == "met")
    assert verb.dep_ == "ROOT" and verb.lemma_ == "meet" and verb.tag_ == "VBD"
    assert verb.morph.get("Tense") == ["Past"]
    assert {(child.text, child.dep_) for child in verb.children} >= {("minister", "nsubj"), ("counterpart", "obj")}
    assert {ent.text: ent.label_ for ent in doc.ents}["Lima"] == "LOC"
    assert {ent.text: ent.label_ for ent in doc.ents}["Norwegian"] == "NORP"


def test_passive_and_agent() -> None:
    doc = read("The treaty was signed by the two presidents in Vienna.")
    verb = next(token for token in doc if token.text == "signed")
    assert {(child.text, child.dep_) for child in verb.children} >= {("treaty", "nsubj:pass"), ("was", "aux:pass")}
    assert next(token for token in doc if token.text == "presidents").dep_.startswith("obl")
    assert verb.morph.get("Voice") == ["Pass"]


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Peru recalls ambassador from Quito", "recalls", "Peru"),
        ("Iraqi Lawmakers Reject Budget After Long Debate", "Reject", "Lawmakers"),
        ("kenya and uganda sign border deal", "sign", "kenya"),
        ("Norway to reopen embassy in Tripoli", "reopen", "Norway"),
    ],
)
def test_headlines_in_odd_case(text: str, verb: str, subject: str) -> None:
    doc = read(text)
    head = next(token for token in doc if token.text == verb)
    assert head.pos_ == "VERB"
    assert subject in {child.text for child in head.children if child.dep_ == "nsubj"}


def test_sentences_by_punctuation_layout_and_neither() -> None:
    doc = read("Truce Holds in Valley\n\nThe U.S. envoy left. He said: “No deal.” Talks resume Friday.")
    assert [sentence.text.strip() for sentence in doc.sents][:3] == [
        "Truce Holds in Valley",
        "The U.S. envoy left.",
        "He said: “No deal.”",
    ]


def test_blank_tokens_hang_on_the_word_before() -> None:
    doc = read("  One   two.\n")
    assert [token.head.i for token in doc if token.is_space and token.i] == [
        token.i - 1 for token in doc if token.is_space and token.i
    ]
    assert all(token.pos_ == "SPACE" for token in doc if token.is_space)


def test_the_pipeline_is_loaded_once() -> None:
    assert load_pipeline() is load_pipeline()


def test_the_version_names_the_model() -> None:
    assert len(language.version()) == 12 and language.version() == language.version()


def test_another_pipeline_by_its_folder(tmp_path: Path) -> None:
    nlp = load_pipeline.__wrapped__()
    nlp.to_disk(tmp_path / "own")
    other = load_pipeline(str(tmp_path / "own"))
    assert other is not load_pipeline()
    assert [token.dep_ for token in other("Envoys met.")] == ["nsubj", "ROOT", "punct"]


@pytest.mark.parametrize("name", ["no_such_pipeline", "/no/such/folder"])
def test_a_missing_pipeline_is_told_plainly(name: str) -> None:
    with pytest.raises(LanguageError, match=r"cannot be loaded.*nlp\.pipeline"):
        load_pipeline(name)


def test_a_pipeline_without_parser_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(LanguageError, match="no parser"):
        load_pipeline(str(tmp_path / "blank"))


def test_memory_does_not_grow_with_reading() -> None:
    nlp = load_pipeline()
    text = "Ministers of four states met in Doha and signed an accord on ports. " * 40
    for _ in nlp.pipe([text[: 200 + 37 * i] for i in range(40)]):
        pass
    before = psutil.Process().memory_info().rss
    for _ in nlp.pipe([text[: 100 + 53 * i] for i in range(50)]):
        pass
    assert psutil.Process().memory_info().rss - before < 150 * 2**20
