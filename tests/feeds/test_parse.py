"""Whatever bytes come, parsing answers: what can be read is read, what is no feed is told to be none."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.feeds.discover import feed_links
from tracker.feeds.entry import ParsedFeed
from tracker.feeds.parse import parse

URL = "https://n.example/feed"
SAVED = Path(__file__).parents[3] / "shared" / "feeds"
HEAD = "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>"
ITEM = "<item><guid>{0}</guid><title>Title {0}</title><link>/{0}</link><description>{1}</description></item>"
TAIL = "</channel></rss>"


def rss(*items: str) -> str:
    return HEAD + "".join(items) + TAIL


def read(text: str | bytes, content_type: str | None = None, most: int = 2_000) -> ParsedFeed:
    return parse(text if isinstance(text, bytes) else text.encode(), content_type, URL, most)


def titles(found: ParsedFeed) -> list[str | None]:
    return [entry.title for entry in found.entries]


def test_rss_of_all_ages_rdf_atom_and_json_feed() -> None:
    old = "<rss version='0.91'><channel><title>T</title><item><title>A</title><link>http://n.example/a</link></item>"
    rdf = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        "<channel rdf:about='x'><title>T</title></channel>"
        "<item rdf:about='http://n.example/a'><title>A</title><link>http://n.example/a</link></item></rdf:RDF>"
    )
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>tag:a</id><title>A</title>"
        "<link href='/a'/><updated>2026-11-20T10:00:00Z</updated>"
        "<content type='html'>&lt;p&gt;Words</content></entry></feed>"
    )
    items = [{"id": 1, "url": "/a", "title": "A", "content_text": "x < y", "date_published": "2026-11-20T10:00:00Z"}]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items})
    for text in (old + TAIL, rdf, atom, feed):
        found = read(text)
        assert found.problem is None
        assert found.title == "T"
        assert [(e.title, e.link) for e in found.entries] in (
            [("A", "http://n.example/a")],
            [("A", "https://n.example/a")],
        )
    assert read(atom).entries[0].body == "<p>Words"
    assert read(atom).entries[0].updated == "2026-11-20T10:00:00Z"
    assert read(feed).entries[0].body == "x &lt; y"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(ITEM.format("éééé", "")).replace("?>", " encoding='iso-8859-1'?>").encode("latin-1"), None),
        (rss(ITEM.format("éééé", "")).encode("cp1252"), "application/rss+xml; charset=utf-8"),
        (rss(ITEM.format("éééé", "")).encode(), "text/xml; charset=iso-8859-1"),
        (rss(ITEM.format("éééé", "")).replace("?>", " encoding='us-ascii'?>").encode(), None),
        (rss(ITEM.format("éééé", "")).encode("utf-16"), None),
        (rss(ITEM.format("éééé", "")).encode("utf-16-be"), None),
        (rss(ITEM.format("éééé", "")).encode("utf-8-sig"), "text/xml; charset=koi8-r"),
        (rss(ITEM.format("éééé", "")).encode() + b"\xff", "text/xml; charset=rot13"),
    ],
)
def test_wrong_and_missing_charsets_are_read_as_browsers_do(body: bytes, content_type: str | None) -> None:
    assert titles(read(body, content_type)) == ["Title éééé"]


@pytest.mark.parametrize(("charset", "word"), [("gb2312", "朝鲜"), ("euc-kr", "한국"), ("shift_jis", "東京")])
def test_eastern_charsets(charset: str, word: str) -> None:
    text = rss(ITEM.format(word, "")).replace("?>", f" encoding='{charset}'?>")
    assert titles(read(text.encode(charset))) == [f"Title {word}"]


def test_malformed_feeds_yield_what_can_be_read() -> None:
    whole = rss(ITEM.format("a", "Guns & roses &nbsp; &unknown; &#2;"), ITEM.format("b", "\x0b"), ITEM.format("c", ""))
    assert titles(read(whole)) == ["Title a", "Title b", "Title c"]
    assert "Guns & roses" in read(whole).entries[0].body
    assert titles(read(whole[: whole.rfind("<description>")])) == ["Title a", "Title b"]
    assert titles(read(f"<!-- made by hand -->\n{whole}")) == ["Title a", "Title b", "Title c"]
    assert titles(read(f"\n\n  {whole}<script>alert()</script>")) == ["Title a", "Title b", "Title c"]
    undeclared = rss("<item><title>A</title><x:y>z</x:y><link>/a</link></item>")
    assert titles(read(undeclared)) == ["A"]


def test_entities_of_ones_own_are_refused() -> None:
    chain = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'lol'}'>" for n in range(10))
    outside = "<!ENTITY f SYSTEM 'file:///etc/passwd'>"
    text = f"<?xml version='1.0'?><!DOCTYPE rss [{chain}{outside}]>" + rss(ITEM.format("a", "&e9;&f;"))[21:]
    found = read(text)
    assert titles(found) == ["Title a"]
    assert len(found.entries[0].body) < 100
    assert "root:" not in found.entries[0].body
    assert "own entities refused" in found.notes


def test_floods_are_cut() -> None:
    found = read(rss(*(ITEM.format(n, "") for n in range(20_000))))
    assert len(found.entries) == 2_000
    assert any("only the first" in note for note in found.notes)
    big = read(rss(ITEM.format("big", "word " * 1_000_000), ITEM.format("next", "")))
    assert titles(big) == ["Title big", "Title next"]
    assert len(big.entries[0].body) <= 400_000
    items = [{"id": str(n), "title": str(n)} for n in range(50)]
    many = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})
    assert len(read(many, most=10).entries) == 10


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"), (" \n\ufeff", "empty"), ("{}", "other"), ("[" * 100_000, "other"), ("plain words", "other"),
        ("<!DOCTYPE html><html><body>Sorry</body></html>", "html"), ("<svg xmlns='x'/>", "other"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 5}', "json"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_told(text: str, kind: str) -> None:
    found = read(text)
    assert found.kind == kind
    assert not found.entries
    assert (found.problem is None) == (kind == "json")


def test_a_web_page_tells_the_feeds_that_it_names() -> None:
    page = (
        "<!doctype html><base href='https://n.example/x/'>"
        "<link rel='alternate' type='application/atom+xml' href='a.xml'>"
        "<a href='/rss/all'>RSS</a><a href='javascript:x.rss'>no</a><a href='/about'>About</a>"
    )
    assert read(page).feed_links == ("https://n.example/x/a.xml", "https://n.example/rss/all")


@pytest.mark.parametrize(
    "start", ["<!---->" * 280, "<!-- a <!-- -->" * 130, "<?xml version='1.0'?>" + "<!-- x -->\n" * 150]
)
def test_comments_before_the_feed_cost_next_to_no_time(start: str) -> None:
    began = time.process_time()
    assert read(start + "<rss").kind != "html"
    assert titles(read(start + rss(ITEM.format("a", "")))) == ["Title a"]
    assert read(start + "<!doctype html><html>").kind == "html"
    assert time.process_time() - began < 5, "once they took longer than anybody lives"


def test_links_that_are_none_are_left_out() -> None:
    odd = ("javascript:alert(1)", "http://[", "https://n.example/" + "x" * 5_000, "mailto:a@n.example")
    found = read(rss(*(f"<item><title>A</title><link>{link}</link></item>" for link in odd)))
    assert [entry.link for entry in found.entries] == [None] * 4


def test_json_of_odd_types_is_read_as_far_as_it_goes() -> None:
    items = [
        {"id": {}, "url": "http://[", "title": 5, "content_html": ["x"], "authors": "me"},
        7,
        {"title": "\ud800a\0b"},
    ]
    found = read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}))
    assert titles(found) == ["5", "ab"]


@given(st.binary(max_size=400), st.sampled_from([None, "text/xml; charset=gbk", "text/html", "\x00; charset=idna"]))
def test_no_bytes_make_it_raise(body: bytes, content_type: str | None) -> None:
    assert isinstance(read(body, content_type), ParsedFeed)
    assert isinstance(read(HEAD.encode() + body + TAIL.encode(), content_type), ParsedFeed)


_PIECES = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "&", "&#0;", "&#xD800;", "<!DOCTYPE x [", "]>",
     "<link>", "<!ENTITY a '&a;'>", "<a:b", ">", "<?pi", "?>", "<!--", "-->", "<guid>", "</rss>", "text", "\x00", "é",
     "<entry>", "'"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30))
def test_no_muddle_of_markup_makes_it_raise(pieces: list[str]) -> None:
    found = read(HEAD + "".join(pieces))
    for entry in found.entries:
        for text in (entry.title, entry.link, entry.body, entry.guid, entry.published):
            assert "\0" not in (text or "")
            (text or "").encode()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "url", "title", "authors", "name", "content_html", "date_published"]), x
            )
        ),
        max_leaves=8,
    )
)
def test_no_json_makes_it_raise(value: object) -> None:
    assert isinstance(read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [value]})), ParsedFeed)


@given(st.text(max_size=200))
def test_no_page_makes_discovery_raise(page: str) -> None:
    feed_links(f"<html><link rel=alternate type=application/rss+xml href='{page}'><base href='{page}'>{page}", URL)


def test_bytes_that_are_compressed_twice_are_no_feed() -> None:
    assert read(gzip.compress(rss().encode())).problem


@pytest.mark.skipif(not SAVED.is_dir(), reason="no saved feeds here")
def test_saved_feeds_parse() -> None:
    files = [*SAVED.glob("*.xml"), *SAVED.glob("*.rss"), *(SAVED / "replay").glob("*.xml")]
    assert files
    for file in files:
        found = read(file.read_bytes())
        assert found.problem is None, file.name
        assert found.entries or b"<item" not in file.read_bytes(), file.name
        assert all(entry.title or entry.body for entry in found.entries)
