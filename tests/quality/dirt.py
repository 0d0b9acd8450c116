"""Damages articles in the ways of the web, and remembers what they were.

A `Page` is an article with what a site put above and below it. Each kind of dirt
is a function from a page to a page; kinds that change characters work on the
finished text. Everything is drawn from a seeded generator, so a case is always
the same.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from generator.romanise import readings
from generator.script import reference, simplify


@dataclass(frozen=True)
class Page:
    """An article on a page: what stands above it, its paragraphs, what stands below."""

    title: str
    body: tuple[str, ...]
    """The paragraphs, as they must come out."""
    head: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    """The paragraphs as the page shows them; `body` when empty."""
    tail: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    """What must be read: date, source, authors, editors."""
    finish: tuple[Callable[[str], str], ...] = ()
    """Damage to the characters of the whole text, in order."""

    @property
    def text(self) -> str:
        """The page as a file."""
        text = "\n".join((*self.head, *(self.shown or self.body), *self.tail)) + "\n"
        for change in self.finish:
            text = change(text)
        return text


Dirt = Callable[[Page, random.Random], Page]

SITES = ("江州新闻网", "海东晚报", "北岸在线", "南屏日报", "云溪发布")
NAMES = ("李静远", "周晓江", "陈一舟", "王禾", "欧阳青", "刘思源", "赵小满", "孙立新")
OTHERS = (
    "江边夜市今晚开张",
    "老街改造二期工程启动",
    "市图书馆延长开放时间",
    "国际友城少年足球赛落幕",
    "港口吞吐量创下新高",
    "山路上的邮递员",
)


def _add(
    page: Page, *, head: tuple[str, ...] = (), tail: tuple[str, ...] = (), **facts: str
) -> Page:
    return replace(
        page,
        head=page.head + head,
        tail=page.tail + tail,
        facts={**page.facts, **facts},
    )


def breadcrumb(page: Page, rng: random.Random) -> Page:
    lead = rng.choice(["当前位置：首页", "您的位置: 网站首页", "您所在的位置：首页"])
    mark = rng.choice([" > ", " >> ", " » "])
    path = mark.join(
        [
            lead,
            "新闻中心",
            rng.choice(["要闻", "本地"]),
            rng.choice(["正文", page.title]),
        ]
    )
    return replace(page, head=(path, *page.head))


def repeated_title(page: Page, rng: random.Random) -> Page:
    return _add(page, head=(page.title,) * rng.choice([1, 2]))


def credit_line(page: Page, rng: random.Random) -> Page:
    year, month, day = rng.randint(2005, 2025), rng.randint(1, 12), rng.randint(1, 28)
    hour, minute, second = rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59)
    clock = f"{hour:02}:{minute:02}"
    date, stamp = rng.choice(
        [
            (
                f"{year}/{month}/{day} {hour}:{minute:02}:{second:02}",
                f"T{clock}:{second:02}",
            ),
            (f"{year}-{month:02}-{day:02} {clock}", f"T{clock}"),
            (f"{year}年{month:02}月{day:02}日 {clock}", f"T{clock}"),
            (f"发布时间：{year}-{month:02}-{day:02}", ""),
            (f"{year}.{month}.{day}", ""),
            (f"{year}年{month}月{day}日", ""),
        ]
    )
    source, author = rng.choice(SITES), rng.choice(NAMES)
    line = rng.choice(
        [
            f"{date}　来源：{source}　作者：{author}",
            f"来源: {source} 作者: {author} {date} 点击: {rng.randint(1, 9999)} 次",
            f"{date} | 来源：{source} | 作者：{author} | 字号：大 中 小",
            f"作者：{author}   {date}   来源：{source}   浏览次数：{rng.randint(1, 999)}",
        ]
    )
    value = f"{year}-{month:02}-{day:02}{stamp}"
    return _add(page, head=(line,), date=value, source=source, authors=author)


def lead_in(page: Page, rng: random.Random) -> Page:
    line = rng.choice(
        [
            f"下面是小编为大家整理的{page.title},供大家参考。",
            f"以下是小编为大家收集的{page.title}，欢迎阅读与收藏，希望对大家有所帮助。",
        ]
    )
    return _add(page, head=(line,))


def share_bar(page: Page, rng: random.Random) -> Page:
    line = rng.choice(
        [
            "分享到：微信 微博 QQ空间",
            "分享到:",
            "打印本页 关闭窗口",
            "微信扫一扫",
            "收藏 打印 关闭窗口",
        ]
    )
    return _add(page, tail=(line,))


def related(page: Page, rng: random.Random) -> Page:
    heading = rng.choice(
        ["相关阅读：", "相关文章:", "热门推荐", "猜你喜欢", "最新推荐New Ranking"]
    )
    items = rng.sample(OTHERS, 4)
    if rng.random() < 0.4:
        items = [
            line
            for number, item in enumerate(items, 1)
            for line in (f"{number}{item}", f"{page.body[0][:30]}...")
        ]
    return _add(page, tail=(heading, *items))


def neighbours(page: Page, rng: random.Random) -> Page:
    first, second = rng.sample(OTHERS, 2)
    return _add(page, tail=(f"上一篇：{first}", f"下一篇：{second}"))


def staff_line(page: Page, rng: random.Random) -> Page:
    editor, other = rng.sample(NAMES, 2)
    line = rng.choice(
        [
            f"责任编辑：{editor}",
            f"（责任编辑：{editor}）",
            f"编辑：{editor} 校对：{other}",
            f"[责编：{editor}]",
            f"总值班: {other} 编辑: {editor}",
        ]
    )
    return _add(page, tail=(line,), editors=editor)


def reporter(page: Page, rng: random.Random) -> Page:
    if "authors" in page.facts:
        return page
    name = rng.choice(NAMES)
    shown = page.shown or page.body
    mark = rng.choice(
        [
            f"（记者 {name}）",
            f"(记者 {name})",
            f"（通讯员 {name}）",
            f"（本报记者 {name}）",
        ]
    )
    return replace(
        page,
        shown=(*shown[:-1], shown[-1] + mark),
        facts={**page.facts, "authors": name},
    )


def disclaimer(page: Page, rng: random.Random) -> Page:
    line = rng.choice(
        [
            "声明：本文转载自网络，版权归原作者所有，如有侵权请联系删除。",
            "免责声明：本站转载此文仅为传递信息，不代表本站观点，如有侵权请联系我们删除。",
        ]
    )
    return _add(page, tail=(line,))


def page_numbers(page: Page, rng: random.Random) -> Page:
    shown = list(page.shown or page.body)
    shown.insert(
        rng.randint(1, len(shown)), rng.choice(["- 3 -", "— 12 —", "第3页/共10页"])
    )
    return replace(page, shown=tuple(shown))


def lone_mark(page: Page, rng: random.Random) -> Page:
    return _add(page, tail=(rng.choice(["?", "□", "■"]),))


def indents(page: Page, rng: random.Random) -> Page:
    blank = rng.choice(["　　", "\u00a0\u00a0\u00a0\u00a0", "\u2003\u2003", "    "])
    return _finish(page, lambda text: re.sub(r"(?m)^(?=.)", blank, text))


def entities(page: Page, rng: random.Random) -> Page:
    twice = rng.random() < 0.3

    def change(text: str) -> str:
        text = (
            text.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("　", "&nbsp;")
        )
        return text.replace("&", "&amp;") if twice else text

    return _finish(page, change)


def invisible(page: Page, rng: random.Random) -> Page:
    mark = rng.choice(["\u200b", "\u2060", "\ue5e5", "\ufeff"])
    step = rng.randint(17, 60)
    return _finish(
        page,
        lambda text: "".join(c + mark * (i % step == 0) for i, c in enumerate(text)),
    )


def line_ends(page: Page, rng: random.Random) -> Page:
    end = rng.choice(["\r\n", "\r", "\r\n\r\n"])
    return _finish(
        page, lambda text: "\ufeff" * rng.randint(0, 1) + text.replace("\n", end)
    )


def full_width(page: Page, _: random.Random) -> Page:
    wide = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}
    shown = tuple(one.translate(wide) for one in (page.shown or page.body))
    return replace(page, shown=shown)


def half_width(page: Page, _: random.Random) -> Page:
    table = str.maketrans("，：；？！（）", ",:;?!()")
    shown = tuple(one.translate(table) for one in (page.shown or page.body))
    return replace(page, shown=shown)


def mojibake(page: Page, rng: random.Random) -> Page:
    shown = list(page.shown or page.body)
    place = rng.choice([i for i, one in enumerate(shown) if len(one) > 12])
    encoding = rng.choice(["gb18030", "utf-8"])
    shown[place] = shown[place].encode(encoding).decode("latin-1")
    return replace(page, shown=tuple(shown))


def hard_wraps(page: Page, rng: random.Random) -> Page:
    width = rng.randint(18, 40)
    lines = []
    for paragraph in page.shown or page.body:
        whole = "　　" + paragraph
        lines += [whole[at : at + width] for at in range(0, len(whole), width)]
    return replace(page, shown=tuple(lines))


def machine_traditional(page: Page, _: random.Random) -> Page:
    """Convert by a character table that leaves ambiguous characters simplified."""
    return _finish(page, lambda text: "".join(map(_by_table, text)))


def injected_pinyin(page: Page, rng: random.Random) -> Page:
    """Convert by a character table, then annotate a fixed set of characters."""
    seed = rng.random()

    def change(text: str) -> str:
        text = "".join(map(_by_table, text))
        kinds = sorted({c for c in text if simplify(c) != c and readings(c)})
        chosen = set(random.Random(seed).sample(kinds, max(1, len(kinds) * 3 // 5)))
        return "".join(f"{c}({readings(c)[0]})" if c in chosen else c for c in text)

    return _finish(page, change)


_AMBIGUOUS = frozenset(
    "云范征余于干后里面只台松发复历斗谷丑制钟升系向冲致咸姜了才并采郁"
)


@functools.cache
def _by_table(character: str) -> str:
    return character if character in _AMBIGUOUS else reference(character, "s2t")


def _finish(page: Page, change: Callable[[str], str]) -> Page:
    return replace(page, finish=(*page.finish, change))


ABOVE: tuple[Dirt, ...] = (repeated_title, credit_line, lead_in, breadcrumb)
INSIDE: tuple[Dirt, ...] = (reporter, page_numbers, full_width, half_width, mojibake)
BELOW: tuple[Dirt, ...] = (
    staff_line,
    lone_mark,
    disclaimer,
    share_bar,
    neighbours,
    related,
)
WHOLE: tuple[Dirt, ...] = (indents, entities, invisible, line_ends)
SCRIPTS: tuple[Dirt, ...] = (machine_traditional, injected_pinyin)
KINDS: Mapping[str, Dirt] = {
    dirt.__name__: dirt
    for group in (ABOVE, INSIDE, (hard_wraps,), BELOW, WHOLE, SCRIPTS)
    for dirt in group
}


def single(page: Page, kind: str, seed: str) -> Page:
    """Return the page with one kind of dirt; a title stands above it."""
    rng = random.Random(f"{kind} {seed}")
    dirt = KINDS[kind]
    if dirt is repeated_title:
        return dirt(page, rng)
    return dirt(_add(page, head=(page.title,)), rng)


def mixture(page: Page, seed: str) -> Page:
    """Return the page with several kinds of dirt at once, in the order of a real page."""
    rng = random.Random(f"mixture {seed}")
    made = repeated_title(page, rng)
    chosen = [*_some(rng, ABOVE[1:], 0.5), *_some(rng, INSIDE, 0.25)]
    if not chosen and rng.random() < 0.3:
        chosen.append(hard_wraps)
    chosen += [*_some(rng, BELOW, 0.35), *_some(rng, WHOLE, 0.3)]
    wrapped = {hard_wraps, mojibake} & set(chosen)
    if not wrapped and rng.random() < 0.3:
        chosen.append(rng.choice(SCRIPTS))
    for dirt in chosen:
        made = dirt(made, rng)
    return made


def _some(rng: random.Random, group: tuple[Dirt, ...], share: float) -> list[Dirt]:
    return [dirt for dirt in group if rng.random() < share]
