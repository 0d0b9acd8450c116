"""Articles broken at a fixed width in the ways of scans, printers and mail programs."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tests.quality.dirt import Page

_NO_START = "，。、；：？！”）》"


def _lines(paragraph: str, width: int, *, hanging: bool) -> Iterator[str]:
    """Yield a paragraph in lines of so many columns; marks may hang over the edge."""
    line, reached = "", 0
    for character in paragraph:
        wide = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        if reached + wide > width and not (hanging and character in _NO_START):
            yield line
            line, reached = "", 0
        line, reached = line + character, reached + wide
    if line:
        yield line


def indented(page: Page, width: int) -> tuple[str, ...]:
    """Break anywhere; a paragraph begins with two blanks."""
    return tuple(
        line for one in page.body for line in _lines("　　" + one, width, hanging=False)
    )


def hanging(page: Page, width: int) -> tuple[str, ...]:
    """Break so that no mark begins a line."""
    return tuple(
        line for one in page.body for line in _lines("　　" + one, width, hanging=True)
    )


def flush(page: Page, width: int) -> tuple[str, ...]:
    """Mark the border of paragraphs by nothing but a short last line."""
    return tuple(line for one in page.body for line in _lines(one, width, hanging=True))


def spaced(page: Page, width: int) -> tuple[str, ...]:
    """Set paragraphs apart by a blank line."""
    return tuple(
        line for one in page.body for line in (*_lines(one, width, hanging=True), "")
    )


def double_spaced(page: Page, width: int) -> tuple[str, ...]:
    """Put a blank line behind every line."""
    return tuple(line for one in hanging(page, width) for line in (one, ""))


def quoted(page: Page, width: int) -> tuple[str, ...]:
    """Indent every line alike, as mail programs do."""
    return tuple(line and "    " + line for line in spaced(page, width))


def numbered(page: Page, width: int) -> tuple[str, ...]:
    """Put a page number behind every twelve lines."""
    found: list[str] = []
    for number, line in enumerate(hanging(page, width)):
        found.append(line)
        if number % 12 == 11:
            found.append(f"- {number // 12 + 5} -")
    return tuple(found)


WRAPS: Mapping[str, Callable[[Page, int], tuple[str, ...]]] = {
    f"wraps_{wrap.__name__}": wrap
    for wrap in (indented, hanging, flush, spaced, double_spaced, quoted, numbered)
}


def wrapped(page: Page, kind: str) -> Iterator[Page]:
    """Yield the page broken at three widths."""
    for number in range(3):
        rng = random.Random(f"{kind} {number} {page.title}")
        shown = WRAPS[kind](page, 2 * rng.randint(14, 42))
        yield replace(page, head=(page.title,), shown=shown)


UNBROKEN = tuple(
    """
朝辞白帝彩云间，千里江陵一日还。
两岸猿声啼不住，轻舟已过万重山。
故人西辞黄鹤楼，烟花三月下扬州。
孤帆远影碧空尽，唯见长江天际流。

春江潮水连海平，海上明月共潮生，
滟滟随波千万里，何处春江无月明，
江流宛转绕芳甸，月照花林皆似霰，
空里流霜不觉飞，汀上白沙看不见。

我把渡口的灯一盏一盏点亮
像从前母亲点亮油灯那样
江水从脚下慢慢地流过
带走一些木屑和几片菜叶
船在雾里轻轻地咳嗽一声
整个村庄便醒了过来

我把渡口的灯，一盏一盏点亮
像从前母亲，点亮油灯那样
江水从脚下，慢慢地流过去
带走一些木屑，和几片菜叶
船在雾里，轻轻地咳嗽一声

一、总结去年的工作，找出不足之处
二、讨论今年的计划，明确责任分工
三、研究人员的安排，听取各方意见
四、通报经费的使用，接受群众监督

1.江州市教育局，负责中小学校的安排
2.江州市卫生局，负责医院诊所的安排
3.江州市交通局，负责公交线路的安排
4.江州市公安局，负责道路秩序的安排

“你从哪里来？”老人问。
“从江那边来。”
“江那边还下雨吗？”
“下，下了三天了。”
“那你是怎么过来的？”
“坐船，最后一班船。”

江州夜市今晚正式开张，首日迎客两万
老街改造二期工程启动，工期一年半整
市图书馆再次延长开放时间至晚上十点
国际友城少年足球赛落幕，江州队夺冠
港口吞吐量创下历史新高，同比增两成

江州　　120人　　三班
海东　　110人　　二班
北岸　　130人　　四班
南屏　　90人　　　一班
""".strip("\n").split("\n\n")
)
"""Verse, lists, dialogue, a table: lines of an article that nobody may join."""
