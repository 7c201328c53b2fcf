"""Making a feed's text readable for a strict XML parser: no DTD, no bare ampersands, no cut-off end, no flood of items.

The strict parser is fast and exact, the lenient one slow and lossy, so what can be mended is mended first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

_DECLARATION = re.compile(r"^\s*(?:<\?xml[^>]{0,400}\?>)?")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]{0,1000}(\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>", re.I)
_DTD_PIECE = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)\b[^>]*>", re.I)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)(\w{1,32};)?", re.S
)
_REFERENCE = re.compile(r"&#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));")
_ITEM_END = re.compile(r"</(?:\w{1,20}:)?(item|entry)\s*>", re.I)
_ROOT = re.compile(r"<(?!\?|!)((?:[A-Za-z_][\w.-]{0,30}:)?([A-Za-z_][\w.-]{0,40}))")


@dataclass(frozen=True, slots=True)
class Repaired:
    """Text to parse and what had to be done to it, in words."""

    text: str
    root: str
    notes: tuple[str, ...] = ()


def repair(text: str, max_items: int) -> Repaired:
    """Mend a feed's text. `root` is the local name of the first element in lower case, empty when there is none."""
    notes: list[str] = []
    text = text[_DECLARATION.match(text).end() :]  # type: ignore[union-attr]
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub("", text)
        notes.append("control characters left out")
    if "<!" in text[:4000]:
        text = _without_dtd(text, notes)
    found = _ROOT.search(text)
    tag, root = (found[1], found[2].lower()) if found else ("", "")
    if root in ("rss", "rdf", "feed", "channel"):
        text = _cut(text[found.start() :], tag, root, max_items, notes) if found else text
        text = _ampersands(text, notes)
    return Repaired(text, root, tuple(notes))


def _without_dtd(text: str, notes: list[str]) -> str:
    """Leave out the document type: entities of one's own are refused, and with them every entity chain."""
    declared = text.count("<!ENTITY")
    text = _DOCTYPE.sub("", text, count=1)
    if declared or "<!ENTITY" in text[:10_000]:
        text = _DTD_PIECE.sub("", text)
        notes.append("own entities refused")
    return text


def _ampersands(text: str, notes: list[str]) -> str:
    mended = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal mended
        if found[0].startswith("<!["):
            return found[0]
        named = html5.get(found[1]) if found[1] else None
        mended += named is None
        return named if named and named not in "<>&" else f"&amp;{found[1] or ''}"

    if "&" in text:
        text = _AMPERSAND.sub(mend, text)
        text = _REFERENCE.sub(_character, text)
    if mended:
        notes.append("bare ampersands mended")
    return text


def _character(found: re.Match[str]) -> str:
    """A numeric reference as it stands, or nothing where XML has no such character."""
    number = int(found[1]) if found[1] else int(found[2], 16)
    return "" if number > 0x10FFFF or _ILLEGAL.match(chr(number)) else found[0]


def _cut(text: str, tag: str, root: str, max_items: int, notes: list[str]) -> str:
    """Cut behind the last whole item where the end is missing, or behind the last item that is allowed."""
    whole = text.rstrip()[-len(tag) - 8 :].lower().replace(" ", "").endswith(f"</{tag.lower()}>")
    tail = text.rfind(f"</{tag}>")
    if not whole and tail >= 0:
        text = text[: tail + len(tag) + 3]
        whole = True
    ends = 0
    last = None
    for last in _ITEM_END.finditer(text):  # noqa: B007 - the last one is used below
        ends += 1
        if ends == max_items:
            break
    if last is None or (whole and ends < max_items):
        return text
    if ends == max_items and not _ITEM_END.search(text, last.end()) and whole:
        return text
    notes.append(
        "cut off in the middle" if not whole and ends < max_items else f"only the first {max_items} items read"
    )
    channel = "</channel>" if root == "rss" and "<channel" in text[: last.end()].lower() else ""
    return f"{text[: last.end()]}{channel}</{tag}>"
