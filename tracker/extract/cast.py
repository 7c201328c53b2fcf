"""Who is meant: actors at tokens, in noun phrases, behind pronouns and definite mentions ("the two sides")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from tracker.extract import cast_words as words
from tracker.extract.grounds import about_of, ground_of, houses_of, pair_of
from tracker.extract.lands import is_land
from tracker.extract.mediating import is_mediated
from tracker.extract.memory import BODIES, Memory, Seen
from tracker.extract.mentions import Found, as_seen, is_place
from tracker.extract.pointing import pointed
from tracker.extract.regions import army_in
from tracker.extract.returning import introduced
from tracker.extract.syntax import Tree, case_of, conjuncts, frame, governor_clause, has_subject, owners, subtree
from tracker.extract.unsaid import unsaid
from tracker.model import Actor, Place


class FoundPlace(Protocol):
    """A place mention: token range and the place."""

    @property
    def start_token(self) -> int: ...
    @property
    def end_token(self) -> int: ...
    @property
    def place(self) -> Place: ...


class Cast:
    """Actors of one Doc by token, with the article's memory for what pronouns point at."""

    def __init__(
        self,
        tree: Tree,
        found: Sequence[Found],
        memory: Memory,
        places: Sequence[FoundPlace] = (),
        desk: str | None = None,
    ) -> None:
        self.tree = tree
        self.memory = memory
        self.at: dict[int, Actor] = {}
        self.span: dict[int, tuple[int, int]] = {}
        for item in found:
            # a capital is its government, but not where it only says where
            actor = replace(item.actor, sector=None) if item.metonym and is_place(self.tree, item) else item.actor
            for i in range(item.start_token, item.end_token):
                self.at[i] = actor
                self.span[i] = (item.start_token, item.end_token)
        self.site: dict[int, Place] = {
            i: p.place for p in places for i in range(p.start_token, p.end_token) if i not in self.at
        }
        towns = {i: Actor(place.name, place.country) for i, place in self.site.items() if place.country}
        self.desk = desk
        alone = None if pair_of(found) else desk  # two lands are told of from either of them
        self.about = about_of(found, memory.seen, alone)
        alone = None if self.about is not None else alone
        capitals = [f.actor.country for f in found if f.metonym and is_place(self.tree, f)]
        towns_of = [place.country for place in self.site.values()]
        self.ground = ground_of([*towns_of, *capitals], (f.actor for f in found), alone)
        self._housed = houses_of(found, self.desk or self.ground or self.about)
        self.at |= self._housed
        # who or what may be an argument: actors, and towns for the countries that they lie in
        self.named: dict[int, Actor] = towns | self.at
        self._order = sorted(found, key=lambda item: item.start_token)
        self._next = 0
        self._busy: set[int] = set()

    def turn_to(self, lands: Sequence[Actor], sentence: int) -> None:
        """Start afresh with a paragraph of a digest that is headed by these lands."""
        first = self.tree.sentences[sentence][0]
        self.read_until(first)
        self.memory.forget()
        breath = first if len(lands) > 1 else -1
        self.memory.seen += [Seen(land, self.memory.base + sentence, first - 1, True, breath=breath) for land in lands]
        self.desk = self.about = self.ground = lands[0].country if len(lands) == 1 else None

    def read_until(self, token: int) -> None:
        """Put the mentions before `token` into memory, so that later pronouns can mean them."""
        while self._next < len(self._order) and self._order[self._next].start_token < token:
            item = self._order[self._next]
            self._next += 1
            actor, head = self._housed.get(item.head_token, item.actor), item.head_token
            if actor.country is None and actor.person is None and self.tree.pos[head] in ("NOUN", "PROPN"):
                actor = next((a for a in self.actors(head) if a.country is not None), actor)
            seen = as_seen(self.tree, item, actor, self.memory.base)
            if seen is not None:
                self.memory.seen.append(seen)

    def hear(self, sentence: int) -> None:
        """Put whom "he" or "she", as the subject of a sentence that has been read, means into memory: the next one goes
        on with him."""
        start, end = self.tree.sentences[sentence]
        self.read_until(end)
        for i in range(start, end):
            if self.tree.lower[i] not in ("he", "she") or not self.tree.deps[i].startswith("nsubj"):
                continue
            if self.tree.heads[self.tree.heads[i]] == self.tree.heads[i]:
                meant = self.actors(i)[:1]
                self.memory.seen += [Seen(a, self.memory.base + sentence, i, True) for a in meant]

    def actors(self, i: int, *, modifiers: bool = True, depth: int = 0) -> list[Actor]:
        """The actors that the noun phrase headed by token i stands for; empty where unknown."""
        if i in self._busy:
            return []  # "their troops", where "they" are those very troops
        self._busy.add(i)
        try:
            if self.tree.keys[i] in words.KIN and (kin := self._kin(i)):
                return kin
            here = self.at.get(i)
            if here is not None:
                return self._owned(i, here) or self._with_country(i, here)
            site = self.site.get(i)
            if site is not None and site.country is not None:
                return [Actor(site.name, site.country)]
            meant = pointed(self, i)
            if meant:
                return meant
            if not modifiers or depth > 3 or not self.tree.children[i]:
                return []
            found = self._authors(i) or self._from_modifiers(i, depth)
            return found if found or depth else self._inside(i)
        finally:
            self._busy.discard(i)

    def _owned(self, i: int, actor: Actor) -> list[Actor]:
        """ "Recalled its ambassador", "his foreign minister": the owner's, though the article has named another's."""
        if actor.person is None or self.span[i] != (i, i + 1) or self.tree.pos[i] != "NOUN":
            return []
        owners = [c for c in self.tree.children[i] if self.tree.deps[c] == "nmod:poss" and self.tree.pos[c] == "PRON"]
        lands = [a.country for c in owners for a in self.actors(c, depth=3) if a.country]
        if not lands or actor.country in lands:
            return []
        return [Actor(self.tree.words[i], lands[0], actor.sector)]

    def _kin(self, i: int) -> list[Actor]:
        """Who is named in "India's neighbour Chad", "EU member Chad", "its former colony, Chad"."""
        tree = self.tree
        if tree.keys[i] in words.PARTS and not any(tree.lower[c] in ("former", "member") for c in tree.children[i]):
            return []
        named = [c for c in tree.children[i] if c > i and tree.deps[c] == "appos" and tree.pos[c] == "PROPN"]
        lands = [self.at[j] for c in named[:1] for j in conjuncts(tree, c) if j in self.at]
        return lands if lands and all(is_land(a) for a in lands) else []

    def _authors(self, i: int) -> list[Actor]:
        """Who speaks in "passed a resolution that called on …": whoever passed it."""
        tree = self.tree
        if tree.keys[i] not in words.PAPERS or tree.deps[i] not in ("obj", "nsubj:pass", "obl"):
            return []
        if not any(tree.deps[c] in ("acl", "acl:relcl") for c in tree.children[i]):
            return []
        return [a for j in frame(tree, tree.heads[i]).agents if j != i for a in self.actors(j, depth=3)]

    def _tells_against(self, verb: int) -> bool:
        """ "Suspected of spying for Chad", "jailed for picketing the Chadian embassy": nothing of whose they are."""
        below = (verb, *(c for c in self.tree.children[verb] if self.tree.deps[c] == "advcl"))
        return any(self.tree.keys[j] in words.SUSPECTING for j in below)

    def _inside(self, i: int) -> list[Actor]:
        """The first actor anywhere in a noun phrase ("refugees fleeing the war in Liberia")."""
        tree = self.tree
        if tree.pos[i] not in ("NOUN", "PROPN") or tree.keys[i] in words.ACTS:
            return []
        known = [j for j in subtree(tree, i)[: words.INSIDE] if j in self.at and self.at[j].country is not None]
        if not known:
            return []
        apart_cases = words.APART if tree.keys[i] in words.BORDERS else (*words.APART, "with")
        apart_cases = (*apart_cases, "over") if tree.keys[i] in words.UNITY else apart_cases
        apart = {
            k
            for c in tree.children[i]
            if tree.deps[c] in ("conj", "nsubj", "advcl")
            or (tree.deps[c] == "acl:relcl" and has_subject(tree, c) and tree.pos[c] == "VERB")
            or (tree.deps[c] == "acl" and self._tells_against(c))
            for k in subtree(tree, c)
        } | self._outside(i)
        for j in known:
            if j in apart or is_mediated(tree, j) or self._is_first_name(j):
                continue
            if case_of(tree, j) not in apart_cases:
                together = [self.at[k] for k in conjuncts(tree, j) if k in self.at and self.at[k].country is not None]
                return [self._as_head(i, a) for a in together or [self.at[j]]]
        return []

    def _is_first_name(self, j: int) -> bool:
        """Whether j is a part of a name that hangs on another part ("South" in "despite South Sudan")."""
        start, end = self.span.get(j, (j, j))
        return start <= self.tree.heads[j] < end and self.tree.heads[j] != j

    def _outside(self, i: int) -> set[int]:
        """Tokens of a noun phrase that name whom a blow hits, or only the town or border where people are."""
        tree = self.tree
        apart = self._standing_outside.get(tree.sentence_of[i])
        if not apart:
            return set()
        inside = subtree(tree, i)[: words.INSIDE]
        return {k for c in apart if tree.heads[c] in inside for k in subtree(tree, c)}

    @cached_property
    def _standing_outside(self) -> Mapping[int, Sequence[int]]:
        """By sentence the words that name whom the blow hits on which they hang, or only the town or border where those
        are on whom they hang."""
        tree = self.tree
        out: dict[int, list[int]] = {}
        for c, (dep, j) in enumerate(zip(tree.deps, tree.heads, strict=True)):
            if dep == "nmod" and (
                (tree.keys[j] in words.HARM and case_of(tree, c) in words.HARMED)
                or (tree.keys[c] in words.FRONTIERS and case_of(tree, c) in words.BESIDE and not owners(tree, c))
                or (tree.keys[j] in words.GATHERED and case_of(tree, c) == "in" and (c in self.site or self.is_town(c)))
            ):
                out.setdefault(tree.sentence_of[c], []).append(c)
        return out

    def is_town(self, i: int) -> bool:
        """Whether a town is named, a capital, which stands for its government elsewhere, among them."""
        if i in self.site:
            return True
        actor = self.at.get(i)
        return actor is not None and actor.sector == "GOV" and actor.person is None and self.tree.pos[i] == "PROPN"

    def _with_country(self, i: int, actor: Actor) -> list[Actor]:
        """An agent with the country of its modifiers, of an apposition, or of what it is coordinated with.

        "U.S. and South Korean troops", "the defence chiefs of Chad and Niger" and "presidents of both countries" are
        one agent for each country.
        """
        if actor.country is not None:
            return [actor, *self._of_others(i, actor)]
        if actor.name.lower().replace("-", " ") == "secretary general":
            return [replace(actor, name="Secretary-General", country=self.memory.body(), office="secretary-general")]
        tree = self.tree
        if home := introduced(self, i, actor):
            return [replace(actor, country=home)]
        meant = pointed(self, i)
        if meant:
            # "the army" is that of the country meant, not who stood for it before
            own = tree.keys[i] in words.ORGANS and len(meant) == 1
            return [replace(actor, country=meant[0].country)] if own else meant
        first = tree.heads[i]
        if tree.deps[i] == "conj" and first in self.at and "the" not in {tree.lower[c] for c in tree.children[i]}:
            # "a U.S. submarine and a bomber"
            for other in self._with_country(first, self.at[first]):
                if other.country is not None:
                    return [replace(actor, country=other.country)]
        start, end = self.span[i]
        whose = [c for k in range(start, end) if k != i for c in tree.children[k] if tree.deps[c] == "nmod:poss"]
        found = [a for c in whose if not start <= c < end for a in self.actors(c, depth=3)]
        if not found:  # "the country's envoy in Paris": the owner is part of the mention
            found = [a for c in tree.children[i] if start <= c < i and tree.pos[c] == "NOUN" for a in pointed(self, c)]
        found = [a for a in found or self._from_modifiers(i, 2, inside=(start, end)) if a.country is not None]
        if found:
            return [replace(actor, country=a.country) for a in found]
        within = [a for k in range(start, end) if k != i and tree.pos[k] == "NOUN" for a in pointed(self, k)]
        if len(within) > 1 or (within and within[0].country in BODIES):
            # "the military chiefs of the bloc", "the interior ministers of the three countries"
            return [replace(actor, country=a.country) for a in within]
        for c in tree.children[i]:
            if tree.deps[c] == "appos":
                for other in self.actors(c, depth=3):
                    if other.country is not None:
                        return [other]
        for other in self._inside(i):
            return [replace(actor, country=other.country)]
        country = unsaid(self, i, actor, whose)
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
                    if is_land(a) and a.country != actor.country
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

    def opening(self, i: int) -> str | None:
        """The country that opens the sentence: "In neighbouring Chad, police arrested …"."""
        return self.scene_of(self.tree.sentence_of[i], i)

    def led_by(self, i: int) -> str | None:
        """ "Togo's harbour was lost, and Mali sent food": the country of what another clause before i's speaks of."""
        tree = self.tree
        start, _ = tree.sentences[tree.sentence_of[i]]
        first = next((j for j in range(start, i) if (a := self.at.get(j)) is not None and a.country), i)
        if tree.deps[first] != "nmod:poss" or governor_clause(tree, first) == governor_clause(tree, i):
            return None
        return self.at[first].country

    def scene_of(self, sentence: int, before: int | None = None) -> str | None:
        if sentence < 0:
            return None
        start, end = self.tree.sentences[sentence]
        while start < end and self.tree.pos[start] == "SPACE":
            start += 1
        for j in range(start, min(end if before is None else before, start + 9, end)):
            if self.tree.deps[j] == "obl" and case_of(self.tree, j) in ("in", "inside", "across"):
                # "in the Indian-held part of Kashmir"
                held = next((k for k in range(start, j) if self.tree.keys[k] in words.HELD and k - 2 in self.at), None)
                if held is not None:
                    return self.at[held - 2].country
                owner = next(
                    (self.at[c] for c in self.tree.children[j] if c < j and c in self.at), None
                )  # "Chad's east"
                place, actor = self.site.get(j), self.at.get(j) or owner
                named = actor is not None and (is_land(actor) or self.tree.keys[j] == "capital")
                return (place.country if place else None) or (actor.country if actor and named else None)
        return None

    def _from_modifiers(self, i: int, depth: int, inside: tuple[int, int] | None = None) -> list[Actor]:
        tree = self.tree
        ranked: list[tuple[int, int]] = []
        around = [c for c in tree.children[i] if tree.deps[c] in words.TELLING]
        outside = self._outside(i) if around else ()
        for c in around:
            if c in outside or is_mediated(tree, c) or (inside and inside[0] <= c < inside[1]):
                continue
            dep = tree.deps[c]
            if dep == "nmod:poss":
                if tree.keys[i] not in words.NEXT_TO:  # "its neighbours" are not its own
                    ranked.append((4 if self._is_equal(i) else 0, c))
            elif dep in words.MODIFIERS:
                ranked.append((1, c))
            elif dep in ("nmod", "obl"):
                if (case := case_of(tree, c)) in words.OF:
                    ranked.append(({"by": 0, "of": 2}.get(case, 3), c))
            elif tree.pos[c] == "VERB":
                ranked += [(2, a) for a in frame(tree, c).agents if a != i]
        for _, c in sorted(ranked):
            out = [a for j in conjuncts(tree, c) if j != i for a in self.actors(j, depth=depth + 1)]
            if out:
                return [self._as_head(i, a) for a in out]
        return []

    def _is_equal(self, i: int) -> bool:
        """ "His Chadian colleague", "her opposite number": of another land than the owner."""
        opposite = any(self.tree.lower[c] == "opposite" for c in self.tree.children[i])
        return self.tree.keys[i] in words.EQUALS or (self.tree.keys[i] == "number" and opposite)

    def _as_head(self, i: int, actor: Actor) -> Actor:
        """ "Russian" + "troops": the country of the one, the sector of the other."""
        if power := self._settling(i, actor):
            return replace(actor, name=self.tree.words[i], country=power)
        sector = words.SECTOR_OF_HEAD.get(self.tree.keys[i])
        if sector and actor.sector in (None, "UNK", "GOV") and actor.person is None:
            return replace(actor, sector=sector)
        return actor

    def _settling(self, i: int, actor: Actor) -> str | None:
        """ "West Bank settlements", "settlers in the West Bank": of the land whose army holds it."""
        several = self.tree.keys[i] == "settler" or self.tree.tags[i] == "NNS"
        return army_in(actor.country) if several and self.tree.keys[i] in words.SETTLED else None
