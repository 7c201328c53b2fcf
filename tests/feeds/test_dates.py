"""Publication times out of the words that feeds use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.feeds.dates import read_date

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def read(raw: str, country: str | None = None, zone: str = "UTC") -> datetime | None:
    return read_date(raw, country=country, zone=zone, now=NOW).at


@pytest.mark.parametrize(
    ("raw", "country", "zone", "expected"),
    [
        ("Thu, 28 Jul 2022 04:35:05 KST", "KOR", "Asia/Seoul", "2022-07-27T19:35:05"),
        ("Thu, 28 Jul 2022 04:35:05 JST", "JPN", "Asia/Tokyo", "2022-07-27T19:35:05"),
        ("Thu, 28 Jul 2022 04:35:05 MSK", "RUS", "Europe/Moscow", "2022-07-28T01:35:05"),
        ("Thu, 28 Jul 2022 04:35:05 IST", "IND", "Asia/Kolkata", "2022-07-27T23:05:05"),
        ("Thu, 28 Jan 2022 04:35:05 IST", "ISR", "Asia/Jerusalem", "2022-01-28T02:35:05"),
        ("Thu, 28 Jul 2022 04:35:05 IST", "IRL", "Europe/Dublin", "2022-07-28T03:35:05"),
        ("Thu, 28 Jul 2022 04:35:05 CST", "CHN", "Asia/Shanghai", "2022-07-27T20:35:05"),
        ("Thu, 28 Jul 2022 04:35:05 EDT", "USA", "America/New_York", "2022-07-28T08:35:05"),
        ("Thu,28 Jul 2022 4:35:5 GMT+9", "KOR", "Asia/Seoul", "2022-07-27T19:35:05"),
        ("Thu, 28 Jul 2022 04:35:05 UTC-05:30", None, "UTC", "2022-07-28T10:05:05"),
        ("28 July 22 04:35 +0200", None, "UTC", "2022-07-28T02:35:00"),
        ("Thu, 28 Jul 2022 04:35:05 PM GMT", None, "UTC", "2022-07-28T16:35:05"),
        ("2022-07-28T04:35:05Z", None, "UTC", "2022-07-28T04:35:05"),
        ("2022-07-28T04:35:05.123+09:00", None, "UTC", "2022-07-27T19:35:05"),
        ("2022-07-28 04:35:05", "KOR", "Asia/Seoul", "2022-07-27T19:35:05"),
        ("2022/07/28", None, "UTC", "2022-07-28T00:00:00"),
        ("2022/07/28", "JPN", "Asia/Tokyo", "2022-07-27T15:00:00"),
        ("28 juillet 2022 04:35", None, "UTC", "2022-07-28T04:35:00"),
        ("Thu, 28 Jul 2022 24:00:00 GMT", None, "UTC", "2022-07-29T00:00:00"),
        ("Thu, 28 Jul 2022 04:35:60 GMT", None, "UTC", "2022-07-28T04:35:59"),
    ],
)
def test_times_are_read_in_the_zone_that_is_meant(raw: str, country: str | None, zone: str, expected: str) -> None:
    assert read(raw, country, zone) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Thu, 19 Nov 2026 04:35:05 IST", "several zones"), ("2026-11-19", "no zone"),
        ("Thu, 19 Nov 2026 04:35:05", "no zone"),
        ("Thu, 19 Nov 2099 04:35:05 GMT", "future"), ("Thu, 19 Nov 2026 04:35:05 QQT", "unknown"),
        ("some day soon, perhaps", "cannot be read"), ("Thu, 99 Nov 2026 04:35:05 GMT", "cannot be read"),
    ],
)  # fmt: skip
def test_doubts_are_told(raw: str, words: str) -> None:
    assert words in (read_date(raw, country=None, zone="UTC", now=NOW).doubt or "")


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2026, 11, 19)),
    st.integers(-12 * 60, 14 * 60),
    st.sampled_from(["KOR", None]),
)  # fmt: skip
def test_standard_dates_come_back_whatever_the_feed(moment: datetime, minutes: int, country: str | None) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    for raw in (format_datetime(moment), moment.isoformat(), moment.isoformat(" ")):
        found = read_date(raw, country=country, zone="Asia/Seoul", now=NOW)
        assert (found.at, found.doubt) == (moment, None)


@given(st.text(max_size=60), st.text(max_size=10))
def test_no_words_make_it_raise(raw: str, zone: str) -> None:
    found = read_date(raw, country=zone, zone=zone, now=NOW)
    assert found.at is None or found.at.tzinfo is UTC


@pytest.mark.parametrize(
    "raw", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "December 31, 9999 11:59 PM -1200"]
)
def test_the_ends_of_the_calendar_are_no_time(raw: str) -> None:
    assert read(raw) is None
