"""Of whom a part is spoken: "one of which", "many of them"."""

from __future__ import annotations

from tracker.extract.lands import Named
from tracker.extract.syntax import case_of, frame, governor_clause
from tracker.model import Actor

RELATIVES = frozenset("which whom".split())
_PARTS = frozenset("one two three four some many most all none several few half dozen each both".split())
_BESIDE = frozenset(("amod", "appos", "nmod", "dep", "det", "nummod", "nmod:unmarked"))
_THROWN = frozenset("drone missile rocket shell mortar bomb projectile plane jet warplane".split())


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
