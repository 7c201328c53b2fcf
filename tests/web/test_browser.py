"""The page in a real browser: every flow clicked, axe on every page, wide and narrow, light and dark.

Run by `make browser`; needs a Chromium on the machine (TRACKER_CHROMIUM names another than /usr/bin/chromium).
Screenshots go to the folder that TRACKER_SCREENSHOTS names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TOKEN = "open sesame"
CHROMIUM = os.environ.get("TRACKER_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium here; set TRACKER_CHROMIUM")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


def visit(browser: Any, address: str, path: str, width: int = 1400, scheme: str = "light") -> Any:
    """An open page that complains of nothing and asks nobody else."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "request", lambda request: page.complaints.append(request.url) if not request.url.startswith(address) else None
    )
    page.goto(address + path)
    return page


def shot(page: Any, name: str) -> None:
    folder = os.environ.get("TRACKER_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder, f"{name}.png")))


PATHS = ("/", "/events/1", "/map", "/calendar", "/actors", "/actors/PRK", "/dyads/AUS/PHL", "/health", "/subscribe")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (800, "dark"), (1400, "light")])
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Any, address: str, path: str, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(browser, address, path, width, scheme)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "no sideways scrolling"
    tags = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    result = axe.run(page, options=tags)
    found = [(v["id"], v["nodes"][0]["html"][:120]) for v in result.response["violations"]]
    assert found == []
    assert page.complaints == []
    shot(page, f"{path.strip('/').replace('/', '-') or 'timeline'}-{width}-{scheme}")
    page.context.close()


def test_the_chart_is_drawn_and_a_mark_opens_its_event(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    page.wait_for_selector(".chart svg")
    page.locator(".chart svg .mark-symbol path").first.click(force=True)
    page.wait_for_url("**/events/*")
    assert page.locator("h1").inner_text()
    assert page.complaints == []


def test_filter_share_and_clear(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    page.fill("#f-country", "PRK")
    page.check("input[name=status][value=happened]")
    page.click("form.filters button[type=submit]")
    page.wait_for_url("**country=PRK**")
    assert "kind=" not in page.url, "empty fields are left out of the address"
    shared = visit(browser, address, page.url.removeprefix(address))
    assert shared.locator(".event h3").all_inner_texts() == page.locator(".event h3").all_inner_texts()
    page.click(".chips a >> nth=0")
    assert "country=PRK" not in page.url


def test_a_kind_below_the_chart_filters(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    page.click("ul[aria-label='Only one kind'] a >> text=visit")
    page.wait_for_url("**kind=visit**")
    assert page.locator(".event").count() >= 1
    assert all(" visit " in f" {words} " for words in page.locator(".event .facts").all_inner_texts())


def test_the_slider_goes_back_in_time(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    slider = page.locator("#f-asof-slide")
    slider.evaluate(
        "it => { it.value = 0; it.dispatchEvent(new Event('input')); it.dispatchEvent(new Event('change')); }"
    )
    page.wait_for_url("**as_of=2026-11-21**")
    assert "as known on 2026-11-21" in page.content()
    assert page.complaints == []


def test_correct_an_event(browser: Any, address: str) -> None:
    page = visit(browser, address, "/?status=planned")
    page.click(".event h3 a >> nth=0")
    page.select_option("#c-status", "cancelled")
    page.fill("#c-author", "Ann")
    page.fill("#c-reason", "embassy statement")
    page.fill("#c-token", TOKEN)
    page.click("text=Save correction")
    page.wait_for_load_state("networkidle")
    assert page.locator("main .status").first.inner_text() == "cancelled"
    assert "planned → cancelled" in page.content()


def test_the_map_leads_to_its_list(browser: Any, address: str) -> None:
    page = visit(browser, address, "/map")
    page.locator("svg.map a").first.click()
    assert "#place-1" in page.url
    assert page.locator("#place-1 .event").count() >= 1


def test_without_scripts_everything_but_charts_works(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/?country=PRK")
    assert page.locator(".event").count() >= 1
    page.click(".event h3 a >> nth=0")
    assert page.locator("blockquote").count() >= 1
    context.close()


def test_the_keyboard_reaches_the_content(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
