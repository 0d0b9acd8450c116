"""Outlets and authors that no word labels: beside a date, or named by their element."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence

from generator.ingest.page.chrome import states_date
from generator.ingest.page.head import Head
from generator.ingest.page.lines import PageLine, parted
from generator.ingest.page.people import (
    LABEL,
    Credit,
    is_generic,
    is_person,
    located,
)
from generator.ingest.page.title import BORDER
from generator.ingest.page.tree import Tree
from generator.ingest.places import known_places
from generator.ingest.rules.grammar import date_of
from generator.ingest.rules.zones import HAN
from generator.ingest.shadow import shadow_of

_OUTLET = re.compile(
    rf"[{HAN}A-Za-z\d·]{{0,14}}(?:网|报|社|台|新闻|发布|在线|客户端|杂志|周刊|日报|晚报|电视|消息|财经|科技|频道|公众号|APP|快讯)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?<!\d)(?:0?[1-9]|1[0-2])[-/月](?:[0-2]?\d|3[01])日?\s+\d{1,2}:\d\d"
)
_HINTS = (
    (
        "source",
        re.compile(
            r"(?:^|[\s_-])(?:source|laiyuan|article-?source|media-?name|come-?from|js_name|profile_nickname)(?=$|[\s_-])"
        ),
    ),
    (
        "authors",
        re.compile(
            r"(?:^|[\s_-])(?:author(?:-?info)?(?:-?name)?|zuozhe|writer|byline|nick-?name|user-?name)(?=$|[\s_-])"
        ),
    ),
    (
        "editors",
        re.compile(r"(?:^|[\s_-])(?:editor-?name|zebian|article-?editor)(?=$|[\s_-])"),
    ),
)
_DOTTED = re.compile(rf"(?P<name>[{HAN}]{{2,4}})\s*·\s*(?P<date>\d.{{7,30}})$")
_BRACKETED = re.compile(rf"\(([{HAN}]{{2,4}})\)")
_SECTIONS = frozenset(
    "时政 时评 时尚 时报 金融 房产 房地产 文化 文学 文艺 文史 文旅 文娱 文教 国际 国内 国学 华人 华夏 党建"
    " 党史 军事 军情 车市 车讯 乐活 游戏 游记 游学 养生 家居 家电 居家 安全 安防 法治 法制 经济 经典 商业"
    " 商务 农业 农村 农经 林业 水利 水产 石油 石化 能源 童书 书画 书评 相声 曲艺 戏曲 古玩 古籍 高考 高校"
    " 公益 公告 公示 平安 金属 黄金 白银 贵金属 关注 关于 易车 万象 方言 元宇宙".split()
)
"""Words of sites that begin like a surname."""
_LONGEST = 60
_LEVELS = 3


def outlet_in(text: str, line: PageLine) -> Iterator[Credit]:
    """Yield the outlet that stands beside a date without a label."""
    shadow = shadow_of(line.text)
    stamp = date_of(shadow)
    short = None if stamp else _MONTH_DAY.search(shadow)
    if line.size > _LONGEST or not (stamp or short):
        return
    start, end = (
        (stamp.start, stamp.end) if stamp else short.span() if short else (0, 0)
    )
    for base, part in ((end, shadow[end:]), (0, shadow[:start])):
        match = re.match(
            rf"[\s|·\-]*(?:原创\s)?(?P<name>[{HAN}A-Za-z\d·]{{2,16}})(?=$|[\s|/(\[])",
            part,
        )
        if match and _OUTLET.fullmatch(match["name"]):
            at = base + match.start("name")
            yield located(text, line, "source", line.text[at : at + len(match["name"])])
            return


def dotted(text: str, tree: Tree, line: PageLine) -> Iterator[Credit]:
    """Yield the name that a dot parts from the date behind it: 周晓江 · 2021-03-04."""
    match = _DOTTED.match(shadow_of(parted(text, tree, line)))
    if match and _is_name(match["name"]) and states_date(match["date"]):
        yield located(text, line, "authors", line.text[: len(match["name"])])


def named_in_head(
    text: str, tree: Tree, line: PageLine, head: Head
) -> Iterator[Credit]:
    """Yield what stands beside a date and in the page's own title too: site or author."""
    title = head.first("title", "og:title")
    shown = parted(text, tree, line)
    if not title or line.size > _LONGEST or not states_date(shown):
        return
    parts = [part.strip() for part in BORDER.split(title.text)[1:] if part.strip()]
    for word in re.split(r"[\s|/\[\]()（）【】·,，]+", shown):
        if word in parts and 2 <= len(word) <= 16 and not is_generic(word):
            if _is_name(word):
                yield located(text, line, "authors", word)
            elif word == parts[-1]:  # the others may be sections and keywords
                yield located(text, line, "source", word)


def lone_outlets(text: str, lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield an outlet, or an author and an outlet, on the line above a date."""
    for line, after in itertools.pairwise(lines):
        shadow = shadow_of(line.text)
        if line.size > 20 or not states_date(after.text):
            continue
        name, slash, outlet = shadow.rpartition("/")
        if _OUTLET.fullmatch(outlet):
            at = len(name) + len(slash)
            yield located(text, line, "source", line.text[at:])
            if slash and _is_name(name):
                yield located(text, line, "authors", line.text[: len(name)])


def hinted(text: str, tree: Tree, line: PageLine) -> Iterator[Credit]:
    """Yield the words of a short line whose element is named for a field."""
    if line.size > _LONGEST:
        return
    seen = set()
    for index in line.runs:
        run = tree.runs[index]
        words = " ".join(html.unescape(text[run.start : run.end]).split())
        if not words or len(words) > 24 or LABEL.match(shadow_of(words)):
            continue
        label = _label(tree, run.element, line.element)
        field = next((name for name, hint in _HINTS if hint.search(label)), None)
        if field and field not in seen and _fits(field, shadow_of(words), label):
            seen.add(field)
            yield located(text, line, field, words)


def _fits(field: str, shadow: str, label: str) -> bool:
    if is_generic(shadow):
        return False
    if field == "source":
        return bool(_OUTLET.fullmatch(shadow) or re.search("nickname|js_name", label))
    return _is_name(shadow)


def _is_name(word: str) -> bool:
    """Tell whether a word is a person's name, and no section or place that begins so."""
    return is_person(word) and word not in _SECTIONS and word not in known_places()


def signed_in_title(text: str, line: PageLine, head: Head) -> Iterator[Credit]:
    """Yield a line that is one name, which the page's title has in brackets."""
    title = head.first("title", "og:title")
    named = _BRACKETED.findall(shadow_of(title.text)) if title else []
    if shadow_of(line.text) in named and _is_name(line.text):
        yield located(text, line, "authors", line.text)


def _label(tree: Tree, index: int, border: int) -> str:
    """Return the class names and ids of an element and of those around it in its line."""
    labels = []
    for _ in range(_LEVELS):
        labels.append(tree.elements[index].label)
        if index in {border, 0}:
            break
        index = tree.elements[index].parent
    return " ".join(labels)
