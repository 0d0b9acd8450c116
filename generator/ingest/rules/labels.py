"""The words that label a credit, and the names of people that may follow."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib.resources import files

from generator.ingest.rules.zones import HAN

LABELS: Mapping[str, str] = {
    "source": (
        "以下文章来源于|消息来源|信息来源|本文来源|本文转自|文章来源|新闻来源|稿件来源|内容来源|来源|稿源|出处|"
        "转自|来自|摘自|原载于|原载|原刊于|选自|稿件提供"
    ),
    "authors": (
        "文章作者|本文作者|撰稿人|执笔|采写|特约评论员|本报评论员|本报特约评论员|楼主|供稿|文字|作者|撰文|撰稿|"
        "本报记者|本台记者|本刊记者|记者|通讯员|特约记者|实习生|文/图|图/文|文/|文"
    ),
    "editors": (
        "责任编辑|本文编辑|本期责编|网编|采编|组稿|值班编辑|核稿编辑|内容编辑|责任编校|责编|网络编辑|新媒体编辑|"
        "本期编辑|实习编辑|文字编辑|本版责编|本版编辑|执行编辑|责任主编|编辑|编审|编者"
    ),
    "staff:duty": "总值班|值班主任|值班编委|值班领导|值班",
    "staff:proofreader": "责任校对|校对|一校|二校|三校",
    "staff:reviewer": "审核|审校|监审|审签|初审|复审|终审|一审|二审|三审|责审|核稿",
    "staff:publisher": "签发人|签发",
    "staff:producer": "总监制|监制|出品人",
    "staff:photographer": "摄影|图片|供图|摄",
    "staff:video": "视频编辑|视频|剪辑",
    "staff:design": "版式设计|排版|美术编辑|美编|版式|制图|设计",
    "staff:translator": "翻译|编译|译者",
    "staff:planner": "总策划|策划|统筹",
    "staff:chief": "总编辑|主编|总编",
    "date": (
        "最后更新|提交日期|公开日期|公开时间|创建时间|录入时间|添加时间|发布|更新|发布时间|发布日期|发表时间|"
        "发表日期|更新时间|发稿时间|成文日期|出版日期|出版时间|出版|发表于|发布于|编辑于|时间|日期"
    ),
    "keywords": "推荐访问|本文关键词|本文标签|文章标签|关键词|关键字|主题词|标签|tags?",
    "url": "原文链接|原文地址|本文链接|本文地址|文章地址|链接|网址",
    "": (
        "素材来源|发布者|发布人|推荐人|投稿人|录入|录入者|上传者|版次|版面|"
        "点击率|点击数|点击量|阅读量|浏览次数|查看|回复|点击|浏览|"
        "阅读|访问量|人气|评论|字数|阅读时间|分类|栏目|所属栏目|版权"
    ),
}
"""Metadata field by the words that label it; the empty field is page furniture."""

FIELD_OF = {word: name for name, words in LABELS.items() for word in words.split("|")}
_PAIR = 2


def _spelling(word: str) -> str:
    """Return the pattern of a label; pages set two-character ones apart: 编 辑."""
    return r"\s?".join(word) if len(word) == _PAIR and "/" not in word else word


_OUTLET_OF_REPORTER = (
    rf"(?:[{HAN}·]{{1,10}}(?:报|网|社|台|刊|在线|新闻|财经|客户端|视频|融媒|传媒|[晚青都])"
    "|澎湃|红星|界面|上游|封面|央视|总台|每经|本[报台刊网社])"
)
_REPORTER = re.compile("(?:记者|通讯员|特派员|评论员)$")
_PLACED = rf"(?:驻[{HAN}]{{2,6}}|特约|见习|实习|首席|全媒体|融媒体|高级|资深)?"
_WORDS = "|".join(
    (
        *map(_spelling, sorted(FIELD_OF, key=len, reverse=True)),
        rf"(?:{_OUTLET_OF_REPORTER})?{_PLACED}(?:记者|通讯员|特派员|评论员)",
    )
)


def field_of(word: str) -> str:
    """Return the field that a label names, however it is spelled: 编 辑, 新京报记者."""
    bare = re.sub(r"\s", "", word.lower())
    if bare in {"tag", "tags"}:
        return "keywords"
    return FIELD_OF.get(bare) or ("authors" if _REPORTER.search(bare) else "")


@functools.cache
def label_pattern() -> re.Pattern[str]:
    """Return the pattern of a label with its separator; some stand before a bare name."""
    name = rf"(?=(?!简介)(?:{surnames()})[{HAN}]{{1,2}}(?![{HAN}]))"
    return re.compile(
        rf"(?<![{HAN}A-Za-z])(?P<word>{_WORDS})(?:\s*\]?\s*[:丨|]\s*|\]\s*|(?<=/)|\s+|(?<=作者)(?=[系为])"
        rf"|(?:(?<=[记作]者)|(?<=通讯员)){name}|\s*/\s*{name}|(?<=来源于)|(?<=[载刊自于处])(?=《)"
        rf"|(?<=作者)(?=(?:{surnames()})[{HAN}]{{1,2}}[系为是]))",
        re.IGNORECASE,
    )


def labels_in(shadow: str) -> list[str]:
    """Return the words in a line that label a value."""
    found = (match["word"] for match in label_pattern().finditer(shadow))
    return [re.sub(r"\s", "", word.lower()) for word in found]


@functools.cache
def surnames() -> str:
    """Return an alternation of surnames, compound ones first, for patterns."""
    data = files("generator.script").joinpath("data/surnames.txt").read_text("utf-8")
    names = [one for one in data.split() if not one.startswith("#")]
    return "|".join(sorted(names, key=len, reverse=True))


@functools.cache
def person() -> re.Pattern[str]:
    """Return the pattern of a Chinese personal name: surname and one or two more."""
    return re.compile(rf"(?:{surnames()})[{HAN}]{{1,2}}")


OFFICE = (
    "(?:副?(?:主任|局长|处长|书记|市长|县长|会长|校长|院长|秘书长|教授|科长|部长|总编辑?|站长|馆长|队长|组长)"
    "|记者|通讯员|教师|学生|干部|值班员|调度员|研究员|管理员|[工技讲律医]师|司机|[一-鿿]员)"
)
"""Words that end the name of an office or a trade."""


@functools.cache
def holder() -> re.Pattern[str]:
    """Return the pattern of an office and who holds it: 江州市市长　王禾."""
    name = rf"(?:{surnames()})[{HAN}]{{1,2}}|(?:{surnames()})\s[{HAN}]"
    return re.compile(rf"(?P<note>[{HAN}、]{{0,24}}{OFFICE})\s+(?P<name>{name})")


@functools.cache
def several() -> re.Pattern[str]:
    """Return the pattern of the authors of a paper: □李静远, 李静远1，王禾2."""
    name = rf"(?:{surnames()})[{HAN}]{{1,2}}[\d*]{{0,3}}"
    return re.compile(rf"[□■◎●◆○]\s?{name}|{name}(?:[,、;\s]{{1,3}}{name}){{1,5}}")
