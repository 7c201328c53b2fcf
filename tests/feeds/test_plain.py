"""Plain RSS is read past feedparser, and comes out exactly as feedparser would have it."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.feeds import parse as reading
from tracker.feeds.parse import parse
from tracker.feeds.plain import read_plain

URL = "https://wire.example/feed.xml"
_ODD_WORDS = [
    "Â£5 and “more”",
    "\x93quoted\x94",
    "café &amp; co",
    "<b>bold</b>",
    "  spaced\n out ",
    "日本",
    "",
    "a@b.example (Ann)",
]
texts = st.one_of(
    st.sampled_from(_ODD_WORDS), st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
)
links = st.sampled_from(
    [
        "https://wire.example/a",
        "http://wire.example/b?x=1&y=2",
        "/c",
        "https://wire.example/../d",
        "https:///e",
        "https://wire.example/f?q=&lt;",
        "",
    ]
)
dates = st.sampled_from(["Mon, 23 Nov 2026 10:00:00 GMT", "2026-11-23", "soon", ""])
_NAMES = [
    "title",
    "link",
    "guid",
    "description",
    "pubDate",
    "author",
    "dc:creator",
    "content:encoded",
    "category",
    "media:title",
    "dc:date",
]
_HEAD = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
)


@st.composite
def items(draw: st.DrawFn) -> str:
    made = []
    for name in draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=9)):
        value = draw(links if name in ("link", "guid") else dates if name in ("pubDate", "dc:date") else texts)
        flag = (
            f" isPermaLink={quoteattr(draw(st.sampled_from(['true', 'false'])))}"
            if name == "guid" and draw(st.booleans())
            else ""
        )
        cdata = draw(st.booleans()) and "]]>" not in value
        made.append(f"<{name}{flag}>{f'<![CDATA[{value}]]>' if cdata else escape(value)}</{name}>")
    return f"<item>{''.join(made)}</item>"


@given(
    st.lists(items(), max_size=3),
    texts,
    links,
    st.sampled_from(
        [
            "",
            "<ttl>30</ttl>",
            "<sy:updatePeriod>daily</sy:updatePeriod>",
            "<image><title>x</title><link>y</link></image>",
        ]
    ),
)
@settings(max_examples=400, deadline=None)
def test_both_ways_give_the_same(entries: list[str], title: str, link: str, more: str) -> None:
    head = f"{_HEAD}<channel><title>{escape(title)}</title><link>{escape(link)}</link>{more}"
    text = f"{head}{''.join(entries)}</channel></rss>"
    assert reading._read(text, URL, 100, ()) == reading._read_any(text, URL, 100, ())


PLAIN = (
    f"{_HEAD}<channel><title>Wire</title><link>https://wire.example/</link><description>d</description>"
    "<item><title>Talks open</title><link>https://wire.example/1</link><guid isPermaLink='false'>7</guid>"
    "<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate><description>Envoys met.</description></item>{}</channel></rss>"
)


def test_what_most_feeds_hold_is_plain() -> None:
    assert read_plain(PLAIN.format(""), URL) is not None
    (entry,) = parse(PLAIN.format("").encode(), None, URL).entries
    assert (entry.guid, entry.link, entry.title, entry.body) == (
        "7",
        "https://wire.example/1",
        "Talks open",
        "Envoys met.",
    )


@pytest.mark.parametrize(
    "odd",
    [
        "<item><title>a</title></item>",
        "<item><link>/relative</link></item>",
        "<item><link>https://wire.example/2</link><title>a</title><title>b</title></item>",
        "<item><link>https://wire.example/2</link><description><b>x</b></description></item>",
        "<item><link>https://wire.example/2</link><dc:date>2026-11-23</dc:date></item>",
        "<textInput><title>x</title></textInput>",
    ],
)
def test_what_is_odd_is_left_to_feedparser(odd: str) -> None:
    assert read_plain(PLAIN.format(odd), URL) is None
