"""Whose an event is where its clause does not say: of its place, of its sentence, of what the article speaks of."""

from __future__ import annotations

from dataclasses import replace

from tracker.extract.cast_words import DELEGATES, FRONTIERS, PARLIAMENTS
from tracker.extract.completing import at_home
from tracker.extract.memory import BODIES
from tracker.extract.opening import is_article
from tracker.extract.outcome import COOPERATIVE
from tracker.extract.regions import army_in
from tracker.extract.rules import Rule
from tracker.extract.scene import Scene
from tracker.extract.sides import Sides, countries, with_country
from tracker.extract.siting import country_nearby
from tracker.extract.status_unreal import SAID
from tracker.extract.syntax import case_like, frame, nominal_links, norm
from tracker.extract.triggers import Candidate
from tracker.model import Actor, EventType, Place

_LOCAL_WORDS = frozenset("police court judge capital opposition lawmakers senators parliament".split())
# these may be anybody's: "called on all parties to show restraint"
_PARTIES = frozenset(
    "party parties side sides country countries nations states governments leaders camps community world".split()
)
_ANSWERING = ("after", "because", "since", "as")
_SENT = frozenset((None, "MIL", "GOV"))


def placed(scene: Scene, cand: Candidate, rule: Rule, sides: Sides, place: Place | None) -> Sides:
    """Countries of unnamed agents from the event's place; a place attacked or ruled stands for who is there."""
    sides = _to_their_own(sides)
    if rule.kind == "visit" and rule.swap and place is not None and _is_turned(sides, place.country):
        return Sides(sides.recipients, sides.actors, sides.how, sides.guessed)
    if rule.kind == "visit" and sides.actors and not sides.recipients:
        host = place.country if place else None
        if place is not None and host and host not in {a.country for a in sides.actors}:
            return Sides(sides.actors, (Actor(place.name, host),), sides.how)  # "signed in Cairo during a visit by …"
    if not (rule.place_is_receiver or rule.public or rule.kind == "expulsion"):
        return _domestic(scene, cand, rule, sides)
    country = _land_of(scene, cand, rule, sides, place)
    actors, recipients = sides.actors, sides.recipients
    guessed = sides.guessed
    if any(a.country is None for a in (*actors, *recipients)):
        guests = rule.kind == "expulsion" and country in {a.country for a in actors}
        recipients = with_country(_soldiers_of(_their_own(actors, recipients), country), None if guests else country)
        actors = with_country(_soldiers_of(actors, country), country)
        guessed = True
    if not actors and not recipients and rule.kind == "clash":
        actors, guessed = _fighting_there(scene, cand, place), True
    elif not actors and not recipients and place is not None and place.country:
        recipients = (Actor(place.name, place.country),)
        guessed = True
    elif (
        not recipients
        and rule.place_is_receiver
        and place is not None
        and place.country
        and place.country not in {a.country for a in actors}
    ):
        recipients = (Actor(place.name, place.country),)
    elif not actors and rule.public and place is not None and place.country and rule.type is EventType.COERCE:
        actors = (Actor(place.name, place.country, "GOV"),)
        guessed = True
    if rule.type is EventType.ASSAULT and not actors and place is not None and place.country:
        known = {a.country for a in recipients}
        if known and place.country not in known:
            # foreigners attacked: by someone of the country where it happened
            actors, guessed = (Actor("unknown attackers", place.country, "UAF"),), True
    if rule.kind == "arrest" and not actors and not recipients and country and is_article(scene.tree):
        recipients, guessed = (Actor("people", country),), True  # "more than 700 have been arrested"
    if rule.type is EventType.PROTEST:
        if not actors and (land := _streets_of(scene, cand, countries(recipients))):
            actors, guessed = (scene.as_actor(land),), True
        actors, recipients = _protesting(scene, cand, sides, actors, recipients)
    if rule.kind == "expulsion" and not actors and scene.tree is not None:
        origin = _expeller(scene, cand)
        if origin:
            foreign = tuple(a for a in recipients if a.country not in {o.country for o in origin})
            actors, recipients, guessed = origin, foreign or recipients, True
    return Sides(actors, recipients, sides.how, guessed)


def _is_turned(sides: Sides, land: str | None) -> bool:
    """ "Greeted Chad's minister in N'Djamena": whoever is greeted at home is the host."""
    hosts = countries(sides.recipients)
    return bool(hosts) and land not in hosts and land in countries(sides.actors)


def _to_their_own(sides: Sides) -> Sides:
    """ "Biden called on Congress": who speaks for one land, to a parliament that is said to be nobody's, speaks to
    that of his own."""
    lands = {a.country for a in sides.actors} - {None}
    if len(lands) != 1 or not lands.isdisjoint(BODIES):
        return sides
    land = next(iter(lands))
    ours = tuple(replace(a, country=land) if a.name.lower() in PARLIAMENTS else a for a in sides.recipients)
    return Sides(sides.actors, ours, sides.how, sides.guessed)


def _soldiers_of(actors: tuple[Actor, ...], country: str | None) -> tuple[Actor, ...]:
    """The actors of a land that another's army holds, where its soldiers are nobody's by their name."""
    power = army_in(country)
    return tuple(replace(a, country=power) if power and a.country is None and a.sector == "MIL" else a for a in actors)


def _land_of(scene: Scene, cand: Candidate, rule: Rule, sides: Sides, place: Place | None) -> str | None:
    """The land that agents without a country are of."""
    country = (place.country if place else None) or country_nearby(scene.tree, cand, scene.places)
    country = country or _struck_land(scene, cand, rule, sides)
    country = _beyond_border(scene, cand, country)
    known_countries = sides.countries()
    if country is None and (rule.type is EventType.PROTEST or any(_is_mission(a) for a in sides.recipients)):
        country = _ground_apart(scene, known_countries)  # a mob at an embassy is not of the embassy's land
    if country is None and len(known_countries - BODIES) == 1:
        country = next(iter(known_countries - BODIES))
    return country or scene.home or _spoken_of(scene, cand)


def _fighting_there(scene: Scene, cand: Candidate, place: Place | None) -> tuple[Actor, ...]:
    """ "Clashes broke out in Goma", "on the border with Chad": whose land it is, and whose border."""
    start, end = scene.tree.sentences[scene.tree.sentence_of[cand.token]]
    beyond = tuple(
        a
        for i in range(start, end)
        if scene.tree.keys[i] in FRONTIERS
        for case, land in nominal_links(scene.tree, i)
        if case == "with"
        for a in scene.cast.actors(land)
        if a.country
    )
    if place is not None and place.country and place.country not in {a.country for a in beyond}:
        return (Actor(place.name, place.country), *beyond)
    if not is_article(scene.tree) or (not beyond and _names_land(scene, start, end)):
        return ()
    land = scene.cast.ground or scene.cast.memory.state_before(
        scene.tree.sentence_of[cand.token] + scene.cast.memory.base
    )
    return (scene.as_actor(land), *beyond) if land and land not in {a.country for a in beyond} else ()


def _protesting(
    scene: Scene, cand: Candidate, told: Sides, actors: tuple[Actor, ...], recipients: tuple[Actor, ...]
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Both sides of a protest: people of the land that it is held in, and whom it is `told` to be against."""
    aimed = _aimed_at(scene, cand)
    here = tuple(a for a in recipients if a.country not in aimed)
    actors, recipients = at_home(actors, recipients if actors else here)
    return actors, (*recipients, *(a for a in told.recipients if a.country in aimed and a not in recipients))


def _aimed_at(scene: Scene, cand: Candidate) -> set[str | None]:
    """Countries that a protest is said to be against, and is not held in."""
    links = (*frame(scene.tree, cand.verb).obliques, *nominal_links(scene.tree, cand.token))
    return {a.country for case, j in links if case == "against" for a in scene.cast.actors(j) if a.country}


def _streets_of(scene: Scene, cand: Candidate, against: set[str]) -> str | None:
    """ "Hundreds took to the streets of Busan" against another land: the only one where its sentence is set."""
    start, end = scene.tree.sentences[scene.tree.sentence_of[cand.token]]
    lands = {p.place.country for p in scene.places if start <= p.start_token < end and p.place.country}
    lands = lands - against or (lands if against - lands else set())
    return lands.pop() if against and len(lands) == 1 else None


def _is_mission(actor: Actor) -> bool:
    return not {"embassy", "consulate", "base", "barracks"}.isdisjoint(actor.name.lower().split())


def _ground_apart(scene: Scene, lands: set[str]) -> str | None:
    """The land that an article is told on or about, where it is none of these."""
    ground = scene.cast.ground or scene.cast.about
    return ground if lands and ground not in lands else None


def _beyond_border(scene: Scene, cand: Candidate, country: str | None) -> str | None:
    """ "Near the Malian border", in an article about Niger, is in Niger."""
    if country is None:
        return None
    start, end = scene.tree.sentences[scene.tree.sentence_of[cand.token]]
    bordering = {
        a.country
        for i in range(start, end)
        if scene.tree.keys[i] in FRONTIERS
        for c in scene.tree.children[i]
        if scene.tree.deps[c] in ("amod", "compound") and (a := scene.cast.named.get(c)) is not None
    }
    return (_ground_apart(scene, {country}) or country) if country in bordering else country


def _names_land(scene: Scene, start: int, end: int) -> bool:
    return any((a := scene.cast.named.get(i)) is not None and a.country for i in range(start, end))


def _struck_land(scene: Scene, cand: Candidate, rule: Rule, sides: Sides) -> str | None:
    """Whose people foreign soldiers or gunmen strike, who are said to be nobody's: those of whoever answers it in the
    clause above, else of the land that the article is told on."""
    doing = {a.country for a in sides.actors} - {None}
    if rule.type is not EventType.ASSAULT or len(doing) != 1 or any(a.country for a in sides.recipients):
        return None
    tree, verb = scene.tree, cand.verb
    if tree.deps[verb] == "advcl" and case_like(tree, verb) in _ANSWERING:
        answering = {a.country for j in frame(tree, tree.heads[verb]).agents for a in scene.cast.actors(j)}
        others = answering - {None, *BODIES} - doing
        if len(others) == 1:
            return others.pop()
    if tree.deps[verb] == "ccomp" and case_like(tree, verb) in ("", "that"):
        saying = {a.country for j in frame(tree, tree.heads[verb]).agents for a in scene.cast.actors(j)}
        others = saying - {None, *BODIES} - doing
        if len(others) == 1 and not _names_land_beside(scene, cand, doing | others):
            return others.pop()  # "Togo said that Chadian shells had killed six farmers"
    abroad = all(a.sector in _SENT for a in sides.actors) and is_article(tree)
    return scene.cast.ground if abroad and scene.cast.ground not in doing else None


def _names_land_beside(scene: Scene, cand: Candidate, known: set[str | None]) -> bool:
    start, end = scene.tree.sentences[scene.tree.sentence_of[cand.token]]
    return any(
        (a := scene.cast.named.get(i)) is not None and a.country not in {None, *known} for i in range(start, end)
    )


def _their_own(actors: tuple[Actor, ...], recipients: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """ "Troops fired on opposition supporters" at a border: the opposition of their own land."""
    doing = {a.country for a in actors if a.country}
    if len(doing) != 1:
        return recipients
    land = next(iter(doing))
    return tuple(with_country((a,), land)[0] if a.sector == "OPP" else a for a in recipients)


def _spoken_of(scene: Scene, cand: Candidate) -> str | None:
    """The country that the sentences before speak of, or the article, where the event's own sentence names none."""
    number = scene.tree.sentence_of[cand.token]
    if any(a.country for i, a in scene.cast.named.items() if scene.tree.sentence_of[i] == number):
        return None
    if not is_article(scene.tree):
        return None
    before = scene.cast.memory.state_before(number + scene.cast.memory.base)
    return before or (scene.about.country if scene.about else None)


def _domestic(scene: Scene, cand: Candidate, rule: Rule, sides: Sides) -> Sides:
    """Agents without a country ("the opposition") belong to the only country that the sentence names."""
    both = (*sides.actors, *sides.recipients)
    if all(a.country for a in both):
        return sides
    start, end = scene.tree.sentences[scene.tree.sentence_of[cand.token]]
    named = {a.country for i in range(start, end) if (a := scene.cast.at.get(i)) is not None and a.country}
    named |= {p.place.country for p in scene.places if start <= p.start_token < end and p.place.country}
    country = next(iter(named)) if len(named) == 1 else scene.home
    if country in BODIES or (country is None and named <= BODIES):
        # "the UN envoy met protesters": people of the land that the article is told on
        country = scene.cast.ground or scene.cast.about
    if country is None and not named and any(_is_local(a) for a in both):
        country = scene.cast.memory.state_before(scene.tree.sentence_of[cand.token] + scene.cast.memory.base)
    if country is None or country in BODIES:
        return sides
    told_on = scene.cast.ground or scene.cast.about
    friendly = rule.type in COOPERATIVE | {EventType.CONSULT} and is_article(scene.tree)
    if friendly and told_on is not None and country in sides.countries() and scene.cast.opening(cand.token) is None:
        country = told_on  # "the general thanked Beijing", "the senator met opposition leaders": of the land told of
    others = tuple(
        a if a.name.split()[-1].lower() in _PARTIES else with_country((a,), country)[0] for a in sides.recipients
    )
    doing = next((land for land in (country, told_on) if not _is_the_other(scene, land, rule, sides)), None)
    actors = tuple(a if norm(a.name.split()[-1]) in DELEGATES else with_country((a,), doing)[0] for a in sides.actors)
    return Sides(actors, others, sides.how, True)


def _is_the_other(scene: Scene, country: str | None, rule: Rule, sides: Sides) -> bool:
    """Whether a land is the one of which something is said, by its own name: "the Senate leader condemned Chad"."""
    named = {a.name for a in sides.recipients if a.country == country}
    spoken = rule.type in SAID or rule.type is EventType.SUPPORT
    return spoken and country is not None and scene.as_actor(country).name in named


def _is_local(actor: Actor) -> bool:
    """ "Police", "a court": of the country that the sentences before speak of, where their own names none."""
    return actor.country is None and not _LOCAL_WORDS.isdisjoint(actor.name.lower().split())


def _expeller(scene: Scene, cand: Candidate) -> tuple[Actor, ...]:
    """ "Two diplomats were expelled from Canada": Canada did it."""
    args = frame(scene.tree, cand.verb)
    return tuple(a for case, j in args.obliques if case == "from" for a in scene.cast.actors(j) if a.country)
