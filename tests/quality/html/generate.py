"""Pages in the styles of the Chinese web around our own articles, with exact gold.

A page is a shell (what a site looks like), a line of credits, a markup of the
paragraphs and a tail; `PAGES` names the combinations. Everything is made up.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.quality.html.furniture import filled


@dataclass(frozen=True)
class Gold:
    """What a careful archivist reads from a page."""

    name: str
    page: str
    title: str
    body: tuple[str, ...]
    facts: dict[str, str]
    optional: frozenset[str] = frozenset()
    """Facts that a reader may take from the page or leave."""


@dataclass(frozen=True)
class Article:
    """Title and paragraphs of an article of ours."""

    title: str
    body: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """Made-up people and outlets of one page."""

    source: str
    author: str
    editor: str
    day: str
    time: str


NAMES = (
    Names("江州日报", "周晓江", "李静文", "2021-03-04", "07:05"),
    Names("鉴湖周刊", "陆知远", "金婉", "2020-09-18", "16:42"),
    Names("港湾新闻网", "陈立秋", "王佩兰", "2019-11-25", "10:37"),
    Names("海州发布", "吴敏行", "赵一舟", "2022-06-30", "23:08"),
    Names("云岭晚报", "马如风", "孙立", "2018-01-09", "09:00"),
    Names("市外事办公室", "刘长河", "何晓棠", "2023-10-12", "14:26"),
)


def _cn(names: Names) -> str:
    year, month, day = names.day.split("-")
    return f"{year}年{month}月{day}日"


CREDITS: dict[str, tuple[Callable[[Names], str], frozenset[str]]] = {
    "labelled": (
        lambda n: (
            f"<p class='info'>{n.day} {n.time}　来源：{n.source}　作者：{n.author}</p>"
        ),
        frozenset({"date", "time", "source", "authors"}),
    ),
    "spans": (
        lambda n: (
            f"<div class='info'><span>{_cn(n)} {n.time}</span> <span>来源：<a href='/s'>{n.source}</a></span>"
            "<span>字号：<a>大</a> <a>中</a> <a>小</a></span></div>"
        ),
        frozenset({"date", "time", "source"}),
    ),
    "outlet": (
        lambda n: (
            f"<div class='date-source'><span>{_cn(n)} {n.time}</span> <a>{n.source}</a></div>"
        ),
        frozenset({"date", "time", "outlet"}),
    ),
    "government": (
        lambda n: (
            f"<table><tr><td>发布日期：{n.day}　浏览次数：<span>1024</span>　信息来源：{n.source}"
            "　字体：[<a>大</a> <a>中</a> <a>小</a>]</td></tr></table>"
        ),
        frozenset({"date", "source"}),
    ),
    "piped": (
        lambda n: (
            f"<div>发表于{n.day} {n.time}| 1164次阅读| 来源 {n.source}| 0 条评论| 作者 {n.author}</div>"
        ),
        frozenset({"date", "time", "source", "authors"}),
    ),
    "lines": (
        lambda n: (
            f"<div>{_cn(n)} {n.time}:30</div><div>来源：{n.source}</div><div>12人参与3评论</div>"
        ),
        frozenset({"date", "seconds", "source"}),
    ),
    "reporter": (
        lambda n: (
            f"<div class='meta'>{n.source}记者 {n.author}</div><div class='meta'>{n.day} {n.time}</div>"
        ),
        frozenset({"date", "time", "authors"}),
    ),
    "none": (lambda _: "", frozenset()),
    "meta": (lambda _: "", frozenset({"date", "time", "meta"})),
    "linked-data": (lambda _: "", frozenset({"date", "time", "ld"})),
}

MARKUPS: dict[str, Callable[[tuple[str, ...]], str]] = {
    "paragraphs": lambda ps: "\n".join(f"<p>　　{p}</p>" for p in ps),
    "divisions": lambda ps: "\n".join(f"<div>{p}</div>" for p in ps),
    "breaks": "<br><br>\n　　".join,
    "single-breaks": lambda ps: "<br/>".join(
        f"&nbsp;&nbsp;&nbsp;&nbsp;{p}" for p in ps
    ),
    "fonts": lambda ps: "\n".join(
        f"<p><font face=宋体 size=3><span style='color:black'>{p}</span></font></p>"
        for p in ps
    ),
    "unclosed": lambda ps: "\n".join(f"<P align=justify>{p}" for p in ps),
    "sections": lambda ps: "".join(
        f"<section style='margin:8px'><section><span>{p}</span></section></section>"
        for p in ps
    ),
    "sentences": lambda ps: "\n".join(
        "<p>"
        + p.replace("。", "。<span></span>").replace("，", "，<b></b>", 1)
        + "</p>"
        for p in ps
    ),
    "figures": lambda ps: (
        f"<p>{ps[0]}</p><div align=center><img src='/pic/1.jpg' alt='江边'></div>"
        + "".join(f"<p>{p}</p>" for p in ps[1:])
    ),
    "advertised": lambda ps: (
        f"<p>{ps[0]}</p><div class='ad-box'>广告：江边新楼盘火热开售，欢迎来电咨询。</div>"
        + "".join(f"<p>{p}</p>" for p in ps[1:])
    ),
}

MARKUPS |= {
    "headed": lambda ps: "".join(
        f"<p>{p}</p>" if "。" in p else f"<p align=center><strong>{p}</strong></p>"
        for p in ps
    ),
    "clauses": lambda ps: "<p><br></p>".join(
        f"<p style='text-align:center'>{p}</p>" for p in ps
    ),
    "interrupted": lambda ps: (
        f"<p>{ps[0]}</p><p>相关阅读：<a href='/7'>旧书摊搬家记：三十年与一条巷子</a></p>"
        "<div class='share-bar'><span>分享到：</span><a>微信</a></div>"
        + "".join(f"<p>{p}</p>" for p in ps[1:])
    ),
    "split": lambda ps: (
        f"<div class='part'><p>{'</p><p>'.join(ps[: len(ps) // 2])}</p></div><script>ad(1);</script>"
        "<div class='gg'><a href='/gg'>江边新楼盘</a></div>"
        f"<div class='part'><p>{'</p><p>'.join(ps[len(ps) // 2 :])}</p></div>"
    ),
    "captioned": lambda ps: (
        f"<p>{ps[0]}</p><figure><img src='/9.jpg'><figcaption>{ps[1]}</figcaption></figure>"
        + "".join(f"<p>{p}</p>" for p in ps[2:])
    ),
    "listed": lambda ps: (
        f"<p>{ps[0]}</p><ul>{''.join(f'<li>{p}</li>' for p in ps[1:])}</ul>"
    ),
}

ARRANGED: dict[str, Callable[[tuple[str, ...]], tuple[str, ...]]] = {
    "headed": lambda ps: (ps[0], "渡口与人", *ps[1:3], "桥上桥下", *ps[3:]),
    "clauses": lambda ps: tuple(
        clause for p in ps for clause in re.split("[，。；]", p) if clause
    ),
    "captioned": lambda ps: (ps[0], "图为清晨的渡口。江边摄", *ps[1:]),
}
"""What some markups do to the paragraphs first; it is part of the gold."""

TAILS: dict[str, tuple[Callable[[Names], str], frozenset[str]]] = {
    "editor": (lambda n: f"<p>（责任编辑：{n.editor}）</p>", frozenset({"editors"})),
    "coded": (
        lambda n: (
            f"<div class='ep'>本文来源：{n.source} 责任编辑：{n.editor}_NF4425</div>"
        ),
        frozenset({"editors", "source"}),
    ),
    "bracket": (lambda n: f"<p>【编辑：{n.editor}】</p>", frozenset({"editors"})),
    "share": (
        lambda _: (
            "<div>分享到：<a>微信</a><a>微博</a></div><p>扫一扫在手机打开当前页</p><p>【打印】【关闭】</p>"
        ),
        frozenset(),
    ),
    "related": (
        lambda _: (
            "<h3>相关阅读</h3><ul><li><a href='/1'>渡口的早晨，船工与他的四十年</a></li>"
            "<li><a href='/2'>桥上快，船上慢：一座城市的两种走法</a></li></ul>"
        ),
        frozenset(),
    ),
    "notice": (
        lambda n: (
            f"<p>责编：{n.editor}</p><p>声明：本网转载此文，目的在于传递更多信息，版权归原作者所有，如有侵权请联系删除。</p>"
        ),
        frozenset({"editors"}),
    ),
    "pages": (
        lambda _: (
            "<div>上一篇：<a>老街的黄昏</a></div><div>下一篇：<a>新桥通车</a></div>"
        ),
        frozenset(),
    ),
    "staff": (
        lambda n: f"<p>编辑 {n.editor}　校对 李铭</p>",
        frozenset({"editors"}),
    ),
    "nothing": (lambda _: "", frozenset()),
}

PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("portal", "labelled", "paragraphs", "coded"),
    ("portal", "spans", "figures", "editor"),
    ("portal", "outlet", "advertised", "share"),
    ("portal", "lines", "divisions", "related"),
    ("portal", "meta", "paragraphs", "notice"),
    ("government", "government", "fonts", "share"),
    ("government", "government", "paragraphs", "editor"),
    ("government", "labelled", "unclosed", "pages"),
    ("government", "none", "single-breaks", "share"),
    ("blog", "piped", "paragraphs", "pages"),
    ("blog", "linked-data", "sentences", "related"),
    ("blog", "reporter", "figures", "nothing"),
    ("forum", "none", "breaks", "nothing"),
    ("forum", "none", "divisions", "share"),
    ("wechat", "none", "sections", "nothing"),
    ("wechat", "none", "paragraphs", "staff"),
    ("tables", "government", "fonts", "pages"),
    ("tables", "labelled", "breaks", "editor"),
    ("tables", "spans", "single-breaks", "notice"),
    ("tables", "none", "unclosed", "nothing"),
    ("scroll", "labelled", "paragraphs", "editor"),
    ("scroll", "spans", "paragraphs", "related"),
    ("hidden", "labelled", "paragraphs", "bracket"),
    ("hidden", "outlet", "divisions", "share"),
    ("scripted", "spans", "paragraphs", "coded"),
    ("mobile", "lines", "sections", "editor"),
    ("mobile", "linked-data", "paragraphs", "share"),
    ("bare", "labelled", "paragraphs", "nothing"),
    ("bare", "none", "unclosed", "nothing"),
    ("bare", "government", "breaks", "editor"),
    ("commented", "labelled", "paragraphs", "related"),
    ("commented", "reporter", "divisions", "notice"),
    ("sidebar", "spans", "paragraphs", "staff"),
    ("sidebar", "piped", "breaks", "pages"),
    ("frame", "government", "single-breaks", "bracket"),
    ("frame", "labelled", "fonts", "coded"),
    ("taiwan", "outlet", "paragraphs", "share"),
    ("taiwan", "labelled", "figures", "related"),
    ("short", "labelled", "paragraphs", "editor"),
    ("short", "outlet", "divisions", "share"),
    ("short", "government", "breaks", "nothing"),
    ("magazine", "reporter", "sections", "staff"),
    ("magazine", "meta", "sentences", "bracket"),
    ("agency", "labelled", "paragraphs", "bracket"),
    ("portal", "spans", "interrupted", "coded"),
    ("portal", "labelled", "headed", "related"),
    ("portal", "lines", "captioned", "staff"),
    ("government", "government", "headed", "editor"),
    ("government", "government", "listed", "share"),
    ("wechat", "none", "clauses", "nothing"),
    ("wechat", "none", "headed", "staff"),
    ("mobile", "lines", "clauses", "editor"),
    ("bare", "labelled", "split", "pages"),
    ("sidebar", "spans", "split", "bracket"),
    ("blog", "piped", "captioned", "pages"),
    ("tables", "labelled", "clauses", "editor"),
    ("commented", "reporter", "interrupted", "notice"),
    ("magazine", "meta", "listed", "coded"),
    ("forum", "none", "clauses", "share"),
    ("agency", "spans", "sentences", "coded"),
)
"""Shell, credits, markup, tail."""


def pages(articles: list[Article]) -> Iterator[Gold]:
    """Yield every template around every article."""
    for number, template in enumerate(PAGES):
        for offset, article in enumerate(articles):
            yield page(template, article, NAMES[(number + offset) % len(NAMES)])


def page(template: tuple[str, str, str, str], article: Article, names: Names) -> Gold:
    """Return one page with its gold."""
    shell, credit, markup, tail = template
    body = article.body[:1] if shell == "short" else article.body
    body = ARRANGED.get(markup, tuple)(body)
    line, states = CREDITS[credit]
    close, closes = TAILS[tail]
    parts = {
        "title": html.escape(article.title),
        "credits": line(names),
        "body": MARKUPS[markup](tuple(html.escape(one, quote=False) for one in body)),
        "tail": close(names),
        "head": _head(states, names),
    }
    known = states | closes
    facts = {}
    if "date" in known:
        time = "T" + names.time if known & {"time", "seconds"} else ""
        seconds = {"seconds": ":30", "meta": ":00", "ld": ":00"}
        ends = (end for kind, end in seconds.items() if kind in known)
        facts["date"] = names.day + time + next(ends, "")
    if "source" in known or ("outlet" in known and names.source != "市外事办公室"):
        facts["source"] = names.source
    if "authors" in known:
        facts["authors"] = names.author
    if "editors" in known:
        facts["editors"] = names.editor
    if shell == "wechat":  # its script and its account say so
        facts |= {"source": "江边夜话", "date": "2021-03-04T07:05"}
    made = filled(shell, parts)
    return Gold("-".join(template), made, article.title, body, facts)


def _head(states: frozenset[str], names: Names) -> str:
    if "meta" in states:
        return (
            f'<meta property="article:published_time" content="{names.day}T{names.time}:00+08:00">'
            '<meta name="author" content="江边网">'
        )
    if "ld" in states:
        return (
            '<script type="application/ld+json">{"@context":"https://schema.org","@graph":['
            f'{{"@type":"NewsArticle","headline":"x","datePublished":"{names.day}T{names.time}:00+08:00",'
            '"author":{"@type":"Organization","name":"江边网"}}]}</script>'
        )
    return ""
