"""What becomes of what was told: "A website wrote that Chad shelled the town. The army called it invented", "who had
planned to fly, came by train"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.extract.attribution import SAID_UNDER, according, beside, climb
from tracker.extract.detected import BLOWS
from tracker.extract.drafts import Draft, told_as
from tracker.extract.sides import countries
from tracker.extract.siting import SUFFERED
from tracker.extract.status_mood import HAD, Reading, is_negated, takes_place
from tracker.extract.status_unreal import SAID, is_untrue
from tracker.extract.status_words import CLAIMS, DENYING, SAYING
from tracker.extract.syntax import Tree, case_of, subtree
from tracker.model import Actor, EventType, Status

_DENYING_A_CLAIM = DENYING | frozenset("dismiss reject retract withdraw correct".split())
"""Verbs that deny a claim; who rejects "it" may reject an offer."""
_CALLING = frozenset("call term describe label brand dismiss denounce reject".split())
_MAY_DENY = _DENYING_A_CLAIM | _CALLING
_TAKING_UP = frozenset(("it", "this", "that", "them", "these", "those"))
_HELD = frozenset("hold exist make sign conclude receive issue".split())
_NOT_YET = frozenset("again before longer yet since".split())
_DEFINITE = frozenset("the this that these those such all both their his her its".split())
_OUTLETS = frozenset(
    "newspaper daily weekly paper website site blog blogger channel broadcaster tabloid television tv radio station"
    " magazine portal outlet report press media message post posting rumour rumor account item dispatch story"
    " video".split()
)
"""Who tells what is no party to it: where it is denied, nobody else stands by it."""
_OFFICIAL = frozenset("state official government army ministry party rebel military".split())
_TELLING = SAYING | frozenset(
    "carry run have publish print broadcast air quote cite allege maintain assert insist".split()
)
_PERSONAL = frozenset("it they he she we i".split())
_OWN_ACTS = frozenset((EventType.COERCE, EventType.SANCTION))
"""Deeds that those to whom they are done deny the grounds of, and not the deeds."""
_CHARGES = CLAIMS | frozenset("charge accusation allegation".split())
_PART = frozenset("involvement responsibility role part complicity hand".split())
_BLOW_NOUNS = SUFFERED | frozenset(("invasion", "incident"))
_BLOW_KINDS = BLOWS | {"cyberattack", "abduction", "missile_launch"}
_FIGHTING = frozenset("fighting clash firing shot violation intrusion".split())
_ACTED = frozenset(
    "area attack bomb carry cross enter fire fly hit launch open operate region shell shoot strike".split()
)
_ARMS = frozenset("aircraft army boat drone force gunner jet military navy plane ship soldier troop warplane".split())
_DEED_NOUNS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (_BLOW_NOUNS | _PART, _BLOW_KINDS),
    (frozenset(("arrest", "detention")), frozenset(("arrest",))),
    (frozenset(("deployment", "incursion")), frozenset(("deployment",))),
    (frozenset(("transfer", "sale", "shipment", "delivery", "supply")), frozenset(("arms_transfer", "aid"))),
    (frozenset(("kidnapping", "abduction")), frozenset(("abduction",))),
    (frozenset(("hack", "hacking", "cyberattack")), frozenset(("cyberattack",))),
)
"""Nouns by which a denial takes up a deed, and the kinds of deeds that they mean."""
_LAID_AT_DOORS = frozenset(kind for _, kinds in _DEED_NOUNS for kind in kinds) - {"arrest", "missile_launch"}
_BACK = 3
"""How many sentences before its denial a claim may stand."""


@dataclass(frozen=True, slots=True)
class _Denial:
    """The word by which a claim is denied, and who denies it: None where the article says so itself, else the countries
    that the denier is of, if any are known; and what it is that is denied, if that is a deed and no claim."""

    token: int
    by: frozenset[str] | None
    kinds: frozenset[str] = frozenset()
    """Kinds of deeds that it names itself: "denied the attack"."""
    of_claims: bool = False
    """Whether it speaks only of what somebody else has said, not of what the article tells itself."""


def refuted(drafts: Sequence[Draft], tree: Tree, named: Mapping[int, Actor]) -> tuple[Draft, ...]:
    """The drafts of a part in reading order, with what a later sentence says is not so DENIED, or only ALLEGED where
    one side says this and the other that, and without plans that came true. `named`: who is named at a token."""
    out = [d for d in drafts if not any(_came_true(d, other) for other in drafts)]
    for number in range(len(tree.sentences)):
        for denial in _denials(tree, number, named):
            for at in _denied(tree, out, denial, number):
                out[at] = _undone(out[at], tree, denial)
    return tuple(out)


def _came_true(plan: Draft, deed: Draft) -> bool:
    """ "Had planned to fly to Kyiv, arrived by train", in one sentence or the next."""
    if plan.status is not Status.CANCELLED or not plan.reading.why.startswith(HAD):
        return False
    near = 0 <= deed.sentence - plan.sentence <= 1 and deed.kind == plan.kind
    done = deed.status.is_done
    return near and done and bool(plan.sides.countries() & deed.sides.countries())


def _denials(tree: Tree, number: int, named: Mapping[int, Actor]) -> Iterator[_Denial]:
    for i in range(*tree.sentences[number]):
        verb = tree.pos[i] == "VERB"
        if verb and ((tree.keys[i] in _MAY_DENY and _denies(tree, i)) or _is_denied_aside(tree, i)):
            yield _Denial(i, _lands(tree, i, named))
        elif verb and tree.keys[i] in DENYING and not is_negated(tree, i) and (kinds := _deeds_denied(tree, i)):
            yield _Denial(
                i, _lands(tree, i, named), kinds, of_claims=any(tree.deps[c] == "ccomp" for c in tree.children[i])
            )
        elif verb and tree.keys[i] in SAYING and _has_not_acted(tree, i, named):
            yield _Denial(i, _lands(tree, i, named), _BLOW_KINDS, of_claims=True)
        elif (is_untrue(tree, i) and _is_said_of_claim(tree, i)) or (verb and _did_not_occur(tree, i)):
            teller = _telling(tree, i)
            quoted = _is_quoted(tree, i)
            by = _lands(tree, teller, named) if teller is not None else frozenset[str]() if quoted else None
            yield _Denial(i, by)


def _denies(tree: Tree, verb: int) -> bool:
    """ "Denied the report", "dismissed such claims as baseless", "called it a lie"; not "denied that …", which says
    itself what is denied."""
    if is_negated(tree, verb) or any(
        tree.deps[c] in ("ccomp", "xcomp") and tree.pos[c] == "VERB" for c in tree.children[verb]
    ):
        return False
    objects = [c for c in tree.children[verb] if tree.deps[c] in ("obj", "nsubj:pass")]
    claimed = any(_is_claim(tree, c) for c in objects)
    taken_up = any(tree.lower[c] in _TAKING_UP for c in objects)
    if (tree.keys[verb] in _DENYING_A_CLAIM and claimed) or (tree.keys[verb] in DENYING and taken_up):
        return True
    called = tree.keys[verb] in _CALLING and (claimed or taken_up)
    return called and any(is_untrue(tree, i) for i in subtree(tree, verb) if i > verb)


def _is_denied_aside(tree: Tree, verb: int) -> bool:
    """ "Chad shelled the camp, Togo said, a charge that Chad denies", "a claim rejected by Chad"."""
    claimed = tree.deps[verb] in ("acl", "acl:relcl") and tree.keys[tree.heads[verb]] in _CHARGES
    return claimed and tree.keys[verb] in _DENYING_A_CLAIM and not is_negated(tree, verb)


def _deeds_denied(tree: Tree, verb: int) -> frozenset[str]:
    """The kinds of what is denied in "denied the attack", "denied any involvement", "denied being behind it"."""
    below = tree.children[verb]
    if any("behind" in (tree.lower[c], case_of(tree, c)) for c in below):
        return _BLOW_KINDS
    if said := [c for c in below if tree.deps[c] == "ccomp"]:
        return _BLOW_KINDS if any(_is_of_fighting(tree, c) for c in said) else frozenset()
    objects = [c for c in below if tree.deps[c] == "obj" and not _says_which(tree, c)]
    return frozenset(
        kind
        for noun in objects
        for nouns, kinds in _DEED_NOUNS
        if tree.keys[noun] in nouns
        and (tree.keys[noun] in _PART or any(tree.lower[g] in _DEFINITE for g in tree.children[noun]))
        for kind in kinds
    )


def _is_of_fighting(tree: Tree, clause: int) -> bool:
    """ "That any fighting had taken place"."""
    subjects = (c for c in tree.children[clause] if tree.deps[c].startswith("nsubj"))
    return takes_place(tree, clause) and any(tree.keys[c] in _BLOW_NOUNS | _FIGHTING for c in subjects)


def _has_not_acted(tree: Tree, verb: int, named: Mapping[int, Actor]) -> bool:
    """ "Said its jets had not been in the area", "that its soldiers had not fired a shot", against nobody else."""
    for clause in tree.children[verb]:
        if tree.deps[clause] != "ccomp" or not is_negated(tree, clause) or tree.keys[clause] not in _ACTED:
            continue
        if any(i in named and named[i].country for i in subtree(tree, clause)):
            continue
        for c in tree.children[clause]:
            ours = any(tree.lower[g] in ("its", "their", "our", "his") for g in tree.children[c])
            if tree.deps[c] == "nsubj" and ours and tree.keys[c] in _ARMS:
                return True
    return False


def _says_which(tree: Tree, noun: int) -> bool:
    """Whether a deed is another than the one told before: "the attack by Chad", "the killing of a scientist"; not
    "responsibility for the attack"."""
    for c in tree.children[noun]:
        if tree.deps[c] in ("acl", "acl:relcl"):
            return True
        if tree.deps[c] == "nmod" and (tree.keys[c] not in _BLOW_NOUNS or _says_which(tree, c)):
            return True
    return False


def _is_claim(tree: Tree, noun: int) -> bool:
    """ "The report", "such claims"; not "the report that he was ill", which denies what it says itself."""
    below = tree.children[noun]
    said_inside = any(tree.deps[c] in ("acl", "acl:relcl", "ccomp", "nmod", "appos") for c in below)
    return tree.keys[noun] in CLAIMS and not said_inside and any(tree.lower[c] in _DEFINITE for c in below)


def _is_said_of_claim(tree: Tree, i: int) -> bool:
    """Whether a word for untruth is said of a claim: "The report was false", "Pure invention," he said."""
    top = tree.heads[i] if tree.deps[i] == "xcomp" else i
    subjects = [c for c in tree.children[top] if tree.deps[c].startswith("nsubj")]
    if subjects:
        return any(_is_claim(tree, c) or tree.lower[c] in _TAKING_UP or _is_none_of_it(tree, c) for c in subjects)
    return tree.pos[i] in ("NOUN", "ADJ") and _telling(tree, i) is not None and tree.deps[i] != "amod"


def _did_not_occur(tree: Tree, verb: int) -> bool:
    """ "No such talks were held", "none of this took place", "it never happened"; not "must not happen again"."""
    below = tree.children[verb]
    if any(tree.lower[c] in _NOT_YET or tree.tags[c] == "MD" for c in below):
        return False
    subject = next((c for c in below if tree.deps[c].startswith("nsubj")), None)
    if subject is None:
        return False
    inside = {tree.lower[g] for g in tree.children[subject]}
    occurs = takes_place(tree, verb)
    if {"no", "such"} <= inside:
        return occurs or tree.keys[verb] in _HELD
    if tree.lower[subject] in ("none", "nothing"):
        return occurs and _is_none_of_it(tree, subject)
    return occurs and tree.lower[subject] in _TAKING_UP and is_negated(tree, verb)


def _is_none_of_it(tree: Tree, noun: int) -> bool:
    """ "None of this", "nothing of the kind", "not a word of it"."""
    of = {tree.lower[g] for g in tree.children[noun] if tree.deps[g] == "nmod"}
    said = tree.lower[noun] in ("none", "nothing", "word", "line")
    return said and bool(of & {"this", "that", "kind", "sort", "it", "these"})


def _telling(tree: Tree, i: int) -> int | None:
    """The verb of saying that a clause is told under or beside; None where the article says it."""
    if (aside := beside(tree, i, SAYING)) is not None:
        return aside
    for below, head in climb(tree, i):
        if tree.deps[below] in SAID_UNDER and tree.keys[head] in SAYING:
            return head
        if (aside := beside(tree, head, SAYING)) is not None:
            return aside
    return None


def _lands(tree: Tree, verb: int, named: Mapping[int, Actor]) -> frozenset[str]:
    """The countries of a verb's subject."""
    return frozenset(
        land
        for c in tree.children[verb]
        if tree.deps[c] in ("nsubj", "obl:agent")
        for i in subtree(tree, c)
        if i in named and (land := named[i].country)
    )


def _is_quoted(tree: Tree, i: int) -> bool:
    """Whether a word stands between marks of quotation that open in its paragraph."""
    before = tree.text[: tree.starts[i]].rpartition("\n")[2]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _denied(tree: Tree, drafts: Sequence[Draft], denial: _Denial, number: int) -> list[int]:
    """Positions of what a denial is about: the nearest claims before it, told in one sentence."""
    for back in range(_BACK + 1):
        before = [(at, d) for at, d in enumerate(drafts) if d.sentence == number - back and d.token < denial.token]
        if denial.kinds:
            claimed = (pair for pair in before if not denial.of_claims or _is_claimed(tree, pair[1]))
            if told := [at for at, d in claimed if _is_own_deed(d, denial)]:
                return told
        elif told := [at for at, d in before if _is_claimed(tree, d)]:
            return [at for at in told if _may_deny(tree, drafts[at], denial)]
        elif back == 1 and (told := [at for at, d in before if _is_own_deed(d, denial)]):
            return told  # "Turkish jets bombed the village. Turkey denied this."
    return []


def _is_own_deed(draft: Draft, denial: _Denial) -> bool:
    """Whether a deed of the denied kind is laid at the denier's door, be it by the article itself."""
    doers = countries(draft.sides.actors)
    open_ = draft.status.is_done or draft.status is Status.ALLEGED
    return open_ and draft.kind in (denial.kinds or _LAID_AT_DOORS) and bool(denial.by and denial.by & doers)


def _is_claimed(tree: Tree, draft: Draft) -> bool:
    """Whether a deed is told as somebody's word. What is said is no less said for being denied."""
    open_ = draft.status in (Status.HAPPENED, Status.ONGOING, Status.PLANNED, Status.ALLEGED)
    if not open_ or draft.rule.type in SAID or draft.rule.type is EventType.STATEMENT:
        return False
    return draft.status is Status.ALLEGED or bool(_tellers(tree, draft))


def _may_deny(tree: Tree, draft: Draft, denial: _Denial) -> bool:
    """Whether it is for that denier to deny a deed: not what others say that they have done themselves."""
    if denial.by is None or _is_told_by_outlet(tree, draft):
        return True
    doers = countries(draft.sides.actors)
    if draft.rule.type in _OWN_ACTS:
        return bool(denial.by & doers) and not _is_doers_word(tree, draft)
    return not _is_doers_word(tree, draft) and (not denial.by or bool(denial.by & draft.sides.countries()))


def _is_doers_word(tree: Tree, draft: Draft) -> bool:
    """ "Israel said it had struck the port"."""
    verb = draft.cand.verb
    subject = (c for c in tree.children[verb] if tree.deps[c].startswith("nsubj"))
    return any(tree.lower[c] in _PERSONAL for c in subject) and bool(_tellers(tree, draft))


def _is_told_by_outlet(tree: Tree, draft: Draft) -> bool:
    tellers = _tellers(tree, draft)
    return bool(tellers & _OUTLETS) and not tellers & _OFFICIAL


def _tellers(tree: Tree, draft: Draft) -> set[str]:
    """Words for who tells it, or for the report that it stands in; empty where the article tells it itself."""
    top = draft.cand.verb
    for i, head in climb(tree, top):
        inside = tree.deps[i] in ("ccomp", "acl", "acl:relcl", "parataxis", "obj", "xcomp", "nmod", "conj")
        if inside and tree.pos[head] == "VERB" and tree.keys[head] in _TELLING:
            return _subject(tree, head)
        if tree.keys[head] in CLAIMS and tree.deps[i] in ("acl", "ccomp", "nmod"):
            return {tree.keys[head]}
        top = head
    if (aside := beside(tree, top, SAYING)) is not None:
        return _subject(tree, aside)
    source = according(tree, top)
    return {tree.keys[g] for g in subtree(tree, source)} if source is not None else set()


def _subject(tree: Tree, verb: int) -> set[str]:
    """The words of a verb's subject that stand close to its head."""
    heads = [c for c in tree.children[verb] if tree.deps[c].startswith("nsubj")]
    return {tree.keys[i] for head in heads for i in (head, *tree.children[head])}


def _undone(draft: Draft, tree: Tree, denial: _Denial) -> Draft:
    """The draft as what is not so, or only said to be."""
    nobody_else = denial.by is None or (not denial.kinds and _is_told_by_outlet(tree, draft))
    status = Status.DENIED if nobody_else else Status.ALLEGED
    if draft.status is status:
        return draft
    why = f"“{tree.words[denial.token]}” said of it later"
    reading = Reading(status, why, draft.reading.past, draft.reading.background)
    return told_as(draft, reading, status)
