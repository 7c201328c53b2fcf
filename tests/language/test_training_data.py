"""Corpora read for training: one convention for names, trees that stay trees under every change."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from random import Random

import pytest

from tracker.language.pieces import Pieces
from tracker.language.train import corpora, people, windows
from tracker.language.train.corpora import Sentence

MODEL = Path(corpora.__file__).parent.parent / "model"

CONLLU = """# newdoc id = made-up
# text = The Harbour Council of Nimba won't meet Mr. Dolo.
1	The	the	DET	DT	Definite=Def|PronType=Art	3	det	_	Entity=(1-organization-new-cf1-2,3,5-sgl
2	Harbour	Harbour	PROPN	NNP	Number=Sing	3	compound	_	_
3	Council	Council	PROPN	NNP	Number=Sing	8	nsubj	_	_
4	of	of	ADP	IN	_	5	case	_	_
5	Nimba	Nimba	PROPN	NNP	Number=Sing	3	nmod	_	Entity=(2-place-new-cf2-1-sgl)1)
6-7	won't	_	_	_	_	_	_	_	_
6	wo	will	AUX	MD	VerbForm=Fin	8	aux	_	_
7	n't	not	PART	RB	Polarity=Neg	8	advmod	_	_
8	meet	meet	VERB	VB	VerbForm=Inf	0	root	_	_
9	Mr.	Mr.	PROPN	NNP	Abbr=Yes|Number=Sing	8	obj	_	Entity=(3-person-new-cf3-1,2-sgl
10	Dolo	Dolo	PROPN	NNP	Number=Sing	9	flat	_	Entity=3)|SpaceAfter=No
11	.	.	PUNCT	.	_	8	punct	_	_

"""


def packed(path: Path, text: str) -> Path:
    """`text` as an xz file."""
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return path


@pytest.fixture
def council(tmp_path: Path) -> Sentence:
    (sentence,) = corpora.ud(packed(tmp_path / "x.conllu.xz", CONLLU), entities=True)
    return sentence


def test_treebank_words_spacing_and_features(council: Sentence) -> None:
    assert council.words[5:8] == ["wo", "n't", "meet"]
    assert council.gaps == [1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0]
    assert council.begins
    assert council.feats[8] == "Number=Sing"
    assert council.heads[7] == 0


def test_entity_brackets_become_names_without_articles_and_titles(council: Sentence) -> None:
    named = [(word, label) for word, label in zip(council.words, council.names, strict=True) if label != "O"]
    assert named == [
        ("Harbour", "B-ORG"),
        ("Council", "I-ORG"),
        ("of", "I-ORG"),
        ("Nimba", "I-ORG"),
        ("Dolo", "B-PER"),
    ]


def rows(path: Path, *pairs: tuple[str, str, str]) -> Path:
    """A name corpus of sentences given as (words, tags, parts of speech)."""
    lines = [json.dumps({"tokens": w.split(), "tags": t.split(), "pos": p.split()}) for w, t, p in pairs]
    return packed(path, "\n".join(lines))


def test_gmb_is_brought_to_one_convention(tmp_path: Path) -> None:
    path = rows(
        tmp_path / "gmb_x.jsonl.xz",
        ("President Ada Dolo left Ghana", "B-per I-per I-per O B-gpe", "NNP NNP NNP VBD NNP"),
        ("Ghanaian troops left al-Marj", "B-gpe O O B-geo", "JJ NNS VBD NNP"),
        ("Ghana said so", "B-org O O", "NNP VBD RB"),
        ("Ghana spoke", "B-geo O", "NNP VBD"),
        ("in Ghana", "O B-geo", "IN NNP"),
    )
    first, second, third, *_ = corpora.names(path)
    assert first.names == ["O", "B-PER", "I-PER", "O", "B-LOC"]
    assert second.names == ["B-NORP", "O", "O", "B-LOC", "I-LOC", "I-LOC"]
    assert second.words[3:] == ["al", "-", "Marj"] and second.gaps[3:] == [1, 0, 0]
    assert third.names == ["B-LOC", "O", "O"]
    assert first.norp


def test_corpora_without_norp_say_so(tmp_path: Path) -> None:
    (sentence,) = corpora.names(rows(tmp_path / "wikigold.jsonl.xz", ("Lima is Peruvian", "I-LOC O I-MISC", "x x x")))
    assert sentence.names == ["B-LOC", "O", "O"]
    assert not sentence.norp


def is_tree(sentence: Sentence) -> bool:
    """One root, and every word reaches it."""
    for start in range(len(sentence.heads)):
        node, steps = start + 1, 0
        while node:
            node, steps = sentence.heads[node - 1], steps + 1
            if steps > len(sentence.heads):
                return False
    return sentence.heads.count(0) == 1


TALKS = Sentence(
    words=["The", "two", "leaders", "will", "meet", "in", "Lima", "."],
    gaps=[1, 1, 1, 1, 1, 1, 1, 0],
    tags=["DT", "CD", "NNS", "MD", "VB", "IN", "NNP", "."],
    pos=["DET", "NUM", "NOUN", "AUX", "VERB", "ADP", "PROPN", "PUNCT"],
    feats=[""] * 8,
    heads=[3, 3, 5, 5, 0, 7, 5, 5],
    relations=["det", "nummod", "nsubj", "aux", "root", "case", "obl", "punct"],
)


def test_headline_copy() -> None:
    short = windows.headline(TALKS)
    assert short.words == ["two", "leaders", "to", "meet", "in", "Lima"]
    assert short.relations == ["nummod", "nsubj", "mark", "root", "case", "obl"]
    assert short.tags[2] == "TO"
    assert is_tree(short)


def test_unpunctuated_copy() -> None:
    bare = windows.unpunctuated(TALKS)
    assert bare.words[-1] == "Lima" and is_tree(bare)
    assert windows.unpunctuated(bare) is bare


def test_cases() -> None:
    assert windows.recased(["Talks", "in", "Lima"], "lower") == ["talks", "in", "lima"]
    assert windows.recased(["talks", "in", "lima"], "title") == ["Talks", "in", "Lima"]


def test_people_are_renamed_whole() -> None:
    words = ["Ada", "Dolo", "met", "Bo"]
    sentence = Sentence(words, [1] * 4, names=["B-PER", "I-PER", "O", "B-PER"], norp=True)
    for seed in range(40):
        swapped = windows.swapped(sentence, Random(seed), 1.0)
        assert len(swapped.words) == len(swapped.names) == len(swapped.gaps)
        assert swapped.names.count("B-PER") == 2 and swapped.names.count("O") == 1
        assert swapped.words[swapped.names.index("O")] == "met"


def test_drawn_people_vary_and_are_names() -> None:
    random = Random(1)
    drawn = {" ".join(people.draw(random)) for _ in range(300)}
    assert len(drawn) > 200
    assert all(any(word[0].isupper() for word in name.split()) for name in drawn)


def test_windows_hold_whole_sentences_of_one_document() -> None:
    pieces = Pieces(MODEL / "tokenizer.json")
    first = Sentence(["One", "two", "."], [1, 1, 0], begins=True)
    later = Sentence(["Three", "."], [1, 0])
    other = Sentence(["Four", "."], [1, 0], begins=True)
    made = [w.sentences for w in windows.cut([first, later, other], pieces, Random(0), 50, 60)]
    assert made == [(first, later), (other,)]
