"""Events marked by number in corpora that are not ours: each trigger is found in the text as it is put together."""

from __future__ import annotations

import json
import lzma
from datetime import date
from pathlib import Path

import pytest

from tracker.language.judge import marked
from tracker.language.judge.annotated import Article
from tracker.language.judge.examples import held_out

SENTENCES = (
    'Nimba \'s council said " no talks " had been called~off Monday .',
    "A boat was seized .",
    "Kalu did n't sign ( yet ) the $ 5 million pact .",
)


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A folder with one corpus of three sentences."""
    rows = ({"tokens": s.split(" "), "tags": ["O"] * len(s.split(" "))} for s in SENTENCES)
    with lzma.open(tmp_path / "uner_x.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def read(corpora: Path, text: str) -> list[Article]:
    """What a file with these lines below the corpus's name marks."""
    path = corpora / "x.txt"
    path.write_text(f"uner_x.jsonl.xz\n\n{text}", encoding="utf-8")
    return list(marked.read(path, corpora))


def words(article: Article) -> list[list[str]]:
    """The triggers of each event."""
    return [[article.body[told.start : told.end] for told in event.told] for event in article.events]


def test_a_document_is_put_together_and_its_triggers_stand_where_they_stood(corpora: Path) -> None:
    lines = "meeting | cancelled | LBR > | 0:10-12\nseizure | happened | > LBR | 1:3 0:5-6\n"
    first, second = read(corpora, f"== 0-1 | 2006-07\n{lines}\n== 2-2 | 2006-08\n")
    assert first.body == 'Nimba\'s council said "no talks" had been called off Monday. A boat was seized.'
    assert words(first) == [["called off"], ["seized", "no talks"]]
    assert [e.actors for e in first.events] == [{"LBR"}, set()]
    assert (first.day, first.title, first.events[0].days) == (date(2006, 7, 15), "", None)
    assert second.body == "Kalu didn't sign (yet) the $5 million pact."
    assert second.events == ()


def test_words_of_a_later_document_are_counted_from_its_own_sentence(corpora: Path) -> None:
    (article,) = read(corpora, "== 1-2 | 2006-07\nagreement | denied | LBR > | 2:3\n")
    assert words(article) == [["sign"]]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("== one | 2006-07\n", "head of a document"),
        ("== 0-1 | 2006-07\nmeeting | LBR > | 0:1\n", "four fields"),
        ("== 0-1 | 2006-07\nmeeting | planned | LBR > | talks\n", "a trigger is"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(corpora: Path, text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        read(corpora, text)


def test_one_document_in_eight_judges_though_none_has_a_headline(corpora: Path) -> None:
    articles = [Article(date(2006, 7, 15), "", f"Case number {n} was heard.", ()) for n in range(400)]
    assert 0.08 < sum(map(held_out, articles)) / 400 < 0.18
