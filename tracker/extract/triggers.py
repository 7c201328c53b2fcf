"""The lexicon of event kinds (config/kinds.yaml) and the search for its triggers in a parsed sentence.

Forms are indexed by the key of their head word, so a token costs the same however large the lexicon grows: only the
forms that begin with this very word are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tracker.extract.lexicon_file import read_lexicon
from tracker.extract.memory import BODIES
from tracker.extract.refusals import refused
from tracker.extract.rules import PREPOSITIONS, Form, Forms, Kind, Rule, Words
from tracker.extract.status_mood import is_negated
from tracker.extract.supporting import is_told, supporting_keys, supporting_verbs
from tracker.extract.syntax import Tree, case_of, conjuncts, frame, governor_clause, head_keys, is_temporal, np_keys
from tracker.model import Actor, EventType

_NEVER = frozenset(("PUNCT", "ADP", "DET", "NUM", "PRON", "CCONJ", "SCONJ", "PART", "SPACE", "SYM"))
_SUMS = frozenset(("obj", "iobj", "obl", "nsubj:pass", "nmod"))
_NAMED = "$person"
_COUNTRY = "$country"
_ACTOR = "$actor"
_BODY = "$body"
_ARMED = "$armed"
_NAME = "$name"
_ARMED_SECTORS = frozenset(("MIL", "REB", "UAF", "PRM"))
_OTHERS = 3
_NOT = frozenset(("not",))


_PRONOUNS = frozenset(("they", "he", "she", "it"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger found: `token` carries the event; `verb` is the predicate that reports it (token itself for a verb)."""

    token: int
    verb: int
    rule: Rule
    form: str
    nominal: bool
    light: bool = False
    prepositions: tuple[str, ...] = ()
    others: tuple[Candidate, ...] = ()


# where gunmen are, a match or a concert is where they strike, and no sign that what is told is play
_GUNMEN = frozenset("gunman shooter bomber attacker assailant militant terrorist extremist suicide".split())
_CROWDED = frozenset("match concert festival song film movie league cup tournament championship race".split())


class Company(NamedTuple):
    """Keys of a sentence's words: all of them, and those that are no part of an actor's name ("Arab League")."""

    all: set[str]
    plain: set[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every kind, rule and word list; immutable after loading."""

    kinds: dict[str, Kind]
    verbs: dict[str, Forms]
    nouns: dict[str, Forms]
    light: dict[str, dict[str, Forms]]
    framing: dict[str, frozenset[str]]
    topics: dict[str, Words] = field(default_factory=dict)
    form_count: int = 0

    @classmethod
    def from_yaml(cls, text: str, name: str = "config/kinds.yaml") -> Lexicon:
        """Read the lexicon. Raises ConfigError with `name`, line and what is expected."""
        kinds, framing, topics = read_lexicon(text, name)
        verbs: dict[str, list[Form]] = {}
        nouns: dict[str, list[Form]] = {}
        light: dict[str, dict[str, list[Form]]] = {}
        count = 0
        for kind in kinds.values():
            for rule in kind.rules:
                for form in rule.verbs:
                    verbs.setdefault(form.head, []).append(form)
                for form in rule.nouns:
                    nouns.setdefault(form.head, []).append(form)
                for noun in rule.light_nouns:
                    row = light.setdefault(noun.head, {})
                    for verb in rule.light_verbs:
                        row.setdefault(verb.head, []).append(Form(noun.words, noun.head, noun.more, rule, verb.more))
                count += len(rule.verbs) + len(rule.nouns) + len(rule.light_nouns) * len(rule.light_verbs)
        return cls(
            kinds,
            {key: _longest_first(forms) for key, forms in verbs.items()},
            {key: _longest_first(forms) for key, forms in nouns.items()},
            {key: {v: _longest_first(f) for v, f in row.items()} for key, row in light.items()},
            framing,
            {
                c: Words(frozenset(next(iter(p)) for p in ps if len(p) == 1), tuple(p for p in ps if len(p) > 1))
                for c, ps in topics.items()
            },
            count,
        )

    def candidates(self, tree: Tree, start: int, end: int, actors: Mapping[int, Actor]) -> list[Candidate]:
        """Triggers among tokens start…end, best form of each token only. `actors`: who is named at a token."""
        sentence = _company(tree, start, end, actors)
        picked: list[Candidate] = []
        for i in range(start, end):
            pos, key = tree.pos[i], tree.keys[i]
            if pos in _NEVER and not (pos == "SYM" and key == "dollar" and tree.deps[i] in _SUMS):
                continue
            found: list[Candidate] = []
            if key in self.light and (pos in ("NOUN", "PROPN", "SYM") or tree.tags[i] == "VBG"):
                found += self._light(tree, i, sentence, actors)
            if tree.deps[i] == "cop" and key == "be":
                found += self._presence(tree, tree.heads[i], sentence, actors)
            elif key in self.verbs and _verbal(tree, i):
                found += self._verb(tree, i, sentence, actors)
            if key in self.nouns and pos in ("NOUN", "PROPN"):
                found += self._noun(tree, i, sentence, actors)
            if found:
                picked.append(_with_others(found))
        refused = {cand.verb: cand for cand in self._refusals(tree, start, end, sentence, actors)}
        taken = {c.token for c in picked} | {c.verb for c in picked}
        picked = [replace(c, others=(*c.others, refused[c.verb])) if c.verb in refused else c for c in picked]
        picked += [cand for verb, cand in refused.items() if verb not in taken]
        return _most_telling(tree, picked)

    def _refusals(
        self, tree: Tree, start: int, end: int, sentence: Company, actors: Mapping[int, Actor]
    ) -> list[Candidate]:
        """ "Will not …", whatever the verb: the lexicon's form `will not`, also where the verb's own rule comes to
        nothing."""
        out = []
        for verb in refused(tree, start, end, actors):
            for form in self.verbs.get("will", ()):
                if form.more == _NOT and fits(form.rule, tree, verb, verb, sentence, actors, nominal=False):
                    out.append(Candidate(verb, verb, form.rule, form.words, False))
        return out

    def _light(self, tree: Tree, i: int, sentence: Company, actors: Mapping[int, Actor]) -> list[Candidate]:
        row = self.light[tree.keys[i]]
        modifiers: set[str] | None = None
        found: list[tuple[float, Candidate]] = []
        for verb, case in supporting_verbs(tree, i):
            for form in row.get(tree.keys[verb], ()):
                if case and case not in form.particles:
                    continue
                if modifiers is None:
                    modifiers = np_keys(tree, i)
                if not (form.more <= modifiers and form.particles <= near_keys(tree, verb)):
                    continue
                if fits(form.rule, tree, i, verb, sentence, actors, nominal=True):
                    size = len(form.more) + len(form.particles) + form.rule.weight
                    words = f"{tree.keys[verb]} {form.words}"
                    found.append((size, Candidate(i, verb, form.rule, words, True, True)))
        return [cand for _, cand in sorted(found, key=lambda item: -item[0])]

    def _verb(self, tree: Tree, i: int, sentence: Company, actors: Mapping[int, Actor]) -> list[Candidate]:
        found: list[Candidate] = []
        particles = {tree.lower[c] for c in tree.children[i] if tree.deps[c] == "compound:prt"}
        for form in self.verbs[tree.keys[i]].among(near_keys(tree, i)):
            if particles and form.more and form.more.isdisjoint(particles) and form.more <= PREPOSITIONS:
                continue  # "called off a summit on trade" calls on nobody
            if fits(form.rule, tree, i, i, sentence, actors, nominal=False, prepositions=form.prepositions):
                found.append(Candidate(i, i, form.rule, form.words, False, False, form.prepositions))
        # what a "not" turns round is told by the rule made for it
        return sorted(found, key=lambda cand: not cand.rule.negated)

    def _presence(self, tree: Tree, place: int, sentence: Company, actors: Mapping[int, Actor]) -> list[Candidate]:
        """ "Is in Cairo": the forms `be in` and `be at`, told by the place that a copula makes the predicate."""
        case = case_of(tree, place)
        if case not in ("in", "at") or place not in actors:
            return []
        return [
            Candidate(place, place, form.rule, form.words, False)
            for form in self.verbs.get("be", ())
            if form.more == {case} and fits(form.rule, tree, place, place, sentence, actors, nominal=False)
        ]

    def _noun(self, tree: Tree, i: int, sentence: Company, actors: Mapping[int, Actor]) -> list[Candidate]:
        modifiers = np_keys(tree, i)
        verb = governor_clause(tree, i)
        found: list[Candidate] = []
        for form in self.nouns[tree.keys[i]].among(modifiers):
            if fits(form.rule, tree, i, verb, sentence, actors, nominal=True):
                if form.rule.when and not (supporting_keys(tree, i) & form.rule.when or is_told(tree, i)):
                    continue
                found.append(Candidate(i, verb, form.rule, form.words, True))
        return found

    def contexts(self, keys: set[str]) -> list[str]:
        """Contexts whose words stand among `keys`, in the lexicon's order."""
        return [c for c, words in self.topics.items() if words.among(keys)]


def _company(tree: Tree, start: int, end: int, actors: Mapping[int, Actor]) -> Company:
    words = {*tree.keys[start:end], *tree.lower[start:end]}
    rest = [i for i in range(start, end) if i not in actors or tree.pos[i] != "PROPN"]
    plain = {key for i in rest for key in (tree.keys[i], tree.lower[i])} if len(rest) < end - start else words
    return Company(words, plain if plain.isdisjoint(_GUNMEN) else plain - _CROWDED)


def _with_others(found: list[Candidate]) -> Candidate:
    """The first reading of a token, with the next ones of other rules for when its sides are not known."""
    rules = {found[0].rule.id}
    others: list[Candidate] = []
    for cand in found[1:]:
        if cand.rule.id not in rules and len(others) < _OTHERS:
            rules.add(cand.rule.id)
            others.append(cand)
    return replace(found[0], others=tuple(others)) if others else found[0]


def _most_telling(tree: Tree, found: list[Candidate]) -> list[Candidate]:
    """Of a verb and its own object noun one report stays: the verb's where its rule asks for this very object."""
    verbs = {c.token: c for c in found if not c.nominal}
    gone: set[int] = set()
    for cand in found:
        rival = verbs.get(cand.verb) if cand.light else None
        if rival is not None:
            # "will travel to Cairo for talks": the trip says more than its talks
            travels = rival.rule.kind == "visit" and cand.rule.kind == "meeting"
            gone.add(cand.token if rival.rule.object or travels else rival.token)
        if tree.keys[tree.heads[cand.verb]] == "use" and cand.rule.type is EventType.ASSAULT and not cand.nominal:
            gone.add(tree.heads[cand.verb])  # "used missiles to strike the town": what it was used for is told
    return [c for c in found if c.token not in gone]


def _longest_first(forms: Iterable[Form]) -> Forms:
    return Forms(
        sorted(forms, key=lambda f: -(len(f.more) + len(f.particles) + 1.2 * bool(f.rule.object) + f.rule.weight))
    )


def _verbal(tree: Tree, i: int) -> bool:
    """A verb, or an adjective or noun that heads a clause like one ("Putin, Kim sign" mis-tagged)."""
    if tree.pos[i] == "VERB":
        # "the detained men": a quality, told elsewhere
        return not (tree.deps[i] == "amod" and tree.heads[i] > i)
    if tree.pos[i] == "AUX":
        return tree.keys[i] in ("have", "be", "do", "need")
    if tree.lower[i] == "due" and tree.deps[i] not in ("amod", "case"):
        return True
    if tree.pos[i] == "ADJ" and any(tree.deps[c] in ("xcomp", "advcl", "ccomp") for c in tree.children[i]):
        return True  # "is willing to send"
    return (
        tree.pos[i] in ("ADJ", "NOUN", "PROPN")
        and tree.deps[i] in ("ROOT", "root", "parataxis", "ccomp")
        and any(tree.deps[c] in ("nsubj", "obj", "nsubj:pass", "aux", "aux:pass", "mark") for c in tree.children[i])
    )


def near_keys(tree: Tree, verb: int) -> set[str]:
    """Keys of the words that stand in a verb's own clause near it: particles, objects, complements and their words."""
    out = tree.near.get(verb)
    if out is None:
        out = tree.near[verb] = set()
        for c in tree.children[verb]:
            dep = tree.deps[c]
            if dep in ("compound:prt", "advmod", "compound", "case", "mark", "aux", "cop", "det", "expl", "discourse"):
                out.update((tree.keys[c], tree.lower[c]))
            elif dep in ("obj", "iobj", "nsubj:pass", "obl", "obl:agent", "nmod", "obl:unmarked", "obl:tmod") or (
                dep in ("xcomp", "advcl", "dep")
            ):
                if is_temporal(tree, c):
                    continue  # "fired on Monday" is not "fired on"
                for j in conjuncts(tree, c):
                    out |= np_keys(tree, j)
                    if tree.deps[c] in ("xcomp", "advcl"):
                        out.update(k for g in tree.children[j] for k in (tree.keys[g], tree.lower[g]))
                    else:
                        for g in tree.children[j]:
                            if tree.deps[g] == "nmod":
                                out |= np_keys(tree, g, 1)
                                if case_of(tree, g) == "of" and any(case_of(tree, k) == "at" for k in tree.children[g]):
                                    out.add("at")  # "fired a wave of missiles at towns"
            elif dep == "ccomp":
                out.add(tree.keys[c])
                out.update(k for g in tree.children[c] for k in (tree.keys[g], tree.lower[g]))
        if tree.deps[verb] in ("acl", "acl:relcl"):
            out |= np_keys(tree, tree.heads[verb], alone=True)
    return out


def fits(
    rule: Rule,
    tree: Tree,
    token: int,
    verb: int,
    sentence: Company,
    actors: Mapping[int, Actor],
    *,
    nominal: bool,
    prepositions: tuple[str, ...] = (),
) -> bool:
    """Whether the company that a rule asks for, or forbids, is there."""
    if rule.no_company and rule.no_company.among(sentence.plain):
        return False
    if rule.company and not rule.company.among(sentence.all):
        return False
    if rule.negated and not is_negated(tree, verb):
        return False
    if rule.plain and any(tree.deps[c] in ("xcomp", "ccomp", "compound:prt") for c in tree.children[token]):
        return False
    if not (rule.object or rule.no_object or rule.subject or rule.no_subject or rule.alt_subject):
        return True
    args = frame(tree, verb)
    subjects = list(args.agents)
    if (rule.no_subject or rule.subject) and not _subject_fits(rule, tree, subjects, actors):
        return False
    if nominal:
        return not rule.no_object or not rule.no_object.among(np_keys(tree, token))
    objects = list(args.patients)
    targets = objects + [j for case, j in args.obliques if case in prepositions]
    if rule.no_object and any(rule.no_object.among(head_keys(tree, j)) for j in targets):
        return False
    if rule.object and not any(_object_fits(rule.object, tree, j, actors) for j in objects or targets):
        return (
            bool(rule.alt_subject)
            and not args.passive
            and any(rule.alt_subject.among(head_keys(tree, j)) for j in subjects)
        )
    return True


def _subject_fits(rule: Rule, tree: Tree, subjects: list[int], actors: Mapping[int, Actor]) -> bool:
    if rule.no_subject and any(rule.no_subject.among(head_keys(tree, j)) for j in subjects):
        return False
    if not rule.subject or not subjects:
        return True
    # "the militants said they bombed": who "they" are is settled later
    unsaid = rule.type is EventType.ASSAULT and any(tree.lower[j] in _PRONOUNS for j in subjects)
    return unsaid or any(_object_fits(rule.subject, tree, j, actors) for j in subjects)


def _object_fits(words: Words, tree: Tree, j: int, actors: Mapping[int, Actor]) -> bool:
    actor = actors.get(j)
    if actor is not None:
        if _NAMED in words.single and (actor.person or actor.office or (tree.pos[j] == "PROPN" and not actor.country)):
            return True
        if _ACTOR in words.single:
            return True
        if _COUNTRY in words.single and actor.country and not actor.sector:
            return True
        if _ARMED in words.single and actor.sector in _ARMED_SECTORS:
            return True
        if _BODY in words.single and actor.country in BODIES and not actor.sector:
            return True
    if _NAME in words.single and tree.pos[j] == "PROPN" and (actor is None or not (actor.person or actor.office)):
        return True
    if tree.pos[j] == "NUM" and "person" in words.single:
        return True  # "arrested twelve"
    return words.among(np_keys(tree, j, alone=True))
