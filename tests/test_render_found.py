"""The as-found view: the source is there whole, and every change is marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import SCRIPTS, Edit
from generator.render import pages
from generator.render.html import printable
from generator.render.marking import LONG_REMOVAL, marked_source
from generator.render.strings import load_strings
from generator.site import SHIPPED
from generator.value import replace
from tests.rendering import ARTICLES, EDITS, FOUND, SOURCE, Archive, Reader, small_site

STRINGS = load_strings(SCRIPTS["hans"], [SHIPPED])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(small_site(tmp_path_factory.mktemp("site")))


def test_the_source_stands_verbatim(archive: Archive) -> None:
    page = archive.page("articles/2019-hui-yi/")
    assert Reader(page).source == FOUND


def test_every_change_is_marked_with_its_rule(archive: Archive) -> None:
    page = archive.page("articles/2019-hui-yi/")
    assert '<del data-rule="2" title="pinyin, 把握 99%">(wěi)</del>' in page
    assert (
        '<del class="blank">\n</del><ins data-rule="3" title="typo, 把握 50%">' in page
    )
    assert '<u title="议">議</u>' in page
    assert 'lang="zh-Hant"' in page


def test_the_legend_counts_and_explains(archive: Archive) -> None:
    page = archive.page("articles/2019-hui-yi/")
    rows = re.findall(
        r"<code>([\w-]+)</code></th><td class=\"number\">(\d+)</td>", page
    )
    assert rows == [
        ("breadcrumb", "1"),
        ("pinyin", "1"),
        ("typo", "1"),
        ("script-restored", "1"),
    ]
    assert "<td>去掉整頁插入的逐字注音；個別讀音提示保留。</td>" in page
    assert '<td lang="en">Ends a sentence.</td>' in page
    for fact in ("sources/b.txt", "gb18030", "f" * 64, 'href="article.json"'):
        assert fact in page


def test_a_lost_source_is_said_to_be_lost(archive: Archive) -> None:
    page = archive.page("articles/2020-12-19-fang-cheng/")
    assert "原始文件已不在本馆" in page
    assert Reader(page).source == ""


def edits_of(text: str, cuts: list[tuple[int, str, str]]) -> list[Edit]:
    """Cut `text` after every so many characters; every second piece is an edit."""
    edits, at = [], 0
    for length, replacement, rule in cuts:
        start, end = at + length, min(at + 2 * length, len(text))
        if start < end and text[start:end] != replacement:
            edits.append(Edit(rule, start, end, text[start:end], replacement, 0.5))
        at = end
    return edits


@given(
    st.text("甲<&\"'\n\r \t乙", max_size=80),
    st.lists(
        st.tuples(
            st.integers(1, 9),
            st.sampled_from(["", "丙", "<b>", "\n"]),
            st.sampled_from(
                ["pinyin", "script-restored", "markdown-escapes", "page-tags"]
            ),
        ),
        max_size=8,
    ),
)
def test_no_character_of_the_source_is_lost(
    text: str, cuts: list[tuple[int, str, str]]
) -> None:
    text = text.replace("\r", "")
    reader = Reader(marked_source(text, edits_of(text, cuts), STRINGS))
    assert reader.faults == []
    assert reader.source == printable(text)


def test_an_insertion_takes_nothing_from_the_source() -> None:
    reader = Reader(marked_source("甲乙", [Edit("typo", 1, 1, "", "、", 1)], STRINGS))
    assert reader.source == "甲乙"
    assert "ins" in [tag for tag, _ in reader.tags]


def test_long_removals_are_folded_away() -> None:
    tags = "<td>" * LONG_REMOVAL
    edits = [
        Edit("page-tags", 4 * i, 4 * i + 4, "<td>", "", 1) for i in range(LONG_REMOVAL)
    ]
    edits = [Edit(e.rule, e.start + 1, e.end + 1, e.text, "", 1) for e in edits]
    html = marked_source(f"甲{tags}乙", edits, STRINGS)
    assert html.count("<details") == 1
    assert "<summary>删去 1,200 字</summary>" in html
    assert Reader(html).source == f"甲{tags}乙"


def test_a_large_page_is_still_usable(archive: Archive) -> None:
    unit = "<div class=x><a href=/>目录</a></div>" * 20 + "正文一段。" * 20
    text = unit * (100_000 // len(unit))
    edits = [
        Edit("page-tags", found.start(), found.end(), found.group(), "", 1)
        for found in re.finditer(r"<[^>]*>|目录", text)
    ]
    source = replace(SOURCE, kind="html", text=text)
    audit = pages.Audit(source, edits, {}, {})
    entry = archive.library.entry("2019-hui-yi")
    page = pages.found(archive.theme, archive.site, entry, ARTICLES[2], audit).decode()
    assert page.count('<details class="removed">') == text.count("正文一段。" * 20)
    assert len(page) < 15 * len(text)
    assert Reader(page).source == text


def test_edits_of_markdown_are_not_shown() -> None:
    edit = Edit("markdown-escapes", 0, 2, "**", "\\*\\*", 1)
    assert marked_source("**甲", [edit], STRINGS) == '<pre class="found">\n**甲</pre>'


def test_rules_without_edits_are_still_counted(archive: Archive) -> None:
    audit = pages.Audit(SOURCE, EDITS, {"markdown-escapes": 7, "pinyin": 1}, {})
    entry = archive.library.entry("2019-hui-yi")
    page = pages.found(archive.theme, archive.site, entry, ARTICLES[2], audit).decode()
    assert "<code>markdown-escapes</code>" in page
