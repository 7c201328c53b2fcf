"""Whom the words around a noun name: its owners, its modifiers, and of a blow who deals it and whom it hits."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.extract.cast import Cast
from tracker.extract.mediating import is_mediated
from tracker.extract.opposing import is_against
from tracker.extract.sides import countries
from tracker.extract.siting import BLOWS
from tracker.extract.syntax import Frame, Tree, conjuncts, nominal_links, owners
from tracker.model import Actor

MODIFIER = ("compound", "amod", "nmod:desc", "nmod:unmarked", "flat", "dep")
WHERE = ("in", "at", "near", "inside", "outside", "across", "on")
_HIT = ("against", *WHERE)
_TERROR = frozenset("attack bombing shooting massacre stabbing siege killing blast".split())
_IN_A_BLOW = frozenset("in during after following amid".split())


def strikers(agent: int, tree: Tree, cast: Cast) -> list[Actor]:
    """The actors of an agent; of a blow ("a raid on Togo by Ghana") whoever deals it, never whom it hits."""
    if tree.keys[agent] not in BLOWS or agent in cast.at:
        return cast.actors(agent)
    dealt = [a for case, j in nominal_links(tree, agent) if case in ("by", "from") for a in cast.actors(j)]
    hit = countries([a for case, j in nominal_links(tree, agent) if case in _HIT for a in cast.actors(j)])
    named = [*owner_actors(agent, tree, cast), *modifier_actors(agent, tree, cast)]
    return dealt or named or [a for a in cast.actors(agent) if a.country not in hit]


def dealt_in(args: Frame, tree: Tree, cast: Cast) -> tuple[list[Actor], list[Actor]]:
    """ "Killed in an Israeli raid on Jenin": who deals the blow that somebody suffers in, and whom it hits."""
    blows = [j for case, j in args.obliques if case in _IN_A_BLOW and tree.keys[j] in BLOWS]
    doers = [a for j in blows for a in strikers(j, tree, cast)]
    struck = [k for j in blows for case, k in nominal_links(tree, j) if case in ("of", *_HIT)]
    return doers, all_of(struck, cast)


def struck_towns(noun: int, tree: Tree, cast: Cast) -> list[Actor]:
    """ "The Paris and Orlando attacks" struck these towns, whoever dealt them."""
    terror = tree.keys[noun] in _TERROR
    out: list[Actor] = []
    for j in (j for c in tree.children[noun] if tree.deps[c] in MODIFIER for j in conjuncts(tree, c)):
        town, capital = cast.site.get(j), cast.at.get(j)
        if town is not None and town.country:
            out.append(Actor(town.name, town.country))
        elif terror and capital is not None and cast.is_town(j):
            out.append(Actor(tree.words[j], capital.country))  # air strikes of Moscow are its own
    return out


def owner_actors(noun: int, tree: Tree, cast: Cast) -> list[Actor]:
    return [a for j in owners(tree, noun) for a in cast.actors(j)]


def modifier_actors(noun: int, tree: Tree, cast: Cast, deps: tuple[str, ...] = MODIFIER) -> list[Actor]:
    """Actors among the words in front of a noun ("U.S. sanctions", "Russia-China talks")."""
    out: list[Actor] = []
    for c in tree.children[noun]:
        if tree.deps[c] in deps and not is_mediated(tree, c):
            for j in (j for j in conjuncts(tree, c) if not is_against(tree, j)):
                out += cast.actors(j, modifiers=False) or [
                    a for g in tree.children[j] if g in cast.at for a in cast.actors(g)
                ]
    if noun in cast.at and not out and deps is MODIFIER:
        out = [cast.at[noun]]
    return out


def all_of(tokens: Iterable[int], cast: Cast) -> list[Actor]:
    return [a for j in tokens for a in cast.actors(j)]
