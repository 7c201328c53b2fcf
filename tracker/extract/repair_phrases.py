"""Repairs of trees, continued: phrases and clauses that hang where they are not said of."""

from __future__ import annotations

from tracker.extract.repair_subjects import SUBJECTS

TESTED = frozenset(("fired", "fires", "fire", "firing", "launched", "launches", "launch", "launching", "flew"))
TOGETHER = frozenset(("together", "along", "jointly"))
SAYING_WHEN = frozenset(("after", "before", "because", "until"))
_RULING = frozenset(("rule", "rules", "ruled", "ruling"))
_ACCUSING = frozenset(("accuse", "accuses", "accused", "accusing", "suspect", "suspects", "suspected", "convicted"))
_RELATIVE = ("WP", "WDT")


def gerunds_of_verbs(
    words: list[str], tags: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "stopped short of bombing it" short hangs on the verb and bombing too; so does firing in "accused troops of
    firing"; "ruled out attacking it" is of what is ruled out."""
    for i in range(start, end):
        if tags[i] != "VBG" or deps[i] not in ("advcl", "acl"):
            continue
        above = heads[i]
        short = words[above].lower() == "short" and deps[above] == "advmod"
        accused = words[i - 1] == "of" and deps[above] == "obj" and words[heads[above]] in _ACCUSING
        if short or accused:
            heads[i], deps[i] = heads[above], "advcl"
        elif words[i - 1].lower() == "out" and heads[i - 1] == above and words[above].lower() in _RULING:
            deps[i] = "xcomp"


def tests(words: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "Chad test-fired a missile" Chad fired it; no test did."""
    for i in range(start, end - 2):
        verb = i + 2
        if words[i].lower() != "test" or words[i + 1] != "-" or words[verb].lower() not in TESTED or heads[i] != verb:
            continue
        led = deps[i] in SUBJECTS
        before = [
            k for k in range(start, i) if heads[k] == i and (deps[k] in SUBJECTS or (deps[k] == "compound" and not led))
        ]
        if before:
            heads[before[-1]], deps[before[-1]], deps[i] = verb, "nsubj", "compound"


def what_is_said_to_be(tags: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "what Chad claimed was a raid" the raid is what is claimed."""
    for i in range(start, end):
        what = heads[i]
        if (
            deps[i] != "acl:relcl"
            or tags[what] != "WP"
            or not any(heads[k] == i and deps[k] == "cop" for k in range(start, i))
        ):
            continue
        said = [k for k in range(what + 1, i) if heads[k] == what and deps[k] == "acl:relcl"]
        if said:
            heads[i], deps[i] = said[-1], "ccomp"


def those_beside(words: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "urged Chad together with Mali to open it" Mali is no subject: it is beside another."""
    for i in range(start + 1, end):
        beside = heads[i - 1] if deps[i - 1] == "case" else -1
        adverb = i - 2
        if beside != i or adverb < start or words[adverb].lower() not in TOGETHER or deps[i] not in SUBJECTS:
            continue
        if words[i - 1].lower() == "with" and deps[adverb] == "advmod":
            heads[i], deps[i] = heads[adverb], "obl"


def relatives_of_several(tags: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "Ama Togbe and Kofi Mensah, who met", "who" stands behind the last of them and is said of all."""
    for verb in range(start, end):
        first = heads[verb]
        if deps[verb] != "acl:relcl" or first >= verb:
            continue
        who = next((k for k in range(first, verb) if heads[k] == verb and tags[k] in _RELATIVE), None)
        if who is None:
            continue
        others = [k for k in range(first + 1, who) if heads[k] == first and deps[k] == "conj"]
        if others and tags[others[-1]] == tags[first]:
            heads[verb] = others[-1]


def second_between(words: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "between Chad and world powers" the powers are the second of the two."""
    for i in range(start, end):
        one = heads[i]
        if words[i].lower() != "between" or deps[i] != "case" or one < i:
            continue
        both = next((k for k in range(one + 1, min(one + 4, end)) if words[k].lower() == "and"), None)
        other = heads[both] if both is not None else -1
        if both is not None and deps[other] == "compound":
            other = heads[other]
        if other > one and deps[other] == "nmod" and heads[other] == heads[one]:
            heads[other], deps[other] = one, "conj"


def clauses_of_time(words: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "began after Ama Togbe and Kofi Mensah met" they met; in "told them to go after Chad had complained" nothing
    is told that it had."""
    for mark in range(start, end):
        verb = heads[mark]
        if deps[mark] != "mark" or words[mark].lower() not in SAYING_WHEN or verb < mark:
            continue
        if deps[verb] == "ccomp":
            deps[verb] = "advcl"
        if deps[verb] != "advcl" or any(heads[k] == verb and deps[k] in SUBJECTS for k in range(mark, verb)):
            continue
        bare = [k for k in range(mark + 1, verb) if heads[k] == heads[verb] and deps[k] == "obl"]
        bare = [k for k in bare if not any(heads[c] == k and deps[c] == "case" for c in range(mark, k))]
        if bare:
            heads[bare[0]], deps[bare[0]] = verb, "nsubj"


def pasts_after_infinitives(tags: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "ordered them to leave and suspended flights" no participle goes on with "to leave": it is a past tense."""
    for i in range(start, end):
        if deps[i] != "conj" or tags[i] != "VBN" or heads[i] > i or tags[heads[i]] != "VB":
            continue
        if not any(heads[k] == i and deps[k] in ("aux", "aux:pass", "cop") for k in range(heads[i], i)):
            tags[i] = "VBD"


GOING_ON = frozenset(
    "signs plans vows pledges calls backs tests fires strikes visits attacks bans arrests releases demands offers"
    " promises orders seeks warns blames protests sanctions talks votes moves claims deploys launches".split()
)


def headline_verbs(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In the headline "Minister visits Chad, signs defence pact" she signs it: Chad is no pact."""
    for i in range(start + 1, end):
        noun = heads[i]
        if words[i] not in GOING_ON or tags[i] != "NNS" or words[i - 1] != "," or deps[i] != "compound" or noun < i:
            continue
        above = heads[noun]
        verb = heads[above]
        if deps[noun] == "appos" and above < i and deps[above] == "obj" and tags[verb] == "VBZ":
            tags[i], pos[i], deps[i], heads[i] = "VBZ", "VERB", "conj", verb
            deps[noun], heads[noun] = "obj", i


def two_in_a_headline(pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "Chad, Mali count dead" both do."""
    for i in range(start + 2, end - 1):
        first = i - 2
        both = deps[i] == "nmod:unmarked" and heads[i] == first and pos[i] == pos[first] == "PROPN"
        if both and deps[i - 1] == "punct" and deps[first] in SUBJECTS and heads[first] == i + 1:
            deps[i] = "conj"


STEPS = frozenset("step move decision gesture act action measure".split())


def steps_beside(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "sent ships to the China Sea, a step that Chad condemned" the sea is no step: sending them is."""
    for i in range(start, end):
        name = heads[i]
        if words[i].lower() not in STEPS or deps[i] != "appos" or pos[name] != "PROPN" or name > i:
            continue
        verb = heads[name]
        if pos[verb] == "VERB" and any(words[k] == "," for k in range(name, i)):
            heads[i], deps[i] = verb, "obl:unmarked"
