"""The grammar of time expressions: one regular expression a rule, and the scan that finds them. Pure.

Rules are tried at every place of the text; where matches overlap the longest wins, then the earlier rule. The meaning
of a match is worked out in timex_anchor.
"""

# ruff: noqa: E501 - a pattern is read whole, in one line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracker.extract.timex_words import COUNT_WORDS, HOLIDAYS, NUMBER_WORD, ORDINALS

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\b\.?|Feb\b\.?|Mar\b\.|Apr\b\.?|Jun\b\.|Jul\b\.|Aug\b\.?|Sept?\b\.?|Oct\b\.?|Nov\b\.?|Dec\b\.?)"
)
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)(?:\.|(?=,?\s(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d))))"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)"
_SPELLED = rf"(?P<spelled>(?:nineteen|eighteen)[ -](?:(?:{NUMBER_WORD})[ -]?){{1,2}}|(?:the year )?two thousand(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten))?)"
_ORD = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
_NUM = (
    rf"(?P<num>\d[\d,]*(?:\.\d+)?(?:\s\d/\d)?|(?:a\s)?(?:{COUNT_WORDS})(?:\sand\sa\shalf)?"
    r"|a couple of|a couple|a pair of|a dozen|half an?|an additional|another|a single|an?|one)"
)
_VAGUE = r"(?P<vague>several|many|a few|few|a number of|some|countless|various|numerous)"
_UNIT = r"(?P<unit>second|minute|min|hour|day|night|week|fortnight|month|quarter|year|decade|centur(?:y|ie)|summer|winter|weekend)s?"
_OVER = r"over(?!\s(?:the|several|many|a few|some)\b)"
_MEASURE = "for after of took last lasted in than spent is was are were by".split()
_APPROXES = (
    r"about|around|roughly|approximately|nearly|almost|(?:a\slittle\s|slightly\s|much\s|far\s)?(?:more|less) than|at least|at most|up to"
    r"|no more than|no less than|as many as|under|fewer than|(?:just|well|a little) over|just under|close to"
)
_APPROX = rf"(?P<approx>{_APPROXES}|{_OVER})"
# "rose 3 percent over two years" speaks of two years, "for over two years" of more
_MEASURED = "|".join(rf"(?<=\b{word}\s)" for word in _MEASURE)
_APPROX_LONG = rf"(?P<approx>{_APPROXES}|(?:{_MEASURED}){_OVER})"
_HOURS = r"(?:(?:the\s)?(?:(?:early\s|late\s)?(?P<part>morning|afternoon|evening|night)(?:\shours)?|(?:very\s)?early\s(?P<part>hours)|small\s(?P<part>hours))\sof\s)?"
_THAT_DAY = r"(?:(?P<word>today|yesterday|tomorrow|tonight)(?:\s(?P<part>morning|afternoon|evening|night))?|(?P<near>this|last)\s(?P<part>morning|afternoon|evening|night))"
_ABOUT = r"about|around|approximately|roughly|nearly|almost"
_CIVIL_DAY = rf"(?:{_MONTH}\s(?P<day>\d{{1,2}})|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH})(?!\d)(?:,?\s{_YEAR})?"
_DAYPART = r"(?P<part>morning|afternoon|evening|night|midday|noon|overnight)"
_PRE = r"(?:(?P<pre>early|late|later|earlier|mid|the (?:very )?(?:end|beginning|start|middle|close|eve) of|early in|late in|earlier in|later in|sometime|around|about|circa|ca\.)[\s-]+)?"
_THAT_YEAR = r"(?P<relyear>this|last|next|that|the same|the following|the previous) year"
_ZONES = (
    r"(?:GMT|UTC|EST|EDT|CET|CEST|BST|JST|KST|PST|PDT|CST|CDT|MST|ET|MSK|IST|AEST|SAST|EET|WAT"
    r"|(?:Eastern|Central|Pacific|Mountain)(?:\s(?:standard|daylight))?\stime|Eastern|(?:local|Moscow|London|Paris|Beijing|Tokyo|Kyiv|Kiev) time)"
)
_ZONE = rf"(?:\s?(?P<zone>{_ZONES}|\({_ZONES}\)))?"
_CLOCK = rf"(?P<clock>\d{{1,2}}(?:[:.]\d\d)?\s?(?:[ap]\.\s?m\b\.?|[ap]m\b)|\d{{1,2}}:\d\d(?!\d)|\d{{1,2}}\.\d\d(?=\s(?:{_ZONES}|this\s|last\snight|yesterday|tomorrow|tonight)\b)|[0-2]\d[0-5]\d(?=\s?(?:{_ZONES}|hours|hrs)\b)|noon|midnight|mid-?(?:morning|afternoon)){_ZONE}"
_QUARTER = r"(?:fiscal[\s-])?(?P<nth>first|second|third|fourth|final|1st|2nd|3rd|4th)[\s-](?:fiscal[\s-])?(?P<span>quarter|half)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A name, by which the meaning is found, and what it matches."""

    name: str
    regex: re.Pattern[str]


def _rule(name: str, pattern: str) -> Rule:
    """A rule; a part that stands twice in it gets a number behind its name, which `_parts` takes off again."""
    seen: dict[str, int] = {}

    def numbered(group: re.Match[str]) -> str:
        seen[group[1]] = seen.get(group[1], 0) + 1
        return f"(?P<{group[1]}{'' if seen[group[1]] == 1 else f'__{seen[group[1]]}'}>"

    pattern = re.sub(r"\(\?P<(\w+)>", numbered, pattern)
    return Rule(name, re.compile(_lower_case(rf"(?<![\w$€£#/])(?:{pattern})(?![\w/])")))


def _lower_case(pattern: str) -> str:
    """A pattern for texts in lower case: it takes two thirds of the time of one that matches either case."""
    return re.sub(r"\\.|\(\?P|[A-Z]+", lambda part: part[0].lower() if part[0].isalpha() else part[0], pattern)


RULES: tuple[Rule, ...] = (
    _rule("iso", r"(?P<iso>\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?"),
    _rule("slashes", r"(?<!/)\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d(?!/)"),
    _rule("clock_day", rf"(?:(?P<approx>{_ABOUT})\s)?{_CLOCK},?(?:\son)?\s(?:{_WEEKDAY}(?:\s{_DAYPART})?(?:,?\s(?:{_CIVIL_DAY}))?|{_CIVIL_DAY})"),
    _rule("dates_mdy", rf"{_MONTH}\s(?P<day>\d{{1,2}})(?:\s?(?:-|–|to)\s?(?P<to>\d{{1,2}})(?!\d|:)|\sand\s(?P<to>\d{{1,2}})(?=[,.;:)]|\s(?:in|at|and|to|for|with|as|on|by|\d{{4}})\b|$))(?:,?\s{_YEAR})?"),
    _rule("dates_dmy", rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|–|to|and)\s?(?P<to>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?"),
    _rule("mdy", rf"(?:(?:(?P<deixis>this coming|last|next|this)\s)?{_WEEKDAY},?\s(?:the\s)?)?{_HOURS}(?:(?P<deixis>last|next|this)\s)?{_PRE}{_MONTH}\s(?:the\s)?(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{_ORD})(?!\d|:\d|[.,]\d\d\d)(?:(?:,\s|\s|\sin\s){_YEAR}|,?\s{_THAT_YEAR})?"),
    _rule("dmy", rf"(?:{_WEEKDAY},?\s)?{_HOURS}{_PRE}(?:the\s)?(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{_ORD})\s(?:of\s)?{_MONTH}(?:(?:,\s|\s|\sin\s){_YEAR}|,?\s{_THAT_YEAR})?"),
    _rule("month_year", rf"{_PRE}{_MONTH},?(?:\s(?:of\s)?)(?:{_YEAR}|{_THAT_YEAR}|{_SPELLED})"),
    _rule("month", rf"{_PRE}(?:(?P<deixis>last|next|this|this past|this coming|the following|that)\s)?{_MONTH}"),
    _rule("new_year", r"(?:(?P<pre>early|late|later|earlier)\sin\s)?the\s(?:very\s)?(?:early\s)?new\syear(?!['’]s\s(?:eve|day)|\s(?:holiday|celebration|festiv|break|honours|period))"),
    _rule("season", rf"{_PRE}(?:(?P<deixis>last|next|this|this past|this coming|the following|that|the)\s)?(?P<season>spring|summer|autumn|fall|winter)(?:,?\s(?:of\s)?(?:{_YEAR}|{_THAT_YEAR}|{_SPELLED}))?"),
    _rule("quarter_of", rf"{_PRE}(?:the\s)?(?:{_YEAR}\s)?{_QUARTER}(?:\sof\s(?:fiscal\s)?(?:{_YEAR}|{_THAT_YEAR}|the year))?"),
    _rule("month_quarter", rf"(?:the\s)?(?:{_MONTH}\s?(?:-|–|to)\s?(?:{_MONTH})\s|(?<=\bthe\s){_MONTH}\s)(?P<span>quarter|half)(?:(?:\sof)?\s{_YEAR}|\s{_THAT_YEAR})?"),
    _rule("year_quarter", rf"{_THAT_YEAR}['’]s\s{_QUARTER}"),
    _rule("q_number", rf"(?:Q(?P<nth>[1-4])|H(?P<nth>[12])(?=\s(?:of\s)?\d))(?:\sof)?(?:\s{_YEAR})?"),
    _rule("nth_day", r"the (?P<day>\d{1,2})(?:st|nd|rd|th)(?=\s(?:that|of|to|and|at|in|by|as|from|he|she|they|it|the)\b|[,.;:]|$)"),
    _rule("years", rf"{_YEAR}\s?(?:-|–|to)\s?(?P<to>\d{{4}}|\d\d)(?!\d|-)"),
    _rule("year", rf"{_PRE}(?:(?:the\s)?(?P<fiscal>fiscal(?:\syear)?|financial year)\s|calendar\s|the year\s|year\s)?(?:{_YEAR}(?!-\d|,\d{{3}}|\s?%|\.\d)|{_SPELLED})(?P<open>\sor later|\sand beyond)?"),
    _rule("year_period", rf"the\s{_YEAR}\s(?P<span>quarter|period)"),
    _rule("bc", rf"{_PRE}(?:(?:the\s)?(?P<season>spring|summer|autumn|winter)\sof\s|{_MONTH}\s)?(?P<num>\d{{1,4}})\s(?:BCE?|B\.C\b\.?)"),
    _rule("short_year", r"['’](?P<short>\d\d)"),
    _rule("time_ref", r"(?P<same>the same|this|that|at the) (?:time|period)"),
    _rule("at_night", r"(?P<part>night|daytime|nighttime)"),
    _rule("decade", r"(?:the\s)?(?:(?P<pre>early|late|mid)[\s-]+)?(?P<decade>(?:1[0-9]|20)\d0|['’]?\d0)['’]?s(?:\sto\s(?P<to>mid))?"),
    _rule("decade_word", r"the\s(?:(?P<pre>early|late|mid)[\s-]+)?(?P<decadeword>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"),
    _rule("century", rf"(?:the\s)?(?:(?P<pre>early|late|mid)[\s-]+)?(?P<nth>{_ORD})[\s-]century(?:\s(?P<bc>BC|BCE|B\.C\.))?"),
    _rule("day_word", rf"(?:(?P<pre>early|late|earlier|later)\s)?(?P<word>today|yesterday|tomorrow|tonight)(?:\s{_DAYPART})?"),
    _rule("day_beside", r"the day (?P<beside>before yesterday|after tomorrow)"),
    _rule("part_of_day", rf"(?:(?P<pre>early|late|earlier|later|mid)[\s-])?(?P<deixis>this|last|that|the same|the next|the following|the previous)\s{_DAYPART}"),
    _rule("definite_part", r"(?:(?P<pre>early|late|later|earlier|the\smiddle)\s(?:in|of)\s)?the\s(?:(?P<pre>early|late|mid)[\s-])?(?P<part>morning|afternoon|evening|night)(?:\shours)?"),
    _rule("definite_part", r"the\s(?:very\s)?(?:early|small)\s(?P<part>hours)"),
    _rule("hours_of", rf"{_HOURS[:-1]}(?:{_WEEKDAY}(?:(?:\sof)?\s(?P<week>last|next|this)\sweek)?|(?P<word>today|yesterday))"),
    _rule("weekday", rf"(?:(?P<pre>early|late|earlier|later)\s(?:on\s)?)?(?:(?P<deixis>last|next|this|this past|this coming|the following|the previous|every(?: other| second)?|each)\s)?{_WEEKDAY}(?P<plural>s)?(?:\s(?P<part>morning|afternoon|evening|night|noon)(?P<parts>s)?)?(?:(?:\sof)?\s(?P<week>last|next|this)\sweek)?"),
    _rule("part_weekday", rf"(?P<clock>noon|midnight|mid-?morning|mid-?afternoon)(?:\son)?\s(?:{_WEEKDAY}|(?P<word>today|yesterday|tomorrow|tonight))"),
    _rule("clock", rf"(?:(?P<approx>{_ABOUT})\s)?{_CLOCK}(?:\s{_THAT_DAY})?"),
    _rule("week_of", rf"(?:the\s)?week\s(?:of|beginning|starting|commencing)\s(?:{_WEEKDAY},?\s)?(?:the\s)?(?:{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH})(?!\d|\s?[-–]\s?\d)(?:,?\s{_YEAR}|,?\s{_THAT_YEAR})?"),
    _rule("weeks_from", rf"(?P<num>a|one|two|three)\sweeks?\sfrom\s(?:(?P<word>today|tomorrow)|{_WEEKDAY})"),
    _rule("weekday_week", rf"{_WEEKDAY}\sweek(?![\w-])"),
    _rule("overnight", r"(?P<overnight>overnight)"),
    _rule("deictic", rf"{_PRE}(?P<deixis>this|last|next|the past|this past|the coming|the current|the previous|the following|that|the same|the last|the next|the latest|the present|the|that same|the very same|the entire|the full|the whole)\s(?P<fiscal>(?:fiscal|financial|calendar|school|academic)\s)?(?P<deunit>day|week|weekend|month|quarter|year|decade|century|half-year)(?!-)(?P<orso> or so)?"),
    _rule("same_of", rf"the\s(?:same|corresponding|comparable)\s(?P<deunit>quarter|month|period|half|week|weekend|day|time)\s(?:(?:of|in)\s)?(?:{_YEAR}|{_THAT_YEAR}|(?P<back>a year (?:ago|earlier|before)|the year before))"),
    _rule("year_end", r"(?:the\s)?(?P<pre>year[-\s]end|month[-\s]end|end[-\s]of[-\s](?:the[-\s])?year)"),
    _rule("offset", rf"(?:{_APPROX}\s)?(?:(?:{_NUM}|{_VAGUE})(?:\s(?:or\s(?:so|more)|more))?\s)?{_UNIT}(?:\sor\s(?:so|more))?\s(?P<way>ago|(?:earlier|later)(?!\sthan\b)|before(?=[.,;:)\"'”’]|$|\s(?:and|but|when|while|in|at|with|from|had|was|were)\b)|from now|hence|previously|prior(?!\sto)|afterwards?|back)"),
    _rule("fraction_unit", rf"(?:{_APPROX}\s)?(?:a\s)?(?P<num>half|quarter)(?:-|\s|\sa\s|\sof\sa\s)(?P<unit>century|decade)(?:\s(?P<way>ago|earlier|later))?"),
    _rule("beside", r"(?P<beside>the (?:day|night|week|month|year) (?:before|after)|the (?:previous|following|next|preceding) (?:day|night|morning|week|month|year)|(?:the|that) (?:very )?same (?:day|week|month|year|night)|that (?:day|week|month|year|night))(?!\s(?:yesterday|tomorrow))"),
    _rule("past_next", rf"(?:the\s)?(?P<deixis>past|last|next|coming|previous|first|final|preceding|following|recent)\s(?:(?P<fuzzy>few|several|couple of|many)\s|{_NUM}\s(?:(?:to|or)\s(?P<num2>\d+|{NUMBER_WORD})\s)?)?{_UNIT}(?<=s)(?P<orso> or so)?"),
    _rule("latest_period", rf"the (?:latest|corresponding|same|comparable) (?:period(?P<lastyear> last year)?|(?P<nine>{NUMBER_WORD}) months)"),
    _rule("past_next_one", r"the\s(?P<deixis>past)\s(?P<unit>hour|quarter|decade|century)"),
    _rule("ago_adjective", rf"(?:(?:the\s)(?:comparable\s|corresponding\s)?year-(?:ago|earlier)\s(?P<span>quarter|period|{_QUARTER})|year-(?:ago|earlier)(?:\s(?P<span>quarter|period))?)"),
    _rule("recent_units", r"(?:(?:more\s)?recent|coming|past)\s(?P<unit>day|week|month|quarter|year|decade|centurie)s"),
    _rule("hyphen_duration", rf"(?:an?\s)?(?P<num>\d+(?:\.\d+)?|(?:{NUMBER_WORD})(?:-(?:{NUMBER_WORD}))*)[-\s](?P<unit>second|minute|hour|day|week|month|quarter|year|decade|century)(?:-(?P<old>old|long)\b)?(?!s\b|-olds?\b|\s(?:ago|earlier|later|old|before|after)\b)"),
    _rule("unit_long", r"(?P<unit>hour|day|week|month|year|decade)(?P<many>s)?-long"),
    _rule("all_unit", r"all\s(?P<unit>day|week|month|year)(?:\slong)?(?![\w-])"),
    _rule("vague_duration", r"(?:(?:a|an)\s(?:while|short time|(?:fairly |very )?(?:lengthy|long|short|brief) (?:period|time)(?: of time)?)|some time(?!s))"),
    _rule("duration", rf"(?:{_APPROX_LONG}\s)?(?:the\s)?(?:first\s|last\s|entire\s)?(?:{_NUM}(?:\smore|\sadditional)?(?:(?:\s(?:to|or)\s|-)(?P<upto>\d+|{NUMBER_WORD}))?|{_VAGUE}(?:\smore)?)\s(?:(?:trading|working|business|consecutive|full|long|straight)\s)?(?:{_UNIT})(?:\sand\s(?:a\shalf|(?P<num2>\d+|{NUMBER_WORD})\s(?P<unit2>hour|minute|day|week|month|year)s?))?(?:\sor\s(?P<ormore>more|so|longer|less))?(?:\s(?P<old>old)\b)?"),
    _rule("bare_units", r"(?:the\s(?P<early>early\s|first\s|last\s|final\s)?)?(?P<unit>second|minute|hour|day|week|month|year|decade|centurie)s(?:\sor\s(?:weeks|months|years)|\sahead)?"),
    _rule("set_every", rf"(?P<each>every|each)\s(?:other\s)?(?:(?P<num>\d+|{NUMBER_WORD})\s)?(?:(?P<season>spring|summer|autumn|winter)|{_UNIT}|{_MONTH}|(?P<part>morning|afternoon|evening))"),
    _rule("set_word", r"(?P<often>hourly|daily|weekly|fortnightly|monthly|quarterly|yearly|annually|nightly)"),
    _rule("set_per", r"(?P<times>(?:once|twice|(?:two|three|four|five|several|many) times)\s)?(?:a|per)\s(?P<unit>day|week|month|year)"),
    _rule("now", r"(?P<present>now|currently|nowadays|at present|the present|these days|right now|(?:the )?present[ -]day|the time being)"),
    _rule("current", r"(?P<present>current|present-day)"),
    _rule("past", r"(?P<past>(?:more\s)?recently|recent|former|previously|the (?:recent\s)?past|the distant past|lately|formerly)"),
    _rule("future", r"(?P<future>soon|as soon as possible|a later date|the (?:near |foreseeable |not too distant )?future|future|the (?:near|short|long) term|shortly)"),
    _rule("holiday", rf"(?:(?P<deixis>this|last|next)\s)?(?P<holiday>{'|'.join(sorted((re.escape(name) for name in HOLIDAYS), key=len, reverse=True))})(?:,?\s{_YEAR}|\s{_THAT_YEAR})?"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A match: what it cuts out, by which rule, with its parts."""

    start: int
    end: int
    rule: str
    parts: dict[str, str | None]


def _parts(match: re.Match[str], text: str) -> dict[str, str | None]:
    """What the parts of a match in lower case are in the `text` itself."""
    parts: dict[str, str | None] = {}
    for name, number in match.re.groupindex.items():
        plain = name.split("__")[0]
        parts[plain] = parts.get(plain) or (text[match.start(number) : match.end(number)] if match[number] else None)
    return parts


# what a rule cannot do without; a rule that is not named in _NEEDS looks at the whole text
_KEYS = re.compile(
    r"\b(?:(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec(?!ad))"
    r"|(?P<weekday>mon\b|monday|tue|wed|thu|fri\b|friday|sat\b|satur|sun\b|sunday)"
    r"|(?P<quarter>quarter|half)|(?P<century>centur)"
    r"|(?P<unit>second|minute|min\b|hour|day|week|fortnight|month|year|decade)"
    r"|(?P<season>spring|summer|autumn|fall\b|winter)|(?P<part>morning|afternoon|evening|night)"
    r"|(?P<way>ago\b|earlier|later|before|hence|previously|prior\b|after|back\b)"
    r"|(?P<side>past|last|next|coming|previous|first|final|preceding|following|recent|same|latest|corresponding|comparable)"
    r"|(?P<lapse>while|time|period)"
    r"|(?P<word>now|current|present|these|right|soon|shortly|lately|more|former|future"
    r"|near|foreseeable|long|short|possible|today|yesterday|tomorrow|tonight|overnight|daily|nightly"
    r"|some|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|annual|new)"
    r"|(?P<noon>midday|noon|midnight|mid)|(?P<end>end\b)|(?P<bc>bce?\b)|(?P<digit>\d))|(?P<inner>\d)"
)
"""Kinds of single words, by how they begin."""
_FEASTS = "|".join(sorted((re.escape(name) for name in HOLIDAYS), key=len, reverse=True))
_PHRASES = re.compile(rf"(?P<feast>(?:{_FEASTS}|new\syear)\b)|(?P<way>from\snow)|(?P<bc>b\.c)")
"""Kinds of several words, or of words with marks in them."""
_OPENING = frozenset(re.split(r"\W", name)[0] for name in (*HOLIDAYS, "new", "from", "b"))
"""How phrases begin."""
_TOKEN = re.compile(r"\w+")
_DIGITS = ("digit", "inner")
_UNITS = ("unit", "quarter", "century")
_WIDE, _NARROW = 64, 30
"""How many characters before and after a key a rule may reach."""
_WORDS = (("word", "way", "side"), _NARROW)
_LAPSE = (("lapse",), _NARROW)
_NEEDS: dict[str, tuple[tuple[str, ...], int]] = {
    **dict.fromkeys(("dates_mdy", "dates_dmy", "mdy", "dmy", "month_year", "month", "month_quarter", "week_of"), (("month",), _WIDE)),
    **dict.fromkeys(("years", "iso", "slashes", "decade", "q_number", "year_period", "short_year", "nth_day"), (_DIGITS, _NARROW)),
    **dict.fromkeys(("hyphen_duration", "bare_units", "set_per", "all_unit"), (_UNITS, _NARROW)), "beside": ((*_UNITS, "part"), _NARROW),
    **dict.fromkeys(("past", "future"), _WORDS), **dict.fromkeys(("time_ref", "vague_duration"), _LAPSE), "now": (("word", "lapse"), _NARROW),
    **dict.fromkeys(("current", "overnight", "day_beside", "day_word", "decade_word", "unit_long"), (("word",), _NARROW)),
    **dict.fromkeys(("past_next", "past_next_one", "recent_units", "same_of", "latest_period"), (("side",), _WIDE)),
    **dict.fromkeys(("quarter_of", "year_quarter"), (("quarter",), _WIDE)),
    **dict.fromkeys(("offset", "ago_adjective"), (("way",), _WIDE)), "weeks_from": (("unit",), _NARROW),
    "century": (("century",), _WIDE), "deictic": (_UNITS, _WIDE), "duration": ((*_UNITS, "season", "part"), _WIDE), "year_end": (("end",), _NARROW), "fraction_unit": (("quarter",), _WIDE),
    "year": (_DIGITS, _WIDE), "bc": (("bc",), _WIDE), "season": (("season",), _WIDE),
    "weekday": (("weekday",), _WIDE), "weekday_week": (("weekday",), _NARROW), "part_weekday": (("noon",), _WIDE),
    "set_every": ((*_UNITS, "month", "season", "part"), _NARROW), "set_word": ((*_UNITS, "word"), _NARROW),
    "definite_part": (("part", "unit"), _NARROW), "hours_of": (("part", "unit"), _NARROW), "part_of_day": (("part", "word", "noon"), _NARROW),
    "at_night": (("part", "unit"), _NARROW), "clock": ((*_DIGITS, "noon"), _NARROW), "clock_day": ((*_DIGITS, "noon"), _WIDE),
    "holiday": (("feast",), _WIDE), "new_year": (("feast",), _NARROW),
}  # fmt: skip
_SPELLED_YEARS = re.compile(r"\b(?:nineteen|eighteen|two thousand)\b")

Stretches = list[tuple[int, int]]


@lru_cache(maxsize=65536)
def _kinds(word: str) -> tuple[tuple[str, int, int], ...]:
    """Kinds of a word with the offsets of what shows them."""
    return tuple((key.lastgroup or "", key.start(), key.end()) for key in _KEYS.finditer(word))


class _Windows:
    """The stretches of a text in lower case around the key words of each kind, merged where they touch, cut at spaces."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: dict[str, Stretches] = {}
        for token in _TOKEN.finditer(text):
            start = token.start()
            for kind, first, last in _kinds(token[0]):
                self.keys.setdefault(kind, []).append((start + first, start + last))
            if token[0] in _OPENING and (phrase := _PHRASES.match(text, start)):
                self.keys.setdefault(phrase.lastgroup or "", []).append(phrase.span())
        self.made: dict[tuple[tuple[str, ...], int], Stretches] = {}

    def around(self, need: tuple[tuple[str, ...], int]) -> Stretches:
        """The stretches in which a rule with these needs can match."""
        if need not in self.made:
            kinds, reach = need
            merged: Stretches = []
            for start, end in sorted(span for kind in kinds for span in self.keys.get(kind, ())):
                first, last = max(0, start - reach), min(len(self.text), end + reach)
                if merged and first <= merged[-1][1]:
                    merged[-1] = (merged[-1][0], last)
                else:
                    merged.append((first, last))
            self.made[need] = [(first, self._to_space(last)) for first, last in merged]
        return self.made[need]

    def _to_space(self, end: int) -> int:
        """A stretch ends at a space, so that no look-ahead is deceived by its end."""
        space = self.text.find(" ", end, end + 40) if end < len(self.text) else -1
        return end if space < 0 else space


def _matches(rule: Rule, text: str, windows: _Windows) -> Iterator[re.Match[str]]:
    need = _NEEDS.get(rule.name)
    if need is None or (rule.name == "year" and _SPELLED_YEARS.search(text)):
        yield from rule.regex.finditer(text)
        return
    for start, end in windows.around(need):
        yield from rule.regex.finditer(text, start, end)


def scan(text: str) -> list[Found]:
    """All matches that do not overlap, in order: the longest first, of equals the earlier rule."""
    found: list[tuple[int, int, int, re.Match[str]]] = []
    lower = text.replace("İ", "I").lower()  # the one letter that becomes two
    windows = _Windows(lower)
    for order, rule in enumerate(RULES):
        for match in _matches(rule, lower, windows):
            if match.end() > match.start():
                found.append((match.start(), match.end(), order, match))
    found.sort(key=lambda each: (each[0] - each[1], each[2], each[0]))
    taken = bytearray(len(text))
    chosen: list[Found] = []
    for start, end, order, match in found:
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            chosen.append(Found(start, end, RULES[order].name, _parts(match, text)))
    return sorted(chosen, key=lambda each: each.start)
