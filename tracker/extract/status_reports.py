"""What a report, a rumour or the lack of a sign says of what it tells: claimed, or said to be false."""

from __future__ import annotations

from tracker.extract import status_words as words
from tracker.extract.status_mood import Reading, is_negated
from tracker.extract.status_unreal import is_untrue
from tracker.extract.syntax import Tree
from tracker.model import Status

_HEARSAY = frozenset(
    "allege appear assume believe claim fear feel presume reckon report rumor rumour say seem suspect think"
    " understand".split()
)
_KNOWN = frozenset("confirm discover find know prove reveal show".split())
_RAISING = frozenset(("appear", "seem"))


def hearsay(tree: Tree, verb: int, head: int) -> Reading | None:
    """Status of what is only heard or thought: "is said to have struck", "appear to have been held"; what "is known to
    have" been done was; None for other clauses."""
    key, below = tree.keys[head], tree.children[verb]
    passive = any(tree.deps[c] in ("aux:pass", "nsubj:pass") for c in tree.children[head])
    if tree.deps[verb] not in ("xcomp", "ccomp") or not (passive or key in _RAISING) or is_negated(tree, head):
        return None
    helpers = {tree.keys[c] for c in below if tree.deps[c].startswith("aux")}
    if "have" not in helpers or not any(tree.lower[c] == "to" for c in below):
        return None
    why = f"“{tree.words[head]} to” have done it"
    if key in _HEARSAY:
        return Reading(Status.ALLEGED, why, True)
    return Reading(Status.HAPPENED, why, True) if key in _KNOWN else None


def is_report(tree: Tree, noun: int) -> bool:
    """ "Reports", "talk of"; not "talks"."""
    return tree.keys[noun] in words.REPORTS and tree.lower[noun] != "talks"


def is_denied_report(tree: Tree, noun: int) -> bool:
    """Whether a report is said to be false: "dismissed talk of", "the rumour that … was untrue", "proved unfounded"."""
    head, dep = tree.heads[noun], tree.deps[noun]
    if not (is_report(tree, noun) or tree.keys[noun] in words.SHOWN):
        return False
    if tree.deps[head] == "advcl" and any(tree.lower[c] == "as" for c in tree.children[head]):
        head = tree.heads[head]  # "dismissed as invented a report that …"
    if dep in ("obj", "nsubj:pass") and tree.keys[head] in words.DISMISSING:
        return not is_negated(tree, head)
    below = (c for c in tree.children[head] if tree.deps[c] in ("xcomp", "obj"))
    return dep.startswith("nsubj") and (is_untrue(tree, head) or any(is_untrue(tree, c) for c in below))


def is_in_denied_report(tree: Tree, saying: int) -> bool:
    """ "Dismissed as baseless an account by websites, which said …"."""
    i = saying
    while tree.deps[i] in ("acl:relcl", "acl", "nmod", "obl:agent", "appos") and tree.heads[i] != i:
        i = tree.heads[i]
        if is_denied_report(tree, i):
            return True
    return False


def reported(tree: Tree, verb: int, noun: int, dep: str) -> Reading | None:
    """Status of a clause that says what a noun is of: "no sign that", "a report according to which", "a claim that"."""
    says_what = dep in ("ccomp", "acl") or _is_content(tree, verb)
    word = tree.words[noun]
    if says_what and tree.keys[noun] == "denial":
        return Reading(Status.DENIED, f"“{word}” of it")
    if says_what and tree.keys[noun] in words.SIGNS and any(tree.lower[c] == "no" for c in tree.children[noun]):
        status = Status.ALLEGED if tree.keys[noun] == "confirmation" else Status.DENIED
        return Reading(status, f"“no {word}” that it")
    if not is_report(tree, noun) or not (says_what or (dep == "acl:relcl" and _is_according(tree, verb))):
        return None
    if is_denied_report(tree, noun):
        return Reading(Status.DENIED, f"“{word}” of it is said to be false")
    return Reading(Status.ALLEGED, f"“{word}” of it")


def _is_content(tree: Tree, verb: int) -> bool:
    """ "A report that troops had crossed", however it is parsed; not "a report that shook Chad"."""
    that = next((c for c in tree.children[verb] if tree.lower[c] == "that"), None)
    if that is None or tree.tags[that] == "IN":
        return that is not None
    whole = {tree.deps[c] for c in tree.children[verb] if c != that}
    return {"nsubj", "obj"} <= whole  # nothing is left for it to stand for


def _is_according(tree: Tree, verb: int) -> bool:
    return any(tree.lower[g] == "according" for c in tree.children[verb] for g in (c, *tree.children[c]))
