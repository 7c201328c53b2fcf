"""Of whom a part is spoken: "one of which", "many of them"; and what is named by somebody else's word."""

from __future__ import annotations

from tracker.extract.lands import Named
from tracker.extract.syntax import case_of, frame, governor_clause, nominal_links
from tracker.model import Actor

RELATIVES = frozenset("which whom".split())
_PARTS = frozenset("one two three four some many most all none several few half dozen each both".split())
_BESIDE = frozenset(("amod", "appos", "nmod", "dep", "det", "nummod", "nmod:unmarked"))
_COMPLEMENTS = ("obj", "xcomp", "ccomp", "obl")
_THERE = frozenset("in inside near on across at of".split())
_THROWN = frozenset("drone missile rocket shell mortar bomb projectile plane jet warplane".split())
_ANSWERS = frozenset(("response", "retaliation"))
_JUDGING = frozenset(
    "condemn criticise criticize denounce blame punish rebuke slam censure penalise penalize praise thank"
    " commend".split()
)
_SUSPICIONS = frozenset("suspicion allegation charge claim accusation fear concern evidence ground".split())


def whole(cast: Named, i: int) -> list[Actor] | None:
    """ "Chad fired rockets at Niger, one of which hit Mali": whoever fired them; "crowds, many of them women": the
    crowds themselves. None where it is neither."""
    tree, part = cast.tree, cast.tree.heads[i]
    if tree.deps[i] != "nmod" or case_of(tree, i) != "of" or tree.keys[part] not in _PARTS:
        return None
    if tree.lower[i] not in RELATIVES:
        noun = tree.heads[part]
        beside = tree.deps[part] in _BESIDE and tree.pos[noun] in ("NOUN", "PROPN")
        return cast.actors(noun) if beside else None
    clause = governor_clause(tree, part)
    if tree.deps[clause] != "acl:relcl":
        return None
    above = frame(tree, governor_clause(tree, tree.heads[clause]))
    thrown = any(tree.keys[j] in _THROWN for j in above.patients)
    return [a for j in above.agents for a in cast.actors(j)] if thrown else None


def called(cast: Named, i: int) -> list[Actor]:
    """ "Bombed what Chad called a camp in Niger", "what it said was a Nigerien base": whose the thing is that "what"
    stands for, whoever calls it so."""
    tree = cast.tree
    clauses = [c for c in tree.children[i] if tree.deps[c] == "acl:relcl"]
    nouns = [c for k in (*clauses, tree.heads[i]) for c in tree.children[k] if tree.deps[c] in _COMPLEMENTS and c > i]
    for noun in nouns if clauses else ():
        where = [j for case, j in nominal_links(tree, noun) if case in _THERE]
        whose = [c for c in tree.children[noun] if tree.deps[c] in ("amod", "compound", "nmod:poss")]
        for j in (*where, *whose):
            if found := [a for a in cast.actors(j, depth=3) if a.country]:
                return found
    return []


def taken_to_task(cast: Named, i: int) -> list[Actor]:
    """ "Sanctions against Chad over its war", "condemned Chad for its raids": whoever that is aimed at."""
    tree, noun = cast.tree, cast.tree.heads[i]
    if tree.deps[i] != "nmod:poss":
        return []
    case, over = case_of(tree, noun), tree.keys[tree.heads[noun]]
    if case not in ("over", "for") and not (case == "to" and over in _ANSWERS):
        return []
    start, _ = tree.sentences[tree.sentence_of[i]]
    for j in range(noun - 1, start - 1, -1):
        actor = cast.at.get(j)
        if actor is None or actor.country is None or j == i:
            continue
        judged = tree.deps[j] == "obj" and tree.keys[tree.heads[j]] in _JUDGING
        return [actor] if judged or case_of(tree, j) == "against" else []
    return []


def suspected(cast: Named, i: int) -> list[Actor]:
    """ "Seized a Chadian boat on suspicion that it carried arms": whoever or whatever that is done to."""
    tree, clause = cast.tree, cast.tree.heads[i]
    noun = tree.heads[clause]
    if not tree.deps[i].startswith("nsubj") or tree.deps[clause] not in ("acl", "ccomp", "acl:relcl"):
        return []
    if tree.keys[noun] not in _SUSPICIONS or noun > i or not tree.deps[noun].startswith(("obl", "nmod")):
        return []
    verb = governor_clause(tree, noun)
    return [a for j in frame(tree, verb).patients if j < i for a in cast.actors(j) if a.country]
