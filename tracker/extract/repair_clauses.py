"""Repairs of trees, continued: honours and possessors, actives and passives, what a clause goes on with."""

from __future__ import annotations

from tracker.extract.repair_subjects import SUBJECTS
from tracker.extract.timex_words import TEMPORAL

_TENSED = ("MD", "VBD", "VBZ", "VBP")


HONOURS = frozenset(("highness", "majesty", "excellency", "eminence", "holiness", "highnesses", "excellencies"))


def honoured(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "His Highness Sheikh Saif signed" Saif signs: the honour stands before the name, not the name behind it."""
    for honour in range(start, end):
        if words[honour].lower() not in HONOURS:
            continue
        names = [i for i in range(honour + 1, end) if heads[i] == honour and pos[i] == "PROPN" and deps[i] == "appos"]
        if not names or "," in words[honour : names[-1]]:
            continue
        name = names[-1]
        heads[name], deps[name] = (name if heads[honour] == honour else heads[honour]), deps[honour]
        heads[honour], deps[honour] = name, "nmod:desc"
        for i in names[:-1]:
            heads[i], deps[i] = name, "nmod:desc"
        for i in range(name + 1, end):
            if heads[i] == honour:
                heads[i] = name


_COPULAR = ("becom", "became", "remain", "seem", "is", "was", "are", "were", "be", "look", "appear", "stay", "prove")


def verbs_taken_for_participles(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """ "Police arrested students": a noun with a subject and no copula is the object of the participle between them."""
    for noun in range(start + 2, end):
        if deps[noun] not in ("ROOT", "root", "ccomp", "parataxis") or pos[noun] not in ("NOUN", "PROPN"):
            continue
        own = [k for k in range(start, end) if heads[k] == noun and k != noun]
        subject = next((k for k in own if deps[k] in SUBJECTS and k < noun), None)
        if subject is None or any(deps[k] in ("cop", "aux", "aux:pass") for k in own):
            continue
        verb = next((k for k in own if subject < k < noun and tags[k] in ("VBN", "VBD") and deps[k] == "amod"), None)
        if verb is None or "," in words[subject:noun]:
            continue
        tags[verb], pos[verb] = "VBD", "VERB"
        deps[verb], heads[verb] = deps[noun], verb if heads[noun] == noun else heads[noun]
        deps[noun], heads[noun], heads[subject] = "obj", verb, verb
        for k in own:
            if k > noun and deps[k] in ("punct", "advcl", "obl", "obl:unmarked", "advmod", "parataxis", "conj"):
                heads[k] = verb


def actives(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """A verb with an object, or in a full sentence in the past tense, and no passive helper is active."""
    full = words[end - 1] == "."
    helped = {heads[i] for i in range(start, end) if deps[i] == "aux:pass"}
    going_on = {verb for verb in helped if words[verb].endswith("ing")}
    for verb in going_on:
        tags[verb] = "VBG"
    for i in range(start, end):
        if heads[i] in going_on and deps[i] in ("aux:pass", "nsubj:pass"):
            deps[i] = deps[i].removesuffix(":pass")  # "has been shuttling"
        if deps[i] == "nsubj:pass" and pos[heads[i]] == "VERB":
            own = [deps[k] for k in range(start, end) if heads[k] == heads[i]]
            if ("obj" in own or (full and tags[heads[i]] == "VBD")) and "aux:pass" not in own:
                deps[i] = "nsubj"


def bare_complements(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """A noun that is a verb's only complement is its object, unless the verb equates ("became president")."""
    for i in range(start, end):
        if deps[i] == "xcomp" and pos[i] in ("NOUN", "PROPN") and pos[heads[i]] == "VERB" and heads[i] < i:
            verb = heads[i]
            if any(heads[k] == i and deps[k] == "case" for k in range(verb, i)):
                deps[i] = "obl"  # "will send officials to Quito"
                continue
            if not words[verb].lower().startswith(_COPULAR) and not any(
                heads[k] == verb and deps[k] in ("obj", "iobj") for k in range(start, end)
            ):
                deps[i] = "obj"


def possessors(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """A possessor stands before what it owns."""
    for i in range(start, end):
        if deps[i] != "nmod:poss" or heads[i] >= i or pos[i] != "PROPN":
            continue
        mark = next((k for k in range(i + 1, min(i + 4, end)) if words[k] in ("'s", "’s", "'", "’")), None)
        if mark is None:
            continue
        owned = next(
            (k for k in range(mark + 1, min(mark + 7, end)) if pos[k] == "NOUN" and deps[k] != "compound"), None
        )
        if owned is not None:
            heads[i] = owned


def nominals_before_heads(pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """A plain nmod follows its noun: one far before it is taken as the object of the verb before it, if it has none."""
    for i in range(start, end):
        if deps[i] != "nmod" or heads[i] <= i or heads[i] - i < 4 or pos[i] not in ("NOUN", "PROPN"):
            continue
        for verb in range(i - 1, start - 1, -1):
            if pos[verb] == "VERB" and deps[verb] not in ("case", "amod"):
                taken = any(heads[j] == verb and deps[j] == "obj" for j in range(start, end))
                heads[i], deps[i] = verb, "obl" if taken else "obj"
                break


def infinitives_of_adjectives(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "is about to sign, he said" the infinitive right behind an adjective is the adjective's, not "said"'s."""
    for to in range(start + 1, end - 1):
        verb = heads[to]
        adjective = to - 1
        if words[to].lower() != "to" or deps[to] != "mark" or verb <= to or pos[verb] != "VERB":
            continue
        if pos[adjective] != "ADJ" or heads[verb] == adjective or deps[verb] not in ("ccomp", "parataxis", "conj"):
            continue
        if any(heads[k] == adjective and deps[k] == "cop" for k in range(start, to)) and not any(
            heads[k] == verb and deps[k] in SUBJECTS for k in range(start, end)
        ):
            heads[verb], deps[verb] = adjective, "xcomp"


SUSPECTING = frozenset(("suspected", "accused"))


def days_after_suspicions(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "arrested a man suspected of spying on Monday" the day is the arrest's, not the suspicion's."""
    for i in range(start, end):
        participle = heads[i]
        if not deps[i].startswith("obl") or words[i].lower() not in TEMPORAL or deps[participle] != "acl":
            continue
        noun = heads[participle]
        suspected = words[participle].lower() in SUSPECTING
        if suspected and deps[noun] in ("obj", "nsubj:pass") and pos[heads[noun]] == "VERB":
            heads[i] = heads[noun]


SPEAKING = frozenset(
    "accusing blaming saying calling citing warning arguing condemning criticising criticizing denouncing".split()
)


def words_after_orders(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "ordered the envoy to leave, accusing him of lies" whoever orders also accuses."""
    for i in range(start + 1, end):
        inner = heads[i]
        if deps[i] != "advcl" or words[i].lower() not in SPEAKING or words[i - 1] != ",":
            continue
        if deps[inner] == "xcomp" and pos[heads[inner]] == "VERB" and inner < i:
            heads[i] = heads[inner]


def agents_of_passives(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "was hit with tariffs by Canada" whoever stands behind "by" hits, whatever noun a parser hangs it on."""
    for by in range(start + 1, end - 1):
        doer = heads[by]
        if words[by] != "by" or deps[by] != "case" or deps[doer] != "nmod" or pos[doer] != "PROPN":
            continue
        noun = heads[doer]
        verb = heads[noun]
        if deps[noun].startswith("obl") and tags[verb] == "VBN" and verb < noun < by and doer > by:
            own = [deps[k] for k in range(start, by) if heads[k] == verb]
            if "aux:pass" in own and "obl:agent" not in own:
                heads[doer], deps[doer] = verb, "obl:agent"


def finite_conjuncts(tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "criticised him for lying and expelled his envoy" the past tense goes on with "criticised"."""
    for i in range(start, end):
        inner = heads[i]
        if deps[i] != "conj" or tags[i] not in ("VBD", "VBZ") or inner >= i or pos[inner] != "VERB":
            continue
        if any(heads[k] == i and deps[k] in SUBJECTS for k in range(inner, i)):
            continue
        outer = heads[inner]
        if (
            deps[inner] == "ccomp"
            and tags[outer] == tags[i] != tags[inner]
            and outer < inner
            and tags[inner] in _TENSED
        ):
            heads[i] = outer  # "says that they fled and accuses them"
            continue
        if (
            tags[i] != "VBD"
            or tags[inner] not in ("VBG", "VB")
            or any(heads[k] == inner and tags[k] in _TENSED for k in range(start, inner))
        ):
            continue
        outer = heads[inner]
        while outer != inner and pos[outer] == "VERB" and tags[outer] in ("VBG", "VB") and heads[outer] != outer:
            outer = heads[outer]
        if pos[outer] == "VERB" and tags[outer] in ("VBD", "VBN") and outer < inner:
            heads[i] = outer


def days_in_clauses(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """ "The first visit since troops invaded in May": a day behind the verb of a noun's clause belongs to that verb."""
    for i in range(start, end):
        noun = heads[i]
        if deps[i] != "nmod" or noun >= i or not (words[i].lower() in TEMPORAL or pos[i] == "NUM"):
            continue
        clause = next(
            (k for k in range(i - 1, noun, -1) if heads[k] == noun and deps[k] in ("acl", "acl:relcl", "advcl")), None
        )
        if clause is not None and pos[clause] == "VERB" and "," not in words[clause:i]:
            heads[i], deps[i] = clause, "obl"
