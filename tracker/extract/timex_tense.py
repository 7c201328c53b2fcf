"""Which tokens a match touches, and the tense of the clause that it belongs to. Pure."""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Token

from tracker.extract.timex_grammar import Found
from tracker.extract.timex_meaning import FUTURE, PAST, PRESENT

_FUTURE_HEADS = frozenset(
    "plan schedule expect set due intend prepare aim hope slate agree vow pledge promise propose announce want need ask"
    " urge call invite postpone delay threaten".split()
)

# nouns whose infinitive tells what was tried, not what is to come
_TRIED = frozenset("attempt effort bid failure refusal inability struggle fight race".split())

# what diaries say in the present tense: "the court rules on Tuesday", "the minister arrives on Friday"
_TIMETABLED = frozenset(
    "vote arrive leave depart travel fly head visit meet host hold rule decide hear debate open start begin close end"
    " expire resume convene gather take enter mark celebrate appear face".split()
)


def text_of(doc: Doc) -> str:
    """The text of a Doc, which spaCy puts together from its tokens at every call."""
    text = doc.user_data.get("timex_text")
    if text is None:
        text = doc.user_data["timex_text"] = doc.text
    return str(text)


def starts_of(doc: Doc) -> list[int]:
    """Where its tokens begin in the text of a Doc."""
    starts: list[int] | None = doc.user_data.get("timex_starts")
    if starts is None:
        starts = doc.user_data["timex_starts"] = doc.to_array("IDX").tolist()
    return starts


def tokens_of(doc: Doc, found: Found) -> tuple[Token, Token] | None:
    """First and last token that a match touches."""
    if not len(doc):
        return None
    starts = starts_of(doc)
    first = max(0, bisect_right(starts, found.start) - 1)
    last = max(0, bisect_right(starts, found.end - 1) - 1)
    return doc[first], doc[last]


def tense_of(doc: Doc, found: Found) -> str | None:
    """Whether the clause that an expression belongs to lies in the past or the future; None where it does not say."""
    span = tokens_of(doc, found)
    if span is None:
        return None
    token = span[1]
    if _follows_past_verb(doc, span[0]):
        return PAST
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX"):
            said = _verb_tense(token)
            if said is not None:
                return said
        elif token.pos_ == "NOUN" and token.lemma_.lower() in ("deadline", "schedule"):
            return FUTURE
        elif token is not span[1] and (said := _copula_tense(token)) is not None:
            return said  # "will not be back until spring"
        if token.head is token or token.head.i == token.i:
            break
        token = token.head
    return _verb_tense(token) if token.pos_ in ("VERB", "AUX") else _copula_tense(token)


def _follows_past_verb(doc: Doc, first: Token) -> bool:
    """ "Will open in May, he said Monday": the verb right before tells, whatever the parser hangs the day on."""
    before = first.i - 1
    while before >= 0 and first.i - before <= 3 and doc[before].tag_ in ("IN", "RB") and doc[before].lower_ != "to":
        before -= 1
    return before >= 0 and doc[before].tag_ == "VBD" and doc[before].pos_ == "VERB"


# what is told in the present tense though it has happened, and verbs whose past looks like a present
_TOLD = frozenset(
    "say tell show report suggest indicate believe think know see kill hit strike die wound injure win lose beat have"
    " be remain fall rise shut cut put set let quit split spread cast cost hurt burst bet shed upset bid read".split()
)


def is_timetable(doc: Doc, found: Found) -> bool:
    """ "Brazil play on Tuesday", "the strike ends Friday": a day beside a verb in the simple present lies ahead."""
    span = tokens_of(doc, found)
    if span is None or (span[1].i + 1 < len(doc) and doc[span[1].i + 1].tag_ == "POS"):
        return False
    verb = span[1].head
    if verb.tag_ not in ("VBZ", "VBP") or verb.lemma_.lower() in _TOLD:
        return False
    return not any(child.dep_.startswith("aux") for child in verb.children)


def _copula_tense(token: Token) -> str | None:
    if any(each.lemma_.lower() in ("deadline", "due") for each in (token, *token.children)):
        return FUTURE
    if any(child.dep_ == "aux" and child.lemma_.lower() == "have" for child in token.children):
        return PAST
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
    if verb.tag_ == "VBG" and any(child.lower_ in ("after", "since") for child in verb.children):
        return PAST
    if verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children):
        head = verb.head
        if words & {"was", "were"}:
            return PAST
        if head.lemma_.lower() in _TRIED or verb.lemma_ == "do":
            return None
        if head.i != verb.i and head.lemma_.lower() in _FUTURE_HEADS:
            return PAST if any(child.lower_ == "had" for child in head.children) else FUTURE
        if head.i != verb.i and head.pos_ == "VERB":
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
        return FUTURE if verb.lemma_.lower() in _TIMETABLED and not helpers else PRESENT
    return None
