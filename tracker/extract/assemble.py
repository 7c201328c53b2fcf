"""Coding an article: sentences to drafts, drafts to events in order of prominence. Pure; see `code_article`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc

from tracker.extract.believing import interest, is_believed
from tracker.extract.certainty import certainty
from tracker.extract.dating import as_day
from tracker.extract.dating_days import Dated, in_week
from tracker.extract.detected import is_judged, may_lead, reports_events
from tracker.extract.drafts import Draft
from tracker.extract.duration import beside_which_they_met, extended, lasting_as_told
from tracker.extract.filters import is_closed, is_private_flight, is_sport
from tracker.extract.judge import Judge
from tracker.extract.mention_parts import clause_keys, contexts, evidence, object_of, reasons
from tracker.extract.merge import Group, join, place_of_group, sides_of_group
from tracker.extract.opening import is_article, opening_of
from tracker.extract.outcome import cameo_of, mode_of
from tracker.extract.reading import Knowledge, Read, read, salience_in
from tracker.extract.retelling import headed
from tracker.extract.settling import settled_sides
from tracker.extract.sides import PAIR
from tracker.extract.status_unreal import SAID
from tracker.extract.syntax import Tree, subtree
from tracker.extract.text import prepare
from tracker.extract.timex import find_timexes
from tracker.extract.weighing import weighed
from tracker.model import (
    Actor,
    ArticleInput,
    Basis,
    Coding,
    EventType,
    Granularity,
    Mention,
    Status,
    Vote,
)

_FIRST_YEAR, _DIGITS = 1500, 4


def code_article(article: ArticleInput, title_doc: Doc | None, text_doc: Doc, knowledge: Knowledge) -> Coding:
    """Events and dates of one article, most prominent first.

    `text_doc` is the parse of `prepare(article.text).text`, whose offsets are those of `article.text`; `title_doc`
    that of the title, or None. Offices are read as of the publication day (as of today where that is unknown).
    """
    prepared = prepare(article.text)
    if is_closed(article.title, prepared.text.lstrip()[:200]) is not None:
        timexes = tuple(find_timexes(text_doc, article.published, article.zone, prepared.dateline))
        return Coding(article.id, (), timexes, prepared.dateline, "en")
    reads = read(article, prepared, title_doc, text_doc, knowledge)
    timexes = reads[-1].timexes
    if is_sport(key for each in reads for key in each.tree.keys):
        return Coding(article.id, (), timexes, prepared.dateline, "en")
    published = as_day(article.published)
    mentions = _mentions(_weighed(reads, published), knowledge, published)
    if is_private_flight(reads[-1].tree.keys):
        mentions = tuple(mention for mention in mentions if mention.kind != "missile_launch")
    if _is_of_other_things(reads[-1]):
        mentions = tuple(mention for mention in mentions if mention.type is EventType.ASSAULT)
    return Coding(article.id, mentions, timexes, prepared.dateline, "en")


def _is_of_other_things(text: Read) -> bool:
    """Whether the judge, if there is one, sees no event in the whole of an article; the lexicon's attacks stand, for
    it has read of few that nobody's politics are behind."""
    return is_article(text.tree) and text.judge is not None and not reports_events(text.judge, text.tree)


def _weighed(reads: Sequence[Read], published: date | None) -> Sequence[Read]:
    """The parts, with the sides of what a longer text tells weighed by the judge, if there is one; a title's are not,
    for it has learned from few."""
    *titles, text = reads
    if text.judge is None:
        return reads
    drafts, story = text.drafts, is_article(text.tree)
    if story:
        drafts = weighed(drafts, text.tree, text.judge, text.stood, salience_in(reads))
    told = [d for d in drafts if not (_is_said_by_nobody(d) or _is_of_another_time(d, text.tree, published))]
    if story:
        told = settled_sides(told, text.tree, text.stood, published)
    return [*titles, replace(text, drafts=tuple(told))]


def _is_said_by_nobody(draft: Draft) -> bool:
    """Whether only the judge hears something said in it, and by nobody: "this is a violation of the resolutions"."""
    return is_judged(draft.cand) and draft.rule.type in SAID and not any(a.country for a in draft.sides.actors)


def _is_of_another_time(draft: Draft, tree: Tree, published: date | None) -> bool:
    """Whether what only the judge sees has the day of something else, though its own clause names a year long gone:
    "states that fought in the 1950-53 war"."""
    lent = draft.choice.date.basis in (Basis.TEXT, Basis.ASSUMED)
    if published is None or not lent or not is_judged(draft.cand):
        return False
    years = (tree.words[j][:4] for j in subtree(tree, draft.cand.verb))
    return any(_FIRST_YEAR < int(year) < published.year for year in years if len(year) == _DIGITS and year.isdecimal())


def _is_half(draft: Draft) -> bool:
    """Whether only the judge hears of something done together, and of one of those alone."""
    return is_judged(draft.cand) and draft.rule.mutual and len(draft.sides.countries()) < PAIR


def _mentions(reads: Sequence[Read], knowledge: Knowledge, published: date | None) -> tuple[Mention, ...]:
    by_part = {read.part: read for read in reads}
    lead = _lead_actors(by_part["text"])
    drafts = [headed(draft, lead) for read in reads for draft in read.drafts]
    if is_article(by_part["text"].tree):
        # a single sentence may leave the country to its reader; an article names it
        drafts = [draft for draft in drafts if draft.sides.countries() or draft.echo]
    else:
        drafts = [draft for draft in drafts if not _is_half(draft)]
    first = opening_of(by_part["text"].tree)
    leads = frozenset(
        n for n, d in enumerate(drafts) if d.part == "title" or (d.sentence in first and may_lead(d.cand))
    )
    position = {(d.part, d.token): n for n, d in enumerate(drafts)}
    ends = [told for read in reads for told in read.ends]
    text = by_part["text"]
    groups = join(_in_told_weeks(drafts), leads)
    if is_article(text.tree):
        interesting = interest(text)
        groups = [group for group in groups if is_believed(group, by_part, interesting)]
    groups = [_until_its_end(group, ends, text, published) for group in groups]
    groups.sort(key=lambda g: min(_prominence(d, position[d.part, d.token]) for d in g.drafts))
    return tuple(_mention(group, by_part, knowledge) for group in groups)


def _lead_actors(text: Read) -> list[Actor]:
    """Whom the opening sentence of a text names."""
    first = min(opening_of(text.tree), default=None)
    opening = range(*text.tree.sentences[first]) if first is not None else ()
    return [text.named[i] for i in opening if i in text.named]


def _in_told_weeks(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with the weekday of a plan in the week that another telling gives: "next week … on Wednesday"."""
    weeks = [d for d in drafts if d.status is Status.PLANNED and d.choice.date.granularity is Granularity.WEEK]
    out = []
    for draft in drafts:
        for week in weeks:
            same = week.kind == draft.kind and week.sides.countries() == draft.sides.countries()
            if same and draft.status is Status.PLANNED:
                when = in_week(draft.choice.date, week.choice.date)
                draft = replace(draft, choice=replace(draft.choice, date=when))
        out.append(draft)
    return out


def _until_its_end(group: Group, ends: Sequence[tuple[str, Dated]], text: Read, published: date | None) -> Group:
    """The group with the end that another sentence tells; what has begun and not ended is under way."""
    best = group.best
    if ends and best.kind == "meeting":  # a summit's end is not that of whoever met beside it
        own = {word for draft in group.drafts for word in draft.cand.form.split()}
        own -= beside_which_they_met(text.tree) - set(best.cand.form.split())
        ends = [(noun, when) for noun, when in ends if noun in own]
    choice = extended(best.kind, best.choice, ends)
    if choice is best.choice and best.part == text.part:
        lengths = (text.lengths.get(d.cand.token) for d in group.drafts[1:] if d.part == text.part)
        choice = lasting_as_told(text.tree, best.cand, choice, next(filter(None, lengths), None))
    if choice is best.choice:
        return group
    interval = choice.date.interval
    status = best.status
    if status is Status.HAPPENED and published is not None and interval is not None and published <= interval.last:
        status = Status.ONGOING
    return replace(group, drafts=(replace(best, choice=choice, status=status), *group.drafts[1:]))


def _prominence(draft: Draft, position: int) -> tuple[int, int, int]:
    part = 0 if draft.part == "title" else 1 + draft.sentence
    statement = draft.type is EventType.STATEMENT or draft.status is Status.HYPOTHETICAL
    return (part + (1000 if statement else 0), draft.depth, position)


def _mention(group: Group, reads: Mapping[str, Read], knowledge: Knowledge) -> Mention:
    best = group.best
    read = reads[best.part]
    actors, recipients = (_called(side, knowledge) for side in sides_of_group(group))
    rule = best.rule
    keys = clause_keys(read.tree, best)
    type_, votes, factor = _judged(best, read.judge)
    mode = mode_of(rule, best.kind, type_, best.status, keys, best.inner)
    demand = best.cand.form.startswith(("demand", "insist", "order", "ultimatum"))
    place = place_of_group(group)
    return Mention(
        kind=best.kind,
        type=type_,
        mode=mode,
        contexts=contexts(rule.contexts, knowledge.lexicon.contexts(keys)),
        cameo=cameo_of(type_, mode, demand),
        status=best.status,
        actors=actors,
        recipients=recipients,
        place=place,
        date=best.choice.date,
        evidence=evidence(read.tree, best),
        more_evidence=tuple(evidence(reads[d.part].tree, d) for d in group.drafts[1:]),
        said_by=next((d.said_by for d in group.drafts if d.said_by), None),
        confidence=certainty(group, factor),
        object=object_of(read.tree, best),
        lead=group.lead,
        votes=votes,
        reasons=reasons(best),
    )


def _called(side: Sequence[Actor], knowledge: Knowledge) -> tuple[Actor, ...]:
    """The actors of a side, a country that the text does not call by its name under its usual one."""
    return tuple(replace(a, name=knowledge.actors.country_name(a.name)) if a.name == a.country else a for a in side)


def _judged(draft: Draft, judge: Judge | None) -> tuple[EventType, tuple[Vote, ...], float]:
    """The votes, and what their agreement does to the confidence; what the judge alone found is its vote alone. A judge
    who rather sees no event does not agree, whatever type would be likeliest."""
    own = Vote("lexicon", draft.type, None, draft.status, draft.rule.weight)
    if judge is None:
        return draft.type, (own,), 1.0
    opinion = judge(draft.token)
    vote = Vote("judge", opinion.type, opinion.mode, opinion.status, opinion.score)
    if is_judged(draft.cand):
        return draft.type, (vote,), 1.0
    if opinion.none_score >= opinion.score:
        return draft.type, (own, vote), 0.92
    if opinion.type is draft.type:
        return draft.type, (own, vote), 1.1
    return draft.type, (own, vote), 0.8 if opinion.score > 0.6 else 0.92
