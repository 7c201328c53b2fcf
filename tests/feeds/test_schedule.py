"""When a feed is polled next: bounded, the sooner the more is new, and never never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.feeds import schedule
from tracker.feeds.catalog import FeedRow
from tracker.feeds.entry import FeedEntry
from tracker.feeds.identity import RULES, better_rule, entry_key
from tracker.feeds.opml import read_opml, write_opml
from tracker.feeds.outcome import Outcome

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BOUNDS = schedule.Bounds()
intervals = st.integers(1, 1_000_000)
hints = st.none() | st.integers(0, 100_000_000)


@given(intervals, st.integers(0, 100), st.integers(1, 100), st.booleans(), hints)
def test_the_interval_stays_between_ten_minutes_and_a_day(
    interval: int, new: int, total: int, gap: bool, hint: int | None
) -> None:
    assert 600 <= schedule.next_interval(interval, min(new, total), total, gap, hint, BOUNDS) <= 86_400


@given(intervals, st.integers(0, 99), st.integers(0, 99), hints)
def test_the_more_is_new_the_sooner(interval: int, one: int, two: int, hint: int | None) -> None:
    fewer, more = sorted((one, two))
    later = schedule.next_interval(interval, fewer, 100, False, hint, BOUNDS)
    assert schedule.next_interval(interval, more, 100, False, hint, BOUNDS) <= later


@pytest.mark.parametrize(
    ("a_day", "shown", "least", "most"),
    [(0.2, 20, 43_200, 86_400), (10, 30, 7_200, 43_200), (100, 25, 1_200, 7_200), (600, 30, 600, 1_800)],
)
def test_the_interval_settles_by_how_much_a_feed_brings(a_day: float, shown: int, least: int, most: int) -> None:
    """A feed that shows its last items, polled for three weeks: often enough to miss nothing, and not more often."""
    at, interval, intervals, missed = 0.0, 3_600, [], 0
    brought = 0
    while at < 21 * 86_400:
        at += interval
        now = int(at / 86_400 * a_day)
        new = min(shown, now - brought)
        gap = now - brought >= shown
        brought, interval = now, schedule.next_interval(interval, new, shown, gap, None, BOUNDS)
        if at > 7 * 86_400:
            intervals.append(interval)
            missed += gap
    assert least <= sorted(intervals)[len(intervals) // 2] <= most
    assert missed == 0


def test_what_is_asked_for_is_waited_for_and_what_was_missed_is_not() -> None:
    assert schedule.next_interval(600, 1, 30, False, 7_200, BOUNDS) == 7_200
    assert schedule.next_interval(600, 1, 30, False, 10**8, BOUNDS) == BOUNDS.most // 4
    assert schedule.next_interval(7_200, 25, 25, True, 7_200, BOUNDS) == 2_400


def test_each_kind_of_failure_has_its_own_pace() -> None:
    first = {each: schedule.after_failure(each, 1, BOUNDS) for each in Outcome if not each.good}
    assert first[Outcome.TIMEOUT] < first[Outcome.MISSING] < first[Outcome.BOMB]
    assert len(set(first.values())) > 4
    doubled = [schedule.after_failure(Outcome.TIMEOUT, n, BOUNDS) for n in (1, 2, 3, 99)]
    assert doubled == [900, 1_800, 3_600, 21_600]


@given(st.sampled_from([each for each in Outcome if not each.good]), st.integers(1, 10_000))
def test_failures_wait_longer_and_never_for_ever(outcome: Outcome, failures: int) -> None:
    wait = schedule.after_failure(outcome, failures, BOUNDS)
    assert 600 <= wait <= schedule.after_failure(outcome, failures + 1, BOUNDS) <= 2 * 86_400


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120), (" 0 ", 0), ("9" * 5_000, 172_800), ("Fri, 20 Nov 2026 12:10:00 GMT", 600),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0), ("Fri, 20 Nov 2099 12:10:00 GMT", 172_800), ("soon", None), ("-5", None),
        ("", None), (None, None), ("Fri, 20 Nov 2026 12:10:00 -0000", 600), ("²", None),
    ],
)  # fmt: skip
def test_retry_after_in_both_forms(header: str | None, seconds: int | None) -> None:
    found = schedule.retry_after(header, NOW)
    assert found == (None if seconds is None else timedelta(seconds=seconds))


@given(st.text(max_size=40))
def test_no_header_makes_it_raise(header: str) -> None:
    schedule.retry_after(header, NOW)
    schedule.cache_hint({"cache-control": f"max-age={header}", "expires": header}, NOW)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=1800"}, 1800), ({"cache-control": 'Max-Age="60"'}, 60),
        ({"cache-control": "no-cache"}, None), ({"cache-control": "max-age=²"}, None), ({}, None),
        ({"expires": "Fri, 20 Nov 2026 13:00:00 GMT"}, 3600), ({"expires": "0"}, None),
        ({"expires": "Fri, 20 Nov 2026 13:00:00 GMT", "date": "Fri, 20 Nov 2026 12:30:00 GMT"}, 1800),
        ({"expires": "Fri, 20 Nov 2026 13:00:00 GMT", "cache-control": "max-age=5"}, 5),
        ({"expires": "Fri, 20 Nov 2099 13:00:00 GMT"}, 604_800), ({"expires": "Fri, 20 Nov 1999 13:00:00 GMT"}, None),
    ],
)  # fmt: skip
def test_hints_of_caches(headers: dict[str, str], seconds: int | None) -> None:
    assert schedule.cache_hint(headers, NOW) == seconds


words = st.text(max_size=12)
entries = st.builds(FeedEntry, guid=st.none() | words, link=st.none() | words, title=st.none() | words, body=words)


@given(st.lists(entries, max_size=12), st.sampled_from(RULES))
def test_the_same_items_have_the_same_keys_and_settle_on_one_rule(found: list[FeedEntry], rule: str) -> None:
    chosen = better_rule(found, rule)
    assert RULES.index(chosen) >= RULES.index(rule)
    known = [(entry.guid, entry.link) for entry in found if entry.guid and entry.link]
    assert better_rule(found, chosen, known) == chosen, "polling the same again changes nothing"
    keys = [entry_key(entry, chosen) for entry in found]
    assert all(0 < len(key) <= 500 for key in keys)
    assert not schedule.is_gap(keys, keys)


titles = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).map(str.strip)


@given(st.lists(st.tuples(st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z?&=]{0,9}", fullmatch=True), titles)))
def test_opml_written_and_read_is_the_same(rows: list[tuple[str, str]]) -> None:
    unique = dict(rows)
    found, problems = read_opml(write_opml((url, title, None) for url, title in unique.items()).encode())
    assert not problems
    assert {row.url: row.title for row in found} == {url: title or url for url, title in unique.items()}
    assert all(isinstance(row, FeedRow) for row in found)


@given(st.binary(max_size=200))
def test_no_bytes_make_opml_raise_otherwise(raw: bytes) -> None:
    for body in (raw, b"<opml><body><outline xmlUrl='" + raw + b"'/></body></opml>"):
        try:
            read_opml(body)
        except ValueError:
            pass
