"""Markdown of strangers: nothing runs, nothing hangs, nothing is lost."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render import markdown
from generator.render.blocks import BLOCK_MARKS
from generator.render.html import plain, scrollable
from generator.render.markdown import is_allowed, to_html
from tests.rendering import Reader

TAGS = frozenset(
    "a blockquote br code em h2 h3 h4 h5 h6 hr img li ol p pre strong table tbody td"
    " th thead tr ul".split()
)
ATTRIBUTES = frozenset("alt class href id loading src start title".split())


def harmless(text: str) -> list[str]:
    reader = Reader(text)
    faults = list(reader.faults)
    for tag, attributes in reader.tags:
        if tag not in TAGS or not set(attributes) <= ATTRIBUTES:
            faults.append(f"{tag} {attributes}")
        if tag == "img" and re.match(r"[a-z]+:|//", str(attributes["src"])):
            faults.append(f"foreign image {attributes}")
        if not is_allowed(str(attributes.get("href", ""))):
            faults.append(f"link {attributes}")
    return faults


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "＜script＞alert(1)＜/script＞",
        "<img src=x onerror=alert(1)>",
        "<!-- a --><svg/onload=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x) ![x](javascript:x) <javascript:alert(1)>",
        "![x](https://evil.example/x.png)",
        "![x](//evil.example/x.png) [x](//evil.example) [x](/\\evil.example)",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](/a "onclick=\\"alert(1)")',
        '[x](/" onmouseover="alert(1))',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "```html onload=alert(1)\n<script>\n```",
        "\x02klzzwxh:0\x03 \ufdd0 \ufdd1 **b**",
        "# <script>\n\n<meta http-equiv=refresh content=0;url=//evil.example>",
    ],
)
def test_nothing_runs_or_loads(body: str) -> None:
    text, limited = to_html(body)
    assert harmless(text) == []
    assert not limited


@given(st.text("[]()!*_`<>#-=|~\\& \n1.ab甲:/\"'{}", max_size=200))
def test_whatever_is_written_the_result_is_harmless(body: str) -> None:
    text, _ = to_html(body)
    assert harmless(text) == []


@given(st.text(max_size=200))
def test_any_text_can_be_encoded(body: str) -> None:
    assert isinstance(to_html(body)[0].encode(), bytes)


HOSTILE = {
    "brackets": "[" * 15_000,
    "images": "![" * 15_000,
    "links": "[a](" * 15_000,
    "tags": "<a " * 9_000 + "<!--" * 9_000,
    "entities": "&amp;" * 100_000,
    "newlines": "\n" * 1_000_000 + "x",
    "nested list": "\n".join("  " * depth + "- a" for depth in range(1_500)),
    "list in a line": "- " * 5_000 + "x",
    "quotations": ">" * 5_000 + "x",
    "open fences": "```x\n" * 20_000,
    "headings": "# a\n" * 50_000,
    "table": ("|a" * 200 + "\n") * 200,
    "emphasis": "***" + "*a" * 20_000,
    "marks below the limit": ("[" * (BLOCK_MARKS - 1) + "\n\n") * 100,
    "lines": "甲\n" * 50_000,
}


HANGS = 10
"""Processor seconds that no page takes unless a pattern is quadratic again; a guard,
not a measurement (those are under benchmarks/)."""


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hangs(name: str) -> None:
    start = time.process_time()
    to_html(HOSTILE[name])
    assert time.process_time() - start < HANGS


def test_fifteen_thousand_brackets_are_shown_as_they_are() -> None:
    text, limited = to_html("[" * 15_000)
    assert limited
    assert text == f'<p id="p1">{"[" * 15_000}</p>'


@pytest.mark.parametrize("body", ["甲\\*乙" + "[" * 500, "> " * 20 + "甲\\*乙"])
def test_a_hostile_block_keeps_its_text(body: str) -> None:
    text, limited = to_html(f"前\n\n{body}\n\n**后**")
    assert limited
    assert plain(text) == f"前\n{body.replace(chr(92), '').strip()}\n后"


def test_masks_arrive_escaped_and_show_as_asterisks() -> None:
    assert to_html(r"\*\*国同志、\*某")[0] == '<p id="p1">**国同志、*某</p>'


def test_emphasis_beside_chinese_punctuation() -> None:
    text, _ = to_html("他说，**“开放”**合作；要求**重点。**其次")
    assert "<strong>“开放”</strong>合作；要求<strong>重点。</strong>其次" in text


def test_ids_are_ours_and_headings_begin_at_h2() -> None:
    text, _ = to_html("# 一\n\n甲\n\n### 二\n\n- 乙\n\n    丙\n\n> 丁\n\n戊")
    assert re.findall(r'<(h\d) id="(.*?)"', text) == [("h2", "h-1"), ("h3", "h-2")]
    assert re.findall(r'<p id="(p\d)">', text) == ["p1", "p2", "p3", "p4", "p5"]


def test_links_lead_on_and_images_of_other_hosts_become_links() -> None:
    text, _ = to_html(
        '[站](https://example.org/?a=1&b=2 "题") <https://example.org/> '
        "[词条](https://example.org/a_(b)) ![图](img/a.png) ![远图](https://e.org/a.png)"
        " [信](mailto:a@example.org) [段](#p3)"
    )
    assert Reader(text).values("a", "href") == [
        "https://example.org/?a=1&b=2",
        "https://example.org/",
        "https://example.org/a_(b)",
        "https://e.org/a.png",
        "mailto:a@example.org",
        "#p3",
    ]
    assert '<img alt="图" loading="lazy" src="img/a.png">' in text
    assert ">远图</a>" in text


def test_a_line_break_between_han_characters_leaves_no_space() -> None:
    text, _ = to_html("甲\n乙**丙**\n丁 ab\ncd  \n戊\n\n- 己\n庚\n\n```\n辛\n壬\n```")
    assert plain(text) == "甲乙丙丁 ab cd\n戊\n己庚\n辛\n壬"


@pytest.mark.parametrize(
    "body", ["#话题很热", "1986.年", "一、甲", "a<b && c>d", "A_B_C"]
)
def test_what_is_not_markdown_stays(body: str) -> None:
    assert plain(to_html(body)[0]) == body


def test_tables_keep_their_alignment_without_style() -> None:
    text, _ = to_html("| 甲 | 乙 |\n|:-:|--:|\n| 1 | 2 |")
    assert '<th class="center">甲</th>' in text
    assert "style" not in text


def test_wide_blocks_scroll_under_a_name_and_text_stays_as_it_is() -> None:
    made, _ = to_html("甲\n\n|乙|\n|--|\n|丙|\n\n```\n<table>\n```")
    shown = scrollable(made, '"表"')
    assert (
        '<div class="scroll" tabindex="0" role="group" aria-label="&quot;表&quot;">'
        "<table>" in shown
    )
    assert shown.count("</table></div>") == shown.count("<table>") == 1
    assert '<pre tabindex="0"><code>&lt;table&gt;' in shown
    assert plain(shown) == plain(made)
    assert scrollable("<p>甲</p>", "表") == "<p>甲</p>"


CLEAN = st.text("甲乙。，ab1.-:!()\"'", min_size=1, max_size=40).map(str.strip)


@given(st.lists(CLEAN.filter(bool), min_size=1, max_size=5))
def test_a_block_that_skips_the_parser_looks_as_the_parser_makes_it(
    blocks: list[str],
) -> None:
    body = "\n\n".join(blocks)
    parsed = markdown._parser().reset().convert(body)
    text = re.sub(r' id="p\d+"', "", to_html(body)[0])
    assert html.unescape(text) == html.unescape(parsed)
