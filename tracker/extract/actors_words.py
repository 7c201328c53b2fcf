"""Words of a text as the actor and place indexes see them: folded, cut at hyphens, with their character offsets.

The same cutting serves names in the configuration and words in articles, so "Kim Jong-un", "Kim Jong Un" and
"KIM JONG UN" meet, as do "U.S." and "US", "N'Djamena" and "Ndjamena", "Élysée" and "Elysee".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

POSSESSIVE = "'s"
_WORD = re.compile(r"['’´`]s\b|[^\W_]+(?:[.'’´`&][^\W_]+)*", re.IGNORECASE)
_BREAK = re.compile(r"[,;:()\[\]\"“”„«»!?…|/\n]|[—–]|\s-\s|--")
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "ə": "a", "œ": "oe", "ð": "d", "þ": "th"}
)
_STOPPED = frozenset(
    "mr mrs ms dr st gen lt col maj capt sgt adm cmdr brig cpl pvt rep sen gov rev prof hon jr sr no vs sec amb".split()
)


class Word(NamedTuple):
    """One word: folded `key`, offsets into the text, the text itself, and whether a break stands before it."""

    key: str
    start: int
    end: int
    text: str
    after_break: bool
    after_hyphen: bool


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents, dots and apostrophes: the form under which words meet."""
    plain = text if text.isascii() else _strip(text)
    return plain.lower().translate(_DROP)


_DROP = str.maketrans("", "", ".'’´`&")


def _strip(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=256)
def words_of(text: str) -> tuple[Word, ...]:
    """All words of `text` in order. "Chile's" gives "chile" and "'s"; punctuation gives nothing but breaks.

    Remembered for a while: actors and places are looked for in the same text."""
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        surface = match[0]
        gap = text[last:start]
        broken, hyphen = (False, False) if gap == " " else _gap(gap, found[-1] if found else None)
        last = end
        if surface.isalpha():
            found.append(Word(fold(surface), start, end, surface, broken, hyphen))
            continue
        if surface[0] in "'’´`":
            found.append(Word(POSSESSIVE, start, end, surface, broken, hyphen))
            continue
        if len(surface) > 2 and surface[-2] in "'’´`" and surface[-1] in "sS":
            found.append(Word(fold(surface[:-2]), start, end - 2, surface[:-2], broken, hyphen))
            found.append(Word(POSSESSIVE, end - 2, end, surface[-2:], False, False))
            continue
        found.append(Word(fold(surface), start, end, surface, broken, hyphen))
    return tuple(found)


def _gap(gap: str, before: Word | None) -> tuple[bool, bool]:
    """Whether the characters between two words end a name, and whether they are a hyphen."""
    if gap in (" ", ""):
        return False, False
    if gap in ("-", "‑"):
        return False, True
    if _BREAK.search(gap):
        return True, False
    if "." in gap and before is not None:
        abbreviation = before.key in _STOPPED or len(before.key) == 1 or "." in before.text
        return not abbreviation, False
    return False, False


def keys_of(name: str) -> tuple[str, ...]:
    """The folded words of a configured name, as the trie stores them."""
    if name.isascii() and name.replace(" ", "a").replace("-", "a").isalpha():
        return tuple(name.lower().replace("-", " ").split())
    return tuple(word.key for word in words_of(name))
