"""Which outlet published an article that no feed brought: by its name or the address, from the list of feeds. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.feeds.catalog import FeedRow

# second levels under which the country sells names: bbc.co.uk is a domain, co.uk is none
_SHARED = frozenset("ac co com edu go gob gov gouv mil ne net or org".split())


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of who publishes."""

    publisher: str
    family: str
    country: str
    zone: str
    tier: int


class Outlets:
    """The publishers of a list of feeds, to look up by name or address."""

    def __init__(self, rows: Iterable[FeedRow]) -> None:
        self._by_name: dict[str, Outlet] = {}
        domains: dict[str, dict[str, Outlet]] = {}
        for row in rows:
            outlet = Outlet(row.publisher, row.family, row.country, row.zone, row.tier)
            self._by_name.setdefault(_name(row.publisher), outlet)
            domains.setdefault(domain_of(row.url), {}).setdefault(row.family, outlet)
        # a domain that several owners share (a feed service) tells nothing
        self._by_domain = {domain: next(iter(its.values())) for domain, its in domains.items() if len(its) == 1}

    def of(self, url: str, publisher: str | None) -> Outlet | None:
        """The outlet that is named, else the one whose feeds lie on the same domain."""
        named = self._by_name.get(_name(publisher)) if publisher else None
        return named or (None if publisher else self._by_domain.get(domain_of(url)))


def _name(publisher: str) -> str:
    return " ".join(publisher.casefold().removeprefix("the ").split())


def domain_of(url: str) -> str:
    """The part of a host that somebody owns: news.bbc.co.uk gives bbc.co.uk; empty where there is no host."""
    labels = (urlsplit(url).hostname or "").lower().split(".")
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3 if shared else -2 :])
