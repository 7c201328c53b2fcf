"""The page in a real browser: every flow clicked, axe on every page, wide and narrow, light and dark.

Run by `make browser`; needs a Chromium on the machine (TRACKER_CHROMIUM names another than /usr/bin/chromium).
Screenshots go to the folder that TRACKER_SCREENSHOTS names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.web.test_safety import poison

pytestmark = pytest.mark.browser
TOKEN = "open sesame"
CHROMIUM = os.environ.get("TRACKER_CHROMIUM", "/usr/bin/chromium")
# sums up what moved (Layout Instability, the browser's own measure)
WATCH = """window.moved = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) moved += e.value; })
  .observe({type: "layout-shift", buffered: true});"""
MOVED = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(window.moved), 50)))"
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
    page.add_init_script(WATCH)
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


PATHS = (
    "/", "/?by=actor&country=PRK,KOR&status=happened&status=planned", "/?q=nothing+like+it", "/events/1", "/map",
    "/calendar", "/actors", "/actors/PRK", "/dyads/AUS/PHL", "/health", "/digests", "/subscribe",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (360, "dark"), (800, "light"), (800, "dark"), (1400, "light"), (1400, "dark")]
)
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
    assert page.evaluate(MOVED) == 0, "nothing moves when charts arrive"
    shot(page, f"{re.sub('[^a-z0-9]+', '-', path.lower()).strip('-') or 'timeline'}-{width}-{scheme}")
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


def test_empty_fields_can_still_be_filled_when_a_reader_comes_back(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    stay = "form => form.addEventListener('submit', event => event.preventDefault())"
    page.locator("form.filters[method=get]").first.evaluate(stay)
    page.click("form.filters button[type=submit]")
    assert page.locator("form.filters :disabled").count() == 0


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
    assert "as known on 21 Nov 2026" in page.inner_text("main p.lead")
    assert page.complaints == []


def test_correct_an_event(browser: Any, address: str) -> None:
    page = visit(browser, address, "/?status=planned")
    page.click(".event h3 a >> nth=0")
    page.click("text=Correct, merge or reject")
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


def test_the_pages_of_links_in_mails_and_of_mistakes(browser: Any, address: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for scheme in ("light", "dark"):
        page = visit(browser, address, "/subscribe?country=PRK", 800, scheme)
        page.fill("#address", f"{scheme}@example.org")
        page.click("text=Send me a link to confirm")
        assert page.locator("h1").inner_text() == "Look into your mail"
        assert axe.run(page).violations_count == 0
        page.context.close()
        for path in ("/events/999999", "/?since=never", "/subscription/confirm/1.wrong"):
            page = visit(browser, address, path, 800, scheme)
            assert axe.run(page).violations_count == 0
            page.context.close()


def test_filters_are_folded_where_there_is_no_room(browser: Any, address: str) -> None:
    narrow = visit(browser, address, "/", 360)
    assert not narrow.locator("#f-q").is_visible()
    narrow.click("summary >> text=Filters")
    narrow.fill("#f-q", "missile")
    narrow.press("#f-q", "Enter")
    narrow.wait_for_url("**q=missile**")
    assert narrow.locator(".event").count() >= 1
    assert visit(browser, address, "/", 1400).locator("#f-q").is_visible()


def test_rows_of_the_chart_can_be_parties_and_lead_to_them(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    page.click("p.tools a >> text=actor")
    page.wait_for_selector(".chart svg .role-axis-label text.opens")
    page.locator(".role-axis-label text.opens >> text=/^Japan$/").click()
    page.wait_for_url("**country=JPN**")
    assert "by=actor" in page.url
    assert page.locator("h1").inner_text() == "Japan"
    assert page.complaints == []


def test_a_mark_says_what_it_stands_for(browser: Any, address: str) -> None:
    page = visit(browser, address, "/?kind=missile_launch")
    page.wait_for_selector(".chart svg")
    page.locator(".chart svg .mark-symbol path").first.hover(force=True)
    page.wait_for_selector("#vg-tooltip-element.visible")
    words = page.locator("#vg-tooltip-element").inner_text()
    assert "missile launch" in words
    assert "Independent sources" in words
    assert page.complaints == [], "nor does the tooltip break the policy"


def test_everything_is_reached_by_keyboard_and_shows_it(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    page.emulate_media(reduced_motion="reduce")  # else the page is still on its way
    page.wait_for_load_state("networkidle")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,summary')]"
        ".filter(it => it.checkVisibility({visibilityProperty: true}) && !it.closest('svg')).length"
    )
    seen, last = [], -1
    for _ in range(wanted + 60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => { const it = document.activeElement; if (it === document.body) return null;"
            " const style = getComputedStyle(it), box = it.getBoundingClientRect();"
            " window.order ||= [...document.querySelectorAll('*')];"
            " return {place: order.indexOf(it), tag: it.tagName, outline: style.outlineStyle !== 'none' &&"
            " parseFloat(style.outlineWidth) >= 2, inside: box.bottom > 0 && box.top < innerHeight}; })()"
        )
        if at is None:
            break
        assert at["outline"], f"focus is seen on {at}"
        assert at["inside"], f"and where it is, on {at}"
        assert at["place"] >= last, "in the order of the page"
        last = at["place"]
        seen.append(at["place"])
    assert len(set(seen)) >= wanted


def test_nothing_moves_for_those_who_asked_for_that(browser: Any, address: str) -> None:
    for motion, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        context = browser.new_context(reduced_motion=motion)
        page = context.new_page()
        page.goto(address + "/map")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
        assert page.evaluate("document.getAnimations().length") == 0
        context.close()


def test_escape_takes_away_what_lies_over_the_page(browser: Any, address: str) -> None:
    page = visit(browser, address, "/?kind=missile_launch")
    page.wait_for_selector(".chart svg")
    page.locator(".chart svg .mark-symbol path").first.hover(force=True)
    page.wait_for_selector("#vg-tooltip-element.visible")
    page.keyboard.press("Escape")
    assert not page.locator("#vg-tooltip-element").is_visible()
    narrow = visit(browser, address, "/", 360)
    narrow.click("summary >> text=Filters")
    narrow.focus("#f-actor")
    narrow.keyboard.press("Escape")
    assert not narrow.locator("#f-actor").is_visible()
    assert narrow.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_chosen_colours_are_kept_and_tell_all(browser: Any, address: str) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(address + "/map")
    drawn = "what => getComputedStyle(document.querySelector(what))"
    canvas = page.evaluate(f"({drawn})('body').backgroundColor")
    assert page.evaluate(f"({drawn})('.map circle:not(.reach)').fill") != canvas
    assert page.evaluate(f"({drawn})('.map .land').stroke === ({drawn})('body').color"), "coasts are seen"
    assert "underline" in page.evaluate(f"({drawn})('nav a[aria-current]').textDecorationLine")
    page.goto(address + "/?kind=missile_launch")
    page.wait_for_selector(".chart svg")
    label = page.locator(".chart svg .role-axis-label text").first
    assert label.evaluate("it => getComputedStyle(it).fill") != canvas
    assert page.evaluate("getComputedStyle(document.querySelector('.status'), '::before').backgroundColor") != canvas
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_landmarks_headings_and_tables_say_what_they_are(browser: Any, address: str, path: str) -> None:
    page = visit(browser, address, path)
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(it => +it.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), "no level is left out"
    named = "it => it.getAttribute('aria-label') || (it.caption && it.caption.textContent) || ''"
    for what in ("aside", "nav", "table", "section"):
        names = [each.evaluate(named) for each in page.locator(what).all()]
        headed = [each.locator("h2").count() > 0 for each in page.locator(what).all()]
        assert all(name or (what == "section" and head) for name, head in zip(names, headed, strict=True)), what
    assert page.locator("tbody tr:has(td + td):not(:has(th[scope=row]))").count() == 0, "rows are named by their head"
    for width in (320, 640):  # 320 px, and 1280 px at twice the size
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.context.close()


def test_paper_has_what_is_read_and_nothing_to_click(browser: Any, address: str) -> None:
    page = visit(browser, address, "/?country=PRK&kind=missile_launch")
    page.wait_for_selector(".chart svg")
    page.emulate_media(media="print")
    for what in ("h1", ".chart svg", ".day h2", ".event h3 a", ".event .facts", ".foot"):
        assert page.locator(what).first.is_visible(), what
    said = page.locator("ul[aria-label='Filters in force']").inner_text()
    assert "North Korea" in said and "×" not in said and "remove" not in said
    for what in (
        "summary",
        "form",
        "button",
        ".top nav a",
        ".tools",
        "ul[aria-label='Only one kind'] a",
        ".pager a",
        ".foot a",
        "figcaption .onscreen",
    ):
        assert not any(each.is_visible() for each in page.locator(what).all()), what
    page.goto(address + "/events/1")
    assert page.locator("blockquote").first.is_visible()
    assert not any(each.is_visible() for each in page.locator("summary >> text=Correct").all())
    page.context.close()


def test_hostile_words_do_nothing_in_a_browser(browser: Any, address: str, seeded_database: str) -> None:
    poison(seeded_database)
    for path in ("/", "/?by=actor", "/events/1", "/map", "/calendar", "/actors/KOR", "/dyads/AUS/PHL", "/health"):
        page = visit(browser, address, path)
        page.on("dialog", lambda dialog, heard=page.complaints: heard.append(dialog.message))
        page.wait_for_load_state("networkidle")
        for mark in page.locator(".chart svg .mark-symbol path").all()[:3]:
            mark.hover(force=True)
        assert page.evaluate("window.hacked") is None
        assert page.locator("img").count() == 0
        assert page.complaints == []
        page.context.close()


def test_paging_and_the_upcoming_lane(browser: Any, address: str) -> None:
    page = visit(browser, address, "/")
    assert page.locator("section[aria-label='Coming up'] .event").count() >= 1
    first = set(page.locator(".day .event h3").all_inner_texts())
    page.click("a[rel=next]")
    page.wait_for_url("**after=**")
    assert page.locator("section[aria-label='Coming up']").count() == 0
    assert page.locator(".day .event h3").count() >= 1
    page.click("a[rel=first]")
    assert set(page.locator(".day .event h3").all_inner_texts()) == first
