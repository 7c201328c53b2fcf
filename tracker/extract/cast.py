"""Who is meant: actors at tokens, in noun phrases, behind pronouns and definite mentions ("the two sides")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from tracker.extract.syntax import Tree, case_of, conjuncts, frame, governor_clause, subtree
from tracker.model import Actor, Place


class FoundPlace(Protocol):
    """A place mention: token range and the place."""

    @property
    def start_token(self) -> int: ...
    @property
    def end_token(self) -> int: ...
    @property
    def place(self) -> Place: ...


class Found(Protocol):
    """An actor mention in a Doc: token range, its head token, and who it is."""

    @property
    def start_token(self) -> int: ...
    @property
    def end_token(self) -> int: ...
    @property
    def head_token(self) -> int: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def metonym(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """An actor mention in reading order: where it stood and whether it led its clause."""

    actor: Actor
    sentence: int
    token: int
    subject: bool
    place: bool = False
    plural: bool = False
    between: bool = False
    """Mediates between others, or is their host, and so is neither of "the two sides"."""


_MEDIATE = frozenset(("mediate", "broker", "facilitate", "host", "arbitrate", "sponsor", "convene"))


@dataclass(slots=True)
class Memory:
    """What the article has named so far; grows while reading, title first."""

    seen: list[Seen] = field(default_factory=list)
    base: int = 0

    def recent(self, limit: int = 24) -> Iterable[Seen]:
        return reversed(self.seen[-limit:])


_PERSONS = frozenset("he she him her his himself herself".split())
_THINGS = frozenset("it its itself".split())
_GROUPS = frozenset("they them their themselves both".split())
_PAIRS = frozenset(
    "side country nation leader state minister party government neighbour neighbor capital official chief"
    " army president power rival foe ally delegation counterpart pair duo defense premier diplomat".split()
)
_OFFICE_WORDS = frozenset(
    "president minister premier chancellor secretary king leader chief envoy ambassador general spokesman spokeswoman"
    " spokesperson diplomat official emir sultan prince pope chairman governor admiral official politician".split()
)
_ARMED = frozenset("rebel insurgent militant militia guerrilla insurgency".split())
_BLOCS = frozenset("bloc union alliance organization organisation body agency group council court commission".split())
_LANDS = frozenset(
    "country kingdom nation republic state island regime government military army ministry islamic".split()
)
BODIES = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
# unnamed, these are the state spoken of last
_STATE_WORDS = frozenset(
    "media government army military police ministry authorities parliament troops forces president minister"
    " premier chancellor navy cabinet administration leadership regime junta prosecutors".split()
)
_MODIFIERS = frozenset(("compound", "amod", "nmod:poss", "flat", "nmod:desc", "appos", "dep", "nmod:unmarked"))
_BORDERS = frozenset(("border", "frontier", "boundary", "tie", "relation"))
_INSIDE = 24
_SINGLE = frozenset(
    "man woman citizen journalist reporter activist suspect student lawyer soldier officer politician boy girl pilot"
    " blogger businessman".split()
)
_LAND_WORDS = frozenset("country nation neighbour neighbor state".split())
# "people suspected of spying for Chad" are not Chad's
_SUSPECTING = frozenset("suspect accuse charge convict".split())
_WITHIN = ("in", "at", "near", "inside", "outside", "around", "into", "across")
_OF = frozenset(("of", "in", "from", "by", "for", "", "against", "on", "at"))
_SECTOR_OF_HEAD = {
    "minister": "GOV", "president": "GOV", "government": "GOV", "official": "GOV", "diplomat": "GOV", "leader": "GOV",
    "army": "MIL", "troop": "MIL", "soldier": "MIL", "police": "COP", "force": "MIL", "parliament": "LEG",
    "lawmaker": "LEG", "court": "JUD", "journalist": "JRN", "student": "EDU", "protester": "OPP", "rebel": "REB",
    "civilian": "CVL",
}  # fmt: skip


# "the two Koreas", "both Sudans"
_NAMESAKES = {
    "koreas": (("KOR", "South Korea"), ("PRK", "North Korea")),
    "sudans": (("SDN", "Sudan"), ("SSD", "South Sudan")),
    "congos": (("COD", "Democratic Republic of the Congo"), ("COG", "Republic of the Congo")),
}


def _is_someone(actor: Actor) -> bool:
    """One unnamed human being ("a Belarusian man")."""
    return actor.person is None and actor.name.split()[-1].lower() in _SINGLE


def _is_land(actor: Actor) -> bool:
    return actor.country is not None and actor.sector is None and actor.person is None


class Cast:
    """Actors of one Doc by token, with the article's memory for what pronouns point at."""

    def __init__(self, tree: Tree, found: Sequence[Found], memory: Memory, places: Sequence[FoundPlace] = ()) -> None:
        self.tree = tree
        self.memory = memory
        self.at: dict[int, Actor] = {}
        self.span: dict[int, tuple[int, int]] = {}
        for item in found:
            # a capital is its government, but not where it only says where
            actor = replace(item.actor, sector=None) if item.metonym and self._is_place(item) else item.actor
            for i in range(item.start_token, item.end_token):
                self.at[i] = actor
                self.span[i] = (item.start_token, item.end_token)
        self.site: dict[int, Place] = {
            i: p.place for p in places for i in range(p.start_token, p.end_token) if i not in self.at
        }
        towns = {i: Actor(place.name, place.country) for i, place in self.site.items() if place.country}
        # who or what may be an argument: actors, and towns for the countries that they lie in
        self.named: dict[int, Actor] = towns | self.at
        self._order = sorted(found, key=lambda item: item.start_token)
        self._next = 0
        self._busy: set[int] = set()

    def read_until(self, token: int) -> None:
        """Put the mentions before `token` into memory, so that later pronouns can mean them."""
        while self._next < len(self._order) and self._order[self._next].start_token < token:
            item = self._order[self._next]
            self._next += 1
            head = item.head_token
            if item.actor.sector == "JRN" and not self.tree.deps[head].startswith("nsubj"):
                continue  # "told Reuters": the hearer is nobody spoken of
            subject = any(self.tree.deps[i].startswith("nsubj") for i in range(item.start_token, item.end_token))
            if self.tree.deps[head] == "conj":
                first = self.tree.heads[head]
                subject = subject or self.tree.deps[first].startswith("nsubj")
            self.memory.seen.append(
                Seen(
                    item.actor,
                    self.memory.base + self.tree.sentence_of[head],
                    head,
                    subject,
                    self._is_place(item),
                    self.tree.tags[head] == "NNS" and item.actor.person is None,
                    self._is_between(head),
                )
            )

    def _is_between(self, head: int) -> bool:
        """ "Talks mediated by Qatar", "Oslo hosted the talks"."""
        role = self.tree.deps[head]
        doing = role == "nsubj" or (role.startswith("obl") and case_of(self.tree, head) == "by")
        return doing and self.tree.keys[self.tree.heads[head]] in _MEDIATE

    def _is_place(self, item: Found) -> bool:
        """Whether a mention only says where ("in Singapore")."""
        head = item.head_token
        return (
            item.actor.person is None
            and self.tree.deps[head] in ("obl", "nmod")
            and case_of(self.tree, head) in _WITHIN
        )

    def actors(self, i: int, *, modifiers: bool = True, depth: int = 0) -> list[Actor]:
        """The actors that the noun phrase headed by token i stands for; empty where unknown."""
        if i in self._busy:
            return []  # "their troops", where "they" are those very troops
        self._busy.add(i)
        try:
            here = self.at.get(i)
            if here is not None:
                return self._with_country(i, here)
            site = self.site.get(i)
            if site is not None and site.country is not None:
                return [Actor(site.name, site.country)]
            pointed = self._pointed(i)
            if pointed:
                return pointed
            if not modifiers or depth > 3:
                return []
            found = self._from_modifiers(i, depth)
            return found if found or depth else self._inside(i)
        finally:
            self._busy.discard(i)

    def _inside(self, i: int) -> list[Actor]:
        """The first actor anywhere in a noun phrase ("refugees fleeing the war in Liberia")."""
        tree = self.tree
        if tree.pos[i] not in ("NOUN", "PROPN"):
            return []
        apart_cases = ("against", "despite") if tree.keys[i] in _BORDERS else ("against", "despite", "with")
        apart = {
            k
            for c in tree.children[i]
            if tree.deps[c] == "conj" or (tree.deps[c] == "acl" and tree.keys[c] in _SUSPECTING)
            for k in subtree(tree, c)
        }
        for j in subtree(tree, i)[:_INSIDE]:
            if j in apart:
                continue
            actor = self.at.get(j)
            if actor is not None and actor.country is not None and case_of(tree, j) not in apart_cases:
                together = [self.at[k] for k in conjuncts(tree, j) if k in self.at and self.at[k].country is not None]
                return [self._as_head(i, a) for a in together or [actor]]
        return []

    def _with_country(self, i: int, actor: Actor) -> list[Actor]:
        """An agent with the country of its modifiers, of an apposition, or of what it is coordinated with.

        "U.S. and South Korean troops", "the defence chiefs of Chad and Niger" and "presidents of both countries" are
        one agent for each country.
        """
        if actor.country is not None:
            return [actor, *self._of_others(i, actor)]
        pointed = self._pointed(i)
        if pointed:
            return pointed
        tree = self.tree
        first = tree.heads[i]
        if tree.deps[i] == "conj" and first in self.at and "the" not in {tree.lower[c] for c in tree.children[i]}:
            # "a U.S. submarine and a bomber"
            for other in self._with_country(first, self.at[first]):
                if other.country is not None:
                    return [replace(actor, country=other.country)]
        found = [a for a in self._from_modifiers(i, 2, inside=self.span[i]) if a.country is not None]
        if found:
            return [replace(actor, country=a.country) for a in found]
        for c in tree.children[i]:
            if tree.deps[c] == "appos":
                for other in self.actors(c, depth=3):
                    if other.country is not None:
                        return [other]
        for other in self._inside(i):
            return [replace(actor, country=other.country)]
        country = None
        if not _STATE_WORDS.isdisjoint(actor.name.lower().split()):
            here = tree.sentence_of[i]
            country = self._scene(i) or self._scene_of(here - 1) or self._country_before(i)
        return [replace(actor, country=country)] if country else [actor]

    def _of_others(self, i: int, actor: Actor) -> list[Actor]:
        """The same agent of further countries named with it."""
        if not self.tree.tags[i].endswith("S") or (actor.person is not None and self.tree.tags[i] != "NNS"):
            return []
        start, end = self.span[i]
        out: list[Actor] = []
        around = self.tree.children[i]
        if self.tree.deps[i] == "conj" and not any(self.tree.deps[c] == "nmod" for c in around):
            around = [*around, *self.tree.children[self.tree.heads[i]]]  # "lawmakers and officials in …"
        for c in around:
            if self.tree.deps[c] == "nmod" and case_of(self.tree, c) in ("of", "in", "from"):
                # "lawmakers in Poland and Germany"
                lands = [self.at[k] for k in conjuncts(self.tree, c)[1:] if k in self.at and not start <= k < end]
                out += [
                    replace(actor, name=a.name, country=a.country, person=None)
                    for a in lands
                    if _is_land(a) and a.country != actor.country
                ]
        for k in range(start, end):
            for c in self.tree.children[k]:
                dep = self.tree.deps[c]
                if dep in ("compound", "amod", "conj", "nmod:poss") and c in self.at and not start <= c < end:
                    other = self.at[c]
                    if dep == "conj" and (k == i or self.tree.tags[c] == "NNS"):
                        continue  # "troops and police" are two agents
                    if other.country is not None and other.country != actor.country:
                        # "the Peruvian and Chilean presidents" are two known people
                        named = other.person is not None
                        out.append(
                            other if named else replace(actor, name=other.name, country=other.country, person=None)
                        )
        return out

    def others_inside(self, i: int, known: set[str | None]) -> list[Actor]:
        """Actors of other countries anywhere in a noun phrase."""
        for j in subtree(self.tree, i):
            actor = self.at.get(j)
            if actor is None or actor.country is None or actor.country in known:
                continue
            if case_of(self.tree, j) in ("with", "to", "in"):
                return [actor]
        return []

    def _scene(self, i: int) -> str | None:
        """The country that opens the sentence: "In neighbouring Chad, police arrested …"."""
        return self._scene_of(self.tree.sentence_of[i], i)

    def _scene_of(self, sentence: int, before: int | None = None) -> str | None:
        if sentence < 0:
            return None
        start, end = self.tree.sentences[sentence]
        while start < end and self.tree.pos[start] == "SPACE":
            start += 1
        for j in range(start, min(end if before is None else before, start + 6, end)):
            if self.tree.deps[j] == "obl" and case_of(self.tree, j) == "in":
                place = self.site.get(j)
                actor = self.at.get(j)
                return (place.country if place else None) or (actor.country if actor and _is_land(actor) else None)
        return None

    def _country_before(self, i: int) -> str | None:
        """The country spoken of last in the two sentences before: "State media" is that country's."""
        here = self.tree.sentence_of[i] + self.memory.base
        for seen in self.memory.recent():
            if seen.sentence < here - 2:
                break
            country = seen.actor.country
            if seen.sentence < here and country and country not in BODIES:
                return country
        return None

    def _from_modifiers(self, i: int, depth: int, inside: tuple[int, int] | None = None) -> list[Actor]:
        tree = self.tree
        ranked: list[tuple[int, int]] = []
        for c in tree.children[i]:
            dep = tree.deps[c]
            if inside and inside[0] <= c < inside[1]:
                continue
            if dep in _MODIFIERS:
                ranked.append((0 if dep == "nmod:poss" else 1, c))
            elif dep in ("nmod", "obl") and case_of(tree, c) in _OF:
                ranked.append(({"by": 0, "of": 2}.get(case_of(tree, c), 3), c))
            elif dep in ("acl", "acl:relcl") and tree.pos[c] == "VERB":
                ranked += [(2, a) for a in frame(tree, c).agents if a != i]
        for _, c in sorted(ranked):
            out = [a for j in conjuncts(tree, c) if j != i for a in self.actors(j, depth=depth + 1)]
            if out:
                return [self._as_head(i, a) for a in out]
        return []

    def _as_head(self, i: int, actor: Actor) -> Actor:
        """ "Russian" + "troops": the country of the one, the sector of the other."""
        sector = _SECTOR_OF_HEAD.get(self.tree.keys[i])
        if sector and actor.sector in (None, "UNK", "GOV") and actor.person is None:
            return replace(actor, sector=sector)
        return actor

    def _pointed(self, i: int) -> list[Actor]:
        tree = self.tree
        word = tree.lower[i]
        if word in _NAMESAKES:
            return [Actor(name, country) for country, name in _NAMESAKES[word]]
        if tree.pos[i] in ("PRON", "DET") or word in _PERSONS | _THINGS | _GROUPS:
            if word == "whose":
                clause = governor_clause(tree, i)
                return self.actors(tree.heads[clause]) if tree.deps[clause] == "acl:relcl" else []
            if word in _PERSONS:
                return self._last(lambda a: a.person is not None or bool(a.office) or _is_someone(a))
            if word in _THINGS:
                return self._last(lambda a: a.person is None and not a.office and a.country is not None) or self._last(
                    lambda a: a.person is None and not a.office
                )
            if word in _GROUPS:
                return self._leaders(i) or self._crowd(i) or self._group(i, 2) or self._last(lambda a: a.person is None)
            return []
        key = tree.keys[i]
        children = tree.children[i]
        marks = {
            tree.lower[c] for c in children if tree.deps[c] in ("det", "nummod", "amod", "det:predet", "nmod:poss")
        }
        if key in _PAIRS and marks & {"two", "both"}:
            return self._group(i, 2, lands=key in _LAND_WORDS)
        if key in (_PAIRS | {"ally"}) and marks & {"three"}:
            return self._group(i, 3)
        if word in ("sides", "duo", "pair") and not any(tree.deps[c] in ("nmod", "amod") for c in children):
            return self._group(i, 2)
        if not marks & {"the", "this", "that"} or any(tree.deps[c] in ("nmod:poss", "compound") for c in children):
            return []
        if any(c in self.at for c in children):
            return []
        if key in _OFFICE_WORDS:
            return self._last(lambda a: key in (a.office or "").lower() or key in a.name.lower())
        if key in _BLOCS:
            return self._last(lambda a: a.country in ("EUR", "IGO", "UNO") and a.person is None)
        if key in _ARMED:
            return self._last(lambda a: a.country is not None and a.sector in ("REB", "UAF", "IMG", "ISM"))
        if key in _LANDS or word in ("north", "south"):
            return self._last(
                lambda a: a.country is not None and len(a.country) == 3 and a.country not in ("IGO", "UNO", "NGO")
            )
        return []

    def _leaders(self, i: int) -> list[Actor]:
        """ "They" and "their": the several actors that lead the clause around or the one that reports it."""
        tree = self.tree
        clause, steps = governor_clause(tree, i), 0
        while steps < 4:
            subjects = [j for j in frame(tree, clause).agents if j != i and tree.lower[j] not in _GROUPS]
            found = [a for j in subjects if j in self.at for a in self.actors(j, depth=2)]
            if len({a.country for a in found if a.country}) >= 2:
                return found
            if tree.heads[clause] == clause:
                break
            clause, steps = governor_clause(tree, tree.heads[clause]), steps + 1
        return []

    def _crowd(self, i: int) -> list[Actor]:
        """ "They": the armed men, protesters or officials that alone led the sentence before or the clause above."""
        here = self.tree.sentence_of[i] + self.memory.base
        led = [s for s in self.memory.recent() if s.subject and s.sentence in (here, here - 1) and s.token != i]
        last = [s for s in led if s.sentence == (led[0].sentence if led else here)]
        if len(last) != 1 or not last[0].plural or last[0].sentence < self.memory.base:
            return []
        return [a for a in self.actors(last[0].token, depth=2) if a.country is not None]

    def _last(self, wanted: object) -> list[Actor]:
        """The last fitting actor, one that led its clause before others of the same sentence."""
        best: Seen | None = None
        for seen in self.memory.recent():
            if best is not None and seen.sentence != best.sentence:
                break
            if wanted(seen.actor) and (best is None or (seen.subject and not best.subject)):  # type: ignore[operator]
                best = seen
        return [best.actor] if best else []

    def _group(self, i: int, size: int, *, lands: bool = False) -> list[Actor]:
        """The last `size` actors of different countries, persons of one country counted once.

        A country that the same sentence names after "the two sides" is none of them.
        """
        out: dict[str, Actor] = {}
        _, end = self.tree.sentences[self.tree.sentence_of[i]]
        apart = {a.country for k in range(i + 1, end) if (a := self.at.get(k)) is not None}
        doing = frame(self.tree, governor_clause(self.tree, i)).agents
        if i in doing:
            # what another clause of the sentence does is no word about who they are
            here = {k for c in doing for k in subtree(self.tree, c)}
            clause = governor_clause(self.tree, i)
            inner = {
                k
                for c in self.tree.children[clause]
                if self.tree.deps[c] in ("conj", "parataxis")
                for k in subtree(self.tree, c)
            }
            apart = {
                a.country
                for k in subtree(self.tree, clause)
                if k > i and k not in inner and k not in here and (a := self.at.get(k)) is not None
            }
        else:
            # "the bloc urged both sides": the bloc is none of them
            apart |= {a.country for j in doing if (a := self.at.get(j)) is not None}
        for seen in self.memory.recent():
            country = seen.actor.country
            if lands and country in BODIES:
                continue
            if country and not seen.place and not seen.between and country not in out and country not in apart:
                out[country] = seen.actor
            if len(out) == size:
                return list(reversed(out.values()))
        return []


def clause_subject_actors(cast: Cast, i: int) -> list[Actor]:
    """Actors that lead the clause in which token i stands."""
    verb = governor_clause(cast.tree, i)
    return [a for j in frame(cast.tree, verb).agents if j != i for a in cast.actors(j)]
