"""Whether words that look like a time expression are one where they stand. Pure."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from tracker.extract.timex_grammar import Found
from tracker.extract.timex_meaning import PRESENT
from tracker.extract.timex_tense import tense_of, text_of, tokens_of

_OF_A_YEAR = frozenset(
    "election war revolution agreement treaty accord budget summit deal olympic census season report invasion uprising"
    " coup crisis constitution armistice attack".split()
)
_COMMA = re.compile(r"\d,\d\d\d\b")
_AMBIGUOUS_MONTHS = frozenset(("may", "march", "august", "mar.", "jan", "april", "june"))
_COUNTED = frozenset(
    "troops soldiers people men women children civilians houses homes tons tonnes dead wounded killed injured meters"
    " metres"
    " km miles feet dollars euros pounds kilometers kilometres square votes seats jobs cases deaths refugees"
    " fighters protesters demonstrators".split()
)


def is_one(doc: Doc, found: Found) -> bool:
    """Whether the words are a time expression here: "May" the person and "march" the verb are not."""
    span = tokens_of(doc, found)
    if span is None:
        return False
    first, last = span
    check = _CHECKS.get(found.rule)
    return check is None or check(doc, found, first, last)


_SELDOM = frozenset(
    ("previously", "formerly", "former", "recent", "future", "lately", "the foreseeable future", "shortly", "current")
)


def usual_in_stories(found: Found, text: str) -> bool:
    """In a narrative "soon" says what came next, not when."""
    return text[found.start : found.end].lower() not in ("soon", "shortly", "previously")


def usual_in_news(doc: Doc, found: Found) -> bool:
    """Words that histories date their events by, and news use in passing: "a recent poll", "future talks", "daily"."""
    words = text_of(doc)[found.start : found.end].lower()
    if words in _SELDOM or found.rule in ("time_ref", "at_night", "short_year"):
        return False
    if text_of(doc)[found.start : found.end] == "Now":
        opened = text_of(doc)[max(0, found.start - 1) : found.start] in ('"', "“", "`", "'", "‘")
        return not opened and not re.match(r",|\sfor\b", text_of(doc)[found.end : found.end + 4])  # it joins there
    before = text_of(doc)[max(0, found.start - 6) : found.start].lower()
    if found.rule == "day_word" and text_of(doc)[found.start] == "T":
        return not re.search(r"[A-Z]\w* $", text_of(doc)[max(0, found.start - 12) : found.start])
    if found.rule == "part_of_day" and re.match(r"(?:This|Last|That) [A-Z]", text_of(doc)[found.start : found.end]):
        return False  # a programme's name
    if words == "today" and re.match(r"\s(?:programme|show)\b", text_of(doc)[found.end : found.end + 11]):
        return False
    if words == "the future":
        return before.endswith(("in ", "into ", "for ")) and not text_of(doc).startswith(" of", found.end)
    if found.rule == "set_word":
        span = tokens_of(doc, found)
        return span is not None and span[1].tag_ == "RB" and words not in ("annually", "quarterly", "yearly")
    if found.rule == "set_per":
        return bool(found.parts.get("times")) or (
            words.startswith("a ") and before.endswith(("in ", "for ", "within ", "ithin ", "after ", "than "))
        )
    if found.rule == "duration" and _is_rate(doc, found):
        return False
    if found.rule in ("duration", "hyphen_duration"):
        return not (found.parts.get("old") == "old" and "year" in words)
    if found.rule == "deictic":
        return not re.match(r"(?:This|Last|Next) [A-Z]", text_of(doc)[found.start : found.end])
    return True


def _is_rate(doc: Doc, found: Found) -> bool:
    """ "Ten planes a month", "5 percent a year"."""
    span = tokens_of(doc, found)
    if span is None or span[0].lower_ not in ("a", "an") or span[0].i == 0 or span[1].i - span[0].i != 1:
        return False
    if re.match(r"\s(?:after|before|later|earlier|ago)\b", text_of(doc)[found.end : found.end + 8]):
        return False
    before = doc[span[0].i - 1]
    return before.tag_ in ("NNS", "CD", "$") or before.text in ("percent", "%", "cent", "million", "billion")


_MONTHS_DO = frozenset("see bring mark witness pass prove remain end begin start come".split())


def _month_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    word = str(found.parts["month"])
    if not word[0].isupper():
        return False
    if word.lower() not in _AMBIGUOUS_MONTHS:
        return not (word.isupper() and len(word) <= 4 and found.rule == "month" and not text_of(doc).isupper())
    if word == "May" and last.dep_ in ("nsubj", "nsubj:pass", "obj", "iobj") and last.head.pos_ == "VERB":
        return last.head.lemma_ in _MONTHS_DO
    if word == "May" and first.tag_ == "IN":
        return False  # "said that May would"
    if last.ent_type_ in ("PER", "ORG") or last.tag_ in ("MD", "VB", "VBP", "VBD"):
        return False
    after = doc[last.i + 1] if last.i + 1 < len(doc) else None
    if after is not None and after.is_title and after.ent_type_ == "PER":
        return False
    if last.is_sent_start and found.parts.get("deixis") is None and found.parts.get("pre") is None:
        return last.tag_ in ("NNP", "NN") and word.lower() not in ("may", "march")
    return True


_NUMBERED = re.compile(
    r"(?:no\.|number|flight|resolution|room|article|section|case|model|series|class|type|version|channel|page|route|about"
    r"|nearly|over|some|total of)\s$"
)
_EARLIEST = 1500
"""Smaller numbers are years only where a word says so."""


def _year_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """Four digits are a year unless they count something, belong to a number or a name."""
    if found.parts.get("pre") or found.parts.get("fiscal") or found.parts.get("spelled"):
        return True
    text, end = text_of(doc), found.end
    after = text[end : end + 24].lower()
    before = text[max(0, found.start - 12) : found.start].lower()
    if re.match(r"\s?(?:%|percent|per cent|[-–]\w*(?:strong|member|ton|meter|metre|mile|km))", after):
        return False
    word = re.match(r"\s([a-z]+)", after)
    if (word and word[1] in _COUNTED) or re.match(r"\s?[*×x]\s?\d", after):
        return False
    if int(str(found.parts.get("year") or 2000)) < _EARLIEST and not re.search(
        r"\b(?:in|since|from|year|of|until|by)\s$", before
    ):
        return False
    if _NUMBERED.search(before):
        return bool(re.search(r"(?:about|over|some|nearly)\s$", before)) and last.dep_ not in ("nummod", "compound")
    if last.dep_ == "nummod" and 1900 <= int(str(found.parts.get("year") or 0)) <= 2035:
        return last.head.tag_ in ("NN", "NNP", "CD", "VBD") or bool(_COMMA.search(text))
    return last.dep_ != "nummod" or last.head.lemma_.lower() in _OF_A_YEAR


def _season_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    words = text_of(doc)[found.start : found.end]
    if found.parts.get("spelled") or re.search(
        r"\d|year|last|next|this|past|coming|early|late|mid|end|beginning", words, re.I
    ):
        return True
    if not found.parts.get("deixis"):
        return last.tag_ in ("NN", "NNP") and words.lower() != "fall"
    if words.lower() == "the fall":
        before, after = text_of(doc)[max(0, found.start - 8) : found.start], text_of(doc)[found.end : found.end + 4]
        return bool(re.search(r"\b(?:in|by|until|till|before|through|into|this)\s$", before)) and not after.startswith(
            " of"
        )
    return last.tag_ in ("NN", "NNP") and last.dep_ not in ("compound", "nsubj")


_MEASURED = re.compile(
    r"\b(?:in|within|for|after|about|than|spent|spend|took|takes|lasted|over|under|almost|nearly)\s$", re.I
)


def _second_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "a second", "a minute" and units in names are no durations; neither is "one day" as "some day"."""
    words = text_of(doc)[found.start : found.end].lower()
    if words == "a day" and re.match(r"\s(?:after|before|earlier|later)\b", text_of(doc)[found.end : found.end + 8]):
        return True
    if words in ("a second", "one second", "a minute", "an hour", "a day", "a night", "one night", "the day"):
        if text_of(doc).startswith("-", found.end):
            return False  # "a night-raid"
        if _MEASURED.search(text_of(doc)[max(0, found.start - 12) : found.start]):
            return words not in ("a second", "one night", "the day")
        return words in ("an hour", "a day") and last.head.pos_ != "VERB"
    return last.tag_ != "NNP" or last.is_upper


def _now_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    text, words = text_of(doc), text_of(doc)[found.start : found.end].lower()
    if words != "now":
        return True
    return text[found.end : found.end + 1] != "-" and not text.startswith(" and then", found.end)


def _adjective_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    return last.tag_ in ("JJ", "JJR", "RB", "RBR", "NN", "NNP") and last.tag_ != "NNS"


def _soon_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    around = text_of(doc)[max(0, found.start - 4) : found.end + 4].lower()
    return not re.search(
        r"as soon|soon as|shortly (?:after|before)|soon after|too soon",
        text_of(doc)[max(0, found.start - 4) : found.end + 8].lower(),
    ) and bool(around)


_OF_A_CLOCK = re.compile(
    r"\b(?:at|by|from|until|till|about|around|before|after|since|to|and|between|past|as of|or)\s$|^$", re.I
)


def _clock_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "3:2" is a score, "10:15" after a book's name a verse, "1:21" beside a video its length."""
    text = text_of(doc)
    before = text[max(0, found.start - 9) : found.start].lower()
    if re.search(r"(?:ratio of|score of|won|lost|beat|verse)\s$", before):
        return False
    clock = str(found.parts["clock"]).lower()
    if clock == "midnight" and re.match(
        r"\s(?:blue|black|cherry|sun|oil|express)\b", text[found.end : found.end + 9], re.I
    ):
        return False
    if not re.fullmatch(r"\d:\d\d", clock) or found.parts.get("zone") or found.parts.get("word"):
        return True
    return bool(_OF_A_CLOCK.search(before))


def _set_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "The Daily Telegraph" is a name."""
    return not (last.is_title and last.tag_ == "NNP") and last.ent_type_ != "ORG"


def _weekday_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    word = str(found.parts["weekday"])
    if not word[0].isupper():
        return False
    after = text_of(doc)[found.end : found.end + 14]
    return not re.match(r"\s(?:Times|Mail|Telegraph|Herald|Post|Express|Review|Sun)\b", after)


def _named_month(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    return str(found.parts["month"])[0].isupper()


def _past_next_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "Will last two weeks" counts from nowhere."""
    return first.pos_ != "VERB"


_AT_NIGHT = frozenset(
    "attack strike airstrike raid shelling barrage bombardment bombing drone missile clash fighting fire assault talks"
    " session curfew operation violence protest flight evacuation".split()
)
_OTHER_NIGHT = re.compile(r"\s(?:(?:on|into|to|from|between|through)\s)?(?:the\s)?(?:\d|[A-Z][a-z]+(?:day|\.?\s\d))")


def _overnight_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "Struck overnight" and "overnight strikes" tell when, "overnight rates" do not; a day named beside says more."""
    if _OTHER_NIGHT.match(text_of(doc), found.end) or last.ent_type_:
        return False
    before = text_of(doc)[max(0, found.start - 12) : found.start]
    if re.search(r"day(?:\sand)?\s$", before):
        return False
    return last.tag_ == "RB" or last.dep_ == "advmod" or last.head.lemma_.lower() in _AT_NIGHT


def _part_here(doc: Doc, found: Found, first: Token, last: Token) -> bool:
    """ "In the morning session" names no morning, nor does "in the night of the attack"."""
    if last.dep_ == "compound" or text_of(doc).startswith(" of ", found.end):
        return str(found.parts["part"]) == "hours"
    return tense_of(doc, found) != PRESENT


_CHECKS = {
    "definite_part": _part_here,
    "month": _month_here, "month_year": _month_here, "year": _year_here, "season": _season_here,
    "duration": _second_here,
    "now": _now_here, "current": _adjective_here, "past": _adjective_here, "future": _soon_here, "clock": _clock_here,
    "set_word": _set_here, "weekday": _weekday_here, "mdy": _named_month, "dmy": _named_month,
    "overnight": _overnight_here, "past_next": _past_next_here,
}  # fmt: skip
