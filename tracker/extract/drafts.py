"""From one sentence to drafts of events: triggers with sides, status and date, complements told as part of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extract.absorption import absorb, depth_of
from tracker.extract.accusing import IMPUTED, with_accusations
from tracker.extract.arguments import sides_of
from tracker.extract.arguments_said import is_one_sided
from tracker.extract.asides import has_day, is_aside, is_echo, is_pointing, points_back, sums_up
from tracker.extract.attribution import said_by
from tracker.extract.completing import shared, sides_known, towards_subject
from tracker.extract.dating_days import Choice, StoryDay
from tracker.extract.dating_done import day_and_status
from tracker.extract.detected import is_sure, judged, status_judged
from tracker.extract.homing import placed
from tracker.extract.outcome import FORCEFUL, HOSTILE, settled
from tracker.extract.rules import Rule
from tracker.extract.scene import Scene
from tracker.extract.sides import Sides
from tracker.extract.siting import place_of
from tracker.extract.status import read_status
from tracker.extract.status_mood import Reading, is_as_planned, is_negated, is_subjunctive, mood, takes_place
from tracker.extract.status_words import ATTEMPT, TRIED
from tracker.extract.syntax import Tree, case_like, frame, is_temporal, nominal_links, subtree
from tracker.extract.triggers import Candidate
from tracker.extract.unsided import addressed, assigned
from tracker.model import EventType, Place, Status

_PROMISING = frozenset("agree pledge promise".split())
_CONCEDING = _PROMISING | frozenset("decide offer vow consent".split())
_VOWED = frozenset("vow pledge promise swear".split())
_SHALL = frozenset("should must shall will would".split())
_BACKING = frozenset("stand support back".split())
_CALLED = ("call to ", "summon to ", "invite to ")
_TELLING = frozenset("comment elaborate say name identify specify confirm disclose speculate answer".split())
_SAYING = frozenset("say tell state declare insist stress".split())
_REFUSING = frozenset("refuse reject decline oppose veto block boycott exclude object resist dismiss ignore".split())
_ARRIVES_AT = frozenset(("visit", "deployment"))


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as one sentence tells it."""

    part: str
    cand: Candidate
    rule: Rule
    kind: str
    type: EventType
    status: Status
    reading: Reading
    sides: Sides
    choice: Choice
    place: Place | None
    sentence: int
    depth: int
    inner: EventType | None = None
    agreed: bool = False
    said_by: str | None = None
    echo: bool = False
    recap: bool = False
    """Told before, and only measured here: "it was the deadliest attack since 2015"."""
    outcome_of: int | None = None
    """The verb whose outcome it tells: "fired" for "injuring" in "fired at a tanker, injuring two"."""
    rank: int = 0
    pointing: bool = False
    """Told by a noun that may point back: "the attack"."""
    sure: bool = False
    """The judge is sure that it is told, whether or not the rules find sides: he names them where they do not."""

    @property
    def token(self) -> int:
        return self.cand.token

    @property
    def promised(self) -> bool:
        """Whether it is one side's promise, which is no pact of several."""
        return is_one_sided(self.cand)


def told_as(draft: Draft, reading: Reading, status: Status) -> Draft:
    """The draft with another status, and the type that goes with it."""
    changed = draft.type is settled(draft.rule, draft.status, draft.agreed)
    type_ = settled(draft.rule, status, agreed=False) if changed else draft.type
    return replace(draft, status=status, reading=reading, type=type_)


def drafts_of(scene: Scene, number: int, story: StoryDay | None) -> list[Draft]:
    """Events told by sentence `number`, outermost first."""
    tree = scene.tree
    start, end = tree.sentences[number]
    scene.cast.read_until(start)
    named, lexicon = scene.cast.named, scene.lexicon
    told = with_accusations(lexicon.candidates(tree, start, end, named), lexicon, tree, start, end, named)
    listed = [c for c in told if not (_claims_it(tree, c) or _calls_off(tree, c))]
    found = judged(lexicon, tree, scene.judge, start, end, listed)
    if not found:
        return []
    scene.cast.read_until(start)
    kept = absorb(tree, found, {c.token for c in found if is_sure(scene.judge, tree, c)})
    out = []
    for cand, inner, reading in kept:
        scene.cast.read_until(cand.token)
        draft = _first(scene, _Found(cand, inner, reading, number, story))
        if draft is None and reading is not None and inner is not None:
            # nobody is named in what is promised: the promise itself is told
            draft = _first(scene, _Found(inner, cand, None, number, story))
        if draft is not None:
            out.append(draft)
    out = [d for d in out if not _only_says_who(tree, d, out)]
    out.sort(key=lambda d: (d.depth, d.cand.nominal and not d.cand.light, d.token))
    return [replace(draft, rank=rank) if rank else draft for rank, draft in enumerate(out)]


@dataclass(frozen=True, slots=True)
class _Found:
    """A trigger with what stands around it in its sentence."""

    cand: Candidate
    inner: Candidate | None
    """What it reports or promises."""
    promised: Reading | None
    """The status of what is promised, where the trigger is what is promised and `inner` the promise."""
    number: int
    story: StoryDay | None

    @property
    def carrier(self) -> Candidate | None:
        """The promise that carries what is promised."""
        return self.inner if self.promised is not None else None


def _first(scene: Scene, found: _Found) -> Draft | None:
    """The first reading of a candidate that comes to an event."""
    for option in (found.cand, *found.cand.others):
        draft = _draft(scene, found if option is found.cand else replace(found, cand=option))
        if draft is not None:
            return draft
    return None


def _draft(scene: Scene, found: _Found) -> Draft | None:
    tree, cand, rule = scene.tree, found.cand, found.cand.rule
    reading = _reading(scene, found)
    if reading.status is None or not _comes_to_an_event(scene, cand, reading):
        return None
    sides = sides_of(cand, tree, scene.cast)
    if found.carrier is not None:
        sides = shared(sides, sides_of(found.carrier, tree, scene.cast), rule)
    place = place_of(tree, cand, scene.places, to_counts=rule.kind in _ARRIVES_AT)
    sides = towards_subject(rule, placed(scene, cand, rule, sides, place), scene, cand.token)
    sides = addressed(scene, cand, sides)
    known = _are_known(cand, sides)
    if not known:
        sides = assigned(scene, cand, sides)
        known = _are_known(cand, sides)
    sure = is_sure(scene.judge, tree, cand)
    unsided = sure and not known and not points_back(tree, cand, sides)
    if not unsided and not _has_its_sides(scene, cand, reading, sides, known):
        return None
    type_ = _type(tree, found, reading)
    before = reading
    reading, choice = day_and_status(tree, cand, reading, scene.dated, scene.published, found.story, title=scene.title)
    if reading.status is Status.PLANNED and reading is not before:
        type_ = settled(rule, Status.PLANNED, agreed=False)
    if reading.status is None or (not sure and is_aside(tree, cand, choice, sides)):
        return None
    return Draft(
        scene.part, cand, rule, _kind(rule, type_, found.inner), type_,
        reading.status, reading, sides, choice, place, found.number, depth_of(tree, cand.verb), _inner_type(found),
        _is_agreed(tree, found), said_by(tree, cand.verb),
        not unsided and (not known or (found.carrier is None and is_echo(tree, cand, sides))), sums_up(tree, cand),
        _outcome_of(tree, cand), pointing=is_pointing(tree, cand), sure=sure,
    )  # fmt: skip


def _are_known(cand: Candidate, sides: Sides) -> bool:
    return sides_known(cand.rule, sides) or (is_one_sided(cand) and any(a.country for a in sides.recipients))


def _outcome_of(tree: Tree, cand: Candidate) -> int | None:
    verb = cand.verb
    outcome = tree.deps[verb] == "advcl" and tree.tags[verb] == "VBG" and not cand.nominal and not case_like(tree, verb)
    return tree.heads[verb] if outcome else None


def _reading(scene: Scene, found: _Found) -> Reading:
    """The status of a trigger, with that of the promise around it."""
    cand, promised = found.cand, found.promised
    reading = read_status(scene.tree, cand, scene.lexicon, title=scene.title)
    if found.carrier is not None and promised is not None:
        outside = read_status(scene.tree, found.carrier, scene.lexicon, title=scene.title)
        undone = outside.status in (None, Status.DENIED, Status.HYPOTHETICAL, Status.ALLEGED, Status.CANCELLED)
        reading = outside if undone else replace(promised, past=outside.past, background=outside.background)
    if cand.rule.kind == "endorsement" and reading.status is Status.PLANNED and _is_backed(scene.tree, cand):
        return Reading(Status.HAPPENED, "said to stand by somebody", reading.past, reading.background)
    if cand.form.startswith(_CALLED) and reading.status is Status.HAPPENED:
        return Reading(Status.PLANNED, "called, not yet held", reading.past, reading.background)
    if _is_promised_here(scene.tree, cand) and reading.status is Status.HAPPENED:
        return Reading(Status.PLANNED, "agreed to, not yet done", reading.past, reading.background)
    if cand.rule.kind == "concession" and reading.status is Status.PLANNED and _is_conceded(scene.tree, cand):
        return Reading(Status.HAPPENED, "conceded in words", True, stated=True)
    return status_judged(scene.judge, scene.lexicon, scene.tree, cand, reading)


def _is_conceded(tree: Tree, cand: Candidate) -> bool:
    """ "Has agreed to allow inspections": who says so gives way at once (PLOVER: CONCEDE), unless he says from when."""
    over = tree.heads[cand.verb]
    said = tree.deps[cand.verb] == "xcomp" and tree.keys[over] in _CONCEDING
    refused = is_negated(tree, over) or is_negated(tree, cand.verb)
    later = any(is_temporal(tree, i) for i in subtree(tree, cand.verb))  # "agreed to let them in from Monday"
    return said and not refused and not later and mood(tree, over, title=False).is_done


def _is_backed(tree: Tree, cand: Candidate) -> bool:
    """ "Pledged to stand by it", "said it would back the bid": who says so backs it at once."""
    if cand.form.startswith("stand "):
        return True
    over = tree.heads[cand.verb]
    said = tree.deps[cand.verb] in ("xcomp", "ccomp") and tree.keys[over] in _CONCEDING | _VOWED | _SAYING
    return tree.keys[cand.verb] in _BACKING and said and mood(tree, over, title=False).is_done


def _is_promised_here(tree: Tree, cand: Candidate) -> bool:
    """ "Agreed on a truce": the deed is promised by the verb that it goes with."""
    return cand.light and tree.keys[cand.verb] in _PROMISING and cand.rule.kind != "agreement"


def _is_agreed(tree: Tree, found: _Found) -> bool:
    return found.promised is not None or _is_promised_here(tree, found.cand)


def _comes_to_an_event(scene: Scene, cand: Candidate, reading: Reading) -> bool:
    """Whether status and company leave an event to tell, whoever its sides are."""
    if reading.why == TRIED and cand.rule.type not in FORCEFUL:
        return False
    if reading.why == ATTEMPT and cand.rule.kind != "missile_launch":
        return False  # a rocket that fails has been launched
    if reading.status is Status.CANCELLED and cand.rule.type in HOSTILE and "not" in reading.why:
        return False  # "will not attack" is no attack of any kind
    around = (scene.tree.heads[cand.verb], *scene.tree.children[cand.verb])
    if is_one_sided(cand) and any(scene.tree.lower[c] == "what" for c in around):
        return False  # "we are doing what we promised"
    if cand.rule.type is EventType.STATEMENT and depth_of(scene.tree, cand.verb):
        return False
    return not (_is_interview(scene, cand, cand.rule) or _clears(scene.tree, cand))


def _has_its_sides(scene: Scene, cand: Candidate, reading: Reading, sides: Sides, known: bool) -> bool:
    """Whether the sides are those of such an event; `known`: whether its rule has those that it needs."""
    tree, rule = scene.tree, cand.rule
    if not known and not points_back(tree, cand, sides):
        return False
    if rule.kind == "visit" and known and (sides.guessed or all(a.sector in _PRIVATE for a in sides.actors)):
        return False  # school trips and tourists
    inside = depth_of(tree, cand.verb) or not frame(tree, cand.verb).patients
    if rule.kind == "endorsement" and not sides.recipients and inside:
        return False
    if reading.status is Status.HYPOTHETICAL and not reading.intended and not _worth_telling(rule, sides):
        return False
    return _target_allowed(rule, scene, cand, sides)


def _type(tree: Tree, found: _Found, reading: Reading) -> EventType:
    """The type that the rule gives, as time and what is agreed or vowed change it."""
    cand, rule = found.cand, found.cand.rule
    status = Status.PLANNED if reading.intended and reading.status is Status.HYPOTHETICAL else reading.status
    if rule.takes == "agree" and _inner_type(found) in HOSTILE and tree.keys[cand.token] in _VOWED:
        return EventType.THREATEN
    if found.promised is None and _shares_a_view(tree, cand, rule):
        return EventType.SUPPORT
    on_a_deal = cand.light and rule.kind == "agreement" and tree.keys[cand.verb] == "agree"
    if on_a_deal and status is Status.HAPPENED:
        return EventType.AGREE  # "agreed on a deal": not yet signed
    if status is None or reading.why.startswith("“about”"):
        return rule.type  # neither announced nor agreed: the deed itself
    return settled(rule, status, _is_agreed(tree, found) and status is Status.PLANNED)


def _inner_type(found: _Found) -> EventType | None:
    return found.inner.rule.type if found.inner is not None and found.promised is None else None


def _kind(rule: Rule, type_: EventType, inner: Candidate | None) -> str:
    """The kind for people: what was asked for or refused keeps its own where the scheme has one for it."""
    if type_ is EventType.THREATEN and rule.takes == "agree":
        return "threat"
    if inner is not None and inner.rule.kind == "data_sharing" and rule.kind in ("demand", "rejection"):
        return "data_sharing"
    return rule.kind


def _shares_a_view(tree: Tree, cand: Candidate, rule: Rule) -> bool:
    """ "Agreed that …" is a view shared, no promise, unless it says what shall be done."""
    if rule.takes != "agree" or tree.keys[cand.token] != "agree":
        return False
    views = [c for c in tree.children[cand.token] if tree.deps[c] == "ccomp"]
    return any(not any(tree.lower[g] in _SHALL for g in tree.children[c]) for c in views)


def _worth_telling(rule: Rule, sides: Sides) -> bool:
    """What only might happen is told for force between known sides."""
    return rule.type in HOSTILE and any(a.country for a in sides.actors) and bool(sides.recipients)


def _only_says_who(tree: Tree, draft: Draft, others: Sequence[Draft]) -> bool:
    """ "Girls kidnapped in Nigeria were freed", "jailed a man accused of spying": a participle without a day or a doer
    of its own, on somebody to whom another event happens."""
    verb = draft.token
    if tree.deps[verb] != "acl" or tree.tags[verb] != "VBN":
        return False
    if has_day(draft.choice) and draft.kind != "accusation":
        return False
    if any(a.sector != "UAF" for a in draft.sides.actors):
        return False
    noun = tree.heads[verb]
    return any(d is not draft and noun in frame(tree, d.cand.verb).patients for d in others)


def _is_interview(scene: Scene, cand: Candidate, rule: Rule) -> bool:
    """Whoever talks to a newspaper meets nobody."""
    if rule.type is not EventType.CONSULT or rule.kind == "visit" or cand.nominal:
        return False
    args = frame(scene.tree, cand.verb)
    heard = [*args.patients, *(j for case, j in args.obliques if case in ("to", "with"))]
    return any(a.sector == "JRN" for j in heard for a in scene.cast.actors(j))


def _clears(tree: Tree, cand: Candidate) -> bool:
    """ "Said that it was not behind the attack" accuses nobody, "declined to comment" rejects nothing."""
    if cand.rule.type is EventType.REJECT and tree.keys[cand.token] in ("decline", "refuse"):
        return any(tree.deps[c] == "xcomp" and tree.keys[c] in _TELLING for c in tree.children[cand.token])
    if tree.keys[cand.token] == "recall" and any(tree.deps[c] == "ccomp" for c in tree.children[cand.token]):
        return True  # "recalled that the mission had failed": nobody is called back
    if cand.form == "insist":
        return any(tree.deps[c] == "ccomp" and _is_told(tree, c) for c in tree.children[cand.token])
    if cand.form == "agree" and not cand.nominal:
        # "the spokesman agreed"
        return not any(tree.deps[c] in _ASSENTED or tree.deps[c].startswith("obl") for c in tree.children[cand.token])
    if cand.rule.type is EventType.REJECT and is_negated(tree, cand.token) and _turns_down(tree, cand.token):
        return True
    if cand.rule.type is EventType.REJECT and tree.keys[cand.token] in _SAYING:
        # "said it would not turn down a meeting"
        return any(tree.deps[c] == "ccomp" and _turns_down(tree, c) for c in tree.children[cand.token])
    if cand.nominal or cand.rule.type is not EventType.ACCUSE or tree.keys[cand.token] != "say" or cand.form == IMPUTED:
        return False
    return any(tree.deps[c] == "ccomp" and is_negated(tree, c) for c in tree.children[cand.token])


def _claims_it(tree: Tree, cand: Candidate) -> bool:
    """ "The group said it was behind the blast" accuses nobody: the blast is told, as the group's own."""
    if cand.form != "say behind":
        return False
    said = [c for c in tree.children[cand.token] if tree.deps[c] == "ccomp"]
    return any(tree.pos[j] == "PRON" for c in said for j in frame(tree, c).agents)


def _calls_off(tree: Tree, cand: Candidate) -> bool:
    """ "Said he would not travel as planned", "said talks will not be held" refuses nothing: they are called off."""
    below = (cand.token, *tree.children[cand.token])
    return cand.form in _WILL_NOT and any(is_as_planned(tree, c) or _is_held(tree, c) for c in below)


def _is_held(tree: Tree, verb: int) -> bool:
    """ "Will be held", "will take place", of what has a name."""
    of_noun = any(tree.deps[c].startswith("nsubj") and tree.pos[c] == "NOUN" for c in tree.children[verb])
    return of_noun and (takes_place(tree, verb) or (tree.keys[verb] == "hold" and frame(tree, verb).passive))


def _is_told(tree: Tree, verb: int) -> bool:
    """ "Insisted that there was no deal" states what is; "insisted that Chad leave" asks for something."""
    helpers = {tree.lower[c] for c in tree.children[verb] if tree.deps[c] in ("aux", "aux:pass", "cop")}
    if is_subjunctive(tree, verb, tree.heads[verb]):
        return False
    return tree.tags[verb] in ("VBD", "VBZ", "VBP") or (bool(helpers & _STATING) and not helpers & _OBLIGING)


def _turns_down(tree: Tree, verb: int) -> bool:
    particles = {tree.lower[c] for c in tree.children[verb]}
    key = tree.keys[verb]
    return key in _REFUSING or (key == "turn" and "down" in particles) or (key == "rule" and "out" in particles)


_WILL_NOT = frozenset(("will not", "say will not", "say would not"))
_ASSENTED = frozenset(("obj", "xcomp", "ccomp", "advcl", "parataxis"))
_STATING = frozenset("is are was were has have had will would did does".split())
_OBLIGING = frozenset("must should ought be".split())
_PRIVATE = frozenset("CVL EDU BUS AGR LAB MED JRN SOC REF CRM".split())


def _target_allowed(rule: Rule, scene: Scene, cand: Candidate, sides: Sides) -> bool:
    """A test launch has no target: missiles fired *at* someone are a strike."""
    if not rule.without_target:
        return True
    args = frame(scene.tree, cand.verb)
    linked = (link for j in args.patients for link in nominal_links(scene.tree, j) if link[0] == "at")
    return not any(case in ("at", "on", "against") for case, _ in (*args.obliques, *linked))
