"""Sides that the story settles, whatever a sentence and the judge make of them: of what the world does, of a land that
another's army holds, of whoever keeps people in custody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.extract.blaming import without_struck
from tracker.extract.drafts import Draft
from tracker.extract.foes import without_foes
from tracker.extract.memory import BODIES
from tracker.extract.opposing import opposed, turned
from tracker.extract.regions import HELD, army_in
from tracker.extract.sides import countries
from tracker.extract.standing import Standing
from tracker.extract.syntax import Tree, frame, nominal_links, subtree
from tracker.extract.wars import waged
from tracker.model import Actor, EventType

_CONTINENTS = frozenset(
    "europe asia africa america americas mideast gulf caucasus balkans caribbean scandinavia pacific antarctica".split()
)
_WHITHER = frozenset("to for in into of across through around".split())
_WORLD = frozenset("international global worldwide western".split())
_OWNERS = ("nmod:poss", "compound")
_SPOKEN_OF = 2
_FORCES = frozenset(("MIL", "COP", "SPY", "GOV", "REB"))
_BY_FORCE = frozenset("arrest strike seizure restriction accusation investigation expulsion".split())
_CAPTIVITY = frozenset(("arrest", "accusation", "investigation"))
_TAKEN = frozenset(("arrest", "release"))
_CHARGED = ("charge", "indict", "prosecute", "try")


def settled_sides(
    drafts: Sequence[Draft], tree: Tree, stood: Sequence[tuple[Standing, ...]], on: date | None = None
) -> list[Draft]:
    """The drafts of an article's text with those sides; `stood`: whom the words of its sentences stand for, `on`: the
    day of publication."""
    meant = {word.token: word.actors for words in stood for word in words}
    named = {word.token: word.actors for words in stood for word in words if word.named or word.town}
    held = _held_in_it(drafts, stood)
    out: list[Draft] = []
    for draft in drafts:
        told = draft
        if is_of_the_world(draft, tree):
            told = _of_nobody(draft, tree, meant)
        elif held:
            told = _under_another_army(_with_its_soldiers(draft), tree, meant)
        told = _as_before(_to_a_continent(_to_another_land(told), tree, meant), tree, out)
        told = waged(told, tree, meant, drafts, on)
        told = without_foes(_against_whom(told, tree, meant), tree, named)
        told = without_struck(told, tree, drafts)
        out.append(_by_captors(told, tree, meant, out))
    return out


def _against_whom(draft: Draft, tree: Tree, meant: Mapping[int, Sequence[Actor]]) -> Draft:
    """The draft, a protest turned on whom its sentence says that it is against."""
    if draft.type is not EventType.PROTEST:
        return draft
    actors, recipients = turned(draft.sides.actors, draft.sides.recipients, opposed(tree, draft.cand.verb, meant))
    return replace(draft, sides=replace(draft.sides, actors=actors, recipients=recipients))


def _to_another_land(draft: Draft) -> Draft:
    """ "During the minister's visit": of a visit that a noun only names the host is not his own land."""
    own = countries(draft.sides.actors)
    noun = draft.kind == "visit" and draft.cand.nominal and not draft.cand.light
    if not noun or not own or not countries(draft.sides.recipients) <= own:
        return draft
    return replace(draft, sides=replace(draft.sides, recipients=()))


def _as_before(draft: Draft, tree: Tree, before: Sequence[Draft]) -> Draft:
    """ "During her visit", which an earlier sentence told of: to where it went there, unless the noun says whither."""
    own = countries(draft.sides.actors)
    noun = draft.kind == "visit" and draft.cand.nominal and not draft.cand.light
    if not noun or not own or any(case in _WHITHER for case, _ in nominal_links(tree, draft.token)):
        return draft
    if any(tree.deps[c] in ("compound", "amod") and tree.words[c][:1].isupper() for c in tree.children[draft.token]):
        return draft  # "her Lima visit"
    told = [d.sides for d in before if d.kind == "visit" and countries(d.sides.actors) == own]
    if len({frozenset(countries(sides.recipients)) for sides in told}) != 1:
        return draft
    return replace(draft, sides=replace(draft.sides, recipients=told[0].recipients))


def _to_a_continent(draft: Draft, tree: Tree, meant: Mapping[int, Sequence[Actor]]) -> Draft:
    """ "Left for Asia", "a tour of the Middle East": none of the lands that the article speaks of is the host, unless
    the clause names it."""
    if draft.kind != "visit" or not draft.sides.recipients:
        return draft
    verb, args = draft.cand.verb, frame(tree, draft.cand.verb)
    told = [*args.patients, *(j for case, j in (*args.obliques, *nominal_links(tree, draft.token)) if case in _WHITHER)]
    if not any(_is_continent(tree, j) for j in told):
        return draft
    named = {a.country for j in subtree(tree, verb) for a in meant.get(j, ())}
    named -= countries(draft.sides.actors)
    kept = tuple(a for a in draft.sides.recipients if a.country in named)
    return replace(draft, sides=replace(draft.sides, recipients=kept))


def _is_continent(tree: Tree, i: int) -> bool:
    east = tree.lower[i] == "east" and any(tree.lower[c] in ("middle", "far") for c in tree.children[i])
    return (tree.lower[i] in _CONTINENTS or east) and tree.words[i][:1].isupper()


def is_of_the_world(draft: Draft, tree: Tree) -> bool:
    """ "International sanctions", "Western pressure": of more lands than are named, unless it says by whom."""
    noun = draft.cand.token
    if draft.rule.mutual or not draft.cand.nominal or not any(tree.lower[c] in _WORLD for c in tree.children[noun]):
        return False
    whose = any(tree.deps[c] in _OWNERS and tree.lower[c] not in _WORLD for c in tree.children[noun])
    return not whose and not any(case in ("by", "from") for case, _ in nominal_links(tree, noun))


def _of_nobody(draft: Draft, tree: Tree, meant: Mapping[int, Sequence[Actor]]) -> Draft:
    """The draft without doers, except those who lead the clause of a verb that only carries it."""
    if (draft.cand.light and _names_doer(draft, tree, meant)) or not draft.sides.recipients:
        return draft
    return replace(draft, sides=replace(draft.sides, actors=()))


def _names_doer(draft: Draft, tree: Tree, meant: Mapping[int, Sequence[Actor]]) -> bool:
    """Whether the clause itself names who does it."""
    args = frame(tree, draft.cand.verb)
    return any(a.country for j in args.agents for a in meant.get(j, ()))


def _held_in_it(drafts: Sequence[Draft], stood: Sequence[tuple[Standing, ...]]) -> bool:
    """Whether an article tells of a land and of the army that holds it, of which several sentences speak, and of no
    force of the land's own that does something there."""
    named = [{actor.country for word in words for actor in word.actors} for words in stood]
    there = {power for land, power in HELD.items() if any(land in lands for lands in named)}
    told = any(sum(power in lands for lands in named) >= _SPOKEN_OF for power in there)
    forces = (a for d in drafts if _is_by_force(d) for a in d.sides.actors if a.country in HELD)
    by_force = any(there & countries(d.sides.actors) for d in drafts if d.kind in _BY_FORCE)
    return (told or by_force) and not any(a.sector in _FORCES and a.name[:1].isupper() for a in forces)


def _is_by_force(draft: Draft) -> bool:
    return draft.kind in _BY_FORCE and not draft.sides.guessed


def _with_its_soldiers(draft: Draft) -> Draft:
    """Soldiers in such a land are those of the army that holds it: it has none of its own."""
    sides = draft.sides
    actors, recipients = (
        tuple(replace(a, country=army_in(a.country) or a.country) if a.sector == "MIL" else a for a in side)
        for side in (sides.actors, sides.recipients)
    )
    return replace(draft, sides=replace(sides, actors=actors, recipients=recipients))


def _under_another_army(draft: Draft, tree: Tree, meant: Mapping[int, Sequence[Actor]]) -> Draft:
    """ "She was arrested in Nablus", "threw stones in weekly protests": by the army that holds the land, and against
    it, where nobody of its own is said to have a part in it."""
    doing, others = countries(draft.sides.actors), countries(draft.sides.recipients)
    land = next(iter(doing), "")
    if doing != others or len(doing) != 1 or land not in HELD:
        return draft
    if _names_doer(draft, tree, meant) == (draft.kind in _BY_FORCE):
        return draft  # force is used by nobody named, protests are somebody's
    power = (Actor(HELD[land], HELD[land]),)
    if draft.kind in _BY_FORCE:
        return replace(draft, sides=replace(draft.sides, actors=power))
    ours = draft.kind == "protest" and all(a.sector is None and a.person is None for a in draft.sides.recipients)
    return replace(draft, sides=replace(draft.sides, recipients=power)) if ours else draft


def _by_captors(draft: Draft, tree: Tree, meant: Mapping[int, Sequence[Actor]], before: Sequence[Draft]) -> Draft:
    """ "A court sentenced Trent", whom Vietnam has held since July: the court is of the land that holds him."""
    held, doing = countries(draft.sides.recipients), countries(draft.sides.actors)
    if draft.kind not in _CAPTIVITY or len(held) != 1 or doing - held or _names_doer(draft, tree, meant):
        return draft
    for told in before:
        captors = countries(told.sides.actors) - held - BODIES
        taken = told.kind in _TAKEN or told.cand.form.startswith(_CHARGED)
        if taken and captors and countries(told.sides.recipients) == held:
            return replace(draft, sides=replace(draft.sides, actors=told.sides.actors))
    return draft
