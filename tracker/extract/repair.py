"""Repairs of trees that English grammar rules out, so that one wrong arc does not cost an event.

Works on the lists of a Tree before its children are read; each rule is a fact of English word order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from tracker.extract import repair_clauses as clauses
from tracker.extract import repair_lists as lists
from tracker.extract import repair_phrases as phrases
from tracker.extract import repair_subjects as subjects
from tracker.extract import repair_verbs as verbs

# rare pasts that taggers and lemmatizers take for presents
_PASTS = {
    "retook": "retake", "overran": "overrun", "overthrew": "overthrow", "withdrew": "withdraw", "withheld": "withhold",
    "upheld": "uphold", "undertook": "undertake", "oversaw": "oversee", "forbade": "forbid", "overtook": "overtake",
    "rebuilt": "rebuild",
}  # fmt: skip


def past_of(word: str, tag: str, lemma: str) -> str | None:
    """The verb of a rare past that a tagger took for a present ("retook", "sabotaged"); None where it did not."""
    if word in _PASTS or tag not in ("VBP", "VB") or not word.endswith("ed") or word.endswith("eed"):
        return _PASTS.get(word)
    stem = word[:-2]
    if lemma.lower() != word:
        return None
    return stem + "e" if stem.endswith(("g", "c", "v", "z", "u", "at")) else stem


class _Rule(NamedTuple):
    """A rule, the lists that it reads and mends, and what it looks for: words in lower case or relations of which a
    sentence without any is left as it is."""

    mend: Callable[..., None]
    lists: tuple[str, ...]
    seeks: frozenset[str]


_TREE = ("deps", "heads")
_BARE = ("pos", *_TREE)
_TAGGED = ("tags", *_BARE)
_PLAIN = ("words", *_BARE)
_FULL = ("words", *_TAGGED)


def _rule(mend: Callable[..., None], lists: tuple[str, ...], *seeks: str | Iterable[str]) -> _Rule:
    return _Rule(mend, lists, frozenset().union(*([each] if isinstance(each, str) else each for each in seeks)))


RULES = (
    _rule(phrases.gerunds_of_verbs, ("words", "tags", *_TREE), "advcl", "acl"),
    _rule(phrases.tests, ("words", *_TREE), phrases.TESTED),
    _rule(phrases.what_is_said_to_be, ("tags", *_TREE), "what"),
    _rule(phrases.those_beside, ("words", *_TREE), phrases.TOGETHER),
    _rule(phrases.relatives_of_several, ("tags", *_TREE), "acl:relcl"),
    _rule(phrases.second_between, ("words", *_TREE), "between"),
    _rule(phrases.clauses_of_time, ("words", *_TREE), phrases.SAYING_WHEN),
    _rule(phrases.steps_beside, _PLAIN, phrases.STEPS),
    _rule(phrases.two_in_a_headline, _BARE, "nmod:unmarked"),
    _rule(phrases.headline_verbs, _FULL, phrases.GOING_ON),
    _rule(phrases.pasts_after_infinitives, ("tags", *_TREE), "conj"),
    _rule(clauses.honoured, _PLAIN, clauses.HONOURS),
    _rule(verbs.acting_officials, _FULL, "acting"),
    _rule(verbs.gatherings, _FULL, "meeting"),
    _rule(verbs.towns_taken_for_verbs, _FULL, "to"),
    _rule(verbs.objects_of_particles, _PLAIN, "compound:prt"),
    _rule(verbs.verbs_in_lists, _FULL, "advcl"),
    _rule(verbs.promises, _PLAIN, verbs.PROMISING),
    _rule(verbs.places_left_for, _PLAIN, verbs.LEAVING),
    _rule(lists.headline_pairs, _FULL, "as"),
    _rule(clauses.verbs_taken_for_participles, _FULL, "amod"),
    _rule(clauses.actives, _FULL, "aux:pass", "nsubj:pass"),
    _rule(clauses.bare_complements, _PLAIN, "xcomp"),
    _rule(lists.conjuncts, _PLAIN, "conj", "appos", "nmod:unmarked", "compound"),
    _rule(lists.pairs, _PLAIN, "and"),
    _rule(lists.between_phrases, _PLAIN, "between"),
    _rule(lists.people_in_lists, _PLAIN, "appos"),
    _rule(lists.first_in_years, _PLAIN, lists.SPANS),
    _rule(lists.cases_of_names, _BARE, "flat"),
    _rule(lists.modifiers_before_cases, _BARE, "amod", "compound"),
    _rule(subjects.subjects_after_that, _PLAIN, "that"),
    _rule(subjects.subjects_of_time_clauses, _FULL, "acl:relcl"),
    _rule(subjects.subjects_of_second_verbs, _PLAIN, "conj"),
    _rule(subjects.objects_taken_for_subjects, _PLAIN, "nsubj"),
    _rule(subjects.names_explained, _PLAIN, "obj"),
    _rule(clauses.possessors, _PLAIN, "nmod:poss"),
    _rule(clauses.nominals_before_heads, _BARE, "nmod"),
    _rule(subjects.subjects_before_reports, _BARE, "ccomp", "xcomp", "parataxis", "advcl"),
    _rule(subjects.subjects_after_openings, _PLAIN, "ROOT", "root"),
    _rule(subjects.subjects_after_relatives, _FULL, "acl:relcl"),
    _rule(subjects.participles_after_what_somebody_is, _FULL, ","),
    _rule(subjects.relatives_among_those, _PLAIN, "acl:relcl", "advcl:relcl"),
    _rule(verbs.doers_of_objects, _PLAIN, "obl:agent", "by"),
    _rule(verbs.fighting_as_noun, _PLAIN, "fighting"),
    _rule(verbs.subjects_before_helpers, _PLAIN, "had"),
    _rule(verbs.verbs_after_gerunds, _TAGGED, "conj"),
    _rule(clauses.infinitives_of_adjectives, _PLAIN, "to"),
    _rule(clauses.days_after_suspicions, _PLAIN, clauses.SUSPECTING),
    _rule(clauses.words_after_orders, _PLAIN, clauses.SPEAKING),
    _rule(clauses.agents_of_passives, _FULL, "by"),
    _rule(verbs.objects_behind_verbs, _PLAIN, "conj"),
    _rule(clauses.finite_conjuncts, _TAGGED, "conj"),
    _rule(subjects.speakers_go_on, _FULL, "conj"),
    _rule(clauses.days_in_clauses, _PLAIN, "acl", "acl:relcl", "advcl"),
)
"""In the order in which they are applied."""


def repair(
    words: list[str],
    tags: list[str],
    pos: list[str],
    deps: list[str],
    heads: list[int],
    bounds: list[tuple[int, int]],
) -> None:
    """Mend the lists in place, sentence by sentence (`bounds`: token ranges).

    A rule that would make a circle of a tree is not applied to that sentence.
    """
    columns: dict[str, list[Any]] = {"words": words, "tags": tags, "pos": pos, "deps": deps, "heads": heads}
    rules = [(rule, tuple(columns[name] for name in rule.lists)) for rule in RULES]
    for start, end in bounds:
        before = [each[start:end] for each in columns.values()]
        said = {word.lower() for word in words[start:end]}
        left_out: set[int] = set()
        while (circular := _mended(rules, left_out, said, deps, heads, start, end)) is not None:
            left_out.add(circular)
            for each, old in zip(columns.values(), before, strict=True):
                each[start:end] = old


def _mended(
    rules: Sequence[tuple[_Rule, tuple[list[Any], ...]]],
    left_out: set[int],
    said: set[str],
    deps: list[str],
    heads: list[int],
    start: int,
    end: int,
) -> int | None:
    """Applies the rules to one sentence, in which these words are `said`, in turn; the number of one that made a circle
    of its tree, or None."""
    there = said.union(deps[start:end])
    for number, (rule, columns) in enumerate(rules):
        if rule.seeks.isdisjoint(there) or number in left_out:
            continue
        old, related = heads[start:end], deps[start:end]
        rule.mend(*columns, start, end)
        if heads[start:end] != old and not is_tree(heads, start, end):
            return number
        if deps[start:end] != related:
            there = said.union(deps[start:end])
    return None


def is_tree(heads: list[int], start: int, end: int) -> bool:
    """Whether from every token of the range its heads lead to one that is its own head."""
    rooted: set[int] = set()
    for token in range(start, end):
        path: set[int] = set()
        while token not in rooted and heads[token] != token:
            if token in path:
                return False
            path.add(token)
            token = heads[token]
        rooted |= path
    return True
