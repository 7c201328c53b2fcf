"""Lemmas: the base form that a word and its tag point to.

Forms that the treebanks show come from a table (`model/lemmas.json`, made by `train lemmas`). Regular endings are
undone and checked against the table's base forms; what is left goes to simplemma's English list.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from pathlib import Path

import simplemma

TABLE = Path(__file__).parent / "model" / "lemmas.json"
INFLECTED = {
    "VBD": "v", "VBN": "v", "VBG": "v", "VBZ": "v", "NNS": "n", "JJR": "a", "JJS": "a", "RBR": "r", "RBS": "r",
}  # fmt: skip
KEPT = frozenset({"PROPN", "X", "SYM", "PUNCT"})
VOWELS = frozenset("aeiou")


@cache
def _table() -> dict[str, dict[str, str]]:
    """The packaged table: per word class form → lemma; base forms of verbs under "base", fixed words under "fixed"."""
    table: dict[str, dict[str, str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=65536)
def lemma(word: str, tag: str, pos: str) -> str:
    """Lemma of `word` with this Penn tag and universal part of speech; names keep their form, others go lower-case."""
    if pos in KEPT:
        return word
    lower = word.lower().replace("’", "'")
    table = _table()
    fixed = table["fixed"].get(f"{lower} {pos}")
    if fixed is not None:
        return fixed
    if pos == "ADJ" and (tag == "NNP" or word in table["proper"]):
        return word
    kind = INFLECTED.get(tag, "")
    if tag in ("VBG", "VBN") and pos in ("NOUN", "ADJ", "ADP", "ADV", "SCONJ"):
        kind = ""
    if not kind:
        return lower
    known = table[kind].get(lower)
    if known is not None:
        return known
    if kind == "v":
        return _verb(lower, tag)
    if kind == "n":
        return _noun(lower)
    return _listed(lower)


def _listed(word: str) -> str:
    """simplemma's answer, if it resembles the word at all."""
    found: str = simplemma.lemmatize(word, lang="en").lower()
    return found if found[:1] == word[:1] else word


def _verb(word: str, tag: str) -> str:
    """Base form of a regular verb form."""
    base = _table()["base"]
    candidates = list(_bases(word, tag))
    for candidate in candidates:
        if candidate in base:
            return candidate
    listed = _listed(word)
    if listed in candidates and (listed[-1:] == "e" or listed[-2:-1] != listed[-1:]):
        return listed
    return candidates[0] if candidates else listed


def _bases(word: str, tag: str) -> list[str]:
    """Possible bases of a regular form, the likeliest first."""
    if tag == "VBZ":
        if word.endswith("ies") and len(word) > 4:
            return [word[:-3] + "y"]
        if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
            return [word[:-2], word[:-1]]
        return [word[:-1]] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else []
    if tag == "VBG":
        stem = word[:-3] if word.endswith("ing") and len(word) > 4 else ""
    elif word.endswith("ied") and len(word) > 4:
        return [word[:-3] + "y"]
    else:
        stem = word[:-2] if word.endswith("ed") and len(word) > 3 else ""
    if not stem or not any(c in VOWELS or c == "y" for c in stem):
        return []
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsfzaeiou":
        return [stem[:-1], stem]
    if len(stem) > 3 and stem[-2:] in ("ll", "ck"):
        return [stem, stem[:-1]]
    if tag == "VBG" and len(stem) == 2 and stem[-1] == "y":
        return [stem[:-1] + "ie"]
    mute = stem[-1] in "cguvz" or (stem[-1] in "st" and stem[-2:-1] in "au") or stem[-2:] in ("rs", "ns", "ls")
    return [stem + "e", stem] if mute else [stem, stem + "e"]


def _noun(word: str) -> str:
    """Singular of a regular plural."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    listed = _listed(word)
    if listed != word and word.startswith(listed[:3]):
        return listed
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "sis", "xis")) else word
