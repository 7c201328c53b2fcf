"""Every page answers, says what the timeline says, and gives hostile text no power."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families
from psycopg.types.json import Jsonb

from tracker.web import api
from tracker.web.words import held

TOKEN = "open sesame"
PAGES = (
    "/", "/events/1", "/actors", "/actors/KOR", "/dyads/AUS/PHL", "/map", "/calendar", "/health", "/digests",
    "/subscribe", "/atom.xml", "/calendar.ics", "/chart/timeline.json", "/chart/curve.json?codes=KOR",
    "/api/v1/timeline", "/api/v1/events", "/api/v1/events/1", "/api/v1/actors", "/api/v1/feeds", "/api/v1/stats",
    "/api/v1/openapi.json", "/healthz", "/metrics", "/static/site.css", "/static/site.js", "/static/world.svg",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_page_answers_with_safety_headers(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.content) < 300_000
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", answer.text), "no inline script"
    assert not re.search(r"\son\w+\s*=\s*[\"']", answer.text), "no inline handler"
    for outside in re.findall(r"(?:src|href)=\"(https?://[^\"]+)\"", answer.text):
        assert path.startswith("/events/") or "127.0.0.1" in outside, "nothing is loaded from elsewhere"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/events/999999", 404), ("/actors/XXX", 404), ("/?since=never", 422), ("/?after=x", 422),
     ("/api/v1/timeline?kind=party", 422), ("/api/v1/events/999999", 404), ("/api/v1/timeline?format=xml", 422),
     ("/static/../app.py", 404), ("/static/%2e%2e/app.py", 404), ("/api/v1/timeline?limit=2000", 422)],
)  # fmt: skip
def test_mistakes_are_told_in_words(client: Any, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert len(answer.text) > 20
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("form", ["json", "csv"])
def test_pages_of_the_interface_are_never_large_and_miss_nothing(
    client: Any, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    whole = [event["id"] for event in client.get("/api/v1/timeline?limit=200").json()["events"]]
    monkeypatch.setattr(api, "_MOST_BYTES", 6_000)
    found: list[int] = []
    path = f"/api/v1/timeline?limit=200&format={form}"
    while path:
        answer = client.get(path)
        assert len(answer.content) < 10_000
        if form == "json":
            page = [event["id"] for event in answer.json()["events"]]
        else:
            page = [int(row["id"]) for row in csv.DictReader(io.StringIO(answer.text))]
        assert 1 <= len(page) < len(whole)
        found += page
        path = answer.links["next"]["url"] if answer.links else ""
    assert found == whole


@pytest.mark.parametrize(
    "path", ["/", "/map", "/events/1", "/events/999999", "/calendar.ics", "/atom.xml", "/api/v1/timeline", "/healthz",
             "/static/site.css", "/?since=never"]
)  # fmt: skip
def test_whoever_asks_for_headers_alone_gets_those_of_the_page(client: Any, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code and head.content == b"" != whole.content
    for name in ("content-type", "content-length", "etag", "content-security-policy"):
        assert head.headers.get(name) == whole.headers.get(name)


@pytest.mark.parametrize("path", ["/events/abc", "/events/1e9", "/digests/x"])
def test_a_mistyped_address_is_told_on_a_page(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert "<h1>That address is not right</h1>" in answer.text and "integer" in answer.text
    assert client.get(f"/api/v1{path}").headers["content-type"] == "application/json"


def test_filters_choose(client: Any) -> None:
    rows = client.get("/api/v1/timeline?kind=missile_launch&country=PRK").json()["events"]
    assert rows
    assert {row["kind"] for row in rows} == {"missile_launch"}
    cancelled = client.get("/?status=cancelled").text
    assert "(cancelled)" in cancelled
    assert "(planned)" not in cancelled


def test_paging_reaches_every_event_once_though_events_arrive(client: Any, seeded_database: str) -> None:
    every = [row["id"] for row in client.get("/api/v1/timeline?limit=200").json()["events"]]
    seen: list[int] = []
    after = ""
    while True:
        page = client.get(f"/api/v1/timeline?limit=7{after}").json()
        seen += [row["id"] for row in page["events"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
        with psycopg.connect(seeded_database) as conn:
            # newer events arrive at the top while we read
            conn.execute(
                "INSERT INTO event (event_id, version, known, change, kind, type, cameo, status, during, basis, actors,"
                " recipients, title, evidence, confidence) SELECT nextval('event_id_seq'), 1, known, change, kind,"
                " type, cameo, status, daterange('2027-01-01', '2027-01-02'), basis, actors, recipients, title,"
                " evidence, confidence FROM event WHERE event_id = 1"
            )
    assert seen == every
    assert len(set(seen)) == len(seen)


def test_the_same_answer_is_not_sent_twice(client: Any) -> None:
    first = client.get("/api/v1/timeline")
    again = client.get("/api/v1/timeline", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_csv_of_a_view(client: Any) -> None:
    answer = client.get("/api/v1/timeline?format=csv&kind=visit")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows
    assert {row["kind"] for row in rows} == {"visit"}


def test_metrics_can_be_read_by_prometheus(client: Any) -> None:
    families = {family.name for family in text_string_to_metric_families(client.get("/metrics").text)}
    assert {"tracker_feeds_active", "tracker_queue_jobs", "tracker_reprints_last_day", "tracker_gaps_total"} <= families


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202e&lt;b&gt;"


def test_hostile_words_stay_words(client: Any, seeded_database: str) -> None:
    with psycopg.connect(seeded_database) as conn:
        evidence = {
            "part": "text", "start": 0, "end": len(HOSTILE), "text": HOSTILE, "trigger": "alert", "trigger_start": 8,
            "trigger_end": 13,
        }  # fmt: skip
        conn.execute(
            "UPDATE event SET title = %s, place = %s, evidence = %s WHERE event_id = 1",
            (HOSTILE, HOSTILE, Jsonb(evidence)),
        )
        conn.execute(
            "UPDATE event_mention SET url = 'javascript:alert(3)', title = %s, publisher = %s WHERE event_id = 1",
            (HOSTILE, HOSTILE),
        )
        conn.execute("UPDATE mention SET evidence = %s", (Jsonb(evidence),))
    for path in ("/", "/events/1", "/map", "/atom.xml", "/calendar"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript:' not in text
        assert "49" not in re.findall(r"\{\{.*?\}\}|(?<=onerror=alert\(2\)&gt;)49", text)


def correction(**more: str) -> dict[str, str]:
    return {"action": "correct", "status": "denied", "author": "Ann", "reason": "embassy", "token": TOKEN} | more


HERE = {"Origin": "http://127.0.0.1:8080"}


def test_a_correction_changes_the_event_and_its_history(client: Any) -> None:
    key = client.get("/api/v1/timeline?status=happened").json()["events"][0]["id"]
    answer = client.post(f"/events/{key}/correct", data=correction(), headers=HERE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{key}")
    assert "status: happened → denied" in client.get(f"/events/{key}").text
    assert client.get(f"/api/v1/events/{key}").json()["status"] == "denied"


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_leads_to_the_event_that_stays_and_so_does_the_one_that_went(client: Any, turned: bool) -> None:
    pair = [event["id"] for event in client.get("/api/v1/timeline?status=happened&limit=2").json()["events"]]
    one, into = reversed(pair) if turned else pair
    form = correction(action="merge", status="", into=str(into))
    answer = client.post(f"/events/{one}/correct", data=form, headers=HERE, follow_redirects=False)
    stays = int(answer.headers["location"].removeprefix("/events/"))
    went = one if stays == into else into
    assert "no longer in the timeline" not in client.get(f"/events/{stays}").text
    gone = client.get(f"/events/{went}").text
    assert "no longer in the timeline" in gone and f'href="/events/{stays}"' in gone


@pytest.mark.parametrize(
    ("more", "headers", "status"),
    [
        ({"token": "guess"}, HERE, 403),
        ({"token": ""}, HERE, 403),
        ({}, {"Origin": "https://evil.example"}, 403),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, {}, 403),
        ({"author": " "}, HERE, 422),
        ({"status": "fine"}, HERE, 422),
        ({"status": "", "start": "2026-02-30"}, HERE, 422),
        ({"action": "merge", "into": "1"}, HERE, 422),
    ],
)
def test_what_may_not_be_written_is_refused(
    client: Any, more: dict[str, str], headers: dict[str, str], status: int
) -> None:
    before = client.get("/api/v1/events/1").json()
    answer = client.post("/events/1/correct", data=correction(**more), headers=headers, follow_redirects=False)
    assert answer.status_code == status
    assert f"<h1>{'That is refused' if status == 403 else 'That cannot be taken so'}</h1>" in answer.text
    assert client.get("/api/v1/events/1").json() == before


def test_as_known_before_anything_was_known(client: Any) -> None:
    assert client.get("/api/v1/timeline?as_of=2020-01-01").json()["events"] == []


@pytest.mark.usefixtures("_days_of_the_samples")
@pytest.mark.parametrize("query", ["", "country=AUS", "kind=deployment", "since=2026-12-01", "order=oldest", "q=will"])
def test_what_comes_up_is_the_same_however_much_of_the_timeline_a_page_shows(client: Any, query: str) -> None:
    lanes = []
    for limit in (1, 3, 200):
        lane = re.search(r'aria-label="Coming up".*?</section>', client.get(f"/?limit={limit}&{query}").text, re.S)
        lanes.append(re.findall(r'href="/events/(\d+)"', lane[0]) if lane else [])
    assert lanes[0] == lanes[1] == lanes[2]
    assert lanes[0] or query == "q=will"


@pytest.mark.parametrize("by", ["kind", "actor"])
@pytest.mark.parametrize(
    "view", ["country=PRK&limit=50", "kind=visit&limit=50", "country=AUS&status=happened&limit=50"]
)
def test_the_room_kept_for_a_chart_is_as_high_as_the_chart(client: Any, by: str, view: str) -> None:
    kept = re.search(r"chart rows-(\d+)", client.get(f"/?{view}&by={by}").text)
    chart = client.get(f"/chart/timeline.json?{view}&by={by}").json()
    assert kept
    assert int(kept[1]) * 24 == chart["height"]


def test_first_and_last_day_stand_on_lines_of_their_own() -> None:
    assert held("9 Nov 2026 – 31 Dec 2026") == "9\xa0Nov\xa02026 – 31\xa0Dec\xa02026"
    assert held("between 9 Nov 2026 and 31 Dec 2026") == "between 9 Nov 2026 and 31 Dec 2026"
