"""Slow drills: a sender that is killed for real, many times, while readers wait; a server that never answers."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tracker.settings import Settings

pytestmark = pytest.mark.drill

NOW = datetime(2026, 11, 23, 7, 0, 30, tzinfo=UTC)
READERS = 300

_SENDER = """
import json, sys
from datetime import datetime
from tracker import settings
from tracker.delivering import run_due
from tracker.store.connection import open_pool
given = json.loads(sys.argv[1])
chosen = settings.load(env=given["env"])
pool = open_pool(given["url"], size=6)
print(run_due(chosen, pool, datetime.fromisoformat(given["now"])).words, flush=True)
pool.close()
"""


def env_of(settings: Settings) -> dict[str, str]:
    return {
        "TRACKER_DATA_DIR": str(settings.data_dir),
        "TRACKER_SMTP_HOST": settings.smtp.host,
        "TRACKER_SMTP_PORT": str(settings.smtp.port),
        "TRACKER_SMTP_SECURITY": "none",
        "TRACKER_SMTP_TIMEOUT_S": "5",
        "TRACKER_DIGEST_PER_MINUTE": "60000",
        "TRACKER_DIGEST_BASE_URL": settings.digest.base_url,
        "TRACKER_DIGEST_SENDER": settings.digest.sender,
    }


def start(settings: Settings, url: str, now: datetime) -> subprocess.Popen[bytes]:
    given = json.dumps({"env": env_of(settings), "url": url, "now": now.isoformat()})
    return subprocess.Popen([sys.executable, "-c", _SENDER, given], stdout=subprocess.PIPE)


def test_kill_nine_at_random_moments(
    database: str, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    """Everybody gets the digest. Where a kill falls between the server's yes and our note of it, SMTP leaves open
    whether it was sent: such a mail may come again, with the same Message-ID and content, never a different one."""
    put(make_event(1), NOW - timedelta(hours=3))
    for number in range(READERS):
        reader(f"r{number}@example.org")
    dice = random.Random(7)
    now, kills = NOW, 0
    for _ in range(14):
        process = start(settings, database, now)
        time.sleep(0.8 + dice.random() * 1.6)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
        now += timedelta(seconds=20)
    for _ in range(3):
        now += timedelta(minutes=5)
        start(settings, database, now).wait()
    conn.rollback()
    states = dict(conn.execute("SELECT state, count(*) FROM delivery GROUP BY 1").fetchall())
    assert states == {"sent": READERS} and kills >= 3
    mails = Counter(to for to, _ in postbox.accepted)
    assert len(mails) == READERS, "nobody is left out"
    by_id: dict[str, set[str]] = {}
    for mail in postbox.mails:
        by_id.setdefault(mail["Message-ID"], set()).add(mail.get_body(("plain",)).get_content())
    assert len(by_id) == READERS and all(len(bodies) == 1 for bodies in by_id.values())
    # at most one mail a conversation can be open when the process dies
    assert len(postbox.accepted) - READERS <= kills * 4


def test_two_senders_at_once_send_one_mail_to_each(
    database: str, conn: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any
) -> None:
    put(make_event(1), NOW - timedelta(hours=3))
    for number in range(READERS):
        reader(f"r{number}@example.org")
    senders = [start(settings, database, NOW + timedelta(seconds=n)) for n in range(3)]
    for each in senders:
        assert each.wait(120) == 0
    assert Counter(to for to, _ in postbox.accepted) == {f"r{n}@example.org": 1 for n in range(READERS)}


def test_a_server_that_never_answers_costs_a_timeout_not_a_night(
    pool: Any, settings: Settings, postbox: Any, put: Any, reader: Any, make_event: Any, conn: Any
) -> None:
    from tracker.delivering import run_due

    for number in range(50):
        reader(f"r{number}@example.org")
    postbox.faults.data, postbox.faults.hang_s = ["HANG"] * 2, 60.0
    started = time.monotonic()
    run_due(settings, pool, NOW)
    assert time.monotonic() - started < 60
    run_due(settings, pool, NOW + timedelta(minutes=10))
    assert {to for to, _ in postbox.accepted} == {f"r{n}@example.org" for n in range(50)}
