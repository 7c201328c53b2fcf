"""`tracker digest` and `tracker subscribers` as people type them."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tracker import clock
from tracker.digest.wishes import Wishes, parse_alerts, parse_wishes
from tracker.errors import InputError
from tracker.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(database: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against the test's database and mail server."""
    import typer

    from tracker.cli import digest

    env = {
        "TRACKER_DATABASE_URL": database,
        "TRACKER_SMTP_HOST": settings.smtp.host,
        "TRACKER_SMTP_PORT": str(settings.smtp.port),
        "TRACKER_SMTP_SECURITY": "none",
        "TRACKER_DIGEST_BASE_URL": "https://tracker.example",
    }
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    app = typer.Typer()
    digest.register(app)
    return lambda *args: CliRunner().invoke(app, [str(arg) for arg in args])


def test_a_reader_is_added_asked_listed_changed_and_removed(run: Run, postbox: Any) -> None:
    added = run(
        "subscribers", "add", "Ann@Example.org", "--zone", "Europe/Berlin", "--at", "06:30", "--weekdays", "1-5",
        "--country", "chn", "--kind", "visit", "--alert", "missile_launch by PRK with 2 sources every 6h",
    )  # fmt: skip
    assert added.exit_code == 0 and "a mail will ask" in added.output
    again = run("subscribers", "add", "ann@example.org")
    assert isinstance(again.exception, InputError) and "known already (pending)" in str(again.exception)
    assert run("digest", "send").output == "1 sent\n"
    assert "Please confirm" in postbox.mails[0]["Subject"]
    row = json.loads(run("subscribers", "list", "--format", "json").output)
    assert row["state"] == "pending" and row["when"] == "on weekdays at 06:30 (Europe/Berlin)"
    assert row["filter"] == "China · visit" and row["alerts"] == ["missile_launch by PRK with 2 sources every 6h"]
    assert "everything" in run("subscribers", "edit", "ann@example.org", "--no-filter").output
    assert "removed" in run("subscribers", "remove", "ann@example.org").output
    refused = run("subscribers", "add", "ann@example.org", "--confirmed")
    assert "nothing may be sent to them" in str(refused.exception)


def test_a_table_is_imported_and_bad_rows_are_named(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "readers.csv"
    table.write_text(
        "address,zone,at,country,alert\nann@example.org,Asia/Tokyo,07:15,CHN;TWN,any by TWN\nnobody,,,,\n"
        "bob@example.org,Mars/Olympus,,,\ncid@example.org,,,,\n"
    )
    done = run("subscribers", "import", table, "--confirmed")
    assert done.exit_code == 1 and "readers.csv:3: address" in done.output and "readers.csv:4: zone" in done.output
    listed = run("subscribers", "list").output
    assert "ann@example.org  active  every day at 07:15 (Asia/Tokyo)  China, Taiwan  alerts: any by TWN" in listed
    assert "cid@example.org" in listed and "bob" not in listed


def test_preview_shows_what_would_be_sent(
    run: Run, put: Any, reader: Any, make_event: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    put(make_event(1, first_reported=clock.now()), clock.now() - timedelta(hours=1))
    reader("ann@example.org", now=clock.now() - timedelta(days=2))
    assert "Italy: visit to Egypt no. 1" in run("digest", "preview", "--format", "text").output
    page, mail = tmp_path / "digest.html", tmp_path / "digest.eml"
    assert run("digest", "preview", "--for", "ann@example.org", "--output", page).exit_code == 0
    assert "Italy: visit to Egypt no. 1" in page.read_text() and "cid:" not in page.read_text()
    assert run("digest", "preview", "--format", "eml", "--output", mail).exit_code == 0
    parsed = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    assert parsed["Subject"].startswith("Italy: visit to Egypt no. 1") and parsed.defects == []
    today = (clock.now() + timedelta(days=1)).date().isoformat()
    assert "no. 1" in run("digest", "preview", "--day", today, "--format", "text").output
    earlier = run("digest", "preview", "--day", "2020-01-01", "--format", "text").output
    assert "Nothing above your threshold" in earlier


def test_a_dry_run_sends_nothing(run: Run, reader: Any, conn: Any, postbox: Any) -> None:
    reader("ann@example.org", now=clock.now() - timedelta(days=2))
    said = run("digest", "send", "--dry-run").output
    assert "ann@example.org" in said and "1 of 1 readers are due" in said and postbox.mails == []
    assert "1 sent" in run("digest", "send").output
    assert "Nothing above" in run("digest", "list").output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"at": "25:00"}, "at: '25:00' is not a time of day"),
        ({"weekdays": "0-3"}, "weekdays"),
        ({"weekdays": "Mon"}, "weekdays"),
        ({"locale": "xx-nowhere"}, "locale"),
        ({"kind": ["moonshot"]}, "kind: 'moonshot' is not one of"),
        ({"country": ["ZZZ"]}, "country"),
        ({"format": "pdf"}, "format"),
        ({"min_significance": "high"}, "min significance"),
    ],
)
def test_a_wrong_wish_is_named(given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_wishes(given, ("visit",), Wishes("ann@example.org"))


def test_alerts_are_read_as_they_are_said() -> None:
    (alert,) = parse_alerts(["missile_launch by PRK with ≥2 independent sources every 90min"], ("missile_launch",))
    assert alert.rule.countries == ("PRK",) and alert.rule.min_sources == 2 and alert.cooldown_s == 5400
    with pytest.raises(InputError, match="alert"):
        parse_alerts(["tell me everything!"], ("visit",))
