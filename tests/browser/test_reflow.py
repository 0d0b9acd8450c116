"""Pages fit small windows, wide spacing, large type, paper and few movements."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Reader, Served
from tests.browser.test_judges import SEARCHES, one_of_each

pytestmark = pytest.mark.browser

SPACED = """() => {
  for (const one of document.querySelectorAll("*")) {
    one.style.setProperty("line-height", "1.5", "important");
    one.style.setProperty("letter-spacing", ".12em", "important");
    one.style.setProperty("word-spacing", ".16em", "important");
    if (one.matches("p")) one.style.setProperty("margin-bottom", "2em", "important");
  }
}"""
"""The text spacing that WCAG 2.2, 1.4.12, asks pages to bear."""

CUT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => getComputedStyle(one).overflowX !== "visible" && !one.matches(".unseen"))
  .filter((one) => !one.matches("pre, .scroll, input") && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""
"""Elements that hide a part of what they hold, and do not scroll."""

WIDTH = "document.documentElement.scrollWidth"


@pytest.mark.parametrize("name", ["sample", "foreign", "strained"])
def test_no_page_is_wider_than_a_small_phone_nor_cuts_spaced_text(
    request: pytest.FixtureRequest, browser: Browser, name: str
) -> None:
    """Hold every kind of page to WCAG 2.2: 1.4.10 (reflow), 1.4.12 (text spacing)."""
    site: Served = request.getfixturevalue(name)
    context = browser.new_context(viewport={"width": 320, "height": 640})
    reader = Reader.at(context, site.address)
    for path in [*one_of_each(site.folder).values(), *SEARCHES]:
        reader.page.goto(site.page(path))
        if path in SEARCHES:
            reader.page.wait_for_selector(".hit")
        assert reader.page.evaluate(WIDTH) <= 320, path
        reader.page.evaluate(SPACED)
        assert reader.page.evaluate(WIDTH) <= 320, (path, "spaced")
        assert reader.page.evaluate(CUT) == [], path
    context.close()


def test_text_twice_as_large_still_fits(browser: Browser, sample: Served) -> None:
    """Hold article, list and home to WCAG 2.2, 1.4.4, by the browser's own type size."""
    context = browser.new_context(viewport={"width": 640, "height": 800})
    reader = Reader.at(context, sample.address)
    kinds = one_of_each(sample.folder)
    for kind in ("S/", "S/articles/*/", "S/list/", "articles/*/"):
        reader.page.goto(sample.page(kinds[kind]))
        reader.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert reader.page.evaluate(WIDTH) <= 640, kind
    context.close()


def test_text_in_columns_is_printed_in_lines(browser: Browser, sample: Served) -> None:
    """Paper does not scroll sideways: in columns most of the text would be lost."""
    context = browser.new_context(viewport={"width": 700, "height": 900})
    context.add_init_script("localStorage.setItem('wenyuan-flow', 'vertical')")
    page = context.new_page()
    path = one_of_each(sample.folder)["S/articles/*/"].replace("zh-hans", "zh-hant")
    page.goto(sample.page(path))
    mode = "getComputedStyle(document.querySelector('.prose')).writingMode"
    assert page.evaluate(mode) == "vertical-rl"
    page.emulate_media(media="print")
    assert page.evaluate(mode) == "horizontal-tb"
    assert page.evaluate(CUT) == []
    context.close()


def test_what_scrolls_on_screen_is_printed_whole(
    browser: Browser, strained: Served
) -> None:
    page = browser.new_page(viewport={"width": 700, "height": 900})
    page.goto(strained.page("zh-hans/articles/strained/"))
    wide = """() => [...document.querySelectorAll(".prose pre, .prose .scroll")]
      .map(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)"""
    assert page.evaluate(wide) == [True, True]
    page.emulate_media(media="print")
    assert page.evaluate(wide) == [False, False]
    page.close()


def test_the_keyboard_reaches_what_scrolls(browser: Browser, strained: Served) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(strained.page("zh-hans/articles/strained/"))
    for area in (page.get_by_role("group", name="表格"), page.locator(".prose pre")):
        area.focus()
        assert area.evaluate("one => one === document.activeElement")
        page.keyboard.press("ArrowRight")
        place = area.element_handle()
        page.wait_for_function("one => one.scrollLeft > 0", arg=place)
    page.close()


def test_a_long_title_leaves_the_seal_square(
    browser: Browser, strained: Served
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(strained.page("zh-hans/"))
    box = page.locator(".masthead .seal").bounding_box()
    assert box is not None
    assert box["width"] == box["height"]
    page.close()


def test_the_page_of_a_list_is_told_without_colour(
    browser: Browser, foreign: Served
) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(foreign.page("zh-hans/articles/page/2/"))
    link = page.locator(".pages a")
    weights = link.evaluate_all(
        "all => all.map(one => getComputedStyle(one).fontWeight)"
    )
    current = link.evaluate_all("all => all.map(one => one.ariaCurrent)")
    bold = [weight == "600" for weight in weights]
    assert bold == [one == "page" for one in current]
    assert sum(bold) == 1
    page.close()


def test_lines_hold_whole_characters(browser: Browser, sample: Served) -> None:
    """CLREQ 2.3: the length of a line is a whole number of characters."""
    path = one_of_each(sample.folder)["S/articles/*/"]
    size = """() => {
      const { width, fontSize } = getComputedStyle(document.querySelector(".prose"));
      return parseFloat(width) / parseFloat(fontSize);
    }"""
    for width in (320, 390, 611, 1280):
        page = browser.new_page(viewport={"width": width, "height": 700})
        page.goto(sample.page(path))
        characters = page.evaluate(size)
        assert abs(characters - round(characters)) < 0.01, (width, characters)
        page.close()


def test_nothing_moves_by_itself(browser: Browser, sample: Served) -> None:
    """No page has an animation or a transition, so none to take back on request."""
    page = browser.new_page(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(one);
      return animationName !== "none" || parseFloat(transitionDuration)
        || scrollBehavior !== "auto";
    }).length"""
    for path in one_of_each(sample.folder).values():
        page.goto(sample.page(path))
        assert page.evaluate(moving) == 0, path
    page.close()
