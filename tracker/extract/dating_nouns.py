"""How a time expression stands to the words around it: whose day it is that "on Friday" behind a noun names."""

from __future__ import annotations

from collections.abc import Container

from tracker.extract.answering_words import DEEDS
from tracker.extract.dating_days import Dated
from tracker.extract.siting import RETURNED
from tracker.extract.status_words import FOREMOST, SAYING
from tracker.extract.syntax import Tree, case_of, frame, governor_clause, is_clause, is_temporal, subtree
from tracker.model import Granularity

_BEGINNING = frozenset("start begin take open".split())
_STARTS = frozenset("start beginning outbreak onset outset launch".split())
_NEAR = 10
"""Words before a day among which a superlative compares with what was then."""
_TIMES = frozenset("trip tour summit meeting talk operation protest manoeuvre maneuver release swap exchange".split())
"""What is compared with the last time, beside DEEDS."""
_ACTS = frozenset(
    "resolution decree law order act decision ruling bill legislation directive regulation measure edict statute"
    " embargo ban sanction package".split()
)
_PASSING = frozenset("adopt pass issue sign approve enact impose introduce agree announce publish".split())
_PLANS = frozenset("plan schedule set slate due expect intend arrange book".split())


def is_background(tree: Tree, item: Dated, token: int) -> bool:
    """ "The first trip since the coup in May", "in retaliation for raids last week": the day of something before."""
    i = tree.heads[item.head]
    while i != token and tree.heads[i] != i and not is_clause(tree, i):
        if case_of(tree, i) == "since" or tree.keys[i] in RETURNED:
            return True
        i = tree.heads[i]
    return _is_of_what_was_answered(tree, item, token) or _is_of_what_it_is_over(tree, item, token)


def _is_of_what_was_answered(tree: Tree, item: Dated, token: int) -> bool:
    """The same where the day hangs on the verb: it stands behind what was done before all the same."""
    for i in range(item.first - 1, token, -1):
        if tree.pos[i] in ("VERB", "PUNCT"):
            return False
        if tree.keys[i] in RETURNED and case_of(tree, i) == "in":
            behind = (n for n in tree.children[i] if i < n < item.first)
            return any(case_of(tree, n) in ("for", "to") for n in behind)
    return False


def _is_of_what_it_is_over(tree: Tree, item: Dated, token: int) -> bool:
    """ "Arrested six people over a bombing in November", "men suspected of killing a pilot in February": the month is
    that of the deed behind which it stands, whatever it hangs on. A day may be either's."""
    if item.case != "in" or item.timex.granularity not in (Granularity.MONTH, Granularity.YEAR):
        return False
    for i in range(item.first - 1, token, -1):
        if tree.pos[i] == "VERB":
            then = any(tree.lower[c] in ("while", "when") for c in tree.children[i])
            return tree.deps[i] in ("acl", "advcl") and tree.tags[i] == "VBG" and not then
        if tree.pos[i] == "PUNCT":
            return False
        if tree.keys[i] in DEEDS and case_of(tree, i) in ("over", "for", "about"):
            return True
    return False


def is_of_the_last_time(tree: Tree, item: Dated) -> bool:
    """ "Its largest drill since 1991", "his first trip since the war in May": the day of another one."""
    begin = tree.sentences[tree.sentence_of[item.head]][0]
    compared = (i for i in range(max(begin, item.first - _NEAR), item.first) if tree.keys[i] in DEEDS | _TIMES)
    return any(
        tree.tags[c] in ("JJS", "RBS") or tree.lower[c] == "first"
        for i in compared
        for modifier in tree.children[i]
        for c in (modifier, *tree.children[modifier])
    )


def is_ranked(tree: Tree, verb: int) -> bool:
    """ "It was the first time that Chad had struck there": this time, though "had" sounds like an earlier one; not "the
    trip was to be the first time", which may have come to nothing."""
    time = tree.heads[verb]
    copied = any(tree.deps[c] == "cop" for c in tree.children[time])
    ranked = any(tree.lower[c] in FOREMOST for c in tree.children[time])
    told = any(tree.lower[c] in ("it", "this", "that") and tree.deps[c] == "nsubj" for c in tree.children[time])
    return tree.keys[time] == "time" and tree.deps[verb].startswith("acl") and copied and ranked and told


def saying_before(tree: Tree, item: Dated) -> int | None:
    """The verb of saying that a day stands right behind: "said on Monday it had arrested him", wherever it hangs."""
    before = item.first - 1
    if before > 0 and tree.lower[before] == item.case:
        before -= 1
    said = before >= 0 and tree.keys[before] in SAYING and tree.tags[before] in ("VBD", "VBZ", "VBP")
    return before if said else None


def tells_which(tree: Tree, item: Dated) -> bool:
    """ "A 1951 treaty": the year says which treaty, not when anything was done to it."""
    noun = tree.heads[item.head]
    modifies = tree.deps[item.head] in ("nummod", "compound", "amod") and not item.case
    return modifies and item.last < noun and tree.pos[noun] in ("NOUN", "PROPN") and not is_temporal(tree, noun)


def is_counted_then(tree: Tree, item: Dated, token: int) -> bool:
    """ "The toll of the bombing rose to six on Friday": the day of the count."""
    i = token
    while tree.pos[i] in ("NOUN", "PROPN") and tree.heads[i] != i:
        i = tree.heads[i]
        if tree.keys[i] == "toll":
            return item.head not in subtree(tree, i)
    return False


def before_verb(tree: Tree, item: Dated, clause: int) -> bool:
    """ "Japan on Friday condemned": the day stands between subject and verb and belongs to the verb, though it may hang
    on the subject."""
    subject = tree.heads[item.head]
    if item.case not in ("on", "in", "") or tree.heads[subject] != clause or not tree.deps[subject].startswith("nsubj"):
        return False
    return item.first > subject and all(tree.pos[i] in ("AUX", "ADV") for i in range(item.last + 1, clause))


def tells_of(tree: Tree, i: int, noun: int) -> bool:
    """ "A bomb that killed ten on Monday", "drills that begin in May": the clause on the noun says what it does."""
    verb = tree.heads[i]
    if tree.heads[verb] != noun or tree.deps[verb] != "acl:relcl" or tree.keys[verb] in _PLANS:
        return False
    args = frame(tree, verb)
    return noun in (args.patients if args.passive else args.agents)


def tells_start(tree: Tree, i: int, noun: int) -> bool:
    """ "Since the start of the war in May": the day may hang on the start, which is the war's."""
    above = tree.heads[noun]
    return tree.heads[i] == above and tree.deps[noun] == "nmod" and tree.keys[above] in _STARTS


def is_of_its_act(tree: Tree, item: Dated, verb: int) -> bool:
    """ "Is banned under a decree issued in May", "the law, passed last week, forbids it": forbidden when that was."""
    passed = governor_clause(tree, item.head)
    act = tree.heads[passed]
    told = tree.deps[passed] in ("acl", "acl:relcl") and tree.keys[passed] in _PASSING and tree.keys[act] in _ACTS
    governing = tree.deps[act].startswith("nsubj") or case_of(tree, act) in ("by", "under")
    above = tree.heads[act]
    if case_of(tree, act) == "under" and tree.deps[above] == "obj":
        above = tree.heads[above]  # "bans firms under a law": parsers hang the law on the firms
    return told and governing and above == verb


def is_planned_for(tree: Tree, i: int, noun: int) -> bool:
    """ "The visit that was planned for Wednesday": the day belongs to the visit and not to the planning."""
    verb = tree.heads[i]
    while tree.deps[verb] in ("xcomp", "advcl") and tree.keys[verb] in _BEGINNING:
        verb = tree.heads[verb]  # "had been due to start on Monday"
    due = tree.keys[verb] in _BEGINNING and tree.lower[verb - 2 : verb] in (["due", "to"], ["set", "to"])
    if not (due or tree.keys[verb] in _PLANS) or tree.deps[verb] not in ("acl", "acl:relcl"):
        return False
    # a clause behind the whole phrase may hang on a name inside it: "talks between A and B, which were planned for …"
    return tree.heads[verb] == noun or tree.heads[verb] in subtree(tree, noun)


def clause_inside(tree: Tree, i: int, top: int) -> int | None:
    """A clause between token i and the noun `top` above it (then i belongs to that clause)."""
    while i != top and tree.heads[i] != i:
        i = tree.heads[i]
        if (
            i != top
            and tree.pos[i] == "VERB"
            and is_clause(tree, i)
            and tree.deps[i] in ("acl:relcl", "advcl", "ccomp")
        ):
            return i
    return None


def inside_noun(tree: Tree, i: int, clause: int, token: int) -> bool:
    """Whether i hangs on another noun of the clause (not on the trigger)."""
    j = tree.heads[i]
    while j != clause and tree.heads[j] != j:
        if j == token:
            return False
        if tree.pos[j] in ("NOUN", "PROPN"):
            return tree.deps[j] not in ("obl:tmod", "obl:unmarked")
        j = tree.heads[j]
    return False


def goes_with(tree: Tree, clause: int, chain: Container[int]) -> bool:
    """ "When they took the town", "as police tried to clear it": a clause at the time of the one above, which is of
    `chain`; not "while Peru had agreed"."""
    while tree.deps[clause] == "xcomp":
        clause = tree.heads[clause]
    beside = tree.heads[clause]
    while tree.deps[beside] == "conj" and beside not in chain:
        beside = tree.heads[beside]  # "boarded it and questioned the crew when they landed on Monday"
    below = {tree.lower[c] for c in tree.children[clause]}
    then = bool(below & {"when", "as"}) or ("while" in below and tree.tags[clause] == "VBG")
    return tree.deps[clause] == "advcl" and beside in chain and then and "had" not in below
