"""10,000 readers with 50 different filters, all due at the same minute: composed and handed over within 10 minutes.

`python -m tests.bench digest [READERS]` runs against an embedded PostgreSQL and a real SMTP server in a process of its
own, and prints the times, the rate and the growth of memory.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tracker import settings as loading
from tracker.delivering import run_due
from tracker.digest.due import Plan
from tracker.digest.wanted import Wanted
from tracker.digest.wishes import Wishes
from tracker.model import Actor, Event, EventDate, EventType, Evidence, Granularity, Interval, Place, Status
from tracker.store import events, subscribers
from tracker.store.connection import connect, database_url, open_pool, stop_embedded
from tracker.store.events import Version
from tracker.store.migrate import migrate

NOW = datetime(2026, 11, 23, 7, 0, 30, tzinfo=UTC)
EVENTS, FILTERS, LIMIT_S = 2_000, 50, 600
COUNTRIES = (
    "USA CHN RUS DEU FRA GBR IND JPN KOR PRK TWN PHL ISR IRN EGY ITA TUR UKR POL BRA MEX SAU QAT FIN EST".split()
)
KINDS = (
    ("visit", EventType.CONSULT),
    ("threat", EventType.THREATEN),
    ("agreement", EventType.AGREE),
    ("strike", EventType.ASSAULT),
)


def main(readers: int = 10_000) -> None:
    """Prints the result; ends with code 1 when it takes longer than the limit or loses a mail."""
    folder = Path(tempfile.mkdtemp(prefix="bench-digest-"))
    counter = multiprocessing.Value("i", 0)
    try:
        url = database_url(folder)
        migrate(url)
        _fill(url, readers)
        with _sink(counter) as port:
            ok = _send(url, folder, port, readers, counter)
    finally:
        stop_embedded(folder)
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if ok else 1)


def _send(url: str, folder: Path, port: int, readers: int, counter: Any) -> bool:
    env = {
        "TRACKER_DATA_DIR": str(folder), "TRACKER_SMTP_HOST": "127.0.0.1", "TRACKER_SMTP_PORT": str(port),
        "TRACKER_SMTP_SECURITY": "none", "TRACKER_DIGEST_PER_MINUTE": "100000",
        "TRACKER_DIGEST_BASE_URL": "https://tracker.example",
    }  # fmt: skip
    chosen = loading.load(env=env)
    pool = open_pool(url, size=chosen.smtp.connections + 2)
    before = _peak_mb()
    started = time.monotonic()
    first = run_due(chosen, pool, NOW, budget_s=0)
    composed_s, composed_mb = time.monotonic() - started, _peak_mb()
    second = run_due(chosen, pool, NOW + timedelta(minutes=1))
    total_s, total_mb = time.monotonic() - started, _peak_mb()
    pool.close()
    with connect(url) as conn:
        editions = conn.execute("SELECT count(*) FROM edition").fetchone()
    arrived = counter.value
    print(f"readers {readers}, filters {FILTERS}, events {EVENTS}, editions {editions[0] if editions else 0}")
    print(f"entered and composed {first.composed} in {composed_s:.1f} s")
    print(
        f"handed over {second.sent} in {total_s - composed_s:.1f} s: {second.sent / (total_s - composed_s):.0f} mails/s"
    )
    print(f"total {total_s:.1f} s (limit {LIMIT_S} s for 10,000)")
    print(f"peak memory {before:.0f} MB before, {composed_mb:.0f} MB after composing, {total_mb:.0f} MB after sending")
    return arrived == second.sent == readers and total_s <= LIMIT_S


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _fill(url: str, readers: int) -> None:
    """Events of the last month, a tenth of them from yesterday, and readers with 50 different filters."""
    with connect(url) as conn:
        for number in range(1, EVENTS + 1):
            event, known = _event(number)
            before = datetime(1970, 1, 1, tzinfo=UTC)
            events.put_versions(conn, [Version(event, "reported", before, event.title, 3)], known)
        conn.commit()
        for number in range(readers):
            which = number % FILTERS
            wanted = Wanted(countries=(COUNTRIES[which % 25],), kinds=() if which < 25 else (KINDS[which % 4][0],))
            added = subscribers.add(
                conn,
                Wishes(f"reader{number}@example.org", plan=Plan("UTC", 7, 0), wanted=wanted),
                NOW - timedelta(days=1),
            )
            assert added is not None
        conn.execute(
            "UPDATE subscriber SET state = 'active', confirmed_at = added_at, watermark = added_at, next_due_at = %s",
            (NOW - timedelta(seconds=30),),
        )
        conn.commit()


def _event(number: int) -> tuple[Event, datetime]:
    one, other = COUNTRIES[number % 25], COUNTRIES[(number * 7 + 3) % 25]
    kind, kind_type = KINDS[number % 4]
    age = timedelta(hours=number % 20) if number % 4 == 0 else timedelta(days=1 + number % 28)
    day = date(2026, 11, 22) - timedelta(days=age.days)
    quote = f"Officials of {one} and {other} spoke about matter {number}, which both sides had left open for long."
    event = Event(
        number, 1, kind, kind_type, None, (), "01", Status.PLANNED if number % 9 == 0 else Status.HAPPENED,
        (Actor(f"Government of {one}", one, "GOV"),), (Actor(f"Government of {other}", other, "GOV"),),
        Place(f"Capital of {other}", other, 1.0, 1.0),
        EventDate(Interval(day, day + timedelta(days=1)), Granularity.DAY),
        f"{one}: {kind} {other} no. {number}", 0.8, 0.2 + (number % 70) / 100,
        evidence=Evidence("text", 0, len(quote), quote, "spoke", 0, 5), independent_sources=1 + number % 5,
        first_reported=NOW - age,
    )  # fmt: skip
    return event, NOW - age - timedelta(minutes=1)


@contextmanager
def _sink(counter: Any) -> Iterator[int]:
    """An SMTP server in another process that counts what it accepts."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_serve, args=(sender, counter), daemon=True)
    process.start()
    try:
        yield receiver.recv()
    finally:
        process.terminate()
        process.join(10)


def _serve(sender: Any, counter: Any) -> None:
    from aiosmtpd.smtp import SMTP

    class Sink:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            with counter.get_lock():
                counter.value += 1
            return "250 OK"

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Sink(), hostname="sink", loop=loop), "127.0.0.1", 0)
        sender.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
