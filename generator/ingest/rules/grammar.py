"""The grammar of credit lines: dates, labelled values, names, page widgets.

Everything is matched against the shadow (Simplified, half-width), so one spelling
of each word serves both scripts and both widths.
"""

from __future__ import annotations

import re

from generator.ingest.rules.dates import Stamp, month_of, stamp_of
from generator.ingest.rules.labels import (
    LABELS,
    field_of,
    label_pattern,
    person,
    surnames,
)
from generator.ingest.rules.names import EDGE, Value, parts_of, people_in
from generator.ingest.rules.phrases import interface_words
from generator.ingest.rules.zones import HAN

__all__ = ["LABELS", "Value", "credits_of", "date_of", "person", "surnames"]

_WIDGET = re.compile(
    rf"(?<=[{HAN}])\s?/\s?[{HAN}]{{2,5}}报[道导]|(?<=[{HAN}])\s报[道导]$|字(?:号|体)(?:大小)?\s*:?\s*[\[(]?\s*(?:超?大|中|小|[+\-|/\s])*[\])]?"
    r"|[\[(]?大\s+中\s+小[\])]?"
    r"|(?<=\s)(?:文/图|图/文|文图|摄影报道)\s*$|打印(?:本[页文])?|关闭(?:窗口|本页)?|收藏(?:本[页文])?|返回(?:顶部|首页|列表)"
    r"|(?:分享|转发)(?:到|至)?\s*:?(?:\s*(?:微信(?:好友)?|新浪微博|微博|朋友圈|QQ空间|空间"
    r"|QQ好友|QQ|豆瓣|人人网|腾讯微博|复制链接|更多|facebook|twitter|line|weibo))*"
    r"|(?:阅读|浏览|点击|访问)(?:次数|量|数)?\s*:?\s*\d+\s*(?:次|人次)?"
    r"|\d+\s*(?:人阅读|次浏览|人浏览|条评论|次阅读)|评论\s*:?\s*\d+|我要评论|我要纠错"
    r"|(?:微信)?扫一扫(?:(?!分享|打印)[^\n]){0,16}|A\s?[+-]|[+-]\s?A|赞\s*\(?\d*\)?|手机看新闻|举报|点赞\s*\d*|复制链接|微信扫码[^\n]{0,16}",
    re.IGNORECASE,
)
_SENT = re.compile(r"(?<=\s)(?:发布|更新|发表|刊登|刊出)\s*$")
OUTLET = re.compile(
    rf"[{HAN}A-Za-z]{{1,14}}(?:网|报|社|台|新闻|新闻云|发布|在线|客户端|杂志|周刊|日报|晚报|电视|晨报|消息|财经|传媒"
    r"|海外版|办公室|办公厅|[厅局委部院]|原创|01)"
)
_JOURNAL = re.compile(
    rf"[{HAN}A-Za-z]{{0,10}}(?:文摘|[月季旬]刊|学[报刊]|[导画学]刊|[导画]报|观察|周末|通讯|求是|瞭望|半月谈|读者)"
)
_QUOTED = re.compile(
    r"[《\"“]([^《》\"“”\n]{2,30})[》\"”][\s(]*"
    r"(?:(?:(?:19|20)\d\d年|第?\s?[\d一二三四五六七八九十A-Z]{1,5}\s?[期卷版辑号叠])[\s,]*){0,4}\)?"
)
"""An outlet in quotation marks, with the issue or page behind it."""
_LONGEST = 400
"""No line of credits is longer."""
_SOURCE_LIMIT = 40
_FURNITURE_LIMIT = 40
_FREE = frozenset(
    (
        "素材来源",
        "发布者",
        "发布人",
        "录入",
        "录入者",
        "上传者",
        "分类",
        "栏目",
        "所属栏目",
        "版权",
    )
)
"""Furniture labels with any value; the others count something."""


def is_outlet(shadow: str) -> bool:
    """Tell whether a name is that of a paper, a site, a station or a journal."""
    return bool(OUTLET.fullmatch(shadow) or _JOURNAL.fullmatch(shadow))


def date_of(shadow: str) -> Value | None:
    """Return the first full date, EDTF with time where the line states one."""
    stamp = stamp_of(shadow)
    return Value("date", *stamp) if stamp else None


def credits_of(shadow: str) -> tuple[Value, ...] | None:
    """Return what a line states when it is wholly a line of credits, else None.

    Wholly: after dates, page widgets and labelled values nothing but separators
    is left. An empty tuple means widgets only.
    """
    if len(shadow) > _LONGEST:
        return None
    blank = shadow
    values: list[Value] = []
    stamp = stamp_of(blank) or month_of(blank)
    if stamp:
        values.append(Value("date", *stamp))
        blank = _wiped(blank, stamp.start, stamp.end)
    if stamp:
        blank = _SENT.sub(lambda m: " " * len(m.group()), blank)
    for match in list(_WIDGET.finditer(blank)):
        blank = _wiped(blank, match.start(), match.end())
    widgets = blank != shadow
    labels = list(label_pattern().finditer(blank))
    lead = blank[: labels[0].start()] if labels else blank
    named = _lead(lead, labels, stamp)
    if named is None:
        return None
    values.extend(named)
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(blank)
        found = _labelled(label["word"], blank, label.end(), end)
        if found is None:
            return None
        values.extend(found)
    return tuple(values) if labels or widgets else None


def _wiped(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _lead(
    lead: str, labels: list[re.Match[str]], stamp: Stamp | None
) -> list[Value] | None:
    """Return the outlet and the person named before the labels of a dated line."""
    values: list[Value] = []
    whole = interface_words(lead)
    if whole and whole != (0, 0):
        return values
    for match in re.finditer(r"[^\s|丨·,;]+", lead):
        token = match.group().strip(EDGE)
        start = lead.index(token, match.start())
        words = interface_words(token)
        if not re.search(r"\w", token) or (words and words != (0, 0)):
            continue
        if (
            stamp and stamp.end == start and token[0] == "于"
        ):  # 二〇〇三年五月六日于江州: the end of a text
            return None
        if stamp and OUTLET.fullmatch(token):
            values.append(Value("source", start, start + len(token)))
        elif (stamp or _is_of_author(labels)) and person().fullmatch(token):
            values.append(Value("authors", start, start + len(token)))
        else:
            return None
    return values


def _is_of_author(labels: list[re.Match[str]]) -> bool:
    """Tell whether a label says what the person before it is: 李远 作者系江州教师."""
    return bool(labels) and bool(
        re.match(r"作者(?=[系为是])", labels[0].group() + "系")
    )


def _labelled(word: str, line: str, start: int, end: int) -> list[Value] | None:
    """Return what follows one label, or None when it does not fit the label."""
    name = field_of(word)
    start, end = _trimmed(line, start, end)
    value = line[start:end]
    if not value or name == "url":
        return [Value("url", start, end)] if value else []
    if name == "keywords":
        return [Value(name, start + a, start + b) for a, b in parts_of(value)]
    if name == "source":
        return _source(value, start)
    if name in {"", "date"}:
        return [] if _is_void(name, word, value) else None
    return people_in(name, value, start)


def _source(value: str, start: int) -> list[Value] | None:
    """Return the outlet that a value names, without quotation marks and issue."""
    quoted = _QUOTED.fullmatch(value)
    if quoted:
        return [Value("source", start + quoted.start(1), start + quoted.end(1))]
    fits = len(value) <= _SOURCE_LIMIT and not re.search(r"[。!?;,]", value)
    return [Value("source", start, start + len(value))] if fits else None


def _is_void(name: str, word: str, value: str) -> bool:
    """Tell whether what follows a label of furniture, or of a date read before, is void."""
    if interface_words(value):
        return True
    counts = word in _FREE or not re.search(f"[{HAN}]", value)
    return not name and counts and len(value) <= _FURNITURE_LIMIT


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and line[start] in EDGE:
        start += 1
    while end > start and line[end - 1] in EDGE:
        end -= 1
    return start, end
