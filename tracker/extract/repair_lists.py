"""Repairs of trees, continued: what is coordinated with what."""

from __future__ import annotations

_QUARRELLING = frozenset(("clash", "spar", "battle"))


def conjuncts(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """A compound stands before its head: one after it, behind a comma or "and", is coordinated."""
    for i in range(start + 1, end):
        if deps[i] == "conj" and heads[i] > i and pos[i] in ("PROPN", "NOUN"):
            # what is coordinated follows its first
            first = next((k for k in range(i - 1, start - 1, -1) if pos[k] in ("PROPN", "NOUN")), None)
            if first is not None and any(w in (",", "and", "or") for w in words[first + 1 : i]):
                heads[i] = first
        if deps[i] == "appos" and pos[i] == "PROPN" and _goes_on(words, pos, deps, heads, i):
            # "the ministers of Mali, Chad and Niger": no name of the ministers, but a list behind "of"
            first = i - 2
            for later in range(i + 1, end):
                if heads[later] == i and deps[later] == "conj":
                    heads[later] = first
            heads[i], deps[i] = first, "conj"
        if deps[i] == "appos" and pos[i] == "PROPN":
            # "Japan, South Korea and China": the middle one is no apposition
            for later in range(i + 1, end):
                first = heads[later]
                if deps[later] == "conj" and pos[later] == "PROPN" and heads[i] != first and first < i:
                    if pos[first] == "PROPN" and "," in words[first + 1 : i]:
                        heads[i], deps[i] = first, "conj"
                    break
        beside = (
            deps[i] == "nmod:unmarked" and heads[i] < i and pos[i] == pos[heads[i]] == "PROPN" and words[i - 1] == ","
        )
        if beside and any(heads[k] == heads[i] and deps[k] == "conj" for k in range(i + 1, min(i + 6, end))):
            deps[i] = "conj"  # "officials from Japan, Kenya and China": the middle one is in the list too
        if deps[i] == "compound" and heads[i] < i and pos[i] in ("PROPN", "NOUN"):
            between = words[heads[i] + 1 : i]
            if any(w in (",", "and", "or", "&") for w in between):
                deps[i] = "conj"


def _goes_on(words: list[str], pos: list[str], deps: list[str], heads: list[int], i: int) -> bool:
    """Whether an apposition stands behind the comma after an "of" phrase of the same noun and is coordinated itself."""
    if i < 3 or words[i - 1] != "," or pos[i - 2] != "PROPN" or deps[i - 2] != "nmod" or heads[i - 2] != heads[i]:
        return False
    return any(heads[k] == i and deps[k] == "conj" for k in range(i + 1, min(i + 8, len(heads))))


def pairs(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """ "Between Iran and world powers": Iran is no attribute of the powers, but coordinated with them."""
    for i in range(start, end - 2):
        noun = heads[i]
        if deps[i] != "nmod" or pos[i] != "PROPN" or noun <= i + 1 or words[i + 1].lower() != "and":
            continue
        if heads[i + 1] != noun or pos[noun] not in ("PROPN", "NOUN") or heads[noun] == noun:
            continue
        heads[i], deps[i] = heads[noun], deps[noun]
        heads[noun], deps[noun] = i, "conj"
        for k in range(start, i):
            if heads[k] == noun:
                heads[k] = i


def between_phrases(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "was reached in Geneva between A and B" nothing is between parts of Geneva: the phrase goes up to the verb."""
    for between in range(start, end):
        noun = heads[between]
        if words[between].lower() != "between" or deps[between] != "case" or deps[noun] != "nmod":
            continue
        place = heads[noun]
        inside = any(heads[k] == place and deps[k] == "case" and words[k] in ("in", "at") for k in range(start, place))
        if pos[place] == "PROPN" and place < between and inside and deps[place] in ("obl", "nmod"):
            heads[noun], deps[noun] = heads[place], deps[place]


def people_in_lists(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """ "President Biden, President Yoon and Premier Kishida": a name with its own title is no apposition to another."""
    for i in range(start + 1, end):
        first = heads[i]
        if deps[i] != "appos" or pos[i] != "PROPN" or pos[first] != "PROPN" or first >= i:
            continue
        title = next((k for k in range(first + 1, i) if heads[k] == i and deps[k] == "nmod:desc"), None)
        if title is None or "," not in words[first + 1 : title]:
            continue
        goes_on = any(heads[k] == i and deps[k] == "conj" and pos[k] == "PROPN" for k in range(i + 1, end))
        if goes_on or _is_closed_by_and(words, heads, deps, i, first, end):
            deps[i] = "conj"


def _is_closed_by_and(words: list[str], heads: list[int], deps: list[str], i: int, first: int, end: int) -> bool:
    """Whether the list goes on behind the name, coordinated with its first: "A, President B, and Premier C"."""
    return any(heads[k] == first and deps[k] == "conj" and "and" in words[i + 1 : k] for k in range(i + 1, end))


def headline_pairs(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "Dozens killed as Chad, Niger clash" the comma stands for "and", and both clash."""
    for mark in range(start + 1, end - 4):
        if words[mark].lower() != "as" or pos[mark + 1] != "PROPN":
            continue
        comma = next((i for i in range(mark + 2, min(mark + 5, end)) if pos[i] != "PROPN"), mark)
        verb = next((i for i in range(comma + 1, min(comma + 5, end)) if pos[i] != "PROPN"), mark)
        acting = (pos[verb] == "VERB" and tags[verb] in ("VBP", "VB")) or words[verb].lower() in _QUARRELLING
        if words[comma] != "," or verb < comma + 2 or not acting:
            continue
        pos[verb], tags[verb] = "VERB", "VBP"
        first, second = comma - 1, verb - 1
        for name in range(mark + 1, first):
            heads[name], deps[name] = first, "compound"
        for name in range(comma + 1, second):
            heads[name], deps[name] = second, "compound"
        heads[first], deps[first] = verb, "nsubj"
        heads[second], deps[second] = first, "conj"
        heads[comma], heads[mark], deps[mark] = second, verb, "mark"
        above = next((i for i in range(start, mark) if heads[i] == verb and pos[i] == "VERB"), None)
        if above is not None and heads[verb] == verb:
            heads[above], deps[above] = above, deps[verb]
            heads[verb] = above
        if heads[verb] != verb:
            deps[verb] = "advcl"


def modifiers_before_cases(pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "of two Ugandan priests by Chadian soldiers" the priests are Ugandan: no adjective reaches over a noun and a
    preposition to a later noun."""
    for i in range(start, end):
        if deps[i] not in ("amod", "compound") or heads[i] <= i:
            continue
        case = next((k for k in range(i + 1, heads[i]) if deps[k] == "case" and heads[k] == heads[i]), None)
        if case is None or pos[case] != "ADP":
            continue
        noun = next((k for k in range(case - 1, i, -1) if pos[k] in ("NOUN", "PROPN")), None)
        if noun is not None:
            heads[i] = noun


def cases_of_names(pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "with Chancellor Friedrich Merz" the preposition belongs to the whole name, not to its second word."""
    for k in range(start, end):
        part = heads[k]
        if deps[k] == "case" and deps[part] == "flat" and k < heads[part] < part and pos[k] == "ADP":
            heads[k] = heads[part]


SPANS = frozenset("decade decades year years months weeks century generation".split())
_FOREMOST = frozenset("first latest second third only biggest largest last".split())
_DEFINITE = frozenset("the its their his her this".split())


def first_in_years(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "the first update in a decade of the pact" the pact was updated: a decade is nobody's."""
    for of in range(start, end):
        thing = heads[of]
        time = heads[thing]
        if words[of].lower() != "of" or deps[of] != "case" or words[time].lower() not in SPANS or time > of:
            continue
        within = next((k for k in range(start, time) if heads[k] == time and words[k].lower() == "in"), start)
        noun = within - 1
        own = {words[k].lower() for k in range(start, end) if heads[k] == noun}
        before = {words[k].lower() for k in range(of, thing) if heads[k] == thing}
        if noun >= start and pos[noun] == "NOUN" and own & _FOREMOST and before & _DEFINITE:
            heads[thing], deps[thing] = noun, "nmod"
