"""Headlines that put the coming act as an infinitive: "Ministers to meet in Doha".

The treebanks hardly have them, so the network takes the noun as governor ("a man to watch"). Here the verb becomes
the governor and the noun its subject, as in "Ministers will meet in Doha".
"""

from __future__ import annotations

from collections.abc import Sequence

NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
LINKED = frozenset({"acl", "parataxis", "advcl", "xcomp", "ccomp", "conj"})
"""How the network hangs such a verb on the noun."""

GOVERNED = frozenset({"root", "ccomp", "parataxis"})
"""What the noun may be: the sentence's root, or what somebody says."""

TAKING = frozenset(
    """ability agreement aim ambition appeal approval attempt attempts authority bid bids call calls campaign
    capacity chance consent deal decision decisions desire drive duty effort efforts failure fight freedom goal
    idea intention invitation mandate mission motion move moves need obligation offer offers opportunity order
    orders permission permit plan plans pledge pledges plot power pressure promise proposal proposals push race
    refusal request requests right rights scheme struggle task tendency threat threats time vote vow vows way
    ways will willingness""".split()
)
"""Nouns that govern an infinitive by themselves: "plan to build"."""

RANKED = frozenset("first second third last next only latest best oldest youngest".split())


def turned(heads: list[int], relations: list[str], tags: Sequence[str], words: Sequence[str]) -> bool:
    """Turns the tree of one sentence in place, if it is such a headline; says whether it did.

    `heads`: 0 = root, i+1 = word i of the sentence. A sentence with an article before the noun, a finite verb before
    the infinitive or a final period stays as it is.
    """
    if "TO" not in tags or words[-1] == ".":
        return False
    for verb, tag in enumerate(tags):
        noun = heads[verb] - 1
        hung = tag in ("VB", "VBN") and 0 <= noun < verb and relations[verb] in LINKED
        if hung and relations[noun] in GOVERNED and _fits(noun, verb, heads, tags, words):
            _turn(noun, verb, heads, relations)
            return True
    return False


def _fits(noun: int, verb: int, heads: list[int], tags: Sequence[str], words: Sequence[str]) -> bool:
    """Whether `noun` is the subject to come of the infinitive `verb`."""
    marked = any(tags[i] == "TO" and heads[i] == verb + 1 for i in range(noun + 1, verb))
    if not marked or tags[noun] not in NOMINAL or words[noun].lower() in TAKING:
        return False
    if any(tag in FINITE for tag in tags[:verb]):
        return False
    own = [i for i, head in enumerate(heads) if head == noun + 1 and i < noun]
    return not any(tags[i] == "DT" or words[i].lower() in RANKED for i in own)


def _turn(noun: int, verb: int, heads: list[int], relations: list[str]) -> None:
    """Makes `verb` the governor of `noun` and of what hangs on the noun after the verb."""
    passive = any(head == verb + 1 and relation == "aux:pass" for head, relation in zip(heads, relations, strict=True))
    heads[verb], relations[verb] = heads[noun], relations[noun]
    heads[noun], relations[noun] = verb + 1, "nsubj:pass" if passive else "nsubj"
    for index in range(verb + 1, len(heads)):
        if heads[index] == noun + 1:
            heads[index] = verb + 1
