"""When both sides of an event are known well enough, and what an outer clause or home adds to them."""

from __future__ import annotations

from tracker.extract.opening import is_article
from tracker.extract.rules import Rule
from tracker.extract.scene import Scene
from tracker.extract.sides import Sides
from tracker.model import Actor

_ABROAD = frozenset(("aid", "arms_transfer", "sanctions", "deployment", "withdrawal", "recall", "expulsion"))
_GIVEN = frozenset(("aid", "arms_transfer"))
_MOVED = frozenset(("deployment", "withdrawal"))
_CONVENING = frozenset(("IGO", "EUR", "UNO"))
_PUBLIC_SECTORS = frozenset("GOV MIL COP JUD LEG REB PTY SPY OPP UAF ELI".split())


def at_home(actors: tuple[Actor, ...], recipients: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The country that people protest in is theirs, not the other side."""
    plain = [a for a in recipients if a.sector is None and a.person is None]
    if not actors:
        return tuple(plain), tuple(a for a in recipients if a not in plain)
    own = {a.country for a in actors}
    return actors, tuple(a for a in recipients if a not in plain or a.country not in own)


def sides_known(rule: Rule, sides: Sides) -> bool:
    """No event without a known actor: the rule's `needs`, `least` and at least one country or named body."""
    doers = [a for a in sides.actors if _is_known(a)]
    others = [a for a in sides.recipients if _is_known(a)]
    if rule.mutual:
        countries = {a.country for a in doers}
        if rule.kind == "clash" and sides.guessed and doers:
            return True  # the land where people fight, who are not said to be anybody's
        if rule.kind == "meeting" and any(a.country in _CONVENING and a.person is None for a in doers):
            return True  # a body of many states meets by itself
        enough = len(countries) >= rule.least or (rule.least <= 2 and len(doers) >= 2)
        return enough and (len(countries) >= 2 or len(doers) >= 2 if rule.needs == "both" else bool(doers))
    if rule.needs == "both":
        return bool(doers and others)
    if rule.needs == "actor":
        return bool(doers)
    if rule.needs == "recipient":
        return bool(others)
    return bool(doers or others)


def _is_known(actor: Actor) -> bool:
    """A country or body, or a public agent whose country nothing says."""
    return actor.country is not None or actor.sector in _PUBLIC_SECTORS


def shared(inner: Sides, outer: Sides, rule: Rule) -> Sides:
    """Sides of a promised event: who promises acts, unless the inner clause says who does."""
    known = any(a.country for a in inner.actors)
    actors = inner.actors if known else outer.actors or inner.actors
    if rule.mutual:
        extra = tuple(
            a
            for a in (*outer.actors, *outer.recipients)
            if not any(a.name == b.name or a.country == b.country for b in actors)
        )
        return Sides(actors + extra, (), inner.how)
    recipients = inner.recipients or tuple(a for a in outer.recipients if a not in actors)
    return Sides(actors, recipients, inner.how)


def _aimed_at(rule: Rule, scene: Scene, own: set[str | None], token: int) -> Actor | None:
    opening = scene.cast.opening(token)
    if opening is not None and opening not in own:
        return scene.as_actor(opening)  # "In Togo the minister handed over two boats"
    if rule.kind in _GIVEN and (led := scene.cast.led_by(token)) is not None and led not in own:
        return scene.as_actor(led)
    if rule.kind in _GIVEN:
        return scene.helped(own) or scene.aim(own)
    if rule.kind in _MOVED and len(own) == 1:
        return scene.ground(own) or scene.aim(own)
    return scene.aim(own)


def towards_subject(rule: Rule, sides: Sides, scene: Scene, token: int) -> Sides:
    """Aid, arms, sanctions and troops that are said to go nowhere go to the country that the article is about."""
    if rule.kind not in _ABROAD or not sides.actors or not is_article(scene.tree):
        return sides
    own = {a.country for a in sides.actors}
    told = sides.recipients if any(a.country for a in sides.recipients) else ()
    if sides.guessed and all(a.country in own and a.person is None for a in told):
        told = ()  # "pledged millions for the mission": not the giver's own
    aim = None if told or None in own else _aimed_at(rule, scene, own, token)
    if aim is None:
        return Sides(sides.actors, told, sides.how, sides.guessed)
    return Sides(sides.actors, (aim,), sides.how, True)
