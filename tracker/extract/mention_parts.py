"""The parts of a mention that show where its event is told, what it is about and why it was read so."""

from __future__ import annotations

from tracker.extract.drafts import Draft
from tracker.extract.syntax import Tree, subtree
from tracker.model import Evidence

_MAX_OBJECT_WORDS = 6


def clause_keys(tree: Tree, draft: Draft) -> set[str]:
    """Keys of the words of the event's clause; the sentence's where the trigger is its root."""
    tokens = set(subtree(tree, draft.cand.verb)) | set(subtree(tree, draft.token))
    out: set[str] = set()
    for i in tokens:
        out.update((tree.keys[i], tree.lower[i]))
    return out


def contexts(own: tuple[str, ...], topical: list[str]) -> tuple[str, ...]:
    """The contexts of its rule, then those that its words give; five at most."""
    return tuple(dict.fromkeys([*own, *topical]))[:5]


def evidence(tree: Tree, draft: Draft) -> Evidence:
    """The sentence that tells it, without blanks at its ends, and its trigger."""
    first, last = tree.sentences[draft.sentence]
    while first < last - 1 and tree.pos[first] == "SPACE":
        first += 1
    while last - 1 > first and tree.pos[last - 1] == "SPACE":
        last -= 1
    start, end = tree.starts[first], tree.ends[last - 1]
    token = until = draft.token
    while tree.pos[token] == "SYM" and until + 1 < last and tree.pos[until + 1] == "NUM":
        until += 1  # "$300 million", not "$"
    begin, stop = tree.starts[token], tree.ends[until]
    return Evidence(draft.part, start, end, tree.text[start:end], tree.text[begin:stop], begin, stop)


def object_of(tree: Tree, draft: Draft) -> str | None:
    """What the event is about in plain words, for telling two treaties or two launches apart."""
    heads = (
        [draft.token]
        if draft.cand.nominal
        else [c for c in tree.children[draft.token] if tree.deps[c] in ("obj", "nsubj:pass", "xcomp", "obl")]
    )
    words: list[str] = []
    for head in heads:
        for i in subtree(tree, head):
            if (
                tree.pos[i] in ("NOUN", "ADJ", "PROPN", "VERB")
                and tree.keys[i] not in words
                and tree.lower[i].isascii()
            ):
                words.append(tree.keys[i])
    return " ".join(words[:_MAX_OBJECT_WORDS]) or None


def reasons(draft: Draft) -> tuple[str, ...]:
    """Rule, sides, status and date in words, for whoever asks why."""
    names = ", ".join(a.name for a in draft.sides.actors) or "nobody named"
    others = ", ".join(a.name for a in draft.sides.recipients) or "nobody named"
    out = [
        f"rule {draft.rule.id}: “{draft.cand.form}”",
        f"actors: {names} ({draft.sides.how})" + ("; inferred from the place" if draft.sides.guessed else ""),
        f"status {draft.status.value}: {draft.reading.why}",
        f"date: {draft.choice.why}",
    ]
    if draft.sides.recipients:
        out.insert(2, f"recipients: {others}")
    if draft.type is not draft.rule.type:
        out.append(f"type {draft.rule.type.value} → {draft.type.value}: time changes the type")
    return tuple(out)
