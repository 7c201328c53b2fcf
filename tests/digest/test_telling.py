"""What is told, in which words, and that nothing in a title can break a mail."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.delivering.composing import known_after
from tracker.digest import wording
from tracker.digest.compose import Frame, note, safe_url, subject
from tracker.digest.group import grouped
from tracker.digest.message import Body, Envelope, address_of, build, message_id
from tracker.digest.render import CLIP_BYTES, render
from tracker.digest.select import Badge, Candidate, Item, Selection, Told, item_of, select, told_from_json, told_of
from tracker.digest.wanted import Wanted, from_json
from tracker.errors import InputError
from tracker.model import Actor, Basis, Event, EventDate, Granularity, Interval, Place, Source, Status

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
FRAME = Frame(NOW.date(), NOW - timedelta(days=1), NOW, "en", "UTC", Wanted(), "https://tracker.example")
ENVELOPE = Envelope(
    "Tracker <t@tracker.example>", "ann@example.org", "Ann", "<a@tracker.example>", "l.example", "https://x.example/u"
)


def chosen(*events: Event, told: dict[int, Told] | None = None, limit: int = 25) -> Selection:
    return select(
        [Candidate(event) for event in events], told or {}, since=NOW - timedelta(days=1), until=NOW, limit=limit
    )


@pytest.mark.parametrize(
    ("start", "days", "granularity", "locale", "words"),
    [
        (date(2026, 11, 6), 1, Granularity.DAY, "en", "Fri 6 Nov"),
        (date(2026, 11, 6), 7, Granularity.WEEK, "en", "between 6 and 12 Nov"),
        (date(2026, 11, 28), 7, Granularity.WEEK, "en", "between 28 Nov and 4 Dec"),
        (date(2026, 12, 28), 7, Granularity.WEEK, "en", "between 28 Dec and 3 Jan 2027"),
        (date(2026, 11, 6), 7, Granularity.RANGE, "en", "6–12 Nov"),
        (date(2026, 11, 1), 30, Granularity.MONTH, "en", "in November"),
        (date(2027, 1, 1), 365, Granularity.YEAR, "en", "in 2027"),
        (date(2026, 11, 6), 1, Granularity.DAY, "de", "Fr., 6. Nov."),
        (date(2026, 11, 6), 1, Granularity.DAY, "en-US", "Fri, Nov 6"),
        (date(2019, 6, 1), 1, Granularity.DAY, "en", "Sat, 1 Jun 2019"),
    ],
)
def test_days_are_told_with_their_certainty(
    start: date, days: int, granularity: Granularity, locale: str, words: str
) -> None:
    when = EventDate(Interval(start, start + timedelta(days=days)), granularity)
    assert wording.when(when, locale, NOW.date()).replace("\u202f", " ").replace("\u2009", "") == words


def test_what_nobody_said_is_told_as_such() -> None:
    assert wording.when(EventDate(None), "en") == "date unknown"
    when = EventDate(Interval(date(2026, 11, 6), date(2026, 11, 7)), Granularity.DAY, basis=Basis.ASSUMED)
    assert wording.when(when, "en", NOW.date()) == "about Fri 6 Nov"


def before(event: Event, **changes: Any) -> Told:
    return replace(told_of(Candidate(event)), version=0, **changes)


@pytest.mark.parametrize(
    ("now", "was", "badge", "words"),
    [
        ({}, {"status": Status.PLANNED, "start": date(2026, 11, 19), "end": date(2026, 11, 19)}, Badge.CONFIRMED,
         "was planned for Thu 19 Nov"),
        ({"status": Status.CANCELLED}, {"status": Status.PLANNED}, Badge.CANCELLED, "was planned for Sun 22 Nov"),
        ({"status": Status.DENIED}, {"status": Status.ALLEGED}, Badge.DENIED, "was alleged"),
        ({"status": Status.PLANNED}, {"status": Status.PLANNED, "start": date(2026, 11, 12), "end": date(2026, 11, 14)},
         Badge.REVISED, "was planned for 12 and 14 Nov"),
        ({}, {"place": "Alexandria"}, Badge.REVISED, "place was Alexandria"),
        ({}, {"people": ("Egypt", "France")}, Badge.REVISED, "now with Italy, without France"),
        ({}, {"sources": 1}, Badge.CORROBORATED, "now 2 independent sources, was 1"),
    ],
)  # fmt: skip
def test_what_changed_is_said(
    make_event: Any, now: dict[str, Any], was: dict[str, Any], badge: Badge, words: str
) -> None:
    event = make_event(1, **now)
    item = item_of(Candidate(event), before(event, **was))
    assert item is not None and item.badge is badge
    assert note(item, FRAME).replace("between ", "") == words


def test_what_did_not_change_for_a_reader_stays_out(make_event: Any) -> None:
    event = make_event(1, independent_sources=5, confidence=0.9)
    assert item_of(Candidate(event), before(event, sources=2)) is None
    assert item_of(Candidate(event), told_of(Candidate(event))) is None
    assert item_of(Candidate(event, withdrawn=True), None) is None
    withdrawn = item_of(Candidate(event, withdrawn=True), before(event))
    assert withdrawn is not None and withdrawn.badge is Badge.WITHDRAWN


def test_background_is_counted_not_told(make_event: Any) -> None:
    found = chosen(make_event(1, day=date(2019, 6, 1)), make_event(2))
    assert [item.event.id for item in found.items] == [2] and found.background == 1


def test_pairs_with_several_events_get_a_heading_and_nothing_is_lost(make_event: Any) -> None:
    nobody = make_event(9, actors=(Actor("Somebody"),), recipients=(), place=None, significance=0.9)
    chad = make_event(3, actors=(Actor("Chad", "TCD"),), recipients=(), place=Place("N'Djamena", "TCD"))
    groups = grouped(chosen(make_event(1), make_event(2), chad, nobody).items)
    assert [(group.title, len(group.items)) for group in groups] == [
        ("Elsewhere", 1), ("Egypt – Italy", 2), ("Sub-Saharan Africa", 1)
    ]  # fmt: skip


def test_a_filter_survives_storage_and_typing_errors_are_named() -> None:
    wanted = Wanted(("CHN",), ("visit",), ("Wang Yi",), ("planned",), 0.3, 2, "rare earths")
    assert from_json(wanted.to_json()) == wanted
    assert Wanted(("CHN", "TWN")).key == Wanted(("TWN", "CHN")).key != Wanted(("CHN",)).key
    assert wanted.words.startswith("China · visit · Wang Yi · planned")
    with pytest.raises(InputError, match="'country' is not one of"):
        from_json({"country": ["CHN"]})


# ---------------------------------------------------------------- hostile words

HOSTILE = (
    "Line\r\nBcc: everyone@example.org\r\n\r\nbody",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\u202eevil\u202c \u2066hidden\u2069 \u200f",
    "x" * 10_000,
    "very long words " * 700,
    "=?utf-8?b?aGVsbG8=?=",
    "\ud800 lone \x00 \x1b[31m \x1aunsubscribe\x1a",
    "{{ 7 * 7 }} {% for %}",
    "]]> --> </table></td><style>*{display:none}</style>",
    "",
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=200))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=6, max_size=6))
def test_nothing_in_a_title_breaks_headers_or_markup(make_event: Any, words: list[str]) -> None:
    title, quote, place, publisher, name, feed = words
    event = make_event(
        1, title=title, quote=quote or "x", place=Place(place or "x"), actors=(Actor(name or "x", "ITA"),),
        sources=tuple(Source(url, title, publisher, NOW) for url in ("https://wire.example/" + name, "javascript:x")),
    )  # fmt: skip
    made = render(chosen(event), (), replace(FRAME, alert=feed[:50]))
    mail = build(Body(made.subject, made.plain, made.html), replace(ENVELOPE, name=name), NOW)
    content = mail.as_bytes()
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert parsed.defects == [] and parsed["Bcc"] is None
    for value in parsed.values():
        assert "\n" not in value and "\r" not in value
    head = content.split(b"\r\n\r\n")[0]
    assert all(len(line) <= 998 for line in content.split(b"\r\n")) and b"\n" not in head.replace(b"\r\n", b"")
    assert "\u202e" not in parsed["Subject"] and len(parsed["Subject"]) <= 220
    body = parsed.get_body(("html",))
    assert body is not None
    html = body.get_content()
    tags = Tags()
    tags.feed(html)
    assert not tags.open and not {"script", "iframe", "form"} & tags.seen
    assert len(re.findall("<style", html)) == 1 and "javascript:x" not in html
    assert len(html.encode()) < CLIP_BYTES
    assert made.html.count("\x1a") == 2, "the reader's own link stands once, whatever a title says"


def test_a_mail_never_gets_clipped(make_event: Any) -> None:
    long = "é" * 900
    events = [
        make_event(n, title=f"{n} {long}", quote=long, sources=tuple(
            Source(f"https://wire.example/{n}/{k}?" + "q" * 900, long, f"{k} {long}", NOW) for k in range(9)))
        for n in range(60)
    ]  # fmt: skip
    selection = chosen(*events, limit=60)
    made = render(selection, events[:12], FRAME)
    assert len(made.html.encode()) < CLIP_BYTES and 0 < made.shown < 60
    assert f"{60 - made.shown} more events fit your filter" in made.html
    assert f"{60 - made.shown} more events fit your filter" in made.plain


def test_the_subject_names_the_lead_and_how_many_more(make_event: Any) -> None:
    lead = make_event(1, significance=0.9, status=Status.PLANNED, title="Italy: visit to Egypt (planned)")
    assert subject(chosen(lead, make_event(2)), FRAME) == "Italy: visit to Egypt (planned) · 1 more · 23 Nov 2026"
    assert subject(Selection(), FRAME).startswith("Nothing above your threshold")


def test_the_text_tells_what_the_page_tells(make_event: Any) -> None:
    made = render(chosen(make_event(1), make_event(2, status=Status.ALLEGED)), [make_event(3)], FRAME)
    for words in ("Cairo", "2 independent sources", "https://wire.example/a", "https://tracker.example/events/2",
                  "alleged", "Pacific Wire", "https://tracker.example/events/3"):  # fmt: skip
        assert words in made.plain and words in made.html
    assert all(len(line) <= 78 or "http" in line for line in made.plain.splitlines())


@settings(max_examples=100)
@given(texts)
def test_addresses_are_addresses_or_refused(text: str) -> None:
    try:
        found = address_of(text)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert re.fullmatch(r"[!-~]+@[!-~]+", found) and address_of(found) == found
        mail = build(Body("s", "plain"), replace(ENVELOPE, address=found), NOW)
        assert mail["To"].addresses[0].addr_spec == found


@pytest.mark.parametrize(
    "text",
    [
        "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org", "@example.org", "a@", "", "<a@example.org>",
        "a@example.org,b@example.org", "a@b@example.org", "a@example..org", "a@-example.org", "a@[127.0.0.1]",
        "a..b@example.org", '"a b"@example.org', "a;b@example.org", "a@exam\x00ple.org", "a@example.org>",
        "ä@example.org", "a@" + "x" * 64 + ".org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="address"):
        address_of(text)


def test_the_same_mail_gives_the_same_bytes_and_one_identity() -> None:
    body = Body("s", "plain", "<p>html</p>", b"\x89PNG", None, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert build(body, ENVELOPE, NOW).as_bytes() == build(body, ENVELOPE, NOW).as_bytes()
    one = message_id("digest", "2026-11-23", 7, "s", "x.example")
    assert one == message_id("digest", "2026-11-23", 7, "s", "x.example")
    others = {
        message_id("digest", day, reader, secret, "x.example")
        for day, reader, secret in (("2026-11-24", 7, "s"), ("2026-11-23", 8, "s"), ("2026-11-23", 7, "t"))
    }
    assert one not in others and len(others) == 3


def test_one_click_is_offered_over_https_only() -> None:
    body = Body("s", "plain")
    assert build(body, ENVELOPE, NOW)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain_http = build(body, replace(ENVELOPE, link="http://127.0.0.1:8080/u"), NOW)
    assert plain_http["List-Unsubscribe"] and plain_http["List-Unsubscribe-Post"] is None
    asking = build(body, replace(ENVELOPE, standing=False), NOW)
    assert asking["List-Unsubscribe"] is None


def test_the_link_to_leave_stands_in_its_header_as_it_is_however_long() -> None:
    # mail programs take it from there literally
    for length in (20, 80, 400):
        link = f"https://tracker.example/subscription/unsubscribe/1.MA.{'x' * length}"
        mail = build(Body("s", "plain"), replace(ENVELOPE, link=link), NOW)
        assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in mail.as_bytes()


def test_only_web_addresses_become_links() -> None:
    assert safe_url("https://a.example/ä?x=1#y") == "https://a.example/%C3%A4?x=1#y"
    for bad in ("javascript:alert(1)", "data:text/html,x", "https://", "http://[", "https://a.example/" + "x" * 2000):
        assert safe_url(bad) == ""


known_events = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 5), st.sampled_from(Status), st.integers(0, 40), st.booleans()),
    max_size=8,
    unique_by=lambda each: each[0],
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(known_events, min_size=1, max_size=5))
def test_what_was_told_is_never_told_again_unchanged(make_event: Any, mornings: list[list[Any]]) -> None:
    """Whatever the timeline does between mornings: telling, then asking again at once, gives nothing."""
    told: dict[int, Told] = {}
    for morning in mornings:
        candidates = [
            Candidate(make_event(n, version=v, status=s, day=NOW.date() - timedelta(days=back)), withdrawn)
            for n, v, s, back, withdrawn in morning
        ]
        first = select(candidates, told, since=NOW, until=NOW, limit=3)
        told |= dict(known_after(candidates, first))
        again = select(candidates, told, since=NOW, until=NOW, limit=3)
        assert again.items == () and again.more == ()


days, names = st.none() | st.dates(), st.text(max_size=9)
known = st.builds(
    Told, st.integers(1, 9), st.sampled_from(Status), days, days, st.none() | names, st.lists(names).map(tuple),
    st.integers(0, 9), st.booleans(),
)  # fmt: skip


@given(known)
def test_what_a_reader_knows_survives_storage(told: Told) -> None:
    assert told_from_json(told.to_json()) == told


def test_selection_keeps_every_event_once(make_event: Any) -> None:
    events = [make_event(n, significance=n / 50) for n in range(1, 41)]
    found = chosen(*events, limit=25)
    shown: list[Item] = [*found.items, *found.more]
    assert [item.event.id for item in shown] == list(range(40, 0, -1)) and len(found.items) == 25
