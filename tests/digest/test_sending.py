"""The whole way to a real mail server and back: what arrives, once, whatever goes wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tracker.delivering import run_due
from tracker.digest.due import Plan
from tracker.digest.wanted import Wanted
from tracker.model import Actor, Status
from tracker.settings import Settings
from tracker.store import digests, subscribers

NOW = datetime(2026, 11, 23, 7, 0, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def states(conn: Any, purpose: str = "digest") -> list[str]:
    conn.rollback()
    rows = conn.execute("SELECT state FROM delivery WHERE purpose = %s ORDER BY delivery_id", (purpose,)).fetchall()
    return [row[0] for row in rows]


def test_a_digest_arrives_as_it_was_meant(
    conn: Any, pool: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    put(make_event(1), NOW - timedelta(hours=3))
    put(
        make_event(2, status=Status.PLANNED, day=date(2026, 11, 26), title="Italy: visit to Egypt (planned)"),
        NOW - timedelta(hours=2),
    )
    reader(name="Ann")
    summary = run_due(settings, pool, NOW)
    assert (summary.due, summary.composed, summary.sent, summary.waiting) == (1, 1, 1, 0)
    (mail,) = postbox.mails
    assert mail["To"] == "Ann <ann@example.org>"
    assert "Italy: visit to Egypt" in mail["Subject"] and "1 more" in mail["Subject"]
    assert mail["List-Id"] == "Tracker digest <digest.tracker.example>"
    assert mail["List-Unsubscribe"].startswith("<https://tracker.example/subscription/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@tracker.example>")
    assert abs(mail["Date"].datetime - NOW) < timedelta(minutes=1)
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds[:3] == ["multipart/mixed", "multipart/alternative", "text/plain"]
    assert {"text/html", "image/png", "text/calendar"} <= set(kinds)
    html, plain = mail.get_body(("html",)).get_content(), mail.get_body(("plain",)).get_content()
    for words in ("Italy: visit to Egypt no. 1", "https://wire.example/1", "2 independent sources"):
        assert words in html and words in plain
    link = mail["List-Unsubscribe"].strip("<>")
    assert link in html and link in plain
    assert "<script" not in html
    (ics,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert "DTSTART;VALUE=DATE:20261126" in ics.get_content()


def test_nothing_is_told_twice_but_changes_are(
    conn: Any, pool: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    planned = make_event(1, status=Status.PLANNED, day=date(2026, 11, 26), title="Italy: visit to Egypt (planned)")
    put(planned, NOW - timedelta(hours=3))
    reader()
    run_due(settings, pool, NOW)
    run_due(settings, pool, NOW + timedelta(minutes=1))
    assert len(postbox.mails) == 1
    run_due(settings, pool, NOW + DAY)
    second = postbox.mails[1].get_body(("plain",)).get_content()
    assert "Nothing above your threshold" in second
    put(
        make_event(
            1, version=2, status=Status.CANCELLED, day=date(2026, 11, 26), title="Italy: visit to Egypt (cancelled)"
        ),
        NOW + DAY + timedelta(hours=5),
    )
    run_due(settings, pool, NOW + 2 * DAY)
    third = postbox.mails[2].get_body(("plain",)).get_content()
    assert "[cancelled] Italy: visit to Egypt" in third and "was planned for Thu 26 Nov" in third
    assert states(conn) == ["sent", "sent", "sent"]


def test_a_silent_reader_gets_no_empty_mail(
    pool: Any, conn: Any, settings: Settings, postbox: Any, reader: Any
) -> None:
    reader(empty_days="silent")
    run_due(settings, pool, NOW)
    assert postbox.mails == [] and states(conn) == ["suppressed"]


def test_after_a_sleep_one_mail_catches_up(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    reader()
    put(make_event(1), NOW + timedelta(hours=1))
    put(make_event(2), NOW + 3 * DAY)
    run_due(settings, pool, NOW + 5 * DAY)
    (mail,) = postbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert "no. 1" in text and "no. 2" in text
    rows = conn.execute("SELECT local_day FROM delivery").fetchall()
    assert rows == [(date(2026, 11, 28),)]


def test_greylisting_is_waited_out(pool: Any, conn: Any, settings: Settings, postbox: Any, reader: Any) -> None:
    reader()
    postbox.faults.rcpt["ann@example.org"] = "451 4.7.1 come back later"
    first = run_due(settings, pool, NOW)
    assert (first.sent, first.deferred, states(conn)) == (0, 1, ["deferred"])
    run_due(settings, pool, NOW + timedelta(minutes=1))
    assert postbox.mails == []
    postbox.faults.rcpt.clear()
    run_due(settings, pool, NOW + timedelta(minutes=6))
    assert len(postbox.mails) == 1 and states(conn) == ["sent"]


def test_an_address_that_does_not_exist_is_suppressed(
    pool: Any, conn: Any, settings: Settings, postbox: Any, reader: Any
) -> None:
    number = reader()
    reader("bob@example.org")
    postbox.faults.rcpt["ann@example.org"] = "550 5.1.1 no such user"
    summary = run_due(settings, pool, NOW)
    assert (summary.sent, summary.refused) == (1, 1)
    conn.rollback()
    found = subscribers.by_id(conn, number)
    assert found is not None and found.state == "suppressed" and "no such user" in str(found.state_reason)
    postbox.faults.rcpt.clear()
    run_due(settings, pool, NOW + DAY)
    assert [to for to, _ in postbox.accepted] == ["bob@example.org", "bob@example.org"]


def test_a_mail_refused_for_its_content_does_not_cost_the_subscription(
    pool: Any, conn: Any, settings: Settings, postbox: Any, reader: Any
) -> None:
    number = reader()
    postbox.faults.data = ["554 5.7.1 looks like spam"]
    run_due(settings, pool, NOW)
    found = subscribers.by_id(conn, number)
    assert states(conn) == ["suppressed"] and found is not None and found.state == "active"
    run_due(settings, pool, NOW + DAY)
    assert len(postbox.mails) == 1


@pytest.mark.parametrize("fault", ["ACCEPT, DROP", "DROP", "HANG"])
def test_after_a_lost_answer_the_same_mail_goes_again(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any, fault: str
) -> None:
    put(make_event(1), NOW - timedelta(hours=3))
    reader()
    postbox.faults.data, postbox.faults.hang_s = [fault], 3.0
    first = run_due(settings, pool, NOW)
    assert (first.unknown, states(conn)) == (1, ["handed_over"])
    put(make_event(2), NOW + timedelta(minutes=1))
    run_due(settings, pool, NOW + timedelta(minutes=6))
    assert states(conn) == ["sent"]
    ids = {mail["Message-ID"] for mail in postbox.mails}
    bodies = {mail.get_body(("plain",)).get_content() for mail in postbox.mails}
    assert len(ids) == 1 and len(bodies) == 1


def test_while_the_fate_of_a_mail_is_open_no_newer_one_is_sent(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    put(make_event(1), NOW - timedelta(hours=3))
    reader()
    postbox.faults.data = ["DROP"] * 20
    moment = NOW
    put(make_event(2), NOW + timedelta(hours=1))
    # its fate is open: the next day's digest does not overtake it
    conn.execute("UPDATE subscriber SET next_due_at = %s", (NOW,))
    conn.commit()
    run_due(settings, pool, moment)
    run_due(settings, pool, moment + timedelta(minutes=1))
    assert states(conn) == ["handed_over"]
    for _ in range(5):
        moment += timedelta(hours=1)
        run_due(settings, pool, moment)
    assert states(conn) == ["suppressed"]
    postbox.faults.data = []
    run_due(settings, pool, NOW + DAY)
    assert len(postbox.mails) == 1
    assert "no. 1" in postbox.mails[-1].get_body(("plain",)).get_content()


def test_a_server_that_is_down_costs_nobody_a_mail(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    put(make_event(1), NOW - timedelta(hours=3))
    for number in range(25):
        reader(f"reader{number}@example.org")
    off = settings.model_copy(update={"smtp": settings.smtp.model_copy(update={"port": 1})})
    summary = run_due(off, pool, NOW)
    assert summary.sent == 0 and summary.waiting == 25
    run_due(settings, pool, NOW + timedelta(minutes=10))
    assert sorted(to for to, _ in postbox.accepted) == sorted(f"reader{n}@example.org" for n in range(25))


def test_one_reader_with_broken_wishes_costs_the_others_nothing(
    pool: Any, conn: Any, settings: Settings, postbox: Any, reader: Any
) -> None:
    for number, broken in ((reader("ann@example.org"), "locale = 'xx'"), (reader("bob@example.org"), "zone = 'Mars'")):
        conn.execute(f"UPDATE subscriber SET {broken} WHERE subscriber_id = %s", (number,))
    reader("cid@example.org")
    run_due(settings, pool, NOW)
    run_due(settings, pool, NOW + timedelta(minutes=1))
    assert [to for to, _ in postbox.accepted] == ["cid@example.org"]


def test_a_stopping_service_ends_between_two_mails(
    pool: Any, conn: Any, settings: Settings, postbox: Any, reader: Any
) -> None:
    for number in range(30):
        reader(f"reader{number}@example.org")
    summary = run_due(settings, pool, NOW, stopping=lambda: len(postbox.accepted) >= 3)
    assert 3 <= summary.sent <= 3 + settings.smtp.connections and summary.waiting == 30 - summary.sent
    run_due(settings, pool, NOW + timedelta(seconds=30))
    assert len(postbox.accepted) == 30, "the rest was given back and goes at once"


def test_a_digest_that_could_not_go_out_is_part_of_the_next(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    put(make_event(1), NOW - timedelta(hours=3))
    reader()
    postbox.faults.rcpt["ann@example.org"] = "451 4.7.1 come back later"
    run_due(settings, pool, NOW)
    postbox.faults.rcpt.clear()
    put(make_event(2), NOW + timedelta(hours=3))
    conn.execute("UPDATE delivery SET next_try_at = %s", (NOW + 3 * DAY,))
    conn.commit()
    run_due(settings, pool, NOW + DAY)
    (mail,) = postbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert "no. 1" in text and "no. 2" in text and states(conn) == ["suppressed", "sent"]


@pytest.mark.parametrize("step", ["entered", "composed", "claimed", "handed_over"])
def test_a_sender_killed_at_any_step_loses_nothing_and_doubles_nothing(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any, step: str
) -> None:
    """The ledger stands as a process left it that died after this step; another goes on from there."""
    from tracker.delivering.composing import compose_due
    from tracker.delivering.entering import enter_due

    put(make_event(1), NOW - timedelta(hours=3))
    reader()
    enter_due(pool, settings, NOW)
    if step != "entered":
        compose_due(pool, settings, NOW)
    if step in ("claimed", "handed_over"):
        with pool.connection() as other:
            ((delivery_id, _),) = digests.claim(other, NOW, timedelta(minutes=3), 10)
    if step == "handed_over":
        with pool.connection() as other:
            assert digests.hand_over(other, delivery_id, NOW, NOW) is not None
    for minute in range(1, 10):
        run_due(settings, pool, NOW + timedelta(minutes=minute))
    assert len(postbox.mails) == 1 and states(conn) == ["sent"]


def test_whoever_left_is_never_mailed_again(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    from tracker.delivering.composing import compose_due
    from tracker.delivering.entering import enter_confirmation, enter_due

    put(make_event(1), NOW - timedelta(hours=3))
    number = reader()
    enter_due(pool, settings, NOW)
    compose_due(pool, settings, NOW)
    # leaving between composing and handing over
    assert subscribers.leave(conn, number, "by link")
    conn.commit()
    for days in range(4):
        run_due(settings, pool, NOW + days * DAY)
    # adding or confirming the address again changes nothing
    assert subscribers.add(conn, subscribers.Wishes("ANN@example.org"), NOW) is None
    found = subscribers.by_id(conn, number)
    assert found is not None and not subscribers.confirm(conn, found, NOW)
    assert not enter_confirmation(conn, settings, found, NOW)
    conn.commit()
    run_due(settings, pool, NOW + 5 * DAY)
    assert postbox.mails == []


def test_someone_who_never_confirmed_gets_one_question_a_day_and_nothing_else(
    pool: Any, conn: Any, settings: Settings, postbox: Any
) -> None:
    from tracker.delivering.entering import enter_confirmation

    number = subscribers.add(conn, subscribers.Wishes("eve@example.org"), NOW)
    assert number is not None
    found = subscribers.by_id(conn, number)
    assert found is not None and enter_confirmation(conn, settings, found, NOW)
    assert not enter_confirmation(conn, settings, found, NOW + timedelta(hours=1))
    conn.commit()
    run_due(settings, pool, NOW)
    run_due(settings, pool, NOW + timedelta(hours=2))
    (mail,) = postbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert "https://tracker.example/subscription/confirm/" in text and mail["List-Unsubscribe"] is None


def test_readers_with_the_same_wishes_share_one_edition(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    put(make_event(1), NOW - timedelta(hours=3))
    put(make_event(2, kind="threat", title="Italy: threat"), NOW - timedelta(hours=3))
    for number in range(6):
        kinds = ("visit",) if number % 2 else ()
        reader(f"r{number}@example.org", wanted=Wanted(kinds=kinds), format="text" if number > 3 else "html")
    run_due(settings, pool, NOW)
    assert len(postbox.mails) == 6
    assert conn.execute("SELECT count(*) FROM edition").fetchone() == (2,)
    only_text = [mail for mail in postbox.mails if mail.get_body(("html",)) is None]
    assert len(only_text) == 2
    links = {mail["List-Unsubscribe"] for mail in postbox.mails}
    assert len(links) == 6


def test_each_reader_gets_the_digest_by_their_own_clock(
    pool: Any, conn: Any, settings: Settings, postbox: Any, reader: Any
) -> None:
    start = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    zones = ("Pacific/Kiritimati", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "Pacific/Pago_Pago")
    for zone in zones:
        reader(f"{zone.rpartition('/')[2].lower()}@example.org", plan=Plan(zone, 7, 15), now=start)
    for minutes in range(0, 24 * 60, 15):
        run_due(settings, pool, start + timedelta(minutes=minutes, seconds=20))
    assert len(postbox.mails) == 5
    for mail in postbox.mails:
        zone = next(zone for zone in zones if zone.rpartition("/")[2].lower() in mail["To"])
        local = mail["Date"].datetime.astimezone(ZoneInfo(zone))
        assert (local.hour, local.minute) == (7, 15)


def test_an_alert_comes_at_once_once_and_rests(
    pool: Any, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    number = reader(plan=Plan("UTC", 6, 0), now=NOW)
    rule = Wanted(kinds=("missile_launch",), countries=("PRK",), min_sources=2)
    subscribers.add_alert(conn, number, "North Korean missiles", rule, 3600, NOW)
    conn.commit()

    def launch(n: int, **changes: Any) -> Any:
        korea = (Actor("North Korea", "PRK"),)
        title = f"North Korea: launch {n}"
        return make_event(n, kind="missile_launch", actors=korea, recipients=(), title=title, **changes)

    put(launch(1, independent_sources=1), NOW + timedelta(minutes=1))
    assert run_due(settings, pool, NOW + timedelta(minutes=2)).alerts == 0
    put(launch(1, version=2, independent_sources=2), NOW + timedelta(minutes=3))
    assert run_due(settings, pool, NOW + timedelta(minutes=4)).alerts == 1
    put(launch(2), NOW + timedelta(minutes=5))
    put(launch(3), NOW + timedelta(minutes=50))
    for minute in range(5, 60, 5):
        assert run_due(settings, pool, NOW + timedelta(minutes=minute)).alerts == 0
    assert run_due(settings, pool, NOW + timedelta(minutes=66)).alerts == 1
    assert run_due(settings, pool, NOW + timedelta(hours=5)).alerts == 0
    first, second = postbox.mails
    assert first["Subject"] == "Alert: North Korea: launch 1"
    text = second.get_body(("plain",)).get_content()
    assert "launch 2" in text and "launch 3" in text and "launch 1" not in text
