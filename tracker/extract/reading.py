"""Reading an article sentence by sentence: what each tells, directed by what was told before. Pure; see `read`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from spacy.tokens import Doc

from tracker.extract.actors_people import short_names
from tracker.extract.aiming import of_subject
from tracker.extract.answering import answered
from tracker.extract.cast import Cast, FoundPlace
from tracker.extract.counterparts import completed
from tracker.extract.dating import as_day, tie
from tracker.extract.dating_again import dated_as_before
from tracker.extract.dating_days import Dated, StoryDay
from tracker.extract.drafts import Draft, drafts_of
from tracker.extract.duration import ends_told, lengths_told
from tracker.extract.filters import why_not
from tracker.extract.following import followers
from tracker.extract.grounds import named_plainly, pair_of
from tracker.extract.judge import Judge, judge_of
from tracker.extract.judge_sides import Tables
from tracker.extract.memory import BODIES, Memory
from tracker.extract.mentions import Found, source_of_title
from tracker.extract.parsed import make_tree
from tracker.extract.refuting import refuted
from tracker.extract.remembering import remember
from tracker.extract.retelling import retold
from tracker.extract.scene import Scene
from tracker.extract.sections import opened, sections_of
from tracker.extract.siting import countries_as_places
from tracker.extract.standing import Salience, Standing, salience_of, standing
from tracker.extract.syntax import Tree, opens_paragraph
from tracker.extract.text import Prepared
from tracker.extract.timex import find_timexes
from tracker.extract.triggers import Lexicon
from tracker.model import (
    Actor,
    ArticleInput,
    Basis,
    Dateline,
    Granularity,
    Timex,
)

_DATELINE_DAYS = 7
_STORY_DAYS = 4


class Actors(Protocol):
    """Finds actor mentions (tracker.extract.actors.ActorBook)."""

    def find(self, doc: Doc, on: date | None, known: Mapping[str, Actor] | None = None) -> Sequence[Found]: ...
    def lookup(self, text: str, on: date | None) -> Actor | None: ...
    def country_name(self, code: str) -> str: ...


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
    lengths: Mapping[int, int] = field(default_factory=dict)
    """How many days what a noun names lasts, by its token."""
    named: Mapping[int, Actor] = field(default_factory=dict)
    judge: Judge | None = None
    stood: tuple[tuple[Standing, ...], ...] = ()
    """Whom the words of each sentence stand for, where sides are weighed."""


def read(
    article: ArticleInput, prepared: Prepared, title_doc: Doc | None, text_doc: Doc, knowledge: Knowledge
) -> list[Read]:
    """The parts of an article, its title if it has one and then its text, which is `prepared`; see `code_article`."""
    about = _About(knowledge, Memory(), as_day(article.published), prepared)
    timexes = tuple(find_timexes(text_doc, article.published, article.zone, prepared.dateline))
    reads: list[Read] = []
    found = knowledge.actors.find(text_doc, about.published)
    if title_doc is not None and len(title_doc):
        title_times = tuple(find_timexes(title_doc, article.published, article.zone))
        # a headline's bare name is the person that the text introduces
        titled = knowledge.actors.find(title_doc, about.published, names_of(f.actor for f in found))
        reads.append(_read(about, "title", title_doc, title_times, titled))
    reads.append(_read(about, "text", text_doc, timexes, found))
    return reads


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


@dataclass(frozen=True, slots=True)
class _About:
    """What the parts of an article share while they are read."""

    knowledge: Knowledge
    memory: Memory
    published: date | None
    prepared: Prepared


def _read(about: _About, part: str, doc: Doc, timexes: tuple[Timex, ...], found: Sequence[Found]) -> Read:
    """Read one part sentence by sentence."""
    memory, published = about.memory, about.published
    judge = judge_of(doc, about.knowledge.tables)
    # sentence by sentence only the text's is asked: it has learned from few titles
    scene = _scene(about, part, doc, timexes, found, judge if part == "text" else None)
    tree, cast = scene.tree, scene.cast
    actors = about.knowledge.actors
    sections = sections_of(about.prepared, tree, lambda name: actors.lookup(name, published), part)
    drafts: list[Draft] = []
    stood: list[tuple[Standing, ...]] = []
    opening = 0
    story: StoryDay | None = None
    for number, (start, _) in enumerate(tree.sentences):
        if number in sections:
            scene, opening = opened(scene, sections[number], number), len(drafts)
        if opens_paragraph(tree, start):
            story = _kept(story, published)
        told = _told(scene, number, drafts[opening:], story, stood)
        keys = {tree.keys[i] for i in range(*tree.sentences[number])}
        drafts += [d for d in told if why_not(d, tree, keys, published) is None]
        remember(told, memory)
        cast.hear(number)
        story = _last_day(told, story)
    cast.read_until(len(tree) + 1)
    memory.base += len(tree.sentences) + 1
    ends = tuple(ends_told(tree, scene.dated))
    lengths = lengths_told(tree, scene.dated)
    return Read(part, tree, refuted(drafts, tree, cast.at), timexes, ends, lengths, cast.at, judge, tuple(stood))


def _scene(
    about: _About, part: str, doc: Doc, timexes: tuple[Timex, ...], found: Sequence[Found], judge: Judge | None
) -> Scene:
    """What is known of a part before its first sentence is read."""
    knowledge, published, dateline = about.knowledge, about.published, about.prepared.dateline
    tree = make_tree(doc)
    if part == "title":
        source = source_of_title(tree)
        found = [f for f in found if f.head_token not in source]
    prior = [f.actor.country for f in found if f.actor.country and f.actor.country not in BODIES]
    places = tuple(knowledge.places.find(doc, prior)) if knowledge.places is not None else countries_as_places(found)
    desk = _desk(dateline, knowledge.actors, published) if part == "text" else None
    cast = Cast(tree, found, about.memory, places, desk)
    land = named_plainly(cast.about, (f.actor for f in found)) if cast.about is not None else None
    return Scene(
        part, tree, cast, knowledge.lexicon, places, tie(tree, timexes), _reported_on(published, dateline),
        _home(prior), land, pair_of(found), judge,
    )  # fmt: skip


def _told(
    scene: Scene,
    number: int,
    before: Sequence[Draft],
    story: StoryDay | None,
    stood: list[tuple[Standing, ...]],
) -> list[Draft]:
    """What one sentence tells, directed by what was told `before`; whom its words stand for is added to `stood`."""
    tree, cast = scene.tree, scene.cast
    fresh = drafts_of(scene, number, story)
    if scene.judge is not None:
        stood.append(standing(cast, *tree.sentences[number]))
    told: list[Draft] = []
    for draft in fresh:
        so_far = [*before, *told]
        meant = answered(draft, tree, cast, [*so_far, *fresh[len(told) :]])
        again = retold(completed(of_subject(meant, scene, so_far), scene, so_far), tree, so_far)
        told.append(dated_as_before(again, tree, so_far))
    return told + followers(scene, number, told, before, story)


def _last_day(told: Sequence[Draft], before: StoryDay | None) -> StoryDay | None:
    """The day that was told last of what has happened, which the next sentences may go on with."""
    for draft in reversed(told):
        when = draft.choice.date
        said = when.basis in (Basis.EXPLICIT, Basis.PUBLICATION) and when.granularity is Granularity.DAY
        if draft.reading.past and when.interval is not None and said:
            return StoryDay(when, draft.type)
    return before


def _kept(story: StoryDay | None, published: date | None) -> StoryDay | None:
    """What a new paragraph keeps of a day told before: one of the report's own, of the week before it."""
    if story is None or story.date.interval is None or published is None:
        return None
    fresh = 0 <= (published - story.date.interval.last).days <= _STORY_DAYS
    return story._replace(near=False) if fresh else None


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
