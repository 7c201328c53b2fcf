"""What is no article is blanked, the article is not, and offsets stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extract.text import prepare

STORY = "The foreign ministers of Chad and Niger met in Zinder on Monday to talk about their border."


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Chad and Niger through the years",
        "ADVERTISEMENT",
        "By Amina Diallo",
        "By Amina Diallo and Jan Berg",
        "Share this article on Facebook",
        "Sign up for our morning newsletter",
        "File photo: soldiers at the border",
        "Soldiers at the border post in May (AP Photo/J. Doe)",
        "Reporting by Amina Diallo; Editing by Jan Berg",
        "We use cookies to improve your experience on this site",
        "© 2026 Example Media. All rights reserved.",
        "Published: 9 November 2026 10:15",
        "4 min read",
        "Tags: Chad, Niger",
        "Back to top",
        "JUST WATCHED Chad's long border Replay More Videos ... MUST WATCH Chad's long border",
        "Enlarge this image toggle caption Jan Berg/AP",
        "Image caption The bridge at Zinder",
        "FILE - Soldiers stand at the border, in this photo of May 3. They were sent there in April. (Jan Berg via AP)",
        "File – In this May 3 photo soldiers stand at the border. They came from Zinder. (Jan Berg, File/Example)",
        "File photo: Soldiers of the guard stand at the border near Zinder in May. They were sent there in April.",
    ],
)
def test_furniture_is_blanked(line: str) -> None:
    text = f"{STORY}\n{line}\n{STORY}\n{STORY}"
    cleaned = prepare(text).text
    assert line.split()[-1] not in cleaned.split("\n")[1]
    assert cleaned.count(STORY) == 3


@pytest.mark.parametrize(
    "line",
    [
        "Video from the scene showed armed men leaving the village before dawn.",
        "Published on Monday, the report named 14 officers of the old guard.",
        "By then the two governments had closed every crossing.",
        "Follow-up talks are due in Niamey in March.",
        "File upon file of the guard was burned in Niamey on Friday, a clerk said.",
        "Join us or leave us alone, the rebel leader told the president on Friday.",
        "The subscription to the fund was signed by nine states.",
    ],
)
def test_sentences_stay(line: str) -> None:
    assert line in prepare(f"{STORY}\n{line}\n{STORY}").text


@pytest.mark.parametrize(
    ("opening", "place", "agency", "day"),
    [
        ("SEOUL, Nov. 9 (Yonhap) — ", "Seoul", "Yonhap", "Nov. 9"),
        ("NAIROBI, Kenya (AP) — ", "Nairobi", "AP", None),
        ("MEXICO CITY — ", "Mexico City", None, None),
        ("Kampala (Reuters) - ", "Kampala", "Reuters", None),
        ("(Tass) -- ", None, "Tass", None),
        ("PARIS, March 4. ", "Paris", None, "March 4"),
        ("March 4, 2024_", None, None, "March 4, 2024"),
    ],
)
def test_the_dateline_is_kept_as_facts(opening: str, place: str | None, agency: str | None, day: str | None) -> None:
    prepared = prepare(opening + STORY)
    assert prepared.dateline is not None
    assert (prepared.dateline.place, prepared.dateline.agency, prepared.dateline.day_text) == (place, agency, day)
    assert prepared.text.strip() == STORY


@pytest.mark.parametrize(
    "text", [STORY, "NATO said on Monday that it — unlike others — would wait.", "Mr. Doe - a spy - fled."]
)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    assert prepare(text).text == text


def test_what_follows_the_article_is_cut() -> None:
    text = f"{STORY}\n{STORY}\n{STORY}\nRelated Articles\nWar of 1953 remembered in Seoul\nLeave a Reply\nYour name"
    assert prepare(text).text.rstrip() == f"{STORY}\n{STORY}\n{STORY}"


def test_mark_up_and_entities() -> None:
    text = f"<p>{STORY}</p>&nbsp;<b>Chad &amp; Niger</b>"
    cleaned = prepare(text).text
    assert len(cleaned) == len(text)
    assert "<" not in cleaned
    assert "Chad &     Niger" in cleaned


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_length_and_line_breaks_never_change(text: str) -> None:
    prepared = prepare(text)
    assert len(prepared.text) == len(text)
    assert [i for i, c in enumerate(prepared.text) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    for start, end, _ in prepared.cut:
        assert not prepared.text[start:end].strip("\n ").strip()


def test_headings_of_a_digest_are_blanked_and_kept() -> None:
    text = "CHAD/NIGER – The ministers met.\n\nTOGO. Rain fell in the north of the country."
    found = prepare(text)
    assert [about for _, about in found.headings] == ["CHAD/NIGER", "TOGO"]
    assert "CHAD" not in found.text and "TOGO" not in found.text and len(found.text) == len(text)


@pytest.mark.parametrize("text", ["CHAD – The ministers met.\n\nRain fell.", "U.S. Navy left.\n\nU.N. Rain fell."])
def test_one_heading_makes_no_digest(text: str) -> None:
    assert prepare(text).headings == ()


@pytest.mark.parametrize(
    "text",
    [
        "Statement\n" + "-" * 60 + "\nChad left.",
        "PARIS " + "-_" * 60 + " x",
        " " * 20_000 + "Chad left.",
        "By " + "A'-." * 140,
        "(" * 50_000 + "Chad left.",
        "A.'" * 20_000 + "\nChad left.",
    ],
    ids=["hyphens", "dashes", "blanks", "a byline", "brackets", "capitals"],
)
def test_what_no_newspaper_prints_is_passed_over_at_once(text: str) -> None:
    assert len(prepare(text).text) == len(text)  # patterns that go back and forth over it would take hours


def test_what_has_no_words_is_blanked() -> None:
    assert prepare("Chad left. " + "'s" * 500 + " Togo came.").text.split() == ["Chad", "left.", "Togo", "came."]
