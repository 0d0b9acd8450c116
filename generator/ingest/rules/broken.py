"""Titles that stand on several lines: broken in the middle, or composed of parts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from generator.ingest.draft import Draft, Line
from generator.ingest.rules.grammar import is_outlet, person
from generator.ingest.rules.labels import holder, several
from generator.ingest.rules.phrases import interface_words, is_furniture
from generator.ingest.rules.zones import HAN

MOST_PARTS = 4
_SHORTEST, _LONGEST, _LONGEST_TITLE = 2, 45, 80
_HIGHEST = 8
"""Lines at the top among which a title that has credits below it is looked for."""
_KICKER = 8
"""Least length of a headline and of the line above it that leads up to it."""
_KINDS = (
    "通知|意见|决定|决议|公告|通告|公示|通报|报告|请示|批复|复函|函|办法|方案|规定|细则|条例|说明|情况|建议|提案"
    "|计划|规划|总结|讲话|启事|倡议书?|通讯录|纪要"
)
_DOCUMENT = re.compile(
    rf"[^。,;!?\n]{{0,60}}关于[^。;!?\n]{{2,90}}(?:{_KINDS})(?:\([^()\n]{{1,20}}\))?"
)
_BODY = re.compile(r"(?:办公[室厅]|[厅局委部院])$")
"""Ends of the names of bodies, which issue documents; outlets end otherwise."""
_SEAT = re.compile(rf"^[{HAN}]{{2,6}}[省市县区州旗]")
_OPEN_END = re.compile(r"(?:[的和与及暨或、为向对把被将于之“‘《(「『—]|关于|印发)$")
_OPEN_START = re.compile(r"^(?:的(?!确)|[和与及暨、”’》)」』]|之[一二三四五])")
_PAPER_PAGE = re.compile(rf"\s第?[A-Z]?\d{{1,3}}版?(?:\s[{HAN}]{{2,6}})?$")
_PAGE_TITLE = re.compile(rf"[{HAN}]{{2,12}}(?:_[{HAN}]{{2,12}}){{1,4}}")
_PAIRS = ("《》", "“”", "()", "「」", "『』")
_NO_TITLE = re.compile(
    r"[。,;:]$|[|>»]|^\(.*\)$|^(?:[—–-]{1,2}|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]\)"
    r"|第[一二三四五六七八九十]{1,3}[章节条]|\d{1,2}[.、])"
)
_NO_PART = re.compile(r"_|\d版|刊号|官方|点击|关注|订阅|欢迎|^[\[(].*[\])]$")


def broken_title(draft: Draft, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines at the top that are the title, none where nothing tells.

    Where credits, now removed, stood below lines at the top, the last of those is the
    title, with the lines above that belong to it. Elsewhere several lines are a title
    only if none but the last can be the end of one.
    """
    for number, line in enumerate(lines[:_HIGHEST]):
        if above_credits(draft, line):
            found = _above(lines[: number + 1])
            if found:
                return found
    block = list(itertools.takewhile(_can_be_part, lines[:MOST_PARTS]))
    for count in range(len(block), 1, -1):
        if _is_one(block[:count]):
            return tuple(block[:count])
    return ()


def _above(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lowest of some lines that can be a title, and what belongs to it."""
    last = len(lines) - 1
    while last >= 0 and not can_be_title(lines[last]):
        last -= 1
    first = last
    while 0 < first > last - MOST_PARTS + 1 and _belongs(
        lines[first - 1], lines[first]
    ):
        first -= 1
    return tuple(lines[first : last + 1]) if last >= 0 else ()


def can_be_title(line: Line) -> bool:
    """Tell whether a line may be the title of an article, or the end of one."""
    return (
        _SHORTEST <= len(line.text) <= _LONGEST_TITLE
        and len(re.findall(f"[{HAN}]", line.text)) >= 2
        and not _NO_TITLE.search(line.shadow)
        and not is_furniture(line.shadow)
        and interface_words(line.shadow) is None
        and not is_site(line.shadow)
        and not any(p.fullmatch(line.shadow) for p in (person(), holder(), several()))
    )


def is_site(shadow: str) -> bool:
    """Tell whether a line names a site, a paper and its page, or a page of links."""
    name = _PAPER_PAGE.sub("", shadow)
    is_name = is_outlet(name) and (_SEAT.search(name) or not _BODY.search(name))
    return bool(_PAGE_TITLE.fullmatch(shadow) or is_name)


def _belongs(above: Line, line: Line) -> bool:
    """Tell whether the line above one of a title is a part of it too."""
    whole = above.shadow + line.shadow
    if not _can_be_part(above) or line.shadow in above.shadow:
        return False
    if _is_inside(above.shadow, line.shadow) or _DOCUMENT.fullmatch(whole):
        return True
    return len(above.text) >= _KICKER and not is_site(above.shadow)


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
        and not _NO_TITLE.search(line.shadow)
        and not _NO_PART.search(line.shadow)
        and not is_furniture(line.shadow)
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


def _is_one(parts: Sequence[Line]) -> bool:
    """Tell whether no line but the last can be the end of a title."""
    whole = "".join(part.shadow for part in parts)
    inside = all(_is_inside(a.shadow, b.shadow) for a, b in itertools.pairwise(parts))
    if "," in whole:  # a sentence that was broken, rather than a title
        return False
    first_is_whole = _DOCUMENT.fullmatch(parts[0].shadow)
    return inside or (bool(_DOCUMENT.fullmatch(whole)) and not first_is_whole)


def _is_inside(left: str, right: str) -> bool:
    """Tell whether a phrase goes on from one line to the next."""
    unclosed = any(left.count(pair[0]) > left.count(pair[1]) for pair in _PAIRS)
    return unclosed or bool(_OPEN_END.search(left) or _OPEN_START.search(right))
