"""What a verb makes of the event that it governs: "plans to visit", "called off the visit", "denied that it paid"."""

from __future__ import annotations

from tracker.extract import status_words as words
from tracker.extract.status_mood import HAD, PAST_PERFECT, Reading, is_negated
from tracker.extract.status_reports import is_in_denied_report
from tracker.extract.status_unreal import called_together, claimed, frames_as, is_scrapped, particles_of, put_off
from tracker.extract.syntax import Tree, case_of, frame
from tracker.extract.triggers import Lexicon
from tracker.model import Status

# "had been expected to come": and is told because he did not
_COUNTED_ON = frozenset("plan schedule expect intend slate hope aim mean".split())
# "was wrongly reported to have been arrested"
_FALSELY = frozenset("wrongly falsely mistakenly erroneously".split())
# "was originally scheduled for May"
_AT_FIRST = frozenset(("originally", "initially"))


def framed(
    tree: Tree, verb: int, key: str, lexicon: Lexicon, above: Reading, *, obj: bool, noun: int | None = None
) -> Reading | None:
    """What a governing verb makes of the event: planned, weighed, called off, denied, alleged, not done, asked for.

    `noun`: where the event stands behind a preposition ("pulled out of the talks"), which several words must ask for.
    """
    if not obj:
        return None
    word = tree.words[verb]
    particles = particles_of(tree, verb)
    if noun is not None:
        particles |= {tree.lower[c] for c in tree.children[noun] if tree.deps[c] == "case"}
    negated = is_negated(tree, verb)

    def frames(name: str) -> bool:
        return frames_as(lexicon.framing, name, key, particles, several=noun is not None)

    if key in words.SAYING and any(tree.lower[c] in _FALSELY for c in tree.children[verb]):
        return Reading(Status.DENIED, f"“falsely {word}”")
    if frames("cancelled") or (noun is None and key in words.SHIFTING and put_off(tree, verb)):
        if above.status in (Status.PLANNED, Status.HAPPENED, Status.ONGOING) and not negated:
            return Reading(Status.CANCELLED, f"“{word}” governs it", above.past)
        return Reading(None, f"“{word}” governs it, but it is not said to have been done")
    if frames("denied"):
        if negated:
            return Reading(Status.ALLEGED, f"“not {word}” governs it")
        return Reading(Status.DENIED, f"“{word}” governs it")
    if frames("failed"):
        return Reading(None, f"“{word}” governs it: not done")
    if key == "claim" and (own := claimed(tree, verb, above)) is not None:
        return own
    if frames("alleged"):
        return Reading(Status.ALLEGED, f"“{word}” governs it")
    if frames("planned") and not (key == "set" and "off" in particles):
        if above.status is Status.DENIED:
            return above  # "denied that it planned to attack"
        if negated:
            return Reading(Status.CANCELLED, f"“not {word}” governs it")
        if key in _COUNTED_ON and above.why == PAST_PERFECT and above.background:
            return Reading(Status.CANCELLED, f"{HAD}{word}” governs it", True)
        if key in _COUNTED_ON and above.past and any(tree.lower[c] in _AT_FIRST for c in tree.children[verb]):
            return Reading(Status.CANCELLED, f"{HAD}originally {word}” governs it", True)
        return Reading(Status.PLANNED, f"“{word}” governs it", above.past)
    if frames("weighed"):
        return Reading(
            None if negated else Status.HYPOTHETICAL, f"“{word}” governs it", above.past, stated=True, intended=True
        )
    if frames("begun"):
        return above if not negated else Reading(None, "negated")
    if frames("asked"):
        return called_together(tree, verb, above) or Reading(None, f"only asked for (“{word}”)")
    return None


def come_to_nothing(tree: Tree, noun: int, governor: int, lexicon: Lexicon, above: Reading) -> Reading | None:
    """What becomes of a plan that a noun names, where it comes to nothing; None where it may stand."""
    told = tree.deps[noun] in ("obj", "nsubj:pass")
    made = framed(tree, governor, tree.keys[governor], lexicon, above, obj=told)
    return made if made is not None and made.status in (Status.CANCELLED, Status.DENIED, None) else None


def keeps_own(frame: Reading, own: Reading, key: str, bare: bool) -> bool:
    """Whether the clause's own tense says more than the frame: what was done is no plan and is not weighed, plans
    claimed are plans."""
    if frame.status in (Status.PLANNED, Status.HYPOTHETICAL) and own.past and not bare:
        return True
    return frame.status is Status.ALLEGED and key in ("claim", "believe") and own.status is Status.PLANNED


def is_talked_of(tree: Tree, noun: int) -> bool:
    """ "Discussed the withdrawal of troops", "talks on the release of hostages", "talked about an embargo"."""
    head = tree.heads[noun]
    if tree.deps[noun] == "obj":
        still = tree.keys[head] == "negotiate" and tree.tags[head] not in ("VBD", "VBN")  # else it was brokered
        return still or tree.keys[head] in words.DISCUSSING
    talks = {tree.keys[head], *(tree.keys[j] for j in frame(tree, head).patients)}
    return bool(talks & words.TALKING) and case_of(tree, noun) in ("on", "over", "about")


def called_off_behind(tree: Tree, noun: int) -> int | None:
    """The participle of "minister's visit to Kyiv called off", which hangs on the visit or on Kyiv."""
    for i in (noun, *tree.children[noun]):
        for c in tree.children[i]:
            if c > noun and tree.deps[c] == "acl" and is_scrapped(tree, c):
                return c
    return None


def undone_participle(tree: Tree, verb: int, noun: int, above: int, lexicon: Lexicon) -> Reading | None:
    """What is not so, told by a participle behind a noun that the clause `above` governs: "no troops sent", "denies
    troops sent there", "a video showing troops", which is forged, "a motion condemning it", which is vetoed."""
    governor = tree.heads[noun]
    alone = tree.pos[governor] in ("NOUN", "PROPN") and not any(tree.deps[c] == "cop" for c in tree.children[governor])
    alone = alone or (tree.keys[governor] in words.SAYING and not tree.deps[noun].startswith("nsubj"))
    if alone and any(tree.lower[c] == "no" and tree.deps[c] == "det" for c in tree.children[noun]):
        return Reading(Status.DENIED, f"“no {tree.words[noun]}” {tree.words[verb]}")
    objects = [c for c in tree.children[above] if tree.deps[c] in ("obj", "iobj")]
    if objects == [noun] and tree.keys[above] in words.DENYING:
        return Reading(Status.DENIED, f"“{tree.words[above]}” it")
    if is_in_denied_report(tree, verb):
        return Reading(Status.DENIED, "what is said to be forged")
    vetoed = tree.keys[noun] in words.PAPERS
    if vetoed and frames_as(lexicon.framing, "cancelled", tree.keys[above], particles_of(tree, above)):
        return Reading(None, f"“{tree.words[above]}” what says it")
    return None
