"""Whose an unsaid subject is: verbs that hand their object on to the clause below them. Pure."""

from __future__ import annotations

_HANDING_ON = frozenset(
    "ask urge order force allow tell persuade invite help enable permit instruct encourage compel require request"
    " direct authorize beg press want expect advise warn convince command push let make see accuse prevent stop ban bar"
    " prohibit suspect block appoint dispatch send task call forbid pressure deploy assign".split()
)
_JUDGING = frozenset(
    "criticise criticize condemn denounce blame fault assail attack slam blast rebuke chide scold censure berate"
    " upbraid reprimand reproach admonish castigate lambast lambaste decry mock rap punish penalise penalize sanction"
    " fine jail imprison sentence convict charge indict prosecute sue arrest detain hold try execute expel fire"
    " dismiss sack thank praise commend laud applaud hail congratulate reward honour forgive pardon pay".split()
)
"""What is done to somebody "for doing" something."""
_CATCHING = frozenset("film photograph spot picture catch show depict observe record detect notice watch track".split())
"""By whom somebody is seen "doing" something."""


def hands_on(key: str) -> bool:
    """Whether a verb's object, not its subject, is the understood subject of the infinitive below it."""
    return key in _HANDING_ON


def is_of_object(key: str, dep: str, tag: str, marker: str, *, apart: bool) -> bool:
    """Whether the object of a verb that is done by somebody does what the clause below it tells, which a `marker`
    introduces ("" for none) and a comma sets `apart` or not."""
    if tag == "VBG" and not marker and key in _CATCHING and dep in ("xcomp", "ccomp", "advcl"):
        return not apart  # "filmed Chadian boats crossing the lake"
    if tag == "VBG" and dep == "advcl":
        if not marker:
            return False
        if marker == "for" and key in _JUDGING:
            return True  # "criticised Chad for holding talks with Niger"
    if key == "call" and dep == "advcl":
        return False  # "called him to reaffirm support"
    return dep in ("xcomp", "ccomp", "advcl") and hands_on(key)
