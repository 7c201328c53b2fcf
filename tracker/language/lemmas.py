"""Lemmas: the base form that word and tag point to, by simplemma's English lists with the tag as judge."""

from __future__ import annotations

from functools import lru_cache

import simplemma

INFLECTED = frozenset({"VBD", "VBN", "VBG", "VBZ", "NNS", "JJR", "JJS", "RBR", "RBS"})
CONTRACTED = {
    "'s": {"VERB": "be", "AUX": "be", "PART": "'s"},
    "’s": {"VERB": "be", "AUX": "be", "PART": "'s"},
    "n't": {"PART": "not"},
    "n’t": {"PART": "not"},
    "'re": {"AUX": "be"},
    "’re": {"AUX": "be"},
    "'ve": {"AUX": "have"},
    "’ve": {"AUX": "have"},
    "'ll": {"AUX": "will"},
    "’ll": {"AUX": "will"},
    "'d": {"AUX": "would"},
    "’d": {"AUX": "would"},
    "'m": {"AUX": "be"},
    "’m": {"AUX": "be"},
    "wo": {"AUX": "will"},
    "ca": {"AUX": "can"},
}
PRONOUNS = {
    "me": "I", "i": "I", "us": "we", "him": "he", "her": "she", "them": "they", "my": "my", "an": "a",
    "these": "this", "those": "that", "'em": "they",
}  # fmt: skip
VERBS = {
    "is": "be", "are": "be", "was": "be", "were": "be", "am": "be", "been": "be", "being": "be", "be": "be",
    "found": "find", "left": "leave", "saw": "see", "felt": "feel", "fell": "fall", "lay": "lie", "bound": "bind",
    "ground": "grind", "wound": "wind", "founded": "found", "bore": "bear", "rose": "rise", "shot": "shoot",
    "met": "meet", "meeting": "meet", "led": "lead", "spoke": "speak", "lit": "light", "bid": "bid", "struck": "strike",
    "born": "bear", "said": "say", "torn": "tear", "does": "do", "did": "do", "done": "do", "axed": "axe", "swore": "swear",
}  # fmt: skip


@lru_cache(maxsize=65536)
def lemma(word: str, tag: str, pos: str) -> str:
    """Lemma of `word` with this Penn tag and universal part of speech; names keep their form, the rest is lower-cased."""
    lower = word.lower()
    if lower in CONTRACTED and pos in CONTRACTED[lower]:
        return CONTRACTED[lower][pos]
    if pos in ("VERB", "AUX") and lower in VERBS:
        return VERBS[lower]
    if pos in ("PRON", "DET"):
        return PRONOUNS.get(lower, lower)
    if pos in ("PROPN", "X", "SYM", "PUNCT"):
        return word
    if tag not in INFLECTED:
        return lower
    if tag == "VBG" and pos != "VERB" and pos != "AUX":
        return lower
    found: str = simplemma.lemmatize(lower, lang="en")
    return found.lower()
