"""Words that fill the slots of the sentence patterns. Persons are invented; armed groups and towns partly."""

from __future__ import annotations

COUNTRIES: tuple[tuple[str, str, str], ...] = tuple(
    tuple(row.split(","))  # type: ignore[misc]
    for row in """\
Albania,Albanian,Tirana
Algeria,Algerian,Algiers
Angola,Angolan,Luanda
Argentina,Argentine,Buenos Aires
Armenia,Armenian,Yerevan
Australia,Australian,Canberra
Austria,Austrian,Vienna
Azerbaijan,Azerbaijani,Baku
Bahrain,Bahraini,Manama
Bangladesh,Bangladeshi,Dhaka
Belarus,Belarusian,Minsk
Bolivia,Bolivian,La Paz
Brazil,Brazilian,Brasilia
Bulgaria,Bulgarian,Sofia
Cambodia,Cambodian,Phnom Penh
Canada,Canadian,Ottawa
Chile,Chilean,Santiago
China,Chinese,Beijing
Colombia,Colombian,Bogota
Cuba,Cuban,Havana
Egypt,Egyptian,Cairo
Ethiopia,Ethiopian,Addis Ababa
Finland,Finnish,Helsinki
France,French,Paris
Georgia,Georgian,Tbilisi
Germany,German,Berlin
Ghana,Ghanaian,Accra
Greece,Greek,Athens
Hungary,Hungarian,Budapest
India,Indian,New Delhi
Indonesia,Indonesian,Jakarta
Iran,Iranian,Tehran
Iraq,Iraqi,Baghdad
Israel,Israeli,Jerusalem
Italy,Italian,Rome
Japan,Japanese,Tokyo
Jordan,Jordanian,Amman
Kazakhstan,Kazakh,Astana
Kenya,Kenyan,Nairobi
Kuwait,Kuwaiti,Kuwait City
Lebanon,Lebanese,Beirut
Libya,Libyan,Tripoli
Malaysia,Malaysian,Kuala Lumpur
Mali,Malian,Bamako
Mexico,Mexican,Mexico City
Morocco,Moroccan,Rabat
Mozambique,Mozambican,Maputo
Myanmar,Burmese,Naypyidaw
Nicaragua,Nicaraguan,Managua
Nigeria,Nigerian,Abuja
North Korea,North Korean,Pyongyang
Norway,Norwegian,Oslo
Oman,Omani,Muscat
Pakistan,Pakistani,Islamabad
Peru,Peruvian,Lima
Poland,Polish,Warsaw
Qatar,Qatari,Doha
Romania,Romanian,Bucharest
Russia,Russian,Moscow
Rwanda,Rwandan,Kigali
Saudi Arabia,Saudi,Riyadh
Senegal,Senegalese,Dakar
Serbia,Serbian,Belgrade
Somalia,Somali,Mogadishu
South Africa,South African,Pretoria
South Korea,South Korean,Seoul
Spain,Spanish,Madrid
Sri Lanka,Sri Lankan,Colombo
Sudan,Sudanese,Khartoum
Sweden,Swedish,Stockholm
Syria,Syrian,Damascus
Taiwan,Taiwanese,Taipei
Thailand,Thai,Bangkok
Tunisia,Tunisian,Tunis
Turkey,Turkish,Ankara
Uganda,Ugandan,Kampala
Ukraine,Ukrainian,Kyiv
the United Kingdom,British,London
the United States,U.S.,Washington
Uzbekistan,Uzbek,Tashkent
Venezuela,Venezuelan,Caracas
Vietnam,Vietnamese,Hanoi
Yemen,Yemeni,Sanaa
Zambia,Zambian,Lusaka
Zimbabwe,Zimbabwean,Harare""".splitlines()
)

FIRST = """Aram Lena Tomas Amina Viktor Rosa Dmitri Salma Kofi Ingrid Hassan Mei Pablo Nadia Olu Farid Greta Samir Ivana
Jorge Leila Anders Thuy Rahul Zeynep Emeka Clara Bashir Yuna Marek Fatou Stefan Carmen Tariq Noor Akira Elif Joao
Sunita Pavel""".split()
LAST = """Haddad Okoro Lindqvist Petrenko Moreau Castellan Ibrahimi Tanaka Novak Santoro Dlamini Weiss Karimov Park
Herrera Osman Kovac Bergstrom Rahmani Adeyemi Delgado Yilmaz Nakamura Ferreira Sokolov Mensah Gruber Al-Masri Chaudhry
Vasquez Popescu Nyambe Halvorsen Sayed Markovic Tran Diallo Rosenberg Idris Laurent""".split()

OFFICES = """President|Prime Minister|Foreign Minister|Defence Minister|Interior Minister|Finance Minister
Vice President|Deputy Foreign Minister|Trade Minister|Defense Minister""".replace("\n", "|").split("|")

LEADERS = (
    "{C}",
    "{C}",
    "the {A} government",
    "{A} {office} {P}",
    "{A} Foreign Minister {P}",
    "{A} President {P}",
    "{K}",
    "{C}'s {lowoffice}",
    "{C}'s foreign ministry",
    "the {A} Foreign Ministry",
    "{A} officials",
    "{A} authorities",
    "{A} Prime Minister {P}",
    "{C}'s President {P}",
    "the {A} leader",
)

LISTS: dict[str, tuple[str, ...]] = {
    "office": tuple(OFFICES),
    "lowoffice": (
        "president",
        "prime minister",
        "foreign minister",
        "defence minister",
        "top diplomat",
        "interior minister",
    ),
    "day": tuple(
        "on Monday|on Tuesday|on Wednesday|on Thursday|on Friday|on Saturday|on Sunday|Monday|Thursday|today|yesterday"
        "|earlier this week|last week|on 14 March|in early June|this week|late on Friday|overnight|on Sept. 9|in May"
        "".split("|")
    ),
    "fut": tuple(
        "next week|on Thursday|later this month|in May|next month|tomorrow|in the coming days|on 3 October"
        "|before the end of the year|over the weekend|early next year|on Monday|in two weeks|soon|this autumn".split(
            "|"
        )
    ),
    "past": tuple(
        "last month|in January|last year|two weeks ago|in 2019|in March|a decade ago|earlier this year|in 1998"
        "|shortly after the war|since June|over the past year".split("|")
    ),
    "city": tuple(
        "Kandar|Aleppo|Goma|Marib|Kharkiv|Peshawar|Mosul|Port Sudan|Sirte|Basra|Odesa|Gao|Kunduz|Idlib|Juba|Maiduguri"
        "|Nablus|Quetta|Donetsk|Latakia|Cucuta|Mekelle|Sittwe|Hodeidah|Derna".split("|")
    ),
    "mon": tuple("January|February|March|April|May|June|July|August|September|October|November|December".split("|")),
    "third": (
        "Geneva",
        "Doha",
        "Vienna",
        "Oslo",
        "Cairo",
        "Istanbul",
        "Singapore",
        "Muscat",
        "Nairobi",
        "Brussels",
        "New York",
    ),
    "org": (
        "the United Nations",
        "NATO",
        "the European Union",
        "the African Union",
        "ASEAN",
        "the Arab League",
        "the World Bank",
        "the International Monetary Fund",
        "the OSCE",
        "ECOWAS",
        "the Security Council",
        "the European Commission",
        "the G7",
        "the UN Human Rights Council",
        "the International Atomic Energy Agency",
    ),
    "ngo": (
        "Human Rights Watch",
        "Amnesty International",
        "the Red Cross",
        "Doctors Without Borders",
        "Oxfam",
        "a rights group",
        "Reporters Without Borders",
        "Save the Children",
        "the Norwegian Refugee Council",
    ),
    "grp": (
        "rebels",
        "al-Shabab militants",
        "Taliban fighters",
        "Houthi fighters",
        "Islamic State gunmen",
        "separatist fighters",
        "Boko Haram insurgents",
        "suspected jihadists",
        "Hezbollah fighters",
        "Maoist guerrillas",
        "Hamas gunmen",
        "pro-government militiamen",
        "Kurdish fighters",
        "the M23 rebels",
        "ELN guerrillas",
    ),
    "group": (
        "the Taliban",
        "Hamas",
        "Hezbollah",
        "al-Shabab",
        "the Houthis",
        "the rebel movement",
        "the ELN",
        "the main rebel group",
        "the Islamic State group",
        "the opposition coalition",
        "the separatist leadership",
        "the junta",
        "the PKK",
    ),
    "opp": (
        "the opposition",
        "the main opposition party",
        "opposition lawmakers",
        "opposition leader {P}",
        "the country's largest party",
        "trade unions",
        "students",
        "teachers",
        "farmers",
        "civil society groups",
        "the biggest union federation",
    ),
    "n": (
        "two",
        "three",
        "four",
        "five",
        "seven",
        "nine",
        "a dozen",
        "12",
        "18",
        "23",
        "40",
        "more than 60",
        "at least six",
    ),
    "big": ("hundreds", "thousands", "tens of thousands", "scores", "dozens", "several thousand", "crowds"),
    "money": (
        "$40 million",
        "$2.5 billion",
        "300 million euros",
        "$750,000",
        "a further $60 million",
        "$1 billion",
        "£90 million",
        "500 million dollars",
        "€45 million",
        "$110 million",
    ),
    "src": (
        "officials said",
        "state media reported",
        "the foreign ministry said",
        "a spokesman said",
        "witnesses said",
        "police said",
        "the presidency said",
        "two diplomats told reporters",
        "the state news agency said",
        "a senior official said",
        "according to a statement",
        "local media reported",
        "a government source said",
        "the military said",
    ),
    "issue": (
        "trade",
        "the border dispute",
        "energy security",
        "migration",
        "the war in the region",
        "climate policy",
        "water sharing",
        "regional stability",
        "nuclear inspections",
        "fishing rights",
        "counter-terrorism",
        "grain exports",
    ),
    "sector": (
        "energy",
        "agriculture",
        "transport",
        "education",
        "health",
        "mining",
        "technology",
        "tourism",
        "shipping",
    ),
    "company": (
        "Nordvik Foods",
        "the carmaker",
        "Altair Systems",
        "the airline",
        "Brightwell",
        "the chipmaker",
        "a retail chain",
        "Meridian Bank",
        "the software firm",
        "the brewer",
        "Halden Mining",
        "the startup",
    ),
    "team": (
        "United",
        "the Lions",
        "the champions",
        "the home side",
        "Rovers",
        "the national team",
        "City",
        "the Eagles",
        "the visitors",
    ),
}

BEFORE: tuple[str, ...] = (
    "In a statement {day}, ",
    "According to {org}, ",
    "{city}, {C3} (Agency) -- ",
    "{K3}, {mon} 12 -- ",
    "For the second time in a month, ",
    "After weeks of speculation, ",
    "As winter approached, ",
    "Despite the rain, ",
    "Hours before the deadline, ",
    "Following an emergency cabinet session, ",
    "Late in the evening, ",
    "Amid rising tensions, ",
    "Meanwhile, ",
    "However, ",
    "At the same time, ",
    "Separately, ",
    "Under heavy pressure at home, ",
    "In a rare step, ",
    "On the eve of the anniversary, ",
    "Earlier, ",
    "As part of a wider campaign, ",
    "Two years after the war, ",
    "Citing security concerns, ",
    "{K3} - ",
    "Barely a week into the new year, ",
    "With oil prices near a record, ",
)
"""What may stand before a whole sentence."""

AFTER: tuple[str, ...] = (
    ", {src}",
    ", {src} {day}",
    ", {P3} said in a post online",
    " amid growing fears for the region",
    " after months of tension",
    ", a move that surprised {K3}",
    ", according to the state news agency",
    " in a bid to calm the public mood",
    ", the newspaper wrote, quoting unnamed sources",
    " despite objections from {C3}",
    " as part of a plan drawn up last year",
    ", which has a population of nine million",
    ", the first such step in a decade",
    " in a sign of changing times",
    ", {P3}, who chairs the committee, told reporters",
    " at a time of economic hardship",
    ", an issue close to many voters",
    " over fears that the situation could spin out of control",
    ", raising hopes of a better year",
    " because of its poor record",
    ", reports said, without giving details",
    ", while markets in {C3} stayed calm",
    ", in line with a decision taken in {mon}",
    " to the surprise of diplomats in {third}",
    ", days before the anniversary",
    ", drawing little notice abroad",
    " for the first time since the two states became independent",
    ", a source close to the matter told the agency",
    ", as the country prepares for winter",
    ", with the weather turning colder",
    " in an effort to win over young people",
    ", which lies 40 kilometres from the capital",
    ", whose family comes from the north",
    ", the radio said",
)
"""What may follow a whole sentence, before its full stop."""
