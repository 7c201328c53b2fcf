"""Articles: stored once by address, edited by versions, coded once per coder version, reprints tied together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from psycopg.rows import class_row, dict_row

from tracker.events.reprints import SCHEME, bands_of, resemblance, signature_of, wire_of
from tracker.feeds.identity import without_tracking
from tracker.model import ArticleInput, Coding
from tracker.store import queries
from tracker.store.connection import Asked, Conn
from tracker.store.records import mention_values

_SAME_TEXT = 0.7
_CODING_LEASE_S = 180


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to be stored. `body` None: nothing but the address is known yet. `key`: its identity where the address
    is not its own."""

    url: str
    title: str | None
    body: str | None
    body_from: str
    published_at: datetime | None = None
    published_raw: str | None = None
    published_from: str = "none"
    published_doubt: str | None = None
    updated_at: datetime | None = None
    publisher: str | None = None
    family: str | None = None
    country: str | None = None
    zone: str = "UTC"
    tier: int = 3
    read_state: str = "read"
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing did: the id, whether the article is new, and whether its words changed."""

    article_id: int
    fresh: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class DueArticle:
    """An article that waits to be coded."""

    article_id: int
    url: str
    publisher: str | None
    zone: str
    published_at: datetime | None
    published_from: str
    version: int
    title: str | None
    body: str

    def as_input(self) -> ArticleInput:
        return ArticleInput(
            str(self.article_id),
            self.body,
            self.title,
            _said(self.published_at, self.published_from),
            self.publisher,
            self.zone,
        )


def _said(published: datetime | None, source: str) -> datetime | date | None:
    """A publication that was given as a bare day stays a day, so that no zone moves it."""
    return published.astimezone(UTC).date() if published and source.endswith(":day") else published


def url_key(url: str) -> str:
    """The identity of an address: scheme and host in lower case, no fragment, no tracking parameters (RFC 3986, 6).
    What is no address stands for itself."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return _indexable(url.strip())
    query = parse_qsl(without_tracking(parts.query), keep_blank_values=True)
    scheme = "https" if parts.scheme.lower() in ("http", "https") else parts.scheme.lower()
    path = parts.path.rstrip("/") or "/"
    host = (parts.netloc or "").lower().removesuffix(":80").removesuffix(":443").removeprefix("www.")
    return _indexable(urlunsplit((scheme, host, path, urlencode(sorted(query)), "")))


def _indexable(key: str) -> str:
    """The key, or a short form of it where it is longer than an index can hold."""
    return key if len(key.encode()) <= 1500 else f"{key[:400]}…{hashlib.sha256(key.encode()).hexdigest()}"


def identity(article: NewArticle) -> str:
    """What tells an article from all others."""
    return url_key(article.url) + (f" {article.key}" if article.key else "")


def content_hash(title: str | None, body: str) -> str:
    """Hash of the words, blind to white space."""
    return hashlib.sha256(" ".join(f"{title or ''}\n{body}".split()).encode()).hexdigest()[:32]


def put(conn: Conn, article: NewArticle, now: datetime) -> Stored:
    """Store an article, or a new version of it when its words changed. Repeating it changes nothing."""
    values = {
        "url": article.url, "url_key": identity(article), "publisher": article.publisher, "family": article.family,
        "country": article.country, "zone": article.zone, "tier": article.tier, "published_at": article.published_at,
        "published_raw": article.published_raw, "published_from": article.published_from,
        "published_doubt": article.published_doubt, "updated_at": article.updated_at, "now": now,
        "read_state": article.read_state, "read_due_at": now if article.read_state == "due" else None,
        "wire": wire_of(article.body or ""),
    }  # fmt: skip
    row = conn.execute(queries.load("articles")["upsert_article"], values).fetchone()
    assert row is not None
    changed = article.body is not None and put_words(
        conn, int(row[0]), article.title, article.body, article.body_from, now
    )
    return Stored(int(row[0]), bool(row[1]), changed)


def put_words(conn: Conn, article_id: int, title: str | None, body: str, body_from: str, now: datetime) -> bool:
    """Open a new version of an article's words when they changed; true when they did."""
    known = queries.load("articles")
    title, body = storable(title), storable(body) or ""
    digest = content_hash(title, body)
    row = conn.execute(known["open_version"], {"article_id": article_id}).fetchone()
    if row is not None and (row[4] == digest or (row[3] == "page" and body_from == "feed")):
        return False  # what another feed says of a page that was read takes nothing away from it
    had_words = row is not None
    if row is not None and row[3] == "feed" and body_from == "page":
        # the feed's own words only stood in until the page was read; that is no edit
        conn.execute(known["drop_version"], {"article_id": article_id, "version": row[0]})
        row = None if row[0] == 1 else (row[0] - 1, *row[1:])
    elif row is not None:
        conn.execute(known["close_version"], {"article_id": article_id, "now": now})
    conn.execute(known["note_words"], {"article_id": article_id})
    signature = signature_of(body)
    conn.execute(
        known["add_version"],
        {
            "article_id": article_id, "version": (row[0] if row else 0) + 1, "now": now, "title": title, "body": body,
            "body_from": body_from, "content_hash": digest, "signature": signature, "scheme": SCHEME,
        },
    )  # fmt: skip
    _tie_reprints(conn, article_id, body, signature, edited=had_words)
    return True


def storable(text: str | None) -> str | None:
    """Text that PostgreSQL can hold: no NUL, no lone surrogates."""
    return None if text is None else text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _tie_reprints(conn: Conn, article_id: int, body: str, signature: list[int], *, edited: bool) -> None:
    """Tie near-duplicates to the first published of them, whichever came to us first."""
    known = queries.load("articles")
    bands = bands_of(signature)
    if edited:
        conn.execute(known["drop_bands"], {"article_id": article_id})
        conn.execute(known["tie_reprints"], {"article_ids": [], "originals": [article_id], "without": article_id})
        conn.execute(known["untie"], {"article_id": article_id})
    if (wire := wire_of(body)) is not None:
        conn.execute(known["set_wire"], {"article_id": article_id, "wire": wire})
    if bands:
        conn.execute(known["add_bands"], {"article_id": article_id, "bands": bands})
        tie_alike(conn, article_id, bands, signature)


def tie_alike(conn: Conn, article_id: int, bands: Sequence[int], signature: Sequence[int]) -> None:
    """Tie an article to those that share a band and whose signatures resemble its own."""
    known = queries.load("articles")
    rows = conn.execute(
        known["band_candidates"], {"article_id": article_id, "bands": list(bands), "scheme": SCHEME}
    ).fetchall()
    originals = {row[3] or row[0] for row in rows if resemblance(signature, row[1]) >= _SAME_TEXT}
    if originals:
        together = {"article_ids": [article_id, *originals], "originals": [*originals], "without": None}
        conn.execute(known["tie_reprints"], together)


def tie_late(conn: Conn, article_ids: Sequence[int]) -> Asked[bool]:
    """Tie articles to what came at the same moment: two transactions that store words do not see each other's. For one
    at a time who asks when all of them are stored. Answers whether any were tied."""
    values = {"article_ids": list(article_ids), "scheme": SCHEME}
    asked = conn.execute(queries.load("articles")["band_sharers"], values, prepare=True)
    return lambda: _tie_alike(conn, asked.fetchall())


def _tie_alike(conn: Conn, pairs: Iterable[tuple[int, int, Any, int, int, Any]]) -> bool:
    """Tie all that resemble one another, of (article, original, signature) twice; answers whether any do."""
    groups: list[set[int]] = []
    for number, first, own, other, others_first, theirs in pairs:
        if resemblance(own, theirs) >= _SAME_TEXT:
            alike = {number, first, other, others_first}
            apart = [group for group in groups if not group & alike]
            groups = [*apart, alike.union(*(group for group in groups if group & alike))]
    for group in groups:
        values = {"article_ids": [*group], "originals": [*group], "without": None}
        conn.execute(queries.load("articles")["tie_reprints"], values)
    return bool(groups)


def sign_anew(conn: Conn, limit: int = 500) -> int:
    """Make signatures and bands again that were made by another scheme; answers how many, 0 when there are no more.

    Reprints that were tied by the old ones stay tied.
    """
    return _sign(
        conn, conn.execute(queries.load("articles")["unsigned"], {"scheme": SCHEME, "limit": limit}).fetchall()
    )


def _sign(conn: Conn, versions: Sequence[tuple[int, int, str]]) -> int:
    """Signatures and bands of (article, version, body), and ties to what they resemble; answers how many."""
    known = queries.load("articles")
    for article_id, version, body in versions:
        signature = signature_of(body)
        keys = {"article_id": article_id, "version": version, "scheme": SCHEME}
        conn.execute(known["sign"], keys | {"signature": signature})
        conn.execute(known["drop_bands"], {"article_id": article_id})
        if bands := bands_of(signature):
            conn.execute(known["add_bands"], {"article_id": article_id, "bands": bands})
            tie_alike(conn, article_id, bands, signature)
    return len(versions)


def due_for_coding(conn: Conn, coder_version: str, since: datetime, limit: int) -> list[DueArticle]:
    """Articles without a coding of their current words by this coder version, newest first."""
    with conn.cursor(row_factory=class_row(DueArticle)) as cursor:
        values = {"coder_version": coder_version, "since": since, "limit": limit}
        return cursor.execute(queries.load("articles")["due_for_coding"], values).fetchall()


def claim_for_coding(conn: Conn, coder_version: str, since: datetime, limit: int, now: datetime) -> list[DueArticle]:
    """The same, claimed by a lease: what a dead worker held is due again after three minutes."""
    values = {"coder_version": coder_version, "since": since, "limit": limit, "now": now, "lease_s": _CODING_LEASE_S}
    with conn.cursor(row_factory=class_row(DueArticle)) as cursor:
        return cursor.execute(queries.load("articles")["claim_for_coding"], values).fetchall()


def end_coding_lease(conn: Conn, article_ids: Sequence[int]) -> None:
    conn.execute(queries.load("articles")["end_coding_lease"], {"article_ids": list(article_ids)})


def for_coding(conn: Conn, article_ids: Sequence[int], coder_version: str) -> list[DueArticle]:
    """The same for given articles."""
    with conn.cursor(row_factory=class_row(DueArticle)) as cursor:
        values = {"coder_version": coder_version, "article_ids": list(article_ids)}
        return cursor.execute(queries.load("articles")["articles_for_coding"], values).fetchall()


def put_coding(conn: Conn, article_id: int, version: int, coding: Coding, coder_version: str, now: datetime) -> None:
    """Store the coder's answer in place of an earlier one by the same coder version.

    What was stored in a batch gets its signature now, in time for matching to know reprints.
    """
    known = queries.load("articles")
    _sign(conn, conn.execute(known["unsigned_one"], {"article_id": article_id, "scheme": SCHEME}).fetchall())
    outcome = "coded" if coding.mentions else "nothing"
    if coding.error:
        outcome = "failed"
    elif coding.language not in ("en", None):
        outcome = "other_language"
    keys: dict[str, Any] = {"article_id": article_id, "coder_version": coder_version}
    conn.execute(
        known["put_coding"],
        keys | {"article_version": version, "now": now, "outcome": outcome, "detail": coding.error},
    )
    conn.execute(known["note_coding"], keys | {"article_version": version, "language": coding.language})
    conn.execute(known["drop_mentions"], keys)
    with conn.cursor() as cursor:
        cursor.executemany(
            known["add_mention"],
            [keys | {"mention_no": n} | mention_values(mention) for n, mention in enumerate(coding.mentions)],
        )


def unmatched(conn: Conn, limit: int = 500) -> list[int]:
    """Ids of articles whose coding has not been matched to events."""
    rows = conn.execute(queries.load("articles")["unmatched"], {"limit": limit}).fetchall()
    return list(dict.fromkeys(int(row[0]) for row in rows))


def unshown(conn: Conn, limit: int) -> list[int]:
    """Those of them that say something and are evidence for nothing yet."""
    rows = conn.execute(queries.load("articles")["unshown"], {"limit": limit}).fetchall()
    return [row[0] for row in rows]


def mark_matched(conn: Conn, article_ids: Sequence[int], now: datetime) -> None:
    conn.execute(queries.load("articles")["mark_matched"], {"article_ids": list(article_ids), "now": now}, prepare=True)


def words_of(conn: Conn, article_id: int) -> dict[str, Any] | None:
    """Title and body as they stand now."""
    with conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(queries.load("articles")["open_version"], {"article_id": article_id}).fetchone()
