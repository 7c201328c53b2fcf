"""A view and its address say the same; what is wrong is named."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.web.filters import Cursor, View, parse

KINDS = ("visit", "meeting", "missile_launch")


def read(*pairs: tuple[str, str]) -> View:
    return parse(pairs, kinds=KINDS, page_size=50)


def test_everything_from_the_address() -> None:
    view = read(
        ("country", "kor,usa"), ("dyad", "USA-KOR"), ("kind", "visit"), ("kind", "meeting"), ("status", "planned"),
        ("since", "2024-01-01"), ("as_of", "2024-02-03"), ("q", "submarine"), ("limit", "7"), ("nonsense", "x"),
    )  # fmt: skip
    wanted = view.wanted
    assert wanted.countries == ("KOR", "USA")
    assert wanted.dyad == ("USA", "KOR")
    assert wanted.kinds == ("visit", "meeting")
    assert wanted.since == date(2024, 1, 1)
    assert wanted.as_of == datetime(2024, 2, 4, tzinfo=UTC), "the whole of the day is known on that day"
    assert view.limit == 7


@pytest.mark.parametrize(
    ("pair", "named"),
    [
        (("country", "Korea"), "country"), (("kind", "party"), "kind"), (("status", "done"), "status"),
        (("since", "yesterday"), "since"), (("as_of", "2024-13-01"), "as_of"), (("dyad", "USA"), "dyad"),
        (("limit", "0"), "limit"), (("limit", "²"), "limit"), (("after", "!!"), "after"), (("order", "up"), "order"),
    ],
)  # fmt: skip
def test_mistakes_are_named(pair: tuple[str, str], named: str) -> None:
    with pytest.raises(InputError, match=f"^{named}:"):
        read(pair)


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from(KINDS)),
    st.sets(st.sampled_from(("KOR", "USA", "PRK"))),
    st.one_of(st.none(), st.dates()),
    st.one_of(st.none(), st.text(min_size=1, max_size=50)),
)
def test_a_view_survives_its_own_address(
    kinds: set[str], countries: set[str], since: date | None, words: str | None
) -> None:
    view = read(
        *(("kind", kind) for kind in kinds),
        *(("country", code) for code in countries),
        *([("since", since.isoformat())] if since else []),
        *([("q", words)] if words else []),
    )
    again = read(*parse_qsl(view.query().removeprefix("?")))
    assert again == view


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.none(), st.dates()), st.integers(0, 2**63 - 1))
def test_cursor_round_trip(day: date | None, key: int) -> None:
    assert Cursor.decode(Cursor(day, key).encode()) == Cursor(day, key)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_any_cursor_text_is_a_cursor_or_an_input_error(text: str) -> None:
    try:
        Cursor.decode(text)
    except InputError:
        pass


def test_chips_drop_one_filter_each() -> None:
    view = read(("kind", "visit"), ("kind", "meeting"))
    assert [label for label, _ in view.chips()] == ["kind: visit", "kind: meeting"]
    assert view.chips()[0][1] == "?kind=meeting"
