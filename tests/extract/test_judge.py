"""The judge: what it makes of words and of their sides, what the coder makes of it, and what it was trained on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from tracker.extract.assemble import code_article
from tracker.extract.detected import LEAST, LEAST_ALONE, judged, may_lead
from tracker.extract.judge import ANSWER, MODES, Judge, judge_of
from tracker.extract.judge_sides import TABLES, Tables
from tracker.extract.opening import is_article
from tracker.extract.parsed import make_tree
from tracker.extract.reading import Knowledge
from tracker.knowledge import load_lexicon, load_tables
from tracker.language.judge import annotated, compose, examples
from tracker.model import ArticleInput, EventType, Mention, Status
from tracker.nlp import load_pipeline

NONE = "none"
PLAIN = [
    ("Slovenia's foreign minister travelled to Skopje on Tuesday.", "travelled", "CONSULT"),
    ("The Estonian and Latvian presidents held talks in Riga on Friday.", "talks", "CONSULT"),
    ("Croatia's prime minister telephoned his Danish counterpart on Monday.", "telephoned", "CONSULT"),
    ("Ireland condemned the shelling of the clinic on Sunday.", "condemned", "ACCUSE"),
    ("Prosecutors in Lisbon opened an investigation into the sale of the frigates.", "investigation", "ACCUSE"),
    ("Nepal accused Bhutan of moving its border posts.", "accused", "ACCUSE"),
    ("Cyprus and Malta signed an agreement on search and rescue on Monday.", "signed", "SUPPORT"),
    ("Iceland has agreed to lend Moldova 20 million euros.", "agreed", "AGREE"),
    ("Slovakia donated 40 ambulances to Moldova on Wednesday.", "donated", "AID"),
    ("Chad withdrew its soldiers from the island on Saturday.", "withdrew", "RETREAT"),
    ("Paraguay released eleven Bolivian fishermen on Friday.", "released", "RETREAT"),
    ("The interior minister of Honduras resigned on Thursday.", "resigned", "RETREAT"),
    ("Mongolia demanded that Laos hand over the smugglers.", "demanded", "REQUEST"),
    ("Namibia urged Botswana to reopen the bridge.", "urged", "REQUEST"),
    ("Haiti rejected the proposal of the mediators on Tuesday.", "rejected", "REJECT"),
    ("Eritrea refused to meet the Djiboutian envoy.", "refused", "REJECT"),
    ("Guyana threatened to attack any ship that enters the bay.", "threatened", "THREATEN"),
    ("Thousands of people marched through Ljubljana against the new tax.", "marched", "PROTEST"),
    ("Latvia imposed sanctions on nine Belarusian officials.", "sanctions", "SANCTION"),
    ("Montenegro expelled two Russian diplomats on Friday.", "expelled", "SANCTION"),
    ("Burundi deployed 800 soldiers along the lake on Monday.", "deployed", "MOBILIZE"),
    ("North Korea fired a ballistic missile into the sea on Sunday.", "fired", "MOBILIZE"),
    ("Police in Minsk arrested nine opposition activists on Saturday.", "arrested", "COERCE"),
    ("Eswatini imposed a curfew in its two largest towns.", "curfew", "COERCE"),
    ("Ethiopian jets bombed a market near Axum, killing 30 people.", "bombed", "ASSAULT"),
    ("Gunmen kidnapped six Chinese miners in Niger on Monday.", "kidnapped", "ASSAULT"),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def judge_for(doc: Doc) -> Judge:
    judge = judge_of(doc, load_tables())
    assert judge is not None
    return judge


def place(doc: Doc, word: str) -> int:
    return next(token.i for token in doc if token.text == word)


def test_plain_sentences_get_their_type(nlp: Language) -> None:
    wrong = []
    for text, word, type_ in PLAIN:
        doc = nlp(text)
        opinion = judge_for(doc)(place(doc, word))
        if opinion.type != type_ or opinion.none_score > 0.5:
            wrong.append((text, type_, opinion))
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Slovenia's foreign minister travelled to Skopje on Tuesday.", "travelled", Status.HAPPENED),
        ("Slovenia's foreign minister will visit Skopje next week.", "visit", Status.PLANNED),
        ("Slovenia's president has cancelled a visit to Skopje, his office said.", "visit", Status.CANCELLED),
        ("Slovenia's president called off a trip to Skopje on Monday.", "trip", Status.CANCELLED),
        ("The talks between Chad and Niger were postponed.", "talks", Status.CANCELLED),
        ("Skopje denied that its jets had bombed the village.", "bombed", Status.DENIED),
    ],
)
def test_status(nlp: Language, text: str, word: str, status: Status) -> None:
    doc = nlp(text)
    assert judge_for(doc)(place(doc, word)).status is status


@pytest.mark.parametrize(
    "text",
    [
        "The striker scored twice as the home side won the final.",
        "Shares in the brewer rose 4 percent after it reported higher profits.",
        "Rain soaked the vineyards and delayed the harvest.",
        "She teaches children how to bake bread.",
    ],
)
def test_calm_sentences_hold_no_trigger(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert list(judge_for(doc).triggers(0, len(doc), 0.4)) == []


def test_a_trigger_has_its_kind(nlp: Language) -> None:
    doc = nlp("The old bridge was full of people when gunmen abducted four Polish engineers on Monday.")
    ((token, kind, chance),) = judge_for(doc).triggers(0, len(doc), 0.5)
    assert (doc[token].text, kind) == ("abducted", "abduction")
    assert chance == pytest.approx(judge_for(doc).chance(token, "abduction"))


def test_chances_are_probabilities_of_known_labels(nlp: Language) -> None:
    doc = nlp("Latvia and Chad held talks, but Oman refused to join them.\n\nProtesters blocked a road.")
    judge = judge_for(doc)
    words = [token.i for token in doc if not token.is_space]
    for scores in (judge.kinds, judge.types, judge.modes, judge.statuses):
        assert scores[words].sum(axis=1) == pytest.approx(np.ones(len(words)), abs=1e-3)
    assert not judge.kinds[[token.i for token in doc if token.is_space]].any()
    assert set(judge.labels["types"]) == {NONE, *(type_.value for type_ in EventType)}
    assert set(judge.labels["statuses"]) == {status.value for status in Status}
    assert set(judge.labels["kinds"][1:]) == set(compose.KINDS) - {NONE, "statement"}
    for token in words:
        opinion = judge(token)
        assert opinion.mode is None or (opinion.type is not None and opinion.mode in MODES[opinion.type])
    assert judge.chance(words[0], "picnic") == 0


def test_without_an_answer_there_is_no_judge(nlp: Language) -> None:
    doc = nlp("Chad waited.")
    assert judge_of(doc, None) is None
    del doc.user_data[ANSWER]
    assert judge_of(doc, load_tables()) is None
    assert nlp("").user_data.get(ANSWER) is None


def sure(doc: Doc, chances: Mapping[str, tuple[str, float]]) -> Judge:
    """A judge that gives these words these kinds with these probabilities, and the rest none."""
    kinds = ["none", *(kind for kind in compose.KINDS if kind != NONE)]
    scores = np.zeros((len(doc), len(kinds)), np.float32)
    for word, (kind, chance) in chances.items():
        scores[place(doc, word), kinds.index(kind)] = chance
    nothing = np.zeros((1, 1), np.float32)
    tables = Tables.from_arrays(dict.fromkeys(TABLES, nothing))
    return Judge({"kinds": kinds}, scores, nothing, nothing, nothing, nothing, nothing, tables)


def test_the_judge_drops_what_it_doubts_and_adds_what_no_form_finds(nlp: Language) -> None:
    doc = nlp(
        "Rain fell on the town. It grew dark by four. Chad condemned Niger and unfriended Mali on Monday. Dogs slept."
    )
    tree, lexicon = make_tree(doc), load_lexicon()
    start, end = tree.sentences[2]
    listed = lexicon.candidates(tree, start, end, {})
    assert [tree.words[c.token] for c in listed] == ["condemned"] and is_article(tree)

    def words(chances: Mapping[str, tuple[str, float]]) -> list[tuple[str, str]]:
        found = judged(lexicon, tree, sure(doc, chances), start, end, listed)
        return [(tree.words[c.token], c.rule.kind) for c in found]

    assert words({}) == []
    assert words({"condemned": ("accusation", 0.2)}) == [("condemned", "condemnation")]
    assert words({"condemned": ("condemnation", 0.9), "unfriended": ("recall", 0.7)}) == [
        ("condemned", "condemnation"),
        ("unfriended", "recall"),
    ]
    assert words({"unfriended": ("recall", 0.1)}) == words({"unfriended": ("recall", LEAST - 0.01)}) == []
    assert words({"unfriended": ("recall", LEAST + 0.01)}) == [("unfriended", "recall")]
    assert judged(lexicon, tree, None, start, end, listed) == listed


def test_an_article_is_not_known_by_what_only_the_judge_tells_in_its_opening(nlp: Language) -> None:
    doc = nlp("Chad condemned Niger and unfriended Mali on Monday. Rain fell. It grew dark. The dogs slept.")
    tree, lexicon = make_tree(doc), load_lexicon()
    start, end = tree.sentences[0]
    listed = lexicon.candidates(tree, start, end, {})

    def words(chance: float) -> list[tuple[str, bool]]:
        told = judged(lexicon, tree, sure(doc, {"unfriended": ("recall", chance)}), start, end, listed)
        return [(tree.words[c.token], may_lead(c)) for c in told]

    assert words(LEAST - 0.01) == [("condemned", True)]
    assert words(0.9) == [("condemned", True), ("unfriended", False)]
    assert words(0.99) == [("condemned", True), ("unfriended", True)]


def test_in_a_few_sentences_the_judge_drops_nothing_and_adds_what_it_is_sure_of(nlp: Language) -> None:
    doc = nlp("Chad condemned Niger and unfriended Mali on Monday.")
    tree, lexicon = make_tree(doc), load_lexicon()
    listed = lexicon.candidates(tree, 0, len(tree), {})
    unsure = judged(lexicon, tree, sure(doc, {"unfriended": ("recall", 0.6)}), 0, len(tree), listed)
    certain = judged(lexicon, tree, sure(doc, {"unfriended": ("recall", LEAST_ALONE)}), 0, len(tree), listed)
    assert [tree.words[c.token] for c in unsure] == ["condemned"]
    assert [tree.words[c.token] for c in certain] == ["condemned", "unfriended"]


ARTICLE = """Farmers in Slovenia and Chad had a good year, and exports of honey rose.

It rained in May. A spokesman was pleased.

Slovenian mechanics have been teaching Chadian pilots to fly the new jets.

The first of them flew in 2019."""


Coded = Callable[..., list[Mention]]


@pytest.fixture
def coded(nlp: Language, knowledge: Knowledge) -> Coded:
    """The events of a kind in a text, where the judge is sure that a word reports one of that kind and status."""

    def code(
        text: str, word: str, kind: str, status: str = "happened", *, judge: bool = True, likely: float = 1.0
    ) -> list[Mention]:
        article = ArticleInput("a", text, "Slovenia and Chad", date(2024, 5, 14))
        title, doc = nlp(article.title or ""), nlp(text)
        answer = doc.user_data[ANSWER]
        chances = answer["kinds"].copy()
        chances[place(doc, word)] = [float(label == kind) for label in answer["labels"]["kinds"]]
        statuses = answer["statuses"].copy()
        rest = (1 - likely) / (len(Status) - 1)
        statuses[place(doc, word)] = [likely if label == status else rest for label in answer["labels"]["statuses"]]
        doc.user_data[ANSWER] = answer | {"kinds": chances, "statuses": statuses}
        told_by = replace(knowledge, tables=load_tables()) if judge else knowledge
        return [m for m in code_article(article, title, doc, told_by).mentions if m.kind == kind]

    return code


def test_what_the_judge_alone_finds_is_told_with_its_sides(coded: Coded) -> None:
    (told,) = coded(ARTICLE, "teaching", "cooperation", "ongoing")
    assert {a.country for a in told.actors} == {"SVN", "TCD"}
    assert told.reasons[0].startswith("rule cooperation, judged")
    assert [vote.voter for vote in told.votes] == ["judge"]
    assert told.status is Status.ONGOING
    (denied,) = coded(ARTICLE, "teaching", "cooperation", "denied")
    assert denied.status is Status.DENIED
    assert coded(ARTICLE, "teaching", "cooperation", "ongoing", judge=False) == []


def with_last(sentence: str) -> str:
    return f"{ARTICLE}\n\n{sentence}"


@pytest.mark.parametrize(
    ("sentence", "word", "kind", "status"),
    [
        ("All but three were let out on Monday.", "let", "release", "happened"),
        ("A lorry driver, who had marched on the palace, praised Chad.", "marched", "protest", "happened"),
        ("Chad condemned the abduction of farmers by Slovenia.", "abduction", "abduction", "happened"),
        ("No expulsion was under way, Chad told Slovenia.", "expulsion", "expulsion", "denied"),
    ],
    ids=["whose sides no rule finds", "told in an aside", "told in another event", "not done"],
)
def test_what_the_judge_is_sure_of_is_told_whatever_the_rules_make_of_it(
    coded: Coded, sentence: str, word: str, kind: str, status: str
) -> None:
    assert coded(with_last(sentence), word, kind, status, judge=False) == []
    (told,) = coded(with_last(sentence), word, kind, status)
    assert told.status.value == status
    assert any(a.country in ("SVN", "TCD") for a in (*told.actors, *told.recipients))


@pytest.mark.parametrize(("likely", "told"), [(0.2, "happened"), (0.5, "planned"), (1.0, "planned")])
def test_a_status_is_the_rules_unless_another_is_far_likelier(coded: Coded, likely: float, told: str) -> None:
    sentence = "Chad expelled a Slovenian envoy on Monday."
    (mention,) = coded(with_last(sentence), "expelled", "expulsion", "planned", likely=likely)
    assert mention.status.value == told
    assert any("as the judge reads it" in reason for reason in mention.reasons) == (told != "happened")


@pytest.mark.parametrize(
    ("sentence", "word", "kind"),
    [
        ("Slovenian drones struck a refinery in Chad on Monday.", "drones", "strike"),
        ("Chad denied the charge.", "denied", "rejection"),
        ("Chad denies that it shelled Slovenia.", "denies", "rejection"),
        ("Slovenia is ready to send soldiers to Chad.", "ready", "deployment"),
    ],
    ids=["what does it", "a charge denied", "a deed denied", "ready for it"],
)
def test_some_words_tell_no_event_however_sure_the_judge_is(coded: Coded, sentence: str, word: str, kind: str) -> None:
    told = coded(with_last(sentence), word, kind)
    assert all(word not in (m.evidence.trigger, *(each.trigger for each in m.more_evidence)) for m in told)


def test_an_accusation_that_is_denied_was_made(coded: Coded) -> None:
    (told,) = coded(with_last("Chad denied a Slovenian charge."), "charge", "accusation", "denied")
    assert told.status is Status.HAPPENED


@pytest.mark.parametrize(
    ("sentence", "told"),
    [("Chad expelled Slovenian envoys on Monday.", "happened"), ("Chad expels Slovenian envoys.", "ongoing")],
)
def test_what_the_judge_holds_to_go_on_does_unless_it_is_told_in_the_past(
    coded: Coded, sentence: str, told: str
) -> None:
    word = "expelled" if "expelled" in sentence else "expels"
    (mention,) = coded(with_last(sentence), word, "expulsion", "ongoing", likely=0.3)
    assert mention.status.value == told


@pytest.mark.parametrize(
    ("sentence", "word", "kind", "judged", "likely", "told"),
    [
        ("Chad's markets closed over a Slovenian siege.", "siege", "strike", "ongoing", 0.3, "ongoing"),
        ("Chad's markets closed over a Slovenian siege.", "siege", "strike", "planned", 0.3, "happened"),
        ("Chad signed it at a summit with Slovenia.", "summit", "meeting", "planned", 0.8, "happened"),
        ("Chad signed it on the sidelines of talks with Slovenia.", "talks", "meeting", "planned", 0.8, "happened"),
        ("Chad lamented it on a visit to Slovenia.", "visit", "visit", "planned", 0.8, "happened"),
        ("Chad approved a visit to Slovenia.", "visit", "visit", "planned", 0.8, "planned"),
        ("Chad's army withdrew after talks with Slovenia.", "talks", "meeting", "planned", 0.8, "happened"),
        ("It was the eve of a Chadian visit to Slovenia.", "visit", "visit", "ongoing", 0.8, "planned"),
        ("Chad expelled a Slovenian envoy on Monday.", "expelled", "expulsion", "alleged", 0.4, "happened"),
        ("Chad expelled a Slovenian envoy on Monday.", "expelled", "expulsion", "cancelled", 0.4, "cancelled"),
        ("Chad is expelling a Slovenian envoy.", "expelling", "expulsion", "happened", 0.4, "ongoing"),
        ("Chad may have expelled a Slovenian envoy.", "expelled", "expulsion", "happened", 0.8, "alleged"),
        ("Chad may have expelled a Slovenian envoy.", "expelled", "expulsion", "happened", 1.0, "happened"),
        ("Chad reportedly expelled a Slovenian envoy.", "expelled", "expulsion", "happened", 1.0, "alleged"),
        ("There will never be a bargain with Chad, Slovenia said.", "bargain", "threat", "happened", 1.0, "happened"),
        ("Chad and Slovenia signed a plan on Monday.", "plan", "agreement", "planned", 1.0, "happened"),
        ("Slovenia last visited Chad in 2021 for a meeting.", "meeting", "meeting", "planned", 1.0, "happened"),
        ("Slovenia last visited Chad before a meeting.", "meeting", "meeting", "planned", 1.0, "planned"),
        ("A Slovenian trial of Chadians began on Monday.", "trial", "investigation", "ongoing", 1.0, "ongoing"),
        ("Slovenia hopes to end its blockade of Chad.", "blockade", "restriction", "ongoing", 0.5, "ongoing"),
        (
            "On Monday Slovenia said that it hoped to end its blockade of Chad.",
            "blockade",
            "restriction",
            "ongoing",
            0.5,
            "ongoing",
        ),
        ("Chad lamented the sanctions imposed by Slovenia.", "sanctions", "sanctions", "ongoing", 0.8, "happened"),
        ("Chad lamented the sanctions of Slovenia.", "sanctions", "sanctions", "ongoing", 0.8, "ongoing"),
        ("Chad shut its port over Slovenia's war on Laos.", "war", "clash", "happened", 0.8, "ongoing"),
        ("Chad shut its port over Slovenia's war on Laos in 1994.", "war", "clash", "happened", 0.8, "happened"),
        ("Slovenia hopes to start its blockade of Chad.", "blockade", "restriction", "ongoing", 0.5, "planned"),
        (
            "Slovenia was blamed for hundreds of deaths in Chad since its raid on a village.",
            "raid",
            "strike",
            "happened",
            0.5,
            "happened",
        ),
        ("The raid set off Slovenian protests against Chad.", "protests", "protest", "happened", 0.3, "happened"),
        ("Chad, not holding a drill against Slovenia, waited.", "drill", "joint_exercise", "planned", 0.9, "not"),
        ("Chad was praised for holding a drill with Slovenia.", "drill", "joint_exercise", "denied", 0.8, "happened"),
    ],
)
def test_what_the_rules_go_by_says_how_much_likelier_another_status_has_to_be(
    coded: Coded, sentence: str, word: str, kind: str, judged: str, likely: float, told: str
) -> None:
    mentions = coded(with_last(sentence), word, kind, judged, likely=likely)
    told_as = {m.status.value for m in mentions if word in m.evidence.text}
    assert told_as and told_as <= ({"denied", "cancelled"} if told == "not" else {told})


def test_what_goes_on_is_not_over_on_the_day_of_what_is_told_beside_it(coded: Coded) -> None:
    beside = "On Monday Slovenia's leader courted envoys with a bargain that ties Chad's occupation of Laos to trade."
    (lasts,) = coded(with_last(beside), "occupation", "seizure", "ongoing", likely=0.9)
    assert lasts.date.interval is not None
    assert (lasts.status, lasts.date.interval.start) == (Status.ONGOING, date(2024, 5, 14))
    own = "Slovenia's ministers went home tired from a meeting with Chad on Monday."
    (over,) = coded(with_last(own), "meeting", "meeting", "ongoing", likely=0.9)
    assert over.date.interval is not None
    assert (over.status, over.date.interval.start) == (Status.HAPPENED, date(2024, 5, 13))


def test_what_has_not_been_made_is_not_there(coded: Coded) -> None:
    told = coded(with_last("Slovenia's ban on Chad has not been introduced."), "ban", "sanctions")
    assert all(not m.status.is_done for m in told)
    (lifted,) = coded(with_last("Slovenia's ban on Chad has not been lifted."), "ban", "sanctions")
    assert lifted.status.is_done


def test_what_was_not_done_is_never_done_because_the_judge_says_so(coded: Coded) -> None:
    assert coded(with_last("No expulsion was under way, Chad told Slovenia."), "expulsion", "expulsion") == []
    told = coded(with_last("Slovenia's unfriending of Chad was called off."), "unfriending", "recall", "happened")
    assert [m.status for m in told] == [Status.CANCELLED]


def test_annotated_articles_are_read_and_their_words_found() -> None:
    count, seen = 0, set()
    for path in sorted(annotated.FOLDER.glob("*.txt")):
        for article in annotated.read(path):
            count += 1
            seen |= {event.kind for event in article.events}
    assert count >= 3000
    assert seen == set(compose.KINDS) - {NONE, "statement"}


def test_an_article_is_read_with_its_events(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "== 2026-03-14 | Sato visit\nPrime Minister Sato arrived in Manila on Friday.\n\nHe leaves on Sunday.\n--\n"
        "visit | happened | JPN > PHL | 2026-03-13/2026-03-15 | Sato *arrived* in ;; Sato *visit*\n"
        "visit | planned | JPN > | - | He *leaves* on\n",
        encoding="utf-8",
    )
    (article,) = annotated.read(file)
    first, second = article.events
    assert (article.day, article.title) == (date(2026, 3, 14), "Sato visit")
    assert (first.actors, first.recipients, first.days) == ({"JPN"}, {"PHL"}, (date(2026, 3, 13), date(2026, 3, 15)))
    assert [(t.in_title, t.start, t.end) for t in first.told] == [(False, 20, 27), (True, 5, 10)]
    assert (second.recipients, second.days) == (frozenset(), None)
    words = "visit | happened | JPN > | - | Sato *left* at once"
    file.write_text(f"== 2026-03-14 | T\nSato spoke.\n--\n{words}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not in the article: 'Sato left"):
        list(annotated.read(file))
    file.write_text("== 2026-03-14 | T\nSato spoke.\n--\nvisit | happened | JPN\n", encoding="utf-8")
    with pytest.raises(ValueError, match="five fields"):
        list(annotated.read(file))


def test_composed_sentences_are_those_of_the_patterns() -> None:
    made = compose.everything()
    assert len(made) >= 3000 and len({sentence.pattern for sentence in made}) >= 1200
    lines = compose.COMPOSED.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == json.loads(json.dumps([asdict(sentence) for sentence in made]))


def test_every_type_kind_and_status_is_taught() -> None:
    labels = [trigger.label for sentence in compose.everything() for trigger in sentence.triggers]
    assert {label.type for label in labels} == {kind.value for kind in EventType} | {NONE}
    assert {label.kind for label in labels} == set(compose.KINDS)
    assert {label.status for label in labels} == {status.value for status in Status}
    for label in labels:
        assert label.mode == "" or label.mode in MODES[label.type], label


def test_triggers_stand_where_they_say() -> None:
    for sentence in compose.everything():
        assert not set("{}<>[]|") & set(sentence.text), sentence.text
        for trigger in sentence.triggers:
            assert sentence.text[trigger.start : trigger.end] == trigger.text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("visit", None, None, None), ("CONSULT", "visit", "happened")),
        (("visit", None, None, "planned"), ("AGREE", "", "planned")),
        (("visit", None, None, "cancelled"), ("REJECT", "", "cancelled")),
        (("release", None, None, "planned"), ("CONCEDE", "", "planned")),
        (("sanctions", "RETREAT", "", None), ("RETREAT", "", "happened")),
    ],
)
def test_time_changes_the_type(
    given: tuple[str, str | None, str | None, str | None], expected: tuple[str, str, str]
) -> None:
    made = compose.label(*given)
    assert (made.type, made.mode, made.status) == expected


def test_bad_patterns_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        compose.label("picnic")
    with pytest.raises(ValueError, match="no heading"):
        list(compose.patterns("{C} [waited]."))


def test_an_article_becomes_what_the_network_is_to_say(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "== 2026-03-14 | Niger protests\nChad expelled two Nigerien diplomats on Friday. Niamey called it absurd.\n--\n"
        "expulsion | happened | TCD > NER | 2026-03-13 | Chad *expelled* two\n"
        "condemnation | happened | NER > TCD | - | Niamey *called* it ;; Niger *protests*\n",
        encoding="utf-8",
    )
    (article,) = annotated.read(file)
    title, text = examples.Maker().article(article)
    assert [examples.KINDS[label] for label in title.labels[:, 0]] == [NONE, "condemnation"]
    kinds = [examples.KINDS[label] for label in text.labels[:, 0]]
    assert [(n, kind) for n, kind in enumerate(kinds) if kind != NONE] == [(1, "expulsion"), (9, "condemnation")]
    assert examples.TYPES[text.labels[1, 1]] == "SANCTION"
    assert examples.STATUSES[text.labels[1, 3]] == "happened"
    assert (text.labels[0] == [0, 0, examples.IGNORED, examples.IGNORED]).all()
    assert len(text.rows) == len(kinds) == len(text.vectors) == len(text.sentences) == len(text.shapes)
    first, second = text.sides
    assert (first.trigger, first.actors, first.recipients) == (1, {"TCD"}, {"NER"})
    assert {"TCD", "NER"} == set(first.countries) == set(second.countries)
    acting = {land for offer, land in zip(first.offers, first.countries, strict=True) if offer[3] & 8}
    assert acting == {"TCD"}
