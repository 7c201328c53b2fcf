"""Nouns by which a later sentence takes up a deed ("the raid", "the decision"), and the kinds that they mean."""

from __future__ import annotations

DEEDS = frozenset(
    "move decision step action claim accusation criticism remark comment statement request proposal offer plan"
    " referendum map election allegation report raid attack strike bombing visit test launch exercise drill measure"
    " sanction arrest expulsion deal demand call threat announcement incursion account version charge denial"
    " offensive killing vote ruling ban closure seizure invasion idea notion suggestion initiative version bill"
    " operation violence assault campaign coup bloodshed aggression crackdown escalation intrusion provocation takeover"
    " motion ultimatum invitation appeal pact agreement accord deployment suspension withdrawal repression duty levy"
    " tariff comparison hijacking incident riot unrest looting rally execution detention imprisonment jailing verdict"
    " sentence shelling bombardment airstrike blast massacre shooting murder assassination poisoning abduction"
    " kidnapping blockade embargo boycott storming ramming boarding interception annexation deportation recall refusal"
    " behaviour behavior conduct affair episode gesture treaty truce ceasefire memorandum settlement armistice"
    " compromise alliance partnership pledge promise appointment nomination dismissal order meeting summit talk trip"
    " pullout pullback buildup release sale shipment delivery transfer protest demonstration march".split()
)
PACTS = frozenset(
    "pact deal agreement accord treaty truce ceasefire memorandum settlement armistice alliance partnership".split()
)
BLOWS = frozenset("strike bombing assassination abduction cyberattack".split())
_ATTACKS = "strike bombing clash assassination deployment cyberattack".split()
_HELD = "arrest seizure abduction".split()
# what sort of event a noun takes up
NAMED: dict[str, tuple[str, ...]] = {
    noun: tuple(kinds)
    for nouns, kinds in (
        ("threat ultimatum", ["threat"]),
        ("accusation allegation charge claim criticism denial", ["accusation", "condemnation", "rejection"]),
        ("request demand appeal call ultimatum", ["demand", "threat"]),
        (
            "sanction tariff duty levy ban measure suspension closure blockade embargo boycott",
            ["sanctions", "restriction"],
        ),
        (
            "attack strike raid bombing killing hijacking offensive invasion incursion operation assault shelling"
            " bombardment airstrike blast shooting murder assassination poisoning",
            _ATTACKS,
        ),
        (
            "violence crackdown repression bloodshed massacre",
            ["strike", "bombing", "clash", "assassination", "arrest", "seizure"],
        ),
        ("arrest seizure detention abduction kidnapping interception boarding", _HELD),
        ("execution imprisonment jailing verdict sentence", ["arrest", "assassination", "strike"]),
        ("storming", ["protest", "seizure", "strike"]),
        ("coup takeover annexation", ["seizure", "arrest"]),
        ("expulsion deportation", ["expulsion"]),
        ("recall", ["recall"]),
        (
            "deal pact agreement accord treaty truce ceasefire memorandum settlement armistice compromise",
            ["agreement", "ceasefire", "cooperation"],
        ),
        ("test launch", ["missile_launch", "nuclear_test"]),
        ("exercise drill", ["exercise", "joint_exercise"]),
        ("visit trip", ["visit"]),
        ("meeting summit talk", ["meeting"]),
        ("deployment buildup", ["deployment"]),
        ("withdrawal pullout pullback", ["withdrawal"]),
        ("release", ["release"]),
        ("sale shipment delivery transfer", ["arms_transfer", "aid"]),
        ("pledge promise", ["agreement", "concession", "aid", "rejection"]),
        ("riot unrest looting rally protest demonstration march", ["protest"]),
    )
    for noun in nouns.split()
}
IT = frozenset(("it", "them", "this", "that"))
BARE = frozenset("it this that incident affair episode".split())
"""What says nothing of the deed that it takes up."""
UTTERED = frozenset("this that remark comment statement version account comparison".split())
STEPS = frozenset("move decision step action measure announcement".split())
SUFFERED = frozenset(
    "arrest detention imprisonment jailing execution expulsion killing murder assassination abduction kidnapping"
    " deportation".split()
)
"""Nouns whose owner suffers the deed: "their arrest"."""
