"""Finding time expressions in a parsed text and working out what they mean. Pure; see `find_timexes`.

scan (timex_grammar)  →  is it one here? (tags)  →  meaning (timex_anchor)  →  interval, EDTF (timex_values)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spacy.tokens import Doc, Token

from tracker.extract.timex_anchor import FUTURE, PAST, PRESENT, Meaning, Surroundings, meaning
from tracker.extract.timex_grammar import Found, scan
from tracker.extract.timex_values import edtf_of, interval_of
from tracker.model import Basis, Dateline, Granularity, Interval, Timex, TimexType

_YEAR = re.compile(r"\b(1[0-9]\d\d|20\d\d)\b")
_DEICTIC = re.compile(
    r"\b(?:yesterday|today|(?:last|this|next) (?:week|month|year)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_COMMA = re.compile(r"\d,\d\d\d\b")
_AMBIGUOUS_MONTHS = frozenset(("may", "march", "august", "mar.", "jan", "april", "june"))
_COUNTED = frozenset(
    "troops soldiers people men women children civilians houses homes tons tonnes dead wounded killed injured meters metres"
    " km miles feet dollars euros pounds kilometers kilometres square votes seats jobs cases deaths refugees fighters".split()
)
_FUTURE_HEADS = frozenset(
    "plan schedule expect set due intend prepare aim hope slate agree vow pledge promise propose announce want need ask urge"
    " call invite postpone delay threaten".split()
)


def find_timexes(
    doc: Doc,
    published: datetime | date | None,
    zone: str | None = None,
    dateline: Dateline | None = None,
) -> tuple[Timex, ...]:
    """Time expressions of `doc` in order, with offsets into doc.text (the dateline's into the text it was cut from).

    `published` None leaves relative expressions unresolved. With `zone` (IANA) a publication time counts as the day
    that it was there. Never raises for any text.
    """
    day = local_day(published, zone)
    text = _text(doc)
    around = Surroundings(day, _is_narrative(text, day), lambda found: _tense(doc, found), text=text)
    timexes: list[Timex] = []
    if dateline is not None and dateline.day_text and dateline.day_start is not None:
        timexes += _from_dateline(dateline, around)
    for found in scan(text):
        if _is_one(doc, found) and (_usual_in_stories(found, text) if around.narrative else _usual_in_news(doc, found)):
            said = meaning(found, around)
            if said is not None:
                timexes += _timexes(said, found, around)
    ordered = sorted(timexes, key=lambda timex: timex.start)
    return tuple(_stretched(timex, text, day) for timex in _joined(ordered, text))


_OPENING = re.compile(r"\b(?:from|between)\s(?:the\s)?$", re.I)
_JOINT = re.compile(r"\s?(?:to|and|until|through|till|[-–—])\s?", re.I)
_BOUND = re.compile(r"\b(?P<bound>since|by|before)\s(?:the\s)?$", re.I)


def _joined(timexes: list[Timex], text: str) -> list[Timex]:
    """ "from Monday to Wednesday", "between 2015 and 2019": both expressions get the days from the one to the other."""
    made = list(timexes)
    for at in range(len(made) - 1):
        first, second = made[at], made[at + 1]
        if first.interval is None or second.interval is None or first.type is TimexType.DURATION:
            continue
        if first.granularity is Granularity.RANGE or first.interval.start >= second.interval.end:
            continue
        between = text[first.end : second.start]
        if _JOINT.fullmatch(between) and _OPENING.search(text[max(0, first.start - 13) : first.start]):
            whole = Interval(first.interval.start, second.interval.end)
            edtf = f"{first.edtf}/{second.edtf}" if first.edtf and second.edtf else None
            made[at] = replace(first, interval=whole, granularity=Granularity.RANGE, edtf=edtf)
            made[at + 1] = replace(second, interval=whole, granularity=Granularity.RANGE, edtf=edtf)
    return made


def _stretched(timex: Timex, text: str, day: date | None) -> Timex:
    """ "since 2018" lasts until publication, "by the end of the year" begins with it."""
    if day is None or timex.interval is None or timex.granularity is Granularity.RANGE:
        return timex
    found = _BOUND.search(text[max(0, timex.start - 12) : timex.start])
    if found is None:
        return timex
    if found["bound"].lower() == "since":
        if timex.interval.start > day:
            return timex
        whole, edtf = Interval(timex.interval.start, day + timedelta(days=1)), f"{timex.edtf}/{day}"
    elif timex.granularity is Granularity.DAY or timex.interval.last <= day:
        return timex
    elif found["bound"].lower() == "before":
        if timex.interval.start <= day:
            return timex
        whole, edtf = Interval(day, timex.interval.start), f"{day}/{timex.interval.start - timedelta(days=1)}"
    else:
        whole, edtf = Interval(day, timex.interval.end), f"{day}/{timex.interval.last}"
    return replace(timex, interval=whole, granularity=Granularity.RANGE, edtf=edtf)


def local_day(published: datetime | date | None, zone: str | None) -> date | None:
    """The calendar day of publication, where the publisher sits."""
    if not isinstance(published, datetime):
        return published
    if zone and published.tzinfo is not None:
        try:
            return published.astimezone(ZoneInfo(zone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            return published.date()
    return published.date()


def _is_narrative(text: str, day: date | None) -> bool:
    """Histories name many years, few of them near the publication; news name few, most of them near."""
    years = [int(year) for year in _YEAR.findall(text)]
    if len(years) < 4:
        return False
    deictic = len(_DEICTIC.findall(text))
    if day is None or (len(years) >= 15 and deictic < len(years) / 5):
        return True
    near = sum(abs(year - day.year) <= 2 for year in years)
    return near < len(years) / 3 and deictic < len(years) / 3


def _from_dateline(dateline: Dateline, around: Surroundings) -> Iterable[Timex]:
    assert dateline.day_text is not None and dateline.day_start is not None
    inner = replace_text(around, dateline.day_text)
    for found in scan(dateline.day_text):
        said = meaning(found, inner)
        if said is not None:
            for timex in _timexes(said, found, inner):
                shift = dateline.day_start
                yield replace(timex, start=timex.start + shift, end=timex.end + shift)


def replace_text(around: Surroundings, text: str) -> Surroundings:
    """The same surroundings for another stretch of text, in which everything lies in the past."""
    return Surroundings(around.published, around.narrative, lambda found: PAST, text=text)


def _timexes(said: Meaning, found: Found, around: Surroundings) -> list[Timex]:
    """One Timex, or two for a range; remembers what later expressions count from."""
    made = []
    for each in (said, said.also):
        if each is not None:
            made.append(_timex(each, found, around))
    if said.joined and len(made) == 2 and made[0].interval and made[1].interval:
        whole = Interval(made[0].interval.start, made[1].interval.end)
        edtf = f"{made[0].edtf}/{made[1].edtf}"
        made = [replace(timex, interval=whole, granularity=Granularity.RANGE, edtf=edtf) for timex in made]
    return made


def _timex(said: Meaning, found: Found, around: Surroundings) -> Timex:
    start, end = found.start, found.end
    if said.span:
        start, end = found.start + said.span[0], found.start + said.span[1]
    days = interval_of(said.value, said.mod) if said.type in (TimexType.DATE, TimexType.TIME) else None
    interval, grain, edtf = (days[0], days[1], edtf_of(said.value, said.mod)) if days else (None, None, None)
    if said.type is TimexType.DURATION and said.basis is not Basis.NONE:
        interval = _beside_anchor(said, found, around)
        grain = Granularity.RANGE if interval else None
        edtf = f"{interval.start}/{interval.last}" if interval else None
    if days and said.type in (TimexType.DATE, TimexType.TIME) and not _is_aside(said, found, around):
        around.last = said.value.split("T")[0]
    text = around.text[start:end]
    return Timex(start, end, text, said.type, said.value, said.mod, interval, grain, edtf, said.basis)


def _is_aside(said: Meaning, found: Found, around: Surroundings) -> bool:
    """In a narrative, "today" and a lone year far from where the story stands do not move the story."""
    if not around.narrative:
        return False
    if found.rule in ("day_word", "decade", "century", "decade_word"):
        return True
    if found.rule not in ("year", "years") or around.named is None:
        return False
    line = around.text.rfind("\n", 0, found.start) + 1
    return abs(int(said.value[:4]) - around.named.year) > 2 and found.start - line > 40


_PERIOD = re.compile(r"^P(\d+)([DWMYE])$")


def _beside_anchor(said: Meaning, found: Found, around: Surroundings) -> Interval | None:
    """The days of "the past 12 months" and "the next two weeks"."""
    period, anchor = _PERIOD.match(said.value), around.anchor
    if not period or anchor is None:
        return None
    count, unit = int(period[1]), period[2]
    days = round(count * {"D": 1, "W": 7, "M": 30.4375, "Y": 365.25, "E": 3652.5}[unit])
    words = around.text[found.start : found.end].lower()
    try:
        if re.search(r"\b(?:next|coming|following)\b", words):
            return Interval(anchor, anchor + timedelta(days=days))
        return Interval(anchor - timedelta(days=days), anchor + timedelta(days=1))
    except OverflowError:
        return None


# ---------------------------------------------------------------- is it one here?


def _text(doc: Doc) -> str:
    """The text of a Doc, which spaCy puts together from its tokens at every call."""
    text = doc.user_data.get("timex_text")
    if text is None:
        text = doc.user_data["timex_text"] = doc.text
    return str(text)


def _tokens(doc: Doc, found: Found) -> tuple[Token, Token] | None:
    """First and last token that a match touches."""
    if not len(doc):
        return None
    starts = doc.user_data.get("timex_starts")
    if starts is None:
        starts = doc.user_data["timex_starts"] = [token.idx for token in doc]
    first = max(0, bisect_right(starts, found.start) - 1)
    last = max(0, bisect_right(starts, found.end - 1) - 1)
    return doc[first], doc[last]


def _is_one(doc: Doc, found: Found) -> bool:
    """Whether the words are a time expression here: "May" the person and "march" the verb are not."""
    span = _tokens(doc, found)
    if span is None:
        return False
    first, last = span
    check = _CHECKS.get(found.rule)
    return check is None or check(doc, found, first, last)


_SELDOM = frozenset(
    ("previously", "formerly", "former", "recent", "future", "lately", "the foreseeable future", "shortly")
)


def _usual_in_stories(found: Found, text: str) -> bool:
    """In a narrative "soon" says what came next, not when."""
    return text[found.start : found.end].lower() not in ("soon", "shortly", "previously")


def _usual_in_news(doc: Doc, found: Found) -> bool:
    """Words that histories date their events by, and news use in passing: "a recent poll", "future talks", "daily"."""
    words = _text(doc)[found.start : found.end].lower()
    if words in _SELDOM or found.rule in ("time_ref", "at_night", "short_year"):
        return False
    before = _text(doc)[max(0, found.start - 6) : found.start].lower()
    if words == "the future":
        return before.endswith(("in ", "into ", "for ")) and not _text(doc).startswith(" of", found.end)
    if found.rule == "set_word":
        span = _tokens(doc, found)
        return span is not None and span[1].tag_ == "RB" and words not in ("annually", "quarterly", "yearly")
    if found.rule == "set_per":
        return (
            bool(found.parts.get("times"))
            or words.startswith("a ")
            and before.endswith(("in ", "for ", "within ", "ithin ", "after ", "than "))
        )
    if found.rule in ("duration", "hyphen_duration"):
        return not (found.parts.get("old") == "old" and "year" in words)
    if found.rule == "deictic":
        return not re.match(r"(?:This|Last|Next) [A-Z]", _text(doc)[found.start : found.end])
    return True


def _month_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    word = str(found.parts["month"])
    if not word[0].isupper():
        return False
    if word.lower() not in _AMBIGUOUS_MONTHS:
        return not (word.isupper() and len(word) <= 4 and found.rule == "month" and not _text(doc).isupper())
    if last.ent_type_ in ("PER", "ORG") or last.tag_ in ("MD", "VB", "VBP", "VBD"):
        return False
    after = doc[last.i + 1] if last.i + 1 < len(doc) else None
    if after is not None and after.is_title and after.ent_type_ == "PER":
        return False
    if last.is_sent_start and found.parts.get("deixis") is None and found.parts.get("pre") is None:
        return last.tag_ in ("NNP", "NN") and word.lower() not in ("may", "march")
    return True


def _year_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """Four digits are a year unless they count something, belong to a number or a name."""
    if found.parts.get("pre") or found.parts.get("fiscal") or found.parts.get("spelled"):
        return True
    text, end = _text(doc), found.end
    after = text[end : end + 24].lower()
    before = text[max(0, found.start - 12) : found.start].lower()
    if re.match(r"\s?(?:%|percent|per cent|[-–]\w*(?:strong|member|ton|meter|metre|mile|km))", after):
        return False
    word = re.match(r"\s([a-z]+)", after)
    if word and word[1] in _COUNTED:
        return False
    if re.search(r"(?:no\.|number|flight|resolution|room|article|section|about|nearly|over|some|total of)\s$", before):
        return bool(re.search(r"(?:about|over|some|nearly)\s$", before)) and last.dep_ not in ("nummod", "compound")
    if last.dep_ == "nummod" and 1900 <= int(str(found.parts.get("year") or 0)) <= 2035:
        return last.head.tag_ in ("NN", "NNP", "CD", "VBD") or bool(_COMMA.search(text))
    return last.dep_ != "nummod" or last.head.lemma_.lower() in ("election", "war", "revolution", "agreement", "treaty",
        "accord", "budget", "summit", "deal", "olympic", "census", "season", "report", "invasion", "uprising", "coup", "crisis", "constitution", "armistice", "attack")  # fmt: skip


def _season_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    words = _text(doc)[found.start : found.end]
    if found.parts.get("spelled") or re.search(
        r"\d|year|last|next|this|past|coming|early|late|mid|end|beginning", words, re.I
    ):
        return True
    if not found.parts.get("deixis"):
        return last.tag_ in ("NN", "NNP") and words.lower() != "fall"
    return last.tag_ in ("NN", "NNP") and last.dep_ not in ("compound", "nsubj") and words.lower() not in ("the fall",)


def _second_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "a second", "a minute" and units in names are no durations; neither is "one day" as "some day"."""
    words = _text(doc)[found.start : found.end].lower()
    if words in ("a second", "one second", "a minute", "an hour", "a day", "a night", "one night", "the day"):
        return words in ("an hour", "a day") and last.head.pos_ != "VERB"
    return last.tag_ != "NNP" or last.is_upper


def _now_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    words = _text(doc)[found.start : found.end].lower()
    return words != "now" or _text(doc)[found.end : found.end + 1] != "-"


def _adjective_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    return last.tag_ in ("JJ", "JJR", "RB", "RBR", "NN", "NNP") and last.tag_ != "NNS"


def _soon_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    around = _text(doc)[max(0, found.start - 4) : found.end + 4].lower()
    return not re.search(
        r"as soon|soon as|shortly (?:after|before)|soon after|too soon",
        _text(doc)[max(0, found.start - 4) : found.end + 8].lower(),
    ) and bool(around)


def _clock_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "3:2" is a score, "10:15" after a book's name a verse; digits alone need a colon and two digits."""
    before = _text(doc)[max(0, found.start - 9) : found.start].lower()
    return not re.search(r"(?:ratio of|score of|won|lost|beat|verse)\s$", before)


def _set_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "The Daily Telegraph" is a name."""
    return not (last.is_title and last.tag_ == "NNP") and last.ent_type_ != "ORG"


def _weekday_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    word = str(found.parts["weekday"])
    if not word[0].isupper():
        return False
    after = _text(doc)[found.end : found.end + 14]
    return not re.match(r"\s(?:Times|Mail|Telegraph|Herald|Post|Express|Review|Sun)\b", after)


def _named_month(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    return str(found.parts["month"])[0].isupper()


_CHECKS = {
    "month": _month_here, "month_year": _month_here, "year": _year_here, "season": _season_here, "duration": _second_here,
    "now": _now_here, "current": _adjective_here, "past": _adjective_here, "future": _soon_here, "clock": _clock_here,
    "set_word": _set_here, "weekday": _weekday_here, "mdy": _named_month, "dmy": _named_month,
}  # fmt: skip


# ---------------------------------------------------------------- tense


def _tense(doc: Doc, found: Found) -> str | None:
    """Whether the clause that an expression belongs to lies in the past or the future; None where it does not say."""
    span = _tokens(doc, found)
    if span is None:
        return None
    token = span[1]
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX"):
            said = _verb_tense(token)
            if said is not None:
                return said
        elif token.pos_ == "NOUN" and token.lemma_.lower() in ("plan", "deadline", "schedule"):
            return FUTURE
        if token.head is token or token.head.i == token.i:
            break
        token = token.head
    return _verb_tense(token) if token.pos_ in ("VERB", "AUX") else _copula_tense(token)


def _copula_tense(token: Token) -> str | None:
    if any(child.lemma_.lower() in ("deadline", "due") for child in token.children):
        return FUTURE
    for child in token.children:
        if child.dep_ in ("cop", "aux") and child.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return {"VBD": PAST, "MD": FUTURE}.get(child.tag_, PRESENT)
    return None


def _verb_tense(verb: Token) -> str | None:
    helpers = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "cop")]
    words = {child.lower_ for child in helpers}
    if words & {"will", "would", "shall", "'ll", "’ll", "may", "might", "could", "should", "can", "must", "wo"}:
        if "have" in words and verb.tag_ == "VBN":
            return PAST
        return FUTURE
    if verb.tag_ == "VBG" and any(word in words for word in ("is", "are", "'s", "'re", "am", "’s", "be")):
        return (
            FUTURE
            if verb.lemma_ in ("go", "plan", "hold", "visit", "meet", "travel", "leave", "arrive", "start", "begin")
            else PRESENT
        )
    if verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children):
        head = verb.head
        if head is not verb and head.lemma_.lower() in _FUTURE_HEADS:
            return PAST if any(child.lower_ == "had" for child in head.children) else FUTURE
        if head is not verb and head.pos_ == "VERB":
            return None
        return FUTURE
    if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and words & {"was", "were", "had", "been", "has", "have", "'ve"}):
        return PAST
    if verb.tag_ == "VBN" and not helpers:
        return (
            FUTURE if verb.lemma_.lower() in _FUTURE_HEADS - {"announce", "agree", "call", "invite", "urge"} else PAST
        )
    if verb.tag_ in ("VBZ", "VBP") or words & {"is", "are"}:
        if verb.tag_ == "VBN" and verb.lemma_.lower() in _FUTURE_HEADS:
            return FUTURE
        return PRESENT
    return None
