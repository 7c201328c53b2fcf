"""Towns that the recogniser took for people, told by what is done to them."""

from __future__ import annotations

from spacy.tokens import Span

# what is done to places and not to people
_DONE_TO_PLACES = frozenset(
    "shell bombard bomb besiege recapture retake encircle evacuate occupy liberate surround pound storm overrun".split()
)
# done to places more often than to people, in the words of war reports
_OFTEN = frozenset("strike hit capture seize attack target rock reach enter".split())
GIVEN_NAMES = ("USA", "GBR", "CAN", "AUS", "NZL")
"""Countries whose towns bear the names of people: Austin, Lincoln, Sydney."""

_NEAR = frozenset("near outside around into inside across toward towards".split())


def is_struck(name: Span) -> bool:
    """Whether a lone word, recognised as a person, stands where a place would: "shelled Kharkiv", "near Kharkiv"."""
    if len(name) != 1:
        return False
    token = name[0]
    if any(child.dep_ in ("compound", "amod", "appos", "flat", "nmod:desc") for child in token.children):
        return False
    if token.dep_ in ("obj", "nsubj:pass") and token.head.pos_ == "VERB":
        return token.head.lemma_.lower() in _DONE_TO_PLACES | _OFTEN
    return any(child.dep_ == "case" and child.lower_ in _NEAR for child in token.children)
