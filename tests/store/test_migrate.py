"""Two truths, one diff: what people read in schema.sql is what servers get from the migrations."""

from __future__ import annotations

import os
from typing import Any

import psycopg

from tracker import resources
from tracker.store.connection import connect
from tracker.store.migrate import migrate, state

_CATALOG = """
SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
       coalesce(pg_get_expr(d.adbin, d.adrelid), '') || a.attidentity::text,
       coalesce(col_description(c.oid, a.attnum), '')
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
UNION ALL
SELECT 'index', tablename, indexname, indexdef, '', '', '' FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '', ''
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL
SELECT 'function', proname, pg_get_function_identity_arguments(oid), prosrc, '', '', coalesce(obj_description(oid), '')
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'comment', relname, '', '', '', '', coalesce(obj_description(oid), '') FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')
UNION ALL
SELECT 'view', viewname, '', definition, '', '', '' FROM pg_views WHERE schemaname = 'public'
"""


def catalog(url: str) -> set[tuple[Any, ...]]:
    with connect(url) as conn:
        rows = conn.execute(_CATALOG).fetchall()
    return {row for row in rows if "procrastinate" not in " ".join(map(str, row)) and row[1] != "migration"}


def test_migrations_give_the_schema(server: str, database: str) -> None:
    name = f"schema_{os.getpid()}"
    with connect(server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}")
    url = psycopg.conninfo.make_conninfo(server, dbname=name)
    with connect(url) as conn:
        conn.execute((resources.folder("sql") / "schema.sql").read_text(encoding="utf-8"))
    assert catalog(url) == catalog(database)
    with connect(server, autocommit=True) as conn:
        conn.execute(f"DROP DATABASE {name}")


def test_migrating_again_does_nothing(database: str) -> None:
    assert migrate(database) == ()
    with connect(database) as conn:
        assert state(conn).pending == ()


def test_jobs_have_their_tables(conn: psycopg.Connection[Any]) -> None:
    assert conn.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)


_SILENT = """
SELECT c.relname || '.' || a.attname
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relname IN ('timeline', 'event', 'event_mention', 'mention', 'article', 'article_version', 'coding',
                     'correction', 'article_story', 'article_telling', 'habit', 'tally', 'uncounted')
   AND c.relnamespace = 'public'::regnamespace AND col_description(c.oid, a.attnum) IS NULL
"""


def test_columns_that_analysts_read_explain_themselves(database: str) -> None:
    with connect(database) as conn:
        assert conn.execute(_SILENT).fetchall() == []
