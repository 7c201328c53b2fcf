"""Names out of BIO scores, and repairs that a reader of news would make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from babel import Locale
from numpy.typing import NDArray

from tracker.language import titles
from tracker.language.words import Words

Name = tuple[int, int, str]
"""First token, the one after the last, label."""

PARTICLES = frozenset(
    {"bin", "ibn", "bint", "al", "el", "ul", "abu", "von", "van", "de", "der", "den", "di", "da", "la", "le", "ben"}
)
COMPOUNDED = frozenset(
    """based led backed born run like style era brokered appointed mediated funded made owned related linked allied
    held controlled occupied administered sponsored supported aligned inspired bound wide speaking only area
    hosted drafted trained imposed designated region to""".split()
)
"""What follows the hyphen in "Austin-led": no part of the name."""

CLOSED = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov
    dec mr mrs ms dr""".split()
)
"""Words that are no name by themselves. May is missing: she may be a person."""

HEADS_OF = frozenset(
    """republic gulf bank university ministry department authority council board bureau house city church court
    institute federation kingdom strait bay cape sea isle isles state states union party front army league
    movement office academy college school museum association society organization organisation chamber community
    people commission""".split()
)
"""Head words whose names go on with "of" and a place."""

HYPHENS = ("-", "‑")
COMPANIES = frozenset("inc ltd corp llc llp plc gmbh".split())
"""Legal forms that end the name of a company, with or without a comma before."""

INITIALS = frozenset("US U.S. USA U.S.A. UK U.K. UAE U.A.E. DPRK D.P.R.K. ROK PRC DRC KSA USSR U.S.S.R.".split())
"""Countries by their initials."""

NAMESAKES = frozenset({"Chad", "Christmas", "Georgia", "Ireland", "Israel", "Jordan"})
"""Countries whose names people bear too."""

NEWS_AGENCY = (("news", "agency"), ("news", "service"), ("news", "website"))

HALVES = frozenset({"south", "north", "saudi", "sri", "costa", "puerto"})
WEAPON = re.compile(r"[A-Z][A-Za-z]{0,3}-\d+[A-Za-z]*")
"""Models of aircraft, missiles and ships: "F-16s"."""

OFFICES = frozenset({"secretary", "minister", "secretaries", "ministers", "undersecretary", "chief"})
GENITIVES = frozenset({"'s", "’s", "'", "’"})
_NO_LANDS = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_NEVER = -1e4


def spans(scores: NDArray[np.float32], labels: Sequence[str], steps: NDArray[np.float32]) -> list[Name]:
    """Names in a run of tokens, in order and apart; the labels of one name agree.

    `scores` [n, labels]; a label is O, B-X or I-X; `steps` [labels, labels] scores j after i. The best chain
    is taken in which I-X comes only after B-X or I-X. Where nothing but O scores best, there is no name.
    """
    if not scores.argmax(axis=1).any():
        return []
    found: list[Name] = []
    for index, number in enumerate(_chain(scores, labels, steps)):
        label = labels[number]
        if label[0] == "I":
            found[-1] = (found[-1][0], index + 1, found[-1][2])
        elif label[0] == "B":
            found.append((index, index + 1, label[2:]))
    return found


def _chain(scores: NDArray[np.float32], labels: Sequence[str], steps: NDArray[np.float32]) -> list[int]:
    """The best-scored legal chain of labels."""
    table = steps + _barred(tuple(labels))
    out = labels.index("O")
    best = scores.argmax(axis=1)
    # Another label at some token changes two steps: where every token prefers its own by more, no chain is better.
    lead = -np.diff(np.partition(scores, -2, axis=1)[:, -2:]) + 2 * (steps.max() - steps.min())
    legal = table[np.concatenate([[out], best[:-1]]), best] > _NEVER / 2
    if (lead < 0).all() and legal.all():
        answer: list[int] = best.tolist()
        return answer
    return _viterbi(scores, table, out)


def _viterbi(scores: NDArray[np.float32], table: NDArray[np.float32], first: int) -> list[int]:
    """The best chain under `table` [labels, labels] of steps, after the label `first`."""
    total = scores[0] + table[first]
    back = np.zeros(scores.shape, dtype=np.int64)
    for index in range(1, len(scores)):
        reached = total[:, None] + table
        back[index] = reached.argmax(axis=0)
        total = reached.max(axis=0) + scores[index]
    best = [int(total.argmax())]
    for index in range(len(scores) - 1, 0, -1):
        best.append(int(back[index, best[-1]]))
    return best[::-1]


@cache
def _barred(labels: tuple[str, ...]) -> NDArray[np.float32]:
    """[labels, labels]: far below zero where I-X would continue nothing."""
    return np.array([[_NEVER * (b[0] == "I" and a[1:] != b[1:]) for b in labels] for a in labels], dtype=np.float32)


def repaired(found: Sequence[Name], words: Words) -> list[Name]:
    """Names of one document with the usual damage mended, in order and not overlapping.

    Titles and quotes are cut off, hyphenated and particled names of people made whole, halves of one name joined,
    dates and departments of office-holders dropped, surnames and bracketed short forms recognised again.
    """
    names = [name for name in (_trimmed(name, words) for name in found) if name[0] < name[1]]
    names = [_trimmed(name, words) for name in _joined(names, words)]
    names = [_whole(name, words) for name in names]
    names = [_relabelled(name, words) for name in names if not _no_name(name, words)]
    return _remembered(_disjoint(names), words)


def _trimmed(name: Name, words: Words) -> Name:
    """Without quotes, brackets and genitive at its ends, and without the title of a person."""
    begin, end, kind = name
    while begin < end and not any(c.isalnum() for c in words.text[begin]):
        begin += 1
    while begin < end and (words.text[end - 1] in GENITIVES or not any(c.isalnum() for c in words.text[end - 1])):
        end -= 1
    if kind == "PER":
        begin += titles.length(words.text[begin:end])
    return begin, end, kind


def _joined(names: Sequence[Name], words: Words) -> list[Name]:
    """Neighbours that are one name: "Orchestra" + "Hall", "Gulf" of "Mexico", "Abdullah" bin "Zayed"."""
    answer: list[Name] = []
    for name in names:
        if answer and not any(words.starts[answer[-1][1] : name[0] + 1]):
            kind = _together(answer[-1], name, words)
            if kind:
                answer[-1] = (answer[-1][0], name[1], kind)
                continue
        answer.append(name)
    return answer


def _together(left: Name, right: Name, words: Words) -> str:
    """Label of the name that `left` and `right` make together, "" where they are two."""
    between = [word.lower() for word in words.text[left[1] : right[0]]]
    kinds = (left[2], right[2])
    if kinds == ("PER", "PER"):
        glued = between == ["-"] and not any(words.gaps[left[1] : right[0] + 1])
        return "PER" if glued or (between and set(between) <= PARTICLES) or not between else ""
    if not {*kinds} <= {"ORG", "LOC"}:
        return ""
    last = words.text[left[1] - 1].lower()
    if not between:
        titled = words.text[right[0]][:1].isupper() and words.text[left[0]][:1].isupper()
        return "" if not titled or last in GENITIVES else right[2] if last != "of" else left[2]
    return left[2] if between in (["of"], ["of", "the"]) and last in HEADS_OF else ""


def _whole(name: Name, words: Words) -> Name:
    """A person's name with both halves of a compound ("Won-sik") and after a particle ("bin Zayed"); "X, Inc."."""
    begin, end, kind = name
    if kind == "ORG":
        following = [word.lower().rstrip(".") for word in words.text[end : end + 2]]
        comma = following[:1] == [","]
        return (begin, end + 1 + comma, kind) if {*following[comma : comma + 1]} & COMPANIES else name
    if kind != "PER":
        return name
    while end + 1 < len(words.text) and _goes_on(end, words):
        end += 2
    while begin > 1 and _began_before(begin, words):
        begin -= 2
    return begin, end, kind


def _goes_on(index: int, words: Words) -> bool:
    """Whether a person's name that ends before `index` takes in that token and the next."""
    if words.starts[index] or words.starts[index + 1]:
        return False
    word, following, tag = words.text[index], words.text[index + 1], words.tags[index + 1]
    if word in HYPHENS and not words.gaps[index] and not words.gaps[index + 1]:
        return following.isalpha() and following.lower() not in COMPOUNDED and tag not in ("VBN", "VBG", "VBD")
    return bool(word.lower() in PARTICLES and words.gaps[index] and following[:1].isupper() and tag[:3] == "NNP")


def _began_before(index: int, words: Words) -> bool:
    """Whether a person's name at `index` is the second half of a compound."""
    hyphen = words.text[index - 1] in HYPHENS and not words.gaps[index] and not words.gaps[index - 1]
    first = words.text[index - 2]
    return hyphen and not words.starts[index - 1] and first[:1].isupper() and first.lower() != "ex"


def _no_name(name: Name, words: Words) -> bool:
    """Whether these words name nobody: "his", dates, aircraft, a department in an office ("Secretary of Defense")."""
    begin, end, kind = name
    if end - begin == 1 and words.tags[begin].startswith("PRP"):
        return True
    plain = [word.lower().rstrip(".") for word in words.text[begin:end]]
    if all(word in CLOSED for word in plain):
        return True
    if WEAPON.fullmatch("".join(words.text[begin:end])):
        return True
    office = begin > 1 and words.text[begin - 1].lower() == "of" and words.text[begin - 2].lower() in OFFICES
    return kind == "ORG" and end - begin == 1 and office


def _relabelled(name: Name, words: Words) -> Name:
    """Countries are places; news agencies bodies; "Korean" after "South" is all of "South Korean"."""
    begin, end, kind = name
    text = " ".join(words.text[begin:end])
    if text in INITIALS or (text in countries() and not (kind == "PER" and text in NAMESAKES)):
        return begin, end, "LOC"
    if kind == "LOC" and tuple(words.text[end : end + 2]) in NEWS_AGENCY:
        return begin, end, "ORG"
    if kind == "NORP" and begin and not words.starts[begin] and words.text[begin - 1].lower() in HALVES:
        return begin - 1, end, kind
    return name


@cache
def countries() -> frozenset[str]:
    """English names of states and territories, as CLDR has them."""
    named = Locale("en").territories.items()
    return frozenset(name for code, name in named if len(code) == 2 and code.isalpha() and code not in _NO_LANDS)


def _disjoint(names: Sequence[Name]) -> list[Name]:
    """The names in order; of two that overlap the first."""
    answer: list[Name] = []
    for name in sorted(names):
        if not answer or name[0] >= answer[-1][1]:
            answer.append(name)
    return answer


def _remembered(names: Sequence[Name], words: Words) -> list[Name]:
    """Adds later mentions: surnames of people named in full, short forms given in brackets after an organisation."""
    known: dict[str, str] = {}
    for begin, end, kind in names:
        if kind == "PER" and end - begin > 1 and len(words.text[end - 1]) > 2 and words.gaps[end - 1]:
            known.setdefault(words.text[end - 1], "PER")
        short = words.text[end + 1] if end + 2 < len(words.text) else ""
        if (
            kind == "ORG"
            and short.isupper()
            and short.isalpha()
            and words.text[end] == "("
            and words.text[end + 2] == ")"
        ):
            known[short] = "ORG"
    if not known:
        return list(names)
    taken = {index for begin, end, _ in names for index in range(begin, end)}
    added = [
        (index, index + 1, known[word])
        for index, word in enumerate(words.text)
        if word in known and index not in taken and words.tags[index].startswith("NNP")
    ]
    changed = [
        (begin, end, "ORG" if end - begin == 1 and known.get(words.text[begin]) == "ORG" else kind)
        for begin, end, kind in names
    ]
    return sorted([*changed, *added])
