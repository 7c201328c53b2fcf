"""Which countries a region's name can mean where it stands for one of them: "the Gulf state", "the Andean nation"."""

from __future__ import annotations

from collections.abc import Iterable

_GULF = "SAU ARE QAT KWT BHR OMN"
_MAGHREB = "MAR DZA TUN LBY MRT"
_NORTH_AFRICA = f"{_MAGHREB} EGY SDN"
_WEST_AFRICA = "BEN BFA CPV CIV GMB GHA GIN GNB LBR MLI MRT NER NGA SEN SLE TGO"
_EAST_AFRICA = "KEN UGA TZA RWA BDI SSD ETH ERI DJI SOM SDN"
_HORN = "ETH ERI DJI SOM"
_CENTRAL_AFRICA = "CMR CAF TCD COD COG GNQ GAB STP AGO RWA BDI"
_SOUTHERN_AFRICA = "ZAF NAM BWA ZWE ZMB MOZ MWI LSO SWZ AGO MDG MUS"
_SAHEL = "MLI BFA NER TCD MRT SEN SDN"
_AFRICA = f"{_NORTH_AFRICA} {_WEST_AFRICA} {_EAST_AFRICA} {_CENTRAL_AFRICA} {_SOUTHERN_AFRICA} COM SYC"
_LEVANT = "LBN SYR JOR ISR PSE"
_MIDDLE_EAST = f"{_GULF} {_LEVANT} IRQ IRN YEM TUR EGY"
_CENTRAL_ASIA = "KAZ KGZ TJK TKM UZB"
_SOUTH_ASIA = "IND PAK BGD LKA NPL BTN MDV AFG"
_SOUTHEAST_ASIA = "IDN MYS SGP THA VNM PHL LAO KHM MMR BRN TLS"
_EAST_ASIA = "CHN JPN KOR PRK TWN MNG"
_ASIA = f"{_CENTRAL_ASIA} {_SOUTH_ASIA} {_SOUTHEAST_ASIA} {_EAST_ASIA}"
_BALTIC = "EST LVA LTU"
_NORDIC = "SWE NOR DNK FIN ISL"
_BALKANS = "SRB KOS BIH MNE MKD ALB HRV BGR ROU GRC SVN"
_CAUCASUS = "GEO ARM AZE"
_EASTERN_EUROPE = f"POL CZE SVK HUN ROU BGR MDA UKR BLR RUS {_BALTIC}"
_WESTERN_EUROPE = "FRA DEU GBR IRL BEL NLD LUX CHE AUT ESP PRT ITA"
_EUROPE = f"{_WESTERN_EUROPE} {_EASTERN_EUROPE} {_NORDIC} {_BALKANS} CYP MLT"
_CARIBBEAN = "CUB HTI DOM JAM TTO BRB BHS GRD LCA VCT ATG DMA KNA"
_CENTRAL_AMERICA = "GTM HND SLV NIC CRI PAN BLZ"
_ANDES = "BOL PER ECU COL CHL VEN"
_SOUTH_AMERICA = f"{_ANDES} ARG BRA URY PRY GUY SUR"
_PACIFIC = "FJI SLB VUT TON WSM KIR TUV NRU PNG PLW FSM MHL COK NIU"
_ARAB = f"{_GULF} {_MAGHREB} EGY SDN JOR LBN SYR IRQ YEM PSE SOM DJI COM"
_ISLANDS = f"{_PACIFIC} {_CARIBBEAN} LKA MDV SGP TWN JPN PHL IDN CYP MLT ISL MUS SYC COM MDG CPV STP BHR NZL"

# words that must all stand before the noun; of several that fit, the one of most words counts
_REGIONS = {
    frozenset(words.split()): frozenset(countries.split())
    for words, countries in {
        "gulf": _GULF,
        "arab": _ARAB,
        "maghreb": _MAGHREB,
        "north african": _NORTH_AFRICA,
        "west african": _WEST_AFRICA,
        "east african": _EAST_AFRICA,
        "central african": _CENTRAL_AFRICA,
        "southern african": _SOUTHERN_AFRICA,
        "horn": _HORN,
        "sahel": _SAHEL,
        "sahelian": _SAHEL,
        "african": _AFRICA,
        "middle eastern": _MIDDLE_EAST,
        "central asian": _CENTRAL_ASIA,
        "south asian": _SOUTH_ASIA,
        "southeast asian": _SOUTHEAST_ASIA,
        "east asian": _EAST_ASIA,
        "asian": _ASIA,
        "himalayan": "NPL BTN IND CHN PAK",
        "baltic": _BALTIC,
        "nordic": _NORDIC,
        "scandinavian": _NORDIC,
        "balkan": _BALKANS,
        "caucasus": _CAUCASUS,
        "caucasian": _CAUCASUS,
        "east european": _EASTERN_EUROPE,
        "eastern european": _EASTERN_EUROPE,
        "central european": "POL CZE SVK HUN AUT DEU SVN CHE",
        "western european": _WESTERN_EUROPE,
        "european": _EUROPE,
        "caribbean": _CARIBBEAN,
        "central american": _CENTRAL_AMERICA,
        "andean": _ANDES,
        "south american": _SOUTH_AMERICA,
        "latin american": f"{_SOUTH_AMERICA} {_CENTRAL_AMERICA} {_CARIBBEAN} MEX",
        "pacific": _PACIFIC,
        "island": _ISLANDS,
        "archipelago": _ISLANDS,
        "emirate": "ARE KWT QAT AFG",
        "sultanate": "OMN BRN",
        "kingdom": "SAU MAR JOR BHR THA KHM BTN TON LSO SWZ GBR ESP SWE NOR DNK BEL NLD MYS",
        "monarchy": "SAU MAR JOR BHR KWT QAT ARE OMN THA BRN SWZ",
        "islamic republic": "IRN PAK MRT AFG",
        "communist": "CHN PRK VNM LAO CUB",
        "reclusive": "PRK TKM ERI",
        "isolated": "PRK TKM ERI",
        "hermit": "PRK",
        "secretive": "PRK TKM",
        "stalinist": "PRK",
        "jewish": "ISR",
        "city": "SGP MCO VAT",
        "alpine": "AUT CHE LIE",
        "landlocked": "BOL PRY NPL BTN LAO MNG AFG KAZ KGZ TJK UZB TKM MLI BFA NER TCD CAF SSD ETH UGA RWA BDI ZMB ZWE"
        " MWI BWA LSO SWZ AUT CHE CZE SVK HUN SRB MKD MDA BLR",
    }.items()
}


# lands of one of these may be neighbours
_CLOSE = tuple(
    frozenset(lands.split())
    for lands in (
        _NORTH_AFRICA, _WEST_AFRICA, _EAST_AFRICA, _CENTRAL_AFRICA, _SOUTHERN_AFRICA, _SAHEL, _MIDDLE_EAST,
        _CENTRAL_ASIA, _SOUTH_ASIA, _SOUTHEAST_ASIA, _EAST_ASIA, _BALTIC, _NORDIC, _BALKANS, _CAUCASUS,
        _EASTERN_EUROPE, _WESTERN_EUROPE, _CARIBBEAN, f"{_CENTRAL_AMERICA} MEX", _SOUTH_AMERICA, _PACIFIC,
        "USA CAN MEX", "CHN IND PAK NPL BTN VNM LAO MMR RUS MNG PRK KAZ KGZ TJK AFG", "IRN AFG PAK TKM ARM AZE IRQ TUR",
        "RUS GEO AZE KAZ FIN NOR EST LVA POL CHN PRK MNG", "TUR GRC BGR GEO ARM SYR IRQ CYP", "EGY ISR LBY SDN PSE",
        "DEU POL CZE AUT CHE FRA DNK NLD BEL LUX", "ESP MAR PRT FRA", "HTI DOM CUB", "COL PAN VEN",
    )
)  # fmt: skip


_COLONIES = {
    "FRA": "BEN BFA CIV CMR CAF TCD COG DJI DZA GAB GIN MDG MLI MRT MAR NER SEN TGO TUN VNM KHM LAO LBN SYR HTI COM",
    "BEL": "COD RWA BDI",
    "PRT": "AGO MOZ GNB CPV STP TLS BRA",
    "ESP": "GNQ CUB PHL MEX COL PER VEN CHL ARG BOL ECU",
    "NLD": "IDN SUR",
    "ITA": "LBY ERI SOM",
    "DEU": "NAM",
    "GBR": "IND PAK BGD LKA MMR MYS KEN UGA TZA GHA NGA SLE GMB ZMB ZWE MWI BWA SDN EGY CYP MLT JAM GUY HKG FJI SLB",
}


HELD = {"PSE": "ISR"}
"""Lands that have no army of their own, and whose stands there."""


def army_in(land: str | None) -> str | None:
    """Whose army stands in a land that has none of its own."""
    return HELD.get(land or "")


# who is called an ally of whom
_ALLIES = {
    "USA": "GBR FRA DEU ITA ESP PRT NLD BEL CAN AUS NZL JPN KOR TWN PHL THA ISR TUR POL NOR DNK ROU LTU LVA EST CZE SAU"
    " EGY JOR KWT QAT BHR ARE COL PAK UKR",
    "RUS": "BLR ARM KAZ KGZ TJK SYR SRB CUB VEN NIC IRN PRK MLI",
    "CHN": "PRK PAK MMR KHM LAO RUS",
    "PRK": "CHN RUS",
    "IRN": "SYR RUS VEN",
    "SYR": "RUS IRN",
    "BLR": "RUS",
    "ARM": "RUS",
    "SAU": "BHR ARE EGY KWT JOR USA",
    "TUR": "AZE QAT",
    "AZE": "TUR",
    "CUB": "VEN RUS NIC",
    "VEN": "CUB RUS NIC BOL",
    "KOR": "USA",
    "JPN": "USA",
    "ISR": "USA",
    "GBR": "USA",
    "PAK": "CHN",
}


def are_allies(owners: Iterable[str | None], land: str | None) -> bool:
    """Whether a land is often called an ally of one of these."""
    return any(land is not None and land in _ALLIES.get(own or "", "") for own in owners)


def ruler_of_colony(land: str | None) -> str | None:
    """Whose colony a land once was."""
    return next((ruler for ruler, lands in _COLONIES.items() if land is not None and land in lands), None)


def are_close(one: str | None, other: str | None) -> bool:
    """Whether two lands lie so near that they may be neighbours."""
    return any(one in lands and other in lands for lands in _CLOSE)


def lands_of(words: Iterable[str]) -> frozenset[str] | None:
    """The countries of the region that the words before a noun name; None where they name none."""
    before = {piece for word in words for piece in word.lower().split("-")}
    named = [region for region in _REGIONS if region <= before]
    return _REGIONS[max(named, key=len)] if named else None
