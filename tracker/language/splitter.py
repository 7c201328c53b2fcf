"""Where text can be cut before it is read: sentence ends that punctuation or layout show by themselves.

The network finds the sentences; these marks only say where a window may begin, and where layout leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.attrs import IDX, IS_SPACE, SPACY
from spacy.tokens import Doc

ENDS = frozenset(".!?…") | {"...", "?!", "!?", "!!", "??", "!!!", "???", "。", "！", "？"}
CLOSERS = frozenset("\"'”’»)]}") | {"''", "’’"}
OPENERS = frozenset("\"'“‘«([{") | {"``", "-", "–", "—", "•", "*"}
STARTERS = frozenset(
    """a after all although an and another as at because before both but by during each for former four from he her
    his how if in it its last many more most mr mrs ms no now of officials on once one others our since so some
    such that the their then there these they this those though three to two under until we what when where while
    who why with yet you""".split()
)
"""Words that, capitalised after an abbreviation, tell that a new sentence begins."""

NONE, LIKELY, SURE = range(3)
"""Marks: no sentence begins here as far as is seen; punctuation says so; layout does."""

SHORT_LINE = 60
"""A line shorter than this many characters was not broken by wrapping: it is a heading or an item of its own."""


def marks(doc: Doc) -> list[int]:
    """For every token of `doc` NONE, LIKELY or SURE; the first token that is not blank is SURE, blank ones are NONE."""
    texts = [token.text for token in doc]
    blank, parted, starts = doc.to_array([IS_SPACE, SPACY, IDX]).T.tolist()
    answer = [NONE] * len(texts)
    previous = -1
    line_start = 0
    gap = ""
    closed = False
    for at, text in enumerate(texts):
        if blank[at]:
            gap += text
            continue
        if previous < 0:
            answer[at] = SURE
        elif gap or parted[previous]:
            line = starts[previous] + len(texts[previous]) - line_start
            answer[at] = _mark(texts, previous, at, gap, closed=closed, line=line)
        if "\n" in gap or previous < 0:
            line_start = starts[at]
        closed = text in ENDS or (closed and text in CLOSERS)
        previous, gap = at, ""
    return answer


def _mark(texts: Sequence[str], previous: int, at: int, gap: str, *, closed: bool, line: int) -> int:
    """The mark of a token, which white space (`gap`, where it is more than one blank) parts from the `previous` one.

    `closed`: `previous` ends a sentence, or is a closing quote after such an end. `line`: length of its line
    in characters.
    """
    newlines = gap.count("\n")
    text, before = texts[at], texts[previous]
    if newlines > 1:
        return SURE
    capital = text[0].isupper() or text[0].isdigit()
    if newlines == 1 and (capital or text in OPENERS) and (closed or line < SHORT_LINE):
        return SURE
    if closed:
        return LIKELY if capital or (text in OPENERS and _capital_next(texts, at)) else NONE
    if capital and len(before) > 1 and before[-1] == "." and text.lower() in STARTERS:
        return LIKELY
    return NONE


def _capital_next(texts: Sequence[str], at: int) -> bool:
    """Whether the token after an opening mark begins like a sentence."""
    following = texts[at + 1] if at + 1 < len(texts) else ""
    return following[:1].isupper() or following[:1].isdigit() or following in OPENERS


def bounded(lengths: Sequence[int], texts: Sequence[str], most: int) -> list[int]:
    """Where to cut a run of tokens so that no part holds more than `most` pieces: sorted start indexes, 0 first.

    `lengths` are pieces per token, each at most `most`. Cuts fall after a semicolon, comma or dash where one
    stands in the last half of the part, else anywhere.
    """
    cuts = [0]
    begin, size = 0, 0
    for index, length in enumerate(lengths):
        if size + length > most:
            middle = begin + (index - begin) // 2
            cut = next((k for k in range(index, middle, -1) if texts[k - 1] in {";", ",", "–", "—", ":"}), index)
            cuts.append(cut)
            begin, size = cut, sum(lengths[cut:index])
        size += length
    return cuts


def windows(marks: Sequence[int], lengths: Sequence[int], texts: Sequence[str], fill: int, most: int) -> list[int]:
    """Start indexes of windows over a run of tokens: whole likely sentences up to about `fill` pieces each.

    `lengths` are pieces per token. A sentence alone may reach `most`; beyond it, it is cut (see `bounded`).
    Sorted, 0 first; empty for an empty run.
    """
    answer: list[int] = []
    edges = [i for i, mark in enumerate(marks) if mark or i == 0]
    size = 0
    for begin, end in pairwise([*edges, len(marks)]):
        length = sum(lengths[begin:end])
        if length > most:
            answer += [begin + cut for cut in bounded(lengths[begin:end], texts[begin:end], most)]
            size = most
        elif not answer or size + length > fill:
            answer.append(begin)
            size = length
        else:
            size += length
    return answer
