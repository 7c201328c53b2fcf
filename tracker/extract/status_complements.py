"""Status of a clause that completes or accompanies another, from what that other one tells."""

from __future__ import annotations

from dataclasses import replace

from tracker.extract import status_unreal as unreal
from tracker.extract import status_words as words
from tracker.extract.status_frames import come_to_nothing
from tracker.extract.status_mood import PAST, Reading, is_foremost, is_willing, marker_of, purpose
from tracker.extract.status_reports import is_in_denied_report, is_report
from tracker.extract.status_taken import is_to_be_verified
from tracker.extract.syntax import Tree, frame
from tracker.extract.triggers import Lexicon
from tracker.model import Status


def bare_complement(tree: Tree, verb: int, head: int, own: Reading, above: Reading) -> Reading:
    """Status of an infinitive or participle that completes `head`."""
    key, word = tree.keys[head], tree.lower[head]
    if key in words.TRYING and above.is_done:
        then = [c for c in tree.children[head] if tree.deps[c] == "conj" and tree.keys[c] in words.BEATEN_OFF]
        beaten = any(tree.keys[c] == "fail" or frame(tree, c).passive for c in then)
        return Reading(None, words.IN_VAIN) if beaten else replace(above, why=words.TRIED)
    if key in words.BRINGING and above.status is Status.HAPPENED and frame(tree, head).patients:
        return replace(above, why=f"“{word}” to do it")
    if key == "have" and own.why == "infinitive" and above.status is Status.HAPPENED and above.past:
        return replace(above, why=f"“{word} to” do it")
    if key in words.SAYING and own.why == "infinitive":
        return Reading(Status.PLANNED, f"“{tree.words[head]}” to do it")
    if tree.pos[head] == "ADJ" or key in ("ready", "likely", "willing", "able"):
        if is_willing(tree, head):
            return Reading(Status.HYPOTHETICAL, f"“{word}” to do it", above.past, stated=True, intended=True)
        if word in words.READY:
            return Reading(Status.PLANNED, f"“{word}” to do it")
        return Reading(
            None if word in ("unable", "unwilling", "reluctant") else Status.HYPOTHETICAL, f"“{word}” to do it"
        )
    if own.why == "infinitive":
        if key == "vote":
            return purpose(tree.words[head], above)
        return above if above.status is None else Reading(Status.PLANNED, f"infinitive under “{tree.words[head]}”")
    answered = marker_of(tree, verb) == "for" and above.is_done  # "was praised for hosting it"
    return replace(above, why=f"under “{tree.words[head]}”: {above.why}", firm=answered)


def finite_complement(tree: Tree, verb: int, head: int, own: Reading, above: Reading) -> Reading:
    """Status of a clause with a tense of its own that completes `head`."""
    if above.status in (Status.DENIED, Status.ALLEGED):
        return above
    if tree.keys[head] in words.SAYING and is_in_denied_report(tree, head):
        return Reading(Status.DENIED, f"what a report “{tree.words[head]}” that is said to be false")
    if above.status is Status.HYPOTHETICAL and tree.keys[head] not in words.SAYING:
        return above
    if is_to_be_verified(tree, head, above):
        return Reading(Status.HYPOTHETICAL, f"yet to “{tree.words[head]}” that it")
    if own.why == "would" and own.status is Status.HYPOTHETICAL and not unreal.depends_on(tree, verb):
        return Reading(Status.PLANNED, "“would” in reported speech")
    if own.why == "would" and own.status is None:
        return Reading(None, own.why)
    if own.background and tree.tags[head] == "VBD" and tree.keys[head] in words.SAYING:
        return Reading(own.status, PAST, own.past)  # "said it had arrested": only shifted back by "said"
    return own


def bare_beside(tree: Tree, head: int, marker: str, above: Reading) -> Reading:
    """Status of a clause without tense beside the main one."""
    if marker in ("after", "while", "when", "following") and above.status is Status.PLANNED:
        return Reading(Status.PLANNED, f"“{marker}” it, in a clause about the future")
    if marker in ("after", "since", "by", "while", "when", "following"):
        return Reading(Status.HAPPENED, f"“{marker}” it", True)
    if marker == "before" and above.status is Status.HAPPENED and above.past:
        if tree.keys[head] in words.STOPPING:
            return Reading(None, f"“{tree.words[head]} before” it")
        return replace(above, why=f"what came after “{tree.words[head]}”")
    if marker in ("before", "without", "instead", "for", "of", "out", "than"):
        return Reading(None if marker != "before" else Status.PLANNED, f"“{marker}” it")
    return replace(above, why=f"with the main clause: {above.why}", stated=False)


def infinitive_of_noun(tree: Tree, noun: int, governor: int, above: Reading, lexicon: Lexicon) -> Reading:
    """Status of what "a plan to do it", "the first to do it", "a trip to do it" tell, in the clause of `governor`."""
    key, word = tree.keys[noun], tree.words[noun]
    if above.status is None and above.why.startswith("negated"):
        return above
    if key in words.PLAN_NOUNS and any(tree.lower[c] == "no" for c in tree.children[noun]):
        return Reading(None, f"“no {word}” to do it")
    if key in words.PLAN_NOUNS:
        fate = come_to_nothing(tree, noun, governor, lexicon, above)
        if fate is not None:
            return fate
        return Reading(Status.PLANNED, f"“{word}” to do it")
    if key in words.UNREAL_NOUNS:
        only = Reading(None, f"only a {word}")
        return Reading(Status.HAPPENED, words.ATTEMPT, above.past) if key == "attempt" else only
    if is_report(tree, noun):
        return Reading(Status.ALLEGED, f"“{word}” of it")
    if is_foremost(tree, noun):
        return replace(above, status=Status.HAPPENED, past=True) if above.is_done else above
    if key in words.ERRANDS:
        made = Status.HAPPENED if above.past else Status.PLANNED  # "is on a trip to meet him"
        return Reading(made, f"what the {word} is for", above.past)
    return Reading(Status.HYPOTHETICAL, f"infinitive under “{word}”", stated=key in words.PLOTS)
