"""Which land is meant: "the country", "the army", "the Gulf state", "the emir" whom nobody has named."""

from __future__ import annotations

from typing import Protocol

from tracker.extract.memory import BODIES, Memory
from tracker.extract.regions import lands_of
from tracker.extract.syntax import Tree, frame, governor_clause
from tracker.model import Actor, Place

PARTISAN = frozenset("REB UAF PTY OPP IMG ISM".split())
"""Sectors of those who stand against a state, or for a part of it."""
_ORGANS = frozenset("government military army ministry".split())
# these rule one state each, so that an unknown one still has a country
_RULERS = frozenset("emir sultan king queen monarch president premier chancellor".split())


class Named(Protocol):
    """The actors of a Doc as far as they have been read (tracker.extract.cast.Cast)."""

    tree: Tree
    memory: Memory
    at: dict[int, Actor]
    site: dict[int, Place]
    ground: str | None
    about: str | None

    def actors(self, i: int, *, modifiers: bool = True, depth: int = 0) -> list[Actor]: ...


def who(cast: Named, j: int) -> list[Actor]:
    """Who a token next to a pronoun means, pronouns among them."""
    return [cast.at[j]] if j in cast.at else cast.actors(j, depth=3) if cast.tree.pos[j] == "PRON" else []


def ruler_of_land(cast: Named, i: int) -> list[Actor]:
    """ "Phoned the emir", whom the article has not named: that of the land spoken of last."""
    key = cast.tree.keys[i]
    if key not in _RULERS or cast.tree.tags[i].endswith("S"):
        return []
    return [Actor(key, spoken.country, "GOV", office=key) for spoken in land_meant(cast, i)]


def land_meant(cast: Named, i: int) -> list[Actor]:
    """ "The country", "the army", "the Gulf state": the last land that does not stand beside it in its clause."""
    tree = cast.tree
    region = lands_of((tree.keys[i], *(tree.words[c] for c in tree.children[i])))
    beside = frame(tree, governor_clause(tree, i))
    own = {a.country for j in (*beside.agents, *beside.patients) if j != i for a in who(cast, j)}

    def fits(actor: Actor) -> bool:
        if actor.country in own or actor.country in (None, *BODIES) or actor.sector in PARTISAN:
            return False
        return region is None or actor.country in region

    main = cast.about
    if tree.keys[i] == "country" and region is None and main is not None and main not in own and _is_topic(cast, i):
        return [Actor("country", main)]
    if tree.keys[i] in _ORGANS and (home := _home_of_organ(cast, i)) and home not in own:
        return [Actor(tree.lower[i], home, "GOV")]
    return cast.memory.last(fits, i, listed=False) or cast.memory.last(fits, i)


def _is_topic(cast: Named, i: int) -> bool:
    """Whether "the country" is likely the one that the article is about: unless the words before speak of one other."""
    here = cast.tree.sentence_of[i] + cast.memory.base
    spoken = {s.actor.country for s in cast.memory.before(i) if s.sentence >= here - 1 and not s.place}
    lands = spoken - {None, *BODIES}
    return cast.about in lands or len(lands) != 1


def _home_of_organ(cast: Named, i: int) -> str | None:
    """Whose "the army" or "the government" is, in an article about what happens in one land: that land's, unless the
    sentence before speaks of another or the organ's own clause stands abroad."""
    tree = cast.tree
    here = tree.sentence_of[i]
    if cast.ground is None or _opens_paragraph(tree, here):
        return cast.ground
    spoken = {
        s.actor.country for s in cast.memory.recent() if s.sentence == here - 1 + cast.memory.base and not s.place
    }
    return cast.ground if not spoken - {None, *BODIES, cast.ground} else None


def _opens_paragraph(tree: Tree, sentence: int) -> bool:
    start = tree.starts[tree.sentences[sentence][0]]
    return "\n\n" in tree.text[max(0, start - 3) : start + 3]
