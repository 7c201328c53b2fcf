"""Accusations that no verb of accusing tells: "Kenya said that Ugandan soldiers had looted the village"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from tracker.extract.outcome import HOSTILE
from tracker.extract.status_mood import is_negated, mood
from tracker.extract.syntax import Tree, frame
from tracker.extract.triggers import Candidate, Lexicon
from tracker.model import Actor

IMPUTED = "impute"
"""The lexicon's form that stands for whatever is said against others."""
_SAYING = frozenset(
    "say tell claim maintain insist report write state declare complain argue charge repeat assert believe add note"
    " conclude reckon contend find".split()
)
# what nobody says of another without holding it against him
_WRONGS = frozenset(
    "loot plunder pillage ransack violate breach break flout meddle interfere plot conspire scheme undermine"
    " sabotage provoke jeopardise jeopardize destabilise destabilize disregard ignore exploit abuse mistreat torture"
    " beat harass intimidate massacre execute murder slaughter kill shell bomb shoot attack invade bombard kidnap"
    " abduct rape starve besiege persecute oppress silence smuggle traffic steal rob jam hack spy bribe rig falsify"
    " lie deceive mislead manipulate incite stir stoke fuel sponsor arm finance bankroll fund harbour harbor shelter"
    " orchestrate mastermind instigate engineer fabricate obstruct hamper hinder impede derail poison destroy burn"
    " raze displace blackmail coerce threaten bully encroach trespass infiltrate intrude overstep"
    " betray renege collude abet aid train hire recruit seize occupy annex block".split()
)
# what anybody does, unless to somebody bad or against others
_HELPING = frozenset("arm finance bankroll fund aid train hire recruit shelter harbour harbor back support".split())
_HELPED = frozenset(
    "rebel militant terrorist insurgent group militia gang separatist network fighter mercenary guerrilla"
    " extremist hacker jihadist".split()
)
_WRONGFUL = frozenset(
    "network ring coup piracy genocide crime massacre aggression terrorism violation breach propaganda campaign"
    " provocation plot abuse atrocity".split()
)
_COMMITTING = frozenset("run commit carry lead launch wage conduct perpetrate stage mount spread".split())
_ABOVE = frozenset(("UNO", "IGO", "NGO", "EUR"))
# what is held against whoever does not do it
_OWED = frozenset("stop respect honour honor comply cooperate observe abide implement fulfil fulfill keep".split())
_BLAMED = frozenset("blame guilty complicit culpable".split())
_SIDES = frozenset(("OPP", "REB", "UAF", "PRM", "CVL", "NGO", "PTY", "SOC", "UNK"))


def with_accusations(
    found: Sequence[Candidate], lexicon: Lexicon, tree: Tree, start: int, end: int, actors: Mapping[int, Actor]
) -> list[Candidate]:
    """The triggers `found` among tokens start…end, and the verbs by which somebody says that another did wrong: the
    lexicon's form `impute`, whatever the verb. `actors`: who is named at a token."""
    taken = {c.token for c in found}
    blows = {c.verb for c in found if c.rule.type in HOSTILE and c.rule.kind != "seizure" and not c.nominal}
    out = list(found)
    for i in range(start, end):
        if i in taken or tree.pos[i] != "VERB" or tree.keys[i] not in _SAYING or is_negated(tree, i):
            continue
        speakers = [actors[j] for j in frame(tree, i).agents if j in actors]
        wrongs = [c for c in _said(tree, i) if _blames(tree, c, speakers, actors)] if speakers else []
        if wrongs and (blows.isdisjoint(wrongs) or _judging(speakers)):
            out += [Candidate(i, i, form.rule, form.words, False) for form in lexicon.verbs.get(IMPUTED, ())[:1]]
    return out


def _judging(speakers: Collection[Actor]) -> bool:
    """Whether those who speak stand above both sides; whoever is a side only reports the blow."""
    return any(a.country in _ABOVE for a in speakers)


def _said(tree: Tree, verb: int) -> Iterator[int]:
    """The clauses that somebody says, with those beside them."""
    for c in tree.children[verb]:
        if tree.deps[c] == "ccomp":
            yield c
            yield from (k for k in tree.children[c] if tree.deps[k] == "conj" and tree.pos[k] == "VERB")


def _blames(tree: Tree, clause: int, speakers: Collection[Actor], actors: Mapping[int, Actor]) -> bool:
    args = frame(tree, clause)
    blamed = [actors[j] for j in args.agents if j in actors]
    if not blamed or args.inherited or not _others(speakers, blamed):
        return False
    told = mood(tree, clause, title=False)
    if is_negated(tree, clause):
        return tree.keys[clause] in _OWED
    return (told.past or told.present) and told.status is not None and _is_wrong(tree, clause)


def _others(speakers: Collection[Actor], blamed: Collection[Actor]) -> bool:
    """Whether those blamed are others than those who speak: of another country, or on another side at home."""
    lands = {a.country for a in speakers}
    if None in lands or any(a.country is None for a in blamed):
        return False
    if lands.isdisjoint(a.country for a in blamed):
        return True
    return {a.sector for a in speakers} != {a.sector for a in blamed} and bool(
        {a.sector for a in (*speakers, *blamed)} & _SIDES
    )


def _is_wrong(tree: Tree, clause: int) -> bool:
    key = tree.keys[clause]
    below = {tree.keys[j] for j in frame(tree, clause).patients}
    if key in _HELPING:
        return bool(below & _HELPED)
    if key in _COMMITTING:
        return bool(below & _WRONGFUL)
    if key in _BLAMED or (key == "behind" and any(tree.deps[c] == "cop" for c in tree.children[clause])):
        return True
    return key in _WRONGS and tree.pos[clause] == "VERB"
