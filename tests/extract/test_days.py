"""When an event is that tells no day of its own: counted from another, told by a clause or by what it is called.

The sentences are made up, and published on 11 March 2026, a Wednesday; each asks for the days of the event of its kind.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.extract.sides import days
from tracker.model import Mention

Coded = Callable[..., tuple[Mention, ...]]

_COUNTED = [
    # from the day of the clause above
    ("Kenyan troops shelled a camp on Monday, three days after rebels seized a barracks.", "seizure", "2026-03-06"),
    # from the day of the report, where the clause above has none
    ("Chad expelled Libya's envoy two days after Libyan police raided its embassy.", "strike", "2026-03-09"),
    ("The ruling comes two days after Peruvian police detained a Chilean reporter.", "arrest", "2026-03-09"),
    ("The vote came a week after Turkey's foreign minister visited Baghdad.", "visit", "2026-03-04"),
    ("The vote comes a day after Togo's president met the bishops to ask for their help.", "demand", "2026-03-10"),
    # by a noun
    ("Two days after a raid on its embassy in Libya, Chad expelled Libya's envoy on Tuesday.", "strike", "2026-03-08"),
    ("Iran fired two missiles on Tuesday, two days before a summit of Egypt and Jordan.", "meeting", "2026-03-12"),
    ("Iran fired a missile on Tuesday, the eve of a visit to Iraq by Oman's sultan.", "visit", "2026-03-11"),
    # what comes later
    ("Niger signed a pact with Mali two days before Niger's president visits Paris.", "visit", "2026-03-13"),
    ("Japan protested to China on Friday, a day before the two countries' ministers are to meet.", "meeting",
     "2026-03-07"),
    # the clause above, from the day of the clause
    ("Three days after Somali rebels seized a post on 2 March, Kenya bombed their camp.", "strike", "2026-03-05"),
    ("Kenya bombed the camp three days after a summit with Uganda on 2 March.", "strike", "2026-03-05"),
    # its own day says more
    ("Chad expelled an envoy two days after a raid on 4 March on its embassy in Libya.", "strike", "2026-03-04"),
    # how far is not said
    ("Several days after Libya arrested three Chadian envoys, Chad closed its border.", "arrest", ""),
    ("Chad closed its border two months after Libya arrested three Chadian envoys.", "arrest", ""),
]  # fmt: skip
_BY_A_CLAUSE = [
    ("Kenya closed the crossing when Somali militants attacked a post last Thursday.", "restriction", "2026-03-05"),
    ("Niger's troops killed nine rebels as they tried to cross the river on Sunday.", "strike", "2026-03-08"),
    ("Peru's president vowed to expel Chilean envoys when he took office in 2024.", "threat", "2024-01-01..2024-12-31"),
    ("Turkey will sign the pact with Iraq when its president visits Baghdad on Friday.", "agreement", "2026-03-13"),
    ("Chad arrested two Libyan officers while they were visiting Faya in January.", "arrest", "2026-01-01..2026-01-31"),
    # of another time
    ("Brazil rejected the offer, while Peru had accepted it on Monday.", "rejection", "2026-03-11"),
    ("Mali expelled the French envoy, as it had threatened to do in January.", "expulsion", "2026-03-11"),
    ("Chad condemned Libya as its forces prepare for drills next week.", "condemnation", "2026-03-11"),
    # of this time, though "had" sounds like another
    ("It was the first time that Kenya had bombed Somali towns since 2019.", "strike", "2026-03-11"),
    ("It was the first time in a decade that Peru had recalled its ambassador to Chile.", "recall", "2026-03-11"),
    ("The plan was put off and was the first time that Chad has expelled Libyan envoys since 2018.", "expulsion", ""),
    ("The last time that Chad had expelled Libyan envoys was in 2011.", "expulsion", ""),
    ("Chad had expelled Libyan envoys before.", "expulsion", ""),
    # begun, and to go on
    ("Kenya's drills with Uganda, which began on Monday, will end on Friday.", "joint_exercise",
     "2026-03-09..2026-03-13"),
    ("The Geneva talks of Chad and Libya, which opened on Sunday, are to last until Monday.", "meeting",
     "2026-03-08..2026-03-16"),
    ("The visit by Peru's president to Cuba, which begins on Thursday, will last until Friday.", "visit",
     "2026-03-11..2026-03-13"),
    # a word that tells of what kind
    ("Chad and Libya held weekend talks in Cairo.", "meeting", "2026-03-07..2026-03-08"),
    ("A weekend raid by Kenyan troops killed nine rebels.", "strike", "2026-03-07..2026-03-08"),
    ("Russia's foreign minister has put off a weekend trip to Egypt.", "visit", "2026-03-14..2026-03-15"),
    ("Kenya held a weekend of talks with Uganda on Monday.", "meeting", "2026-03-09"),
    ("Kenya and Uganda held weekend talks that began on Friday.", "meeting", "2026-03-06"),
    # a week that says which talks, and bounds nothing
    ("Peru's premier voiced doubts before next week's talks with Chile in Lima.", "meeting", "2026-03-16..2026-03-22"),
    ("Peru's premier will hold talks with Chile before next week.", "meeting", "2026-03-11..2026-03-15"),
    # done on that day; what is to come is not of it
    ("Peru's president landed in Quito on Monday and is due to meet Ecuador's president.", "meeting", "2026-03-11"),
    ("Peru's president will land in Quito on Monday and meet Ecuador's president.", "meeting", "2026-03-16"),
    # forbidden when that was passed
    ("The decree, signed by Chad's president on 2 March, bars Libyan firms from selling oil to Chad.", "restriction",
     "2026-03-02"),
    ("Chad bans Libyan firms under a law that was passed in January.", "restriction", "2026-01-01..2026-01-31"),
    ("The law that protesters marched against in January bars Libyan firms from selling oil to Chad.", "restriction",
     "2026-03-11"),
    # begun, and as long as another sentence says
    ("Kenya and Uganda kicked off an exercise on Monday near Gulu. The 11-day exercise of Kenya and Uganda"
     " involves 3,000 troops.", "joint_exercise", "2026-03-09..2026-03-19"),
    ("Kenya and Uganda held an exercise on Monday near Gulu. Last year's 11-day exercise was larger.",
     "joint_exercise", "2026-03-09"),
    # met beside something that goes on
    ("Peru's foreign minister met his Chilean counterpart on Monday on the sidelines of the Lima Dialogue. The"
     " Dialogue, which began on Sunday, will continue until Friday.", "meeting", "2026-03-09"),
    # at the time of the one beside
    ("Kenyan marines boarded the ship and arrested two Somali smugglers when it docked on Monday.", "arrest",
     "2026-03-09"),
    # planned for a day, by a clause that hangs on a name
    ("On March 2nd the army left. The next day officials said that Egypt was postponing its minister’s visit to Libya,"
     " which had been due to start on March 15th.", "visit", "2026-03-15"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "told"), _COUNTED + _BY_A_CLAUSE, ids=lambda value: value[:60])
def test_days_that_a_sentence_tells_of_another_event(coded: Coded, text: str, kind: str, told: str) -> None:
    assert [days(m.date) for m in coded(text, "2026-03-11") if m.kind == kind] == [told]
