"""Words that say who stands behind a noun phrase: papers, organs of a state, blows, gatherings."""

from __future__ import annotations

PAPERS = frozenset(
    "resolution statement law decree letter motion declaration communique note report order petition bill message"
    " editorial tweet post speech".split()
)
MEDIATE = frozenset(("mediate", "broker", "facilitate", "host", "arbitrate", "sponsor", "convene"))
# unnamed, these are the state spoken of last
STATE_WORDS = frozenset(
    "media government army military police ministry authorities parliament troops forces president minister"
    " premier chancellor emir sultan monarch prince navy cabinet administration leadership regime junta prosecutors"
    " generals rulers court judges".split()
)
ORGANS = frozenset("army military government ministry regime".split())
FORCES = frozenset("troops forces soldiers".split())
PARLIAMENTS = frozenset("congress parliament senate lawmakers mps legislators legislature senators".split())
LAW = frozenset("police prosecutors prosecutor court judges judge".split())
UNIFORMED = FORCES | {"police"}
JUNTA_WORDS = frozenset("junta generals rulers regime putschists coup".split())
MODIFIERS = frozenset(("compound", "amod", "nmod:poss", "flat", "nmod:desc", "appos", "dep", "nmod:unmarked"))
TELLING = MODIFIERS | {"nmod", "obl", "acl", "acl:relcl"}
"""How words hang on a noun that may tell whose it is."""
NEXT_TO = frozenset(("neighbour", "neighbor"))
# "his Chadian colleague" is of Chad, not of his own land
EQUALS = frozenset("colleague counterpart guest host rival ally opponent captor".split())
# what a land is to others; which one it is stands behind
KIN = frozenset(
    "neighbour neighbor ally partner rival foe enemy adversary friend member state nation country republic kingdom"
    " colony province territory power giant protector patron protege satellite".split()
)
PARTS = frozenset(("state", "province", "territory"))
INSTITUTIONS = frozenset("department ministry court senate parliament cabinet undersecretary speaker".split())
OFFICES = frozenset("department ministry undersecretary".split())
NAMES = frozenset(("NOUN", "PROPN", "ADJ"))
# "gunmen near the border with Chad" may be on either side of it
FRONTIERS = frozenset(("border", "frontier", "boundary"))
BESIDE = ("near", "on", "at", "along")
BORDERS = FRONTIERS | {"tie", "relation"}
INSIDE = 24
# what is done to somebody: "the war on Chad", "sanctions against Chad" stand for whoever does it, never for Chad
HARM = frozenset(
    "war offensive invasion aggression assault attack strike raid campaign operation bombardment sanction package"
    " measure tariff embargo threat crackdown blockade restriction".split()
)
HARMED = ("on", "against")
# who comes together in a city or country is not therefore of it: "all sides hailed the deal in Geneva"
DELEGATES = frozenset("side power negotiator delegate mediator participant nation country".split())
GATHERED = DELEGATES | {"party", "leader"}
# nobody acts in "actions that threaten Chad" as long as they are nobody's
ACTS = frozenset("action measure step activity policy act move factor event development".split())
# "people suspected of spying for Chad", "crowds waving Chadian flags" are not Chad's
SUSPECTING = frozenset(
    "suspect accuse charge convict wave burn carry shout chant brandish oppose condemn criticise criticize denounce"
    " blame protest reject target threaten picket besiege storm attack defy".split()
)
HELD = frozenset("hold control occupy administer run".split())
# in a land that another's army holds these are the holder's
SETTLED = frozenset("settlement settler outpost".split())
# "unity over Chad" is not Chad's
UNITY = frozenset("unity resolve determination coordination cooperation solidarity".split())
# "refugees, despite Chad", "all members except Chad"
APART = ("against", "despite", "except", "excluding", "minus", "without")
WITHIN = ("in", "at", "near", "inside", "outside", "around", "into", "across")
SPOTS = frozenset(
    "city town capital port village resort island province region district coast border airport base".split()
)
OF = frozenset(("of", "between", "in", "from", "by", "for", "", "against", "on", "at"))
SECTOR_OF_HEAD = {
    "minister": "GOV", "president": "GOV", "government": "GOV", "official": "GOV", "diplomat": "GOV", "leader": "GOV",
    "army": "MIL", "troop": "MIL", "soldier": "MIL", "police": "COP", "force": "MIL", "parliament": "LEG",
    "lawmaker": "LEG", "court": "JUD", "journalist": "JRN", "student": "EDU", "protester": "OPP", "rebel": "REB",
    "civilian": "CVL",
}  # fmt: skip
