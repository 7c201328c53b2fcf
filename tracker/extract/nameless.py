"""Attackers of whom nothing is known: gunmen, a bomber, hackers. They are counted to the land where they struck, but
whoever condemns what they did blames nobody."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.extract.answering_words import BLOWS
from tracker.extract.drafts import Draft
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


def is_by_nobody_known(deeds: Iterable[Draft]) -> bool:
    """Whether the last of the deeds that are taken up is a blow by nobody of whom anything is known."""
    last = max(deeds, key=lambda d: (d.sentence, d.token), default=None)
    return last is not None and last.kind in BLOWS and all(map(is_nameless, last.sides.actors))
