"""Whom an answer is meant for: "rejected the claim", "condemned the raids" speak of who was told before; so do "he was
charged" after an arrest, and "demanded his release"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from tracker.extract import answering_words as words
from tracker.extract.cast import Cast
from tracker.extract.cast_words import EQUALS, PAPERS
from tracker.extract.drafts import Draft
from tracker.extract.likewise import AGAINST, BACK, FAR, blamed, in_one_breath, likewise, to_the_same, went_on
from tracker.extract.memory import BODIES
from tracker.extract.nameless import is_by_nobody_known, is_nameless
from tracker.extract.opening import is_article
from tracker.extract.outcome import COOPERATIVE, HOSTILE
from tracker.extract.sides import Sides, countries, distinct
from tracker.extract.syntax import Tree, frame, nominal_links, subtree
from tracker.model import Actor, EventType, Status

_ANSWERS = frozenset(("condemnation", "endorsement", "rejection", "accusation", "threat", "investigation"))
_VIEWS = frozenset(("condemnation", "endorsement", "rejection"))
_OVER = frozenset("over about at with".split())
_TELLING_WHICH = frozenset(("nmod", "nmod:poss", "acl", "acl:relcl", "compound", "amod"))
_TALK = frozenset("condemnation endorsement rejection accusation demand threat meeting visit call".split())
_BETWEEN = frozenset(("meeting", "visit", "call"))
_LIKE = frozenset(("endorsement",))
_UNLIKE = frozenset("condemnation rejection accusation demand protest".split())
_REFUSING = frozenset("decline refuse reject accept".split())
_ARMED = frozenset("REB UAF IMG ISM CRM".split())
# whoever shoots a drone down has not attacked
_WARDED_OFF = frozenset(("intercept", "shoot down", "down", "foil", "repel", "thwart"))
_MANNED = frozenset("plane jet warplane aircraft airliner helicopter bomber fighter pilot".split())
_SENT = frozenset(("deployment", "withdrawal", "aid"))
_HELD = frozenset(("arrest", "abduction", "seizure"))
_FREEDOM = frozenset("release freedom return free".split())
_PROTESTS = frozenset(("protest", "complaint"))
_GONE_ON = frozenset(("arrest", "accusation", "release", "expulsion"))


def answered(draft: Draft, tree: Tree, cast: Cast, before: Sequence[Draft]) -> Draft:
    """The draft, directed at who did the deed that it takes up; unchanged where it names somebody or none fits."""
    draft = _blameworthy(draft, tree, cast)
    sides = draft.sides
    if draft.kind == "demand":
        return _holder(draft, tree, before)
    if draft.kind == "recall" and not sides.recipients:
        return likewise(draft, before)
    if draft.kind in _SENT and not sides.recipients and sides.actors:
        return to_the_same(draft, tree, before)
    if draft.kind in _GONE_ON and not sides.actors and sides.recipients:
        return went_on(draft, before)
    at_nobody = countries(sides.recipients) <= countries(sides.actors)
    if draft.kind in AGAINST and at_nobody and (same := in_one_breath(draft, tree, before)):
        return replace(draft, sides=replace(sides, recipients=same, guessed=True))
    if draft.kind in _VIEWS and (same := _of_the_same(draft, tree, before)):
        return replace(draft, sides=replace(sides, recipients=same))
    own = countries(sides.actors)
    if draft.kind in _VIEWS and own >= countries(sides.recipients) and (sayers := _claimed(draft, tree, cast)):
        return replace(draft, sides=replace(sides, recipients=sayers))
    if not sides.recipients and draft.kind in _ANSWERS and (equal := _of_his_equal(draft, tree, cast)):
        return replace(draft, sides=replace(sides, recipients=equal))
    bare = _bare_object(tree, draft) if draft.kind in _VIEWS and sides.actors else None
    if draft.kind not in _ANSWERS or (sides.recipients and bare is None) or not sides.actors:
        return draft
    if bare in words.BARE and (meant := _viewed_alike(draft, before)):
        return replace(draft, sides=replace(sides, recipients=meant))
    if bare in words.BARE and is_article(tree):
        return replace(draft, sides=replace(sides, recipients=()))  # "it" is no land, though it may sound like one
    noun = bare or _taken_up(tree, draft)
    if noun is None and not _PROTESTS.isdisjoint(draft.cand.form.split()) and not _says_over_what(tree, draft):
        # "filed a diplomatic protest": with whoever had wronged it
        hostile = [d for d in before if d.type in HOSTILE]
        wrongs = [d for d in hostile if countries(draft.sides.actors) & countries(d.sides.recipients)]
        doers = _doers_before(draft, wrongs, FAR) or _doers_before(draft, hostile, 1)
        return replace(draft, sides=replace(sides, recipients=doers)) if doers else draft
    if noun is None:
        return draft
    if draft.kind == "accusation" and _is_the_same(tree, draft, noun) and (accused := _accused(draft, before)):
        return replace(draft, sides=replace(sides, recipients=accused))
    if noun in words.STEPS and (at_home := _own_step(draft, before, ())):
        return replace(draft, sides=replace(sides, recipients=at_home))
    doers = _doers_of(noun, draft, tree, cast, before)
    return replace(draft, sides=replace(sides, recipients=doers)) if doers else draft


def _says_over_what(tree: Tree, draft: Draft) -> bool:
    """ "Filed a protest over drilling in its waters"."""
    args = frame(tree, draft.cand.verb)
    links = [*args.obliques, *(link for j in args.patients for link in nominal_links(tree, j))]
    return any(case in (*_OVER, "against") for case, _ in links)


def _blameworthy(draft: Draft, tree: Tree, cast: Cast) -> Draft:
    """ "Said that the launch breached a UN resolution": whose paper it is has done no wrong; nor are "unknown gunmen"
    any land's."""
    others = draft.sides.recipients
    if draft.kind == "condemnation" and others and draft.sides.guessed and all(map(is_nameless, others)):
        return replace(draft, sides=replace(draft.sides, recipients=()))
    if draft.kind not in ("condemnation", "accusation") or not others or not countries(others) <= BODIES:
        return draft
    inside = range(*tree.sentences[draft.sentence])
    papers = {cast.at[i] for i in inside if i in cast.at and tree.keys[tree.heads[i]] in PAPERS}
    kept = tuple(a for a in others if a not in papers)
    return draft if len(kept) == len(others) else replace(draft, sides=replace(draft.sides, recipients=kept))


def _doers_of(noun: str, draft: Draft, tree: Tree, cast: Cast, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """Who did the deed that `noun` takes up, by the first thing that says so."""
    kinds = words.NAMED.get(noun, ())
    fitting = [d for d in before if d.kind in kinds and not d.promised]
    # who else did so is told in passing only: "in answer to an attack in which gunmen killed six"
    fitting = [d for d in fitting if not _in_passing(tree, draft, d)] or fitting
    called = [d for d in fitting if tree.keys[d.token] == noun]
    if fitting and fitting[0].sentence <= 1 and draft.sentence - fitting[-1].sentence > BACK:
        fitting = fitting[:1]  # far from any, "the attack" is the one that the report began with
    if draft.kind == "condemnation" and is_by_nobody_known(called or fitting, before):
        return ()
    if noun in words.STEPS:
        # "condemned the move": no answer to it, and no talk about it, is meant
        fitting = [d for d in before if d.kind not in _TALK]
    return (
        (_own_step(draft, before, kinds) if kinds else ())
        or _doers_before(draft, called, FAR)
        or _named_before(draft, tree, cast, noun)
        or _doers_before(draft, fitting, FAR)
        or (blamed(draft, before) if kinds else ())
        or (_doers_before(draft, [d for d in before if d.type in HOSTILE], FAR) if kinds else ())
        or (_spoken_of(draft, cast) if noun in words.UTTERED else ())
        or _doers_before(draft, before, 0 if noun == "" else BACK)
        or _spoken_of(draft, cast)
    )


def _of_his_equal(draft: Draft, tree: Tree, cast: Cast) -> tuple[Actor, ...]:
    """ "His Chadian counterpart called the measures a threat": those of him whose counterpart that is."""
    own = countries(draft.sides.actors)
    equals = [j for j in frame(tree, draft.cand.verb).agents if any(tree.keys[k] in EQUALS for k in _span(tree, j))]
    owners = (c for j in equals for c in tree.children[j] if tree.deps[c] == "nmod:poss" and tree.pos[c] == "PRON")
    return tuple(a for c in owners for a in cast.actors(c, depth=2) if a.country and a.country not in own)


def _span(tree: Tree, noun: int) -> tuple[int, ...]:
    """A noun, and what is said with it of the same person ("his counterpart, Idriss Deby")."""
    return (noun, *(c for c in tree.children[noun] if tree.deps[c] in ("appos", "flat", "nmod:desc")))


def _bare_object(tree: Tree, draft: Draft) -> str | None:
    """What is viewed and says nothing of its doer: "condemned it", "denounced the incident", "protested over their
    arrest"."""
    args = frame(tree, draft.cand.verb)
    for j in (*args.patients, *(j for case, j in args.obliques if case in _OVER)):
        if tree.lower[j] in words.BARE and tree.pos[j] == "PRON":
            return tree.lower[j]
        marks = {c for c in tree.children[j] if tree.deps[c] in _TELLING_WHICH}
        if tree.keys[j] in words.BARE and not marks:
            return tree.keys[j]
        if tree.keys[j] in words.SUFFERED and marks and all(tree.pos[c] == "PRON" for c in marks):
            return tree.keys[j]
    return None


def _viewed_alike(draft: Draft, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """ "Chad called the ban a mistake. Togo condemned it": whoever others have just spoken of so, or who has spoken so
    of those who answer now; else whom the story blames, else whoever did something last."""
    own = countries(draft.sides.actors)
    near = [d for d in reversed(before) if d.token < draft.token and d.sentence >= draft.sentence - BACK]
    for told in near:
        doers, others = countries(told.sides.actors), countries(told.sides.recipients)
        if told.sentence == draft.sentence and doers == own and told.kind in _UNLIKE and not others & own:
            return told.sides.recipients  # "accused Chad of lying and said it would not put up with it"
        if not doers or not others or doers & own:
            continue
        if told.kind in _TALK - _BETWEEN and others <= own:
            return told.sides.actors
        if told.kind in (_LIKE if draft.kind == "endorsement" else _UNLIKE) and not others & own:
            return told.sides.recipients
        if told.kind not in _TALK:
            break
    done = _doers_before(draft, [d for d in near[::-1] if d.kind not in _TALK], BACK)
    if draft.kind == "endorsement":
        return done
    return blamed(draft, before) or done or _doers_before(draft, [d for d in before if d.type in HOSTILE], FAR)


def _is_the_same(tree: Tree, draft: Draft, noun: str) -> bool:
    """ "Made the same allegation"."""
    told = (j for j in frame(tree, draft.cand.verb).patients if tree.keys[j] == noun)
    return any(tree.lower[c] == "same" for j in told for c in tree.children[j])


def _accused(draft: Draft, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """Whom others have accused last."""
    own = countries(draft.sides.actors)
    told = (d.sides.recipients for d in reversed(before) if d.kind == "accusation" and d.token < draft.token)
    return next((them for them in told if countries(them) and countries(them).isdisjoint(own)), ())


def _named_before(draft: Draft, tree: Tree, cast: Cast, noun: str) -> tuple[Actor, ...]:
    """ "A Chadian raid on a camp … Togo condemned the raid": whose it was where it was spoken of last."""
    own = countries(draft.sides.actors)
    for i in range(draft.token - 1, -1, -1):
        if tree.keys[i] != noun or tree.pos[i] != "NOUN":
            continue
        whose = [c for c in tree.children[i] if tree.deps[c] in ("amod", "compound", "nmod:poss")]
        whose += [j for case, j in nominal_links(tree, i) if case == "by"]
        doers = tuple(a for c in whose for a in cast.actors(c, depth=3) if a.country and a.country not in own)
        doers = doers or (_parties(tree, cast, i, own) if noun in words.PACTS else ())
        if doers:
            return doers
    return ()


def _parties(tree: Tree, cast: Cast, noun: int, own: set[str]) -> tuple[Actor, ...]:
    """ "A pact under which Chad will get boats from Mali and Togo": all who are named in what is said of it."""
    named = distinct(a for i in subtree(tree, noun) if (a := cast.at.get(i)) is not None and a.country)
    return named if len(countries(named)) > 1 and own.isdisjoint(countries(named)) else ()


def _in_passing(tree: Tree, draft: Draft, told: Draft) -> bool:
    """Whether a clause beside the main one, or a noun, told of such a blow, in the same part."""
    if told.type is not EventType.ASSAULT or told.part != draft.part:
        return False
    return tree.deps[told.cand.verb] in ("acl:relcl", "advcl") or (told.cand.nominal and not told.cand.light)


def _claimed(draft: Draft, tree: Tree, cast: Cast) -> tuple[Actor, ...]:
    """ "Chad claimed that Togo had sent arms, which Niger dismissed", "offered troops, which Niger declined"."""
    verb = draft.cand.verb
    if tree.deps[verb] != "acl:relcl" or not any(tree.lower[c] == "which" for c in tree.children[verb]):
        return ()
    top = verb
    while tree.heads[top] != top:
        top = tree.heads[top]
    own = countries(draft.sides.actors)
    sayers = [a for j in frame(tree, top).agents for a in cast.actors(j)]
    return tuple(a for a in sayers if a.country and a.country not in own)


def _of_the_same(draft: Draft, tree: Tree, before: Sequence[Draft]) -> tuple[Actor, ...]:
    """ "Chad called the veto unfair, while Togo praised it": "it" is what the clause before spoke of."""
    if not any(tree.lower[j] in words.IT for j in frame(tree, draft.cand.verb).patients):
        return ()
    own = countries(draft.sides.actors)
    for told in reversed(before):
        if (told.part, told.sentence) != (draft.part, draft.sentence):
            break
        if told.token < draft.token and told.kind in _VIEWS and told.sides.recipients:
            return () if countries(told.sides.recipients) & own else told.sides.recipients
    return ()


def _own_step(draft: Draft, before: Sequence[Draft], kinds: Collection[str]) -> tuple[Actor, ...]:
    """ "The minister criticised the decision", or "the appeal", just after a court or others of the same country took
    one or made one (`kinds`: what sort of event the noun takes up, if one)."""
    own = {a.country for a in draft.sides.actors}
    told = next((d for d in reversed(before) if d.token < draft.token), None)
    if told is None or told.sentence < draft.sentence - 1:
        return ()
    if told.kind not in kinds if kinds else told.kind in _TALK:
        return ()
    if kinds and draft.part == told.part and draft.sentence == told.sentence:
        return ()
    doers = tuple(a for a in told.sides.actors if a.country in own)
    return doers if doers and {a.country for a in told.sides.actors} <= own else ()


def _spoken_of(draft: Draft, cast: Cast) -> tuple[Actor, ...]:
    """Whoever else led this sentence or the one before."""
    own = {a.country for a in draft.sides.actors}
    since = draft.sentence - 1 + cast.memory.base
    for seen in cast.memory.before(draft.token):
        if seen.sentence < since:
            break
        if seen.subject and seen.actor.country not in {None, *own} and not seen.place:
            return (seen.actor,)
    return ()


def _is_manned(told: Draft) -> bool:
    """Whether it hit something with people in it: "shot down a warplane"."""
    return any(not _MANNED.isdisjoint(a.name.lower().split()) for a in told.sides.recipients)


def _doers_before(draft: Draft, before: Sequence[Draft], reach: int) -> tuple[Actor, ...]:
    own = {a.country for a in draft.sides.actors}
    for told in reversed(before):
        if told.token >= draft.token or told.sentence < draft.sentence - reach:
            continue
        warded_off = told.cand.form in _WARDED_OFF and not _is_manned(told)
        if told.status is Status.HYPOTHETICAL or warded_off:
            continue
        if draft.kind == "condemnation" and told.type in COOPERATIVE and own & countries(told.sides.actors):
            continue  # nobody condemns what he has a part in
        armed = tuple(a for a in told.sides.actors if a.country is not None and a.sector in _ARMED)
        doers = tuple(a for a in told.sides.actors if a.country is not None and a.country not in own)
        if armed or doers:
            return armed or doers
    return ()


def _taken_up(tree: Tree, draft: Draft) -> str | None:
    """The noun of a bare "the move" that points back; "" where nothing at all is refused ("but Chad declined")."""
    args = frame(tree, draft.cand.verb)
    above = tree.heads[draft.cand.verb] if tree.deps[draft.cand.verb] == "acl:relcl" else None
    told = [
        j for c in tree.children[draft.cand.verb] if tree.deps[c] == "ccomp" for j in frame(tree, c).agents
    ]  # "said the visit was a provocation"
    over = (j for p in args.patients for case, j in nominal_links(tree, p) if case in _OVER)  # "concern over the deal"
    for j in (*args.patients, *(j for _, j in args.obliques), *told, *over):
        if j == above and tree.keys[j] in words.DEEDS:
            return tree.keys[j]  # "an offer that Chad turned down"
        if tree.lower[j] in ("this", "that") and j in args.patients and tree.heads[j] == draft.cand.verb:
            return tree.lower[j]
        again = any(tree.lower[c] == "same" for c in tree.children[j])
        if tree.keys[j] not in words.DEEDS or (not again and {tree.deps[c] for c in tree.children[j]} & _TELLING_WHICH):
            continue
        if any(tree.lower[c] in ("the", "this", "that", "these", "those") for c in tree.children[j]):
            return tree.keys[j]
    alone = not args.passive and not any(
        tree.deps[c] in ("obj", "xcomp", "ccomp", "obl") for c in tree.children[draft.cand.verb]
    )
    return "" if alone and tree.keys[draft.token] in _REFUSING else None


def _holder(draft: Draft, tree: Tree, before: Sequence[Draft]) -> Draft:
    """ "Demanded the release of its citizens", "that he be freed": of whoever holds them."""
    sides: Sides = draft.sides
    own = {a.country for a in sides.actors}
    held = [d for d in before if d.kind in _HELD]
    captives = {land for d in held for land in countries(d.sides.recipients)}
    holders = {land for d in held for land in countries(d.sides.actors)}
    asks = any(tree.deps[c] == "ccomp" for c in tree.children[draft.cand.verb])
    if not own or countries(sides.recipients) - own - (set() if asks else captives - holders):
        return draft
    args = frame(tree, draft.cand.verb)
    asked = [*args.patients, *(j for case, j in args.obliques if case == "for")]
    asked += [c for c in tree.children[draft.cand.verb] if tree.deps[c] == "ccomp"]
    if not any(tree.keys[j] in _FREEDOM for j in asked):
        return draft
    doers = _doers_before(draft, held, FAR)
    return replace(draft, sides=replace(sides, recipients=doers)) if countries(doers) - own else draft
