"""The other side that an article leaves to its reader: of a quarrel told before, of the same sentence, of its own land.

A sentence alone says nothing of it; all of this is for texts that are long enough to have a story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.cast_words import FRONTIERS
from tracker.extract.custody import by_authorities
from tracker.extract.drafts import Draft
from tracker.extract.likewise import blamed
from tracker.extract.memory import BLOW, BODIES
from tracker.extract.opening import is_article
from tracker.extract.outcome import HOSTILE
from tracker.extract.partners import with_partner
from tracker.extract.scene import Scene
from tracker.extract.sides import PAIR, countries, with_country
from tracker.extract.syntax import frame, nominal_links, np_keys
from tracker.model import Actor, EventType, Status

_NEAR = 3
"""How many sentences back a quarrel is fresh."""
_AGAINST = frozenset(
    "condemnation accusation rejection threat demand sanctions restriction recall strike deployment exercise"
    " expulsion".split()
)
"""Kinds that turn against somebody, said or not."""
_QUARRELS = HOSTILE | {EventType.ACCUSE, EventType.REJECT, EventType.REQUEST}
_TURNED_ON = HOSTILE | {EventType.PROTEST}
_ANSWERS = frozenset("condemnation accusation rejection threat agreement".split())
_ONE_OF_OURS = frozenset(("OPP", "CVL", "JRN", "LAB", "EDU", "REL", "SOC", "LEG", "PTY"))
"""Sectors of people who, where nothing says whose they are, are of the land of those who act on them."""
_PUBLIC = frozenset(("MIL", "GOV", "COP", "JUD"))
_OPPONENTS = frozenset("opposition right left critic lawmaker union activist cleric resident mp senator".split())
_HOME_FORCES = frozenset(("COP", "JUD"))
_RIVALS = frozenset("rival predecessor deputy opponent critic supporter opposition challenger dissident".split())
_WORDS = frozenset("condemnation accusation rejection threat demand".split())
_SHUT = frozenset(("restriction", "sanctions"))
_ARMED = frozenset(("MIL", "UAF", "REB", "COP", "PRM", "CRM", "OPP", "IMG", "ISM"))
_BANDS = frozenset(("UAF", "REB", "CRM", "OPP", "CVL"))
_FORCE = (EventType.ASSAULT, EventType.COERCE)
_DOORS = frozenset(
    "border frontier crossing gate airspace port visa airline flight ship vessel import export trade goods embassy"
    " entry national citizen tourist diplomat product channel broadcaster company boat trawler tanker".split()
)
_SOLDIERS = frozenset("soldier pilot airman sailor crew troop serviceman fisherman marine".split())
_CAUGHT = frozenset("capture detain abduct hold".split())
_ARMS = frozenset(
    "ship warship vessel submarine frigate corvette boat tank vehicle convoy column aircraft plane jet bomber drone"
    " helicopter missile launcher radar battery".split()
)
_MODEL = re.compile(r"(mig|su|tu|il|mi|ka|f|c|b|mq|rq|an|uh|ah)-?\d+\w*$")
"""How aircraft are called by their models: "MiG-21", "F-16s"."""
_OF_BOTH = frozenset("restraint calm de-escalation moderation side party camp faction".split())
_ENVOYS = frozenset(("ambassador", "envoy", "diplomat"))
_SETTLED = frozenset("town village city suburb district neighbourhood neighborhood camp outskirts".split())
_INWARD = frozenset(
    "protest strike seizure arrest abduction assassination bombing accusation restriction rejection".split()
)
"""Kinds that may be done to people or places of one's own country."""


def completed(draft: Draft, scene: Scene, before: Sequence[Draft]) -> Draft:
    """The draft with the sides that the story around it gives; `before`: what has been told so far."""
    if not is_article(scene.tree):
        return draft
    draft = _by_its_hosts(_by_rioters(draft, scene), scene)
    draft = with_partner(by_authorities(_not_the_court(_of_the_land(draft, scene)), scene, before), scene, before)
    own = countries(draft.sides.actors)
    if draft.kind == "agreement" and len(own) == 1 and own == draft.sides.countries():
        asking = _answered(draft, before, own)
        return replace(draft, sides=replace(draft.sides, recipients=asking, guessed=True)) if asking else draft
    if draft.kind == "endorsement" and own and not draft.sides.recipients and _supports(draft):
        backed = scene.helped(own) or scene.aim(own)
        return replace(draft, sides=replace(draft.sides, recipients=(backed,), guessed=True)) if backed else draft
    if foe := _of_the_enemy(draft, scene, before, own):
        return replace(draft, sides=replace(draft.sides, recipients=foe, guessed=True))
    if not own or draft.kind not in _AGAINST | _INWARD:
        return draft
    if len(own) == 1 and own.isdisjoint(BODIES) and _are_ours(draft, scene):
        ours = with_country(draft.sides.recipients, next(iter(own)))
        return replace(draft, sides=replace(draft.sides, recipients=ours, guessed=True))
    others = countries(draft.sides.recipients)
    turned_home = draft.sides.guessed and others <= own and draft.kind in _WORDS and not _are_people(draft)
    shut = draft.kind in _SHUT and draft.sides.guessed and others <= own
    if shut and (beside := _beside(draft, scene, before, own)):
        # "summoned Chad's envoy and suspended the licence of the national carrier"
        return replace(draft, sides=replace(draft.sides, recipients=beside))
    if others and not turned_home:
        return draft
    found = _other_side(draft, scene, before, own)
    if not found:
        return draft
    kept = () if turned_home else draft.sides.recipients
    return replace(draft, sides=replace(draft.sides, recipients=(*kept, *found), guessed=True))


def _other_side(draft: Draft, scene: Scene, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """Who it is done to, by the first thing that says so."""
    if draft.kind in _INWARD | _WORDS and not draft.cand.nominal and (inward := _at_home(draft, scene, own)):
        return inward
    if draft.kind == "demand" and (told := _both_or_there(draft, scene, own)):
        return told
    if draft.kind == "protest":
        return _beside(draft, scene, before, own) or _protesters_own(draft, scene, own)
    at_law = draft.kind in ("accusation", "investigation") and all(a.sector == "JUD" for a in draft.sides.actors)
    if at_law and len(own) == 1:
        return (scene.as_actor(next(iter(own))),)
    if draft.type in _FORCE and len(own) == 1 and all(a.sector in _HOME_FORCES for a in draft.sides.actors):
        return (scene.as_actor(next(iter(own))),)  # police and courts act at home
    if (draft.type in _FORCE or draft.kind == "threat") and _strikes_at_home(draft, scene, own):
        return (scene.as_actor(next(iter(own))),)
    if draft.kind not in _AGAINST:
        return ()
    if draft.kind == "restriction" and not _at_the_door(draft, scene):
        return (scene.as_actor(next(iter(own))),) if len(own) == 1 else ()
    foe = scene.cast.memory.foe(next(iter(own))) if len(own) == 1 and draft.type in _FORCE else None
    if foe is not None:
        return (scene.as_actor(foe),)
    if draft.kind == "restriction" and own.isdisjoint({a.country for a in scene.pair}):
        ground = scene.ground(own)
        if ground is not None:
            return (ground,)
    if len(own) == PAIR and own == {a.country for a in scene.pair} and draft.type in HOSTILE:
        return draft.sides.actors  # "both armies have sent troops": each against the other
    return (
        _across_the_border(draft, scene, own)
        or _answered(draft, before, own)
        or _accuser(draft, before, own)
        or _beside(draft, scene, before, own)
        or _opponent(draft, before, own)
        or (blamed(draft, before) if draft.type is EventType.ACCUSE else ())
        or _other_of_the_pair(draft, scene, own)
        or ((aim,) if draft.kind == "condemnation" and (aim := scene.aim(own)) is not None else ())
    )


def _strikes_at_home(draft: Draft, scene: Scene, own: set[str]) -> bool:
    """ "Gangs attacked two prisons", in an article about their own land, where no other is at odds with it."""
    told = scene.cast.memory.quarrels
    outside = any(len(lands) > 1 and lands & own and times >= BLOW for lands, times in told.items())
    bands = all(a.sector in _BANDS for a in draft.sides.actors)
    return bands and not outside and own == {scene.cast.ground or scene.cast.about}


def _are_ours(draft: Draft, scene: Scene) -> bool:
    """ "Troops fired on opposition supporters": people of their own, where neither words nor place say otherwise."""
    hit, own = draft.sides.recipients, countries(draft.sides.actors)
    abroad = {scene.cast.opening(draft.token), draft.place.country if draft.place is not None else None} - {None, *own}
    ours = _ONE_OF_OURS | (_PUBLIC if draft.kind in _WORDS else frozenset())
    return bool(hit) and not abroad and all(a.country is None and a.sector in ours for a in hit)


def _supports(draft: Draft) -> bool:
    """ "Expressed solidarity", "issued statements of support": with whoever the story has helped."""
    return not {"support", "solidarity", "backing"}.isdisjoint(draft.cand.form.split())


def _by_its_hosts(draft: Draft, scene: Scene) -> Draft:
    """ "The ambassador was called in": by the land that the article is told on or about."""
    guests = countries(draft.sides.recipients)
    called = draft.kind == "condemnation" and not _ENVOYS.isdisjoint(draft.cand.form.split())
    if draft.sides.actors or not guests or not (called or draft.kind == "expulsion"):
        return draft
    host = scene.ground(guests) or scene.aim(guests)
    return replace(draft, sides=replace(draft.sides, actors=(host,), guessed=True)) if host else draft


def _by_rioters(draft: Draft, scene: Scene) -> Draft:
    """ "A soldier was beaten", where all that is told happens between those of one land: by somebody of it; so are
    "offices were set on fire", in an article on their land."""
    sides = draft.sides
    land, place = countries(sides.recipients), draft.place.country if draft.place is not None else None
    if draft.type is EventType.PROTEST and not sides.actors and len(land) == 1 and scene.cast.about in land:
        return replace(draft, sides=replace(sides, actors=(scene.as_actor(next(iter(land))),), guessed=True))
    if draft.type is not EventType.ASSAULT or sides.actors or len(land) != 1 or place not in (None, *land):
        return draft
    fighting = countries(scene.cast.memory.foes((), inside=True))
    if fighting != land or scene.cast.about not in land:
        return draft
    attackers = (Actor("unknown attackers", next(iter(land)), "UAF"),)
    return replace(draft, sides=replace(sides, actors=attackers, guessed=True))


def _not_the_court(draft: Draft) -> Draft:
    """ "Took the case to the International Court of Justice": the court is not who is accused."""
    others = draft.sides.recipients
    if draft.kind != "accusation" or not any(a.country in BODIES and a.sector == "JUD" for a in others):
        return draft
    kept = tuple(a for a in others if not (a.country in BODIES and a.sector == "JUD"))
    return replace(draft, sides=replace(draft.sides, recipients=kept))


def _of_the_land(draft: Draft, scene: Scene) -> Draft:
    """ "Soldiers seized the president": armed men without a country are of the land of those whom they turn on."""
    sides = draft.sides
    if draft.kind == "accusation" and not sides.actors and len(countries(sides.recipients)) == 1:
        heads = [j for j in frame(scene.tree, draft.cand.verb).agents if scene.tree.keys[j] in _OPPONENTS]
        land = next(iter(countries(sides.recipients)))
        ours = tuple(Actor(scene.tree.words[j], land, "OPP") for j in heads if land not in BODIES)
        return replace(draft, sides=replace(sides, actors=ours, guessed=True)) if ours else draft
    nameless = [a for a in sides.actors if a.country is None and a.sector in _ARMED]
    if draft.type not in _FORCE or not nameless or countries(sides.actors):
        return draft
    hit = countries(sides.recipients)
    lands = hit - BODIES
    if len(lands) != 1:
        about = scene.about.country if scene.about is not None else None
        lands = {about} if about and not lands else set()
    if not lands:
        return draft
    land = lands.pop()
    actors = tuple(replace(a, country=land) if a in nameless else a for a in sides.actors)
    hit_there = sides.recipients if hit else with_country(sides.recipients, land)
    return replace(draft, sides=replace(sides, actors=actors, recipients=hit_there, guessed=True))


def _of_the_enemy(draft: Draft, scene: Scene, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """ "The navy sank a landing ship", "Chad freed the captured pilot": the other side's, where only the place says
    whose it is."""
    hit = draft.sides.recipients
    if len(own) != 1 or not countries(hit) <= own or (hit and not draft.sides.guessed):
        return ()
    args = frame(scene.tree, draft.cand.verb)
    objects = {scene.tree.keys[j] for j in args.patients}
    held = any(scene.tree.keys[c] in _CAUGHT for j in args.patients for c in scene.tree.children[j])
    soldiers = draft.kind == "release" and (bool(objects & _SOLDIERS) or held)
    machines = objects & _ARMS or any(_MODEL.match(key) for key in objects)
    arms = draft.kind == "strike" and bool(machines) and all(a.sector == "MIL" for a in draft.sides.actors)
    if not (soldiers or arms):
        return ()
    return _opponent(draft, before, own) or _other_of_the_pair(replace(draft, type=EventType.ASSAULT), scene, own)


def _are_people(draft: Draft) -> bool:
    """ "Urged lawmakers to vote": people of its own, whom the words themselves name."""
    return all(a.sector in _ONE_OF_OURS for a in draft.sides.recipients)


def _at_home(draft: Draft, scene: Scene, own: set[str]) -> tuple[Actor, ...]:
    """ "The rebels seized the capital", "accused the army": of their own country, which both are then of."""
    if len(own) != 1:
        return ()
    args = frame(scene.tree, draft.cand.verb)
    objects = args.agents if args.passive else args.patients
    asked = (*objects, *(j for case, j in args.obliques if case == "for"))
    motion = any(scene.tree.keys[j] == "motion" for j in objects)  # of no confidence
    if motion or any(scene.tree.lower[c] == "national" for j in asked for c in scene.tree.children[j]):
        return (scene.as_actor(next(iter(own))),)  # "called for national unity"
    if any(scene.tree.keys[j] in _RIVALS for j in objects):
        return (replace(draft.sides.actors[0], name=scene.tree.words[objects[0]], person=None),)
    hit = [a for j in objects if j in scene.cast.named for a in scene.cast.actors(j)]
    if not hit and scene.cast.ground in own and any(scene.tree.keys[j] in _SETTLED for j in objects):
        return (Actor(scene.tree.words[objects[0]], scene.cast.ground),)  # "shelled the town"
    at_home = [a for a in hit if a.country in own and a.person is None]
    return (at_home[0],) if at_home and countries(hit) <= own else ()


def _both_or_there(draft: Draft, scene: Scene, own: set[str]) -> tuple[Actor, ...]:
    """ "Called for calm": a third party asks it of both sides of the story; "ordered residents to leave", of the land
    that the sentence opens with."""
    asked = {scene.tree.keys[j] for _, j in frame(scene.tree, draft.cand.verb).obliques}
    asked |= {scene.tree.keys[j] for j in frame(scene.tree, draft.cand.verb).patients}
    if asked & _OF_BOTH and own.isdisjoint({a.country for a in scene.pair}):
        aim = scene.aim(own)
        return scene.pair or ((aim,) if aim is not None else ())
    opening = scene.cast.opening(draft.token)
    return (scene.as_actor(opening),) if opening is not None and opening not in own else ()


def _other_of_the_pair(draft: Draft, scene: Scene, own: set[str]) -> tuple[Actor, ...]:
    """ "Put its army on alert", before anything else is told: against the other side of the story."""
    if draft.type not in HOSTILE or own.isdisjoint({a.country for a in scene.pair}):
        return ()
    aim = scene.aim(own)
    return (aim,) if aim is not None else ()


def _protesters_own(draft: Draft, scene: Scene, own: set[str]) -> tuple[Actor, ...]:
    """People who protest at home, against nobody named, protest against their own."""
    place = draft.place.country if draft.place is not None else None
    return tuple(scene.as_actor(land) for land in own) if len(own) == 1 and place in (None, *own) else ()


def _at_the_door(draft: Draft, scene: Scene) -> bool:
    """Whether it is foreigners whom a restriction keeps out: a border, not a curfew."""
    args = frame(scene.tree, draft.cand.verb)
    return any(np_keys(scene.tree, j) & _DOORS for j in args.patients)


def _across_the_border(draft: Draft, scene: Scene, own: set[str]) -> tuple[Actor, ...]:
    """ "Put the army on alert along the border with Chad"."""
    if draft.type is not EventType.MOBILIZE:
        return ()
    tree, verb = scene.tree, draft.cand.verb
    args = frame(tree, verb)
    heads = [*args.patients, *(j for _, j in args.obliques), draft.token]
    linked = [k for j in heads for _, k in nominal_links(tree, j)]
    borders = [k for k in (*heads, *linked) if tree.keys[k] in FRONTIERS]
    return tuple(
        a
        for k in borders
        for case, land in nominal_links(tree, k)
        if case == "with"
        for a in scene.cast.actors(land)
        if a.country and a.country not in own
    )


def _answered(draft: Draft, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """ "Chad urged Sudan to learn. Sudan rejected that": whoever has just turned to those who answer."""
    if draft.kind not in _ANSWERS:
        return ()
    for told in reversed(before):
        if told.sentence < draft.sentence - 1 or told.part != draft.part:
            break
        if told.type in _QUARRELS and countries(told.sides.recipients) & own:
            doers = tuple(a for a in told.sides.actors if a.country and a.country not in own)
            if doers:
                return doers
    return ()


def _accuser(draft: Draft, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """ "Chad accused Sudan of shelling a village": a village of whoever complains of it."""
    if draft.status is not Status.ALLEGED or draft.type is not EventType.ASSAULT:
        return ()
    for told in reversed(before):
        if told.sentence != draft.sentence or told.part != draft.part:
            break
        if told.kind == "accusation" and countries(told.sides.recipients) & own:
            return tuple(a for a in told.sides.actors if a.country and a.country not in own)
    return ()


def _beside(draft: Draft, scene: Scene, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """ "Closed its airspace to Chadian planes and halted trade": what is joined by "and" is turned against the same."""
    for told in reversed(before):
        if told.sentence != draft.sentence or told.part != draft.part:
            break
        quarrel = told.type in _TURNED_ON or (told.type is EventType.ACCUSE and draft.kind in _WORDS | _SHUT)
        if not quarrel or not countries(told.sides.actors) & own:
            continue
        if scene.tree.deps[draft.cand.verb] == "conj":
            others = tuple(a for a in told.sides.recipients if a.country and a.country not in own)
            # "accused demonstrators of arson and threatened to send the army"
            same = draft.kind in _WORDS and scene.tree.heads[draft.cand.verb] == told.cand.verb
            if others or (same and countries(told.sides.recipients)):
                return others or told.sides.recipients
    return ()


def _opponent(draft: Draft, before: Sequence[Draft], own: set[str]) -> tuple[Actor, ...]:
    """Whom a country has quarrelled with just before, or all along with nobody else so often."""
    if len(own) != 1:
        return ()
    quarrels: list[tuple[int, Actor]] = []
    only_asked = True
    for told in before:
        if told.type not in _QUARRELS or told.status is Status.HYPOTHETICAL:
            continue
        mine, theirs = told.sides.actors, told.sides.recipients
        if not countries(mine) & own:
            mine, theirs = theirs, mine
        if not countries(mine) & own:
            continue
        far = -_NEAR if told.part != draft.part else told.sentence
        fresh = [(far, a) for a in theirs if a.country and a.country not in own]
        quarrels += fresh
        only_asked = only_asked and (not fresh or told.type is EventType.REQUEST)
    if not quarrels or only_asked:
        return ()
    counts = Counter(a.country for _, a in quarrels).most_common(2)
    if len(counts) == 1 or counts[0][1] > counts[1][1]:
        return (next(a for _, a in reversed(quarrels) if a.country == counts[0][0]),)
    last, actor = quarrels[-1]
    return (actor,) if draft.sentence - last <= _NEAR else ()
