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
_LEAST_PROSE = 15


def is_prose(line: Line) -> bool:
    """Tell whether a line is running text: long enough, with a sentence's end."""
    return (
        len(line.shadow) >= _LEAST_PROSE
        and bool(_SENTENCE_END.search(line.shadow))
        and not _TRUNCATED.search(line.shadow)
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
