"""Which mentions are one event: laws that hold for all mentions, and cases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.events.cluster import cluster
from tracker.events.filing import filed, sought, sought_as_news, theme
from tracker.events.match import SAME_NEWS, THRESHOLD, link, may_be_one
from tracker.events.merge import merge
from tracker.events.told import Told
from tracker.model import Actor, Basis, EventDate, EventType, Evidence, Granularity, Interval, Mention, Place, Status

DAY = date(2026, 5, 4)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
OPENING = (
    "A lorry drove into the crowd at the harbour fair of Vellmark on Monday evening and killed nineteen visitors"
    " before guards stopped its driver near the fish market"
)


def party(code: str) -> Actor:
    """A country, or after a colon a name with or without a code before it."""
    country, colon, name = code.partition(":")
    return Actor(name.replace("_", " "), country or None, "UAF") if colon else Actor(code, code, "GOV")


def told(
    name: str = "a",
    number: int = 0,
    kind: str = "missile_launch",
    actors: str = "PRK",
    recipients: str = "",
    days: tuple[date, int] | None = (DAY, 1),
    status: Status = Status.HAPPENED,
    text: str = "The army fired a rocket over the bay.",
    published: datetime | None = NOON,
    basis: Basis = Basis.EXPLICIT,
    place: Place | None = None,
    words: str = "",
    **more: Any,
) -> Told:
    interval = Interval(days[0], days[0] + timedelta(days[1])) if days else None
    mention = Mention(
        kind=kind,
        type=EventType.MOBILIZE,
        mode=None,
        contexts=(),
        cameo="15",
        status=status,
        actors=tuple(map(party, actors.split())),
        recipients=tuple(map(party, recipients.split())),
        place=place,
        date=EventDate(interval, Granularity.DAY if interval else None, None, None, words or None, basis),
        evidence=Evidence("text", 0, len(text), text, "fired", 9, 14),
        confidence=0.8,
        lead=True,
    )
    return Told((f"https://{name}.example/1", number), mention, published, name, **more)


@st.composite
def mentions(draw: st.DrawFn) -> Told:
    return told(
        name=draw(st.sampled_from([f"outlet{n}" for n in range(40)])),
        number=draw(st.integers(0, 5)),
        kind=draw(st.sampled_from(["missile_launch", "visit", "meeting", "strike", "agreement", "aid"])),
        actors=draw(st.sampled_from(["PRK", "USA", "USA KOR", "IRN", ":Karsan_Brigade", "MLI:Brigade", "NGO:Aid", ""])),
        recipients=draw(st.sampled_from(["", "KOR", "JPN", "ISR", ":Havila_Shipping", "NGO:Health_and_Aid_Now"])),
        days=draw(st.one_of(st.none(), st.tuples(st.dates(DAY, DAY + timedelta(20)), st.sampled_from([1, 1, 7, 365])))),
        status=draw(st.sampled_from(list(Status))),
        text=draw(
            st.sampled_from(
                ["The army fired a rocket.", "Ministers met for talks.", "A raid hit the port.", "A raid hurt 527."]
            )
        ),
        published=draw(st.one_of(st.none(), st.integers(0, 500).map(lambda h: NOON + timedelta(hours=h)))),
        basis=draw(st.sampled_from(list(Basis))),
        opening=draw(st.sampled_from(["", OPENING])),
        place=draw(st.sampled_from([None, Place("Vellmark", "FRA", 43.7, 7.2), Place("Ostrany", "KOR", 37.5, 127.0),
                                   Place("Grey Sea", None, 58.0, 20.0)])),
        words=draw(st.sampled_from(["", "on Monday", "today"])),
    )  # fmt: skip


def distinct(many: list[Told]) -> list[Told]:
    return list({each.key: each for each in many}.values())


@settings(max_examples=60, deadline=None)
@given(mentions(), mentions())
def test_a_link_is_the_same_from_both_sides(first: Told, second: Told) -> None:
    assert link(first, second) == link(second, first)


def finds(seeker: Told, other: Told) -> bool:
    """Whether one mention is looked at when another one comes in: by what both say, or as news of the same days."""
    if filed(other) & sought(seeker):
        return True
    times = seeker.published, other.published
    same_days = all(times) and abs(times[0] - times[1]) <= SAME_NEWS
    return bool(filed(other) & sought_as_news(seeker)) and other.mention.lead and same_days


@settings(max_examples=300, deadline=None)
@given(mentions(), mentions())
def test_what_may_be_linked_is_found_under_the_keys_it_is_filed_under(first: Told, second: Told) -> None:
    if link(first, second).holds:
        assert finds(first, second)
        assert finds(second, first)
        assert theme(first.mention.kind) == theme(second.mention.kind)
        assert first.countries & second.countries or not (first.countries and second.countries)


@settings(max_examples=40, deadline=None)
@given(st.lists(mentions(), max_size=30).map(distinct), st.randoms(use_true_random=False))
def test_events_do_not_depend_on_order(many: list[Told], rng: random.Random) -> None:
    shuffled = list(many)
    rng.shuffle(shuffled)
    assert cluster(shuffled) == cluster(many)
    assert [merge(group) for group in cluster(shuffled)] == [merge(group) for group in cluster(many)]


def test_two_hundred_articles_in_any_order_give_the_same_events() -> None:
    rng = random.Random(11)
    many = [
        told(
            f"outlet{n}",
            kind=rng.choice(("missile_launch", "visit", "strike")),
            actors=rng.choice(("PRK", "IRN", "USA")),
            recipients=rng.choice(("", "KOR")),
            days=(DAY + timedelta(rng.randint(0, 25)), rng.choice((1, 1, 1, 30))),
            status=rng.choice((Status.HAPPENED, Status.PLANNED)),
        )
        for n in range(200)
    ]
    expected = [merge(group) for group in cluster(many)]
    assert 20 < len(expected) < 150
    for _ in range(5):
        rng.shuffle(many)
        assert [merge(group) for group in cluster(many)] == expected


@settings(max_examples=30, deadline=None)
@given(st.lists(mentions(), max_size=25).map(distinct))
def test_every_mention_is_evidence_for_one_event(many: list[Told]) -> None:
    members = [each.key for group in cluster(many) for each in group.members]
    assert sorted(members) == sorted(each.key for each in many)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (told("a"), told("b"), True),
        (told("a"), told("b", days=(DAY + timedelta(4), 1)), False),
        (told("a"), told("b", actors="IRN"), False),
        (told("a", kind="visit", recipients="KOR"), told("b", kind="meeting", recipients="KOR"), True),
        (told("a", kind="visit"), told("b", kind="sanctions"), False),
        (told("a"), told("b", days=None), True),
        (told("a"), told("b", days=None, published=NOON + timedelta(days=90)), False),
    ],
)
def test_what_is_one_event(first: Told, second: Told, together: bool) -> None:
    assert (len(cluster([first, second])) == 1) is together


def test_one_story_joins_reports_that_name_other_victims() -> None:
    first = told("a", kind="strike", actors="", recipients="TUN FRA", text="Tunisians died.", opening=OPENING)
    second = told("b", kind="strike", actors="", recipients="CHN FRA", text="Chinese tourists fell.", opening=OPENING)
    found = link(first, second)
    assert found.holds
    assert any("open alike" in reason for reason in found.reasons)
    assert not link(first, replace(second, opening="")).holds
    assert not link(first, replace(second, published=NOON + timedelta(days=9))).holds


PACT = "Belvar and Ostrany pledge help to each other under a pact signed in Ostrany"
PACT_OPENING = (
    f"{PACT} The presidents of Belvar and Ostrany signed a treaty of mutual help on Monday at the palace of Karvina and"
    " promised arms, grain and pilots"
)


def pact(name: str, kind: str, actors: str = "USA KOR", text: str = PACT, **more: Any) -> Told:
    return told(name, kind=kind, actors=actors, text=text, **{"headline": PACT, "opening": PACT_OPENING, **more})


def test_one_deed_told_with_words_of_another_kind_is_one_event_of_the_kind_most_sources_give() -> None:
    many = [pact("a", "agreement"), pact("b", "aid"), pact("c", "agreement")]
    found = link(many[0], many[1])
    assert found.holds
    assert any(reason.startswith("one deed told as agreement and aid") for reason in found.reasons)
    (group,) = cluster(many)
    assert merge(group).kind == "agreement"


@pytest.mark.parametrize(
    "other",
    [
        pact("b", "visit"),
        pact("b", "condemnation"),
        pact("b", "missile_launch"),
        pact("b", "aid", text="Aid workers reached the flooded valley."),
        pact("b", "aid", headline="Harvest fails", opening=OPENING),
        pact("b", "aid", lead_kinds=frozenset(("aid", "agreement"))),
        pact("b", "aid", published=NOON + timedelta(days=5)),
        pact("b", "aid", days=(DAY + timedelta(2), 1)),
    ],
    ids=["visit", "condemnation", "launch", "other sentence", "other story", "tells both", "later news", "other day"],
)
def test_different_deeds_of_one_story_stay_apart(other: Told) -> None:
    assert not link(pact("a", "agreement"), other).holds


def test_two_speakers_are_two_events_however_alike_the_reports() -> None:
    first = pact("a", "condemnation", actors="USA", recipients="PRK")
    assert link(first, pact("b", "accusation", actors="USA", recipients="PRK")).holds
    assert not link(first, pact("b", "condemnation", actors="JPN", recipients="PRK")).holds


def test_what_has_happened_happened_before_it_was_reported() -> None:
    year = told("a", kind="meeting", actors="USA KOR", days=(date(2026, 1, 1), 365), published=NOON)
    later = told(
        "b", kind="meeting", actors="USA KOR", days=(date(2026, 9, 1), 1), published=NOON + timedelta(days=120)
    )
    assert not link(year, later).holds
    assert link(replace(year, published=NOON + timedelta(days=200)), later).holds


def test_the_score_explains_itself() -> None:
    found = link(told("a"), told("b"))
    assert 0.5 <= found.score <= 1.0
    assert any("same parties: PRK" in reason for reason in found.reasons)
    assert any("days fit" in reason for reason in found.reasons)


def trip(name: str, day: date, published: datetime, status: Status = Status.PLANNED, person: str = "Ana Brnic") -> Told:
    made = told(
        name, kind="visit", recipients="ETH", days=(day, 1), status=status, published=published,
        text="The president will visit Addis Ababa.",
    )  # fmt: skip
    actor = Actor(person, "KEN", "GOV", "president", person)
    return replace(made, mention=replace(made.mention, actors=(actor,)))


def test_a_plan_for_another_day_is_the_same_trip_moved() -> None:
    first, moved = trip("a", DAY, NOON), trip("b", DAY + timedelta(2), NOON + timedelta(days=2))
    assert link(first, moved).holds
    assert any("planned anew" in reason for reason in link(first, moved).reasons)
    assert finds(first, moved) and finds(moved, first)


@pytest.mark.parametrize(
    "other",
    [
        trip("b", DAY + timedelta(2), NOON + timedelta(days=2), Status.HAPPENED),
        trip("b", DAY + timedelta(2), NOON + timedelta(days=2), person="Omar Said"),
        trip("b", DAY + timedelta(20), NOON + timedelta(days=2)),
        trip("b", DAY + timedelta(2), NOON + timedelta(days=9)),
    ],
    ids=["took place", "somebody else", "weeks later", "told much later"],
)
def test_trips_of_other_people_or_times_stay_apart(other: Told) -> None:
    assert not link(trip("a", DAY, NOON), other).holds


def raid(name: str, text: str, actors: str = "", **more: Any) -> Told:
    return told(name, kind="strike", actors=actors, text=text, **{"recipients": "FRA", **more})


FAIR = "A lorry driven into the harbour fair of Vellmark killed nineteen people."


def test_who_did_it_may_be_unknown_to_one_of_two_reports() -> None:
    known = raid("b", "The lorry at the harbour fair of Vellmark was driven by a militant, police said.", "ISM")
    found = link(raid("a", FAIR), known)
    assert found.holds
    assert any("does not say who" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    "other",
    [
        raid("b", "Gunmen killed nine people outside a court in Ostrany."),
        raid("b", "Gunmen killed nineteen people outside a court in Ostrany.", "ISM"),
        raid("b", "A lorry killed nine people at a fair.", place=Place("Ostrany", "FRA", 48.1, 2.2)),
        raid("b", FAIR, days=(DAY + timedelta(2), 1)),
    ],
    ids=["another town", "another town, known doer", "like it, but far away", "like it, but another day"],
)
def test_two_attacks_of_one_day_or_town_stay_apart(other: Told) -> None:
    assert not link(raid("a", FAIR, place=Place("Vellmark", "FRA", 43.7, 7.2)), other).holds


SHOOTING = "Gunman at the Vellmark fair killed 58 people and wounded 527."


def test_a_deed_told_again_long_after_is_known_by_the_count_of_its_victims() -> None:
    first = raid("a", SHOOTING)
    later = DAY + timedelta(55)
    again = raid(
        "b", "Militants claim the fair attack that left 527 wounded.", days=(later, 1), basis=Basis.ASSUMED,
        published=NOON + timedelta(days=55),
    )  # fmt: skip
    assert link(first, again).holds
    assert any("same count: 527" in reason for reason in link(first, again).reasons)
    for other in (
        replace(again, mention=replace(again.mention, date=replace(again.mention.date, basis=Basis.EXPLICIT))),
        raid("b", "A raid left 526 wounded.", days=(later, 1), basis=Basis.ASSUMED),
        raid("b", "A raid left 500 wounded.", days=(later, 1), basis=Basis.ASSUMED),
    ):
        assert not link(first, other).holds


def test_pages_put_out_again_find_their_event_by_an_undated_report_with_the_same_count() -> None:
    """The report that counts 527 says no day and goes with the one that does; those of the new page follow it."""
    later = {"days": (DAY + timedelta(55), 1), "published": NOON + timedelta(days=55)}
    dated = raid("a", "Gunman at the Vellmark fair killed 58 people on Monday.")
    counted = raid("b", SHOOTING, basis=Basis.ASSUMED)
    again = raid("c", "The Vellmark fair shooting killed 58 and left 527 wounded.", basis=Basis.ASSUMED, **later)
    beside = raid("d", "Militants say they were behind the Vellmark fair shooting.", basis=Basis.ASSUMED, **later)
    for order in ((dated, counted, again, beside), (beside, again, counted, dated)):
        assert [len(group.members) for group in cluster(order)] == [4]
    assert sorted(len(group.members) for group in cluster((dated, again, beside))) == [1, 2]


def test_a_series_told_in_the_same_words_stays_a_series() -> None:
    launches = [
        told(f"o{n}", days=(DAY + timedelta(4 * n), 1), basis=Basis.ASSUMED, published=NOON + timedelta(days=4 * n),
             text="The army fired 127 rockets over the bay.", headline=PACT, opening=PACT_OPENING)
        for n in range(5)
    ]  # fmt: skip
    assert len(cluster(launches)) == 5


RAID = "Gunmen stormed the fish market of Vellmark and killed nine traders."


def test_strikes_on_a_town_day_after_day_are_as_many_events() -> None:
    days = [
        raid(f"o{n}-{m}", RAID, days=(DAY + timedelta(n), 1), basis=Basis.PUBLICATION, words=("on Monday", "Tuesday",
             "Wednesday")[n], published=NOON + timedelta(days=n))
        for n in range(3) for m in range(3)
    ]  # fmt: skip
    undated = [
        raid(f"u{n}", RAID, days=(DAY + timedelta(n), 1), basis=Basis.ASSUMED, published=NOON + timedelta(days=n))
        for n in range(3)
    ]
    found = cluster(days + undated)
    assert sorted(len(group.members) for group in found) == [4, 4, 4]
    for group in found:
        assert len({told.mention.date.interval for told in group.members}) == 1


def test_a_day_counted_on_two_sides_of_midnight_may_differ_by_one() -> None:
    first = raid("a", RAID, basis=Basis.PUBLICATION, words="today")
    second = raid("b", RAID, days=(DAY + timedelta(1), 1), basis=Basis.PUBLICATION, words="on Tuesday")
    assert link(first, second).holds
    monday = replace(first, mention=replace(first.mention, date=replace(first.mention.date, text="on Monday")))
    assert not link(monday, second).holds


def test_a_raid_on_a_town_is_one_though_one_report_names_the_town_as_what_was_hit() -> None:
    place = Place("Vellmark", "FRA", 50.0, 8.0)
    jets = raid("a", "Italian jets bombed the harbour of Vellmark at dawn.", "ITA")
    killed = raid("b", "Four dock workers died under fire from the sky over Vellmark.", "ITA", place=place)
    assert link(jets, killed).holds
    elsewhere = raid("c", "Italian jets bombed the harbour of Nordby at dawn.", "ITA")
    assert not link(elsewhere, killed).holds


def test_fighters_who_are_killed_are_no_people_of_a_country_whom_others_name_as_victims() -> None:
    guards = raid("a", "A car bomb at the embassy killed two guards of the mission.", recipients="FRA")
    text = "Soldiers killed two guards of the group in a raid, far from the bomb at the embassy."
    fighters = raid("b", text, "MLI", recipients="ISM")
    assert not may_be_one(guards, fighters)
    assert may_be_one(guards, raid("b", text, "MLI", recipients="DEU")), "victims have several countries"


def test_an_attack_in_one_town_is_one_whoever_is_blamed() -> None:
    town = Place("Vellmark", "FRA", 43.7, 7.2)
    first = raid("a", RAID, "FRA", place=town)
    blamed = raid("b", "The group said its men stormed the fish market of Vellmark.", "ISM", recipients="FRA ITA")
    assert not link(
        first, replace(blamed, mention=replace(blamed.mention, evidence=raid("c", "A raid.").mention.evidence))
    ).holds
    there = replace(blamed, mention=replace(blamed.mention, place=town))
    assert link(first, there).holds
    assert finds(first, there) and finds(there, first)


FREED = "The Karsan Brigade freed twelve captive miners after a week of talks with their families."
DEAL = "Nordlux Energy and Havila Shipping agreed to build a gas terminal on the Ostrany coast."
SEIZED = "A coal freighter was seized by masked men in the Grey Sea with its crew of eleven."
GREY_SEA = Place("Grey Sea", None, 58.0, 20.0)
NOWHERE = [
    (told("a", 0, "release", ":Karsan_Brigade", text=FREED),
     told("b", 0, "release", ":Brigade", text="Twelve captive miners were freed by the Brigade, their families said.")),
    (told("a", 0, "release", ":Karsan_Brigade", text=FREED),
     told("b", 0, "release", "MLI:Karsan_Brigade", text="The Brigade freed twelve miners after talks.")),
    (told("a", 0, "aid", "NGO:International_Committee_of_the_Red_Cross",
          text="Red Cross lorries took flour to Ostrany."),
     told("b", 0, "aid", ":ICRC", text="Flour for Ostrany arrived on ICRC lorries.")),
    (told("a", 0, "agreement", ":Nordlux_Energy", ":Havila_Shipping", text=DEAL),
     told("b", 0, "agreement", ":Havila_Shipping", ":Nordlux",
          text="Havila, Nordlux to build gas terminal at Ostrany.")),
    (told("a", 0, "seizure", "", place=GREY_SEA, text=SEIZED),
     told("b", 0, "seizure", "", place=GREY_SEA, text="Masked men seized a freighter with coal in the Grey Sea.")),
    (told("a", 0, "exercise", "IGO:NATO", text="NATO ships practised hunting submarines."),
     told("b", 0, "exercise", "IGO:alliance", text="The alliance practised hunting submarines with ships.")),
]  # fmt: skip
APART = [
    # another group, another day, another deed, another sea, another body of the same sort
    (told("a", 0, "release", ":Karsan_Brigade", text=FREED), told("b", 0, "release", ":Orsa_Brigade", text=FREED)),
    (told("a", 0, "release", ":Karsan_Brigade", text=FREED),
     told("b", 0, "release", ":Karsan_Brigade", text=FREED, days=(DAY + timedelta(2), 1))),
    (told("a", 0, "release", ":Karsan_Brigade", text=FREED),
     told("b", 0, "release", ":Karsan_Brigade", text="A French nurse held since spring is home.")),
    (told("a", 0, "seizure", "", place=GREY_SEA, text=SEIZED),
     told("b", 0, "seizure", "", place=Place("White Sea", None, 65.0, 38.0), text=SEIZED)),
    (told("a", 0, "seizure", "", text=SEIZED), told("b", 0, "seizure", "", text=SEIZED)),
    (told("a", 0, "accusation", "NGO:Aid_Now", "KOR", text="Aid Now accused Seoul of sending refugees away."),
     told("b", 0, "accusation", "NGO:Rights_Watch", "KOR",
          text="Rights Watch accused Seoul of sending refugees away.")),
    (told("a", 0, "aid", "NGO:Aid_Now", text="Lorries brought flour to the camp."),
     told("b", 0, "aid", "NGO:Rights_Watch", text="Lorries brought flour to the camp.")),
    (told("a", 0, "agreement", ":Nordlux_Energy", ":Havila_Shipping", text=DEAL),
     told("b", 0, "agreement", ":Nordlux_Energy", ":Orkney_Steel", text="Orkney Steel sells pipes to Nordlux Energy.")),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), NOWHERE)
def test_reports_that_name_no_country_are_joined_by_names_and_places(first: Told, second: Told) -> None:
    assert link(first, second).holds and link(second, first).holds
    assert finds(first, second) and finds(second, first)
    assert len(cluster([first, second])) == 1


@pytest.mark.parametrize(("first", "second"), APART)
def test_reports_of_other_bodies_deeds_and_places_stay_apart(first: Told, second: Told) -> None:
    assert not link(first, second).holds
    assert len(cluster([first, second])) == 2


def test_articles_that_open_alike_are_joined_though_nobody_in_them_has_a_country() -> None:
    pair = [
        told(name, 0, "arrest", "", ":founder", text=f"{name} A founder was arrested.", basis=Basis.ASSUMED,
             headline=head, opening=f"{head} {OPENING}")
        for name, head in (("a", "Harbour fair killer arrested"), ("b", "Driver of Vellmark fair lorry arrested"))
    ]  # fmt: skip
    assert link(*pair).holds
    other = told("c", 0, "arrest", "", ":Tom_Marsh", text="c A man was arrested.", basis=Basis.ASSUMED, headline=PACT,
                 opening=PACT_OPENING)  # fmt: skip
    assert not link(pair[0], other).holds
    assert finds(*pair) and finds(*reversed(pair))


def test_deeds_done_to_each_other_are_two() -> None:
    raid_there = told(
        "a", 0, "strike", "UKR", "RUS", text="Ukrainian drones set a fuel store at the Ostrany airbase on fire."
    )
    raid_here = told("b", 0, "strike", "RUS", "UKR", text="Russian bombs fell on a fuel store in Vellmark.")
    assert not link(raid_there, raid_here).holds
    talks = (
        told("a", 0, "meeting", "UKR", "RUS", text="Envoys met."),
        told("b", 0, "meeting", "RUS", "UKR", text="Envoys met."),
    )
    assert link(*talks).holds, "talks have no direction"
    town = Place("Vellmark", "UKR", 43.7, 7.2)
    blamed = [replace(each, mention=replace(each.mention, place=town)) for each in (raid_there, raid_here)]
    assert link(*blamed).holds, "in one town, whoever is blamed"


def test_names_of_those_who_take_part_are_no_words_in_common() -> None:
    first = told("a", 0, "strike", ":x", text="Russian bombs fell on the Ukrainian town of Vellmark.")
    pair = [
        replace(each, mention=replace(each.mention, actors=(Actor("Russian forces", "RUS"),),
                                      recipients=(Actor("Ukrainian town", "UKR"),)))
        for each in (first, told("b", 0, "strike", text="Russian drones burned a Ukrainian mill at Ostrany."))
    ]  # fmt: skip
    assert not link(*pair).holds


def test_help_from_two_givers_is_two_deeds_though_the_articles_open_alike() -> None:
    first, second = (
        told(name, 0, "aid", giver, "FRA", text=f"{giver} sent tents to Vellmark.", headline=PACT, opening=PACT_OPENING)
        for name, giver in (("a", "IND"), ("b", "CHN"))
    )
    assert not link(first, second).holds


def test_an_undated_report_goes_with_those_that_open_alike_not_with_what_another_mentions() -> None:
    told_it = {"headline": PACT, "opening": PACT_OPENING, "lead_kinds": frozenset(("strike",))}
    undated = raid(
        "z", "Nine visitors of the fish market fell before the lorry.", "NOR", basis=Basis.ASSUMED, **told_it
    )
    raided = raid("y", "A lorry ploughed into the crowd.", "ISM", **told_it)
    aside = raid("x", "The driver of the lorry was shot, guards told us.", "NOR")
    aside = replace(aside, mention=replace(aside.mention, lead=False))
    assert link(undated, aside).holds
    groups = [{each.key[0] for each in group.members} for group in cluster([undated, raided, aside])]
    assert {undated.key[0], raided.key[0]} in groups


def test_of_two_deeds_with_which_an_article_opens_a_report_goes_with_that_which_fits_better() -> None:
    other, same = (raid("y", FAIR, doer, opening=OPENING, number=number) for number, doer in enumerate(("ISM", "NOR")))
    undated = raid("z", FAIR, "NOR", basis=Basis.ASSUMED, opening=OPENING)
    assert link(undated, same).score > link(undated, other).score >= THRESHOLD


def test_two_attacks_far_apart_need_articles_that_open_more_alike() -> None:
    harbour, inland = Place("Vellmark", "FRA", 43.7, 7.2), Place("Ostrany", "FRA", 48.1, 2.2)
    first = raid("a", "Nine clerks died.", "NOR", place=harbour, opening=OPENING)
    somewhat = raid("b", "Two waiters fell.", "ISM", opening=(
        "A lorry drove into a bakery by the harbour on Monday and its driver told reporters that the brakes had failed,"
        " while visitors helped to carry bread, flour and tins of butter from the rain"
    ))  # fmt: skip
    assert link(first, replace(somewhat, mention=replace(somewhat.mention, place=None))).holds
    far = replace(somewhat, mention=replace(somewhat.mention, place=inland))
    assert not link(first, far).holds
    assert link(first, replace(far, opening=OPENING)).holds
