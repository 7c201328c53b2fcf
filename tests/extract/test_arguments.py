"""Who does it and to whom, through the turns of syntax that hide it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.model import Mention

Coded = Callable[..., tuple[Mention, ...]]

SIDES = [
    # active and passive, agents
    ("Norway expelled two Russian diplomats.", "expulsion", "NOR", "RUS"),
    ("Two Russian diplomats were expelled by Norway.", "expulsion", "NOR", "RUS"),
    ("Norway was condemned by Russia.", "condemnation", "RUS", "NOR"),
    # nominal events
    ("The visit of the Turkish president to Egypt took place on Monday.", "visit", "TUR", "EGY"),
    ("The Turkish president's trip to Egypt began on Monday.", "visit", "TUR", "EGY"),
    ("The withdrawal of French troops from Niger began on Friday.", "withdrawal", "FRA", "NER"),
    # conjunctions of actors and of events
    ("Estonia, Latvia and Lithuania condemned Belarus.", "condemnation", "EST LVA LTU", "BLR"),
    ("Poland condemned Belarus and Russia.", "condemnation", "POL", "BLR RUS"),
    ("Poland condemned Belarus and expelled two Russian diplomats.", "expulsion", "POL", "RUS"),
    # control and raising
    ("Sudan decided to expel Chad's ambassador.", "expulsion", "SDN", "TCD"),
    ("Sudan is expected to expel Chad's ambassador.", "expulsion", "SDN", "TCD"),
    # relative clauses
    ("Mali, which expelled the French ambassador, held elections.", "expulsion", "MLI", "FRA"),
    ("The troops that Ethiopia sent to Somalia were praised.", "deployment", "ETH", "SOM"),
    # reciprocal events: everyone an actor
    ("The presidents of Ghana and Togo met.", "meeting", "GHA TGO", ""),
    ("Ghana's president met Togo's president.", "meeting", "GHA TGO", ""),
    ("A treaty between Ghana and Togo was signed on Monday.", "agreement", "GHA TGO", ""),
    ("Ghana signed a treaty with Togo.", "agreement", "GHA TGO", ""),
    # "counterpart"
    ("The Ghanaian foreign minister met her Togolese counterpart.", "meeting", "GHA TGO", ""),
    # metonymy
    ("The Kremlin condemned Poland.", "condemnation", "RUS", "POL"),
    ("Tokyo condemned Pyongyang.", "condemnation", "JPN", "PRK"),
    ("The White House sanctioned two Iranian officials.", "sanctions", "USA", "IRN"),
    # the country behind an object
    ("Japan condemned North Korea's missile test.", "condemnation", "JPN", "PRK"),
    ("Japan condemned a missile test by North Korea.", "condemnation", "JPN", "PRK"),
    ("Vietnam demanded that China withdraw its ships.", "demand", "VNM", "CHN"),
    ("U.S. and South Korean troops held joint exercises.", "joint_exercise", "USA KOR", ""),
    # who is moved also moves; who decides does what nobody else is said to do
    ("French police officers have been deployed in New Caledonia.", "deployment", "FRA", "NCL"),
    ("The Chinese premier is expected in Warsaw on Friday.", "visit", "CHN", "POL"),
    ("Ghana announced that wheat would be sent to Togo.", "aid", "GHA", "TGO"),
    # a past tense goes on with the main clause
    ("Ghana criticised Togo for jailing reporters and expelled its ambassador.", "expulsion", "GHA", "TGO"),
    # whoever is thanked in a call has been called
    ("Ghana's president thanked Togo's president in a phone call.", "call", "GHA TGO", ""),
    # who orders forces of their own asks for nothing
    ("Ghana's president ordered the army to move tanks to the border with Togo.", "deployment", "GHA", "TGO"),
    # a list behind "of" goes on over commas
    ("The foreign ministers of Ghana, Togo and Benin flew to Niger.", "visit", "GHA TGO BEN", "NER"),
    # whoever dies in an attack is whom it struck
    ("Six Ghanaian soldiers died in an attack by Malian rebels on Monday.", "strike", "MLI", "GHA"),
    # a protest is about what was done just before
    ("Ghana protested after Togo closed the border.", "condemnation", "GHA", "TGO"),
    # a journey's host is where it is said to have been
    ("The accord was signed in Lome during a visit by Ghana's president.", "visit", "GHA", "TGO"),
    ("It was a proposal by Ghana, which Togo has turned down.", "rejection", "TGO", "GHA"),
    # whoever is hit "by" somebody, whatever stands between
    ("Ghana was hit with new tariffs by Togo on Friday.", "sanctions", "TGO", "GHA"),
    ("Ghanaian drones were sold to the army of Togo last year.", "arms_transfer", "GHA", "TGO"),
    ("Ghana bombed its neighbour Togo after Togo had shelled its towns.", "strike", "TGO", "GHA"),
    # a past in "-ed" that looks like a present
    ("Togolese agents sabotaged a pipeline in Ghana.", "bombing", "TGO", "GHA"),
    # who is suspected is whoever that is done to
    ("Togo seized a Ghanaian ship on suspicion that it had bombed a port in Benin.", "strike", "GHA", "BEN"),
    ("Togo impounded a Ghanaian ship over claims that it had delivered arms to Benin.", "arms_transfer", "GHA", "BEN"),
    # with whom somebody goes to do something
    ("Togo's president flew to Accra with Ghana's president to hold talks.", "meeting", "GHA TGO", ""),
    # settlements are those of the land whose army holds the place
    ("Norway condemned the settlements in the West Bank.", "condemnation", "NOR", "ISR"),
    ("Norway condemned the town councils in the West Bank.", "condemnation", "NOR", "PSE"),
    # unity is not with those over whom friends are united
    ("Ghana, Togo and Benin reaffirm unity over Niger.", "endorsement", "GHA TGO BEN", ""),
    ("Ghana and Togo reaffirmed their support for Benin.", "endorsement", "GHA TGO", "BEN"),
    # whoever is greeted at home is the host
    ("Ghana's foreign minister greeted Togo's president in Lome on Monday.", "visit", "GHA", "TGO"),
    ("Togo's president welcomed Ghana's foreign minister in Lome on Monday.", "visit", "GHA", "TGO"),
    # whoever is judged "for doing" something, or seen doing it, has done it
    ("Ghana arrested two Togolese men for attacking a bank in Accra.", "strike", "TGO", "GHA"),
    ("Ghana blamed Togo for closing the border.", "restriction", "TGO", ""),
    ("Ghana's navy filmed Togolese tankers selling oil to Malian ships.", "cooperation", "TGO MLI", ""),
    ("Ghana watched Togo holding talks with Benin.", "meeting", "TGO BEN", ""),
    ("Ghana used the base for launching strikes on Togo.", "strike", "GHA", "TGO"),
    # what somebody else is said to have done beside it
    ("Ghana accused Togo of standing by while Benin seized the port of Accra.", "seizure", "BEN", "GHA"),
]

POINTING = [
    # (text, kind, actors, recipients)
    ("Ghana's president arrived in Togo on Monday. He met the president of Benin.", "meeting", "GHA BEN", ""),
    ("Ghana and Togo held elections. The two countries signed a treaty on Friday.", "agreement", "GHA TGO", ""),
    ("Ghana and Togo are neighbours. Both countries condemned Mali.", "condemnation", "GHA TGO", "MLI"),
    ("The European Union is worried. The bloc imposed sanctions on Belarus.", "sanctions", "EUR", "BLR"),
    # a pronoun means nobody who is named only after it
    ("Ghana's president arrived in Togo. He praised Benin's president and met Mali's.", "endorsement", "GHA", "BEN"),
    # whoever speaks speaks of themselves
    ("Gunmen shelled Accra. Togo's army said it had arrested two Ghanaians.", "arrest", "TGO", "GHA"),
    # a town's country takes no part; leaders are people
    (
        "The presidents of Ghana and Togo will meet in the Spanish city of Granada. The two leaders met in May.",
        "meeting",
        "GHA TGO",
        "",
    ),
    # those who led the sentence before
    ("Mali, Niger and Chad left the bloc. They have expelled French diplomats.", "expulsion", "MLI NER TCD", "FRA"),
    # those who are told by a comma's clause are the ones named before
    (
        "Mali met Niger and Chad. The three countries, which are all poor, condemned France.",
        "condemnation",
        "MLI NER TCD",
        "FRA",
    ),
    # an answer is meant for whoever did what it takes up, however long ago
    (
        "Ghana threatened Togo with war. Benin asked Mali for help. Chad praised Niger. Togo rejected the threat.",
        "rejection",
        "TGO",
        "GHA",
    ),
    ("Ghana offered to host the talks, but Togo declined.", "rejection", "TGO", "GHA"),
    # in a call with somebody, "he" is the other one
    ("Ghana's president was ill. In a call with Togo's president he discussed the dam.", "call", "GHA TGO", ""),
    # neighbours and parties are both sides
    ("Ghana and Togo are at odds. The neighbours signed a treaty on Friday.", "agreement", "GHA TGO", ""),
    # what belongs to the other side is taken, shot or thrown out
    ("Ghana shot down a Togolese jet and captured its pilot.", "arrest", "GHA", "TGO"),
    ("Ghana's president flew to Togo and reopened the Ghanaian embassy there.", "agreement", "GHA TGO", ""),
    ("Ghana called the vote a farce. Togo distanced itself from the remark.", "condemnation", "TGO", "GHA"),
    ("Ghana's president visited Togo's president. He thanked his host.", "endorsement", "GHA", "TGO"),
    # a promise of one is not the pact that others welcome
    (
        "Ghana and Togo signed a pact. Ghana's president promised to send doctors to Lome. Mali hailed the agreement.",
        "endorsement",
        "MLI",
        "GHA TGO",
    ),
    # a mission of states is no armed group
    (
        "Rebels in Mali killed six people. The African Union mission stayed in Gao. Ghana bombed the group on Sunday.",
        "strike",
        "GHA",
        "MLI",
    ),
    # a Somali is named by the last name too
    ("Somalia's president, Hassan Sheikh Mohamud, is ill. Mohamud condemned Kenya.", "condemnation", "SOM", "KEN"),
    # a blow is dealt by whoever it names, and hits those where it falls
    ("Ghana's strike on Lome on Wednesday killed six people.", "strike", "GHA", "TGO"),
    ("Wednesday's strike on Lome by Ghana killed six people.", "strike", "GHA", "TGO"),
    ("A bomb in Lome killed nine policemen.", "strike", "", "TGO"),
    ("Rockets were fired from Ghana into Togo on Monday.", "strike", "GHA", "TGO"),
    # what stands behind a name with a title tells whose it is
    ("General Saif Nuaimi, Oman's army chief, condemned Togo.", "condemnation", "OMN", "TGO"),
    (
        "His Highness Sheikh Saif bin Rashid Al Nuaimi, Oman's minister of energy, condemned Togo.",
        "condemnation",
        "OMN",
        "TGO",
    ),
    # whoever speaks about an attack is not its attacker
    (
        "Ghana's Ama Mensah talks with Kofi Boateng, a writer in Lisbon, about the attack in Porto that killed six.",
        "strike",
        "",
        "PRT",
    ),
    # of several attacks the one that is called so
    (
        "Ghana carried out an air strike on Benin. Gunmen from Mali killed six people. Togo condemned the strike.",
        "condemnation",
        "TGO",
        "GHA",
    ),
    # what is aimed at nobody is aimed at whom the article is about
    (
        "Chad's army took over. Chad's president fled. The parliament of Chad was shut. Soldiers of Chad closed the "
        "airport. Ghana denounced the coup.",
        "condemnation",
        "GHA",
        "TCD",
    ),
    (
        "Ghana and Togo fought over the dam. Togo lost. Ghana shut the bridge and Togo cut the power. Togo's army "
        "moved and Ghana's army fled. Ghana closed its airspace.",
        "restriction",
        "GHA",
        "TGO",
    ),
    # two or three named in one breath are "the two", whoever else was named since
    (
        "Ghana and Togo are allies. They fear threats from Chad and the weight of Niger. The two countries signed a "
        "pact.",
        "agreement",
        "GHA TGO",
        "",
    ),
    (
        "The ministers of Ghana, Togo and Mali signed a memorandum, amid threats from Chad and the weight of Niger. "
        "The three countries have worked closely since their leaders met in Accra.",
        "meeting",
        "GHA TGO MLI",
        "",
    ),
    # newspapers that report are no party
    (
        "Ghana's minister met his Togolese counterpart, the Daily Graphic newspaper reported. The two nations signed "
        "a pact.",
        "agreement",
        "GHA TGO",
        "",
    ),
    (
        "Ghana, Togo and Mali held a meeting on Monday. Participants agreed to share data on missile launches by Iran.",
        "data_sharing",
        "GHA TGO MLI",
        "",
    ),
    (
        "Ghana's army saw a launch. The armed forces say they share warning data with Mali.",
        "data_sharing",
        "GHA MLI",
        "",
    ),
    # a protest is with whoever did the wrong
    (
        "Ghana's army shelled a Togolese village on Monday. Togo's president flew home. His government filed a "
        "diplomatic protest.",
        "condemnation",
        "TGO",
        "GHA",
    ),
    # whoever shoots a drone down has not attacked
    (
        "A drone was launched at Ghana from Togo. Ghana's army shot it down. Mali's president condemned the attack.",
        "condemnation",
        "MLI",
        "TGO",
    ),
    # people under a hyphenated name are known again
    (
        "Ghana's minister Kofi Mensah-Boateng came to Mali. Mensah-Boateng met Togo's president.",
        "meeting",
        "GHA TGO",
        "",
    ),
    # "its secretary-general" is the body's
    (
        "The African Union welcomed the truce. Its chief envoy, Peter Adom, urged Togo to sign.",
        "demand",
        "IGO",
        "TGO",
    ),
    # an attack by armed men at home is theirs
    (
        "Militants raided a Togolese army post, killing six. Togo's president condemned the attack.",
        "condemnation",
        "TGO",
        "TGO",
    ),
    # whoever holds people is asked to free them, and goes on to charge them
    ("Togo arrested a Ghanaian editor. Ghana demanded his release.", "demand", "GHA", "TGO"),
    ("Togo's police arrested a Ghanaian editor. He was taken to Lome and charged.", "accusation", "TGO", "GHA"),
]


def _countries(mention: Mention, side: str) -> set[str]:
    return {a.country for a in getattr(mention, side) if a.country}


def _check(found: tuple[Mention, ...], kind: str, actors: str, recipients: str) -> None:
    told = [(m.kind, _countries(m, "actors"), _countries(m, "recipients")) for m in found]
    assert (kind, set(actors.split()), set(recipients.split())) in told, told


@pytest.mark.parametrize(("sentence", "kind", "actors", "recipients"), SIDES)
def test_sides(coded: Coded, sentence: str, kind: str, actors: str, recipients: str) -> None:
    _check(coded(sentence), kind, actors, recipients)


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), POINTING)
def test_pronouns_and_definite_mentions(coded: Coded, text: str, kind: str, actors: str, recipients: str) -> None:
    _check(coded(text), kind, actors, recipients)


def test_no_event_without_a_known_actor(coded: Coded) -> None:
    assert coded("Somebody condemned something.") == ()
    assert coded("They met yesterday.") == ()
