"""What the judge does to the triggers of a sentence: drops what it is sure reports nothing, adds what no form finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from math import inf

from tracker.extract.judge import Judge
from tracker.extract.opening import is_article, opening_of
from tracker.extract.rules import Kind, Rule, Words
from tracker.extract.status_lasting import A_WAR
from tracker.extract.status_mood import AS_JUDGED, NEGATED, NEGATED_NOUN, PERFECT, WHERE_DONE, Reading
from tracker.extract.status_unreal import SAID, frames_as, particles_of
from tracker.extract.status_words import DENYING, MAKING, REPORTS, WILLING
from tracker.extract.syntax import Tree, governor_clause
from tracker.extract.triggers import Candidate, Lexicon
from tracker.model import Status

LEAST, LEAST_ALONE = 0.4, 0.9
"""Probability from which on a word that the lexicon passes over is a trigger, in an article and in a few sentences."""
LEAST_OPENING = 0.985
"""The same in the sentences that open an article: reports of one event are known by the words that they open with."""
_LEAST_UNDONE = 0.4
"""Probability from which on the judge's status tells what the rules take for no event."""
DOUBT = 0.06
"""Probability below which a word that the lexicon lists is none, in an article."""
_LEAST_ANYWHERE = 0.2
"""Probability that a word of an article that reports events comes to somewhere."""
_SURENESS = 0.75
"""What a probability of the judge is worth as a rule's weight."""
_WORTH = 3.0
"""How many times likelier than the rules' status another has to be to the judge to be told instead."""
_SURE_WORTH = 50.0
"""The same where the rules are all but sure: of what is only alleged, against its being done, and of where something
else was done, against its being still to come, or the other way round."""
_WORTHS = {
    (Status.HAPPENED, Status.ALLEGED): 6.0,
    (Status.ONGOING, Status.HAPPENED): 6.0,
    (Status.PLANNED, Status.HAPPENED): 6.0,
    (Status.PLANNED, Status.ONGOING): 6.0,
    (Status.HYPOTHETICAL, Status.HAPPENED): 12.0,
    (Status.HYPOTHETICAL, Status.ONGOING): 12.0,
}
"""The same where it is another, by the rules' status and the judge's."""
_DONE = frozenset((Status.HAPPENED, Status.ONGOING))
_NEGATIONS = (NEGATED, NEGATED_NOUN)
_TO_COME = frozenset((Status.PLANNED, Status.HYPOTHETICAL))
_REFUTED = frozenset((Status.CANCELLED, Status.DENIED))
_JUDGED = ", judged"
_FRAMED = {"cancelled": Status.CANCELLED, "fallen": Status.CANCELLED, "denied": Status.DENIED}
_MAY_BE_OFF = frozenset(
    "visit meeting call agreement ceasefire exercise joint_exercise aid arms_transfer data_sharing cooperation"
    " deployment investigation protest missile_launch release".split()
)
_IN_FORCE = frozenset(("sanctions", "restriction"))
_VERBAL = frozenset(("VERB", "AUX"))
_DENIED = REPORTS | frozenset("charge involvement role link responsibility wrongdoing knowledge it any".split())
BLOWS = frozenset(("strike", "bombing", "assassination", "clash"))
ALIKE = (BLOWS, frozenset(("condemnation", "accusation")), frozenset(("meeting", "call")))
"""Kinds that one happening may be told as."""
_NEAR_KINDS = (*ALIKE, frozenset(("exercise", "joint_exercise", "missile_launch")))
"""The same, and kinds that the judge takes for each other."""


def judged(
    lexicon: Lexicon, tree: Tree, judge: Judge | None, start: int, end: int, found: Sequence[Candidate]
) -> list[Candidate]:
    """The triggers of one sentence, of which the lexicon has `found` those given."""
    if judge is None:
        return list(found)
    article = is_article(tree)
    opens = article and tree.sentence_of[start] in opening_of(tree)
    kept = list(found)
    if article and not opens:
        kept = [c for each in found if (c := _believed(each, judge)) is not None]
    taken = {c.token for c in kept} | {c.verb for c in kept if c.light}
    least = LEAST if article else LEAST_ALONE
    more = _more(lexicon, tree, judge.triggers(start, end, least))
    told = (c for c in more if c.token not in taken and not _does_it(tree, c, kept))
    return [*kept, *(c for c in told if not _is_told_by_its_noun(tree, c, kept))]


def reports_events(judge: Judge, tree: Tree) -> bool:
    """Whether any word of an article reports an event; companies and teams have deals and attacks of their own."""
    return any(True for _ in judge.triggers(0, len(tree), _LEAST_ANYWHERE))


def chance(judge: Judge, cand: Candidate) -> float:
    """How likely a trigger or the verb that carries it reports an event of its kind or one like it."""
    return max([judge.chance(token, kind) for token in {cand.token, cand.verb} for kind in _kin(cand.rule.kind)])


def is_sure(judge: Judge | None, tree: Tree, cand: Candidate) -> bool:
    """Whether the judge, if there is one, holds that an article reports an event there, so that it is told whatever
    the rules make of its clause and its sides; in the opening too, where it is listed."""
    return judge is not None and is_article(tree) and chance(judge, cand) >= LEAST


def _believed(cand: Candidate, judge: Judge) -> Candidate | None:
    """A trigger with those of its readings that are not out of the question. A verb and a noun that only together tell
    it ("oversaw the update of the pact") are not doubted: the judge looks at single words."""
    options = [c for c in (cand, *cand.others) if c.light or chance(judge, c) >= DOUBT]
    if len(options) > len(cand.others):
        return cand
    return replace(options[0], others=tuple(options[1:])) if options else None


def _does_it(tree: Tree, cand: Candidate, kept: Iterable[Candidate]) -> bool:
    """ "Drones struck a refinery": the noun is what strikes, and tells no strike of its own beside the verb's."""
    kinds, doing = _kin(cand.rule.kind), tree.deps[cand.token].startswith(("nsubj", "obl:agent"))
    return doing and any(c.verb == tree.heads[cand.token] and c.rule.kind in kinds for c in kept)


def _is_told_by_its_noun(tree: Tree, cand: Candidate, kept: Iterable[Candidate]) -> bool:
    """ "Died in Russian shelling": what a noun below tells of the same is not told by the verb again."""
    kinds = _kin(cand.rule.kind)
    return any(c.nominal and tree.heads[c.token] == cand.token and c.rule.kind in kinds for c in kept)


def _kin(kind: str) -> Collection[str]:
    """The kinds that what is told as one may be told as."""
    return next((kin for kin in _NEAR_KINDS if kind in kin), (kind,))


def _more(lexicon: Lexicon, tree: Tree, triggers: Iterable[tuple[int, str, float]]) -> Iterator[Candidate]:
    for token, kind, score in triggers:
        only_ready = tree.pos[token] == "ADJ" and tree.lower[token] in WILLING  # its infinitive tells what for
        if kind in lexicon.kinds and not only_ready and not (kind == "rejection" and _is_denial(tree, token)):
            yield candidate(tree, token, lexicon.kinds[kind], score)


def _is_denial(tree: Tree, token: int) -> bool:
    """ "Denied the charge", "denies that it did": who denies what is said of him refuses nobody anything."""
    return tree.keys[token] in DENYING and any(
        tree.deps[c] in ("ccomp", "xcomp") or (tree.deps[c] == "obj" and tree.keys[c] in _DENIED)
        for c in tree.children[token]
    )


def status_judged(judge: Judge | None, lexicon: Lexicon, tree: Tree, cand: Candidate, reading: Reading) -> Reading:
    """The status of a trigger: where its clause does not state it, rules and judge weigh it between them; of one that
    no form lists ("postponed", said of a visit, is told in the past like a deed), the framing verbs do as well."""
    if judge is None or reading.stated:
        return reading
    if reading.status is None:
        return _told_at_all(judge, tree, cand, reading)
    if not is_judged(cand):
        # of a sentence or two the rules know better: the judge has learned from articles
        return _likelier(judge, cand, reading, reading.status) if is_article(tree) else reading
    particles = particles_of(tree, cand.token)
    for name, status in _FRAMED.items():
        off = status is Status.CANCELLED and cand.rule.kind not in _MAY_BE_OFF
        off = off or cand.rule.type in SAID  # "denied the charge" is a rejection that was made
        if not off and frames_as(lexicon.framing, name, tree.keys[cand.token], particles):
            return replace(reading, status=status, why=f"“{cand.form}”")
    return _likelier(judge, cand, reading, reading.status)


def _told_at_all(judge: Judge, tree: Tree, cand: Candidate, reading: Reading) -> Reading:
    """What the rules take for no event at all ("no strike has taken place"), where the judge is sure that one is told
    and that it was not done."""
    status, sure = judge.status(cand.token)
    if not is_sure(judge, tree, cand) or sure < _LEAST_UNDONE or status.is_done:
        return reading
    if reading.why in _NEGATIONS and status is Status.PLANNED:
        chances = judge.chances_of_status(cand.token)
        status = max(_REFUTED, key=chances.__getitem__)  # "not carrying out a test for weeks" is none to come
    return replace(reading, status=status, why=f"“{cand.form}”{AS_JUDGED}")


def _likelier(judge: Judge, cand: Candidate, reading: Reading, told: Status) -> Reading:
    """The reading with the status that rules and judge together hold likeliest."""
    chances = judge.chances_of_status(cand.token)
    status = max(chances, key=chances.__getitem__)
    offered = cand.form.startswith("offer ")
    if cand.light and not offered and told is Status.HAPPENED and reading.past and status in _TO_COME:
        chances = judge.chances_of_status(cand.verb)  # a plan that was signed is a plan, and signed
        status = max(chances, key=chances.__getitem__)
    worth = _worth(cand, reading, told, status)
    if status is told or worth == inf or chances[status] <= worth * chances[told]:
        return reading
    why = f"“{cand.form}”{AS_JUDGED}"
    return replace(reading, status=status, why=why, past=status is Status.HAPPENED or reading.past, firm=False)


def _worth(cand: Candidate, reading: Reading, told: Status, status: Status) -> float:
    """How many times likelier than the rules' status (`told`) the judge's has to be, by what the rules go by."""
    if status.is_done and cand.rule.type not in SAID:  # what is said is no less said for being denied
        if told in _REFUTED:
            return inf
        if told is Status.ALLEGED:
            return _SURE_WORTH
    if reading.firm and told.is_done != status.is_done:
        return _SURE_WORTH
    if (told, status) == (Status.HAPPENED, Status.ONGOING) and _is_put_in_force(cand, reading):
        return _SURE_WORTH
    if reading.why == A_WAR and status is Status.HAPPENED:
        return _SURE_WORTH
    begun = reading.assumed or not reading.past
    if (told, status) == (Status.HAPPENED, Status.ONGOING) and begun and reading.why != WHERE_DONE:
        return 1.0  # whether what a noun names is over, or what was begun, is seldom said by the words alone
    if reading.why == PERFECT and {told, status} == _DONE:
        return 1.0
    return _WORTHS.get((told, status), _WORTH)


def _is_put_in_force(cand: Candidate, reading: Reading) -> bool:
    """ "Adopted sanctions", "the ban imposed by Chad": that was done, whatever is still in force."""
    return cand.light and reading.past and cand.rule.kind in _IN_FORCE and cand.form.split()[0] in MAKING


def may_lead(cand: Candidate) -> bool:
    """Whether an article may be known by what a trigger tells: one that the lexicon lists, or the judge is all but
    certain of."""
    return not is_judged(cand) or cand.rule.weight >= round(_SURENESS * LEAST_OPENING, 2)


def is_judged(cand: Candidate) -> bool:
    """Whether the judge alone found a trigger."""
    return cand.rule.id.endswith(_JUDGED)


def candidate(tree: Tree, token: int, kind: Kind, score: float) -> Candidate:
    """A word as a trigger of a kind, without the company that the lexicon's own forms ask for."""
    verbal = tree.pos[token] in _VERBAL
    verb = token if verbal else governor_clause(tree, token)
    return Candidate(token, verb, open_rule(kind, round(_SURENESS * score, 2)), tree.lower[token], not verbal)


@lru_cache(maxsize=4096)
def open_rule(kind: Kind, weight: float) -> Rule:
    """The first rule of a kind for any word: whatever the company, aimed as the kind is."""
    nothing = Words()
    return replace(
        kind.rules[0], id=kind.name + _JUDGED, weight=weight, needs="either", least=1, when=frozenset(),
        object=nothing, no_object=nothing, subject=nothing, no_subject=nothing, alt_subject=nothing, company=nothing,
        no_company=nothing, swap=False, without_target=False, plain=False, negated=False, verbs=[], nouns=[],
        light_verbs=[], light_nouns=[], examples=(), never=(),
    )  # fmt: skip
