"""The grammar of credit lines: dates, labelled values, names, page widgets.

Everything is matched against the shadow (Simplified, half-width), so one spelling
of each word serves both scripts and both widths.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from generator.ingest.rules.zones import HAN

LABELS: Mapping[str, str] = {
    "source": "信息来源|文章来源|新闻来源|稿件来源|内容来源|来源|稿源|出处|转自|来自|摘自",
    "authors": "作者|撰文|撰稿|本报记者|本台记者|本刊记者|记者|通讯员|特约记者|文/图|图/文|文/|文",
    "editors": "责任编辑|责任编校|责编|网络编辑|新媒体编辑|本期编辑|实习编辑|文字编辑|编辑|编审|编者",
    "staff:duty": "总值班|值班主任|值班编委|值班领导|值班",
    "staff:proofreader": "责任校对|校对|一校|二校|三校",
    "staff:reviewer": "审核|审校|审签|初审|复审|终审|一审|二审|三审|责审|核稿",
    "staff:publisher": "签发人|签发",
    "staff:producer": "总监制|监制|出品人",
    "staff:photographer": "摄影|图片|供图|摄",
    "staff:video": "视频编辑|视频|剪辑",
    "staff:design": "美术编辑|美编|版式|制图|设计",
    "staff:translator": "翻译|编译|译者",
    "staff:planner": "总策划|策划|统筹",
    "staff:chief": "总编辑|主编|总编",
    "date": "发布时间|发布日期|发表时间|发表日期|更新时间|发稿时间|成文日期|发表于|发布于|时间|日期",
    "keywords": "推荐访问|关键词|关键字|主题词|标签|tags?",
    "url": "原文链接|原文地址|本文链接|本文地址|文章地址|链接|网址",
    "": "点击|浏览|阅读|访问量|人气|评论|字数|阅读时间|分类|栏目|所属栏目|版权",
}
"""Metadata field by the words that label it; the empty field is page furniture."""

_FIELD_OF = {word: name for name, words in LABELS.items() for word in words.split("|")}
_WORDS = "|".join(sorted((re.escape(w) for w in _FIELD_OF), key=len, reverse=True))
_WORDS = _WORDS.replace(r"tags\?", "tags?")
_LABEL = re.compile(
    rf"(?<![{HAN}A-Za-z])(?P<word>{_WORDS})\s*(?:[:丨|]\s*|(?<=/)|\s+|(?=[系为]))",
    re.IGNORECASE,
)

_Y = r"(?P<y>(?:19|20)\d\d)"
DATE = re.compile(
    rf"(?<!\d){_Y}\s?[-/.年]\s?(?P<m>\d{{1,2}})\s?[-/.月]\s?(?P<d>\d{{1,2}})(?!\d)\s?[日号]?"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?"
    r"(?:[T\s]{0,3}(?P<h>\d{1,2}):(?P<min>\d{2})(?!\d)(?::(?P<s>\d{2})(?!\d))?)?"
)
HAN_DATE = re.compile(
    r"(?P<y>[二一][〇零○九0][〇零○一二三四五六七八九]{2})年"
    r"(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_MONTH = re.compile(rf"(?<!\d){_Y}[-/.年](?P<m>0?[1-9]|1[0-2])(?!\d)月?")
_WIDGET = re.compile(
    r"字(?:号|体)(?:大小)?\s*:?\s*[\[(]?\s*(?:超?大|中|小|[+\-|/\s])*[\])]?"
    r"|[\[(]?大\s+中\s+小[\])]?"
    r"|打印(?:本[页文])?|关闭(?:窗口|本页)?|收藏(?:本[页文])?|返回(?:顶部|首页|列表)"
    r"|(?:分享|转发)(?:到|至)?\s*:?(?:\s*(?:微信(?:好友)?|新浪微博|微博|朋友圈|QQ空间|空间"
    r"|QQ好友|QQ|豆瓣|人人网|腾讯微博|复制链接|更多|facebook|twitter|line|weibo))*"
    r"|(?:阅读|浏览|点击|访问)(?:次数|量|数)?\s*:?\s*\d+\s*(?:次|人次)?"
    r"|\d+\s*(?:人阅读|次浏览|人浏览|条评论|次阅读)|评论\s*:?\s*\d+|我要评论|我要纠错"
    r"|(?:微信)?扫一扫(?:(?!分享|打印)[^\n]){0,16}|A\s?[+-]|[+-]\s?A|赞\s*\(?\d*\)?|手机看新闻|举报|点赞\s*\d*|复制链接|微信扫码[^\n]{0,16}",
    re.IGNORECASE,
)
_EDGE = " \t|-·,、;()[]/>»«<丨。.:"
_LATIN_NAME = r"[A-Za-z][A-Za-z.'\-]*(?:\s[A-Za-z][A-Za-z.'\-]*){0,3}"
_NAME = re.compile(
    rf"[{HAN}]{{2,4}}|[{HAN}]\s[{HAN}]|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}"
    rf"|[{HAN}]{{2,12}}(?:组|部|室|办|站|社|网|报|台|局|委|会|校|院|馆|中心|编辑)"
    rf"|{_LATIN_NAME}"
)
_NOTED = re.compile(
    rf"(?P<names>[{HAN}A-Za-z·、\s]{{0,24}}?)\s*[,(]?\s*(?:(?:现|均)?(?:为|系|是)|单位:)\s*"
    r"(?P<note>[^,;。]{2,60}?)\)?"
)
_NOTE_FIRST = re.compile(
    rf"(?:为|系|是)\s*(?P<note>[{HAN}]{{4,40}})\s+(?P<names>[{HAN}]{{2,4}})"
)
_OUTLET = re.compile(
    rf"[{HAN}A-Za-z]{{1,14}}(?:网|报|社|台|新闻|发布|在线|客户端|杂志|周刊|日报|晚报|电视)"
)
_SPLIT = re.compile(r"[\s、,/;]+")
_SOURCE_LIMIT = 40
_FURNITURE_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Value:
    """A value read from a line: field and span (offsets in the line)."""

    field: str
    start: int
    end: int
    text: str = ""
    """The value itself where it is not simply the text of the span (dates)."""


def date_of(shadow: str) -> Value | None:
    """Return the first full date, EDTF with time where the line states one."""
    for match in DATE.finditer(shadow):
        text = _edtf(match["y"], match["m"], match["d"])
        if text and match["h"] and int(match["h"]) < 24 and int(match["min"]) < 60:
            text += f"T{int(match['h']):02}:{match['min']}"
            text += f":{match['s']}" if match["s"] else ""
        if text:
            return Value("date", match.start(), match.end(), text)
    for match in HAN_DATE.finditer(shadow):
        year = "".join(str(_digit(c)) for c in match["y"])
        text = _edtf(year, str(_number(match["m"])), str(_number(match["d"])))
        if text:
            return Value("date", match.start(), match.end(), text)
    return None


def _edtf(year: str, month: str, day: str) -> str | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02}-{int(day):02}"


def _digit(character: str) -> int:
    return 0 if character in "〇零○0" else "一二三四五六七八九".index(character) + 1


def _number(text: str) -> int:
    """Return 1 to 99 written in Han numerals."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _digit(text[0])
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)


def credits_of(shadow: str) -> tuple[Value, ...] | None:
    """Return what a line states when it is wholly a line of credits, else None.

    Wholly: after dates, page widgets and labelled values nothing but separators
    is left. An empty tuple means widgets only.
    """
    blank = shadow
    values: list[Value] = []
    stamp = date_of(blank) or _month_of(blank)
    if stamp:
        values.append(stamp)
        blank = _wiped(blank, stamp.start, stamp.end)
    for match in list(_WIDGET.finditer(blank)):
        blank = _wiped(blank, match.start(), match.end())
    widgets = blank != shadow
    labels = list(_LABEL.finditer(blank))
    lead = blank[: labels[0].start()] if labels else blank
    outlet = lead.strip(_EDGE)
    if outlet:
        if not (stamp and _OUTLET.fullmatch(outlet)):
            return None
        values.append(
            Value("source", lead.index(outlet), lead.index(outlet) + len(outlet))
        )
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(blank)
        found = _labelled(label["word"].lower(), blank, label.end(), end)
        if found is None:
            return None
        values.extend(found)
    return tuple(values) if labels or widgets else None


def _wiped(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _month_of(shadow: str) -> Value | None:
    match = _MONTH.fullmatch(shadow.strip(_EDGE))
    if not match:
        return None
    start = shadow.index(match.group())
    text = f"{match['y']}-{int(match['m']):02}"
    return Value("date", start, start + len(match.group()), text)


def _labelled(word: str, line: str, start: int, end: int) -> list[Value] | None:
    """Return what follows one label, or None when it does not fit the label."""
    name = _FIELD_OF.get(word) if word != "tag" else "keywords"
    start, end = _trimmed(line, start, end)
    value = line[start:end]
    if not value or (not name and len(value) <= _FURNITURE_LIMIT):
        return []
    if name == "url":
        return [Value("url", start, end)]
    if name == "source":
        fits = len(value) <= _SOURCE_LIMIT and not re.search(r"[。!?;,]", value)
        return [Value("source", start, end)] if fits else None
    if name == "keywords":
        return [Value(name, start + a, start + b) for a, b in _parts(value)]
    if name in {"", "date"}:  # too long for furniture; a date that we cannot read
        return None
    return _people(name or "", value, start)


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and line[start] in _EDGE:
        start += 1
    while end > start and line[end - 1] in _EDGE:
        end -= 1
    return start, end


def _parts(value: str) -> Iterator[tuple[int, int]]:
    position = 0
    for part in _SPLIT.split(value):
        at = value.index(part, position)
        position = at + len(part)
        if part:
            yield at, position


def _people(name: str, value: str, start: int) -> list[Value] | None:
    """Return the names in a value, with the note on an author where there is one."""
    noted = None
    if name == "authors":
        noted = _NOTE_FIRST.fullmatch(value) or _NOTED.fullmatch(value)
    if noted:
        note = Value(
            "author_note", start + noted.start("note"), start + noted.end("note")
        )
        names = noted["names"].strip(_EDGE)
        if not names:
            return [note]
        offset = value.index(names)
        found = _people(name, names, start + offset)
        return [*found, note] if found else None
    if _NAME.fullmatch(value):
        return [Value(name, start, start + len(value))]
    parts = list(_parts(value))
    if len(parts) > 8 or not all(_NAME.fullmatch(value[a:b]) for a, b in parts):
        return None
    return [Value(name, start + a, start + b) for a, b in parts]


@functools.cache
def surnames() -> str:
    """Return an alternation of surnames, compound ones first, for patterns."""
    data = files("generator.ingest").joinpath("data/surnames.txt").read_text("utf-8")
    names = [one for one in data.split() if not one.startswith("#")]
    return "|".join(sorted(names, key=len, reverse=True))
