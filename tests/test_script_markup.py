"""HTML is converted in its text and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import convert, convert_html, quotes


def to_hant(text: str) -> str:
    return quotes(convert(text, "hant", source="hans"))


CASES = [
    ("皇<strong>后</strong>", "皇<strong>后</strong>"),
    ('头<a href="/头发/">发</a>', '頭<a href="/头发/">髮</a>'),
    ("<p>头</p><p>发</p>", "<p>頭</p><p>發</p>"),
    ("头<br>发", "頭<br>發"),
    ("<em>干</em><b>部</b>", "<em>幹</em><b>部</b>"),
    ("<p>“<em>后面</em>”</p>", "<p>「<em>後面</em>」</p>"),
    ("发<code>头发</code>发", "發<code>头发</code>發"),
    ("<pre>发<b>发</b></pre>发", "<pre>发<b>发</b></pre>發"),
    ("<kbd>发</kbd><samp>发</samp>发", "<kbd>发</kbd><samp>发</samp>發"),
    ("<script>let 发 = a<b;</script>发", "<script>let 发 = a<b;</script>發"),
    ("<style>.发{}</style>发", "<style>.发{}</style>發"),
    ("<textarea>发</textarea>发", "<textarea>发</textarea>發"),
    ("<math><mi>发</mi></math>发", "<math><mi>发</mi></math>發"),
    ("<svg><title>发</title></svg>发", "<svg><title>发</title></svg>發"),
    ('<svg width="1"/>发', '<svg width="1"/>發'),
    ("<!-- 发 <p> -->发", "<!-- 发 <p> -->發"),
    ('<p id="发" class="发">发</p>', '<p id="发" class="发">發</p>'),
    ('<p translate="no">发<p>发</p></p>发', '<p translate="no">发<p>发</p></p>發'),
    ('<i class="a noconvert">发</i>发', '<i class="a noconvert">发</i>發'),
    ('<i class="noconverted">发</i>', '<i class="noconverted">發</i>'),
    ('<i lang="ja">発发</i>发', '<i lang="ja">発发</i>發'),
    (
        '<i lang="zh-Hans">发</i><i lang="">发</i>',
        '<i lang="zh-Hans">發</i><i lang="">發</i>',
    ),
    ('<img alt="头发" src="发.png">', '<img alt="頭髮" src="发.png">'),
    ('<a title="皇后">发</a>', '<a title="皇后">發</a>'),
    ("<a title='头' aria-label=\"发\">x</a>", "<a title='頭' aria-label=\"發\">x</a>"),
    ('<input placeholder="头发">', '<input placeholder="頭髮">'),
    (
        '<meta name="description" content="头发">头',
        '<meta name="description" content="頭髮">頭',
    ),
    (
        "<META content='头发' property=og:title>发",
        "<META content='頭髮' property=og:title>發",
    ),
    (
        '<meta name="发" content="头发">发',
        '<meta name="发" content="头发">發',
    ),
    (
        '<meta name="description" title="发" content="http://a/发">发',
        '<meta name="description" title="发" content="http://a/发">發',
    ),
    ("<a data-x='title=\"发\"'>发</a>", "<a data-x='title=\"发\"'>發</a>"),
    ('<a title="http://a/发">发</a>', '<a title="http://a/发">發</a>'),
    ('<img translate="no" alt="发">发', '<img translate="no" alt="发">發'),
    ("发https://a.cn/发?x=1&amp;y。发", "發https://a.cn/发?x=1&amp;y。發"),
    ("访问https://a.cn发现", "訪問https://a.cn發現"),
    ("写信给fa@a.cn发现", "寫信給fa@a.cn發現"),
    ("见www.a.cn/发 发", "見www.a.cn/发 發"),
    ("&lt;头发&gt; &amp; &nbsp;发", "&lt;頭髮&gt; &amp; &nbsp;發"),
    (
        "<ruby>皇<rp>(</rp><rt>后面</rt><rp>)</rp></ruby>后",
        "<ruby>皇<rp>(</rp><rt>後面</rt><rp>)</rp></ruby>后",
    ),
    ("头<wbr>发", "頭<wbr>髮"),
    ("a < b 发", "a < b 發"),
    ("<P>头</P><P>发</P>", "<P>頭</P><P>發</P>"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_only_text_is_converted(html: str, expected: str) -> None:
    assert convert_html(html, to_hant) == expected


def test_one_call_does_for_the_whole_page() -> None:
    calls: list[str] = []

    def record(text: str) -> str:
        calls.append(text)
        return text

    convert_html('<p title="甲">乙<em>丙</em></p><p>丁</p>', record)
    assert len(calls) == 1
    assert "乙丙" in calls[0]
    assert "丙丁" not in calls[0]


def test_a_conversion_that_changes_lengths_goes_piece_by_piece() -> None:
    html = '<p title="信息">信<em>息</em>与信息</p>'
    assert (
        convert_html(html, lambda text: text.replace("信息", "[資訊]"))
        == '<p title="[資訊]">信<em>息</em>与[資訊]</p>'
    )


PIECES = ["<p>", "</p>", "<em>", "</em>", "<", ">", '"', "'", "<!--", "-->", "<code>"]
PIECES += [
    "</code>",
    '<a title="发">',
    "</a>",
    "发",
    "头",
    "&lt;",
    "a@b",
    "http://发",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_nothing_but_characters_changes(html: str) -> None:
    assert convert_html(html, lambda text: text) == html
    changed = convert_html(html, to_hant)
    assert len(changed) == len(html)
    assert re.sub(r"[发发發髮头頭]", "", changed) == re.sub(r"[发發髮头頭]", "", html)


@pytest.mark.parametrize(
    "html",
    [
        "<a " * 50_000,
        "<a '" * 50_000,
        '<a "' * 50_000 + "<",
        "<!--" * 50_000,
        "<p" + " a" * 50_000,
        "a" * 100_000 + "@",
        "www." * 50_000,
        "<code>" * 50_000,
    ],
)
def test_hostile_html_takes_linear_time(html: str) -> None:
    assert convert_html(html, lambda text: text) == html
