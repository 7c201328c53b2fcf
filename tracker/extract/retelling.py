"""What is told again by its bare noun: "announced the deal" after a deal of others, "backed the war" of a friend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.drafts import Draft
from tracker.extract.memory import BODIES
from tracker.extract.outcome import COOPERATIVE
from tracker.extract.sides import countries, distinct
from tracker.extract.syntax import Tree, frame, nominal_links
from tracker.model import Actor, EventType

_MAKING_KNOWN = frozenset("announce disclose reveal unveil confirm proclaim declare hail broker mediate".split())
_POINTING = frozenset(("the", "this", "that"))
_SAYING_WHOSE = frozenset(("with", "between", "of", "by", "among"))
_PACTS = frozenset(("agreement", "ceasefire", "release", "cooperation"))
_AGAINST = frozenset(
    "condemnation accusation rejection threat demand sanctions restriction recall strike expulsion seizure".split()
)
_FEELINGS = frozenset(
    "concern alarm anger dismay regret outrage displeasure unease disappointment opposition support backing solidarity"
    " satisfaction approval relief".split()
)
_VIEWS = frozenset(("condemnation", "endorsement"))
_WARS = frozenset("war offensive invasion".split())
_WAGED_ON = ("in", "against", "on")


def retold(draft: Draft, tree: Tree, before: Sequence[Draft]) -> Draft:
    """The draft, as what it is told of again; unchanged where it tells something of its own."""
    if draft.kind in _PACTS and (pact := _made_known(draft, tree, before)):
        return replace(draft, sides=pact.sides, echo=True)
    if draft.kind == "endorsement" and (waged := _war_on(draft, tree)):
        return _with_the_wager(draft, waged, before)
    if draft.kind == "demand" and (asked := _asks_the_same(draft, tree, before)):
        return replace(draft, sides=replace(draft.sides, recipients=asked, guessed=True))
    if draft.kind in _VIEWS and (viewed := _in_chorus(draft, tree, before)):
        return replace(draft, sides=replace(draft.sides, recipients=viewed, guessed=True))
    return draft


def headed(draft: Draft, lead: Sequence[Actor]) -> Draft:
    """ "Chad shuts crossings as row deepens": against the one other land that the text's opening sentence (`lead`)
    names."""
    own = countries(draft.sides.actors)
    if draft.part != "title" or draft.kind not in _AGAINST or len(own) != 1 or countries(draft.sides.recipients):
        return draft
    others = distinct(a for a in lead if a.country not in {None, *own, *BODIES} and a.sector != "JRN")
    if len(countries(others)) != 1 or not own <= countries(lead):
        return draft
    return replace(draft, sides=replace(draft.sides, recipients=others[:1], guessed=True))


def _asks_the_same(draft: Draft, tree: Tree, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """ "Peru urged Chile to apologise. Brazil made the same appeal": of whom it was asked before."""
    told = [draft.cand.token, *frame(tree, draft.cand.verb).patients]
    same = any(tree.lower[c] in ("same", "similar") for j in told for c in tree.children[j])
    if not same or (countries(draft.sides.recipients) and not draft.sides.guessed):
        return ()
    return _same_aim(draft, before)


def _in_chorus(draft: Draft, tree: Tree, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """ "Chad denounced the pact. Niger voiced deep concern": of whom others have just spoken, where nothing is said."""
    own = countries(draft.sides.actors)
    if own and _also_views(draft, tree):
        return _same_aim(draft, before)
    bare = draft.sides.guessed or not draft.sides.recipients
    if not bare or not own or not _says_nothing_of_it(draft, tree):
        return ()
    for told in reversed(before):
        if told.part != draft.part or told.sentence < draft.sentence - 1:
            break
        others = countries(told.sides.recipients)
        if told.kind in _VIEWS and told.token < draft.token and others and others.isdisjoint(own):
            return told.sides.recipients
    return ()


def _same_aim(draft: Draft, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """To whom the same was said or done last, by others."""
    own = countries(draft.sides.actors)
    alike = (d.sides.recipients for d in reversed(before) if d.kind == draft.kind and d.part == draft.part)
    return next((them for them in alike if countries(them) and countries(them).isdisjoint(own)), ())


def _also_views(draft: Draft, tree: Tree) -> bool:
    """ "France also hailed the announcement": as others did, and of the same, where the noun says nothing more."""
    verb = draft.cand.verb
    also = any(tree.lower[c] in ("also", "too", "likewise") for c in tree.children[verb])
    viewed = frame(tree, verb).patients
    marks = {tree.lower[c] for j in viewed for c in tree.children[j] if tree.deps[c] != "punct"}
    return also and bool(viewed) and marks <= {"the", "this"}


def _says_nothing_of_it(draft: Draft, tree: Tree) -> bool:
    """Whether concern, anger or support is voiced without a word of what it is over."""
    verb = draft.cand.verb
    said = [c for c in tree.children[verb] if tree.deps[c] in ("obj", "obl", "ccomp", "xcomp", "advcl")]
    said += [c for noun in tree.children[verb] if tree.deps[noun] == "obj" for c in tree.children[noun]]
    plain = ("amod", "det", "punct", "advmod", "nmod:poss", "compound", "conj", "cc")
    felt = {tree.keys[j] for j in frame(tree, verb).patients} & _FEELINGS
    return bool(felt) and all(tree.keys[c] in _FEELINGS or tree.deps[c] in plain for c in said)


def _made_known(draft: Draft, tree: Tree, before: Sequence[Draft]) -> Draft | None:
    """ "Qatar's premier announced the truce": the pact that others made, as far as one has been told."""
    cand, own = draft.cand, countries(draft.sides.actors)
    if not cand.nominal or tree.keys[cand.verb] not in _MAKING_KNOWN:
        return None
    if any(case in _SAYING_WHOSE for case, _ in nominal_links(tree, cand.token)):
        return None
    if not any(tree.lower[c] in _POINTING for c in tree.children[cand.token]):
        return None
    pacts = (d for d in reversed(before) if d.kind in _PACTS and d.token != draft.token and not d.echo)
    pact = next((d for d in pacts if len(d.sides.countries()) > 1), None)
    return pact if pact is not None and own.isdisjoint(pact.sides.countries()) else None


def _war_on(draft: Draft, tree: Tree) -> set[str]:
    """Whom the war is waged on, or where, that is backed: "support for the offensive in Chad"."""
    args = frame(tree, draft.cand.verb)
    told = [*args.patients, *(j for _, j in args.obliques)]
    told += [j for noun in (draft.cand.token, *told) for _, j in nominal_links(tree, noun)]
    wars = [j for j in told if tree.keys[j] in _WARS]
    on = [j for war in wars for case, j in (*nominal_links(tree, war), *args.obliques) if case in _WAGED_ON]
    there = countries(draft.sides.recipients)
    return there if on and len(there) == 1 else set()


def _with_the_wager(draft: Draft, waged_on: set[str], before: Sequence[Draft]) -> Draft:
    """The draft, with whoever wages the war: who was told to fight there, else with whom the backer has just dealt."""
    own = countries(draft.sides.actors)
    fought = [d for d in before if d.type is EventType.ASSAULT and waged_on & countries(d.sides.recipients)]
    dealt = [d for d in before if d.type in COOPERATIVE and own & d.sides.countries()]
    for told in (*reversed(fought), *reversed(dealt)):
        everyone = (*told.sides.actors, *told.sides.recipients)
        others = tuple(a for a in everyone if a.country and a.country not in own | waged_on)
        if len(countries(others)) == 1:
            return replace(draft, sides=replace(draft.sides, recipients=others[:1], guessed=True))
    return replace(draft, sides=replace(draft.sides, recipients=()))
