"""Whoever stands inside what a trigger says, where nobody stands beside it."""

from __future__ import annotations

from tracker.extract.answering_words import DEEDS
from tracker.extract.cast import Cast
from tracker.extract.siting import SUFFERED
from tracker.extract.syntax import Tree, case_of, conjuncts, frame, has_subject, nominal_links, subtree
from tracker.extract.triggers import Candidate
from tracker.model import Actor, EventType

_REFUSING = frozenset(("refuse", "decline"))
_ONE_SIDED = frozenset("promise pledge vow offer undertake volunteer commit assure".split())
_GIVING = frozenset(
    "supply provide give send deliver sell buy export import lend grant build help assist train arm allow lease finance"
    " equip exchange transfer".split()
)


def is_one_sided(cand: Candidate) -> bool:
    """Whether it is one side's promise, which is no pact of several."""
    return cand.rule.kind == "agreement" and cand.form.split()[0] in _ONE_SIDED


def spoken_of(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """Whoever stands inside what is said ("a commitment to defend South Korea", "that Iran must stop")."""
    args = frame(tree, cand.verb)
    doers = {a.country for j in args.agents for a in cast.actors(j)}
    skip = {i for j in args.agents for i in subtree(tree, j)}
    told = args.patients
    if cand.rule.type is EventType.ACCUSE:
        told = tuple(j for j in told if not hurts_somebody(tree, j))
    tops = [*told, *(c for c in tree.children[cand.verb] if tree.deps[c] in ("ccomp", "xcomp"))]
    for top in tops:
        # "said the visit was a provocation, and Togo stood by Ghana": what another clause tells is no part of it
        apart = {i for c in tree.children[top] if _tells_more(tree, c) for i in subtree(tree, c)}
        for i in sorted(set(subtree(tree, top)) - apart):
            meant = i in cast.at or (tree.pos[i] == "PRON" and tree.deps[i] in ("obj", "iobj"))
            if meant and i not in skip and not _targeted(tree, i, top):
                found = [a for a in cast.actors(i) if a.country and a.country not in doers]
                if found:
                    return [b for j in conjuncts(tree, i) for b in cast.actors(j)]
    return []


def dealt_by(tree: Tree, cast: Cast, noun: int) -> list[Actor]:
    """ "Condemned the killing of two Chadians by Togolese soldiers": whoever did what the noun names, though the
    parser gives the phrase to those whom it hit."""
    if tree.keys[noun] not in DEEDS and not tree.lower[noun].endswith("ing"):
        return []
    links = nominal_links(tree, noun)
    inside = [link for case, j in links if case in ("of", "on", "against") for link in nominal_links(tree, j)]
    return [a for case, j in (*links, *inside) if case == "by" for a in cast.actors(j)]


def hurts_somebody(tree: Tree, noun: int) -> bool:
    """Whether a noun names what somebody suffers: "condemned the attack on Chad" blames those who made it."""
    return tree.keys[noun] in SUFFERED


def blamed_for(tree: Tree, cast: Cast, noun: int) -> list[Actor]:
    """Whoever did what the noun names, where it is said: "Togo's raid", "the Togolese raid", "a raid by Togo"; a town
    in front of it is where it was done."""
    named = [c for c in tree.children[noun] if tree.deps[c] in ("amod", "compound", "nmod:poss") and c not in cast.site]
    return dealt_by(tree, cast, noun) or [a for c in named for a in cast.actors(c)]


def _tells_more(tree: Tree, c: int) -> bool:
    """Whether c heads a clause beside the one above it that has a subject of its own."""
    return tree.deps[c] in ("conj", "parataxis") and has_subject(tree, c)


def _targeted(tree: Tree, i: int, top: int) -> bool:
    """Whether i is what something is directed against ("deterrence against North Korea")."""
    while i != top and tree.heads[i] != i:
        if case_of(tree, i) in ("against", "from", "over", "amid", "despite"):
            return True
        i = tree.heads[i]
    return False


def promised_to(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """The other party that only the purpose names: "signed a deal to supply Kenya with wheat" or "that gives …"."""
    out: list[Actor] = []
    for c in (*tree.children[cand.token], *tree.children[cand.verb]):
        if tree.keys[c] not in _GIVING or tree.deps[c] not in ("acl", "acl:relcl", "advcl", "xcomp"):
            continue
        args = frame(tree, c)
        told = [*args.patients, *(j for case, j in args.obliques if case in ("to", "with"))]
        out += [a for j in told for a in cast.actors(j)]
    return out


def complement_subjects(tree: Tree, verb: int) -> list[int]:
    """Subjects of a that-clause: "demanded that China stop" is a demand on China."""
    out: list[int] = []
    for c in tree.children[verb]:
        if tree.deps[c] in ("ccomp", "xcomp"):
            inner = frame(tree, c)
            if not inner.inherited:
                out += [*(inner.patients if inner.passive and not inner.agents else inner.agents)]
            elif tree.deps[c] == "xcomp" and tree.keys[verb] in _REFUSING:
                out += inner.patients  # "refused to let the envoys in"
    return out
