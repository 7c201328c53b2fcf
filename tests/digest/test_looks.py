"""The mail in a browser, narrow and wide, light and dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tracker import charts
from tracker.digest.compose import Frame, Trouble
from tracker.digest.render import as_page, confirmation, render
from tracker.digest.select import Candidate, select
from tracker.digest.wanted import Wanted
from tracker.model import Status

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
_ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as opened:
        started = opened.chromium.launch(executable_path=program, args=_ARGS)
        yield started
        started.close()


def digest(make_event: Any) -> str:
    long = "An exceedingly long title about " + "negotiations-without-a-single-space-" * 9
    events = [
        make_event(1, significance=0.9),
        make_event(2, status=Status.ALLEGED, days=7),
        make_event(3, title=long, quote=long, place=None, day=None),
        make_event(4, title="زيارة وزير الخارجية إلى القاهرة", quote="عنوان \u202e خبيث"),
    ]
    counts = [charts.DayCount(date(2026, 11, 1) + timedelta(days=n), n % 6, n % 4) for n in range(22)]
    alt = charts.describe(counts, NOW.date())
    frame = Frame(
        NOW.date(), NOW - timedelta(days=1), NOW, "en", "UTC", Wanted(countries=("ITA",)), "https://tracker.example",
        (Trouble("Harbour Post", "3 failed polls (http 503)"),), 2, alt, "Events a day.",
    )  # fmt: skip
    selection = select([Candidate(event) for event in events], {}, since=NOW - timedelta(days=1), until=NOW, limit=25)
    made = render(selection, events[:3], frame)
    pictures = [charts.to_png(charts.activity_spec(counts, NOW.date(), dark=dark)) for dark in (False, True)]
    return as_page(made.html, *pictures)


_CONTRASTS = """() => {
  const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const parse = s => (s.match(/[\\d.]+/g) || []).map(Number);
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const bad = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    const hidden = !e.checkVisibility() || e.getBoundingClientRect().height === 0;
    if (hidden || !walker.currentNode.textContent.trim()) continue;
    const a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push([walker.currentNode.textContent.trim().slice(0, 30), ratio.toFixed(2)]);
  }
  return bad;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 800])
def test_the_mail_fits_and_can_be_read(browser: Any, make_event: Any, tmp_path: Path, width: int, scheme: str) -> None:
    confirm = confirmation(link="https://t.example/c", plan="every day at 07:00 (UTC)", wanted="everything", days=7)
    for name, html in (("digest", digest(make_event)), ("confirm", confirm.html)):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        (tmp_path / f"{name}.html").write_text(html)
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto((tmp_path / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out"
        assert page.evaluate(_CONTRASTS) == [], "contrast of at least 4.5 (WCAG 2.2, 1.4.3)"
        shown = page.evaluate("[...document.images].filter(i => i.checkVisibility() && i.naturalWidth).length")
        assert shown == (1 if name == "digest" else 0), "the picture that fits the scheme, and only that"
        assert [url for url in asked if url.startswith("http")] == [], "reading calls nobody"
        folder = os.environ.get("TRACKER_SCREENSHOTS")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
        page.close()
