"""Names of people, found by the evidence of where they stand.

Nobody can tell from a Simplified name whether its bearer writes 云 or 雲, 余 or 餘.
Inside a name a character that Traditional has in its own right therefore stays.
What counts as evidence: a surname with one or two more characters, after a title
or office, before a verb of speaking or an honorific, or in a list of such names.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.script.characters import is_han
from generator.script.lexicon import cost
from generator.script.pipeline import stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.script.engine import Stage

SURNAMES = Path(__file__).with_name("data") / "surnames.txt"

KEPT = frozenset("丰于云余后咸岩岳干征郁朴杰栗涂游范谷里采斗吁仆几托淀松蒙")
"""Characters of which Traditional names have both forms; in a name they stay."""

_AT_ISSUE = (
    "丰云余咸岩岳征郁朴杰栗涂游范谷斗仆托淀松蒙仇冬凌升卜周扎昆曲沈洪芸姜胡钟梁于干"
)
"""What names are looked for around: other characters have one form in names."""

_FUNCTION_SURNAMES = frozenset(
    "于从向和何常并时还但能以所过相强经都满计初展普连开应平方成任单明安文通关那有"
    "是代随宣谈海区别包党全居步修同由到及当对公内外本多双又或与将正在"
)
"""Surnames that are much more often another word."""

_TITLES = tuple(
    "主席 总理 书记 省长 部长 主任 局长 市长 县长 区长 镇长 乡长 村长 院长 校长 处长"
    " 科长 所长 站长 厅长 司长 社长 馆长 团长 连长 营长 排长 班长 队长 司令 政委 委员"
    " 代表 教授 博士 院士 专家 医生 护士 老师 记者 通讯员 编辑 摄影 审核 责编 校对"
    " 作者 主播 经理 董事长 总裁 主编 总编 会长 理事长 秘书长 检察长 参谋长 发言人"
    " 大使 总统 首相 外长 防长 议长 领导 同志 选手 队员 飞行员 航天员 运动员 战士 民警"
    " 烈士 师傅 村民 居民 学生 同学 农民 工人 支书 常委 负责人 总监 研究员 工程师 设计师"
    " 导演 演员 作家 画家 诗人 歌手 教练 妻子 丈夫 女儿 儿子 父亲 母亲 记者： 编辑："
    " 摄影： 作者： 文/ 图/ 撰稿 供稿".split()
)
_SAYING = tuple(
    "说 表示 指出 强调 介绍 认为 告诉 主持 出席 参加 会见 率领 率团 致辞 发言 讲话 宣布"
    " 透露 坦言 回忆 解释 分析 提出 要求 担任 当选 深入 陪同 来到 参观 调研 撰文 署名"
    " 评论 写道 笑着 感慨 呼吁 重申 代表 作了 作题 从小 出生 去世 逝世 荣获 夺得 获得"
    " 牺牲 驾驶 一家 夫妇 采访 等人 等同 等领 主席 汇报 任组 兼任 任主".split()
)
_HONORIFICS = tuple(
    "同志 先生 女士 教授 老师 博士 院士 书记 主任 局长 市长 委员 代表 校长 院长"
    " 总理 部长 将军 医生 同学 烈士 老人 小姐 县长 省长 大使 记者".split()
)
_FOLLOWING = frozenset("等和与在率的出参主会致强介说告也就将已为是向作从到带，。")
_MARKS = frozenset("<>、，。；：！？“”‘’（）()《》〈〉「」…—·/ \t\n　【】[]|")

_SOUNDS = frozenset(
    "阿埃奥巴鲍贝彼卜布茨查达戴丹德迪蒂杜厄尔法菲费芬弗夫戈格哈赫霍基吉加贾杰卡凯坎科克"
    "库拉莱兰劳勒雷利莉琳卢鲁罗洛伦马玛曼莫默姆穆纳娜尼涅努诺帕佩皮普奇乔切萨塞桑什斯索"
    "塔泰坦特瓦维沃乌谢雅亚扬耶伊尤约扎泽佐"
)
_DISPUTED = re.compile("[里采托]")
"""Characters that write sounds in foreign names, where they stay."""

_OPENINGS = (*_TITLES, *sorted(_MARKS))
"""Behind these a name may begin."""

_ADDRESSES = ("先生", "女士", "小姐", "太太", "大爷", "大妈", "师傅")
"""Behind a surname alone."""

_UNKNOWN, _WORD = cost(1), cost(30)
"""What costs less than the second is a common word; jieba's names of people cost more."""


@cache
def _surnames() -> frozenset[str]:
    lines = SURNAMES.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _candidates() -> re.Pattern[str]:
    """Find what is at issue in or soon behind a surname where a name may begin.

    Or before a form of address; the rest is looked at one by one.
    """
    ends = {title[-1] for title in _TITLES} | _MARKS
    begins = f"[{re.escape(''.join(sorted(ends)))}]"
    begins += f"[{''.join(sorted({surname[0] for surname in _surnames()}))}]"
    behind = "|".join(f"(?<={begins}{given})" for given in ("", ".", ".."))
    addressed = "|".join(_ADDRESSES)
    return re.compile(f"[{_AT_ISSUE}](?:{behind}|(?={addressed}))", re.DOTALL)


def _stage() -> Stage:
    return stages("s2tw", corrected=True)[0]


def _cost(word: str) -> int:
    return _stage().costs[word[0]].get(word, _UNKNOWN)


def people(text: str) -> tuple[str, ...]:
    """Return the names in a Simplified text that hold a character at issue.

    Those of people, and pieces of foreign names; in no order of importance, as the
    text has them. Linear in its length.
    """
    return (*_transliterated(text), *persons(text))


def persons(text: str) -> tuple[str, ...]:
    """Return the names of people in a Simplified text that hold a character at issue.

    In order of first appearance, as the text has them. Linear in its length.
    """
    found: dict[str, None] = {}
    text = "\n" + text  # a name may begin the text
    for match in _candidates().finditer(text):
        at = match.start()
        if match[0] == "于" and not _MARKS.isdisjoint(text[at + 1 : at + 3]):
            continue
        if text.startswith(_ADDRESSES, at + 1) and not is_han(text[at - 1 : at] or "-"):
            found[text[at : at + 3]] = None
        for start, end in _spans(text, at):
            if match[0] == "于" and start != at:
                continue  # inside a name it is hardly ever the given one
            if _is_person(text, start, end):
                found[text[start:end]] = None
                break
    return tuple(found)


def _transliterated(text: str) -> Iterator[str]:
    """Yield pieces of foreign names with a character that also writes a sound."""
    for match in _DISPUTED.finditer(text):
        at, end = match.start(), match.end()
        start = at
        while start > max(at - 3, 0) and text[start - 1] in _SOUNDS:
            start -= 1
        while text[end : end + 1] in _SOUNDS and end < at + 3:
            end += 1
        inside = start < at and end > at + 1
        before = text[max(at - 4, 0) : at]
        begins = end == at + 3 and (not before or before.endswith(_OPENINGS))
        if inside or begins or at - start > 1:
            yield text[start:end]


def as_name(name: str) -> str:
    """Spell a Simplified name in Traditional, keeping what may be either form."""
    table = _stage().table
    family = "鍾" if name.startswith("钟") else name[:1].translate(table)
    plain = family + name[1:].translate(table)
    return "".join(
        one if one in KEPT else other for one, other in zip(name, plain, strict=True)
    )


def _spans(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the places around `at` which have the shape of a name, longest first."""
    surnames = _surnames()
    for start in range(at, max(at - 3, -1), -1):
        compound = text[start : start + 2] in surnames
        if not compound and text[start] not in surnames:
            continue
        family = 2 if compound else 1
        for given in (2, 1):
            end = start + family + given
            if at < end <= len(text) and _MARKS.isdisjoint(text[start:end]):
                yield start, end


def _is_person(text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]`, shaped like a name, is one."""
    name = text[start:end]
    return (
        _stage().value(name) is None
        and _cost(name) >= _WORD
        and name.isalpha()
        and not name.isascii()
        and not (name[-1] + text[end : end + 2]).startswith(_SAYING)
        and (len(name) == 2 or not _runs_on(name[-1], text[end : end + 1]))
        and _has_evidence(text, start, end)
    )


def _runs_on(last: str, following: str) -> bool:
    """Tell whether a name's last character rather belongs to what comes after it."""
    word = following and _cost(last + following) < _WORD
    return bool(word) or last in _FOLLOWING


def _has_evidence(text: str, start: int, end: int) -> bool:
    """Weigh what stands around `text[start:end]`, and what it is made of."""
    name = text[start:end]
    left, right = text[max(start - 4, 0) : start], text[end : end + 3]
    given = name[1:] if len(name) > 2 else ""
    common = bool(given) and _cost(given) < _WORD
    straddles = bool(given) and _cost(name[:2]) < _WORD
    function = name[0] in _FUNCTION_SURNAMES
    follows = not right or right[0] in _MARKS
    speaks = right.startswith(_SAYING) or right.startswith(_HONORIFICS)
    if straddles and (function or name[0] in _AT_ISSUE):
        return False
    if function and (common or not (follows or speaks)):
        return False
    if left.endswith(_TITLES):
        reads_on = bool(given) or right[:1] in _FOLLOWING
        return follows or speaks or (reads_on and not common)
    if left and left[-1] not in _MARKS:
        return False
    if right.startswith("、") or left.endswith("、"):
        return (follows or speaks) and _in_list(text, start, end)
    return speaks and not common


def _in_list(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands beside another one in a list with 、 between."""
    before = text[max(start - 5, 0) : start]
    after = text[end : end + 5]
    beside = [after[1:].partition("、")[0]] if after.startswith("、") else []
    if before.endswith("、"):
        beside.append(re.split(f"[{re.escape(''.join(_MARKS))}]", before[:-1])[-1])
    surnames = _surnames()
    return any(
        len(one) in (2, 3, 4)
        and (one[0] in surnames or one[-3:-2] in surnames)
        and _cost(one) > _WORD
        for one in beside
    )
