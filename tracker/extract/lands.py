"""Which land is meant: "the country", "the army", "the Gulf state", "the emir" whom nobody has named."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from tracker.extract.memory import ALL, BODIES, Memory
from tracker.extract.regions import are_allies, are_close, lands_of, ruler_of_colony
from tracker.extract.sides import countries
from tracker.extract.syntax import Tree, frame, governor_clause, opens_paragraph
from tracker.model import Actor, Place

_TOWNS_BACK = 3
"""Sentences back to which "the city" is sought."""
PARTISAN = frozenset("REB UAF PTY OPP IMG ISM".split())
"""Sectors of those who stand against a state, or for a part of it."""
_ORGANS = frozenset("government military army ministry".split())
_ARMIES = frozenset(("army", "military"))
FRIENDS = frozenset("ally friend partner patron".split())
# what two lands have between them
_TIES = frozenset(
    "flight tie relation trade border link route travel crossing traffic railway road ferry bridge pipeline cooperation"
    " exchange visa truce ceasefire treaty".split()
)
_SENDING = frozenset("send deploy dispatch order mobilise mobilize command instruct call".split())
RULERS = frozenset("ruler power master".split())
_CRITICS = frozenset("PTY OPP LEG CVL LAB REL EDU".split())
# these rule one state each, so that an unknown one still has a country
_RULERS = frozenset("emir sultan king queen monarch president premier chancellor".split())

# where there are such rulers
_REALMS = {
    "emir": frozenset("QAT KWT AFG".split()),
    "sultan": frozenset("OMN BRN".split()),
    "chancellor": frozenset("DEU AUT".split()),
    "king": frozenset("SAU JOR MAR BHR THA ESP SWE NOR DNK NLD BEL GBR BTN KHM TON SWZ LSO MYS".split()),
    "queen": frozenset("GBR DNK NLD".split()),
}
KOREAS = {"north": [Actor("North Korea", "PRK")], "south": [Actor("South Korea", "KOR")]}
# "the two Koreas", "both Sudans"
NAMESAKES = {
    "koreas": (("KOR", "South Korea"), ("PRK", "North Korea")),
    "sudans": (("SDN", "Sudan"), ("SSD", "South Sudan")),
    "congos": (("COD", "Democratic Republic of the Congo"), ("COG", "Republic of the Congo")),
}


class Named(Protocol):
    """The actors of a Doc as far as they have been read (tracker.extract.cast.Cast)."""

    tree: Tree
    memory: Memory
    at: dict[int, Actor]
    named: dict[int, Actor]
    site: dict[int, Place]
    desk: str | None
    ground: str | None
    about: str | None

    def actors(self, i: int, *, modifiers: bool = True, depth: int = 0) -> list[Actor]: ...


def is_land(actor: Actor) -> bool:
    """A country as such, nobody in it."""
    return actor.country is not None and actor.sector is None and actor.person is None


def who(cast: Named, j: int) -> list[Actor]:
    """Who a token next to a pronoun means, pronouns among them."""
    return [cast.at[j]] if j in cast.at else cast.actors(j, depth=3) if cast.tree.pos[j] == "PRON" else []


def issuer_of(cast: Named) -> str | None:
    """The land whose "the Ministry" or "the Minister" an official text means."""
    return cast.desk or cast.memory.first_to_act() or cast.ground or cast.about


def ruler_of_land(cast: Named, i: int) -> list[Actor]:
    """ "Phoned the emir", whom the article has not named: that of the land spoken of last."""
    key = cast.tree.keys[i]
    if key not in _RULERS or cast.tree.tags[i].endswith("S"):
        return []
    lands = _REALMS.get(key)
    if lands is None:
        return [Actor(key, spoken.country, "GOV", office=key) for spoken in land_meant(cast, i)]
    return [Actor(key, a.country, "GOV", office=key) for a in cast.memory.last(lambda a: a.country in lands, i)]


def land_meant(cast: Named, i: int) -> list[Actor]:
    """ "The country", "the army", "the Gulf state": the last land that does not stand beside it in its clause."""
    tree = cast.tree
    region = lands_of((tree.keys[i], *(tree.words[c] for c in tree.children[i])))
    beside = frame(tree, governor_clause(tree, i))
    inside = tree.deps[i] == "nmod"  # "told Omani officials during a trip to the sultanate"
    near = beside.agents if inside else (*beside.agents, *beside.patients)
    own = {a.country for j in near if j != i for a in who(cast, j)}

    def fits(actor: Actor) -> bool:
        if actor.country in own or actor.country in (None, *BODIES) or actor.sector in PARTISAN:
            return False
        return region is None or actor.country in region

    if tree.keys[i] in _ORGANS and (ours := _critics_own(cast, i) or _sent(cast, i)):
        return [Actor(tree.lower[i], ours, "GOV")]
    main = cast.about
    if tree.keys[i] == "country" and region is None and main is not None and main not in own and _is_topic(cast, i):
        return [Actor("country", main)]
    if tree.keys[i] in _ORGANS and tree.words[i][:1].isupper() and (home := issuer_of(cast)):
        return [Actor(tree.lower[i], home, "GOV")] if home not in own else []  # "the Ministry" that writes
    if tree.keys[i] in _ORGANS and (home := _home_of_organ(cast, i)) and home not in own:
        return [Actor(tree.lower[i], home, "GOV")]
    if tree.keys[i] in _ARMIES and (army := cast.memory.last(lambda a: a.sector == "MIL" and fits(a), i)):
        spoken = {a.country for a in _spoken_just_before(cast, i) if fits(a)}
        if not spoken or army[0].country in spoken:
            return army
    last = cast.memory.last
    return last(fits, i, listed=False, spots=False) or last(fits, i, listed=False) or last(fits, i)


def _critics_own(cast: Named, i: int) -> str | None:
    """ "The opposition criticised the government": that of the one country whose parties, lawmakers or people do."""
    agents = [j for j in frame(cast.tree, governor_clause(cast.tree, i)).agents if j != i]
    doing = [a for j in agents for a in who(cast, j) or cast.actors(j, depth=2)]
    lands = {a.country for a in doing}
    ours = len(lands) == 1 and all(a.sector in _CRITICS and a.country not in BODIES for a in doing)
    return next(iter(lands)) if ours else None


def _sent(cast: Named, i: int) -> str | None:
    """ "Threatened to send the army": that of whoever sends it."""
    tree = cast.tree
    if tree.deps[i] != "obj" or tree.keys[tree.heads[i]] not in _SENDING:
        return None
    lands = {a.country for j in frame(tree, tree.heads[i]).agents if j != i for a in who(cast, j)} - {None, *BODIES}
    return lands.pop() if len(lands) == 1 else None


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
    if cast.ground is None or opens_paragraph(tree, tree.sentences[here][0]):
        return cast.ground
    spoken = {a.country for a in _spoken_just_before(cast, i)}
    return cast.ground if not spoken - {None, *BODIES, cast.ground} else None


def _spoken_just_before(cast: Named, i: int) -> list[Actor]:
    """Who was named, not as a place, in the sentence before; no former holders of an office."""
    before = cast.tree.sentence_of[i] - 1 + cast.memory.base
    return [s.actor for s in cast.memory.recent() if s.sentence == before and not s.place and s.actor.sector != "ELI"]


def tied_to(cast: Named, i: int, owners: set[str | None]) -> list[Actor]:
    """ "Its neighbour", "its old ally": the land that the article is about, else the one spoken of last; a neighbour,
    if one of those, lies near."""
    last, apart = cast.memory.last, owners | set(BODIES)
    main = [Actor(cast.tree.lower[i], cast.about)] if cast.about and cast.about not in apart else []
    if cast.tree.keys[i] in FRIENDS:
        allied = last(lambda a: a.country not in apart and are_allies(owners, a.country), i, single=True)
        if cast.tree.keys[i] == "ally" and allied and not (cast.about and are_allies(owners, cast.about)):
            return [Actor(cast.tree.lower[i], allied[0].country)]
        return main or last(lambda a: is_land(a) and a.country not in apart, i) or allied

    def is_near(actor: Actor) -> bool:
        return is_land(actor) and actor.country not in apart and any(are_close(actor.country, own) for own in owners)

    near = [a for a in main if is_near(a)] or last(is_near, i)
    if near := near or last(lambda a: is_land(a) and a.country not in apart, i):
        return near
    named = Counter(s.actor.country for s in cast.memory.before(i, ALL) if s.actor.country not in {None, *apart})
    close = [land for land, _ in named.most_common() if any(are_close(land, own) for own in owners)]
    return [Actor(cast.tree.lower[i], close[0])] if close else []


def town_before(cast: Named, i: int) -> list[Actor]:
    """ "The city": the town or province named last, with its land."""
    first, _ = cast.tree.sentences[max(0, cast.tree.sentence_of[i] - _TOWNS_BACK)]
    near = (cast.site[k] for k in range(i - 1, first - 1, -1) if k in cast.site)
    return next(([Actor(place.name, place.country)] for place in near if place.country), [])


def colonial_ruler(cast: Named, owners: set[str | None]) -> list[Actor]:
    """ "Its former colonial ruler": that of its owner, else of the land that the article is about."""
    for land in (*owners, cast.about, cast.ground):
        ruler = ruler_of_colony(land)
        if ruler is not None:
            return [Actor("former colonial ruler", ruler)]
    return []


def ties_between(cast: Named, i: int, doing: tuple[int, ...]) -> list[Actor]:
    """ "Chad cut flights between the two countries": Chad itself, and the land that the article or its last words are
    about."""
    tree = cast.tree
    own = [cast.at[j] for j in doing if j in cast.at]
    if tree.keys[tree.heads[i]] not in _TIES or len(countries(own)) != 1 or own[0].country in BODIES:
        return []
    if cast.about and cast.about not in countries(own):
        return [own[0], Actor("country", cast.about)]
    other = cast.memory.last(lambda a: is_land(a) and a.country not in {*countries(own), *BODIES}, i)
    return [own[0], *other] if other else []


def korea_of(cast: Named, word: str) -> list[Actor]:
    """ "The North" and "the South", where the article speaks of Korea."""
    return KOREAS[word] if any(s.actor.country in ("KOR", "PRK") for s in cast.memory.seen) else []
