"""What scanning and printing left: page numbers, running heads, unmapped characters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from generator.ingest.draft import Draft, Fact, Finding, Line
from generator.ingest.rule import Example, rule
from generator.ingest.rules.furniture import cut
from generator.ingest.rules.zones import HAN, edges, head, tail
from generator.model import Flag

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
_PAGE_NUMBER = re.compile(
    r"[-—–·]\s*\d{1,4}\s*[-—–·]|第\s*\d{1,4}\s*页\s*[/,]?\s*共\s*\d{1,4}\s*页"
)
_PAGE = re.compile(r"第\s*\d{1,4}\s*页")
_FIRST = re.compile(r"[-—–·]\s*1\s*[-—–·]")
_ISSUE = re.compile(
    rf"^(?:[{HAN}]{{2,12}}(?:\([{HAN}]{{2,8}}\))?\s+|《[{HAN}]{{2,12}}》\s?)(?:总?第\s*[0-9一二三四五六七八九十百]{{1,5}}\s*[辑期卷册]"
    r"|(?:19|20)\d\d年第?\s*[0-9一二三四五六七八九十]{1,3}\s*期)$"
)
_SENTENCE_END = re.compile(r"[。!?;:…”」』)》]$")
_LEAST_WRAPPED = 15
_LONE_MARK = re.compile(r"^[?�□■▲▼◆*·.]{1,3}$")
_ALONE = re.compile(
    r"\[(?P<a>\d{1,3})\]|(?P<b>\d{1,3})(?:/\d{1,3})?|page (?P<c>\d{1,3})(?: of \d{1,3})?"
    r"|第\s?(?P<d>\d{1,3})\s?页(?:\s?共\s?\d{1,3}\s?页)?",
    re.IGNORECASE,
)


@rule(
    Example(f"{_PROSE}\n- 3 -\n{_PROSE}", f"{_PROSE}\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n第3页写着他的名字。"),
    Example.untouched(f"日记三则\n第1页\n{_PROSE}\n第2页\n{_PROSE}"),
    Example.untouched(f"- 1 -\n{_PROSE}\n- 2 -\n{_PROSE}"),
)
def page_number(draft: Draft) -> Iterator[Finding]:
    """Remove the page numbers that scanning or printing left between lines.

    A bare 第3页 proves nothing above the last paragraph, and numbers from 1 on that
    each stand above a paragraph number the sections of the text.
    """
    below = {line.start for line in tail(draft)}
    found = [
        line
        for line in draft.lines
        if _PAGE_NUMBER.fullmatch(line.shadow)
        or (line.start in below and _PAGE.fullmatch(line.shadow))
    ]
    if found and _FIRST.fullmatch(found[0].shadow) and found[0] in head(draft):
        return
    for line in found:
        yield cut(draft, line, 0.95)


@rule(
    Example(
        f"港口文史　第三辑\n灯塔札记\n{_PROSE}",
        f"灯塔札记\n{_PROSE}",
        {"source": "港口文史　第三辑"},
    ),
    Example.untouched(f"灯塔札记\n{_PROSE}"),
    Example.untouched(f"港口文史 第三辑\n{_PROSE}"),
)
def running_head(draft: Draft) -> Iterator[Finding]:
    """Read the running head of a printed page, name and issue, above a title."""
    lines = head(draft)
    for number, line in enumerate(lines):
        first = not number and len(lines) > 1
        if (first or line.shadow[0] == "《") and _ISSUE.match(line.shadow):
            yield Fact("source", line.text, line.start, line.end)
            yield cut(draft, line, 0.8)
            return


@rule(
    Example(
        f"{_PROSE}\n?\n来源: 江边发布",
        f"{_PROSE}\n来源: 江边发布",
        flags=("lone-mark",),
    ),
    Example.untouched(f"{_PROSE}\n他问：“?”"),
)
def lone_mark(draft: Draft) -> Iterator[Finding]:
    """Remove a line that is only a question mark or box: a character nobody could map."""
    for line in edges(draft):
        if _LONE_MARK.match(line.shadow):
            yield cut(draft, line, 0.9)
            before = draft.text[: line.start].rstrip()[-8:]
            yield Flag("lone-mark", before)


@rule(
    Example(
        f"{_PROSE}\n2\n{_PROSE}\n3\n{_PROSE}\n4\n{_PROSE}",
        f"{_PROSE}\n{_PROSE}\n{_PROSE}\n{_PROSE}",
    ),
    Example.untouched(f"{_PROSE}\n3\n2\n1\n{_PROSE}"),
    Example.untouched(f"1\n{_PROSE}\n2\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n1\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n第1页\n{_PROSE}\n第2页\n{_PROSE}"),
)
def page_run(draft: Draft) -> Iterator[Finding]:
    """Remove bare page numbers: they stand apart and each is one more than the last."""
    found = [
        (int(match[match.lastgroup or 0]), index, line)
        for index, line in enumerate(draft.lines)
        if (match := _ALONE.fullmatch(line.shadow))
    ]
    if found and found[0][0] == 1 and not _interrupts(draft, found):
        return  # may number the sections of the text
    turned = {
        line.start: line
        for (page, index, first), (after, place, second) in itertools.pairwise(found)
        if after == page + 1 and place > index + 1
        for line in (first, second)
    }
    for line in turned.values():
        yield cut(draft, line, 0.88)


def _interrupts(draft: Draft, found: Sequence[tuple[int, int, Line]]) -> bool:
    """Tell whether a number stands in the middle of a sentence, as between pages."""
    before = (draft.lines[index - 1] for _, index, _ in found if index)
    return any(
        len(line.text) >= _LEAST_WRAPPED and not _SENTENCE_END.search(line.shadow)
        for line in before
    )
