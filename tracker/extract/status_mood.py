"""What the tense and the helpers of one predicate, or the words before a noun, alone say about whether it happened."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.extract import status_words as words
from tracker.extract.syntax import Tree, case_of, is_temporal
from tracker.model import Status

PAST, PAST_PERFECT, PERFECT, PAST_PROGRESSIVE, PRESENT = (
    "past tense",
    "past perfect",
    "present perfect",
    "past progressive",
    "present tense",
)
HEADLINE_PARTICIPLE = "headline participle"
NEGATED, NEGATED_NOUN = "negated", "negated noun"
WHERE_DONE = "where something was done"
AS_JUDGED = ", as the judge reads it"
"""What the reason of a status that the judge tells ends with."""
HAD = "“had "
"""What the reason of a plan that was given up begins with."""
_BEFORE_ORDERS = frozenset(("“", "‘", '"', "'", ":", "please"))
_LOOKED_FOR = frozenset(("expected", "awaited"))
_BEING = frozenset(("is", "are", "was", "were"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A status with its reason. `status` None: the sentence does not tell this event at all. `agreed`: someone
    promises it; `past`: told in a past tense; `background`: told as something over before the story."""

    status: Status | None
    why: str
    past: bool = False
    background: bool = False
    present: bool = False
    stated: bool = False
    """Whether the words say so themselves, whatever the tense."""
    intended: bool = False
    """Of what is hypothetical: whether it is who would do it that may or would ("is ready to meet")."""
    assumed: bool = False
    """Whether it is done only for being named by a noun ("after pressure over the siege"), and nothing says so."""
    firm: bool = False
    """Whether how it stands to something else says that it was, or is to come: "spoke at talks", "on the eve of it"."""

    @property
    def is_done(self) -> bool:
        """Whether it is told as something that took place or is taking place."""
        return self.status is not None and self.status.is_done


def is_willing(tree: Tree, word: int) -> bool:
    """ "Is ready", "was willing"; not "is getting ready", which is a plan."""
    return tree.lower[word] in words.WILLING and tree.keys[tree.heads[word]] not in words.PREPARING


def purpose(called: str, above: Reading | None) -> Reading:
    """Status of an infinitive of purpose; `above`: the clause, where it tells of a call, a journey or a vote ("called
    him to reaffirm support", "flew there to sign", "voted to ratify": so it was done)."""
    if above is not None and (above.status is Status.PLANNED or (above.status is Status.HAPPENED and above.past)):
        return Reading(above.status, f"what “{called}” was for", above.past)
    return Reading(None, "a purpose only")


def is_negated(tree: Tree, verb: int) -> bool:
    """Whether a "not" stands by a predicate, or nobody does it: "no side signed", "signed by none"."""
    for c in tree.children[verb]:
        dep = tree.deps[c]
        if tree.lower[c] in words.NOT and dep in ("advmod", "det", "neg", "cc", "mark", "aux"):
            return True
        if tree.lower[c] == "longer" and any(tree.lower[g] == "no" for g in tree.children[c]):
            return True
        nobody = tree.lower[c] in words.NOBODY or (tree.keys[c] == "one" and _has_no(tree, c))
        if dep in ("obj", "obl") and nobody:
            return True  # "freed none of the hostages", "fired on no one"
        if dep == "obj" and tree.keys[c] not in words.NO_LESS and _has_no(tree, c):
            return True  # "closed no border"
        if dep in ("nsubj", "nsubj:pass", "obl:agent") and (tree.lower[c] in words.NOBODY or _has_no(tree, c)):
            return True
    return False


def marker_of(tree: Tree, verb: int) -> str:
    """The word that joins a clause without tense to another ("before", "from"); "to", "in order" only say what for."""
    for c in tree.children[verb]:
        if tree.deps[c] in ("mark", "case") and tree.lower[c] != "to":
            return "" if any(tree.lower[g] == "order" for g in tree.children[c]) else tree.lower[c]
    return ""


def is_marked(tree: Tree, verb: int) -> bool:
    """Whether a preposition joins it that makes it what the other is about: "of", "from", "against"."""
    return marker_of(tree, verb) in ("of", "from", "for", "against", "about", "on", "with", "in", "at")


def _has_no(tree: Tree, noun: int) -> bool:
    return any(tree.lower[g] in words.NO and tree.deps[g] in ("det", "cc", "cc:preconj") for g in tree.children[noun])


def is_as_planned(tree: Tree, verb: int) -> bool:
    """ "Would not travel to Rome as planned": what is told was to be; not "as planned but on Monday"."""
    end = tree.sentences[tree.sentence_of[verb]][1]
    return "but" not in tree.lower[verb:end] and any(
        tree.keys[c] in words.AS_PLANNED and any(tree.lower[g] == "as" for g in tree.children[c])
        for c in tree.children[verb]
    )


def _is_due(tree: Tree, verb: int, infinitive: bool) -> bool:
    """ "Is due to do it", "set to do it": by a word of its own, not of a clause beside it."""
    own = (c for c in tree.children[verb] if tree.deps[c] not in ("parataxis", "conj", "ccomp"))
    return any(tree.lower[c] == "due" or (infinitive and tree.lower[c] in words.DUE) for c in own)


def _was_supposed(tree: Tree, verb: int) -> bool:
    """ "Was supposed to open on Monday": it did not."""
    near = (verb, *tree.children[verb])
    return any(tree.lower[c] == "supposed" for c in near) and any(
        tree.lower[g] in ("was", "were") for c in near for g in (c, *tree.children[c])
    )


def _is_bidden(tree: Tree, verb: int) -> bool:
    """ "Stop this war, withdraw your troops": a bare verb without a subject that opens a sentence, or follows one."""
    while tree.deps[verb] in ("conj", "parataxis") and not _is_tensed(tree, verb) and _is_bare(tree, tree.heads[verb]):
        verb = tree.heads[verb]
    start, _ = tree.sentences[tree.sentence_of[verb]]
    first = all(tree.pos[i] in ("PUNCT", "SPACE") for i in range(start, verb))
    opens = first or tree.lower[verb - 1] in _BEFORE_ORDERS
    return opens and _is_bare(tree, verb) and not _is_tensed(tree, verb)


def _is_bare(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] in ("VB", "VBP")


def _is_tensed(tree: Tree, verb: int) -> bool:
    """Whether a verb has a subject, a helper or a word that joins it to others."""
    return any(tree.deps[c].startswith(("nsubj", "csubj", "aux", "mark")) for c in tree.children[verb])


def _of_infinitive(tree: Tree, verb: int, title: bool) -> Reading:
    subjects = any(tree.deps[c].startswith("nsubj") for c in tree.children[verb])
    root = subjects or tree.deps[verb] in ("ROOT", "root", "parataxis")
    if root and (title or any(tree.lower[c] in ("is", "are", "was", "were") for c in tree.children[verb])):
        return Reading(Status.PLANNED, "“to” do it")
    return Reading(Status.PLANNED if title and root else Status.HYPOTHETICAL, "infinitive")


def mood(tree: Tree, verb: int, title: bool) -> Reading:
    """Tense and modality of one predicate alone."""
    tag = tree.tags[verb]
    helpers = {tree.lower[c] for c in tree.children[verb] if tree.deps[c] in ("aux", "aux:pass", "cop")}
    tags = {tree.tags[c] for c in tree.children[verb] if tree.deps[c] in ("aux", "aux:pass", "cop")}
    infinitive = any(tree.lower[c] == "to" and tree.deps[c] in ("mark", "aux") for c in tree.children[verb])
    negated = is_negated(tree, verb)
    if negated and is_as_planned(tree, verb):
        return Reading(Status.CANCELLED, "not as planned", tag in ("VBD", "VBN"))
    if _was_supposed(tree, verb):
        return Reading(Status.CANCELLED, "“was supposed” to do it", True)
    if _is_due(tree, verb, infinitive):
        if "had" in helpers:
            return Reading(Status.CANCELLED, f"{HAD}been due to” do it", True)
        return Reading(Status.PLANNED, "“due to” do it")
    if tree.lower[verb] == "due" or (tree.lower[verb] in _LOOKED_FOR and helpers & _BEING):
        off = negated or "had" in helpers
        return Reading(Status.CANCELLED if off else Status.PLANNED, f"“{tree.lower[verb]}”")
    if helpers & words.WILL and _is_on_condition(tree, verb):
        return Reading(Status.HYPOTHETICAL, "“only if”", stated=True, intended=True)
    if helpers & words.WILL:
        return Reading(Status.CANCELLED if negated else Status.PLANNED, "“will not”" if negated else "“will”")
    if helpers & words.WOULD:
        if helpers & {"have"}:
            return Reading(None, "“would have”")
        return Reading(None, "would") if negated else Reading(Status.HYPOTHETICAL, "would")
    if helpers & words.MAY or helpers & words.OUGHT:
        if "have" in helpers and not negated and helpers & words.MAY:
            return Reading(Status.ALLEGED, "“may have”", True)
        return Reading(None if negated or helpers & words.OUGHT else Status.HYPOTHETICAL, "“may”, “could” or “should”")
    if "going" in helpers or ("to" in helpers and "be" not in helpers and not infinitive):
        return Reading(Status.PLANNED, "“going to”")
    if negated:
        return Reading(None, NEGATED)
    if not title and tag in ("VB", "VBP") and not helpers and _is_bidden(tree, verb):
        return Reading(None, "an order to do it")
    if infinitive and helpers & {"is", "are", "was", "were"} and tree.keys[verb] != "blame":  # "who is to blame"
        return Reading(Status.PLANNED, "“is to” do it", bool(helpers & {"was", "were"}))
    if infinitive and not (helpers - {"to", "be", "have"}):
        return _of_infinitive(tree, verb, title)
    alone = tree.deps[verb] not in ("advcl", "acl")  # "rams a lorry into a wall, killing two", in a headline too
    return _tense(tag, helpers, tags, title and (tag != "VBG" or alone))


def _is_on_condition(tree: Tree, verb: int) -> bool:
    """ "Will pull out only if Chad does"."""
    clauses = (c for c in tree.children[verb] if tree.deps[c] == "advcl")
    return any(tree.lower[g] == "if" and tree.lower[g - 1] == "only" for c in clauses for g in tree.children[c])


def _tense(tag: str, helpers: set[str], tags: set[str], title: bool) -> Reading:
    """What the tense of a predicate says that nothing makes unreal; `tag` is its own, `tags` are its helpers'."""
    if "had" in helpers:
        return Reading(Status.HAPPENED, PAST_PERFECT, True, True)
    if helpers & {"has", "have", "'ve"}:
        if tag == "VBG":
            return Reading(Status.ONGOING, "present perfect progressive", True)
        return Reading(Status.HAPPENED, PERFECT, True)
    if tag == "VBG":
        if helpers & {"is", "are", "'s", "'re", "am", "'m"} or (title and not helpers):
            return Reading(Status.ONGOING, "present progressive", present=True)
        if helpers & {"was", "were", "been"}:
            return Reading(Status.HAPPENED, PAST_PROGRESSIVE, True)
        return Reading(Status.HAPPENED, "gerund")
    if tag == "VBN" and not helpers:
        return Reading(Status.HAPPENED, "participle" if not title else HEADLINE_PARTICIPLE, True)
    if helpers & {"being"}:
        return Reading(Status.ONGOING, "present progressive", present=True)
    if (tag in ("VBD", "VBN") and not helpers & {"is", "are"}) or helpers & {"was", "were", "did"}:
        return Reading(Status.HAPPENED, PAST, True)
    if tag in ("VBZ", "VBP", "VB", "NN", "NNS", "NNP", "NNPS", "JJ") or helpers & {"is", "are"} or "VBZ" in tags:
        return Reading(Status.HAPPENED, PRESENT, present=True)
    return Reading(Status.HAPPENED, "told as a fact", present=True)


def is_subjunctive(tree: Tree, verb: int, head: int) -> bool:
    """ "Proposed that they postpone": no tense, which after a past shows itself as a present."""
    bare = tree.tags[verb] == "VB" or (tree.tags[verb] == "VBP" and tree.tags[head] == "VBD")
    return bare and not any(tree.deps[c].startswith("aux") for c in tree.children[verb])


def is_what_was_agreed(tree: Tree, verb: int) -> bool:
    """ "Agreed to widen the pact during a summit": the summit is where they agreed."""
    above = tree.heads[verb]
    return tree.deps[verb] == "xcomp" and tree.keys[above] in words.AGREEING and mood(tree, above, title=False).past


def is_foremost(tree: Tree, noun: int) -> bool:
    """ "The first leader to visit Chad", "the most senior official to go there": he did."""
    near = [c for c in tree.children[noun] if tree.deps[c] == "amod"]
    return any(
        tree.lower[c] in words.FOREMOST or tree.tags[g] in ("JJS", "RBS") for c in near for g in (c, *tree.children[c])
    )


def is_where_done(tree: Tree, noun: int, case: str) -> bool:
    """ "Agreed on it at a summit", "spoke on the margins of talks", "insulted him on a trip": which took place."""
    key = tree.keys[noun]
    if case == "on":
        return key in words.TRIPS | words.MARGINS
    return case == "during" or (case == "at" and key not in words.ASKED_AT) or (case == "in" and key in words.TALKING)


def noun_marks(tree: Tree, noun: int) -> Reading | None:
    """What the words in front of a noun say: "a planned visit", "the alleged attack", "no talks"."""
    for c in tree.children[noun]:
        word = tree.lower[c]
        if tree.deps[c] in ("amod", "compound", "acl", "det", "advmod"):
            if word in words.CANCELLED_ADJ:
                return Reading(Status.CANCELLED, f"“{word}” before the noun", stated=True)
            if word in words.PLANNED_ADJ:
                return Reading(Status.PLANNED, f"“{word}” before the noun", stated=True)
            if word in words.ALLEGED_ADJ and not _is_claimed_by_somebody(tree, c):
                return Reading(Status.ALLEGED, f"“{word}” before the noun")
            if word in words.UNREAL_ADJ and tree.deps[c] != "acl":
                return Reading(None, f"“{word}” before the noun")
            if word == "no" and tree.deps[c] == "det":
                return Reading(None, NEGATED_NOUN)
            if word in words.ONGOING_ADJ:
                return Reading(Status.ONGOING, f"“{word}” before the noun", present=True)
            if tree.deps[c] == "acl" and _is_fixed(tree, c):
                return Reading(Status.PLANNED, f"“{word}” for a time")
    return None


def _is_claimed_by_somebody(tree: Tree, i: int) -> bool:
    """ "A raid claimed by Al-Shabab", "a border claimed by both": no word that doubts what the noun names."""
    return tree.lower[i] == "claimed" and tree.deps[i] == "acl" and "by" in {case_of(tree, c) for c in tree.children[i]}


def _is_fixed(tree: Tree, i: int) -> bool:
    """ "Pencilled in for Monday", "set for next week"."""
    return tree.keys[i] in words.FIXED and any(
        tree.deps[c].startswith("obl") and case_of(tree, c) == "for" and is_temporal(tree, c) for c in tree.children[i]
    )


def takes_place(tree: Tree, verb: int) -> bool:
    """ "Take place", "happen", "occur"."""
    place = tree.keys[verb] == "take" and any(tree.lower[c] == "place" for c in tree.children[verb])
    return place or tree.keys[verb] in ("happen", "occur")


def going_to(tree: Tree, going: int) -> Reading:
    """ "Is going to do it", "had been going to", which came to nothing."""
    if any(tree.lower[c] == "had" for c in tree.children[going]):
        return Reading(Status.CANCELLED, f"{HAD}been going to” do it", True)
    return Reading(None if is_negated(tree, going) else Status.PLANNED, "“going to” do it")
