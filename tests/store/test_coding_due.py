"""What waits for the coder: new words at any age, young ones after a new coder version, nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.model import Coding
from tracker.store import articles
from tracker.store.articles import NewArticle, put, put_coding
from tracker.store.connection import connect

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SINCE = NOW - 30 * DAY


def store(conn: Any, name: str, age: int, *coders: str) -> int:
    body = f"words of {name}"
    stored = put(conn, NewArticle(f"https://{name}.example/1", name, body, "page", NOW - age * DAY), NOW - age * DAY)
    for coder in coders:
        put_coding(conn, stored.article_id, 1, Coding("1", (), language="en"), coder, NOW)
    return stored.article_id


def due(conn: Any, coder: str) -> list[str | None]:
    return [article.title for article in articles.due_for_coding(conn, coder, SINCE, 99)]


def test_new_words_are_due_at_any_age_and_old_ones_only_while_young(conn: Any) -> None:
    store(conn, "fresh", 0)
    store(conn, "archive", 900)
    store(conn, "young", 3, "one")
    store(conn, "old", 300, "one")
    assert due(conn, "one") == ["fresh", "archive"]
    assert due(conn, "two") == ["fresh", "young", "archive"], "the newest first"
    put(conn, NewArticle("https://old.example/1", "old", "other words", "page"), NOW)
    assert due(conn, "one") == ["fresh", "old", "archive"], "an edit is due whatever the age"


def test_two_coder_versions_side_by_side_come_to_an_end(conn: Any) -> None:
    number = store(conn, "young", 3, "one", "two")
    assert due(conn, "one") == due(conn, "two") == [], "though the other read it last"
    assert due(conn, "three") == ["young"]
    put_coding(conn, number, 1, Coding("1", (), language="en"), "three", NOW)
    assert due(conn, "three") == due(conn, "one") == []


def test_a_coding_of_former_words_leaves_the_new_ones_due(conn: Any) -> None:
    number = store(conn, "young", 3)
    put(conn, NewArticle("https://young.example/1", "young", "other words", "page"), NOW)
    put_coding(conn, number, 1, Coding("1", (), language="en"), "one", NOW)
    assert due(conn, "one") == ["young"]


def test_workers_share_what_is_due_and_a_dead_ones_share_is_due_again(database: str, conn: Any) -> None:
    for n in range(10):
        store(conn, f"a{n}", n)
    conn.commit()
    with connect(database) as other:
        mine = articles.claim_for_coding(conn, "one", SINCE, 4, NOW)
        theirs = articles.claim_for_coding(other, "one", SINCE, 4, NOW)
        other.commit()
    conn.commit()
    names = [article.title for article in (*mine, *theirs)]
    assert len(names) == len(set(names)) == 8
    assert len(articles.claim_for_coding(conn, "one", SINCE, 99, NOW)) == 2
    assert len(articles.claim_for_coding(conn, "one", SINCE, 99, NOW + DAY)) == 10
