"""The search page as readers meet it: answers, facets, marks, failures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from generator.search.query import search
from tests.browser.conftest import Served

pytestmark = pytest.mark.browser

QUERIES = (
    *(
        "外事",
        "的",
        "外事 -开幕",
        "港口 OR 码头",
        "“友好城市”",
        "標題:的",
        "年份:2018..2020 人",
    ),
    *("友城兒童", "事窗口的三", "Wen*", "-的", "«", "没有这样的话", "Unesc~"),
)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    made = context.new_page()
    yield made
    made.close()


def ask(page: Page, sample: Served, query: str, more: str = "") -> None:
    page.goto(sample.page(f"zh-hans/search/?q={quote(query)}{more}"))
    expect(page.locator(".search-status")).to_contain_text(re.compile("[篇有]"))


def slugs(page: Page) -> list[str]:
    links = page.locator(".hit-title a")
    found = [link.get_attribute("href") or "" for link in links.all()]
    return [
        address.partition("#")[0].rstrip("/").rpartition("/")[2] for address in found
    ]


@pytest.mark.parametrize("query", QUERIES)
def test_the_browser_finds_what_the_command_finds(
    page: Page, sample: Served, query: str
) -> None:
    expected = search(sample.folder / "search", query, limit=10)
    ask(page, sample, query)
    assert slugs(page) == [hit.slug for hit in expected.hits]
    if expected.total:
        expect(page.locator(".search-status")).to_have_text(f"共 {expected.total} 篇")


def test_facets_count_exactly_and_combine(page: Page, sample: Served) -> None:
    ask(page, sample, "的")
    year = page.locator(".narrow section").first.locator("a").first
    count = year.locator("xpath=../span").inner_text()
    year.click()
    expect(page.locator(".search-status")).to_have_text(f"共 {count} 篇")
    source = page.locator(".narrow section").nth(1).locator("a").first
    count = source.locator("xpath=../span").inner_text()
    source.click()
    expect(page.locator(".search-status")).to_have_text(f"共 {count} 篇")
    assert re.search(r"year=\d{4}&source=", page.url)
    page.go_back()
    page.go_back()
    expect(page.locator(".narrow [aria-current]")).to_have_count(1)


def test_what_is_chosen_shows_that_it_can_be_taken_away(
    page: Page, sample: Served
) -> None:
    ask(page, sample, "的")
    whole = page.locator(".search-status").inner_text()
    page.locator(".narrow section").first.locator("a").first.click()
    expect(page.locator(".search-status")).not_to_have_text(whole)
    chosen = page.locator(".narrow section [aria-current]")
    sign = chosen.evaluate("one => getComputedStyle(one, '::after').content")
    assert sign == '" ×"'
    expect(page.get_by_role("group", name="缩小范围")).to_contain_text("年份")
    chosen.click()
    expect(page.locator(".search-status")).to_have_text(whole)
    expect(chosen).to_have_count(0)


def test_results_are_sorted_by_date(page: Page, sample: Served) -> None:
    ask(page, sample, "的", "&sort=date")
    dates = [
        json.loads((sample.folder / "articles" / slug / "article.json").read_text())
        for slug in slugs(page)
    ]
    found = [one["date"] or "" for one in dates]
    assert found == sorted(found, reverse=True)


def test_an_article_marks_what_was_searched_for(page: Page, sample: Served) -> None:
    ask(page, sample, "事窗口的三")
    page.locator(".hit-title a").first.click()
    expect(page.locator(".prose mark, h1").first).to_be_visible()
    ask(page, sample, "三把椅子怎么摆")
    page.locator(".hit-title a").first.click()
    expect(page.locator(".prose mark")).to_have_text("三把椅子怎么摆")
    expect(page.locator(".prose mark")).to_be_in_viewport()


def test_a_failure_is_told_and_can_be_retried(page: Page, sample: Served) -> None:
    page.route("**/search/s/*", lambda route: route.abort())
    page.goto(sample.page("zh-hans/search/"))
    page.fill(".search-box", "外事")
    retry = page.locator(".search-status button")
    expect(retry).to_be_visible()
    page.unroute("**/search/s/*")
    retry.click()
    expect(page.locator(".hit")).not_to_have_count(0)


def test_on_a_phone_results_come_before_what_narrows_them(
    page: Page, sample: Served
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    ask(page, sample, "的")
    expect(page.locator(".narrow summary")).to_be_visible()
    expect(page.locator(".narrow section").first).to_be_hidden()
    expect(page.locator(".hit").first).to_be_in_viewport()
    page.locator(".narrow summary").click()
    expect(page.locator(".narrow section").first).to_be_visible()


def test_names_are_suggested_while_they_are_typed(page: Page, sample: Served) -> None:
    ask(page, sample, "的")
    source = page.locator(".narrow section").nth(1).locator("a").first.inner_text()
    page.fill(".search-box", source[:2])
    options = page.locator("#search-names option")
    expect(options).not_to_have_count(0)
    values = [one.get_attribute("value") for one in options.all()]
    assert source in values


def test_a_word_that_is_nowhere_is_offered_with_a_letter_changed(
    page: Page, sample: Served
) -> None:
    ask(page, sample, "Qqzzxx 没有")
    link = page.locator(".search-status a")
    expect(link).to_contain_text("Qqzzxx~ 没有")
    link.click()
    expect(page.locator(".search-box")).to_have_value("Qqzzxx~ 没有")


def test_a_number_in_a_date_is_not_offered_with_a_digit_changed(
    page: Page, sample: Served
) -> None:
    ask(page, sample, "2012年7月 “Qqzzxx 没有”")
    expect(page.locator(".search-help")).to_be_visible()
    expect(page.locator(".search-status a")).to_have_count(0)


def test_the_script_switch_keeps_what_is_searched_for(
    page: Page, sample: Served
) -> None:
    ask(page, sample, "友好城市", "&sort=date")
    found = slugs(page)
    page.fill(".search-box", "橄榄树")
    expect(page.locator(".hit-excerpt mark").first).to_have_text("橄榄树")
    page.fill(".search-box", "友好城市")
    expect(page.locator(".hit-excerpt mark").first).to_have_text("友好城市")
    page.get_by_role("link", name="繁體", exact=True).click()
    page.wait_for_url("**/zh-hant/search/?q=**")
    expect(page.locator(".search-box")).to_have_value("友好城市")
    expect(page.locator(".search-status")).to_have_text(f"共 {len(found)} 篇")
    assert slugs(page) == found
    assert "sort=date" in page.url


def test_the_title_says_what_is_searched_for(page: Page, sample: Served) -> None:
    page.goto(sample.page("zh-hans/search/"))
    plain = page.title()
    ask(page, sample, "友好城市")
    assert page.title() == f"友好城市 - {plain}"
    page.fill(".search-box", "")
    expect(page).to_have_title(plain)


@pytest.mark.parametrize("query", ["", "%20", "+%20"])
def test_where_nothing_is_asked_the_help_is_shown(
    page: Page, sample: Served, query: str
) -> None:
    page.goto(sample.page(f"zh-hans/search/?q={query}"))
    expect(page.locator(".search-help")).to_be_visible()
    expect(page.locator(".search-status")).to_have_text("")


def test_an_old_count_does_not_stand_over_new_results(
    page: Page, sample: Served
) -> None:
    ask(page, sample, "外事窗口")
    count = page.locator(".search-status").inner_text()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/search/t/**", hold)
    page.fill(".search-box", "橄榄树")
    expect(page.locator(".hit")).to_have_count(0)
    expect(page.locator(".search-status")).to_have_text("检索中…")
    page.unroute("**/search/t/**", hold)  # what is held goes on
    expect(page.locator(".search-status")).to_contain_text("共")
    assert held
    assert page.locator(".search-status").inner_text() != count


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("写着渔船码头的", ["写着", "渔船码头", "的"]),
        ("三把椅子", ["三把椅子"]),
        ("橄榄树", ["橄榄树", "橄榄树"]),
        ("一头鲸鱼", ["一头鲸鱼"]),
        ("圣贝拉结", ["圣贝拉结"]),
    ],
)
def test_words_are_marked_wherever_they_stand(
    page: Page, strained: Served, query: str, marks: list[str]
) -> None:
    """Lists, quotations and tables, and every place in a paragraph."""
    ask(page, strained, query)
    page.locator(".hit-title a").click()
    found = page.locator(".prose mark")
    expect(found.first).to_be_in_viewport()
    assert found.all_inner_texts() == marks
