"""The lexicon: its size, its errors, and matching that does not slow down as it grows."""

from __future__ import annotations

import pytest

from tracker import resources
from tracker.errors import ConfigError
from tracker.extract.rules import Forms, Words, keys_of, noun_form, verb_form
from tracker.extract.triggers import Lexicon
from tracker.model import EventType

TEXT = (resources.folder("config") / "kinds.yaml").read_text(encoding="utf-8")

SMALL = """\
lists:
  weapon: [tank, missile]
kinds:
  strike:
    title: Strike
    type: ASSAULT
    rules:
      - verbs: [bomb, "open fire"]
        object: [$weapon]
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_yaml(TEXT)


def test_size_and_coverage(lexicon: Lexicon) -> None:
    assert lexicon.form_count >= 1_200
    given = {rule.type for kind in lexicon.kinds.values() for rule in kind.rules}
    assert given == set(EventType)
    assert len(lexicon.kinds) == 40
    listed = sum(len(r.verbs) + len(r.nouns) for k in lexicon.kinds.values() for r in k.rules)
    assert listed >= 1_200


def test_every_rule_has_an_example(lexicon: Lexicon) -> None:
    assert [r.id for k in lexicon.kinds.values() for r in k.rules if not r.examples] == []


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("title: Strike", "titel: Strike"), 5, "unknown key 'titel'"),
        (("type: ASSAULT", "type: ATTACK"), 6, "expected one of AGREE"),
        (("$weapon", "$wepon"), 9, "no list named 'wepon'"),
        (("verbs: [bomb", "verbs: [[bomb]"), 8, "single word"),
        (("      - verbs", "      - needs: nobody\n        verbs"), 8, "expected one of either"),
        (("      - verbs", "      - weight: 2\n        verbs"), 8, "number from 0 to 1"),
        (("kinds:", "kind:"), 3, "unknown key 'kind'"),
        (("[tank, missile]", "[tank, missile"), 3, "not valid YAML"),
        (("        object: [$weapon]", "        examples: [[a, b]]"), 9, "an example is"),
    ],
)
def test_a_mistake_names_file_line_and_what_is_expected(change: tuple[str, str], line: int, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Lexicon.from_yaml(SMALL.replace(*change), "my/kinds.yaml")
    assert str(caught.value).startswith(f"my/kinds.yaml:{line}")
    assert said in str(caught.value)


def test_a_missing_title_is_named() -> None:
    with pytest.raises(ConfigError, match="lacks 'title'"):
        Lexicon.from_yaml(SMALL.replace("    title: Strike\n", ""))


def test_empty_file() -> None:
    with pytest.raises(ConfigError, match="empty"):
        Lexicon.from_yaml("")


def test_only_forms_of_the_word_are_looked_at(lexicon: Lexicon) -> None:
    """The index hands out a word's own forms: adding other words does not lengthen the list."""
    grown = Lexicon.from_yaml(TEXT.replace("verbs: [visit,", "verbs: [zorble, quaxify, visit,", 1))
    assert len(grown.verbs["accuse"]) == len(lexicon.verbs["accuse"])
    assert grown.form_count > lexicon.form_count


@pytest.mark.parametrize(
    ("words", "head", "more"),
    [("call off", "call", {"off"}), ("test-fire", "fire", {"test"}), ("slap sanctions", "slap", {"sanction"})],
)
def test_verb_forms(words: str, head: str, more: set[str]) -> None:
    rule = Lexicon.from_yaml(SMALL).kinds["strike"].rules[0]
    form = verb_form(words, rule)
    assert (form.head, form.more) == (head, more)


@pytest.mark.parametrize(
    ("words", "head", "more"),
    [
        ("peace deal", "deal", {"peace"}),
        ("exchange of data", "exchange", {"of", "data"}),
        ("cease-fire", "fire", {"cease"}),
    ],
)
def test_noun_forms(words: str, head: str, more: set[str]) -> None:
    rule = Lexicon.from_yaml(SMALL).kinds["strike"].rules[0]
    form = noun_form(words, rule)
    assert (form.head, form.more) == (head, more)


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"off", "to", "on"}, ["call off", "call", "call on"]),
        ({"for", "a", "truce", "end"}, ["call for truce", "call", "call for end"]),
        ({"truce", "end"}, ["call"]),
        (set(), ["call"]),
        ({"call", "for"}, ["call"]),
    ],
)
def test_forms_are_found_by_their_further_words_in_their_order(keys: set[str], found: list[str]) -> None:
    rule = Lexicon.from_yaml(SMALL).kinds["strike"].rules[0]
    listed = ["call for truce", "call off", "call", "call for end", "call on"]
    forms = Forms(verb_form(words, rule) for words in listed)
    assert [form.words for form in forms.among(keys)] == found


def test_words_match_single_words_and_whole_phrases() -> None:
    words = Words.of(["tank", "fighter jet"])
    assert words.among({"tank", "old"})
    assert words.among({"jet", "fighter"})
    assert not words.among({"jet"})
    assert keys_of("Asylum-seekers") == ["asylum", "seeker"]
