"""From kind and status to PLOVER type, mode, contexts and CAMEO root: "time changes the type" and what words add."""

from __future__ import annotations

from tracker.extract.rules import Rule
from tracker.model import EventType, Status

T = EventType

_CAMEO = {
    T.STATEMENT: "01", T.REQUEST: "02", T.AGREE: "03", T.CONSULT: "04", T.SUPPORT: "05", T.COOPERATE: "06", T.AID: "07",
    T.CONCEDE: "08", T.RETREAT: "08", T.ACCUSE: "11", T.REJECT: "12", T.THREATEN: "13", T.PROTEST: "14",
    T.MOBILIZE: "15", T.SANCTION: "16", T.COERCE: "17", T.ASSAULT: "18",
}  # fmt: skip
_PROMISED = {
    T.CONSULT: T.AGREE,
    T.SUPPORT: T.AGREE,
    T.COOPERATE: T.AGREE,
    T.AID: T.AGREE,
    T.RETREAT: T.CONCEDE,
    T.ASSAULT: T.THREATEN,
}
_CALLED_OFF = {
    T.CONSULT: T.REJECT,
    T.AGREE: T.REJECT,
    T.SUPPORT: T.REJECT,
    T.COOPERATE: T.SANCTION,
    T.AID: T.SANCTION,
    T.RETREAT: T.REJECT,
    T.CONCEDE: T.REJECT,
}
COOPERATIVE = frozenset((T.CONSULT, T.SUPPORT, T.COOPERATE, T.AID, T.AGREE))
HOSTILE = frozenset((T.ASSAULT, T.COERCE, T.MOBILIZE, T.SANCTION, T.THREATEN))
# an attempt at these is a deed itself
FORCEFUL = frozenset((T.ASSAULT, T.PROTEST, T.COERCE))
_MILITARY_ASSAULT = frozenset(("aerial", "drone", "heavy-weapons", "firearms"))

# the first entry whose word stands in the clause says how
_ASSAULT_MODES: tuple[tuple[str, frozenset[str]], ...] = (
    ("suicide-attack", frozenset(("suicide",))),
    ("abduct", frozenset(("kidnap", "abduct", "hostage"))),
    ("sexual", frozenset(("rape", "sexually"))),
    ("torture", frozenset(("torture",))),
    ("crowd-control", frozenset(("teargas", "tear", "rubber", "cannon"))),
    ("unconventional", frozenset(("chemical", "poison", "sarin", "novichok"))),
    ("targeted", frozenset(("assassinate", "assassination"))),
    ("drone", frozenset(("drone", "uav"))),
    ("aerial", frozenset("airstrike air warplane jet aerial bomber aircraft helicopter plane".split())),
    (
        "heavy-weapons",
        frozenset("shell shelling artillery rocket missile mortar tank howitzer bombard bombardment".split()),
    ),
    ("explosives", frozenset("bomb bombing explosive grenade mine explode blast detonate ied".split())),
    ("firearms", frozenset("shoot shot gunman gunmen gun gunfire fire rifle bullet sniper shooting".split())),
    ("primitive", frozenset("knife stab machete stone axe sword".split())),
    ("beat", frozenset("beat beating assault punch".split())),
    ("destroy", frozenset("destroy burn demolish torch raze".split())),
)
_WEAPON_WORDS = frozenset(
    "submarine bomber jet aircraft warplane missile drone warship ship destroyer carrier frigate fleet tank"
    " artillery launcher system battery vessel fighter b-52 b-1b radar nuclear".split()
)


def settled(rule: Rule, status: Status, agreed: bool) -> EventType:
    """PLOVER type of a rule's event with this status. A denied or alleged event keeps the type of what is denied."""
    if agreed:
        return T.AGREE if rule.type not in HOSTILE else rule.type
    if status is Status.PLANNED:
        return _PROMISED.get(rule.type, rule.type)
    if status is Status.CANCELLED:
        return _CALLED_OFF.get(rule.type, rule.type)
    return rule.type


def mode_of(
    rule: Rule, kind: str, type_: EventType, status: Status, keys: set[str], inner: EventType | None
) -> str | None:
    """How: from the rule, or from the words of the clause where the rule leaves it open."""
    if type_ is T.REJECT:
        if rule.type is T.CONSULT or inner is T.CONSULT:
            return "meet"
        if inner in (T.AID, T.COOPERATE):
            return "assist"
        return "yield" if inner in (T.RETREAT, T.CONCEDE) or rule.mode == "yield" else "change"
    if type_ is T.REQUEST:
        if inner is T.CONSULT:
            return "meet"
        if inner in (T.AID, T.COOPERATE, T.SUPPORT):
            return "assist"
        return "yield" if inner in (T.RETREAT, T.CONCEDE) else "change"
    if type_ is T.THREATEN:
        if rule.type is T.ASSAULT:
            return "violence"
        return {
            T.SANCTION: "restrict",
            T.COERCE: "arrest",
            T.ASSAULT: "violence",
            T.MOBILIZE: "violence",
            T.REJECT: "relations",
        }.get(inner or T.ASSAULT, "violence")
    if type_ is T.ASSAULT:
        if kind in ("strike", "clash"):
            return next((mode for mode, words in _ASSAULT_MODES if words & keys), rule.mode)
        return rule.mode
    if type_ is T.MOBILIZE and kind in ("deployment", "exercise"):
        return (
            "weapons"
            if _WEAPON_WORDS & keys and not keys & {"troop", "soldier", "reservist", "police"}
            else rule.mode or "troops"
        )
    if type_ in (T.AGREE, T.CONCEDE):
        return None
    if type_ is T.SANCTION and rule.type is not T.SANCTION:
        return "discontinue"
    if type_ is T.CONSULT and kind == "meeting":
        if keys & {"mediate", "mediation", "mediator", "broker"}:
            return "third-party"
        if keys & {"multilateral", "g7", "g20", "assembly", "conference"}:
            return "multilateral"
    return rule.mode


def cameo_of(type_: EventType, mode: str | None, demand: bool) -> str:
    """CAMEO root code, two digits."""
    if type_ is T.REQUEST and demand:
        return "10"
    if type_ is T.ACCUSE and mode == "investigate":
        return "09"
    if type_ is T.ASSAULT:
        return "20" if mode == "unconventional" else "19" if mode in _MILITARY_ASSAULT else "18"
    return _CAMEO[type_]
