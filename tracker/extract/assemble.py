"""Coding an article: sentences to drafts, drafts to events in order of prominence. Pure; see `code_article`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from spacy.tokens import Doc

from tracker.extract.actors_people import short_names
from tracker.extract.aiming import of_subject
from tracker.extract.answering import answered
from tracker.extract.cast import Cast, FoundPlace
from tracker.extract.certainty import certainty
from tracker.extract.counterparts import completed
from tracker.extract.dating import as_day, tie
from tracker.extract.dating_days import Dated, in_week
from tracker.extract.detected import ARTICLE_SENTENCES, is_judged
from tracker.extract.drafts import Draft, drafts_of
from tracker.extract.duration import ends_told, extended
from tracker.extract.filters import is_closed, is_sport, why_not
from tracker.extract.following import followers
from tracker.extract.grounds import named_plainly, pair_of
from tracker.extract.judge import Judge, Tables, judge_of
from tracker.extract.memory import BODIES, Memory
from tracker.extract.mention_parts import clause_keys, contexts, evidence, object_of, reasons
from tracker.extract.mentions import Found
from tracker.extract.merge import Group, join, place_of_group, sides_of_group
from tracker.extract.opening import opening_of
from tracker.extract.outcome import cameo_of, mode_of
from tracker.extract.refuting import refuted
from tracker.extract.remembering import remember
from tracker.extract.retelling import headed, retold
from tracker.extract.scene import Scene
from tracker.extract.sections import opened, sections_of
from tracker.extract.siting import countries_as_places
from tracker.extract.standing import Salience, Standing, salience_of, standing
from tracker.extract.syntax import Tree, make_tree, opens_paragraph
from tracker.extract.text import Prepared, prepare, titled_day
from tracker.extract.timex import find_timexes
from tracker.extract.triggers import Lexicon
from tracker.extract.weighing import weighed
from tracker.model import (
    Actor,
    ArticleInput,
    Basis,
    Coding,
    Dateline,
    EventDate,
    EventType,
    Granularity,
    Mention,
    Status,
    Timex,
    Vote,
)

_DATELINE_DAYS = 7
_STORY_DAYS = 4


class Actors(Protocol):
    """Finds actor mentions (tracker.extract.actors.ActorBook)."""

    def find(self, doc: Doc, on: date | None, known: Mapping[str, Actor] | None = None) -> Sequence[Found]: ...
    def lookup(self, text: str, on: date | None) -> Actor | None: ...


class Places(Protocol):
    """Finds place mentions (tracker.extract.places.PlaceBook)."""

    def find(self, doc: Doc, prior_countries: Sequence[str]) -> Sequence[FoundPlace]: ...


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the coder knows beside the article: books of actors and places, the lexicon, perhaps a
    judge's tables."""

    actors: Actors
    places: Places | None
    lexicon: Lexicon
    tables: Tables | None = None
    """What the judge scores sides of events by; None where there is no judge."""


@dataclass(frozen=True, slots=True)
class Read:
    """One part after reading."""

    part: str
    tree: Tree
    drafts: tuple[Draft, ...]
    timexes: tuple[Timex, ...]
    ends: tuple[tuple[str, Dated], ...] = ()
    named: Mapping[int, Actor] = field(default_factory=dict)
    judge: Judge | None = None
    stood: tuple[tuple[Standing, ...], ...] = ()
    """Whom the words of each sentence stand for, where sides are weighed."""


def code_article(article: ArticleInput, title_doc: Doc | None, text_doc: Doc, knowledge: Knowledge) -> Coding:
    """Events and dates of one article, most prominent first.

    `text_doc` is the parse of `prepare(article.text).text`, whose offsets are those of `article.text`; `title_doc`
    that of the title, or None. Offices are read as of the publication day (as of today where that is unknown).
    """
    article = _on_its_day(article)
    prepared = prepare(article.text)
    if is_closed(article.title, prepared.text.lstrip()[:200]) is not None:
        timexes = tuple(find_timexes(text_doc, article.published, article.zone, prepared.dateline))
        return Coding(article.id, (), timexes, prepared.dateline, "en")
    reads = read(article, title_doc, text_doc, knowledge)
    timexes = reads[-1].timexes
    if is_sport(key for each in reads for key in each.tree.keys):
        return Coding(article.id, (), timexes, prepared.dateline, "en")
    mentions = _mentions(_weighed(reads), knowledge, as_day(article.published))
    return Coding(article.id, mentions, timexes, prepared.dateline, "en")


def _on_its_day(article: ArticleInput) -> ArticleInput:
    """The article as of the day in its headline, where it has one."""
    published = as_day(article.published)
    day = titled_day(article.title or "", published) if published is not None else None
    return article if day is None else replace(article, published=day)


def read(article: ArticleInput, title_doc: Doc | None, text_doc: Doc, knowledge: Knowledge) -> list[Read]:
    """The parts of an article, its title if it has one and then its text; see `code_article`."""
    prepared = prepare(article.text)
    published = as_day(article.published)
    timexes = tuple(find_timexes(text_doc, article.published, article.zone, prepared.dateline))
    memory = Memory()
    reads: list[Read] = []
    found = knowledge.actors.find(text_doc, published)
    if title_doc is not None and len(title_doc):
        title_times = tuple(find_timexes(title_doc, article.published, article.zone))
        # a headline's bare name is the person that the text introduces
        titled = knowledge.actors.find(title_doc, published, names_of(f.actor for f in found))
        reads.append(_read("title", title_doc, title_times, knowledge, memory, published, prepared, titled))
    reads.append(_read("text", text_doc, timexes, knowledge, memory, published, prepared, found))
    return reads


def _weighed(reads: Sequence[Read]) -> Sequence[Read]:
    """The parts, with the sides of what a longer text tells weighed by the judge, if there is one; a title's are not,
    for it has learned from few."""
    *titles, text = reads
    if text.judge is None or len(text.tree.sentences) < ARTICLE_SENTENCES:
        return reads
    return [*titles, _sides_weighed(text, text.judge, salience_in(reads))]


def _sides_weighed(each: Read, judge: Judge, salience: Salience) -> Read:
    drafts = tuple(weighed(draft, each.tree, judge, each.stood, salience) for draft in each.drafts)
    return replace(each, drafts=drafts)


def salience_in(reads: Sequence[Read]) -> Salience:
    """How an article names countries."""
    titled = [actor for each in reads if each.part == "title" for actor in each.named.values()]
    return salience_of((actor for each in reads for actor in each.named.values()), titled)


def names_of(actors: Iterable[Actor]) -> dict[str, Actor]:
    """The short names under which an article may speak of its people again."""
    out: dict[str, Actor] = {}
    for actor in actors:
        if actor.person is not None or (actor.office is not None and actor.country is not None):
            for short in short_names(actor.person or actor.name, actor.country):
                out.setdefault(short, actor)
    return out


def _read(
    part: str,
    doc: Doc,
    timexes: tuple[Timex, ...],
    knowledge: Knowledge,
    memory: Memory,
    published: date | None,
    prepared: Prepared,
    found: Sequence[Found],
) -> Read:
    """Read one part sentence by sentence."""
    tree = make_tree(doc)
    dateline = prepared.dateline
    prior = [f.actor.country for f in found if f.actor.country and f.actor.country not in BODIES]
    places = tuple(knowledge.places.find(doc, prior)) if knowledge.places is not None else countries_as_places(found)
    pair = pair_of(found)
    desk = _desk(dateline, knowledge.actors, published) if part == "text" else None
    cast = Cast(tree, found, memory, places, desk)
    dated = tie(tree, timexes)
    day = _reported_on(published, dateline)
    about = named_plainly(cast.about, (f.actor for f in found)) if cast.about is not None else None
    judge = judge_of(doc, knowledge.tables)
    told_by = judge if part == "text" else None  # it has learned from few titles
    scene = Scene(part, tree, cast, knowledge.lexicon, places, dated, day, _home(prior), about, pair, told_by)
    sections = sections_of(prepared, tree, lambda name: knowledge.actors.lookup(name, published), part)
    drafts: list[Draft] = []
    stood: list[tuple[Standing, ...]] = []
    story = 0
    paragraph: EventDate | None = None
    for number, (start, _) in enumerate(tree.sentences):
        if number in sections:
            scene, story = opened(scene, sections[number], number), len(drafts)
        before = drafts[story:]
        if opens_paragraph(tree, start) and not _is_fresh(paragraph, published):
            paragraph = None
        fresh = drafts_of(scene, number, paragraph)
        if scene.judge is not None:
            stood.append(standing(cast, *tree.sentences[number]))
        told: list[Draft] = []
        for draft in fresh:
            so_far = [*before, *told]
            meant = answered(draft, tree, cast, [*so_far, *fresh[len(told) :]])
            told.append(retold(completed(of_subject(meant, scene, so_far), scene, so_far), tree, so_far))
        told += followers(scene, number, told, before, paragraph)
        keys = {tree.keys[i] for i in range(*tree.sentences[number])}
        drafts += [d for d in told if why_not(d, tree, keys, published) is None]
        remember(told, memory)
        cast.hear(number)
        paragraph = _last_day(told, paragraph)
    cast.read_until(len(tree) + 1)
    memory.base += len(tree.sentences) + 1
    return Read(part, tree, refuted(drafts, tree), timexes, tuple(ends_told(tree, dated)), cast.at, judge, tuple(stood))


def _last_day(told: Sequence[Draft], before: EventDate | None) -> EventDate | None:
    """The day that was told last of what has happened, which the next sentences may go on with."""
    for draft in reversed(told):
        when = draft.choice.date
        said = when.basis in (Basis.EXPLICIT, Basis.PUBLICATION) and when.granularity is Granularity.DAY
        if draft.reading.past and when.interval is not None and said:
            return when
    return before


def _is_fresh(when: EventDate | None, published: date | None) -> bool:
    """Whether a date is the report's own (a day of the week before it), which later paragraphs keep."""
    if when is None or when.interval is None or published is None:
        return False
    return 0 <= (published - when.interval.last).days <= _STORY_DAYS


def _reported_on(published: date | None, dateline: Dateline | None) -> date | None:
    """The day the report speaks of: its dateline's where that is given and not far from publication."""
    if published is None or dateline is None or dateline.day is None:
        return published
    return dateline.day if 0 <= (published - dateline.day).days <= _DATELINE_DAYS else published


def _desk(dateline: Dateline | None, actors: Actors, on: date | None) -> str | None:
    """The land of the town that a report is written in."""
    if dateline is None or dateline.place is None:
        return None
    towns = (actors.lookup(town.split(",")[0], on) for town in dateline.place.split("/"))
    lands = {town.country for town in towns if town is not None}
    return lands.pop() if len(lands) == 1 else None


def _home(countries: Sequence[str]) -> str | None:
    """The country that an article is about when it names one only."""
    return countries[0] if len(set(countries)) == 1 else None


def _mentions(reads: Sequence[Read], knowledge: Knowledge, published: date | None) -> tuple[Mention, ...]:
    by_part = {read.part: read for read in reads}
    lead = _lead_actors(by_part["text"])
    drafts = [headed(draft, lead) for read in reads for draft in read.drafts]
    if len(by_part["text"].tree.sentences) >= ARTICLE_SENTENCES:
        # a single sentence may leave the country to its reader; an article names it
        drafts = [draft for draft in drafts if draft.sides.countries() or draft.echo]
    first = opening_of(by_part["text"].tree)
    leads = frozenset(n for n, d in enumerate(drafts) if d.part == "title" or d.sentence in first)
    position = {(d.part, d.token): n for n, d in enumerate(drafts)}
    ends = [told for read in reads for told in read.ends]
    groups = [_until_its_end(group, ends, published) for group in join(_in_told_weeks(drafts), leads)]
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


def _until_its_end(group: Group, ends: Sequence[tuple[str, Dated]], published: date | None) -> Group:
    """The group with the end that another sentence tells; what has begun and not ended is under way."""
    best = group.best
    choice = extended(best.kind, best.choice, ends)
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
    actors, recipients = sides_of_group(group)
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
