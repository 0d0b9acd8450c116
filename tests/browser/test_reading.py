"""The site in a real browser: reading, switching scripts, searching."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Reader, Served

pytestmark = pytest.mark.browser

KINDS = [
    "",
    "404.html",
    "zh-hans/",
    "zh-hant/",
    "zh-hans/articles/",
    "zh-hant/years/",
    "zh-hans/years/2023/",
    "zh-hant/years/2023/03/",
    "zh-hans/sources/",
    "zh-hant/authors/",
    "zh-hans/places/",
    "zh-hant/keywords/",
    "zh-hans/flags/",
    "zh-hant/flags/lost-digits/",
    "zh-hans/search/",
    "zh-hant/data/",
    "zh-hans/about/",
    "zh-hant/notes/",
]


def articles(site: Served) -> list[str]:
    return sorted(
        path.name
        for path in (site.folder / "zh-hans/articles").iterdir()
        if path.is_dir()
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_quiet_and_asks_no_other_host(
    browser: Browser, sample: Served, scheme: str
) -> None:
    context = browser.new_context(
        locale="en-US", color_scheme="dark" if scheme == "dark" else "light"
    )
    reader = Reader.at(context, sample.address)
    one = articles(sample)[0]
    paths = [
        *KINDS,
        f"zh-hans/articles/{one}/",
        f"zh-hant/articles/{one}/",
        f"articles/{one}/",
    ]
    for path in paths:
        reader.page.goto(sample.page(path))
        policy = reader.page.locator("meta[http-equiv='Content-Security-Policy']")
        expect(policy).to_have_count(1)
        assert "unsafe" not in (policy.get_attribute("content") or "")
        assert reader.page.locator("h1").count() == 1, path
        assert reader.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), path
    assert reader.faults == []
    context.close()


def test_no_page_is_wider_than_a_small_phone(browser: Browser, sample: Served) -> None:
    context = browser.new_context(
        locale="zh-TW", viewport={"width": 320, "height": 640}
    )
    reader = Reader.at(context, sample.address)
    one = articles(sample)[3]
    for path in [
        "zh-hant/",
        f"zh-hant/articles/{one}/",
        f"articles/{one}/",
        "zh-hans/search/",
    ]:
        reader.page.goto(sample.page(path))
        width = reader.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, (path, width)
    context.close()


def test_pages_read_without_javascript(browser: Browser, sample: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sample.page(""))
    page.get_by_role("link", name="繁體").first.click()
    assert page.url.endswith("/zh-hant/")
    page.goto(sample.page(f"zh-hans/articles/{articles(sample)[0]}/"))
    assert len(page.locator("main").inner_text()) > 300
    context.close()


def test_the_root_follows_the_reader_s_languages(
    browser: Browser, sample: Served
) -> None:
    for locale, home in (("zh-HK", "/zh-hant/"), ("zh-SG", "/zh-hans/")):
        context = browser.new_context(locale=locale)
        page = context.new_page()
        page.goto(sample.page(""))
        page.wait_for_url(f"**{home}")
        context.close()


def test_an_article_begins_at_its_beginning(
    context: BrowserContext, sample: Served
) -> None:
    page = context.new_page()
    for slug in articles(sample):
        page.goto(sample.page(f"zh-hant/articles/{slug}/"))
        assert page.evaluate("scrollY") == 0, slug


AT_THE_TOP = """id => {
    const { top } = document.getElementById(id).getBoundingClientRect();
    const end = document.documentElement.scrollHeight - innerHeight;
    return Math.abs(top) < 100 || scrollY >= end - 1;
}"""


def test_the_script_switch_keeps_the_place_and_is_remembered(
    context: BrowserContext, sample: Served
) -> None:
    reader = Reader.at(context, sample.address)
    page = reader.page
    page.goto(sample.page(f"zh-hans/articles/{SLUG}/#p9"))
    page.wait_for_function(AT_THE_TOP, arg="p9")  # the browser has gone to #p9
    page.get_by_role("link", name="繁體", exact=True).first.click()
    page.wait_for_url(f"**/zh-hant/articles/{SLUG}/**")
    place = re.search(r"#(p\d+)$", page.url)
    assert place is not None
    assert place[1] in {"p8", "p9", "p10"}
    page.wait_for_function(AT_THE_TOP, arg=place[1])
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    page.goto(sample.page(""))
    page.wait_for_url("**/zh-hant/")
    assert reader.faults == []


def found(
    page_url: str, reader: Reader, query: str
) -> tuple[list[str], list[str], str]:
    page = reader.page
    page.goto(page_url)
    box = page.locator(".search-box")
    box.click()
    page.keyboard.insert_text(query)
    page.wait_for_function(
        "() => /\\d/.test(document.querySelector('.search-status').textContent)"
    )
    page.wait_for_timeout(300)
    links = [one.get_attribute("href") or "" for one in page.locator(".hit a").all()]
    slugs = [
        match[1] for link in links if (match := re.search(r"articles/([^/]+)/", link))
    ]
    marks = page.locator(".hit-excerpt mark").all_inner_texts()
    return (
        list(dict.fromkeys(slugs)),
        marks,
        page.locator(".search-status").inner_text(),
    )


@pytest.mark.parametrize("script", ["zh-hans", "zh-hant"])
@pytest.mark.parametrize("query", ["海滨马拉松", "海濱馬拉松"])
def test_search_finds_in_either_script(
    context: BrowserContext, sample: Served, script: str, query: str
) -> None:
    reader = Reader.at(context, sample.address)
    slugs, marks, status = found(sample.page(f"{script}/search/"), reader, query)
    assert len(slugs) >= 2
    assert all("ma-la-song" in slug or "jiang-tang" in slug for slug in slugs[:2])
    written = "海滨马拉松" if script == "zh-hans" else "海濱馬拉松"
    assert set(marks) <= {written}
    assert str(len(slugs)) in status
    assert reader.faults == []


def test_search_can_be_shared_as_an_address(
    context: BrowserContext, sample: Served
) -> None:
    reader = Reader.at(context, sample.address)
    reader.page.goto(sample.page("zh-hans/search/?q=橄榄树"))
    expect(reader.page.locator(".hit").first).to_be_visible()
    expect(reader.page.locator(".search-box")).to_have_value("橄榄树")


@pytest.mark.parametrize(
    "query", ["*", "a:b^~", '"', "((((", "-", "title:", "😀" * 40, "<b>"]
)
def test_nothing_typed_is_an_error(
    context: BrowserContext, sample: Served, query: str
) -> None:
    reader = Reader.at(context, sample.address)
    reader.page.goto(sample.page("zh-hans/search/"))
    reader.page.locator(".search-box").fill(query)
    reader.page.wait_for_timeout(500)
    assert reader.faults == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("連雲港論壇", "fang-wei-zhu-chi"),
        ("连云港论坛", "fang-wei-zhu-chi"),
        ("防城港", "fang-cheng-gang"),
    ],
)
def test_search_of_the_seeds(
    context: BrowserContext, seeds: Served, query: str, slug: str
) -> None:
    reader = Reader.at(context, seeds.address)
    slugs, marks, _ = found(seeds.page("zh-hant/search/"), reader, query)
    assert len(slugs) == 1
    assert slug in slugs[0]
    assert set(marks) <= {"連雲港論壇", "防城港"}
    assert marks
    assert reader.faults == []


@pytest.mark.shared
def test_masks_of_the_seeds_are_seen(context: BrowserContext, seeds: Served) -> None:
    reader = Reader.at(context, seeds.address)
    (slug,) = [one for one in articles(seeds) if one.startswith("2024-04-27")]
    for script in ("zh-hans", "zh-hant"):
        reader.page.goto(seeds.page(f"{script}/articles/{slug}/"))
        body = reader.page.locator("[id^=p], [id^=h-]").all_inner_texts()
        assert "".join(body).count("*") == 21
        assert (
            reader.page.locator("main strong, main em")
            .filter(has_text="国同志")
            .count()
            == 0
        )


SLUG = "2021-05-08-ye-li-de-guan-yuan-fang-xie-jie"
SELECT = """id => {
    const range = document.createRange();
    range.selectNodeContents(document.getElementById(id));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def test_selected_words_are_copied_with_their_source(
    browser: Browser, sample: Served
) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(permissions=permissions)
    reader = Reader.at(context, sample.address)
    page = reader.page
    page.goto(sample.page(f"zh-hant/articles/{SLUG}/"))
    button = page.get_by_role("button", name="複製並附出處")
    expect(button).to_be_hidden()
    page.evaluate(SELECT, "p2")
    expect(button).to_be_visible()
    button.click()
    expect(page.get_by_role("status")).to_have_text("已複製")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "「問：名字裡的「劼」字常被唸錯嗎？」——《夜裡的館員：訪謝劼》，刺桐晚報，"
        f"2021年5月8日，{sample.page(f'zh-hant/articles/{SLUG}/')}#p2"
    )
    page.evaluate("getSelection().removeAllRanges()")
    expect(button).to_be_hidden()
    assert reader.faults == []
    context.close()


def test_traditional_text_can_be_read_in_columns(
    context: BrowserContext, sample: Served
) -> None:
    reader = Reader.at(context, sample.address)
    page = reader.page
    page.goto(sample.page(f"zh-hans/articles/{SLUG}/"))
    page.get_by_text("阅读设置").click()
    expect(page.get_by_label("直排")).to_have_count(0)
    page.goto(sample.page(f"zh-hant/articles/{SLUG}/"))
    page.get_by_text("閱讀設定").click()
    page.get_by_label("直排").check()
    prose = page.locator(".prose")
    expect(prose).to_have_css("writing-mode", "vertical-rl")
    page.reload()
    expect(prose).to_have_css("writing-mode", "vertical-rl")
    expect(prose).to_have_attribute("tabindex", "0")
    assert page.evaluate("scrollX") == 0
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    prose.hover()
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => document.querySelector('.prose').scrollLeft < -100")
    page.goto(sample.page(f"zh-hans/articles/{SLUG}/"))
    expect(prose).to_have_css("writing-mode", "horizontal-tb")
    assert reader.faults == []


def test_the_settings_close_when_the_reader_turns_elsewhere(
    context: BrowserContext, sample: Served
) -> None:
    """What has the focus is never below the panel (WCAG 2.2, 2.4.11)."""
    page = context.new_page()
    page.goto(sample.page(f"zh-hans/articles/{SLUG}/"))
    panel = page.locator(".panel")
    page.get_by_text("阅读设置").click()
    panel.get_by_text("深").click()
    expect(panel).to_be_visible()
    page.locator(".prose p").first.click()
    expect(panel).to_be_hidden()
    page.get_by_text("阅读设置").click()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("link", name="首页")).to_be_focused()


LINE_ENDS = """() => {
    const wrong = [];
    for (const p of document.querySelectorAll(".prose p, dd:has(a + a), .byline > *")) {
        const range = document.createRange();
        const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
        let before;
        while (walker.nextNode()) {
            for (let i = 0; i < walker.currentNode.length; i += 1) {
                range.setStart(walker.currentNode, i);
                range.setEnd(walker.currentNode, i + 1);
                const { top, height } = range.getBoundingClientRect();
                const now = { text: range.toString(), middle: top + height / 2 };
                const breaks = before && now.middle - before.middle > height / 2;
                const pair = before && before.text + now.text;
                if (breaks && (/[，。、；：？！）》」』”’〉·]/.test(now.text)
                        || /[（《「『“‘〈]/.test(before.text)
                        || /^(——|……|[0-9][0-9%])$/.test(pair))) wrong.push(pair);
                before = now;
            }
        }
    }
    return wrong;
}"""


@pytest.mark.parametrize("script", ["zh-hans", "zh-hant"])
def test_no_line_begins_or_ends_with_the_wrong_mark(
    context: BrowserContext, sample: Served, script: str
) -> None:
    """Hold lines to CLREQ 3.1.3: no closing mark begins one, no opening mark ends it."""
    page = context.new_page()
    for width in (320, 397, 611):
        page.set_viewport_size({"width": width, "height": 800})
        for slug in articles(sample)[4:16:4]:
            page.goto(sample.page(f"{script}/articles/{slug}/"))
            assert page.evaluate(LINE_ENDS) == [], (width, slug)


def test_no_line_of_links_begins_with_the_mark_between_them(
    context: BrowserContext, strained: Served
) -> None:
    page = context.new_page()
    for width in (320, 397, 611, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(strained.page("zh-hans/articles/strained/"))
        assert page.locator("dd a").count() > 60
        assert page.evaluate(LINE_ENDS) == [], width


def test_print_looks_like_print(context: BrowserContext, sample: Served) -> None:
    page = context.new_page()
    page.goto(sample.page(f"zh-hans/articles/{SLUG}/"))
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.locator("body").inner_text()
    assert "GB/T" not in shown
    assert re.search(r"\[EB/OL\]|\[N/OL\]", shown)
    assert shown.strip().endswith(".")  # the citation stands at the end
    for words in ("阅读设置", "首页", "复制", "较早一篇", "SHA-256"):
        assert words not in shown
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_today_is_marked_in_the_calendar_of_days(
    context: BrowserContext, sample: Served
) -> None:
    page = context.new_page()
    page.clock.set_fixed_time("2026-05-08T12:00:00")
    page.goto(sample.page("zh-hans/days/"))
    today = page.locator("[aria-current=date]")
    expect(today).to_have_count(1)
    today.click()
    page.wait_for_url("**/zh-hans/days/05-08/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("5月8日")


def test_the_sample_site_lies_in_one_folder(sample: Served) -> None:
    names = {path.name for path in Path(sample.folder).iterdir()}
    assert {"zh-hans", "zh-hant", "articles", "search", "assets", "index.html"} <= names
