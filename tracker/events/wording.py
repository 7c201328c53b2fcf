"""Whether the words of two mentions agree, where their parties, kinds and days do. Pure."""

from __future__ import annotations

from tracker.events.told import Told, without

# kinds that one actor repeats from day to day with other words: the words have to agree as well
_WORDY = frozenset(
    ("condemnation", "accusation", "demand", "statement", "endorsement", "threat", "rejection", "protest",
     "cooperation", "concession", "meeting", "call", "aid", "strike", "clash", "bombing")
)  # fmt: skip
# what somebody says: two speakers are two events, however alike the reports
SPOKEN = frozenset(("condemnation", "accusation", "threat", "demand", "rejection", "statement", "endorsement"))
_AGREEING = 0.15
_AGREEING_OTHER_KIND = 0.25  # one land may charge people of another and criticise it on one day
_NOWHERE = 0.25  # names tell less than countries: so alike have the words to be where there is no country


def words_differ(first: Told, second: Told) -> bool:
    """Whether the words have to agree and do not: with kinds that are repeated, where one country alone takes part, as
    in most of what happens there, and where one report names more parties. The word for the deed says no more than its
    kind, and names no more than the countries where these are compared."""
    if _in_one_town(first, second):
        return False
    nowhere = not (first.countries and second.countries)
    same = first.countries == second.countries and len(first.countries) > 1
    if same and _WORDY.isdisjoint((first.mention.kind, second.mention.kind)):
        return False
    names = first.trigger_stems | second.trigger_stems
    if not nowhere:
        names |= first.party_stems | second.party_stems
    other_kind = first.mention.kind != second.mention.kind and first.mention.kind in SPOKEN
    enough = _NOWHERE if nowhere else _AGREEING_OTHER_KIND if other_kind else _AGREEING
    if _likeness_beside(first.words, second.words, names) >= enough:
        return False
    return _likeness_beside(first.objects, second.objects, names) < enough


def _in_one_town(first: Told, second: Told) -> bool:
    """Whether violence was done in a town that the other one names, be it as a place or as what was hit."""
    return _says_town(first, second.town) or _says_town(second, first.town)


def _says_town(told: Told, town: str | None) -> bool:
    return town is not None and frozenset(town.lower().split()) <= told.words


def likeness_of(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Share of the smaller set that is in both."""
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _likeness_beside(mine: frozenset[str], theirs: frozenset[str], stems: frozenset[str]) -> float:
    """The same without words that begin like any of these."""
    common = without(mine & theirs, stems)
    return len(common) / min(len(without(mine, stems)), len(without(theirs, stems))) if common else 0.0
