"""Who may be a side of an event: whoever is named near its trigger, and the nearest of those named farther off."""

from __future__ import annotations

from spacy.language import Language

from tracker.extract.judge_sides import ABSENT
from tracker.extract.parsed import make_tree
from tracker.extract.standing import Salience, Standing, offers, salience_of
from tracker.extract.syntax import Tree
from tracker.model import Actor

NOBODY = Salience((), frozenset())
LANDS = ["Peru", "Chad", "Togo", "Mali", "Niger", "Ghana", "Benin", "Egypt", "Kenya", "Chile", "Nepal", "Qatar"]
TEXT = " ".join(f"{land} waited quietly." for land in LANDS)


def read(pipeline: Language, text: str = TEXT) -> tuple[Tree, list[tuple[Standing, ...]]]:
    """A text's tree, and by sentence its words that begin with a capital, each for a country of that name."""
    tree = make_tree(pipeline(text))
    return tree, [
        tuple(
            Standing(i, (Actor(tree.words[i], tree.words[i]),), named=True)
            for i in range(*bounds)
            if tree.words[i] in LANDS
        )
        for bounds in tree.sentences
    ]


def offered(tree: Tree, stood: list[tuple[Standing, ...]], sentence: int, salience: Salience = NOBODY) -> list[str]:
    trigger = next(i for i in range(*tree.sentences[sentence]) if tree.words[i] == "waited")
    out = offers(tree, trigger, None, stood, salience)
    assert all(actor.country == tree.words[o.token] for o, actor in out if o.token != ABSENT)
    return [actor.country or "" for _, actor in out]


def test_those_named_near_stand_first_and_then_the_nearest_of_the_others(pipeline: Language) -> None:
    tree, stood = read(pipeline)
    assert len(stood) == len(LANDS)
    assert offered(tree, stood, 5) == [*LANDS[2:6], "Benin", "Egypt", "Kenya", "Chad", "Chile", "Peru"]


def test_a_country_farther_off_is_offered_once_by_its_nearest_word(pipeline: Language) -> None:
    tree, stood = read(pipeline, f"{TEXT} Peru waited again. Peru waited.")
    trigger = next(i for i in range(*tree.sentences[5]) if tree.words[i] == "waited")
    far = [offer.token for offer, actor in offers(tree, trigger, None, stood, NOBODY) if actor.country == "Peru"]
    assert [tree.sentence_of[token] for token in far] == [0]
    assert offered(tree, stood, 13).count("Peru") == 2  # both of those near it


def test_a_country_that_is_named_nowhere_near_may_be_a_side_where_the_article_is_about_it(pipeline: Language) -> None:
    tree, stood = read(pipeline, "Peru waited quietly.")
    about = salience_of([Actor("Chad", "Chad")] * 3, [])
    assert offered(tree, stood, 0, about) == ["Peru", "Chad"]
