"""Who does it and to whom: the arguments of a trigger, read from the tree by the roles that its rule names."""

from __future__ import annotations

from dataclasses import replace

from tracker.extract import arguments_words as words
from tracker.extract.arguments_said import (
    blamed_for,
    complement_subjects,
    dealt_by,
    hurts_somebody,
    is_one_sided,
    promised_to,
    spoken_of,
)
from tracker.extract.arguments_unsaid import (
    REACTING,
    RETALIATING,
    all_three,
    announcers,
    beside_them,
    coordinated,
    is_decided,
    is_returned,
    is_suffered,
    moved_by,
    opponents,
    provokers,
    revenged,
    there,
    told_by_several,
    whole,
    working_with,
)
from tracker.extract.blows import (
    MODIFIER,
    WHERE,
    all_of,
    dealt_in,
    modifier_actors,
    owner_actors,
    strikers,
    struck_towns,
)
from tracker.extract.cast import Cast
from tracker.extract.opposing import opposed, turned
from tracker.extract.outcome import COOPERATIVE, FORCEFUL
from tracker.extract.sides import THREE, Sides, countries, distinct, same_as_any
from tracker.extract.siting import RETURNED
from tracker.extract.syntax import (
    Frame,
    Tree,
    case_of,
    frame,
    nominal_links,
    norm,
    subtree,
)
from tracker.extract.triggers import Candidate
from tracker.model import Actor, EventType

SUBJECT_OF_CLAUSE = "subject of the clause"


def sides_of(cand: Candidate, tree: Tree, cast: Cast) -> Sides:
    """Read both sides of `cand`. What is done mutually puts everyone in `actors`; either side may stay empty."""
    if cand.nominal and not cand.light:
        doers, others, how = _nominal(cand, tree, cast)
    elif cand.light:
        doers, others, how = _light(cand, tree, cast)
    else:
        doers, others, how = _verbal(cand, tree, cast)
    if not doers and ((cand.nominal and not others) or is_decided(cand, tree)):
        doers, how = announcers(cand, tree, cast), "whoever announces it"
    doers, others = beside_them(cand, tree, cast, doers, others)
    if cand.rule.mutual and not is_one_sided(cand):
        if len(countries([*doers, *others])) < 2:
            others += there(cand, tree, cast, doers) or coordinated(cand, tree, cast) or working_with(cand, tree, cast)
        known = countries([*doers, *others])
        if len(known) < THREE:
            others += all_three(cand, tree, cast, known)
        if not countries([*doers, *others]):
            others += told_by_several(cand, tree, cast)
        everyone = distinct([*doers, *others])
        lands = [a for a in everyone if a.country]
        return Sides(tuple(lands) if len(countries(lands)) > 1 else everyone, (), how)  # no "prisoner" of a swap
    if cand.rule.swap:
        doers, others = others, doers
    doers_d = distinct(doers)
    others_d = tuple(a for a in distinct(others) if not same_as_any(a, doers_d))
    apart = len(countries(doers_d)) > 1 or (countries(doers_d) and not countries(others_d))
    if apart and is_returned(tree, cand.verb):
        return Sides(doers_d, doers_d, how)
    if cand.rule.kind == "recall":
        others_d = tuple(a for a in others_d if a.country not in {None, *countries(doers_d)})  # no envoys of its own
    if not others_d:
        others_d = distinct(there(cand, tree, cast, doers))
    if not countries(others_d) and cand.rule.kind in RETALIATING:
        provoking = distinct(provokers(cand.verb, tree, cast, doers))
        others_d = tuple(a for a in provoking if a.country not in countries(doers)) or others_d
    if cand.rule.type is EventType.PROTEST:
        doers_d, others_d = turned(doers_d, others_d, opposed(tree, cand.verb, {i: [a] for i, a in cast.at.items()}))
    if not others_d and "about" in cand.rule.receiver:
        others_d = tuple(a for a in distinct(spoken_of(cand, tree, cast)) if not same_as_any(a, doers_d))
    return Sides(doers_d, others_d, how)


def _verbal(cand: Candidate, tree: Tree, cast: Cast) -> tuple[list[Actor], list[Actor], str]:
    args = frame(tree, cand.token)
    moved = cand.rule.type in words.MOVES_ITSELF or cand.form.startswith(words.AWAITED)
    if args.passive and not args.agents and moved:
        # "is expected in Cairo", "police have been deployed in Mali": who is moved also moves
        args = replace(args, agents=args.patients, patients=(), passive=False)
    doers = [a for j in args.agents for a in strikers(j, tree, cast)]
    if cand.rule.type in words.MOVES_ITSELF and tree.keys[cand.token] in words.WITNESSING and not cand.rule.swap:
        own = [a for j in args.patients for a in (*owner_actors(j, tree, cast), *modifier_actors(j, tree, cast))]
        doers = own or (doers if tree.keys[cand.token] in words.TELLING else [])
    how = "agent of the passive" if args.passive else "subject" + (" of the governing clause" if args.inherited else "")
    if cand.rule.alt_subject and not args.passive and not args.patients and not doers:
        how = "subject"
    if cand.rule.mutual:
        others = all_of(args.patients, cast) if args.passive or "object" in cand.rule.receiver else []
        for case, j in args.obliques:
            if case in cand.rule.receiver:
                others += cast.actors(j)
            else:
                others += [a for c, k in nominal_links(tree, j) if c in ("with", "between") for a in cast.actors(k)]
        for patient in args.patients:
            for case, j in nominal_links(tree, patient):
                if case in ("with", "between", "among") or (case == "by" and tree.heads[j] == patient):
                    others += cast.actors(j)
        if len(countries([*doers, *others])) < 2:
            others += promised_to(cand, tree, cast)
        if is_one_sided(cand) and not (args.passive and tree.keys[cand.verb] == "commit"):
            told = all_of(args.patients, cast)  # "offered her asylum", "was assured that"
            return (doers, [*others, *(a for a in told if a not in others)], how)
        return (doers, others, how) if not args.passive else (others, doers, how)
    others = _receivers(cand, tree, cast, args, None, doers)
    if args.passive and not doers and tree.keys[cand.verb] in words.THROWING:
        doers = [a for case, j in args.obliques if case == "from" for a in cast.actors(j)]
    if args.passive and not doers and cand.rule.type is EventType.ASSAULT:
        doers, struck = dealt_in(args, tree, cast)
        others += struck if doers and not countries(others) else []
    if args.passive and not doers and "from" not in cand.rule.receiver:
        doers = [a for case, j in args.obliques if case in ("at",) for a in cast.actors(j)]
    if args.passive and not doers:
        doers = opponents(args, tree, cast)
    if args.passive and not doers and cand.rule.kind in words.HANDED_OVER:
        # "Chinese drones were sold to Sudan"
        own = [a for j in args.patients for a in modifier_actors(j, tree, cast)]
        doers = [a for a in own if a.country not in countries(others)] if countries(others) - countries(own) else []
    if not others and cand.rule.kind in REACTING:
        others = provokers(cand.token, tree, cast, doers)
    return doers, others, how


def _light(cand: Candidate, tree: Tree, cast: Cast) -> tuple[list[Actor], list[Actor], str]:
    args = frame(tree, cand.verb)
    noun_is_subject = cand.token in args.agents
    doers: list[Actor] = [] if noun_is_subject else all_of([j for j in args.agents if j != cand.token], cast)
    how = f"subject of “{tree.words[cand.verb]}”"
    own = owner_actors(cand.token, tree, cast)
    if not doers or noun_is_subject:
        doers, how = own, "owner of the noun"
    if cand.rule.mutual:
        others = _noun_receivers(cand, tree, cast, args) + modifier_actors(cand.token, tree, cast) + own
        if len(countries([*doers, *others])) < 2:
            others += promised_to(cand, tree, cast)
        return doers, others, how
    if cand.rule.kind == "visit" and (guests := _guests(cand, tree, cast, doers)):
        return guests, _receivers(cand, tree, cast, args, cand.token, guests) or doers, "whose visit it is"
    others = _receivers(cand, tree, cast, args, cand.token, doers)
    if not doers:
        doers = [a for a in modifier_actors(cand.token, tree, cast) if a not in others]
        how = "modifier of the noun"
    elif not others:
        others = [a for a in modifier_actors(cand.token, tree, cast) if not same_as_any(a, tuple(doers))]
    return doers, others, how


def _guests(cand: Candidate, tree: Tree, cast: Cast, doers: list[Actor]) -> list[Actor]:
    """ "Japan confirms a visit of Chile's president": whoever confirms it is the host."""
    named = [a for case, j in nominal_links(tree, cand.token) if case == "of" for a in cast.actors(j)]
    guests = [*owner_actors(cand.token, tree, cast), *(a for a in named if a.person or a.office)]
    return guests if countries(guests) - countries(doers) else []


def _is_topic(cand: Candidate, tree: Tree) -> bool:
    """Whether the clause only speaks of the event: "talked about the attack"; of force also "protested after it"."""
    case = case_of(tree, cand.token)
    if cand.rule.type in FORCEFUL and case == "to" and tree.keys[tree.heads[cand.token]] in RETURNED:
        return True
    return case in words.TOPICS or (cand.rule.type in FORCEFUL and case in words.AFTERMATH)


def _nominal(cand: Candidate, tree: Tree, cast: Cast) -> tuple[list[Actor], list[Actor], str]:
    noun = cand.token
    args = frame(tree, cand.verb)
    dying = tree.keys[cand.verb] in words.DYING and cand.rule.type is EventType.ASSAULT and noun not in args.agents
    if dying and not (cand.rule.mutual and any(case == "between" for case, _ in nominal_links(tree, noun))):
        # "six people died in an attack": on them
        return (
            [*owner_actors(noun, tree, cast), *modifier_actors(noun, tree, cast)],
            all_of(args.agents, cast),
            "victims",
        )
    if cand.rule.type is EventType.ASSAULT and (answer := revenged(cand, tree, cast)):
        return answer
    doers, how = owner_actors(noun, tree, cast), "owner of the noun"
    if doers and is_suffered(tree, noun):
        return [], doers, "victims"
    guests = "compound" in cand.rule.receiver and not cand.rule.mutual
    if not doers:
        doers = modifier_actors(noun, tree, cast, ("amod",) if guests else MODIFIER)
        doers = doers or _imposers(cand, tree, cast)
        how = "modifier of the noun"
    if cand.rule.type is EventType.ASSAULT and (struck := struck_towns(noun, tree, cast)):
        return [a for a in doers if a.country not in countries(struck)], struck, "where it struck"
    if cand.rule.mutual:
        return doers, _parties(cand, tree, cast, args, doers), how
    links = nominal_links(tree, noun)
    used: set[int] = set()
    if not doers and "of" not in cand.rule.receiver:
        doers = [a for case, j in links if case == "of" for a in cast.actors(j)]
        used = {j for case, j in links if case == "of"}
        how = "“of” phrase"
    others = moved_by(cand, tree, cast) or _towards(cand, tree, cast, doers, used)
    if not doers:
        doers = [a for case, j in links if case == "of" for a in cast.actors(j) if not same_as_any(a, tuple(others))]
        how = "“of” phrase"
    viewed = cand.rule.type in FORCEFUL and noun in args.patients and tree.keys[cand.verb] in words.VIEWING
    if not doers and noun not in args.agents and not viewed and not _is_topic(cand, tree):
        # "On a visit to Seoul, Austin said …": the clause's subject travels
        doers = [a for j in args.agents if j != noun for a in cast.actors(j) if not same_as_any(a, tuple(others))]
        how = SUBJECT_OF_CLAUSE
    elif not doers and cand.rule.type in FORCEFUL:
        # "imposed sanctions on Chad over the killing": Chad killed
        links = [pair for p in args.patients if p != noun for pair in nominal_links(tree, p)] + list(args.obliques)
        blamed = [j for case, j in links if case in words.AGAINST and noun not in subtree(tree, j)]
        doers = all_of(blamed, cast)
        doers, how = [a for a in doers if not same_as_any(a, tuple(others))], "whoever it is answered to"
    if not others and noun in args.agents:
        others = [a for j in args.patients for a in cast.actors(j)]
    return doers, others or _hosts(cand, tree, cast, args, doers), how


def _imposers(cand: Candidate, tree: Tree, cast: Cast) -> list[Actor]:
    """ "EU sanctions" are the EU's, "Chad sanctions" are those on Chad."""
    if cand.rule.kind != "sanctions":
        return []
    return [a for a in modifier_actors(cand.token, tree, cast, ("compound",)) if a.country in words.IMPOSING]


def _hosts(cand: Candidate, tree: Tree, cast: Cast, args: Frame, doers: list[Actor]) -> list[Actor]:
    """ "Postponed a visit by Togo's king": who does so was to be the host."""
    awaited = cand.rule.kind == "visit" and cand.token in args.patients and tree.keys[cand.verb] in words.AWAITING
    return [a for j in args.agents for a in cast.actors(j) if awaited and not same_as_any(a, tuple(doers))]


def _parties(cand: Candidate, tree: Tree, cast: Cast, args: Frame, doers: list[Actor]) -> list[Actor]:
    """Who else takes part in what a noun names, of those that take part alike: "talks with Togo"."""
    noun = cand.token
    others = [a for case, j in nominal_links(tree, noun) if case in cand.rule.receiver for a in cast.actors(j)]
    if len(countries([*doers, *others])) >= cand.rule.least or tree.keys[cand.verb] == tree.keys[noun]:
        return others
    carrier, named = whole(tree, noun), bool(others)
    if carrier in args.agents or carrier in args.patients or carrier in {j for _, j in args.obliques}:
        others += [a for j in args.agents if j != carrier for a in cast.actors(j)]
        key, inside = tree.keys[cand.verb], ("in", "during", "at")
        about = key in words.ABOUT and (named or key == "discuss")
        hosted = key in words.HOSTING and any(j == carrier and case == "for" for case, j in args.obliques)
        if hosted or (not about and any(j == carrier and case in inside for case, j in args.obliques)):
            # "thanked him in a call", "told the minister at a meeting"
            others += [a for j in args.patients if j in cast.at or hosted for a in cast.actors(j)]
        others += [a for case, j in args.obliques if case in ("with", "between", "among") for a in cast.actors(j)]
    short = len(countries([*doers, *others])) < cand.rule.least
    if cand.rule.kind == "meeting" and tree.deps[cand.verb] == "advcl" and short:
        # "asked for a ruling after talks with Tokyo broke down": who asked had been talking
        others += all_of(frame(tree, tree.heads[cand.verb]).agents, cast)
    return others


def _towards(cand: Candidate, tree: Tree, cast: Cast, doers: list[Actor], used: set[int]) -> list[Actor]:
    """The other side of what a noun names, but for `used` tokens: the first of its sources that names someone."""
    noun, args, own = cand.token, frame(tree, cand.verb), tuple(doers)
    links = nominal_links(tree, noun)
    for source in cand.rule.receiver:
        if source == "compound":
            named = modifier_actors(noun, tree, cast, ("compound",))
        else:
            named = [a for case, j in links if case == source and j not in used for a in cast.actors(j)]
        others = [a for a in named if not same_as_any(a, own)]
        if not others and source not in ("compound", "of", "from", "for"):
            beside = (j for case, j in args.obliques if case == source and j not in used)
            named = [a for j in beside if noun not in subtree(tree, j) for a in cast.actors(j)]
            others = [a for a in named if not same_as_any(a, own)]
        if others:
            return others
    return []


def _receivers(
    cand: Candidate, tree: Tree, cast: Cast, args: Frame, noun: int | None, doers: list[Actor]
) -> list[Actor]:
    """The other side of a verb: the first of the rule's sources that names someone."""
    skip = set(args.agents) if not args.passive else set()
    patients = [j for j in args.patients if j != noun and j not in skip]
    if tree.keys[cand.verb] == "tell":
        # "must leave, he told reporters": nothing is asked of those who only hear it
        patients = [j for j in patients if not any(actor.sector == "JRN" for actor in cast.actors(j))]
    own = distinct(doers)
    deplored = cand.rule.type is EventType.ACCUSE and tree.keys[cand.verb] != "blame"  # "blamed the raid on Chad"
    if deplored and patients and all(hurts_somebody(tree, j) for j in patients):
        return [a for a in _blamed(tree, cast, args, patients) if not same_as_any(a, own)]
    named = {norm(word) for word in cand.form.split()}
    told = (j for case, j in args.obliques if case in cand.prepositions or tree.keys[j] in named)
    about = [*args.patients, *told]
    links = [link for p in (about if noun is None else _carriers(tree, noun)) for link in nominal_links(tree, p)]
    complement = complement_subjects(tree, cand.verb)
    fallback: list[Actor] = []
    thrown = tree.keys[cand.verb] in words.THROWING
    for source in cand.rule.receiver:
        tokens: list[int] = []
        if thrown and source == "from":
            continue  # "rockets fired from Togo"
        if source == "self":
            out = cast.actors(cand.token)
        elif source == "object":
            dealt = cand.rule.type is EventType.ACCUSE and [a for j in patients for a in dealt_by(tree, cast, j)]
            out = dealt or all_of(patients, cast)
            if not out and complement:
                out = all_of(complement, cast)
        elif source == "poss":
            out = [a for j in patients for a in owner_actors(j, tree, cast)]
        elif source == "compound":
            out = [a for j in ([noun] if noun is not None else patients) for a in modifier_actors(j, tree, cast)]
        else:
            tokens = [*_beside(cand, tree, args, source, skip), *(j for case, j in links if case == source)]
            out = all_of(tokens, cast)
        if source == "to":
            out = [a for a in out if a.sector != "JRN" or a.person]  # "according to CNN"
        other = [a for a in out if not same_as_any(a, own)]
        if fallback and source in WHERE and (cand.rule.place_is_receiver or countries(other) <= countries(own)):
            continue  # "arrested a journalist in Ankara": the place is no side of what is done to somebody there
        if out and not other and source not in ("object", "poss", "compound"):
            # "its border with Ukraine"
            other = [a for j in tokens for a in cast.others_inside(j, {o.country for o in own})]
        ours = source in words.OVER and countries(other) <= countries(own)
        if any(a.country for a in other) and not ours:
            return other  # but "complained to Chad over the death of its own citizens"
        fallback = fallback or other
    return fallback or [a for a in all_of(_aimed_at(cand, tree, args), cast) if not same_as_any(a, own)]


def _blamed(tree: Tree, cast: Cast, args: Frame, patients: list[int]) -> list[Actor]:
    """Whoever made the attacks that are deplored, though "by Chad" may hang on the verb."""
    named = [a for j in patients for a in blamed_for(tree, cast, j)]
    return named or all_of((j for case, j in args.obliques if case == "by" and not args.passive), cast)


def _carriers(tree: Tree, noun: int) -> list[int]:
    """The noun of a light verb and, where that is only its first part ("sanction package"), the whole one."""
    return [noun, tree.heads[noun]] if tree.deps[noun] == "compound" else [noun]


def _aimed_at(cand: Candidate, tree: Tree, args: Frame) -> list[int]:
    """Whom a verb aims at through another word: "called for sanctions on Chad", "stopped importing Russian gas"."""
    if cand.rule.type in COOPERATIVE:
        return []
    aimed = [k for case, j in args.obliques if case == "for" for c, k in nominal_links(tree, j) if c in words.AGAINST]
    if aimed or cand.rule.type is not EventType.SANCTION:
        return aimed
    return [j for c in tree.children[cand.verb] if tree.deps[c] == "xcomp" for j in frame(tree, c).patients]


def _beside(cand: Candidate, tree: Tree, args: Frame, source: str, skip: set[int]) -> list[int]:
    """What stands behind the preposition `source` beside a verb and may be a side of it."""
    if args.passive and source == "by":
        return []
    told = [j for case, j in args.obliques if case == source and j not in skip]
    if source == "in" and not cand.rule.place_is_receiver:
        told = [j for j in told if j > cand.verb]  # "In Lome the ministry condemned": where it speaks
    if source in words.TOPICAL or source in cand.prepositions:
        return told
    return [j for j in told if tree.keys[j] not in words.SETTINGS]


def _noun_receivers(cand: Candidate, tree: Tree, cast: Cast, args: Frame) -> list[Actor]:
    wanted = set(cand.rule.receiver)
    pairs = list(nominal_links(tree, cand.token)) + [
        (c, j) for c, j in args.obliques if c in ("with", "between", "among", "alongside", "by")
    ]
    return [
        a
        for case, j in pairs
        if case in wanted and case not in ("in", "on", "for", "from", "at")
        for a in cast.actors(j)
    ]
