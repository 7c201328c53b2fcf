"""Confirming and leaving by link, as people and mail programs do it, and mails that came back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from starlette.testclient import TestClient

from tracker import clock
from tracker.delivering import run_due
from tracker.delivering.entering import enter_confirmation
from tracker.digest.bounce import parse
from tracker.digest.tokens import Purpose, holds, make, reader_of
from tracker.settings import Settings
from tracker.store import subscribers
from tracker.web.app import create_app

NOW = datetime(2026, 11, 23, 7, 0, 30, tzinfo=UTC)
HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def web(settings: Settings, pool: Any) -> TestClient:
    return TestClient(create_app(settings, pool, ("visit", "threat")), follow_redirects=False)


def path_of(mail: EmailMessage) -> str:
    return str(mail["List-Unsubscribe"]).strip("<>").removeprefix("https://tracker.example")


def test_asking_confirming_and_the_first_digest(
    web: TestClient, conn: Any, pool: Any, settings: Settings, postbox: Any
) -> None:
    assert "Filter: China." in web.get("/subscribe?country=CHN").text
    form = {"address": "Ann@Example.org", "zone": "Europe/Berlin", "at": "06:30"}
    answer = web.post("/subscribe?country=CHN&kind=visit", data=form, headers=HERE)
    assert answer.status_code == 200 and "a mail is on its way" in answer.text
    # asking again, or for someone unknown, looks the same and sends no second mail
    assert web.post("/subscribe", data=form, headers=HERE).text == answer.text
    run_due(settings, pool, clock.now() + timedelta(seconds=5))
    (mail,) = postbox.mails
    text = mail.get_body(("plain",)).get_content()
    link = next(line for line in text.split() if "/subscription/confirm/" in line)
    path = link.removeprefix("https://tracker.example")
    assert "Yes, send it to me" in web.get(path).text
    found = subscribers.by_address(conn, "ann@example.org")
    assert found is not None and found.state == "pending", "following a link is not yet a yes"
    assert "Confirmed" in web.post(path).text and "Confirmed" in web.post(path).text
    conn.rollback()
    found = subscribers.by_address(conn, "ann@example.org")
    assert found is not None and found.state == "active"
    assert found.wishes.wanted.countries == ("CHN",) and found.wishes.plan.minute == 30


def test_the_form_is_no_machine_for_mailing_strangers(
    web: TestClient, pool: Any, settings: Settings, postbox: Any, conn: Any
) -> None:
    for day in range(6):
        found = subscribers.by_address(conn, "eve@example.org")
        if found is None:
            web.post("/subscribe", data={"address": "eve@example.org"}, headers=HERE)
        else:
            enter_confirmation(conn, settings, found, clock.now() + timedelta(days=day))
        conn.commit()
        run_due(settings, pool, clock.now() + timedelta(days=day, seconds=5))
    assert len(postbox.mails) == 3
    answers = [web.post("/subscribe", data={"address": f"r{n}@example.org"}, headers=HERE) for n in range(101)]
    assert [answer.status_code for answer in answers].count(429) >= 1


def test_a_subscription_from_another_site_is_refused(web: TestClient, conn: Any) -> None:
    answer = web.post("/subscribe", data={"address": "a@example.org"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and subscribers.everyone(conn) == []
    assert web.post("/subscribe", data={"address": "no address"}, headers=HERE).status_code == 422


def test_one_click_leaves_at_once_and_following_the_link_does_not(
    web: TestClient, conn: Any, pool: Any, settings: Settings, postbox: Any, reader: Any
) -> None:
    number = reader()
    run_due(settings, pool, NOW)
    path = path_of(postbox.mails[0])
    assert web.get(path).status_code == 200 and web.head(path).status_code in (200, 405)
    assert subscribers.by_id(conn, number).state == "active"  # type: ignore[union-attr]
    # what a mail program sends (RFC 8058, 3.1): no cookie, no origin, no redirect wanted
    answer = web.post(
        path, content="List-Unsubscribe=One-Click", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 200
    conn.rollback()
    assert subscribers.by_id(conn, number).state == "unsubscribed"  # type: ignore[union-attr]
    assert web.post(path).status_code == 200
    for days in range(1, 4):
        run_due(settings, pool, NOW + timedelta(days=days))
    assert len(postbox.mails) == 1
    # the form of the page does not bring them back, their own link does
    web.post("/subscribe", data={"address": "ann@example.org"}, headers=HERE)
    run_due(settings, pool, NOW + timedelta(days=5))
    assert len(postbox.mails) == 1
    back = path.replace("/unsubscribe/", "/return/")
    assert web.post(back).status_code == 403
    assert "Welcome back" in web.post(back, headers=HERE).text


@pytest.mark.parametrize("token", ["", "1", "1.", "1.abc", "x.y.z", "9" * 30 + ".a", "1.MA.x", "é.ü"])
def test_a_made_up_link_is_refused(web: TestClient, reader: Any, conn: Any, token: str) -> None:
    number = reader()
    for what in ("confirm", "unsubscribe", "return"):
        assert web.post(f"/subscription/{what}/{token}", headers=HERE).status_code in (404, 405)
    conn.rollback()
    assert subscribers.by_id(conn, number).state == "active"  # type: ignore[union-attr]


def test_a_token_serves_one_reader_one_purpose_one_address_and_its_time() -> None:
    token = make(Purpose.CONFIRM, 7, "Ann@example.org", NOW, "s")
    assert reader_of(token) == 7
    assert holds(Purpose.CONFIRM, token, 7, "ann@example.org", "s", NOW)
    assert not holds(Purpose.UNSUBSCRIBE, token, 7, "ann@example.org", "s", NOW)
    assert not holds(Purpose.CONFIRM, token, 8, "ann@example.org", "s", NOW)
    assert not holds(Purpose.CONFIRM, "8" + token[1:], 8, "ann@example.org", "s", NOW)
    assert not holds(Purpose.CONFIRM, token, 7, "bob@example.org", "s", NOW)
    assert not holds(Purpose.CONFIRM, token, 7, "ann@example.org", "other", NOW)
    assert not holds(Purpose.CONFIRM, token, 7, "ann@example.org", "s", NOW + timedelta(days=8))
    leaving = make(Purpose.UNSUBSCRIBE, 7, "ann@example.org", NOW, "s")
    assert holds(Purpose.UNSUBSCRIBE, leaving, 7, "ann@example.org", "s", NOW + timedelta(days=4000))


# ---------------------------------------------------------------- mails that came back


def notification(message_id: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A delivery status notification as Postfix writes them (RFC 3464)."""
    return (
        "From: MAILER-DAEMON@mx.example.net\r\nTo: tracker@tracker.example\r\nSubject: Undelivered Mail\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; ann@example.org\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <ann@example.org>: user unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: {message_id}\r\n\r\n--b--\r\n"
    ).encode()


def test_a_bounce_ends_the_subscription(
    web: TestClient, conn: Any, pool: Any, settings: Settings, postbox: Any, reader: Any
) -> None:
    number = reader()
    run_due(settings, pool, NOW)
    identity = postbox.mails[0]["Message-ID"]
    forged = notification(f"<digest.{number}.0123456789abcdef01@tracker.example>")
    delayed = notification(identity, action="delayed", status="4.4.1")
    full = notification(identity, status="5.2.2")
    for harmless in (forged, delayed, full, b"", b"\xff\xfe garbage", identity.encode()):
        assert web.post("/bounces", content=harmless).text == "0 addresses suppressed\n"
    assert web.post("/bounces", content=notification(identity)).text == "1 addresses suppressed\n"
    conn.rollback()
    found = subscribers.by_id(conn, number)
    assert found is not None and found.state == "suppressed" and "user unknown" in str(found.state_reason)
    run_due(settings, pool, NOW + timedelta(days=1))
    assert len(postbox.mails) == 1
    assert web.post("/bounces", content=b"x" * 2_100_000).status_code == 413


def test_bounces_are_read_from_a_maildir_once(
    conn: Any, pool: Any, settings: Settings, postbox: Any, reader: Any, tmp_path: Any
) -> None:
    import mailbox

    reader()
    run_due(settings, pool, NOW)
    box = mailbox.Maildir(str(tmp_path / "bounces"), create=True)
    box.add(notification(postbox.mails[0]["Message-ID"]))
    box.add(b"Subject: not a bounce\r\n\r\nHello")
    own = settings.digest.model_copy(update={"bounce_maildir": str(tmp_path / "bounces")})
    reading = settings.model_copy(update={"digest": own})
    assert run_due(reading, pool, NOW + timedelta(hours=1)).bounced == 1
    assert run_due(reading, pool, NOW + timedelta(hours=2)).bounced == 0
    gone = settings.digest.model_copy(update={"bounce_maildir": str(tmp_path / "nowhere")})
    still = run_due(settings.model_copy(update={"digest": gone}), pool, NOW + timedelta(days=1))
    assert still.bounced == 0, "a mailbox that is not there holds up nothing"
    assert sorted(path.parent.name for path in (tmp_path / "bounces").rglob("*:2,S")) == ["cur", "cur"]


def test_a_notification_is_read_whole() -> None:
    (bounce,) = parse(notification("<a@b>"))
    assert (bounce.recipient, bounce.status, bounce.message_id, bounce.final) == (
        "ann@example.org",
        "5.1.1",
        "<a@b>",
        True,
    )
    assert parse(b"Subject: hello\r\n\r\nBody") == []


def test_the_page_shows_past_digests_without_their_readers(
    web: TestClient, pool: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    put(make_event(1), NOW - timedelta(hours=3))
    reader("ann@example.org")
    reader("bob@example.org")
    run_due(settings, pool, NOW)
    listed = web.get("/digests").text
    assert listed.count("Italy: visit to Egypt no. 1") == 1
    shown = web.get("/digests/1")
    assert "Italy: visit to Egypt no. 1" in shown.text and "data:image/png;base64," in shown.text
    assert "ann@example.org" not in shown.text and "/subscription/" not in shown.text and "\x1a" not in shown.text
    assert "script" not in shown.headers["content-security-policy"]
    assert web.get("/digests/99").status_code == 404
