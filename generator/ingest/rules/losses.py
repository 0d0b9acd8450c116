"""What the text has lost for good: told to the reader, never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ingest.draft import Draft, Finding
from generator.ingest.rule import Example, rule
from generator.ingest.rules.zones import HAN
from generator.model import Flag

_UNIT = "公里|米|人|名|位|个|家|万|亿|元|吨|平方|千米|件|项|次|对|年"
_NUMERAL = "0-9０-９〇零一二三四五六七八九十百千万亿两几数多某本当去今前后明每同近首翌次元新全成少青中老童往来周百整半"
_GAPS = re.compile(
    rf"(?:以及|和|约|达|近|有|超)余(?:{_UNIT})"
    r"|(?:^|(?<=[。,，;；:：(（\n]))年(?=[成举至起召开组完]|月日)(?:月日)?"
    rf"|(?<![{_NUMERAL}])(?:[于在从至到自]|[今去前明]年)?年?月日"
    rf"|[于在从至到自]年月|(?<![中公国同星])共有?(?:{_UNIT})(?=同志|代表|成员|企业|[{HAN}])"
    r"|全[国省市区县州]个[^人别性体]|时隔年|(?:达|共|约|近|超过)(?:位|名|个|家|对|项|件|人次)(?=[,，。;；、])"
    r"|(?<=[{HAN}])%".replace("{HAN}", HAN)
)
_MORE_GAPS = re.compile(
    rf"(?<![{_NUMERAL}])(?:摄氏度|毫米|厘米|千米|公里|公斤|公顷|平方米|小时|分钟|万元|亿元)"
    rf"|(?<=第)(?:列|届|次|个|名|期|条|位|批)(?=[{HAN}])|(?<=[了过])(?:年|天|个月|小时)(?=[，。,送才])"
    rf"|(?<=[从到])(?:台|名|家|人次)(?=[{HAN}，。,])|(?<=龄是)岁|(?<=[有只])趟|(?:^|(?<=[。,，]))年(?=[{HAN}])"
    r"|(?<=是)年(?=[春夏秋冬])|(?<=全站)个人"
)
"""Gaps that count only in a text already known to have lost its digits."""
_LONG = 600
_AROUND = 6


@rule(
    Example(
        "全长共有位同志参加。年月日，会议召开。",
        "全长共有位同志参加。年月日，会议召开。",
        flags=("lost-digits", "lost-digits"),
    ),
    Example.untouched("他年轻时住在城里，二十年后回乡，共有三位同志来看他。"),
    Example.untouched("一年又一年，月日如梭。"),
    Example.untouched("全国个体户很多，年底前要办完，非中共人选分别听取意见。"),
)
def lost_digits(draft: Draft) -> Iterator[Finding]:
    """Flag the places where a number must have stood: bare 年月日, 余公里, 共有位.

    One place alone proves nothing (poems, lists); two, or a long text without a
    single digit and without most marks, do.
    """
    text = draft.shadow
    places = [match.span() for match in _GAPS.finditer(text)]
    stripped = _is_stripped(text)
    if len(places) < (1 if stripped else 2):
        return
    if stripped:
        more = [match.span() for match in _MORE_GAPS.finditer(text)]
        inside = {at for span in places for at in range(*span)}
        places = sorted(places + [span for span in more if span[0] not in inside])
    for start, end in places:
        left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
        yield Flag("lost-digits", draft.text[left:right].replace("\n", " "))


@rule(
    Example.untouched("短文，没有顿号。"),
    Example(
        "海陆相连的城市，有港口有集市。" * 50,
        "海陆相连的城市，有港口有集市。" * 50,
        flags=("lost-punctuation",),
    ),
)
def lost_punctuation(draft: Draft) -> Iterator[Finding]:
    """Flag a long text in which every mark but comma and full stop is gone."""
    if _is_stripped(draft.shadow):
        yield Flag("lost-punctuation")


def _is_stripped(shadow: str) -> bool:
    """Tell whether a text has no digit and hardly a mark, though it is long enough.

    Six hundred characters prove it; three hundred do when words that want a number
    stand without one four times.
    """
    marks = set(re.findall(rf"[^\s{HAN}\w]", shadow))
    if len(marks) > 3 or re.search(r"\d", shadow):
        return False
    han = len(re.findall(f"[{HAN}]", shadow))
    gaps = len(_GAPS.findall(shadow)) + len(_MORE_GAPS.findall(shadow))
    return han >= _LONG or (han >= _LONG // 2 and gaps >= 4)


@rule(
    Example(
        "刚才，**国同志作了报告，省外办*主任也来了。",
        "刚才，**国同志作了报告，省外办*主任也来了。",
        flags=("masked-names",),
    ),
    Example.untouched("重点是*这里*。"),
)
def masked_names(draft: Draft) -> Iterator[Finding]:
    """Flag names that somebody replaced with asterisks; they stay as they are."""
    if draft.source.kind == "markdown":
        return
    masks = list(re.finditer(r"[*×]{1,6}", draft.text))
    runs = [m for m in masks if "×" not in m.group() or len(m.group()) > 1]
    if any(len(m.group()) > 1 for m in runs) or len(runs) > 2:
        first = runs[0]
        near = draft.text[max(0, first.start() - 4) : first.end() + 6]
        yield Flag("masked-names", near.replace("\n", " "), f"{len(runs)} 处")


_SAID = re.compile(
    rf"(?m)^(?P<who>[{HAN}]{{2,4}})(?P<verb>指出|强调|表示|要求)(?=[{HAN}])"
)


@rule(
    Example(
        "方明指出过去一年，全市工作有进展。\n方明强调今年是关键的一年。",
        "方明指出过去一年，全市工作有进展。\n方明强调今年是关键的一年。",
        flags=("lost-colon", "lost-colon"),
    ),
    Example.untouched("方明指出，过去一年很好。\n他表示感谢。"),
)
def lost_colon(draft: Draft) -> Iterator[Finding]:
    """Flag paragraphs that open with a speaker whose colon or comma is missing."""
    found = [
        m for m in _SAID.finditer(draft.shadow) if m["who"] not in {"会议", "大会"}
    ]
    if len(found) >= 2:
        for match in found:
            near = draft.text[match.start() : match.end() + 6]
            yield Flag("lost-colon", near)
