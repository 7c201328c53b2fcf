"""Repairs of trees, continued: which verb an object belongs to, and how verbs go on from one another."""

from __future__ import annotations

from tracker.extract.repair_subjects import SUBJECTS
from tracker.extract.timex_words import TEMPORAL

_OBJECTS = frozenset(("obj", "iobj"))
PROMISING = frozenset("promised pledged vowed agreed offered threatened refused promises pledges vows offers".split())
_MESSAGES = frozenset("call letter speech statement interview message address telegram meeting talks visit".split())
_NOBODY = TEMPORAL | frozenset(
    "end deadline christmas easter ramadan eid border frontier summit river lake sea coast road embassy airport port"
    " bridge hill".split()
)
_AMID = frozenset("in during after amid since of by from".split())


def acting_officials(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "Acting President Ama Togbe flew" nobody is acting the president: the president flew."""
    for acting in range(start, end):
        if words[acting] not in ("Acting", "acting") or tags[acting] != "VBG" or pos[acting] != "VERB":
            continue
        verb = heads[acting]
        office = next((i for i in range(acting + 1, end) if heads[i] == acting and deps[i] == "obj"), None)
        if office is None or verb <= office or any(heads[i] == verb and deps[i] in SUBJECTS for i in range(start, end)):
            continue
        pos[acting] = "ADJ"
        heads[office], deps[office] = verb, "nsubj"
        heads[acting], deps[acting] = office, "amod"


def objects_behind_verbs(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "ordered them to leave and suspended flights" the flights, behind "suspended", are not what was left."""
    for verb in range(start, end):
        if deps[verb] != "conj" or pos[verb] != "VERB":
            continue
        if any(heads[i] == verb and deps[i] in _OBJECTS for i in range(verb + 1, end)):
            continue
        for i in range(verb + 1, end):
            if deps[i] == "obj" and heads[i] < verb and pos[heads[i]] == "VERB" and "," not in words[verb:i]:
                heads[i] = verb
                break


def promises(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "promised in a letter to send boats" the letter sends none: the boats are what is promised."""
    for to in range(start, end):
        sent = heads[to]
        if words[to] != "to" or deps[to] != "mark" or deps[sent] != "acl":
            continue
        noun = heads[sent]
        verb = heads[noun]
        said = words[noun].lower() in _MESSAGES and deps[noun] == "obl" and words[verb].lower() in PROMISING
        if said and not any(heads[i] == verb and deps[i] in ("xcomp", "ccomp") for i in range(start, end)):
            heads[sent], deps[sent] = verb, "xcomp"


def verbs_in_lists(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "cut its ties, recognised the rebels and sent an envoy" the second past tense goes on with the first."""
    for verb in range(start, end):
        first = heads[verb]
        if deps[verb] != "advcl" or tags[verb] != "VBD" or first >= verb or tags[first] != "VBD":
            continue
        if words[verb - 1] != "," or any(heads[i] == verb and i < verb and words[i] != "," for i in range(start, end)):
            continue
        if any(heads[i] == first and deps[i] == "conj" and tags[i] == "VBD" for i in range(verb + 1, end)):
            deps[verb] = "conj"


def towns_taken_for_verbs(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "shipped shells to Port Sudan" nothing is ported: a capital inside a sentence begins a name."""
    for i in range(start + 2, end - 1):
        name, verb = i + 1, heads[i]
        taken = tags[i] == "VB" and words[i - 1] == "to" and words[i][:1].isupper() and pos[name] == "PROPN"
        if taken and heads[name] == i and heads[i - 1] == i and words[verb].islower() and verb < i:
            tags[i], pos[i], deps[i], heads[i] = "NNP", "PROPN", "compound", name
            deps[name], heads[name], deps[i - 1], heads[i - 1] = "obl", verb, "case", name


def gatherings(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "ministers meeting in Rome said" the ministers speak, who meet: no meeting does."""
    for i in range(start + 1, end - 1):
        before = i - 1
        both = deps[i].startswith("nsubj") and deps[before].startswith("nsubj") and heads[i] == heads[before]
        if (
            both
            and pos[i] == "NOUN"
            and words[i] == "meeting"
            and tags[before] == "NNS"
            and words[i + 1] in ("in", "at", "on")
        ):
            heads[i], deps[i] = before, "acl"


def objects_of_particles(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "shot down a plane" the plane, without a preposition, is shot down."""
    for i in range(start, end):
        verb = heads[i]
        if deps[i] != "obl" or verb >= i or pos[i] not in ("NOUN", "PROPN") or words[i].lower() in TEMPORAL:
            continue
        own = [k for k in range(verb, i) if heads[k] in (verb, i)]
        particle = next((k for k in own if deps[k] == "compound:prt"), None)
        if particle is None or any(deps[k] in ("case", *_OBJECTS) for k in own):
            continue
        if all(heads[k] == i or k == i for k in range(particle + 1, i)):
            deps[i] = "obj"


def doers_of_objects(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "condemned Monday's raid by troops" the troops raided, in "postponed a visit by the king" the king was to
    come: nobody is done by who does."""
    for doer in range(start, end):
        verb = heads[doer]
        if not deps[doer].startswith(("obl", "nsubj")) or verb >= doer or pos[verb] != "VERB":
            continue
        if deps[doer] != "obl:agent" and not _is_somebody_behind_by(words, pos, deps, heads, verb, doer):
            continue
        own = [k for k in range(start, end) if heads[k] == verb]
        active = any(deps[k] == "nsubj" and k != doer for k in own) and not any(deps[k] == "aux:pass" for k in own)
        done = [k for k in own if deps[k] == "obj" and verb < k < doer and pos[k] == "NOUN"]
        if active and done:
            heads[doer], deps[doer] = done[-1], "nmod"


def _is_somebody_behind_by(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], verb: int, doer: int
) -> bool:
    """Whether "by" and somebody, no day and no measure, stand right behind the verb's object."""
    own = [k for k in range(verb, doer) if heads[k] == doer]
    by = next((k for k in own if deps[k] == "case" and words[k].lower() == "by"), None)
    if by is None or pos[by - 1] not in ("NOUN", "PROPN"):
        return False
    if not _NOBODY.isdisjoint(words[k].lower() for k in range(by, doer + 1)):
        return False
    named = pos[doer] == "PROPN" or any(pos[k] == "PROPN" or deps[k] == "det" for k in own)
    return named and not any(deps[k] == "nummod" for k in own)


def fighting_as_noun(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "died in fighting between Chad and Mali" fighting is no verb: nothing is fought and nobody fights it."""
    for i in range(start, end):
        if words[i].lower() != "fighting" or pos[i] != "VERB" or deps[i] not in ("advcl", "acl", "xcomp"):
            continue
        own = [k for k in range(start, end) if heads[k] == i]
        mark = next((k for k in own if deps[k] in ("mark", "case") and k == i - 1), None)
        if mark is None or words[mark].lower() not in _AMID or any(deps[k] in ("obj", "nsubj", "aux") for k in own):
            continue
        pos[i], deps[mark] = "NOUN", "case"
        deps[i] = "obl" if pos[heads[i]] == "VERB" else "nmod"
        for k in own:
            if deps[k] == "obl":
                deps[k] = "nmod"


LEAVING = frozenset("leave leaves left leaving fly flies flew head heads headed depart departs departed".split())


def places_left_for(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "left for Dakar to sign a pact" Dakar signs nothing: it is where somebody went."""
    for mark in range(start, end):
        verb = heads[mark]
        above = heads[verb]
        if words[mark].lower() != "for" or deps[mark] != "mark" or words[above].lower() not in LEAVING:
            continue
        place = next((i for i in range(mark + 1, verb) if heads[i] == verb and deps[i] == "nsubj"), None)
        if place is not None and pos[place] == "PROPN" and above < mark:
            heads[mark], deps[mark] = place, "case"
            heads[place], deps[place] = above, "obl"


def subjects_before_helpers(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "left after Ama Togbe had called" Ama Togbe called: a noun between "after" and "had" is the subject."""
    for helper in range(start, end):
        verb = heads[helper]
        if words[helper].lower() != "had" or deps[helper] != "aux" or verb < helper or pos[verb] != "VERB":
            continue
        own = [k for k in range(start, helper) if heads[k] == verb]
        mark = next((k for k in own if deps[k] == "mark"), None)
        if mark is None or any(deps[k] in SUBJECTS for k in own):
            continue
        bare = [k for k in own if mark < k and deps[k] in ("obl", "obj", "nmod") and pos[k] in ("PROPN", "NOUN")]
        bare = [k for k in bare if not any(heads[c] == k and deps[c] == "case" for c in range(mark, k))]
        if bare:
            deps[bare[-1]] = "nsubj"


def verbs_after_gerunds(
    tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "has warned Chad against arming rebels and barred two firms" who warned also barred: it is no gerund."""
    for verb in range(start, end):
        gerund = heads[verb]
        if deps[verb] != "conj" or tags[verb] not in ("VBD", "VBN") or tags[gerund] != "VBG" or gerund > verb:
            continue
        above = heads[gerund]
        own = [deps[k] for k in range(start, end) if heads[k] == verb]
        if "obj" in own and "aux:pass" not in own and pos[above] == "VERB" and tags[above] in ("VBD", "VBN"):
            heads[verb] = above
