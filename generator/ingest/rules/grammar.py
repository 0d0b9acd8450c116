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

_COUNT = r"[\[(]?\s*\d[\d,]{0,9}\s*[\])]?"
_WIDGET = re.compile(
    rf"(?<=[{HAN}])\s?/\s?[{HAN}]{{2,5}}报[道导]|(?<=[{HAN}])\s报[道导]$"
    r"|(?<=\s)(?:文/图|图/文|文图|摄影报道)\s*$"
    # type size, print, share
    r"|字(?:号|体)(?:大小)?\s*:?\s*(?:超?大|中|小|默认|[+\-|/\s\[\]()])*|[\[(]?大\s+中\s+小[\])]?|A\s?[+-]|[+-]\s?A"
    r"|打印(?:本[页文])?|关闭(?:窗口|本页)?|收藏(?:本[页文])?|返回(?:顶部|首页|列表)|我要投稿|举报|复制链接|手机看新闻"
    r"|(?:分享|转发)(?:到|至)?\s*:?(?:\s*(?:微信(?:好友)?|新浪微博|微博|朋友圈|QQ空间|空间"
    r"|QQ好友|QQ|豆瓣|人人网|腾讯微博|复制链接|更多|facebook|twitter|line|weibo))*"
    r"|(?:微信)?扫一扫(?:(?!分享|打印)[^\n]){0,16}|微信扫码[^\n]{0,16}"
    # counters
    rf"|(?:阅读|浏览|点击|访问)(?:次数|量|数)?\s*:?\s*{_COUNT}\s*(?:次|人次)?"
    r"|(?<![\d,])\d[\d,]{0,9}\s*(?:人阅读|次浏览|人浏览|条评论|次阅读|人气)"
    r"|评论\s*:?\s*\d{1,7}|我要评论|我要纠错|赞\s*\(?\d*\)?|点赞\s*\d*|#\d{1,4}楼"
    # the page of a paper, the writer's province
    rf"|第?\s?[A-Z]?\d{{1,3}}版(?:\s?:?\s?[{HAN}]{{2,6}})?(?=$|[\s|>])"
    rf"|(?<=[\d\s])[・·]\s?[{HAN}]{{2,4}}$|发表于[{HAN}]{{2,4}}$|IP属地\s?:?\s?[{HAN}]{{2,4}}",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"(?<![{HAN}])(?:星期|周)[一二三四五六日天](?![{HAN}])")
_SENT = re.compile(r"(?<=\s)(?:发布|更新|发表|刊登|刊出)\s*$")
OUTLET = re.compile(
    rf"[{HAN}A-Za-z]{{1,14}}(?:网|网站|报|数字报|电子报|电子版|社|台|新闻|新闻云|发布|在线|客户端|杂志|周刊|日报|晚报|电视|晨报|消息|财经|传媒"
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
_ORIGINAL = re.compile(r"\s*(?:原创|original)\s+\S", re.IGNORECASE)
_COLUMN = re.compile(rf"[{HAN}]{{2,6}}")
"""The column of a site behind the time: 时间：2021-12-02 08:40 领导讲话."""
_CODE = re.compile(r"[A-Za-z]{1,4}_?\d{1,5}")
"""The number under which a paper's system knows an editor."""
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
        "推荐人",
        "投稿人",
        "版次",
        "版面",
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
        blank = _WEEKDAY.sub(lambda m: " " * len(m.group()), blank)
    for match in list(_WIDGET.finditer(blank)):
        blank = _wiped(blank, match.start(), match.end())
    widgets = blank != shadow
    labels = [m for m in label_pattern().finditer(blank) if not _is_behind(m)]
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


def _is_behind(label: re.Match[str]) -> bool:
    """Tell whether 文 or 摄 says what the person before it did: 王禾 文 周晓江 图."""
    bare = len(label["word"]) == 1 and not re.search(r"[:丨|/\]]", label.group())
    before = label.string[max(0, label.start() - 2) : label.start()]
    return bare and bool(re.fullmatch(rf"[{HAN}]\s", before))


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
    account = _account(lead) if stamp else None
    if account:
        return account
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


def _account(lead: str) -> list[Value] | None:
    """Return author and account of a public account's line: 原创 李远 江边读书会."""
    match = _ORIGINAL.match(lead.rstrip())
    if not match:
        return None
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", lead)][1:]
    found = {lead[a:b]: (a, b) for a, b in words}
    if not found or len(found) > 2:
        return None
    *names, account = found.items()
    values = [Value("source", *account[1])]
    return [Value("authors", *names[0][1]), *values] if names else values


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
    if name == "editors" and _CODE.fullmatch(value):
        return []
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
    if interface_words(value) or (name == "date" and _COLUMN.fullmatch(value)):
        return True
    counts = word in _FREE or not re.search(f"[{HAN}]", value)
    return not name and counts and len(value) <= _FURNITURE_LIMIT


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and line[start] in EDGE:
        start += 1
    while end > start and line[end - 1] in EDGE:
        end -= 1
    return start, end
