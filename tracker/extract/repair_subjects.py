"""Repairs of trees, continued: which verb a subject belongs to."""

from __future__ import annotations

from tracker.extract.timex_words import TEMPORAL, TIME_MARKS

PREDICATES = frozenset(("VERB", "AUX"))
_TENSED_TAGS = ("VBD", "VBZ", "VBP")
_WHO = frozenset(("who", "which", "that"))
SUBJECTS = frozenset(("nsubj", "nsubj:pass"))


def subjects_after_that(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "announced that X have agreed" X is the subject of "agreed", never of "announced"."""
    for mark in range(start, end):
        if deps[mark] != "mark" or words[mark].lower() != "that":
            continue
        verb = heads[mark]
        if verb <= mark or pos[verb] not in PREDICATES:
            continue
        if any(heads[i] == verb and deps[i] in SUBJECTS for i in range(start, end)):
            continue
        governor = heads[verb]
        for i in range(mark + 1, verb):
            if heads[i] == governor and deps[i] in (*SUBJECTS, "obj") and pos[i] in ("PROPN", "NOUN", "PRON"):
                heads[i], deps[i] = verb, "nsubj"
                break


def subjects_before_reports(pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "X will visit Y, Z said" X belongs to "visit": "said" keeps the subject nearest to it."""
    for report in range(start, end):
        if pos[report] not in PREDICATES:
            continue
        subjects = [i for i in range(start, report) if heads[i] == report and deps[i] in SUBJECTS]
        for i in subjects[:-1]:
            between = [k for k in range(i + 1, report) if pos[k] == "VERB"]
            said = (k for k in between if heads[k] == report)  # not of "that was to be held" before "will not be held"
            verb = next(said, between[0] if between else None)
            if verb is None or verb > subjects[-1] or deps[verb] not in ("ccomp", "xcomp", "parataxis", "advcl"):
                continue
            if not any(heads[k] == verb and deps[k] in SUBJECTS for k in range(start, end)):
                heads[i] = verb


def subjects_after_openings(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "After talks in Rome, A, B and C said" A, B and C are no continuation of Rome but the subject."""
    for verb in range(start, end):
        if deps[verb] not in ("ROOT", "root") or pos[verb] != "VERB":
            continue
        if any(heads[i] == verb and deps[i] in (*SUBJECTS, "csubj", "expl") for i in range(start, end)):
            return
        crossing = [
            i
            for i in range(start, verb)
            if (heads[i] > verb or (heads[i] == verb and deps[i] in ("obl", "dep", "appos", "nmod", "obj")))
            and pos[i] in ("PROPN", "NOUN", "PRON") and deps[i] not in ("nmod:poss", "compound")
            and not any(heads[k] == i and deps[k] == "case" for k in range(start, i))
        ]  # fmt: skip
        crossing = [i for i in crossing if words[i].lower() not in TEMPORAL]
        if crossing:
            # an arc from before the verb to behind it, or a bare oblique before it: its subject, mistaken
            heads[crossing[0]], deps[crossing[0]] = verb, "nsubj"
            return
        inside = [
            i
            for i in range(start, verb)
            if pos[i] == "PROPN" and deps[i] == "compound" and deps[heads[i]] == "compound" and heads[heads[i]] == verb
        ]
        if inside:
            # "Pakistan test-fired": no compound of the verb's first part
            heads[inside[-1]], deps[inside[-1]] = verb, "nsubj"
            return
        rest = [i for i in range(start, verb) if deps[i] == "conj" and pos[i] == "PROPN" and _outside(heads, i, verb)]
        if len(rest) < 2 or not any(words[k] == "," for k in range(heads[rest[0]] + 1, rest[0])):
            return
        first = rest[0]
        for i in rest[1:]:
            heads[i] = first
        heads[first], deps[first] = verb, "nsubj"
        return


def subjects_of_second_verbs(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "drills began, and Chad signed" Chad, between the verbs, is the subject of the second."""
    for i in range(start, end):
        first = heads[i]
        if deps[i] not in SUBJECTS or first >= i or pos[first] != "VERB" or "," not in words[first:i]:
            continue
        if not any(heads[k] == first and deps[k] in SUBJECTS for k in range(start, first)):
            continue
        verb = next(
            (k for k in range(i + 1, end) if heads[k] == first and deps[k] == "conj" and pos[k] == "VERB"), None
        )
        if verb is not None and not any(heads[k] == verb and deps[k] in SUBJECTS for k in range(start, end)):
            heads[i] = verb


def objects_taken_for_subjects(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "Blinken urged President Aliyev to stop" whoever follows the verb is its object: it has its subject."""
    for i in range(start, end):
        verb = heads[i]
        if deps[i] != "nsubj" or verb >= i or pos[verb] != "VERB" or "," in words[verb:i]:
            continue
        own = [k for k in range(start, end) if heads[k] == verb and k != i]
        led = any(deps[k] in SUBJECTS and k < verb for k in own)
        if led and not any(deps[k] in ("obj", "aux:pass", "ccomp") for k in own):
            deps[i] = "obj"


def names_explained(words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int) -> None:
    """In "freed Kovrig and Spavor, two Canadians held since May" the Canadians are no subject but who was freed."""
    for i in range(start, end):
        verb = heads[i]
        if deps[i] != "nsubj" or verb >= i or pos[verb] != "VERB":
            continue
        own = [k for k in range(start, i) if heads[k] == verb]
        objects = [k for k in own if deps[k] == "obj" and k > verb and pos[k] == "PROPN"]
        first = min((k for k in range(verb + 1, i + 1) if heads[k] == i), default=i)
        led = any(deps[k] in SUBJECTS and k < verb for k in own)
        if led and objects and "," in (words[first - 1], words[first]):
            heads[i], deps[i] = objects[-1], "appos"


_FINITE = frozenset(("VBD", "VBZ", "VBP"))


def subjects_of_time_clauses(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "began after X and Y met" X and Y are no phrase with a relative clause that lacks its "who", but met."""
    for mark in range(start, end - 1):
        noun = heads[mark]
        if words[mark].lower() not in TIME_MARKS or deps[mark] != "case" or noun <= mark:
            continue
        if not deps[noun].startswith(("obl", "nmod")) or pos[noun] != "PROPN":
            continue
        verb = next((k for k in range(noun + 1, end) if heads[k] == noun and deps[k] == "acl:relcl"), None)
        if verb is None or tags[verb] not in _FINITE or pos[verb] != "VERB":
            continue
        own = [k for k in range(start, end) if heads[k] == verb]
        told = any(deps[k] in (*SUBJECTS, "mark") or words[k].lower() in _RELATIVES for k in own)
        if told or "," in words[verb - 1 : verb]:
            continue
        heads[verb], deps[verb] = heads[noun], "advcl"
        heads[noun], deps[noun] = verb, "nsubj"
        heads[mark], deps[mark] = verb, "mark"


_RELATIVES = frozenset("who which that whom whose where when".split())


def _outside(heads: list[int], i: int, verb: int) -> bool:
    """Whether the noun that i is coordinated with stands before it, below the verb."""
    return heads[i] < i < verb


def subjects_after_relatives(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "Italy, which mediated, welcomed the deal" Italy welcomed it: a second clause behind a comma, without a
    relative word of its own, is no relative clause of a name that nothing else is said of."""
    for name in range(start, end):
        if heads[name] != name or pos[name] not in ("PROPN", "NOUN"):
            continue
        clauses = [i for i in range(name + 1, end) if heads[i] == name and deps[i] == "acl:relcl"]
        told = [i for i in clauses if tags[i] in _TENSED_TAGS and not _has_subject(deps, heads, i, start, end)]
        verb = next((i for i in told if i != clauses[0]), None)
        if verb is None or "," not in (words[verb - 1], words[verb - 2]):
            continue
        for i in range(start, end):
            if heads[i] == name and i > verb:
                heads[i] = verb
        heads[verb], deps[verb] = verb, "ROOT"
        heads[name], deps[name] = verb, "nsubj"


def _has_subject(deps: list[str], heads: list[int], verb: int, start: int, end: int) -> bool:
    return any(heads[i] == verb and deps[i].startswith("nsubj") for i in range(start, end))


_SPOKEN = frozenset(
    "urged accused called demanded blamed warned condemned denounced praised thanked vowed appealed insisted reiterated"
    " expressed welcomed criticised criticized cautioned".split()
)


_STATES = frozenset("had stood was were remained needed wanted deserved supported backed lay belonged faced".split())


def speakers_go_on(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "said Chad was wrong and urged it to stop", "said it would help and thanked Chad" the speaker urges and
    thanks: a past tense does not go on with "would help", nor words with what somebody was, had or had done, nor do
    they behind a comma."""
    for i in range(start, end):
        inner = heads[i]
        outer = heads[inner]
        if deps[i] != "conj" or tags[i] not in ("VBD", "VBN") or deps[inner] != "ccomp" or not outer < inner < i:
            continue
        if (
            tags[outer] != "VBD"
            or pos[outer] != "VERB"
            or any(deps[k] in SUBJECTS and heads[k] == i for k in range(inner, i))
        ):
            continue
        helpers = [k for k in range(start, inner) if heads[k] == inner and deps[k] in ("aux", "aux:pass", "cop")]
        would = tags[inner] == "VB" and any(tags[k] == "MD" for k in helpers)
        apart = any(words[k] == "," and heads[k] == i for k in range(inner, i))
        state = bool(helpers) or apart or words[inner].lower() in _STATES
        if would or (state and tags[i] == "VBD" and words[i].lower() in _SPOKEN):
            heads[i] = outer


def relatives_among_those(
    words: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "Peru and Chile were among the many who protested" Peru and Chile did."""
    for verb in range(start, end):
        those = heads[verb]
        if deps[verb] not in ("acl:relcl", "advcl:relcl") or pos[verb] != "VERB" or not start <= those < verb:
            continue
        said = heads[those] if deps[those] == "nmod" and words[heads[those]].lower() == "one" else those
        own = [k for k in range(start, said) if heads[k] == said]
        amid = any(deps[k] == "case" and words[k].lower() == "among" for k in own) or said != those
        subject = next((k for k in own if deps[k] in SUBJECTS and pos[k] in ("PROPN", "NOUN")), None)
        who = next((k for k in range(those, verb) if heads[k] == verb and words[k].lower() in _WHO), None)
        if not amid or subject is None or who is None or deps[who] not in SUBJECTS:
            continue
        heads[verb], deps[verb] = verb if heads[said] == said else heads[said], deps[said]
        heads[said], deps[said] = verb, "obl"
        heads[subject], deps[subject], deps[who] = verb, deps[who], "expl"


_BECOMING = frozenset("become becomes became becoming remain remains remained".split())


def participles_after_what_somebody_is(
    words: list[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int], start: int, end: int
) -> None:
    """In "Chad is a backer of the rebels, selling them arms" Chad sells them."""
    for verb in range(start + 1, end):
        if tags[verb] != "VBG" or not deps[verb].startswith("acl") or heads[verb] >= verb:
            continue
        first = min((k for k in range(heads[verb] + 1, verb) if heads[k] == verb and pos[k] != "PUNCT"), default=verb)
        noun = heads[verb]
        while deps[noun] == "nmod" and start <= heads[noun] < noun:
            noun = heads[noun]
        of = heads[noun] if deps[noun] == "xcomp" and words[heads[noun]].lower() in _BECOMING else noun
        is_predicate = of != noun or any(heads[k] == noun and deps[k] == "cop" for k in range(start, noun))
        if words[first - 1] == "," and is_predicate:
            heads[verb], deps[verb] = of, "advcl"
