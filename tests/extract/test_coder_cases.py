"""Sentences and the events they tell, as tables: tests/data/coder_*.tsv, and every example of the lexicon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tracker import resources
from tracker.extract.triggers import Lexicon
from tracker.model import Mention, Status

Coded = Callable[..., tuple[Mention, ...]]
_DATA = Path(__file__).parent.parent / "data"
_LEXICON = Lexicon.from_yaml((resources.folder("config") / "kinds.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Want:
    """One expected event. `days` is None where the table leaves the date open."""

    kind: str
    status: str
    actors: frozenset[str]
    recipients: frozenset[str]
    days: tuple[str, str] | None


def _want(text: str) -> Want:
    kind, status, sides, *days = text.split()
    actors, _, recipients = sides.partition(">")
    first, _, last = days[0].partition("..") if days else ("", "", "")
    return Want(
        kind,
        status,
        frozenset(filter(None, actors.split(","))),
        frozenset(filter(None, recipients.split(","))),
        (first, last or first) if days else None,
    )


def _rows(name: str) -> list[list[str]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


CASES = [(sentence, day, [_want(e) for e in events.split(";")]) for sentence, day, events in _rows("coder_cases.tsv")]
NOTHING = [row[0] for row in _rows("coder_nothing.tsv")]
UNDONE = [(row[0], row[1]) for row in _rows("coder_undone.tsv")]
EXAMPLES = [
    pytest.param(rule.kind, *example, id=f"{rule.id}-{n}")
    for kind in _LEXICON.kinds.values()
    for rule in kind.rules
    for n, example in enumerate(rule.examples)
]
NEVER = [sentence for kind in _LEXICON.kinds.values() for rule in kind.rules for sentence in rule.never]


def _countries(mention: Mention, side: str) -> frozenset[str]:
    return frozenset(a.country for a in getattr(mention, side) if a.country)


def _is(mention: Mention, want: Want) -> bool:
    if mention.kind != want.kind or mention.status.value != want.status:
        return False
    if _countries(mention, "actors") != want.actors or _countries(mention, "recipients") != want.recipients:
        return False
    interval = mention.date.interval
    if want.days is None:
        return True
    return interval is not None and (interval.start.isoformat(), interval.last.isoformat()) == want.days


def _told(mentions: tuple[Mention, ...]) -> list[str]:
    return [
        f"{m.kind} {m.status.value} {sorted(_countries(m, 'actors'))}>{sorted(_countries(m, 'recipients'))}"
        f" {m.date.interval} {m.reasons[0]}"
        for m in mentions
    ]


@pytest.mark.parametrize(("sentence", "day", "wanted"), CASES, ids=[c[0][:60] for c in CASES])
def test_sentence_tells_exactly_these_events(coded: Coded, sentence: str, day: str, wanted: list[Want]) -> None:
    found = coded(sentence, day)
    for want in wanted:
        assert any(_is(m, want) for m in found), (want, _told(found))
    assert len(found) == len(wanted), _told(found)


@pytest.mark.parametrize("sentence", NOTHING)
def test_sentence_tells_nothing(coded: Coded, sentence: str) -> None:
    assert _told(coded(sentence, "2024-06-20")) == []


@pytest.mark.parametrize(("sentence", "kind"), UNDONE)
def test_what_came_to_nothing_is_not_read_as_done(coded: Coded, sentence: str, kind: str) -> None:
    assert kind in _LEXICON.kinds
    assert [m for m in coded(sentence, "2024-06-20") if m.kind == kind and m.status.is_done] == []


@pytest.mark.parametrize(("kind", "sentence", "sides", "status"), EXAMPLES)
def test_example_of_the_lexicon(coded: Coded, kind: str, sentence: str, sides: str, status: str) -> None:
    left, _, right = sides.partition(">")
    found = coded(sentence, "2023-11-15")
    for mention in found:
        actors, recipients = _countries(mention, "actors"), _countries(mention, "recipients")
        if (mention.kind, mention.status.value) == (kind, status) and actors | recipients == {
            *left.split(),
            *right.split(),
        }:
            assert not right or actors == set(left.split())
            return
    raise AssertionError(_told(found))


@pytest.mark.parametrize("sentence", NEVER)
def test_never_of_the_lexicon(coded: Coded, sentence: str) -> None:
    assert _told(coded(sentence, "2023-11-15")) == []


def test_tables_cover_every_kind_and_status() -> None:
    assert len(CASES) + len(NOTHING) >= 300
    assert len(NOTHING) >= 100
    kinds = {want.kind for _, _, wanted in CASES for want in wanted}
    assert set(_LEXICON.kinds) - kinds <= {"disarmament", "statement"}
    assert {want.status for _, _, wanted in CASES for want in wanted} == {s.value for s in Status}


@pytest.mark.parametrize(
    ("sentence", "day", "wanted"), [c for c in CASES if any(w.status in ("denied", "cancelled") for w in c[2])]
)
def test_denied_and_cancelled_never_read_as_done(coded: Coded, sentence: str, day: str, wanted: list[Want]) -> None:
    kinds = {w.kind for w in wanted if w.status in ("denied", "cancelled")}
    assert not [m for m in coded(sentence, day) if m.kind in kinds and m.status.is_done]
