"""Page furniture above and below the article: what a web page adds to a text.

Every rule needs two signals, a place (above or below the prose, or at its very
end) and a pattern; being a duplicate alone never deletes anything.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from generator.ingest.draft import Change, Draft, Fact, Finding, Line
from generator.ingest.rule import Example, rule
from generator.ingest.rules.dates import split_day_of
from generator.ingest.rules.forms import in_forms, is_own_note
from generator.ingest.rules.grammar import Value, credits_of
from generator.ingest.rules.phrases import interface_words, is_furniture, is_notice
from generator.ingest.rules.zones import (
    BREADCRUMB,
    HAN,
    edges,
    head,
    is_disclaimer,
    tail,
    with_break,
)

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"

_STEP = re.compile(r"\s{0,8}(?:[>»›→]{1,8}|(?<=\s)/(?=\s))\s{0,8}")
_LEAD_IN = re.compile(
    r"^(?:\[?导[语读]\]?:?\s?)?(?:下面|以下|本文|今天|这里|接下来|为[您你]|小编)[^\n。]{0,12}?(?:小编|为大家|为您|给大家|为你|整理|是[^\n]{2,90},供大家)"
    r"[^\n]{0,120}(?:参考|帮助|阅读|喜欢|分享|看看吧?|了解|借鉴|关注本站)[^\n]{0,12}$"
)
_RELATED = re.compile(
    r"^[\[(·•●■◆▼▽↓▲►▶▪*\s<«]{0,3}(?:[^\]\n]{2,60}\]的?相关(?:文章|阅读)|最[新近](?:推荐|文章|资讯|内容)[a-z ]{0,14}"
    r"|推荐|更多(?:文章|新闻|内容|精彩[^\n。]{0,8})"
    rf"|(?:相关|推荐|热[门点]|最新|更多|延伸|精彩|猜[您你]|往期|同类|随机|本[周类月]|[今昨]日|24小时|实时|看了|阅读|点击|新闻|文章|一周"
    rf"|图片|友情|为[您你]|大家|编辑|站内|近期|您可能|全部|网友|精选)[{HAN}]{{0,8}}"
    r"(?:推荐|阅读|文章|新闻|链接|热[点榜文]|专题|排行榜?|回顾|报道|资讯|内容|看了|在看|喜欢|兴趣的|关键字|评论|留言|跟帖)"
    r"|排行榜?|[上下前后]一[篇条则页章]|(?:评论|跟帖)\s?\d{1,6}|我来说两句[^\n]{0,12})"
    r"(?:\s*[\])»>(▼▽↓▲]|\s*:|\s|$|(?<=一[篇条则])\d|(?<=兴趣的))",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^(?:\d{1,2}[.、.\s]?|[·•◆■●▪>*\-]\s*|[上下]一[篇条])")
_SIGNED = 25


def cut(draft: Draft, line: Line, confidence: float) -> Change:
    """Return the removal of a whole line with its line break."""
    start, end = with_break(draft, line)
    return Change(start, end, "", confidence)


def facts_of(draft: Draft, line: Line, values: tuple[Value, ...]) -> Iterator[Fact]:
    """Yield the values read from a line as facts of the draft."""
    for value in values:
        start, end = line.start + value.start, line.start + value.end
        text = value.text or draft.text[start:end]
        yield Fact(
            value.field, re.sub(rf"(?<=^[{HAN}])\s(?=[{HAN}]$)", "", text), start, end
        )


@rule(
    Example(
        f"当前位置: 首页 > 新闻 > 要闻 > 港口夜市开张\n港口夜市开张\n{_PROSE}",
        f"港口夜市开张\n{_PROSE}",
        {"section": "新闻 > 要闻"},
    ),
    Example.untouched(f"{_PROSE}\n他把位置让给老人 > 自己站着。"),
    Example.untouched(f"首页广告的价钱涨了\n{_PROSE}"),
)
def breadcrumb(draft: Draft) -> Iterator[Finding]:
    """Remove the path of links that tells where on a website a page stood."""
    lines = head(draft)
    last = {line.text for line in lines} | {"正文", "内容"}
    for line in lines:
        if not BREADCRUMB.match(line.shadow):
            continue
        yield cut(draft, line, 0.97)
        steps = [step for step in _STEP.split(line.text)[1:] if step]
        if steps and steps[-1] in last:
            steps.pop()
        if steps:
            yield Fact("section", " > ".join(steps), line.start, line.end)


@rule(
    Example(
        f"27\n\n2024-04\n\n题目\n{_PROSE}",
        f"\n\n题目\n{_PROSE}",
        {"date": "2024-04-27"},
    ),
    Example.untouched(f"27\n题目\n{_PROSE}"),
)
def split_date(draft: Draft) -> Iterator[Finding]:
    """Read a date that page furniture prints as a day above its year and month."""
    lines = head(draft)
    for first, second in itertools.pairwise(lines):
        day = split_day_of(first.shadow, second.shadow)
        if day:
            yield Fact("date", day, first.start, second.end)
            yield cut(draft, first, 0.9)
            yield cut(draft, second, 0.9)
            return


@rule(
    Example(
        f"题目在此\n2020/6/1 22:46:13　来源：江边新闻网　作者：李 远　点击：120 次\n{_PROSE}",
        f"题目在此\n{_PROSE}",
        {"date": "2020-06-01T22:46:13", "source": "江边新闻网", "authors": "李远"},
    ),
    Example(
        f"{_PROSE}\n总值班: 王一 刘二 编辑: 宋三\n来源: 江边发布\n",
        f"{_PROSE}\n",
        {"staff:duty": "王一", "editors": "宋三", "source": "江边发布"},
    ),
    Example(f"{_PROSE}\n分享到：微信 微博 QQ空间", _PROSE),
    Example.untouched(f"{_PROSE}\n江州市人民政府\n2021年3月4日"),
    Example.untouched(f"题目在此\n分享\n{_PROSE}"),
    Example.untouched(f"经济来源：主要是渔业和码头的装卸\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n编辑：他的工作从清晨开始，到深夜才结束，\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n导演：李远\n编剧：王禾\n摄影：陈一舟"),
    Example.untouched(f"{_PROSE}\n来源：《论语》"),
)
def credit_line(draft: Draft) -> Iterator[Finding]:
    """Read a line of credits (date, source, people) or of page widgets into metadata."""
    above = {after.start: line for line, after in itertools.pairwise(draft.lines)}
    below = {line.start for line in tail(draft)}
    content = _content(draft)
    for line in edges(draft):
        bare = line.shadow
        if line.start in content:
            continue
        values = None if is_notice(bare) or bare[0] in "。,;" else credits_of(bare)
        if values is None or (
            not values and bare.isalpha() and interface_words(bare) == (0, 1)
        ):
            continue  # no credits, or a single word like 分享, which may be content
        signer = above.get(line.start) if line.start in below else None
        if signer and _is_signed(signer, values):
            day = values[0]
            yield Fact("date", f"{day.text}?", line.start, line.end, "inferred")
            continue
        yield from facts_of(draft, line, values)
        yield cut(draft, line, 0.95)


def _content(draft: Draft) -> frozenset[int]:
    """Return where lines begin that look like credits and belong to the article."""
    above, below = head(draft), tail(draft)
    notes = {line.start for line in below if is_own_note(line.shadow)}
    others = (line for line in below if line.start not in notes)
    if notes and any(credits_of(line.shadow) for line in others):
        notes = set()
    return in_forms(above) | in_forms(below) | notes


def _is_signed(signer: Line, values: tuple[Value, ...]) -> bool:
    """Tell whether a date ends a letter or notice: it stands below who signed."""
    if [value.field for value in values] != ["date"] or "T" in values[0].text:
        return False
    name = signer.shadow
    short = len(name) <= _SIGNED and not re.search(r"[。!?;.…]", name)
    return short and credits_of(name) is None and not is_furniture(name)


@rule(
    Example(f"下面是小编为大家整理的夜市开张(2023年),供大家参考。\n{_PROSE}", _PROSE),
    Example.untouched(f"下面我讲几点意见，供大家参考。\n{_PROSE}"),
)
def lead_in(draft: Draft) -> Iterator[Finding]:
    """Remove the sentence with which a template site introduces a text."""
    for line in draft.lines[:12]:
        if _LEAD_IN.match(line.shadow):
            yield cut(draft, line, 0.93)


@rule(
    Example(
        f"{_PROSE}\n最新推荐New Ranking\n1夜市开张\n这一段文字是文章的正文，它足够长，并且以...",
        _PROSE,
    ),
    Example(f"{_PROSE}\n相关文章：\n港口的早晨\n老街的黄昏", _PROSE),
    Example.untouched(
        f"{_PROSE}\n相关文章很多，下面只说三篇，都是近年写成的。\n{_PROSE}"
    ),
)
def related_list(draft: Draft) -> Iterator[Finding]:
    """Remove a list of other articles below the text, from its heading on."""
    below = tail(draft)
    for line in below:
        if not _RELATED.match(line.shadow) or len(line.text) > 60:
            continue
        last = below[-1]
        start, _ = with_break(draft, line)
        while start and draft.text[start - 1] in "\n \t":
            start -= 1
        yield Change(start, last.end, "", 0.9 if _ITEM.match(line.shadow) else 0.93)
        return


@rule(
    Example(f"{_PROSE}\n声明：本文转载自网络，如有侵权请联系删除。", _PROSE),
    Example.untouched(
        f"{_PROSE}\n声明说，双方将继续合作，并在明年举行会议。\n{_PROSE}"
    ),
)
def disclaimer(draft: Draft) -> Iterator[Finding]:
    """Remove a notice on copyright or reprinting at the end."""
    for line in tail(draft):
        if is_disclaimer(line):
            yield cut(draft, line, 0.9)
