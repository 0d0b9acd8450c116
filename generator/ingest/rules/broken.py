"""Titles that stand on several lines: broken in the middle, or composed of parts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from generator.ingest.draft import Draft, Line
from generator.ingest.rules.grammar import is_outlet, person
from generator.ingest.rules.phrases import interface_words
from generator.ingest.rules.zones import HAN

MOST_PARTS = 4
_SHORTEST, _LONGEST = 2, 45
_KINDS = (
    "通知|意见|决定|决议|公告|通告|公示|通报|报告|请示|批复|复函|函|办法|方案|规定|细则|条例|说明|情况|建议|提案"
    "|计划|规划|总结|讲话|启事|倡议书?|通讯录|纪要"
)
_DOCUMENT = re.compile(
    rf"[^。,;!?\n]{{0,60}}关于[^。;!?\n]{{2,90}}(?:{_KINDS})(?:\([^()\n]{{1,20}}\))?"
)
_BODY = re.compile(r"(?:办公[室厅]|[厅局委部院])$")
"""Ends of the names of bodies, which issue documents; outlets end otherwise."""
_OPEN_END = re.compile(r"(?:[的和与及暨或、为向对把被将于之“‘《(「『—]|关于|印发)$")
_OPEN_START = re.compile(r"^(?:[的和与及暨、”’》)」』]|之[一二三四五])")
_PAIRS = ("《》", "“”", "()", "「」", "『』")
_NO_PART = re.compile(
    r"[。,;:]$|^(?:[—–-]{1,2}|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]\)|第[一二三四五六七八九十]{1,3}[章节条])|^\d{1,2}[.、]"
)


def broken_title(draft: Draft, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines at the top that are one title together, none where one line is.

    Either a line of credits, now removed, parts all of them from the text; or a line
    cannot end where it does, or together they are the name of a document.
    """
    block = list(itertools.takewhile(_can_be_part, lines[:MOST_PARTS]))
    for count in range(len(block), 1, -1):
        parts = tuple(block[:count])
        if _is_set_apart(draft, parts) or _is_one(parts):
            return parts
    return ()


def joined(parts: Sequence[Line]) -> str:
    """Return the title that lines are: a space parts them where a phrase may end."""
    text = parts[0].text
    lengths = [len(part.text) for part in parts]
    wrapped = len(parts) > 2 and max(lengths[:-1]) - min(lengths[:-1]) <= 1
    for left, right in itertools.pairwise(parts):
        inside = wrapped or _is_inside(left.shadow, right.shadow)
        text += (
            "" if inside or _DOCUMENT.fullmatch(left.shadow + right.shadow) else "　"
        ) + right.text
    return text


def _can_be_part(line: Line) -> bool:
    return (
        _SHORTEST <= len(line.text) <= _LONGEST
        and not _NO_PART.search(line.shadow)
        and interface_words(line.shadow) is None
        and not person().fullmatch(line.shadow)
        and not (is_outlet(line.shadow) and not _BODY.search(line.shadow))
        and bool(re.search(f"[{HAN}]{{2}}", line.shadow))
    )


def above_credits(draft: Draft, line: Line) -> bool:
    """Tell whether credits stood between a line and the next one that is left."""
    after = next((one.start for one in draft.lines if one.start > line.end), -1)
    return any(
        line.end < at <= after
        for at, rule in draft.cuts
        if rule in {"credit-line", "split-credit", "split-date"}
    )


def _is_set_apart(draft: Draft, parts: Sequence[Line]) -> bool:
    """Tell whether credits stood below these lines, none between, and all differ."""
    texts = [part.shadow for part in parts]
    return (
        above_credits(draft, parts[-1])
        and not any(above_credits(draft, part) for part in parts[:-1])
        and not any(one in other for one, other in itertools.permutations(texts, 2))
    )


def _is_one(parts: Sequence[Line]) -> bool:
    """Tell whether no line but the last can be the end of a title."""
    whole = "".join(part.shadow for part in parts)
    inside = all(_is_inside(a.shadow, b.shadow) for a, b in itertools.pairwise(parts))
    first_is_whole = _DOCUMENT.fullmatch(parts[0].shadow)
    return inside or (bool(_DOCUMENT.fullmatch(whole)) and not first_is_whole)


def _is_inside(left: str, right: str) -> bool:
    """Tell whether a phrase goes on from one line to the next."""
    unclosed = any(left.count(pair[0]) > left.count(pair[1]) for pair in _PAIRS)
    return unclosed or bool(_OPEN_END.search(left) or _OPEN_START.search(right))
