"""What of a text is the article: everything else is blanked, and the dateline is kept as facts. Pure.

Blanking puts as many spaces in place of what is cut, so offsets stay those of the text as given.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date

from tracker.extract.timex_words import MONTHS
from tracker.model import Dateline

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.{0,2000}?-->", re.S)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_LINE = re.compile(r"[^\n]+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_PLACE = r"[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){0,3}"
_MIXED = r"[A-Z][\w.'’-]+(?:[ /][A-Z][\w.'’-]+){0,3}"
_DATELINE = re.compile(
    rf"\s*(?:(?P<place>{_PLACE})(?:,\s(?P<region>{_MIXED}(?:,\s{_MIXED})?))?)?"
    rf"(?:[,/]?\s*(?P<day>{_DAY}))?\s*(?:[(/](?P<agency>[A-Z][\w.&'’/ -]{{1,30}})[)/])?\s*[-–—_:]+\s+(?=\S)"
)
# "PARIS, March 4. France has …": the place in capitals, and a full stop for the dash
_STOPPED = re.compile(rf"\s*(?P<place>{_PLACE}),?\s(?P<day>{_DAY})(?P<agency>)(?P<region>)\.\s+(?=[A-Z“\"‘'/])")
# "28 July 2024_Chad has …"
_JOINED = re.compile(rf"\s*(?P<place>)(?P<region>)(?P<day>{_DAY})(?P<agency>)_\s*(?=[A-Z“\"‘'])")
# a dateline that is told apart from a sentence by its agency alone: "Seoul (Yonhap) —"
_SOFT = re.compile(
    rf"\s*(?P<place>{_MIXED})(?:,\s(?P<region>{_MIXED}))?(?:,?\s*(?P<day>{_DAY}))?\s*"
    rf"(?:\((?P<agency>[A-Z][\w.&'’/ -]{{1,30}})\)\s*[-–—_:]*|(?:--|[–—]))\s+(?=[A-Z“\"‘'])"
)
_PATTERNS = (_DATELINE, _SOFT, _STOPPED, _JOINED)
# "CHAD/NIGER – The ministers …", "CHAD. The government …": what a paragraph of a digest is about
_HEADING = re.compile(
    rf"\s*(?P<about>{_PLACE}(?:\s?[/,&]\s?{_PLACE}){{0,4}})\s*(?:(?:--|[-–—|])|(?<=[A-Z]{{4}})\.)\s+(?=[A-Z“\"‘'])"
)
_SEVERAL = 2
"""Paragraphs with a heading of their own that make a text a digest."""
_OPENING_LINES = 4
_LONG = 600
"""Characters from which on a line is not looked at as furniture."""
_NO_WORD = re.compile(r"\S{400,}")
"""What no language writes: the tokenizer's time grows with the square of it."""
_LINE_START = 130
"""Characters of a line among which a dateline, heading or byline is looked for: patterns with several stretches of any
length would take hours over a line of blanks."""
# upper-case openings that name no place
_NO_PLACES = frozenset(
    "NATO ASEAN OPEC UNESCO UNICEF BREAKING UPDATE UPDATED EXCLUSIVE OPINION ANALYSIS WATCH VIDEO LIVE ALERT URGENT"
    " EXPLAINER FACTBOX INTERVIEW COMMENT EDITORIAL CORRECTED PHOTO PHOTOS BRICS MERCOSUR EUROPOL INTERPOL".split()
)

# lines that belong to the page and not to the article, wherever they stand
_NAME = r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,3}"
_ALWAYS = (
    r"read\s(?:more|also|next|full)\b.{0,160}",
    r"(?:also\sread|see\salso|more\s(?:on\sthis|stories|from|news))\b.{0,120}",
    r"(?:share|follow|like|tweet|print|email|save)"
    r"(?:\s(?:this|us|on|via|to|with|article|story|page|it|facebook|twitter|x|whatsapp|link|now))+\b.{0,80}",
    r"(?:sign\sup|subscribe|log\sin|register|join)\b.{0,40}\b"
    r"(?:newsletter|account|inbox|channel|today|now|updates|for\sfree|access)\b.{0,120}",
    r"(?:subscribe|sign\sup|log\sin|advertisement|load\smore|comments?|\d+\scomments?|post\scomment)\W*",
    r"(?:sponsored|promoted|continue\sreading|skip\sto|back\sto\stop|click\shere)\b.{0,120}",
    r"(?:watch|listen|tags?|topics?|related)\s?:.{0,200}",
    r"(?:getty\simages|afp\svia\sgetty|reuters/).{0,80}",
    r".{0,160}\((?:file\s)?(?:photo|image|ap\sphoto|reuters|afp)\b[^)]{0,80}\)\W*",
    r"(?:additional\s)?(?:reporting|writing|editing|compiled|edited|written|translated)\sby\s.{0,200}",
    r"\d{1,2}\s(?:min|minute)s?\sread\W*",
    r"(?:we|this\s(?:site|website))\b.{0,60}\bcookies?\b.{0,240}",
    r".{0,80}\b(?:cookie\spolicy|privacy\spolicy|terms\sof\s(?:use|service))\b.{0,120}",
    r"accept\s(?:all|cookies)\b.{0,80}",
    r"(?:just|must)\swatch(?:ed)?\b.{0,200}",
    r"(?:enlarge\sthis\simage|image\s(?:copyright|caption|source))\b.{0,200}",
    r"slideshow\s?\(\d{1,3}\simages?\)",
    r"(?:newsletter\ssign\sup|advertisement)\scontinue\sreading\b.{0,500}",
    r".{0,80}all\srights\sreserved.{0,120}",
    r"(?:©|\(c\)|copyright)\s.{0,160}",
    r"(?:your\semail\saddress\swill\snot|required\sfields\sare|leave\sa\s(?:reply|comment))\b.{0,120}",
    r"(?:save\smy\sname|contact\sus)\b.{0,160}",
)
# the same only where the line is no sentence: "Video from the scene showed troops leaving." is the article's
_UNLESS_SENTENCE = (
    r"(?:file\s(?:photo|image|picture)|photo(?:graph)?|image|picture|credit|caption|video)"
    r"\s?(?:by|from|credit|courtesy|:).{0,300}",
    r"(?:published|updated|posted|last\s(?:updated|modified)|first\spublished)\s?(?:on|at|:)?\s.{0,60}\d.{0,40}",
)
_FURNITURE = re.compile(rf"^\W*(?:{'|'.join(_ALWAYS)})$", re.I)
_LABELS = re.compile(rf"^\W*(?:{'|'.join(_UNLESS_SENTENCE)})$", re.I)
# captions of archive pictures run on for several sentences
_ARCHIVE = re.compile(r"^\W*file(?:\s(?:photo|pic|picture|image))?\s?[-–—:]\s", re.I)
_BYLINE = re.compile(rf"^\W*[Bb](?:y|Y)\s{_NAME}(?:,?\s(?:and|&)\s{_NAME})?(?:\s?[,|·-]\s?.{{0,60}})?$")
_SENTENCE = re.compile(r"^(?:\S+\s+){6,}\S+[.!?]['\"’”)]*$")
# headings after which nothing belongs to the article any more
_END = re.compile(
    r"^\W*(?:related\s(?:articles?|stories|news|posts?|topics?|content|coverage|reading)|leave\sa\s(?:reply|comment)|"
    r"more\s(?:stories|from\sthis|headlines)|recommended(?:\sfor\syou|\sstories)?|you\s(?:may|might)\s(?:also\s)?like|"
    r"most\s(?:read|popular|viewed)|trending(?:\snow)?|comments?\s?\(\d+\)|join\sthe\s(?:conversation|discussion)|"
    r"about\sthe\sauthor|our\sjournalism|the\strust\sprinciples)\b.{0,60}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text with what is no article blanked by spaces of the same length, its dateline, and what was cut.

    `cut` holds (start, end, why); `headings` of a digest (end, what its paragraph is about).
    """

    text: str
    dateline: Dateline | None
    cut: tuple[tuple[int, int, str], ...]
    headings: tuple[tuple[int, str], ...] = ()


def prepare(text: str) -> Prepared:
    """Blank mark-up, page furniture and the dateline. Never raises; the length never changes."""
    cut: list[tuple[int, int, str]] = []
    chars = _unescape(text, cut)
    cut += [(found.start(), found.end(), "no words") for found in _NO_WORD.finditer("".join(chars))]
    _blank(chars, cut)
    cut += _furniture("".join(chars))
    _blank(chars, cut)
    dateline, headings = _dateline("".join(chars)), _headings("".join(chars))
    cut += [(start, end, "heading") for start, end, _ in headings]
    if dateline is not None:
        cut.append((dateline.start, dateline.end, "dateline"))
    _blank(chars, cut)
    told = tuple((end, about) for _, end, about in headings)
    return Prepared("".join(chars), dateline, tuple(sorted(cut)), told)


def _unescape(text: str, cut: list[tuple[int, int, str]]) -> list[str]:
    """The text as characters, with entities as the one character they mean and spaces after it; tags go to `cut`."""
    chars = list(text)
    if "<" in text:
        cut += [(found.start(), found.end(), "mark-up") for found in _TAG.finditer(text)]
    if "&" in text:
        for found in _ENTITY.finditer(text):
            meant = html.unescape(found[0])
            if len(meant) == 1:
                chars[found.start() : found.end()] = [meant, *" " * (len(found[0]) - 1)]
    return chars


def _furniture(text: str) -> list[tuple[int, int, str]]:
    """Lines of the page around the article; everything after a heading that ends it."""
    lines = list(_LINE.finditer(text))
    cut: list[tuple[int, int, str]] = []
    for number, line in enumerate(lines):
        words = line[0].strip()
        if _END.match(words) and _has_begun(lines[:number]) and not _is_prose(lines[number + 1 :]):
            cut.append((line.start(), len(text), "after the article"))
            break
        if _ARCHIVE.match(words) or (len(words) < _LONG and _is_furniture(words)):
            cut.append((line.start(), line.end(), "page furniture"))
    return cut


def _has_begun(before: list[re.Match[str]]) -> bool:
    """Whether a full sentence stands above: a heading before the first one ends nothing."""
    return len(before) >= 3 or any(line[0].rstrip()[-1:] in tuple('.!?”"’') for line in before)


def _is_furniture(words: str) -> bool:
    if _FURNITURE.match(words) or (len(words) <= _LINE_START and _BYLINE.match(words)):
        return True
    return bool(_LABELS.match(words)) and not _SENTENCE.match(words)


def _is_prose(rest: list[re.Match[str]]) -> bool:
    """Whether most of what follows reads like the article going on: several full sentences in long lines."""
    long = sum(len(line[0]) > 160 and line[0].rstrip()[-1:] in '.!?”"’' for line in rest)
    return long >= 3


def _dateline(text: str) -> Dateline | None:
    """The dateline in one of the first lines."""
    for number, line in enumerate(_LINE.finditer(text)):
        if number >= _OPENING_LINES:
            return None
        begin = len(line[0]) - len(line[0].lstrip())
        within = begin, begin + _LINE_START
        found = next((m for pattern in _PATTERNS if (m := pattern.match(line[0], *within))), None)
        if found and (found["place"] or found["agency"] or found["day"]) and _plausible(found):
            start = line.start() + begin
            place = found["place"].title() if found["place"] and found["place"].isupper() else found["place"]
            day_start = line.start() + found.start("day") if found["day"] else None
            day = _whole_day(found["day"] or "")
            agency = found["agency"] or None
            return Dateline(start, line.start() + found.end(), place or None, day, agency, found["day"], day_start)
    return None


def _headings(text: str) -> list[tuple[int, int, str]]:
    """The headings of a digest's paragraphs; none where fewer than two have one."""
    lines = ((line.start(), _HEADING.match(line[0], 0, _LINE_START)) for line in _LINE.finditer(text))
    found = [(start, start + m.end(), m["about"]) for start, m in lines if m is not None]
    return found if len(found) >= _SEVERAL else []


def _whole_day(words: str) -> date | None:
    """The day of "9 November 2024"; None where the year is left out, since that takes the day of publication."""
    numbers, month = re.findall(r"\d+", words), re.search(r"[A-Za-z]{3}", words)
    if len(numbers) != 2 or month is None:
        return None
    try:
        return date(int(numbers[1]), MONTHS[month[0].lower()], int(numbers[0]))
    except (KeyError, ValueError):
        return None


def _plausible(found: re.Match[str]) -> bool:
    """A dateline is short, and an upper-case start alone could be a headline or an acronym."""
    if found.end() > 90:
        return False
    place = found["place"] or ""
    if place in _NO_PLACES:
        return False
    return bool(found["agency"] or found["day"] or found["region"]) or len(place) >= 4


def _blank(chars: list[str], spans: list[tuple[int, int, str]]) -> None:
    for start, end, _ in spans:
        for i in range(start, end):
            if chars[i] != "\n":
                chars[i] = " "
