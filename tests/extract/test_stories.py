"""Whom an article means that names several countries: its quarrel, the land that it is about or written in.

The stories are made up; each row asks for one event of one kind, whoever else does things in it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.extract.sides import sides
from tracker.model import Mention, Status

Coded = Callable[..., tuple[Mention, ...]]

_SHELLED = """Chad and Sudan accused each other of shelling villages on Monday. Sudanese guns killed six farmers.

France's president, Emmanuel Macron, spoke by telephone with German Chancellor Olaf Scholz on Sunday. Paris asked
Berlin to use its influence with Egypt.

"""
_PAIR = """Rwanda's president, Paul Kagame, accused Burundi of arming rebels on Monday. Burundi put its army on alert.

The two presidents met in Nairobi together with Kenyan President William Ruto and Ugandan President Yoweri Museveni.
"""
_UNREST = """Police in Kampala fired on protesters on Monday, killing three. Opposition leader Bobi Wine accused the
army of torture. The Ugandan government arrested forty activists.

Kenya's foreign minister visited Rwanda on Sunday. """
_FISHING = """Peru and Chile signed a fishing accord in Lima on Monday. Bolivia, which has accused Chile of stealing
water, and Argentina criticised it.

The presidents of Peru and Chile met again on Tuesday. """
_FLOOD = """Malawi's president, Lazarus Chakwera, declared an emergency. Mozambique closed a bridge. Mozambique's army
sent boats to the river. Malawi's lake has risen by two metres. Mozambique said that its dams were safe. Malawi lost
its harvest. Malawi's parliament sat. Mozambique's lay idle. """
_ISLES = """Australia sent police to the Solomon Islands on Sunday. The Solomon Islands asked for help. The Solomon
Islands' prime minister thanked Canberra. The Solomon Islands are poor. """
_CAMP = """A Chadian raid on a camp in Sudan has cost six lives. Libya's president, who had visited Egypt, spoke on
Monday. Rain fell in Libya. """
_CAPTIVES = """Israel's army said on Sunday that it had struck forty sites in Gaza. Hamas fired rockets at Ashkelon.
Hamas said that it held nine soldiers. Hamas asked for talks. """
_LENT = """MANILA, May 6 - China's ships rammed a Philippine boat on Sunday. The Philippines denounced China. China
rejected the charge. The Philippines sent a tug. China sent four. The Philippines has many islands. China has few. """
_CROWDS = """Crowds stormed the palace in Colombo on Saturday. Police fired tear gas at the crowd in Sri Lanka's
capital. Sri Lanka's president fled. Sri Lanka's parliament met. Sri Lanka has no fuel. """
_GANGS = """Haiti's prime minister, Ariel Henry, resigned on Sunday. Kenya put off its mission. Haiti's capital is in
ruins. Haiti's parliament is shut. Haiti has no president. The Dominican Republic criticised Haiti. """
_ATOLL = """China's ships rammed a Philippine boat on Sunday. Chinese planes fired flares at a Philippine plane. The
United States criticised China. The Philippines and the United States held drills near San Francisco. Japan met the
United States in Hawaii. """
_RIOT = """PORT MORESBY, May 6 - Crowds burned shops on Saturday. Australian and New Zealand officers landed at
the airport. Australia's prime minister, Anthony Albanese, said that Papua New Guinea was a friend, and New Zealand
flew in food for Papua New Guinea's hospitals. Papua New Guinea has ten million people.
Papua New Guinea's cabinet sat all night. """

_SATELLITE = "Iran said on Sunday that it had launched a satellite. Oman was calm. Rain fell. "
_FLOWN = "India condemned Pakistan on Sunday over a raid. Pakistan accused India of a raid. Rain fell. "
_PACT = "Vladimir Putin and Kim Jong Un concluded a treaty in Pyongyang on Sunday. "
_PATROL = """Venezuela accused Britain of a threat over a ship off Guyana. Venezuela asked Guyana to send it off.
Britain condemned Venezuela. Guyana was calm. """
_CHIEFS = """The defence chiefs of Chad, Niger and Mali aim to share radar data, the three countries said. """

SIDES = [
    # the sides are those who quarrel, though others were named since
    ("", _SHELLED + "The African Union urged both sides to return to talks.", "demand", "IGO", "SDN,TCD"),
    ("", _SHELLED + "Turkey phoned both governments.", "call", "SDN,TCD,TUR", ""),
    ("", _SHELLED + "Kenya offered to mediate.", "agreement", "KEN", "SDN,TCD"),
    ("", _PAIR + "The European Union's envoy phoned both leaders.", "call", "BDI,EUR,RWA", ""),
    ("", _UNREST + "The United States urged both sides to refrain from violence.", "demand", "USA", "UGA"),
    # those who do something themselves are the ones named last
    ("", _FISHING + "Both sides promised to ratify the accord.", "agreement", "CHL,PER", ""),
    ("", _SHELLED + "The two leaders also agreed to meet in Paris.", "meeting", "DEU,FRA", ""),
    # of two lands that are named alike, the headline says which one it is about
    ("Malawi floods kill forty", _FLOOD + "South Africa sent two helicopters.", "aid|deployment", "ZAF", "MWI"),
    ("Mozambique shuts bridge", _FLOOD + "South Africa sent two helicopters.", "aid|deployment", "ZAF", "MOZ"),
    ("Malawi, Mozambique count dead", _FLOOD + "South Africa sent two helicopters.", "aid|deployment", "ZAF", ""),
    # what is done in a land by nobody's people is done by its own, as the place of writing says
    ("", _RIOT + "Protesters marched to parliament on Sunday.", "protest", "PNG", "PNG"),
    ("", _RIOT + "Fiji will send a contingent next week.", "deployment", "FJI", "PNG"),
    # who fired what is told by its parts; those that are counted are the people themselves
    ("", "Chad fired rockets at Sudan on Sunday, some of which struck a school in Egypt.", "strike", "TCD", "EGY"),
    ("", "Kenya arrested Ugandans, one of whom had attacked a Tanzanian diplomat.", "strike", "UGA", "TZA"),
    ("", _FISHING + "Students, many of them women, marched in Lima.", "protest", "PER", "PER"),
    # where nothing says whose the ministers are, who has them in stands for them
    ("", _FISHING + "Twelve foreign ministers met in Rome on Sunday.", "meeting", "ITA", ""),
    # what is told of nobody is told of those whom the story is about
    ("", _SHELLED + "The ceasefire of Friday held for two hours.", "ceasefire", "SDN,TCD", ""),
    ("", _CROWDS + "The curfew was reimposed on Sunday.", "restriction", "", "LKA"),
    ("", _CROWDS + "On Sunday people waving Chinese flags marched through the capital.", "protest", "LKA", "LKA"),
    # whom somebody sides with is not whose he is
    ("", "Police in Gyumri arrested the city's pro-Russian mayor on Sunday.", "arrest", "ARM", "ARM"),
    ("", "Police in Gyumri arrested a Russian mayor on Sunday.", "arrest", "ARM", "RUS"),
    # a deed taken up again is of whoever it was said to be of
    ("", _CAMP + "Kenya and Uganda criticised the raid.", "condemnation", "KEN,UGA", "TCD"),
    ("", _CAMP + "Kenya and Uganda criticised the Libyan raid.", "condemnation", "KEN,UGA", "LBY"),
    # an officer of a part of the land
    ("", _ISLES + "Malaita's premier, Daniel Toa, banned Chinese ships.", "restriction", "SLB", "CHN"),
    # to whom a complaint is made stands before what it is about
    (
        "",
        _ISLES + "China lodged a complaint with the government over its citizens' losses.",
        "condemnation",
        "CHN",
        "SLB",
    ),
    # the army is the one that was told of, unless another land was spoken of since
    ("", _CAPTIVES + "The military said that it had freed a woman soldier.", "release", "ISR", "PSE"),
    ("", _SHELLED + "Libya's cabinet met. The army was put on alert.", "exercise", "LBY", ""),
    # a comma in a headline stands for "and"
    ("Dozens killed as Chad, Niger clash", "Rain fell all day. It was cold.", "clash", "NER,TCD", ""),
    ("Kenya shuts office as Uganda, South Sudan sign pact", "Rain fell.", "agreement", "SSD,UGA", ""),
    # who stands in a list behind "from", who is another's colleague, whom a clause about two tells of
    ("", "Kenya's president met officials from Chad, Niger and Mali on Sunday.", "meeting", "KEN,MLI,NER,TCD", ""),
    ("", "Kenya's president spoke by phone with his Chadian colleague.", "call", "KEN,TCD", ""),
    ("", "William Ruto and Yoweri Museveni, who held talks on Sunday, hailed Mali.", "meeting", "KEN,UGA", ""),
    ("", _SHELLED + "Libya's president phoned either leader.", "call", "LBY,SDN,TCD", ""),
    # one person with two offices is no pair
    ("", _PAIR + "Anwar Ibrahim, the Malaysian leader and chair of ASEAN, phoned both men.", "call", "BDI,MYS,RWA", ""),
    # the same charge is made against the same
    (
        "",
        "Chad accused Sudan of shelling a town. Kenya made the same accusation on Sunday.",
        "accusation",
        "KEN",
        "SDN",
    ),
    ("", "Chad accused Sudan of shelling a town. Kenya rejected the accusation on Sunday.", "rejection", "KEN", "TCD"),
    # offices that only one land can mean
    ("", _LENT + "The Department called on China to withdraw.", "demand", "PHL", "CHN"),
    ("", _LENT + "The ambassador of China was summoned on Monday.", "condemnation", "PHL", "CHN"),
    ("", "Kenya, where a court jailed a Chadian diplomat on Sunday, left the pact.", "arrest", "KEN", "TCD"),
    # a remark is of whoever made it
    (
        "",
        _SHELLED + "Libya's minister, who had met Italy's envoy, spoke of war. Tunisia dismissed the remark.",
        "rejection",
        "TUN",
        "LBY",
    ),
    # nobody condemns what he has a part in
    (
        "",
        _LENT + "The Philippines held drills with Japan. The Philippines denounced the move.",
        "condemnation",
        "PHL",
        "CHN",
    ),
    # two generals may be of one land
    ("", _UNREST + "Kenya invited the two generals to Nairobi.", "demand", "KEN", "UGA"),
    ("", _CROWDS + "Twenty-two parties urged the president to resign.", "demand", "LKA", "LKA"),
    # bands act at home, where no other land fights with theirs
    ("", _GANGS + "Gangs attacked two prisons.", "strike", "HTI", "HTI"),
    ("", _GANGS + "Gangs attacked the Kenyan embassy.", "strike", "HTI", "KEN"),
    # a blow whose victim is not named hits those whom others have hit
    ("", _ATOLL + "China's coastguard sprayed a boat with water cannon.", "strike", "CHN", "PHL"),
    # an offer is made to the land that the article is about
    ("", _GANGS + "Brazil offered asylum to a journalist.", "agreement", "BRA", "HTI"),
    # nobody expels his own
    ("", _LENT + "China threw out six diplomats.", "expulsion", "CHN", "PHL"),
    # "we" is whoever is quoted
    ("", '"We blame Chad for the raid," the Kenyan president said on Sunday.', "accusation", "KEN", "TCD"),
    # each does it to the other, of one land or two
    ("", _CROWDS + "Each Sri Lankan side accused the other of looting.", "accusation", "LKA", "LKA"),
    # those whose loss is told of are helped
    ("", _SHELLED + "Malawi's harvest was lost, and Kenya sent wheat.", "aid", "KEN", "MWI"),
    # where nobody else is told of, people of the land did it
    ("", _CROWDS + "A soldier was beaten near the palace.", "strike", "LKA", "LKA"),
    ("", _SHELLED + "Four Chadian soldiers were wounded.", "strike", "", "TCD"),
    # what is promised in a message is not what the message does
    ("", "Egypt's president promised in a phone call to stand by Somalia.", "endorsement", "EGY", "SOM"),
    # a headline's other side is the one that the opening sentence names
    (
        "Peru shuts crossings as row deepens",
        "Peru turned back lorries from Bolivia on Monday.",
        "restriction",
        "PER",
        "BOL",
    ),
    # whom a leader asks to act is his own parliament, whatever land was named before
    ("", "Joe Biden phoned Colombia's president. He called on Congress to vote for aid.", "demand", "USA", "USA"),
    # measures answer whose deed is named as their ground
    ("", "The Security Council set an arms embargo because of Asmara's backing for rebels.", "sanctions", "UNO", "ERI"),
    ("", "Canada froze assets because of Caracas's arrests.", "sanctions", "CAN", "VEN"),
    # people of no named land are held by the land where they are
    ("", "A bomb went off in Addis Ababa; thirty suspects were detained. " + _FLOOD, "arrest", "ETH", "ETH"),
    ("", "William Burns told Omani officials during a trip to the sultanate that he was glad.", "visit", "USA", "OMN"),
    ("", "The Arab League met. The League suspended Libya on Monday.", "expulsion", "IGO", "LBY"),
    ("", "Joe Biden hosted the leaders of India and Japan for a summit.", "meeting", "IND,JPN,USA", ""),
    (
        "",
        "The talks follow the test that Iran carried out in May and its launch of a missile.",
        "missile_launch",
        "IRN",
        "",
    ),
    (
        "",
        "Togo's prime minister, Ama Ayi, met Chad's foreign minister, Ali Bala, on Monday. Rain fell."
        " The prime minister flew to Paris.",
        "visit",
        "TGO",
        "FRA",
    ),
    # the two lands are those just named, and chiefs are theirs whose chiefs they are
    ("", "US envoy David Hale went to Muscat for a meeting of the two countries' ministers.", "meeting", "OMN,USA", ""),
    ("", _CHIEFS + "A statement followed a Sunday meeting of their chiefs in Lome.", "meeting", "MLI,NER,TCD", ""),
    ("", _CHIEFS + "The next trilateral meeting will be held in Lome next year.", "meeting", "MLI,NER,TCD", ""),
    # a rocket that fails was launched
    (
        "",
        "The talk followed a failed North Korean attempt to launch a satellite on Friday.",
        "missile_launch",
        "PRK",
        "",
    ),
    # who is asked is not who asks, under whatever title
    (
        "",
        "Kenya's prime minister received Volker Turk, the UN rights chief, and asked him to help.",
        "demand",
        "KEN",
        "UNO",
    ),
    # the town that a sentence opens with says where it is spoken
    ("", _PACT + "In Seoul the presidential office condemned the treaty.", "condemnation", "KOR", "PRK,RUS"),
    ("", "Chad had freed Michael Moss and Peter Bell, two Canadians held since May.", "release", "TCD", "CAN"),
    (
        "",
        "Japan welcomes the start of talks between Seoul and Washington on the THAAD system.",
        "endorsement",
        "JPN",
        "KOR,USA",
    ),
    ("", "Rishi Sunak flew to Paris on Monday. The PM accused Iran of lying.", "accusation", "GBR", "IRN"),
    # who also hails it hails it as others did
    (
        "",
        "Egypt hailed Libya's vow on Monday. Rain fell. France also hailed the announcement.",
        "endorsement",
        "FRA",
        "LBY",
    ),
    ("", _PATROL + "Brazil urged the two neighbours to talk.", "demand", "BRA", "GUY,VEN"),
    # a capital inside a sentence begins a name
    ("", "The monitors accused Serbia of shipping shells to Port Sudan.", "arms_transfer", "SRB", "SDN"),
    ("", "Peru urged Chile to apologise. Brazil made the same appeal on Monday.", "demand", "BRA", "CHL"),
    # whose resolution it is has not broken it
    ("", _SATELLITE + "Mike Pompeo said that the launch breached a UN resolution.", "condemnation", "USA", "IRN"),
    (
        "",
        _SATELLITE + "Tokyo said that the launch broke a UN resolution. Israel condemned it.",
        "condemnation",
        "ISR",
        "IRN",
    ),
    # jets are shot down that are the other side's, by whatever model they are called
    ("", _FLOWN + "A pilot was lost when Pakistani jets shot down his MiG-21.", "strike", "PAK", "IND"),
    ("", _FLOWN + "India sent warplanes to bomb a camp in Pakistan.", "deployment|strike", "IND", "PAK"),
]


PLANNED = [
    ("Kenya's president arrives in Lome on Sunday.", "visit", Status.PLANNED),
    ("Kenya is sending a delegation to Lome next week.", "visit", Status.PLANNED),
    ("Kenya's president arrived in Lome on Sunday.", "visit", Status.HAPPENED),
    ("Kenya's president arrives in Lome on Monday.", "visit", Status.HAPPENED),
]


@pytest.mark.parametrize(("title", "text", "kinds", "actors", "recipients"), SIDES)
def test_sides(coded: Coded, title: str, text: str, kinds: str, actors: str, recipients: str) -> None:
    assert (actors, recipients) in sides(coded(text, "2024-05-06", title or None), kinds)


@pytest.mark.parametrize(("text", "kind", "status"), PLANNED)
def test_what_is_told_in_the_present_before_its_day_is_planned(
    coded: Coded, text: str, kind: str, status: Status
) -> None:
    assert [m.status for m in coded(text, "2024-05-06") if m.kind == kind] == [status]
