"""What saved pages say of their articles, in the structures of many kinds of sites."""

from __future__ import annotations

import pytest

from generator.ingest import Cleaned, clean
from generator.model import Source
from tests.quality.html.generate import NAMES, Article
from tests.quality.html.hostile import PROSE
from tests.quality.html.score import score
from tests.quality.html.sites import site_names, site_page
from tests.test_quality import PAGES as OWN

ARTICLES = [Article(one.title, one.body) for one in OWN]


def read(page: str) -> Cleaned:
    return clean(Source("page.html", "html", page, "utf-8", ""))


@pytest.mark.parametrize(("number", "name"), list(enumerate(site_names())))
def test_every_kind_of_site_is_read_whole(number: int, name: str) -> None:
    for turn in range(2):
        article = ARTICLES[(number + 5 * turn) % len(ARTICLES)]
        gold = site_page(name, article, NAMES[(number + 2 * turn) % len(NAMES)])
        done = score(gold)
        assert (done.precision, done.recall) == (1, 1)
        assert {verdict.partition(":")[2] for verdict in done.facts} == {"right"}


@pytest.mark.parametrize(
    ("path", "section"),
    [
        (
            "<p>当前位置：<a>首页</a> &gt; <a>新闻</a> &gt; <a>要闻</a> &gt; 正文</p>",
            "新闻 > 要闻",
        ),
        ("<div class='breadcrumb'><a>首頁</a> / <a>生活</a></div>", "生活"),
        (
            "<ul class='crumbs'><li>当前位置：</li><li>首页</li><li>>投资</li><li>>管理</li></ul>",
            "投资 > 管理",
        ),
        ("<div>江边网&gt;&gt;文化</div>", None),
        ("<p>首页 | 登录 | 注册</p>", None),
        ("<meta property='article:section' content='副刊'>", "副刊"),
    ],
)
def test_the_path_above_an_article_is_its_section(
    path: str, section: str | None
) -> None:
    page = f"{path}<h1>渔港的早晨热闹起来</h1><div><p>{PROSE}</p><p>{PROSE}</p></div>"
    done = read(page)
    assert done.metadata.section == section
    assert done.body == f"{PROSE}\n\n{PROSE}\n"


def test_a_script_that_ends_early_leaves_no_line_behind() -> None:
    page = (
        f"<div><p>{PROSE}</p><script>document.write('<script src=a></script>');"
        "var x = function(){ window.y = 1; };</script>"
        f"<p>{PROSE}</p></div>"
    )
    assert read(page).body == f"{PROSE}\n\n{PROSE}\n"


@pytest.mark.parametrize(
    ("head", "line", "date"),
    [
        ("", "2021-03-04 HKT 07:05", "2021-03-04T07:05"),
        ("", "最后更新：2021-03-04 07:05", "2021-03-04T07:05"),
        ("<meta name=pubdate content='2021-03-04 00:00:00'>", "", "2021-03-04"),
        ("<meta name=pubdate content='2021-03-04T07:05:00Z'>", "", "2021-03-04"),
        ("<script>var publishTime = '2021-03-04 07:05:00'</script>", "", "2021-03-04T07:05:00"),
        ("<script>a={pubTime:'2021-03-04 07:05'},{pubTime:'2020-01-01 08:00'}</script>", "", None),
        ("", "<time class=updated datetime='2022-01-01T08:00'></time>", None),
        ("", "<time datetime='2021-03-04T07:05:00+08:00'>3月4日</time>", "2021-03-04T07:05:00"),
        ("<meta property='article:modified_time' content='2023-01-01T08:00:00'>", "", None),
    ],
)  # fmt: skip
def test_when_a_page_was_published(head: str, line: str, date: str | None) -> None:
    page = f"{head}<h1>渔港的早晨热闹起来</h1><p>{line}</p><div><p>{PROSE}</p></div>"
    done = read(page)
    assert done.metadata.date == date


@pytest.mark.parametrize(
    ("above", "authors"),
    [
        ("<p>江边日报记者 周晓江 李静文</p>", ("周晓江", "李静文")),
        ("<p>文/周晓江</p>", ("周晓江",)),
        ("<p><span>作者, </span><span>周晓江</span></p>", ("周晓江",)),
        ("<p><a class='author-name'>周晓江</a> <a class='author-fav'>关注他</a></p>", ("周晓江",)),
        ("<p>作者：周晓江<a>返回江边</a></p>", ("周晓江",)),
        ("<p>作者：佚名</p>", ()),
        ("<p><span class='author'>江边新闻网</span></p>", ()),
    ],
)  # fmt: skip
def test_who_wrote_an_article(above: str, authors: tuple[str, ...]) -> None:
    page = f"<h1>渔港的早晨热闹起来</h1>{above}<div><p>{PROSE}</p><p>{PROSE}</p></div>"
    done = read(page)
    assert done.metadata.authors == authors
    assert done.body == f"{PROSE}\n\n{PROSE}\n"


@pytest.mark.parametrize(
    ("end", "authors"),
    [
        ("（周晓江）", ("周晓江",)),
        ("(周晓江、李静文)", ("周晓江", "李静文")),
        ("（全文完）", ()),
        ("（资料图）", ()),
        ("（境）", ()),
    ],
)
def test_names_in_brackets_behind_the_last_sentence(
    end: str, authors: tuple[str, ...]
) -> None:
    page = f"<h1>渔港的早晨热闹起来</h1><div><p>{PROSE}</p><p>{PROSE}{end}</p></div>"
    assert read(page).metadata.authors == authors


def test_a_title_set_on_several_lines_is_whole() -> None:
    page = (
        "<title>江州市人民政府关于公布渔港改造计划的通知_江州市</title><div>首页</div>"
        "<p>江州市人民政府</p><p>关于公布渔港改造计划的通知</p>"
        f"<div><p>{PROSE}</p><p>{PROSE}</p></div>"
    )
    done = read(page)
    assert done.metadata.title == "江州市人民政府关于公布渔港改造计划的通知"
    assert done.body == f"{PROSE}\n\n{PROSE}\n"


def test_what_stands_below_the_editors_names_is_no_article() -> None:
    text = f"<p>{PROSE}</p>" * 9
    other = "<p>回复菜单，查看更多便民服务信息！</p><p>看完了，点一个在看吧！</p>"
    done = read(f"<div>{text}<p>编辑|李静文</p><p>校对|金立</p>{other}</div>")
    assert done.body == "\n\n".join([PROSE] * 9) + "\n"
    assert done.metadata.editors == ("李静文",)


def test_a_standfirst_above_the_credits_is_no_text_but_a_short_text_is() -> None:
    stand = "<h1>渔港的早晨热闹起来</h1><div><p>一座城，一条江，和摆渡的人。</p>"
    credit = "<p>2021-03-04　来源：江边日报</p>"
    long = read(f"{stand}{credit}{f'<p>{PROSE}</p>' * 4}</div>")
    assert long.body == "\n\n".join([PROSE] * 4) + "\n"
    short = read(f"{stand}{credit}</div>")
    assert short.body == "一座城，一条江，和摆渡的人。\n"


def test_a_site_named_beside_the_date_is_the_source() -> None:
    page = (
        "<title>渔港的早晨热闹起来|游民天地</title><h1>渔港的早晨热闹起来</h1>"
        f"<p>2021-03-04 07:05 游民天地[整理]</p><div><p>{PROSE}</p></div>"
    )
    assert read(page).metadata.source == "游民天地"
