"""Named queries from sql/queries/*.sql, so that SQL stays readable and can be tried in psql."""

from __future__ import annotations

import re
from functools import cache
from typing import LiteralString, cast

from tracker import resources

_BLOCK = re.compile(r"^-- name: *(?P<name>[a-z0-9_]+) *\n(?P<body>.*?)(?=^-- name:|\Z)", re.M | re.S)


@cache
def load(area: str) -> dict[str, LiteralString]:
    """Queries of sql/queries/<area>.sql by name.

    Each block begins with `-- name: something`; parameters are psycopg's `%(name)s`. Raises FileNotFoundError for an
    unknown area and ValueError when a name stands twice.
    """
    text = (resources.folder("sql") / "queries" / f"{area}.sql").read_text(encoding="utf-8")
    found: dict[str, LiteralString] = {}
    for block in _BLOCK.finditer(text):
        name = block["name"]
        if name in found:
            raise ValueError(f"sql/queries/{area}.sql: query {name!r} stands twice")
        # the text comes from our own packaged files, never from input
        found[name] = cast(LiteralString, block["body"].strip())
    return found
