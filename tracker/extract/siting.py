"""Which of a sentence's places is the event's: the one that its own clause locates it in; none when unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.extract.cast import FoundPlace
from tracker.extract.syntax import Tree, case_of, frame, governor_clause, subtree
from tracker.extract.triggers import Candidate
from tracker.model import Actor, Place

_AT = frozenset("in at near off outside inside across along within into toward towards to".split())
_INNER = frozenset("in at near off outside inside along".split())
_SETTLEMENTS = frozenset(
    "city town village port resort capital province region district suburb state island prefecture governorate county"
    " municipality area neighborhood neighbourhood outskirts outskirt centre center heart street vicinity settlement"
    " territory peninsula enclave exclave commune department township".split()
)
"""Nouns that "of" joins to the name of the place they mean: "the town of Faro"."""
BLOWS = frozenset(
    "strike airstrike attack raid bombing shelling blast explosion bombardment assault ambush missile rocket drone"
    " shell bomb barrage salvo incursion offensive shooting fire".split()
)
"""Nouns that stand where who strikes might: "a strike on Faro killed six"."""
SUFFERED = BLOWS | frozenset(
    "killing murder death assassination massacre slaughter stabbing beheading poisoning kidnapping abduction downing"
    " crash atrocity hijacking rape torture".split()
)
"""Nouns for what somebody suffers."""
RETURNED = frozenset("retaliation response revenge reaction reprisal answer reply".split())
"""What stands between an event and what it answers: neither the place nor the day of the latter is its own."""
_TOPICS = frozenset("over about regarding concerning amid despite".split())
_HEARING = frozenset(("reporter", "journalist", "newspaper", "correspondent"))
_STRUCK = frozenset(("on", "against"))


@dataclass(frozen=True, slots=True)
class _CountryPlace:
    start_token: int
    end_token: int
    place: Place


class _Named(Protocol):
    """An actor mention, as far as it can stand for a place."""

    @property
    def start_token(self) -> int: ...
    @property
    def end_token(self) -> int: ...
    @property
    def actor(self) -> Actor: ...


def countries_as_places(found: Sequence[_Named]) -> tuple[FoundPlace, ...]:
    """Without a book of places, the countries named are the places known."""
    return tuple(
        _CountryPlace(f.start_token, f.end_token, Place(f.actor.name, f.actor.country))
        for f in found
        if f.actor.country and f.actor.sector is None and f.actor.person is None
    )


def place_of(tree: Tree, cand: Candidate, places: Sequence[FoundPlace], *, to_counts: bool) -> Place | None:
    """The event's place. `to_counts`: "to" and "into" name it too (visits, deployments)."""
    number = tree.sentence_of[cand.token]
    ranked: list[tuple[int, int, int, Place]] = []
    own = set(subtree(tree, cand.token))
    blows = () if cand.nominal else [j for j in frame(tree, cand.verb).agents if tree.keys[j] in BLOWS]
    for found in places:
        if tree.sentence_of[found.start_token] != number:
            continue
        named = _head(tree, found)
        head = _meant(tree, named)
        case = case_of(tree, head)
        struck = tree.heads[head] in blows
        if case in _STRUCK and (head != named or struck):
            case = "in"  # "on the outskirts of", "a strike on"
        if not case and found.start_token and tree.lower[found.start_token - 1] in _AT:
            case = tree.lower[found.start_token - 1]
        if to_counts and tree.deps[head] == "obj" and tree.heads[head] == cand.token:
            case = "to"
        if case not in _AT or (case in ("to", "into", "toward", "towards", "from") and not to_counts):
            continue
        clause = governor_clause(tree, head)
        if _is_hearsay(tree, head):
            continue
        if _is_topic(tree, head, cand.token, clause):
            continue
        if head in own and cand.nominal:
            rank = 0
        elif tree.heads[head] in (cand.token, cand.verb):
            rank = 1
        elif clause == cand.verb or struck:
            rank = 2
        elif tree.heads[clause] == cand.verb and _is_same_moment(tree, clause):
            rank = 3
        else:
            continue
        detail = 0 if found.place.lat is not None and case in _INNER else 1
        ranked.append((rank + (2 if case == "from" else 0), detail, abs(head - cand.token), found.place))
    return min(ranked, key=lambda r: r[:3])[3] if ranked else None


def _is_hearsay(tree: Tree, head: int) -> bool:
    """ "According to activists in Beirut", "told reporters in London": where it was told, not where it happened."""
    above = tree.heads[head]
    told = any(tree.lower[c] == "according" for c in tree.children[above])
    return tree.deps[head] == "nmod" and (told or tree.keys[above] in _HEARING)


def _is_topic(tree: Tree, head: int, token: int, clause: int) -> bool:
    """ "Sanctions over the war in Chad": the place is that of what the event is about."""
    i = tree.heads[head]
    while i not in (token, clause) and tree.heads[i] != i:
        if case_of(tree, i) in _TOPICS or tree.keys[i] in RETURNED:
            return True
        i = tree.heads[i]
    return False


def _meant(tree: Tree, head: int) -> int:
    """The noun that stands for the place in its clause: "town" in "the town of Faro"."""
    above = tree.heads[head]
    return above if case_of(tree, head) == "of" and tree.keys[above] in _SETTLEMENTS else head


def _is_same_moment(tree: Tree, clause: int) -> bool:
    """Whether a clause tells how and where its governor came about: "killed when a bomb went off in Faro"."""
    opens = (tree.lower[c] for c in tree.children[clause] if tree.deps[c] in ("mark", "advmod") and c < clause)
    return tree.deps[clause] == "advcl" and any(word in ("when", "as") for word in opens)


def country_nearby(tree: Tree, cand: Candidate, places: Sequence[FoundPlace]) -> str | None:
    """Country of the only places named in the sentence, None where they lie in several."""
    number = tree.sentence_of[cand.token]
    here = (p for p in places if tree.sentence_of[p.start_token] == number and not _is_hearsay(tree, _head(tree, p)))
    found = {p.place.country for p in here if p.place.country}
    return found.pop() if len(found) == 1 else None


def _head(tree: Tree, found: FoundPlace) -> int:
    for i in range(found.start_token, found.end_token):
        if not found.start_token <= tree.heads[i] < found.end_token:
            return i
    return found.end_token - 1
