"""Which date an event takes: the one its clause governs, else its sentence's, else its paragraph's, else publication.

Background ("the 1953 armistice", "in recent years") never takes the day of publication.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from tracker.extract.dating_days import DEADLINE, Choice, Dated, StoryDay, assumed, days_of, weekend_of
from tracker.extract.dating_lag import Lag, counted, counted_from, counted_on, lag
from tracker.extract.dating_nouns import (
    before_verb,
    clause_inside,
    goes_with,
    inside_noun,
    is_background,
    is_counted_then,
    is_of_its_act,
    is_of_the_last_time,
    is_planned_for,
    is_ranked,
    saying_before,
    tells_of,
    tells_start,
    tells_which,
)
from tracker.extract.status_mood import PAST, Reading, mood
from tracker.extract.status_words import SAYING
from tracker.extract.syntax import Tree, case_of, governor_clause, subtree
from tracker.extract.triggers import Candidate
from tracker.model import Basis, EventDate, EventType, Interval, Status, Timex, TimexType

OF_THE_REPORT = "is the day of the report"
ABOVE = ("stands in the main clause", "stands in the governing clause")
_OF_THE_NOUN = "stands in a clause about the noun"
_CARRIERS = frozenset(("xcomp", "aux", "aux:pass", "cop", "advcl", "conj"))
_PROMISING = frozenset("agree pledge promise vow decide commit undertake offer threaten announce unveil".split())
_ITS_OWN = 4
"""The last rank of what is said of the event itself."""
_ELSEWHERE = 9
"""The rank of an expression that dates another event of the sentence."""
_SAID = frozenset((EventType.ACCUSE, EventType.REQUEST, EventType.REJECT, EventType.SUPPORT, EventType.THREATEN))
_SPOKEN = _SAID | {EventType.CONSULT, EventType.AGREE, EventType.CONCEDE, EventType.STATEMENT}
_FORBIDDING = frozenset(("sanctions", "restriction"))
_VAGUE = frozenset(("PAST_REF", "FUTURE_REF"))
_AFTERMATH = frozenset(("after", "since", "before", "following", "until", "despite", "like", "unlike"))


def as_day(published: datetime | date | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published


def tie(tree: Tree, timexes: Sequence[Timex]) -> list[Dated]:
    """Find the tokens of each time expression; those outside the tree's text are left out."""
    out = []
    for timex in timexes:
        first = bisect_right(tree.starts, timex.start) - 1
        last = bisect_right(tree.starts, timex.end - 1) - 1
        if first < 0 or last < first or last >= len(tree):
            continue
        head = first
        for i in range(first, last + 1):
            if not first <= tree.heads[i] <= last:
                head = i
                if tree.pos[i] not in ("ADP", "PUNCT", "DET"):
                    break
        case = case_of(tree, head)
        if not case and first and tree.pos[first - 1] in ("ADP", "SCONJ"):
            of_noun = tree.deps[head] == "nmod:poss"  # "before next week's talks": before the talks, and not the week
            case = "" if of_noun and tree.lower[first - 1] in DEADLINE else tree.lower[first - 1]
        out.append(Dated(timex, first, last, head, case))
    return out


_Ranked = tuple[int, int, Dated, str]
"""How closely an expression belongs to an event (0 closest), how far off it stands, itself, and why."""


def date_of(
    tree: Tree,
    cand: Candidate,
    reading: Reading,
    dated: Sequence[Dated],
    published: date | None,
    story: StoryDay | None,
) -> Choice:
    """Choose the date of one event among the expressions of its sentence."""
    number = tree.sentence_of[cand.token]
    here = [d for d in dated if tree.sentence_of[d.head] == number and _names_days(d.timex, published)]
    named = _when(tree, cand.verb, here)
    if named is not None:
        return Choice(
            days_of(replace(named, case="in"), reading, published), f"“{named.timex.text}”, when it was", True
        )
    ranked_time = is_ranked(tree, cand.verb)
    here = [d for d in here if not (_says_since(tree, d) and (ranked_time or is_of_the_last_time(tree, d)))]
    if reading.status is Status.HAPPENED and (cand.rule.type in _SAID or cand.rule.kind == "expulsion"):
        here = [d for d in here if d.case != "by"]  # "told the troops to leave by Thursday"
    lasting = [d for d in here if _says_since(tree, d)]
    if reading.status is Status.HAPPENED:
        # what is counted "since 2018" happened at some time after that: no date of its own
        here = [d for d in here if d not in lasting]
    ground = cand.nominal and not cand.light and case_of(tree, cand.token) == "over"
    if ground and not any(d.head in subtree(tree, cand.token) for d in here):
        return Choice(EventDate(None), "what something else is over, no date said", False)  # "sanctions over a raid"
    ranked = _in_order(tree, cand, reading, here, published)
    behind = lag(tree, cand)
    given = next((item for rank, _, item, _ in ranked[:1] if rank <= 4 and _is_the_promises(tree, item)), None)
    if given is not None and given.timex.interval is not None and reading.status is Status.PLANNED:
        done = replace(reading, status=Status.HAPPENED)
        return Choice(days_of(given, done, published), f"promised on “{given.timex.text}”", True)
    since = counted_on(tree, cand, here)
    if since is not None and not _says_more(ranked, since, published):
        return since
    chosen = _named(ranked, reading, published, behind)
    if chosen is not None:
        return chosen
    if behind is not None:
        return counted_from(behind, story.date if story is not None else None, published)
    if reading.background and not ranked_time:
        return Choice(EventDate(None), "told as background, no date said", False)
    if reading.status is Status.HAPPENED and _in_order(tree, cand, reading, lasting, None):
        if _still_holds(tree, cand) and lasting[0].timex.interval is not None:
            return Choice(days_of(lasting[0], reading, published), f"since “{lasting[0].timex.text}”", False)
        return Choice(EventDate(None), f"only “since {lasting[0].timex.text}” is said", False)
    return _unsaid(tree, cand, reading, published, story)


def _unsaid(tree: Tree, cand: Candidate, reading: Reading, published: date | None, story: StoryDay | None) -> Choice:
    """The date of an event of which the sentence tells none: of the weekend, of the story, of the report."""
    if published is not None and cand.nominal and (weekend := _weekend_before(tree, cand.token)) is not None:
        ahead = reading.status in (Status.PLANNED, Status.CANCELLED)
        return Choice(weekend_of(published, ahead=ahead, start=tree.starts[weekend]), "a deed of the weekend", True)
    told = not cand.nominal or cand.light
    simple = reading.why == PAST or reading.background
    if story is not None and reading.past and told and simple and not _answers(cand, story):
        return Choice(
            replace(story.date, basis=Basis.TEXT), f"the paragraph's date “{story.date.text}”", False, inherited=True
        )
    return Choice(assumed(published), "nothing said: the publication date", True)


def _weekend_before(tree: Tree, noun: int) -> int | None:
    """The word that tells "weekend talks" or "a weekend raid"."""
    return next((c for c in tree.children[noun] if c < noun and tree.lower[c] == "weekend"), None)


def _says_more(ranked: Sequence[_Ranked], since: Choice, published: date | None) -> bool:
    """Whether an event has a day of its own beside the one that it is counted from, or would be yet to come."""
    day = since.date.interval
    if day is not None and published is not None and day.start > published:
        return True
    return any(rank <= _ITS_OWN and item.timex.start != since.date.text_start for rank, _, item, _ in ranked)


def _names_days(timex: Timex, published: date | None) -> bool:
    """Whether an expression is a date, or a length of time that is counted to one ahead: "in two weeks"."""
    ahead = timex.interval is not None and published is not None and timex.interval.last > published
    return timex.type in (TimexType.DATE, TimexType.TIME) or (timex.type is TimexType.DURATION and ahead)


def _answers(cand: Candidate, story: StoryDay) -> bool:
    """Whether it is what somebody says of a deed, or in another paragraph: on the day of the report, not then."""
    return cand.rule.type in _SAID and (story.type not in _SPOKEN or not story.near)


def _in_order(
    tree: Tree, cand: Candidate, reading: Reading, here: Sequence[Dated], published: date | None
) -> list[_Ranked]:
    """The expressions that can be an event's date, the closest first."""
    own = set(subtree(tree, cand.token)) if cand.nominal else set()
    chain = _chain(tree, cand.verb, to_come=reading.status is Status.PLANNED)
    ranked: list[_Ranked] = []
    for item in here:
        rank, why = _rank(tree, cand, item, own, chain)
        if rank is None and _is_deadline(item, reading, published):
            rank, why = 4, f"“{item.case} {item.timex.text}” sets a deadline"
        if rank is not None:
            ranked.append((rank, abs(item.head - cand.token), item, why))
    later = cand.nominal and not cand.light and case_of(tree, cand.token) in ("before", "ahead", "until")
    if later and lag(tree, cand) is None:
        # "fired on Thursday, ahead of a visit": that day is not the visit's
        ranked = [r for r in ranked if r[2].head in own]
    # "a day earlier" counts from another date of the sentence; the event's own is that other one
    return _closest_day_first(sorted(ranked, key=lambda r: (r[0], r[2].timex.basis is Basis.TEXT, r[1])))


def _closest_day_first(ranked: list[_Ranked]) -> list[_Ranked]:
    """ "Eight months ago militants struck in Paris on Nov. 13": the day within the time, where both are the event's."""
    wide = ranked[0][2].timex.interval if ranked and ranked[0][0] <= _ITS_OWN else None
    if wide is None or wide.days == 1:
        return ranked
    within = [
        r for r in ranked[1:]
        if r[0] <= _ITS_OWN and (day := r[2].timex.interval) is not None and day.days == 1
        and wide.start <= day.start and day.last <= wide.last
    ]  # fmt: skip
    return [*within[:1], *(r for r in ranked if r not in within[:1])]


def _named(ranked: Sequence[_Ranked], reading: Reading, published: date | None, behind: Lag | None) -> Choice | None:
    """The first expression that dates the event, or says vaguely when it was; None where none does."""
    vague = None
    for rank, _, item, why in ranked:
        interval = item.timex.interval
        if rank == _ELSEWHERE:
            break
        if interval is None:
            if item.timex.value in _VAGUE and vague is None and rank <= 3:
                vague = item.timex
            continue
        if behind is not None and (rank >= 6 or (behind.of_noun and rank)):
            return counted(behind, item)
        if rank >= 5 and reading.status in (Status.PLANNED, Status.CANCELLED):
            break
        if rank >= 6 and reading.background:
            break
        if rank >= 6 and reading.past and published is not None and _is_to_come(interval, published):
            break  # what is past was not on a coming day, nor "before December"
        if _counts_on(item) and reading.status is Status.HAPPENED and published and interval.start > published:
            return Choice(EventDate(None), f"“{item.timex.text}” counts from a day that is not said", False)
        if why.endswith(OF_THE_REPORT) and reading.status is Status.HAPPENED:
            # it was said on that day: done then or shortly before
            return Choice(replace(days_of(item, reading, published), basis=Basis.ASSUMED), why, True)
        ahead = replace(reading, status=Status.PLANNED) if why.endswith("planned for") else reading
        return Choice(days_of(item, ahead, published), why, rank <= 4)
    if vague is None:
        return None
    return Choice(
        EventDate(None, None, vague.value, None, vague.text, Basis.NONE, vague.start, vague.end),
        f"“{vague.text}” names no day", False,
    )  # fmt: skip


def _counts_on(item: Dated) -> bool:
    """ "The next day": counted from a day told before, which may be none that the text gives."""
    return item.timex.text.lower().startswith(("the next", "the following", "next day"))


def _is_to_come(interval: Interval, published: date) -> bool:
    """Whether days lie ahead of the publication, or begin with it and last."""
    return interval.start > published or (
        interval.start == published and interval.end is not None and interval.end > published + timedelta(days=1)
    )


def _when(tree: Tree, verb: int, here: Sequence[Dated]) -> Dated | None:
    """ "In May, when rebels took the town": the day that a clause with "when" says more of."""
    while tree.deps[verb] in ("conj", "xcomp") and tree.heads[verb] != verb:
        verb = tree.heads[verb]
    when = next((c for c in tree.children[verb] if tree.lower[c] == "when" and c < verb), None)
    if when is None:
        return None
    before = when - 2 if tree.lower[when - 1] == "," else when - 1
    return next((d for d in here if d.last == before and d.timex.interval is not None), None)


def _still_holds(tree: Tree, cand: Candidate) -> bool:
    """ "Have been deployed since May": what was done then lasts; it was not done again and again."""
    helpers = {tree.lower[c] for c in tree.children[cand.verb] if tree.deps[c].startswith("aux")}
    return cand.rule.kind in _LASTING and "been" in helpers


_LASTING = frozenset(("deployment", "arrest", "abduction", "restriction", "sanctions", "seizure"))


def _is_the_promises(tree: Tree, item: Dated) -> bool:
    """ "Agreed on Monday to send troops": the day of a promise that was made, not of what is promised."""
    clause = governor_clause(tree, item.head)
    return tree.tags[clause] == "VBD" and tree.keys[clause] in _PROMISING and tree.heads[item.head] == clause


def _says_since(tree: Tree, item: Dated) -> bool:
    return item.case == "since" or tree.lower[item.first] == "since"


def _is_deadline(item: Dated, reading: Reading, published: date | None) -> bool:
    """ "By the end of the year" after something planned belongs to the plan, wherever a parser hangs it."""
    interval = item.timex.interval
    return (
        item.case in DEADLINE and reading.status is Status.PLANNED and published is not None
        and interval is not None and interval.last >= published
    )  # fmt: skip


def _chain(tree: Tree, verb: int, *, to_come: bool) -> dict[int, int]:
    """Predicates that share their time with `verb`, with their distance: control, raising, aspect, coordination. What
    is `to_come` has not the day of what was done: "landed on Monday and is to meet him"."""
    out = {verb: 0}
    i, steps = verb, 0
    while steps < 6 and tree.heads[i] != i:
        dep, head = tree.deps[i], tree.heads[i]
        if dep not in _CARRIERS or tree.pos[head] not in ("VERB", "AUX", "ADJ"):
            break
        if dep == "advcl" and tree.tags[i] not in ("VBG", "VBN", "VB"):
            break
        if dep == "advcl" and any(
            tree.lower[c] in ("after", "before", "since", "if", "until")
            for c in tree.children[i]
            if tree.deps[c] == "mark"
        ):
            break
        if to_come and dep == "conj" and mood(tree, head, title=False).past:
            break
        i, steps = head, steps + 1
        out[i] = steps
    for c in tree.children[verb]:
        if tree.deps[c] == "xcomp":
            out.setdefault(c, 1)
    return out


def _rank(tree: Tree, cand: Candidate, item: Dated, own: set[int], chain: dict[int, int]) -> tuple[int | None, str]:
    """How close a time expression is to an event: smaller is closer; None: it belongs to something else."""
    text = item.timex.text
    if cand.nominal and tells_start(tree, item.head, cand.token):
        return 0, f"“{text}” is when it began"
    if is_background(tree, item, cand.token):
        return None, ""
    if cand.nominal and item.head in own and tells_of(tree, item.head, cand.token):
        return 0, f"“{text}” {_OF_THE_NOUN}"
    if cand.nominal and item.head in own and clause_inside(tree, item.head, cand.token) is None:
        return 0, f"“{text}” modifies the noun"
    if cand.nominal and item.head in own and is_planned_for(tree, item.head, cand.token):
        return 0, f"“{text}” is the day it was planned for"
    if tells_which(tree, item) or is_counted_then(tree, item, cand.token):
        return None, ""
    clause = governor_clause(tree, item.head)
    saying = saying_before(tree, item)
    if saying is not None and saying not in (cand.verb, clause):
        return 6, f"“{text}” {OF_THE_REPORT}"
    direct = tree.heads[item.head] == clause or item.head == clause or tree.pos[tree.heads[item.head]] in ("ADV", "ADP")
    direct = direct or before_verb(tree, item, clause)
    if clause in chain:
        if item.case in _AFTERMATH and not direct:
            return None, ""
        if not direct and cand.rule.type in _SAID and tree.deps[item.head] == "nmod:poss":
            return None, ""  # "condemned Saturday's arrests"
        if not direct and inside_noun(tree, item.head, clause, cand.token):
            return (7, f"“{text}” stands inside the clause") if item.case not in _AFTERMATH else (None, "")
        return 1 + chain[clause] + (0 if direct else 1), f"“{text}” is governed by “{tree.words[clause]}”"
    if goes_with(tree, clause, chain):
        return _ITS_OWN, f"“{text}” stands in the clause that says when"
    if cand.rule.kind in _FORBIDDING and is_of_its_act(tree, item, cand.verb):
        return _ITS_OWN, f"“{text}” is when it was passed"
    above = _rank_above(tree, cand.verb, clause, text, direct=direct)
    return above or _rank_beside(tree, cand.verb, clause, text)


_BELOW = frozenset("ccomp parataxis conj advcl acl acl:relcl obj obl nsubj nmod dep appos xcomp".split())


def _rank_above(tree: Tree, verb: int, clause: int, text: str, *, direct: bool) -> tuple[int, str] | None:
    """The rank of a date in a clause above the event's; None where it stands elsewhere."""
    i, steps = verb, 0
    while tree.heads[i] != i and steps < 8:
        head = tree.heads[i]
        if head == clause and tree.deps[i] in _BELOW:
            if tree.deps[i] in ("ccomp", "parataxis") and tree.keys[clause] in SAYING:
                return 6, f"“{text}” {OF_THE_REPORT}"
            if tree.deps[i] in ("acl:relcl",) or not direct:
                return 7, f"“{text}” {ABOVE[0]}"
            return 6, f"“{text}” {ABOVE[1]}"
        i, steps = head, steps + 1
    return None


def _rank_beside(tree: Tree, verb: int, clause: int, text: str) -> tuple[int | None, str]:
    """The rank of a date in a clause beside or below the event's."""
    # the date stands in a clause below the event's: said of something else
    if tree.deps[clause] in ("acl", "acl:relcl", "advcl") and clause != verb:
        return None, ""
    if tree.deps[clause] == "conj" and _looks_ahead(tree, clause) and not _looks_ahead(tree, verb):
        return None, ""  # "they discussed a pact, and he will return next month"
    if tree.deps[clause] == "ccomp" and verb not in subtree(tree, clause):
        # "rejected the charge and said he had warned them in June"
        return _ELSEWHERE, f"“{text}” stands in what is said beside it"
    if tree.deps[clause] in ("ccomp", "parataxis", "ROOT", "root", "conj"):
        return 8, f"“{text}” stands in the sentence"
    return None, ""


def _looks_ahead(tree: Tree, verb: int) -> bool:
    return mood(tree, verb, title=False).status is Status.PLANNED
