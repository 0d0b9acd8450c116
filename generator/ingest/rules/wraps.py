"""Lines that scanning, printing or e-mail broke at a fixed width."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.ingest.draft import Change, Draft, Finding, Line
from generator.ingest.rule import Example, rule
from generator.value import Struct

_CLOSED = re.compile(r"[。！？!?；;：:”」』）)》…]$")
_SENTENCE = re.compile(r"[。！？!?”」』：:]$")
_MARK = re.compile(r"[,。、;:?!“”《》()]")
_INSIDE = re.compile(r"[。!?;](?![”」』)》]*$)")
_NO_START = re.compile(r"[,。、;:!?”)》的了着们]")
_PAUSE = re.compile(r"[,、;]$")
_WORD = re.compile(r"[0-9A-Za-z][\w.,%/:-]{0,30}", re.ASCII)
_MARKER = re.compile(
    r"(?:\d{1,3}[.、)](?!\d)|[①-⑳●■◆·○*-]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)"
    r"|第[一二三四五六七八九十百\d]{1,4}[条章节]\s|[问答]:)"
)
_LEAST_LINES = 4
_LEAST_BROKEN = 3
_LEAST_WIDTH = 20
_SLACK = 4
"""Widths are in half-width columns, as terminals count them: a Han character has two."""
_SLIPS = 20
"""One line of so many may be longer than the width."""
_LONG_PARAGRAPH = 4
_LEAST_INDENTED = 2
_EXACT, _MARKED, _PAUSED = 0.9, 0.3, 0.5


class _Row(Struct, frozen=True):
    """A line with what tells whether it was broken: width, indent, blank line below."""

    line: Line
    width: int
    indent: int
    apart: bool
    room: int
    """Columns left after the next line's first word, had it stood here."""

    @property
    def full(self) -> bool:
        """Tell whether the line reaches the width, give or take two characters."""
        return self.room < _SLACK

    @property
    def is_broken(self) -> bool:
        """Full, and no mark at its end closes a sentence, a quotation or a lead."""
        return self.full and not _CLOSED.search(self.line.text)


@rule(
    Example(
        "清晨的渔港已经热闹起来，渔\n船一条条靠岸，岸上的人等着\n卸货，孩子们在堤上跑来跑去\n，狗跟在后面叫，海鸥在天上\n飞。",
        "清晨的渔港已经热闹起来，渔船一条条靠岸，岸上的人等着卸货，孩子们在堤上跑来跑去，狗跟在后面叫，海鸥在天上飞。",
    ),
    Example(
        "\u3000\u3000修志的人最怕两样东西：一是没有记\n载，二是记载太齐。没有记载，还可\n以老实写一个阙字。\n"
        "\u3000\u3000灯塔初建的年份，港务档案作旧年\n，海关旧册作新年，渔民的说法又是\n另一样。",
        "\u3000\u3000修志的人最怕两样东西：一是没有记载，二是记载太齐。没有记载，还可以老实写一个阙字。\n"
        "\u3000\u3000灯塔初建的年份，港务档案作旧年，海关旧册作新年，渔民的说法又是另一样。",
    ),
    Example.untouched(
        "中企承建的公路升级项目开工\n由中企承建的公路升级改造项目今天开工，工期三年，沿线居民都来观看。\n"
        "北部山区的洪水灾情在加重\n近期北部多个山区连遭暴雨，引发洪水，道路中断，救援人员徒步进山。"
    ),
    Example.untouched("床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。"),
    Example.untouched(
        "深入开展学习教育，推动工作全面提升\n扎实做好民生保障，促进社会和谐稳定\n"
        "大力优化营商环境，激发市场主体活力\n全面加强生态治理，守护江州碧水蓝天\n"
    ),
)
def hard_wraps(draft: Draft) -> Iterator[Finding]:
    """Join lines that scanning or e-mail broke at a fixed width.

    Where the source indents the first line of a paragraph, an indent is the only
    border; where it sets paragraphs apart, a blank line; elsewhere a paragraph ends
    with a line that had room for more.
    """
    lines = draft.lines
    if draft.source.kind == "markdown" or len(lines) < _LEAST_LINES:
        return
    rows = list(_rows(draft, lines))
    outer = min(row.indent for row in rows)
    inner = sum(row.indent > outer for row in rows)
    indented = _LEAST_INDENTED <= inner < len(rows)
    if not _is_wrapped(rows, outer if indented else None):
        return
    spaced = 0 < sum(row.apart for row in rows[:-1]) < (len(rows) - 1) * 2 // 3
    flush = _Flush.of(rows)
    for row, after in itertools.pairwise(rows):
        if indented:
            border = after.indent > outer
        elif spaced:
            listed = _MARKER.match(after.line.shadow)
            border = not row.full or (row.apart and bool(listed or not row.is_broken))
        else:
            border = flush.is_border(row, after)
        if not border:
            yield Change(row.line.end, after.line.start, _glue(row, after), 0.9)


class _Flush(Struct, frozen=True):
    """How to tell the end of a paragraph where neither indents nor gaps mark it."""

    exact: bool
    """Broken lines leave no room at all."""
    long: bool
    """Paragraphs are long, so a full line that ends a sentence rarely ends one."""

    @classmethod
    def of(cls, rows: Sequence[_Row]) -> _Flush:
        """Measure the lines of a text."""
        broken = [row for row in rows if row.is_broken]
        exact = sum(row.room < 0 for row in broken) >= _EXACT * len(broken)
        ends = sum(not row.full for row in rows)
        return cls(exact, len(rows) >= _LONG_PARAGRAPH * max(1, ends))

    def is_border(self, row: _Row, after: _Row) -> bool:
        """Tell whether a paragraph ends between two lines."""
        if not row.full:
            return True
        if not _SENTENCE.search(row.line.text):
            return False
        had_room = self.exact and row.room >= 0
        return had_room or not self.long or bool(_MARKER.match(after.line.shadow))


def _rows(draft: Draft, lines: Sequence[Line]) -> Iterator[_Row]:
    widths = [_width(line.text) for line in lines]
    indents = draft.indents(lines)
    limit = _limit([a + b for a, b in zip(widths, indents, strict=True)])
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        word = _WORD.match(after.text) if after else None
        needed = len(word.group()) if word else 2
        gap = draft.text.count("\n", line.end, after.start) if after else 0
        room = limit - widths[index] - indents[index] - needed
        yield _Row(line, widths[index], indents[index], gap > 1, room)


def _width(text: str) -> int:
    """Return the columns a text fills: two for Han and full-width characters."""
    return len(text) + sum(character >= "\u1100" for character in text)


def _limit(widths: Sequence[int]) -> int:
    """Return the width at which lines break: what the longest but a few slips share."""
    ranked = sorted(widths, reverse=True)
    top = ranked[len(ranked) // _SLIPS]
    near = Counter(width for width in ranked if top - _SLACK <= width <= top)
    return max(near, key=lambda width: (near[width], width))


def _is_wrapped(rows: Sequence[_Row], outer: int | None) -> bool:
    """Tell whether a text was broken at a width, not by its author.

    Broken lines have pauses inside and end in the middle of a phrase; verse, lists
    and headings do not. One broken line is enough where every line at the `outer`
    margin continues one.
    """
    continued = outer is not None and all(
        row.is_broken or after.indent != outer or not index
        for index, (row, after) in enumerate(itertools.pairwise(rows))
    )
    broken = [row.line.shadow for row in rows[:-1] if row.is_broken]
    others = sum(not (row.full or _CLOSED.search(row.line.text)) for row in rows[:-1])
    if len(broken) < (1 if continued else _LEAST_BROKEN) or len(broken) <= others:
        return False
    paused = sum(bool(_PAUSE.search(one)) for one in broken)
    marked = sum(bool(_MARK.search(one)) for one in broken)
    return (
        max(row.width for row in rows) >= _LEAST_WIDTH
        and marked >= _MARKED * len(broken)
        and paused <= _PAUSED * len(broken)
        and (continued or any(map(_is_prose, rows)) or _are_scattered(broken))
    )


def _are_scattered(lines: Sequence[str]) -> bool:
    """Tell whether the first pauses of lines stand here and there, as in no verse."""
    columns = sorted(match.start() for one in lines if (match := _MARK.search(one)))
    near = (bisect_right(columns, left + 2) - at for at, left in enumerate(columns))
    return len(columns) > _LEAST_BROKEN and max(near) <= _PAUSED * len(columns)


def _is_prose(row: _Row) -> bool:
    """Tell whether a line holds what no line of verse or of a list does.

    A sentence ends inside it, or it begins with what can begin no phrase.
    """
    return bool(_INSIDE.search(row.line.shadow) or _NO_START.match(row.line.shadow))


def _glue(row: _Row, after: _Row) -> str:
    """Return what stands between two joined lines: a space between Latin words."""
    left, right = row.line.text[-1], after.line.text[0]
    letters = left.isascii() and right.isascii() and not (left + right).isdigit()
    return " " if letters else ""
