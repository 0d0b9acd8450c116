"""Where a line stands: above the article, in it, or below it.

Position is one of the two signals without which nothing is deleted.
"""

from __future__ import annotations

import functools
import re

from generator.ingest.draft import Draft, Line
from generator.ingest.rules.phrases import SAME, is_furniture

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters as the inside of a regular expression's class."""

_SENTENCE_END = re.compile(r"[。!?！？；;]")
_TRUNCATED = re.compile(r"(?:\.{2,}|…+)\s*$")
BREADCRUMB = re.compile(
    r"^(?:[您你我]?的?(?:当前|现在|目前)?(?:的|所在)?的?(?:位置|页面|所在位置)|首页|网站首页|home)"
    rf"[^\n]{{0,20}}?(?:[>»›→/]|\s-\s)"
    rf"|^[{HAN}]{{2,8}}\s?(?:>{{1,2}}|»|→)\s?[{HAN}]{{2,8}}(?:$|\s?[>»→])|^正文\s?\|",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^[(\[【*※]?(?:\[?(?:免责|版权|特别|郑重)?(?:声明|提示)|版权(?:所有|说明|归)|注:本文|本文(?:来[自源]|转载|系|仅代表)"
    r"|(?:本站|本网|本号)[^\n]{0,12}(?:转载|刊载|发布)|(?:未经|如需)(?:授权|许可|转载)|(?:欢迎)?转载,?请"
    r"|(?:图片|图文|素材|内容|文章)?(?:来源|来自)于?(?:互联)?网络?,?|以上(?:内容|图片|文章)|部分(?:图片|内容)"
    r"|如有侵权|凡(?:注明|本网))[^\n]{0,300}"
)
_DISCLAIMS = re.compile(
    r"转载|版权|侵[权删]|删除|观点|立场|授权|联系|注明|著作权|不代表|出处|告知|原作者|网络|无关"
)
_LEAST_PROSE = 15
_LEAST_LIST = 30
"""From this length a semicolon proves running text; below, lists have them too."""
_FORM = re.compile(rf"[{HAN}]{{2,6}}:")
_ABSTRACT = re.compile(
    r"\[?(?:内容)?(?:摘要|提要|导[语读]|核心提示)(?:\]|\s?[:|])|编者按\s?:"
)
_LONG_QUESTION = 45
"""Up to this length one question or exclamation may be a title."""


def is_prose(line: Line) -> bool:
    """Tell whether a line is running text: long enough, with a sentence's end."""
    return _is_prose(line.shadow)


@functools.lru_cache(SAME)
def _is_prose(text: str) -> bool:
    ends = _SENTENCE_END.findall(text)
    if len(text) < _LEAST_LIST or _FORM.match(text):  # keywords, values of a form
        ends = [mark for mark in ends if mark not in ";；"]
    question = len(ends) == 1 and ends[0] in "!?" and len(text) <= _LONG_QUESTION
    return (
        len(text) >= _LEAST_PROSE
        and bool(ends)
        and not question
        and not _TRUNCATED.search(text)
        and not _is_disclaimer(text)
        and not BREADCRUMB.match(text)
        and not is_furniture(text)
    )


def is_disclaimer(line: Line) -> bool:
    """Tell whether a line is a notice on copyright or reprinting."""
    return _is_disclaimer(line.shadow)


def _is_disclaimer(text: str) -> bool:
    return bool(_DISCLAIMER.fullmatch(text)) and len(_DISCLAIMS.findall(text)) >= 2


def head(draft: Draft) -> tuple[Line, ...]:
    """Return the lines above the first line of prose; at most three if there is none.

    An abstract is prose, but pages put it among the lines above the text.
    """
    for index, line in enumerate(draft.lines):
        if is_prose(line) and not _ABSTRACT.match(line.shadow):
            return draft.lines[:index]
    return draft.lines[:3]


def tail(draft: Draft) -> tuple[Line, ...]:
    """Return the lines below the last line of prose; none if there is no prose."""
    lines = draft.lines
    for is_text in (is_prose, _is_sentence):
        for index in range(len(lines) - 1, -1, -1):
            if is_text(lines[index]):
                return lines[index + 1 :]
    return ()


def _is_sentence(line: Line) -> bool:
    """Tell whether a line, however short, ends like a sentence; for short texts."""
    return line.shadow.endswith(("。", "!", "?", "”", "」")) and not (
        is_furniture(line.shadow) or is_disclaimer(line)
    )


def edges(draft: Draft) -> tuple[Line, ...]:
    """Return the lines above and below the prose."""
    return head(draft) + tail(draft)


def with_break(draft: Draft, line: Line) -> tuple[int, int]:
    """Return a line's span with the blanks and the line break that go with it."""
    text = draft.text
    start, end = line.start, line.end
    while start and text[start - 1] in " \t":
        start -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    if end < len(text):
        end += 1
    elif start:
        start -= 1
    return start, end
