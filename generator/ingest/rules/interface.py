"""Lines of the page's interface: menus, buttons, notices, boxes of a register.

The lines are known by a closed vocabulary or by stock phrases (`phrases`), and
are cut only above or below the text; between paragraphs only what pages put there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from generator.ingest.draft import Change, Draft, Fact, Finding, Line
from generator.ingest.rule import Example, rule
from generator.ingest.rules.furniture import cut, facts_of
from generator.ingest.rules.grammar import OUTLET, Value, credits_of
from generator.ingest.rules.phrases import (
    interface_words,
    is_doubtful,
    is_interface,
    is_interruption,
    is_notice,
)
from generator.ingest.rules.zones import HAN, edges, head, is_prose, tail

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
_SITE = re.compile(r"icp|公网安备|标识码|许可证|copyright|©|版权所有", re.IGNORECASE)
_REST = "。,;!?、)”"
"""What no line begins with, unless it is the rest of one that was broken."""
_MONTH_AND_MINUTE = re.compile(r"\d\d-\d\d\s\d\d:\d\d(?!\d)")
_BARE_LABEL = re.compile(rf"[{HAN}/ ]{{2,6}}\s*[:丨]?")
_END_MARK = re.compile(
    r"(?<=[。!?”」)])\s*(?:[(\[](?:全文|本文)?完[)\]]|\[(?:详细|返回|全文|更多)\]|返回(?:搜狐|腾讯网|网易)[^\n]{0,10}|[■□])$"
)


@rule(
    Example(
        f"夜市开张\n来源：\n江边新闻网\n编辑\n李远\n{_PROSE}",
        f"夜市开张\n{_PROSE}",
        {"source": "江边新闻网", "editors": "李远"},
    ),
    Example(
        f"夜市开张\n江边新闻网\n2021-03-04\n{_PROSE}",
        f"夜市开张\n2021-03-04\n{_PROSE}",
        {"source": "江边新闻网"},
    ),
    Example.untouched(f"夜市开张\n来源：\n{_PROSE}"),
    Example.untouched(f"江边新闻网\n夜市开张\n{_PROSE}"),
)
def split_credit(draft: Draft) -> Iterator[Finding]:
    """Read a credit whose label and value stand on two lines, or an outlet by a date."""
    done: set[int] = set()
    pairs = (itertools.pairwise(zone) for zone in (head(draft), tail(draft)))
    for label, value in itertools.chain(*pairs):
        if label.start in done or "\n" not in draft.text[label.end : value.start]:
            continue
        read = _joined(label, value)
        if read is not None:
            yield from facts_of(draft, value, read)
            yield from (cut(draft, label, 0.9), cut(draft, value, 0.9))
            done |= {label.start, value.start}
    outlet = _outlet_by_date(head(draft))
    if outlet and outlet.start not in done:
        yield Fact("source", outlet.text, outlet.start, outlet.end)
        yield cut(draft, outlet, 0.85)


def _outlet_by_date(lines: tuple[Line, ...]) -> Line | None:
    """Return the first line, below the title, that is an outlet next to a date."""
    for first, second in itertools.pairwise(lines):
        for outlet, day in ((first, second), (second, first)):
            below = outlet is not lines[0]
            if below and OUTLET.fullmatch(outlet.shadow) and _is_day(day):
                return outlet
    return None


def _joined(label: Line, value: Line) -> tuple[Value, ...] | None:
    """Return what two lines state together, None where they are no credit."""
    if not _BARE_LABEL.fullmatch(label.shadow) or is_prose(value):
        return None
    lead = label.shadow.rstrip(" :丨") + ":"
    own = credits_of(value.shadow[:60])  # what the second line states by itself
    if credits_of(lead) is None or (own and not _is_day(value)):
        return None
    stated = credits_of(lead + value.shadow) or ()
    moved = tuple(
        Value(v.field, v.start - len(lead), v.end - len(lead), v.text) for v in stated
    )
    counted = value.shadow.strip().isdigit()
    fits = all(v.start >= 0 for v in moved) and (moved or counted)
    return moved if fits else None


def _is_day(line: Line) -> bool:
    if _MONTH_AND_MINUTE.match(line.shadow):
        return True
    values = credits_of(line.shadow)
    return bool(values) and all(value.field == "date" for value in values or ())


@rule(
    Example(
        f"登录 | 注册\n夜市开张\n{_PROSE}\n长按二维码识别关注\n新华网\n京ICP备12345678号",
        f"夜市开张\n{_PROSE}\n新华网",
    ),
    Example(f"首页\n新闻\n社会\n夜市开张\n{_PROSE}", f"夜市开张\n{_PROSE}"),
    Example.untouched(f"夜市开张\n分享\n{_PROSE}"),
    Example.untouched(
        f"{_PROSE}\n关注公众号后，在对话框回复“报名”两个字，即可收到表格。"
    ),
    Example(
        f"{_PROSE}\n联系电话：0555-1234567\n长按二维码识别关注",
        f"{_PROSE}\n联系电话：0555-1234567",
    ),
    Example.untouched(f"{_PROSE}\n首页\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n主办单位：市文化局\n电话：0555-1234567"),
)
def interface_line(draft: Draft) -> Iterator[Finding]:
    """Remove lines made of interface words, and stock notices, above and below a text."""
    for zone in (head(draft), tail(draft)):
        run: list[Line] = []
        for line in zone:
            if _may_be_page(line.shadow):
                run.append(line)
                continue
            yield from _cut_run(draft, run)
            run = []
        yield from _cut_run(draft, run)


def _cut_run(draft: Draft, run: Iterable[Line]) -> Iterator[Finding]:
    """Cut neighbouring interface lines when they are surely that together.

    An address or a host above the buttons may be the article's own, unless the
    lines are those of a site: licence, copyright.
    """
    lines = list(run)
    if not any(_SITE.search(line.shadow) for line in lines):
        lines = [*itertools.dropwhile(lambda line: is_doubtful(line.shadow), lines)]
    words = [interface_words(line.shadow) for line in lines]
    weak = sum(one.weak for one in words if one)
    sure = any(is_interface(line.shadow) or is_notice(line.shadow) for line in lines)
    if sure or weak > 2:
        for line, found in zip(lines, words, strict=True):
            if not found or found != (0, 0) or len(lines) > 1:
                yield cut(draft, line, 0.92)


def _may_be_page(shadow: str) -> bool:
    """Tell whether a line can be of the page; credits are for `credit_line` to cut."""
    if shadow[0] in _REST:
        return False
    words = interface_words(shadow)
    if words is not None:
        return words == (0, 1) or credits_of(shadow) is None
    return is_notice(shadow) or is_doubtful(shadow)


@rule(
    Example(f"{_PROSE}\n广告\n{_PROSE}", f"{_PROSE}\n{_PROSE}"),
    Example(f"{_PROSE}\n请继续往下阅读...\n{_PROSE}", f"{_PROSE}\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n一、广告\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n新闻\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n下一页\n{_PROSE}"),
)
def interruption(draft: Draft) -> Iterator[Finding]:
    """Remove what a page puts between two paragraphs: advertisements, page turns."""
    outside = {line.start for line in edges(draft)}
    for line in draft.lines:
        if line.start not in outside and is_interruption(line.shadow):
            yield cut(draft, line, 0.9)


@rule(
    Example(f"{_PROSE}（完）\n责任编辑：李远", f"{_PROSE}\n责任编辑：李远"),
    Example.untouched(f"{_PROSE}（未完）\n{_PROSE}"),
)
def end_mark(draft: Draft) -> Iterator[Finding]:
    """Remove the mark that ends a dispatch, or a link stuck to its last sentence."""
    prose = [line for line in draft.lines if is_prose(line)]
    for line in prose[-1:]:
        match = _END_MARK.search(line.shadow)
        if match:
            yield Change(line.start + match.start(), line.end, "", 0.92)
