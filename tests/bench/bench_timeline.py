"""The timeline with a million events and three million mentions on the embedded PostgreSQL.

Everything is generated inside the server: kinds, countries and publishers by long-tailed shares, ten years of days,
a fifth of the events with an earlier version, a tenth with vague days, six in ten with a place. Then the questions that
people ask are timed, warm, and their plans are shown; matching one new article is timed whole, with everything it reads
and writes.

Limits: 50 ms at the median for a question, 20 ms for matching. TRACKER_BENCH_EVENTS sets another number of events.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from tracker.events.echo import keys_of
from tracker.events.filing import theme
from tracker.events.told import family
from tracker.matching import match_articles
from tracker.model import (
    Actor,
    Basis,
    Coding,
    EventDate,
    EventType,
    Evidence,
    Granularity,
    Interval,
    Mention,
    Status,
    TimelineFilter,
)  # fmt: skip
from tracker.store import echoes, timeline
from tracker.store.articles import NewArticle, put, put_coding
from tracker.store.connection import connect, database_url, stop_embedded
from tracker.store.finding import ways
from tracker.store.migrate import migrate

EVENTS = int(os.environ.get("TRACKER_BENCH_EVENTS", "1000000"))
DAYS = 3650
FIRST_DAY = datetime.now(UTC).date() - timedelta(days=DAYS - 60)  # ten years that end in sixty days
ROUNDS = 15
LIMIT_MS, MATCH_LIMIT_MS = 50, 20
TABLES = ("event", "event_mention", "mention", "article", "article_version", "article_story", "article_telling")

_COUNTRIES = (
    "USA CHN RUS UKR ISR IRN PRK KOR JPN IND PAK DEU FRA GBR TUR SYR SAU POL ITA ESP CAN AUS BRA MEX EGY IRQ AFG YEM"
    " LBN PSE TWN PHL VNM IDN MYS SGP THA MMR BGD LKA NPL KAZ UZB GEO ARM AZE BLR MDA ROU HUN CZE SVK AUT CHE NLD BEL"
    " SWE NOR FIN DNK EST LVA LTU GRC CYP SRB BGR MLI NER NGA ETH ERI SDN SSD SOM KEN UGA RWA COD ZAF AGO MOZ ZWE CMR"
    " VEN COL PER CHL ARG CUB NIC"
).split()
_KINDS = (
    "statement meeting condemnation visit accusation strike agreement demand clash deployment sanctions cooperation"
    " threat protest aid arrest endorsement rejection exercise arms_transfer missile_launch call investigation"
    " restriction joint_exercise bombing expulsion withdrawal ceasefire data_sharing cyberattack release seizure"
).split()
_TYPES = (
    "STATEMENT CONSULT ACCUSE CONSULT ACCUSE ASSAULT AGREE REQUEST ASSAULT MOBILIZE SANCTION COOPERATE THREATEN PROTEST"
    " AID COERCE SUPPORT REJECT MOBILIZE AID MOBILIZE CONSULT ACCUSE COERCE COOPERATE ASSAULT SANCTION RETREAT RETREAT"
    " COOPERATE COERCE RETREAT COERCE"
).split()

# the columns that events and mentions share; g is the number of the event; what is drawn depends on g alone, so that
# mentions agree with their event
_DRAWN = """
CREATE TABLE drawn AS
SELECT g AS event_id,
       (%(kinds)s::text[])[k] AS kind, (%(types)s::text[])[k] AS type,
       (%(countries)s::text[])[a] AS one,
       (%(countries)s::text[])[CASE WHEN b = a THEN b %% %(n)s + 1 ELSE b END] AS two,
       day, CASE WHEN vague < 0.03 THEN NULL
                 WHEN vague < 0.10 THEN daterange(year, (year + interval '1 year')::date)
                 WHEN vague < 0.15 THEN daterange(month, (month + interval '1 month')::date)
                 ELSE daterange(day, day + 1) END AS during,
       CASE WHEN day > %(today)s OR s < 0.06 THEN 'planned' WHEN s < 0.08 THEN 'cancelled' WHEN s < 0.10 THEN 'denied'
            WHEN s < 0.14 THEN 'alleged' ELSE 'happened' END AS status,
       words
  FROM (SELECT *, date_trunc('year', day)::date AS year, date_trunc('month', day)::date AS month FROM (
        SELECT g, 1 + floor(power(random(), 1.6) * 33)::int AS k, 1 + floor(power(random(), 2.5) * %(n)s)::int AS a,
               1 + floor(power(random(), 1.8) * %(n)s)::int AS b, random() AS vague, random() AS s,
               %(first)s::date + (g * %(days)s::bigint / %(events)s)::int AS day,
               (SELECT array_agg('word' || floor(power(random(), 3) * 8000)::int)
                  FROM generate_series(1, 14) WHERE g > 0) AS words
          FROM generate_series(1, %(events)s) AS g) AS dice) AS dated
"""
_EVENT = """
INSERT INTO event (event_id, version, known, change, kind, type, contexts, cameo, status, during, granularity, basis,
                   actors, recipients, countries, names, title, evidence, confidence, significance, source_count,
                   independent_sources, first_reported, words, place, place_country, lat, lon, filed)
SELECT event_id, version,
       CASE WHEN version = 1 AND event_id %% 5 = 0
            THEN tstzrange(learned, learned + interval '3 days')
            WHEN version = 2 THEN tstzrange(learned + interval '3 days', NULL) ELSE tstzrange(learned, NULL) END,
       CASE version WHEN 1 THEN 'reported' ELSE 'confirmed' END, kind, type, '{}', '04', status, during, 'day',
       'publication', json_build_array(json_build_object('name', one, 'country', one, 'sector', 'GOV')),
       json_build_array(json_build_object('name', two, 'country', two, 'sector', 'GOV')),
       CASE WHEN one < two THEN ARRAY[one, two] ELSE ARRAY[two, one] END, ARRAY[lower(one), lower(two)],
       one || ': ' || kind || ' with ' || two,
       json_build_object('part', 'text', 'start', 0, 'end', 10, 'text', array_to_string(words, ' '), 'trigger', kind,
                         'trigger_start', 0, 'trigger_end', 5),
       0.7, random(), 3, 2, day::timestamptz, array_to_tsvector(words), spot, substr(spot, 1, 3),
       abs(hashtext(spot)) %% 120 - 50, abs(hashtext(spot || 'x')) %% 340 - 170, ARRAY(
           SELECT (%(families)s::text[])[array_position(%(kinds)s::text[], kind)] || '|' || party || '|' || at
             FROM unnest(ARRAY[one, two, least(one, two) || '-' || greatest(one, two)]) AS party,
                  (SELECT 'd' || (lower(during) - date '0001-01-01' + 1) / 4 WHERE upper(during) - lower(during) <= 10
                    UNION ALL
                   SELECT 'm' || generate_series(
                       12 * extract(year FROM early)::int + extract(month FROM early)::int - 1,
                       12 * extract(year FROM late)::int + extract(month FROM late)::int - 1)
                     FROM (SELECT coalesce(lower(during), day - 31) AS early,
                                  coalesce(upper(during) - 1, day + 31) AS late)
                    WHERE during IS NULL OR upper(during) - lower(during) > 10) AS times (at)
            UNION ALL
           SELECT (%(themes)s::text[])[array_position(%(kinds)s::text[], kind)] || '+|' || party || '|d'
                  || (day - date '0001-01-01' + 1) / 4
             FROM unnest(ARRAY[one, two]) AS party)
  FROM (SELECT *, (day - CASE status WHEN 'planned' THEN event_id %% 90 ELSE 0 END::int)::timestamptz AS learned,
               one || ' town ' || spot_no AS spot
          FROM (SELECT *, CASE WHEN event_id %% 10 < 6 THEN event_id %% 8 END AS spot_no
                  FROM drawn) AS placed) AS known_since,
       generate_series(1, CASE WHEN event_id %% 5 = 0 THEN 2 ELSE 1 END) AS version
"""
_ARTICLE = """
INSERT INTO article (article_id, url, url_key, publisher, family, published_at, published_from, first_seen_at,
                     read_state)
OVERRIDING SYSTEM VALUE
SELECT event_id, 'https://bench.example/' || event_id, 'https://bench.example/' || event_id, 'p' || event_id %% 400,
       'f' || event_id %% 150, day::timestamptz + interval '9 hours', 'feed', day::timestamptz, 'read'
  FROM drawn
"""
_VERSION = """
INSERT INTO article_version (article_id, version, known, title, body, body_from, content_hash)
SELECT event_id, 1, tstzrange(day::timestamptz, NULL), 'Headline ' || event_id, array_to_string(words, ' '), 'page',
       event_id::text
  FROM drawn
"""
# as many keys as an article has; those of the weeks in which matching is timed are worked out as they are in earnest
_STORY = """
INSERT INTO article_story (article_id, keys)
SELECT event_id, (SELECT array_agg((random() * 4294967295)::bigint) FROM generate_series(1, 75) WHERE event_id > 0)
  FROM drawn
"""
_CODING = """
INSERT INTO coding (article_id, coder_version, article_version, coded_at, outcome, matched_at)
SELECT event_id, 'bench', 1, day::timestamptz, 'coded', day::timestamptz FROM drawn
"""
# the three mentions of an event stand in articles of about the same day
_PLACE = "(event_id + n * 37 - 1) %% %(events)s + 1"
_MENTION = f"""
INSERT INTO mention (article_id, coder_version, mention_no, kind, type, cameo, status, during, granularity, basis,
                     actors, recipients, countries, lead, confidence, evidence)
SELECT {_PLACE}, 'bench', n, kind, type, '04', status, during, 'day', 'publication',
       json_build_array(json_build_object('name', one, 'country', one, 'sector', 'GOV')),
       json_build_array(json_build_object('name', two, 'country', two, 'sector', 'GOV')), ARRAY[one, two], n = 0, 0.7,
       json_build_object('part', 'text', 'start', 0, 'end', 10, 'text', array_to_string(words, ' '), 'trigger', kind,
                         'trigger_start', 0, 'trigger_end', 5)
  FROM drawn, generate_series(0, 2) AS n
"""
_MEMBER = f"""
INSERT INTO event_mention (event_id, article_id, mention_no, known, score, reasons, lead, publisher, family, url, title,
                           published_at, independent_key)
SELECT event_id, {_PLACE}, n, tstzrange(day::timestamptz, NULL), 0.8, '{{}}', n = 0, 'p' || event_id %% 400,
       'f' || event_id %% 150, 'https://p.example/' || event_id, 'Headline', day::timestamptz,
       'f' || (event_id + n) %% 150
  FROM drawn, generate_series(0, 2) AS n
"""


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    try:
        url = database_url(folder)
        migrate(url)
        with connect(url, autocommit=True) as conn:
            _generate(conn)
            _questions(conn)
            _matching(conn)
    finally:
        stop_embedded(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _generate(conn: Any) -> None:
    """Fill the tables without their secondary indexes, then build those again."""
    began = time.monotonic()
    values = {
        "families": [family(kind) for kind in _KINDS],
        "themes": [theme(kind) for kind in _KINDS],
        "events": EVENTS, "first": FIRST_DAY, "days": DAYS, "kinds": _KINDS, "types": _TYPES, "countries": _COUNTRIES,
        "today": FIRST_DAY + timedelta(days=DAYS - 60), "n": len(_COUNTRIES),
    }  # fmt: skip
    for setting in ("synchronous_commit = off", "maintenance_work_mem = '512MB'"):
        conn.execute(f"SET {setting}")
    indexes = conn.execute(
        "SELECT i.indexname, i.indexdef FROM pg_indexes AS i WHERE i.schemaname = 'public' AND i.tablename = ANY(%s)"
        " AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conname = i.indexname)",
        (list(TABLES),),
    ).fetchall()
    for name, _ in indexes:
        conn.execute(f"DROP INDEX {name}")
    conn.execute("SET session_replication_role = replica")  # no foreign key checks while filling
    for statement in (_DRAWN, _EVENT, _ARTICLE, _VERSION, _STORY, _CODING, _MENTION, _MEMBER):
        names = {name: value for name, value in values.items() if f"%({name})s" in statement}
        _client_side(conn, statement, names)
    _file_stories(conn)
    conn.execute("SET session_replication_role = origin")
    conn.execute("DROP TABLE drawn")
    conn.execute(f"SELECT setval('event_id_seq', {EVENTS + 1})")
    conn.execute(f"ALTER TABLE article ALTER article_id RESTART WITH {EVENTS + 1}")
    for _, definition in indexes:
        conn.execute(definition)
    conn.execute("SELECT tracker_recount()")
    conn.execute("VACUUM ANALYZE")
    size = conn.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()[0]
    print(f"{EVENTS:,} events, {3 * EVENTS:,} mentions, {size}, made in {time.monotonic() - began:.0f} s", flush=True)


def _file_stories(conn: Any) -> None:
    """The true keys of the articles of the weeks in which matching is timed."""
    first = FIRST_DAY + timedelta(days=DAYS - 95)
    ids = [row[0] for row in conn.execute("SELECT article_id FROM article WHERE published_at BETWEEN %s AND %s",
                                          (first, first + timedelta(ROUNDS + 20)))]  # fmt: skip
    for start in range(0, len(ids), 1000):
        found = echoes.openings(conn, ids[start : start + 1000])()
        echoes.file_stories(conn, {article_id: keys_of(opening) for article_id, opening in found.items()})


def _client_side(conn: Any, statement: str, values: dict[str, Any]) -> None:
    from psycopg import ClientCursor

    with ClientCursor(conn) as cursor:
        cursor.execute(statement, values or None) if values else cursor.execute(statement.replace("%%", "%"))


def _questions(conn: Any) -> None:
    end = FIRST_DAY + timedelta(days=DAYS)
    today = end - timedelta(days=60)
    wanted: list[tuple[str, TimelineFilter]] = [
        ("one dyad over a year (busy)", TimelineFilter(dyad=("USA", "CHN"), since=end - timedelta(400), until=today)),
        ("one dyad over a year (quiet)", TimelineFilter(dyad=("KEN", "ETH"), since=end - timedelta(400), until=today)),
        ("text search, rare words", TimelineFilter(search="word4711 word99")),
        ("text search, a common word", TimelineFilter(search="word3")),
        ("text search, two common words", TimelineFilter(search="word3 word17 -word5")),
        ("calendar of a month", TimelineFilter(statuses=("planned",), since=today, until=today + timedelta(30))),
        ("as of four years ago", TimelineFilter(as_of=_midnight(end - timedelta(1500)))),
        (
            "as of then, one dyad over a year",
            TimelineFilter(
                as_of=_midnight(end - timedelta(1500)), dyad=("USA", "CHN"), since=end - timedelta(1900),
                until=end - timedelta(1535),
            ),
        ),
    ]  # fmt: skip
    for name, each in wanted:
        found, took, busy = _timed(conn, lambda each=each: timeline.read(conn, each, limit=50))  # type: ignore[misc]
        _tell(name, took, busy, LIMIT_MS, f"{len(found)} events shown")
        _plan(conn, each)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def _timed(conn: Any, ask: Callable[[], Any]) -> tuple[Any, list[float], float]:
    """The answer, the milliseconds of each round after two to warm up, and the mean of processor time."""
    took, answer, before = [], None, 0.0
    for turn in range(ROUNDS + 2):
        before = _processor_time(conn) if turn == 2 else before
        began = time.perf_counter()
        answer = ask()
        if turn >= 2:
            took.append(1000 * (time.perf_counter() - began))
    return answer, took, 1000 * (_processor_time(conn) - before) / ROUNDS


def _tell(name: str, took: list[float], busy: float, limit: float, more: str) -> None:
    middle = statistics.median(took)
    verdict = "ok" if middle <= limit else "TOO SLOW"
    print(
        f"{name}: median {middle:.1f} ms of {limit} allowed ({verdict}), worst {max(took):.1f},"
        f" {busy:.1f} ms of processor time; {more}",
        flush=True,
    )


def _plan(conn: Any, wanted: TimelineFilter) -> None:
    """The nodes of the plans that reach tables; a sequential scan of a big one would stand out."""
    from psycopg import ClientCursor

    found: list[tuple[str]] = []
    with ClientCursor(conn) as cursor:
        for way in chain.from_iterable(ways(wanted, columns=("columns", "ranked"), limit=50)):
            found += cursor.execute(f"EXPLAIN (COSTS OFF) {way.text}", way.values).fetchall()
    for (line,) in found:
        if "Scan" in line or "Bitmap" in line:
            print("    ", line.strip().removeprefix("->").strip())


def _matching(conn: Any) -> None:
    """Match new articles, each with three mentions, on one connection and each of another day. They are committed as in
    life: what is undone costs the connection the plans that it keeps."""
    took = []
    day = FIRST_DAY + timedelta(days=DAYS - 90)
    spent = 0.0
    for turn in range(ROUNDS + 5):
        now = _midnight(day + timedelta(turn + 1))
        told = tuple(_mention(turn + n, day + timedelta(turn), lead=n == 0) for n in range(3))
        words = " ".join(f"text{turn}-{n}" for n in range(200))
        body = f"{told[0].evidence.text} {words}"
        article = NewArticle(f"https://new.example/{turn}", "New", body, "page", now, published_from="feed")
        article_id = put(conn, article, now).article_id
        put_coding(conn, article_id, 1, Coding(str(turn), told), "bench", now)
        began, before = time.perf_counter(), _processor_time(conn)
        match_articles(conn, [article_id], now)
        if turn >= 5:
            took.append(1000 * (time.perf_counter() - began))
            spent += _processor_time(conn) - before
    busy = 1000 * spent / ROUNDS
    _tell("matching one new article of three mentions", took, busy, MATCH_LIMIT_MS, "reading, deciding, writing")


def _processor_time(conn: Any) -> float:
    """Seconds that this process and its server process have worked: unlike the clock, the same on a busy machine."""
    fields = Path(f"/proc/{conn.info.backend_pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return time.process_time() + sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def _mention(n: int, day: date, *, lead: bool) -> Mention:
    one, two = _COUNTRIES[(3 * n) % 12], _COUNTRIES[(5 * n + 1) % 30]
    text = " ".join(f"word{(17 * n + i * i) % 300}" for i in range(14))
    return Mention(
        kind=_KINDS[n % len(_KINDS)], type=EventType(_TYPES[n % len(_TYPES)]), mode=None, contexts=(), cameo="04",
        status=Status.HAPPENED, actors=(Actor(one, one, "GOV"),), recipients=(Actor(two, two, "GOV"),), place=None,
        date=EventDate(Interval(day, day + timedelta(1)), Granularity.DAY, None, None, None, Basis.PUBLICATION),
        evidence=Evidence("text", 0, len(text), text, "word", 0, 4), confidence=0.7, lead=lead,
    )  # fmt: skip
