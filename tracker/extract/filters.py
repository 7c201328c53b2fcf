"""What is no news event however worded: opinion, sport, company news, quizzes, history, crime without authority."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from tracker.extract.drafts import Draft
from tracker.extract.sides import countries
from tracker.extract.syntax import Tree
from tracker.model import Actor, EventType, Status

_OPINION = re.compile(
    r"^\W*(opinion|op-?ed|editorial|commentary|column|letters?( to the editor)?|viewpoint|comment|review|quiz"
    r"|podcast|horoscope|crossword|obituary|explainer|book review|film review|recipe|on this day|this day in history"
    r"|today in history)\b\s*[:|–—-]",
    re.I,
)
_QUIZ = re.compile(r"\b(quiz|crossword|horoscope|trivia|on this day in|this day in history|today in history)\b", re.I)
_SPORT = frozenset(
    "match goal league tournament championship medal olympic striker midfielder defender goalkeeper coach"
    " innings wicket batsman bowler quarterback playoff semifinal semi-final quarterfinal quarter-final"
    " football soccer cricket tennis rugby basketball baseball hockey golf marathon grand-slam world-cup"
    " teammate fixture club penalty referee stadium fifa uefa nba nfl formula-one medalist qualifier scored"
    " scoreline touchdown podium athlete athletics swimmer boxer heavyweight champion derby squad lap runner sprinter"
    " semi semifinalist rower cyclist racer".split()
)
_GUNMEN = frozenset("gunman bomber bombing bomb militant terrorist explosion hostage jihadist".split())
# what sides also do to each other in a game
_PLAYED = frozenset("beat strike crush attack meet defeat face hammer thrash hit pound shoot".split())
_SCORE = re.compile(r"\b\d{1,3}\s?[-–]\s?\d{1,3}\b")
_PRESS = frozenset("media journalist journalists reporter reporters newspaper newspapers".split())
_BUSINESS = frozenset(("BUS", "MNC"))
_COMPANY = frozenset(
    "shareholder dividend revenue earnings quarterly stock share nasdaq profit ceo startup ipo investor"
    " analyst smartphone app retailer sales merger acquisition valuation".split()
)
_CRIME = frozenset(
    "robbery burglary murder shoplifting homicide stabbing fraud theft carjacking burglar thief robber drunk"
    " manslaughter girlfriend wife husband boyfriend teenager schoolgirl landlord domestic"
    " inheritance".split()
)
_ACCIDENT = frozenset(
    "pedestrian motorist collision crash derail derailment capsize accident avalanche landslide earthquake quake flood"
    " storm tornado drown collide cyclist overdose cancer".split()
)
_VENTURE = frozenset(
    "company billionaire entrepreneur commercial customer founder ceo startup booster reusable payload".split()
)
_VENTURES = 4
"""Words of business and boosters from which on a launch is a firm's."""
_MISSILES = frozenset("missile ballistic warhead intercontinental".split())
_ALSO_DONE = frozenset(("storm", "flood"))
_ARMED = frozenset(
    "bomb gunman militant missile rocket airstrike soldier rebel attacker bomber explosion attack".split()
)
_PUBLIC = frozenset(
    "government minister president army military soldier troop militant rebel terrorist opposition"
    " protester protest politician mayor senator lawmaker parliament embassy diplomat activist"
    " journalist gunman militia insurgent separatist security cartel separatists hostage border ministry"
    " authority official party election ceasefire un gang".split()
)
_OFTEN_CRIME = frozenset((EventType.COERCE, EventType.ASSAULT, EventType.ACCUSE))
_RULES_OLD_YEARS = 25


def is_closed(title: str | None, lead: str) -> str | None:
    """Why an article as a whole is no report (opinion, quiz …); None when it may be one."""
    for text in (title or "", lead[:120]):
        match = _OPINION.search(text)
        if match:
            return f"headed “{match.group(0).strip()}”"
    match = _QUIZ.search(title or "")
    return f"headed “{match.group(0)}”" if match else None


def is_sport(keys: Iterable[str]) -> bool:
    """Whether a text is a sports report, by its share of sports words; an attack on a match is none."""
    total = hits = armed = 0
    kinds: set[str] = set()
    for key in keys:
        total += 1
        armed += key in _GUNMEN
        if key in _SPORT:
            hits += 1
            kinds.add(key)
    if armed * 3 >= hits:
        return False
    return (len(kinds) >= 3 and hits / max(1, total) > 0.02) or (total < 60 and len(kinds) >= 2)


def is_private_flight(keys: Iterable[str]) -> bool:
    """Whether an article is about a firm's rocket: it speaks of business and boosters, and of no missile."""
    found = [key for key in keys if key in _VENTURE or key in _MISSILES]
    return len(found) >= _VENTURES and not _MISSILES & set(found)


def why_not(draft: Draft, tree: Tree, keys: set[str], published: date | None) -> str | None:
    """Why a draft is no event to tell; None when it is one."""
    interval = draft.choice.date.interval
    if interval is not None and published is not None:
        if (published - interval.last).days > 365 * _RULES_OLD_YEARS:
            return "history"
        if draft.status is Status.HAPPENED and interval.start > published and not draft.reading.past:
            return None
    if draft.kind == "condemnation" and draft.cand.form.startswith("say ") and not countries(draft.sides.recipients):
        return "a judgement on nobody"  # "said that the roads were dangerous"
    at_home = len(draft.sides.countries()) < 2
    armed = any(a.sector == "REB" for a in (*draft.sides.actors, *draft.sides.recipients))
    public = armed or (draft.kind == "condemnation" and any(a.sector == "GOV" for a in draft.sides.actors))
    if not draft.sure and draft.type in _OFTEN_CRIME and at_home and keys & _CRIME and not (public or keys & _PUBLIC):
        return "crime without authority, armed group or politician"
    if draft.type is EventType.ASSAULT and (keys - _done(draft, tree)) & _ACCIDENT and not keys & _ARMED:
        return "an accident"
    if not draft.cand.nominal and tree.keys[draft.token] in _PLAYED and _is_played(draft, tree, keys):
        return "sport"
    if draft.sides.actors and all(a.sector in _BUSINESS for a in (*draft.sides.actors, *draft.sides.recipients)):
        return "company news"
    if draft.kind == "investigation" and draft.sides.actors and all(map(_is_press, draft.sides.actors)):
        return "the work of the press"
    if draft.cand.form.startswith("fine") and keys & {"company", "firm"} and at_home:
        return "company news"
    if len(keys & _SPORT) >= 2 and draft.type not in (EventType.ASSAULT,):
        return "sport"
    if len(keys & _COMPANY) >= 2 and at_home:
        return "company news"
    return None


def _is_press(actor: Actor) -> bool:
    """ "Investigative journalists", "a group of newspapers"."""
    return actor.sector == "JRN" or not _PRESS.isdisjoint(actor.name.lower().split())


def _done(draft: Draft, tree: Tree) -> set[str]:
    """What people do in a draft's sentence: to storm an embassy is no storm."""
    return {tree.keys[i] for i in range(*tree.sentences[draft.sentence]) if tree.pos[i] == "VERB"} & _ALSO_DONE


def _is_played(draft: Draft, tree: Tree, keys: set[str]) -> bool:
    """Whether a blow is one of a game: a word of sport, or a score, stands beside it."""
    start, end = tree.sentences[draft.sentence]
    words = tree.text[tree.starts[start] : tree.ends[end - 1]]
    return bool(keys & _SPORT and not keys & _ARMED) or (bool(_SCORE.search(words)) and not keys & _ARMED)
