"""From a parsed Doc to the Tree that the coder reads, repaired where parsers usually err."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, LEMMA, ORTH, POS, TAG
from spacy.tokens import Doc

from tracker.extract.repair import past_of, repair
from tracker.extract.syntax import Tree, norm
from tracker.extract.timex_tense import starts_of, text_of

_CURRENCIES = frozenset("$ € £ ¥ US$ A$ C$ HK$".split())


@lru_cache(maxsize=65536)
def _spelled(word: str, tag: str, lemma: str) -> tuple[str, str, str]:
    """A word in lower case, its key and its tag; remembered, for news repeats its words."""
    lower = word.lower().replace("’", "'")
    past = past_of(lower, tag, lemma)
    key = past or ("dollar" if word in _CURRENCIES else norm(lemma or word))
    return lower, key, "VBD" if past and tag in ("VBP", "VB", "VBZ") else tag


def make_tree(doc: Doc) -> Tree:
    """Read a parsed Doc once. Tokens that are only white space stay in place, so indices agree with the Doc's."""
    words, tagged, lemmas, pos, deps = _strings(doc)
    spelled = list(map(_spelled, words, tagged, lemmas))
    lower, keys, tags = ([each[n] for each in spelled] for n in range(3))
    starts = starts_of(doc)
    heads = (np.arange(len(doc)) + doc.to_array(HEAD).astype(np.int64)).tolist()
    sentences = [(sent.start, sent.end) for sent in doc.sents] if words else []
    repair(words, tags, pos, deps, heads, sentences)
    children: list[list[int]] = [[] for _ in words]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    sentence_of = [0] * len(words)
    for number, (start, end) in enumerate(sentences):
        for i in range(start, end):
            sentence_of[i] = number
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return Tree(
        text_of(doc), words, keys, lower, tags, pos, deps, heads, children, starts, ends, sentences, sentence_of
    )


def _strings(doc: Doc) -> list[list[str]]:
    """Words, tags, lemmas, parts of speech and relations of a Doc, all at once: that is faster than token by token."""
    ids = doc.to_array([ORTH, TAG, LEMMA, POS, DEP])
    numbers: set[Any] = set(ids.ravel().tolist())
    names = {number: doc.vocab.strings[number] for number in numbers}
    return [[names[number] for number in column] for column in ids.T.tolist()]
