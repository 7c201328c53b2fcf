"""Questions about a dependency tree (Universal Dependencies), answered over plain lists instead of spaCy objects.

A `Tree` is made once for each Doc (see `parsed`); all other modules of the coder speak of tokens by their index in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from tracker.extract.control import hands_on, is_of_object
from tracker.extract.timex_words import TEMPORAL

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET", "X", "SYM"))
_SUBJECTS = frozenset(("nsubj", "nsubj:outer", "csubj"))
_PASSIVES = frozenset(("nsubj:pass", "csubj:pass"))
_CLAUSES = frozenset(
    ("ROOT", "root", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "parataxis", "csubj", "csubj:pass")
)
_BARE = frozenset("flee die resign escape return surrender arrive appear".split())
_MONEY = frozenset("dollar euro pound yen rouble ruble million billion".split())
_ONWARDS = frozenset("on over out back down up".split())
_RELATIVES = frozenset(("who", "which", "that", "whom", "whose", "where"))


@lru_cache(maxsize=65536)
def norm(word: str) -> str:
    """A word's key in lexicons: lower case, plural endings cut; meant to agree with itself, not with a dictionary."""
    word = word.lower().replace("’", "'")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")) and len(word) > 4:
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Tree:
    """A Doc as lists of equal length, one item for each token; `sentences` are (start, end) token ranges."""

    text: str
    words: list[str]
    keys: list[str]
    lower: list[str]
    tags: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    children: list[list[int]]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]
    sentence_of: list[int]
    subtrees: dict[int, list[int]] = field(default_factory=dict)
    """What was asked before: `subtree`, `frame` and the like by their tokens."""
    frames: dict[int, Frame] = field(default_factory=dict)
    cases: dict[int, str] = field(default_factory=dict)
    near: dict[int, set[str]] = field(default_factory=dict)
    parts: dict[str, frozenset[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)


def opens_paragraph(tree: Tree, start: int) -> bool:
    """Whether a sentence that starts at token `start` opens a paragraph."""
    gap = tree.text[max(0, tree.starts[start] - 3) : tree.starts[start]] + tree.words[start]
    return start == 0 or "\n\n" in gap or "\n \n" in gap


def is_clause(tree: Tree, i: int) -> bool:
    """Whether token i heads a clause (a predicate), coordinated predicates included."""
    dep = tree.deps[i]
    if dep == "conj":
        return tree.pos[i] in ("VERB", "AUX") or (
            tree.heads[i] != i and is_clause(tree, tree.heads[i]) and has_subject(tree, i)
        )
    return dep in _CLAUSES and (
        tree.pos[i] in ("VERB", "AUX") or has_subject(tree, i) or dep in ("ROOT", "root", "ccomp")
    )


def has_subject(tree: Tree, i: int) -> bool:
    return any(tree.deps[c] in _SUBJECTS or tree.deps[c] in _PASSIVES for c in tree.children[i])


def has_aux(tree: Tree, i: int) -> bool:
    return any(tree.deps[c].startswith("aux") for c in tree.children[i])


def governor_clause(tree: Tree, i: int) -> int:
    """The predicate whose clause token i stands in (i itself when it heads one)."""
    seen = 0
    while not is_clause(tree, i) and tree.heads[i] != i and seen < 40:
        i = tree.heads[i]
        seen += 1
    return i


def conjuncts(tree: Tree, i: int) -> list[int]:
    """i and what is coordinated with it, in order, but for the second of "Chad, but not Togo"."""
    out = [i]
    for c in tree.children[i]:
        if tree.deps[c] == "conj" and not _is_excepted(tree, c):
            out += conjuncts(tree, c)
    return out


def _is_excepted(tree: Tree, i: int) -> bool:
    """ "Chad, but not Togo": what is named as no part of the list."""
    said = {tree.lower[c] for c in tree.children[i]} if tree.pos[i] in NOMINAL else set()
    return "not" in said and not said & {"only", "just", "least"}


def case_of(tree: Tree, i: int) -> str:
    """The preposition of nominal i in lower case ("" for none)."""
    case = tree.cases.get(i)
    if case is None:
        case = tree.cases[i] = _case_of(tree, i)
    return case


def _case_of(tree: Tree, i: int) -> str:
    found = [tree.lower[c] for c in tree.children[i] if tree.deps[c] == "case" and tree.lower[c] not in ("'s", "'")]
    if found:
        if len(found) > 1 and found[0] in _ONWARDS and found[1] in ("to", "into"):
            return found[1]  # "travelled on to Aden"
        return "from" if found[0] == "out" and "of" in found else found[0]
    # a coordinated nominal shares the preposition of the first
    if tree.deps[i] == "conj" and tree.heads[i] != i:
        return case_of(tree, tree.heads[i])
    return ""


def subtree(tree: Tree, i: int) -> list[int]:
    """Token i and everything below it, sorted."""
    found = tree.subtrees.get(i)
    if found is None:
        found, stack = [], [i]
        while stack:
            j = stack.pop()
            found.append(j)
            stack += tree.children[j]
        found.sort()
        tree.subtrees[i] = found
    return found


_PHRASE = frozenset("compound amod flat conj nummod appos nmod:desc nmod:poss dep nmod:unmarked goeswith".split())


def np_keys(tree: Tree, i: int, depth: int = 3, *, alone: bool = False) -> set[str]:
    """Keys of a noun phrase's words: head, modifiers, what "of" adds, and coordinated heads unless `alone`."""
    out = {tree.keys[i], norm(tree.lower[i])}
    if depth:
        for c in tree.children[i]:
            dep = tree.deps[c]
            if alone and dep == "conj":
                continue
            if dep in _PHRASE or (dep == "nmod" and case_of(tree, c) in ("of", "", _sum_of(tree.keys[i]))):
                out |= np_keys(tree, c, depth - 1)
            elif dep == "case" or (dep == "punct" and tree.lower[c] == "-") or dep in ("advmod", "obl", "det"):
                out.add(tree.keys[c])
    return out


def _sum_of(key: str) -> str:
    """The preposition by which a sum says of what it is: "$30 million in aid"."""
    return "in" if key in _MONEY else "of"


def head_keys(tree: Tree, i: int) -> set[str]:
    """Keys of the heads of a noun phrase only (coordinated ones and the noun after "number of" included)."""
    out: set[str] = set()
    for j in conjuncts(tree, i):
        out.update((tree.keys[j], norm(tree.lower[j])))
    return out


def is_temporal(tree: Tree, i: int) -> bool:
    """Whether a nominal names a time ("Monday", "3 May", "2021"), so that its preposition governs no argument."""
    if tree.keys[i] in TEMPORAL:
        return True
    if tree.pos[i] != "NUM":
        return False
    word = tree.lower[i]
    if ":" in word or any(tree.lower[c] in ("a.m.", "p.m.", "am", "pm", "gmt") for c in tree.children[i]):
        return True
    return (len(word) == 4 and word.isdigit()) or any(
        tree.keys[c] in TEMPORAL or tree.lower[c] == "may" for c in tree.children[i]
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """Who stands where around a predicate: token indices of the heads of its arguments."""

    agents: tuple[int, ...]
    patients: tuple[int, ...]
    obliques: tuple[tuple[str, int], ...]
    passive: bool
    inherited: bool = False


def frame(tree: Tree, verb: int) -> Frame:
    """Arguments of a verb, with control, raising, coordination, participles and relative clauses resolved."""
    found = tree.frames.get(verb)
    if found is None:
        found = tree.frames[verb] = _frame(tree, verb, 0)
    return found


def _frame(tree: Tree, verb: int, depth: int) -> Frame:
    agents: list[int] = []
    patients: list[int] = []
    obliques: list[tuple[str, int]] = []
    passive = False
    for c in tree.children[verb]:
        dep = tree.deps[c]
        if dep in _SUBJECTS:
            agents += _resolved(tree, c)
        elif dep in _PASSIVES:
            passive = True
            patients += _resolved(tree, c)
        elif dep in ("obj", "iobj"):
            patients += _resolved(tree, c)
        elif dep == "aux:pass":
            passive = True
        elif dep == "advmod" and tree.lower[c] in _ONWARDS:
            # "flew out to Washington"
            obliques += [(_oblique_case(tree, g, "obl"), g) for g in tree.children[c] if tree.deps[g] == "obl"]
        elif dep.startswith(("obl", "nmod")) and not is_temporal(tree, c):
            for j in conjuncts(tree, c):
                obliques.append((_oblique_case(tree, j, dep), j))
    inherited = False
    if passive:
        # parsers confuse nsubj and nsubj:pass
        patients += [j for j in agents if j not in patients]
        agents = [j for case, j in obliques if case == "by"]
    if not agents and not (passive and patients) and depth < 6:
        more, as_patient = _understood_subject(tree, verb, depth)
        inherited = bool(more)
        if as_patient or passive:
            passive = True
            patients += [j for j in more if j not in patients]
            agents = [j for case, j in obliques if case == "by"]
        else:
            agents = more
    return Frame(tuple(agents), tuple(patients), tuple(obliques), passive, inherited)


def _oblique_case(tree: Tree, j: int, dep: str) -> str:
    return case_of(tree, j) or ("by" if dep == "obl:agent" else "")


def _resolved(tree: Tree, i: int) -> list[int]:
    """Conjuncts of i; a relative pronoun stands for the noun its clause modifies."""
    if tree.lower[i] in _RELATIVES and tree.pos[i] in ("PRON", "DET", "SCONJ", "ADV"):
        clause = governor_clause(tree, tree.heads[i])
        if tree.deps[clause] in ("acl:relcl", "acl", "advcl:relcl", "conj"):
            while tree.deps[clause] == "conj" and tree.heads[clause] != clause:
                clause = tree.heads[clause]
            return [tree.heads[clause]]
    return conjuncts(tree, i)


def _understood_subject(tree: Tree, verb: int, depth: int) -> tuple[list[int], bool]:
    """The subject that is not said: (tokens, whether they are what the verb is done to)."""
    dep, head = tree.deps[verb], tree.heads[verb]
    if head == verb:
        return [], False
    if dep == "conj" and tree.pos[head] in ("VERB", "AUX", "ADJ"):
        above = _frame(tree, head, depth + 1)
        if above.passive and (tree.tags[verb] == "VBN" or _looks_passive(tree, verb)):
            return list(above.patients), True
        # "was arrested and said": the second verb's subject is the first one's patient
        return list(above.agents if not above.passive else above.patients or above.agents), False
    if dep in ("xcomp", "advcl", "ccomp", "parataxis") and tree.pos[head] in ("VERB", "AUX", "ADJ"):
        above = _frame(tree, head, depth + 1)
        if dep == "xcomp" and above.patients and (above.passive or hands_on(tree.keys[head])):
            return list(above.patients), False
        apart = "," in tree.words[head:verb]
        if (
            above.patients
            and not above.passive
            and is_of_object(tree.keys[head], dep, tree.tags[verb], case_like(tree, verb), apart=apart)
        ):
            return list(above.patients), False
        if dep == "advcl" and tree.tags[verb] == "VBN" and tree.lower[verb - 1] != "having":
            return list(above.agents or above.patients), True
        return list(above.patients if above.passive and not above.agents else above.agents), False
    if dep in ("acl", "amod") and tree.pos[head] in NOMINAL:
        if tree.tags[verb] == "VBN" and not _infinitive(tree, verb):
            return [head], True
        if tree.tags[verb] == "VBG" and not _infinitive(tree, verb) and case_like(tree, verb) == "":
            return [head], False
        return _owner(tree, head, depth), False
    if dep in ("xcomp", "advcl", "ccomp", "acl", "obl", "nmod") and tree.pos[head] in NOMINAL:
        return _owner(tree, head, depth), False
    if dep in ("csubj", "obj"):
        above = _frame(tree, head, depth + 1)
        return [j for j in above.agents if j != verb], False
    return [], False


def _looks_passive(tree: Tree, verb: int) -> bool:
    """ "Was taken to Baku and charged with treason": a past tense without any object of its own."""
    own = {tree.deps[c] for c in tree.children[verb]} & {"obj", "ccomp", "xcomp", "aux"}
    return tree.lower[verb].endswith("ed") and tree.keys[verb] not in _BARE and not own


def case_like(tree: Tree, verb: int) -> str:
    """The word that introduces a clause ("of sending", "to send", "after sending")."""
    for c in tree.children[verb]:
        if tree.deps[c] in ("mark", "case"):
            return tree.lower[c]
    return ""


def _infinitive(tree: Tree, verb: int) -> bool:
    return any(tree.deps[c] == "mark" and tree.lower[c] == "to" for c in tree.children[verb])


def _owner(tree: Tree, noun: int, depth: int) -> list[int]:
    """Whose plan, decision or attempt: the possessor, else the subject of the verb the noun depends on."""
    named = (c for c in tree.children[noun] if tree.deps[c] in ("amod", "compound") and tree.words[c][:1].isupper())
    out = owners(tree, noun) or [c for c in named if not is_temporal(tree, c)]  # "a North Korean attempt to launch"
    if out:
        return out
    above = tree.heads[noun]
    if tree.deps[noun] in ("obj", "obl", "xcomp") and tree.pos[above] in ("VERB", "AUX"):
        return list(_frame(tree, above, depth + 1).agents)
    if tree.deps[noun] in ("ROOT", "root", "ccomp", "nsubj", "nsubj:pass"):
        found = [j for c in tree.children[noun] if tree.deps[c] in _SUBJECTS for j in _resolved(tree, c)]
        # a headline: "Minister to visit Chad"
        return found or (conjuncts(tree, noun) if tree.heads[noun] == noun and not out else [])
    return []


def owners(tree: Tree, noun: int) -> list[int]:
    """Possessors of a noun and its "by" phrases."""
    out: list[int] = []
    for c in tree.children[noun]:
        if tree.deps[c] == "nmod:poss" or (tree.deps[c] in ("nmod", "obl", "obl:agent") and case_of(tree, c) == "by"):
            out += conjuncts(tree, c)
        elif tree.deps[c] == "nmod" and case_of(tree, c) == "of":
            # "the release of hostages by Hamas": parsers hang the second phrase on the first
            out += [
                j
                for g in tree.children[c]
                if tree.deps[g] in ("nmod", "obl:agent") and case_of(tree, g) == "by"
                for j in conjuncts(tree, g)
            ]
    return out


def nominal_links(tree: Tree, noun: int) -> list[tuple[str, int]]:
    """Prepositional dependents of a noun, nested ones included ("deal on X with Y"): (preposition, token)."""
    out: list[tuple[str, int]] = []
    for c in tree.children[noun]:
        if tree.deps[c] in ("nmod", "obl", "obl:agent", "nmod:unmarked"):
            case = case_of(tree, c)
            for j in conjuncts(tree, c):
                out.append((case, j))
            if tree.keys[c] in ("response", "reaction", "contrast", "addition", "order", "protest"):
                continue
            for inner, j in nominal_links(tree, c):
                if inner in ("with", "to", "from", "against", "between", "by", "in") and case != inner:
                    out.append((inner, j))
                elif case == "of" and inner in ("at", "on"):
                    out.append((inner, j))  # "a wave of missiles at towns"
    return out
