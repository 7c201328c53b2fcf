"""Names of countries and the regions under which a digest groups them. Pure.

Names are CLDR's, through babel; regions follow how desks divide the world, close to the UN's M49 sub-regions.
"""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global

_BODIES = {
    "EUR": "European Union", "UNO": "United Nations", "IGO": "International bodies", "NGO": "Non-governmental bodies",
    "ISM": "Islamist groups", "IMG": "International militant groups", "MNC": "Companies", "KOS": "Kosovo",
    "PSE": "Palestinians", "HKG": "Hong Kong",
}  # fmt: skip
_REGIONS = {
    "East Asia": "CHN HKG JPN KOR MAC MNG PRK TWN",
    "Southeast Asia": "BRN IDN KHM LAO MMR MYS PHL SGP THA TLS VNM",
    "South Asia": "AFG BGD BTN IND LKA MDV NPL PAK",
    "Central Asia and the Caucasus": "ARM AZE GEO KAZ KGZ TJK TKM UZB",
    "Middle East": "ARE BHR CYP IRN IRQ ISR JOR KWT LBN OMN PSE QAT SAU SYR TUR YEM",
    "North Africa": "DZA EGY ESH LBY MAR TUN",
    "Sub-Saharan Africa": (
        "AGO BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI ERI ETH GAB GHA GIN GMB GNB GNQ KEN LBR LSO MDG MLI MOZ "
        "MRT MUS MWI NAM NER NGA RWA SDN SEN SLE SOM SSD STP SWZ SYC TCD TGO TZA UGA ZAF ZMB ZWE"
    ),
    "Eastern Europe": "BLR MDA RUS UKR",
    "Europe": (
        "ALB AND AUT BEL BGR BIH CHE CZE DEU DNK ESP EST EUR FIN FRA GBR GRC HRV HUN IRL ISL ITA KOS LIE LTU LUX LVA "
        "MCO MKD MLT MNE NLD NOR POL PRT ROU SMR SRB SVK SVN SWE VAT"
    ),
    "North America": "CAN USA GRL BMU",
    "Latin America and the Caribbean": (
        "ARG ATG BHS BLZ BOL BRA BRB CHL COL CRI CUB DMA DOM ECU GRD GTM GUY HND HTI JAM KNA LCA MEX NIC PAN PER PRI "
        "PRY SLV SUR TTO URY VCT VEN"
    ),
    "Oceania": "AUS FJI FSM KIR MHL NRU NZL PLW PNG SLB TON TUV VUT WSM",
    "International bodies": "UNO IGO NGO ISM IMG MNC",
}
_REGION_OF = {code: region for region, codes in _REGIONS.items() for code in codes.split()}
ELSEWHERE = "Elsewhere"


@cache
def name_of(code: str, locale: str = "en") -> str:
    """Name of a three-letter code; the code itself where none is known."""
    if code in _BODIES:
        return _BODIES[code]
    short = get_global("territory_aliases").get(code, [code])[0]
    return str(Locale.parse(locale).territories.get(short, code))


def region_of(code: str | None) -> str:
    """The region of a three-letter code; ELSEWHERE where it has none."""
    return _REGION_OF.get(code or "", ELSEWHERE)
