"""Attackers of whom nothing is known: gunmen, a bomber, hackers. They are counted to the land where they struck, but
whoever condemns what they did blames nobody."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.extract.answering_words import BLOWS
from tracker.extract.drafts import Draft
from tracker.extract.sides import countries
from tracker.model import Actor

_UNKNOWN = frozenset(
    "a an the unknown unidentified unnamed masked armed suspected suicide car lone men man gunmen gunman attackers"
    " attacker assailants assailant bomber bombers hackers hacker"
    " assassins assassin shooter sniper snipers kidnappers pirates suspects suspect arsonists intruders".split()
)
_SECTORS = frozenset((None, "UAF", "CRM", "UNK", "CVL"))


def is_nameless(actor: Actor) -> bool:
    """Whether neither name nor nation of an attacker is told."""
    words = actor.name.lower().replace("-", " ").split()
    return actor.person is None and actor.sector in _SECTORS and _UNKNOWN.issuperset(words)


def is_by_nobody_known(deeds: Iterable[Draft], before: Iterable[Draft]) -> bool:
    """Whether the last of the deeds that are taken up is a blow by nobody of whom anything is known, and nobody known
    has dealt those whom it hit another before."""
    last = max(deeds, key=lambda d: (d.sentence, d.token), default=None)
    if last is None or last.kind not in BLOWS or not _are_nameless(last):
        return False
    hit = countries(last.sides.recipients)
    others = (d for d in before if d.kind in BLOWS and countries(d.sides.recipients) & hit and d.sides.actors)
    return all(map(_are_nameless, others))


def _are_nameless(deed: Draft) -> bool:
    actors = deed.sides.actors
    return bool(actors) and deed.sides.guessed and all(map(is_nameless, actors))
