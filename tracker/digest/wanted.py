"""What a subscriber wants to hear of: a filter for the digest, or the condition of an alert. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from tracker.digest import wording
from tracker.digest.places import name_of
from tracker.errors import InputError

_LISTS = ("countries", "kinds", "actors", "statuses")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Every part that is set must fit; each tuple means "any of these".

    `countries` are three-letter codes, `actors` persons, bodies or countries by name; `search` are words as
    PostgreSQL's websearch_to_tsquery reads them; `min_sources` counts independent sources.
    """

    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_significance: float = 0.0
    min_sources: int = 0
    search: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Only what is set, as stored in the database."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def key(self) -> str:
        """Equal for filters that want the same, whatever the order of their parts."""
        parts = {k: sorted(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def words(self) -> str:
        """The filter for people: "China, Taiwan · visit, meeting · at least 2 sources"."""
        said = [
            ", ".join(name_of(code) for code in self.countries),
            ", ".join(kind.replace("_", " ") for kind in self.kinds),
            ", ".join(self.actors),
            ", ".join(self.statuses),
            f"significance from {self.min_significance:g}" if self.min_significance else "",
            f"at least {self.min_sources} independent sources" if self.min_sources > 1 else "",
            f"“{self.search}”" if self.search else "",
        ]
        return wording.clean(" · ".join(part for part in said if part), 600) or "everything"


def from_json(row: Mapping[str, Any]) -> Wanted:
    """A filter from its stored form. Raises InputError for what a filter does not have."""
    names = {each.name for each in fields(Wanted)}
    unknown = sorted(set(row) - names)
    if unknown:
        raise InputError(f"filter: {unknown[0]!r} is not one of {', '.join(sorted(names))}")
    values: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in row.items()}
    return Wanted(**values)
