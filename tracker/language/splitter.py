"""Sentence ends that punctuation and layout show by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

ENDS = frozenset(".!?…") | {"...", "?!", "!?", "!!", "??", "!!!", "???", "。", "！", "？"}
CLOSERS = frozenset("\"'”’»)]}") | {"''", "’’"}
OPENERS = frozenset("\"'“‘«([{") | {"``", "-", "–", "—", "•", "*"}
STARTERS = frozenset(
    "a after all although an and another as at because before both but by during each for former four from he her his how i if "
    "in it its last many more most mr mrs ms no now of officials on once one others our since so some such that the their "
    "then there these they this those though three to two under until we what when where while who why with yet you".split()
)
"""Words that, capitalised after an abbreviation, tell that a new sentence begins."""

SHORT_LINE = 60
"""A line shorter than this many characters was not broken by wrapping: it is a heading or an item of its own."""


def starts(doc: Doc) -> list[bool]:
    """For every token of `doc`, whether a sentence begins there.

    The first token begins one. Blank tokens never do: they belong to what precedes them.
    """
    answer = [False] * len(doc)
    previous: Token | None = None
    line_start = 0
    gap = ""
    closed = ""
    for token in doc:
        if token.is_space:
            gap += token.text
            continue
        if previous is None:
            answer[token.i] = True
        else:
            between = previous.whitespace_ + gap
            answer[token.i] = _breaks(previous, closed, token, between, previous.idx - line_start)
        if "\n" in gap or previous is None:
            line_start = token.idx
        closed = closed if previous is not None and closed and token.text in CLOSERS else ""
        closed = token.text if token.text in ENDS else closed
        previous, gap = token, ""
    return answer


def _breaks(previous: Token, closed: str, token: Token, between: str, line: int) -> bool:
    """Whether a sentence ends between two neighbouring tokens.

    `closed` is the end mark that `previous` is or follows as closing quote; `line` the length of its line in characters.
    """
    newlines = between.count("\n")
    text = token.text
    if newlines > 1:
        return True
    capital = text[0].isupper() or text[0].isdigit()
    if newlines == 1 and line < SHORT_LINE and (capital or text in OPENERS):
        return True
    if not between:
        return False
    if closed:
        if previous.text in CLOSERS and closed in "!?" and not capital:
            return False
        return capital or (text in OPENERS and _capital_next(token)) or text[0] in "@#"
    if previous.text.endswith(".") and len(previous) > 1:
        return text[:1].isupper() and text.lower() in STARTERS and text != "I"
    return False


def _capital_next(token: Token) -> bool:
    """Whether the token after an opening mark begins like a sentence."""
    if token.i + 1 >= len(token.doc):
        return False
    following = token.nbor().text
    return following[0].isupper() or following[0].isdigit() or following in OPENERS


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
