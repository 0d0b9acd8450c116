"""Where a line stands: above the article, in it, or below it.

Position is one of the two signals without which nothing is deleted.
"""

from __future__ import annotations

import re

from generator.ingest.draft import Draft, Line

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters as the inside of a regular expression's class."""

_SENTENCE_END = re.compile(r"[。!?！？；;]")
_TRUNCATED = re.compile(r"(?:\.{2,}|…+)\s*$")
BREADCRUMB = re.compile(
    r"^(?:您?(?:当前|现在|所在)(?:的?位置|位置|页面|所在)|你?您?的?位置|首页|网站首页)"
    r"[^\n]{0,20}?[>»›→/]"
)
_DISCLAIMER = re.compile(
    r"^[(\[【*※]?(?:(?:免责|版权|特别)?(?:声明|提示)|版权(?:所有|说明)|注:本文|本文(?:来源|转载|系转载)"
    r"|(?:本站|本网|本号)[^\n]{0,12}(?:转载|刊载|发布)|(?:未经|如需)(?:授权|许可|转载)|转载请注明"
    r"|凡(?:注明|本网))[^\n]{0,300}"
)
_DISCLAIMS = re.compile(r"转载|版权|侵权|删除|观点|立场|授权|联系|注明|著作权")
_LEAST_PROSE = 15
_LONG_QUESTION = 45
"""Up to this length one question or exclamation may be a title."""


def is_prose(line: Line) -> bool:
    """Tell whether a line is running text: long enough, with a sentence's end."""
    text = line.shadow
    ends = _SENTENCE_END.findall(text)
    question = len(ends) == 1 and ends[0] in "!?" and len(text) <= _LONG_QUESTION
    return (
        len(text) >= _LEAST_PROSE
        and bool(ends)
        and not question
        and not _TRUNCATED.search(text)
        and not is_disclaimer(line)
        and not BREADCRUMB.match(text)
    )


def is_disclaimer(line: Line) -> bool:
    """Tell whether a line is a notice on copyright or reprinting."""
    return (
        bool(_DISCLAIMER.fullmatch(line.shadow))
        and len(_DISCLAIMS.findall(line.shadow)) >= 2
    )


def head(draft: Draft) -> tuple[Line, ...]:
    """Return the lines above the first line of prose; at most three if there is none."""
    for index, line in enumerate(draft.lines):
        if is_prose(line):
            return draft.lines[:index]
    return draft.lines[:3]


def tail(draft: Draft) -> tuple[Line, ...]:
    """Return the lines below the last line of prose; none if there is no prose."""
    lines = draft.lines
    for index in range(len(lines) - 1, -1, -1):
        if is_prose(lines[index]):
            return lines[index + 1 :]
    return ()


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
