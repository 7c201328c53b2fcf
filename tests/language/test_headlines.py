"""Headlines with infinitives: the verb governs, the noun is its subject."""

from __future__ import annotations

import pytest

from tracker.language import headlines

MEET = ("Ministers to meet in Doha", "NNS TO VB IN NNP", [0, 3, 1, 5, 3], "root mark acl case obl")


def turned(text: str, tags: str, heads: list[int], relations: str) -> tuple[bool, list[int], list[str]]:
    """What comes out, the inputs untouched."""
    own, named = list(heads), relations.split()
    return headlines.turned(own, named, tags.split(), text.split()), own, named


def test_infinitive_governs() -> None:
    assert turned(*MEET) == (True, [3, 3, 0, 5, 3], ["nsubj", "mark", "root", "case", "obl"])


def test_passive_infinitive() -> None:
    done, heads, relations = turned("Troops to be withdrawn", "NNS TO VB VBN", [0, 4, 4, 1], "root mark aux:pass acl")
    assert done and heads == [4, 4, 4, 0] and relations == ["nsubj:pass", "mark", "aux:pass", "root"]


def test_what_hangs_on_the_noun_behind_the_verb_moves() -> None:
    done, heads, _ = turned("Chad to vote Sunday", "NNP TO VB NNP", [0, 3, 1, 1], "root mark parataxis obl:unmarked")
    assert done and heads == [3, 3, 0, 3]


@pytest.mark.parametrize(
    ("text", "tags", "heads", "relations"),
    [
        ("Plan to build bridge", "NN TO VB NN", [0, 3, 1, 3], "root mark acl obj"),
        ("The man to watch", "DT NN TO VB", [2, 0, 4, 2], "det root mark acl"),
        ("First woman to lead", "JJ NN TO VB", [2, 0, 4, 2], "amod root mark acl"),
        ("Ministers to meet .", "NNS TO VB .", [0, 3, 1, 1], "root mark acl punct"),
        ("Chad vows to fight", "NNP VBZ TO VB", [2, 0, 4, 2], "nsubj root mark xcomp"),
        ("Talks in Doha", "NNS IN NNP", [0, 3, 1], "root case nmod"),
    ],
)
def test_other_sentences_stay(text: str, tags: str, heads: list[int], relations: str) -> None:
    assert turned(text, tags, heads, relations) == (False, heads, relations.split())
