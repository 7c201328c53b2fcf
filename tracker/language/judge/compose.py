"""Composes the training sentences: every hand-written pattern with several of its choices and fillers.

A pattern file has blocks headed `= kind[=TYPE][/mode][@status]`; each line below is one pattern. `[word]` marks a
trigger with the block's label, `[word]:kind...` one with its own; `<a|b>` is a choice; `{C}` and the like are slots.
The labels follow PLOVER: what is announced is an AGREE or a CONCEDE, what is cancelled a REJECT, unless the label says
a type.

`python -m tracker.language.judge.compose` writes sentences/composed.jsonl. The same patterns give the same sentences.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tracker.language.judge import fillers, lands

FOLDER = Path(__file__).parent / "sentences"
COMPOSED = FOLDER / "composed.jsonl"
NONE = "none"
LEAST, MOST = 3, 6
"""How many sentences a pattern gives: as many as its longest choice, within these bounds."""

KINDS: dict[str, tuple[str, str]] = {
    "visit": ("CONSULT", "visit"), "meeting": ("CONSULT", ""), "call": ("CONSULT", "phone"),
    "agreement": ("SUPPORT", ""), "endorsement": ("SUPPORT", ""), "data_sharing": ("COOPERATE", ""),
    "joint_exercise": ("COOPERATE", ""), "cooperation": ("COOPERATE", ""), "aid": ("AID", ""),
    "arms_transfer": ("AID", ""), "concession": ("CONCEDE", ""), "withdrawal": ("RETREAT", "withdraw"),
    "release": ("RETREAT", "release"), "ceasefire": ("RETREAT", "ceasefire"), "disarmament": ("RETREAT", "disarm"),
    "resignation": ("RETREAT", "resign"), "demand": ("REQUEST", ""), "condemnation": ("ACCUSE", "disapprove"),
    "accusation": ("ACCUSE", "allege"), "investigation": ("ACCUSE", "investigate"), "rejection": ("REJECT", ""),
    "threat": ("THREATEN", ""), "protest": ("PROTEST", "demo"), "sanctions": ("SANCTION", "discontinue"),
    "expulsion": ("SANCTION", "expel"), "recall": ("SANCTION", "withdraw"), "deployment": ("MOBILIZE", "troops"),
    "exercise": ("MOBILIZE", "troops"), "missile_launch": ("MOBILIZE", "weapons"),
    "nuclear_test": ("MOBILIZE", "weapons"),
    "arrest": ("COERCE", "arrest"), "seizure": ("COERCE", "seize"), "restriction": ("COERCE", "restrict"),
    "cyberattack": ("COERCE", "cyber"), "strike": ("ASSAULT", "aerial"), "clash": ("ASSAULT", "firearms"),
    "assassination": ("ASSAULT", "targeted"), "bombing": ("ASSAULT", "explosives"), "abduction": ("ASSAULT", "abduct"),
    "statement": ("STATEMENT", ""), NONE: (NONE, ""),
}  # fmt: skip
"""Kind → PLOVER type and mode of what has happened."""

_LABEL = r"([a-z_]+)(?:=([A-Z]+))?(?:/([\w-]*))?(?:@([a-z]+))?"
_HEAD = re.compile(rf"= {_LABEL}$")
_MARK = re.compile(rf"\[([^\[\]]+)\](?::{_LABEL})?")
_CHOICE = re.compile(r"<([^<>]*)>")
_SLOT = re.compile(r"\{(\w+)\}")
_PLURAL_UNFIT = re.compile(r"\{L2?\} (?:\[?<?)(?:has|is|was|reserves|had)\b|\{L2?\}'s|\{L2?\}.* its\b")
_VERBAL_COOPERATION = ("CONSULT", "SUPPORT", "COOPERATE", "AID")


@dataclass(frozen=True, slots=True)
class Label:
    """What a trigger reports; `mode` is "" where the type has none or it does not show."""

    kind: str
    type: str
    mode: str
    status: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A trigger in a sentence: offsets into its text, and the label."""

    start: int
    end: int
    text: str
    label: Label


@dataclass(frozen=True, slots=True)
class Sentence:
    """`pattern` numbers the pattern it was made from, so that one pattern never stands on both sides of a split."""

    pattern: int
    text: str
    triggers: tuple[Marked, ...]


def label(kind: str, type_: str | None = None, mode: str | None = None, status: str | None = None) -> Label:
    """The full label of a kind; raises ValueError for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    base, usual = KINDS[kind]
    status = status or "happened"
    type_ = type_ or _at_its_time(base, status)
    return Label(kind, type_, (usual if type_ == base else "") if mode is None else mode, status)


def _at_its_time(base: str, status: str) -> str:
    """What a type becomes when it is yet to come or called off."""
    if status == "planned" and base == "RETREAT":
        return "CONCEDE"
    if base in _VERBAL_COOPERATION:
        return {"planned": "AGREE", "cancelled": "REJECT"}.get(status, base)
    return base


def patterns(text: str) -> Iterator[tuple[str, Label]]:
    """The patterns of one file with the label of their block."""
    head: Label | None = None
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("="):
            found = _HEAD.match(line)
            if found is None:
                raise ValueError(f"not a heading: {line!r}")
            head = label(*found.groups())
        elif head is None:
            raise ValueError(f"no heading before {line!r}")
        else:
            yield line, head


def compose(number: int, pattern: str, head: Label) -> Iterator[Sentence]:
    """The sentences of one pattern."""
    marked = re.sub(r"\[([^<>\[\]]*\|[^<>\[\]]*)\]", r"[<\1>]", pattern)
    longest = max((m.group(1).count("|") + 1 for m in _CHOICE.finditer(marked)), default=1)
    chance = random.Random(f"{number} {pattern}")
    seen: set[str] = set()
    for variant in range(min(MOST, max(LEAST, longest))):
        chosen = _longer(_chosen(marked, variant, chance), variant, chance)
        sentence = _sentence(number, chosen, head, chance)
        if sentence.text not in seen:
            seen.add(sentence.text)
            yield sentence


def everything() -> list[Sentence]:
    """All sentences of all pattern files, in a fixed order."""
    found: list[Sentence] = []
    number = 0
    for path in sorted(FOLDER.glob("*.txt")):
        for pattern, head in patterns(path.read_text(encoding="utf-8")):
            found.extend(compose(number, pattern, head))
            number += 1
    return found


def _chosen(pattern: str, variant: int, chance: random.Random) -> str:
    """The pattern with one way taken at each choice; the first choice goes through all its ways."""
    order = iter(range(1000))

    def way(found: re.Match[str]) -> str:
        ways = found.group(1).split("|")
        return ways[variant % len(ways)] if next(order) == 0 else ways[(variant + chance.randrange(2)) % len(ways)]

    return _CHOICE.sub(way, pattern)


def _longer(pattern: str, variant: int, chance: random.Random) -> str:
    """Now and then something before or after the sentence; headlines and quotations stay as they are."""
    if variant == 0 or not pattern.endswith(".") or pattern.startswith(('"', "{K}:", "FILE")):
        return pattern
    draw = chance.random()
    if draw < 0.3 or draw > 0.8:
        pattern = pattern[:-1] + chance.choice(fillers.AFTER) + "."
    if draw > 0.65:
        start = pattern[0].lower() if pattern[:2] in ("A ", "A(", "An") or pattern.startswith("The ") else pattern[0]
        pattern = chance.choice(fillers.BEFORE) + start + pattern[1:]
    return pattern


def _sentence(number: int, pattern: str, head: Label, chance: random.Random) -> Sentence:
    filled = _fill(pattern, chance)
    text, triggers, done = "", [], 0
    for found in _MARK.finditer(filled):
        text += filled[done : found.start()]
        word = found.group(1)
        own = label(*found.groups()[1:]) if found.group(2) else head
        triggers.append(Marked(len(text), len(text) + len(word), word, own))
        text += word
        done = found.end()
    text += filled[done:]
    return Sentence(number, text, tuple(triggers))


def _fill(pattern: str, chance: random.Random) -> str:
    """Slots filled, articles and the first letter put right. Length may change only outside of triggers' marks."""
    countries = chance.sample(lands.COUNTRIES, 3)
    people = [f"{chance.choice(fillers.FIRST)} {chance.choice(fillers.LAST)}" for _ in range(3)]
    known: dict[str, str] = {"S": people[0].split()[-1]}
    for i, suffix in enumerate(("", "2", "3")):
        known["C" + suffix], known["A" + suffix], known["K" + suffix] = countries[i]
        known["P" + suffix] = people[i]
    leaders = [x for x in fillers.LEADERS if not (_PLURAL_UNFIT.search(pattern) and x.endswith(("officials", "ities")))]

    def slot(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in known:
            return known[name]
        if name == "L":
            return chance.choice(leaders)
        if name == "L2":
            return re.sub(r"\{([CAKP])\}", r"{\g<1>2}", chance.choice(leaders))
        return chance.choice(fillers.LISTS[name])

    while _SLOT.search(pattern):
        pattern = _SLOT.sub(slot, pattern)
    pattern = re.sub(r"\b([Aa])\(n\) (?=[AEIO])", r"\1n ", pattern).replace("(n) ", " ")
    pattern = pattern.replace("States's", "States'").replace("  ", " ")
    first = re.search(r"[A-Za-z]", pattern)
    at = first.start() if first else 0
    return pattern[:at] + pattern[at].upper() + pattern[at + 1 :]


def main() -> None:
    """Writes composed.jsonl."""
    with COMPOSED.open("w", encoding="utf-8") as out:
        for sentence in everything():
            out.write(json.dumps(asdict(sentence), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
