"""Sides that a short article leaves to its reader: told before, told beside, or of the land it is told in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tracker.model import Actor, Mention, Status

Coded = Callable[..., tuple[Mention, ...]]

# what a quarrel of two is, for texts that need one
_QUARREL = "Ghana accused Togo of smuggling on Monday. Togo rejected the accusation. Ghana expelled Togo's ambassador."

SIDES = [
    # the other side of a quarrel that has been told
    (f"{_QUARREL} Ghana halted trade on Friday.", "sanctions", "GHA", "TGO"),
    (f"{_QUARREL} Ghana put its army on alert.", "exercise", "GHA", "TGO"),
    (f"{_QUARREL} Ghanaian soldiers opened fire at dawn.", "strike", "GHA", "TGO"),
    # what is joined by "and" is turned against the same
    (
        "Ghana and Togo share a river. Rain fell on Sunday. Nobody was hurt. Ghana closed its airspace to Togolese"
        " planes on Monday and halted trade.",
        "sanctions",
        "GHA",
        "TGO",
    ),
    # a village of whoever complains of it
    (
        "Ghana and Togo share a river. Rain fell on Sunday. Nobody was hurt. Ghana accused Togolese soldiers of firing"
        " mortars at a village on Monday.",
        "strike",
        "TGO",
        "GHA",
    ),
    # armed men are of the land whose people they turn on
    (
        "Benin imposed sanctions on Togo. The president had been popular. He has four sons. Soldiers seized Togolese"
        " President Faure Gnassingbe on Friday.",
        "seizure|arrest",
        "TGO",
        "TGO",
    ),
    # a border names the other side
    (
        "The minister spoke on Sunday. Rain fell all day. Nobody was hurt. Ghana put its army on alert along the border"
        " with Togo.",
        "exercise",
        "GHA",
        "TGO",
    ),
    # a curfew is for one's own, a crossing is closed to others
    (f"{_QUARREL} Ghana's government imposed a curfew on Friday.", "restriction", "GHA", "GHA"),
    (f"{_QUARREL} Ghana closed three crossings on Friday.", "restriction", "GHA", "TGO"),
    # a court is not who is accused
    (f"{_QUARREL} Ghana will file a suit at the International Court of Justice.", "accusation", "GHA", "TGO"),
    # calm is asked of both
    (
        "Ghana accused Togo of smuggling. Togo accused Ghana of lying. Ghana and Togo share a river. Ghana and Togo"
        " fish in it. Ghana needs Togo. Kenya called for calm on Friday.",
        "demand",
        "KEN",
        "GHA TGO",
    ),
    # whoever others have turned on
    (
        "Ghana expelled Togo's ambassador. Benin condemned Togo. Rain fell on Sunday. Nobody was hurt. Kenya recalled"
        " its ambassador on Friday.",
        "recall",
        "KEN",
        "TGO",
    ),
    # one's own court is meant by "the decision"
    (
        "Ghana and Togo share a river. Nobody was hurt. Ghana accused Togo of smuggling. A Ghanaian court released two"
        " Ghanaian smugglers on Friday. Ghana's president criticised the decision.",
        "condemnation",
        "GHA",
        "GHA",
    ),
    # troops follow where others went
    (
        "Rain fell on Sunday. Nobody was hurt. The rains end in May. Ghanaian troops landed in Togo on Monday. Kenya"
        " deployed a battalion on Friday.",
        "deployment",
        "KEN",
        "TGO",
    ),
    # aid goes to the land that the sentence opens with
    (
        "Kenya praised Chad. Kenya and Chad trade wheat. Chad needs rain. Nobody was hurt. In Togo, the Kenyan minister"
        " handed over two patrol boats.",
        "arms_transfer",
        "KEN",
        "TGO",
    ),
    # a relative pronoun is the noun before it
    ("Ghana, with which Togo signed a treaty on Monday, held elections.", "agreement", "GHA TGO", ""),
    # regions tell lands apart
    (
        "Norway and Qatar signed a treaty on Monday. The Gulf state praised Norway's prime minister on Friday.",
        "endorsement",
        "QAT",
        "NOR",
    ),
    ("Kenya's president phoned Oman's foreign minister. The sultanate thanked Kenya.", "endorsement", "OMN", "KEN"),
    # one of a list is not "the country"
    (
        "Kenya expelled a Togolese diplomat. The envoys of Chad, Niger and Mali were at the airport. Kenya then cut"
        " ties with the country.",
        "sanctions",
        "KEN",
        "TGO",
    ),
    # an envoy is his sender's
    (
        "Kenya expelled Chad's ambassador, Idriss Saleh. Rain fell on Sunday. Nobody was hurt. Togo praised its"
        " ambassador, and Benin condemned Kenya.",
        "condemnation",
        "BEN",
        "KEN",
    ),
    # each of them
    ("Ghana and Togo accused each other of smuggling on Monday.", "accusation", "GHA TGO", "GHA TGO"),
    # whoever mediates is no party
    ("Ghana walked out of Kenyan-mediated negotiations with Togo on Monday.", "rejection", "GHA", "TGO"),
    # salvoes and shipments stand before what they consist of
    ("Ghana fired a second wave of missiles at Togolese cities on Monday.", "strike", "GHA", "TGO"),
    # a prisoner is handed over to somebody
    ("Kenya handed over a Ghanaian prisoner to Togo on Monday.", "release", "KEN", "TGO"),
    # what another clause tells is not what is said
    ("Kenya said the visit was a provocation, and Togo stood by Ghana.", "endorsement", "TGO", "GHA"),
    # who says that somebody condemned
    ("A Kenyan spokesman said Ghana condemned any violation of the treaty by Togo.", "condemnation", "GHA", "TGO"),
    ("The Kenyan envoy has been shuttling between Ghana and Togo this week.", "visit", "KEN", "GHA TGO"),
    # whom others have taken is not who takes
    ("Kenya condemned his arrest by Togo.", "condemnation", "KEN", "TGO"),
    # letters that several bodies share are those of the one whose country is named
    ("The RSF shelled a camp near Khartoum in Sudan on Monday.", "strike", "SDN", ""),
    # a clause behind a comma is the main one
    ("Kenya, which mediated quietly, praised Togo.", "endorsement", "KEN", "TGO"),
    # opponents without a name are of the land that they speak of
    (f"{_QUARREL} The opposition accused Ghana's government of lying.", "accusation", "GHA", "GHA"),
    (f"{_QUARREL} Ghana's president accused his rival of treason.", "accusation", "GHA", "GHA"),
    # whoever has just turned to those who answer
    (f"{_QUARREL} Benin urged Togo to be quiet. Togo rejected the comparison.", "rejection", "TGO", "BEN"),
    (f"{_QUARREL} Ghanaian police shot six people on Friday.", "strike", "GHA", "GHA"),
    # whoever did what is answered in the clause beside it
    ("After Togo's president turned back two planes, Ghana announced tariffs on Monday.", "sanctions", "GHA", "TGO"),
    # a promise to those who have just asked
    (f"{_QUARREL} Benin urged Togo to show restraint. Togo promised to listen.", "agreement", "TGO", "BEN"),
    # one side's promise is made to the other
    ("Ghana offered to give Togo access to a port on Monday.", "agreement", "GHA", "TGO"),
    ("Ghana promised Togo a new bridge on Monday.", "agreement", "GHA", "TGO"),
    (f"{_QUARREL} Ghana agreed to host Kenyan troops.", "agreement|deployment", "GHA", "KEN"),
    (
        "Rain fell on Sunday. Nobody was hurt. Kenya's president met his Togolese counterpart on Monday. Kenya promised"
        " to deliver two patrol boats.",
        "arms_transfer",
        "KEN",
        "TGO",
    ),
    # talks joined to a pact are with the same
    (
        "Rain fell on Sunday. Nobody was hurt. The rains end in May. Ghana signed a treaty with Togo on Monday and"
        " opened negotiations on another.",
        "meeting",
        "GHA TGO",
        "",
    ),
    # people of one's own are meant, though there is a quarrel abroad
    (f"{_QUARREL} Ghana's army chief urged politicians to stay calm.", "demand", "GHA", "GHA"),
    # nobody named sentences people at home
    (
        "Rain fell in Ghana on Sunday. Ghanaian cocoa is dear. Accra is a port of Ghana. Ghana's former president was"
        " sentenced to ten years in prison on Friday.",
        "arrest",
        "GHA",
        "GHA",
    ),
    # "its old ally" is the land that the article is about
    (
        "Togo voted on Sunday. Togo's president won. Togo is small. Kenya criticised Togo's vote. Ghana stood by its"
        " old ally.",
        "endorsement",
        "GHA",
        "TGO",
    ),
    # who fights where nobody says so, and on whose border
    ("Clashes broke out in Lome on Monday.", "clash", "TGO", ""),
    (
        "Rain fell in Ghana on Sunday. Ghana is rich. Ghana's cocoa is dear. Clashes broke out on Monday near a village"
        " on the border with Togo.",
        "clash",
        "GHA TGO",
        "",
    ),
    # whoever shuts a border after one of theirs was taken
    (
        "Ghana closed the frontier after a policeman was abducted by Togolese gunmen on Monday.",
        "abduction",
        "TGO",
        "GHA",
    ),
    # what an army is accused of is no part of its name
    ("Kenya accused a Togolese frigate of injuring Ghanaian divers on Monday.", "accusation", "KEN", "TGO"),
    ("Islamic State said it was behind a blast that killed nine people in Togo on Monday.", "bombing", "ISM", "TGO"),
    # a party is that of the country that the article names most
    (
        "The opposition Democratic Party denounced the plan of South Korea's president on Monday. South Korea signed it"
        " with the United States. South Koreans are angry.",
        "condemnation",
        "KOR",
        "KOR",
    ),
    # parties criticise their own government
    ("Kenya praised Ghana's opposition. Ghana's opposition criticised the government.", "condemnation", "GHA", "GHA"),
    # "him" is another than who asks, though of one country
    (
        "Ghana's finance minister, Kofi Adda, resigned on Monday. Ghana's President Akufo-Addo asked him to stay on.",
        "demand",
        "GHA",
        "GHA",
    ),
    # a neighbour lies near
    ("Togo fears Japan. Ghana's government voiced support for its neighbour.", "endorsement", "GHA", "TGO"),
    # the clause before says what "it" is
    ("Ghana's president called the Togolese veto unfair, while Benin praised it.", "endorsement", "BEN", "TGO"),
    # what is revenge for a blow was struck by whom it is taken on
    (
        "Ghana fired missiles at Togo on Saturday in retaliation for the bombing of its consulate in Cotonou.",
        "bombing",
        "TGO",
        "GHA",
    ),
    # speakers go on speaking
    ("Kenya's president said Togo was wrong and urged Ghana to help.", "demand", "KEN", "GHA"),
    ("Kenya's president said Togo would suffer and accused Ghana of hypocrisy.", "accusation", "KEN", "GHA"),
    # what one claimed and another dismissed
    ("Kenya's envoy claimed that Togo had sent arms, which Ghana dismissed as nonsense.", "rejection", "GHA", "KEN"),
    # all three, host among them
    (
        "Kenyan President William Ruto hosted Somali President Hassan Sheikh Mohamud and Ethiopian Prime Minister Abiy"
        " Ahmed in Nairobi. The three leaders pledged to exchange intelligence.",
        "data_sharing",
        "ETH KEN SOM",
        "",
    ),
    (
        "South Korea's and North Korea's generals met on Thursday. The North's chief delegate invited his southern"
        " counterpart to Mount Kumgang.",
        "demand",
        "PRK",
        "KOR",
    ),
    # an offer to mediate is made to both
    (
        "Ghana accused Togo of smuggling. Togo accused Ghana of lying. Ghana and Togo share a river. Ghana and Togo"
        " fish in it. Ghana needs Togo. Kenya offered to mediate.",
        "agreement",
        "KEN",
        "GHA TGO",
    ),
    # who is asked for an explanation
    (
        "Togo voted on Sunday. Togo's president won. Togolese soldiers watched. Togo is small. Kenya demanded an"
        " explanation.",
        "demand",
        "KEN",
        "TGO",
    ),
    # an inquiry into what somebody has just done
    (
        "Togolese soldiers attacked a ferry on Monday. Rain fell. Ghana opened an investigation into the attack.",
        "investigation",
        "GHA",
        "TGO",
    ),
    # "the two countries" that somebody has ties with
    (
        "Togo voted on Sunday. Togo's president won. Togolese soldiers watched. Togo is small. Kenya praised it. Ghana"
        " suspended flights between the two countries.",
        "sanctions",
        "GHA",
        "TGO",
    ),
    # people who march where an envoy meets them
    (
        "Togo is small. People march in Togo's Sokode, Kara and Tsevie. Togo voted. Rain fell in Togo. The U.N. envoy"
        " met protesters in the main square on Wednesday.",
        "meeting",
        "TGO UNO",
        "",
    ),
    # who shares the subject's part
    ("Ghana urged Kenya together with Togo to open the port on Monday.", "demand", "GHA TGO", "KEN"),
    ("A Ghanaian diplomat was expelled by Kenya together with two Togolese on Monday.", "expulsion", "KEN", "GHA TGO"),
    # a conference is where somebody speaks, not whom he turns on
    ("Ghana's envoy denounced Togo at a U.N. conference on Monday.", "condemnation", "GHA", "TGO"),
    # a land that tries one of its own
    ("Argentina is investigating former President Mauricio Macri.", "investigation", "ARG", "ARG"),
    # promised to somebody, who is said or has just been met
    ("Ghana's president offered Togo's prime minister asylum on Monday.", "agreement", "GHA", "TGO"),
    (
        "Rain fell on Sunday. Nobody was hurt. The rains end in May. Togo's ambassador met Ghana's president on Monday"
        " and was assured that the road would be mended.",
        "agreement",
        "GHA",
        "TGO",
    ),
    (
        "Rain fell on Sunday. Nobody was hurt. The rains end in May. Kenya's minister, who was in Lome on Saturday,"
        " promised two boats.",
        "agreement",
        "KEN",
        "TGO",
    ),
    # one's own protesters are threatened too
    (
        f"{_QUARREL} Ghana's defence minister accused Ghanaian demonstrators of arson and threatened to send the army.",
        "threat",
        "GHA",
        "GHA",
    ),
    (f"{_QUARREL} Ghanaian prosecutors sued the former mayor.", "accusation", "GHA", "GHA"),
    # "that" is what has just been said by others
    (
        "Kenya's president proposed a conference on Monday. Togo's justice minister rejected that.",
        "rejection",
        "TGO",
        "KEN",
    ),
    # police are of the region that the sentence before opens with
    (
        "In Togo's eastern region, a mob stormed an airport on Monday. Police arrested sixty people.",
        "arrest",
        "TGO",
        "TGO",
    ),
    # a prime minister nobody knows is of the land spoken of
    (
        "Ghana mobilised on Monday. Ghana's army is small. Prime Minister Kofi Mensah accused Togolese soldiers.",
        "accusation",
        "GHA",
        "TGO",
    ),
    # part of a longer name
    ("Mozambican insurgents beheaded five villagers in Mocimboa da Praia on Sunday.", "strike", "MOZ", "MOZ"),
    # verbs that go on from another, and what stands behind them
    ("Acting U.S. Deputy Secretary of State Victoria Nuland flew to Niamey on Monday.", "visit", "USA", "NER"),
    ("Ghana ordered the diplomats to leave and suspended flights to Togo on Monday.", "sanctions", "GHA", "TGO"),
    ("Ghana cut its ties with Togo, recognised Kosovo and gave the envoys a day to go.", "endorsement", "GHA", "KOS"),
    ("Ghana's air force shot down a Togolese fighter plane on Monday.", "strike", "GHA", "TGO"),
    # what one claimed, offered or sent, and another refused
    ("Ghana has offered to send commandos, which Togo declined.", "rejection", "TGO", "GHA"),
    ("Ghana refused to let Togolese inspectors into the country on Monday.", "rejection", "GHA", "TGO"),
    # a threat to "it"
    ("Togo praised Ghana on Monday. Kenya has threatened to strip it of trade privileges.", "threat", "KEN", "TGO"),
    # outsiders turn to the land that the article is about
    (
        "Togo voted on Sunday. Togo's president won. Togolese soldiers watched. Togo is small. Kenya and Chad called"
        " for the tallies to be published.",
        "demand",
        "KEN TCD",
        "TGO",
    ),
    # whoever once ruled a colony
    ("Benin has scrapped five military pacts with its former colonial ruler.", "rejection", "BEN", "FRA"),
    # an alliance is asked, for planes
    (
        "Ghana quit the United Nations on Monday. NATO met on Tuesday. Ukraine asked the alliance for planes.",
        "demand",
        "UKR",
        "IGO",
    ),
    # a mob at an embassy, with or without its flags
    (
        "Togo is small. Togolese soldiers rule Togo. Togo voted. Crowds waving Chadian flags attacked the Ghanaian"
        " embassy.",
        "protest",
        "TGO",
        "GHA",
    ),
    # near a border of the land beyond it
    (
        "Togo is small. Togolese soldiers rule Togo. Togo voted. Gunmen killed five soldiers near the Ghanaian border.",
        "strike",
        "TGO",
        "TGO",
    ),
    # a part that somebody holds
    ("In the Indian-held part of Kashmir, police arrested two students.", "arrest", "IND", "IND"),
    # ships that are sunk are the enemy's
    (f"{_QUARREL} Ghanaian troops destroyed a landing ship in the port of Tema.", "strike", "GHA", "TGO"),
    (f"{_QUARREL} Ghana freed the captured pilot.", "release", "GHA", "TGO"),
    # many are arrested, nobody says whose
    (
        "Togo is small. Togolese soldiers rule. Togo voted on Togo Day. At least 749 have been arrested.",
        "arrest",
        "TGO",
        "TGO",
    ),
    # what is condemned is what the article tells, not what it answered
    (
        "Ghanaian jets bombed a camp in Togo on Monday. Rain fell all day. Ghana's president said it was in retaliation"
        " for a raid in which Togolese gunmen killed six Ghanaians. Kenya condemned the strike.",
        "condemnation",
        "KEN",
        "GHA",
    ),
    # who does as others did
    ("Ghana cut ties with Togo on Monday. Benin followed suit on Friday.", "sanctions", "BEN", "TGO"),
    ("Ghana deployed troops in Togo; Benin and Niger followed.", "deployment", "BEN NER", "TGO"),
    ("Ghana expelled two Togolese diplomats, and Benin did the same.", "expulsion", "BEN", "TGO"),
    ("Kenya's foreign minister was in Phnom Penh on Tuesday.", "visit", "KEN", "KHM"),
    ("Police stormed the Togolese embassy in Ghana on Monday.", "strike", "GHA", "TGO"),
]


def _lands(actors: tuple[Actor, ...]) -> set[str]:
    return {a.country for a in actors if a.country}


@pytest.mark.parametrize(("text", "kinds", "actors", "recipients"), SIDES)
def test_sides(coded: Coded, text: str, kinds: str, actors: str, recipients: str) -> None:
    told = [(_lands(m.actors), _lands(m.recipients)) for m in coded(text, "2024-06-24") if m.kind in kinds.split("|")]
    assert (set(actors.split()), set(recipients.split())) in told


def test_a_summit_called_off_is_no_call(coded: Coded) -> None:
    text = "Kenya called off a summit of East African states on the matter on Monday."
    assert not [m for m in coded(text, "2024-06-24") if m.kind == "demand"]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya said that it would not turn down a meeting with Togo.",
        "Kenya would not rule out talks with Togo.",
        "Kenya's president will not refuse an invitation from Togo.",
    ],
)
def test_what_is_not_refused_is_no_refusal(coded: Coded, text: str) -> None:
    assert not [m for m in coded(text, "2024-06-24") if m.kind == "rejection" and m.status is Status.HAPPENED]


def test_a_meeting_told_inside_a_plan_is_told(coded: Coded) -> None:
    text = "Kenya's president is expected to offer to mediate when he meets Togo's president in Lome on Thursday."
    (met,) = (m for m in coded(text, "2024-06-24") if m.kind == "meeting")
    assert _lands(met.actors) == {"KEN", "TGO"}


def test_urging_restraint_is_done_though_somebody_is_due(coded: Coded) -> None:
    text = "Kenya urged Togo to show restraint; its foreign minister is due in Lome next week."
    (urged,) = (m for m in coded(text, "2024-06-24") if m.kind == "demand")
    assert urged.status is Status.HAPPENED
