"""Which language a text is in: py3langid's only home, with the doubt of short texts spelled out.

English is read; everything else is recognised and left alone, so calling a foreign text English does harm and
calling an English headline foreign does too. Names make short English texts look foreign, therefore function words
decide first and the classifier only where they say nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# words that are frequent in English and in none of its neighbours
_FUNCTION_WORDS = frozenset(
    "the of and to that with for from by was were is are has have had not will would said after over against on as at"
    " its his their this which who been be it he they".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_MANY_FUNCTION_WORDS = 0.18
_FEW_FUNCTION_WORDS = 0.06
_SHORT = 12
_LIKE_ENGLISH = frozenset(("en", "pcm", "sco"))  # headlines and lists are taken for these
_SAMPLE = 4_000


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, None where there are no words to tell it by."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return None
    latin = sum(word.isascii() for word in words)
    share = sum(word in _FUNCTION_WORDS for word in words) / len(words)
    if share >= _MANY_FUNCTION_WORDS or (latin >= 0.7 * len(words) and len(words) < _SHORT):
        return "en"
    code, probability = _identifier().classify(sample)
    if share >= _FEW_FUNCTION_WORDS and probability < 0.9:
        return "en"
    return "en" if code in _LIKE_ENGLISH else str(code)
