"""What was not done although no "not" stands by it: almost, had it been so, untrue that, planned but dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tracker.extract.attribution import according
from tracker.extract.status_mood import Reading, is_negated
from tracker.extract.status_words import (
    ANNOUNCED,
    CANCELLED_ADJ,
    DENYING,
    PUT_FORWARD,
    SAYING,
    SHIFTING,
)
from tracker.extract.syntax import Tree, case_of, frame, is_temporal, subtree
from tracker.model import EventType, Status

CLAIMED = "responsibility for it is claimed"
_STANDING = frozenset("stand remain lie stay".split())
_UNDOING = frozenset("cancel rescind revoke retract annul scrap".split())
_TAKEN_BACK = _UNDOING | frozenset("withdraw reverse drop".split())
_ALONE = frozenset(("cc", "punct", "advmod", "aux", "aux:pass", "obl:tmod", "obl:unmarked", "obl:agent"))
_NAMED = {"threaten": "threat", "decide": "decision", "invite": "invitation"}
"""What verbs do, by the noun for it."""
_WHAT_WAS_TOLD = frozenset(
    "offer threat order decision plan bid invitation demand request promise pledge ban measure".split()
)
_WONDERING = frozenset("who whom whose what which when where why how".split())
_PARTING = frozenset((":", ";", "–", "—", "-"))
_NOT_BROUGHT_ABOUT = frozenset("place effect shape".split())
_ASKING = frozenset("do did does has have had is are was were will would can could".split())
_ALMOST = frozenset(("almost", "nearly"))
UNTRUE = frozenset(
    "untrue false unfounded baseless incorrect fabricated wrong groundless lie hoax fake nonsense forgery invention"
    " fiction fabrication fantasy fable fairytale misinformation disinformation".split()
)
_SCRAPPED = frozenset("cancel scrap postpone shelve abort suspend delay axe".split())
_STARTED = frozenset("begin start open convene happen".split())
_GIVEN_UP = frozenset("cancel postpone scrap drop shelve delay abandon skip pull call put fall back withdraw".split())
# what is said is no less said for being denied
SAID = frozenset((EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN))
_RUMOURS = frozenset(("rumor", "rumour"))
_TELLINGS = frozenset("report account claim source".split())
_UNSURE = frozenset("unconfirmed unverified conflicting".split())
_CONSIDERED = {
    "look": frozenset(("at", "into")), "think": frozenset(("about", "of")), "talk": frozenset(("about", "of")),
    "work": frozenset(("on", "towards", "toward")), "toy": frozenset(("with",)),
}  # fmt: skip
_PAUSES = frozenset("truce ceasefire halt cease-fire pause".split())
# "did not", "did not go": the verb after "but" that says the plan was not carried out
_CARRIED_OUT = frozenset("do go come happen take show materialise materialize attend make travel turn appear".split())


_TAKING_PLACE = frozenset(("happen", "materialise", "materialize"))
_HELD = {"go": ("ahead", "forward"), "take": ("place",), "come": ("off", "about")}


def unfulfilled(tree: Tree, verb: int) -> Reading | None:
    """Words of a predicate's own clause that say it was not done; None where there are none."""
    helpers: set[str] = set()
    subject = None
    for c in tree.children[verb]:
        dep = tree.deps[c]
        if dep == "advmod" and tree.lower[c] in _ALMOST and c < verb:
            return Reading(None, f"“{tree.lower[c]}” done")
        if dep in ("aux", "aux:pass", "mark"):
            helpers.add(tree.lower[c])
        if dep.startswith("nsubj") and subject is None:
            subject = c
    if {"to", "have"} <= helpers and helpers & {"was", "were"}:
        return Reading(Status.CANCELLED, "“was to have” done it", True)
    if subject is not None and tree.deps[verb] == "advcl" and _is_inverted(tree, verb, subject):
        return Reading(None, "“had” it been so")
    return None


def _is_inverted(tree: Tree, verb: int, subject: int) -> bool:
    """ "Had Iran attacked, …": the helper stands before the subject and nothing introduces the clause."""
    marked = any(tree.deps[c] == "mark" for c in tree.children[verb])
    return not marked and any(
        tree.deps[c] in ("aux", "aux:pass") and tree.lower[c] in ("had", "were", "should") and c < subject
        for c in tree.children[verb]
    )


def is_untrue(tree: Tree, i: int) -> bool:
    """Whether a predicate says that something is not so: "it is untrue that", "not true", "without foundation"."""
    if tree.lower[i] == "true":
        return is_negated(tree, i)
    if tree.lower[i] in ("foundation", "basis"):
        return any(tree.lower[c] in ("without", "no") for c in tree.children[i])
    told = tree.lower[i] in UNTRUE and not (tree.lower[i] == "lie" and tree.pos[i] == "VERB")
    return told and not is_negated(tree, i)


def taken_back(tree: Tree, verb: int) -> Reading | None:
    """ "Offered elections and withdrew the offer", "was reached, then cancelled", "resigned and then took it back"."""
    own = (tree.keys[g] for g in tree.children[verb] if tree.deps[g] in ("obj", "nsubj:pass"))
    named = {_NAMED.get(tree.keys[verb], tree.keys[verb]), *own} & _WHAT_WAS_TOLD
    for c in tree.children[verb]:
        behind = tree.deps[c] in ("conj", "parataxis") and tree.pos[c] == "VERB" and c > verb
        if behind and _takes_back(tree, verb, c, named):
            return Reading(Status.CANCELLED, f"“{tree.words[c]}” again", True)
    return None


def _takes_back(tree: Tree, verb: int, second: int, named: set[str]) -> bool:
    """Whether a second verb undoes what the first does, of which the objects in `named` are told."""
    below = tree.children[second]
    objects = [c for c in below if tree.deps[c] == "obj"]
    it = any(tree.lower[c] in ("it", "them") for c in objects)
    if tree.keys[second] == "take":
        return it and any(tree.lower[c] == "back" for c in below)
    undoing = tree.keys[second] in _UNDOING
    same = any(tree.keys[c] in named for c in objects) or (it and (bool(named) or undoing))
    suffered = undoing and frame(tree, verb).passive and {tree.deps[c] for c in below} <= _ALONE
    return (tree.keys[second] in _TAKEN_BACK and same) or suffered


def is_asked(tree: Tree, verb: int, *, title: bool) -> bool:
    """Whether a sentence only asks whether it was done: "Did he apologise?", in a headline "Vietnam expels ship?"."""
    start, end = tree.sentences[tree.sentence_of[verb]]
    words = [tree.lower[i] for i in range(start, end) if tree.pos[i] not in ("SPACE", "PUNCT")]
    if not words or "?" not in tree.lower[max(start, end - 3) : end]:
        return False
    apart = any(tree.lower[i] in _PARTING for i in range(verb + 1, end))  # "Visits Lome: a new alliance?"
    return words[0] in _ASKING or (title and not apart and _WONDERING.isdisjoint(words))


def has_object(tree: Tree, verb: int) -> bool:
    """Whether a verb brings something about, or not: "caused no casualties"; not "did not take place"."""
    return any(tree.deps[c] == "obj" and tree.keys[c] not in _NOT_BROUGHT_ABOUT for c in tree.children[verb])


def dropped(tree: Tree, verb: int, told: Reading) -> Reading:
    """ "Had been due to sign but did not", "was to meet him, but pulled out": an earlier plan that came to nothing."""
    if told.status is not Status.PLANNED:
        return told
    start, end = tree.sentences[tree.sentence_of[verb]]
    if not any(tree.lower[i] in ("was", "were", "had") for i in range(start, verb)):
        return told
    but = next((i for i in range(verb + 1, end) if tree.lower[i] == "but"), None)
    if but is None:
        return told
    for i in range(but + 1, end):
        if tree.pos[i] in ("VERB", "AUX") and (
            tree.keys[i] in _GIVEN_UP or (tree.keys[i] in _CARRIED_OUT and is_negated(tree, i))
        ):
            return Reading(Status.CANCELLED, f"“but {tree.words[i]}”", True)
        if tree.lower[i] in ("not", "n't") and tree.keys[i - 1] in ("do", "did") and tree.pos[tree.heads[i]] != "VERB":
            return Reading(Status.CANCELLED, "“but” did not", True)
    return told


def has_fallen(tree: Tree, head: int, framing: Mapping[str, frozenset[str]]) -> bool:
    """ "The deal fell through", "the talks are off"."""
    for c in tree.children[head]:
        if tree.keys[head] in _STANDING and tree.lower[c] in CANCELLED_ADJ:
            return True  # "the talks stand postponed"
        if tree.deps[c] == "advcl" and tree.keys[c] in _STARTED and _is_before(tree, c):
            return True  # "the talks collapsed before they began"
        if tree.deps[c] != "xcomp":
            continue
        if tree.keys[head] == "fail" and tree.keys[c] in _CARRIED_OUT:
            return True  # "the talks failed to take place"
        if tree.keys[head] in ("have", "need") and _is_called_off(tree, c, framing):
            return True  # "the visit had to be put off"
    if any(tree.deps[c] == "cop" for c in tree.children[head]):
        return tree.lower[head] == "off" or any(
            tree.deps[c] == "case" and tree.lower[c] == "off" for c in tree.children[head]
        )
    if tree.keys[head] == "slip" and put_off(tree, head):
        return True  # "the talks have slipped to the autumn"
    alone = not any(tree.deps[c] in ("obj", "aux", "aux:pass") for c in tree.children[head])
    particles = particles_of(tree, head)
    if alone and is_scrapped(tree, head):
        return True  # a headline's "visit to Kyiv called off"
    return frames_as(framing, "fallen", tree.keys[head], particles)


def is_scrapped(tree: Tree, verb: int) -> bool:
    """Whether a past form means that its subject or object does not take place: "called off", "scrapped"."""
    key = tree.keys[verb]
    off = key in _SCRAPPED or (key == "call" and "off" in particles_of(tree, verb))
    return off and tree.tags[verb] in ("VBD", "VBN")


def is_not_held(tree: Tree, verb: int) -> bool:
    """ "Did not go ahead", "never took place"."""
    held = any(tree.lower[c] in _HELD.get(tree.keys[verb], ()) for c in tree.children[verb])
    return (held or tree.keys[verb] in _TAKING_PLACE) and is_negated(tree, verb)


def falls_in_the_end(tree: Tree, head: int, framing: Mapping[str, frozenset[str]]) -> int | None:
    """ "The visit was overtaken by the vote and did not go ahead": the predicate that calls its own subject off."""
    for c in tree.children[head]:
        if tree.deps[c] != "conj" or any(tree.deps[g].startswith("nsubj") for g in tree.children[c]):
            continue
        if has_fallen(tree, c, framing) or is_not_held(tree, c):
            return c
    return None


def _is_called_off(tree: Tree, verb: int, framing: Mapping[str, frozenset[str]]) -> bool:
    shifted = tree.keys[verb] in SHIFTING and put_off(tree, verb)
    return shifted or frames_as(framing, "cancelled", tree.keys[verb], particles_of(tree, verb))


def _is_before(tree: Tree, clause: int) -> bool:
    return any(tree.deps[c] == "mark" and tree.lower[c] == "before" for c in tree.children[clause])


def particles_of(tree: Tree, verb: int) -> set[str]:
    """The small words by a verb that a framing of several words can ask for."""
    return {
        tree.lower[c] for c in tree.children[verb] if tree.deps[c] in ("compound:prt", "advmod", "obl", "obj", "case")
    }


def frames_as(
    framing: Mapping[str, frozenset[str]], name: str, key: str, particles: set[str], several: bool = False
) -> bool:
    """Whether a verb stands in a list of framing verbs; `several`: only forms of several words count."""
    rests = _by_head(framing.get(name, frozenset())).get(key, ())
    return any(rest in particles if rest else not several for rest in rests)


@cache
def _by_head(forms: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """What follows the first words of framing forms, "" for nothing."""
    rests: dict[str, list[str]] = {}
    for head, _, rest in (form.partition(" ") for form in forms):
        rests.setdefault(head, []).append(rest)
    return rests


def put_off(tree: Tree, verb: int) -> bool:
    """ "The visit was moved to the autumn"."""
    return any(
        tree.deps[c].startswith("obl") and case_of(tree, c) == "to" and is_temporal(tree, c)
        for c in tree.children[verb]
    )


def called_together(tree: Tree, verb: int, above: Reading) -> Reading | None:
    """ "Called a summit", "called a truce": whoever calls it brings it about, where he does not call for it."""
    if tree.keys[verb] != "call" or above.status is not Status.HAPPENED:
        return None
    below = tree.children[verb]
    named = [c for c in below if tree.deps[c] == "obj" and tree.pos[c] == "NOUN"]
    asked = any(case_of(tree, c) in ("for", "on") and not is_temporal(tree, c) for c in below)
    if not named or asked or any(tree.deps[c] in ("xcomp", "ccomp") for c in below):
        return None
    if tree.keys[named[0]] in _PAUSES:
        return above
    return Reading(Status.PLANNED, f"“{tree.words[verb]}” it", above.past)


def contested(tree: Tree, verb: int, type_: EventType, told: Reading) -> Reading:
    """ "Has sent arms, which Chad denies", "are looking at cutting aid": said to be done, but not sure or not yet."""
    if not told.is_done or type_ in SAID:
        return told
    head = tree.heads[verb]
    if (source := _unconfirmed(tree, verb)) is not None:
        return Reading(Status.ALLEGED, f"“{tree.words[source]}” of it not confirmed", told.past)
    marks = {tree.lower[c] for c in tree.children[verb] if tree.deps[c] in ("mark", "case")}
    if tree.tags[verb] == "VBG" and marks & _CONSIDERED.get(tree.keys[head], frozenset()):
        return Reading(Status.HYPOTHETICAL, f"only “{tree.words[head]}” at it", stated=True, intended=True)
    for c in subtree(tree, verb):
        if c <= verb or tree.keys[c] not in DENYING or tree.deps[c] not in ("acl:relcl", "advcl:relcl", "parataxis"):
            continue
        if is_negated(tree, c) or not any(tree.lower[g] == "which" and tree.deps[g] == "obj" for g in tree.children[c]):
            continue
        return Reading(Status.ALLEGED, f"“which” somebody “{tree.words[c]}”", told.past)
    return told


def _unconfirmed(tree: Tree, verb: int) -> int | None:
    """The source of what is told "according to unconfirmed reports", of what "rumours said"."""
    source, head = according(tree, verb), tree.heads[verb]
    named = [source] if source is not None else []
    if tree.deps[verb] == "ccomp" and tree.keys[head] in SAYING:
        named += [c for c in tree.children[head] if tree.deps[c] == "nsubj"]
    for c in named:
        unsure = any(tree.lower[g] in _UNSURE for g in tree.children[c])
        if tree.keys[c] in _RUMOURS or (unsure and tree.keys[c] in _TELLINGS):
            return c
    return None


def claimed(tree: Tree, verb: int, above: Reading) -> Reading | None:
    """ "Has claimed the attack", "claimed responsibility for it", "it was claimed by them": whoever claims it has done
    it."""
    args = frame(tree, verb)
    if args.passive and args.agents and args.patients:
        return Reading(Status.HAPPENED, CLAIMED, above.past)
    told = [c for c in tree.children[verb] if tree.deps[c] == "obj" and tree.tags[c] == "NN"]
    if not told or not (above.past or any(tree.keys[c] == "responsibility" for c in told)):
        return None
    return Reading(Status.HAPPENED, CLAIMED, above.past)


def is_only_announced(tree: Tree, verb: int, kind: str) -> bool:
    """ "Announced a visit", "presented a package of sanctions": that it will be, not that it was."""
    key = tree.keys[verb]
    return kind in ANNOUNCED if key == "announce" else kind == "sanctions" and key in PUT_FORWARD


def depends_on(tree: Tree, verb: int) -> bool:
    """Whether an "if" clause hangs on a predicate."""
    return any(
        tree.deps[c] == "advcl" and any(tree.lower[g] in ("if", "unless") for g in tree.children[c])
        for c in tree.children[verb]
    )
