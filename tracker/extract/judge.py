"""The judge beside the lexicon: which words of a parsed text report an event of what kind, and who is on which side.

Pure: the language pipeline leaves its network's answer with the Doc (`doc.user_data`), and the shell hands over the
tables that score sides. Without an answer (another pipeline) there is no judge, and the lexicon stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from spacy.tokens import Doc

from tracker.extract.judge_sides import Array, Question, Tables, scored
from tracker.model import EventType, Status

ANSWER = "events"
"""Where the pipeline leaves the network's answer in `doc.user_data`."""


MODES: Mapping[str, frozenset[str]] = {
    "CONSULT": frozenset(("visit", "third-party", "multilateral", "phone")),
    "AGREE": frozenset(),
    "RETREAT": frozenset(("withdraw", "release", "disarm", "ceasefire", "access", "resign")),
    "REQUEST": frozenset(("assist", "change", "yield", "meet")),
    "ACCUSE": frozenset(("disapprove", "investigate", "allege")),
    "REJECT": frozenset(("assist", "change", "yield", "meet")),
    "THREATEN": frozenset(("restrict", "arrest", "relations", "expel", "territory", "violence")),
    "PROTEST": frozenset(("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize")),
    "SANCTION": frozenset(("convict", "expel", "withdraw", "discontinue")),
    "MOBILIZE": frozenset(("troops", "weapons", "police", "militia")),
    "COERCE": frozenset(
        (
            "seize", "restrict", "arrest", "deport", "withhold", "cyber", "censor", "curfew", "misinformation",
            "martial-law",
        )
    ),
    "ASSAULT": frozenset(
        (
            "abduct", "beat", "torture", "sexual", "destroy", "targeted", "suicide-attack", "aerial", "drone",
            "heavy-weapons", "primitive", "firearms", "explosives", "crowd-control", "unconventional",
        )
    ),
}  # fmt: skip
"""The modes of PLOVER 2.0 by type; types without modes are left out."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judge's opinion on one word: the likeliest type, its probability, and that of reporting nothing."""

    type: EventType
    mode: str | None
    status: Status
    score: float
    none_score: float


@dataclass(frozen=True)
class Judge:
    """The network's answer for one Doc of n tokens."""

    labels: Mapping[str, Sequence[str]]
    """What the columns of kinds, types, modes and statuses stand for; the first kind and type are "none"."""
    kinds: Array
    """[n, kinds] probabilities, as are types, modes and statuses."""
    types: Array
    modes: Array
    statuses: Array
    actions: Array
    """[n, R] what a word asks of its sides were it a trigger."""
    mentions: Array
    """[n, R] what a word offers as a side."""
    tables: Tables

    def best(self, token: int) -> tuple[str, float]:
        """The likeliest kind that a word reports, and how likely."""
        at = int(self.kinds[token, 1:].argmax()) + 1
        return self.labels["kinds"][at], float(self.kinds[token, at])

    def chance(self, token: int, kind: str) -> float:
        """How likely a word reports an event of that kind; 0 for kinds that the network does not know."""
        at = self._columns.get(kind)
        return float(self.kinds[token, at]) if at is not None else 0.0

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        """Where kinds stand among the labels."""
        return {kind: at for at, kind in enumerate(self.labels["kinds"])}

    @cached_property
    def _reports(self) -> Array:
        """[n] the probability of the likeliest kind that a word reports."""
        likeliest: Array = self.kinds[:, 1:].max(axis=1, initial=0.0)
        return likeliest

    def interest(self, starts: Sequence[int]) -> float:
        """The mean over stretches, by where each begins, of the chance of the likeliest event in each; 0 of none."""
        return float(np.maximum.reduceat(self._reports, starts).mean()) if starts else 0.0

    def triggers(self, start: int, end: int, least: float) -> Iterator[tuple[int, str, float]]:
        """Words of a stretch that report an event with at least that probability: token, kind, probability."""
        for i in np.flatnonzero(self._reports[start:end] >= least).tolist():
            kind, chance = self.best(start + i)
            yield start + i, kind, chance

    def status(self, token: int) -> tuple[Status, float]:
        """The likeliest status of what a word reports, and how likely."""
        at = int(self.statuses[token].argmax())
        return Status(self.labels["statuses"][at]), float(self.statuses[token, at])

    def chances_of_status(self, token: int) -> dict[Status, float]:
        """How likely what a word reports is of each status."""
        return dict(zip(map(Status, self.labels["statuses"]), self.statuses[token].tolist(), strict=True))

    def __call__(self, token: int) -> Judgement:
        """The opinion on a word: the likeliest type, of its modes the likeliest, and the status."""
        types = self.types[token]
        type_ = EventType(self.labels["types"][int(types[1:].argmax()) + 1])
        likely, own = self.modes[token], self._modes_of[type_]
        mode = self.labels["modes"][own[int(likely[own].argmax())]]
        return Judgement(type_, mode or None, self.status(token)[0], float(types[1:].max()), float(types[0]))

    @cached_property
    def _modes_of(self) -> Mapping[EventType, Sequence[int]]:
        """Where the modes of each type stand among the labels, that of having none among them."""
        own = {type_: {"", *MODES.get(type_.value, ())} for type_ in EventType}
        return {type_: [n for n, mode in enumerate(self.labels["modes"]) if mode in own[type_]] for type_ in EventType}

    def sides(self, questions: Sequence[Question]) -> list[Array]:
        """For each trigger the log-odds [m, 2] that its m words act or receive, moved by who else is offered."""
        return scored(self.tables, self.actions, self.mentions, questions)


def judge_of(doc: Doc, tables: Tables | None) -> Judge | None:
    """The judge's answer that the pipeline left with a Doc; None where there is none."""
    answer = doc.user_data.get(ANSWER)
    if answer is None or tables is None:
        return None
    scores = {name: answer[name] for name in ("kinds", "types", "modes", "statuses", "actions", "mentions")}
    return Judge(answer["labels"], **scores, tables=tables)
