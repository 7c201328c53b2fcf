"""Every example question runs as it stands in psql and gives its real answer on the sample articles.

The answers are in tests/sql/answers/; `TRACKER_WRITE_ANSWERS=1 pytest tests/sql` writes them anew, to be read before
they are committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tracker import resources

ANSWERS = Path(__file__).parent / "answers"
FILES = sorted((resources.folder("sql") / "examples").glob("*.sql"))


def test_there_are_enough_questions() -> None:
    assert len(FILES) >= 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_example(path: Path, seeded: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- "), "an example begins with its question"
    cursor = seeded.execute(text)
    answer = [dict(zip([c.name for c in cursor.description], map(plain, row), strict=True)) for row in cursor]
    file = ANSWERS / f"{path.stem}.json"
    if os.environ.get("TRACKER_WRITE_ANSWERS"):
        file.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert answer == json.loads(file.read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return [plain(each) for each in value] if isinstance(value, list) else str(value)


def test_analysts_can_read_and_nothing_else(seeded: Any) -> None:
    import psycopg

    seeded.execute("SET ROLE tracker_reader")
    assert seeded.execute("SELECT count(*) FROM timeline").fetchone()[0] > 10
    assert seeded.execute("SELECT max(significance) FROM timeline").fetchone()[0] > 0.1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        seeded.execute("DELETE FROM event")


def test_every_object_explains_itself(conn: Any) -> None:
    silent = conn.execute(
        """
        SELECT c.relname FROM pg_class AS c
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
           AND obj_description(c.oid) IS NULL
           AND c.relname NOT LIKE 'procrastinate%' AND c.relname NOT LIKE 'fetch_log_%' AND c.relname <> 'migration'
        UNION ALL
        SELECT proname FROM pg_proc AS p
         WHERE pronamespace = 'public'::regnamespace AND obj_description(p.oid) IS NULL
           AND proname NOT LIKE 'procrastinate%'
        UNION ALL
        SELECT c.relname || '.' || attname FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
           AND attnum > 0 AND NOT attisdropped AND col_description(attrelid, attnum) IS NULL
           AND c.relname NOT LIKE 'procrastinate%' AND c.relname NOT LIKE 'fetch_log_%' AND c.relname <> 'migration'
        """
    ).fetchall()
    assert silent == []
