"""Whether it happened: one sentence for each way of saying that it did, will, did not, or might."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tracker.extract.detected import candidate
from tracker.extract.parsed import make_tree
from tracker.extract.reading import Knowledge
from tracker.extract.status import read_status
from tracker.model import EventType, Mention, Status

Coded = Callable[..., tuple[Mention, ...]]

READINGS = [
    ("Chile's president visited Peru.", "visit", "happened"),
    ("Chile's president has visited Peru.", "visit", "happened"),
    ("Chile's president will visit Peru.", "visit", "planned"),
    ("Chile's president is to visit Peru.", "visit", "planned"),
    ("Chile's president is set to visit Peru.", "visit", "planned"),
    ("Chile's president is due to visit Peru.", "visit", "planned"),
    ("Chile's president is expected to visit Peru.", "visit", "planned"),
    ("Chile's president is scheduled to visit Peru.", "visit", "planned"),
    ("Chile's president plans to visit Peru.", "visit", "planned"),
    ("Chile's president intends to visit Peru.", "visit", "planned"),
    ("Chile's president said that he would visit Peru.", "visit", "planned"),
    ("Chile's president is about to visit Peru.", "visit", "planned"),
    ("Chile's president will visit Peru only if he is invited.", "visit", "hypothetical"),
    ("Chile has repeatedly urged Peru to free the fishermen.", "demand", "happened"),
    ("Chile has regularly sent weapons to Peru.", "arms_transfer", "ongoing"),
    ("Chile regularly sent weapons to Peru.", "arms_transfer", "happened"),
    ("Chile's president postponed a visit to Peru.", "visit", "cancelled"),
    ("Chile's president called off a visit to Peru.", "visit", "cancelled"),
    ("Chile's president has cancelled his visit to Peru.", "visit", "cancelled"),
    ("The visit of Chile's president to Peru was cancelled.", "visit", "cancelled"),
    ("The planned visit of Chile's president to Peru was postponed.", "visit", "cancelled"),
    ("Chile's president will not visit Peru.", "visit", "cancelled"),
    ("Iran sent drones to Russia.", "arms_transfer", "happened"),
    ("Iran's attack on Israel caused no casualties.", "strike", "happened"),
    ("Talks between Chile and Peru made no progress.", "meeting", "happened"),
    ("Poland recalled its ambassador from Belarus and dropped plans for a summit.", "recall", "happened"),
    ("Poland has expelled a Russian envoy and withdrawn its offer of talks.", "expulsion", "happened"),
    ("Police in Minsk arrested a journalist and dropped him at the border.", "arrest", "happened"),
    ("Chad and Mali signed an agreement, then cancelled it.", "agreement", "cancelled"),
    ("The agreement between Chad and Mali was signed, then cancelled.", "agreement", "cancelled"),
    ("Talks between Chile and Peru stand postponed.", "meeting", "cancelled"),
    ("Talks between Chile and Peru were supposed to open last Sunday.", "meeting", "cancelled"),
    ("Chad is supposed to send troops to Mali.", "deployment", "planned"),
    ("Chad had been going to send troops to Mali.", "deployment", "cancelled"),
    ("A newspaper retracted a report according to which Chad had expelled a Malian envoy.", "expulsion", "denied"),
    ("The deal announced on Monday between Chile and Peru will be a blessing.", "agreement", "happened"),
    ("Modi will travel to Tokyo, meeting Kishida at a summit.", "visit", "planned"),
    ("There was no confirmation that Chad had expelled the Malian envoy.", "expulsion", "alleged"),
    ("There was no indication that Chad had expelled the Malian envoy.", "expulsion", "denied"),
    ("The claim that Chad had expelled the Malian envoy was not a lie.", "expulsion", "alleged"),
    ("Rumours that Chad had expelled the Malian envoy were a fabrication.", "expulsion", "denied"),
    ("Iran denied that it had sent drones to Russia.", "arms_transfer", "denied"),
    ("Iran denied sending drones to Russia.", "arms_transfer", "denied"),
    ("Iran has repeatedly denied supplying drones to Russia.", "arms_transfer", "denied"),
    ("Iran allegedly sent drones to Russia.", "arms_transfer", "alleged"),
    ("Israel accused Iran of sending drones to Russia.", "arms_transfer", "alleged"),
    ("Canada accused China of detaining two of its citizens.", "arrest", "alleged"),
    ("France accused Russia of hacking a ministry.", "cyberattack", "alleged"),
    ("Iran reportedly sent drones to Russia.", "arms_transfer", "alleged"),
    ("Iran may have sent drones to Russia.", "arms_transfer", "alleged"),
    ("Iran will send drones to Russia.", "arms_transfer", "planned"),
    ("Iran agreed to send drones to Russia.", "arms_transfer", "planned"),
    ("Iran promised to send drones to Russia.", "arms_transfer", "planned"),
    ("Iran is sending drones to Russia.", "arms_transfer", "ongoing"),
    ("Iran began sending drones to Russia.", "arms_transfer", "happened"),
    ("Iran could attack Israel.", "strike", "hypothetical"),
    ("India and Nepal will hold talks.", "meeting", "planned"),
    ("India and Nepal are holding talks.", "meeting", "ongoing"),
    ("The talks between India and Nepal were postponed.", "meeting", "cancelled"),
    ("The visit of Chile's president to Peru was moved to October.", "visit", "cancelled"),
    ("Chile's president flew to Peru to sign a treaty with its president.", "agreement", "happened"),
    ("Chile's president will fly to Peru to sign a treaty with its president.", "agreement", "planned"),
    ("Chile's parliament voted to expel the ambassador of Peru.", "expulsion", "happened"),
    ("Chile's president was in Lima for talks with Peru's president.", "visit", "happened"),
    ("Rebels tried to attack a base in Mali.", "strike", "happened"),
    ("The planned extension of a truce between Chad and Niger calmed traders.", "ceasefire", "ongoing"),
    ("The planned truce between Chad and Niger calmed traders.", "ceasefire", "planned"),
    ("The scheduled end of joint exercises of Chad and Niger pleased Mali.", "joint_exercise", "ongoing"),
    ("The scheduled joint exercises of Chad and Niger pleased Mali.", "joint_exercise", "planned"),
    ("Police in Ghana arrested the alleged mastermind of the bombing in Accra.", "bombing", "happened"),
    ("Chad named the alleged ringleader of the abduction of French tourists.", "abduction", "happened"),
    ("This is the eve of President Petro's visit to Peru.", "visit", "planned"),
    ("Ghana's prime minister spoke of what Togo claimed was an invasion by Benin.", "strike", "alleged"),
    ("Chad denied that the attack on Niger's base killed civilians.", "strike", "happened"),
    ("Chad denied that the attack on Niger's base took place.", "strike", "denied"),
    ("The suicide bomber apparently targeted Kenya's embassy in Accra.", "bombing", "happened"),
    ("A car bomb apparently started the fire in Accra.", "bombing", "happened"),
    ("The raid by Chad on Niger reportedly killed nine soldiers.", "strike", "happened"),
    ("A raid by Chad on Niger reportedly killed nine soldiers.", "strike", "alleged"),
    ("The raid by Chad on Niger reportedly took place on Monday.", "strike", "alleged"),
    ("Ghana and Togo came close to signing a pact.", "agreement", "cancelled"),
    ("Observers confirmed that Niger has withdrawn its troops from Mali.", "withdrawal", "happened"),
    ("The joint exercises of Peru and Chile will continue for a week.", "joint_exercise", "ongoing"),
    ("The joint exercises of Peru and Chile will start in a week.", "joint_exercise", "planned"),
    ("The summit of Chile and Peru will go on until Friday.", "meeting", "ongoing"),
    ("The summit of Chile and Peru will go ahead on Friday.", "meeting", "planned"),
    ("Chad worried, considering Niger had shelled its villages.", "strike", "happened"),
    ("Peru was uneasy, considering Chile had carried out missile tests.", "missile_launch", "happened"),
    ("Chad is considering shelling Niger.", "strike", "hypothetical"),
    ("Ghana pledged to support Togo's bid for the seat.", "endorsement", "happened"),
    ("Ghana said it would back Togo's candidate.", "endorsement", "happened"),
    ("Ghana plans to back Togo's candidate.", "endorsement", "planned"),
]

NAMED = [
    ("Chad and Niger failed to reach an agreement on a ceasefire.", "ceasefire", "ceasefire", None),
    ("Chad and Niger failed to agree on a ceasefire.", "ceasefire", "ceasefire", None),
    ("Chad and Niger agreed on a ceasefire.", "ceasefire", "ceasefire", Status.HAPPENED),
    ("Poland will respond to a Russian attack on Latvia.", "attack", "strike", Status.HYPOTHETICAL),
    ("Poland would retaliate against a raid on Latvia.", "raid", "strike", Status.HYPOTHETICAL),
    ("Poland will respond to the Russian attack on Latvia.", "attack", "strike", Status.HAPPENED),
    ("Poland responded to a Russian attack on Latvia.", "attack", "strike", Status.HAPPENED),
    ("Chadian officials denounced a raid claimed by Al-Shabab in Kenya.", "raid", "strike", Status.HAPPENED),
    ("Chadian officials denounced the claimed raid in Kenya.", "raid", "strike", Status.ALLEGED),
    ("Chad expelled an envoy over Mali's war on Niger, which began in 2024.", "war", "clash", Status.ONGOING),
    ("Chad expelled an envoy over Mali's war on Niger in 1974.", "war", "clash", Status.HAPPENED),
    ("Chad has continued to conduct tests of missiles.", "tests", "missile_launch", Status.ONGOING),
    ("Chad has conducted tests of missiles.", "tests", "missile_launch", Status.HAPPENED),
]
NOT_TOLD = [
    ("Chile's president did not visit Peru.", "visit"),
    ("Chile's president has never visited Peru.", "visit"),
    ("Iran did not send drones to Russia.", "arms_transfer"),
    ("Iran refused to send drones to Russia.", "arms_transfer"),
    ("Ukraine asked Iran not to send drones to Russia.", "arms_transfer"),
    ("Israel urged Iran to stop sending drones to Russia.", "arms_transfer"),
    ("Iran has the ability to attack Israel.", "strike"),
    ("France demanded that Iran release the prisoners.", "release"),
    ("Turkey threatened to attack Greece.", "strike"),
    ("Chile tried to mediate between Peru and Bolivia.", "meeting"),
    ("Turkey is arming in order to attack Greece.", "strike"),
    ("Chad waits until observers confirm that Niger has withdrawn its troops from Mali.", "withdrawal"),
]


@pytest.mark.parametrize(("sentence", "kind", "status"), READINGS)
def test_reading(coded: Coded, sentence: str, kind: str, status: str) -> None:
    found = [(m.kind, m.status.value) for m in coded(sentence)]
    assert (kind, status) in found, found
    assert {s for k, s in found if k == kind} == {status}


def test_a_headline_that_asks_tells_nothing_and_one_that_asks_behind_a_colon_does(coded: Coded) -> None:
    rest = "It rained."
    assert [m for m in coded(rest, title="White House expels Russian envoy?") if m.kind == "expulsion"] == []
    (told,) = [m for m in coded(rest, title="Chad expels Malian envoy: a new quarrel?") if m.kind == "expulsion"]
    assert told.status is Status.HAPPENED


@pytest.mark.parametrize(("sentence", "word", "kind", "status"), NAMED)
def test_reading_of_what_a_noun_names(
    pipeline: Language, knowledge: Knowledge, sentence: str, word: str, kind: str, status: Status | None
) -> None:
    tree = make_tree(pipeline(sentence))
    named = candidate(tree, tree.lower.index(word), knowledge.lexicon.kinds[kind], 0.9)
    told = read_status(tree, named, knowledge.lexicon, title=False)
    assert told.status is status, told.why


def test_a_headlines_participle_is_planned_where_the_text_says_so(coded: Coded) -> None:
    head, will = "Norwegian envoy expelled from Kenya", "A Norwegian envoy will be expelled from Kenya."
    (told,) = coded(will, title=head)
    assert (told.kind, told.status) == ("expulsion", Status.PLANNED)
    done, *_ = coded("Kenya expelled a Norwegian envoy on Monday. It will expel a Swedish envoy.", title=head)
    assert (done.kind, done.status) == ("expulsion", Status.HAPPENED)


@pytest.mark.parametrize(("sentence", "kind"), NOT_TOLD)
def test_what_is_only_spoken_of_is_not_told(coded: Coded, sentence: str, kind: str) -> None:
    assert kind not in {m.kind for m in coded(sentence)}


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Chile's president will visit Peru.", EventType.AGREE),
        ("Chile's president called off a visit to Peru.", EventType.REJECT),
        ("Sweden will send food to Chad.", EventType.AGREE),
        ("France and Spain will sign a treaty.", EventType.AGREE),
        ("France will withdraw its troops from Chad.", EventType.CONCEDE),
        ("France withdrew its troops from Chad.", EventType.RETREAT),
        ("India and Nepal will hold joint exercises.", EventType.AGREE),
    ],
)
def test_time_changes_the_type(coded: Coded, sentence: str, type_: EventType) -> None:
    assert [m.type for m in coded(sentence)] == [type_]


def test_headlines_tell_the_past_in_the_present(coded: Coded) -> None:
    (mention,) = coded("", title="Kenya expels Sudanese diplomats")
    assert (mention.kind, mention.status) == ("expulsion", Status.HAPPENED)
    (mention,) = coded("", title="Turkish minister to visit Kenya next week")
    assert (mention.kind, mention.status) == ("visit", Status.PLANNED)


def test_what_a_headline_adds_with_a_participle_is_done(coded: Coded) -> None:
    told = coded("It rained.", title="Chad's army attacks Niger, killing nine")
    assert {m.status for m in told if m.kind == "strike"} == {Status.HAPPENED}
