"""Who wages a war of which a noun speaks: "the war in Ukraine" that everybody knows, "the invasion" told before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.extract.drafts import Draft
from tracker.extract.sides import Sides, countries
from tracker.extract.syntax import Tree, nominal_links, owners
from tracker.model import Actor, Basis, Status

_FOES = {
    "UKR": ("RUS", 2014, 9999),
    "PSE": ("ISR", 1967, 9999),
    "GEO": ("RUS", 2008, 2008),
    "KWT": ("IRQ", 1990, 1991),
    "FLK": ("ARG", 1982, 1982),
}
"""Lands in which one other land's army fights, and the years of publication in which news speaks of that."""
_TAKING = frozenset("invasion occupation annexation conquest takeover aggression".split())
"""What is done to a land by another's army; a second word for it means the same deed."""
_WARS = _TAKING | frozenset("war conflict fighting offensive hostilities hostility crisis".split())
_KINDS = frozenset(("clash", "strike", "seizure"))
_ON = frozenset("in of on against into inside toward towards over".split())
_BETWEEN = frozenset(("between", "with", "by", "among"))
_BEFORE = frozenset(("amod", "compound", "nmod:poss", "nmod:desc", "nmod:unmarked"))


def waged(
    draft: Draft, tree: Tree, meant: Mapping[int, Sequence[Actor]], story: Sequence[Draft], on: date | None
) -> Draft:
    """The draft, of a war by its noun, with those who wage it; `story`: all that is told in the article, `on`: when."""
    noun = draft.cand.token
    if draft.kind not in _KINDS or not draft.cand.nominal or draft.cand.light or tree.keys[noun] not in _WARS:
        return draft
    owning = _lands(owners(tree, noun), meant)
    before = _lands((c for c in tree.children[noun] if tree.deps[c] in _BEFORE), meant)
    links = nominal_links(tree, noun)
    if any(case in _BETWEEN for case, _ in links):
        return draft
    there = _lands((j for case, j in links if case in _ON), meant)
    doing = owning or [a for a in before if not _has_foe(a.country, on)]
    there = there or [a for a in before if a not in doing]
    if not there and (told := _told_of(draft, tree, countries(doing), story)):
        return told
    if not (there or doing or links):
        start, end = tree.sentences[tree.sentence_of[noun]]
        there = [a for a in _lands(range(start, end), meant) if _has_foe(a.country, on)]  # "weapons used in the war"
    known = _by_known_foe(draft, doing, there, on)
    return known if known is draft or _is_dated(tree, known, story) else _still_on(known, on)


def _lands(tokens: Iterable[int], meant: Mapping[int, Sequence[Actor]]) -> list[Actor]:
    return [a for j in tokens for a in meant.get(j, ()) if a.country]


def _has_foe(land: str | None, on: date | None) -> bool:
    power, since, until = _FOES.get(land or "", ("", 0, 0))
    return bool(power) and (on is None or since <= on.year <= until)


def _by_known_foe(draft: Draft, doing: list[Actor], there: list[Actor], on: date | None) -> Draft:
    """ "The war in Ukraine", "the invasion of Kuwait": by the one whose army fights there, whoever else is near."""
    lands = countries(there)
    land = next(iter(lands), None)
    if len(lands) != 1 or not _has_foe(land, on):
        return draft
    power = _FOES[land or ""][0]
    if countries(doing) - lands - {power}:
        return draft
    waging = next((a for a in doing if a.country == power), Actor(power, power))
    if draft.rule.mutual:
        return replace(draft, sides=Sides((waging, there[0]), (), "whose war it is"))
    return replace(draft, sides=Sides((waging,), (there[0],), "whose war it is"))


def _is_dated(tree: Tree, draft: Draft, story: Sequence[Draft]) -> bool:
    """Whether some noun for that war stands with a day."""
    lands = draft.sides.countries()
    nouns = (d for d in story if d.part == draft.part and d.cand.nominal and tree.keys[d.cand.token] in _WARS)
    return any(d.choice.date.basis is not Basis.ASSUMED and lands & d.sides.countries() for d in nouns)


def _still_on(draft: Draft, on: date | None) -> Draft:
    """A war that is only named goes on where it does at the time."""
    named = draft.reading.assumed and not draft.reading.background and draft.status.is_done
    goes_on = on is not None and any(
        _has_foe(land, on) and _FOES[land][2] > on.year for land in draft.sides.countries()
    )
    return replace(draft, status=Status.ONGOING) if named and goes_on else draft


def _told_of(draft: Draft, tree: Tree, own: set[str], story: Sequence[Draft]) -> Draft | None:
    """ "Since the invasion", "Iraq's invasion": the one of which the article says who invaded whom."""
    if tree.keys[draft.cand.token] not in _TAKING:
        return None
    for told in story:
        if told is draft or told.kind not in _KINDS or not _is_taking(told, tree):
            continue
        doers, hit = countries(told.sides.actors), countries(told.sides.recipients)
        if len(doers) == 1 and hit and not doers & hit and (not own or own == doers):
            sides = replace(told.sides, how=f"{draft.sides.how}; as told before")
            return replace(draft, sides=sides)
    return None


def _is_taking(told: Draft, tree: Tree) -> bool:
    """Whether a draft's own words say what land is taken."""
    noun = told.cand.token
    if tree.keys[noun] in ("invade", "occupy", "annex"):
        return not told.sides.guessed
    return tree.keys[noun] in _TAKING and any(
        case in ("of", "against", "into") for case, _ in nominal_links(tree, noun)
    )
