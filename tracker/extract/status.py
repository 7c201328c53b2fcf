"""Whether it happened: status from tense, modality, negation, conditionals, attribution and framing verbs."""

from __future__ import annotations

from dataclasses import replace

from tracker.extract import status_unreal as unreal
from tracker.extract import status_words as words
from tracker.extract.status_complements import (
    bare_beside,
    bare_complement,
    finite_complement,
    infinitive_of_noun,
)
from tracker.extract.status_frames import (
    called_off_behind,
    come_to_nothing,
    framed,
    is_talked_of,
    keeps_own,
    undone_participle,
)
from tracker.extract.status_lasting import lasting
from tracker.extract.status_mood import (
    NEGATED,
    WHERE_DONE,
    Reading,
    going_to,
    is_marked,
    is_negated,
    is_subjunctive,
    is_what_was_agreed,
    is_where_done,
    is_willing,
    marker_of,
    mood,
    noun_marks,
    purpose,
)
from tracker.extract.status_reports import hearsay, is_denied_report, is_report, reported
from tracker.extract.status_taken import (
    is_as_somebody_says,
    is_come_close_to,
    is_on_its_eve,
    marked_for_another,
    of_what_may_come,
    survives,
)
from tracker.extract.status_unreal import (
    dropped,
    has_fallen,
    is_asked,
    is_untrue,
    taken_back,
    unfulfilled,
)
from tracker.extract.supporting import is_under_way
from tracker.extract.syntax import Tree, case_of, governor_clause
from tracker.extract.triggers import Candidate, Lexicon
from tracker.model import Status

_TALKED_OF = frozenset(
    "sanctions aid arms_transfer data_sharing cooperation agreement joint_exercise withdrawal release recall ceasefire"
    " disarmament expulsion deployment concession".split()
)
_CLAIMED = frozenset("allegation accusation report claim suspicion rumor rumour suggestion speculation".split())
_COMPLEMENTS = frozenset(("xcomp", "ccomp", "obj", "csubj", "csubj:pass"))
_NEGATIONS = frozenset((NEGATED, "“will not”", "would", "“may”, “could” or “should”"))


def read_status(tree: Tree, cand: Candidate, lexicon: Lexicon, *, title: bool) -> Reading:
    """Status of a candidate as its own sentence tells it. `title`: headlines use the present for what happened."""
    if is_asked(tree, cand.verb, title=title):
        return Reading(None, "asked, not told")
    told = dropped(tree, cand.verb, _told(tree, cand, lexicon, title))
    return lasting(tree, cand, unreal.contested(tree, cand.verb, cand.rule.type, told), title=title)


def _told(tree: Tree, cand: Candidate, lexicon: Lexicon, title: bool) -> Reading:
    if cand.form == "will not":
        return Reading(Status.HAPPENED, "“will not”: a refusal", present=True)
    if cand.rule.negated:
        return _unopposed(_of_clause(tree, cand.verb, lexicon, title, 0))
    if cand.nominal:
        head = tree.heads[cand.token]
        if cand.rule.kind in _TALKED_OF and is_talked_of(tree, cand.token):
            return Reading(None, f"only what “{tree.words[head]}” is about")
        known = any(tree.lower[c] == "the" or tree.deps[c] == "acl:relcl" for c in tree.children[cand.token])
        if tree.deps[cand.token] == "obj" and tree.keys[head] in words.FEARING and not known:
            return Reading(Status.HYPOTHETICAL, f"only what somebody “{tree.words[head]}”", stated=True)
        bare = not any(tree.deps[c] in ("acl", "ccomp") for c in tree.children[cand.token])
        answered = cand.rule.kind == "accusation" and tree.deps[cand.token] == "obj" and not cand.light and bare
        if answered and tree.keys[head] in words.ANSWERING and not is_negated(tree, head):
            return Reading(Status.HAPPENED, f"what somebody “{tree.words[head]}”", stated=True)
        if not cand.light and tree.deps[cand.token] == "obj" and _is_announcement(tree, head, cand.rule.kind, title):
            return Reading(Status.PLANNED, f"“{tree.words[head]}” it")
        own = noun_marks(tree, cand.token)
        if own is not None and cand.rule.kind == "agreement" and own.why.startswith("“announced”"):
            own = None  # "the deal announced on Monday" is made
        begun = tree.deps[cand.token].startswith("nsubj") and tree.keys[head] in words.BEGUN
        if own is not None and own.status is Status.CANCELLED and begun and tree.tags[head] == "VBD":
            own = None  # "the postponed visit began on Monday"
        if own is not None and own.status not in (Status.PLANNED, Status.ONGOING):
            return own
        if not cand.light or own is not None:
            outer = _of_noun(tree, cand.token, lexicon, title, 0)
            if own is not None and own.status is Status.PLANNED and outer.why == "negated":
                return Reading(Status.CANCELLED, "planned, but not done", outer.past)
            # "has postponed a planned trip"
            return outer if own is None or outer.status in (Status.CANCELLED, Status.DENIED) else own
        if tree.deps[cand.token] == "nmod":
            # "announced the postponement of the visit"
            outer = _noun_of_noun(tree, cand.token, lexicon, title, 0)
            if outer.status in (Status.CANCELLED, Status.DENIED):
                return outer
        if tree.heads[cand.verb] == cand.token:
            # the light verb stands in a relative clause: what the main clause does with the noun counts first
            outer = _of_noun(tree, cand.token, lexicon, title, 0)
            if outer.status in (Status.CANCELLED, Status.DENIED, Status.ALLEGED, Status.HYPOTHETICAL):
                return outer
        if tree.deps[cand.token].startswith("nsubj") and has_fallen(tree, cand.verb, lexicon.framing):
            return Reading(Status.CANCELLED, f"“{tree.words[cand.verb]}”", True)
        above = _of_clause(tree, cand.verb, lexicon, title, 0)
        made = framed(tree, cand.verb, tree.keys[cand.verb], lexicon, above, obj=True)
        if made is not None:
            return made
        if above.status is Status.HAPPENED and unreal.is_only_announced(tree, cand.verb, cand.rule.kind):
            return Reading(Status.PLANNED, f"“{tree.words[cand.verb]}” it")
        return above
    return _of_clause(tree, cand.verb, lexicon, title, 0)


def _is_announcement(tree: Tree, verb: int, kind: str, title: bool) -> bool:
    """ "Announced marches for May Day", once they are announced."""
    return unreal.is_only_announced(tree, verb, kind) and mood(tree, verb, title).status is Status.HAPPENED


def _unopposed(told: Reading) -> Reading:
    """What a rule for the negated verb makes of it: "will not oppose" is said now, whatever the tense."""
    if told.status in (None, Status.CANCELLED) and told.why in _NEGATIONS:
        return Reading(Status.HAPPENED, "not opposed", told.past, present=not told.past)
    return told


def _of_noun(tree: Tree, noun: int, lexicon: Lexicon, title: bool, depth: int) -> Reading:
    """Status of an event named by a noun, from what its clause does with it."""
    dep, head = tree.deps[noun], tree.heads[noun]
    if head == noun or depth > 6:
        if (off := called_off_behind(tree, noun)) is not None:
            return Reading(Status.CANCELLED, f"“{tree.words[off]}” behind the noun")
        return Reading(Status.HAPPENED, "named as a fact", present=True, assumed=True)
    if is_come_close_to(tree, noun):
        return Reading(Status.CANCELLED, "come close to, not done", True)
    if dep.startswith("nsubj") and has_fallen(tree, head, lexicon.framing):
        return Reading(Status.CANCELLED, f"“{tree.words[head]}”", True)
    if dep.startswith("nsubj") and (off := unreal.falls_in_the_end(tree, head, lexicon.framing)) is not None:
        return Reading(Status.CANCELLED, f"“{tree.words[off]}”", True)
    if dep.startswith("nsubj") and tree.lower[head] in words.PROSPECTS:
        return Reading(Status.PLANNED if words.PROSPECTS[tree.lower[head]] else None, f"“{tree.words[head]}”")
    if tree.pos[head] in ("VERB", "AUX") or (tree.pos[head] == "ADJ" and dep.startswith("nsubj")):
        return _noun_of_verb(tree, noun, lexicon, title, depth)
    if dep.startswith("nsubj") and is_under_way(tree, head):
        told = _of_clause(tree, head, lexicon, title, depth + 1)
        return told if depth == 0 else Reading(Status.PLANNED, f"“{tree.words[noun]}” for it under way")
    if tree.pos[head] in ("NOUN", "PROPN"):
        return _noun_of_noun(tree, noun, lexicon, title, depth)
    if is_willing(tree, head) and case_of(tree, noun) == "for":
        return Reading(Status.HYPOTHETICAL, f"“{tree.words[head]} for” it", stated=True, intended=True)
    if tree.lower[head] in words.READY and case_of(tree, noun) == "for":
        return Reading(Status.PLANNED, f"“{tree.words[head]} for” it")
    return Reading(Status.HAPPENED, "named as a fact", present=True, assumed=True)


def _noun_of_verb(tree: Tree, noun: int, lexicon: Lexicon, title: bool, depth: int) -> Reading:
    """The same where a verb or an adjective governs the noun."""
    dep, head = tree.deps[noun], tree.heads[noun]
    key, case = tree.keys[head], case_of(tree, noun)
    if dep == "conj":
        return _of_noun(tree, head, lexicon, title, depth + 1)
    if is_as_somebody_says(tree, noun):
        return Reading(Status.ALLEGED, f"what somebody “{tree.words[head]}” was one", True)
    above = _of_clause(tree, head, lexicon, title, depth + 1)
    if dep == "obj" and not above.is_done and key in words.ENDING:
        return Reading(Status.ONGOING, f"yet to “{tree.words[head]}” it", present=True, assumed=True, firm=True)
    if dep in ("obj", "nsubj:pass", "nsubj", "xcomp", "iobj") or dep.startswith("obl"):
        made = framed(
            tree, head, key, lexicon, above, obj=dep in ("obj", "nsubj:pass", "xcomp") or case in ("for", "to")
        )
        if made is None and dep.startswith("obl"):
            made = framed(tree, head, key, lexicon, above, obj=True, noun=noun)
        if made is not None:
            return made
    if dep.startswith("nsubj"):
        if survives(tree, noun, above):
            return Reading(Status.HAPPENED, "what something is said of", above.past, assumed=True, firm=True)
        if above.why == NEGATED and unreal.has_object(tree, head):
            return Reading(Status.HAPPENED, "what it did not bring about", tree.tags[head] == "VBD")
        if key in words.CAUSING and any(tree.lower[c] in ("may", "might", "could") for c in tree.children[head]):
            return Reading(Status.HAPPENED, f"what may {key} other things", above.past, above.background)
        if above.status in (Status.PLANNED, Status.HYPOTHETICAL, None) and (
            key in words.DOING or key in words.MAKING or tree.pos[head] == "AUX" or dep == "nsubj"
        ):
            return above if above.status is not Status.HYPOTHETICAL else Reading(Status.PLANNED, above.why)
        why = f"subject of its clause: {above.why}"
        return Reading(above.status or Status.HAPPENED, why, above.past, above.background, assumed=True)
    if dep.startswith("obl") and above.status is Status.CANCELLED and above.why.startswith(words.PAST_PLANS):
        return above  # "was to have travelled to Apia for talks"
    if above.is_done and (case in words.AFTER or (dep == "obj" and key == "follow")):
        return Reading(Status.HAPPENED, f"“{case or key}” it", True, firm=True)  # "the vote follows talks on Monday"
    if case in words.BEFORE or (case == "for" and above.status is not Status.HAPPENED and key not in words.BLAMING):
        return Reading(Status.PLANNED, f"“{case}” it")
    if (to_come := of_what_may_come(tree, noun, above)) is not None:
        return to_come
    if case == "for" and key in words.LEAVING:
        return Reading(Status.PLANNED, f"“{key}” for it", above.past)
    if dep == "obj" and above.status in (Status.PLANNED, Status.HYPOTHETICAL, None) and key in words.DOING:
        return above
    if dep == "obj" and above.status is Status.PLANNED and key in words.PROMOTING:
        return above
    if dep == "obj" and above.status in (Status.HYPOTHETICAL, None) and key in words.SAYING:
        return above
    agreed_at = case == "during" or (case == "at" and key != "meet" and tree.keys[noun] in words.TALKING)
    if agreed_at and dep.startswith("obl") and is_what_was_agreed(tree, head):
        return Reading(Status.HAPPENED, "where it was agreed", True)
    if case == "at" and tree.keys[noun] in words.ASKED_AT:
        return Reading(Status.HAPPENED, f"“at {tree.words[noun]}” of somebody")
    # "updated a plan aimed at countering raids during talks": they were held
    aimed = tree.tags[head] == "VBG" and bool(marker_of(tree, head))
    if case in ("during", "on", "at", "in") and above.status is Status.PLANNED and not aimed:
        return Reading(Status.PLANNED, f"“{case}” it, in a clause about the future")
    if dep.startswith("obl") and above.is_done and above.past and is_where_done(tree, noun, case):
        return Reading(Status.HAPPENED, WHERE_DONE, above.past, above.background, assumed=True, firm=True)
    return Reading(Status.HAPPENED, "presupposed by its clause", above.past, above.background, assumed=True)


def _noun_of_noun(tree: Tree, noun: int, lexicon: Lexicon, title: bool, depth: int) -> Reading:
    """The same where another noun governs it."""
    dep, head = tree.deps[noun], tree.heads[noun]
    key, case = tree.keys[head], case_of(tree, noun)
    marks = noun_marks(tree, head) if dep != "nmod:poss" else None
    if marks is not None:
        return marked_for_another(tree, noun, marks) or marks
    if is_on_its_eve(tree, noun):
        return Reading(Status.PLANNED, f"on the {tree.words[head]} of it", firm=True)
    if key in words.PLAN_NOUNS or key in ("invitation", "ahead"):
        outer = _of_noun(tree, head, lexicon, title, depth + 1)
        if outer.status in (Status.CANCELLED, Status.DENIED, None):
            return outer
        return Reading(Status.PLANNED, f"“{tree.words[head]}” for it")
    if key in words.UNREAL_NOUNS or key in words.MEMORIES:
        return Reading(None, f"only a {tree.words[head]}")
    if key in ("cancellation", "postponement", "delay", "suspension"):
        return Reading(Status.CANCELLED, f"“{tree.words[head]}” of it")
    if key == "denial":
        return Reading(Status.DENIED, f"“{tree.words[head]}” of it")
    if is_denied_report(tree, head):
        return Reading(Status.DENIED, f"“{tree.words[head]}” of it is said to be false")
    if key in _CLAIMED:
        return Reading(Status.ALLEGED, f"“{tree.words[head]}” of it")
    if case in words.BEFORE:
        return Reading(Status.PLANNED, f"“{case}” it")
    if case == "since":
        return Reading(Status.HAPPENED, "“since” it", True, assumed=True, firm=True)
    outer = _of_noun(tree, head, lexicon, title, depth + 1)
    there = case in ("at", "during") and outer.is_done and outer.past and is_where_done(tree, noun, case)
    return replace(outer, why=WHERE_DONE, assumed=True, firm=True) if there else outer  # "updated a pact at a summit"


def _of_clause(tree: Tree, verb: int, lexicon: Lexicon, title: bool, depth: int) -> Reading:
    """Status of the event that a predicate reports."""
    own = unfulfilled(tree, verb) or taken_back(tree, verb) or mood(tree, verb, title)
    if depth > 8 or own.why.startswith("“was to have”"):
        return own
    dep, head = tree.deps[verb], tree.heads[verb]
    below = dep not in ("ROOT", "root")
    for c in tree.children[verb]:
        if below and tree.deps[c] in ("mark", "advmod") and tree.lower[c] in words.CONDITION:
            if tree.lower[c] == "whether" and own.why == "infinitive":
                return Reading(None, "“whether” to do it")
            if tree.lower[c] == "until":
                return Reading(Status.PLANNED, "“until” it")
            return Reading(Status.HYPOTHETICAL, f"“{tree.lower[c]}” introduces it")
        if tree.deps[c] == "mark" and tree.lower[c] == "before" and not own.past:
            return Reading(Status.PLANNED, "“before” it")
        if tree.deps[c] == "advmod" and tree.lower[c] in words.ALLEGED_ADV:
            return Reading(Status.ALLEGED, f"“{tree.lower[c]}”", own.past, stated=tree.lower[c] in words.TOLD_ADV)
    if head == verb:
        return own
    complement = dep in ("ccomp", "csubj", "csubj:pass", "acl", "advcl") and own.why != "infinitive"
    if complement and is_untrue(tree, head):
        return Reading(Status.DENIED, f"“{tree.words[head]}” that it")
    bare = own.why in ("infinitive", "gerund", "participle")
    if dep == "conj" and tree.pos[head] in ("VERB", "AUX", "ADJ"):
        if bare or not _finite_marks(tree, verb):
            shared = _of_clause(tree, head, lexicon, title, depth + 1)
            if is_negated(tree, verb):
                return Reading(None, "negated")
            unsure = shared.status in (Status.PLANNED, Status.HYPOTHETICAL, Status.DENIED, Status.ALLEGED, None)
            if (bare or unsure) and not (tree.tags[verb] == "VBD" and shared.why == "infinitive"):
                return shared if tree.tags[verb] != "VBD" or shared.status in (Status.DENIED, Status.ALLEGED) else own
        else:
            outer = _outer(tree, head, lexicon, title, depth)
            if outer is not None:
                return outer
        return own
    if tree.pos[head] in ("VERB", "AUX", "ADJ"):
        return _under_verb(tree, verb, head, dep, own, bare, lexicon, title, depth)
    if tree.pos[head] in ("NOUN", "PROPN", "PRON", "NUM"):
        return _under_noun(tree, verb, head, dep, own, bare, lexicon, title, depth)
    return own


def _finite_marks(tree: Tree, verb: int) -> bool:
    return tree.tags[verb] in ("VBD", "VBZ", "VBP") or any(tree.deps[c].startswith("aux") for c in tree.children[verb])


def _outer(tree: Tree, verb: int, lexicon: Lexicon, title: bool, depth: int) -> Reading | None:
    """What the clauses above say about a finite clause ("denied that …", "if …")."""
    above = _of_clause(tree, verb, lexicon, title, depth + 1)
    return above if above.status in (Status.DENIED, Status.ALLEGED, Status.HYPOTHETICAL) else None


def _under_verb(
    tree: Tree, verb: int, head: int, dep: str, own: Reading, bare: bool, lexicon: Lexicon, title: bool, depth: int
) -> Reading:
    """Status of a clause that hangs on the verb or adjective `head`; `bare`: it has no tense of its own."""
    if dep == "ccomp" and tree.keys[head] in words.PROPOSING and is_subjunctive(tree, verb, head):
        return Reading(None, f"only what “{tree.words[head]}” asks for")
    if (heard := hearsay(tree, verb, head)) is not None:
        return heard
    if bare and is_come_close_to(tree, verb):
        return Reading(Status.CANCELLED, "come close to, not done", True)
    if dep in _COMPLEMENTS or (dep == "advcl" and bare and is_marked(tree, verb)):
        if bare and marker_of(tree, verb) == "against":
            return Reading(None, f"“{tree.words[head]} against” it")
        if bare and tree.keys[head] in words.KEEPING and marker_of(tree, verb) == "from":
            return Reading(None, f"“{tree.words[head]} from” it")
        if tree.lower[head] == "going" and own.why == "infinitive":
            return going_to(tree, head)
        above = _of_clause(tree, head, lexicon, title, depth + 1)
        seen = tree.keys[head] in words.PERCEIVING and tree.tags[verb] in ("VB", "VBP") and not marker_of(tree, verb)
        if seen and above.is_done:
            return replace(above, why=f"“{tree.words[head]}” it done", stated=True)
        made = framed(tree, head, tree.keys[head], lexicon, above, obj=True)
        if made is not None and (bare or tree.keys[head] not in words.HOLDING or not own.past):
            return own if keeps_own(made, own, tree.keys[head], bare) else made
        return (
            bare_complement(tree, verb, head, own, above) if bare else finite_complement(tree, verb, head, own, above)
        )
    if dep not in ("advcl", "parataxis", "dep"):
        return own
    if bare and own.why == "infinitive" and dep == "advcl" and tree.keys[head] == "use":
        using = _of_clause(tree, head, lexicon, title, depth + 1)
        return replace(using, why=f"what “{tree.words[head]}” was for")
    if bare and own.why == "infinitive" and dep == "advcl":
        calling = tree.keys[head] in words.CALLING | words.GOING
        return purpose(tree.words[head], _of_clause(tree, head, lexicon, title, depth + 1) if calling else None)
    if bare:
        return bare_beside(tree, head, marker_of(tree, verb), _of_clause(tree, head, lexicon, title, depth + 1))
    if own.status is not None and dep == "advcl" and tree.pos[head] == "VERB" and depth < 2:
        outer = _outer(tree, head, lexicon, title, depth)
        return outer if outer is not None and outer.status is Status.HYPOTHETICAL else own
    return own


def _under_noun(
    tree: Tree, verb: int, head: int, dep: str, own: Reading, bare: bool, lexicon: Lexicon, title: bool, depth: int
) -> Reading:
    key = tree.keys[head]
    if dep == "advcl" and own.why == "infinitive" and any(tree.deps[c] == "cop" for c in tree.children[head]):
        return purpose(tree.words[head], _of_clause(tree, head, lexicon, title, depth + 1))  # "is in Rome to sign"
    if title and dep == "acl" and own.why == "infinitive" and tree.heads[head] == head:
        return Reading(Status.PLANNED, "headline infinitive")
    if (dep == "acl" and own.why == "infinitive") or (dep == "acl" and is_marked(tree, verb)):
        governor = governor_clause(tree, head)
        above = _of_clause(tree, governor, lexicon, title, depth + 1) if governor != verb and depth < 6 else own
        return infinitive_of_noun(tree, head, governor, above, lexicon)
    if dep == "acl" and bare:
        watching = governor_clause(tree, head)
        if tree.tags[verb] == "VBG":
            above = _of_clause(tree, watching, lexicon, title, depth + 1) if depth < 6 else own
            fate = come_to_nothing(tree, head, watching, lexicon, above) if key in words.PLAN_NOUNS else None
            if fate is not None:
                return fate  # "an order expelling her was annulled"
        if (undone := undone_participle(tree, verb, head, watching, lexicon)) is not None:
            return undone
        if tree.keys[watching] in words.WATCHING and mood(tree, watching, title).why == "infinitive":
            return Reading(None, f"whatever there may be to {tree.words[watching]}")
        if tree.tags[verb] == "VBG":
            if above.status is None and key in words.PAPERS:
                return above  # "failed to adopt a motion condemning the raid"
            if not above.past or tree.keys[verb] in words.HOLDING_ON:
                return Reading(Status.ONGOING, "participle", present=True)
        return Reading(Status.HAPPENED, "participle", True)
    if dep in ("ccomp", "acl") and is_report(tree, head):
        above = _of_noun(tree, head, lexicon, title, depth + 1) if depth < 6 else own
        if above.status is Status.DENIED:
            return above  # "denied reports that …"
    return reported(tree, verb, head, dep) or own
