"""What is refused by "will not": which verbs, and when "will not" is no refusal but somebody else's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tracker.extract.syntax import Tree, frame
from tracker.model import Actor

# what cannot be refused
_STATES = frozenset(
    "be have know affect happen need matter work last change take come become seem mean include result exist"
    " remain feel like want hesitate surprise cost understand find see get dare".split()
)
_FORETELLING = frozenset("ensure guarantee mean believe hope expect think predict sure assure fear doubt".split())


def refused(tree: Tree, start: int, end: int, actors: Mapping[int, Actor]) -> Iterator[int]:
    """Verbs among tokens start…end that somebody says they "will not" do. `actors`: who is named at a token."""
    for i in range(start, end):
        if tree.lower[i] not in ("not", "n't", "never"):
            continue
        verb = tree.heads[i]
        if tree.pos[verb] != "VERB" or tree.keys[verb] in _STATES:
            continue
        will = any(tree.lower[c] in ("will", "would", "wo") for c in tree.children[verb])
        if will and not _is_foretold(tree, verb, actors):
            yield verb


def _is_foretold(tree: Tree, verb: int, actors: Mapping[int, Actor]) -> bool:
    """Whether "will not" is somebody else's word about the subject: "the deal ensures that Iran will not …"."""
    above = tree.heads[verb]
    if tree.deps[verb] != "ccomp":
        return False
    if tree.keys[above] in _FORETELLING:
        return True
    speakers = {actors[j].country for j in frame(tree, above).agents if j in actors}
    own = {actors[j].country for j in frame(tree, verb).agents if j in actors}
    return bool(speakers and own) and None not in speakers | own and speakers.isdisjoint(own)
