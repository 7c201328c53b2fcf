"""What the lexicon of event kinds holds: kinds, rules and trigger forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tracker.extract.syntax import norm
from tracker.model import EventType


@dataclass(frozen=True, slots=True)
class Words:
    """A set of words and phrases. A phrase is there when all its words are, in whatever order."""

    single: frozenset[str] = frozenset()
    phrases: tuple[frozenset[str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.single or self.phrases)

    def among(self, keys: set[str]) -> bool:
        """Whether one of them stands among `keys`."""
        if not self.single.isdisjoint(keys):
            return True
        for phrase in self.phrases:  # noqa: SIM110 - asked for every form of every word: `any` takes twice as long
            if phrase <= keys:
                return True
        return False

    @classmethod
    def of(cls, items: list[str]) -> Words:
        """Words from the lexicon's spelling ("arm", "fighter jet", "asylum-seeker")."""
        split = [frozenset(keys_of(item)) for item in items]
        return cls(
            frozenset(next(iter(s)) for s in split if len(s) == 1), tuple({s: None for s in split if len(s) > 1})
        )


@dataclass(frozen=True, slots=True)
class Form:
    """One trigger form: its head's key, further keys that must be near, and for light verbs their particles."""

    words: str
    head: str
    more: frozenset[str]
    rule: Rule
    particles: frozenset[str] = frozenset()
    prepositions: tuple[str, ...] = ()


class Forms(tuple[Form, ...]):
    """The trigger forms of one head word, in the order in which they are tried."""

    def among(self, keys: set[str]) -> list[Form]:
        """Those whose further keys are all among `keys`. They are looked up by one of these, the one that tells most:
        "say" and "call" have hundreds of forms."""
        numbers = sorted(n for key in self._numbers.keys() & {"", *keys} for n in self._numbers[key])
        return [self[n] for n in numbers if self[n].more <= keys]

    @cached_property
    def _numbers(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the forms by the rarest of their further keys, "" for forms without any."""
        often = Counter(key for form in self for key in form.more)
        numbers: dict[str, list[int]] = {}
        for number, form in enumerate(self):
            rarest = min(form.more, key=lambda key: (often[key], key), default="")
            numbers.setdefault(rarest, []).append(number)
        return numbers


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Words that report one kind of event, and the company they need. See the head of config/kinds.yaml."""

    id: str
    kind: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    mutual: bool
    receiver: tuple[str, ...]
    object: Words = Words()
    no_object: Words = Words()
    subject: Words = Words()
    no_subject: Words = Words()
    alt_subject: Words = Words()
    company: Words = Words()
    no_company: Words = Words()
    when: frozenset[str] = frozenset()
    needs: str = "either"
    least: int = 1
    takes: str = ""
    weight: float = 0.8
    swap: bool = False
    public: bool = False
    place_is_receiver: bool = False
    without_target: bool = False
    plain: bool = False
    negated: bool = False
    verbs: list[Form] = field(default_factory=list)
    nouns: list[Form] = field(default_factory=list)
    light_verbs: list[Form] = field(default_factory=list)
    light_nouns: list[Form] = field(default_factory=list)
    examples: tuple[tuple[str, str, str], ...] = ()
    never: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """An event kind as people name it, with its rules."""

    name: str
    title: str
    type: EventType
    rules: tuple[Rule, ...]


PREPOSITIONS = frozenset(
    "to into in at for on from with by over against of off near through across around toward towards about"
    " after upon behind between among via under outside inside".split()
)


def keys_of(phrase: str) -> list[str]:
    """Keys of a phrase's words; hyphens part words as the tokenizer does between letters."""
    out = []
    for word in phrase.split():
        pieces = word.split("-")
        letters = len(pieces) > 1 and all(piece.isalpha() for piece in pieces)
        out += [norm(piece) for piece in pieces] if letters else [norm(word)]
    return out


def noun_form(words: str, rule: Rule) -> Form:
    """A noun form's head is its last word, or the word before "of", "in", "to" and the like."""
    keys = keys_of(words)
    head = len(keys) - 1
    for i, key in enumerate(keys):
        if i and key in PREPOSITIONS:
            head = i - 1
            break
    rest = frozenset(key for i, key in enumerate(keys) if i != head)
    return Form(words, keys[head], rest, rule)


def verb_form(words: str, rule: Rule) -> Form:
    """A verb form's head is its first word (of a hyphenated one the last part)."""
    first, _, rest = words.partition(" ")
    keys = keys_of(first)
    more = keys_of(rest)
    return Form(
        words, keys[-1], frozenset(keys[:-1] + more), rule, frozenset(), tuple(k for k in more if k in PREPOSITIONS)
    )
