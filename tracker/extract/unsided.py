"""Sides that neither the clause nor its neighbours tell, from the story: what an article tells without naming anybody
is told of those that it is about."""

from __future__ import annotations

from tracker.extract.memory import BODIES
from tracker.extract.opening import is_article
from tracker.extract.scene import Scene
from tracker.extract.sides import Sides, countries, distinct, with_country
from tracker.extract.status_words import CALLING
from tracker.extract.syntax import frame, subtree
from tracker.extract.triggers import Candidate
from tracker.model import Actor, EventType

_BETWEEN_FOES = frozenset(("ceasefire", "clash"))
_AIMED = frozenset(("sanctions", "endorsement", "expulsion", "data_sharing"))
_UTTERED = frozenset(("endorsement", "condemnation", "demand", "threat", "accusation"))
_ON_SPOT = frozenset((EventType.PROTEST, EventType.COERCE, EventType.ASSAULT))
_OFFICIAL = frozenset(
    "expulsion release recall withdrawal sanctions restriction deployment aid arms_transfer investigation".split()
)
"""What a government does that announces it."""
_SAYING = frozenset("say announce confirm state tell add declare".split())
_RULING = frozenset((None, "GOV"))
_BACK = 2
"""How many sentences before a quotation its speaker may stand."""
_LOCAL = frozenset("CVL COP UAF MIL JUD LEG OPP LAB EDU AGR REL SOC UNK PRM REB".split())


def assigned(scene: Scene, cand: Candidate, sides: Sides) -> Sides:
    """The sides with those that the story gives, where they are too few; unchanged where it gives none."""
    if not sides.actors and (speaker := _speaker(scene, cand, sides)):
        return Sides((speaker,), sides.recipients, "whoever speaks", True)
    if not sides.actors and (shut := _kept_out(scene, cand)):
        return Sides(shut, sides.recipients, "whoever is kept out of", True)
    if not sides.actors and (sayer := _announcing(scene, cand)):
        return Sides(sayer, sides.recipients, "whoever announces it", True)
    if not sides.actors and (inviting := _beside(scene, cand)):
        return Sides(inviting, sides.recipients, "subject of the clause beside", True)
    if not is_article(scene.tree):
        return sides
    if cand.rule.kind == "meeting" and (host := _host(scene, cand, sides)) is not None:
        return Sides((*sides.actors, host), (), "where they meet", True)
    if cand.rule.mutual:
        return _of_the_quarrel(scene, cand, sides)
    own = {a.country for a in sides.actors}
    if cand.rule.kind in _AIMED and sides.actors and None not in own and not countries(sides.recipients):
        aim = scene.aim(own)
        return Sides(sides.actors, (aim,), sides.how, True) if aim is not None else sides
    if cand.rule.type in _ON_SPOT and not cand.nominal and not sides.countries():
        return _on_the_spot(scene, cand, sides)
    return sides


def _speaker(scene: Scene, cand: Candidate, sides: Sides) -> Actor | None:
    """Who says "we" in a quotation: whoever of office led a sentence last, whom it is not said to."""
    if not any(scene.tree.lower[j] in ("we", "i") for j in frame(scene.tree, cand.verb).agents):
        return None
    addressed, number = countries(sides.recipients), scene.tree.sentence_of[cand.token] + scene.cast.memory.base
    for seen in scene.cast.memory.before(cand.token):
        if seen.sentence < number - _BACK:
            return None
        if seen.actor.person and seen.actor.country and seen.actor.country not in addressed:
            return seen.actor
    return None


def _kept_out(scene: Scene, cand: Candidate) -> tuple[Actor, ...]:
    """ "Two Laotians were barred from Lithuania": Lithuania barred them."""
    args = frame(scene.tree, cand.verb)
    if cand.rule.kind != "restriction" or not args.passive:
        return ()
    return distinct(a for case, j in args.obliques if case == "from" for a in scene.cast.actors(j) if a.country)


def _announcing(scene: Scene, cand: Candidate) -> tuple[Actor, ...]:
    """ "The minister said that the envoys were being sent home": by his government, where nobody else is said to."""
    tree, verb = scene.tree, cand.verb
    above = tree.heads[verb]
    if cand.rule.kind not in _OFFICIAL or tree.deps[verb] != "ccomp" or tree.keys[above] not in _SAYING:
        return ()
    if not frame(tree, verb).passive:
        return ()
    speakers = (a for j in frame(tree, above).agents for a in scene.cast.actors(j))
    return distinct(a for a in speakers if a.country and a.country not in BODIES and a.sector in _RULING)


def _beside(scene: Scene, cand: Candidate) -> tuple[Actor, ...]:
    """ "They plan drills; Bulgaria has been invited to join": by those who do the rest."""
    tree, verb = scene.tree, cand.verb
    if cand.rule.kind != "demand" or tree.deps[verb] not in ("conj", "parataxis") or not frame(tree, verb).passive:
        return ()
    beside = (a for j in frame(tree, tree.heads[verb]).agents for a in scene.cast.actors(j))
    own = countries(a for j in frame(tree, verb).patients for a in scene.cast.actors(j))
    return distinct(a for a in beside if a.country and a.country not in own)


def addressed(scene: Scene, cand: Candidate, sides: Sides) -> Sides:
    """ "Rang him to express support", "summoned the envoy to condemn the raid": what is said is said to them."""
    tree, verb = scene.tree, cand.verb
    if sides.recipients or not sides.actors or cand.rule.kind not in _UTTERED or tree.deps[verb] != "advcl":
        return sides
    if tree.keys[tree.heads[verb]] not in CALLING or not any(tree.lower[c] == "to" for c in tree.children[verb]):
        return sides
    own = countries(sides.actors)
    heard = (a for j in frame(tree, tree.heads[verb]).patients for a in scene.cast.actors(j))
    return Sides(sides.actors, distinct(a for a in heard if a.country and a.country not in own), sides.how)


def _host(scene: Scene, cand: Candidate, sides: Sides) -> Actor | None:
    """ "Envoys of the allies met at NATO headquarters", "twelve ministers met in Berlin": the body or the land that has
    them in, where nothing says whose they are."""
    named = not sides.guessed and any(a.country for a in sides.actors)
    if cand.nominal or named or not sides.actors or any(a.sector != "GOV" or a.person for a in sides.actors):
        return None
    tree = scene.tree
    inside = {i for case, j in frame(tree, cand.verb).obliques if case in ("at", "in") for i in subtree(tree, j)}
    bodies = (a for i in sorted(inside) if (a := scene.cast.named.get(i)) is not None)
    body = next((a for a in bodies if a.country in BODIES and a.person is None), None)
    sites = {p.place.country for p in scene.places if p.start_token in inside and p.place.country}
    return body or (scene.as_actor(sites.pop()) if len(sites) == 1 else None)


def _of_the_quarrel(scene: Scene, cand: Candidate, sides: Sides) -> Sides:
    """A truce, or fighting, that is said to be nobody's is that of the two that the story is about."""
    known = countries(sides.actors)
    if cand.rule.kind not in _BETWEEN_FOES or len(known) > 1:
        return sides
    others = [a for a in scene.both(known) if a.country not in known]
    if not known and len(others) != 2:
        return sides
    return Sides(distinct([*sides.actors, *others]), (), "the two sides of the story", True)


def _on_the_spot(scene: Scene, cand: Candidate, sides: Sides) -> Sides:
    """Crowds, police and gunmen who are said to be nobody's are of the land that the article is told on or about."""
    start, end = scene.tree.sentences[scene.tree.sentence_of[cand.token]]
    sited = {p.place.country for p in scene.places if start <= p.start_token < end and p.place.country}
    land = sited.pop() if len(sited) == 1 else scene.cast.ground or (scene.about.country if scene.about else None)
    named = {a.country for i in range(start, end) if (a := scene.cast.named.get(i)) is not None and a.country}
    if land is None or not named - BODIES <= {land}:
        return sides
    if not sides.actors and not sides.recipients:
        return Sides((), (scene.as_actor(land),), "the land of the story", True)
    if not all(a.sector in _LOCAL for a in (*sides.actors, *sides.recipients)):
        return sides
    return Sides(with_country(sides.actors, land), with_country(sides.recipients, land), sides.how, True)
