"""Every page of a small site: well formed, safe, reachable, in its language."""

from __future__ import annotations

import itertools
import json
import posixpath
import re
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from generator.library import Library
from generator.model import SCRIPTS, Flag
from generator.render import pages
from generator.render.anchors import MARKED, mark_doubts
from generator.render.theme import Theme
from tests.rendering import ARTICLES, SCRIPT, Archive, Reader, small_site


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(small_site(tmp_path_factory.mktemp("site")))


@pytest.fixture(scope="module")
def html(archive: Archive) -> dict[str, Reader]:
    return {
        path: Reader(data.decode())
        for path, data in archive.files.items()
        if path.endswith(".html")
    }


def test_every_kind_of_page_is_there(html: dict[str, Reader]) -> None:
    assert {
        "index.html",
        "404.html",
        "articles/2019-hui-yi/index.html",
        "zh-hans/index.html",
        "zh-hant/articles/2020-12-ri-ji/index.html",
        "zh-hant/articles/page/2/index.html",
        "zh-hans/years/2020/12/index.html",
        "zh-hans/years/undated/index.html",
        "zh-hans/flags/lost-digits/index.html",
        "zh-hant/search/index.html",
        "zh-hant/notes/site/index.html",
    } <= set(html)


def test_pages_are_well_formed(html: dict[str, Reader]) -> None:
    assert {path: page.faults for path, page in html.items() if page.faults} == {}


def test_pages_have_one_heading_one_main_and_unique_ids(
    html: dict[str, Reader],
) -> None:
    for path, page in html.items():
        names = [name for name, _ in page.tags]
        assert names.count("h1") == 1, path
        assert names.count("main") == 1, path
        ids = [values["id"] for _, values in page.tags if "id" in values]
        assert len(set(ids)) == len(ids), path
        levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), path


def test_every_page_has_a_strict_policy_and_nothing_inline(
    html: dict[str, Reader],
) -> None:
    for path, page in html.items():
        policies = [
            values["content"]
            for name, values in page.tags
            if name == "meta" and values.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1, path
        assert str(policies[0]).startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in str(policies[0])
        for name, values in page.tags:
            assert not any(key.startswith("on") or key == "style" for key in values)
            assert name != "style"
            if name == "script":
                data = {"application/ld+json", "application/json"}
                assert values.get("type") in data or values.get("src"), path


def test_no_page_loads_from_elsewhere(html: dict[str, Reader]) -> None:
    for path, page in html.items():
        loaded = [
            value
            for tag in ("script", "img", "iframe", "source", "object", "embed")
            for attribute in ("src", "srcset", "data")
            for value in page.values(tag, attribute)
        ]
        loaded += [
            str(values["href"])
            for name, values in page.tags
            if name == "link" and values["rel"] in {"icon", "stylesheet", "preload"}
        ]
        assert loaded, path
        assert not [one for one in loaded if urlsplit(one).netloc], path


def test_links_lead_to_pages_and_places_that_exist(
    archive: Archive, html: dict[str, Reader]
) -> None:
    ids = {
        path: {str(values["id"]) for _, values in page.tags if "id" in values}
        for path, page in html.items()
    }
    for path, page in html.items():
        for tag, attribute in (
            ("a", "href"),
            ("link", "href"),
            ("form", "action"),
            ("script", "src"),
        ):
            for link in page.values(tag, attribute):
                target, place = local(archive, path, link)
                if target is None:
                    continue
                assert target in archive.files, f"{path} links to {link}"
                assert not place or place in ids[target], f"{path} links to {link}"


def local(archive: Archive, path: str, link: str) -> tuple[str | None, str]:
    """Return the file a link leads to, None when it leads elsewhere."""
    address, place = urldefrag(link)
    address = address.partition("?")[0]
    address = address.removeprefix(archive.site.base_url)
    if urlsplit(address).netloc or link.startswith("mailto:"):
        return None, ""
    if path == "404.html" and address:
        assert address.startswith("/archive/"), link
        target = address.removeprefix("/archive/")
    elif link.startswith("http"):
        target = address
    else:
        assert not address.startswith("/"), link
        folder = posixpath.dirname(path)
        target = (
            posixpath.normpath(posixpath.join(folder, address)) if address else path
        )
        if address.endswith("/") or target == ".":
            target = target.removeprefix(".") + "/"
        target = target.lstrip("/")
    return (
        target + "index.html" if not target or target.endswith("/") else target
    ), place


def test_the_scripts_mirror_each_other(html: dict[str, Reader]) -> None:
    below = {
        script: {path.removeprefix(script) for path in html if path.startswith(script)}
        for script in ("zh-hans/", "zh-hant/")
    }
    assert below["zh-hans/"] == below["zh-hant/"]


def test_the_language_of_a_page_is_that_of_its_text(html: dict[str, Reader]) -> None:
    def language(path: str) -> str:
        return html[path].values("html", "lang")[0]

    assert language("zh-hans/index.html") == "zh-Hans"
    assert language("zh-hant/index.html") == "zh-Hant"
    assert language("articles/2020-12-ri-ji/index.html") == "zh-Hant"
    assert language("articles/2020-12-19-fang-cheng/index.html") == "zh-Hans"


def test_alternates_are_absolute_and_reciprocal(html: dict[str, Reader]) -> None:
    base = "https://example.org/archive/"
    found: dict[str, dict[str, str]] = {}
    for path, page in html.items():
        for name, values in page.tags:
            if name == "link" and "hreflang" in values:
                links = found.setdefault(base + path.removesuffix("index.html"), {})
                links[str(values["hreflang"])] = str(values["href"])
    article = found[f"{base}zh-hans/articles/2020-12-ri-ji/"]
    assert article["x-default"] == f"{base}zh-hant/articles/2020-12-ri-ji/"
    assert found[f"{base}zh-hans/"]["x-default"] == base
    for address, links in found.items():
        if address != base:
            assert address in links.values()
        for tag in ("zh-Hans", "zh-Hant"):
            assert found[links[tag]] == links


def test_canonical_is_the_page_itself(html: dict[str, Reader]) -> None:
    page = html["zh-hant/years/index.html"]
    canonical = [
        values["href"]
        for name, values in page.tags
        if name == "link" and values["rel"] == "canonical"
    ]
    assert canonical == ["https://example.org/archive/zh-hant/years/"]


def test_without_an_address_nothing_absolute_is_printed(tmp_path: Path) -> None:
    site = small_site(tmp_path, base_url="")
    theme = Theme(site)
    for page in (
        pages.chooser(theme, site),
        pages.home(theme, site, site.scripts[0], Library(), 0),
    ):
        reader = Reader(page.decode())
        links = reader.values("a", "href") + reader.values("link", "href")
        assert not [link for link in links if urlsplit(link).netloc]


def test_the_as_found_view_is_not_indexed(html: dict[str, Reader]) -> None:
    def robots(path: str) -> list[object]:
        return [
            values["content"]
            for name, values in html[path].tags
            if name == "meta" and values.get("name") == "robots"
        ]

    assert robots("articles/2019-hui-yi/index.html") == ["noindex"]
    assert robots("zh-hans/articles/2019-hui-yi/index.html") == []


def test_hostile_facts_are_shown_as_text(archive: Archive) -> None:
    page = archive.page("zh-hans/articles/undated-hostile/")
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(" in page
    reader = Reader(page)
    assert "javascript:alert(1)" not in reader.values("a", "href")
    assert not [src for src in reader.values("img", "src") if "evil" in src]
    assert "x" not in reader.values("img", "src")


def test_doubts_are_marked_where_their_words_stand_and_not_in_tags() -> None:
    html = '<p id="p1">一 id="p1" 二</p>\n<p id="p2">p2 三</p>'
    found = [Flag("x", near) for near in ("p2", "二</p>", "二", "无", "", "\x00")]
    marked = mark_doubts(html, found)
    assert marked == (
        '<p id="p1">一 id="p1" <mark class="doubt" id="doubt-3">二</mark></p>\n'
        '<p id="p2"><mark class="doubt" id="doubt-1">p2</mark> 三</p>'
    )
    many = mark_doubts("<p>一</p>", [Flag("x", "一")] * (MARKED + 9))
    assert many.count("<mark") == MARKED


def test_structured_data_is_json_that_cannot_end_its_block(archive: Archive) -> None:
    page = archive.page("zh-hans/articles/undated-hostile/")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block is not None
    article, trail = json.loads(block.group(1))["@graph"]
    assert article["headline"] == SCRIPT + "＜script＞"
    assert article["inLanguage"] == "zh-Hans"
    assert "isBasedOn" not in article
    assert [one["position"] for one in trail["itemListElement"]] == [1, 2]


def test_an_article_page_holds_what_a_reader_needs(archive: Archive) -> None:
    page = archive.page("zh-hant/articles/2020-12-19-fang-cheng/")
    for words in (
        "外事工作「更上新臺階」",
        '<time datetime="2020-12-19T10:44">2020年12月19日 10:44</time>',
        "責任編輯",
        "（外事辦副主任）",
        '<a href="#h-1">一、提高站位</a>',
        '<a class="n" href="#p1" aria-label="第 1 段"></a>',
        "數字缺失",
        '<mark class="doubt" id="doubt-1">以及餘公里</mark>',
        "unheard-of",
        "本頁由簡體轉換而來",
        "GB/T 7714—2025",
        'rel="external nofollow"',
        'name="citation_title"',
        "../../../articles/2020-12-19-fang-cheng/article.json",
    ):
        assert words in page
    assert "本页由" not in archive.page("zh-hans/articles/2020-12-19-fang-cheng/")


def test_neighbours_are_linked(archive: Archive) -> None:
    page = Reader(archive.page("zh-hans/articles/2020-12-ri-ji/"))
    links = {
        str(values["rel"]): values["href"]
        for name, values in page.tags
        if name == "a" and values.get("rel") in {"next", "prev"}
    }
    assert links["prev"] == "../../../zh-hans/articles/2019-hui-yi/"
    assert links["next"] == "../../../zh-hans/articles/2020-12-19-fang-cheng/"


def test_the_script_switch_says_where_we_are(archive: Archive) -> None:
    def current(path: str) -> list[str]:
        return re.findall(r'aria-current="page">([^<]+)</a>', tools(archive.page(path)))

    def tools(page: str) -> str:
        return page.partition('<nav class="scripts"')[2].partition("</nav>")[0]

    assert current("zh-hans/articles/2019-hui-yi/") == ["简体"]
    assert current("zh-hant/articles/2019-hui-yi/") == ["繁體"]
    assert current("articles/2019-hui-yi/") == ["原文"]
    assert "原文" not in tools(archive.page("zh-hans/"))


def test_lists_count_and_page(archive: Archive) -> None:
    first = archive.page("zh-hans/articles/")
    assert "4 篇" in first
    assert first.count('<li class="entry">') == 2
    second = archive.page("zh-hans/articles/page/2/")
    assert "第 2 页" in second
    assert 'aria-current="page">2</a>' in second
    assert "日期不详" in second


def test_every_list_has_all_its_articles(archive: Archive) -> None:
    script = SCRIPTS["hans"]
    listed: dict[tuple[str, str], int] = {}
    for part in pages.list_pages(archive.theme, archive.site, script, archive.library):
        if part.index:
            continue
        key = (part.kind, part.key)
        listed[key] = listed.get(key, 0) + len(part.entries)
        assert listed[key] <= part.total
        if part.page == part.pages:
            assert listed[key] == part.total
    assert listed["articles", ""] == len(ARTICLES)
    assert listed["years", "2020"] == 2
    assert listed["years", "undated"] == 1


def test_not_found_works_from_any_address(archive: Archive) -> None:
    page = Reader(archive.page("404.html"))
    for link in page.values("a", "href"):
        assert link == "#main" or link.startswith("/archive/")
    assert {"zh-Hans", "zh-Hant"} <= set(page.values("section", "lang"))


def test_an_empty_archive_has_pages_too(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    theme = Theme(site)
    empty = Library()
    for script in site.scripts:
        parts = list(pages.list_pages(theme, site, script, empty))
        for page in (
            pages.home(theme, site, script, empty, 0),
            pages.years(theme, site, script, empty),
            *(pages.listing(theme, site, script, part) for part in parts),
        ):
            assert Reader(page.decode()).faults == []
        assert [(part.kind, part.total) for part in parts] == [
            ("articles", 0),
            ("days", 0),
            *((facet, 0) for facet in site.facets),
        ]


def test_same_input_same_bytes(archive: Archive, tmp_path: Path) -> None:
    again = Archive(small_site(tmp_path))
    assert again.files == archive.files
