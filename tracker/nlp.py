"""Loads the language pipeline, once per process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language

from tracker import language
from tracker.errors import LanguageError

READER = "tracker_reader"


@cache
def load_pipeline(name: str | None = None, threads: int = 1) -> Language:
    """The pipeline that every article goes through; the same object for the same arguments.

    `name` is None or "" for the packaged one, else an installed spaCy package or the folder of a saved pipeline with
    Universal Dependencies labels. `threads` bounds the cores of the packaged one. Raises LanguageError when
    `name` cannot be loaded or does not parse.
    """
    if not name:
        return language.create(threads)
    try:
        nlp = spacy.load(Path(name) if Path(name).is_dir() else name)
    except (OSError, ValueError, ImportError) as error:
        raise LanguageError(
            f"the language pipeline {name!r} cannot be loaded ({error}); install it, or leave nlp.pipeline empty"
        ) from error
    if not {"parser", READER} & set(nlp.pipe_names):
        raise LanguageError(
            f"the language pipeline {name!r} has no parser; name one with Universal Dependencies labels"
        )
    return nlp
