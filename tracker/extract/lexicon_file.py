"""Reading config/kinds.yaml: YAML nodes to rules, with the line of whatever is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml

from tracker.errors import ConfigError
from tracker.extract.rules import Form, Kind, Rule, Words, keys_of, noun_form, verb_form
from tracker.model import EventType

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOP = {"lists", "kinds", "framing", "topics"}
_KIND = {"title", "type", "mode", "contexts", "shape", "receiver", "rules", "place_is_receiver"}
_WORDS = ("object", "no_object", "subject", "no_subject", "alt_subject", "company", "no_company")
_FLAGS = ("swap", "public", "place_is_receiver", "without_target", "plain", "negated")
_RULE = {
    *_WORDS, *_FLAGS, "verbs", "nouns", "light", "called", "when", "needs", "least", "takes", "weight", "examples",
    "never", "type", "mode", "contexts", "shape", "receiver", "kind",
}  # fmt: skip
_MARKERS = ("$person", "$country", "$actor", "$body", "$armed", "$name")
_NEEDS = ("either", "actor", "recipient", "both", "any")
_TAKES = ("", "outer", "agree", "threat")
FRAMINGS = ("planned", "weighed", "cancelled", "denied", "alleged", "failed", "begun", "asked", "fallen")
CONTEXTS = frozenset(
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy"
    " economic legal reparations human_rights rights_freedoms repression human_security gender lgbt"
    " religion_ethnicity inequality diplomatic territory peacekeeping health asylum migration disasters"
    " natural_resource environment technology terrorism cbrn cyber misinformation crime corruption"
    " illegal_drugs trafficking".split()
)


class _Reader:
    """Walks YAML nodes; every complaint names file and line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lists: dict[str, list[str]] = {}

    def fail(self, node: yaml.Node, expected: str) -> ConfigError:
        return ConfigError(f"{self.name}:{node.start_mark.line + 1}", expected)

    def mapping(self, node: yaml.Node, what: str, allowed: set[str] | None = None) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, f"{what} must be a mapping (key: value)")
        out: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in out:
                raise self.fail(key, f"{key.value!r} stands twice in {what}")
            if allowed is not None and key.value not in allowed:
                raise self.fail(
                    key, f"unknown key {key.value!r} in {what}; expected one of {', '.join(sorted(allowed))}"
                )
            out[key.value] = value
        return out

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(node, f"{what} must be a list [a, b, …]")
        return list(node.value)

    def scalar(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fail(node, f"{what} must be a single word or number")
        return str(node.value)

    def texts(self, node: yaml.Node, what: str) -> list[str]:
        """A list of words with `$name` replaced by the list of that name."""
        out: list[str] = []
        for item in self.items(node, what):
            text = self.scalar(item, f"each entry of {what}").strip()
            if not text:
                raise self.fail(item, f"an empty entry in {what}")
            if text.startswith("$") and text not in _MARKERS:
                if text[1:] not in self.lists:
                    raise self.fail(item, f"no list named {text[1:]!r}; lists are {', '.join(sorted(self.lists))}")
                out += self.lists[text[1:]]
            else:
                out.append(text)
        return out

    def choice(self, node: yaml.Node, what: str, allowed: tuple[str, ...]) -> str:
        value = self.scalar(node, what)
        if value not in allowed:
            raise self.fail(node, f"{what} is {value!r}; expected one of {', '.join(a for a in allowed if a)}")
        return value

    def type(self, node: yaml.Node) -> EventType:
        return EventType(self.choice(node, "type", tuple(EventType)))

    def optional(self, node: yaml.Node | None) -> str | None:
        value = None if node is None else self.scalar(node, "mode")
        return None if value in (None, "null", "", "~") else value

    def contexts(self, node: yaml.Node) -> tuple[str, ...]:
        found = self.texts(node, "contexts")
        for context in found:
            if context not in CONTEXTS:
                raise self.fail(node, f"{context!r} is no PLOVER context")
        return tuple(found)

    def number(self, node: yaml.Node, what: str, low: float, high: float) -> float:
        try:
            value = float(self.scalar(node, what))
        except ValueError:
            value = high + 1
        if not low <= value <= high:
            raise self.fail(node, f"{what} must be a number from {low:g} to {high:g}")
        return value


def read_lexicon(
    text: str, name: str
) -> tuple[dict[str, Kind], dict[str, frozenset[str]], dict[str, tuple[frozenset[str], ...]]]:
    """Kinds with their rules, framing verbs, and topic words. Raises ConfigError (file, line, what is expected)."""
    reader = _Reader(name)
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"{name}:{line}", f"not valid YAML: {error.problem}") from None
    if root is None:
        raise ConfigError(name, "the file is empty; expected lists, kinds, framing and topics")
    top = reader.mapping(root, "the file", _TOP)
    if "kinds" not in top:
        raise ConfigError(name, "there is no `kinds:` block")
    if "lists" in top:
        for key, node in reader.mapping(top["lists"], "lists").items():
            reader.lists[key] = reader.texts(node, f"list {key}")
    kinds = {key: _kind(reader, key, node) for key, node in reader.mapping(top["kinds"], "kinds").items()}
    return kinds, _framing(reader, top.get("framing")), _topics(reader, top.get("topics"))


def _framing(reader: _Reader, node: yaml.Node | None) -> dict[str, frozenset[str]]:
    out = dict.fromkeys(FRAMINGS, frozenset[str]())
    if node is not None:
        for key, value in reader.mapping(node, "framing", set(FRAMINGS)).items():
            out[key] = frozenset(" ".join(keys_of(item)) for item in reader.texts(value, key))
    return out


def _topics(reader: _Reader, node: yaml.Node | None) -> dict[str, tuple[frozenset[str], ...]]:
    out: dict[str, tuple[frozenset[str], ...]] = {}
    if node is not None:
        for key, value in reader.mapping(node, "topics", set(CONTEXTS)).items():
            out[key] = tuple(frozenset(keys_of(item)) for item in reader.texts(value, key))
    return out


def _kind(reader: _Reader, key: str, node: yaml.Node) -> Kind:
    block = reader.mapping(node, f"kind {key}", _KIND)
    for needed in ("title", "type", "rules"):
        if needed not in block:
            raise reader.fail(node, f"kind {key} lacks {needed!r}")
    rules = reader.items(block["rules"], f"rules of {key}")
    return Kind(
        key,
        reader.scalar(block["title"], "title"),
        reader.type(block["type"]),
        tuple(_rule(reader, key, number, rule, block) for number, rule in enumerate(rules, 1)),
    )


def _rule(reader: _Reader, key: str, number: int, node: yaml.Node, kind: dict[str, yaml.Node]) -> Rule:
    own = reader.mapping(node, f"rule {number} of {key}", _RULE)
    given = {k: v for k, v in kind.items() if k in _RULE} | own
    if not {"verbs", "nouns", "light", "called"} & set(own):
        raise reader.fail(node, f"rule {number} of {key} has no trigger; expected verbs, nouns, light or called")
    words = {w: Words.of(reader.texts(own[w], w)) for w in _WORDS if w in own}
    flags = {f: reader.choice(given[f], f, ("true", "false")) == "true" for f in _FLAGS if f in given}
    rule = Rule(
        id=f"{key}.{number}",
        kind=reader.scalar(own["kind"], "kind") if "kind" in own else key,
        type=reader.type(given["type"]),
        mode=reader.optional(given.get("mode")),
        contexts=reader.contexts(given["contexts"]) if "contexts" in given else (),
        mutual="shape" in given and reader.choice(given["shape"], "shape", ("directed", "mutual")) == "mutual",
        receiver=tuple(reader.texts(given["receiver"], "receiver")) if "receiver" in given else ("object",),
        when=frozenset(k for w in reader.texts(own["when"], "when") for k in keys_of(w))
        if "when" in own
        else frozenset(),
        needs=reader.choice(own["needs"], "needs", _NEEDS) if "needs" in own else "either",
        least=int(reader.number(own["least"], "least", 1, 9)) if "least" in own else 1,
        takes=reader.choice(own["takes"], "takes", _TAKES) if "takes" in own else "",
        weight=reader.number(own["weight"], "weight", 0, 1) if "weight" in own else 0.8,
        examples=_examples(reader, own.get("examples")),
        never=tuple(reader.texts(own["never"], "never")) if "never" in own else (),
        line=node.start_mark.line + 1,
    )
    rule = replace(rule, **words, **flags)  # type: ignore[arg-type]
    _forms(reader, rule, own)
    return rule


def _forms(reader: _Reader, rule: Rule, own: dict[str, yaml.Node]) -> None:
    if "verbs" in own:
        rule.verbs.extend(verb_form(w, rule) for w in reader.texts(own["verbs"], "verbs"))
    if "nouns" in own:
        rule.nouns.extend(noun_form(w, rule) for w in reader.texts(own["nouns"], "nouns"))
    if "light" in own:
        verbs, nouns = _pair(reader, own["light"], "light", "nouns")
        rule.light_verbs.extend(verb_form(w, rule) for w in verbs)
        rule.light_nouns.extend(noun_form(w, rule) for w in nouns)
    if "called" in own:
        verbs, words = _pair(reader, own["called"], "called", "words")
        rule.verbs.extend(verb_form(f"{verb} {word}", rule) for word in words for verb in verbs)
    empty: list[Form] = []
    if rule.verbs == empty and rule.nouns == empty and rule.light_nouns == empty:
        raise ConfigError(f"{reader.name}:{rule.line}", f"rule {rule.id} lists no trigger form")


def _pair(reader: _Reader, node: yaml.Node, what: str, second: str) -> tuple[list[str], list[str]]:
    """The verbs of a `light` or `called` block and what they are crossed with."""
    block = reader.mapping(node, what, {"verbs", second})
    if set(block) != {"verbs", second}:
        raise reader.fail(node, f"{what} needs both verbs and {second}")
    return reader.texts(block["verbs"], "verbs"), reader.texts(block[second], second)


def _examples(reader: _Reader, node: yaml.Node | None) -> tuple[tuple[str, str, str], ...]:
    if node is None:
        return ()
    out = []
    for item in reader.items(node, "examples"):
        parts = [reader.scalar(part, "each part of an example") for part in reader.items(item, "an example")]
        if len(parts) != 3:
            raise reader.fail(item, 'an example is [sentence, "ACTORS > RECIPIENTS", status]')
        out.append((parts[0], parts[1], parts[2]))
    return tuple(out)
