"""The box in which public registers (信息公开目录) describe a document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from generator.ingest.draft import Draft, Fact, Finding, Line
from generator.ingest.rule import Example, rule
from generator.ingest.rules.furniture import cut, facts_of
from generator.ingest.rules.grammar import Value, credits_of
from generator.ingest.rules.zones import HAN, head

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
_BOX = (
    "索引号|信息索引|主题分类|信息分类|信息类别|发文机关|发布机构|发布单位|公开主体|发文字号|文号|公开方式|公开形式|公开范围|公开属性|公开时限"
    "|有效性|效力状态|成文日期|生成日期|生效日期|废止日期|废止时间|生效时间|失效日期|公开日期|发布日期|发布时间|标题|名称|主题词|关键词|体裁|内容概述|组配分类"
)
_SPACED = "|".join(r"\s?".join(word) for word in _BOX.split("|"))
_BOX_LABEL = re.compile(rf"(?<![{HAN}])(?P<word>{_SPACED})(?:\s*:\s*|\s+(?=\S))")
_LONGEST = 400
_REGISTER = re.compile(r"索引号|信息索引|发文字号|文号|公开方式|主题分类")
_BOX_FIELDS = {
    **dict.fromkeys(("发文机关", "发布机构", "发布单位"), "organisation"),
    **dict.fromkeys(("标题", "名称"), "title"),
}
_LEAST_LABELS = 2


@rule(
    Example(
        f"索引号：0012/2020-3\n发文机关：江州市教育局\n发文字号：江教〔2020〕3号\n通知\n{_PROSE}",
        f"通知\n{_PROSE}",
        {"organisation": "江州市教育局"},
    ),
    Example.untouched(f"名称：铜鼓\n标题：无\n{_PROSE}"),
)
def record_box(draft: Draft) -> Iterator[Finding]:
    """Read the box in which a public register describes a document."""
    lines = head(draft)
    entries = list(_entries(lines))
    words = {_word(label) for label, _ in entries}
    strong = [word for word in words if _REGISTER.fullmatch(word)]
    if not strong or len(words) < _LEAST_LABELS:
        return
    issued = any(
        _word(label) in {"发布日期", "发布时间", "公开日期"} for label, _ in entries
    )
    for label, value in entries:
        name = _BOX_FIELDS.get(_word(label))
        if name and value.text:
            yield Fact(name, value.text, value.start, value.end)
        elif _word(label)[2:] in {"日期", "时间"} and not (
            issued and _word(label) in {"成文日期", "生成日期", "生效日期", "废止日期"}
        ):
            stated = credits_of(f"日期:{value.shadow}") or ()
            shift = len("日期:")
            moved = (
                Value(v.field, v.start - shift, v.end - shift, v.text) for v in stated
            )
            yield from facts_of(draft, value, tuple(v for v in moved if v.start >= 0))
    ends = sorted(line.end for pair in entries for line in pair)
    for line in lines:
        if bisect_right(ends, line.end) > bisect_right(ends, line.start):
            yield cut(draft, line, 0.95)


def _word(label: Line) -> str:
    """Return a label without the spaces that set its characters apart: 索 引 号."""
    return re.sub(r"\s", "", label.shadow)


def _entries(lines: tuple[Line, ...]) -> Iterator[tuple[Line, Line]]:
    """Yield label and value of the lines of a box, on one line or on two."""
    waiting: Line | None = None
    for line in lines:
        found = list(_BOX_LABEL.finditer(line.shadow[:_LONGEST]))
        if found and ":" not in line.shadow and len(found) < _LEAST_LABELS:
            found = []  # a sentence may begin with 名称
        if waiting:
            fits = not found and (
                _word(waiting)[2:] not in {"日期", "时间"} or line.shadow[0].isdigit()
            )
            yield waiting, line if fits else _part(line, 0, 0)
        waiting = None
        if not found or found[0].start():
            continue
        borders = [*(match.start() for match in found[1:]), len(line.text)]
        for match, end in zip(found, borders, strict=True):
            label = _part(line, match.start("word"), match.end("word"))
            if match.end() == len(line.text):
                waiting = label
            else:
                yield label, _part(line, match.end(), end)


def _part(line: Line, start: int, end: int) -> Line:
    end = start + len(line.text[start:end].rstrip())
    at = line.start
    return Line(at + start, at + end, line.text[start:end], line.shadow[start:end])
