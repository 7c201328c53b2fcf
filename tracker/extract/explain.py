"""An article with its events underlined and explained, for `tracker extract --format text`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.model import Actor, ArticleInput, Coding, EventDate, Evidence, Mention

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A trigger in a part of the article: character offsets and the numbers (from 1) of the events it reports."""

    start: int
    end: int
    events: tuple[int, ...]


def marks(coding: Coding, part: str) -> tuple[Mark, ...]:
    """Triggers of one part in text order; several events on one trigger share a mark."""
    found: dict[tuple[int, int], list[int]] = {}
    for number, mention in enumerate(coding.mentions, 1):
        for evidence in (mention.evidence, *mention.more_evidence):
            if evidence.part == part:
                found.setdefault((evidence.trigger_start, evidence.trigger_end), []).append(number)
    return tuple(Mark(start, end, tuple(dict.fromkeys(n))) for (start, end), n in sorted(found.items()))


def explain(article: ArticleInput, coding: Coding) -> str:
    """The article as plain text, triggers underlined and numbered, with one block of reasons for each event."""
    parts = []
    if article.title:
        parts.append(_underlined(article.title, marks(coding, "title")))
    parts.append(_underlined(article.text.strip("\n"), marks_shifted(article.text, coding)))
    if not coding.mentions:
        parts.append("No events.")
    parts += [_block(number, mention) for number, mention in enumerate(coding.mentions, 1)]
    return "\n\n".join(parts)


def marks_shifted(text: str, coding: Coding) -> tuple[Mark, ...]:
    """Marks of the text with offsets into the text without its leading line ends."""
    shift = len(text) - len(text.lstrip("\n"))
    return tuple(Mark(m.start - shift, m.end - shift, m.events) for m in marks(coding, "text"))


def _underlined(text: str, found: Iterable[Mark]) -> str:
    """Lines of at most 100 characters; under each trigger a line of dashes and its events' numbers."""
    marks_left = list(found)
    out: list[str] = []
    position = 0
    for paragraph in text.split("\n"):
        for start, end in _lines(paragraph):
            out.append(paragraph[start:end])
            here = [m for m in marks_left if position + start <= m.start < position + end]
            if here:
                out.append(_rule(here, position + start))
        position += len(paragraph) + 1
    return "\n".join(out)


def _lines(paragraph: str) -> list[tuple[int, int]]:
    """Where a paragraph breaks into lines, as (start, end) offsets into it."""
    out, start = [], 0
    while len(paragraph) - start > _WIDTH:
        cut = paragraph.rfind(" ", start, start + _WIDTH)
        cut = cut if cut > start else start + _WIDTH
        out.append((start, cut))
        start = cut + 1 if paragraph[cut : cut + 1] == " " else cut
    out.append((start, len(paragraph)))
    return out


def _rule(here: list[Mark], line_start: int) -> str:
    line = ""
    for mark in here:
        label = "[" + ",".join(str(n) for n in mark.events) + "]"
        line = line.ljust(mark.start - line_start) + "‾" * (mark.end - mark.start) + label
    return line


def _block(number: int, mention: Mention) -> str:
    """One event: what, who, when, where, and why the coder says so."""
    mode = f", {mention.mode}" if mention.mode else ""
    lines = [
        f"[{number}] {mention.kind} ({mention.type.value}{mode}) — {mention.status.value} — {_when(mention.date)}"
        f" — confidence {mention.confidence:.2f}",
        f"    who: {_names(mention.actors)}" + (f"  →  {_names(mention.recipients)}" if mention.recipients else ""),
    ]
    if mention.place:
        lines.append(f"    where: {mention.place.name} ({mention.place.country or 'country unknown'})")
    if mention.said_by:
        lines.append(f"    said by: {mention.said_by}")
    lines.append(f"    contexts: {', '.join(mention.contexts) or 'none'}; CAMEO {mention.cameo}")
    lines += [f"    · {reason}" for reason in mention.reasons]
    for vote in mention.votes[1:]:
        lines.append(f"    · {vote.voter}: {vote.type.value if vote.type else 'no event'} ({vote.score:.2f})")
    lines.append(f"    told {1 + len(mention.more_evidence)}×: {_quote(mention.evidence)}")
    return "\n".join(lines)


def _names(actors: Iterable[Actor]) -> str:
    return ", ".join(f"{a.name} ({'/'.join(filter(None, (a.country, a.sector))) or '?'})" for a in actors) or "—"


def _when(when: EventDate) -> str:
    if when.interval is None:
        return "no date"
    first, last = when.interval.start.isoformat(), when.interval.last.isoformat()
    days = first if first == last else f"{first} to {last}"
    return f"{days} ({when.basis.value}{': ' + chr(8220) + when.text + chr(8221) if when.text else ''})"


def _quote(evidence: Evidence) -> str:
    return "“" + textwrap.shorten(evidence.text, 140, placeholder=" …") + "”"
