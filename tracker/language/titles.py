"""Titles that stand before names of people and are no part of them."""

from __future__ import annotations

from collections.abc import Sequence

ALONE = frozenset(
    {
        "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "president", "premier",
        "chancellor", "minister", "secretary", "general", "gen", "lt", "lieutenant", "col", "colonel", "maj", "major",
        "brig", "brigadier", "capt", "captain", "cmdr", "commander", "adm", "admiral", "marshal", "sgt", "sergeant",
        "senator", "sen", "rep", "representative", "congressman", "congresswoman", "gov", "governor", "mayor",
        "ambassador", "judge", "justice", "king", "queen", "prince", "princess", "emir", "sheikh", "sultan", "pope",
        "cardinal", "archbishop", "bishop", "rev", "reverend", "ayatollah", "imam", "mullah", "speaker", "chairman",
        "chairwoman", "director", "spokesman", "spokeswoman", "spokesperson", "envoy", "attorney", "commissioner",
        "lawmaker", "analyst", "leader", "pm", "fm", "ceo", "mp", "deputy", "vice", "prime", "foreign", "interior",
        "defense", "defence", "finance", "ex", "former", "acting", "chief", "first", "crown", "opposition",
    }
)  # fmt: skip
"""Words of titles, lower-case and without a final period."""

MODIFIERS = frozenset(
    """deputy vice prime foreign interior defense defence finance ex former acting chief first crown opposition major
    attorney general -""".split()
)
"""Words of titles that do not make one alone."""

DEPARTMENTS = frozenset(
    "state defense defence treasury commerce energy justice war education health labor transportation".split()
)
"""What a secretary may be of."""


def plain(word: str) -> str:
    """`word` as the lists above have it."""
    return word.lower().rstrip(".")


def length(words: Sequence[str]) -> int:
    """How many words at the head of a name are its title, one word always left: "Prime Minister Han" → 2.

    Modifiers count before a title only, but for "General" and "Major", which are ranks. A title followed by "of" and
    no department is the name itself ("Prince of Wales").
    """
    count = 0
    for index, word in enumerate(words[:-1]):
        bare = plain(word)
        if (bare in ALONE and bare not in MODIFIERS) or bare in ("general", "major"):
            count = index + 1
        elif bare not in MODIFIERS:
            break
    if count and count < len(words) and words[count] in ("of", "for"):
        return count + 2 if count + 2 < len(words) and words[count + 1].lower() in DEPARTMENTS else 0
    return count
